"""Columns of dates as a whole: in which order and calendar they are written, and what in them is in doubt."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from analysis.outcome_log.calendars import Calendar, calendar_of_text
from analysis.outcome_log.dates import (
    JUDGED_TEXTS,
    MONTHS,
    DateOrder,
    day_of,
    forms_of,
    has_digit,
    month_called,
    plain_word,
    read_date,
    three_numbers,
)

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping, Sequence

# An order that scatters dates over so many more days than another is wrong.
SCATTERED = 2 * 365
# What a date may begin with, read as a year of this century: below are rather days, and 30 and 31 end months.
YEARS_IN_FRONT = range(10, 30)
# The same day of every month is a date in nearly all months of a year, or in one month only.
_SOME_MONTHS = range(2, 10)
# So many of the dates must exist in an order; the others may be mistyped.
MOST_EXIST = 0.9
LARGEST_SWAPPED_DAY = 12
EXAMPLES = 3
# Most dates: of a year that only the common calendar has.
_COMMON = re.compile(r"(?:19|20)\d{2}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.](?:19|20)\d{2}", re.ASCII)
_SHORT_NAMED = re.compile(r"(\d{2})[-/. ]+([^\W\d_]+)[-/. ]+(\d{2})")


@dataclass(frozen=True)
class Swapped:
    """Days and months that a spreadsheet seems to have swapped where it took a text for a date.

    Attributes
    ----------
    order : {"day first", "month first"}
        How the texts that stayed texts, and so the file, write their dates.
    meant : mapping
        For each date of a cell, as a text, the one that was meant.
    days_apart, days_apart_if_swapped : int
        From the first day of the whole column to the last, as it stands and with days and months put right.
    """

    order: DateOrder
    meant: Mapping[str, str]
    days_apart: int
    days_apart_if_swapped: int


# The column as a whole ----


def date_order(texts: Sequence[str]) -> DateOrder | Literal["either", "unclear"]:
    """Decide from all texts of a column whether its dates put the day, the month or a two-digit year first.

    Returns
    -------
    str
        "either" where no date depends on it, "unclear" where no date decides, or they contradict each other.
    """
    numbers: list[tuple[int, int, int]] = []
    named: list[tuple[int, int, int]] = []
    may_begin_with_year, may_end_with_year = True, True
    for text in texts:
        if len(text) >= 8 and text[:4].isdecimal():  # noqa: PLR2004 - no date that needs an order begins with four digits
            continue
        if match := three_numbers(text):
            numbers.append((int(match[1]), int(match[2]), int(match[3])))
            may_begin_with_year &= len(match[1]) == 2 and len(match[3]) <= 2  # noqa: PLR2004 - two digits
            may_end_with_year &= len(match[3]) > 1
        elif (match := _SHORT_NAMED.search(text)) and (month := month_called(plain_word(match[2]), None)):
            named.append((int(match[1]), month, int(match[3])))
    if may_begin_with_year and numbers:
        begins = _begins_with_year(numbers) if may_end_with_year else True
        if begins is not False:
            return "year first" if begins else "unclear"
    if not numbers:
        return "year first" if named and _begins_with_year(named) else "either"
    day_first = any(first not in MONTHS and second in MONTHS for first, second, _ in numbers)
    month_first = any(second not in MONTHS and first in MONTHS for first, second, _ in numbers)
    if day_first and month_first:
        return "unclear"
    if day_first or month_first:
        return "day first" if day_first else "month first"
    return "unclear" if any(first != second for first, second, _ in numbers) else "either"


def _begins_with_year(triples: Sequence[tuple[int, int, int]]) -> bool | None:
    """Tell whether two-digit dates begin with the year; None where that is as plausible as another order.

    Dates of one log lie close to each other: the order that scatters them over many more years is wrong. What always
    begins with the same number may be the same day of every month instead, such as the first.
    """
    year_first = _span([(year, month, day) for year, month, day in triples])
    spans = (
        _span([(year, month, day) for day, month, year in triples]),
        _span([(year, month, day) for month, day, year in triples]),
    )
    others = [span for span in spans if span is not None]
    if year_first is None:
        return False
    if not others:
        return True
    if year_first - min(others) >= SCATTERED and year_first > 2 * min(others):
        return False
    first, months, last = ({triple[place] for triple in triples} for place in range(3))
    is_same_day = len(first) == 1 and len(last) <= len(MONTHS) and len(months) not in _SOME_MONTHS
    is_year = all(year in YEARS_IN_FRONT for year in first) and not is_same_day
    return True if is_year and min(others) - year_first >= SCATTERED and min(others) > 2 * year_first else None


def _span(parts: Sequence[tuple[int, int, int]]) -> int | None:
    """Return how many days lie between the first date and the last; None where too many do not exist."""
    days = [
        day for year, month, of_month in parts if (day := day_of(f"{year:02d}", month, str(of_month), None)) is not None
    ]
    return None if len(days) < MOST_EXIST * len(parts) else _days_apart(days)


def calendar_of(texts: Sequence[str]) -> Calendar | None:
    """Return the other calendar in which most dates of a column are; None where they are of the common one."""
    calendars = Counter(calendar for text in texts[:JUDGED_TEXTS] if (calendar := _calendar_of_form(text)) is not None)
    if not calendars:
        return None
    calendar, count = calendars.most_common(1)[0]
    return calendar if 2 * count >= min(len(texts), JUDGED_TEXTS) else None


def _calendar_of_form(text: str) -> Calendar | None:
    if _COMMON.fullmatch(text) or not has_digit(text):
        return None
    return next((calendar for form in forms_of(text) if (calendar := calendar_of_text(form))), None)


# Doubts ----


def future_dates(days: Sequence[dt.date], today: dt.date) -> str:
    """Return what to check where dates lie after `today`; "" where none does."""
    later = sorted(day for day in days if day > today)
    if not later:
        return ""
    named = ", ".join(day.isoformat() for day in later[:EXAMPLES])
    return f"{named}{', …' if len(later) > EXAMPLES else ''} is after today: please check it"


def swap_suspected(date_cell_texts: Sequence[str], other_texts: Sequence[str]) -> Swapped | None:
    """Return what was meant where a spreadsheet seems to have swapped the days and months of a column.

    Opened in the wrong country, 05/01/2026 becomes a date, the first of May, while 13/01/2026 stays a text: then every
    date has a day of at most 12, and every text has one above.

    Parameters
    ----------
    date_cell_texts : sequence of str
        The cells that are dates, as texts such as 2026-05-01.
    other_texts : sequence of str
        The cells of the same column that are texts.
    """
    days = {text: day for text in date_cell_texts if (day := read_date(text, None)) is not None}
    texts = [text for text in other_texts if three_numbers(text)]
    order = date_order(texts)
    if not days or not texts or order not in {"day first", "month first"}:
        return None
    above = [day for text in texts if (day := read_date(text, order)) is not None]
    if len(above) < len(texts) or any(day.day <= LARGEST_SWAPPED_DAY for day in above):
        return None
    if any(day.day > LARGEST_SWAPPED_DAY for day in days.values()):
        return None
    meant = {text: day.replace(month=day.day, day=day.month) for text, day in days.items()}
    return Swapped(
        order,
        {text: text.replace(days[text].isoformat(), day.isoformat()) for text, day in meant.items()},
        _days_apart([*days.values(), *above]),
        _days_apart([*meant.values(), *above]),
    )


def _days_apart(days: Sequence[dt.date]) -> int:
    return (max(days) - min(days)).days
