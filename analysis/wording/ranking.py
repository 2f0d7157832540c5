"""Words about all factors, the strongest link first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.wording.numbers import listed, quantity
from analysis.wording.one_factor import NOT_PROOF, each_row
from analysis.wording.outcomes import all_alike, linked_to
from analysis.wording.significance import allowing_for

if TYPE_CHECKING:
    from analysis.outcome_log.outcomes import Counted
    from analysis.questions.at_a_glance import AtAGlance

# More names than these do not fit into a sentence.
MOST_NAMED = 6


def ranking_finding(found: AtAGlance, counted: Counted) -> str:
    """Say which factors are linked to the outcome, the strongest link first."""
    compared = [result for result in found.factors if result.contrast is not None]
    linked = [result.factor.title for result in compared if result.has_link]
    if len(compared) == 1:
        if linked:
            return f"{linked[0]} is {linked_to(counted)}."
        return f"The difference in {compared[0].factor.title}, the only factor to compare, could be chance."
    if not linked:
        return f"None of {quantity(len(compared), 'factor')} is clearly {linked_to(counted)}: each could be chance."
    verb = "is" if len(linked) == 1 else "are"
    return (
        f"{len(linked)} of {quantity(len(compared), 'factor')} {verb} {linked_to(counted)}: "
        f"{listed(linked, most=MOST_NAMED)}."
    )


def reading_the_ranking(found: AtAGlance, counted: Counted) -> str:
    """Say how the picture is read."""
    together = next((result.family for result in found.factors if result.family is not None), None)
    intervals = allowing_for(together) if together is not None else ""
    return " ".join(filter(None, (each_row(counted), intervals, NOT_PROOF)))


def nothing_to_rank(found: AtAGlance, counted: Counted) -> str:
    """Say why there is no picture."""
    if not found.factors:
        return "The log has no column to split the rate by, such as acne history or aftercare adherence."
    total, cannot = found.total, "no factor can be compared"
    if not total.known:
        return f"No outcome is known yet, so {cannot}."
    too_few = "The log has too few known outcomes to compare any factor."
    return all_alike(total.breakouts, total.known, counted, cannot) or too_few


def not_ranked(found: AtAGlance, shown: int) -> tuple[str, ...]:
    """Say which factors the picture does not show, a sentence a reason."""
    compared = sum(result.contrast is not None for result in found.factors)
    too_little = [result.factor.title for result in found.factors if result.contrast is None]
    return (
        *((f"Not shown: {quantity(compared - shown, 'more factor')}.",) if compared > shown else ()),
        *((f"Too few known outcomes to compare: {listed(too_little)}.",) if too_little else ()),
    )
