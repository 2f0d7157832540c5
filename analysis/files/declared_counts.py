"""What a workbook says of its own size, held against its bytes before a parser makes room for that much."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from analysis.errors import DashboardError
from analysis.files import limits

if TYPE_CHECKING:
    import olefile

# Of shared texts, formats, merged cells and all else that a part of an .xlsx lists; a cell may say "count" as well.
_TAG = re.compile(rb"<[^<>]*ount[^<>]*")
_COUNT = re.compile(rb"\b(?:uniqueC|c)ount\s*=\s*[\"']\s*\+?(\d{1,20})")
# [MS-CFB] 2.2: the header counts the sectors that say where everything else stands.
_SECTOR_COUNTS = ("num_dir_sectors", "num_fat_sectors", "num_mini_fat_sectors", "num_difat_sectors")


def refuse_impossible_count(count: int, size: int, name: str) -> None:
    """Refuse a file that says it holds `count` things in `size` bytes, where each takes one at least.

    As many as a sheet may have cells are harmless, and some programs count each use of a text.

    Raises
    ------
    DashboardError
    """
    if count > max(size, limits.MOST_CELLS):
        raise DashboardError(
            f"“{name}” is larger inside than its size allows, like damaged and harmful files: "
            "open it in Excel or LibreOffice, save the log as CSV, and upload that file."
        )


def refuse_impossible_counts(piece: bytes, size: int, name: str) -> None:
    """Refuse a part of an .xlsx, of `size` bytes, whose lists cannot be as long as they say."""
    if b"ount" in piece:
        for tag in _TAG.findall(piece):
            for count in _COUNT.findall(tag):
                refuse_impossible_count(int(count), size, name)


def refuse_impossible_sectors(file: olefile.OleFileIO, size: int, name: str) -> None:
    """Refuse a container of an .xls, of `size` bytes, whose header or folder lists more than it can hold."""
    for of_what in _SECTOR_COUNTS:
        refuse_impossible_count(getattr(file, of_what) * file.sector_size, size, name)
    for entry in file.direntries:
        if entry is not None:
            refuse_impossible_count(entry.size, size, name)
