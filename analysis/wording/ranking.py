"""Words about the factors ranked by how telling they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.wording.numbers import listed, quantity
from analysis.wording.one_factor import each_row, need_not_cause

if TYPE_CHECKING:
    from analysis.outcome_log.outcomes import Counted
    from analysis.questions.at_a_glance import AtAGlance


def reading_the_ranking(counted: Counted) -> str:
    """Say how the picture is read."""
    return (
        f"{each_row(counted)} Filled diamonds stand out even after allowing for the number of factors looked at; taken "
        f"alone, more might. Open circles could be chance. {need_not_cause(counted)}"
    )


def nothing_to_rank(found: AtAGlance) -> str:
    """Say why there is no picture."""
    if found.factors:
        return "There is too little in the log to compare any factor."
    return "This log has no column that the rate could be split by, such as acne history or aftercare adherence."


def not_ranked(found: AtAGlance, shown: int) -> tuple[str, ...]:
    """Say which factors the picture does not show, a sentence a reason."""
    compared = sum(result.contrast is not None for result in found.factors)
    too_little = [result.factor.title for result in found.factors if result.contrast is None]
    return (
        *((f"Not shown here: {quantity(compared - shown, 'further factor')}.",) if compared > shown else ()),
        *((f"Too little to compare yet: {listed(too_little)}.",) if too_little else ()),
    )
