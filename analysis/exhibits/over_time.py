"""The rate month by month, and its change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.exhibits.exhibit import Exhibit
from analysis.exhibits.rates_table import rates_table
from analysis.figures.over_time import over_time_figure
from analysis.wording.descriptions import describe_months
from analysis.wording.numbers import file_stem
from analysis.wording.outcomes import rate_name
from analysis.wording.rates import change

if TYPE_CHECKING:
    from analysis.outcome_log.outcomes import Counted
    from analysis.questions.at_a_glance import AtAGlance


def over_time_exhibit(found: AtAGlance, counted: Counted) -> Exhibit:
    """Return the rate of each month; `found` has at least one."""
    return Exhibit(
        stem=file_stem(rate_name(counted), "by month"),
        heading="Over time",
        finding=change(found.change, counted),
        figure=over_time_figure(found.months, counted),
        alt=describe_months(found.months, counted),
        numbers=rates_table(found.months, "Month", counted),
    )
