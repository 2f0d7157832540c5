"""Distinct texts in, levels out: each reader turns the few hundred texts of a column into values, never its rows."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from analysis.files.many_texts import ManyTexts, are_stripped, digit_forms, sorted_places
from analysis.outcome_log.answers import answers_of_pair
from analysis.outcome_log.codebook import Field, ends_like_an_id, fold
from analysis.outcome_log.date_columns import calendar_of, date_order
from analysis.outcome_log.dates import DateOrder, languages_of, read_date
from analysis.outcome_log.no_dates import is_no_date, read_as_no_date
from analysis.outcome_log.number_values import numbers_of_field, range_in_words
from analysis.outcome_log.numbers import converted, missing_codes, read_quantity
from analysis.outcome_log.reading import BLANK, Reading, assembled

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from analysis.outcome_log.calendars import Calendar

# A spreadsheet writes the code 12 as 12.0 once a blank stands in its column.
_WHOLE = re.compile(r"^(\d+)[.,]0+$")
_OLD = re.compile(r"\s+(?:old|of age)\.?\s*$", re.IGNORECASE)
# Texts that a reason names.
EVIDENCE = 2
# Two parts of the name of a group with what stands between them.
_PARTS = re.compile(r"([^\W_]+)([\s.\-–_'’]+)(?=([^\W_]+))")
_ROMAN = re.compile(r"[ivx]+")
# Shorter words may be a name and an initial: Ann E is not Anne.
_SHORTEST_WORD = 3
MOST_SPELLINGS = 3
_ONE_TWO = frozenset({"1", "2"})
# Groups of ages are coded with one digit; in bands of five years there are up to 15 of them, numbered without a gap.
LARGEST_AGE_CODE, MOST_AGE_GROUPS = 9, 15


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
        reading = assembled(texts, read, is_missing, "a date such as 2026-05-14")
        return replace(reading, note=read_as_no_date(texts))
    if field.kind == "number":
        return numbers_of_field(field, texts, "," if decimal_comma else None)
    if field.levels:
        reading = assembled(*_levels(field, texts), "one of: " + ", ".join(field.levels))
        return _in_order(reading, field.levels)
    if field.kind == "text":
        return read_ids(texts, field.is_missing)
    return read_open_category(texts, field.is_missing)


def read_ids(texts: Sequence[str], is_missing: Callable[[str], bool]) -> Reading:
    """Return texts that distinguish treatments or clients, sorted, without outer blanks."""
    if not isinstance(texts, ManyTexts) or not are_stripped(texts):
        return assembled(texts, str.strip, is_missing, "")
    # Which texts a column has for "not known" shows in their forms: an id that ends in a digit is none.
    forms, of_texts = digit_forms(texts)
    marks = np.array([not ends_like_an_id(form) for form in forms], dtype=bool)[of_texts]
    places = np.flatnonzero(marks)
    marks[places] = [is_missing(text) for text in texts.taken(places)]
    order = sorted_places(texts)
    order = order[~marks[order]] if len(places) else order
    codes = np.full(len(texts), BLANK, dtype=np.int32)
    codes[order] = np.arange(len(order))
    return Reading(texts.taken(order), codes)


def _is_missing_date(text: str, field: Field) -> bool:
    return field.is_missing(text) or is_no_date(text)


def _levels(
    field: Field, texts: Sequence[str]
) -> tuple[Sequence[str], Callable[[str], str | None], Callable[[str], bool]]:
    """Return texts, how to find the level of each, and which of them say "not known"."""
    if field.kind != "yes/no":
        are_ages = field.bands_from and not are_codes_of_ages(texts)
        return texts, partial(band_of_age if are_ages else _level, field=field), field.is_missing
    pair = answers_of_pair(texts, field) or {}
    # Beside 2, and without 0, 1 may mean yes or no.
    unclear = _ONE_TWO if {*map(fold, texts)} >= _ONE_TWO and "0" not in texts else frozenset()
    return (
        texts,
        lambda text: pair.get(text) or (None if fold(text) in unclear else field.level_of(text)),
        lambda text: text not in pair and field.is_missing(text),
    )


def why_no_values(field: Field, texts: Sequence[str]) -> str:
    """Return why none or few of the filled texts of a column are values of `field`, with two of them as evidence."""
    evidence = " and ".join(f"“{text.strip()}”" for text in texts[:EVIDENCE])
    if field.kind == "date" and (calendar := calendar_of(texts)) is not None:
        return f"its dates, such as {evidence}, are in the {calendar} calendar"
    if field.kind == "date" and date_order(texts) == "unclear":
        return f"its dates, such as {evidence}, do not show whether the day, the month or the year comes first"
    what = {"date": "a date", "number": range_in_words(field)}.get(field.kind, f"one of: {', '.join(field.levels)}")
    return f"its values, such as {evidence}, are not understood as {what}"


def read_open_category(
    texts: Sequence[str],
    is_missing: Callable[[str], bool] = lambda text: not text.strip(),
    key_of: Callable[[str], str] | None = None,
) -> Reading:
    """Return the levels of a category whose names are not known beforehand.

    Texts with the same `key_of` (default `group_key`) are one level, called as in the first text (callers put the most
    common text first). The note names those that differ in more than case and blanks.
    """
    keys = [None if is_missing(text) else (key_of or group_key)(text) for text in texts]
    names: dict[str, str] = {}
    others: dict[str, str] = {}
    for key, text in zip(keys, texts, strict=True):
        if key is not None:
            name = names.setdefault(key, _name_of_level(text))
            if level_key(text) != level_key(name):
                others.setdefault(text.strip(), name)
    ordered = sorted(names, key=lambda key: natural_order(names[key]))
    codes = {key: position for position, key in enumerate(ordered)}
    return Reading(
        tuple(names[key] for key in ordered),
        np.array([BLANK if key is None else codes[key] for key in keys], dtype=np.int64),
        note=_read_as_one(others),
    )


def _read_as_one(others: Mapping[str, str]) -> str:
    """Say which spellings were read as another one; "" without any."""
    said = [f"“{text}” was read as “{name}”" for text, name in list(others.items())[:MOST_SPELLINGS]]
    more = len(others) - len(said)
    return ", ".join(said) + (f", and {more} more so" if more else "")


def _name_of_level(text: str) -> str:
    return _WHOLE.sub(r"\1", " ".join(text.split()))


def read_scale(texts: Sequence[str], places: Mapping[str, float]) -> Reading:
    """Return the levels of a scale in its order; texts that have no place on it are blank.

    Texts with the same place are one level, called as the first of them (callers put the most common text first).
    """
    names: dict[float, str] = {}
    for text in texts:
        if text in places:
            names.setdefault(places[text], _name_of_level(text))
    ordered = {place: position for position, place in enumerate(sorted(names))}
    codes = [ordered[places[text]] if text in places else BLANK for text in texts]
    return Reading(tuple(names[place] for place in ordered), np.array(codes, dtype=np.int64))


def level_key(text: str) -> str:
    """Return what all spellings of one level share: case, spaces and a spreadsheet's ".0" do not count."""
    return _WHOLE.sub(r"\1", fold(text))


