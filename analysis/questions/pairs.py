"""Which factors can stand beside one, and their counts together: what every question on two factors needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.counting.in_memory import tally_each, tally_pairs
from analysis.methods.cautions import NoGroups
from analysis.methods.numeric import fifths

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analysis.counting.in_memory import Tally
    from analysis.outcome_log.filters import Filters
    from analysis.outcome_log.log import Factor, Log
    from analysis.questions.at_a_glance import AtAGlance
    from analysis.results import FactorResult


def forms_no_groups(of: FactorResult) -> bool:
    """Tell whether a factor has too few levels, or too many, to make groups."""
    return any(isinstance(each, NoGroups) for each in of.cautions)


def others_beside(result: FactorResult, found: AtAGlance) -> tuple[FactorResult, ...]:
    """Return what was found of the factors that form groups and do not record the same thing as that of `result`."""
    return tuple(
        other for other in found.factors if not result.factor.overlaps(other.factor) and not forms_no_groups(other)
    )


def count_pairs(log: Log, filters: Filters, factor: Factor, others: Sequence[Factor]) -> dict[str, Tally]:
    """Return the counts by `factor` and each of `others`, under the names of these.

    A numeric factor has the fifths of all treatments that pass, the same as where it is looked at alone.
    """
    numbers = [each.name for each in (factor, *others) if each.kind == "number"]
    merged = {name: fifths(tally) for name, tally in tally_each(log, filters, numbers).items()}
    return tally_pairs(log, filters, factor.name, [other.name for other in others], merged)
