"""Tables on slides: as many slides as a table needs, and none over the edge."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pptx.enum.text import PP_ALIGN
from pptx.util import Emu, Pt

from analysis.exports.long_words import short_name
from analysis.exports.office_files import storable
from analysis.exports.slide_deck import describe
from analysis.exports.slide_fit import BESIDE, POINT, Box, column_widths, height_of
from analysis.exports.table_texts import rows_as_texts
from analysis.wording.directions import isolated

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import pandas as pd
    from pptx.slide import Slide

LARGEST, SMALLEST = 14, 8
# Above and below a text in a cell, in points.
ABOVE = 3.6


def add_table(new_slide: Callable[[int, int], Slide], table: pd.DataFrame, box: Box, alt: str, decimals: int) -> None:
    """Add a table to a deck, on as many slides as it needs.

    Parameters
    ----------
    new_slide : callable
        Returns a slide; it takes its number among those of the table and how many there are.
    table : DataFrame
    box : Box
        The room for it on each slide.
    alt : str
        What it is, for whoever does not see it.
    decimals : int
        Of its numbers that are not whole.
    """
    rows = _texts(table, decimals)
    numeric = [table[name].dtype.kind in "iuf" for name in table.columns]
    size, widths, heights = _laid_out(rows, numeric, box)
    parts = _parts(heights, box)
    for number, part in enumerate(parts, 1):
        slide = new_slide(number, len(parts))
        shown = [(rows[at], heights[at]) for at in (0, *part)]
        shape = slide.shapes.add_table(
            len(shown), len(widths), Emu(box.left), Emu(box.top), Emu(int(sum(widths) * POINT)), Emu(0)
        )
        describe(shape, alt)
        for column, width in zip(shape.table.columns, widths, strict=True):
            column.width = Emu(int(width * POINT))
        for at, (texts, height) in enumerate(shown):
            shape.table.rows[at].height = Emu(int(height * POINT))
            for place, text in enumerate(texts):
                _fill(shape.table.cell(at, place), text, size, is_number=numeric[place])


def _texts(table: pd.DataFrame, decimals: int) -> list[list[str]]:
    """Return the titles and the cells of a table as they are shown."""
    texts = [list(map(str, table.columns)), *rows_as_texts(table, decimals)]
    return [[short_name(" ".join(storable(isolated(text)).split())) for text in row] for row in texts]


def _laid_out(rows: Sequence[Sequence[str]], numeric: Sequence[bool], box: Box) -> tuple[int, list[float], list[float]]:
    """Return the largest size of text with which a table fits one slide, else the smallest but one; widths, heights."""
    size = LARGEST
    while True:
        widths = column_widths(rows, numeric, box.width / POINT, size)
        heights = [_height(row, widths, size) for row in rows]
        # A table that goes over several slides is no more readable in small type.
        if sum(heights) <= box.height / POINT or size <= SMALLEST + 2:
            break
        size -= 1
    # A single row may be higher than a slide: its texts are long.
    while size > SMALLEST and max(heights[1:], default=0) + heights[0] > box.height / POINT:
        size -= 1
        widths = column_widths(rows, numeric, box.width / POINT, size)
        heights = [_height(row, widths, size) for row in rows]
    return size, widths, heights


def _height(row: Sequence[str], widths: Sequence[float], size: int) -> float:
    return max(height_of(text, width - 2 * BESIDE, size) for text, width in zip(row, widths, strict=True)) + 2 * ABOVE


def _parts(heights: Sequence[float], box: Box) -> list[list[int]]:
    """Return the rows of each slide, without that of the titles: as few slides as will do, about equally full."""
    most = box.height / POINT - heights[0]
    fewest = _split(heights, most)
    alike = sum(heights[1:]) / len(fewest) + max(heights[1:], default=0)
    even = _split(heights, min(alike, most))
    return even if len(even) == len(fewest) else fewest


def _split(heights: Sequence[float], most: float) -> list[list[int]]:
    parts: list[list[int]] = [[]]
    used = 0.0
    for at, height in enumerate(heights[1:], 1):
        if parts[-1] and used + height > most:
            parts.append([])
            used = 0.0
        parts[-1].append(at)
        used += height
    return parts


def _fill(of: object, text: str, size: int, *, is_number: bool) -> None:
    of.text = text  # type: ignore[attr-defined]
    of.margin_top = of.margin_bottom = Pt(ABOVE)  # type: ignore[attr-defined]
    for paragraph in of.text_frame.paragraphs:  # type: ignore[attr-defined]
        paragraph.alignment = PP_ALIGN.RIGHT if is_number else PP_ALIGN.LEFT
        paragraph.font.size = Pt(size)