def group_key(text: str) -> str:
    """Return what all spellings of one group share: `level_key`, and how its parts are joined where that says nothing.

    “J.S.” is JS, “Skin Pen” is SkinPen and “L-2401” is L2401; “Ann E” is not Anne, I-II not III, and 1-2 not 12.
    """
    return _PARTS.sub(_joined, level_key(text)).rstrip(".") or level_key(text)


def _joined(parts: re.Match[str]) -> str:
    left, between, right = parts.groups()
    is_minus = between[0].isspace() and between[-1] in "-–" and right[0].isdigit()
    if is_minus or left[-1].isdigit() or (_ROMAN.fullmatch(left) and _ROMAN.fullmatch(right)):
        return parts[0]
    are_initials = len(left) == len(right) == 1
    are_words = min(len(left), len(right)) >= _SHORTEST_WORD
    return left if are_initials or are_words or right[0].isdigit() else f"{left} "


def natural_order(text: str) -> tuple[tuple[int, int, str], ...]:
    """Return a sort key that puts "P9" before "P10"."""
    parts = re.findall(r"\d+|\D+", fold(text))
    # Digits compare by their number first: as numbers they could be too long to convert.
    digits = [part.lstrip("0") if part.isdecimal() else None for part in parts]
    return tuple(
        (1, 0, part) if number is None else (0, len(number), number) for part, number in zip(parts, digits, strict=True)
    )


def _level(text: str, field: Field) -> str | None:
    return field.level_of(text)


def are_codes_of_ages(texts: Sequence[str]) -> bool:
    """Tell whether the numbers of a column of ages are codes of age groups, such as 1 to 5: nobody treated is so young.

    With a unit they are ages.
    """
    quantities = [quantity for text in texts if (quantity := read_quantity(text)) is not None]
    if not quantities or any(quantity.unit for quantity in quantities):
        return False
    numbers = {quantity.number for quantity in quantities}
    numbers -= {*missing_codes(numbers)}
    if not numbers or min(numbers) < 0 or not all(number.is_integer() for number in numbers):
        return False
    is_without_gap = min(numbers) <= 1 and len(numbers) == max(numbers) - min(numbers) + 1
    return max(numbers) <= (MOST_AGE_GROUPS if is_without_gap else LARGEST_AGE_CODE)


def band_of_age(text: str, field: Field) -> str | None:
    """Return the band of an age; the age itself goes no further."""
    level = field.level_of(text)
    if level is not None:
        return level
    quantity = read_quantity(_OLD.sub("", text))
    age = None if quantity is None else converted(quantity, "years")
    if age is None or not 0 <= age <= 120:  # noqa: PLR2004 - nobody is known to have been older than 122
        return None
    return field.levels[int(np.searchsorted(field.bands_from, int(age), side="right"))]


def _in_order(reading: Reading, levels: tuple[str, ...]) -> Reading:
    """Return `reading` over all the `levels` of the field in the codebook's order."""
    positions = np.array([levels.index(level) for level in reading.levels], dtype=np.int64)
    codes = np.where(
        reading.codes >= 0, positions[np.maximum(reading.codes, 0)] if len(positions) else -1, reading.codes
    )
    return Reading(levels, codes, reading.expected)
