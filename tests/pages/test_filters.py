"""Filters follow from page to page, stand in the address without names of people, and start anew with another log."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.pages.opening import OUTCOME_LOG, PAGES, open_page, press, text_of


def test_a_filter_set_on_one_page_holds_on_every_page() -> None:
    app = open_page("dashboard.py")
    app.multiselect(key="only_clinic").set_value(["Harbour"])
    app.number_input(key="window").set_value(7).run()
    for page in (*PAGES, "dashboard.py"):
        app.switch_page(page).run()
        assert app.multiselect(key="only_clinic").value == ["Harbour"]
        assert app.number_input(key="window").value == 7
        assert not app.exception


def test_the_address_holds_filters_but_no_people() -> None:
    app = open_page("dashboard.py")
    app.multiselect(key="only_clinic").set_value(["Harbour"])
    app.multiselect(key="only_practitioner").set_value(["P01"]).run()
    assert app.query_params["only_clinic"] in ("Harbour", ["Harbour"])
    assert "P01" not in str(dict(app.query_params))


def test_the_address_sets_the_filters() -> None:
    app = open_page("pages/2_Factors.py", query={"only_clinic": "Harbour", "window": "7"})
    assert app.multiselect(key="only_clinic").value == ["Harbour"]
    assert "Clinic: Harbour" in text_of(app)
    assert "within 7 days" in text_of(app)


def test_another_log_starts_without_filters() -> None:
    app = open_page("dashboard.py")
    app.multiselect(key="only_clinic").set_value(["Harbour"]).run()
    app.switch_page(OUTCOME_LOG).run()
    app.file_uploader(key="upload").upload(
        "mine.csv", b"clinic,breakout\n" + b"Harbour,yes\nB,no\n" * 9, "text/csv"
    ).run()
    app.switch_page("dashboard.py").run()
    assert not app.exception
    assert app.multiselect(key="only_clinic").value == []


def test_a_number_is_narrowed_by_its_range() -> None:
    app = open_page("dashboard.py")
    app.multiselect(key="more_filters").set_value(["needle_depth_mm"]).run()
    app.select_slider(key="only_needle_depth_mm").set_range(1.0, 1.5).run()
    assert "Needle depth: 1 to 1.5 mm" in text_of(app)


@pytest.mark.parametrize(
    ("preset", "dates", "words"),
    [
        ("All", None, "All treatments in the log"),
        ("Last month", "1 June 2026 to 30 June 2026", "1 June 2026 to 30 June 2026"),
        ("Last 3 months", "1 April 2026 to 30 June 2026", "1 April 2026 to 30 June 2026"),
        ("Last 12 months", "1 July 2025 to 30 June 2026", "1 July 2025 to 30 June 2026"),
        ("This year", "1 January 2026 to 30 June 2026", "1 January 2026 to 30 June 2026"),
    ],
)
def test_a_period_is_chosen_by_its_name_and_its_dates_are_shown(preset: str, dates: str | None, words: str) -> None:
    app = open_page("dashboard.py")
    app.selectbox(key="dates").set_value(preset).run()
    assert not app.exception
    assert words in text_of(app)
    assert dates is None or dates in [caption.value for caption in app.sidebar.caption]
    assert not app.date_input


def test_a_period_chosen_by_name_holds_on_every_page_and_in_links_until_it_is_cleared() -> None:
    app = open_page("pages/2_Factors.py", query={"dates": "Last month"})
    assert "1 June 2026 to 30 June 2026" in text_of(app)
    app.switch_page("dashboard.py").run()
    assert app.selectbox(key="dates").value == "Last month"
    assert app.query_params["dates"] in ("Last month", ["Last month"])
    press(app, "Clear all filters")
    assert app.selectbox(key="dates").value == "All"
    assert "All treatments in the log" in text_of(app)


def test_own_dates_are_chosen_in_a_calendar_and_kept_while_another_period_is_shown() -> None:
    app = open_page("dashboard.py")
    app.selectbox(key="dates").set_value("Own dates").run()
    app.date_input(key="period").set_value((dt.date(2025, 3, 1), dt.date(2025, 3, 31))).run()
    assert "1 March 2025 to 31 March 2025" in text_of(app)
    app.selectbox(key="dates").set_value("Last month").run()
    app.selectbox(key="dates").set_value("Own dates").run()
    assert "1 March 2025 to 31 March 2025" in text_of(app)


def test_a_link_with_dates_alone_brings_them_back() -> None:
    app = open_page("dashboard.py", query={"period": ["2025-03-01", "2025-03-31"]})
    assert not app.exception
    assert app.selectbox(key="dates").value == "Own dates"
    assert "1 March 2025 to 31 March 2025" in text_of(app)


def test_a_log_of_ten_days_has_no_last_month() -> None:
    app = open_page("dashboard.py", b"treatment_date,breakout\n" + b"2026-05-12,yes\n2026-05-21,no\n" * 12)
    assert app.selectbox(key="dates").options == ["All", "This year", "Own dates"]


@pytest.mark.parametrize("hostile", ["nowhere", "<script>", "nan", "1e999", "9" * 400])
def test_rubbish_in_the_address_is_passed_over(hostile: str) -> None:
    names = ("only_clinic", "window", "period", "dates", "factor", "more_filters")
    app = open_page("pages/2_Factors.py", query=dict.fromkeys(names, hostile))
    assert not app.exception
    assert app.multiselect(key="only_clinic").value == []


def test_no_name_of_a_file_s_own_column_gets_into_the_address() -> None:
    app = open_page("dashboard.py", b"Jane Doe,breakout\n" + b"left,yes\nright,no\nleft,no\n" * 12)
    app.multiselect(key="more_filters").set_value(["Jane Doe"]).run()
    app.multiselect(key="only_Jane Doe").set_value(["left", "right"]).run()
    app.button(key="open Jane Doe").click().run()
    assert app.selectbox(key="factor").value == "Jane Doe"
    assert "Jane" not in str(dict(app.query_params))
