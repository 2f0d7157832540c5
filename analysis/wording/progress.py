"""What long work is doing, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from analysis.progress import Progress, Stage

NOT_WORKED_OUT = "You cancelled this, so it was not worked out."
WORK_IT_OUT = "Work it out"

_STAGES: Mapping[Stage, str] = {
    "reading": "Reading the file",
    "rows": "Looking for rows that are no treatments",
    "personal data": "Removing names and other personal data",
    "columns": "Understanding the columns",
    "opening": "Opening the log",
    "comparing": "Comparing with the saved log",
    "counting": "Counting",
    "choosing factors": "Choosing the factors",
    "fitting": "Fitting the model",
    "adjusting": "Adjusting each factor for the others",
    "filling in": "Filling in blanks",
    "pooling": "Putting the filled-in logs together",
    "drawing": "Drawing",
}


def progress_in_words(of: Progress) -> str:
    """Return what work is doing: "Reading the file …"."""
    return f"{_STAGES[of.stage]}{f': {of.of}' if of.of else ''} …"
