"""Whether breakouts have become more frequent at a clinic: the CUSUM of each clinic, or of all treatments."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from analysis.counting.tallies import NO, YES
from analysis.methods.control_chart.cusum import (
    ODDS_RATIO,
    DailyCounts,
    UnitScore,
    in_risk_groups,
    recalibrated,
    unit_scores,
    weights,
    with_one_chance,
)
from analysis.methods.control_chart.run_length import average_run_length, limit_for
from analysis.methods.design_effect import rate_design_effect
from analysis.methods.unusual import FEWEST_EXPECTED
from analysis.outcome_log.chart_settings import NOTHING_SET
from analysis.outcome_log.log import CLINIC, DATE
from analysis.questions.teams import CarriedModel, carried_model
from analysis.questions.trend import MOST_GROUPS, without_period

if TYPE_CHECKING:
    import datetime as dt

    from analysis.counting.counts import Counts
    from analysis.counting.tallies import OneWay
    from analysis.methods.cautions import Caution
    from analysis.outcome_log.chart_settings import ChartSettings
    from analysis.outcome_log.log import Factor, Level
    from analysis.outcome_log.periods import Period


# All clinics together have a false alarm about once in so many years: at 75 treatments a month one in 9,000, as the
# charts of Steiner et al. had one in about 9,600 patients.
YEARS_TO_FALSE_ALARM = 10
DAYS_A_YEAR = 365.25
# What a log of a few days would be in a year is not known: it counts as one of a month.
FEWEST_DAYS = 30
# Without clinics there is one score, of all treatments.
NO_LEVELS: tuple[Level | None, ...] = (None,)
# With fewer of either outcome the usual rate is hardly known, and a limit would rest on nothing; our own.
FEWEST_OUTCOMES = 10


@dataclass(frozen=True, kw_only=True)
class Cusum:
    """The scores of all clinics beside their limit.

    Attributes
    ----------
    unit : Factor or None
        None where the log has no clinics: there is one score, of all treatments.
    scores : tuple of UnitScore
        Of the clinics that are large enough to be judged, in their order.
    too_small : int
        How many others there are.
    limit : float
    rate : float
        The usual rate, as a share.
    run_length, run_length_doubled : float
        After how many treatments a clinic has an alarm on average: where nothing has changed, and where the odds of a
        breakout have doubled.
    design_effect : float
    factors : tuple of Factor
        What is adjusted for.
    not_adjusted : Caution or None
        Why it is not adjusted although that was asked for.
    left_out : int
        Treatments with a known outcome but without a date or a clinic, or set aside.
    blank : int
        Treatments that count with the rate of all such treatments, as a factor that is adjusted for is blank.
    baseline : pair of date or None
        The days that fix what is expected; None where all do.
    is_baseline_small : bool
        Whether a baseline is set but has too few outcomes to fix anything.
    """

    unit: Factor | None
    scores: tuple[UnitScore, ...]
    too_small: int
    limit: float
    rate: float
    run_length: float
    run_length_doubled: float
    design_effect: float
    factors: tuple[Factor, ...] = ()
    not_adjusted: Caution | None = None
    left_out: int = 0
    blank: int = 0
    baseline: Period | None = None
    is_baseline_small: bool = False

    @property
    def shown(self) -> tuple[UnitScore, ...]:
        """The clinics that have a chart, in their order: those with an alarm first of all, then the largest."""
        first = sorted(self.scores, key=lambda each: (not each.signals, -each.known))[:MOST_GROUPS]
        levels = {each.level for each in first}
        return tuple(each for each in self.scores if each.level in levels)


def cusum(counts: Counts, settings: ChartSettings = NOTHING_SET, *, adjusted: bool = False) -> Cusum | None:
    """Return the score of each clinic over all the days that the log has.

    Parameters
    ----------
    counts : Counts
    settings : ChartSettings
        Days set aside count neither for what is expected nor for the score. A baseline fixes what is expected.
    adjusted : bool
        Whether each treatment has the chance that its client suggests.

    Returns
    -------
    Cusum or None
        None where nothing has a date, where clients are counted once each, and where breakouts, or treatments without
        one, are too few.
    """
    if counts.counted.unit == "clients" or not counts.has(DATE):
        return None
    whole = without_period(counts)
    is_baseline_small = _is_baseline_small(whole.by_day(), settings)
    if is_baseline_small:
        settings = replace(settings, baseline=None)
    unit = next((each for each in whole.factors if each.name == CLINIC), None)
    design_effect = rate_design_effect(whole.by_client())
    model = carried_model(whole, unit, design_effect=design_effect) if adjusted and unit is not None else None
    if isinstance(model, CarriedModel):
        daily = _adjusted_counts(whole, model, settings)
    else:
        daily = _same_chance_counts(whole, unit, settings)
    if daily is None:
        return None
    run_length = YEARS_TO_FALSE_ALARM * _known_a_year(daily)
    limit = limit_for(run_length / design_effect, daily.chances, daily.shares)
    doubled = average_run_length(limit, daily.chances, daily.shares, truth=ODDS_RATIO)
    every = unit_scores(daily, limit, design_effect)
    large = tuple(each for each in every if min(each.expected, each.known - each.expected) >= FEWEST_EXPECTED)
    return Cusum(
        unit=unit,
        scores=large,
        too_small=sum(each.known > 0 for each in every) - len(large),
        limit=limit,
        rate=float(daily.chances @ daily.shares / daily.shares.sum()),
        run_length=run_length,
        run_length_doubled=design_effect * doubled,
        design_effect=design_effect,
        factors=model.expected.factors if isinstance(model, CarriedModel) else (),
        not_adjusted=None if isinstance(model, CarriedModel) else model,
        left_out=int(whole.total.known) - sum(each.known for each in every),
        blank=daily.blank,
        baseline=settings.baseline,
        is_baseline_small=is_baseline_small,
    )


def _is_baseline_small(by_day: OneWay, settings: ChartSettings) -> bool:
    """Tell whether a baseline is set that has too few outcomes of either kind to fix what is expected."""
    if settings.baseline is None:
        return False
    places = [
        place for place in _counted_days(by_day.levels, settings) if _is_within(by_day.levels[place], settings.baseline)
    ]
    inside = by_day.counts[places].sum(axis=0)
    return bool(min(inside[YES], inside[NO]) < FEWEST_OUTCOMES)


def _is_within(day: dt.date, period: Period | None) -> bool:
    """Tell whether a day is in a period; every day is where there is none."""
    return period is None or period[0] <= day <= period[1]


def _same_chance_counts(whole: Counts, unit: Factor | None, settings: ChartSettings) -> DailyCounts | None:
    """Return the counts of each day and clinic, each treatment with the usual rate; None where that is hardly known."""
    if unit is None:
        by_day = whole.by_day()
        days, levels, counts = by_day.levels, NO_LEVELS, by_day.counts[:, np.newaxis]
    else:
        tally = whole.by_both(DATE, unit.name)
        days, levels, counts = tally.levels[0][:-1], tally.levels[1][:-1], tally.counts[:-1, :-1]
    kept = _counted_days(days, settings)
    breakouts, known = counts[kept, :, YES], counts[kept, :, NO] + counts[kept, :, YES]
    of_days = tuple(days[place] for place in kept)
    fixing = np.array([_is_within(day, settings.baseline) for day in of_days], dtype=bool)
    usual, of = int(breakouts[fixing].sum()), int(known[fixing].sum())
    if min(usual, of - usual) < FEWEST_OUTCOMES:
        return None
    return with_one_chance(of_days, levels, known, breakouts, usual / of)


def _adjusted_counts(whole: Counts, model: CarriedModel, settings: ChartSettings) -> DailyCounts | None:
    """Return the counts of each day and clinic, each treatment with the chance that a model of its client says."""
    tally = whole.occurring(*model.by, CLINIC, DATE)
    sizes = np.array([len(each) - 1 for each in tally.levels])
    dated = (tally.codes[:, -2:] < sizes[-2:]).all(axis=1)
    # Each column stays in one piece.
    codes, counts = tally.codes.T.compress(dated, axis=1), tally.counts[dated]
    known = counts[:, NO] + counts[:, YES]
    # The chance of each combination of levels; those of a row with a blank are as frequent as of all such rows.
    of_each = np.full(sizes[:-1] + 1, np.nan)
    of_each[tuple(model.design.cases.codes.T)] = model.expected.chances
    of_rows = of_each.ravel().take(_cells_in(codes[:-1], of_each.shape))
    is_blank = np.isnan(of_rows)
    blank = counts[is_blank].sum(axis=0)
    of_rows[is_blank] = blank[YES] / max(blank[NO] + blank[YES], 1)
    days, levels = tally.levels[-1][:-1], tally.levels[-2][:-1]
    kept = _counted_days(days, settings)
    if len(kept) < len(days) or settings.baseline is not None:
        fixing = np.zeros(len(days), dtype=bool)
        fixing[kept] = [_is_within(days[place], settings.baseline) for place in kept]
        of_rows = recalibrated(of_rows, known, counts[:, YES], fixing[codes[-1]])
    yes, no = weights(of_rows)
    shape = len(days), len(levels)
    cells = _cells_in(codes[:-3:-1], shape)

    def summed(weight: np.ndarray) -> np.ndarray:
        of_cells: np.ndarray = np.bincount(cells, weight, len(days) * len(levels)).reshape(shape)[kept]
        return of_cells

    groups, shares = in_risk_groups(of_rows, known)
    daily = DailyCounts(
        days=tuple(days[place] for place in kept),
        levels=levels,
        known=summed(known).astype(np.int64),
        breakouts=summed(counts[:, YES]).astype(np.int64),
        expected=summed(known * of_rows),
        steps=summed(counts[:, YES] * yes + counts[:, NO] * no),
        chances=groups,
        shares=shares,
        blank=int(blank[NO] + blank[YES]),
    )
    breakouts, everyone = int(daily.breakouts.sum()), int(daily.known.sum())
    return daily if min(breakouts, everyone - breakouts) >= FEWEST_OUTCOMES else None


def _cells_in(codes: np.ndarray, shape: tuple[int, ...]) -> np.ndarray:
    """Return the number of the cell that the codes of each row, a line for each axis, are in."""
    cells = np.zeros(codes.shape[1], dtype=np.int64)
    for of_axis, size in zip(codes, shape, strict=True):
        cells *= size
        cells += of_axis
    return cells


def _counted_days(days: tuple[dt.date, ...], settings: ChartSettings) -> np.ndarray:
    """Return the places of the days that are not set aside, in the order of time."""
    places = [place for place, day in enumerate(days) if settings.reason_for(day, day) is None]
    return np.array(sorted(places, key=lambda place: days[place]), dtype=np.int64)


def _known_a_year(daily: DailyCounts) -> float:
    """Return how many treatments have a known outcome in a year, in all clinics together."""
    length = max((daily.days[-1] - daily.days[0]).days + 1, FEWEST_DAYS)
    return float(daily.known.sum()) * DAYS_A_YEAR / length
