"""The typeface of every file: Source Sans 3 by Adobe (SIL Open Font License, `fonts/LICENSE.md`), as on the pages."""

from __future__ import annotations

import base64
from functools import cache
from pathlib import Path

import typst
from PIL import ImageFont

FAMILY = "Source Sans 3"
LICENCE = "Typeface: Source Sans 3 by Adobe, SIL Open Font License 1.1."
# The size in which texts are measured: as large as makes no difference.
_MEASURED = 100
_FOLDER = Path(__file__).with_name("fonts")
# The weights of CSS that each file stands for.
_FACES = {"SourceSans3-Regular": "400", "SourceSans3-Semibold": "600 700"}


@cache
def fonts() -> typst.Fonts:
    """Return the typeface for Typst, and what this machine has for letters that the typeface lacks."""
    return typst.Fonts(include_system_fonts=True, include_embedded_fonts=False, font_paths=[str(_FOLDER)])


def text_width_of(text: str) -> float:
    """Return how wide a text is in one line, in its size, where the typeface has its letters, in its bolder weight."""
    return _semibold().getlength(text) / _MEASURED


@cache
def _semibold() -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(_FOLDER / "SourceSans3-Semibold.ttf", _MEASURED)


@cache
def addresses() -> dict[str, str]:
    """Return each face as an address that holds the whole font, by its weights."""
    return {
        weights: "data:font/woff2;base64," + base64.b64encode((_FOLDER / f"{name}.woff2").read_bytes()).decode("ascii")
        for name, weights in _FACES.items()
    }


@cache
def embedded() -> str:
    """Return the typeface as a part of an SVG or HTML file."""
    rules = (
        f'@font-face{{font-family:"{FAMILY}";font-weight:{weights};src:url({address})}}'
        for weights, address in addresses().items()
    )
    return f"<style>{''.join(rules)}</style>"
