"""The control chart of Home and of the report, with how the last month and the last year compare with earlier ones."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from analysis.exhibits.trend import trend_exhibit
from analysis.figures.trend import HEIGHT
from analysis.wording.rates import how_over_time, month_change, year_change
from analysis.wording.unusual import how_judged, unusual

if TYPE_CHECKING:
    from analysis.exhibits.exhibit import Exhibit
    from analysis.outcome_log.outcomes import Counted
    from analysis.questions.at_a_glance import AtAGlance
    from analysis.questions.over_time import OverTime
    from analysis.questions.trend import Trend


def over_time_exhibit(found: AtAGlance, counted: Counted, height: int = HEIGHT) -> Exhibit | None:
    """Return the rate over time; None where nothing has a date, and where clients are counted once each."""
    trend = found.over_time.trend
    return None if trend is None else charted_over_time(found.over_time, trend, counted, height)


def charted_over_time(over_time: OverTime, trend: Trend, counted: Counted, height: int = HEIGHT) -> Exhibit:
    """Return the same where there is a chart."""
    charted = trend_exhibit(trend, counted, height, has_key=False)
    return replace(
        charted,
        finding=unusual(over_time, counted),
        details=tuple(dict.fromkeys((month_change(over_time, counted), year_change(over_time, counted)))),
        how=(*charted.how, *how_over_time(), *how_judged(over_time, counted)),
    )
