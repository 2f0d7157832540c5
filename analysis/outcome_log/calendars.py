"""Calendars beside the common one: which one a date is in, and which day of the common one it names."""

from __future__ import annotations

import datetime as dt
import re
from typing import Literal

Calendar = Literal["Buddhist", "Japanese", "Minguo", "Persian", "Hijri"]

# Thai years run ahead of the common ones, those of Taiwan behind; here 1990 to 2100 of both.
BUDDHIST_AHEAD, MINGUO_BEHIND = 543, 1911
_BUDDHIST_YEARS = range(2533, 2644)
_MINGUO_YEARS = range(79, 190)
# 1990 to 2041, and 2000 to 2046: where both could be meant, the nearer to our day.
_PERSIAN_YEARS, _HIJRI_YEARS = range(1369, 1421), range(1421, 1471)

# The last year before the first of each era of Japan.
_ERAS = {
    "令和": 2018, "平成": 1988, "昭和": 1925, "大正": 1911, "明治": 1867,
    "r": 2018, "h": 1988, "s": 1925, "t": 1911, "m": 1867,
}  # fmt: skip
_ERA_DATE = re.compile(
    r"(令和|平成|昭和|大正|明治|[rhstm])\.?\s?(元|\d{1,2})\s?[年/.-]\s?(\d{1,2})\s?[月/.-]\s?(\d{1,2})日?",
    re.IGNORECASE,
)
_MINGUO_DATE = re.compile(r"(民國|民国|中華民國)?\s?(\d{2,3})\s?[年/.-]\s?(\d{1,2})\s?[月/.-]\s?(\d{1,2})日?")
_YEAR_FIRST = re.compile(r"(\d{4})\s?[-/.年]\s?(\d{1,2})\s?[-/.月]\s?(\d{1,2})\D{0,2}")
_YEAR_LAST = re.compile(r"\d{1,2}[-/. ]+[^\s\d]*\d{0,2}[-/., ]+(?:พ\.?ศ\.?\s?)?(\d{4})")
_YEARS: tuple[tuple[Calendar, range], ...] = (
    ("Buddhist", _BUDDHIST_YEARS), ("Persian", _PERSIAN_YEARS), ("Hijri", _HIJRI_YEARS),
)  # fmt: skip
_FORMS: tuple[tuple[Calendar, re.Pattern[str]], ...] = (
    ("Japanese", re.compile(rf"^(?:{_ERA_DATE.pattern})$", re.IGNORECASE)),
    ("Persian", re.compile(r"فروردین|اردیبهشت|خرداد|مرداد|شهریور|آبان|آذر|بهمن|اسفند")),
    ("Hijri", re.compile(r"محرم|صفر|ربيع|جمادى|رجب|شعبان|رمضان|شوال|ذو القعدة|ذو الحجة")),
    ("Buddhist", re.compile(r"^\d{1,2}[-/. ]*[\u0e00-\u0e7f.]+[-/. ]*\d{2}$")),
)

# A Persian year begins on the day of the spring equinox; a leap year comes every fourth, now and then every fifth year.
_PERSIAN_NEW_YEAR_1403 = dt.date(2024, 3, 20)
_PERSIAN_CYCLE, _PERSIAN_LEAPS = 33, frozenset({1, 5, 9, 13, 17, 22, 26, 30})
_LONG_MONTHS, _MONTHS = 6, 12


def calendar_of_text(text: str) -> Calendar | None:
    """Return the calendar that alone can be meant by a date without its time; None for the common one and no date."""
    found = next((calendar for calendar, pattern in _FORMS if pattern.search(text)), None)
    if found is not None:
        return found
    if (match := _MINGUO_DATE.fullmatch(text)) and (match[1] or len(match[2]) == len("115")):
        return "Minguo" if int(match[2]) in _MINGUO_YEARS else None
    if match := _YEAR_FIRST.fullmatch(text) or _YEAR_LAST.fullmatch(text):
        return next((calendar for calendar, years in _YEARS if int(match[1]) in years), None)
    return None


def in_calendar(text: str, calendar: Calendar) -> tuple[int, int, int] | None:
    """Return year, month and day of the common calendar for a date with its year first; None where it is not of it."""
    if calendar == "Japanese":
        match = _ERA_DATE.fullmatch(text)
        return match and (
            _ERAS[match[1].lower()] + (1 if match[2] == "元" else int(match[2])),
            int(match[3]),
            int(match[4]),
        )
    if calendar == "Minguo":
        match = _MINGUO_DATE.fullmatch(text)
        return match and (int(match[2]) + MINGUO_BEHIND, int(match[3]), int(match[4]))
    match = _YEAR_FIRST.fullmatch(text)
    if match is None:
        return None
    year, month, day = int(match[1]), int(match[2]), int(match[3])
    if calendar == "Buddhist" and year in _BUDDHIST_YEARS:
        return year - BUDDHIST_AHEAD, month, day
    return _from_persian(year, month, day) if calendar == "Persian" and year in _PERSIAN_YEARS else None


def _from_persian(year: int, month: int, day: int) -> tuple[int, int, int] | None:
    """Return the day of the common calendar: six months have 31 days, the others 30, the last 29 but in a leap year."""
    longest = 31 if month <= _LONG_MONTHS else 30 if month < _MONTHS or _is_persian_leap(year) else 29
    if not 1 <= month <= _MONTHS or not 1 <= day <= longest:
        return None
    years = range(min(year, 1403), max(year, 1403))
    days = sum(366 if _is_persian_leap(each) else 365 for each in years) * (1 if year >= 1403 else -1)  # noqa: PLR2004 - the year above
    days += 31 * min(month - 1, _LONG_MONTHS) + 30 * max(month - 1 - _LONG_MONTHS, 0) + day - 1
    found = _PERSIAN_NEW_YEAR_1403 + dt.timedelta(days=days)
    return found.year, found.month, found.day


def _is_persian_leap(year: int) -> bool:
    return year % _PERSIAN_CYCLE in _PERSIAN_LEAPS
