"""Dates as the world writes them: a text becomes one day or none; `date_columns` decides in which order it is read."""

from __future__ import annotations

import datetime as dt
import json
import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from typing import TYPE_CHECKING, Any, Literal

from analysis.outcome_log.calendars import Calendar, in_calendar
from analysis.outcome_log.codebook import fold, visible, without_accents

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

DateOrder = Literal["day first", "month first", "year first"]

# Excel counts days from here (its 1900 leap-year mistake included); the serials of 1982 to 2064.
EXCEL_EPOCH = dt.date(1899, 12, 30)
EXCEL_SERIALS = range(30_000, 60_000)
PLAUSIBLE_YEARS = range(1990, 2101)
# A two-digit year from here on is of the last century: no log has treatments of the 2090s.
_LAST_CENTURY = 90
MONTHS = range(1, 13)
# Enough texts to tell the language of the months.
JUDGED_TEXTS = 2_000
SHORTEST_NAME = 3

# Most files ----

_TIME = r"(?:[T ]+\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?\s*(?:[ap]\.?m\.?)?\s*(?:Z|[+-]\d{2}:?\d{2})?)?"
_ISO = re.compile(rf"(\d{{4}})[-/.](\d{{1,2}})[-/.](\d{{1,2}}){_TIME}", re.IGNORECASE)
_COMPACT = re.compile(r"((?:19|20)\d{2})(\d{2})(\d{2})(?:[T ]?\d{4}(?:\d{2})?Z?)?")
_NUMERIC = re.compile(rf"(\d{{1,2}})[-/. ](\d{{1,2}})[-/. ](\d{{4}}|\d{{2}}){_TIME}", re.IGNORECASE)
_ISO_WEEK = re.compile(r"(\d{4})-?W(\d{2})-?([1-7])", re.IGNORECASE)
_SERIAL = re.compile(r"(\d{5})(?:\.\d+)?")

# All others ----

_AT = r"(?:at|um|à|a las|às|as|alle ore|alle|ore|ora|klo|kello|kl\.?|om|lúc|pukul|jam|в|v|u|o|@|-|–)"
_MERIDIEM = r"(?:上午|下午|午前|午後|오전|오후|凌晨|早上|中午|晚上|[ap]\.?\s?m\.?|[πμ]\.?\s?μ\.?|(?:de|du)\.)"
_CLOCK = (
    r"\d{1,2}(?::|\s?[.h時点點时시]\s?)\d{2}(?:(?::|\s?[.m分분]\s?)(?:\d{1,2}(?:[.,]\d+)?)?)?(?:\s?[秒초])?"
    r"|\d{1,2}\s?(?:h|時|点|點|时|시|uhr|(?=[ap]\.?m))"
)
_ZONE = (
    r"(?:(?-i:[A-Z]{1,5})|uhr|h|hrs|uur)?\.?\s*(?:[+-]\d{1,2}(?::?\d{2})?)?\s*(?-i:[A-Z]{3,5})?"
    r"\s*(?:[(\[].{0,60}[)\]])?"
)
_TIME_AT_END = re.compile(
    rf"(?:\s*[,;]\s*|\s+|(?<=\d)t|:)(?:{_AT}\s+)?(?:{_MERIDIEM}\s*)?(?:{_CLOCK})(?:\s*{_MERIDIEM})?\s*{_ZONE}$",
    re.IGNORECASE,
)
_TIME_AT_START = re.compile(rf"^\d{{1,2}}:\d{{2}}(?::\d{{2}})?(?:\s*{_MERIDIEM})?\s*[,;]?\s+(?=\S)", re.IGNORECASE)
# What the command "date" prints: the year behind the time.
_YEAR_LAST = re.compile(r"(.*\D\d{1,2}) \d{1,2}:\d{2}(?::\d{2})? (?:[ap]m )?(?:[A-Z]{1,5} )?(\d{4})", re.IGNORECASE)
_DAY_OF_WEEK = re.compile(
    r"\s*\([^\d()]{1,12}\)|\s*(?:星期|周|週|礼拜|禮拜)[一二三四五六日天]|\s*[월화수목금토일]요일|\s*[月火水木金土日]曜日?"
)
_YEAR_FIRST = re.compile(r"(\d{4})\s?[-/.–]\s?(\d{1,2})\s?[-/.–]\s?(\d{1,2})\.?")
_EAST_ASIAN = re.compile(r"(\d{4}|\d{2})\s?[年년]\s?(\d{1,2})\s?[月월]\s?(\d{1,2})\s?[日號号일]?")
_THREE_NUMBERS = re.compile(
    r"(\d{1,2})\s?[-/. –]\s?(\d{1,2})\s?[-/. –]\s?(\d{4}|\d{1,2})\.?(?:\s?[гр]\.?)?", re.IGNORECASE
)
_VIETNAMESE = re.compile(r"(?:ngày\s)?(\d{1,2})\stháng\s(\d{1,2}),?\s(?:năm\s)?(\d{4})", re.IGNORECASE)
# Most dates: without a blank, a word or a colon there is no day of the week and no time.
_DIGITS_ALONE = re.compile(r"[\d./-]+")
_TOKEN = re.compile(r"\d+|[^\d\s,/–-]+")
_WORD = re.compile(r"[^\W\d_]{2,}")
# A browser writes "Monday, 5 January 2026 at 10:00:10 Central European Standard Time".
LONGEST_DATE = 120
_THAI = re.compile("[\u0e00-\u0e7f]")


