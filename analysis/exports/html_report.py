"""The report: one HTML file with its charts inlined, for screens without a network and for paper."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup
from plotly.offline import get_plotlyjs

from analysis.exhibits.report import report_exhibits
from analysis.figures.theme import CAMERA_SCALE, camera
from analysis.questions.at_a_glance import at_a_glance
from analysis.wording.cautions import caution
from analysis.wording.directions import isolated
from analysis.wording.files import filters_in_words, origin, treated_between
from analysis.wording.numbers import cell
from analysis.wording.one_factor import methods_in_short
from analysis.wording.outcomes import report_title
from analysis.wording.rates import overall

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from analysis.counting.counts import Counts
    from analysis.exhibits.exhibit import Exhibit
    from analysis.exhibits.report import Sections
    from analysis.importing.import_account import ImportAccount
    from analysis.questions.adjusted import Adjusted, Refusal
    from analysis.questions.at_a_glance import AtAGlance
    from analysis.questions.imputed import Imputed, NotImputed

# A4 at 96 dots an inch, less its margins: what a chart can be wide on paper.
FIGURE_WIDTH = 690


def report_document(
    counts: Counts,
    report: ImportAccount,
    sections: Sections,
    *,
    found: AtAGlance | None = None,
    together: Adjusted | Refusal | None = None,
    filled_in: Imputed | NotImputed | None = None,
) -> str:
    """Return the report as one self-contained HTML file.

    Parameters
    ----------
    counts : Counts
    report : ImportAccount
        The account of the import that made the log.
    sections : Sections
        What the log lacks is passed over.
    found : AtAGlance, optional
        What the counts say, where it is known already.
    together : Adjusted or Refusal, optional
        Several factors at once, where the report is to have them.
    filled_in : Imputed or NotImputed, optional
        The same with blanks filled in, where there are any.
    """
    found = found or at_a_glance(counts)
    counted = counts.counted
    environment = Environment(
        loader=PackageLoader("analysis.exports", "."),
        autoescape=True,
        finalize=_in_order,
        undefined=StrictUndefined,
        trim_blocks=True,
    )
    environment.filters["shown"] = cell
    return environment.get_template("document.html.j2").render(
        figure_width=FIGURE_WIDTH,
        scale=CAMERA_SCALE,
        title=sections.title or report_title(counted),
        source=f"From {origin(report)}, {treated_between(counts)}",
        remark=sections.remark,
        readings=report.readings,
        filters=filters_in_words(counts, found.clustering),
        overall=overall(found.total, counted),
        cautions=[caution(each, counted) for each in found.cautions],
        exhibits=_inlined(report_exhibits(found, report, sections, together, counted, filled_in=filled_in)),
        methods=methods_in_short(counted) if sections.methods else (),
        plotly_js=Markup(get_plotlyjs()),  # noqa: S704 - the library's own script, not a user's text
    )


def _in_order(value: object) -> object:
    """Return what the report shows: texts, but for its own HTML, with their names isolated."""
    return isolated(value) if type(value) is str else value


def _inlined(exhibits: Iterable[Exhibit]) -> Iterator[tuple[Exhibit, Markup | None]]:
    """Give each exhibit its figure as HTML without the library, drawn as wide as the page."""
    # Two factors may have names that make the same file name.
    taken: Counter[str] = Counter()
    for exhibit in exhibits:
        if exhibit.figure is None:
            yield exhibit, None
            continue
        taken[exhibit.stem] += 1
        name = exhibit.stem if taken[exhibit.stem] == 1 else f"{exhibit.stem}-{taken[exhibit.stem]}"
        exhibit.figure.update_layout(template="plotly_white", autosize=True)
        config = {**camera(name), "responsive": True}
        html = exhibit.figure.to_html(
            full_html=False, include_plotlyjs=False, config=config, default_width="100%", div_id=name
        )
        yield exhibit, Markup(html)  # noqa: S704 - plotly escapes what it writes into its script
