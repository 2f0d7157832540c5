"""Pages set by Typst: texts reach it as values and never as markup, and no letter is lost without a sign."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import typst

from analysis.exports.typeface import FAMILY, fonts
from analysis.wording.missing_letters import NO_GLYPH

# The template of one figure alone.
FIGURE = "figure.typ"
# What makes one sign of several letters; without one of these it stands for nothing.
_JOINS = re.compile("[\N{ZERO WIDTH JOINER}\N{VARIATION SELECTOR-1}-\N{VARIATION SELECTOR-16}]")
_FOLDER = Path(__file__).parent
# Of an inch.
POINTS = 72
_PROBE = f'#set document(title: "-")\n#set text(font: "{FAMILY}", lang: "en")\n#sys.inputs.text'.encode()


def figure_values(drawing: str, layout: Mapping[str, int], title: str, alt: str) -> dict[str, object]:
    """Return what the template `FIGURE` shows: a drawing of the width and height of its layout, and what it is."""
    return {
        "title": title,
        "alt": alt,
        "drawing": drawing,
        "width": layout["width"],
        "height": layout["height"],
        "typeface": FAMILY,
    }


def as_pdf(template: str, values: Mapping[str, object], dated: dt.date) -> bytes:
    """Return a document as PDF/UA-1, the standard for documents that everybody can read.

    Parameters
    ----------
    template : str
        The name of a template in this folder.
    values : mapping of str to object
        What the template shows, as JSON holds it.
    dated : date
        The day in the file's own description: with the same one and the same values the file is the same to the byte.
    """
    timestamp = dt.datetime.combine(dated, dt.time(), dt.UTC)
    return _pages(_compiler(template, values).compile(format="pdf", pdf_standards=["ua-1"], timestamp=timestamp))[0]


def as_pictures(template: str, values: Mapping[str, object], dots_per_inch: float) -> list[bytes]:
    """Return the pages of a document as PNG."""
    return _pages(_compiler(template, values).compile(format="png", ppi=dots_per_inch))


def without_glyph(values: object) -> frozenset[str]:
    """Return the letters of some values that no font of this machine has, and that are shown as `NO_GLYPH`."""
    if isinstance(values, str):
        return frozenset(each for each in set(values) if not each.isascii() and not _has_glyph(each))
    if isinstance(values, Mapping):
        return without_glyph(list(values.values()))
    if isinstance(values, (list, tuple)):
        return frozenset().union(*map(without_glyph, values))
    return frozenset()


def _compiler(template: str, values: Mapping[str, object]) -> typst.Compiler:
    data = json.dumps(_displayable(values), ensure_ascii=False)
    return typst.Compiler(_FOLDER / template, root=_FOLDER, font_paths=fonts(), sys_inputs={"data": data})


def _pages(made: bytes | list[bytes] | None) -> list[bytes]:
    return made if isinstance(made, list) else [made or b""]


def _displayable(values: object) -> object:
    """Return values with each letter that no font has as `NO_GLYPH`, and control characters as spaces."""
    if isinstance(values, str):
        shown = values.translate(_replaced(frozenset(values)))
        return _JOINS.sub("", shown) if NO_GLYPH in shown else shown
    if isinstance(values, Mapping):
        return {name: _displayable(value) for name, value in values.items()}
    if isinstance(values, (list, tuple)):
        return [_displayable(value) for value in values]
    return values


def _replaced(letters: frozenset[str]) -> dict[int, str]:
    controls = {ord(each): " " for each in letters if each.isascii() and not each.isprintable() and each != "\n"}
    return controls | {ord(each): NO_GLYPH for each in without_glyph("".join(letters))}


@cache
def _has_glyph(letter: str) -> bool:
    """Tell whether a font of this machine has a letter: the standard refuses a page on which one is missing."""
    try:
        typst.Compiler(_PROBE, font_paths=fonts(), sys_inputs={"text": letter}).compile(
            _PROBE, format="pdf", pdf_standards=["ua-1"]
        )
    except (typst.TypstError, UnicodeEncodeError):
        return False
    return True
