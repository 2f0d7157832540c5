"""Headings between the rows of a report, such as "Location: Hill" above the treatments there: a column of their own."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analysis.files.column_texts import WORDS, shape_of, usual_shapes
from analysis.files.ragged_rows import LABEL_AND_VALUE
from analysis.files.row_words import LONGEST_LABEL, is_labelled_amount, is_page_mark, is_total

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

# The name of a column made of headings that say only "Hill".
UNNAMED_HEADINGS = "Group"
# Two headings of bare names are no slip; one may be.
LEAST_BARE = 2
_LABELLED = re.compile(r"([^\W\d][^:：=]{0,40}?)\s*[:：=]\s*(?!//)(\S.*)", re.DOTALL)


@dataclass(frozen=True)
class Heading:
    """One text that stands alone in its row.

    Attributes
    ----------
    row : int
        Its place among the rows of the table, counted from 0.
    column : int
        The column that it stands in.
    name : str
        What it names: the words before the colon, "" where there is none.
    value : str
    """

    row: int
    column: int
    name: str
    value: str


@dataclass(frozen=True)
class Headings:
    """The headings of a table.

    Attributes
    ----------
    found : tuple of Heading
    columns : mapping of str to Categorical
        The columns made of them, each with a text for every row of the table: none where a row lies under no heading.
    """

    found: tuple[Heading, ...]
    columns: Mapping[str, pd.Categorical]


def headings_of(frame: pd.DataFrame, filled: np.ndarray) -> Headings:
    """Return the headings among the rows of a table.

    Parameters
    ----------
    frame : DataFrame
        Categorical columns of texts.
    filled : ndarray of int
        How many cells of each row are filled, exact where one or two are.
    """
    lines = _lines(frame, filled)
    is_treatment = np.ones(len(frame), dtype=bool)
    is_treatment[[line.row for line in lines]] = False
    if not lines or not is_treatment.any():
        return Headings((), {})
    first, *_, last = np.flatnonzero(is_treatment)[[0, -1]]
    # A line that no treatment follows stands below the table.
    lines = [line for line in lines if line.row < last and not _is_no_heading(line)]
    texts = {
        column: {str(text).strip() for text in frame[column][is_treatment].unique()} - {""}
        for column in {line.column for line in lines}
    }
    labelled = [line for line in lines if line.name and not _is_value(line, texts[line.column])]
    bare = _bare_headings([line for line in lines if not line.name], texts, is_treatment)
    found = tuple(sorted((*labelled, *bare), key=lambda line: line.row))
    columns: dict[str, pd.Categorical] = {}
    for name in dict.fromkeys(line.name.casefold() for line in found):
        of_name = [line for line in found if line.name.casefold() == name]
        if of_name[0].row < first and (name or _each_has_rows(of_name, is_treatment)):
            columns[of_name[0].name or UNNAMED_HEADINGS] = _filled_down(of_name, len(frame))
    return Headings(found, columns)


def _lines(frame: pd.DataFrame, filled: np.ndarray) -> list[Heading]:
    """Return the rows that hold one text, or a name with a colon and one text."""
    rows = np.flatnonzero((filled == 1) | (filled == LABEL_AND_VALUE))
    if not len(rows):
        return []
    texts: list[list[tuple[int, str]]] = [[] for _ in rows]
    for position in range(frame.shape[1]):
        for text, of_row in zip(frame[position].iloc[rows], texts, strict=True):
            if text.strip():
                of_row.append((position, text.strip()))
    lines = []
    for row, ((column, text), *more) in zip(rows.tolist(), texts, strict=True):
        parts = _LABELLED.fullmatch(" ".join([text, *(value for _, value in more)]))
        if not more or (text.endswith((":", "：")) and parts):
            lines.append(Heading(row, column, parts[1], parts[2]) if parts else Heading(row, column, "", text))
    return lines


def _is_no_heading(line: Heading) -> bool:
    text = f"{line.name}: {line.value}" if line.name else line.value
    return len(text) > LONGEST_LABEL or is_total(text) or is_labelled_amount(text) or is_page_mark(text)


def _is_value(line: Heading, texts: set[str]) -> bool:
    """Tell whether treatments hold texts with the same words before a colon in that column."""
    return any(text.casefold().startswith(line.name.casefold()) for text in texts)


def _bare_headings(
    lines: Sequence[Heading], texts: Mapping[int, set[str]], is_treatment: np.ndarray
) -> Sequence[Heading]:
    """Return the lines that are headings though they hold a name only: no treatment has such a text in that column.

    Where treatments have words there as well, they are headings only if every treatment stands under one of them.
    """
    lines = [line for line in lines if _is_name(line.value, texts[line.column])]
    if len(lines) < LEAST_BARE or len({line.column for line in lines}) > 1:
        return ()
    others = texts[lines[0].column]
    is_sure = WORDS not in usual_shapes(others)
    is_likely = not is_treatment[: lines[0].row].any() and _each_has_rows(lines, is_treatment)
    return lines if (is_sure or is_likely) and not any(line.value in others for line in lines) else ()


def _is_name(value: str, others: set[str]) -> bool:
    """Tell whether a text is a name, or a number or code such as no treatment has in its place: "Room 1"."""
    shape = shape_of(value)
    return shape == WORDS or shape not in usual_shapes(others)


def _each_has_rows(lines: Sequence[Heading], is_treatment: np.ndarray) -> bool:
    """Tell whether no two names follow each other with no treatment between: the first may hold for several others."""
    return all(is_treatment[line.row : end.row].any() for line, end in pairwise(lines))


def _filled_down(lines: Sequence[Heading], rows: int) -> pd.Categorical:
    values = list(dict.fromkeys(line.value for line in lines))
    starts = np.array([line.row for line in lines])
    codes = np.array([values.index(line.value) for line in lines], dtype=np.int32)
    # What stands above the first heading is set aside itself.
    places = np.maximum(np.searchsorted(starts, np.arange(rows), side="right") - 1, 0)
    return pd.Categorical.from_codes(codes[places], categories=pd.Index(values, dtype=object))
