"""What a manager can do next, after the findings of a report: who to call, what to look into, what to change first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.questions.adjusted import Adjusted
from analysis.wording.avoidable import target
from analysis.wording.numbers import agreeing, all_of, count, level_name, percent
from analysis.wording.outcomes import linked_to, unit, units
from analysis.wording.trend import period_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from analysis.methods.control_chart.p_chart import ChartPoint
    from analysis.outcome_log.outcomes import Counted
    from analysis.questions.adjusted import Refusal
    from analysis.questions.at_a_glance import AtAGlance

# As many as a meeting decides on; a report has the rest.
MOST_LOTS = 3
# Further back than this, what was unusual is history: a quarter, as boards look back.
RECENT_PERIODS = 3


def not_followed_up(found: AtAGlance, counted: Counted) -> str:
    """Say how many outcomes are unknown, of all treatments and of the last full month."""
    total = found.total
    if not total.treatments:
        return f"There is no {unit(counted)} to count."
    if not total.unknown:
        return "Every outcome is known."
    share = percent(total.unknown / total.treatments)
    text = f"Outcome unknown: {count(total.unknown)} of {units(total.treatments, counted)} ({share})"
    last = _last_full_month(found)
    if last is None or not last.observed.treatments:
        return f"{text}."
    of_month = f"{count(last.observed.unknown)} of {count(last.observed.treatments)}"
    return f"{text}; in {period_name(last.start, 'month')}, {of_month}."


def next_steps(found: AtAGlance, together: Adjusted | Refusal | None, counted: Counted) -> tuple[str, ...]:
    """Return what to do next, the most urgent first: at most one sentence each on calls, lots, periods and a change."""
    steps = (*_calls(found, counted), *_lots(found), *_periods(found), *_change(together, counted))
    if steps:
        return steps
    if not _is_judged(found):
        return ("Keep recording every outcome: too few are known yet to judge what is unusual.",)
    return ("Nothing unusual needs a closer look. Keep recording every outcome.",)


def _is_judged(found: AtAGlance) -> bool:
    trend, lots = found.over_time.trend, found.over_time.judged_lots or ()
    return (trend is not None and bool(trend.chart.judged)) or any(each.limits for each in lots)


def _calls(found: AtAGlance, counted: Counted) -> Iterator[str]:
    if found.total.unknown and counted.unit != "clients":
        yield "Ask the clients whose outcome is unknown: the page Follow up lists who to call, the most urgent first."


def _lots(found: AtAGlance) -> Iterator[str]:
    above = [each for each in found.over_time.judged_lots or () if each.signal == "above"]
    if above:
        worst = sorted(above, key=lambda each: -each.beyond)[:MOST_LOTS]
        names = all_of([f"“{level_name(each.observed.level)}”" for each in worst])
        lots = agreeing(len(worst), "cartridge lot", "cartridge lots")
        yield f"Check what is left of {lots} {names}, and ask the supplier."


def _periods(found: AtAGlance) -> Iterator[str]:
    trend = found.over_time.trend
    if trend is None:
        return
    recent = [each for each in trend.chart.judged[-RECENT_PERIODS:] if each.is_beyond]
    for each in recent[-1:]:
        yield f"See on the page Trend what was different in {period_name(each.start, trend.chart.by)}."


def _change(together: Adjusted | Refusal | None, counted: Counted) -> Iterator[str]:
    linked = [each for each in together.avoidable if each.is_linked] if isinstance(together, Adjusted) else []
    for each in linked[:1]:
        yield (
            f"Aim for {target(each)} in {each.factor.title}: of what can be changed and is {linked_to(counted)}, "
            "it could prevent the most."
        )


def _last_full_month(found: AtAGlance) -> ChartPoint | None:
    over_time = found.over_time
    if over_time.trend is None or over_time.full_months is None or over_time.trend.chart.by != "month":
        return None
    return next((each for each in over_time.trend.chart.points if each.start == over_time.full_months.last), None)
