"""The small JSON files beside the table: each is written whole, in one step, with a check of its own."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from analysis.files.whole_file import write_whole
from analysis.saved_log.digests import is_as_written, with_check

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


def read_small(path: Path) -> dict[str, Any]:
    """Return what a small file says, with its check.

    Raises
    ------
    OSError
        Where it is missing or cannot be read.
    ValueError, RecursionError
        Where it is not as it was written.
    """
    data: dict[str, Any] = json.loads(path.read_bytes())
    if not is_as_written(data):
        raise ValueError(path)
    return data


def write_small(path: Path, data: Mapping[str, Any], indent: int | None = None) -> None:
    """Write a small file with its check.

    Raises
    ------
    OSError
        Where it cannot be written.
    """
    write_whole(path, json.dumps(with_check(data), ensure_ascii=False, indent=indent).encode())
