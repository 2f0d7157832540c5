"""A saved picture stands alone: light, 16:9, with its title, what was counted and where it is from."""

from __future__ import annotations

import json

from analysis.figures import theme
from analysis.figures.one_factor import one_factor_figure
from analysis.figures.picture import HEIGHT, WIDTH, picture
from analysis.methods.one_factor import examine
from tests.exhibits.test_every_exhibit import exhibits
from tests.tallies import BREAKOUTS, counted, factor

ABOUT, SOURCE = ("2,208 treatments with a known outcome", "All treatments in the log."), "Source: log.csv"
NASTY = '<a href="http://a.example">x</a>'


def test_every_chart_becomes_a_light_picture_of_16_to_9_with_its_title() -> None:
    for of in exhibits("sample"):
        if of.figure is not None:
            before = of.figure.to_json()
            drawn = picture(of.figure, ABOUT, SOURCE)
            layout = drawn["layout"]
            assert drawn["size"] == {"width": WIDTH, "height": HEIGHT}
            assert abs(layout["width"] / layout["height"] - WIDTH / HEIGHT) < 0.002, of.stem
            assert (layout["paper_bgcolor"], layout["plot_bgcolor"]) == ("#FFFFFF", "#FFFFFF")
            assert theme.plain(theme.title_of(of.figure)) in " ".join(layout["title"]["text"].split("<br>")), of.stem
            assert ABOUT[0] in layout["title"]["text"]
            assert SOURCE in [note["text"] for note in layout["annotations"]]
            # What the chart needs on a page it has in a picture.
            margins = layout["margin"]
            room = of.figure.layout.height - of.figure.layout.margin.t
            assert layout["height"] - margins["t"] >= room, of.stem
            assert of.figure.to_json() == before


def test_names_from_a_file_are_shown_and_not_run() -> None:
    of = one_factor_figure(examine(factor(title=NASTY), counted({NASTY: (10, 90), "b": (20, 80)})), BREAKOUTS)
    text = json.dumps(picture(of, (NASTY,), NASTY))
    assert "<a" not in text
    assert text.count("&lt;a") >= 4


def test_a_long_title_is_broken_and_many_rows_are_drawn_smaller() -> None:
    few, many = ({str(each): (10, 90) for each in range(levels)} for levels in (2, 40))
    titled = factor(title="A very long name of a column of the file " * 4)
    small, large = (picture(one_factor_figure(examine(titled, counted(of)), BREAKOUTS), (), "") for of in (few, many))
    assert small["layout"]["title"]["text"].count("<br>") == 1
    assert large["layout"]["width"] > 2 * small["layout"]["width"]
