"""What was said of one file, layout or log never breaks, or leaks into, the next: found by a reviewer and a manager."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from analysis.__main__ import main
from analysis.identifiers.pseudonyms import new_key
from analysis.saved_log.opening import open_log
from analysis.saved_log.writing import key_in_force, undo
from tests.pages.opening import OUTCOME_LOG, PAGES, labelled, metrics, open_page, press, text_of, words_of

LOG = b"client,Result,Room\n" + b"C1,yes,Blue\nC2,no,Red\nC3,no,Blue\n" * 10
OTHER_SPELLING = LOG.replace(b"Result", b"RESULT").replace(b"client", b"Client")
MAILS = b"client,Result,Room\n" + b"".join(b"C%d,yes,c%d@example.org\n" % (row, row) for row in range(30))
KEPT = (
    b"treatment_id,client_id,treatment_date,breakout\nT1,C1,2026-05-01,yes\nT2,C2,2026-05-02,no\nT3,C3,2026-05-03,no\n"
)


def upload(app: AppTest, content: bytes, name: str) -> AppTest:
    app.switch_page(OUTCOME_LOG).run()
    app.segmented_control(key="log_section").set_value("New file").run()
    app = app.file_uploader(key="upload").upload(name, content, "text/csv").run()
    assert not app.exception
    return app


def corrected() -> AppTest:
    """Return a session in which the outcome was named and a column of the clinic's own was confirmed."""
    app = open_page(OUTCOME_LOG, LOG)
    for column, meaning in (("Result", "breakout"), ("Room", "extra factor")):
        boxes = {box.label: box for box in app.selectbox}
        question = "Which column records the breakouts?"
        boxes.get(question, boxes.get("Correct a column")).set_value(column)
        if question not in boxes:
            boxes["It means"].set_value(meaning)
        press(app, "Use this")
    assert kept_as_treatments(app) == "30"
    return app


def kept_as_treatments(app: AppTest) -> str:
    return metrics(app)["Counted"]


def add(app: AppTest, content: bytes, name: str) -> AppTest:
    upload(app, content, name)
    app.segmented_control(key="keep_it").set_value("Import into the saved log").run()
    return press(app, "Import ")


# The next file ----


def test_the_next_file_may_spell_its_columns_otherwise() -> None:
    app = upload(corrected(), OTHER_SPELLING, "june.csv")
    assert kept_as_treatments(app) == "30"
    for page in PAGES:
        assert not app.switch_page(page).run().exception


def test_a_corrected_column_may_hold_identifiers_next_month_and_is_dropped_then() -> None:
    app = upload(corrected(), MAILS, "june.csv")
    assert kept_as_treatments(app) == "30"
    assert "“Room”" in words_of(app.warning)
    assert "example.org" not in text_of(app)


def test_another_header_row_does_not_break_earlier_corrections() -> None:
    app = corrected()
    app.segmented_control(key="import_part").set_value("Layout").run()
    app.number_input(key="layout header_row").set_value(2).run()
    assert not app.exception
    press(app, "Undo all corrections")
    assert "recognised as the outcome" in words_of(app.warning)


def test_a_kept_column_that_is_no_longer_kept_does_not_break_its_correction() -> None:
    app = open_page(OUTCOME_LOG, MAILS.replace(b"Result", b"breakout"))
    app.segmented_control(key="import_part").set_value("Personal data").run()
    labelled(app.multiselect, "Columns to keep").set_value(["Room"])
    labelled(app.checkbox, "I have looked at these columns").check()
    press(app, "Keep them")
    assert "You chose to keep" in text_of(app)
    app.segmented_control(key="import_part").set_value("Columns").run()
    boxes = {box.label: box for box in app.selectbox}
    boxes["Correct a column"].set_value("Room")
    boxes["It means"].set_value("device")
    press(app, "Use this")
    app.segmented_control(key="import_part").set_value("Personal data").run()
    labelled(app.multiselect, "Columns to keep").set_value([])
    press(app, "Keep them")
    assert kept_as_treatments(app) == "30"


def test_the_period_of_one_file_does_not_narrow_the_next() -> None:
    """A file whose outcome is still to be placed has no period; the filter then shrank to its last day."""
    june = b"date,breakout\n" + b"".join(
        b"2026-06-%02d,%s\n" % (day, b"yn"[day % 2 : day % 2 + 1]) for day in range(1, 29)
    )
    may = june.replace(b"2026-06", b"2026-05").replace(b",y", b",pimply").replace(b",n", b",fine")
    app = upload(open_page(OUTCOME_LOG, june), may, "may.csv")
    labelled(app.multiselect, "Breakout").set_value(["pimply"])
    labelled(app.multiselect, "No breakout").set_value(["fine"])
    press(app, "Use these meanings")
    app.switch_page("dashboard.py").run()
    assert "14 of 28 treatments" in text_of(app)


