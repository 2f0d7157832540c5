"""Filters follow from page to page, stand in the address without names of people, and start anew with another log."""

from __future__ import annotations

import pytest

from tests.pages.opening import OUTCOME_LOG, PAGES, open_page, text_of


def test_a_filter_set_on_one_page_holds_on_every_page() -> None:
    app = open_page("dashboard.py")
    app.multiselect(key="only_clinic").set_value(["Harbour"]).run()
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


@pytest.mark.parametrize("hostile", ["nowhere", "<script>", "9" * 400])
def test_rubbish_in_the_address_is_passed_over(hostile: str) -> None:
    query = {"only_clinic": hostile, "window": hostile, "period": hostile, "factor": hostile, "more_filters": hostile}
    app = open_page("pages/2_Factors.py", query=query)
    assert not app.exception
    assert app.multiselect(key="only_clinic").value == []


def test_no_name_of_a_file_s_own_column_gets_into_the_address() -> None:
    app = open_page("dashboard.py", b"Jane Doe,breakout\n" + b"left,yes\nright,no\nleft,no\n" * 12)
    app.multiselect(key="more_filters").set_value(["Jane Doe"]).run()
    app.multiselect(key="only_Jane Doe").set_value(["left", "right"]).run()
    app.button(key="open Jane Doe").click().run()
    assert app.selectbox(key="factor").value == "Jane Doe"
    assert "Jane" not in str(dict(app.query_params))
