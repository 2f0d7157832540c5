"""Opened by the copy in codes or without it, a log is the same; and nothing is read of a copy that is not whole."""

from __future__ import annotations

import random
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from analysis.files import many_texts
from analysis.files.many_texts import ManyTexts
from analysis.outcome_log.chart_settings import ChartSettings
from analysis.saved_log import coded_copy, storage
from analysis.saved_log import contents as contents_of_log
from analysis.saved_log.backups import back_up, restore
from analysis.saved_log.coded_copy import kept_contents, quick_contents
from analysis.saved_log.contents import Contents, contents
from analysis.saved_log.folder import COPY, only_writer
from analysis.saved_log.opening import as_log, open_log, saved_log
from analysis.saved_log.stored_rows import read_stored
from analysis.saved_log.texts import TextColumn
from analysis.saved_log.writing import erase, set_chart, undo
from tests.saved_log.logs import FEBRUARY, JANUARY, MARCH, added, kept_rows

HEADER = JANUARY.splitlines()[0] + "\n"
EXTRA = "treatment_id,client_id,treatment_date,clinic,Lamp,needle_depth_mm,breakout\nT5,C4,2026-03-04,Park,red,0.5,no\n"


@pytest.fixture(autouse=True)
def _copied(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the smallest log copied, too."""
    monkeypatch.setattr(coded_copy, "LEAST_TREATMENTS", 1)


def decoded(column: TextColumn) -> list[object]:
    return [column.texts[code] if code >= 0 else None for code in column.codes.tolist()]


def facts(of: Contents) -> dict[str, object]:
    """Return all that the contents of a log are, whatever the codes."""
    return {
        "versions": of.versions,
        "columns": {name: decoded(column) for name, column in of.columns.items()},
        "texts": {name: list(column.texts) for name, column in of.columns.items()},
        "rows": (of.row.tolist(), of.version.tolist(), of.again_row.tolist(), of.again_version.tolist()),
        "keys": [of.keys[code] for code in of.key.tolist()],
    }


def opens_alike(folder: Path) -> bool:
    """Tell whether a log is the same with the copy that is there, with a new one, and without any."""
    stored = read_stored(folder)
    found = [quick_contents(stored, folder), kept_contents(stored, folder), quick_contents(stored, folder)]
    without = contents(stored, folder)
    expected, _ = as_log(saved_log(without))
    for each in found:
        assert facts(each) == facts(without)
        log, _ = as_log(saved_log(each))
        pd.testing.assert_frame_equal(log.frame, expected.frame)
        assert log.factors == expected.factors
    return bool(coded_copy._read(folder)[1] <= stored.files.keys()) if stored else False


def test_whatever_is_done_to_a_log_it_opens_the_same_by_its_copy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(storage, "MOST_FILES", 6)
    steps = [
        *(lambda text=text: added(tmp_path, text) for text in (JANUARY, FEBRUARY, FEBRUARY, EXTRA)),
        lambda: undo(tmp_path, 2),
        lambda: set_chart(tmp_path, ChartSettings(target=0.1)),
        *(lambda text=text: added(tmp_path, text) for text in (MARCH, MARCH.replace("no", "yes"))),
        lambda: erase(tmp_path, "C2"),
        lambda: added(tmp_path, JANUARY),
    ]
    for step in steps:
        step()
        assert opens_alike(tmp_path)


def test_so_does_one_with_more_ids_than_are_listed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (many_texts, coded_copy, contents_of_log):
        monkeypatch.setattr(module, "MOST_LISTED", 50)
    lines = [f"T{row},{row},2026-01-{1 + row % 28:02},Harbour,no\n" for row in range(60)]
    # A spreadsheet has made 12 of 12.0, and the other way round; the last client is new.
    later = [f"N{row},{row}.0,2026-02-01,Harbour,yes\n" for row in (12, 7, 40)] + ["N9,new 0,2026-02-01,Park,no\n"]
    added(tmp_path, HEADER + "".join(lines))
    assert opens_alike(tmp_path)
    added(tmp_path, HEADER + "".join(later))
    assert opens_alike(tmp_path)
    kept = open_log(tmp_path)
    clients = kept.contents.columns["client_id"]
    assert isinstance(clients.texts, ManyTexts)
    assert decoded(clients)[-4:] == ["12", "7", "40", "new 0"]
    assert kept.contents.positions(["treatment ID:T7#1", "treatment ID:none#1"]).tolist() == [7, -1]


def test_what_the_copy_holds_is_mapped_and_nothing_of_it_is_in_memory_twice(folder: Path) -> None:
    kept = open_log(folder)
    for name, column in kept.contents.columns.items():
        assert kept.treatments.columns[name] is column
        assert not column.codes.flags.writeable
        assert not column.codes.flags.owndata
    assert all(column.codes.dtype == np.int8 for column in kept.contents.columns.values())


def test_a_copy_that_has_rotted_is_not_read(folder: Path) -> None:
    expected = kept_rows(folder)
    path, chance = folder / COPY, random.Random(3)
    whole = path.read_bytes()
    for _ in range(20):
        rotten = bytearray(whole)
        rotten[chance.randrange(len(whole))] ^= 1 << chance.randrange(8)
        path.write_bytes(rotten)
        assert kept_rows(folder) == expected
        # It was made anew.
        assert path.read_bytes() == whole


@pytest.mark.parametrize("left", [b"", b"ARROW1", b"x" * 500])
def test_a_copy_that_was_cut_short_is_not_read(folder: Path, left: bytes) -> None:
    expected = kept_rows(folder)
    (folder / COPY).write_bytes(left)
    beside = folder / f".{COPY}.1a2b3c4d"
    beside.write_bytes(left)
    assert kept_rows(folder) == expected
    added(folder, FEBRUARY)
    assert not beside.exists()


def test_the_copy_of_another_log_or_of_another_release_is_not_read(
    folder: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = kept_rows(folder)
    other = tmp_path_factory.mktemp("other")
    added(other, MARCH)
    open_log(other)
    (folder / COPY).write_bytes((other / COPY).read_bytes())
    assert kept_rows(folder) == expected
    monkeypatch.setattr(coded_copy, "FORMAT", coded_copy.FORMAT + 1)
    assert opens_alike(folder)


def test_a_log_opens_where_it_cannot_be_copied(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with only_writer(folder):
        assert len(open_log(folder)) == 2
    monkeypatch.setattr(coded_copy, "write_whole", full)
    assert len(open_log(folder)) == 2
    assert not (folder / COPY).exists()


def test_who_is_erased_is_in_no_copy_and_comes_into_none(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = read_stored(folder)
    kept_contents(before, folder)
    assert b"C1" in (folder / COPY).read_bytes()

    def stopped(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(storage, "delete_for_good", stopped)
        with pytest.raises(KeyboardInterrupt):
            erase(folder, "C1")
    # Somebody who had opened the log before would copy it now.
    kept_contents(before, folder)
    assert not (folder / COPY).exists()
    open_log(folder)
    assert b"C1" not in (folder / COPY).read_bytes()


def test_the_copy_is_in_no_backup_and_goes_with_the_log_that_it_is_of(folder: Path, tmp_path: Path) -> None:
    open_log(folder)
    place = tmp_path / "backup"
    back_up(folder, place)
    assert not (place / COPY).exists()
    restore(folder, place, replace=True)
    assert not (folder / COPY).exists()
