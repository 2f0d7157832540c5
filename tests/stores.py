"""Folders copied to an object store, as an IT person does with the tools of the store."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyarrow.fs import FileSystem, FileType

if TYPE_CHECKING:
    from pathlib import Path


def copy_to(url: str, folder: Path) -> None:
    """Make a folder of a store contain what a folder of this computer does, and nothing else."""
    file_system, root = FileSystem.from_uri(url)
    if file_system.get_file_info(root).type != FileType.NotFound:
        file_system.delete_dir_contents(root)
    for path in folder.rglob("*"):
        if path.is_file():
            with file_system.open_output_stream(f"{root}/{path.relative_to(folder).as_posix()}") as file:
                file.write(path.read_bytes())
