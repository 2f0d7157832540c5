"""Words about periods and cartridge lots that are unusual."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.methods.unusual import FEWEST_EXPECTED, LIMITS_LEVEL
from analysis.wording.numbers import agreeing, confidence, count, level_name, quantity
from analysis.wording.outcomes import events
from analysis.wording.rates import n_of_n_broke_out
from analysis.wording.trend import not_judged, trend_verdict

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from analysis.methods.unusual import Judged
    from analysis.outcome_log.outcomes import Counted
    from analysis.questions.over_time import OverTime

# As many as a manager reads at a glance; the chart and the table have them all.
MOST_NAMED = 3
CARTRIDGE_LOT = "cartridge lot"


def unusual(found: OverTime, counted: Counted) -> str:
    """Say whether the rate has been steady, and which periods and cartridge lots are unusual; empty without either."""
    lots = found.judged_lots or ()
    there = [*([found.trend.chart.by] if found.trend else []), *([CARTRIDGE_LOT] if lots else [])]
    judged_periods = found.trend is not None and bool(found.trend.chart.judged)
    if there and not judged_periods and not any(each.limits for each in lots):
        of = found.trend.chart.points if found.trend is not None else lots
        return not_judged([each.observed for each in of], " or ".join(there), counted)
    trend = trend_verdict(found.trend, counted) if found.trend is not None else ""
    return " ".join(filter(None, (trend, unusual_lots(found, counted))))


def unusual_lots(found: OverTime, counted: Counted) -> str:
    """Say which cartridge lots of the chosen period are unusual, or that none is; empty where there are none."""
    lots = found.judged_lots or ()
    if not lots:
        return ""
    if not any(each.limits for each in lots):
        return f"The {CARTRIDGE_LOT}s are too small to judge yet."
    if outside := [each for each in lots if each.signal]:
        return " ".join(_unusual_ones(outside, counted))
    return f"No {CARTRIDGE_LOT}{_where(found)} was unusual."


def _where(found: OverTime) -> str:
    return " of the chosen period" if found.chosen is not None else ""


def _unusual_ones(outside: Sequence[Judged], counted: Counted) -> Iterator[str]:
    furthest = sorted(outside, key=lambda each: -abs(each.beyond))
    for each in furthest[:MOST_NAMED]:
        if each.limits is not None and each.observed.rate is not None:
            limit = f"up to {each.limits.upper:,}" if each.signal == "above" else f"at least {each.limits.lower:,}"
            broken_out = n_of_n_broke_out(each.observed.rate, counted)
            lot = f"{CARTRIDGE_LOT.capitalize()} {level_name(each.observed.level)}"
            yield f"{lot} was unusual: {broken_out}, where {limit} would be usual."
    more = len(outside) - MOST_NAMED
    if more > 0:
        yield f"{quantity(more, f'more {CARTRIDGE_LOT}')} {agreeing(more, 'was', 'were')} unusual."


def how_judged(found: OverTime, counted: Counted) -> tuple[str, ...]:
    """Say how cartridge lots are judged, a sentence each; nothing where there are none."""
    judged = found.judged_lots or ()
    if not judged:
        return ()
    too_small = sum(each.limits is None for each in judged)
    not_judged = (
        f" {count(too_small)} of {count(len(judged))} {agreeing(too_small, 'is', 'are')} too small for that."
        if too_small
        else ""
    )
    level = confidence(LIMITS_LEVEL)
    return (
        f"Unusual lots: outside exact {level} limits (beta-binomial; Spiegelhalter 2005) around all others’ rate.",
        "These limits are wider where clients came back and where the others are few.",
        f"Many lots are compared at once: with {level} limits, about 1 of 500 looks unusual by chance.",
        f"A lot is judged if at least {events(FEWEST_EXPECTED, counted)} would be usual in it.{not_judged}",
    )
