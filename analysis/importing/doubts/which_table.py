"""Which table of a file is the log: one sheet or several together, each row alone or the rows of a record joined."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from analysis.importing.doubts.doubt import Doubt, Option

if TYPE_CHECKING:
    from collections.abc import Mapping

    from analysis.identifiers.screening import Screened
    from analysis.importing.draft import Draft


@dataclass(frozen=True, slots=True, eq=False)
class TableDoubt:
    """What a file can be taken for, each reading a table of its own that was read and screened.

    Attributes
    ----------
    about, question, because : str
        See `Decision`.
    readings : mapping of str to Screened
    """

    about: str
    question: str
    because: str
    readings: Mapping[str, Screened]


def which_table(draft: Draft) -> Doubt | None:
    """Return which table the log is; None where the file has one."""
    of = draft.table_doubt
    if of is None:
        return None
    options = [
        Option(reading, replace(draft, table=screened.table, clues=screened.clues, table_doubt=None))
        for reading, screened in of.readings.items()
    ]
    return Doubt(of.about, of.question, of.because, options, must_ask=True)
