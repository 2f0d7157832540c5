"""The Trend page: the answer first, then the chart, and what a manager sets on it holds on Home, too."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from analysis.outcome_log.chart_settings import ChartSettings
from analysis.saved_log.opening import open_log
from pages.parts import trend_settings
from pages.parts.session import CHART, TREND_BY, TREND_GROUPS, TREND_PART, TREND_SETS
from tests.pages.opening import OUTCOME_LOG, labelled, open_page, press, table_with, text_of, unescaped, words_of
from tests.saved_log.logs import SAMPLE, added

TREND = "pages/4_Trend.py"
VERDICT = "Breakouts have been steady at about 9 per 100; March 2025 was unusual: 25 of 75."


def opened(part: str = "", sets: str = "") -> AppTest:
    app = open_page(TREND)
    if part:
        app.segmented_control(TREND_PART.name).set_value(part).run()
    if sets:
        app.segmented_control(TREND_SETS.name).set_value(sets).run()
    assert not app.exception
    return app


def test_the_answer_comes_first_and_is_that_of_home() -> None:
    app = opened()
    assert words_of(app.main.header) == VERDICT
    home = open_page("dashboard.py")
    verdict, unusual = VERDICT.removesuffix(".").split("; ")
    # What is unusual stands below the verdict, as an early warning.
    assert f"{verdict}." in text_of(home)
    assert f"{unusual}." in [unescaped(each.label) for each in home.button]
    text = text_of(app)
    assert "March 2025, 25 of 75: above the expected range" in text
    table = table_with(app, "Expected to, %", "Unusual").set_index("Month")
    assert table.loc["March 2025", "Unusual"] == "above the expected range"
    assert (table["Unusual"] != "").sum() == 1


@pytest.mark.parametrize(("by", "column"), [("Week", "Week"), ("Quarter", "Quarter")])
def test_other_periods(by: str, column: str) -> None:
    app = opened()
    app.segmented_control(TREND_BY.name).set_value(by).run()
    assert not app.exception
    assert column in table_with(app, "Expected to, %").columns
    assert by in app.query_params[TREND_BY.name]


def test_the_bad_lot_is_the_strongest_lead_to_the_bad_month() -> None:
    text = text_of(opened("What was different"))
    assert "Strongest lead: Cartridge lot: L2503 had 23 of the 25 breakouts, where about 16 would be expected" in text
    assert "124 groups were compared" in text
    assert "A link is not proof of a cause." in text


def test_each_group_has_a_chart_of_its_own() -> None:
    app = opened("Groups")
    assert app.selectbox(TREND_GROUPS.name).value == "clinic"
    assert "Unusual quarters of a single group: Harbour, Northgate." in text_of(app)
    app.selectbox(TREND_GROUPS.name).set_value("cartridge_lot").run()
    assert not app.exception
    assert "Not shown: 28 more groups with fewer treatments." in text_of(app)


def test_treatments_between_breakouts() -> None:
    assert "Usually about 6 treatments lie between breakouts" in text_of(opened("Between breakouts"))


def test_what_is_set_on_a_file_holds_on_home_until_another_file_is_opened() -> None:
    app = opened("Target and notes", "Set aside")
    labelled(app.text_input, "Reason").set_value("bad lot")
    press(app, "Set aside")
    steady = "Breakouts have been steady at about 8 per 100; no month was unusual."
    assert words_of(app.main.header) == steady
    assert "March 2025 is set aside (bad lot)" in text_of(app)
    app.switch_page("dashboard.py").run()
    assert steady in text_of(app)
    app.switch_page(TREND).run()
    press(app, "Remove")
    assert words_of(app.main.header) == VERDICT
    assert app.session_state[CHART.name] == ChartSettings()


def test_a_target_a_line_and_a_note_with_what_changed_after_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trend_settings, "today", lambda: dt.date(2026, 5, 4))
    app = opened("Target and notes", "Target")
    labelled(app.number_input, "At most").set_value(8.0)
    press(app, "Set the target")
    assert "Target of at most 8 per 100: chance decides whether it is met" in text_of(app)
    app.segmented_control(TREND_SETS.name).set_value("Note").run()
    # Not the last day of the latest month, which is still to come.
    assert labelled(app.date_input, "From this day on").value == dt.date(2026, 5, 4)
    labelled(app.date_input, "From this day on").set_value(dt.date(2025, 7, 1))
    labelled(app.text_input, "What changed").set_value("new *aftercare* sheet")
    labelled(app.checkbox, "Average and expected").set_value(True)
    press(app, "Add the note")
    text = unescaped(text_of(app))
    assert "new *aftercare* sheet: before it 129 of 1,301 (9.9%) broke out, after it 72 of 907 (7.9%)" in text
    assert "Time is not the only thing that changed." in text
    assert "since July 2025" in words_of(app.main.header)
    labelled(app.toggle, "Adjust for other factors").set_value(True).run()
    assert not app.exception
    assert "After adjusting for acne history" in text_of(app)


def test_a_baseline_a_line_and_plain_limits() -> None:
    app = opened("Target and notes", "Baseline")
    labelled(app.date_input, "Days that fix").set_value((dt.date(2024, 1, 1), dt.date(2024, 12, 31)))
    press(app, "Set the baseline")
    assert "Baseline: 1 January 2024 to 31 December 2024" in unescaped(text_of(app))
    app.segmented_control(TREND_SETS.name).set_value("Line").run()
    labelled(app.text_input, "Name of the line").set_value("published <b>")
    labelled(app.number_input, "So many per 100").set_value(13.0)
    press(app, "Add the line")
    app.segmented_control(TREND_SETS.name).set_value("Limits").run()
    labelled(app.checkbox, "Widen").set_value(False)
    press(app, "Set")
    assert "Line: published <b>, 13 per 100" in unescaped(text_of(app))
    assert app.session_state[CHART.name].widens is False
    # A log without these days keeps what was set, and offers its own.
    app.segmented_control(TREND_SETS.name).set_value("Baseline")
    app.selectbox(key="dates").set_value("Last 3 months").run()
    assert not app.exception


@pytest.mark.usefixtures("outcome_log")
def test_what_is_set_on_the_saved_log_is_kept_with_it(outcome_log: Path) -> None:
    added(outcome_log, SAMPLE.read_text(encoding="utf-8"))
    app = opened("Target and notes", "Target")
    assert "kept with the saved log" in text_of(app)
    labelled(app.number_input, "At most").set_value(10.0)
    press(app, "Set the target")
    assert open_log(outcome_log).chart == ChartSettings(target=0.1)
    assert "Target of at most 10 per 100" in text_of(open_page(TREND))


@pytest.mark.usefixtures("outcome_log")
def test_what_is_set_on_a_file_goes_with_it_into_the_saved_log(outcome_log: Path) -> None:
    app = open_page(TREND, SAMPLE.read_bytes())
    app.segmented_control(TREND_PART.name).set_value("Target and notes").run()
    app.segmented_control(TREND_SETS.name).set_value("Target").run()
    labelled(app.number_input, "At most").set_value(7.0)
    press(app, "Set the target")
    app.switch_page(OUTCOME_LOG).run()
    app.segmented_control(key="log_section").set_value("New file").run()
    app.segmented_control(key="keep_it").set_value("Import into the saved log").run()
    press(app, "Import ")
    assert open_log(outcome_log).chart == ChartSettings(target=0.07)
    app.switch_page(TREND).run()
    assert "Target of at most 7 per 100" in text_of(app)


def test_the_treatments_behind_a_point_can_be_seen_and_stay_out_of_the_address() -> None:
    app = open_page(TREND)
    app.toggle(key="sees_period").set_value(True).run()
    app.selectbox(key="seen_period").set_value("March 2025").run()
    assert not app.exception
    table = table_with(app, "Treatment ID", "Treatment date")
    assert set(table["Treatment date"].str[:7]) == {"2025-03"}
    assert "2025" not in str(dict(app.query_params))


def test_each_clinic_has_a_cusum_adjusted_or_not() -> None:
    app = opened("CUSUM")
    assert "Northgate had an alarm on 26 March 2025." in text_of(app)
    assert table_with(app, "Highest score", "Alarms")["Alarms"].tolist() == ["", "", "26 March 2025"]
    labelled(app.toggle, "Adjust for clients").set_value(False).run()
    assert "Northgate had an alarm on 22 March 2025." in text_of(app)
