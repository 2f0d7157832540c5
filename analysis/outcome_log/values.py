"""Distinct texts in, levels out: each reader turns the few hundred texts of a column into values, never its rows."""

from __future__ import annotations

import datetime as dt
import math
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from analysis.outcome_log.codebook import Field, fold

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Mapping, Sequence

DateOrder = Literal["day first", "month first"]

BLANK = -1
NOT_UNDERSTOOD = -2

# Excel counts days from here (its 1900 leap-year mistake included); the serials of 1982 to 2064.
EXCEL_EPOCH = dt.date(1899, 12, 30)
EXCEL_SERIALS = range(30_000, 60_000)
PLAUSIBLE_YEARS = range(1990, 2101)

_MONTHS = {name: month for month, names in enumerate((
    ("jan", "january"), ("feb", "february"), ("mar", "march"), ("apr", "april"), ("may",), ("jun", "june"),
    ("jul", "july"), ("aug", "august"), ("sep", "sept", "september"), ("oct", "october"), ("nov", "november"),
    ("dec", "december")), start=1) for name in names}  # fmt: skip
_TIME = r"(?:[T ]+\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?\s*(?:[ap]\.?m\.?)?\s*(?:Z|[+-]\d{2}:?\d{2})?)?"
_ISO = re.compile(rf"(\d{{4}})[-/.](\d{{1,2}})[-/.](\d{{1,2}}){_TIME}", re.IGNORECASE)
_COMPACT = re.compile(r"((?:19|20)\d{2})(\d{2})(\d{2})")
_NUMERIC = re.compile(rf"(\d{{1,2}})[-/. ](\d{{1,2}})[-/. ](\d{{4}}|\d{{2}}){_TIME}", re.IGNORECASE)
_DAY_MONTH_NAME = re.compile(
    rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th)?[-/. ]*(?P<month>[a-z]+)[-/., ]*(?P<year>\d{{4}}|\d{{2}}){_TIME}",
    re.IGNORECASE,
)
_MONTH_NAME_DAY = re.compile(
    rf"(?P<month>[a-z]+)[-/. ]*(?P<day>\d{{1,2}})(?:st|nd|rd|th)?[-/., ]+(?P<year>\d{{4}}|\d{{2}}){_TIME}",
    re.IGNORECASE,
)
_WEEKDAY = re.compile(r"^(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*[., ]+", re.IGNORECASE)
_SERIAL = re.compile(r"(\d{5})(?:\.\d+)?")

_NUMBER = re.compile(r"([-+]?)(\d[\d.,  ']*|[.,]\d+)(e[-+]?\d{1,2})?\s*(%|[a-z]{1,8}\.?)?", re.IGNORECASE)
_THOUSANDS = re.compile(r"[1-9]\d{0,2}(,\d{3})+(\.\d+)?")
# "<5", "> 48 h", "≥ 12": what a laboratory or a statistics office writes where it will not say more.
_LIMIT = re.compile(r"[<>≤≥]\s*=?\s*\d[\d.,]*\s*(%|[a-z]{1,8}\.?)?", re.IGNORECASE)
# A spreadsheet writes the code 12 as 12.0 once a blank stands in its column.
_WHOLE = re.compile(r"^(\d+)[.,]0+$")
_LEADING_ZERO = re.compile(r"0\d+")
_UNITS = frozenset(
    {"%", "mm", "h", "hr", "hrs", "hour", "hours", "d", "day", "days", "percent", "pct", "years", "yrs", "y"}
)


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """What the distinct texts of a column mean.

    Attributes
    ----------
    levels : tuple
        The values that occur, in their order: str, float or date.
    codes : ndarray of int, one for each text
        Position in `levels`, or BLANK, or NOT_UNDERSTOOD.
    expected : str
        What would have been understood, to end the sentence "… is not …".
    note : str
        What the manager should know about how the texts were read.
    """

    levels: tuple[Any, ...]
    codes: np.ndarray
    expected: str = ""
    note: str = ""


def read_values(field: Field, texts: Sequence[str], order: DateOrder | None, *, decimal_comma: bool = False) -> Reading:
    """Return what `texts` mean in `field`.

    Parameters
    ----------
    field : Field
    texts : sequence of str
        The distinct texts of one column.
    order : {"day first", "month first"} or None
        How to read 03/04/2026; where it is None such dates are not understood.
    decimal_comma : bool
        Whether "1,250" is one and a quarter rather than one thousand two hundred and fifty.
    """
    if field.kind == "date":
        return _assemble(texts, lambda text: read_date(text, order), field.is_missing, "a date such as 2026-05-14")
    if field.kind == "number":
        number = _number_reader(texts, decimal_comma=decimal_comma)
        if field.unit == "%" and _are_shares([number(text) for text in texts if "%" not in text], len(texts)):
            reading = _assemble(texts, lambda text: _as_percent(number(text)), field.is_missing, "a share from 0 to 1")
            return replace(reading, note="shares from 0 to 1 were read as percentages: 0.8 is 80 %")
        return _assemble(texts, lambda text: _within(number(text), field), field.is_missing, _range(field))
    if field.levels:
        find = _band if field.bands_from else _level
        reading = _assemble(
            texts, lambda text: find(text, field), field.is_missing, "one of: " + ", ".join(field.levels)
        )
        return _in_order(reading, field.levels)
    if field.kind == "text":
        return _assemble(texts, lambda text: text.strip(), field.is_missing, "")
    return read_open_category(texts, field.is_missing)


