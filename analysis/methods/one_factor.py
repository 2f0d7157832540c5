"""One factor in depth: its rates, its test, its contrast and its cautions."""

from __future__ import annotations

from typing import TYPE_CHECKING

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
from analysis.methods.numeric import by_fifths, mann_whitney_test
from analysis.methods.ordered_trend import trend_test
from analysis.methods.rate import level_rates, total_rate
from analysis.results import INDEPENDENT, ExactTest, FactorResult, ValueRange

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy as np

    from analysis.counting.tallies import OneWay
    from analysis.methods.cautions import Caution
    from analysis.outcome_log.log import Factor, Level
    from analysis.results import Clustering, Contrast, Test

MANY_UNKNOWN = 0.10
# Clients of one level who came so many times as often as those of another had notably more chances; our own.
MORE_VISITS = 1.2


def examine(
    factor: Factor, tally: OneWay, clustering: Clustering = INDEPENDENT, visits: np.ndarray | None = None
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
    """
    answered = tally.answered
    shown = by_fifths(tally) if factor.kind == "number" else answered
    levels = level_rates(shown, clustering.design_effect)
    not_answered = total_rate(tally.not_answered, clustering.design_effect)
    nothing = _nothing_to_compare(shown)
    test = factor_test(factor, tally, clustering.design_effect) if nothing is None else None
    doubts = (*_small_numbers(shown, test, clustering.design_effect), *_about_the_rows(factor, answered, clustering))
    if nothing is not None:
        return FactorResult(
            factor=factor,
            levels=levels,
            not_answered=not_answered,
            test=None,
            contrast=None,
            cautions=(nothing, *doubts),
        )
    contrast, contrast_cautions = choose_contrast(factor, levels)
    came = _about_the_visits(factor, contrast, tally, visits)
    cautions = (*doubts, *_about_the_test(test), *_about_the_factor(factor, shown), *contrast_cautions, *came)
    return FactorResult(
        factor=factor, levels=levels, not_answered=not_answered, test=test, contrast=contrast, cautions=cautions
    )


def factor_test(factor: Factor, tally: OneWay, design_effect: float) -> Test | ExactTest | None:
    """Return the test that fits the kind of a factor: Mann-Whitney for numbers, trend for ordered levels, association.

    Parameters
    ----------
    factor : Factor
    tally : OneWay
        Counted by `factor` alone; for a numeric factor by its values.
    design_effect : float
        At least 1.
    """
    with_known = tally.answered.where(tally.answered.known > 0)
    if factor.kind == "number":
        return mann_whitney_test(with_known.breakouts, with_known.no_breakouts, design_effect)
    if factor.kind == "ordered" and len(with_known.levels) > FEWEST_LEVELS:
        # Levels that no treatment has keep their place in the order.
        named = tally.named
        return trend_test(named.breakouts, named.no_breakouts, design_effect)
    return association_test(with_known.breakouts, with_known.no_breakouts, design_effect)


def _nothing_to_compare(shown: OneWay) -> Caution | None:
    """Return why no test and no contrast is made, if so."""
    with_known = int((shown.known > 0).sum())
    breakouts, known = int(shown.total.breakouts), int(shown.total.known)
    return too_few_levels(with_known) or same_outcome(breakouts, known) or too_many_levels(with_known)


def _small_numbers(shown: OneWay, test: Test | ExactTest | None, design_effect: float) -> Iterator[Caution]:
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


def _about_the_rows(factor: Factor, answered: OneWay, clustering: Clustering) -> Iterator[Caution]:
    treatments, unknown = int(answered.total.treatments), int(answered.total.unknown)
    if unknown > MANY_UNKNOWN * treatments:
        yield ManyUnknowns(unknown, treatments)
    yield from repeat_clients(clustering)
    if factor.caution_above is not None:
        above = [value > factor.caution_above for value in answered.levels]
        if any(above):
            yield OutOfUsualRange(factor, factor.caution_above, int(answered.where(above).total.treatments))


def _about_the_test(test: Test | ExactTest | None) -> Iterator[Caution]:
    if isinstance(test, ExactTest) and test.p_error is not None:
        yield SampledTest(test.p_error)


def _about_the_factor(factor: Factor, shown: OneWay) -> Iterator[Caution]:
    """Doubt a factor whose every level has only breakouts or none: it may be the outcome under another name."""
    large = shown.where(shown.known >= SMALLEST_LEVEL)
    pure = (large.breakouts == 0) | (large.no_breakouts == 0)
    if factor.kind != "number" and pure.all() and large.total.breakouts and large.total.no_breakouts:
        yield LinkedToTheOutcome(factor)


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
    inside = [
        value is not None and (value in level if isinstance(level, ValueRange) else value == level)
        for value in tally.levels
    ]
    return float(visits[inside].sum()) / float(tally.treatments[inside].sum())
