"""Each level of a factor against all the others: what one practitioner, lot or clinic is like beside the rest."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import scipy

from analysis.counting.tallies import OneWay
from analysis.methods.association import association_test
from analysis.methods.cautions import (
    MoreVisits,
    NoContrast,
    ReferenceReplaced,
    RepeatClients,
    SampledTest,
    SeveralFactorsTested,
    SmallExpectedCounts,
    SmallLevels,
    WidenedIntervals,
)
from analysis.methods.closer_cautions import RestsOnUnits, TooFewUnits
from analysis.methods.contrast import SMALLEST_LEVEL
from analysis.methods.early import are_apart, different_times
from analysis.methods.evidence_cautions import ReviewedAtDifferentTimes
from analysis.methods.kaplan_meier import log_rank
from analysis.methods.linked import evidence_of, family, with_error
from analysis.methods.one_factor import beyond_its_units, likeness, rests_on, small_numbers
from analysis.methods.rate import level_rates
from analysis.methods.two_levels import compare
from analysis.results import INDEPENDENT, AllOthers, Contrast, FactorResult

if TYPE_CHECKING:
    from collections.abc import Iterator

    from analysis.counting.tallies import ClientPairs, Times
    from analysis.methods.likeness import Likeness
    from analysis.methods.units import WholeUnits
    from analysis.outcome_log.log import Level
    from analysis.results import Clustering, ExactTest, Test

# Of fewer levels the comparison by rule says as much.
FEWEST_LEVELS_EACH = 4
# They are about the comparison by rule, or about the test of all levels together.
_OF_THE_RULE = (
    MoreVisits,
    NoContrast,
    ReferenceReplaced,
    RepeatClients,
    RestsOnUnits,
    ReviewedAtDifferentTimes,
    SampledTest,
    SeveralFactorsTested,
    SmallExpectedCounts,
    SmallLevels,
    TooFewUnits,
    WidenedIntervals,
)


def can_be_each(result: FactorResult) -> bool:
    """Tell whether each level of a factor can be compared with all the others."""
    return (
        result.contrast is not None
        and result.factor.kind != "number"
        and sum(each.rate is not None for each in result.levels) >= FEWEST_LEVELS_EACH
    )


def fisher_p(both: OneWay) -> float:
    """Return Fisher's p-value of two levels; it takes all treatments for independent, so that it can only guard."""
    return float(scipy.stats.fisher_exact(both.counts[:, :2]).pvalue)


def comparable_levels(tally: OneWay) -> tuple[Level, ...]:
    """Return the levels with enough known outcomes to be compared with all the others, and the others with them."""
    known = tally.named.known
    enough = (known >= SMALLEST_LEVEL) & (known.sum() - known >= SMALLEST_LEVEL)
    return tuple(level for level, is_enough in zip(tally.named.levels, enough, strict=True) if is_enough)


def clearest_level(tally: OneWay) -> Level:
    """Return the comparable level whose rate lies most standard errors from that of all the others; None without any.

    A level with one outcome only is passed over where there is another: no model has a size for its difference.
    """
    named, comparable = tally.named, set(comparable_levels(tally))
    known, breakouts = named.known, named.breakouts
    among = np.array([level in comparable for level in named.levels])
    if not among.any():
        return None
    is_mixed = among & (breakouts > 0) & (breakouts < known)
    among = is_mixed if is_mixed.any() else among
    # The pooled z-test of two rates, but for what it has in common for all levels.
    apart = np.abs(breakouts - known * breakouts.sum() / known.sum())
    spread = np.sqrt(known * (known.sum() - known), where=among, out=np.ones(len(known)))
    level: Level = named.levels[int(np.argmax(np.where(among, apart / spread, -1.0)))]
    return level


def against_all_others(
    result: FactorResult,
    tally: OneWay,
    clustering: Clustering = INDEPENDENT,
    pairs: ClientPairs | None = None,
    *,
    times: Times | None = None,
    units: WholeUnits | None = None,
) -> dict[Level, FactorResult]:
    """Compare each level of a factor with all the others together, all of them held to one rule.

    The family are the levels compared (`methods/linked.py`), as a manager may ask for any of them. Of many small ones
    the smallest p-values count, which the interval gives too small where few breakouts are expected: that is seldom
    enough for one difference, not for forty. So Fisher's exact test guards each of them.

    Parameters
    ----------
    result : FactorResult
        Of the factor.
    tally : OneWay
        Counted by the factor alone.
    clustering : Clustering
        Of all treatments that were counted.
    pairs : ClientPairs, optional
        Treatments of one client by the levels of the factor.
    times : Times, optional
        Until which day treatments were observed, by the same levels, where some were reviewed early.
    units : WholeUnits, optional
        Practitioners or clinics that the levels hold whole.

    Returns
    -------
    dict
        In the order of the levels; without those that have fewer than `SMALLEST_LEVEL` known outcomes, or leave the
        others fewer.
    """
    alike = likeness(result.factor, tally, pairs, clustering, units)
    compared = dict(_compared(result, tally, alike, clustering, times=times, units=units))
    p_values = [evidence_of(each.contrast) for each in compared.values() if each.contrast is not None]
    together, adjusted = family(p_values)
    if together is None:
        return {}
    held = {}
    for (level, each), p in zip(compared.items(), adjusted, strict=True):
        contrast = None if each.contrast is None else with_error(each.contrast, together.error)
        held[level] = replace(each, contrast=contrast, p_adjusted=p, family=together)
    return held


def _compared(
    result: FactorResult,
    tally: OneWay,
    alike: Likeness,
    clustering: Clustering,
    *,
    times: Times | None,
    units: WholeUnits | None,
) -> Iterator[tuple[Level, FactorResult]]:
    """Yield each level with its comparison, as if it were the only one."""
    about_the_rows = tuple(each for each in result.cautions if not isinstance(each, _OF_THE_RULE))
    counts = tally.named.counts
    for place, level in enumerate(tally.named.levels):
        two = (level, AllOthers(level))
        both = OneWay(tally.factor, two, counts[[place, place]])
        both.counts[1] = counts.sum(axis=0) - counts[place]
        if both.known.min() < SMALLEST_LEVEL:
            continue
        places = [*(int(each != place) for each in range(len(counts))), -1]
        of_two = alike.merged(places, two)
        first, second = (each.rate for each in level_rates(both, of_two.in_intervals()))
        if first is None or second is None:
            continue
        table = of_two.table()
        observed = None if times is None else times.grouped(places, two)
        if observed is not None and not are_apart(observed):
            observed = None
        test: Test | ExactTest | None = (
            association_test(both.breakouts, both.no_breakouts, table)
            if observed is None
            else log_rank(observed.events, observed.censored, table)
        )
        comparison = compare(first, second, effects=of_two.difference(*two))
        guard = fisher_p(both) if observed is None else None if test is None else test.p_value
        contrast = Contrast(level=level, reference=two[1], comparison=comparison, guard_p=guard)
        contrast = beyond_its_units(contrast, units)
        apart = () if observed is None else (different_times(result.factor, observed, contrast),)
        doubts = rests_on(result.factor, contrast, clustering, units)
        cautions = (*apart, *small_numbers(both, test, table.mean), *about_the_rows, *doubts)
        yield level, replace(result, test=test, contrast=contrast, p_adjusted=None, family=None, cautions=cautions)