def read_numbers(texts: Sequence[str], is_missing: Callable[[str], bool], *, decimal_comma: bool = False) -> Reading:
    """Return the numbers of a column without limits; see `read_values` for `decimal_comma`."""
    return _assemble(texts, _number_reader(texts, decimal_comma=decimal_comma), is_missing, "a number")


def read_open_category(
    texts: Sequence[str],
    is_missing: Callable[[str], bool] = lambda text: not text.strip(),
    key_of: Callable[[str], str] | None = None,
) -> Reading:
    """Return the levels of a category whose names are not known beforehand.

    Texts with the same `key_of` (default `level_key`) are one level, called as in the first text (callers put the most
    common text first).
    """
    keys = [None if is_missing(text) else (key_of or level_key)(text) for text in texts]
    names: dict[str, str] = {}
    for key, text in zip(keys, texts, strict=True):
        if key is not None:
            names.setdefault(key, _WHOLE.sub(r"\1", " ".join(text.split())))
    ordered = sorted(names, key=lambda key: natural_order(names[key]))
    codes = {key: position for position, key in enumerate(ordered)}
    return Reading(
        tuple(names[key] for key in ordered),
        np.array([BLANK if key is None else codes[key] for key in keys], dtype=np.int64),
    )


def read_scale(texts: Sequence[str], places: Mapping[str, int]) -> Reading:
    """Return the levels of a scale in its order; texts that have no place on it are blank.

    Texts with the same place are one level, called as the first of them (callers put the most common text first).
    """
    names: dict[int, str] = {}
    for text in texts:
        if text in places:
            names.setdefault(places[text], " ".join(text.split()))
    ordered = sorted(names)
    codes = [ordered.index(places[text]) if text in places else BLANK for text in texts]
    return Reading(tuple(names[place] for place in ordered), np.array(codes, dtype=np.int64))


def level_key(text: str) -> str:
    """Return what all spellings of one level share: case, spaces and a spreadsheet's ".0" do not count."""
    return _WHOLE.sub(r"\1", fold(text))


def natural_order(text: str) -> tuple[tuple[int, int, str], ...]:
    """Return a sort key that puts "P9" before "P10"."""
    parts = re.findall(r"\d+|\D+", fold(text))
    # Digits compare by their number first: as numbers they could be too long to convert.
    digits = [part.lstrip("0") if part.isdecimal() else None for part in parts]
    return tuple(
        (1, 0, part) if number is None else (0, len(number), number) for part, number in zip(parts, digits, strict=True)
    )


def read_number(text: str, *, commas_are_thousands: bool = False) -> float | None:
    """Return the number that `text` writes, its unit or percent sign dropped; None where it is none.

    "007" is a code, not the number seven.
    """
    match = _NUMBER.fullmatch(text.strip())
    if match is None:
        return None
    sign, digits, exponent, unit = match.groups()
    if unit and unit.lower().rstrip(".") not in _UNITS:
        return None
    digits = re.sub(r"[  ']", "", digits)
    if _LEADING_ZERO.match(digits):
        return None
    if commas_are_thousands or 0 <= digits.find(",") < digits.rfind("."):
        digits = digits.replace(",", "")
    elif "," in digits:
        digits = digits.replace(".", "") if digits.find(".") < digits.find(",") else digits
        digits = digits.replace(",", ".")
    if digits.count(".") > 1:
        return None
    number = float(f"{sign}{digits}{exponent or ''}")
    return number if math.isfinite(number) else None


def read_date(text: str, order: DateOrder | None) -> dt.date | None:
    """Return the day that `text` names, its time of day dropped; None where it names none for certain."""
    text = _WEEKDAY.sub("", text.strip())
    if match := _ISO.fullmatch(text) or _COMPACT.fullmatch(text):
        return _day(match[1], match[2], match[3])
    if match := _NUMERIC.fullmatch(text):
        first, second, year = match.groups()
        if order is None:
            return None
        return _day(year, first, second) if order == "month first" else _day(year, second, first)
    if match := _DAY_MONTH_NAME.fullmatch(text) or _MONTH_NAME_DAY.fullmatch(text):
        return _day(match["year"], _MONTHS.get(match["month"].lower(), 0), match["day"])
    if (match := _SERIAL.fullmatch(text)) and int(match[1]) in EXCEL_SERIALS:
        return EXCEL_EPOCH + dt.timedelta(days=int(match[1]))
    return None


