"""Files that a command writes."""

from __future__ import annotations

from pathlib import Path

from analysis.errors import DashboardError
from analysis.files.whole_file import write_whole


def write_file(name: str, content: bytes) -> None:
    """Write a file.

    Raises
    ------
    DashboardError
        If it cannot be written.
    """
    try:
        write_whole(Path(name), content)
    except OSError as error:
        raise DashboardError(f"“{name}” could not be written: {error.strerror}.") from error
