"""What the distinct texts of a column mean: the values that occur, and which of them each text is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Sequence

BLANK = -1
NOT_UNDERSTOOD = -2


@dataclass(frozen=True, eq=False)
class Reading:
    """What the distinct texts of a column mean.

    Attributes
    ----------
    levels : sequence
        The values that occur, in their order: str, float or date.
    codes : ndarray of int, one for each text
        Position in `levels`, or BLANK, or NOT_UNDERSTOOD.
    expected : str
        What would have been understood, to end the sentence "… is not …".
    note : str
        What the manager should know about how the texts were read.
    """

    levels: Sequence[Any]
    codes: np.ndarray
    expected: str = ""
    note: str = ""


def assembled(
    texts: Sequence[str], read: Callable[[str], Any], is_missing: Callable[[str], bool], expected: str
) -> Reading:
    """Apply `read` to each text and gather the values that occur, sorted."""
    missing = [is_missing(text) for text in texts]
    values = [None if blank else read(text) for text, blank in zip(texts, missing, strict=True)]
    levels = tuple(sorted({value for value in values if value is not None}))
    codes: dict[Hashable, int] = {level: position for position, level in enumerate(levels)}
    by_text = [
        BLANK if blank else codes.get(value, NOT_UNDERSTOOD) for value, blank in zip(values, missing, strict=True)
    ]
    return Reading(levels, np.array(by_text, dtype=np.int64), expected)
