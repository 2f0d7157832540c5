"""Dismissed warnings are kept with the log, as of a version, in backups, and without a client who is erased."""

from __future__ import annotations

from pathlib import Path

import pytest

from analysis.errors import DashboardError
from analysis.saved_log.backups import back_up, restore
from analysis.saved_log.checking import check_log
from analysis.saved_log.dismissals import Dismissal, dismiss, read_dismissals, undo_dismissal
from analysis.saved_log.folder import DISMISSALS
from analysis.saved_log.history import before_last_import
from analysis.saved_log.opening import open_log
from analysis.saved_log.writing import erase, undo
from tests.saved_log.logs import MARCH, added

LOT = Dismissal("lot L2503 in 2025-03", "2026-06-30T08:00:00+00:00", "Ana", 1, "Returned to the supplier.")


def test_a_dismissal_is_read_as_it_was_kept_until_the_warning_is_shown_again(folder: Path) -> None:
    assert read_dismissals(folder) == ()
    dismiss(folder, LOT)
    later = Dismissal(LOT.key, "2026-07-01T08:00:00+00:00", version=3)
    dismiss(folder, later)
    assert read_dismissals(folder) == (later,)
    assert read_dismissals(folder, 2) == ()
    undo_dismissal(folder, LOT.key)
    assert read_dismissals(folder) == ()


@pytest.mark.parametrize("damage", [b"{", b'{"dismissed": [{"key": 3, "at": ""}]}'])
def test_damaged_dismissals_are_refused_and_the_check_names_them(folder: Path, damage: bytes) -> None:
    dismiss(folder, LOT)
    (folder / DISMISSALS).write_bytes(damage)
    with pytest.raises(DashboardError, match=r"dismissed_warnings\.json.* cannot be read"):
        read_dismissals(folder)
    assert any("dismissed_warnings.json" in fault for fault in check_log(folder).faults)


def test_a_backup_has_the_dismissals_and_makes_no_version_of_them(
    folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    dismiss(folder, LOT)
    assert added(folder, MARCH)[0].number == 2
    assert check_log(folder).is_sound
    backup = tmp_path_factory.mktemp("backup") / "log.zip"
    back_up(folder, backup)
    undo_dismissal(folder, LOT.key)
    restore(folder, backup, replace=True)
    assert read_dismissals(folder) == (LOT,)


def test_an_erased_client_is_in_no_note(folder: Path) -> None:
    dismiss(folder, Dismissal("lot L1", LOT.at, note="Kowalski called about it."))
    erase(folder, "C1", also_called="Kowalski")
    (left,) = read_dismissals(folder)
    assert "Kowalski" not in left.note
    assert left.key == "lot L1"


def test_what_is_new_is_compared_with_the_version_before_the_last_import_in_effect(folder: Path) -> None:
    assert before_last_import(()) == 0
    assert before_last_import(open_log(folder).versions) == 0
    added(folder, MARCH)
    assert before_last_import(open_log(folder).versions) == 1
    undo(folder, 2)
    assert before_last_import(open_log(folder).versions) == 0
