"""Tables that stand side by side in one sheet or file, each with the same columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.errors import DashboardError
from analysis.files.header_words import words_of

if TYPE_CHECKING:
    from collections.abc import Sequence

# One name that comes again is a column that was exported twice.
LEAST_NAMES = 2


def refuse_side_by_side(names: Sequence[str], file_name: str) -> None:
    """Refuse a header that names the same columns in the same order twice or more.

    Raises
    ------
    DashboardError
    """
    named = [name for name in names if name]
    words = [words_of(name) for name in named]
    for width in range(LEAST_NAMES, len(words) // 2 + 1):
        copies, rest = divmod(len(words), width)
        if rest == 0 and len({*words[:width]}) == width and words == words[:width] * copies:
            raise DashboardError(
                f"“{file_name}” holds {copies} tables side by side, each with the columns “{named[0]}” to "
                f"“{named[width - 1]}”: move them one below the other, and upload the file again."
            )
