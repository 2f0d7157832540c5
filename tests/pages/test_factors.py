"""The factors page leads from the ranking to one factor and back to its methods."""

from __future__ import annotations

import re

from analysis.importing.choices import ImportChoices
from pages.parts.cached import Source, log_of
from tests.pages.opening import open_page, text_of, words_of


def test_it_opens_on_the_most_telling_factor() -> None:
    app = open_page("pages/2_Factors.py")
    assert app.selectbox(key="factor").value == "acne_history"
    assert words_of(app.subheader).startswith("Acne history")


def test_a_button_on_the_home_page_opens_a_factor() -> None:
    app = open_page("dashboard.py")
    app.button(key="open moisturiser").click().run()
    assert words_of(app.title) == "Factors"
    assert app.selectbox(key="factor").value == "moisturiser"


def test_it_names_the_method_its_source_and_what_limits_it() -> None:
    app = open_page("pages/2_Factors.py")
    words = text_of(app)
    assert "Cochran-Armitage" in words
    assert "Armitage 1955" in words
    assert "clients who came back" in words


def test_every_factor_of_the_sample_can_be_shown() -> None:
    app = open_page("pages/2_Factors.py")
    log, _ = log_of(Source("outcomes.csv"), ImportChoices())
    for factor in log.factors:
        app.session_state["factor"] = factor.name
        app.run()
        assert not app.exception, factor.name
        assert words_of(app.subheader).startswith((factor.title, "This log"))
        assert "nan" not in text_of(app).split()


def test_text_from_a_file_is_never_markdown() -> None:
    nasty = "![x](http://a.example/x.png) :material/home: :smile:"
    log = f'"{nasty}",breakout\n' + '"[a](http://b.example)",yes\n**b**,no\n' * 20
    app = open_page("pages/2_Factors.py", log.encode())
    for element in [*app.markdown, *app.subheader, *app.caption]:
        assert "](http" not in element.value
        assert not re.search(r":(material/home|smile)", element.value)