# One text ----


def read_date(
    text: str, order: DateOrder | None, calendar: Calendar | None = None, languages: tuple[str, ...] | None = None
) -> dt.date | None:
    """Return the day that `text` names, its time of day dropped; None where it names none for certain.

    Parameters
    ----------
    text : str
    order : {"day first", "month first", "year first"} or None
        How to read 03/04/2026 and 26-01-05; where it is None such dates are not understood.
    calendar : {"Buddhist", "Japanese", "Minguo", "Persian"}, optional
        In which its years are counted where they are not of the common one.
    languages : tuple of str, optional
        In which the names of its months are; None for any.
    """
    text = text.strip()
    if len(text) > LONGEST_DATE:
        return None
    if match := _ISO.fullmatch(text) or _COMPACT.fullmatch(text):
        return day_of(match[1], match[2], match[3], calendar)
    if match := _NUMERIC.fullmatch(text):
        return _three_numbers(match, order, calendar)
    if (match := _SERIAL.fullmatch(text)) and int(match[1]) in EXCEL_SERIALS:
        return EXCEL_EPOCH + dt.timedelta(days=int(match[1]))
    if not has_digit(text):
        return None
    return next((day for form in forms_of(text) if (day := _read(form, order, calendar, languages))), None)


def three_numbers(text: str) -> re.Match[str] | None:
    """Return the three numbers of a date that may need an order; None where it has others."""
    text = text.strip()
    if len(text) > LONGEST_DATE:
        return None
    if match := _NUMERIC.fullmatch(text):
        return match
    if not has_digit(text):
        return None
    return next((match for form in forms_of(text) if (match := _THREE_NUMBERS.fullmatch(form))), None)


def has_digit(text: str) -> bool:
    """Tell whether any digit stands in a text."""
    return any(map(str.isdecimal, text))


def forms_of(text: str) -> Iterator[str]:
    """Yield `text` as it stands, then without day of the week and time; nothing of a text too long to be a date."""
    if len(text) > LONGEST_DATE:
        return
    # An apostrophe is how a spreadsheet notes that a cell is text.
    text = visible(text if text.isascii() else unicodedata.normalize("NFKC", text)).lstrip("'’")
    yield text
    if _DIGITS_ALONE.fullmatch(text):
        return
    text = _YEAR_LAST.sub(r"\1 \2", text)
    bare = _DAY_OF_WEEK.sub("", text).strip()
    for each in (bare, _TIME_AT_END.sub("", bare), _TIME_AT_START.sub("", bare)):
        if each != text:
            yield each
        first, _, rest = each.partition(" ")
        if rest and _is_weekday(first):
            yield rest
        rest, _, last = each.rpartition(" ")
        if rest and _is_weekday(last):
            yield rest


@lru_cache(maxsize=8192)
def _read(
    text: str, order: DateOrder | None, calendar: Calendar | None, languages: tuple[str, ...] | None
) -> dt.date | None:
    if match := _YEAR_FIRST.fullmatch(text) or _EAST_ASIAN.fullmatch(text) or _COMPACT.fullmatch(text):
        return day_of(match[1], match[2], match[3], calendar)
    if match := _THREE_NUMBERS.fullmatch(text):
        return _three_numbers(match, order, calendar)
    if match := _ISO_WEEK.fullmatch(text):
        return _day_of_week(int(match[1]), int(match[2]), int(match[3]))
    if match := _VIETNAMESE.fullmatch(text):
        return day_of(match[3], match[2], match[1], calendar)
    if calendar is not None and (parts := in_calendar(text, calendar)) is not None:
        return _plausible(*parts)
    return _with_month_name(text, order, calendar, languages)


def _three_numbers(match: re.Match[str], order: DateOrder | None, calendar: Calendar | None) -> dt.date | None:
    first, second, third = match.groups()
    if order == "day first":
        return day_of(third, second, first, calendar)
    if order == "month first":
        return day_of(third, first, second, calendar)
    return day_of(first, second, third, calendar) if order == "year first" else None


