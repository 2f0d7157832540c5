"""The answer with blanks filled in, beside the one that leaves them out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.methods.imputation.chained import DONORS, IMPUTATIONS, ROUNDS
from analysis.wording.adjusted import adjusted_contrast_name
from analysis.wording.numbers import agreeing, all_of, count, decimals_of, difference, quantity
from analysis.wording.outcomes import units

if TYPE_CHECKING:
    from collections.abc import Iterator

    from analysis.methods.imputation.imputed import ImputedFactor
    from analysis.outcome_log.outcomes import Counted
    from analysis.questions.imputed import Imputed

ASSUMED = (
    "This assumes that blanks depend only on what is recorded. If acne history was left blank just because it was bad, "
    "neither answer is right."
)


def imputed_finding(found: Imputed) -> str:
    """Say whether filling in the blanks changes the answer."""
    far = [each.complete.factor.title for each in found.factors if each.parts]
    new, gone = (
        [
            each.complete.factor.title
            for each in found.factors
            if each.is_linked is now and each.complete.is_linked is not now
        ]
        for now in (True, False)
    )
    parts = []
    if far:
        parts.append(f"With blanks filled in, the answer is clearly different for {all_of(far)}.")
    if new:
        parts.append(f"With blanks filled in, {all_of(new)} {agreeing(len(new), 'is', 'are')} linked as well.")
    if gone:
        parts.append(f"With blanks filled in, {all_of(gone)} could be chance.")
    if not far:
        moved = "no difference moves" if len(found.factors) > 1 else "the difference does not move"
        parts.append(f"{'Otherwise' if parts else 'With blanks filled in,'} {moved} by more than its margin of error.")
    return " ".join(parts)


def imputed_account(found: Imputed, counted: Counted) -> str:
    """Say which treatments the answer rests on, and how many of them were filled in."""
    left_out = (
        f" {units(found.left_out, counted)} {agreeing(found.left_out, 'is', 'are')} left out here, too: "
        f"{agreeing(found.left_out, 'its', 'their')} level occurs only beside a blank."
        if found.left_out
        else ""
    )
    return (
        f"Based on {units(found.known, counted)} with a known outcome; {count(found.filled_in)} of them had a blank "
        f"filled in.{left_out}"
    )


def imputed_beside_complete(found: Imputed) -> Iterator[str]:
    """Yield a line for each factor whose answer is different with the blanks filled in."""
    for each in found.factors:
        if each.parts or each.is_linked != each.complete.is_linked:
            yield _beside(each)


def _beside(each: ImputedFactor) -> str:
    left_out = each.complete.risk_difference
    decimals = max(decimals_of(left_out), decimals_of(each.risk_difference))
    apart = " The change is larger than the margin of error of the first." if each.parts else ""
    return (
        f"{each.complete.factor.title}, {adjusted_contrast_name(each.complete)}: {difference(left_out, decimals)} with "
        f"blanks left out, {difference(each.risk_difference, decimals)} with blanks filled in.{apart}"
    )


def describe_imputed(found: Imputed) -> str:
    """Return the differences with blanks left out and filled in as text."""
    parts = [
        f"{each.complete.factor.title}, {adjusted_contrast_name(each.complete)}: "
        f"{difference(each.complete.risk_difference)} with blanks left out, {difference(each.risk_difference)} with "
        "blanks filled in"
        for each in found.factors
    ]
    return f"Adjusted differences per 100: {'; '.join(parts)}."


def imputed_how(found: Imputed) -> tuple[str, ...]:
    """Say how blanks were filled in, one line a method."""
    clustered = f", clustered by client ({quantity(found.clients, 'client')})" if found.clients is not None else ""
    return (
        (
            f"Filled in: {IMPUTATIONS} times by chained equations, {ROUNDS} rounds each (van Buuren 2007), from the "
            "outcome and all the other factors of the model. Levels come from logistic regressions, one level after "
            "the other, held back from certainty (Clogg et al. 1991); a number is one of the "
            f"{DONORS} known ones with the closest expected value."
        ),
        (
            f"Put together: the rates compared in each filled-in log{clustered}, by Rubin’s rules (Rubin 1987; Barnard "
            "& Rubin 1999); tests by Li, Raghunathan & Rubin (1991) and Reiter (2007). Linked by the same rule as with "
            "blanks left out."
        ),
        (
            "The same levels are compared as with blanks left out, grouped in the same way, so that only the blanks "
            "differ. The same log is always filled in with the same values."
        ),
    )
