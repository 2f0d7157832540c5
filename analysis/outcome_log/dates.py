"""Dates as the world writes them: a text becomes one day or none, and the column as a whole says in which order."""

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

from analysis.outcome_log.calendars import Calendar, calendar_of_text, in_calendar
from analysis.outcome_log.codebook import fold, visible

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
# An order that scatters dates over so many more days than another is wrong.
SCATTERED = 2 * 365
# What a date may begin with, read as a year of this century: below are rather days, and 30 and 31 end months.
YEARS_IN_FRONT = range(10, 30)
# The same day of every month is a date in nearly all months of a year, or in one month only.
_SOME_MONTHS = range(2, 10)
# So many of the dates must exist in an order; the others may be mistyped.
MOST_EXIST = 0.9
# Enough texts to tell the language of the months.
JUDGED_TEXTS = 2_000
SHORTEST_NAME = 3
LARGEST_SWAPPED_DAY = 12
EXAMPLES = 3

# Most files ----

_TIME = r"(?:[T ]+\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?\s*(?:[ap]\.?m\.?)?\s*(?:Z|[+-]\d{2}:?\d{2})?)?"
_ISO = re.compile(rf"(\d{{4}})[-/.](\d{{1,2}})[-/.](\d{{1,2}}){_TIME}", re.IGNORECASE)
_COMPACT = re.compile(r"((?:19|20)\d{2})(\d{2})(\d{2})(?:[T ]?\d{4}(?:\d{2})?Z?)?")
_NUMERIC = re.compile(rf"(\d{{1,2}})[-/. ](\d{{1,2}})[-/. ](\d{{4}}|\d{{2}}){_TIME}", re.IGNORECASE)
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
_SHORT_NAMED = re.compile(r"(\d{2})[-/. ]+([^\W\d_]+)[-/. ]+(\d{2})")
_TOKEN = re.compile(r"\d+|[^\d\s,/–-]+")
_WORD = re.compile(r"[^\W\d_]{2,}")
# A browser writes "Monday, 5 January 2026 at 10:00:10 Central European Standard Time".
LONGEST_DATE = 120
_THAI = re.compile("[\u0e00-\u0e7f]")
_ACCENTS = re.compile("[\u0300-\u036f]")


@dataclass(frozen=True, slots=True)
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
        return _day(match[1], match[2], match[3], calendar)
    if match := _NUMERIC.fullmatch(text):
        return _three_numbers(match, order, calendar)
    if (match := _SERIAL.fullmatch(text)) and int(match[1]) in EXCEL_SERIALS:
        return EXCEL_EPOCH + dt.timedelta(days=int(match[1]))
    if not _has_digit(text):
        return None
    return next((day for form in _forms(text) if (day := _read(form, order, calendar, languages))), None)


def _has_digit(text: str) -> bool:
    return any(map(str.isdecimal, text))


def _forms(text: str) -> Iterator[str]:
    """Yield `text` as it stands, then without day of the week and time; nothing of a text too long to be a date."""
    if len(text) > LONGEST_DATE:
        return
    text = visible(unicodedata.normalize("NFKC", text))
    yield text
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
        return _day(match[1], match[2], match[3], calendar)
    if match := _THREE_NUMBERS.fullmatch(text):
        return _three_numbers(match, order, calendar)
    if match := _VIETNAMESE.fullmatch(text):
        return _day(match[3], match[2], match[1], calendar)
    if calendar is not None and (parts := in_calendar(text, calendar)) is not None:
        return _plausible(*parts)
    return _with_month_name(text, order, calendar, languages)


def _three_numbers(match: re.Match[str], order: DateOrder | None, calendar: Calendar | None) -> dt.date | None:
    first, second, third = match.groups()
    if order == "day first":
        return _day(third, second, first, calendar)
    if order == "month first":
        return _day(third, first, second, calendar)
    return _day(first, second, third, calendar) if order == "year first" else None


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
        elif word := _plain_word(token):
            month = _month_called(word, languages)
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
    return _day(year, months[0], day, calendar)


def _day(year: str, month: str | int, day: str, calendar: Calendar | None) -> dt.date | None:
    if len(day) > 2 or len(year) not in {2, 4}:  # noqa: PLR2004 - days and years have so many digits
        return None
    number = int(year)
    if len(year) == 2:  # noqa: PLR2004 - a two-digit year
        number += 1900 if number >= _LAST_CENTURY else 2000
    if calendar is not None and (parts := in_calendar(f"{number}-{month}-{day}", calendar)) is not None:
        return _plausible(*parts)
    return _plausible(number, int(month), int(day))


