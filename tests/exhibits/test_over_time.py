"""One month has one rate and one interval: in the chart's hover, in the table, in the change and in the first tile."""

from __future__ import annotations

import datetime as dt

import pytest

from analysis.counting.in_memory import InMemory
from analysis.exhibits.over_time import over_time_exhibit
from analysis.outcome_log.filters import Filters
from analysis.questions.at_a_glance import at_a_glance
from analysis.wording.rates import interval, n_of_n
from tests.figures.drawn import as_plotly
from tests.logs import log_of
from tests.tallies import BREAKOUTS


def treated(month: int, day: int) -> str:
    """Return a row: nine clients come again and again, and one of them breaks out every time."""
    outcome = "yes" if (day + month) % 6 == 0 or day % 9 == 4 else "no"
    return f"c{day % 9},{2024 + month // 12}-{month % 12 + 1:02}-{day:02},{outcome}"


ROWS = "\n".join(treated(month, day) for month in range(14) for day in range(1, 29))
LOG = log_of(f"client_id,treatment_date,breakout\n{ROWS}")


@pytest.mark.parametrize("month", [5, 13])
def test_a_month_has_one_interval(month: int) -> None:
    first = dt.date(2024 + month // 12, month % 12 + 1, 1)
    chosen = at_a_glance(InMemory(LOG, Filters(first, first.replace(day=28))))
    exhibit = over_time_exhibit(chosen, BREAKOUTS)
    rate = chosen.total.rate
    assert rate.design_effect > 1
    (rates,) = as_plotly(exhibit.figure).select_traces({"mode": "lines+markers"})
    hover, row = rates.hovertext[month], exhibit.numbers.iloc[month]
    assert n_of_n(rate) in hover
    assert interval(rate.interval) in hover
    assert (row["95% CI from, %"], row["95% CI to, %"]) == pytest.approx(
        (100 * rate.interval.low, 100 * rate.interval.high)
    )
    if month == len(exhibit.numbers) - 1:
        assert chosen.over_time.month_change.current.rate == rate


def test_the_table_says_what_would_be_expected() -> None:
    exhibit = over_time_exhibit(at_a_glance(InMemory(LOG)), BREAKOUTS)
    assert {"Expected from, %", "Expected to, %", "Unusual"} <= {*exhibit.table.columns}
    assert "Set aside" not in exhibit.table.columns
    assert (exhibit.numbers["Expected from, %"] <= exhibit.numbers["Rate, %"]).all()
