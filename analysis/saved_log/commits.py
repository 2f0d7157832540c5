"""The files of the table's own log: where they are, and which of them are not as they were written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.saved_log.digests import BEFORE, digest_of, noted_in
from analysis.saved_log.folder import LOG, TREATMENTS, damaged

if TYPE_CHECKING:
    from pathlib import Path

    from analysis.errors import DashboardError
    from analysis.saved_log.mark import Mark

NOT_AS_WRITTEN = "was changed or damaged"
MISSING = "is missing or incomplete"


def commit_file(folder: Path, number: int) -> Path:
    """Return the file of one of the table's commits."""
    return folder / TREATMENTS / LOG / f"{number:020}.json"


def checkpoint_file(folder: Path, number: int) -> Path:
    """Return the file of a checkpoint."""
    return folder / TREATMENTS / LOG / f"{number:020}.checkpoint.parquet"


def faults_of_commits(folder: Path, newest: int, mark: Mark | None) -> tuple[list[DashboardError], int]:
    """Compare the commits up to the `newest` with what the next one, or the mark, says of their bytes.

    Returns
    -------
    list of DashboardError, int
        What is wrong with them, newest first, and about how many an earlier release noted nothing.
    """
    noted = {mark.commit.number: mark.commit.digest} if mark and mark.commit else {}
    faults, without = [], 0
    before: object = None
    for number in range(newest, -1, -1):
        path = commit_file(folder, number)
        content = path.read_bytes() if path.exists() else None
        expected = {before, noted.get(number)} - {None}
        if content is None:
            faults.append(damaged(path, MISSING))
        elif expected - {digest_of(content)}:
            faults.append(damaged(path, NOT_AS_WRITTEN))
        without += not expected
        before = noted_in(content or b"").get(BEFORE)
    return faults, without
