"""What the answer is when blanks are filled in, beside the one that leaves them out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.methods.imputation.chained import DONORS, IMPUTATIONS, ROUNDS
from analysis.methods.ranking import SIGNIFICANT
from analysis.wording.adjusted import adjusted_contrast_name, stands_out
from analysis.wording.numbers import agreeing, all_of, count, decimals_of, difference, quantity, signed
from analysis.wording.outcomes import units
from analysis.wording.rates import about

if TYPE_CHECKING:
    from collections.abc import Iterator

    from analysis.methods.imputation.imputed import ImputedFactor
    from analysis.outcome_log.outcomes import Counted
    from analysis.questions.imputed import Imputed

ASSUMED = (
    "This takes a blank to hide nothing that the outcome and the other factors do not tell. If, say, acne history was "
    "left blank just because it was bad, neither answer is right."
)


def stands_out_filled_in(each: ImputedFactor) -> bool:
    """Tell whether a factor goes with the outcome when blanks are filled in, and the number of factors allowed for."""
    return each.p_adjusted < SIGNIFICANT


def imputed_finding(found: Imputed) -> str:
    """Say whether filling in the blanks changes the answer."""
    far = [each.complete.factor.title for each in found.factors if each.parts]
    new, gone = (
        [
            each.complete.factor.title
            for each in found.factors
            if stands_out_filled_in(each) is now and stands_out(each.complete) is not now
        ]
        for now in (True, False)
    )
    parts = []
    if far:
        parts.append(f"With the blanks filled in, the answer is clearly another for {all_of(far)}.")
    if new:
        parts.append(f"With the blanks filled in, {all_of(new)} {agreeing(len(new), 'stands', 'stand')} out as well.")
    if gone:
        parts.append(
            f"With the blanks filled in, {all_of(gone)} no longer {agreeing(len(gone), 'stands', 'stand')} out."
        )
    if not far:
        moved = "No difference moves" if len(found.factors) > 1 else "The difference does not move"
        parts.append(f"{moved} by more than its margin of error when the blanks are filled in.")
    return " ".join(parts)


def imputed_account(found: Imputed, counted: Counted) -> str:
    """Say which treatments the answer rests on, and how many of them were filled in."""
    left_out = (
        f" {units(found.left_out, counted)} {agreeing(found.left_out, 'has', 'have')} a level that none without a "
        f"blank has, and {agreeing(found.left_out, 'is', 'are')} left out here, too."
        if found.left_out
        else ""
    )
    return (
        f"Rests on {units(found.known, counted)} with a known outcome; in {count(found.filled_in)} of them something "
        f"was blank and filled in.{left_out}"
    )


def imputed_beside_complete(found: Imputed) -> Iterator[str]:
    """Yield a line for each factor whose answer is another with the blanks filled in."""
    for each in found.factors:
        if each.parts or stands_out_filled_in(each) != stands_out(each.complete):
            yield _beside(each)


def _beside(each: ImputedFactor) -> str:
    left_out = each.complete.risk_difference
    decimals = max(decimals_of(left_out), decimals_of(each.risk_difference))
    before = f"{signed(left_out.value, decimals)} per 100" if left_out.value else "as many"
    apart = " The change is larger than the first one’s margin of error." if each.parts else ""
    return (
        f"{each.complete.factor.title}, {adjusted_contrast_name(each.complete)}: {before} with blanks left out, "
        f"{about(each.risk_difference)} with blanks filled in.{apart}"
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
            "the other, held back from certainty (Clogg et al. 1991); a number in a straight line is one of the "
            f"{DONORS} known ones with the closest expected value."
        ),
        (
            f"Put together: the adjusted model of each filled-in log{clustered}, by Rubin’s rules (Rubin 1987; Barnard "
            "& Rubin 1999); tests by Li, Raghunathan & Rubin (1991) and Reiter (2007), Benjamini-Hochberg over these "
            "factors."
        ),
        (
            "The same levels are compared as with blanks left out, grouped in the same way, so that nothing but the "
            "blanks parts the two answers. The same log is always filled in with the same values."
        ),
    )
