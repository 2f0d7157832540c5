"""The two questions of the factors page that need a second factor."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.opening import DIFFICULT_LOGS, HEADER, open_page, text_of

FACTORS = "pages/2_Factors.py"
WITHIN_GROUPS, TOGETHER = "Within groups", "Two factors together"


def asking(part: str, upload: bytes | None = None) -> AppTest:
    app = open_page(FACTORS, upload)
    app.session_state["closer_look"] = part
    return app.run()


def test_a_harsh_product_goes_with_acne_history() -> None:
    app = asking(WITHIN_GROUPS)
    app.session_state["factor"] = "harsh_product"
    app.run()
    words = text_of(app)
    assert "Part of the difference between “yes” and “no” is explained by “Acne history”" in words
    assert app.selectbox(key="groups_of harsh_product").value == "acne_history"
    assert "Comparing clients with the same “Acne history”:" in words
    assert "Mantel & Haenszel 1959" in words
    assert "Sato 1989" in words
    assert "Breslow-Day-Tarone" in words
    assert "repeat visits" in words


def test_another_factor_may_make_the_groups() -> None:
    app = asking(WITHIN_GROUPS)
    app.selectbox(key="groups_of acne_history").set_value("device").run()
    assert not app.exception
    assert "“Device” hardly changes this answer." in text_of(app)


def test_a_choice_that_filters_take_away_is_forgotten() -> None:
    app = asking(WITHIN_GROUPS)
    app.selectbox(key="groups_of acne_history").set_value("clinic").run()
    app.multiselect(key="only_clinic").set_value(["Harbour"]).run()
    assert not app.exception
    assert app.selectbox(key="groups_of acne_history").value != "clinic"


def test_two_factors_together() -> None:
    app = asking(TOGETHER)
    app.selectbox(key="together_with").set_value("moisturiser").run()
    words = text_of(app)
    assert not app.exception
    assert "Nothing shows that the difference in “Acne history” depends on “Moisturiser”" in words
    assert "Test of interaction" in words


@pytest.mark.parametrize("name", list(DIFFICULT_LOGS))
def test_difficult_logs_get_a_plain_sentence(name: str) -> None:
    app = open_page(FACTORS, DIFFICULT_LOGS[name])
    for part in (WITHIN_GROUPS, TOGETHER):
        app.session_state["closer_look"] = part
        app.run()
        assert not app.exception
        words = text_of(app)
        assert words
        assert not {"nan", "inf", "None"} & set(words.split())


@pytest.mark.parametrize("outcome", ["Pustules", "Severity: severe"])
def test_another_outcome_is_named(outcome: str) -> None:
    app = open_page(FACTORS)
    app.selectbox(key="outcome").set_value(outcome).run()
    for part in (WITHIN_GROUPS, TOGETHER):
        app.session_state["closer_look"] = part
        app.run()
        assert not app.exception
        assert "breakouts go with" not in text_of(app)


def test_where_every_combination_is_too_small_there_is_no_picture_but_a_reason() -> None:
    rows = [
        f"2026-05-14,{clinic},{acne},no,1.5,,{breakout}\n"
        for clinic in ("Harbour", "Meadow", "Hill")
        for acne in ("none", "past", "current")
        for breakout in ("yes", "yes", "no", "no", "no")
    ]
    app = asking(TOGETHER, (HEADER + "".join(rows)).encode())
    assert "No chart: no combination has the 10 known outcomes" in text_of(app)
    # The story of the factor has a chart of its own.
    assert len(app.get("plotly_chart")) == 1
    assert len(asking(TOGETHER).get("plotly_chart")) == 2
