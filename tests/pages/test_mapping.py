"""What columns and values mean: shown with counts, corrected on the page, and remembered within the session."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest

from tests.pages.opening import OUTCOME_LOG, labelled, metrics, open_page, press, table_with, text_of, words_of

LOG = b"skin,room,e,breakout\n" + b"oily,Room 1,1,yes\ndry,Rm 1,2,no\nnormal,Room 2,3,no\nglowing,Room 2,4,no\n" * 5
BLANK = "Leave them blank in “skin”"
WIDE = (
    ",".join(["breakout", *(f"measure {number}" for number in range(170))]).encode()
    + b"\n"
    + b"".join(
        ",".join(["yes" if row % 3 else "no", *(str(row * number % 7) for number in range(170))]).encode() + b"\n"
        for row in range(40)
    )
)


def values_of(app: AppTest, column: str) -> AppTest:
    app.segmented_control(key="import_part").set_value("Values").run()
    return app.selectbox(key="values_of").set_value(column).run()


def open_log(content: bytes = LOG) -> AppTest:
    """Open a file whose “glowing” is left blank for now."""
    return press(open_page(OUTCOME_LOG, content), BLANK)


def box(app: AppTest, label: str) -> list[str]:
    found: list[str] = labelled(app.multiselect, label).value
    return found


def test_the_columns_show_what_they_hold() -> None:
    app = open_log()
    table = table_with(app, "Column", "Read as").set_index("Column")
    assert table.loc["skin", "Read as"] == "Skin type"
    assert set(table.loc["skin", "Examples"].split(" · ")) <= {"oily", "dry", "normal", "glowing"}


def test_a_wide_file_is_usable_and_can_be_narrowed_to_what_needs_a_look() -> None:
    app = open_page(OUTCOME_LOG, WIDE)
    assert not app.exception
    assert len(table_with(app, "Column", "Read as")) == 171
    app.segmented_control(key="columns_shown").set_value("Left out").run()
    assert set(table_with(app, "Column", "Read as")["Read as"]) == {"left out"}


def test_a_value_that_was_not_understood_is_named_with_its_rows_and_can_be_placed() -> None:
    app = open_log()
    assert "“skin” (5)" in text_of(app)
    app = values_of(app, "skin")
    assert "glowing · 5" in text_of(app)
    assert box(app, "oily") == ["oily"]
    labelled(app.multiselect, "normal").set_value(["normal", "glowing"])
    press(app, "Use these meanings")
    assert "glowing · 5" not in text_of(app)
    assert box(app, "normal") == ["normal", "glowing"]
    app.switch_page("pages/2_Factors.py").run()
    app.selectbox(key="factor").set_value("skin_type").run()
    assert table_with(app, "Level of Skin type").set_index("Level of Skin type").loc["normal", "Treatments"] == 10


def test_two_spellings_of_a_clinic_s_own_names_can_be_merged() -> None:
    app = values_of(open_log(), "room")
    labelled(app.multiselect, "These values").set_value(["Rm 1"])
    labelled(app.selectbox, "count as").set_value("Room 1")
    press(app, "Use this")
    table = table_with(app, "Value", "Counts as").set_index("Value")
    assert table.loc["Rm 1", "Counts as"] == "Room 1"


def test_a_correction_holds_for_the_next_file_of_the_session_with_the_same_header() -> None:
    app = values_of(open_log(), "skin")
    labelled(app.multiselect, "normal").set_value(["normal", "glowing"])
    press(app, "Use these meanings")
    app.file_uploader(key="upload").upload("june.csv", LOG + b"oily,Room 1,5,yes\n", "text/csv").run()
    assert "The same corrections are used here" in text_of(app)
    assert box(values_of(app, "skin"), "normal") == ["normal", "glowing"]
    app.file_uploader(key="upload").upload("other.csv", LOG.replace(b"room", b"cabin"), "text/csv").run()
    assert "The same corrections are used here" not in text_of(app)


def test_a_pasted_table_is_read_like_a_file() -> None:
    app = open_page(OUTCOME_LOG)
    app.segmented_control(key="way_in").set_value("Paste a table").run()
    app.text_area(key="pasted").set_value("skin\tbreakout\noily\tyes\ndry\tno\n")
    press(app, "Read the table")
    assert metrics(app)["Counted"] == "2"
    assert "columns separated by tabs" in text_of(app)


def test_pasted_rubbish_gets_a_sentence() -> None:
    app = open_page(OUTCOME_LOG)
    app.segmented_control(key="way_in").set_value("Paste a table").run()
    app.text_area(key="pasted").set_value("<html><body>no table</body></html>")
    press(app, "Read the table")
    assert "web page" in words_of(app.error)


def test_a_level_called_not_understood_is_one_like_others_and_unknown_is_none() -> None:
    log = b"room,breakout\n" + b"red,yes\nundrstood,no\nunknown,no\nnot understood,no\n" * 5
    app = values_of(open_page(OUTCOME_LOG, log), "room")
    assert not app.warning
    labelled(app.multiselect, "These values").set_value(["undrstood"])
    assert "unknown" not in labelled(app.selectbox, "count as").options
    labelled(app.selectbox, "count as").set_value("not understood")
    press(app, "Use this")
    app.switch_page("pages/2_Factors.py").run()
    app.selectbox(key="factor").set_value("room").run()
    assert table_with(app, "Level of room").set_index("Level of room").loc["not understood", "Treatments"] == 10


OWN = b"room,risk score,breakout\n" + b"".join(
    f"{row % 4 + 1},{row % 5 + 1},{'yes' if row % 3 else 'no'}\n".encode() for row in range(60)
)


def test_the_columns_say_what_their_values_are_and_why() -> None:
    table = table_with(open_page(OUTCOME_LOG, OWN), "Column", "Values").set_index("Column")
    assert table.loc["room", "Values"] == "names, because the header names a code"
    assert table.loc["risk score", "Values"] == "ordered groups, because the header names a scale or a count"
    assert table.loc["breakout", "Values"] == ""


def test_the_kind_of_a_column_can_be_chosen_and_taken_back() -> None:
    app = open_page(OUTCOME_LOG, OWN)
    labelled(app.selectbox, "Correct what its values are").set_value("room")
    labelled(app.selectbox, "Its values are").set_value("ordered")
    app = press(app, "Use this kind")
    assert not app.exception
    table = table_with(app, "Column", "Values").set_index("Column")
    assert table.loc["room", "Values"] == "ordered groups, chosen by you"
    app = press(app, "Undo all corrections")
    table = table_with(app, "Column", "Values").set_index("Column")
    assert table.loc["room", "Values"].startswith("names")


def test_a_kind_that_the_values_do_not_allow_is_reported() -> None:
    app = open_page(
        OUTCOME_LOG, OWN.replace(b"risk score", b"area").replace(b",1,", b",chin,").replace(b",2,", b",neck,")
    )
    labelled(app.selectbox, "Correct what its values are").set_value("area")
    labelled(app.selectbox, "Its values are").set_value("ordered")
    app = press(app, "Use this kind")
    assert "cannot be read as you chose: “area” as ordered groups" in words_of(app.warning)
