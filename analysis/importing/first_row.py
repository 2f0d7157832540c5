"""A first row of which nothing shows that it names the columns: what speaks for it after all, and what is asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.outcome_log.headers import says

if TYPE_CHECKING:
    from analysis.files.reading import TextTable


def names_fields(table: TextTable) -> bool:
    """Tell whether each name is that of a field, and none is a value: "flare" may stand in a log's first row."""
    for name, column in table.frame.items():
        texts = {*map(str.strip, column.cat.categories)} - {""}
        # A column of ticks may hold its own name.
        if says(str(name)) is None or (name in texts and len(texts) > 1):
            return False
    return True


def what_first_row_is(row: int) -> tuple[str, str]:
    """Return what is asked of the row taken for the header, and why."""
    because = f"Each cell of row {row} looks like those below it, so nothing shows that it names the columns."
    return f"What is row {row} of the file?", because
