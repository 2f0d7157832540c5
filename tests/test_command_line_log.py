"""``python -m analysis log``: list, add, undo, export, erase, each in one sentence and never half done."""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from analysis.__main__ import UNREADABLE, UNSOUND, main
from analysis.identifiers.pseudonyms import keep_key, new_key
from analysis.saved_log.clients import client_names_of
from analysis.saved_log.folder import KNOWN_FILES
from analysis.saved_log.opening import as_log, open_log
from tests.files.workbooks import xlsx
from tests.saved_log import children

HEADER = "treatment_id,client_id,treatment_date,skin_type,breakout\n"
MAY = HEADER + "T1,C1,2026-05-01,oily,yes\nT2,C2,2026-05-02,dry,no\nT3,C1,2026-05-20,oily,\n"
JUNE = HEADER + "T2,C2,2026-05-02,dry,no\nT3,C1,2026-05-20,oily,yes\nT4,C3,2026-06-02,normal,no\n"


def log(*arguments: str) -> int:
    return main(["log", *arguments])


def add(file: Path, content: str, *options: str) -> int:
    file.write_text(content, encoding="utf-8")
    return log("add", str(file), *options)


def unwritable(path: Path) -> None:
    """Put a folder in the place of a file, which no file replaces."""
    path.unlink()
    path.mkdir()


