"""Days and times, however they are written: what is one points to nobody, unless the days lie as far apart as births.

What is read as a date is decided later (`outcome_log.values`); here it is enough to know that a text is nothing else,
and of which year it may be.
"""

from __future__ import annotations

import json
import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, NamedTuple

from analysis.outcome_log.no_dates import is_no_date

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

# The years of the calendars in use: Iran's and the Hijri calendar count 1300 to 1500, Thailand's 2400 to 2700.
_YEARS = (range(1300, 1511), range(1900, 2101), range(2400, 2701))
_MINGUO = range(80, 151)
_LAST_YEAR_OF_THIS_CENTURY = 40
_DAYS, _MONTHS = range(1, 32), range(1, 13)
_LONGEST = 80
_PARTS = 3
_SHORTEST_COMPACT = len("20260514")

_TIME = re.compile(
    r"(?<!\d)\d{1,2}\s*(?::\s*\d{2}|h(?![^\W\d_])(?:\s*\d{2})?|[時时点點시](?:\s*\d{1,2})?)"
    r"(?:\s*[:分분m']\s*\d{1,2}(?:[.,]\d{1,9})?\s*(?:[秒초]|s\b)?)?\s*[分분]?(?!\d)|_\d{2}-\d{2}(?:-\d{2})?$"
)
_BRACKETED = re.compile(r"\([^()]*\)")
# Without a time before it, what looks like an offset is a year: "03-01-2026".
_CLOCK_OFFSET = re.compile(r"(?:gmt|utc)[+\-−]\d{1,2}(?::?\d{2})?|([:h]\d{2}(?:[.,:]\d+)*)\s*[+\-−]\d{2}:?\d{2}$")
_COMPACT = re.compile(
    r"((?:19|20)\d{2})(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?:[t_ -]?([01]\d|2[0-3])[0-5]\d(?:[0-5]\d)?)?z?"
)
# Read at once, for speed alone.
_MOST_DATES = re.compile(
    r"((?:19|20)\d{2})[-/](?:0[1-9]|1[0-2])[-/](?:0[1-9]|[12]\d|3[01])"
    r"|(?:0[1-9]|[12]\d|3[01])[/.](?:0[1-9]|1[0-2])[/.]((?:19|20)\d{2})",
    re.ASCII,
)
# ISO 8601's "2026-W05" and "2026-W05-3".
_WEEK = re.compile(r"((?:19|20)\d{2})[- ]?w(?:0?[1-9]|[1-4]\d|5[0-3])(?:-?[1-7])?")
_HAS_ZONE = re.compile(r"\(|gmt|utc")
_LETTERS = re.compile(r"[a-z]+")
# "10h30m15s".
_OF_TIMES = frozenset("hms")
_TOKEN = re.compile(r"\d+|[^\W\d_]+")
_POINT = re.compile(r"(?<=[^\W\d_])\.")
_POINT_WITHIN = re.compile(r"(?<=[^\W\d_])\.(?=[^\W\d_])")
_SIGNS = re.compile(r"[\s\d\w.,:;/'’()\-–−_年月日]*")
_UNTIL = re.compile(r"\s+(?:[-–—]|to|until|till|bis|au|al|tot)\s+")


class Moment(NamedTuple):
    """A day, month, weekday or time; `years` are those that it may be of, none where it says none."""

    years: tuple[int, ...] = ()


def moment(text: str) -> Moment | None:
    """Return the moment that `text` names, or the first of a span of two; None where it is anything else."""
    if len(text) < _SHORTEST_COMPACT and text.isdecimal():
        return None
    if is_no_date(text):
        return Moment()
    if match := _MOST_DATES.fullmatch(text):
        return Moment((int(match[1] or match[2]),))
    plain = _plain(text)
    if not plain or len(plain) > _LONGEST:
        return None
    first, *rest = _UNTIL.split(plain, maxsplit=1)
    found = _one(first)
    return found if found is not None and all(_one(each) is not None for each in rest) else None


def is_moment(text: str) -> bool:
    """Tell whether `text` is a day, a time, a month or a span of two of them, and nothing else."""
    return moment(text) is not None


def _one(plain: str) -> Moment | None:
    if match := _COMPACT.fullmatch(plain) or _WEEK.fullmatch(plain):
        return Moment((int(match[1]),))
    if _has_other_words(plain) or not (any(map(str.isdigit, plain)) or _words().include(plain)):
        return None
    without_zone = _CLOCK_OFFSET.sub(r"\1 ", _BRACKETED.sub(_bracket, plain))
    without_time = _TIME.sub(" ", without_zone)
    tokens = _TOKEN.findall(without_time)
    words = [token for token in tokens if not token.isdigit()]
    if _SIGNS.fullmatch(without_time) is None or not all(map(_is_of_moments, words)):
        return None
    numbers = [token for token in tokens if token.isdigit()]
    if words and words[0] in _words().eras and without_time.startswith(words[0]):
        return _in_era(_words().eras[words[0]], numbers)
    if any(word in _words().months for word in words):
        return _with_named_month(numbers)
    return _with_numbers(numbers, is_timed=without_time != without_zone, is_weekday=not numbers and bool(words))


