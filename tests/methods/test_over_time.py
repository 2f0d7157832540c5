from __future__ import annotations

import datetime as dt
import itertools
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from analysis.methods.over_time import by_month, change_against_previous
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
    months = by_month(tally)
    assert sum(each.treatments for each in months) == tally.total.treatments
    assert sum(each.breakouts for each in months) == tally.total.breakouts
    assert all(each.level.day == 1 for each in months)
    for before, after in itertools.pairwise(months):
        assert (before.level + dt.timedelta(days=31)).replace(day=1) == after.level
    if months:
        assert months[0].treatments > 0
        assert months[-1].treatments > 0


def test_a_month_without_treatments_has_no_rate() -> None:
    months = by_month(by_day({dt.date(2025, 12, 31): (1, 1), dt.date(2026, 2, 1): (0, 0, 4)}))
    assert [(each.level.month, each.treatments, each.rate is None) for each in months] == [
        (12, 2, False),
        (1, 0, True),
        (2, 4, True),
    ]


def test_no_days() -> None:
    assert by_month(by_day({})) == ()
    assert change_against_previous(by_day({}), dt.date(2026, 1, 1), dt.date(2026, 1, 31)) is None


def test_the_period_before_is_equally_long_and_ends_the_day_before() -> None:
    counts = {dt.date(2024, 2, 29): (3, 7), dt.date(2024, 2, 1): (1, 0), dt.date(2024, 3, 1): (1, 9)}
    counts |= {dt.date(2024, 1, 31): (100, 0), dt.date(2024, 3, 30): (100, 0)}
    change = change_against_previous(by_day(counts), dt.date(2024, 3, 1), dt.date(2024, 3, 29))
    assert (change.previous_start, change.previous_end) == (dt.date(2024, 2, 1), dt.date(2024, 2, 29))
    assert change.end - change.start == change.previous_end - change.previous_start
    assert (change.current.breakouts, change.current.rate.known) == (1, 10)
    assert (change.previous.breakouts, change.previous.rate.known) == (4, 11)
    assert change.comparison.first == change.current.rate
    assert change.comparison.second == change.previous.rate


def test_one_day_against_the_day_before() -> None:
    counts = {dt.date(2026, 1, 1): (1, 9), dt.date(2025, 12, 31): (2, 8)}
    change = change_against_previous(by_day(counts), dt.date(2026, 1, 1), dt.date(2026, 1, 1))
    assert (change.previous_start, change.previous.breakouts) == (dt.date(2025, 12, 31), 2)


def test_a_period_without_known_outcomes_is_not_compared() -> None:
    counts = {dt.date(2026, 1, 2): (1, 9), dt.date(2026, 1, 1): (0, 0, 8)}
    change = change_against_previous(by_day(counts), dt.date(2026, 1, 2), dt.date(2026, 1, 2))
    assert change.previous.unknown == 8
    assert change.comparison is None


def test_nothing_in_the_period_before() -> None:
    counts = {dt.date(2026, 1, 20): (1, 9)}
    assert change_against_previous(by_day(counts), dt.date(2026, 1, 15), dt.date(2026, 1, 31)) is None
