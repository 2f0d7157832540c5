"""Calls are kept as they were recorded, and a damaged file of them is never read as none."""

from __future__ import annotations

import datetime as dt
import errno
from pathlib import Path

import pytest

from analysis.errors import DashboardError
from analysis.saved_log.backups import back_up, restore
from analysis.saved_log.calls import Call, Called, read_calls, record_call, undo_call
from analysis.saved_log.checking import check_log
from analysis.saved_log.folder import CALLS
from tests.saved_log.logs import MARCH, added

CALL = Call(
    "no answer", (Called("treatment ID:T1#1", "warning signs", ("pustules",)),), "2026-06-30T08:00:00+00:00", "Ana", 1,
    "Left a message.", dt.date(2026, 7, 2),
)  # fmt: skip


def test_a_call_is_read_back_as_it_was_recorded(folder: Path) -> None:
    recorded = record_call(folder, CALL)
    assert recorded.number == 1
    assert read_calls(folder) == (recorded,)
    assert record_call(folder, CALL).number == 2
    undo_call(folder, 1)
    assert [call.number for call in read_calls(folder)] == [2]


def test_without_calls_there_is_no_file(folder: Path) -> None:
    assert read_calls(folder) == ()
    assert not (folder / CALLS).exists()


@pytest.mark.parametrize("damage", [b"", b"{", b'{"calls": [{"result": "reached"}]}', b"[]"])
def test_damaged_calls_are_refused_and_the_check_names_them(folder: Path, damage: bytes) -> None:
    record_call(folder, CALL)
    (folder / CALLS).write_bytes(damage)
    with pytest.raises(DashboardError, match=r"calls\.json.* cannot be read; restore it from a backup"):
        read_calls(folder)
    assert any("calls.json" in fault for fault in check_log(folder).faults)


def test_calls_that_may_not_be_read_are_not_damaged(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    record_call(folder, CALL)

    def forbidden(path: Path) -> bytes:
        raise PermissionError(errno.EACCES, "Permission denied", str(path))

    monkeypatch.setattr(Path, "read_bytes", forbidden)
    with pytest.raises(DashboardError, match=r"calls\.json” cannot be opened, because the dashboard may not read it"):
        read_calls(folder)


def test_one_changed_character_is_noticed(folder: Path) -> None:
    record_call(folder, CALL)
    path = folder / CALLS
    path.write_text(path.read_text("utf-8").replace("no answer", "reached"), "utf-8")
    with pytest.raises(DashboardError):
        read_calls(folder)


def test_a_backup_has_the_calls(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    record_call(folder, CALL)
    backup = tmp_path_factory.mktemp("backup") / "log.zip"
    back_up(folder, backup)
    undo_call(folder, 1)
    restore(folder, backup, replace=True)
    assert [call.note for call in read_calls(folder)] == ["Left a message."]


def test_recording_a_call_makes_no_version(folder: Path) -> None:
    record_call(folder, CALL)
    assert added(folder, MARCH)[0].number == 2
    assert check_log(folder).is_sound
