"""Every chart has one look: the page's typeface, texts that can be read on both pages, a title for its picture."""

from __future__ import annotations

import json
import tomllib
import unicodedata
from pathlib import Path

import numpy as np
import plotly.graph_objects as go
import pytest
from PIL import ImageFont

from analysis.figures import theme
from analysis.figures.figure import Figure
from tests.exhibits.test_every_exhibit import exhibits
from tests.figures.colours import contrast
from tests.figures.drawn import NotDrawnError, as_plotly

FONT = Path(__file__).parents[2] / "analysis" / "exports" / "fonts" / "SourceSans3-Regular.ttf"
THEMES = tomllib.loads((Path(__file__).parents[2] / ".streamlit" / "config.toml").read_text(encoding="utf-8"))["theme"]
LIGHT, DARK = (THEMES[each]["backgroundColor"] for each in ("light", "dark"))


@pytest.mark.parametrize(("ink", "page"), [(theme.INK, LIGHT), (theme.DARK_MODE_INK, DARK)])
def test_texts_can_be_read_on_both_pages(ink: str, page: str) -> None:
    assert contrast(ink, page) >= 4.5


def test_what_is_shown_beside_a_mark_can_be_read_and_distinguished_on_both_pages() -> None:
    assert contrast(theme.HOVER, theme.HOVER_INK) >= 4.5
    for page in (LIGHT, DARK):
        assert max(contrast(theme.HOVER, page), contrast(theme.HOVER_EDGE, page)) >= 3


def test_every_sign_of_a_chart_is_in_its_typeface() -> None:
    """A PDF sets the whole text in another one otherwise."""
    font = ImageFont.truetype(FONT, 20)
    unknown = bytes(font.getmask("\U0010fffd"))
    for of in exhibits("sample"):
        if of.figure is not None:
            layout = as_plotly(of.figure).layout
            words = " ".join([layout.title.text or "", *(each.text or "" for each in layout.annotations)])
            signs = {each for each in words if unicodedata.category(each)[0] == "S"}
            assert not [each for each in signs if bytes(font.getmask(each)) == unknown], of.stem


def test_every_chart_has_one_typeface_its_own_hover_and_a_title_it_does_not_show() -> None:
    for of in exhibits("sample"):
        if of.figure is not None:
            layout = as_plotly(of.figure).layout
            assert layout.font.family.startswith('"Source Sans"'), of.stem
            assert (layout.hoverlabel.bgcolor, layout.hoverlabel.font.color) == (theme.HOVER, theme.HOVER_INK)
            assert theme.title_of(of.figure.plain()), of.stem
            assert theme.title_of(of.figure.plain()) not in (layout.title.text or "")
            inked = theme.inked(of.figure, theme.INK)["layout"]
            axes = [each for name, each in inked.items() if name.startswith("xaxis")]
            assert {axis["tickfont"]["size"] for axis in axes} == {theme.SMALL}, of.stem


@pytest.mark.parametrize("number", [float("nan"), float("inf"), np.array([1.0, np.nan])])
def test_a_number_that_nothing_shows_does_not_pass_unnoticed_here(number: object) -> None:
    with pytest.raises(NotDrawnError):
        Figure.of([theme.scatter(x=[1], y=[number])], {})


def test_every_chart_is_one_that_plotly_accepts_as_it_is() -> None:
    """Figures are made unchecked: a wrong name would draw nothing, and a short form may not be understood."""
    for of in exhibits("sample"):
        if of.figure is not None:
            checked, made = json.loads(go.Figure(of.figure.plain()).to_json()), of.figure.plain()
            # It leaves out what is empty, but for a template, which it fills.
            del checked["layout"]["template"]
            assert checked["layout"] == {name: each for name, each in made["layout"].items() if each not in ([], {})}, (
                of.stem
            )
            assert checked["data"] == made["data"], of.stem
