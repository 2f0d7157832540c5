"""Which column of a file is which field: each by what its header and its values can be, beside all others."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from analysis.errors import DashboardError
from analysis.outcome_log.bookkeeping import is_bookkeeping
from analysis.outcome_log.codebook import Codebook, Field, load
from analysis.outcome_log.columns import EXTRA_FACTOR, INDIVIDUAL, LEAVE_OUT, Clues, Column, Confidence
from analysis.outcome_log.headers import read_header
from analysis.outcome_log.log import DATE, OUTCOME
from analysis.outcome_log.value_kinds import kind_of_values

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from analysis.outcome_log.value_kinds import ValueKind

# Days of the next visit, of a review or of a birth are no days of treatment, however much they look like them.
_ANOTHER_DAY = re.compile(
    r"\b(?:next|follow|fu|f/u|review|check|expir\w*|due|consent\w*|birth\w*|born|dob|last|prev\w*|reminder|recall|"
    r"n[äa]chste\w*|prochain\w*|pr[óo]xim\w*|volgende)\b|follow[ _-]?up",
    re.IGNORECASE,
)


def recognise(
    clues: Mapping[str, Clues],
    chosen: Mapping[str, str] | None = None,
    because: Mapping[str, str] | None = None,
    kinds: Mapping[str, ValueKind] | None = None,
) -> tuple[Column, ...]:
    """Return what each column of a table is.

    Parameters
    ----------
    clues : mapping
        What each column can be, in the order of the file.
    chosen : mapping, optional
        Column name to field name, "extra factor" or "leave out": what the manager chose, which always holds.
    because : mapping, optional
        Why a column of `chosen` is that, where it was decided without the manager.
    kinds : mapping, optional
        Column name to what its values are, as the manager chose.

    Raises
    ------
    KeyError
        Where `chosen` names a column or a field that does not exist.
    DashboardError
        Where `chosen` gives two columns the same field.
    """
    chosen, because = dict(chosen or {}), because or {}
    taken = _taken_by_choice(clues, chosen, load())
    columns = {name: _by_choice(clues[name], meaning) for name, meaning in chosen.items()}
    columns |= {
        name: replace(columns[name], confidence="medium", reason=why)
        for name, why in because.items()
        if name in columns
    }
    columns |= _recognised({name: each for name, each in clues.items() if name not in chosen}, taken)
    if DATE in taken:
        columns |= _times_of_entry({name: each for name, each in clues.items() if name not in columns})
    kinds = kinds or {}
    found = (columns.get(name) or _by_content(each) for name, each in clues.items())
    return tuple(_with_kind(clues[column.name], column, kinds.get(column.name)) for column in found)


def _with_kind(clues: Clues, column: Column, chosen: ValueKind | None) -> Column:
    """Return a column of the clinic's own with what its values are; one that the manager chose a kind for is used."""
    stays_out = chosen is None or clues.bookkeeping or column.confidence == "chosen"
    if column.field is not None or (column.meaning == "left out" and stays_out):
        return column
    if chosen is None:
        return replace(column, kind=clues.kind)
    kind = kind_of_values(clues.name, clues.texts, chosen)
    why = clues.refusal_as(kind)
    if why is not None:
        return Column(clues.name, "left out", None, None, why)
    return replace(_own_factor(clues.name, column.confidence), kind=kind)


def _times_of_entry(clues: Mapping[str, Clues]) -> dict[str, Column]:
    """Return the time stamps of a program, which are nothing beside the days of treatment."""
    stamps = {name: what for name, each in clues.items() if (what := is_bookkeeping(name, each.texts.filled, "time"))}
    return {name: _note_of_the_program(name, what) for name, what in stamps.items()}


def _note_of_the_program(name: str, what: str) -> Column:
    return Column(name, "left out", None, None, f"a note of the program: {what}")


def recognised_alone(clues: Clues) -> Column | None:
    """Return which field a column is where nothing else stands in the file; None where it is none.

    A day that only its content tells is none here.
    """
    return _recognised({clues.name: clues}, {}, by_name_alone={DATE}).get(clues.name)


