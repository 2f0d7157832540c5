"""Tables about a log: its columns, its versions, and the rows and values that could not be used."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analysis.outcome_log.codebook import load
from analysis.outcome_log.columns import TREATMENT_ID
from analysis.outcome_log.log import CLIENT, DATE, OUTCOME
from analysis.saved_log.matching import MAY_BE_BLANK
from analysis.wording.kinds import kind_of_column
from analysis.wording.saved_log import version_kind, when

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from analysis.files.problems import Problem
    from analysis.outcome_log.columns import Column
    from analysis.saved_log.changes import Effect
    from analysis.saved_log.history import Version
    from analysis.saved_log.texts import TextColumn

# What a manager needs to see of a column to know it again.
ROWS_TO_LOOK_AT, EXAMPLES, LONGEST_EXAMPLE = 1000, 3, 24


def columns_table(columns: Sequence[Column], frame: pd.DataFrame) -> pd.DataFrame:
    """Return one row for each column of the file: how it was read, how sure that is, and examples.

    Parameters
    ----------
    columns : sequence of Column
    frame : DataFrame
        The texts of the file without the columns of personal data.
    """
    first = frame.head(ROWS_TO_LOOK_AT)
    table = pd.DataFrame(
        [
            {
                "Column": each.name,
                "Read as": load()[each.field].title if each.field else each.meaning,
                "Values": kind_of_column(each),
                "How sure": each.confidence or "",
                "Examples": _examples(first[each.name]) if each.name in first else "",
                "Why": each.reason,
            }
            for each in columns
        ],
        columns=["Column", "Read as", "Values", "How sure", "Examples", "Why"],
    )
    # Where every column is a field, kinds need no word.
    return table if any(each.kind is not None for each in columns) else table.drop(columns="Values")


def _examples(column: pd.Series) -> str:
    """Return the most common texts of a column, so that a manager recognises it."""
    filled = Counter(filter(None, map(str.strip, column)))
    common = [text for text, _ in filled.most_common(EXAMPLES)]
    return " · ".join(text if len(text) <= LONGEST_EXAMPLE else f"{text[:LONGEST_EXAMPLE]}…" for text in common)


def versions_table(versions: Sequence[Version]) -> pd.DataFrame:
    """Return one row for each version of the log, the newest first."""
    return pd.DataFrame(
        [
            {
                "Version": each.number,
                "When": when(each.when),
                "What": version_kind(each),
                "In effect": "yes" if each.in_effect else "undone",
                "Rows read": each.rows_read,
                "Rows counted": each.rows_kept,
                "New": each.new,
                "Changed": each.changed,
                "Already there": each.unchanged,
                "Matched without ID": each.paired,
                "By": each.by or "",
                "Digest (SHA-256)": each.digest,
            }
            for each in reversed(versions)
        ]
    )


def pairs_table(
    of: Effect, file_rows: pd.Index, *, doubtful_only: bool = False, most: int | None = None
) -> pd.DataFrame:
    """Return one row for each pair of a treatment in the log and one in the file, the uncertain ones first.

    Parameters
    ----------
    of : Effect
    file_rows : Index
        The number of each row in the file.
    doubtful_only : bool
    most : int, optional
        How many pairs at most.
    """
    doubtful = of.pairs.is_doubtful
    at = np.flatnonzero(doubtful) if doubtful_only else np.argsort(~doubtful, kind="stable")
    row, treatment = of.pairs.row[at[:most]], of.pairs.treatment[at[:most]]
    sides = {"log": (of.comparison.kept, treatment), "file": (of.comparison.columns, row)}
    titles = {name: load()[name].title for name in (CLIENT, DATE, *MAY_BE_BLANK, OUTCOME, TREATMENT_ID)}
    cells = {titles[name]: _texts(of.comparison.columns, name, row) for name in (CLIENT, DATE)}
    cells["Uncertain"] = np.full(len(row), "", dtype=object)
    for name in (*MAY_BE_BLANK, OUTCOME, TREATMENT_ID):
        for side, (columns, positions) in sides.items():
            cells[f"{titles[name]} ({side})"] = _texts(columns, name, positions)
    for name in MAY_BE_BLANK:
        in_log, in_file = (cells[f"{titles[name]} ({side})"] for side in sides)
        for side, is_blank in (("log", (in_log == "") & (in_file != "")), ("file", (in_file == "") & (in_log != ""))):
            cells["Uncertain"][is_blank] += f"no {titles[name].lower()} in the {side}; "
    cells["Uncertain"][doubtful[at[:most]] & (cells["Uncertain"] == "")] = "corrected in the log since"
    cells["Uncertain"] = np.array([doubt.removesuffix("; ") for doubt in cells["Uncertain"]], dtype=object)
    return pd.DataFrame({**cells, "Row of the file": file_rows.to_numpy()[row]})


def _texts(columns: Mapping[str, TextColumn], name: str, positions: np.ndarray) -> np.ndarray:
    if name not in columns:
        return np.full(len(positions), "", dtype=object)
    return columns[name].rows(positions).spread(columns[name].texts, "")


def problems_table(problems: Sequence[Problem]) -> pd.DataFrame:
    """Return one row for each row of the file that a problem touches."""
    return pd.DataFrame(
        [
            {
                "Row": row,
                "Column": column,
                "Value": value,
                "Reason": reason,
                "Row counted": "yes" if problem.row_kept else "no",
            }
            for problem in problems
            for row, column, value, reason in problem.each_row()
        ],
        columns=["Row", "Column", "Value", "Reason", "Row counted"],
    )
