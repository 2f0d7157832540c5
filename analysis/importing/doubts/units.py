"""Days of the breakout that a header counts in weeks or hours: converted, so that the window holds for them, too."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from analysis.files.quoting import quoted
from analysis.importing.doubts.doubt import Doubt, Option
from analysis.outcome_log.codebook import load
from analysis.outcome_log.header_spellings import field_called
from analysis.outcome_log.numbers import Quantity, converted, is_same_unit, read_quantity, unit_called

if TYPE_CHECKING:
    from analysis.importing.draft import Draft
    from analysis.outcome_log.column_texts import Texts

ABOUT = "units of days"
_DAYS = "days"
_WORD = re.compile(r"[^\W\d_]+")
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


def _counted_in(header: str) -> tuple[str, str]:
    """Return the field of days that a header names in another unit of time, and that unit; "" for both else."""
    for word in _WORD.findall(header):
        unit = unit_called(word)
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
