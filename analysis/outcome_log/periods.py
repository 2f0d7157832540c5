"""Weeks, months and quarters; and periods in whole calendar months, counted back from the last day of a log."""

from __future__ import annotations

import datetime as dt
from typing import Literal

Preset = Literal["all", "last month", "last 3 months", "last 12 months", "this year", "own dates"]
Period = tuple[dt.date, dt.date]
By = Literal["week", "month", "quarter"]

MONTHS_A_YEAR = 12
MONTHS_A_QUARTER = 3
WEEK = dt.timedelta(days=7)
# A clinic may be closed on the first or last days of a month: a long weekend.
CLOSED_DAYS = 3
_MONTHS_BACK: dict[Preset, int] = {"last month": 1, "last 3 months": 3, "last 12 months": MONTHS_A_YEAR}


def today() -> dt.date:
    """Return the day that it is here."""
    return dt.datetime.now().astimezone().date()


def month_start(day: dt.date, months_later: int = 0) -> dt.date:
    """Return the first day of a date's month, or of the month so many later."""
    index = day.year * MONTHS_A_YEAR + day.month - 1 + months_later
    return dt.date(index // MONTHS_A_YEAR, index % MONTHS_A_YEAR + 1, 1)


def month_end(day: dt.date) -> dt.date:
    """Return the last day of a date's month."""
    return month_start(day, 1) - dt.timedelta(days=1)


def period_start(day: dt.date, by: By) -> dt.date:
    """Return the first day of the week (a Monday), month or quarter of a date."""
    if by == "week":
        return day - dt.timedelta(days=day.weekday())
    start = month_start(day)
    return start if by == "month" else month_start(start, -((start.month - 1) % MONTHS_A_QUARTER))


def next_period(start: dt.date, by: By) -> dt.date:
    """Return the first day of the period after the one that begins on `start`."""
    return start + WEEK if by == "week" else month_start(start, 1 if by == "month" else MONTHS_A_QUARTER)


def period_end(start: dt.date, by: By) -> dt.date:
    """Return the last day of the period that begins on `start`."""
    return next_period(start, by) - dt.timedelta(days=1)


def first_full_month(first_day: dt.date) -> dt.date:
    """Return the first day of the first month that a log has in full."""
    return month_start(first_day, 0 if first_day.day <= 1 + CLOSED_DAYS else 1)


def last_full_month(last_day: dt.date) -> dt.date:
    """Return the first day of the last month that a log has in full."""
    is_full = (month_end(last_day) - last_day).days <= CLOSED_DAYS
    return month_start(last_day, 0 if is_full else -1)


def preset_period(preset: Preset, of_log: Period) -> Period | None:
    """Return the first and last day of a preset, within the log.

    Parameters
    ----------
    preset : Preset
        "Last month" is the last full one.
    of_log : pair of date
        The first and last day of treatment in the log.

    Returns
    -------
    pair of date or None
        None where the log has no day of it, and for own dates.
    """
    first, last = of_log
    if preset == "all":
        return of_log
    if preset == "this year":
        start, end = dt.date(last.year, 1, 1), last
    elif preset in _MONTHS_BACK:
        latest = last_full_month(last)
        start, end = month_start(latest, 1 - _MONTHS_BACK[preset]), month_end(latest)
    else:
        return None
    start, end = max(start, first), min(end, last)
    return (start, end) if start <= end else None
