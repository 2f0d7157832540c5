"""Days of the breakout in weeks or hours, or in words: converted, so that the window holds for them, too."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from analysis.files.quoting import quoted
from analysis.importing.doubts.doubt import Doubt, Option
from analysis.outcome_log.codebook import load
from analysis.outcome_log.header_spellings import field_called
from analysis.outcome_log.headers import field_of_header
from analysis.outcome_log.numbers import Quantity, converted, is_same_unit, read_quantity, unit_called

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analysis.importing.draft import Draft
    from analysis.outcome_log.column_texts import Texts

ABOUT, ABOUT_WORDS, ABOUT_TIME = "units of days", "days in words", "unit of a time"
_DAYS = "days"
_TIME = re.compile(r"\btime\b", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+")
_DAY_NUMBER = re.compile(r"(?:on )?(?:d|day|tag|jour|día|giorno|dag)\.? ?(\d{1,4})")
_NAMED_DAYS = {
    **dict.fromkeys(("same day", "the same day", "on the day", "day of treatment"), "0"),
    **dict.fromkeys(("next day", "the next day", "day after", "the day after", "following day"), "1"),
}
# A column of which fewer texts are numbers holds something else.
_MOST = 0.5


def days_in_another_unit(draft: Draft) -> Doubt | None:
    """Return the draft with such columns in days; None where there are none. It is certain, and only recorded."""
    taken = {column.field for column in draft.columns}
    chosen = dict(draft.choices.columns)
    units: dict[str, str] = {}
    converted_draft = draft
    for name in draft.clues:
        field, unit = _counted_in(name)
        if not field or field in taken or name in chosen or not _are_numbers(draft.texts(name)):
            continue
        taken.add(field)
        units[name] = unit
        columns = (*converted_draft.choices.columns, (name, field))
        with_unit = {text: f"{text.strip()} {unit}" for text in draft.texts(name).filled if _is_bare(text)}
        choices = replace(converted_draft.choices, columns=columns)
        converted_draft = converted_draft.with_texts(name, with_unit).with_choices(choices)
    if not units:
        return None
    because = f"the unit is in the header: {', '.join(f'{quoted([name])} in {unit}' for name, unit in units.items())}"
    option = Option("in the unit of the header, converted to full days", converted_draft)
    return Doubt(ABOUT, f"In which unit is {quoted(units)}?", because, [option], tuple(units))


def time_without_a_unit(draft: Draft) -> Doubt | None:
    """Return in which unit a column such as “Time to onset” is; None where there is none, or its cells have units."""
    taken, chosen = {column.field for column in draft.columns}, dict(draft.choices.columns)
    for name in draft.clues:
        # Most columns are none by their header: their cells are not looked at.
        in_days = field_called(_TIME.sub(_DAYS, name)) if _TIME.search(name) and name not in chosen else None
        if in_days is None or in_days in taken or load()[in_days].unit != _DAYS or not _are_numbers(draft.texts(name)):
            continue
        bare = [text for text in draft.texts(name).filled if _is_bare(text)]
        if bare:
            return _in_which_unit(draft, name, in_days, bare)
    return None


def _in_which_unit(draft: Draft, name: str, field: str, bare: Sequence[str]) -> Doubt:
    example = bare[0].strip()
    options = [
        Option(
            f"in {unit}",
            draft.with_texts(name, {text: f"{text.strip()} {unit}" for text in bare}).with_choices_for_columns(
                {name: field}, {name: f"it counts {unit}"}
            ),
            f"“{example}” is {example} {unit}",
        )
        for unit in (_DAYS, "hours", "weeks")
    ]
    because = f"Neither the header nor cells such as “{example}” name a unit."
    return Doubt(ABOUT_TIME, f"In which unit is “{name}”?", because, options, (name,), must_ask=True)


def days_in_words(draft: Draft) -> Doubt | None:
    """Return the draft with “day 2” as day 2, and the same day as day 0; None where no cell says so. It is certain."""
    chosen = dict(draft.choices.columns)
    found: dict[str, dict[str, str]] = {}
    for name in draft.clues:
        field = field_of_header(name)
        if field is None or load()[field].role != "course" or load()[field].kind != "number" or name in chosen:
            continue
        meant = {text: day for text in draft.texts(name).filled if (day := _day_in_words(text)) is not None}
        if meant:
            found[name] = meant
            draft = draft.with_texts(name, meant)
    if not found:
        return None
    text, day = next(iter(next(iter(found.values())).items()))
    only = Option(f"“{text.strip()}” is day {day} after the treatment", draft)
    question = f"Which days are meant in {quoted(found)}?"
    return Doubt(ABOUT_WORDS, question, "the cells count the days in words", [only], tuple(found))


def _day_in_words(text: str) -> str | None:
    plain = " ".join(text.casefold().split())
    if plain in _NAMED_DAYS:
        return _NAMED_DAYS[plain]
    match = _DAY_NUMBER.fullmatch(plain)
    return match[1] if match is not None else None


def _counted_in(header: str) -> tuple[str, str]:
    """Return the field of days that a header names in another unit of time, and that unit; "" for both else."""
    for word in _WORD.findall(header):
        # "Time" is an hour in Danish, and none in English.
        unit = "" if _TIME.fullmatch(word) else unit_called(word)
        if not unit or is_same_unit(unit, _DAYS) or converted(Quantity(1, unit), _DAYS) is None:
            continue
        in_days = field_called(re.sub(rf"(?<![^\W\d_]){re.escape(word)}(?![^\W\d_])", _DAYS, header))
        if in_days is not None and load()[in_days].unit == _DAYS:
            return in_days, unit
    return "", ""


def _is_bare(text: str) -> bool:
    quantity = read_quantity(text)
    return quantity is not None and not quantity.unit


def _are_numbers(texts: Texts) -> bool:
    return bool(texts.filled) and sum(read_quantity(text) is not None for text in texts.filled) > _MOST * len(
        texts.filled
    )
