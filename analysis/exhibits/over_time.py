"""The rate month by month, what is unusual, and how the last month and the last year compare with earlier ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from analysis.exhibits.exhibit import Exhibit
from analysis.exhibits.rates_table import rates_table
from analysis.figures.over_time import over_time_figure
from analysis.wording.descriptions import describe_months
from analysis.wording.numbers import file_stem
from analysis.wording.outcomes import rate_name
from analysis.wording.rates import how_over_time, month_change, year_change
from analysis.wording.unusual import how_judged, unusual

if TYPE_CHECKING:
    from analysis.outcome_log.outcomes import Counted
    from analysis.questions.at_a_glance import AtAGlance
    from analysis.questions.over_time import OverTime

USUAL_FROM, USUAL_TO, UNUSUAL = "Usual from", "Usual to", "Unusual"


def over_time_exhibit(found: AtAGlance, counted: Counted) -> Exhibit:
    """Return the rate of each month; `found` has at least one."""
    over_time = found.over_time
    return Exhibit(
        stem=file_stem(rate_name(counted), "by month"),
        heading=f"{rate_name(counted)} by month",
        finding=unusual(over_time, counted),
        figure=over_time_figure(over_time.months, counted, over_time.judged_months, over_time.chosen),
        alt=describe_months(over_time.months, counted),
        numbers=_months_table(over_time, counted),
        only_in_files=(USUAL_FROM, USUAL_TO),
        details=(month_change(over_time, counted), year_change(over_time, counted)),
        how=(*how_over_time(), *how_judged(over_time, counted)),
    )


def _months_table(found: OverTime, counted: Counted) -> pd.DataFrame:
    """Return the rates of the months, and between which numbers of breakouts each would be usual."""
    limits = [each.limits for each in found.judged_months]
    table = rates_table(found.months, "Month", counted)
    table[USUAL_FROM] = pd.array([each.lower if each else None for each in limits], dtype="Int64")
    table[USUAL_TO] = pd.array([each.upper if each else None for each in limits], dtype="Int64")
    table[UNUSUAL] = [each.signal or "" for each in found.judged_months]
    return table
