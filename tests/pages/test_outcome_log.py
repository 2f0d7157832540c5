"""The outcome log page: upload, see what was understood, correct it."""

from __future__ import annotations

import pytest
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.testing.v1 import AppTest, local_script_runner

from analysis.files.limits import limits_in_words
from analysis.outcome_log.columns import LEAVE_OUT
from tests.pages.opening import (
    METHODS,
    OUTCOME_LOG,
    ROOT,
    labelled,
    metrics,
    open_page,
    press,
    table_with,
    text_of,
    words_of,
)

AMBIGUOUS_DATES = b"date,breakout\n" + b"03/04/2026,yes\n05/06/2026,no\n07/07/2026,no\n" * 20
CODED = b"result,acne hx\n" + b"A,none\nB,past\nC,current\n?,none\n" * 10


def test_rows_read_are_rows_kept_and_rows_set_aside() -> None:
    app = open_page(OUTCOME_LOG, b"breakout,clinic\n" + b"yes,A\nno,B\n" * 40 + b"yse,A\nTotal,\n")
    assert metrics(app) == {"Rows read": "82", "Counted": "80", "Set aside": "2"}
    app.segmented_control(key="import_part").set_value("Rows set aside").run()
    table = table_with(app, "Row", "Value")
    assert sorted(table["Row"]) == [82, 83]
    assert set(table["Value"]) == {"yse", "Total"}


def test_an_upload_shows_on_the_other_pages_and_stays() -> None:
    app = open_page("dashboard.py", b"breakout,acne hx\n" + b"yes,past\nno,none\n" * 20)
    assert "20 of 40 treatments" in text_of(app)
    app.switch_page("pages/2_Factors.py").run()
    app.switch_page("dashboard.py").run()
    assert "20 of 40 treatments" in text_of(app)
    assert "sample data" not in text_of(app)


def test_the_file_itself_stays_with_the_page_that_takes_files(monkeypatch: pytest.MonkeyPatch) -> None:
    """Streamlit would hold its bytes, names and all, for as long as the tab is open."""
    held = MemoryUploadedFileManager("/upload")
    monkeypatch.setattr(local_script_runner, "MemoryUploadedFileManager", lambda _: held)
    app = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=300).run()
    app.switch_page(OUTCOME_LOG).run()
    app.file_uploader(key="upload").upload(
        "clinic.csv", b"breakout,acne hx\n" + b"yes,past\nno,none\n" * 20, "text/csv"
    )
    app.run()
    app.segmented_control(key="import_part").set_value("Values").run()
    assert sum(map(len, held.file_storage.values())) == 1
    app.switch_page(METHODS).run()
    assert not held.file_storage


def test_an_unreadable_file_gets_one_sentence_and_leaves_the_open_log_alone() -> None:
    app = open_page(OUTCOME_LOG, b"breakout,acne hx\n" + b"yes,past\nno,none\n" * 20)
    app.file_uploader(key="upload").upload("picture.csv", b"%PDF-1.7 \x00\x01\x02", "text/csv").run()
    assert not app.exception
    assert len(app.error) == 1
    assert "PDF" in words_of(app.error)
    app.switch_page("dashboard.py").run()
    assert "20 of 40 treatments" in text_of(app)


def test_outcome_values_that_nobody_placed_are_named_and_asked_for() -> None:
    app = open_page(OUTCOME_LOG, b"breakout,clinic\n" + b"Flare,A\nClear,B\n???,A\n" * 9)
    assert "What do the answers in “breakout” mean?" in text_of(app)
    assert "The meaning of “???” in the column “breakout” is unclear." in text_of(app)
    assert not app.metric


def test_a_value_taken_out_of_every_list_is_set_aside_and_not_guessed() -> None:
    app = open_page(OUTCOME_LOG, b"breakout,clinic\n" + b"yes,A\nno,B\n" * 9)
    app.segmented_control(key="import_part").set_value("Values").run()
    labelled(app.multiselect, "No breakout").set_value([])
    press(app, "Use these meanings")
    assert metrics(app) == {"Rows read": "18", "Counted": "9", "Set aside": "9"}
    press(app, "Undo all corrections")
    assert metrics(app)["Set aside"] == "0"


def test_a_correction_without_a_meaning_changes_nothing() -> None:
    app = open_page(OUTCOME_LOG, b"breakout,clinic,area\n" + b"yes,A,cheek\nno,B,chin\n" * 9)
    labelled(app.selectbox, "Correct a column").set_value("area")
    press(app, "Use this")
    assert metrics(app) == {"Rows read": "18", "Counted": "18", "Set aside": "0"}
    assert words_of(app.error) == "Nothing has changed. Choose a column and what it means."


