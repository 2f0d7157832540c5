"""The report: one HTML file with its charts inlined, for screens without a network and for paper."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup
from plotly.offline import get_plotlyjs

from analysis.exhibits.account import account_exhibit
from analysis.exhibits.adjusted import adjusted_exhibit
from analysis.exhibits.avoidable import avoidable_exhibit
from analysis.exhibits.one_factor import one_factor_exhibit
from analysis.exhibits.over_time import over_time_exhibit
from analysis.exhibits.ranking import ranking_exhibit
from analysis.figures.theme import CAMERA_SCALE, camera
from analysis.questions.adjusted import Adjusted
from analysis.questions.at_a_glance import AtAGlance, at_a_glance
from analysis.wording.cautions import caution
from analysis.wording.files import filters_in_words, origin, treated_between
from analysis.wording.numbers import cell
from analysis.wording.one_factor import methods_in_short
from analysis.wording.outcomes import report_title
from analysis.wording.rates import overall

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from analysis.counting.counts import Counts
    from analysis.exhibits.exhibit import Exhibit
    from analysis.importing.import_account import ImportAccount
    from analysis.outcome_log.outcomes import Counted
    from analysis.questions.adjusted import Refusal

# A4 at 96 dots an inch, less its margins: what a chart can be wide on paper.
FIGURE_WIDTH = 690


@dataclass(frozen=True, slots=True)
class Sections:
    """What goes into a report; hashable, so that it can be part of a cache key.

    Without a `title` it has the one of what it looks into.
    """

    title: str = ""
    remark: str = ""
    over_time: bool = True
    ranking: bool = True
    factors: tuple[str, ...] = ()
    account: bool = True
    methods: bool = True


def report_document(
    counts: Counts,
    report: ImportAccount,
    sections: Sections,
    *,
    found: AtAGlance | None = None,
    together: Adjusted | Refusal | None = None,
) -> str:
    """Return the report as one self-contained HTML file.

    Parameters
    ----------
    counts : Counts
    report : ImportAccount
        The account of the import that made the log.
    sections : Sections
        Names of factors that the log lacks are passed over.
    found : AtAGlance, optional
        What the counts say, where it is known already.
    together : Adjusted or Refusal, optional
        Several factors at once, where the report is to have them.
    """
    found = found or at_a_glance(counts)
    counted = counts.counted
    environment = Environment(
        loader=PackageLoader("analysis.exports", "."), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    environment.filters["shown"] = cell
    return environment.get_template("document.html.j2").render(
        figure_width=FIGURE_WIDTH,
        scale=CAMERA_SCALE,
        title=sections.title or report_title(counted),
        source=f"From {origin(report)}, {treated_between(counts)}",
        remark=sections.remark,
        filters=filters_in_words(counts, found.clustering),
        overall=overall(found.total, counted),
        cautions=[caution(each, counted) for each in found.cautions],
        exhibits=_inlined(_exhibits(found, report, sections, together, counted)),
        methods=methods_in_short(counted) if sections.methods else (),
        plotly_js=Markup(get_plotlyjs()),  # noqa: S704 - the library's own script, not a user's text
    )


def _exhibits(
    found: AtAGlance, report: ImportAccount, sections: Sections, together: Adjusted | Refusal | None, counted: Counted
) -> Iterator[Exhibit]:
    if sections.over_time and found.months:
        yield over_time_exhibit(found, counted)
    if sections.ranking:
        yield ranking_exhibit(found, counted)
    if together is not None:
        yield adjusted_exhibit(together, counted)
        if isinstance(together, Adjusted):
            yield avoidable_exhibit(together, counted)
    by_name = {result.factor.name: result for result in found.factors}
    for name in sections.factors:
        if name in by_name:
            yield one_factor_exhibit(by_name[name], counted)
    if sections.account:
        yield account_exhibit(found, report, counted)


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
