"""Figures as files: PNG, SVG and PDF in sizes for slides and paper, their numbers and captions beside them."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING, Any, Literal

from analysis.exports.csv_tables import as_csv
from analysis.exports.drawing import drawn
from analysis.exports.office_files import add_undated
from analysis.exports.typeface import LICENCE, embedded
from analysis.exports.typesetting import FIGURE, POINTS, as_pdf, as_pictures, figure_values, without_glyph
from analysis.figures.picture import SLIDE, picture
from analysis.wording.missing_letters import not_shown

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterator

    from analysis.exhibits.document import Document, Placed
    from analysis.exhibits.exhibit import Exhibit
    from analysis.figures.picture import Size

FigureKind = Literal["PNG", "SVG", "PDF"]
# So many times the pixels of its size: for a screen, for a large screen, for print.
Scale = Literal[1, 2, 4]


def figure_file(
    of: Exhibit,
    about: tuple[str, ...],
    source: str,
    kind: FigureKind,
    *,
    dated: dt.date,
    size: Size = SLIDE,
    scale: Scale = 1,
) -> bytes:
    """Return the figure of an exhibit as a file that stands alone.

    Parameters
    ----------
    of : Exhibit
    about : tuple of str
        What was counted, and when: lines below its title.
    source : str
        Where the numbers come from.
    kind : {"PNG", "SVG", "PDF"}
    dated : date
        The day in the description of a PDF.
    size : Size
    scale : {1, 2, 4}
        Of a PNG.

    Raises
    ------
    DashboardError
        Where no browser draws.
    ValueError
        Where the exhibit has no figure.
    """
    if of.figure is None:
        raise ValueError(f"Nothing is drawn of “{of.stem}”.")
    alone = picture(of.figure, of.finding, about, source, size)
    drawing = drawn(alone)
    if kind == "SVG":
        return _of_its_size(drawing, alone).encode()
    layout = alone["layout"]
    values = figure_values(drawing, layout, of.finding or of.heading, of.alt)
    if kind == "PDF":
        return as_pdf(FIGURE, values, dated)
    return as_pictures(FIGURE, values, POINTS * scale * size.width / layout["width"])[0]


def _of_its_size(drawing: str, alone: dict[str, Any]) -> str:
    """Return a drawing with its typeface in it, as large as its size says."""
    layout, size = alone["layout"], alone["size"]
    opening, rest = drawing.split(">", 1)
    for side in ("width", "height"):
        opening = opening.replace(f' {side}="{layout[side]}"', f' {side}="{size[side]}"', 1)
    return f"{opening}>{embedded()}{rest}"


def caption_lines(of: Exhibit, about: tuple[str, ...], source: str) -> list[str]:
    """Return all that belongs to a figure: what it shows, of what, how it was worked out, from where."""
    parts = (
        of.heading,
        of.finding,
        *of.sentences,
        *about,
        *of.details,
        *of.left_out,
        *of.cautions,
        *of.how,
        f"In words: {of.alt}" if of.alt else "",
        source,
    )
    return list(filter(None, parts))


def caption_text(of: Exhibit, about: tuple[str, ...], source: str) -> str:
    """Return the same as the text of a file beside the figure, with what belongs beside a picture."""
    lines = caption_lines(of, about, source)
    return "".join(f"{line}\n" for line in (*lines, *beside_a_picture(lines)))


def beside_a_picture(lines: list[str]) -> list[str]:
    """Return the licence of the typeface of a picture, and which letters of its caption it does not show."""
    return list(filter(None, (LICENCE, not_shown(without_glyph(lines)))))


def figures_as_zip(
    of: Document,
    kind: FigureKind,
    *,
    size: Size = SLIDE,
    scale: Scale = 1,
    progress: Callable[[str], None] = lambda _: None,
) -> bytes:
    """Return every figure of a document with the numbers behind it and its caption beside it, in one archive.

    Parameters
    ----------
    of : Document
        Its exhibits without a figure have their numbers and their text alone.
    kind, size, scale
        As `figure_file` takes them.
    progress : callable
        Is called with what is drawn next.

    Raises
    ------
    DashboardError
        Where no browser draws.
    """
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for place, each in enumerate(of.placed, 1):
            exhibit, name = each.exhibit, f"{place:02} {each.name}"
            caption = of.caption_of(exhibit)
            progress(exhibit.heading)
            if exhibit.figure is not None:
                figure = figure_file(exhibit, caption, of.source, kind, dated=of.dated, size=size, scale=scale)
                add_undated(archive, f"{name}.{kind.lower()}", figure)
            if exhibit.numbers is not None:
                add_undated(archive, f"{name}.csv", as_csv(exhibit.numbers))
            add_undated(archive, f"{name}.txt", caption_text(exhibit, caption, of.source).encode("utf-8-sig"))
        add_undated(archive, "About.txt", "\n".join((of.title, *of.provenance, LICENCE, "")).encode("utf-8-sig"))
    return content.getvalue()


def figure_pictures(
    of: Document, size: Size, progress: Callable[[str], None] = lambda _: None
) -> Iterator[tuple[Placed, bytes]]:
    """Yield each figure of a document as PNG, for a look at them.

    Raises
    ------
    DashboardError
        Where no browser draws.
    """
    for each in of.placed:
        if each.exhibit.figure is not None:
            progress(each.exhibit.heading)
            yield (
                each,
                figure_file(each.exhibit, of.caption_of(each.exhibit), of.source, "PNG", dated=of.dated, size=size),
            )
