"""An attacker on a report for sharing: reads every count in a file, and solves for the counts that it does not show."""

from __future__ import annotations

import io
import json
import re
import unicodedata
import zipfile
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

import numpy as np
import openpyxl
import pandas as pd
import pypdfium2
from lxml import html
from plotly.offline import get_plotlyjs
from pptx import Presentation
from scipy.optimize import Bounds, LinearConstraint, milp

from analysis.counting.counts import Counts
from analysis.counting.safe_levels import Rule

# Of a small count at least so many values must be possible.
FEWEST_POSSIBLE = 3
# Treatments, breakouts and outcomes that are unknown.
Row = tuple[int, int, int]
# The cells of a table, its titles first.
Texts = list[list[str]]
_COUNTS = ["Treatments", "Breakouts", "Outcome unknown"]
_LINE_OF_PDF = re.compile(r"^\S.* ([\d,]+) ([\d,]+) ([\d,]+)(?: (?:[\d.]+|–)){3}(?: \D.*)?$", re.MULTILINE)
_NUMBER = re.compile(r"[\d,]+")


class Seen(NamedTuple):
    """What an attacker finds in a file: everything that can be read in it, and the rows of its tables of counts."""

    text: str
    rows: list[Row]


def seen_in(kind: str, content: bytes) -> Seen:
    """Return what an attacker finds in a file of some kind."""
    return Seen(unicodedata.normalize("NFKC", _text(kind, content)), sorted(_rows(kind, content)))


def _text(kind: str, content: bytes) -> str:
    match kind:
        case "pdf":
            pages = pypdfium2.PdfDocument(content)
            # In order: what is described to those who do not see it, and the description of the file, in its bytes.
            return "\n".join(page.get_textpage().get_text_bounded() for page in pages) + content.decode("latin-1")
        case "html":
            return content.decode().replace(get_plotlyjs(), "")
        case "pptx" | "xlsx" | "zip":
            parts = zipfile.ZipFile(io.BytesIO(content))
            return "\n".join(_text(name.rpartition(".")[2], parts.read(name)) for name in parts.namelist())
    return content.decode("utf-8-sig", "replace")


def _rows(kind: str, content: bytes) -> Iterator[Row]:
    if kind == "zip":
        parts = zipfile.ZipFile(io.BytesIO(content))
        for name in parts.namelist():
            yield from _rows(name.rpartition(".")[2], parts.read(name))
    elif kind == "pdf":
        for page in pypdfium2.PdfDocument(content):
            text = page.get_textpage().get_text_bounded().replace("\r", "")
            yield from map(_row, _LINE_OF_PDF.findall(text))
    elif kind == "json":
        data = json.loads(content)
        for each in (data, *(level for factor in data["factors"] for level in factor["levels"])):
            yield each["treatments"], each["breakouts"], each["unknown"] or 0
    elif kind in _TABLES:
        for table in _TABLES[kind](content):
            yield from _of_table(table)


def _of_html(content: bytes) -> Iterator[Texts]:
    for table in html.fromstring(_text("html", content)).iter("table"):
        yield [[each.text_content() for each in row] for row in table.iter("tr")]


def _of_slides(content: bytes) -> Iterator[Texts]:
    for slide in Presentation(io.BytesIO(content)).slides:
        for shape in slide.shapes:
            if shape.has_table:
                yield [[each.text for each in row.cells] for row in shape.table.rows]


def _of_workbook(content: bytes) -> Iterator[Texts]:
    for sheet in openpyxl.load_workbook(io.BytesIO(content)):
        yield [list(map(str, row)) for row in sheet.iter_rows(2, values_only=True)]


def _of_csv(content: bytes) -> Iterator[Texts]:
    table = pd.read_csv(io.BytesIO(content), dtype=str, keep_default_na=False)
    yield [list(table.columns), *table.to_numpy().tolist()]


_TABLES: dict[str, Callable[[bytes], Iterator[Texts]]] = {
    "html": _of_html,
    "pptx": _of_slides,
    "xlsx": _of_workbook,
    "csv": _of_csv,
}


def _of_table(rows: Texts) -> Iterator[Row]:
    titles, *others = rows or [[]]
    if set(_COUNTS) <= set(titles):
        places = [titles.index(name) for name in _COUNTS]
        shown = [[row[place] for place in places] for row in others]
        yield from (_row(cells) for cells in shown if all(map(_NUMBER.fullmatch, cells)))


def _row(cells: Iterable[str]) -> Row:
    treatments, breakouts, unknown = (int(each.replace(",", "")) for each in cells)
    return treatments, breakouts, unknown


class Table(NamedTuple):
    """A table of a file: which levels of a factor, by place, are in each of its rows, and the counts of the rows.

    The attacker knows the groups by their names, and what is counted by: a factor, or the day.
    """

    groups: list[list[int]]
    counts: np.ndarray


def possible_values(
    counts: Counts, tables: list[tuple[object, Table]], rule: Rule, most: int, *, counts_unknown: bool
) -> Iterator[tuple[str, int]]:
    """Yield, of up to `most` counts that are hidden as too small, how many values each may have.

    The attacker knows which practitioner works where with what, and when: which combinations of all levels occur,
    but not how often.
    """
    if not tables:
        return
    patterns = counts.combinations(*(by for by, _ in tables))
    of_outcomes = patterns.counts.copy()
    of_outcomes[:, 2] *= counts_unknown
    rows, cells = [], []
    for place, (_, table) in enumerate(tables):
        for group, shown in zip(table.groups, table.counts, strict=True):
            inside = np.isin(patterns.codes[:, place], group)
            for answer in range(of_outcomes.shape[1]):
                rows.append(_places(of_outcomes.shape, inside, answer))
                cells.append(int(shown[answer]))
    known = LinearConstraint(np.array(rows), cells, cells)
    small = [
        (place, level, answer)
        for place, (_, table) in enumerate(tables)
        for level in sorted({level for group in table.groups if len(group) > 1 for level in group})
        for answer in range(of_outcomes.shape[1])
        if 0 < of_outcomes[patterns.codes[:, place] == level, answer].sum() < rule.fewest
    ]
    for place, level, answer in np.random.default_rng(len(small)).permutation(small)[:most].tolist():
        goal = _places(of_outcomes.shape, patterns.codes[:, place] == level, answer)
        ends = [
            sign * round(milp(sign * goal, constraints=known, integrality=1, bounds=Bounds(0, np.inf)).fun)
            for sign in (1, -1)
        ]
        yield f"{tables[place][0]}, level {level}, answer {answer}", ends[1] - ends[0] + 1


def _places(shape: tuple[int, ...], inside: np.ndarray, answer: int) -> np.ndarray:
    row = np.zeros(shape)
    row[inside, answer] = 1
    return row.ravel()
