"""Columns of a statistics file named by their labels, where their names have no meaning."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.files.layout import PARTS_JOINED_BY
from analysis.outcome_log.headers import read_header
from analysis.outcome_log.questions_in_headers import asks_about

if TYPE_CHECKING:
    from analysis.files.text_table import TextTable


def named_by_labels(table: TextTable) -> TextTable:
    """Name the columns of a statistics file by their labels, too, where only these say what they are."""

    def title(name: str) -> str:
        label = " ".join(table.labels.get(name, "").split())
        has_meaning = label and read_header(name) is None and (read_header(label) or asks_about(label))
        return f"{name}{PARTS_JOINED_BY}{label}" if has_meaning else name

    names = list(table.frame.columns)
    titles = [title(name) for name in names] if table.labels else names
    return table.renamed(titles) if titles != names and len({*titles}) == len(titles) else table
