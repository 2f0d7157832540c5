"""Dates of birth: they differ from other dates in that they lie decades apart."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from analysis.identifiers.moments import moment
from analysis.outcome_log.no_dates import is_no_date

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analysis.identifiers.moments import Moment
    from analysis.identifiers.samples import Sample

DATE_SHARE = 0.8
# Between the earliest tenth and the latest tenth of a column. Clients differ in age by more, and a clinic's log does
# not span as much.
YEARS_APART = 12
FEWEST_DATES = 5
# Running numbers can read as dates of six digits, too, but then of one month or of one day.
FEWEST_DAYS, FEWEST_MONTHS = 12, 6
# Two-digit years: nobody was born, or treated, later than this.
_LAST_YEAR_OF_THIS_CENTURY = 40

# In a code such as "JS14051980" or "1980-05-14-JS".
_WITHIN = re.compile(
    r"(?<!\d)(?:(?:[0-2]\d|3[01])[-/. ]?(?:0\d|1[0-2])[-/. ]?((?:19|20)\d{2})"
    r"|((?:19|20)\d{2})[-/. ]?(?:0\d|1[0-2])[-/. ]?(?:[0-2]\d|3[01]))(?!\d)"
)
# In one such as "JS140580", or between the numbers of "1008 14/05/80".
_SHORT_WITHIN = re.compile(r"(?<![\d.])(\d{2})([-/. ]?)(\d{2})\2(\d{2})(?![\d.])")
# Where day, month and year stand.
_ORDERS = ((0, 1, 2), (1, 0, 2), (2, 1, 0))


def birth_dates(sample: Sample) -> Sequence[bool]:
    """Mark the texts that are or hold a date, none where they do not lie as far apart as births."""
    years = [_years(text, found) for text, found in zip(sample.texts, sample.moments, strict=True)]
    # "26-01-05" is of 2026 or of 2005: they are births only where they are in either reading.
    in_either = {tuple(each[place] if each else None for each in years) for place in (0, -1)}
    if all(_are_births(sample, each) for each in in_either):
        return [bool(each) or is_no_date(text) for each, text in zip(years, sample.texts, strict=True)]
    nothing = [False] * len(years)
    if any(years) or not sample.reaches(DATE_SHARE, _SHORT_WITHIN.search):
        return nothing
    # Six digits are read as dates only where they are births in every order in which they can be read.
    read = [[_short_date(text, order) for text in sample.texts] for order in _ORDERS]
    read = [each for each in read if sample.rows_where(map(bool, each)) >= DATE_SHARE * sample.rows]
    if not all(_are_short_births(sample, each) for each in read):
        return nothing
    return [any(dates) for dates in zip(*read, strict=True)] or nothing


def _are_births(sample: Sample, years: Sequence[int | None]) -> bool:
    found = [year for year in years if year is not None]
    if len(found) < FEWEST_DATES:
        return False
    # "1900-01-01" is nobody's birth, and no day beside which others lie decades apart.
    rows = sample.rows - sample.rows_where(map(is_no_date, sample.texts))
    if sample.rows_where(year is not None for year in years) < DATE_SHARE * rows:
        return False
    early, late = np.quantile(found, [0.1, 0.9])
    return bool(late - early >= YEARS_APART)


def _are_short_births(sample: Sample, dates: Sequence[tuple[int, int, int] | None]) -> bool:
    found = [date for date in dates if date is not None]
    days, months = ({date[part] for date in found} for part in (0, 1))
    vary = len(days) >= min(FEWEST_DAYS, len(found) // 2) and len(months) >= min(FEWEST_MONTHS, len(found) // 2)
    return vary and _are_births(sample, [date and date[2] for date in dates])


def has_date(text: str) -> bool:
    """Tell whether a date stands within `text`, in whatever order of day, month and year."""
    return bool(_years(text, moment(text))) or any(_short_date(text, order) for order in _ORDERS)


def _short_date(text: str, order: tuple[int, int, int]) -> tuple[int, int, int] | None:
    """Return day, month and year of the six digits within `text` that are a date in this order."""
    for match in _SHORT_WITHIN.finditer(text):
        parts = int(match[1]), int(match[3]), int(match[4])
        day, month, year = (parts[place] for place in order)
        if 1 <= day <= 31 and 1 <= month <= 12:  # noqa: PLR2004 - the calendar
            return day, month, _with_century(year)
    return None


def _with_century(year: int) -> int:
    return year + (2000 if year <= _LAST_YEAR_OF_THIS_CENTURY else 1900)


def _years(text: str, found: Moment | None) -> tuple[int, ...]:
    """Return the years that a date may be of, however it is written; none where there is no date in `text`.

    `found` is the moment that `text` is as a whole.
    """
    if found is not None:
        return found.years
    match = _WITHIN.search(text)
    return (int(match[1] or match[2]),) if match else ()
