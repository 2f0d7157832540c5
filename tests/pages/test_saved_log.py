"""Keeping a log: what adding would do is seen first, and everything that was done can be looked at and taken back."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from analysis.saved_log.backups import back_up
from analysis.saved_log.opening import open_log
from tests.pages.opening import (
    OUTCOME_LOG,
    PAGES,
    labelled,
    metrics,
    open_page,
    press,
    start_anew,
    table_with,
    text_of,
    unescaped,
    words_of,
)
from tests.saved_log.logs import added

MAY = (
    b"treatment_id,client_id,treatment_date,clinic,acne_history,breakout\n"
    b"T1,C1,2026-05-01,Harbour,past,yes\nT2,C2,2026-05-02,Harbour,none,no\nT3,C1,2026-05-20,Meadow,past,\n"
)
JUNE = (
    b"treatment_id,client_id,treatment_date,clinic,acne_history,breakout\n"
    b"T2,C2,2026-05-02,Harbour,none,no\nT3,C1,2026-05-20,Meadow,past,yes\nT4,C3,2026-06-02,Meadow,none,no\n"
)


def upload(app: AppTest, content: bytes, name: str = "may.csv") -> AppTest:
    app.switch_page(OUTCOME_LOG).run()
    app.segmented_control(key="log_section").set_value("New file").run()
    app.file_uploader(key="upload").upload(name, content, "text/csv").run()
    app.segmented_control(key="keep_it").set_value("Import into the saved log").run()
    assert not app.exception
    return app


def kept(*files: bytes) -> AppTest:
    """Return the outcome log page of a session that has added these files."""
    app = open_page(OUTCOME_LOG)
    for number, content in enumerate(files):
        press(upload(app, content, f"file {number}.csv"), "Import ")
    app.segmented_control(key="log_section").set_value("Saved log").run()
    return app


def begun(folder: Path, *files: bytes) -> AppTest:
    """Return the outcome log page of a session that begins with a log of these files."""
    added(folder, *(content.decode() for content in files))
    app = open_page(OUTCOME_LOG)
    app.segmented_control(key="log_section").set_value("Saved log").run()
    return app


def test_exploring_keeps_nothing(outcome_log: Path) -> None:
    app = open_page(OUTCOME_LOG, MAY)
    app.switch_page("dashboard.py").run()
    assert not outcome_log.exists()


def test_the_effect_is_seen_before_anything_is_kept(outcome_log: Path) -> None:
    app = upload(open_page("dashboard.py"), MAY)
    shown = metrics(app)
    assert [shown[label] for label in ("New", "Changed", "Already there", "Conflicting", "Not in this file")] == [
        "3", "0", "0", "0", "0",
    ]  # fmt: skip
    assert not outcome_log.exists()


def test_a_second_file_shows_what_is_new_changed_and_there_already(outcome_log: Path) -> None:
    app = upload(kept(MAY), JUNE, "june.csv")
    shown = metrics(app)
    assert [shown[label] for label in ("New", "Changed", "Already there", "Not in this file")] == ["1", "1", "1", "1"]
    changes = table_with(app, "Before")
    assert changes.to_dict("records") == [{"Treatment": "T3", "Field": "Breakout", "Before": "", "Now": "yes"}]
    press(app, "Import 1 treatment and change 1")
    assert len(open_log(outcome_log)) == 4


WITHOUT_IDS = (
    b"client_id,treatment_date,clinic,acne_history,breakout\n"
    b"C1,2026-05-01,Harbour,past,yes\nC2,2026-05-02,,none,no\nC1,2026-05-20,Meadow,past,yes\nC9,2026-05-21,,none,no\n"
)


def test_treatments_without_ids_are_shown_beside_those_of_the_log_the_doubtful_first(outcome_log: Path) -> None:
    app = upload(begun(outcome_log, MAY), WITHOUT_IDS, "june.csv")
    pairs = table_with(app, "Clinic (log)", "Clinic (file)")
    assert pairs["Client ID"].tolist() == ["C2", "C1", "C1"]
    assert pairs["Row of the file"].tolist() == [3, 2, 4]
    assert pairs["Uncertain"].tolist() == ["no clinic in the file", "", ""]
    assert pairs["Breakout (log)"].tolist() == ["no", "yes", ""]
    assert [metrics(app)[label] for label in ("New", "Changed", "Already there")] == ["1", "1", "2"]
    press(app, "Import 1 treatment and change 1")
    assert "3 matched without a treatment ID" in words_of(app.success)
    assert len(open_log(outcome_log)) == 4


@pytest.mark.parametrize(("word", "new"), [("the same where certain", "2"), ("new treatments", "4")])
def test_pairs_come_in_as_further_treatments_where_the_manager_says_so(outcome_log: Path, word: str, new: str) -> None:
    app = upload(begun(outcome_log, MAY), WITHOUT_IDS, "june.csv")
    app.segmented_control(key="pairs").set_value(word).run()
    assert metrics(app)["New"] == new
    assert len(table_with(app, "Clinic (log)")) == 3
    press(app, f"Import {new} treatments")
    assert len(open_log(outcome_log)) == 3 + int(new)


def test_where_nothing_is_paired_nothing_is_asked(outcome_log: Path) -> None:
    app = upload(begun(outcome_log, MAY), JUNE, "june.csv")
    assert not [each for each in app.segmented_control if each.key == "pairs"]


def test_what_was_added_is_shown_on_all_pages_and_after_a_new_start() -> None:
    app = kept(MAY, JUNE)
    for page in PAGES:
        app.switch_page(page).run()
        assert not app.exception
    app.switch_page("dashboard.py").run()
    assert "2 of 4 treatments" in text_of(app)
    assert "sample" not in text_of(app)
    assert "2 of 4 treatments" in text_of(open_page("dashboard.py"))


def test_the_same_file_again_changes_nothing(outcome_log: Path) -> None:
    app = upload(kept(MAY), MAY, "may again.csv")
    assert "Importing it again changes nothing" in text_of(app)
    assert not [button for button in app.button if button.label.startswith("Import ")]
    assert open_log(outcome_log).latest == 1


def test_an_import_is_taken_back_and_the_others_stay(outcome_log: Path) -> None:
    app = begun(outcome_log, MAY, JUNE)
    labelled(app.selectbox, "Undo a change").set_value(1)
    press(app, "Undo it")
    assert "Version 1 is undone." in text_of(app)
    assert len(open_log(outcome_log)) == 3
    table = table_with(app, "Version")
    assert table["Version"].tolist() == [3, 2, 1]
    assert table["In effect"].tolist() == ["yes", "yes", "undone"]


def test_the_log_can_be_looked_at_as_it_was(outcome_log: Path) -> None:
    app = begun(outcome_log, MAY, JUNE)
    labelled(app.selectbox, "Look at an earlier version").set_value(1)
    press(app, "Show it")
    app.switch_page("dashboard.py").run()
    assert "This is **version 1** of the saved log" in text_of(app)
    assert "1 of 2 treatments" in text_of(app)
    press(app, "Show the newest version")
    assert "2 of 4 treatments" in text_of(app)


def test_a_client_is_erased_only_when_named_twice(outcome_log: Path) -> None:
    app = begun(outcome_log, MAY)
    for first, second in (("C1", ""), ("C1", "C2"), ("C9", "C9")):
        app.text_input(key="erase").set_value(first)
        app.text_input(key="erase_again").set_value(second)
        press(app, "Erase this client")
        assert "othing was erased" in words_of(app.error)
        assert len(open_log(outcome_log)) == 3
    app.text_input(key="erase").set_value("C1")
    app.text_input(key="erase_again").set_value("C1")
    press(app, "Erase this client")
    assert "2 treatments were erased for good" in words_of(app.success)
    assert len(open_log(outcome_log)) == 1
    app.switch_page("dashboard.py").run()
    assert "after 1 treatment: 0%" in text_of(app)


def test_the_sample_cannot_be_added() -> None:
    app = open_page(OUTCOME_LOG)
    assert "cannot be imported" in text_of(app)


def test_corrections_are_remembered_for_the_next_file_of_the_next_session() -> None:
    coded = b"treatment_id,result,acne hx\n" + b"".join(
        b"T%d,%s,none\n" % (i, b"AB"[i % 2 : i % 2 + 1]) for i in range(20)
    )
    app = open_page(OUTCOME_LOG, coded)
    labelled(app.selectbox, "Which column").set_value("result")
    press(app, "Use this")
    labelled(app.multiselect, "Breakout").set_value(["A"])
    labelled(app.multiselect, "No breakout").set_value(["B"])
    press(app, "Use these meanings")
    app.segmented_control(key="keep_it").set_value("Import into the saved log").run()
    press(app, "Import 20 treatments")
    next_month = open_page(OUTCOME_LOG)
    next_month.file_uploader(key="upload").upload("june.csv", coded.replace(b"T", b"U"), "text/csv").run()
    assert metrics(next_month)["Counted"] == "20"
    assert "The same corrections are used here" in text_of(next_month)
    press(next_month, "Undo all corrections")
    assert "recognised as the outcome" in words_of(next_month.warning)


def test_a_damaged_log_is_named_on_every_page_and_never_shown_in_part(outcome_log: Path) -> None:
    begun(outcome_log, MAY)
    part = next((outcome_log / "treatments").glob("*.parquet"))
    part.write_bytes(part.read_bytes()[:100])
    for page in PAGES:
        start_anew()
        app = open_page(page)
        if page == OUTCOME_LOG:
            app.segmented_control(key="log_section").set_value("Saved log").run()
        assert not app.exception, page
        if page != "pages/9_Methods.py":
            assert "estore it from a backup" in text_of(app), page
        # Not one number of a log that is there in part: not even how much of it is left.
        assert metrics(app) == {}, page


def test_the_page_says_whether_the_log_is_whole_and_where_its_backup_is(outcome_log: Path, tmp_path: Path) -> None:
    app = begun(outcome_log, MAY)
    assert "The saved log is intact: 1 file of treatments" in text_of(app)
    assert "No backup of it is known" in text_of(app)
    back_up(outcome_log, tmp_path / "copy.zip")
    part = next((outcome_log / "treatments").glob("*.parquet"))
    part.write_bytes(part.read_bytes()[:-1] + b"?")
    start_anew()
    app = open_page(OUTCOME_LOG)
    for section in ("New file", "Saved log"):
        app.segmented_control(key="log_section").set_value(section).run()
        assert f"{part.name}” was changed or damaged; restore it from a backup" in text_of(app)
        assert "All pages show" not in text_of(app)
        assert f"version 1, in “{tmp_path / 'copy.zip'}”" in text_of(app).replace("\\", "")
        assert "log restore FILE.zip" in text_of(app)


LOSSES: dict[str, Callable[[Path], object]] = {
    "its newest version": lambda folder: max(folder.rglob("*.json")).unlink(),
    "its treatments": lambda folder: shutil.rmtree(folder / "treatments"),
}


@pytest.mark.parametrize("lose", LOSSES.values(), ids=LOSSES)
def test_a_log_that_lost_a_part_is_shown_neither_as_an_older_one_nor_as_none(
    outcome_log: Path, lose: Callable[[Path], object]
) -> None:
    """The pages ask in every run, so that it is missed even while the log is still in memory."""
    app = begun(outcome_log, MAY, JUNE)
    lose(outcome_log)
    app.run()
    for page in PAGES:
        app.switch_page(page).run()
        assert not app.exception
        if page not in {"pages/9_Methods.py", OUTCOME_LOG}:
            assert "estore it from a backup" in text_of(app), page
            assert "sample data" not in text_of(app), page
    app = upload(open_page(OUTCOME_LOG), JUNE)
    assert "estore it from a backup" in text_of(app)
    assert not [button for button in app.button if button.label.startswith("Import ")]
    app.segmented_control(key="log_section").set_value("Saved log").run()
    assert "estore it from a backup" in text_of(app)
    assert "Nothing is saved yet" not in text_of(app)


def test_a_file_can_be_explored_while_the_kept_log_is_damaged(outcome_log: Path) -> None:
    begun(outcome_log, MAY)
    part = next((outcome_log / "treatments").glob("*.parquet"))
    part.unlink()
    start_anew()
    app = open_page(OUTCOME_LOG, JUNE)
    assert metrics(app)["Counted"] == "3"


def test_rows_alike_in_two_files_are_asked_about_and_added_when_they_are_further_treatments(outcome_log: Path) -> None:
    """Without an ID or a date only the manager knows whether they are the same treatments."""
    rows = b"acne hx,skin,breakout\n" + b"past,oily,yes\nnone,dry,no\n" * 10
    app = upload(kept(rows), rows + b"past,dry,no\n", "june.csv")
    assert "20 rows are the same as treatments in the saved log" in text_of(app)
    assert metrics(app)["New"] == "1"
    app.segmented_control(key="repeats").set_value("new treatments").run()
    assert metrics(app)["New"] == "21"
    press(app, "Import 21 treatments")
    assert len(open_log(outcome_log)) == 41


NAMED_CLIENTS = b"client,treatment_date,breakout\n" + b"Anna Ashdown,2026-05-01,yes\nBea Birtwell,2026-05-02,no\n" * 5


def erase(app: AppTest, who: str) -> AppTest:
    app.text_input(key="erase").set_value(who)
    app.text_input(key="erase_again").set_value(who)
    return press(app, "Erase this client")


def test_with_a_lost_key_nobody_is_erased_and_nobody_added_before_the_manager_says_so(outcome_log: Path) -> None:
    kept(NAMED_CLIENTS)
    (outcome_log / "pseudonyms.key").unlink()
    start_anew()
    app = open_page(OUTCOME_LOG)
    app.segmented_control(key="log_section").set_value("Saved log").run()
    erase(app, "Anna Ashdown")
    assert "Nothing was erased: the saved log uses pseudonyms, and their key is missing" in words_of(app.error)
    assert len(open_log(outcome_log)) == 10

    upload(app, NAMED_CLIENTS.replace(b"2026-05", b"2026-06"), "june.csv")
    assert "the key is missing, so the same clients would count as new ones" in words_of(app.error)
    assert not [button for button in app.button if button.label.startswith("Import ")]
    assert not (outcome_log / "pseudonyms.key").exists()
    app.checkbox(key="start_anew").check().run()
    press(app, "Import 10 treatments")
    assert len(open_log(outcome_log)) == 20


def test_the_page_says_that_the_client_was_taken_out_of_the_name_of_a_file(outcome_log: Path) -> None:
    app = upload(open_page(OUTCOME_LOG), MAY.replace(b"C1", b"MOORE-1"), "Poppy Moore May.csv")
    press(app, "Import ")
    app.segmented_control(key="log_section").set_value("Saved log").run()
    erase(app, "Poppy Moore")
    assert "The client was also removed from the name of 1 file in the history." in words_of(app.success)
    assert open_log(outcome_log).versions[0].file_name == "(hidden) May.csv"
    assert "Poppy" not in " ".join(table.value.to_csv() for table in app.dataframe)


def test_a_file_called_after_a_phone_number_is_kept_under_another_name() -> None:
    app = press(upload(open_page(OUTCOME_LOG), MAY, "Anna 07700 900123.csv"), "Import ")
    assert "it was saved as “(hidden).csv”" in unescaped(text_of(app))


def test_a_file_whose_dates_can_be_read_in_two_ways_is_not_added_before_one_is_chosen(outcome_log: Path) -> None:
    """It was added with blank dates, where the command line refuses it."""
    app = upload(open_page(OUTCOME_LOG), b"client_id,treatment_date,breakout\nC1,03/07/2026,yes\nC2,05/07/2026,no\n")
    assert words_of(app.error) == (
        "The dates of treatment_date can be read in two ways: choose above whether the day or the month comes first, "
        "then import the file."
    )
    assert not [button for button in app.button if button.label.startswith("Import ")]
    press(press(app, "The day"), "Import 2 treatments")
    assert not app.error
    assert [str(day) for day in open_log(outcome_log).table.frame["treatment_date"]] == ["2026-07-03", "2026-07-05"]


def test_the_page_says_that_a_file_was_added_though_its_choices_are_not_remembered(outcome_log: Path) -> None:
    app = kept(MAY)
    known = outcome_log / "known_files.json"
    known.unlink()
    known.mkdir()  # no file replaces a folder
    press(upload(app, JUNE, "june.csv"), "Import 1 treatment")
    assert "Imported as version 2 of the saved log" in words_of(app.success)
    assert "Your corrections could not be remembered" in words_of(app.warning)
    assert len(open_log(outcome_log)) == 4
