"""A document as one HTML file with its charts inlined, for screens without a network and for paper."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup
from plotly.io import to_html
from plotly.offline import get_plotlyjs

from analysis.exhibits.summary import ON_PAPER
from analysis.exports.logo import as_address
from analysis.exports.long_words import has_long_word, short_name, with_short_names
from analysis.exports.table_texts import rows_as_texts
from analysis.exports.typeface import FAMILY, embedded
from analysis.figures import theme
from analysis.figures.picture import picture
from analysis.wording.directions import isolated
from analysis.wording.numbers import day
from analysis.wording.one_factor import NOT_PROOF
from analysis.wording.rates import RED_FLAGS
from analysis.wording.report import (
    HOW_HEADING,
    METHODS_HEADING,
    PROVENANCE_HEADING,
    SAMPLE_DATA,
    STEPS_HEADING,
    UNKNOWN_HEADING,
)

if TYPE_CHECKING:
    from analysis.exhibits.document import Document, Placed
    from analysis.figures.figure import Figure

# What saves a figure in a browser, from the report and from a page.
SAVING = Path(__file__).with_name("saving.js")
# A4 at 96 dots an inch, less its margins: what a chart can be wide on paper. Letter is wider.
FIGURE_WIDTH = 680
# The chart of the months shares its page with the rest of the summary.
MONTHS_HEIGHT = 200
# In pixels: what a sheet of paper, the lower Letter, has room for below a heading and a finding.
HIGHEST_ON_PAPER = 760
# How much closer the rows of a higher chart may be there: its labels of three lines are just apart.
CLOSEST_ROWS = 0.85
# In letters: dates, quarters and short names stay in one line, the first of a row ("18 September 2024") and the others.
FIRST_WHOLE, LATER_WHOLE = 17, 9


def as_html(of: Document, *, library: str = "") -> str:
    """Return a document as one self-contained HTML file, or as its preview on a page.

    Parameters
    ----------
    of : Document
    library : str
        Where a page has the library that draws the charts: its preview leaves out these five megabytes, and the
        buttons that print and save.
    """
    environment = Environment(
        loader=PackageLoader("analysis.exports", "."),
        autoescape=True,
        finalize=_in_order,
        undefined=StrictUndefined,
        trim_blocks=True,
    )
    environment.filters.update(texts=rows_as_texts, short=short_name, whole=Markup.escape)
    environment.tests["long"] = has_long_word
    return environment.get_template("document.html.j2").render(
        document=of,
        figures={
            each.name: _figure(figure, each, of) for each in of.placed if (figure := each.exhibit.figure) is not None
        },
        font=Markup(theme.FONT),  # noqa: S704 - ours
        typeface=Markup(embedded()),  # noqa: S704 - ours
        family=FAMILY,
        figure_width=FIGURE_WIDTH,
        highest_on_paper=HIGHEST_ON_PAPER,
        closest_rows=CLOSEST_ROWS,
        first_whole=FIRST_WHOLE,
        later_whole=LATER_WHOLE,
        links_on_paper=ON_PAPER,
        logo=Markup(as_address(of.signature.logo)),  # noqa: S704 - made of bytes, not of a text
        footer=Markup(_css_string(f"{isolated(of.title)} · {day(of.dated)}")),  # noqa: S704 - escaped for CSS
        library=library,
        remark=SAMPLE_DATA if of.is_sample else "",
        no_proof=NOT_PROOF,
        red_flags=RED_FLAGS,
        unknown_heading=UNKNOWN_HEADING,
        steps_heading=STEPS_HEADING,
        how_heading=HOW_HEADING,
        methods_heading=METHODS_HEADING,
        provenance_heading=PROVENANCE_HEADING,
        plotly_js=Markup("" if library else get_plotlyjs()),  # noqa: S704 - the library's own script, not a user's text
    )


def _in_order(value: object) -> object:
    """Return what the report shows: texts, but for its own HTML, with their names isolated and cut where too long."""
    return isolated(with_short_names(value)) if type(value) is str else value


def _figure(figure: Figure, of: Placed, document: Document) -> Markup:
    """Return a figure as HTML, without the library, as wide as the page."""
    alone = picture(figure, of.exhibit.finding, document.caption_of(of.exhibit), document.source)
    drawn = theme.inked(figure, theme.INK)
    drawn["layout"].update(
        autosize=True,
        height=MONTHS_HEIGHT if of is document.over_time else drawn["layout"]["height"],
        # What a picture of it on its own needs besides.
        meta={"layout": alone["layout"], "size": alone["size"]},
        template=theme.ON_WHITE,
    )
    # The report's own buttons save a figure: plotly's stand inside the picture, out of the keyboard's reach.
    config = {"displayModeBar": False, "responsive": True}
    html = to_html(
        drawn,
        full_html=False,
        include_plotlyjs=False,
        config=config,
        default_width="100%",
        div_id=of.name,
        validate=False,
    )
    return Markup(html)  # noqa: S704 - plotly escapes what it writes into its script


def _css_string(text: str) -> str:
    """Return a text as a string of CSS, every character but plain letters, digits and spaces escaped."""
    escaped = (each if each == " " or (each.isascii() and each.isalnum()) else f"\\{ord(each):x} " for each in text)
    return f'"{"".join(escaped)}"'
