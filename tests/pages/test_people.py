"""What points to a person never reaches a page, and keeping it takes a deliberate word."""

from __future__ import annotations

import pandas as pd
from streamlit.testing.v1 import AppTest

from tests.pages.opening import OUTCOME_LOG, PAGES, labelled, open_page, press, table_with, text_of, words_of

FORENAMES = ["Amira", "Beatrix", "Chloe", "Dilys", "Esther", "Farida", "Gwen", "Hana", "Imogen", "Jude"]
ROWS = [(FORENAMES[row % 10], row, "yes" if row % 3 else "no") for row in range(30)]
NAMED = (
    "Forename,E-mail,MRN,acne hx,breakout\n"
    + "".join(f"{name},{name.lower()}{row}@example.org,{904_000 + row},past,{out}\n" for name, row, out in ROWS)
).encode()
NAMED_CLIENTS = (
    "client,clinic,acne hx,breakout\n" + "".join(f"{name} Ashdown,Harbour,past,{out}\n" for name, _, out in ROWS)
).encode()


def people(app: AppTest) -> AppTest:
    return app.segmented_control(key="import_part").set_value("Personal data").run()


def what_was_done(app: AppTest) -> pd.Series:
    """Return what was done with each column that points to a person."""
    return table_with(app, "Column", "What was done").set_index("Column")["What was done"]


def everything_on(app: AppTest) -> str:
    """Return all words of a page, those in tables and choices included."""
    tables = " ".join(table.value.to_csv() for table in app.dataframe)
    options = " ".join(str(box.options) for kind in (app.selectbox, app.multiselect) for box in kind)
    return f"{text_of(app)} {tables} {options}"


def test_no_page_shows_what_was_dropped() -> None:
    app = open_page(OUTCOME_LOG, NAMED)
    parts = app.segmented_control(key="import_part").options
    for part in parts:
        app.segmented_control(key="import_part").set_value(part).run()
        assert "Amira" not in everything_on(app)
        assert "@example.org" not in everything_on(app)
        assert "904" not in everything_on(app)
    for page in PAGES:
        app.switch_page(page).run()
        assert "Amira" not in everything_on(app)


def test_what_was_dropped_is_named_with_its_reason() -> None:
    app = people(open_page(OUTCOME_LOG, NAMED))
    assert "removed before anything was shown or saved: “Forename”, “E-mail”, “MRN”" in text_of(app)
    table = table_with(app, "What was done").set_index("Column")
    assert table.loc["E-mail", "Looks like"] == "e-mail address"
    assert set(table["What was done"]) == {"removed"}
    assert "No list of checks finds every name" in text_of(app)
    assert "compliant" not in text_of(app)


def test_keeping_a_flagged_column_takes_a_confirmation() -> None:
    app = people(open_page(OUTCOME_LOG, NAMED))
    labelled(app.multiselect, "Columns to keep").set_value(["MRN"])
    press(app, "Keep them")
    assert "Tick the box first" in words_of(app.error)
    assert what_was_done(app)["MRN"] == "removed"
    labelled(app.multiselect, "Columns to keep").set_value(["MRN"])
    labelled(app.checkbox, "I have looked at these columns").check()
    press(app, "Keep them")
    assert what_was_done(app)["MRN"] == "kept, as you chose"


def test_names_in_the_client_column_become_pseudonyms_and_still_tell_clients_apart() -> None:
    app = people(open_page(OUTCOME_LOG, NAMED_CLIENTS))
    assert what_was_done(app)["client"] == "replaced by pseudonyms"
    assert "Ashdown" not in everything_on(app)
    assert "at least 5 of 10 clients share each combination" in text_of(app)


def test_ids_with_names_in_them_are_replaced_until_the_manager_chooses_that_they_are_kept() -> None:
    rows = "".join(f"{1008 + row} {name} Ashdown,past,{out}\n" for name, row, out in ROWS)
    app = people(open_page(OUTCOME_LOG, ("client id,acne hx,breakout\n" + rows).encode()))
    assert "IDs that may identify a person were replaced by pseudonyms: “client id”." in text_of(app)
    assert "Ashdown" not in everything_on(app)
    labelled(app.multiselect, "Columns to keep").set_value(["client id"])
    labelled(app.checkbox, "I have looked at these columns").check()
    press(app, "Keep them")
    assert what_was_done(app)["client id"] == "kept, as you chose"


def test_people_around_the_client_are_left_out_and_the_practitioner_stays() -> None:
    rows = "".join(f"{name} Ashdown,{name} Birtwell,{out}\n" for name, _, out in ROWS)
    app = people(open_page(OUTCOME_LOG, ("Consent signed by,Treated by,breakout\n" + rows).encode()))
    assert what_was_done(app)["Consent signed by"] == "removed"
    assert table_with(app, "Column", "Why")["Why"].tolist()[0] == "all 30 values look like names"
    assert what_was_done(app)["Treated by"] == "kept; you can use pseudonyms"
    press(app, "Replace the names in “Treated by” by pseudonyms")
    assert what_was_done(app)["Treated by"] == "replaced by pseudonyms"
    assert "Birtwell" not in everything_on(app)


def test_a_column_that_is_no_plain_factor_is_kept_with_one_click_and_left_out_with_another() -> None:
    rows = "".join(f"gift {row},locker {row},{'yes' if row % 3 else 'no'}\n" for row in range(30))
    app = people(open_page(OUTCOME_LOG, ("Gift,Locker,breakout\n" + rows).encode()))
    assert what_was_done(app).to_dict() == {"Gift": "removed", "Locker": "removed"}
    app.pills[0].set_value(["Gift"]).run()
    assert what_was_done(app).to_dict() == {"Gift": "kept, as you chose", "Locker": "removed"}
    app.pills[0].set_value([]).run()
    assert what_was_done(app)["Gift"] == "removed"


def test_codes_can_be_replaced_by_pseudonyms_on_request() -> None:
    app = open_page(OUTCOME_LOG, b"client,acne hx,breakout\n" + b"10482,past,yes\n10483,none,no\n" * 10)
    people(app)
    assert "No column of personal data was found" in words_of(app.success)
    labelled(app.multiselect, "Columns to replace").set_value(["client"])
    press(app, "Replace them")
    app.segmented_control(key="import_part").set_value("Columns").run()
    assert "10482" not in everything_on(app)


def test_a_header_row_that_is_really_a_treatment_shows_no_name() -> None:
    app = open_page(OUTCOME_LOG, NAMED)
    app.segmented_control(key="import_part").set_value("Layout").run()
    app.number_input(key="layout header_row").set_value(3).run()
    assert not app.exception
    assert "Beatrix" not in everything_on(app)
    assert "example.org" not in everything_on(app)
