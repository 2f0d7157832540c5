"""An erased client is in no version, and no byte of any file names them."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from deltalake import DeltaTable

from analysis.errors import DashboardError
from analysis.files.layout import LayoutChoices
from analysis.importing.choices import ImportChoices
from analysis.saved_log import storage
from analysis.saved_log.clients import erase_client
from analysis.saved_log.known_files import recall, remember
from analysis.saved_log.opening import open_log
from analysis.saved_log.stored_rows import files
from analysis.saved_log.writing import Erased, add, erase, undo
from analysis.wording.saved_log import erased
from tests.logs import log_of
from tests.saved_log.logs import FEBRUARY, JANUARY, MARCH, about, added, kept_rows

HEADER = "treatment_id,client_id,treatment_date,clinic,breakout\n"


def holding(folder: Path, text: str, *, capitals: bool = True) -> list[str]:
    """Return the files that hold `text`, read as Parquet where they are, as bytes everywhere."""

    def read(path: Path) -> str:
        inside = str(pq.read_table(path).to_pylist()) if path.suffix == ".parquet" else ""
        return inside + path.read_bytes().decode("utf-8", "replace")

    files = {path.name: read(path) for path in folder.rglob("*") if path.is_file()}
    return [name for name, inside in files.items() if text in (inside if capitals else inside.lower())]


def test_no_byte_of_the_folder_names_an_erased_client(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(storage, "MOST_FILES", 2)
    texts = [JANUARY.replace("C1", "SECRET-7"), FEBRUARY.replace("C1", "SECRET-7"), MARCH]
    added(tmp_path, *texts)
    undo(tmp_path, 1)
    added(tmp_path, texts[0] + "T9,SECRET-7,2026-04-01,Park,no\n")
    assert holding(tmp_path, "SECRET-7")
    assert list(tmp_path.rglob("*.checkpoint.parquet"))
    assert erase(tmp_path, "SECRET-7", by="Ana").treatments == 3
    assert holding(tmp_path, "SECRET-7") == []
    assert holding(tmp_path, "T9") == []
    assert holding(tmp_path, "C3")


def test_an_erasure_takes_the_client_out_of_every_version_and_leaves_the_others(tmp_path: Path) -> None:
    added(tmp_path, JANUARY, FEBRUARY, MARCH)
    before = [kept_rows(tmp_path, version) for version in (1, 2, 3)]
    assert erase(tmp_path, "C1", by="Ana").treatments == 2
    for version, rows in enumerate(before, start=1):
        assert kept_rows(tmp_path, version) == [row for row in rows if row["client_id"] != "C1"]
    last = open_log(tmp_path).versions[-1]
    assert (last.kind, last.erased, last.by, last.number) == ("erasure", 2, "Ana", 4)


def test_the_log_goes_on_after_an_erasure(tmp_path: Path) -> None:
    added(tmp_path, JANUARY, JANUARY + MARCH.partition("\n")[2])
    erase(tmp_path, "C1")
    undo(tmp_path, 1)
    assert [row["treatment_id"] for row in kept_rows(tmp_path)] == ["T2", "T4"]
    added(tmp_path, FEBRUARY)
    assert [row["treatment_id"] for row in kept_rows(tmp_path)] == ["T2", "T4", "T3"]
    with pytest.raises(DashboardError, match="Version 3 cannot be undone, because it erased a client for good"):
        undo(tmp_path, 3)


def test_a_row_that_leaves_the_client_blank_goes_with_the_treatment_and_one_of_another_client_stays(
    tmp_path: Path,
) -> None:
    blank, corrected = HEADER + "T1,,2026-01-05,Park,yes\n", HEADER + "T2,C1,2026-01-06,Park,yes\n"
    added(tmp_path, JANUARY, blank, corrected)
    assert erase(tmp_path, "C2").treatments == 1
    assert [(row["treatment_id"], row["client_id"]) for row in kept_rows(tmp_path)] == [("T1", "C1"), ("T2", "C1")]
    assert erase(tmp_path, "C1").treatments == 2
    assert kept_rows(tmp_path) == []


def test_erasing_who_is_not_there_makes_no_version(tmp_path: Path) -> None:
    assert erase(tmp_path, "C1").treatments == 0
    added(tmp_path, JANUARY, "skin_type,breakout\noily,no\n")
    assert erase(tmp_path, "C").treatments == 0
    assert erase(tmp_path, "").treatments == 0
    assert open_log(tmp_path).latest == 2


def test_who_treats_a_client_id_as_a_number_erases_the_same_client(tmp_path: Path) -> None:
    added(tmp_path, JANUARY.replace("C1", "12"))
    assert erase(tmp_path, " 12.0").treatments == 1


def test_files_that_cannot_be_deleted_are_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    added(tmp_path, JANUARY)
    monkeypatch.setattr(storage, "sweep", fail)
    with pytest.raises(
        DashboardError, match=r"is erased from the saved log, but .* close every program .* erase the client again"
    ):
        erase(tmp_path, "C1")
    monkeypatch.undo()
    assert holding(tmp_path, "C1")
    assert erase(tmp_path, "C1").treatments == 0
    assert holding(tmp_path, "C1") == []


def test_an_erased_client_comes_back_only_with_another_file(tmp_path: Path) -> None:
    added(tmp_path, JANUARY)
    erase(tmp_path, "C1")
    version = add(tmp_path, log_of(FEBRUARY), about(FEBRUARY))
    assert version.new == 1


# What files are called ----

NAMED = HEADER.replace("clinic,", "") + "T1,{0},2026-01-05,no\nT2,C2,2026-01-06,yes\n"


@pytest.mark.parametrize(
    "name",
    [
        "Meera Kelly March.csv",
        "march_MEERA_KELLY.csv",
        "MeeraKelly2026.xlsx",
        "meerakelly.csv",
        "Kelly, Meera.csv",
        "1008 Kelly.csv",
        "notes of Méera.csv",
    ],
)
def test_no_byte_of_the_folder_has_the_client_in_the_name_of_a_file(
    tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """History, commits and checkpoints: all that the folder holds is searched, in capitals and without."""
    monkeypatch.setattr(storage, "MOST_FILES", 2)
    text = NAMED.format("Meera Kelly")
    add(tmp_path, log_of(text), about(text, name))
    added(tmp_path, JANUARY, FEBRUARY, MARCH)
    undo(tmp_path, 1)
    assert erase(tmp_path, "Meera Kelly") == Erased(treatments=1, file_names=1)
    assert not [word for word in ("meera", "kelly", "méera") if holding(tmp_path, word, capitals=False)]
    versions = open_log(tmp_path).versions
    assert "(hidden)" in versions[0].file_name
    assert [(each.number, each.kind, each.rows_read) for each in versions][:2] == [(1, "import", 2), (2, "import", 2)]
    assert versions[0].file_name.endswith(name[-4:])
    assert [row["client_id"] for row in kept_rows(tmp_path, 1)] == ["C2"]


def test_only_the_client_is_taken_out_of_the_name_of_a_file(tmp_path: Path) -> None:
    for number, name in enumerate(
        ("Meera Kelly March.csv", "march kell.csv", "AmeerAli.csv", "C12 and C1.csv", "may.csv")
    ):
        text = NAMED.format(f"C{number + 10}").replace("T1", f"T1{number}")
        add(tmp_path, log_of(text), about(text, name))
    assert erase(tmp_path, "C1", also_called="Meera Kelly") == Erased(treatments=0, file_names=2)
    names = [each.file_name for each in open_log(tmp_path).versions if each.kind == "import"]
    assert names == ["(hidden) March.csv", "march kell.csv", "AmeerAli.csv", "C12 and (hidden).csv", "may.csv"]
    latest = open_log(tmp_path).latest
    assert erase(tmp_path, "C1", also_called="Meera Kelly") == Erased()
    assert open_log(tmp_path).latest == latest


def test_choices_for_a_file_in_the_name_of_the_client_are_forgotten(tmp_path: Path) -> None:
    added(tmp_path, JANUARY)
    sheet = ImportChoices(layout=LayoutChoices(sheet="Meera Kelly"))
    coded = ImportChoices(yes=frozenset({"1"}), values=(("skin", (("C1", "oily"),)),))
    remember(tmp_path, ("a", "b"), sheet)
    remember(tmp_path, ("c", "d"), coded)
    erase(tmp_path, "C1", "1", also_called="meera kelly")
    assert holding(tmp_path, "Meera") == []
    assert recall(tmp_path, ("a", "b")) is None
    assert recall(tmp_path, ("c", "d")) == coded


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("poppy.moore@example.com.csv", "(hidden).csv"),
        ("from poppy_moore@example.com, may.xlsx", "(hidden).xlsx"),
        ("Anna_07700900123_March.csv", "(hidden).csv"),
        ("call +44 7400 123456.csv", "(hidden).csv"),
        ("C:\\logs\\may 2026-05-01.csv", "may 2026-05-01.csv"),
        ("log@home.csv", "log@home.csv"),
        ("export_20260501123000.csv", "export_20260501123000.csv"),
    ],
)
def test_the_name_of_a_file_is_hidden_on_import_where_it_mentions_an_identifier(
    tmp_path: Path, name: str, kept: str
) -> None:
    assert add(tmp_path, log_of(JANUARY), about(JANUARY, name)).file_name == kept
    assert open_log(tmp_path).versions[0].file_name == kept


def test_erasing_nobody_changes_no_name_however_its_accents_are_written(tmp_path: Path) -> None:
    """MacOS writes an accent as a sign of its own: the history was said to have named a client who does not exist."""
    log = log_of(JANUARY)
    decomposed = unicodedata.normalize("NFD", "Märzliste.csv")
    add(tmp_path, log, about(JANUARY, decomposed))
    assert erase(tmp_path, "C999", also_called="C999") == Erased()
    assert open_log(tmp_path).latest == 1
    assert open_log(tmp_path).versions[0].file_name == decomposed


def test_one_file_that_cannot_be_deleted_keeps_no_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    added(tmp_path, JANUARY, MARCH)
    held = min((tmp_path / "treatments").glob("*.parquet"))
    original = Path.unlink

    def locked(path: Path, *, missing_ok: bool = False) -> None:
        if path == held:
            raise PermissionError(13, "in use")
        original(path, missing_ok=missing_ok)

    monkeypatch.setattr(Path, "unlink", locked)
    with pytest.raises(DashboardError, match="close every program that has it open"):
        erase(tmp_path, "C1")
    assert held.exists()
    left = {path.name for path in (tmp_path / "treatments").glob("*.parquet")}
    assert left == {held.name, *files(DeltaTable(tmp_path / "treatments"))}


def test_the_sentence_about_an_erasure_and_the_number_of_treatments_agree(tmp_path: Path) -> None:
    added(tmp_path, JANUARY, FEBRUARY, MARCH)
    undo(tmp_path, 1)
    held = len(open_log(tmp_path))
    found = erase_client("C1", tmp_path, None, None)
    holds = len(open_log(tmp_path))
    assert (found.held, found.holds) == (held, holds)
    assert f"The saved log had {held} treatments and now has {holds}" in erased(found)
    # One of the two was in the import that is undone.
    assert found.erased.treatments - (held - holds) == 1
    assert "(1 of those erased was in earlier versions only)" in erased(found)
