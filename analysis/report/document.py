"""The report: one HTML file with its charts inlined, for screens without a network and for paper."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup
from plotly.offline import get_plotlyjs

from analysis.figures.theme import CAMERA_SCALE
from analysis.overview import Overview, overview
from analysis.report import parts, wording

if TYPE_CHECKING:
    from analysis.outcome_log.filters import Filters
    from analysis.outcome_log.import_report import ImportReport
    from analysis.outcome_log.log import Log
    from analysis.outcome_log.outcomes import Counted
    from analysis.questions.adjusted import Adjusted
    from analysis.report.parts import Part

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
    report: ImportReport,
    filters: Filters,
    sections: Sections,
    *,
    found: Overview | None = None,
    together: Adjusted | None = None,
) -> str:
    """Return the report as one self-contained HTML file.

    Parameters
    ----------
    log : Log
    report : ImportReport
        The account of the import that made `log`.
    filters : Filters
    sections : Sections
        Names of factors that the log lacks are passed over.
    found : Overview, optional
        What `log` and `filters` say, where it is known already.
    together : Adjusted, optional
        Several factors at once, where the report is to have them.
    """
    found = found or overview(log, filters)
    counted = filters.counted
    environment = Environment(
        loader=PackageLoader("analysis.report", "."), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    environment.filters["shown"] = wording.cell
    return environment.get_template("document.html.j2").render(
        figure_width=FIGURE_WIDTH,
        scale=CAMERA_SCALE,
        title=sections.title or wording.report_title(counted),
        source=f"From {wording.origin(report)}, {wording.treated_between(log, counted)}",
        remark=sections.remark,
        filters=wording.filters_in_words(filters, log, found.clustering),
        overall=wording.overall(found.total, counted),
        cautions=[wording.caution(each, counted) for each in found.cautions],
        parts=_parts(found, report, sections, together, counted),
        plotly_js=Markup(get_plotlyjs()),  # noqa: S704 - the library's own script, not a user's text
    )


def _parts(
    found: Overview, report: ImportReport, sections: Sections, together: Adjusted | None, counted: Counted
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
        chosen.append(parts.Part("How it was worked out", wording.methods_in_short(counted)))
    return chosen