def _recognised(
    clues: Mapping[str, Clues], taken: dict[str, str], by_name_alone: Collection[str] = ()
) -> dict[str, Column]:
    """Return the columns that header or content tell to be fields; `taken`, the column of each field, grows by them.

    The content alone tells none of the fields in `by_name_alone`.
    """
    codebook, columns = load(), dict[str, Column]()
    guesses = [guess for each in clues.values() for guess in each.guesses]
    is_log = not INDIVIDUAL.isdisjoint({*taken, *(guess.field for guess in guesses)})
    in_groups = Counter(guess.field for guess in guesses if guess.group)
    for guess in sorted(guesses, key=lambda guess: guess.rank):
        # A log of single treatments may have a "freq" of its own, such as a device's frequency.
        if guess.column in columns or (is_log and codebook[guess.field].role == "count"):
            continue
        if guess.group and in_groups[guess.field] > 1:
            # "Month 1 / diet" and "Month 3 / diet": neither is the diet.
            continue
        if guess.field not in taken:
            taken[guess.field] = guess.column
            columns[guess.column] = guess.as_column()
        elif guess.exact:
            reason = f"“{taken[guess.field]}” is already read as {codebook[guess.field].title.lower()}"
            columns[guess.column] = Column(guess.column, "left out", None, None, reason)
    unnamed = {name: each for name, each in clues.items() if name not in columns}
    not_yet_found = [
        field for field in _known_by_content() if field.name not in taken and field.name not in by_name_alone
    ]
    for field, name in _only_column_like(unnamed, not_yet_found):
        reason = "the values fit, but the header does not"
        columns[name] = Column(name, "field", field.name, "low", reason)
    return columns


def _taken_by_choice(clues: Mapping[str, Clues], chosen: Mapping[str, str], codebook: Codebook) -> dict[str, str]:
    """Return the column of each field that the manager named; refuse what cannot be."""
    taken: dict[str, str] = {}
    for name, meaning in chosen.items():
        if name not in clues:
            raise KeyError(name)
        if meaning not in codebook and meaning not in {EXTRA_FACTOR, LEAVE_OUT}:
            raise KeyError(meaning)
        if meaning in codebook and taken.setdefault(meaning, name) != name:
            raise DashboardError(
                f"“{taken[meaning]}” and “{name}” were both chosen as {codebook[meaning].title.lower()}, which can "
                "only be one column: choose another meaning for one of them."
            )
    return taken


def _by_choice(clues: Clues, meaning: str) -> Column:
    if meaning == LEAVE_OUT:
        return Column(clues.name, "left out", None, "chosen", "left out by you")
    if meaning == EXTRA_FACTOR:
        return _by_content(clues, "chosen")
    return Column(clues.name, "field", meaning, "chosen", "chosen by you", meaning == OUTCOME and _denies(clues.name))


def _denies(header: str) -> bool:
    """Tell whether a header says that the skin did not break out."""
    meaning = read_header(header)
    return meaning is not None and meaning.field == OUTCOME and meaning.is_negated


def _by_content(clues: Clues, confidence: Confidence | None = None) -> Column:
    if clues.bookkeeping and confidence is None:
        return _note_of_the_program(clues.name, clues.bookkeeping)
    if clues.refusal:
        return Column(clues.name, "left out", None, None, clues.refusal)
    return _own_factor(clues.name, confidence)


def _own_factor(name: str, confidence: Confidence | None) -> Column:
    return Column(name, "extra factor", None, confidence, "not in the codebook; used under its own name")


def _only_column_like(clues: Mapping[str, Clues], fields: Iterable[Field]) -> Iterator[tuple[Field, str]]:
    """Yield the fields that exactly one column looks like."""
    for field in fields:
        looks = (name for name, each in clues.items() if each.looks_like(field) and not _names_another(name, field))
        # Where a second one does, the others are not looked at.
        first, second = next(looks, None), next(looks, None)
        if first is not None and second is None:
            yield field, first


def _names_another(header: str, field: Field) -> bool:
    """Tell whether a header says that its days are not those of a field that only its values tell."""
    return field.name == DATE and _ANOTHER_DAY.search(header) is not None


@cache
def _known_by_content() -> tuple[Field, ...]:
    """Return the fields with words of their own, and the day of treatment.

    Yes and no, numbers and grades look the same everywhere, so they never tell.
    """
    return tuple(
        field
        for field in load().fields
        if field.name == DATE or (field.role == "factor" and field.levels and field.kind != "yes/no")
    )
