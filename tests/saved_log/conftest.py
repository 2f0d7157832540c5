"""Logs of one import, one of them for reading only."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.saved_log.logs import JANUARY, added


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Make a log of one import."""
    added(tmp_path, JANUARY)
    return tmp_path


@pytest.fixture
def readable_folder() -> Iterator[Path]:
    """Make a log that everybody may read and nobody may write to."""
    folder = Path(tempfile.mkdtemp())
    added(folder, JANUARY)
    for path in (folder, *folder.rglob("*")):
        path.chmod(0o555 if path.is_dir() else 0o444)
    yield folder
    for path in (folder, *folder.rglob("*")):
        path.chmod(0o755)
    shutil.rmtree(folder)
