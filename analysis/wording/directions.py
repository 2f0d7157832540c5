"""Names in scripts that run from right to left, among sentences that run from left to right.

Where a name of a file enters a page, a chart or the report it is isolated (Unicode Standard Annex 9): figures and words
around a Hebrew or Arabic name keep their places. Files that are saved hold the names as they came.
"""

from __future__ import annotations

import re

# Invisible characters that turn the order of all that follows; an isolated text needs none.
_CONTROLS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_RIGHT_TO_LEFT = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff"
_BETWEEN_WORDS = r"\s'’./&\-"
# A whole label, what stands in quotation marks, or words that follow each other: a comma may be the sentence's own.
_WHOLE = re.compile(rf"(?=.*[{_RIGHT_TO_LEFT}])[{_RIGHT_TO_LEFT}{_BETWEEN_WORDS}\d()]+")
_NAMES = re.compile(
    rf"(?<=“)[^“”]*[{_RIGHT_TO_LEFT}][^“”]*(?=”)"
    rf"|[{_RIGHT_TO_LEFT}]+(?:[{_BETWEEN_WORDS}]+[{_RIGHT_TO_LEFT}]+)*"
)
_ISOLATED = "\u2068{}\u2069"


def isolated(text: str) -> str:
    """Return a text as it is shown: without characters that turn its order, names from right to left isolated."""
    ordered = _CONTROLS.sub("", text)
    if _WHOLE.fullmatch(ordered):
        return _ISOLATED.format(ordered)
    return _NAMES.sub(lambda name: _ISOLATED.format(name[0]), ordered)
