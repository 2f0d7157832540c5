"""Which letters a file does not show because no typeface on the computer has them."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from analysis.wording.numbers import all_of

if TYPE_CHECKING:
    from collections.abc import Iterable

# What such a letter becomes: PDF/UA asks for a sign that can be seen and read aloud.
NO_GLYPH = "\N{WHITE SQUARE}"
SIGNS = "signs such as emoji"
# By the first word of the name of a letter in Unicode, where this is no name of a script.
_SCRIPTS = {"CJK": "Chinese", "HIRAGANA": "Japanese", "KATAKANA": "Japanese", "HANGUL": "Korean"}


def not_shown(letters: Iterable[str]) -> str:
    """Return which letters are not shown and where they are; empty where all are."""
    scripts = sorted({_script(each) for each in letters}, key=lambda name: (name == SIGNS, name))
    if not scripts:
        return ""
    return (
        f"{NO_GLYPH} stands for a letter that no typeface on this computer has ({all_of(scripts)}). The web page and "
        "the workbook of the same report have every letter."
    )


def _script(letter: str) -> str:
    first = unicodedata.name(letter, "").partition(" ")[0].partition("-")[0]
    is_letter = unicodedata.category(letter)[0] in "LM"
    return _SCRIPTS.get(first, first.capitalize()) if is_letter and first else SIGNS
