"""A "no breakout" that was recorded before the breakout window ended: how many there are, what they do to a rate.

Such a "no" says nothing of the days after it. It stays in the plain rate all the same: a breakout is known however
early the treatment was reviewed, so without the early "no" the rate would be too high, and 100 % where everybody is
reviewed early. With them it is too low, by the breakouts that came after the review. Between the two stands the
cumulative incidence (`methods/kaplan_meier.py`), which counts each treatment for the days on which it was observed; it
is given beside the plain rate. Where the levels of a factor were reviewed at different times, the plain rates differ
although nothing else does; there the log-rank test, which compares them day by day, takes the place of the usual one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import scipy

from analysis.methods.evidence_cautions import ReviewedAtDifferentTimes
from analysis.methods.kaplan_meier import CumulativeIncidence, cumulative_incidence, log_rank
from analysis.results import place_among

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Sequence

    from analysis.counting.tallies import OneWay, Times
    from analysis.outcome_log.log import Factor, Level
    from analysis.outcome_log.periods import Period
    from analysis.results import Contrast, FactorResult, LevelRate, Rate

# With fewer still observed on the last day, the last breakouts move the estimate by more than a tenth each.
FEWEST_TO_THE_END = 10
# Levels with fewer treatments without a breakout say too little of when they were reviewed.
FEWEST_REVIEWS = 10
# Review times part notably where the mean days observed are a tenth of the window apart and that is no chance at the
# usual level. Our own: came breakouts as often on every day, the shorter time would miss a tenth of them.
APART_SHARE = 0.1
APART_P = 0.05
# A period has notably many unknown outcomes where their share is twice that of the others; our own.
NOTABLY_MORE = 2


@dataclass(frozen=True, kw_only=True)
class ReviewedEarly:
    """How many of the known outcomes are a "no" from before the end of the window, and what that does to the rate.

    Attributes
    ----------
    early, no_breakouts : int
        So many of the treatments without a breakout were not observed to the end of the window.
    window_days : int
    rate : Rate
        The plain rate, early ones included.
    cumulative : CumulativeIncidence or None
        None where fewer than `FEWEST_TO_THE_END` were observed to the end of the window.
    apart : tuple of Factor
        Factors whose levels were reviewed at different times.
    """

    early: int
    no_breakouts: int
    window_days: int
    rate: Rate
    cumulative: CumulativeIncidence | None
    apart: tuple[Factor, ...]


@dataclass(frozen=True)
class PeriodReviews:
    """How many `of` some treatments of the period from `start` on were reviewed early, or have an unknown outcome."""

    start: dt.date
    number: int
    of: int


@dataclass(frozen=True)
class Followed:
    """For how many of the days of the window treatments without a breakout of two periods were followed on average."""

    now: float
    before: float
    window_days: int


def reviewed_early(
    times: Times | None, rate: Rate | None, design_effect: float, factors: Iterable[FactorResult]
) -> ReviewedEarly | None:
    """Return what early reviews do to a rate; None where there is no early "no".

    Parameters
    ----------
    times : Times or None
        Not split; None where the log does not say how long treatments were observed.
    rate : Rate or None
        Of the same treatments.
    design_effect : float
        At least 1; of the rate.
    factors : iterable of FactorResult
    """
    if times is None or rate is None or not times.early.any():
        return None
    return ReviewedEarly(
        early=int(times.early.sum()),
        no_breakouts=int(times.censored.sum()),
        window_days=times.last_day,
        rate=rate,
        cumulative=_incidence(times.events[0], times.censored[0], design_effect),
        apart=tuple(
            each.factor for each in factors if any(isinstance(of, ReviewedAtDifferentTimes) for of in each.cautions)
        ),
    )


def reviewed_apart(times: Times, shown: OneWay) -> Times | None:
    """Return `times` by the levels shown of a factor; None where these were not reviewed at notably different times."""
    observed = times.grouped([place_among(shown.levels, level) for level in times.levels], shown.levels)
    return observed if are_apart(observed) else None


def are_apart(observed: Times, error: float = APART_P) -> bool:
    """Tell whether levels were reviewed at notably different times; by chance they are called so as often as `error`.

    Their days are compared by the log-rank test with the roles exchanged: an early "no" is the event, and a breakout
    ends what can be known of when the review would have been.

    References
    ----------
    Schemper M, Smith TL (1996) A note on quantifying follow-up in studies of failure time. Control Clin Trials
    17:343-346.
    """
    judged = observed.censored.sum(axis=1) >= FEWEST_REVIEWS
    days = _mean_days(observed)[judged]
    if len(days) < 2 or days.max() - days.min() < APART_SHARE * observed.last_day:  # noqa: PLR2004 - one level has nothing to differ from
        return False
    early, others = observed.censored[judged], observed.events[judged].copy()
    early[:, -1], others[:, -1] = 0, others[:, -1] + early[:, -1]
    return log_rank(early, others).p_value < error


def periods_reviewed_early(times: Times) -> tuple[PeriodReviews, ...]:
    """Return the periods that were reviewed notably earlier than all the others together.

    Parameters
    ----------
    times : Times
        By period; of so many, each is held to its share of the usual error (Bonferroni).
    """
    found = []
    for place, start in enumerate(times.levels):
        others = [int(each != place) for each in range(len(times.levels))]
        both = times.grouped(others, (start, None))
        own, of_others = _mean_days(both).tolist()
        if own < of_others and are_apart(both, APART_P / len(others)):
            found.append(PeriodReviews(start, int(times.early[place]), int(times.censored[place].sum())))
    return tuple(found)


def periods_not_known(starts: Sequence[dt.date], periods: Sequence[LevelRate]) -> tuple[PeriodReviews, ...]:
    """Return the last periods, as long as notably fewer of their outcomes are known than of the others'.

    Parameters
    ----------
    starts : sequence of date
        The first day of each period, in the order of time.
    periods : sequence of LevelRate

    Returns
    -------
    tuple of PeriodReviews
        Their unknown outcomes among all.
    """
    treatments, unknown = sum(each.treatments for each in periods), sum(each.unknown for each in periods)
    found: list[PeriodReviews] = []
    for start, each in zip(reversed(starts), reversed(periods), strict=True):
        others, of_others = treatments - each.treatments, unknown - each.unknown
        by_chance = float(scipy.stats.hypergeom.sf(each.unknown - 1, treatments, unknown, each.treatments))
        notable = others > 0 and each.unknown * others > NOTABLY_MORE * each.treatments * of_others
        if not notable or by_chance >= APART_P / len(periods):
            break
        found.append(PeriodReviews(start, each.unknown, each.treatments))
    return tuple(reversed(found))


def followed_apart(times: Times, now: Period, before: Period) -> Followed | None:
    """Return for how long two periods were followed; None where these were not reviewed at notably different times.

    Parameters
    ----------
    times : Times
        By day of treatment.
    now, before : pair of date
        First and last day of each, both included.
    """
    places = [
        next((at for at, (first, last) in enumerate((now, before)) if day is not None and first <= day <= last), -1)
        for day in times.levels
    ]
    observed = times.grouped(places, ("now", "before"))
    if not are_apart(observed):
        return None
    in_one, in_other = _mean_days(observed).tolist()
    return Followed(in_one, in_other, times.last_day)


def different_times(factor: Factor, times: Times, contrast: Contrast | None) -> ReviewedAtDifferentTimes:
    """Return the caution of a factor whose levels were reviewed at different times.

    Parameters
    ----------
    factor : Factor
    times : Times
        By the levels shown.
    contrast : Contrast or None
        Its rates have the design effects of the levels compared.
    """
    days, judged = _mean_days(times), np.flatnonzero(times.censored.sum(axis=1) >= FEWEST_REVIEWS)
    first, last = judged[days[judged].argmin()], judged[days[judged].argmax()]
    rates: tuple[tuple[Level, Rate], ...] = ()
    if contrast is not None:
        rates = (contrast.level, contrast.comparison.first), (contrast.reference, contrast.comparison.second)
    return ReviewedAtDifferentTimes(
        factor=factor,
        window_days=times.last_day,
        earliest=times.levels[first],
        earliest_days=float(days[first]),
        latest=times.levels[last],
        latest_days=float(days[last]),
        compared=tuple((level, _of_level(times, level, rate.design_effect)) for level, rate in rates),
    )


def _of_level(times: Times, level: Level, design_effect: float) -> CumulativeIncidence | None:
    place = times.levels.index(level)
    return _incidence(times.events[place], times.censored[place], max(design_effect, 1.0))


def _incidence(events: np.ndarray, censored: np.ndarray, design_effect: float) -> CumulativeIncidence | None:
    found = cumulative_incidence(events, censored, design_effect)
    return found if found is not None and found.to_the_end >= FEWEST_TO_THE_END else None


def _mean_days(times: Times) -> np.ndarray:
    """Return for how many days of the window the treatments of each level without a breakout were observed."""
    without = times.censored.sum(axis=1)
    days: np.ndarray = times.censored @ np.arange(times.last_day + 1) / np.maximum(without, 1)
    return days
