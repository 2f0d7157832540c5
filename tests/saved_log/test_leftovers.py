"""What lies beside the table goes where the log can do without it, and stays and is told of where nobody knows."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from analysis.errors import DashboardError
from analysis.saved_log.folder import TREATMENTS
from analysis.saved_log.opening import open_log
from analysis.saved_log.writing import erase
from tests.saved_log.logs import FEBRUARY, added


def test_what_nobody_can_read_stays_and_whoever_erases_reads_so(folder: Path) -> None:
    strange = folder / TREATMENTS / "part-00000-strange.parquet"
    strange.write_bytes(b"SECRET-7")
    os.utime(strange, (0, 0))
    added(folder, FEBRUARY)
    with pytest.raises(
        DashboardError,
        match=r"^The client is erased from the saved log, but “.*strange\.parquet” does not belong to it, "
        r"cannot be read and may contain their treatments: delete that file, and erase the client again\.$",
    ):
        erase(folder, "C1")
    assert strange.read_bytes() == b"SECRET-7"
    strange.unlink()
    assert erase(folder, "C1").treatments == 0


@pytest.mark.parametrize("name", ["part-1.parquet#1", "part-1.parquet"])
def test_a_file_that_was_never_written_whole_goes(folder: Path, name: str) -> None:
    leftover = folder / TREATMENTS / name
    leftover.write_bytes(b"SECRET-7" if name.endswith("1") else b"")
    assert open_log(folder).latest == 1
    erase(folder)
    assert not leftover.exists()
