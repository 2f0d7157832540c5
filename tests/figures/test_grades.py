"""The chart of grades: the highest stands out on a light page and on a dark one, and every number can be read."""

from __future__ import annotations

import re
from typing import Any

import pytest

from analysis.figures.grades import grades_figure
from analysis.figures.theme import DARK_MODE_INK, INK
from analysis.methods.grades import LevelGrades, graded
from analysis.outcome_log.outcomes import Counted, Outcome
from tests.figures.colours import contrast, over
from tests.figures.drawn import as_plotly
from tests.tallies import factor

SEVERITY = Counted(Outcome("severity", ("severe",), "Severity", is_ordered=True), "treatments")
# The page and the text on it, light and dark, as .streamlit/config.toml and analysis/figures/theme.py have them.
PAGES = {"#FFFFFF": INK, "#14191F": DARK_MODE_INK}


def bars(*grades: str | None) -> tuple[list[Any], Any]:
    shares = [70, *[5 + 3 * place for place in range(len(grades) - 1)]]
    levels = [LevelGrades("none", tuple(shares), 0), LevelGrades("current", (9, *[0] * (len(grades) - 1)), 0)]
    *drawn, ends = as_plotly(grades_figure(graded(factor(levels=("none", "current")), grades, levels), SEVERITY)).data
    return drawn, ends


def colour(of: Any) -> tuple[list[float], float]:  # noqa: ANN401 - a trace of plotly's
    *channels, strength = map(float, re.findall(r"[\d.]+", of.marker.color))
    return channels, strength


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("grades", [(None, "mild"), (None, "mild", "severe"), (None, *"abcdef")])
def test_the_higher_the_grade_the_more_it_stands_out_and_its_text_can_be_read(
    page: str, grades: tuple[str | None, ...]
) -> None:
    drawn, _ = bars(*grades)
    shown = [over(*colour(bar), page) for bar in drawn]
    standing_out = [contrast(each, page) for each in shown]
    assert standing_out == sorted(standing_out)
    assert standing_out[-1] >= 3
    for bar, behind in zip(drawn, shown, strict=True):
        ink = "#FFFFFF" if bar.textfont.color == "white" else PAGES[page]
        assert contrast(ink, behind) >= 4.5


def test_the_highest_grade_has_its_number_beyond_the_bar_however_narrow_its_piece() -> None:
    drawn, ends = bars(None, "mild", "severe")
    assert drawn[2].text[0] == "10"
    assert [text.split("n =")[0].strip() for text in ends.text] == ["9.6", "0"]


def test_numbers_in_the_bars_are_whole_so_that_they_fit_and_none_where_that_is_0() -> None:
    drawn, _ = bars(None, "mild")
    assert drawn[0].text == ("93", "100")
    assert drawn[1].text[1] == ""


def test_one_grade_alone_can_be_drawn() -> None:
    assert len(bars("mild")[0]) == 1
