"""Periods are whole calendar months counted back from the last day of the log."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.outcome_log.periods import (
    By,
    Preset,
    first_full_month,
    last_full_month,
    month_end,
    month_start,
    next_period,
    period_end,
    period_start,
    preset_period,
)

if TYPE_CHECKING:
    from analysis.outcome_log.periods import Period

LOG = (dt.date(2024, 1, 1), dt.date(2026, 6, 30))
DAYS = st.dates(dt.date(1999, 1, 1), dt.date(2030, 12, 31))


@pytest.mark.parametrize(
    ("preset", "of_log", "period"),
    [
        ("all", LOG, LOG),
        ("last month", LOG, (dt.date(2026, 6, 1), dt.date(2026, 6, 30))),
        ("last 3 months", LOG, (dt.date(2026, 4, 1), dt.date(2026, 6, 30))),
        ("last 12 months", LOG, (dt.date(2025, 7, 1), dt.date(2026, 6, 30))),
        ("this year", LOG, (dt.date(2026, 1, 1), dt.date(2026, 6, 30))),
        ("own dates", LOG, None),
        # The month has only begun: the last one is the month before.
        ("last month", (LOG[0], dt.date(2026, 3, 12)), (dt.date(2026, 2, 1), dt.date(2026, 2, 28))),
        ("this year", (LOG[0], dt.date(2026, 3, 12)), (dt.date(2026, 1, 1), dt.date(2026, 3, 12))),
        # A log that begins later has only what is left.
        ("last 12 months", (dt.date(2026, 2, 3), dt.date(2026, 6, 30)), (dt.date(2026, 2, 3), dt.date(2026, 6, 30))),
        ("last month", (dt.date(2026, 6, 2), dt.date(2026, 6, 12)), None),
    ],
)
def test_presets(preset: Preset, of_log: Period, period: Period | None) -> None:
    assert preset_period(preset, of_log) == period


@pytest.mark.parametrize(("last", "month"), [(27, 6), (26, 5), (30, 6)])
def test_a_month_is_full_if_only_a_long_weekend_is_missing(last: int, month: int) -> None:
    assert last_full_month(dt.date(2026, 6, last)) == dt.date(2026, month, 1)


@pytest.mark.parametrize(("first", "month"), [(1, 6), (4, 6), (5, 7)])
def test_a_month_is_full_from_its_first_days(first: int, month: int) -> None:
    assert first_full_month(dt.date(2026, 6, first)) == dt.date(2026, month, 1)


@given(DAYS, DAYS)
def test_a_preset_lies_within_the_log(one: dt.date, other: dt.date) -> None:
    of_log = min(one, other), max(one, other)
    for preset in get_args(Preset):
        period = preset_period(preset, of_log)
        assert period is None or of_log[0] <= period[0] <= period[1] <= of_log[1]


@given(DAYS, st.integers(-40, 40))
def test_months_are_counted_forth_and_back(day: dt.date, months: int) -> None:
    assert month_start(month_start(day, months), -months) == month_start(day)
    assert month_end(day) + dt.timedelta(days=1) == month_start(day, 1)


@given(DAYS, st.sampled_from(get_args(By)))
def test_a_day_lies_in_one_week_month_or_quarter(day: dt.date, by: By) -> None:
    start = period_start(day, by)
    assert start <= day <= period_end(start, by)
    assert period_start(start, by) == start
    assert period_start(period_end(start, by), by) == start
    assert next_period(start, by) == period_end(start, by) + dt.timedelta(days=1)


def test_weeks_begin_on_a_monday_and_quarters_in_january_april_july_and_october() -> None:
    assert period_start(dt.date(2026, 1, 1), "week") == dt.date(2025, 12, 29)
    starts = {period_start(dt.date(2026, month, 15), "quarter") for month in range(1, 13)}
    assert sorted(starts) == [dt.date(2026, month, 1) for month in (1, 4, 7, 10)]
