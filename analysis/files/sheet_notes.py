"""What the manager should know of a sheet: which it is, what is hidden in it, which of its cells were filled."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.files.quoting import quoted
from analysis.files.sheet_columns import column_letters

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from analysis.files.header import Header
    from analysis.files.sheet_texts import SheetTexts


def notes_on(sheet: SheetTexts, header: Header, frame: pd.DataFrame, *, is_alone: bool) -> tuple[str, ...]:
    """Return the notes on a sheet.

    Parameters
    ----------
    sheet : SheetTexts
    header : Header
    frame : DataFrame
        Its rows below the header: categorical columns of texts called 0, 1, …
    is_alone : bool
        Whether no other sheet is read together with it.
    """
    which = _which_sheet(sheet) if is_alone else ()
    return (*which, *_hidden(sheet, header, frame), *_durations(sheet, header), *_coloured(sheet, header, frame))


def _which_sheet(sheet: SheetTexts) -> tuple[str, ...]:
    if len(sheet.sheets) == 1:
        return ()
    others = quoted(each for each in sheet.sheets if each != sheet.name)
    kind = "" if sheet.is_visible else ", which is hidden"
    some_hidden = f" ({sheet.hidden} of the {len(sheet.sheets)} sheets are hidden)" if sheet.hidden else ""
    notes = (f"Read from the sheet “{sheet.name}”{kind}; the workbook also has {others}{some_hidden}.",)
    if not sheet.same_header:
        return notes
    same = quoted(sheet.same_header)
    verb = "has" if len(sheet.same_header) == 1 else "have"
    return (*notes, f"{same} {verb} the same header and could be read together with it.")


def _hidden(sheet: SheetTexts, header: Header, frame: pd.DataFrame) -> tuple[str, ...]:
    numbers = (
        [row for row in (row + 1 for row in sheet.marks.hidden_rows) if header.last_row < row <= frame.index[-1]]
        if len(frame)
        else []
    )
    rows = int((frame.loc[numbers] != "").any(axis="columns").sum()) if numbers else 0
    columns = [
        column
        for column in sheet.marks.hidden_columns
        if column < len(header.names) and (header.names[column] or any(map(str.strip, frame[column].cat.categories)))
    ]
    parts = []
    if rows:
        by = " by a filter" if sheet.marks.is_filtered else ""
        parts.append(f"{rows:,} rows are hidden{by}" if rows > 1 else f"1 row is hidden{by}")
    if columns:
        named = quoted(header.names[column] or column_letters(column) for column in columns)
        parts.append(f"the columns {named} are hidden" if len(columns) > 1 else f"the column {named} is hidden")
    if not parts:
        return ()
    return (f"In the sheet “{sheet.name}” {' and '.join(parts)}; hidden rows and columns were read, too.",)


def _coloured(sheet: SheetTexts, header: Header, frame: pd.DataFrame) -> tuple[str, ...]:
    """Say which columns hold nothing but colours: what they mean is known to whoever chose them."""
    named = [column for column in sheet.marks.coloured if column < len(header.names) and header.names[column]]
    blank = [column for column in named if not any(map(str.strip, frame[column].cat.categories))]
    if not blank or not len(frame):
        return ()
    names = quoted(header.names[column] for column in blank)
    holds = "holds" if len(blank) == 1 else "hold"
    return (
        f"{names} {holds} no text but coloured cells, and colours are not read: write their meaning into the cells.",
    )


def notes_on_merged(header: Header, merged: Mapping[int, tuple[int, int]]) -> tuple[str, ...]:
    """Return a note on merged cells, by how many of them filled how many others in each column."""
    if not merged:
        return ()
    parts = []
    for column, (cells, filled) in merged.items():
        name = header.names[column] or column_letters(column)
        of_cells = f"{cells:,} merged cells" if cells > 1 else "1 merged cell"
        parts.append(
            f"“{name}” ({of_cells}, {filled:,} more rows)" if filled > 1 else f"“{name}” ({of_cells}, 1 more row)"
        )
    return (f"The text of a merged cell was given to each row that it covers: {', '.join(parts)}.",)


def _durations(sheet: SheetTexts, header: Header) -> tuple[str, ...]:
    if not sheet.durations:
        return ()
    named = quoted(header.names[column] or column_letters(column) for column in sheet.durations)
    return (f"The durations in {named} were read as numbers of hours.",)
