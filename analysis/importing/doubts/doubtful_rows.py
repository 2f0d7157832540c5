"""Rows that may be no treatments: tests and examples, rows struck through, sums without a word, rows prepared for
later, closed days, the same once more, another table below.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from analysis.importing.doubts.doubt import COUNT_THEM, Doubt, Option
from analysis.outcome_log.columns import TREATMENT_ID
from analysis.outcome_log.log import CLIENT, DATE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analysis.files.doubtful_rows import RowsDoubt
    from analysis.importing.draft import Draft

NAMED_ROWS = 5


@dataclass(frozen=True)
class _Wording:
    """How rows of one kind are asked about, and why they are set aside.

    `one` and `several` say why of one row and of several.
    """

    about: str
    question: str
    one: str
    several: str
    leave: str
    reason: str
    keep: str = COUNT_THEM


_EXAMPLES = _Wording(
    about="examples",
    question="Should rows marked as a test, an example or a mistake count as treatments?",
    one="{} is marked as a test, an example or a mistake.",
    several="{} are marked as tests, examples or mistakes.",
    leave="leave them out: they are tests or examples",
    reason="a test or an example is not a treatment",
)
_STRUCK = _Wording(
    about="struck rows",
    question="Should rows that are struck through count as treatments?",
    one="{} is struck through in the workbook.",
    several="{} are struck through in the workbook.",
    leave="leave them out: they were struck because they do not count",
    reason="the row is struck through",
)
_TOTALS = _Wording(
    about="sums",
    question="Are the rows with only numbers totals?",
    one="{} has numbers in unusual places, and nothing that every treatment has.",
    several="{} have numbers in unusual places, and nothing that every treatment has.",
    leave="leave them out: they are totals",
    reason="a row of totals is not a treatment",
)
_WAITING = _Wording(
    about="rows filled in before",
    question="Are the last rows treatments, or were they prepared for later?",
    one="{} has only an ID and an answer, and nothing else that every treatment has.",
    several="{} have only an ID and the same answer, and nothing else that every treatment has.",
    leave="leave them out: they were prepared for later",
    reason="the row was only prepared for a later treatment",
)
_PASTED = _Wording(
    about="rows pasted twice",
    question="Are repeated rows separate treatments?",
    one="{} is the same as an earlier row in every column.",
    several="{} repeat earlier rows in every column, one below another.",
    leave="count them once: they were pasted twice",
    reason="an earlier row is the same",
    keep="count them again: they are separate treatments",
)
_CLOSED = _Wording(
    about="closed days",
    question="Are rows that name a closed day or a holiday treatments?",
    one="{} names a closed day or a holiday, and beside it only a day, default answers or a note.",
    several="{} name closed days or holidays, and beside them only days, default answers or notes.",
    leave="leave them out: nobody was treated",
    reason="a day on which nobody was treated is not a treatment",
)


def tests_and_examples(draft: Draft) -> Doubt | None:
    """Return whether rows count that call themselves a test or an example; None where there are none."""
    return _doubt(draft, "example", _EXAMPLES)


def rows_struck_through(draft: Draft) -> Doubt | None:
    """Return whether rows count that are struck through; None where there are none."""
    return _doubt(draft, "struck", _STRUCK)


def sums_without_a_word(draft: Draft) -> Doubt | None:
    """Return whether rows of unlikely numbers are treatments; None where there are none."""
    return _doubt(draft, "total", _TOTALS)


def rows_filled_in_before(draft: Draft) -> Doubt | None:
    """Return whether rows count that hold an ID and a default, and nothing else; None where there are none."""
    return _doubt(draft, "waiting", _WAITING)


def days_closed(draft: Draft) -> Doubt | None:
    """Return whether rows count that name a closed day beside default answers; None where there are none."""
    return _doubt(draft, "closed", _CLOSED)


def rows_pasted_twice(draft: Draft) -> Doubt | None:
    """Return whether rows count that stand further up already, one below another; None where there are none."""
    fields = {column.field for column in draft.columns}
    return None if TREATMENT_ID in fields or fields.isdisjoint({CLIENT, DATE}) else _doubt(draft, "pasted", _PASTED)


def another_table(draft: Draft) -> Doubt | None:
    """Return whether a file is the log without another table that stands below it; None where there is none."""
    rows = [row for problem in draft.table.set_aside if problem.is_of_another_log for row in problem.rows]
    if not rows:
        return None
    because = (
        f"Row {min(rows):,} names other columns than the header, so the {len(rows):,} rows from there on belong "
        "to another table. If they are treatments, too, give both tables the same header, or save the other one "
        "as a separate file."
    )
    question = f"Should the file be read without these {len(rows):,} rows?"
    return Doubt("another table", question, because, [Option("read the file without them", draft)], must_ask=True)


def _doubt(draft: Draft, kind: RowsDoubt, wording: _Wording) -> Doubt | None:
    rows = draft.table.rows_in_doubt(kind)
    # Where the screen left no column, there is no outcome either, and the page shows that.
    if not rows.any() or rows.all() or draft.table.frame.columns.empty:
        return None
    numbers = draft.table.frame.index[rows].tolist()
    options = [
        Option(wording.leave, draft.without_rows(rows, draft.table.frame.columns[0], wording.reason)),
        Option(wording.keep, draft),
    ]
    because = (wording.one if len(numbers) == 1 else wording.several).format(rows_named(numbers))
    return Doubt(wording.about, wording.question, because, options, rows=tuple(np.flatnonzero(rows).tolist()))


def rows_named(numbers: Sequence[int]) -> str:
    """Return a few rows by their numbers in the file: "Rows 5, 9 and 12"."""
    if len(numbers) == 1:
        return f"Row {numbers[0]:,}"
    named = [f"{number:,}" for number in numbers[:NAMED_ROWS]]
    more = f"{len(numbers) - NAMED_ROWS:,} more" if len(numbers) > NAMED_ROWS else named.pop()
    return f"Rows {', '.join(named)} and {more}"
