"""A file that can be read in more than one way: the question stands first, and no page has a rate before the answer."""

from __future__ import annotations

import pytest

from tests.pages.opening import OUTCOME_LOG, PAGES, labelled, metrics, open_page, press, text_of, words_of

ONE_TWO = b"client,treatment_date,breakout\n" + b"".join(
    b"C%d,2026-05-%02d,%d\n" % (row, 1 + row % 28, 1 + row % 4 // 3) for row in range(24)
)
RATES = {"1 means a breakout, 2 none": "18 of 24", "1 means no breakout, 2 a breakout": "6 of 24"}


def test_each_answer_stands_beside_the_rate_that_it_leads_to_and_rows_to_go_by() -> None:
    app = open_page(OUTCOME_LOG, ONE_TWO)
    assert "What do the answers in “breakout” mean?" in words_of(app.main.header)
    for reading, rate in RATES.items():
        assert labelled(app.button, reading)
        assert rate in text_of(app)
    assert {"1", "2"} == set(min((table.value for table in app.dataframe), key=len)["breakout"])
    assert not app.metric


@pytest.mark.parametrize("page", [page for page in PAGES if not page.endswith(("1_Outcome_log.py", "9_Methods.py"))])
def test_no_page_shows_a_rate_before_the_answer(page: str) -> None:
    app = open_page(page, ONE_TWO)
    assert not app.exception
    assert "can be read in more than one way" in words_of(app.warning)
    assert not app.metric
    assert not app.get("plotly_chart")
    assert "of 24" not in text_of(app)


@pytest.mark.parametrize(("reading", "rate"), RATES.items())
def test_an_answer_holds_on_every_page_and_can_be_thought_over(reading: str, rate: str) -> None:
    app = press(open_page(OUTCOME_LOG, ONE_TWO), reading)
    assert metrics(app)["Counted"] == "24"
    assert f"What do the answers in “breakout” mean? {reading}." in text_of(app)
    app.switch_page("dashboard.py").run()
    assert f"{rate} treatments" in text_of(app)
    app.switch_page(OUTCOME_LOG).run()
    press(app, "Choose again")
    assert "What do the answers in “breakout” mean?" in words_of(app.main.header)


def test_an_answer_is_remembered_for_the_next_file_with_the_same_header() -> None:
    app = press(open_page(OUTCOME_LOG, ONE_TWO), "1 means a breakout")
    app.file_uploader(key="upload").upload("june.csv", ONE_TWO.replace(b"2026-05", b"2026-06"), "text/csv").run()
    assert metrics(app)["Counted"] == "24"
    app.switch_page("dashboard.py").run()
    assert "18 of 24 treatments" in text_of(app)


def test_where_no_reading_fits_each_answer_can_be_placed_by_hand() -> None:
    app = open_page(OUTCOME_LOG, b"breakout,room\n" + b"pimply,a\nfine,b\nsore,a\n" * 9)
    labelled(app.multiselect, "Breakout").set_value(["pimply"])
    labelled(app.multiselect, "No breakout").set_value(["fine", "sore"])
    press(app, "Use these meanings")
    app.switch_page("dashboard.py").run()
    assert "9 of 27 treatments" in text_of(app)
