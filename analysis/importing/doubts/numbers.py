"""Numbers that can be read in two ways: with marks of fractions or thousands, as shares or as percentages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.files.quoting import quoted
from analysis.importing.doubts.doubt import Doubt, Option
from analysis.importing.typed_columns import decimal_commas
from analysis.outcome_log.codebook import load
from analysis.outcome_log.number_values import shares_among_percentages, undecided_format

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from analysis.importing.draft import Draft
    from analysis.outcome_log.codebook import Field
    from analysis.outcome_log.column_texts import Texts

ABOUT_FORMAT, ABOUT_SHARES = "number format", "shares and percentages"
MOST_NAMED = 4


def how_numbers_are_written(draft: Draft) -> Doubt | None:
    """Return whether the only mark in the numbers of some columns begins a fraction; None where a cell tells.

    Whoever writes one column so writes all of them so: it is asked once.
    """
    commas = decimal_commas(draft.table, {name: clues.texts for name, clues in draft.clues.items()})
    fractions: dict[str, Mapping[str, str]] = {}
    thousands: dict[str, Mapping[str, str]] = {}
    example = ""
    for name, field, texts in _number_columns(draft):
        readings = undecided_format(texts.filled, "," if commas[name] else None, field)
        if readings is not None:
            fractions[name], thousands[name] = readings
            example = example or next(text for text in readings[0] if readings[0][text] != readings[1][text])
    if not example:
        return None
    name = next(iter(fractions))
    options = [
        Option(f"{example.strip()} is {_written(meant[name][example])}", _with_numbers(draft, meant))
        for meant in (fractions, thousands)
    ]
    because = (
        f"In {_named(fractions)} the mark in “{example.strip()}” may be a decimal mark or a separator of thousands."
    )
    question = f"Which number is “{example.strip()}” in “{name}”?"
    return Doubt(ABOUT_FORMAT, question, because, options, (name,), (example,), must_ask=True)


def shares_beside_percentages(draft: Draft) -> Doubt | None:
    """Return whether numbers from 0 to 1 beside percentages are shares of one or percentages, too; None without any."""
    found = {
        name: shares
        for name, field, texts in _number_columns(draft)
        if _is_of_percentages(name, field, texts) and (shares := shares_among_percentages(texts.filled))
    }
    if not found:
        return None
    name, shares = next(iter(found.items()))
    example = next(iter(shares))
    readings: tuple[tuple[str, Callable[[float], str]], ...] = (
        (f"it is a share: {100 * shares[example]:g} %", lambda share: f"{round(100 * share, 6):g} %"),
        (f"it is a percentage like the others: {shares[example]:g} %", lambda share: f"{share:g} %"),
        ("it is unknown: leave such numbers blank", lambda _: ""),
    )
    options = [
        Option(reading, _with_numbers(draft, {each: {text: write(share) for text, share in of.items()}
                                              for each, of in found.items()}))
        for reading, write in readings
    ]  # fmt: skip
    because = f"In {_named(found)} there are numbers from 0 to 1 next to percentages above 1."
    question = f"What is “{example.strip()}” in “{name}”?"
    return Doubt(ABOUT_SHARES, question, because, options, (name,), tuple(shares), must_ask=True)


def _number_columns(draft: Draft) -> Iterator[tuple[str, Field | None, Texts]]:
    """Yield the columns of numbers that are used, with their field where they are one."""
    codebook = load()
    for column in draft.columns:
        texts = draft.texts(column.name)
        if column.field is not None and codebook[column.field].kind == "number":
            yield column.name, codebook[column.field], texts
        elif column.kind is not None and column.kind.kind == "number" and texts.numbers is not None:
            yield column.name, None, texts


def _is_of_percentages(name: str, field: Field | None, texts: Texts) -> bool:
    if field is not None:
        return field.unit == "%"
    return "%" in name or any("%" in text for text in texts.filled)


def _with_numbers(draft: Draft, meant: Mapping[str, Mapping[str, str]]) -> Draft:
    for name, texts in meant.items():
        draft = draft.with_texts(name, texts)
    return draft


def _written(number: str) -> str:
    return f"{float(number):,.12g}"


def _named(names: Iterable[str]) -> str:
    return quoted(names, MOST_NAMED, " and {} more columns")
