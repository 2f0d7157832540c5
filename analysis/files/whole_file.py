"""Write a file so that it is there as a whole or not at all, whatever stops the writing."""

from __future__ import annotations

import os
import secrets
import shutil
from contextlib import nullcontext, suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def write_whole(path: Path, *content: bytes | memoryview) -> None:
    """Write a file, given in one or more pieces, beside its place and move it there.

    A file of that name stays as it was until then.

    Raises
    ------
    OSError
        Where it cannot be written; nothing is left of it.
    """
    # A link stays a link.
    place = path.resolve()
    beside = place.with_name(f".{place.name}.{secrets.token_hex(4)}")
    try:
        with beside.open("xb") as file:
            if place.exists():
                shutil.copymode(place, beside)
            for piece in content:
                file.write(piece)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(place)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
    settle(place.parent)


def settle(*paths: Path) -> None:
    """Have the disk hold what files, or the lists of names of folders, are just now, whenever the power fails."""
    for path in paths:
        # Not every system lets a folder be opened, nor every file system have it written at once; Windows writes out
        # what was opened for writing only.
        is_folder = path.is_dir()
        with suppress(OSError) if is_folder else nullcontext():
            handle = os.open(path, os.O_RDONLY if is_folder else os.O_RDWR)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)