def _has_other_words(plain: str) -> bool:
    """Tell at a glance that most texts are no moments: a word stands in them that no moment has."""
    if not plain.isascii() or _HAS_ZONE.search(plain):
        return False
    return not all(word in _OF_TIMES or _is_of_moments(word) for word in _LETTERS.findall(plain))


def _in_era(before: int, numbers: Sequence[str]) -> Moment | None:
    """Return the moment of an era's year, month and day; `before` is the year before its first."""
    if len(numbers) != _PARTS or len(numbers[0]) > _PARTS or not _is_day(numbers[1:]):
        return None
    return Moment((before + int(numbers[0]),))


def _bracket(match: re.Match[str]) -> str:
    """Leave a weekday in brackets as it is, and drop the name of a zone."""
    words = _TOKEN.findall(match.group())
    return " " if all(map(_is_of_moments, words)) else match.group()


def _with_named_month(numbers: Sequence[str]) -> Moment | None:
    """Return the moment of a month in words: beside it stand at most a day and a year."""
    years = tuple(year for number in numbers for year in _years_of(number))
    days = [number for number in numbers if int(number) in _DAYS and len(number) <= 2]  # noqa: PLR2004
    if len(numbers) > 2 or any(number not in days and not _years_of(number) for number in numbers):  # noqa: PLR2004
        return None
    if len(numbers) == 2:  # noqa: PLR2004 - day and year, or year and day
        ordered = [(numbers[0], numbers[1]), (numbers[1], numbers[0])]
        years = tuple(year for day, other in ordered if day in days for year in _years_of(other))
        return Moment(years[:1]) if years else None
    return Moment(years if numbers and len(numbers[0]) == 4 else ())  # noqa: PLR2004 - "May 26" may be a day


def _with_numbers(numbers: Sequence[str], *, is_timed: bool, is_weekday: bool) -> Moment | None:
    if not numbers:
        return Moment() if is_timed or is_weekday else None
    if len(numbers) == 2:  # noqa: PLR2004 - month and year
        for year, month in (numbers, reversed(numbers)):
            if len(year) == 4 and _years_of(year) and int(month) in _MONTHS and len(month) <= 2:  # noqa: PLR2004
                return Moment(_years_of(year))
        return None
    if len(numbers) != _PARTS:
        return None
    first, second, last = numbers
    years = [*(_years_of(last) if _is_day((second, first)) or _is_day((first, second)) else ())]
    years += _years_of(first) if _is_day((second, last)) else ()
    return Moment(tuple(years)) if years else None


def _is_day(numbers: Sequence[str]) -> bool:
    """Tell whether month and day are what the calendar has."""
    month, day = numbers
    return max(len(month), len(day)) <= 2 and int(month) in _MONTHS and int(day) in _DAYS  # noqa: PLR2004


def _years_of(number: str) -> tuple[int, ...]:
    """Return the year that digits are, none where they are none."""
    year = int(number) if len(number) <= 4 else 0  # noqa: PLR2004
    if len(number) == 2:  # noqa: PLR2004 - the century is left out
        return (year + (2000 if year <= _LAST_YEAR_OF_THIS_CENTURY else 1900),)
    if len(number) == 3:  # noqa: PLR2004 - Taiwan counts from 1912
        return (year + 1911,) if year in _MINGUO else ()
    return (year,) if any(year in years for years in _YEARS) else ()


def _is_of_moments(word: str) -> bool:
    words = _words()
    return word in words.beside or word in words.months or word in words.weekdays or word in words.eras


def _plain(text: str) -> str:
    """Return `text` without case, accents and points behind letters, its digits as 0 to 9."""
    plain = text.casefold()
    if not plain.isascii():
        plain = unicodedata.normalize("NFKD", plain)
        plain = "".join(letter for letter in plain if unicodedata.category(letter) not in {"Mn", "Cf"})
        plain = "".join(str(unicodedata.digit(sign)) if sign.isdecimal() else sign for sign in plain)
        plain = unicodedata.normalize("NFC", plain).replace("ı", "i")
    # "a.m." is one word, and in "5.Jan.26" stand three.
    return " ".join(_POINT.sub(" ", _POINT_WITHIN.sub("", plain)).split())


@dataclass(frozen=True)
class _Words:
    """The words of ``moments.json``."""

    months: frozenset[str]
    weekdays: frozenset[str]
    beside: frozenset[str]
    eras: Mapping[str, int]

    def include(self, word: str) -> bool:
        """Tell whether a word is a moment without a number."""
        return word in self.months or word in self.weekdays


@cache
def _words() -> _Words:
    words = json.loads(resources.files(__package__).joinpath("moments.json").read_text(encoding="utf-8"))
    months, weekdays, beside = (frozenset(map(_plain, words[kind])) for kind in ("months", "weekdays", "beside"))
    return _Words(months, weekdays, beside, {_plain(era): year for era, year in words["eras"].items()})
