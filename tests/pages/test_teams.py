"""The Teams page: the answer first, an alert for a bad lot, one unit for itself, and no names where none are wanted."""

from __future__ import annotations

import re

import pytest
from streamlit.testing.v1 import AppTest

from analysis.wording.teams import ADDED_WITH_NAMES
from pages.parts.session import TEAMS_ADJUSTED_FOR, TEAMS_LETTERS, TEAMS_ONE, TEAMS_ORDER, TEAMS_PART, TEAMS_UNIT
from tests.pages.opening import labelled, open_page, table_with, text_of, unescaped, words_of

TEAMS = "pages/5_Teams.py"
ONE = "One in detail"
NAME = re.compile(r"\bP(0\d|1[0-2])\b")


def lots() -> AppTest:
    app = open_page(TEAMS)
    app.selectbox(TEAMS_UNIT.name).set_value("cartridge_lot").run()
    assert not app.exception
    return app


def test_practitioners_are_compared_by_what_their_clients_suggest() -> None:
    app = open_page(TEAMS)
    assert words_of(app.main.header) == (
        "None of the 12 practitioners is far from what is expected for the clients they treat; P08 and P09 are "
        "slightly high."
    )
    table = table_with(app, "Expected breakouts", "Adjusted rate, %", "Before adjusting")
    assert table["Expected breakouts"].sum() == pytest.approx(table["Breakouts"].sum(), rel=1e-8)
    assert [*table["Practitioner"]] == [f"P{number:02}" for number in range(1, 13)]
    app.segmented_control(TEAMS_ORDER.name).set_value("Largest first").run()
    assert table_with(app, "Expected breakouts")["Treatments"].is_monotonic_decreasing
    app.multiselect(TEAMS_ADJUSTED_FOR.of("practitioner").name).set_value(["skin_type"]).run()
    assert "Adjusted for Skin type." in text_of(app)
    labelled(app.toggle, "Adjust for clients").set_value(False).run()
    assert "what chance would give" in words_of(app.main.header)
    assert "Adjusted rate, %" not in table_with(app, "Expected breakouts").columns
    labelled(app.toggle, "Wider limits").set_value(True).run()
    assert "The limits are wider because practitioners differ more than chance explains" in text_of(app)


def test_a_bad_lot_is_an_alert_with_its_treatments() -> None:
    app = lots()
    assert words_of(app.main.header) == "Cartridge lot L2503 is above what chance would give: 23 of 55."
    (alert,) = app.error
    assert "from 1 March 2025 to 31 March 2025 in Café Quarter, Harbour and Northgate" in words_of([alert])
    labelled(app.toggle, "List its treatments").set_value(True).run()
    listed = table_with(app, "Treatment ID", "Treatment date")
    assert {*listed["Cartridge lot"]} == {"L2503"}
    assert not [each for each in app.toggle if each.label == "Wider limits"]


def test_one_practitioner_for_herself_and_without_names() -> None:
    app = open_page(TEAMS)
    app.segmented_control(TEAMS_PART.name).set_value(ONE).run()
    app.selectbox(TEAMS_ONE.of("practitioner").name).set_value("P03").run()
    text = text_of(app)
    assert "P03: 22 of 221 (10.0%) broke out. For the clients they treat, 8.3% would be expected" in text
    assert "P03, %" in table_with(app, "Factor", "All others, %").columns
    assert not any("P03" in str(value) for value in app.query_params.values())
    labelled(app.toggle, "See its treatments").set_value(True).run()
    assert {*table_with(app, "Treatment ID")["Practitioner"]} == {"P03"}
    app.toggle(TEAMS_LETTERS.name).set_value(True).run()
    assert not app.exception
    assert ADDED_WITH_NAMES in unescaped(text_of(app))
    tables = " ".join(each.value.to_csv() for each in app.dataframe)
    options = " ".join(app.selectbox(TEAMS_ONE.of("practitioner").name).options)
    charts = " ".join(each.proto.spec for each in app.get("plotly_chart"))
    for shown in (text_of(app), tables, options, charts):
        assert not NAME.search(shown)
    assert [*options.split()] == list("ABCDEFGHIJKL")