def _plausible(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day) if year in PLAUSIBLE_YEARS else None
    except ValueError:
        return None


# The column as a whole ----


def date_order(texts: Sequence[str]) -> DateOrder | Literal["either", "unclear"]:
    """Decide from all texts of a column whether its dates put the day, the month or a two-digit year first.

    Returns
    -------
    str
        "either" where no date depends on it, "unclear" where no date tells, or they contradict each other.
    """
    numbers: list[tuple[int, int, int]] = []
    named: list[tuple[int, int, int]] = []
    may_begin_with_year, may_end_with_year = True, True
    for text in texts:
        if len(text) >= 8 and text[:4].isdecimal():  # noqa: PLR2004 - no date that needs an order begins with four digits
            continue
        if match := _numbers_of(text):
            numbers.append((int(match[1]), int(match[2]), int(match[3])))
            may_begin_with_year &= len(match[1]) == 2 and len(match[3]) <= 2  # noqa: PLR2004 - two digits
            may_end_with_year &= len(match[3]) > 1
        elif (match := _SHORT_NAMED.search(text)) and (month := _month_called(_plain_word(match[2]), None)):
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


def _numbers_of(text: str) -> re.Match[str] | None:
    """Return the three numbers of a date that may need an order; None where it has others."""
    text = text.strip()
    if len(text) > LONGEST_DATE:
        return None
    if match := _NUMERIC.fullmatch(text):
        return match
    if not _has_digit(text):
        return None
    return next((match for form in _forms(text) if (match := _THREE_NUMBERS.fullmatch(form))), None)


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
        day for year, month, of_month in parts if (day := _day(f"{year:02d}", month, str(of_month), None)) is not None
    ]
    return None if len(days) < MOST_EXIST * len(parts) else _days_apart(days)


def languages_of(texts: Sequence[str]) -> tuple[str, ...] | None:
    """Return the languages that know most names of months in a column; None where it has none, or English ones."""
    words = {_plain_word(word) for text in texts[:JUDGED_TEXTS] for word in _WORD.findall(text)}
    known = Counter[str]()
    for language in _words().months:
        known[language] = sum(_month_in(language, word) is not None for word in words)
    most = max(known.values())
    best = tuple(language for language in known if known[language] == most)
    return None if most == 0 or "English" in best else best


def calendar_of(texts: Sequence[str]) -> Calendar | None:
    """Return the other calendar in which most dates of a column are; None where they are of the common one."""
    told = Counter(calendar for text in texts[:JUDGED_TEXTS] if (calendar := _calendar_of_form(text)) is not None)
    if not told:
        return None
    calendar, count = told.most_common(1)[0]
    return calendar if 2 * count >= min(len(texts), JUDGED_TEXTS) else None


def _calendar_of_form(text: str) -> Calendar | None:
    if not _has_digit(text):
        return None
    return next((calendar for form in _forms(text) if (calendar := calendar_of_text(form))), None)


# Doubts ----


def future_dates(days: Sequence[dt.date], today: dt.date) -> str:
    """Return what to check where dates lie after `today`; "" where none does."""
    later = sorted(day for day in days if day > today)
    if not later:
        return ""
    named = ", ".join(day.isoformat() for day in later[:EXAMPLES])
    return f"{named}{', …' if len(later) > EXAMPLES else ''} lies after today: check it"


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
    texts = [text for text in other_texts if _numbers_of(text)]
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


# Words ----


@dataclass(frozen=True, slots=True)
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
        language: {_plain_word(name): month for month, each in enumerate(names, start=1) for name in each.split()}
        for language, names in document["months"].items()
    }
    weekdays, connectors = (frozenset(map(_plain_word, document[each].split())) for each in ("weekdays", "connectors"))
    return _Words(months, weekdays, connectors)


def _plain_word(word: str) -> str:
    """Return `word` as names of months are compared: without case, accents and dots."""
    plain = fold(word).replace(".", "").strip("'’:")
    return plain if plain.isascii() else _ACCENTS.sub("", unicodedata.normalize("NFKD", plain)).replace("ı", "i")


@lru_cache(maxsize=4096)
def _month_called(word: str, languages: tuple[str, ...] | None) -> int | None:
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
    plain = _plain_word(word.rstrip(",;"))
    weekdays = _words().weekdays
    return plain in weekdays or (len(plain) > 1 and any(name.startswith(plain) for name in weekdays))
