"""Early warnings: everything in a log that has become worse than chance explains, each with its day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from analysis.methods.control_chart import rules
from analysis.methods.control_chart.reading import episodes
from analysis.methods.design_effect import rate_design_effect
from analysis.methods.over_time import by_period
from analysis.methods.rate import level_rates
from analysis.methods.rise import risen_months
from analysis.methods.unusual import judged
from analysis.outcome_log.chart_settings import NOTHING_SET
from analysis.outcome_log.codebook import YES, load
from analysis.outcome_log.log import SEVERE, SEVERITY
from analysis.outcome_log.outcomes import Counted, Outcome
from analysis.outcome_log.periods import month_end
from analysis.questions.cusum import cusum
from analysis.questions.over_time import LOT
from analysis.questions.teams import FIRST_UNITS, WHO_TREAT, teams
from analysis.questions.trend import trend
from analysis.questions.usage import usage

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from analysis.counting.counts import Counts
    from analysis.methods.control_chart.cusum import UnitScore
    from analysis.methods.control_chart.p_chart import ChartPoint
    from analysis.methods.control_chart.reading import Episode
    from analysis.methods.funnel import FunnelUnit
    from analysis.methods.rise import Rise
    from analysis.methods.unusual import Judged
    from analysis.outcome_log.chart_settings import ChartSettings
    from analysis.questions.cusum import Cusum
    from analysis.questions.teams import Teams
    from analysis.questions.trend import Trend

# A month in the key of a warning.
MONTH = "%Y-%m"


@dataclass(frozen=True)
class PeriodWarning:
    """A month beyond its limits."""

    point: ChartPoint
    trend: Trend


@dataclass(frozen=True)
class RunWarning:
    """Several months in a row that are a signal together."""

    run: Episode
    trend: Trend


@dataclass(frozen=True)
class LotWarning:
    """A cartridge lot above its outer limits."""

    lot: Judged


@dataclass(frozen=True)
class UnitWarning:
    """A practitioner, a clinic or a device above the outer limits of the funnel."""

    unit: FunnelUnit
    among: Teams


@dataclass(frozen=True)
class ReactionWarning:
    """A month with more severe breakouts, or of a warning sign, than the others suggest."""

    outcome: Outcome
    rise: Rise


@dataclass(frozen=True)
class CusumWarning:
    """An alarm of the CUSUM of a clinic."""

    score: UnitScore
    among: Cusum


About = PeriodWarning | RunWarning | LotWarning | UnitWarning | ReactionWarning | CusumWarning


@dataclass(frozen=True, kw_only=True)
class EarlyWarning:
    """Something that has become worse.

    Attributes
    ----------
    key : str
        What tells it from any other warning; the same signal has the same key in a later version of the log.
    on : date or None
        The last day that it rests on; None where the log has no dates.
    about : PeriodWarning, RunWarning, LotWarning, UnitWarning, ReactionWarning or CusumWarning
    """

    key: str
    on: dt.date | None
    about: About


def early_warnings(counts: Counts, settings: ChartSettings = NOTHING_SET) -> tuple[EarlyWarning, ...]:
    """Return what has become worse, the latest first.

    Fewer breakouts than usual are no warning: the chart over time and the funnels show them.

    Parameters
    ----------
    counts : Counts
        Of each treatment: where clients are counted once each there are none.
    settings : ChartSettings
        What the manager set on the chart over time.
    """
    if counts.counted.unit == "clients":
        return ()
    found = [
        *_of_trend(counts, settings),
        *_of_lots(counts),
        *_of_units(counts),
        *_of_reactions(counts, settings),
        *_of_cusum(counts, settings),
    ]
    undated = [each for each in found if each.on is None]
    dated = [(each.on, each) for each in found if each.on is not None]
    return (*(each for _, each in sorted(dated, key=lambda pair: pair[0], reverse=True)), *undated)


def _of_trend(counts: Counts, settings: ChartSettings) -> Iterator[EarlyWarning]:
    """Yield the months beyond their upper limits, and the runs that none of these explains."""
    found, last = trend(counts, settings=settings), _last_day(counts)
    if found is None or last is None:
        return
    by, named = found.chart.by, set()
    for point in found.chart.beyond:
        if point.side == "above":
            named.add(point.start)
            about = PeriodWarning(point, found)
            yield EarlyWarning(key=_key(by, point.start), on=min(point.end, last), about=about)
    for run in episodes(found.chart):
        starts = {each.start for each in run.points}
        is_explained = starts <= named or (run.rule == rules.TWO_OF_THREE and starts & named)
        if run.side == "above" and not is_explained:
            named |= starts
            first, end = run.points[0].start, run.points[-1].end
            yield EarlyWarning(key=_key(run.rule, "from", first), on=min(end, last), about=RunWarning(run, found))


def _of_lots(counts: Counts) -> Iterator[EarlyWarning]:
    """Yield the cartridge lots above their limits; one that is used in a later month is a new warning."""
    if not counts.has(LOT):
        return
    design_effect = rate_design_effect(counts.by_client())
    for each in judged(level_rates(counts.by(LOT).answered, design_effect), design_effect):
        if each.signal == "above":
            period = usage(counts, LOT, each.observed.level).period
            last = period[1] if period is not None else None
            when = () if last is None else ("in", last.strftime(MONTH))
            yield EarlyWarning(key=_key("lot", each.observed.level, *when), on=last, about=LotWarning(each))


def _of_units(counts: Counts) -> Iterator[EarlyWarning]:
    """Yield the practitioners, clinics and devices above the outer limits, those who treat after adjusting."""
    there = {each.name for each in counts.factors}
    for name in FIRST_UNITS:
        if name == LOT or name not in there:
            continue
        found = teams(counts, name, adjusted=name in WHO_TREAT)
        for each in found.funnel.beyond if found is not None else ():
            if each.side == "above" and found is not None:
                key = _key(name, each.observed.level)
                yield EarlyWarning(key=key, on=_last_day(counts), about=UnitWarning(each, found))


def _of_reactions(counts: Counts, settings: ChartSettings) -> Iterator[EarlyWarning]:
    """Yield the months with more severe breakouts, or of a warning sign, than the others suggest."""
    last = _last_day(counts)
    if last is None:
        return
    for outcome in _reactions(counts):
        of = counts.of(Counted(outcome, counts.counted.unit))
        by_day = of.by_day()
        months = by_period(by_day.where([settings.reason_for(day, day) is None for day in by_day.levels]), "month")
        for rise in risen_months(months, rate_design_effect(of.by_client())):
            month = cast("dt.date", rise.observed.level)
            key = _key(outcome.name, month)
            yield EarlyWarning(key=key, on=min(month_end(month), last), about=ReactionWarning(outcome, rise))


def _reactions(counts: Counts) -> Iterator[Outcome]:
    """Yield severe breakouts and the warning signs that the log has."""
    if counts.has(SEVERITY):
        yield Outcome(SEVERITY, (SEVERE,), "Severe breakouts")
    for name in load().warning_signs:
        if counts.has(name):
            yield Outcome(name, (YES,), load()[name].title)


def _of_cusum(counts: Counts, settings: ChartSettings) -> Iterator[EarlyWarning]:
    """Yield the alarms of each clinic: of several in one month the first, as the day may shift with later outcomes."""
    found = cusum(counts, settings, adjusted=True)
    for score in found.scores if found is not None else ():
        months = {day.strftime(MONTH): day for day in reversed(score.signals)}
        for month, day in months.items():
            if found is not None:
                key = _key("cusum", score.level, month)
                yield EarlyWarning(key=key, on=day, about=CusumWarning(score, found))


def _key(*parts: object) -> str:
    return " ".join(map(str, parts))


def _last_day(counts: Counts) -> dt.date | None:
    return counts.period[1] if counts.period is not None else None
