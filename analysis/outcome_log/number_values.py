"""Columns of numbers: one format a column, in the unit of its field and within its limits."""

from __future__ import annotations

import math
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, TypedDict

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
from analysis.outcome_log.reading import Reading, assembled

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from analysis.outcome_log.codebook import Field


def read_numbers(
    texts: Sequence[str], is_missing: Callable[[str], bool], *, decimal_comma: bool = False, unit: str | None = None
) -> Reading:
    """Return the numbers of a column without limits; see `read_values` for `decimal_comma`.

    Numbers with another unit than `unit` are converted to it, or not understood where they measure something else.
    """
    found = number_format(texts, "," if decimal_comma else None)
    quantity = _quantity_reader(found)
    # Most columns have no unit.
    read = partial(_converted, quantity, unit=unit) if unit else partial(read_number, **_marks(found))
    reading = assembled(texts, read, is_missing, f"a number in {unit}" if unit else "a number")
    return replace(reading, note=_joined(_doubt(found), _conversions(texts, quantity, unit, read)))


def numbers_of_field(field: Field, texts: Sequence[str], of_file: Mark | None) -> Reading:
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
    coded = f"{', '.join(f'{code:g}' for code in sorted(codes))} was read as unknown" if codes else ""
    without_sign = [each for text, each in zip(texts, numbers, strict=True) if "%" not in text]
    if field.unit == "%" and _are_shares(without_sign, len(texts)):
        reading = assembled(texts, lambda text: _as_percent(number(text)), is_missing, "a share from 0 to 1")
        return replace(reading, note="shares from 0 to 1 were read as percentages: 0.8 is 80 %")
    reading = assembled(texts, lambda text: _within(number(text), field), is_missing, range_in_words(field))
    return replace(reading, note=_joined(_doubt(found), _conversions(texts, quantity, field.unit, number), coded))


def _format_within(field: Field, texts: Sequence[str], of_file: Mark | None) -> NumberFormat:
    """Return the format of a column: where it is doubtful, or only the file decides, the one that fits `field`."""
    found = number_format(texts, of_file)
    if not found.example:
        return found
    other = found.other
    fits = [_count_within(field, texts, each) for each in (found, other)]
    return other if fits[1] > fits[0] else replace(found, is_doubtful=found.is_doubtful and fits[0] == fits[1])


def undecided_format(
    texts: Sequence[str], of_file: Mark | None, field: Field | None = None
) -> tuple[dict[str, str], dict[str, str]] | None:
    """Return the numbers of a column with a decimal point, and as its marks group thousands; None where a cell decides.

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
    return partial(read_quantity, **_marks(found))


class _Marks(TypedDict):
    """Which marks group thousands; see `read_quantity`."""

    commas_are_thousands: bool
    dots_are_thousands: bool


def _marks(found: NumberFormat) -> _Marks:
    return {
        "commas_are_thousands": found.groups and found.decimal == ".",
        "dots_are_thousands": found.groups and found.decimal == ",",
    }


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


def range_in_words(field: Field) -> str:
    """Return which numbers `field` can hold."""
    what = "a whole number" if field.whole else "a number"
    between = allowed_range(field)
    return f"{what} from {between}" if between else what


def allowed_range(field: Field) -> str:
    """Return 0.1 to 8, or 0 to 1,000,000; empty where `field` has no limits."""
    if field.minimum is None or field.maximum is None:
        return ""
    return f"{field.minimum:,.10g} to {field.maximum:,.10g}"


def _are_shares(numbers: Sequence[float | None], of: int) -> bool:
    """Tell whether a column of percentages holds shares instead, as a spreadsheet's percent format is saved.

    Only fractions show it: 0 and 1 alone may as well be percentages.
    """
    known = [number for number in numbers if number is not None]
    return len(numbers) == of and bool(known) and all(0 <= number <= 1 for number in known) and not {0, 1} >= {*known}


def _as_percent(number: float | None) -> float | None:
    return None if number is None else round(100 * number, 6)
