"""The work list on its page and on Home: what came of a call takes treatments off it, an undo brings them back."""

from __future__ import annotations

import datetime as dt

import pytest
from streamlit.testing.v1 import AppTest

from pages.parts.follow_up import ROWS_SHOWN
from tests.pages.opening import open_page, press, text_of, words_of

FOLLOW_UP, HOME = "pages/7_Follow_up.py", "dashboard.py"
HEADER = "treatment_id,client_id,treatment_date,clinic,followed_up,breakout,pustules,referred\n"
LATELY = dt.date.today() - dt.timedelta(days=60)  # noqa: DTZ011 as the page counts days
TWO = HEADER + (
    "T1,C1,2026-01-05,Harbour,yes,yes,yes,no\nT2,C2,2026-01-06,Park,yes,yes,yes,no\n"
    f"T3,C3,{LATELY},Park,no,,,\n"
    "T4,C4,2026-01-08,Park,yes,no,no,no\n"
)


def links_of_home(app: AppTest) -> list[str]:
    """Return the labels of the links on Home."""
    app.switch_page(HOME).run()
    return [str(link.proto.label) for link in app.get("page_link")]


def tick(app: AppTest, *ids: str) -> AppTest:
    for each in app.checkbox:
        if any(str(each.label).startswith(f"**{name}**") for name in ids):
            each.check()
    return app.run()


def test_a_call_is_recorded_for_several_treatments_and_undone() -> None:
    app = open_page(FOLLOW_UP, TWO.encode())
    assert "2 calls to make today; 1 more is waiting." in text_of(app)
    tick(app, "T1", "T2")
    app.text_input(key="call_note").set_value("Sent to the doctor").run()
    app.segmented_control(key="call result").set_value("referred").run()
    press(app, "Record for 2 treatments")
    words = text_of(app)
    assert "No call to make today; 1 call is waiting." in words
    assert "referred to a doctor (2 treatments). “Sent to the doctor”" in words
    press(app, "Undo")
    assert "2 calls to make today; 1 more is waiting." in text_of(app)


def test_home_starts_with_the_calls_of_today_and_follows_what_was_done() -> None:
    app = open_page(FOLLOW_UP, TWO.encode())
    assert "**To call today: 2**" in links_of_home(app)
    app.switch_page(FOLLOW_UP).run()
    press(tick(app, "T1"), "Record for 1 treatment")
    assert "**To call today: 1**" in links_of_home(app)
    app.switch_page(FOLLOW_UP).run()
    press(tick(app, "T2"), "Record for 1 treatment")
    assert not any("To call today" in label for label in links_of_home(app))


def test_a_note_that_says_who_the_client_is_is_not_kept() -> None:
    app = tick(open_page(FOLLOW_UP, TWO.encode()), "T1")
    app.text_input(key="call_note").set_value("Anna was fine").run()
    press(app, "Record for 1 treatment")
    assert [error.value for error in app.error]
    assert "seems to contain a name" in words_of(app.error)
    assert "2 calls to make today" in text_of(app)


def test_no_answer_asks_for_a_day_and_says_that_the_treatment_comes_back() -> None:
    app = tick(open_page(FOLLOW_UP, TWO.encode()), "T1")
    app.segmented_control(key="call result").set_value("no answer").run()
    assert app.date_input(key="call again").value > dt.date.today()  # noqa: DTZ011 as the page counts days
    press(app, "Record for 1 treatment")
    assert "1 treatment comes back on a later day, after no answer." in text_of(app)


def test_a_long_list_comes_in_pages_and_can_be_done_at_once() -> None:
    rows = "".join(f"V{number},C{number},{LATELY},Harbour,no,,,\n" for number in range(45))
    app = open_page(FOLLOW_UP, (TWO + rows).encode())
    assert sum(str(each.label).startswith("**") for each in app.checkbox) == ROWS_SHOWN
    press(app, "Next")
    assert "21 to 40 of 48" in text_of(app)
    app.text_input(key="call_search").set_value("v44").run()
    assert sum(str(each.label).startswith("**") for each in app.checkbox) == 1
    app.text_input(key="call_search").set_value("").run()
    app.segmented_control(key="calls_of").set_value("Overdue").run()
    app.checkbox(key="all_calls").check().run()
    press(app, "Record for 46 treatments")
    assert "2 calls to make today." in text_of(app)


@pytest.mark.parametrize(
    ("log", "words"),
    [
        ("breakout,acne\nyes,past\nno,none\n", "It has no column for warning signs"),
        ("breakout,acne\nyes,past\nno,none\n", "Without a column “Treatment date”"),
        ("breakout,acne\nyes,past\nno,none\n", "This log cannot show who needs a call today."),
        ("breakout,acne_history,freq\nyes,past,3\nno,none,9\n", "This log is a table of counts"),
    ],
)
def test_what_the_list_cannot_show_is_named(log: str, words: str) -> None:
    app = open_page(FOLLOW_UP, log.encode())
    assert not app.exception
    assert words in text_of(app)


def test_the_days_can_be_set() -> None:
    app = open_page(FOLLOW_UP, (TWO + "T5,C5,2026-01-07,Park,no,,,\n").encode())
    assert "2 calls to make today; 1 more is waiting." in text_of(app)
    assert "1 treatment from more than 90 days ago is not listed." in text_of(app)
    app.toggle(key="shows_older").set_value(True).run()
    assert "2 calls to make today; 2 more are waiting." in text_of(app)
    app.number_input(key="overdue_after").set_value(365)
    app.number_input(key="unknown_after").set_value(365).run()
    assert "2 calls to make today" in text_of(app)
    assert not any("T3" in str(each.label) for each in app.checkbox)
