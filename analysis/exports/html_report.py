"""The report: one HTML file with its charts inlined, for screens without a network and for paper."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup
from plotly.offline import get_plotlyjs

from analysis.exhibits.report import report_exhibits
from analysis.exhibits.summary import summary
from analysis.figures import theme
from analysis.figures.picture import picture
from analysis.questions.at_a_glance import at_a_glance
from analysis.questions.recovery import recovery, recovery_by
from analysis.wording.directions import isolated
from analysis.wording.files import filters_in_words
from analysis.wording.numbers import cell, day
from analysis.wording.one_factor import NOT_PROOF, methods_in_short
from analysis.wording.outcomes import report_title
from analysis.wording.pictures import about_picture, picture_source
from analysis.wording.rates import RED_FLAGS
from analysis.wording.report import SAMPLE_DATA, period_shown, source_shown

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping

    import plotly.graph_objects as go

    from analysis.counting.counts import Counts
    from analysis.exhibits.exhibit import Exhibit
    from analysis.exhibits.report import Sections
    from analysis.importing.import_account import ImportAccount
    from analysis.questions.adjusted import Adjusted, Refusal
    from analysis.questions.at_a_glance import AtAGlance
    from analysis.questions.imputed import Imputed, NotImputed
    from analysis.questions.recovery import Recovery
    from analysis.questions.story import Story
    from analysis.questions.teams import Teams

# A4 at 96 dots an inch, less its margins: what a chart can be wide on paper. Letter is wider.
FIGURE_WIDTH = 680
# The chart of the months shares its page with the rest of the summary.
MONTHS_HEIGHT = 225
# A word longer than this may be broken in a narrow column of a table; no word of ours is.
LONGEST_WORD = 24


@dataclass(frozen=True, slots=True)
class Drawn:
    """An exhibit as the report shows it.

    Attributes
    ----------
    exhibit : Exhibit
    name : str
        What its figure is called, once in a report.
    figure : Markup or None
        Its figure as HTML, without the library.
    notes : tuple of str
        What limits it, but for what the report has said before.
    """

    exhibit: Exhibit
    name: str
    figure: Markup | None
    notes: tuple[str, ...]


def report_document(
    counts: Counts,
    report: ImportAccount,
    sections: Sections,
    *,
    made_on: dt.date,
    found: AtAGlance | None = None,
    together: Adjusted | Refusal | None = None,
    filled_in: Imputed | NotImputed | None = None,
    stories: Mapping[str, Story] | None = None,
    compared_units: Teams | None = None,
) -> str:
    """Return the report as one self-contained HTML file.

    Parameters
    ----------
    counts : Counts
    report : ImportAccount
        The account of the import that made the log.
    sections : Sections
        What the log lacks is passed over.
    made_on : date
        The day that the report bears.
    found : AtAGlance, optional
        What the counts say, where it is known already.
    together : Adjusted or Refusal, optional
        Several factors at once, where the report is to have them.
    filled_in : Imputed or NotImputed, optional
        The same with blanks filled in, where there are any.
    stories : mapping of str to Story, optional
        By the name of a factor, where its difference is followed from on its own to after adjusting.
    compared_units : Teams, optional
        Practitioners, cartridge lots or other units beside each other, where the report is to have them.
    """
    found = found or at_a_glance(counts, report.chart)
    counted = counts.counted
    title, made = sections.title or report_title(counted), day(made_on)
    first_page = summary(found, report, counted, has_months=sections.over_time)
    drawing = _Drawing(about_picture(counts), picture_source(report, is_sample=sections.is_sample))
    return _document(
        title,
        made,
        is_sample=sections.is_sample,
        about={
            "Period": period_shown(counts),
            "Source": source_shown(report),
            "Made": made,
            "Counted": filters_in_words(counts, found.clustering),
        },
        readings=report.readings,
        summary=first_page,
        over_time=drawing.drawn(first_page.over_time, MONTHS_HEIGHT) if first_page.over_time is not None else None,
        no_proof=NOT_PROOF,
        exhibits=[
            drawing.drawn(each)
            for each in report_exhibits(
                found,
                report,
                sections,
                together,
                counted,
                filled_in=filled_in,
                stories=stories or {},
                expected=_expected(counts, sections),
                compared_units=compared_units,
            )
        ],
        has_tables=sections.tables,
        has_methods=sections.methods,
        methods=methods_in_short(counted) if sections.methods else (),
    )


def _expected(counts: Counts, sections: Sections) -> Recovery | None:
    if not sections.recovery:
        return None
    whole = recovery(counts)
    return recovery_by(counts, counts.factor(sections.recovery_by), whole) if sections.recovery_by else whole


def sheet_document(
    exhibits: Iterable[Exhibit],
    title: str,
    counted_in_words: str,
    report: ImportAccount,
    *,
    about: tuple[str, ...],
    is_sample: bool,
    made_on: dt.date,
) -> str:
    """Return some exhibits as one self-contained HTML file without the first page of a report: for one reader.

    Parameters
    ----------
    exhibits : iterable of Exhibit
    title : str
    counted_in_words : str
        Which treatments count.
    report : ImportAccount
        The account of the import that made the log.
    about : tuple of str
        What each picture says of its numbers.
    is_sample : bool
        Whether the log is made up.
    made_on : date
        The day that it bears.
    """
    drawing, made = _Drawing(about, picture_source(report, is_sample=is_sample)), day(made_on)
    return _document(
        title,
        made,
        is_sample=is_sample,
        about={"Source": source_shown(report), "Made": made, "Counted": counted_in_words},
        summary=None,
        exhibits=[drawing.drawn(each) for each in exhibits],
        has_tables=True,
        has_methods=False,
        methods=(),
    )


def _document(title: str, made: str, *, is_sample: bool, **parts: object) -> str:
    """Fill the template with some parts, and with what every document has."""
    environment = Environment(
        loader=PackageLoader("analysis.exports", "."),
        autoescape=True,
        finalize=_in_order,
        undefined=StrictUndefined,
        trim_blocks=True,
    )
    environment.filters["shown"] = cell
    environment.tests["long"] = _has_a_long_word
    return environment.get_template("document.html.j2").render(
        parts,
        font=Markup(theme.FONT),  # noqa: S704 - ours
        figure_width=FIGURE_WIDTH,
        title=title,
        footer=Markup(_css_string(f"{isolated(title)} · {made}")),  # noqa: S704 - escaped for CSS
        remark=SAMPLE_DATA if is_sample else "",
        red_flags=RED_FLAGS,
        plotly_js=Markup(get_plotlyjs()),  # noqa: S704 - the library's own script, not a user's text
    )


def _in_order(value: object) -> object:
    """Return what the report shows: texts, but for its own HTML, with their names isolated."""
    return isolated(value) if type(value) is str else value


class _Drawing:
    """Draws the exhibits of one report: no two figures share a name, and no note is repeated."""

    def __init__(self, about: tuple[str, ...], source: str) -> None:
        self._about, self._source = about, source
        self._taken: Counter[str] = Counter()
        self._noted: set[str] = set()

    def drawn(self, exhibit: Exhibit, height: int | None = None) -> Drawn:
        """Give an exhibit its figure as HTML, as wide as the page, and the notes that are new.

        Parameters
        ----------
        exhibit : Exhibit
        height : int, optional
            Of the figure, where it is to have another than its own.
        """
        self._taken[exhibit.stem] += 1
        # Two factors may have names that make the same file name.
        name = exhibit.stem if self._taken[exhibit.stem] == 1 else f"{exhibit.stem}-{self._taken[exhibit.stem]}"
        notes = dict.fromkeys((*exhibit.details, *exhibit.left_out, *exhibit.cautions))
        above = " ".join((exhibit.finding, *exhibit.sentences))
        new = tuple(note for note in notes if note not in self._noted and note not in above)
        self._noted.update(new)
        figure = None if exhibit.figure is None else self._figure(exhibit.figure, exhibit.finding, name, height)
        return Drawn(exhibit, name, figure, new)

    def _figure(self, of: go.Figure, finding: str, name: str, height: int | None) -> Markup:
        alone = picture(of, finding, self._about, self._source)
        theme.inked(of, theme.INK).update_layout(
            template="plotly_white",
            autosize=True,
            height=height or of.layout.height,
            # What a picture of it on its own needs besides.
            meta={"layout": alone["layout"], "size": alone["size"]},
        )
        # The report's own buttons save a figure: plotly's stand inside the picture, out of the keyboard's reach.
        config = {"displayModeBar": False, "responsive": True}
        html = of.to_html(full_html=False, include_plotlyjs=False, config=config, default_width="100%", div_id=name)
        return Markup(html)  # noqa: S704 - plotly escapes what it writes into its script


def _has_a_long_word(text: object) -> bool:
    return any(len(word) > LONGEST_WORD for word in str(text).split())


def _css_string(text: str) -> str:
    """Return a text as a string of CSS, every character but plain letters, digits and spaces escaped."""
    escaped = (each if each == " " or (each.isascii() and each.isalnum()) else f"\\{ord(each):x} " for each in text)
    return f'"{"".join(escaped)}"'
