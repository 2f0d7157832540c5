"""Which table of a file is the log: one sheet or several together, each row alone or the rows of a record joined."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from analysis.importing.doubts.doubt import Doubt, Option

if TYPE_CHECKING:
    from collections.abc import Mapping

    from analysis.identifiers.screening import Screened
    from analysis.importing.draft import Draft


@dataclass(frozen=True, eq=False)
class TableDoubt:
    """What a file can be taken for, each reading a table of its own that was read and screened.

    Attributes
    ----------
    about, question, because : str
        See `Decision`.
    readings : mapping of str to Screened
    records : str
        The column that tells records, where it is not certain which of their rows belong together; else "".
    columns : tuple of str
        The columns that it is about.
    rows : tuple of int
        The places in the table, as it is read so far, of rows that show it.
    then : mapping of str to TableDoubt
        For the readings under which another table question comes next.
    """

    about: str
    question: str
    because: str
    readings: Mapping[str, Screened]
    records: str = ""
    columns: tuple[str, ...] = ()
    rows: tuple[int, ...] = ()
    then: Mapping[str, TableDoubt] = field(default_factory=dict)


def which_table(draft: Draft) -> Doubt | None:
    """Return which table the log is; None where the file has one."""
    of = draft.table_doubt
    if of is None:
        return None
    options = [Option(reading, _taken_for(draft, of, reading)) for reading in of.readings]
    columns = tuple(name for name in of.columns if name in draft.clues)
    rows = of.rows if draft.clues else ()
    return Doubt(of.about, of.question, of.because, options, columns if rows else (), rows=rows, must_ask=True)


def _taken_for(draft: Draft, of: TableDoubt, reading: str) -> Draft:
    screened = of.readings[reading]
    # What comes of the rows of a record later rests on what was chosen for them.
    choices = draft.choices.with_answer(of.about, reading) if of.records else draft.choices
    known = replace(draft, choices=choices, table_doubt=of.then.get(reading), records=of.records)
    return replace(known, table=screened.table, clues=screened.clues)
