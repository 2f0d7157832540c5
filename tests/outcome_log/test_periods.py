"""Periods are whole calendar months counted back from the last day of the log."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.outcome_log.periods import (
    Preset,
    first_full_month,
    last_full_month,
    month_end,
    month_start,
    overlaps,
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


def test_a_month_overlaps_a_period_by_a_single_day() -> None:
    period = dt.date(2026, 2, 28), dt.date(2026, 4, 1)
    months = [dt.date(2026, each, 1) for each in range(1, 7)]
    assert [month.month for month in months if overlaps(month, period)] == [2, 3, 4]
    assert all(overlaps(month, None) for month in months)
