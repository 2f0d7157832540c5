"""The p-chart: rates of periods within limits that follow their size, wider where rates vary more than by chance."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Literal, cast

import numpy as np

from analysis.methods.control_chart import rules
from analysis.methods.unusual import FEWEST_EXPECTED
from analysis.outcome_log.chart_settings import NOTHING_SET
from analysis.outcome_log.periods import period_end

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Sequence

    from analysis.methods.control_chart.rules import Rule
    from analysis.outcome_log.chart_settings import ChartSettings
    from analysis.outcome_log.periods import By, Period
    from analysis.results import LevelRate

Side = Literal["above", "below"]

# A point is drawn from one expected breakout on and judged as a lot is (Provost & Murray 2011): fewer treatments than
# 1 / rate show hardly more than 0 or 100 %, fewer than 4 / rate have limits that no rate could leave below. Where
# breakouts are the rule, those without one are counted.
FEWEST_TO_SHOW = 1
# With fewer points limits are a first guess, "trial limits" (Making Data Count).
ENOUGH_POINTS = 13
# From the mean of moving ranges to a standard deviation; a range larger than so many times the mean is left out.
RANGE_TO_SD, LARGEST_RANGE = 1.128, 3.267
# The variance of such a standard deviation, times the number of points (Cryer & Ryan 1990).
SD_VARIANCE = 0.8264
# Of charts that vary by chance alone so many per 100 are taken for ones that vary more: 5 (one-sided).
OVERDISPERSED_Z = 1.645


@dataclass(frozen=True)
class Signal:
    """One rule that a point breaks, and on which side: `above` is more breakouts."""

    rule: Rule
    side: Side


@dataclass(frozen=True, kw_only=True)
class Phase:
    """A stretch of time with limits of its own.

    Attributes
    ----------
    start : date
        The first day of its first period.
    centre : float
        The rate of all the treatments that fix the limits.
    runs_centre : float
        The same without the periods beyond three standard deviations: what runs on one side are judged by, so that one
        very bad month does not make all others look low.
    dispersion : float
        How many times as wide as by chance alone the limits are, at least 1.
    points : int
        How many periods fix the limits.
    is_overdispersed : bool
        Whether the rates vary more than chance and clients who came back explain.
    """

    start: dt.date
    centre: float
    runs_centre: float
    dispersion: float
    points: int
    is_overdispersed: bool

    @property
    def is_trial(self) -> bool:
        """Whether the limits rest on so few periods that they are a first guess."""
        return self.points < ENOUGH_POINTS

    def width(self, known: int) -> float:
        """Return the standard deviation of the rate of so many treatments."""
        return self.dispersion * math.sqrt(self.centre * (1 - self.centre) / known)


@dataclass(frozen=True, kw_only=True)
class ChartPoint:
    """A period on a control chart.

    Attributes
    ----------
    observed : LevelRate
        Its level is the first day.
    end : date
        The last day.
    phase : Phase or None
        Whose limits it has; None where they cannot be worked out.
    lower, upper : float or None
        The limits, as shares; None where there are none.
    is_shown, is_judged : bool
        Whether it has enough treatments to be drawn, and to be judged.
    set_aside : str or None
        Why it is left out of limits and rules.
    signals : tuple of Signal
    """

    observed: LevelRate
    end: dt.date
    phase: Phase | None
    lower: float | None
    upper: float | None
    is_shown: bool
    is_judged: bool
    set_aside: str | None = None
    signals: tuple[Signal, ...] = ()

    @property
    def start(self) -> dt.date:
        """The first day."""
        return cast("dt.date", self.observed.level)

    @property
    def side(self) -> Side | None:
        """Whether it is a signal of more or of fewer breakouts, by the first rule that it breaks; None if by none."""
        return self.signals[0].side if self.signals else None

    @property
    def is_beyond(self) -> bool:
        """Whether it lies outside its limits."""
        return any(each.rule == rules.BEYOND for each in self.signals)

    def overlaps(self, chosen: Period | None) -> bool:
        """Tell whether a chosen period has any day of it; where none is chosen, all are."""
        return chosen is None or (self.start <= chosen[1] and chosen[0] <= self.end)


@dataclass(frozen=True, kw_only=True)
class ControlChart:
    """Rates of periods with their limits and signals.

    Attributes
    ----------
    by : By
    points : tuple of ChartPoint
        Every period from the first to the last, those without treatments included.
    phases : tuple of Phase
        Those that have any treatment with a known outcome.
    """

    by: By
    points: tuple[ChartPoint, ...]
    phases: tuple[Phase, ...]

    @property
    def kind(self) -> Literal["p", "p'"]:
        """Whether any limits are widened for overdispersion (Laney's p′)."""
        return "p'" if any(each.is_overdispersed for each in self.phases) else "p"

    @property
    def judged(self) -> tuple[ChartPoint, ...]:
        """The periods that rules were applied to."""
        return tuple(each for each in self.points if each.is_judged and each.set_aside is None)

    @property
    def beyond(self) -> tuple[ChartPoint, ...]:
        """The periods outside their limits, the furthest first."""
        return tuple(sorted((each for each in self.points if each.is_beyond), key=_nearness))

    @property
    def can_be_shown(self) -> bool:
        """Whether any period is large enough to be shown."""
        return any(each.is_shown for each in self.points)

    @property
    def can_be_judged(self) -> bool:
        """Whether at least half of the periods with a known outcome are large enough to be judged."""
        known = [each for each in self.points if each.observed.known]
        return 2 * sum(each.is_judged for each in known) >= len(known) > 0


def _nearness(point: ChartPoint) -> float:
    if point.phase is None or point.observed.rate is None:
        return 0.0
    return -abs(point.observed.rate.value - point.phase.centre) / point.phase.width(point.observed.known)


def control_chart(
    periods: Sequence[LevelRate], by: By, settings: ChartSettings = NOTHING_SET, design_effect: float = 1.0
) -> ControlChart:
    """Return the control chart of the rates of some periods.

    The centre is the rate of all treatments that fix the limits; these lie three standard deviations beside it, that of
    a binomial rate times the root of the design effect. They are widened after Laney where the moving ranges of the
    standardised rates give a standard deviation beyond 1 by more than chance allows: 1.645 times its standard error.

    Parameters
    ----------
    periods : sequence of LevelRate
        All of them, in the order of time.
    by : By
    settings : ChartSettings
    design_effect : float
        At least 1; above it the limits are wider, because clients came back.

    References
    ----------
    Montgomery DC (2013) Introduction to statistical quality control, 7th edition, section 7.2. Laney DB (2002) Improved
    control charts for attributes. Qual Eng 14:531-537. Nelson LS (1982) Control charts for individual measurements. J
    Qual Technol 14:172-173. Cryer JD, Ryan TP (1990) The estimation of sigma for an X chart. J Qual Technol 22:187-192.
    """
    phases, points = [], []
    for of_phase in _divided(periods, settings):
        phase = _phase(of_phase, by, settings, design_effect)
        points += _with_signals([_point(each, by, phase, settings) for each in of_phase])
        if phase is not None:
            phases.append(phase)
    return ControlChart(by=by, points=tuple(points), phases=tuple(phases))


def _divided(periods: Sequence[LevelRate], settings: ChartSettings) -> Iterator[Sequence[LevelRate]]:
    """Yield the periods of each phase: a period belongs to the one that has begun by its first day."""
    starts = [cast("dt.date", each.level) for each in periods]
    places = {sum(start < day for start in starts) for day in settings.rebased_on}
    for first, last in pairwise([0, *sorted(places - {0, len(periods)}), len(periods)]):
        if first < last:
            yield periods[first:last]


def _phase(periods: Sequence[LevelRate], by: By, settings: ChartSettings, design_effect: float) -> Phase | None:
    fixing = [each for each in periods if each.known and _fixes(each, by, settings, periods)]
    if not fixing:
        return None
    breakouts = np.array([each.breakouts for each in fixing], dtype=float)
    known = np.array([each.known for each in fixing], dtype=float)
    centre = float(breakouts.sum() / known.sum())
    z = standardised(breakouts, known, centre, math.sqrt(design_effect))
    is_overdispersed = settings.widens and _varies_more_than_chance(z)
    dispersion = math.sqrt(design_effect) * (spread_of_ranges(z) if is_overdispersed else 1.0)
    inside = np.abs(z) <= rules.OUTER * dispersion / math.sqrt(design_effect) + rules.SAME
    return Phase(
        start=cast("dt.date", periods[0].level),
        centre=centre,
        runs_centre=float(breakouts[inside].sum() / known[inside].sum()) if inside.any() else centre,
        dispersion=dispersion,
        points=len(fixing),
        is_overdispersed=is_overdispersed,
    )


def _fixes(period: LevelRate, by: By, settings: ChartSettings, periods: Sequence[LevelRate]) -> bool:
    """Tell whether a period counts for the limits of its phase: where a baseline lies in it, only that does."""
    start = cast("dt.date", period.level)
    if settings.reason_for(start, period_end(start, by)) is not None:
        return False
    if settings.baseline is None or not any(_is_in(settings.baseline, each, by) for each in periods):
        return True
    return _is_in(settings.baseline, period, by)


def _is_in(baseline: Period, period: LevelRate, by: By) -> bool:
    """Tell whether any day of a period with a known outcome is one of the baseline."""
    start = cast("dt.date", period.level)
    return period.known > 0 and baseline[0] <= period_end(start, by) and start <= baseline[1]


def standardised(breakouts: np.ndarray, known: np.ndarray, centre: float, dispersion: float) -> np.ndarray:
    """Return how many standard deviations each rate lies from the centre; zeros where nothing varies."""
    if centre in {0, 1}:
        return np.zeros(len(known))
    z: np.ndarray = (breakouts / known - centre) / (dispersion * np.sqrt(centre * (1 - centre) / known))
    return z


def spread_of_ranges(z: np.ndarray) -> float:
    """Return the standard deviation of standardised rates by their moving ranges, without ranges that are too large."""
    ranges = np.abs(np.diff(z))
    if not ranges.any():
        return 0.0
    ranges = ranges[ranges < LARGEST_RANGE * ranges.mean()]
    return float(ranges.mean() / RANGE_TO_SD)


def _varies_more_than_chance(z: np.ndarray) -> bool:
    allowed = 1 + OVERDISPERSED_Z * math.sqrt(SD_VARIANCE / max(len(z), 1))
    return len(z) >= ENOUGH_POINTS and spread_of_ranges(z) > allowed


def _point(period: LevelRate, by: By, phase: Phase | None, settings: ChartSettings) -> ChartPoint:
    start = cast("dt.date", period.level)
    end = period_end(start, by)
    reason = settings.reason_for(start, end)
    if phase is None or not period.known:
        return ChartPoint(
            observed=period, end=end, phase=phase, lower=None, upper=None,
            is_shown=period.known > 0, is_judged=False, set_aside=reason,
        )  # fmt: skip
    expected = period.known * min(phase.centre, 1 - phase.centre)
    reach = rules.OUTER * phase.width(period.known)
    return ChartPoint(
        observed=period,
        end=end,
        phase=phase,
        lower=max(phase.centre - reach, 0.0),
        upper=min(phase.centre + reach, 1.0),
        # Where all outcomes are the same nothing is expected, and every rate is that one.
        is_shown=expected >= FEWEST_TO_SHOW - rules.SAME or phase.centre in {0, 1},
        is_judged=expected >= FEWEST_EXPECTED - rules.SAME,
        set_aside=reason,
    )


def _with_signals(points: Sequence[ChartPoint]) -> list[ChartPoint]:
    """Apply the rules to the points of one phase that can be judged, whatever lies between them."""
    places = [place for place, each in enumerate(points) if each.is_judged and each.set_aside is None]
    phase = next((points[place].phase for place in places), None)
    if phase is None:
        return list(points)
    breakouts, known = (
        np.array([getattr(points[place].observed, name) for place in places], dtype=float)
        for name in ("breakouts", "known")
    )
    z = standardised(breakouts, known, phase.centre, phase.dispersion)
    # Without the months far outside, which count as signals anyway.
    of_runs = z + (phase.centre - phase.runs_centre) / np.array([phase.width(int(each)) for each in known])
    marks = {
        rules.BEYOND: rules.beyond_limits(z),
        rules.SHIFT: rules.run_on_one_side(of_runs),
        rules.TREND: rules.run_in_one_direction(breakouts / known),
        rules.TWO_OF_THREE: rules.two_of_three(of_runs),
    }
    found = list(points)
    for place, point in enumerate(places):
        signals = [
            Signal(rule, "above" if marked[place] > 0 else "below") for rule, marked in marks.items() if marked[place]
        ]
        found[point] = replace(found[point], signals=tuple(signals))
    return found