def test_a_correction_holds_also_for_who_leaves_the_page_at_once() -> None:
    app = open_page(OUTCOME_LOG, b"breakout,clinic,area\n" + b"yes,A,cheek\nno,B,chin\n" * 9)
    labelled(app.selectbox, "Correct a column").set_value("area")
    labelled(app.selectbox, "It means").set_value(LEAVE_OUT)
    # The press and the next page reach the server together.
    labelled(app.button, "Use this").click()
    app.switch_page("dashboard.py").run()
    assert "2 of 3 columns used" in text_of(app)


def test_filters_outlive_a_correction_unless_their_column_is_gone() -> None:
    log = b"breakout,clinic,device,area\n" + b"yes,A,x,cheek\nno,B,y,chin\n" * 9
    app = open_page("dashboard.py", log)
    app.multiselect(key="only_clinic").set_value(["A"])
    app.multiselect(key="only_device").set_value(["x"]).run()
    app.switch_page(OUTCOME_LOG).run()
    labelled(app.selectbox, "Correct a column").set_value("area")
    labelled(app.selectbox, "It means").set_value("device")
    press(app, "Use this")
    assert not app.exception
    assert app.multiselect(key="only_clinic").value == ["A"]
    assert app.multiselect(key="only_device").value == []


def test_the_outcome_is_asked_for_where_no_column_is_it() -> None:
    app = open_page(OUTCOME_LOG, CODED)
    assert "recognised as the outcome" in words_of(app.warning)
    labelled(app.selectbox, "Which column").set_value("result")
    press(app, "Use this")
    yes, no, unknown = (labelled(app.multiselect, label) for label in ("Breakout", "No breakout", "Unknown"))
    assert "A · 10" in yes.options
    yes.set_value(["A", "B"])
    no.set_value(["C"])
    unknown.set_value(["?"])
    press(app, "Use these meanings")
    assert not app.exception
    app.switch_page("dashboard.py").run()
    assert "20 of 30 treatments" in text_of(app)


def test_one_value_cannot_mean_two_things() -> None:
    app = open_page(OUTCOME_LOG, b"breakout,acne hx\n" + b"yes,past\nno,none\n" * 5)
    app.segmented_control(key="import_part").set_value("Values").run()
    for label in ("Breakout", "No breakout"):
        labelled(app.multiselect, label).set_value(["yes"])
    press(app, "Use these meanings")
    assert words_of(app.error) == "Nothing has changed. In two lists: yes. Keep each value in one list."


def test_a_column_is_corrected_and_the_field_has_one_column() -> None:
    app = open_page(OUTCOME_LOG, b"breakout,clinic,area\n" + b"yes,A,cheek\nno,B,chin\n" * 5)
    labelled(app.selectbox, "Correct a column").set_value("area")
    labelled(app.selectbox, "It means").set_value("clinic")
    press(app, "Use this")
    read_as = table_with(app, "Column", "Read as").set_index("Column")["Read as"]
    assert read_as["area"] == "Clinic"
    assert read_as["clinic"] != "Clinic"


def test_dates_that_fit_both_ways_are_asked_about_and_unused_until_then() -> None:
    app = open_page(OUTCOME_LOG, AMBIGUOUS_DATES)
    assert "Which comes first" in text_of(app)
    app.switch_page("dashboard.py").run()
    assert "choose on the Outcome log page whether the day or the month comes first" in text_of(app)
    app.switch_page(OUTCOME_LOG).run()
    press(app, "The day: 03/04/2026 is 3 April")
    assert "Which comes first" not in text_of(app)
    app.switch_page("dashboard.py").run()
    app.selectbox(key="dates").set_value("Own dates").run()
    period = app.date_input(key="period").value
    assert isinstance(period, tuple)
    assert [day.isoformat() for day in period][:1] == ["2026-04-03"]


def test_the_codebook_and_its_template_are_at_hand() -> None:
    app = open_page(OUTCOME_LOG)
    app.segmented_control(key="log_section").set_value("Template and fields").run()
    assert "breakout" in set(table_with(app, "Column", "Meaning")["Column"])
    assert any("template" in button.label for button in app.get("download_button"))
    assert all(limit in text_of(app) for limit in limits_in_words())


def test_the_same_file_can_be_uploaded_again_after_a_sample() -> None:
    log = b"breakout,acne hx\n" + b"yes,past\nno,none\n" * 20
    app = open_page(OUTCOME_LOG, log)
    app.selectbox(key="sample").set_value("outcomes.csv").run()
    assert metrics(app)["Rows read"] == "2,381"
    app.file_uploader(key="upload").upload("clinic.csv", log, "text/csv").run()
    assert metrics(app)["Rows read"] == "40"
