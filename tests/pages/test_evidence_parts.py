"""The parts of the factors page on whether there is enough data, its unknown outcomes, and the curve of a number."""

from __future__ import annotations

from itertools import product

import pytest
from streamlit.testing.v1 import AppTest

from pages.parts.session import CLOSER_LOOK
from tests.pages.opening import DIFFICULT_LOGS, open_page, text_of, words_of

PARTS = ("Enough data?", "Unknown outcomes", "Curve")


def ask(app: AppTest, factor: str, part: str) -> None:
    """Ask this question about this factor, in one run of the page where the factor before it has the question, too."""
    app.selectbox(key="factor").set_value(factor)
    app.session_state[CLOSER_LOOK.name] = part
    app.run()
    asked = app.segmented_control(key=CLOSER_LOOK.name)
    if part in asked.options and asked.value != part:
        asked.set_value(part).run()


@pytest.mark.parametrize(
    ("part", "words"),
    [
        (
            "Enough data?",
            (
                "would probably show",
                "Fleiss, Tytun & Ury 1980",
                "All treatments in the log",
            ),
        ),
        ("Unknown outcomes", ("is unknown", "Manski 1989", "All treatments in the log")),
        ("Curve", ("on the curve", "Durrleman & Simon 1989", "All treatments in the log")),
    ],
)
def test_every_part_answers_draws_and_names_its_source(part: str, words: tuple[str, ...]) -> None:
    app = open_page("pages/2_Factors.py")
    ask(app, "needle_depth_mm", part)
    assert not app.exception
    text = text_of(app)
    for word in words:
        assert word in text
    assert app.get("plotly_chart")


def test_a_difference_that_never_shows_is_a_dash_in_the_table() -> None:
    app = open_page("pages/2_Factors.py")
    app.session_state[CLOSER_LOOK.name] = "Enough data?"
    app.run()
    table = app.dataframe[-1]
    assert table.value["Would show, fewer per 100"].isna().any()
    assert table.proto.placeholder == "–"


def test_only_numbers_have_a_curve() -> None:
    app = open_page("pages/2_Factors.py")
    ask(app, "needle_depth_mm", "Curve")
    assert "on the curve" in text_of(app)
    app.selectbox(key="factor").set_value("clinic").run()
    assert not app.exception
    assert "on the curve" not in text_of(app)


@pytest.mark.parametrize(
    ("part", "first", "step"), [("Enough data?", 0, 2), ("Unknown outcomes", 1, 2), ("Curve", 0, 1)]
)
def test_every_factor_of_the_sample_has_an_answer(part: str, first: int, step: int) -> None:
    """Two parts share the factors between them; `tests/questions/test_every_question.py` has every answer in words."""
    app = open_page("pages/2_Factors.py")
    for name in app.selectbox(key="factor").options[first::step]:
        ask(app, name, part)
        assert not app.exception, name
        assert "nan" not in text_of(app).split()
        assert name in words_of(app.header)


@pytest.mark.parametrize("log", [each for each in DIFFICULT_LOGS if each not in {"empty", "no outcome", "a picture"}])
def test_a_difficult_log_gets_a_sentence(log: str) -> None:
    app = open_page("pages/2_Factors.py", DIFFICULT_LOGS[log])
    # Where there is nothing to look at, the page stops before it asks for a factor.
    shown = any(box.key == "factor" for box in app.selectbox)
    for name, part in product(app.selectbox(key="factor").options if shown else (), PARTS):
        ask(app, name, part)
        assert not app.exception, (name, part)
        text = text_of(app)
        assert "nan" not in text.split()
        assert not any("](http" in element.value for element in [*app.markdown, *app.header, *app.caption])


def test_every_outcome_known_is_stated_and_nothing_drawn() -> None:
    log = "acne_history,breakout\n" + "none,no\npast,yes\nnone,yes\npast,no\n" * 20
    app = open_page("pages/2_Factors.py", log.encode())
    app.session_state[CLOSER_LOOK.name] = "Unknown outcomes"
    app.run()
    assert "Every outcome is known." in text_of(app)
    assert [chart.key for chart in app.get("plotly_chart")] == ["acne-history-on-its-own-and-after-adjusting"]
