"""Where the header of a table stands, how many rows it takes, and one name for each column."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import count, pairwise
from statistics import median
from typing import TYPE_CHECKING, NamedTuple

from analysis.errors import DashboardError
from analysis.files.answer_names import names_answers
from analysis.files.formulas import as_it_was
from analysis.files.header_evidence import (
    LEAST_NAMED,
    are_values,
    below,
    could_be_a_row,
    filled_places,
    is_filled,
    is_name,
    is_plainly_a_row,
    is_value,
    names_columns,
    recurs,
)
from analysis.files.header_groups import end_of_parts, goes_on, separates_names
from analysis.files.layout import PARTS_JOINED_BY
from analysis.files.row_words import is_import_id, is_unit
from analysis.files.titles import HEADER_SEARCH, below_titles, is_dated_title

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import pandas as pd

    from analysis.files.layout import LayoutChoices

# A row of labels stands over so many columns of dates, numbers or answers.
LEAST_LABELLED = 2


class Area(NamedTuple):
    """Cells merged into one: the first and last row and column, counted from 0."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True)
class Header:
    """The header of a table.

    Attributes
    ----------
    first_row : int
        The row it begins in, counted from 1.
    lines : tuple of tuple of str
        Its rows as they stand in the file; none where the table begins with a treatment.
    names : tuple of str
        One text for each column, blank where it has no name.
    notes : tuple of str
        What was passed over and what is in doubt.
    has_longer_rows : bool
        Whether the rows below it have more values than it has places for names.
    above : tuple of tuple of str
        The rows passed over above it that are not blank.
    has_row_names : bool
        Whether the first value of each row was taken for a name of the row, over which the header has none.
    could_be_a_row : bool
        Whether nothing but its place shows that it names the columns, and nobody has confirmed it.
    names_without_values : int
        How many of its last names no row has a value for, not even a blank one.
    """

    first_row: int
    lines: tuple[tuple[str, ...], ...]
    names: tuple[str, ...]
    notes: tuple[str, ...]
    has_longer_rows: bool = False
    above: tuple[tuple[str, ...], ...] = ()
    has_row_names: bool = False
    could_be_a_row: bool = False
    names_without_values: int = 0

    @property
    def last_row(self) -> int:
        """The row it ends in, counted from 1; where there is none, the one above the first treatment."""
        return self.first_row + len(self.lines) - 1


def find_header(
    rows: Sequence[Sequence[str]], choices: LayoutChoices, name: str, merged: Sequence[Area] = ()
) -> Header:
    """Return the header among the first rows of a table.

    Parameters
    ----------
    rows : sequence of sequences of str
        The first rows, blank ones included.
    choices : LayoutChoices
        A header row or a number of header rows that the manager chose.
    name : str
        The file's name, for messages.
    merged : sequence of Area
        The merged cells of a sheet.

    Raises
    ------
    DashboardError
        Where there is no header, or none where the manager says.
    """
    if not any(map(is_filled, rows)):
        raise DashboardError(f"“{name}” has no header and no rows: export the log again and upload that file.")
    start = _first_treatment(rows, choices)
    if start is not None:
        return _without_names(rows, start, is_found=choices.header_rows is None)
    is_chosen = choices.header_row is not None or choices.header_rows is not None
    first, last = _extent(rows, choices, name, merged)
    lines = tuple(tuple(row) for row in rows[first : last + 1])
    above = [row for row in range(first) if is_filled(rows[row])]
    doubtful = recurs(rows, last) if choices.header_row is None else False
    if doubtful and above:
        raise DashboardError(
            f"It is not clear which row of “{name}” names the columns (row {first + 1} looks like a treatment): name "
            "every column in the row above the first treatment, or choose the header row."
        )
    return Header(
        first + 1, lines, _names(lines, first, merged), (*_notes(first, last, above), *_doubts(lines, recurs=doubtful)),
        above=tuple(tuple(rows[row]) for row in above),
        could_be_a_row=not is_chosen and not above and first == last and could_be_a_row(rows, first),
    )  # fmt: skip


def _first_treatment(rows: Sequence[Sequence[str]], choices: LayoutChoices) -> int | None:
    """Return the row, counted from 0, in which a table without a header begins; None where it has one."""
    first = next(row for row in range(len(rows)) if is_filled(rows[row]))
    if choices.header_rows == 0:
        first = first if choices.header_row is None else choices.header_row - 1
        return first if 0 <= first < len(rows) else None
    is_chosen = choices.header_row is not None or choices.header_rows is not None
    is_possible = not is_chosen and first == _first_wide(rows)
    return first if is_possible and is_plainly_a_row(rows, first) else None