def date_order(texts: Sequence[str]) -> DateOrder | Literal["either", "unclear"]:
    """Decide from all texts of a column whether its dates put the day or the month first.

    Returns
    -------
    str
        "either" where no date depends on it, "unclear" where no date tells, or they contradict each other.
    """
    pairs = [
        (int(match[1]), int(match[2]))
        for text in texts
        if (match := _NUMERIC.fullmatch(_WEEKDAY.sub("", text.strip())))
    ]
    months = range(1, 13)
    day_first = sum(first not in months and second in months for first, second in pairs)
    month_first = sum(second not in months and first in months for first, second in pairs)
    if day_first and month_first:
        return "unclear"
    if day_first or month_first:
        return "day first" if day_first else "month first"
    return "unclear" if any(first != second for first, second in pairs) else "either"


def is_limit(text: str) -> bool:
    """Tell whether `text` gives only a limit, such as "<5"."""
    return _LIMIT.fullmatch(text.strip()) is not None


def _are_shares(numbers: Sequence[float | None], of: int) -> bool:
    """Tell whether a column of percentages holds shares instead, as a spreadsheet's percent format is saved.

    Only fractions show it: 0 and 1 alone may as well be percentages.
    """
    known = [number for number in numbers if number is not None]
    return len(numbers) == of and bool(known) and all(0 <= number <= 1 for number in known) and not {0, 1} >= {*known}


def _as_percent(number: float | None) -> float | None:
    return None if number is None else round(100 * number, 6)


def _day(year: str, month: str | int, day: str) -> dt.date | None:
    century = 2000 if len(year) == 2 else 0  # noqa: PLR2004 - a two-digit year is of this century
    try:
        date = dt.date(century + int(year), int(month), int(day))
    except ValueError:
        return None
    return date if date.year in PLAUSIBLE_YEARS else None


def _level(text: str, field: Field) -> str | None:
    return field.level_of(text)


def _band(text: str, field: Field) -> str | None:
    """Return the band of an age; the age itself goes no further."""
    level = field.level_of(text)
    if level is not None:
        return level
    age = read_number(text)
    if age is None or not 0 <= age <= 120:  # noqa: PLR2004 - nobody is known to have been older than 122
        return None
    return field.levels[int(np.searchsorted(field.bands_from, int(age), side="right"))]


def _number_reader(texts: Sequence[str], *, decimal_comma: bool) -> Callable[[str], float | None]:
    commas_are_thousands = _commas_are_thousands(texts) and not decimal_comma
    return lambda text: read_number(text, commas_are_thousands=commas_are_thousands)


def _within(number: float | None, field: Field) -> float | None:
    """Return `number` where `field` can hold it."""
    if number is None or (field.whole and number != int(number)):
        return None
    too_low = field.minimum is not None and number < field.minimum
    too_high = field.maximum is not None and number > field.maximum
    return None if too_low or too_high else number


def _commas_are_thousands(texts: Sequence[str]) -> bool:
    """Tell whether every comma in a column groups thousands; one that cannot makes all of them decimal."""
    with_comma = [text.strip() for text in texts if "," in text]
    return bool(with_comma) and all(_THOUSANDS.fullmatch(text) for text in with_comma)


def _range(field: Field) -> str:
    what = "a whole number" if field.whole else "a number"
    return f"{what} from {field.minimum:g} to {field.maximum:g}" if field.maximum is not None else what


def _assemble(
    texts: Sequence[str], read: Callable[[str], Any], is_missing: Callable[[str], bool], expected: str
) -> Reading:
    """Apply `read` to each text and gather the values that occur, sorted."""
    missing = [is_missing(text) for text in texts]
    values = [None if blank else read(text) for text, blank in zip(texts, missing, strict=True)]
    levels = tuple(sorted({value for value in values if value is not None}))
    codes: dict[Hashable, int] = {level: position for position, level in enumerate(levels)}
    by_text = [
        BLANK if blank else codes.get(value, NOT_UNDERSTOOD) for value, blank in zip(values, missing, strict=True)
    ]
    return Reading(levels, np.array(by_text, dtype=np.int64), expected)


def _in_order(reading: Reading, levels: tuple[str, ...]) -> Reading:
    """Return `reading` over all the `levels` of the field in the codebook's order."""
    positions = np.array([levels.index(level) for level in reading.levels], dtype=np.int64)
    codes = np.where(
        reading.codes >= 0, positions[np.maximum(reading.codes, 0)] if len(positions) else -1, reading.codes
    )
    return Reading(levels, codes, reading.expected)
