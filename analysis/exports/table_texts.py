"""The cells of a table as texts: those that pages, slides and sheets of paper show."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.wording.numbers import cells

if TYPE_CHECKING:
    import pandas as pd


def rows_as_texts(table: pd.DataFrame, decimals: int = 1) -> list[list[str]]:
    """Return the cells of a table, a list for each row.

    Parameters
    ----------
    table : DataFrame
    decimals : int
        Of its numbers that are not whole.
    """
    named = zip(map(str, table.columns), column_values(table), strict=True)
    columns = [cells(values, name, decimals) for name, values in named]
    return [list(row) for row in zip(*columns, strict=True)]


def column_values(table: pd.DataFrame) -> list[list[object]]:
    """Return the values of each column, None where there is none."""
    return [list(values.astype(object).where(values.notna(), None)) for _, values in table.items()]