def _without_names(rows: Sequence[Sequence[str]], first: int, *, is_found: bool) -> Header:
    widths = Counter(len(row) for row in rows[first:] if is_filled(row))
    names = tuple(f"column {position + 1}" for position in range(max(widths, key=lambda width: widths[width])))
    called = f"the columns are called “{names[0]}” to “{names[-1]}”"
    doubt = f"Row {first + 1} looks like a treatment, and no row names the columns: {called}; check the header row."
    return Header(first + 1, (), names, (doubt,) if is_found else (f"No row names the columns: {called}.",))


def _extent(
    rows: Sequence[Sequence[str]], choices: LayoutChoices, name: str, merged: Sequence[Area]
) -> tuple[int, int]:
    """Return the first and last row of the header, counted from 0."""
    for chosen, what, least in (
        (choices.header_row, "header row", 1),
        (choices.header_rows, "number of header rows", 0),
    ):
        if chosen is not None and chosen < least:
            raise DashboardError(f"“{name}” cannot have {chosen} as its {what}: choose a number from {least}.")
    if choices.header_row is not None:
        first = choices.header_row - 1
        if first + (choices.header_rows or 1) > len(rows):
            raise DashboardError(
                f"“{name}” cannot have its header in row {choices.header_row + (choices.header_rows or 1) - 1}, "
                f"because no header was looked for or found below row {len(rows)}: choose a row further up."
            )
        last = _fuller(rows, first) if choices.header_rows is None else first
        last = last if all(_is_group(rows, row, last, merged) for row in range(first, last)) else first
    else:
        first = last = _fuller(rows, _first_wide(rows))
        while first > 0 and _is_group(rows, first - 1, last, merged):
            first -= 1
    if choices.header_rows is not None:
        return first, min(first + choices.header_rows, len(rows)) - 1
    last = _end_of_labels(rows, end_of_parts(rows, last))
    return first, min(_end_of_merged(merged, first, last, max(map(len, rows))), len(rows) - 1)


def _end_of_labels(rows: Sequence[Sequence[str]], last: int) -> int:
    """Return the last row of a header below whose names stand questions or labels, and numbers for programs."""
    for row in range(last + 1, min(last + 3, len(rows))):
        if is_filled(rows[row]) and all(is_import_id(cell) for cell in rows[row] if cell.strip()):
            return row
    is_header = _labels_columns(rows, last + 1, last) or names_answers(rows, last)
    return last + 1 if is_header else last


def _labels_columns(rows: Sequence[Sequence[str]], row: int, names: int) -> bool:
    """Tell whether a row holds a label for each name, and words over every column of dates, numbers or answers."""
    cells = [cell.strip() for cell in rows[row]] if row + 2 < len(rows) else []
    named = filled_places(rows[names])
    is_whole = filled_places(cells) == named
    if not is_whole or all(is_unit(cell) for cell in cells if cell) or recurs(rows, row):
        return False
    labelled = 0
    for position in named:
        if not is_name(cells[position]):
            return False
        labelled += are_values(below(rows, row, position))
    return labelled >= LEAST_LABELLED


def _count_filled(row: Sequence[str]) -> int:
    return len(filled_places(row))


