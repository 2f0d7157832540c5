"""The report: one HTML file with its charts inlined, for screens without a network and for paper."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup
from plotly.offline import get_plotlyjs

from analysis.figures.ranked_factors import ranked_factors
from analysis.figures.rate_over_time import rate_over_time
from analysis.figures.rates_by_level import rates_by_level
from analysis.figures.theme import CAMERA_SCALE, camera
from analysis.overview import Overview, overview
from analysis.report import wording
from analysis.report.tables import levels_table, months_table, ranking_table

if TYPE_CHECKING:
    import pandas as pd
    import plotly.graph_objects as go

    from analysis.outcome_log.filters import Filters
    from analysis.outcome_log.import_report import ImportReport
    from analysis.outcome_log.log import Log
    from analysis.outcome_log.outcomes import Counted

# A4 at 96 dots an inch, less its margins: what a chart can be wide on paper.
FIGURE_WIDTH = 690
MOST_RANKED = 12


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


@dataclass(frozen=True, slots=True)
class Part:
    """One section of the report: words, a figure, and the numbers behind it."""

    heading: str
    sentences: tuple[str, ...] = ()
    figure: Markup | None = None
    alt: str = ""
    numbers: pd.DataFrame | None = None
    notes: tuple[str, ...] = ()


def report_document(
    log: Log, report: ImportReport, filters: Filters, sections: Sections, found: Overview | None = None
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
        parts=_parts(found, report, sections, counted),
        plotly_js=Markup(get_plotlyjs()),  # noqa: S704 - the library's own script, not a user's text
    )


def _parts(found: Overview, report: ImportReport, sections: Sections, counted: Counted) -> list[Part]:
    parts = []
    if sections.over_time and found.months:
        parts.append(_over_time(found, counted))
    if sections.ranking:
        parts.append(_ranking(found, counted))
    for name in sections.factors:
        parts += [
            _factor(found, index, counted) for index, result in enumerate(found.factors) if result.factor.name == name
        ]
    if sections.account:
        notes = tuple(
            f"Column “{each.name}” was left out: {each.reason}."
            for each in report.columns
            if each.meaning == "left out"
        )
        account = (
            wording.rows_account(report),
            wording.columns_account(report),
            wording.unknown_account(found.total, counted),
            *report.notes,
        )
        parts.append(Part("What the numbers rest on", tuple(filter(None, account)), notes=notes))
    if sections.methods:
        parts.append(Part("How it was worked out", wording.methods_in_short(counted)))
    return parts


def _over_time(found: Overview, counted: Counted) -> Part:
    return Part(
        "Over time",
        (wording.change(found.change, counted),),
        _inlined(rate_over_time(found.months, counted), wording.file_stem(wording.rate_name(counted), "by month")),
        wording.describe_months(found.months, counted),
        months_table(found.months, counted),
    )


def _ranking(found: Overview, counted: Counted) -> Part:
    told = [result for result in found.factors if result.contrast is not None][:MOST_RANKED]
    heading = wording.what_goes_with(counted)
    if not told:
        return Part(heading, ("There is too little in the log to compare any factor.",))
    more = len(found.factors) - len(told)
    return Part(
        heading,
        (
            "One comparison a factor, the most telling first.",
            "Filled diamonds still stand out after allowing for all factors looked at; open circles could be chance.",
        ),
        _inlined(ranked_factors(told, counted), wording.file_stem(heading)),
        wording.describe_ranking(told, counted),
        ranking_table(told, counted).drop(columns=["CI level, %", "Test", "Cautions"]),
        (f"Not shown here: {wording.quantity(more, 'further factor')}.",) if more else (),
    )


def _factor(found: Overview, index: int, counted: Counted) -> Part:
    result = found.factors[index]
    unknown = filter(None, (wording.unknown_outcomes(result), wording.not_answered(result, counted)))
    cautions = (wording.caution(each, counted) for each in result.cautions)
    # The rank in front keeps two factors apart whose names make the same file name.
    name = wording.file_stem(f"{index + 1} {wording.rate_name(counted)} by", result.factor.title)
    return Part(
        result.factor.title,
        (wording.finding(result, counted),),
        _inlined(rates_by_level(result, counted), name),
        wording.describe_levels(result, counted),
        levels_table(result, counted),
        (*unknown, *cautions, *wording.how(result, counted)),
    )


def _inlined(figure: go.Figure, name: str) -> Markup:
    """Return a figure as HTML without its library, drawn as wide as the page."""
    figure.update_layout(template="plotly_white", autosize=True)
    config = {**camera(name), "responsive": True}
    html = figure.to_html(full_html=False, include_plotlyjs=False, config=config, default_width="100%", div_id=name)
    return Markup(html)  # noqa: S704 - plotly escapes what it writes into its script
