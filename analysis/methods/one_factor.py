"""One factor in depth: its rates, its test, its contrast and its cautions."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from analysis.counting.tallies import OneWay
from analysis.methods.association import (
    SMALLEST_EXPECTED,
    any_too_few,
    association_test,
)
from analysis.methods.cautions import (
    LinkedToTheOutcome,
    ManyUnknowns,
    MoreVisits,
    OutOfUsualRange,
    SampledTest,
    SmallExpectedCounts,
)
from analysis.methods.comparable import (
    FEWEST_LEVELS,
    few_breakouts,
    repeat_clients,
    same_outcome,
    too_few_levels,
    too_many_levels,
)
from analysis.methods.contrast import SMALLEST_LEVEL, choose_contrast
from analysis.methods.early import different_times, reviewed_apart
from analysis.methods.kaplan_meier import log_rank
from analysis.methods.likeness import Likeness
from analysis.methods.linked import with_error
from analysis.methods.numeric import by_fifths, by_parts, mann_whitney_test, middle_ranks, twentieths
from analysis.methods.ordered_trend import trend_test
from analysis.methods.rate import level_rates, total_rate
from analysis.methods.shape import ends_scores, mood_test, shape_of_rates
from analysis.methods.units import about_units
from analysis.results import CONFIDENCE_LEVEL, INDEPENDENT, Clustering, ExactTest, FactorResult, ValueRange, holds

if TYPE_CHECKING:
    from collections.abc import Iterator

    from analysis.counting.counts import By
    from analysis.counting.tallies import ClientPairs, Times
    from analysis.methods.cautions import Caution
    from analysis.methods.sureness import TableEffect
    from analysis.methods.units import WholeUnits
    from analysis.outcome_log.log import Factor, Level
    from analysis.results import Contrast, Test

MANY_UNKNOWN = 0.10
# Clients of one level who came so many times as often as those of another had notably more chances; our own.
MORE_VISITS = 1.2


def examine(
    factor: Factor,
    tally: OneWay,
    clustering: Clustering = INDEPENDENT,
    visits: np.ndarray | None = None,
    pairs: ClientPairs | None = None,
    *,
    times: Times | None = None,
    units: WholeUnits | None = None,
) -> FactorResult:
    """Return what a tally says about the factor it was counted by.

    Parameters
    ----------
    factor : Factor
    tally : OneWay
        Counted by `factor` alone; for a numeric factor by its values.
    clustering : Clustering
        Of all treatments that were counted.
    visits : ndarray of int, one for each level of `tally`, optional
        Where clients were counted, all treatments of those at the level.
    pairs : ClientPairs, optional
        Treatments of one client by `paired_levels`; without, the design effect of `clustering` holds for everything.
    times : Times, optional
        Counted by `factor`; where its levels were reviewed at different times, the log-rank test takes the place of the
        usual one.
    units : WholeUnits, optional
        Practitioners or clinics that its levels hold whole.
    """
    answered = tally.answered
    shown = by_fifths(tally) if factor.kind == "number" else answered
    alike = likeness(factor, tally, pairs, clustering, units)
    of_levels = as_shown(factor, alike.named, shown)
    levels = level_rates(shown, of_levels.in_intervals())
    not_answered = total_rate(tally.not_answered, alike.in_intervals()[-1])
    nothing = _nothing_to_compare(shown)
    observed = None if times is None or nothing is not None else reviewed_apart(times, shown)
    effect = factor_effect(factor, alike.named) if observed is None else of_levels.table()
    test: Test | ExactTest | None = None
    if observed is not None:
        test = log_rank(observed.events, observed.censored, effect)
    elif nothing is None and not (units is not None and units.are_too_few):
        test = factor_test(factor, tally, effect)
    shape = None
    if factor.kind == "number" and nothing is None and observed is None:
        shape = shape_of_rates(_mood(answered, alike.named), levels)
    contrast, contrast_cautions = (
        choose_contrast(factor, levels, of_levels.difference, independent=effect.independent)
        if nothing is None
        else (None, ())
    )
    if contrast is not None and observed is not None and test is not None:
        contrast = with_error(replace(contrast, guard_p=test.p_value), 1 - CONFIDENCE_LEVEL)
    if contrast is not None:
        contrast = beyond_its_units(contrast, units)
    doubts = (
        *small_numbers(shown, test, effect.mean),
        *_about_the_rows(factor, answered),
        *_about_the_clients(factor, of_levels, contrast, clustering, units),
    )
    if nothing is not None:
        return FactorResult(
            factor=factor,
            levels=levels,
            not_answered=not_answered,
            test=None,
            contrast=None,
            cautions=(nothing, *doubts),
        )
    came = _about_the_visits(factor, contrast, tally, visits)
    apart = () if observed is None else (different_times(factor, observed, contrast),)
    cautions = (
        *apart,
        *doubts,
        *_about_the_test(test),
        *_about_the_factor(factor, answered),
        *contrast_cautions,
        *came,
    )
    return FactorResult(
        factor=factor,
        levels=levels,
        not_answered=not_answered,
        test=test,
        contrast=contrast,
        shape=shape,
        cautions=cautions,
    )


def _mood(answered: OneWay, named: Likeness) -> Test | None:
    """Test the shape of a number, with the design effect of its scores at the `paired_levels`."""
    with_known = answered.where(answered.known > 0)
    effect = named.along(ends_scores(named.counts.sum(axis=1)))
    return mood_test(with_known.breakouts, with_known.no_breakouts, effect)


def paired_levels(factor: Factor, tally: OneWay) -> By:
    """Return by what pairs of treatments of one client are counted for a factor: its levels, or twentieths."""
    return twentieths(tally) if factor.kind == "number" else factor.name


def beyond_its_units(of: Contrast, units: WholeUnits | None) -> Contrast:
    """Return a contrast whose interval holds zero where it may be a difference of too few units."""
    if units is None or not units.are_too_few:
        return of
    return with_error(replace(of, guard_p=1.0), 1 - CONFIDENCE_LEVEL)


def likeness(
    factor: Factor,
    tally: OneWay,
    pairs: ClientPairs | None,
    clustering: Clustering,
    units: WholeUnits | None = None,
) -> Likeness:
    """Return how alike treatments of one client are at the `paired_levels` of a factor, "not known" last."""
    if factor.kind != "number" and tally.levels and tally.levels[-1] is None:
        return Likeness.of(tally, pairs, clustering, units)
    groups = by_parts(tally, twentieths(tally)) if factor.kind == "number" else tally
    not_known = OneWay(tally.factor, (None,), tally.not_answered.counts[np.newaxis])
    return Likeness.of(groups.followed_by(not_known), pairs, clustering)


def as_shown(factor: Factor, named: Likeness, shown: OneWay) -> Likeness:
    """Return the likeness by the levels shown, of that by the `paired_levels` of a factor."""
    if factor.kind != "number":
        among = set(shown.levels)
        return named.only([place for place, level in enumerate(named.levels) if level in among])
    lows = [fifth.low for fifth in shown.levels if isinstance(fifth, ValueRange)]
    places = [bisect_right(lows, group.low) - 1 for group in named.levels if isinstance(group, ValueRange)]
    return named.merged(places, shown.levels)


def factor_effect(factor: Factor, named: Likeness) -> TableEffect:
    """Return the design effect of the `factor_test`, from the likeness at its `paired_levels`."""
    if factor.kind == "number":
        return named.along(middle_ranks(named.counts.sum(axis=1)))
    if factor.kind == "ordered" and int((named.counts.sum(axis=1) > 0).sum()) > FEWEST_LEVELS:
        # Levels that no treatment has keep their place in the order.
        return named.along(np.arange(len(named.levels), dtype=float))
    return named.table()


def factor_test(factor: Factor, tally: OneWay, effect: TableEffect) -> Test | ExactTest | None:
    """Return the test that fits the kind of a factor: Mann-Whitney for numbers, trend for ordered levels, association.

    Parameters
    ----------
    factor : Factor
    tally : OneWay
        Counted by `factor` alone; for a numeric factor by its values.
    effect : TableEffect
        The `factor_effect`.
    """
    with_known = tally.answered.where(tally.answered.known > 0)
    if factor.kind == "number":
        return mann_whitney_test(with_known.breakouts, with_known.no_breakouts, effect)
    if factor.kind == "ordered" and len(with_known.levels) > FEWEST_LEVELS:
        return trend_test(tally.named.breakouts, tally.named.no_breakouts, effect)
    return association_test(with_known.breakouts, with_known.no_breakouts, effect)


def _nothing_to_compare(shown: OneWay) -> Caution | None:
    """Return why no test and no contrast is made, if so."""
    with_known = int((shown.known > 0).sum())
    breakouts, known = int(shown.total.breakouts), int(shown.total.known)
    return too_few_levels(with_known) or same_outcome(breakouts, known) or too_many_levels(with_known)


def small_numbers(shown: OneWay, test: Test | ExactTest | None, design_effect: float) -> Iterator[Caution]:
    """Doubt levels in which few are to be expected, and a log with few breakouts or few without."""
    with_known = shown.where(shown.known > 0)
    breakouts, no_breakouts = int(shown.total.breakouts), int(shown.total.no_breakouts)
    if (
        len(with_known.levels) >= FEWEST_LEVELS
        and breakouts
        and no_breakouts
        and any_too_few(with_known.breakouts, with_known.no_breakouts, design_effect)
    ):
        yield SmallExpectedCounts(SMALLEST_EXPECTED, design_effect, isinstance(test, ExactTest))
    yield from few_breakouts(breakouts, no_breakouts)


def _about_the_clients(
    factor: Factor,
    alike: Likeness,
    contrast: Contrast | None,
    clustering: Clustering,
    units: WholeUnits | None,
) -> Iterator[Caution]:
    """Doubt what rests on clients who came back, or on practitioners or clinics, whichever makes it less sure."""
    if contrast is None:
        yield from repeat_clients(Clustering(clustering.repeats, alike.whole()))
    else:
        yield from rests_on(factor, contrast, clustering, units)


def rests_on(factor: Factor, contrast: Contrast, clustering: Clustering, units: WholeUnits | None) -> Iterator[Caution]:
    """Doubt a comparison for whatever makes it less sure: units that the levels hold whole, or clients who came back.

    Parameters
    ----------
    factor : Factor
    contrast : Contrast
    clustering : Clustering
        Of all treatments that were counted.
    units : WholeUnits or None
    """
    rests = about_units(contrast.comparison, units, factor)
    if rests is not None:
        yield rests
    else:
        yield from repeat_clients(Clustering(clustering.repeats, contrast.comparison.design_effect))


def _about_the_rows(factor: Factor, answered: OneWay) -> Iterator[Caution]:
    treatments, unknown = int(answered.total.treatments), int(answered.total.unknown)
    if unknown > MANY_UNKNOWN * treatments:
        yield ManyUnknowns(unknown, treatments)
    if factor.caution_above is not None:
        above = [value > factor.caution_above for value in answered.levels]
        if any(above):
            yield OutOfUsualRange(factor, factor.caution_above, int(answered.where(above).total.treatments))


def _about_the_test(test: Test | ExactTest | None) -> Iterator[Caution]:
    if isinstance(test, ExactTest) and test.p_error is not None:
        yield SampledTest(test.p_error)


def _about_the_factor(factor: Factor, answered: OneWay) -> Iterator[Caution]:
    """Doubt a factor whose every level has only breakouts or none: it may be the outcome under another name."""
    if factor.kind == "number":
        if _lie_apart(answered):
            yield LinkedToTheOutcome(factor)
        return
    large = answered.where(answered.known >= SMALLEST_LEVEL)
    pure = (large.breakouts == 0) | (large.no_breakouts == 0)
    if pure.all() and large.total.breakouts and large.total.no_breakouts:
        yield LinkedToTheOutcome(factor)


def _lie_apart(answered: OneWay) -> bool:
    """Tell whether one cut through the values parts all breakouts from all others, and chance would not do so."""
    with_breakout, without = np.flatnonzero(answered.breakouts), np.flatnonzero(answered.no_breakouts)
    if min(int(answered.total.breakouts), int(answered.total.no_breakouts)) < SMALLEST_LEVEL:
        return False
    return bool(with_breakout[-1] < without[0] or without[-1] < with_breakout[0])


def _about_the_visits(
    factor: Factor, contrast: Contrast | None, tally: OneWay, visits: np.ndarray | None
) -> Iterator[Caution]:
    """Doubt a comparison of clients where those of one level had more treatments after which it could happen."""
    if contrast is None or visits is None:
        return
    mean, of_reference = (_mean_visits(each, tally, visits) for each in (contrast.level, contrast.reference))
    if max(mean, of_reference) > MORE_VISITS * min(mean, of_reference):
        yield MoreVisits(
            factor=factor,
            level=contrast.level,
            visits=mean,
            reference=contrast.reference,
            reference_visits=of_reference,
        )


def _mean_visits(level: Level, tally: OneWay, visits: np.ndarray) -> float:
    inside = [holds(level, value) for value in tally.levels]
    return float(visits[inside].sum()) / float(tally.treatments[inside].sum())