def _first_wide(rows: Sequence[Sequence[str]]) -> int:
    """Return the first row that could name the columns."""
    filled = [row for row in range(len(rows)) if is_filled(rows[row])]
    usual = median(_count_filled(rows[row]) for row in filled[len(filled) // 2 :])
    least = max(1.0, LEAST_NAMED * usual) if usual > 1 else 0.0
    return below_titles(rows, next((row for row in filled if _count_filled(rows[row]) > least), filled[0]))


def _fuller(rows: Sequence[Sequence[str]], first: int) -> int:
    """Return a row soon below `first` that names more columns and is no treatment itself, else `first`."""
    for row in range(first + 1, min(first + 1 + HEADER_SEARCH, len(rows) - 1)):
        if _count_filled(rows[row]) > _count_filled(rows[first]) and names_columns(rows, row):
            return row
    return first


def _is_group(rows: Sequence[Sequence[str]], row: int, header: int, merged: Sequence[Area]) -> bool:
    """Tell whether a row above the header names groups of columns: labels with gaps behind them, and no value.

    Values such as years may tell apart what the header calls by the same name.
    """
    cells = [cell.strip() for cell in rows[row]]
    width = len(rows[header])
    if not any(cells) or len(cells) != width:
        return False
    if any(map(is_value, cells)):
        return separates_names(cells, rows[header])
    if is_dated_title(cells, rows[header]):
        return False
    spans = [area for area in merged if area.top <= row <= area.bottom and area.right > area.left]
    if any(area.right - area.left + 1 >= width for area in spans):
        return False  # a title over the whole table
    starts_behind_a_gap = any(not before and cell for before, cell in pairwise(cells))
    return bool(spans) or starts_behind_a_gap


def _end_of_merged(merged: Sequence[Area], first: int, last: int, width: int) -> int:
    """Return the last row of a header whose cells are merged down, or over the names of several columns."""
    for _ in range(HEADER_SEARCH):
        inside = [area for area in merged if first <= area.top <= last]
        ends = [area.bottom + (width > area.right - area.left + 1 > 1) for area in inside]
        if max(ends, default=last) <= last:
            break
        last = max(ends)
    return last


def _names(lines: Sequence[Sequence[str]], first: int, merged: Sequence[Area]) -> tuple[str, ...]:
    """Join the rows of the header column by column; a label over a group of columns names each of them."""
    width = max(map(len, lines))
    lines = [line for line in lines if not any(map(is_import_id, line)) and not goes_on(line, lines[0])] or lines
    grid = [[" ".join(cell.split()) for cell in line] + [""] * (width - len(line)) for line in lines]
    begins = [[bool(cell) for cell in line] for line in grid]
    for row, cells in enumerate(grid):
        areas = [area for area in merged if area.top <= first + row <= area.bottom]
        if areas:
            for area in areas:
                label = grid[max(area.top - first, 0)][area.left] if area.left < width else ""
                cells[area.left : area.right + 1] = [label] * len(cells[area.left : area.right + 1])
        elif row < len(grid) - 1 and not any(map(is_value, cells)):
            for position in range(1, width):
                named_below = any(other[position] for other in grid[row + 1 :])
                ends_here = any(other[position] for other in begins[:row])
                cells[position] = cells[position] or (cells[position - 1] if named_below and not ends_here else "")
    columns = (dict.fromkeys(cell for cell in column if cell) for column in zip(*grid, strict=True))
    return tuple(PARTS_JOINED_BY.join(column) for column in columns)


def _notes(first: int, last: int, above: Sequence[int]) -> list[str]:
    where = f"row {first + 1}" if first == last else f"rows {first + 1} to {last + 1}"
    if above:
        numbers = ", ".join(str(row + 1) for row in above)
        what = f"row {numbers} above it was" if len(above) == 1 else f"rows {numbers} above it were"
        return [f"The header is in {where}; {what} skipped."]
    if first:
        return [f"The header is in {where}; the blank lines above it were skipped."]
    return [f"The header is in {where}."] if last else []


def _doubts(lines: Sequence[Sequence[str]], *, recurs: bool) -> list[str]:
    cells = [cell.strip() for line in lines for cell in line if cell.strip()]
    if recurs or (cells and all(map(is_value, cells))):
        return ["The row taken as the header looks like a treatment: check the header row."]
    return []


def with_names(frame: pd.DataFrame, header: Sequence[str]) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """Return the table with one distinct name for each column, and what had to be done for that.

    Parameters
    ----------
    frame : DataFrame
        Categorical columns of texts called 0, 1, …
    header : sequence of str
        The name of each column, blank where it has none.
    """
    unnamed = [position for position, given in enumerate(header) if not given]
    blank = {position for position in unnamed if not any(map(str.strip, frame[position].cat.categories))}
    taken = set(header)
    used: set[str] = set()
    copies: dict[str, Iterator[int]] = defaultdict(lambda: count(2))
    names: dict[int, str] = {}
    notes = [
        f"Columns {what}: {', '.join(str(position + 1) for position in positions)}."
        for what, positions in (
            ("without a name in the header", sorted({*unnamed} - blank)),
            ("without a name and without a value, skipped", sorted(blank)),
        )
        if positions
    ]
    for position, given in enumerate(header):
        if position in blank:
            continue
        name = as_it_was(given) or f"column {position + 1}"
        if name in used:
            numbered = (f"{name} ({number})" for number in copies[name])
            name = next(copy for copy in numbered if copy not in taken and copy not in used)
            notes.append(
                f"The header has “{given or name}” more than once; the one in column {position + 1} is called “{name}”."
            )
        used.add(name)
        names[position] = name
    return frame[list(names)].set_axis(list(names.values()), axis="columns"), tuple(notes)
