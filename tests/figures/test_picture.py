"""A saved picture stands alone: light, 16:9, with its title, what was counted and where it is from."""

from __future__ import annotations

import json

from analysis.figures import theme
from analysis.figures.one_factor import one_factor_figure
from analysis.figures.picture import MOST_TITLE_LINES, SIZES, SLIDE, on_paper, picture
from analysis.methods.one_factor import examine
from tests.exhibits.test_every_exhibit import exhibits
from tests.tallies import BREAKOUTS, counted, factor

ABOUT, SOURCE = ("2,208 treatments with a known outcome", "All treatments in the log."), "Source: log.csv"
NASTY = '<a href="http://a.example">x</a>'
LEVELS = {"yes": (10, 90), "no": (20, 80)}


def test_every_chart_becomes_a_light_picture_of_16_to_9_with_its_finding_as_its_title() -> None:
    for of in exhibits("sample"):
        if of.figure is not None:
            drawn = picture(of.figure, of.finding, ABOUT, SOURCE)
            layout = drawn["layout"]
            assert drawn["size"] == {"width": SLIDE.width, "height": SLIDE.height}
            assert abs(layout["width"] / layout["height"] - SLIDE.width / SLIDE.height) < 0.002, of.stem
            assert (layout["paper_bgcolor"], layout["plot_bgcolor"]) == ("#FFFFFF", "#FFFFFF")
            assert theme.plain(of.finding.split(". ")[0]) in layout["title"]["text"].replace("<br>", " "), of.stem
            below = layout["title"]["subtitle"]["text"]
            assert theme.plain(theme.title_of(of.figure.plain())) in below.replace("<br>", " "), of.stem
            assert ABOUT[0] in below
            assert SOURCE in [note["text"] for note in layout["annotations"]]
            # What the chart needs on a page it has in a picture.
            margins = layout["margin"]
            room = of.figure.height - of.figure.plain()["layout"]["margin"]["t"]
            assert layout["height"] - margins["t"] >= room, of.stem


def test_each_size_has_its_shape_and_room_for_the_chart() -> None:
    of = one_factor_figure(examine(factor(), counted(LEVELS)), BREAKOUTS)
    for size in SIZES:
        drawn = picture(of, "A finding.", ABOUT, SOURCE, size)
        layout = drawn["layout"]
        assert drawn["size"] == {"width": size.width, "height": size.height}
        assert layout["width"] >= size.least_width
        assert abs(layout["width"] / layout["height"] - size.width / size.height) < 0.002
    paper = on_paper(of, 680)["layout"]
    assert (paper["width"], paper["height"], paper["paper_bgcolor"]) == (680, of.height, "#FFFFFF")
    assert "A finding" not in paper["title"]["text"]


def test_names_from_a_file_are_shown_and_not_run() -> None:
    of = one_factor_figure(examine(factor(title=NASTY), counted({NASTY: (10, 90), "b": (20, 80)})), BREAKOUTS)
    text = json.dumps(picture(of, NASTY, (NASTY,), NASTY))
    assert "<a" not in text
    assert text.count("&lt;a") >= 5


def test_a_long_finding_is_cut_between_sentences_and_many_rows_are_drawn_smaller() -> None:
    few, many = ({str(each): (10, 90) for each in range(levels)} for levels in (2, 40))
    long = "The first sentence says what was found in the log. " * 3 + "The last one has no room left. " * 4
    small, large = (
        picture(one_factor_figure(examine(factor(), counted(of)), BREAKOUTS), long.strip(), (), "")
        for of in (few, many)
    )
    title = small["layout"]["title"]["text"]
    assert title.count("<br>") == MOST_TITLE_LINES - 1
    assert title.replace("<br>", " ").count("The last one has no room left.") == 3
    assert "…" not in title
    assert large["layout"]["width"] > 2 * small["layout"]["width"]
