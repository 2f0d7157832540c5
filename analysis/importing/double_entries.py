"""Records that two people typed in, each for themselves: REDCap's double data entry, which numbers them 7--1 and 7--2.

Counted as they stand, each treatment would count twice. Where both entries agree one of them stays; where they differ,
only a person knows which is right.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from analysis.files.many_texts import any_holds, texts_in
from analysis.files.quoting import quoted
from analysis.importing.event_groups import differ_within, group_of_first
from analysis.importing.events import EACH_ROW
from analysis.outcome_log.bookkeeping import is_bookkeeping

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from analysis.files.text_table import TextTable

ABOUT_ENTRIES = "double entry"
FIRST, SECOND = "--1", "--2"
FIRST_COUNTS = f"the first entry counts ({FIRST})"
SECOND_COUNTS = f"the second entry counts ({SECOND})"
# One record with both endings may be a slip.
FEWEST_RECORDS = 2
_MERGED = "the record stands in the file once more, without the ending of its two entries"
_AGREES = "it is the second entry of its record and agrees with the first"
_OTHER = "the other entry of its record counts"
_NAMED = 3


@dataclass(frozen=True, eq=False)
class DoubleEntries:
    """A table with records that were entered twice.

    Attributes
    ----------
    because : str
        How that is known, and where the entries differ.
    readings : mapping of str to TextTable
        What the table may be taken for; one reading where the entries agree.
    rows : tuple of int
        The places of rows whose entries differ.
    columns : tuple of str
        The column of records, and those in which the entries differ.
    """

    because: str
    readings: Mapping[str, TextTable]
    rows: tuple[int, ...]
    columns: tuple[str, ...]


def double_entries(table: TextTable) -> DoubleEntries | None:
    """Return the records of a table that were entered twice; None where there are none."""
    if table.frame.empty:
        return None
    name = table.frame.columns[0]
    categories = texts_in(table.frame[name].array.categories)
    if not any_holds(categories, SECOND):
        return None
    texts = list(map(str.strip, categories))
    entries = np.array([1 if text.endswith(FIRST) else 2 if text.endswith(SECOND) else 0 for text in texts])
    stems = np.array([text[: -len(FIRST)] if entry else text for text, entry in zip(texts, entries, strict=True)])
    codes = table.frame[name].cat.codes.to_numpy()
    entry, record = entries[codes], np.unique(stems, return_inverse=True)[1][codes]
    of_records = [np.isin(record, record[entry == each]) for each in (0, 1, 2)]
    merged = of_records[0] & (entry > 0)
    both = of_records[1] & of_records[2] & ~of_records[0]
    number = len(np.unique(record[both | merged]))
    if number < FEWEST_RECORDS:
        return None
    because = (
        f"In “{name}”, {number:,} records have numbers that end in {FIRST} and {SECOND}: REDCap numbers the entries of "
        "two people this way."
    )
    differing = _differing(table.frame, record, both, entry)
    once = table.without_rows(merged, name, _MERGED)
    if not differing:
        left = once.without_rows((both & (entry == 2))[~merged], name, _AGREES)  # noqa: PLR2004
        return DoubleEntries(because, {FIRST_COUNTS: left}, (), (name,))
    readings = {
        reading: once.without_rows((both & (entry == other))[~merged], name, _OTHER)
        for reading, other in ((FIRST_COUNTS, 2), (SECOND_COUNTS, 1))
    }
    because += f" The two entries differ in {quoted(differing, _NAMED)}."
    values = table.frame[differing[0]].cat.codes.to_numpy().astype(np.int64)
    rows = group_of_first(record, differ_within(np.where(both, record, -1), values))
    return DoubleEntries(because, {**readings, EACH_ROW: table}, rows, (name, *differing[:_NAMED]))


def _differing(frame: pd.DataFrame, record: np.ndarray, both: np.ndarray, entry: np.ndarray) -> tuple[str, ...]:
    """Return the columns in which the two entries of a record differ, what a program notes for itself aside."""
    return tuple(
        name
        for name in frame.columns[1:]
        if not is_bookkeeping(name, list(frame[name].cat.categories))
        and _values(frame, name, record, both & (entry == 1)) != _values(frame, name, record, both & (entry > 1))
    )


def _values(frame: pd.DataFrame, name: str, record: np.ndarray, rows: np.ndarray) -> list[tuple[int, str]]:
    """Return what stands in some rows of one column, by their record."""
    texts = [text.strip() for text in frame[name].cat.categories]
    return sorted((int(of), texts[code]) for of, code in zip(record[rows], frame[name].cat.codes[rows], strict=True))