def _with_month_name(
    text: str, order: DateOrder | None, calendar: Calendar | None, languages: tuple[str, ...] | None
) -> dt.date | None:
    """Return the day that two numbers and the name of a month write, with nothing else but words such as "of"."""
    numbers: list[str] = []
    months: list[int] = []
    places: list[str] = []
    for token in _TOKEN.findall(text):
        if token.isdecimal():
            numbers.append(token)
            places.append("number")
        elif word := plain_word(token):
            month = month_called(word, languages)
            if month is not None and not (word in _words().connectors and months):
                months.append(month)
                places.append("month")
            elif word not in _words().connectors:
                return None
    if len(numbers) != 2 or len(months) != 1:  # noqa: PLR2004 - a day and a year
        return None
    first, second = numbers
    is_year_first = len(first) == 4 or (order == "year first" and places[0] == "number" and len(first) == 2)  # noqa: PLR2004
    year, day = (first, second) if is_year_first and len(second) <= 2 else (second, first)  # noqa: PLR2004
    if places == ["number", "number", "month"] and not is_year_first:
        return None
    if len(year) == 2 and _THAI.search(text):  # noqa: PLR2004 - two digits
        year = f"25{year}"
    return day_of(year, months[0], day, calendar)


def day_of(year: str, month: str | int, day: str, calendar: Calendar | None) -> dt.date | None:
    """Return the day that year, month and day name; None where there is none, or a log can have none in that year."""
    if len(day) > 2 or len(year) not in {2, 4}:  # noqa: PLR2004 - days and years have so many digits
        return None
    number = int(year)
    if len(year) == 2:  # noqa: PLR2004 - a two-digit year
        number += 1900 if number >= _LAST_CENTURY else 2000
    if calendar is not None and (parts := in_calendar(f"{number}-{month}-{day}", calendar)) is not None:
        return _plausible(*parts)
    return _plausible(number, int(month), int(day))


def _day_of_week(year: int, week: int, day: int) -> dt.date | None:
    try:
        found = dt.date.fromisocalendar(year, week, day)
    except ValueError:
        return None
    return found if found.year in PLAUSIBLE_YEARS else None


def _plausible(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day) if year in PLAUSIBLE_YEARS else None
    except ValueError:
        return None


# Words ----


@dataclass(frozen=True)
class _Words:
    """The names of the months of each language with their numbers, weekdays, and words that stand between."""

    months: Mapping[str, Mapping[str, int]]
    weekdays: frozenset[str]
    connectors: frozenset[str]


@cache
def _words() -> _Words:
    text = resources.files(__package__).joinpath("date_words.json").read_text(encoding="utf-8")
    document: dict[str, Any] = json.loads(text)
    months = {
        language: {plain_word(name): month for month, each in enumerate(names, start=1) for name in each.split()}
        for language, names in document["months"].items()
    }
    weekdays, connectors = (frozenset(map(plain_word, document[each].split())) for each in ("weekdays", "connectors"))
    return _Words(months, weekdays, connectors)


def languages_of(texts: Sequence[str]) -> tuple[str, ...] | None:
    """Return the languages that know most names of months in a column; None where it has none, or English ones."""
    words = {plain_word(word) for text in texts[:JUDGED_TEXTS] for word in _WORD.findall(text)}
    known = Counter[str]()
    for language in _words().months:
        known[language] = sum(_month_in(language, word) is not None for word in words)
    most = max(known.values())
    best = tuple(language for language in known if known[language] == most)
    return None if most == 0 or "English" in best else best


def plain_word(word: str) -> str:
    """Return `word` as names of months are compared: without case, accents and dots."""
    return without_accents(fold(word).replace(".", "").strip("'’:"))


@lru_cache(maxsize=4096)
def month_called(word: str, languages: tuple[str, ...] | None) -> int | None:
    """Return the month that `word` names or abbreviates; None where languages part."""
    if languages is None and (month := _month_in("English", word)) is not None:
        return month
    among = languages or tuple(_words().months)
    exact = {month for language in among if (month := _words().months[language].get(word)) is not None}
    found = exact or {month for language in among if (month := _month_in(language, word)) is not None}
    return found.pop() if len(found) == 1 else None


@lru_cache(maxsize=4096)
def _month_in(language: str, word: str) -> int | None:
    names = _words().months[language]
    if word in names or len(word) < SHORTEST_NAME:
        return names.get(word)
    found = {month for name, month in names.items() if name.startswith(word)}
    return found.pop() if len(found) == 1 else None


@lru_cache(maxsize=4096)
def _is_weekday(word: str) -> bool:
    plain = plain_word(word.rstrip(",;"))
    weekdays = _words().weekdays
    return plain in weekdays or (len(plain) > 1 and any(name.startswith(plain) for name in weekdays))


def forget_dates_read() -> None:
    """Forget the texts of files that were read as dates: they are remembered while a file is read, for speed alone."""
    for remembered in (_read, month_called, _month_in, _is_weekday):
        remembered.cache_clear()