def test_a_preview_says_what_would_happen_and_keeps_nothing(
    file: Path, outcome_log: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert add(file, MAY, "--preview") == 0
    assert "would give 3 new treatments" in capsys.readouterr().out
    assert not outcome_log.exists()


def test_adding_says_what_happened(file: Path, outcome_log: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert add(file, MAY) == 0
    assert add(file, JUNE) == 0
    assert (
        "Imported as version 2 of the saved log: 1 new treatment, 1 changed, 1 already there."
        in capsys.readouterr().out
    )
    assert len(open_log(outcome_log)) == 4


def test_adding_in_json_gives_the_counts(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    add(file, MAY)
    capsys.readouterr()
    assert add(file, JUNE, "--json") == 0
    data = json.loads(capsys.readouterr().out)
    assert {name: data[name] for name in ("done", "rows", "new", "changed", "unchanged", "staying")} == {
        "done": True, "rows": 3, "new": 1, "changed": 1, "unchanged": 1, "staying": 1,
    }  # fmt: skip


def test_the_same_file_again_changes_nothing(file: Path, outcome_log: Path, capsys: pytest.CaptureFixture[str]) -> None:
    add(file, MAY)
    assert add(file, MAY) == 0
    assert "Importing it again changes nothing" in capsys.readouterr().out
    assert open_log(outcome_log).latest == 1


def test_the_same_file_again_can_change_what_a_column_is(
    file: Path, outcome_log: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    content = "treatment_id,room code,breakout\n" + "".join(
        f"{at},{at % 4},{'yes' if at % 3 else 'no'}\n" for at in range(60)
    )
    add(file, content, "--kind", "room code=number")
    capsys.readouterr()
    assert add(file, content, "--kind", "room code=names") == 0
    said = capsys.readouterr().out
    assert "Importing it again changes no treatment, but reads “room code” as names." in said
    assert "Imported as version 2 of the saved log: no treatment changed; reads “room code” as names." in said
    (factor,) = as_log(open_log(outcome_log))[0].factors
    assert (factor.name, factor.kind) == ("room code", "category")
    # The same choice once more is none, and to undo it brings the first one back.
    assert add(file, content, "--kind", "room code=names") == 0
    assert "Importing it again changes nothing" in capsys.readouterr().out
    assert open_log(outcome_log).latest == 2
    assert log("undo", "2") == 0
    (factor,) = as_log(open_log(outcome_log))[0].factors
    assert factor.kind == "number"


def test_every_version_is_listed_and_an_import_can_be_taken_back(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    add(file, MAY)
    add(file, JUNE)
    assert log("undo", "1") == 0
    capsys.readouterr()
    assert log("list") == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "The saved log (version 3) has 3 treatments."
    assert [line.split(" · ")[0].strip() for line in lines[1:]] == ["version 3", "version 2", "version 1"]
    assert lines[3].endswith("(undone)")
    assert log("list", "--json") == 0
    assert [version["kind"] for version in json.loads(capsys.readouterr().out)["versions"]] == [
        "import", "import", "undo",
    ]  # fmt: skip


@pytest.mark.parametrize("ending", [".csv", ".parquet"])
def test_the_log_is_exported_as_it_is_and_as_it_was(file: Path, tmp_path: Path, ending: str) -> None:
    add(file, MAY)
    add(file, JUNE)
    for version, treatments, outcomes in (("1", 3, ["yes", "no", ""]), ("2", 4, ["yes", "no", "yes", "no"])):
        path = tmp_path / f"out{ending}"
        assert log("export", str(path), "--version", version) == 0
        if ending == ".csv":
            rows = list(csv.DictReader(io.StringIO(path.read_text("utf-8-sig"))))
            assert [row["breakout"] for row in rows] == outcomes
        else:
            table = pd.read_parquet(path)
            assert table["breakout"].astype(object).where(table["breakout"].notna(), "").tolist() == outcomes
        assert len(outcomes) == treatments


def test_an_exported_log_can_be_added_again_and_is_the_same_log(file: Path, tmp_path: Path, outcome_log: Path) -> None:
    add(file, MAY)
    log("export", str(tmp_path / "out.csv"))
    assert log("add", str(tmp_path / "out.csv")) == 0
    assert len(open_log(outcome_log)) == 3
    assert open_log(outcome_log).versions[-1].changed == 0


def test_an_erasure_has_to_be_meant(file: Path, outcome_log: Path) -> None:
    add(file, MAY)
    with pytest.raises(SystemExit):
        log("erase", "C1")
    assert len(open_log(outcome_log)) == 3
    assert log("erase", "C1", "--yes-erase-for-good") == 0
    assert len(open_log(outcome_log)) == 1


@pytest.mark.parametrize(
    "arguments",
    [
        ("undo", "7"),
        ("export", "log.docx"),
        ("export", "/no/such/folder/log.csv"),
        ("export", "log.csv", "--version", "9"),
        ("add", "/no/such/file.csv"),
    ],
)
def test_what_cannot_be_done_is_explained_in_one_sentence(
    arguments: tuple[str, ...], file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    add(file, MAY)
    capsys.readouterr()
    assert log(*arguments) == UNREADABLE
    ran = capsys.readouterr()
    assert ran.out == ""
    assert ran.err.count("\n") == 1
    assert ran.err.endswith(".\n")


def test_an_empty_log_is_no_error(capsys: pytest.CaptureFixture[str]) -> None:
    assert log("list") == 0
    assert capsys.readouterr().out == "The saved log (version 0) has 0 treatments.\n"


# Files without treatment IDs ----

NO_IDS = "\n".join(line.split(",", 1)[-1] for line in MAY.split("\n"))


@pytest.mark.parametrize(("options", "treatments"), [((), 3), (("--pairs", "sure"), 3), (("--pairs", "further"), 6)])
def test_the_same_treatments_without_ids_come_in_once_unless_the_manager_says_so(
    file: Path, outcome_log: Path, capsys: pytest.CaptureFixture[str], options: tuple[str, ...], treatments: int
) -> None:
    add(file, MAY)
    capsys.readouterr()
    assert add(file, NO_IDS, *options) == 0
    said = capsys.readouterr().out
    assert "3 treatments of this file were found in the saved log by client, day, clinic and treatment, because" in said
    assert ("as you chose" in said) == (treatments == 6)
    assert ("(3 matched without a treatment ID)" in said) == (treatments == 3)
    assert len(open_log(outcome_log)) == treatments


def test_every_row_read_is_added_found_or_set_aside(
    file: Path, outcome_log: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    add(file, MAY)
    capsys.readouterr()
    more = NO_IDS.replace("C2", "C7").replace("oily,\n", "oily,no\n") + "Total,,,1\n"
    assert add(file, more, "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert [told[name] for name in ("rows", "new", "changed", "unchanged", "paired", "doubtful")] == [3, 1, 1, 1, 2, 0]
    made = open_log(outcome_log).versions[-1]
    set_aside = made.rows_read - made.rows_kept
    assert (made.rows_read, set_aside) == (4, 1)
    assert made.rows_read == made.new + made.changed + made.unchanged + set_aside


# What a reviewer broke ----

NAMED = "client,treatment_date,breakout\n" + "Anna Ashdown,2026-05-01,yes\nBea Birtwell,2026-05-02,no\n" * 5


def test_json_names_the_version_that_was_made(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    add(file, MAY)
    capsys.readouterr()
    add(file, JUNE, "--json")
    assert json.loads(capsys.readouterr().out)["version"] == 2


def test_a_client_is_erased_by_the_code_behind_the_pseudonym(file: Path, outcome_log: Path) -> None:
    add(file, NAMED)
    assert log("erase", "anna  ashdown", "--yes-erase-for-good") == 0
    assert len(open_log(outcome_log)) == 5


def test_nobody_found_is_an_error_and_not_an_erasure_of_nobody(
    file: Path, outcome_log: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    add(file, MAY)
    capsys.readouterr()
    assert log("erase", "C9", "--yes-erase-for-good") == UNREADABLE
    assert "nothing was erased" in capsys.readouterr().err
    assert len(open_log(outcome_log)) == 3


def test_an_import_that_was_taken_back_is_searched_for_the_client_too(file: Path, outcome_log: Path) -> None:
    add(file, MAY)
    log("undo", "1")
    assert log("erase", "C1", "--yes-erase-for-good") == 0
    log("undo", "2")
    assert len(open_log(outcome_log)) == 1


def test_next_month_s_file_needs_no_options(file: Path, outcome_log: Path, capsys: pytest.CaptureFixture[str]) -> None:
    coded = "treatment_id,result,skin\n" + "".join(f"T{row},{'AB'[row % 2]},oily\n" for row in range(20))
    assert add(file, coded, "--outcome", "result", "--yes", "A", "--no", "B") == 0
    assert add(file, coded.replace("T", "U").replace("result", "RESULT")) == 0
    assert len(open_log(outcome_log)) == 40
    capsys.readouterr()


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--keep", "Nope"), "“Nope” is neither a column"),
        (("--map", "client_id=E-mail"), "removed because it holds personal data"),
        (("--map", "nonsense=E-mail"), "“nonsense” is neither a column"),
    ],
)
def test_an_option_that_does_not_fit_the_file_is_refused(
    file: Path, options: tuple[str, ...], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    content = "E-mail,breakout\n" + "".join(f"c{row}@example.org,yes\n" for row in range(20))
    assert add(file, content, *options) == UNREADABLE
    assert words in capsys.readouterr().err


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere file names are always Unicode")
def test_a_file_name_that_is_no_unicode_is_no_traceback(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = os.fsencode(tmp_path) + b"/may\xff.csv"
    with Path(os.fsdecode(path)).open("w", encoding="utf-8") as written:
        written.write(MAY)
    assert log("add", os.fsdecode(path)) == 0
    assert log("list") == 0
    assert "may?.csv" in capsys.readouterr().out


# What a second reviewer broke ----


def test_the_message_and_the_log_agree_on_who_was_erased(
    file: Path, outcome_log: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A spreadsheet writes the client 12 as 12.0."""
    add(file, MAY.replace("C1", "12").replace("C2", "13"))
    capsys.readouterr()
    assert log("erase", "12.0", "--yes-erase-for-good") == 0
    assert "2 treatments were erased for good" in capsys.readouterr().out
    assert len(open_log(outcome_log)) == 1


def test_a_client_who_is_there_under_a_code_and_a_pseudonym_is_erased_as_both(
    file: Path, outcome_log: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    add(file, MAY)
    capsys.readouterr()
    assert add(file, JUNE.replace("T", "U"), "--pseudonymise", "client_id") == 0
    assert "have different client IDs" in capsys.readouterr().out
    assert log("erase", "C1", "--yes-erase-for-good") == 0
    assert len(open_log(outcome_log)) == 3


def test_options_add_to_what_is_remembered_and_take_nothing_from_it(file: Path, outcome_log: Path) -> None:
    coded = "client_id,treatment_date,result\n" + "".join(
        f"K{row},{row + 1:02}/04/2026,{'AB'[row % 2]}\n" for row in range(9)
    )
    first = (
        "--outcome",
        "result",
        "--yes",
        "A",
        "--no",
        "B",
        "--pseudonymise",
        "client_id",
        "--date-order",
        "day-first",
    )
    assert add(file, coded, *first) == 0
    assert add(file, coded.replace("/04/", "/05/"), "--date-order", "day-first") == 0
    assert add(file, coded.replace("/04/", "/06/")) == 0
    kept = open_log(outcome_log)
    assert len(kept) == 27
    assert client_names_of(kept) == "pseudonyms"


def test_dates_that_can_be_read_in_two_ways_stop_an_import_that_nobody_watches(
    file: Path, outcome_log: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    dated = "client_id,treatment_date,breakout\nC1,{}/07/2026,yes\nC2,05/{}/2026,no\n"
    assert add(file, dated.format("03", "07")) == UNREADABLE
    assert "--date-order" in capsys.readouterr().err
    assert add(file, dated.format("03", "07"), "--date-order", "day-first") == 0
    # A month that tells its own order does not make the log forget it.
    assert add(file, dated.format("13", "07").replace("C", "D")) == 0
    assert add(file, dated.format("03", "08").replace("C", "E")) == 0
    days = open_log(outcome_log).table.frame["treatment_date"].astype(str).tolist()
    assert days[-1] == "2026-08-05"
    assert "" not in days


def test_a_column_is_kept_only_as_what_it_looked_like(
    file: Path, outcome_log: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    calls = "contact,treatment_date,breakout\n" + "".join(
        f"+44 7700 900{row:03},2026-05-{row + 1:02},yes\n" for row in range(20)
    )
    mails = calls.replace("+44 7700 900", "anna@mail").replace(",2026-05", ".example,2026-06")
    assert add(file, calls, "--keep", "contact") == 0
    assert add(file, mails) == 0
    assert "removed before anything" in capsys.readouterr().err
    assert "@" not in open_log(outcome_log).table.frame.to_csv()


def test_check_reads_a_file_as_it_would_be_added(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    coded = "treatment_id,result\n" + "".join(f"T{row},{'AB'[row % 2]}\n" for row in range(20))
    assert add(file, coded, "--outcome", "result", "--yes", "A", "--no", "B") == 0
    capsys.readouterr()
    assert main(["check", str(file)]) == 0
    ran = capsys.readouterr()
    assert "20 rows read, 20 counted" in ran.out
    assert "The same corrections are used here" in ran.err


@pytest.mark.parametrize("option", ["--header-row", "--header-rows"])
def test_a_header_row_that_is_really_a_treatment_names_nobody(
    file: Path, option: str, capsys: pytest.CaptureFixture[str]
) -> None:
    content = "Client name,treatment_date,followed_up,breakout\n" + "".join(
        f"{name} Ashdown,2026-05-{row + 1:02},,{'yes' if row % 2 else 'no'}\n"
        for row, name in enumerate(["Anna", "Bea", "Clara", "Dilys"])
    )
    file.write_text(content, encoding="utf-8")
    main(["check", str(file), option, "2", "--outcome", "no"])
    main(["check", str(file), option, "2"])
    ran = capsys.readouterr()
    assert "Anna" not in ran.out + ran.err


def test_a_remembered_sheet_holds_and_gives_way_where_there_is_none(tmp_path: Path, outcome_log: Path) -> None:
    rows = [
        ["client_id", "treatment_date", "breakout"],
        *([f"C{row}", f"2026-05-{row + 1:02}", "yes"] for row in range(9)),
    ]
    other = [["room", "colour", "lamp"], *([f"R{row}", "red", "on"] for row in range(12))]
    for name, sheets, options in (
        ("may.xlsx", {"2025": other, "2026": rows}, ("--sheet", "2026", "--pseudonymise", "client_id")),
        (
            "june.xlsx",
            {"2025": other, "2026": [rows[0], *([f"D{row}", f"2026-06-{row + 1:02}", "no"] for row in range(9))]},
            (),
        ),
    ):
        (tmp_path / name).write_bytes(xlsx(sheets))
        assert log("add", str(tmp_path / name), *options) == 0
    kept = open_log(outcome_log)
    assert (len(kept), client_names_of(kept)) == (18, "pseudonyms")
    (tmp_path / "july.xlsx").write_bytes(xlsx({"2025": other, "2027": [["x"], ["y"]]}))
    assert main(["check", str(tmp_path / "july.xlsx")]) == UNREADABLE


def test_a_file_that_was_added_is_reported_though_its_choices_are_not_remembered(
    file: Path, outcome_log: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It ended with exit code 2 and no word of the version that it had made."""
    add(file, MAY)
    unwritable(outcome_log / KNOWN_FILES)
    capsys.readouterr()
    assert add(file, JUNE) == 0
    ran = capsys.readouterr()
    assert "Imported as version 2 of the saved log: 1 new treatment" in ran.out
    assert "Note: Your corrections could not be remembered, because" in ran.err
    assert len(open_log(outcome_log)) == 4


# A log that is no longer whole ----


@pytest.mark.parametrize(
    "loss",
    [
        (lambda folder: max(folder.rglob("*.json")).unlink(), "lacks version 1, which it had on"),
        (lambda folder: shutil.rmtree(folder / "treatments"), "The saved log in"),
    ],
    ids=["its newest version", "its treatments"],
)
@pytest.mark.parametrize(
    "arguments",
    [
        ("list",),
        ("list", "--json"),
        ("add", "FILE"),
        ("add", "FILE", "--preview"),
        ("undo", "1"),
        ("export", "OUT.csv"),
        ("erase", "C1", "--yes-erase-for-good"),
        ("erase", "nobody", "--yes-erase-for-good"),
    ],
    ids=" ".join,
)
def test_a_log_that_lost_a_part_is_refused_by_every_command_and_none_begins_a_new_one(
    file: Path,
    outcome_log: Path,
    capsys: pytest.CaptureFixture[str],
    loss: tuple[Callable[[Path], object], str],
    arguments: tuple[str, ...],
) -> None:
    add(file, MAY)
    lose, said = loss
    lose(outcome_log)
    before = sorted(outcome_log.rglob("*"))
    file.write_text(JUNE, encoding="utf-8")
    out = file.with_name("out.csv")
    capsys.readouterr()
    assert log(*(each.replace("FILE", str(file)).replace("OUT.csv", str(out)) for each in arguments)) == UNREADABLE
    ran = capsys.readouterr()
    assert not ran.out
    assert said in ran.err
    assert "estore it from a backup" in ran.err
    assert sorted(outcome_log.rglob("*")) == before
    assert not out.exists()


# A full disk, a reader that goes away ----


@pytest.mark.parametrize("ending", [".csv", ".parquet"])
def test_a_disk_that_fills_up_leaves_no_half_export_and_an_older_one_whole(
    file: Path, tmp_path: Path, outcome_log: Path, ending: str
) -> None:
    add(file, MAY)
    older, newer = tmp_path / f"older{ending}", tmp_path / f"newer{ending}"
    older.write_text("last month's export")
    before = {path.name for path in tmp_path.iterdir()}
    for path in (older, newer):
        exit_code, told = children.run(children.exporting_with_small_files_only, path, outcome_log, 50)
        assert (exit_code, told[0]) == (0, UNREADABLE)
        assert told[1] == f"“{path}” was not written, because the disk is full: free some space and try again.\n"
    assert older.read_text() == "last month's export"
    assert {path.name for path in tmp_path.iterdir()} == before


def test_an_export_takes_the_place_and_the_rights_of_an_older_one(file: Path, tmp_path: Path) -> None:
    add(file, MAY)
    older, link = tmp_path / "older.csv", tmp_path / "link.csv"
    older.write_text("last month's export")
    older.chmod(0o640)
    link.symlink_to(older)
    assert log("export", str(link)) == 0
    assert older.read_text("utf-8-sig").startswith("treatment_id")
    assert link.is_symlink()
    assert older.stat().st_mode & 0o777 == 0o640


# Check, back up, restore ----


def test_a_check_says_what_is_true_of_the_log_and_its_exit_code_is_for_schedules(
    file: Path, outcome_log: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert log("check") == UNSOUND
    assert capsys.readouterr().out == f"There is no saved log in “{outcome_log}”.\n"
    add(file, MAY)
    capsys.readouterr()
    assert log("check") == 0
    assert capsys.readouterr().out == (
        "The saved log (version 1) has 3 treatments.\nThe saved log is intact: 1 file of treatments and 3 records "
        "of its history were checked.\nNo backup of it is known.\n"
    )
    assert log("backup", str(tmp_path / "copy.zip")) == 0
    assert "Version 1 of the saved log was copied to" in capsys.readouterr().out
    next((outcome_log / "treatments").glob("*.parquet")).write_bytes(b"rot")
    assert log("check") == UNSOUND
    said = capsys.readouterr().out.splitlines()
    assert said[0].startswith("The saved log is damaged: “")
    assert said[1].startswith("Last backup: ")
    assert said[1].endswith(f", version 1, in “{tmp_path / 'copy.zip'}”.")
    assert log("check", "--json") == UNSOUND
    checked = json.loads(capsys.readouterr().out)
    assert checked["sound"] is False
    assert checked["backed_up"]["version"] == 1
    assert log("restore", str(tmp_path / "copy.zip")) == UNREADABLE
    assert "add --replace to delete it" in capsys.readouterr().err
    assert log("restore", str(tmp_path / "copy.zip"), "--replace") == 0
    assert log("check", "--json") == 0
    assert len(open_log(outcome_log)) == 3


def test_a_check_names_a_lost_key_and_the_ways_out(
    file: Path, outcome_log: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    add(file, "client_id,breakout\n1008 Poppy Moore,yes\n1009 Amira Khan,no\n")
    key = outcome_log / "pseudonyms.key"
    capsys.readouterr()
    assert log("check") == 0
    assert "The key of its pseudonyms is there." in capsys.readouterr().out
    former = key.read_bytes()
    for content, said in (
        (None, "is missing"),
        (keep_key(file.parent, new_key()), "belongs to another log"),
        (b"?", "is damaged"),
    ):
        key.unlink(missing_ok=True)
        if content is not None:
            key.write_bytes((file.parent / "pseudonyms.key").read_bytes() if len(content) > 1 else content)
        assert log("check") == UNSOUND
        assert f"The key of the pseudonyms {said}" in capsys.readouterr().out.replace(f", “{key}”,", "")
    key.write_bytes(former)
    assert log("check") == 0