def test_a_refused_file_leaves_nothing_of_another_file_to_add() -> None:
    app = open_page(OUTCOME_LOG, KEPT)
    app.segmented_control(key="keep_it").set_value("Import into the saved log").run()
    upload(app, b"%PDF-1.7 rubbish", "doc.csv")
    assert app.error
    assert not [button for button in app.button if button.label.startswith("Import ")]
    app.switch_page("dashboard.py").run()
    assert "1 of 3 treatments" in text_of(app)


def test_a_header_without_rows_says_so() -> None:
    app = open_page(OUTCOME_LOG, b"client,date,breakout\n")
    assert "a header but no row" in text_of(app)


def test_another_layout_needs_the_file_at_hand_and_costs_nothing_without_it() -> None:
    app = corrected()
    app.switch_page("dashboard.py").run()
    app.switch_page(OUTCOME_LOG).run()
    app.segmented_control(key="import_part").set_value("Layout").run()
    app.number_input(key="layout header_row").set_value(2).run()
    assert "Upload it again" in text_of(app)
    assert kept_as_treatments(app) == "30"


# The log ----


def test_another_log_in_the_folder_is_not_taken_for_the_one_in_memory(outcome_log: Path, tmp_path: Path) -> None:
    app = add(open_page(OUTCOME_LOG), KEPT, "may.csv")
    shutil.rmtree(outcome_log)
    (tmp_path / "other.csv").write_bytes(KEPT + b"T4,C4,2026-05-04,yes\nT5,C5,2026-05-05,yes\n")
    assert main(["log", "add", str(tmp_path / "other.csv")]) == 0
    app.switch_page("dashboard.py").run()
    assert "3 of 5 treatments" in text_of(app)


def test_a_client_of_an_import_that_was_taken_back_can_be_erased(outcome_log: Path) -> None:
    app = add(open_page(OUTCOME_LOG), KEPT, "may.csv")
    undo(outcome_log, 1)
    app.segmented_control(key="log_section").set_value("Saved log").run()
    app.text_input(key="erase").set_value("C1")
    app.text_input(key="erase_again").set_value("C1")
    press(app, "Erase this client")
    undo(outcome_log, 2)
    assert len(open_log(outcome_log)) == 2


def test_treatments_are_never_added_under_a_key_that_did_not_make_their_pseudonyms(outcome_log: Path) -> None:
    """Next month the same client would be somebody else."""
    named = b"client,treatment_date,breakout\n" + b"Anna Ashdown,2026-05-01,yes\nBea Birtwell,2026-05-02,no\n" * 5
    app = upload(open_page(OUTCOME_LOG), named, "may.csv")
    app.segmented_control(key="keep_it").set_value("Import into the saved log").run()
    key_in_force(outcome_log, new_key())
    press(app, "Import ")
    if not open_log(outcome_log).latest:
        press(app, "Import ")
    again = upload(open_page(OUTCOME_LOG), named + b"Anna Ashdown,2026-06-01,yes\n", "june.csv")
    again.segmented_control(key="keep_it").set_value("Import into the saved log").run()
    assert metrics(again)["New"] == "1"


def test_a_damaged_key_is_a_sentence_wherever_it_is_needed(outcome_log: Path) -> None:
    app = add(open_page(OUTCOME_LOG), KEPT, "may.csv")
    (outcome_log / "pseudonyms.key").write_text("damaged", encoding="utf-8")
    app.segmented_control(key="log_section").set_value("Saved log").run()
    app.text_input(key="erase").set_value("C1")
    app.text_input(key="erase_again").set_value("C1")
    press(app, "Erase this client")
    assert "key of the pseudonyms" in words_of(app.error)
    new_session = upload(open_page(OUTCOME_LOG), LOG, "june.csv")
    assert "key of the pseudonyms" in words_of(new_session.error)


@pytest.mark.parametrize("kept_by", ["codes", "pseudonyms"])
def test_a_log_that_calls_its_clients_otherwise_is_warned_of(kept_by: str) -> None:
    named = b"client,treatment_date,breakout\n" + b"Anna Ashdown,2026-05-01,yes\nBea Birtwell,2026-05-02,no\n" * 5
    first, second = (KEPT, named) if kept_by == "codes" else (named, KEPT)
    app = add(open_page(OUTCOME_LOG), first, "may.csv")
    upload(app, second, "june.csv")
    app.segmented_control(key="keep_it").set_value("Import into the saved log").run()
    assert "have different client IDs" in text_of(app)


def test_a_file_without_pseudonyms_can_be_added_though_somebody_else_started_the_log_meanwhile(
    outcome_log: Path,
) -> None:
    """Its upload is no longer at hand, and nothing in it depends on the key."""
    app = open_page(OUTCOME_LOG, KEPT)
    app.switch_page("dashboard.py").run()
    app.switch_page(OUTCOME_LOG).run()
    app.segmented_control(key="keep_it").set_value("Import into the saved log").run()
    key_in_force(outcome_log, new_key())
    press(app, "Import ")
    assert len(open_log(outcome_log)) == 3
