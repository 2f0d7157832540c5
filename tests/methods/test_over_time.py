from __future__ import annotations

import datetime as dt
import itertools
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.methods.over_time import by_period, change_between, full_months
from tests.tallies import counted

if TYPE_CHECKING:
    from analysis.counting.tallies import OneWay
    from tests.tallies import Counts


DAYS = st.dictionaries(
    st.dates(dt.date(2019, 1, 1), dt.date(2026, 12, 31)), st.tuples(*[st.integers(0, 9)] * 3), max_size=30
)


def by_day(counts: Counts) -> OneWay:
    return counted(dict(sorted(counts.items()))).answered


@given(DAYS)
def test_months_have_no_gaps_and_lose_no_treatment(counts: Counts) -> None:
    tally = by_day(counts)
    months = by_period(tally, "month")
    assert sum(each.treatments for each in months) == tally.total.treatments
    assert sum(each.breakouts for each in months) == tally.total.breakouts
    assert all(each.level.day == 1 for each in months)
    for before, after in itertools.pairwise(months):
        assert (before.level + dt.timedelta(days=31)).replace(day=1) == after.level
    if months:
        assert months[0].treatments > 0
        assert months[-1].treatments > 0


def test_a_month_without_treatments_has_no_rate() -> None:
    months = by_period(by_day({dt.date(2025, 12, 31): (1, 1), dt.date(2026, 2, 1): (0, 0, 4)}), "month")
    assert [(each.level.month, each.treatments, each.rate is None) for each in months] == [
        (12, 2, False),
        (1, 0, True),
        (2, 4, True),
    ]


def test_no_days() -> None:
    assert by_period(by_day({}), "month") == ()


JANUARY = dt.date(2026, 1, 1), dt.date(2026, 1, 31)
FEBRUARY = dt.date(2026, 2, 1), dt.date(2026, 2, 28)


def test_only_the_days_of_the_two_periods_are_compared() -> None:
    counts = {dt.date(2026, 1, 1): (3, 7), dt.date(2026, 1, 31): (1, 0), dt.date(2026, 2, 28): (1, 9)}
    counts |= {dt.date(2025, 12, 31): (100, 0), dt.date(2026, 3, 1): (100, 0)}
    change = change_between(by_day(counts), FEBRUARY, JANUARY)
    assert (change.start, change.end, change.previous_start, change.previous_end) == (*FEBRUARY, *JANUARY)
    assert (change.current.breakouts, change.current.rate.known) == (1, 10)
    assert (change.previous.breakouts, change.previous.rate.known) == (4, 11)
    assert change.comparison.first == change.current.rate
    assert change.comparison.second == change.previous.rate


@pytest.mark.parametrize("before", [{}, {JANUARY[0]: (0, 0, 8)}, {JANUARY[0]: (1, 8)}])
def test_a_period_with_too_few_known_outcomes_is_not_compared(before: Counts) -> None:
    change = change_between(by_day({**before, FEBRUARY[0]: (1, 9)}), FEBRUARY, JANUARY)
    assert change.current.rate.known == 10
    assert change.comparison is None


def test_the_month_of_the_chart_has_the_interval_of_the_change() -> None:
    counts = by_day({JANUARY[0]: (4, 40), FEBRUARY[0]: (9, 31, 3)})
    assert change_between(counts, FEBRUARY, JANUARY, 1.3).comparison.first == by_period(counts, "month", 1.3)[-1].rate


@pytest.mark.parametrize(
    ("first", "last", "number"),
    [
        (dt.date(2024, 1, 1), dt.date(2026, 6, 30), 30),
        (dt.date(2024, 1, 20), dt.date(2026, 6, 10), 28),
        (dt.date(2026, 6, 1), dt.date(2026, 6, 30), 1),
        (dt.date(2026, 6, 10), dt.date(2026, 6, 12), 0),
        (dt.date(2026, 5, 10), dt.date(2026, 6, 12), 0),
    ],
)
def test_how_many_months_are_full(first: dt.date, last: dt.date, number: int) -> None:
    assert full_months(first, last).number == number


def test_the_last_full_month_and_the_twelve_before_it() -> None:
    periods = full_months(dt.date(2025, 2, 1), dt.date(2026, 3, 12)).month_and_year_before()
    assert periods == (FEBRUARY, (dt.date(2025, 2, 1), dt.date(2026, 1, 31)))
    assert full_months(dt.date(2025, 2, 9), dt.date(2026, 3, 12)).month_and_year_before() is None


def test_the_last_twelve_months_and_the_twelve_before_them() -> None:
    periods = full_months(dt.date(2024, 3, 1), dt.date(2026, 3, 12)).year_and_year_before()
    assert periods == ((dt.date(2025, 3, 1), FEBRUARY[1]), (dt.date(2024, 3, 1), dt.date(2025, 2, 28)))
    assert full_months(dt.date(2024, 3, 9), dt.date(2026, 3, 12)).year_and_year_before() is None
