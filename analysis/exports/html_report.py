"""The report: one HTML file with its charts inlined, for screens without a network and for paper."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup
from plotly.offline import get_plotlyjs

from analysis.exports import parts
from analysis.figures.theme import CAMERA_SCALE
from analysis.questions.at_a_glance import AtAGlance, at_a_glance
from analysis.wording.cautions import caution
from analysis.wording.files import filters_in_words, origin, treated_between
from analysis.wording.numbers import cell
from analysis.wording.one_factor import methods_in_short
from analysis.wording.outcomes import report_title
from analysis.wording.rates import overall

if TYPE_CHECKING:
    from analysis.exports.parts import Part
    from analysis.importing.import_account import ImportAccount
    from analysis.outcome_log.filters import Filters
    from analysis.outcome_log.log import Log
    from analysis.outcome_log.outcomes import Counted
    from analysis.questions.adjusted import Adjusted

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
    log: Log,
    report: ImportAccount,
    filters: Filters,
    sections: Sections,
    *,
    found: AtAGlance | None = None,
    together: Adjusted | None = None,
) -> str:
    """Return the report as one self-contained HTML file.

    Parameters
    ----------
    log : Log
    report : ImportAccount
        The account of the import that made `log`.
    filters : Filters
    sections : Sections
        Names of factors that the log lacks are passed over.
    found : AtAGlance, optional
        What `log` and `filters` say, where it is known already.
    together : Adjusted, optional
        Several factors at once, where the report is to have them.
    """
    found = found or at_a_glance(log, filters)
    counted = filters.counted
    environment = Environment(
        loader=PackageLoader("analysis.exports", "."), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    environment.filters["shown"] = cell
    return environment.get_template("document.html.j2").render(
        figure_width=FIGURE_WIDTH,
        scale=CAMERA_SCALE,
        title=sections.title or report_title(counted),
        source=f"From {origin(report)}, {treated_between(log, counted)}",
        remark=sections.remark,
        filters=filters_in_words(filters, log, found.clustering),
        overall=overall(found.total, counted),
        cautions=[caution(each, counted) for each in found.cautions],
        parts=_parts(found, report, sections, together, counted),
        plotly_js=Markup(get_plotlyjs()),  # noqa: S704 - the library's own script, not a user's text
    )


def _parts(
    found: AtAGlance, report: ImportAccount, sections: Sections, together: Adjusted | None, counted: Counted
) -> list[Part]:
    chosen = []
    if sections.over_time and found.months:
        chosen.append(parts.over_time(found, counted))
    if sections.ranking:
        chosen.append(parts.ranking(found, counted))
    if together is not None:
        chosen.append(parts.several_factors(together, counted))
        if together.refusal is None:
            chosen.append(parts.what_would_help(together, counted))
    for name in sections.factors:
        places = (index for index, result in enumerate(found.factors) if result.factor.name == name)
        chosen += [parts.one_factor(found, index, counted) for index in places]
    if sections.account:
        chosen.append(parts.account(found, report, counted))
    if sections.methods:
        chosen.append(parts.Part("How it was worked out", methods_in_short(counted)))
    return chosen
