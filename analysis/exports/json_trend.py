"""The rate over time as plain data, for the command line's JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from analysis.wording.gaps import gaps_verdict
from analysis.wording.trend import trend_verdict

if TYPE_CHECKING:
    from analysis.methods.control_chart.g_chart import GChart
    from analysis.outcome_log.outcomes import Counted
    from analysis.questions.trend import Trend


def trend_as_data(found: Trend, counted: Counted) -> dict[str, Any]:
    """Return a control chart; rates and limits are shares, and those of the newest limits stand first."""
    chart = found.chart
    return {
        "by": chart.by,
        "chart": chart.kind,
        "centre": chart.phases[-1].centre if chart.phases else None,
        "periods": [
            {
                "start": each.start.isoformat(),
                "treatments": each.observed.treatments,
                "breakouts": each.observed.breakouts,
                "rate": each.observed.rate.value if each.observed.rate else None,
                "lower_limit": each.lower,
                "upper_limit": each.upper,
                "signals": [signal.rule for signal in each.signals],
            }
            for each in chart.points
        ],
        "verdict": trend_verdict(found, counted),
    }


def gaps_as_data(found: GChart, counted: Counted) -> dict[str, Any]:
    """Return the treatments between breakouts; `start` is the day of the breakout that ends a gap."""
    return {
        "by": "breakout",
        "chart": "g",
        "centre": found.centre,
        "periods": [
            {
                "start": each.day.isoformat(),
                "treatments": each.treatments,
                "breakouts": 1,
                "rate": None,
                "lower_limit": 0.0,
                "upper_limit": found.upper,
                "signals": list(each.signals),
            }
            for each in found.gaps
        ],
        "verdict": gaps_verdict(found, counted),
    }
