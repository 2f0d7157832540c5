"""One level of a factor against all the others: “P03’s own figures, fairly”."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.methods.each_level import against_all_others, can_be_each
from analysis.questions.at_a_glance import factor_pairs
from analysis.questions.early import early_times
from analysis.questions.units import factor_units

if TYPE_CHECKING:
    from analysis.counting.counts import Counts
    from analysis.outcome_log.log import Level
    from analysis.questions.at_a_glance import AtAGlance
    from analysis.results import FactorResult


def each_level(counts: Counts, result: FactorResult, found: AtAGlance) -> dict[Level, FactorResult]:
    """Return the comparison of each level of a factor with all the others; empty where there are few levels.

    Parameters
    ----------
    counts : Counts
    result : FactorResult
        One of `found`.
    found : AtAGlance
        Of the same counts.
    """
    if not can_be_each(result):
        return {}
    tally = counts.by(result.factor.name)
    pairs, times = factor_pairs(counts, result.factor, tally), early_times(counts, result.factor.name)
    units = factor_units(counts, result.factor)
    return against_all_others(result, tally, found.clustering, pairs, times=times, units=units)
