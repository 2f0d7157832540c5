"""The names that people go by on the internet: "@poppy.moore", "poppy_moore92", "moorepoppy"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from analysis.identifiers.names import begins_or_ends_with_first_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analysis.identifiers.samples import Sample

# Nearly all of a column must be one word in small letters, of which many have a number or a mark in them, or a first
# name at one end.
FORM_SHARE = 0.9
LEAST_HANDLES = 0.3
FEWEST_HANDLES = 20

_AT = re.compile(r"@\w[\w.-]{1,40}")
_FORM = re.compile(r"(?=[a-z._-]{4})[a-z]+(?:[._-][a-z]+){0,2}[._-]?\d{0,4}")
_MADE_UP = re.compile(r".*[._\d].*")


def has_at(text: str) -> bool:
    """Tell whether `text` is one word with an @ before it, which nothing else has."""
    return _AT.fullmatch(text) is not None


def handles(sample: Sample) -> Sequence[bool]:
    """Mark the texts that are user names, none where the column as a whole does not hold them."""
    marks = [bool(_FORM.fullmatch(text)) for text in sample.texts]
    if sum(marks) < FEWEST_HANDLES or sample.rows_where(marks) < FORM_SHARE * sample.rows:
        return [False] * len(marks)
    return marks if sample.reaches(LEAST_HANDLES, is_handle) else [False] * len(marks)


def is_handle(text: str) -> bool:
    """Tell whether `text` by itself is more than a word: it has an @, a number or a mark in it, or a first name."""
    if _FORM.fullmatch(text) is None:
        return has_at(text)
    return _MADE_UP.fullmatch(text) is not None or begins_or_ends_with_first_name(text)
