"""Distinct texts in, levels out: each reader turns the few hundred texts of a column into values, never its rows."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from analysis.outcome_log.answers import answers_of_pair
from analysis.outcome_log.codebook import Field, fold
from analysis.outcome_log.date_columns import calendar_of, date_order
from analysis.outcome_log.dates import DateOrder, languages_of, read_date
from analysis.outcome_log.no_dates import is_no_date, read_as_no_date
from analysis.outcome_log.numbers import (
    SURE_CODE,
    Mark,
    NumberFormat,
    Quantity,
    converted,
    is_same_unit,
    missing_codes,
    number_format,
    read_number,
    read_quantity,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Mapping, Sequence

    from analysis.outcome_log.calendars import Calendar

BLANK = -1
NOT_UNDERSTOOD = -2

# A spreadsheet writes the code 12 as 12.0 once a blank stands in its column.
_WHOLE = re.compile(r"^(\d+)[.,]0+$")
# Texts and numbers that a note names.
NAMED = 3
EVIDENCE = 2
_ONE_TWO = frozenset({"1", "2"})


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


def read_values(
    field: Field,
    texts: Sequence[str],
    order: DateOrder | None,
    *,
    decimal_comma: bool = False,
    calendar: Calendar | None = None,
) -> Reading:
    """Return what `texts` mean in `field`.

    Parameters
    ----------
    field : Field
    texts : sequence of str
        The distinct texts of one column.
    order : {"day first", "month first", "year first"} or None
        How to read 03/04/2026; where it is None such dates are not understood.
    decimal_comma : bool
        Whether "1,250" is one and a quarter rather than one thousand two hundred and fifty, and "1.250" the other way
        round, where the column itself does not tell.
    calendar : {"Buddhist", "Japanese", "Minguo", "Persian"}, optional
        In which the years of dates are counted.
    """
    if field.kind == "date":
        read = partial(read_date, order=order, calendar=calendar, languages=languages_of(texts))
        is_missing = partial(_is_missing_date, field=field)
        reading = _assemble(texts, read, is_missing, "a date such as 2026-05-14")
        return replace(reading, note=read_as_no_date(texts))
    if field.kind == "number":
        return _numbers_of_field(field, texts, "," if decimal_comma else None)
    if field.levels:
        reading = _assemble(*_levels(field, texts), "one of: " + ", ".join(field.levels))
        return _in_order(reading, field.levels)
    if field.kind == "text":
        return _assemble(texts, lambda text: text.strip(), field.is_missing, "")
    return read_open_category(texts, field.is_missing)


def _is_missing_date(text: str, field: Field) -> bool:
    return field.is_missing(text) or is_no_date(text)


def _levels(
    field: Field, texts: Sequence[str]
) -> tuple[Sequence[str], Callable[[str], str | None], Callable[[str], bool]]:
    """Return texts, how to find the level of each, and which of them say "not known"."""
    if field.kind != "yes/no":
        return texts, partial(_band if field.bands_from else _level, field=field), field.is_missing
    pair = answers_of_pair(texts, field) or {}
    # Beside 2, and without 0, 1 may mean yes or no.
    unclear = _ONE_TWO if {*map(fold, texts)} >= _ONE_TWO and "0" not in texts else frozenset()
    return (
        texts,
        lambda text: pair.get(text) or (None if fold(text) in unclear else field.level_of(text)),
        lambda text: text not in pair and field.is_missing(text),
    )


def why_not_understood(field: Field, texts: Sequence[str]) -> str:
    """Return why none or few of the filled texts of a column are values of `field`, with two of them as evidence."""
    evidence = " and ".join(f"“{text.strip()}”" for text in texts[:EVIDENCE])
    if field.kind == "date" and (calendar := calendar_of(texts)) is not None:
        return f"its dates, such as {evidence}, are in the {calendar} calendar"
    if field.kind == "date" and date_order(texts) == "unclear":
        return f"its dates, such as {evidence}, do not tell whether the day, the month or the year comes first"
    what = {"date": "a date", "number": _range(field)}.get(field.kind, f"one of: {', '.join(field.levels)}")
    return f"its values, such as {evidence}, are not understood as {what}"


def read_numbers(
    texts: Sequence[str], is_missing: Callable[[str], bool], *, decimal_comma: bool = False, unit: str | None = None
) -> Reading:
    """Return the numbers of a column without limits; see `read_values` for `decimal_comma`.

    Numbers with another unit than `unit` are converted to it, or not understood where they measure something else.
    """
    found = number_format(texts, "," if decimal_comma else None)
    quantity = _quantity_reader(found)
    read = partial(_converted, quantity, unit=unit)
    reading = _assemble(texts, read, is_missing, f"a number in {unit}" if unit else "a number")
    return replace(reading, note=_joined(_doubt(found), _conversions(texts, quantity, unit, read)))


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


def _are_shares(numbers: Sequence[float | None], of: int) -> bool:
    """Tell whether a column of percentages holds shares instead, as a spreadsheet's percent format is saved.

    Only fractions show it: 0 and 1 alone may as well be percentages.
    """
    known = [number for number in numbers if number is not None]
    return len(numbers) == of and bool(known) and all(0 <= number <= 1 for number in known) and not {0, 1} >= {*known}


def _as_percent(number: float | None) -> float | None:
    return None if number is None else round(100 * number, 6)


def _level(text: str, field: Field) -> str | None:
    return field.level_of(text)


def _band(text: str, field: Field) -> str | None:
    """Return the band of an age; the age itself goes no further."""
    level = field.level_of(text)
    if level is not None:
        return level
    quantity = read_quantity(text)
    age = None if quantity is None else converted(quantity, "years")
    if age is None or not 0 <= age <= 120:  # noqa: PLR2004 - nobody is known to have been older than 122
        return None
    return field.levels[int(np.searchsorted(field.bands_from, int(age), side="right"))]


def _numbers_of_field(field: Field, texts: Sequence[str], of_file: Mark | None) -> Reading:
    """Return the numbers of a field in its unit, in the one format of the column that its limits allow."""
    found = _format_within(field, texts, of_file)
    quantity = _quantity_reader(found)
    numbers = [_in_unit_of(field, quantity, text) for text in texts]
    number = dict(zip(texts, numbers, strict=True)).__getitem__
    known = [each for each in numbers if each is not None]
    codes = frozenset(_sure_codes(known)) if field.name != "treatment_count" else frozenset[float]()
    is_missing = field.is_missing
    if codes:
        is_missing = partial(_is_blank_or_code, field=field, number=number, codes=codes)
    coded = f"{', '.join(f'{code:g}' for code in sorted(codes))} was read as not known" if codes else ""
    without_sign = [each for text, each in zip(texts, numbers, strict=True) if "%" not in text]
    if field.unit == "%" and _are_shares(without_sign, len(texts)):
        reading = _assemble(texts, lambda text: _as_percent(number(text)), is_missing, "a share from 0 to 1")
        return replace(reading, note="shares from 0 to 1 were read as percentages: 0.8 is 80 %")
    reading = _assemble(texts, lambda text: _within(number(text), field), is_missing, _range(field))
    return replace(reading, note=_joined(_doubt(found), _conversions(texts, quantity, field.unit, number), coded))


def _format_within(field: Field, texts: Sequence[str], of_file: Mark | None) -> NumberFormat:
    """Return the format of a column: where it is doubtful, or nothing but the file tells, the one that fits `field`."""
    found = number_format(texts, of_file)
    if not found.example:
        return found
    other = found.other
    fits = [_count_within(field, texts, each) for each in (found, other)]
    return other if fits[1] > fits[0] else replace(found, is_doubtful=found.is_doubtful and fits[0] == fits[1])


def undecided_format(
    texts: Sequence[str], of_file: Mark | None, field: Field | None = None
) -> tuple[dict[str, str], dict[str, str]] | None:
    """Return the numbers of a column with a decimal point, and as its marks group thousands; None where a cell tells.

    Parameters
    ----------
    texts : sequence of str
    of_file : {",", "."}, optional
        The mark that begins a fraction elsewhere in the file.
    field : Field, optional
        Whose limits may tell.
    """
    found = number_format(texts, of_file) if field is None else _format_within(field, texts, of_file)
    if not found.is_doubtful:
        return None
    readings: list[dict[str, str]] = []
    for each in sorted((found, found.other), key=lambda each: each.groups):
        read = _quantity_reader(each)
        known = {text: quantity for text in texts if (quantity := read(text)) is not None}
        readings.append({text: f"{quantity.number:.15g} {quantity.unit}".strip() for text, quantity in known.items()})
    fractions, thousands = readings
    return (fractions, thousands) if fractions != thousands else None


def shares_among_percentages(texts: Sequence[str]) -> dict[str, float]:
    """Return the numbers of a column that may be shares where others can only be percentages; none where all are alike.

    1 is a share only beside such shares: it may be one per cent.
    """
    numbers = {text: number for text in texts if (number := read_number(text)) is not None}
    shares = {text: number for text, number in numbers.items() if "%" not in text and 0 < number <= 1}
    is_mixed = any(number > 1 for number in numbers.values()) and any(number < 1 for number in shares.values())
    return dict(sorted(shares.items(), key=lambda pair: pair[1])) if is_mixed else {}


def _count_within(field: Field, texts: Sequence[str], found: NumberFormat) -> int:
    quantity = _quantity_reader(found)
    return sum(_within(_in_unit_of(field, quantity, text), field) is not None for text in texts)


def _quantity_reader(found: NumberFormat) -> Callable[[str], Quantity | None]:
    return partial(
        read_quantity,
        commas_are_thousands=found.groups and found.decimal == ".",
        dots_are_thousands=found.groups and found.decimal == ",",
    )


def _converted(quantity: Callable[[str], Quantity | None], text: str, unit: str | None) -> float | None:
    found = quantity(text)
    return None if found is None else converted(found, unit) if found.unit else found.number


def _in_unit_of(field: Field, quantity: Callable[[str], Quantity | None], text: str) -> float | None:
    """Return a number in the unit of a field; of one that counts full days, 36 hours are 1."""
    number = _converted(quantity, text, field.unit)
    if number is None or not field.whole or number.is_integer() or field.unit is None or text[-1:].isdecimal():
        return number
    found = quantity(text)
    return number if found is None or is_same_unit(found.unit or field.unit, field.unit) else float(math.floor(number))


def _conversions(
    texts: Sequence[str],
    quantity: Callable[[str], Quantity | None],
    unit: str | None,
    in_unit: Callable[[str], float | None],
) -> str:
    """Return what to say of numbers with another unit than `unit`, with the first of them; "" where there is none."""
    if unit is None:
        return ""
    for text in texts:
        # Most cells have no unit.
        if text[-1:].isdecimal() or (found := quantity(text)) is None or not found.unit:
            continue
        if not is_same_unit(found.unit, unit) and (number := in_unit(text)) is not None:
            return f"other units were converted to {unit}: “{text.strip()}” is {number:,g}"
    return ""


def _doubt(found: NumberFormat) -> str:
    if not found.is_doubtful:
        return ""
    here, there = (_quantity_reader(each)(found.example) for each in (found, found.other))
    if here is None or there is None or here == there:
        return ""
    return f"“{found.example}” could be {here.number:,g} or {there.number:,g}, and was read as {here.number:,g}"


def _sure_codes(numbers: Sequence[float]) -> tuple[float, ...]:
    """Return the codes for "not known" that nobody takes for a value: 999 where all others are far smaller."""
    codes = tuple(code for code in missing_codes(numbers) if abs(code) >= SURE_CODE)
    return codes if all(number < SURE_CODE for number in numbers if number not in codes) else ()


def _is_blank_or_code(text: str, field: Field, number: Callable[[str], float | None], codes: frozenset[float]) -> bool:
    return field.is_missing(text) or number(text) in codes


def _joined(*notes: str) -> str:
    return "; ".join(filter(None, notes))


def _within(number: float | None, field: Field) -> float | None:
    """Return `number` where `field` can hold it."""
    if number is None or (field.whole and number != int(number)):
        return None
    too_low = field.minimum is not None and number < field.minimum
    too_high = field.maximum is not None and number > field.maximum
    return None if too_low or too_high else number


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
