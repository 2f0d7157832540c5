"""The practitioners or clinics that the levels of a factor hold whole: whom a comparison of these rests on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from analysis.methods.units import whole_units
from analysis.methods.unknowns import whether_known
from analysis.outcome_log.counted_together import MOST_UNITS, UNITS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import numpy as np

    from analysis.counting.counts import Counts
    from analysis.counting.tallies import TwoWay
    from analysis.methods.units import WholeUnits
    from analysis.outcome_log.log import Factor

# What treatments of one unit are alike in: the outcome, its grade, that of breakouts alone, or whether it is known.
AlikeIn = Literal["outcome", "grade", "grade of breakouts", "known"]


def units_of_each(counts: Counts, others: Iterable[Factor]) -> dict[str, WholeUnits]:
    """Return the `factor_units` of those of some factors that have any, by name."""
    others = tuple(others)
    counts.prepare({"outcome": [(each.name, name) for each in others for name in _units_beside(counts, each)]})
    return {each.name: held for each in others if (held := factor_units(counts, each)) is not None}


def factor_units(counts: Counts, factor: Factor, alike_in: AlikeIn = "outcome") -> WholeUnits | None:
    """Return the clinics that the levels of a factor hold whole, else the practitioners, if they do either."""
    for name in _units_beside(counts, factor):
        both = counts.by_both(factor.name, name)
        found = whole_units(both, counts.factor(name), _answers(counts, both, alike_in))
        if found is not None:
            return found
    return None


def _units_beside(counts: Counts, factor: Factor) -> Iterator[str]:
    """Yield the units of which the levels of a factor may hold any whole."""
    if factor.kind == "number" or counts.is_shared:
        return
    among = {each.name for each in counts.factors}
    levels = len(counts.by(factor.name).answered.levels)
    for name in UNITS:
        # Of fewer units than levels none can be held whole beside another one.
        if name in among and name != factor.name and levels < len(counts.by(name).answered.levels) <= MOST_UNITS:
            yield name


def _answers(counts: Counts, both: TwoWay, alike_in: AlikeIn) -> np.ndarray | None:
    """Return the treatments of `both` by another answer than the outcome; None for this."""
    match alike_in:
        case "outcome":
            return None
        case "known":
            return whether_known(both.counts)[..., :2]
        case "grade":
            return counts.by_grade(*both.factors)
        case "grade of breakouts":
            return counts.by_grade(*both.factors)[..., 1:]
