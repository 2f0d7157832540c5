"""The sections of the report, each with its words, its figure and the numbers behind it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from markupsafe import Markup

from analysis.figures.avoidable_outcomes import avoidable_outcomes
from analysis.figures.crude_beside_adjusted import crude_beside_adjusted
from analysis.figures.ranked_factors import ranked_factors
from analysis.figures.rate_over_time import rate_over_time
from analysis.figures.rates_by_level import rates_by_level
from analysis.figures.theme import camera
from analysis.report import wording
from analysis.report.adjusted_tables import adjusted_table, avoidable_table
from analysis.report.tables import levels_table, months_table, ranking_table

if TYPE_CHECKING:
    import pandas as pd
    import plotly.graph_objects as go

    from analysis.outcome_log.import_report import ImportReport
    from analysis.outcome_log.outcomes import Counted
    from analysis.overview import Overview
    from analysis.questions.adjusted import Adjusted

MOST_RANKED = 12


@dataclass(frozen=True, slots=True)
class Part:
    """One section of the report: words, a figure, and the numbers behind it."""

    heading: str
    sentences: tuple[str, ...] = ()
    figure: Markup | None = None
    alt: str = ""
    numbers: pd.DataFrame | None = None
    notes: tuple[str, ...] = ()


def over_time(found: Overview, counted: Counted) -> Part:
    """Return the rate of each month, and the change."""
    return Part(
        "Over time",
        (wording.change(found.change, counted),),
        _inlined(rate_over_time(found.months, counted), wording.file_stem(wording.rate_name(counted), "by month")),
        wording.describe_months(found.months, counted),
        months_table(found.months, counted),
    )


def ranking(found: Overview, counted: Counted) -> Part:
    """Return every factor, the most telling first."""
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


def one_factor(found: Overview, index: int, counted: Counted) -> Part:
    """Return one factor in depth."""
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


def several_factors(together: Adjusted, counted: Counted) -> Part:
    """Return several factors, each with the others allowed for."""
    heading = "Is it the factor itself?"
    cautions = tuple(wording.caution(each, counted) for each in together.cautions)
    if together.refusal is not None:
        refusal = wording.caution(together.refusal, counted)
        return Part(heading, (wording.adjusted_finding(together, counted), refusal), notes=cautions)
    return Part(
        heading,
        (wording.adjusted_finding(together, counted), wording.adjusted_account(together, counted)),
        _inlined(crude_beside_adjusted(together.factors), "crude-beside-adjusted"),
        wording.describe_adjusted(together),
        adjusted_table(together.factors).drop(columns=["CI level, %", "p"]),
        (*cautions, *wording.adjusted_how(together, counted)),
    )


def what_would_help(together: Adjusted, counted: Counted) -> Part:
    """Return what would help most, if the associations are causal."""
    heading = "What would help most"
    finding = wording.avoidable_finding(together.avoidable, counted, together.without_safe_level)
    if not together.avoidable:
        return Part(heading, (finding,))
    return Part(
        heading,
        (finding,),
        _inlined(avoidable_outcomes(together.avoidable, counted), "what-would-help-most"),
        wording.describe_avoidable(together.avoidable, counted),
        avoidable_table(together.avoidable),
        wording.avoidable_how(together.avoidable, counted),
    )


def account(found: Overview, report: ImportReport, counted: Counted) -> Part:
    """Return what the numbers rest on."""
    left_out = tuple(
        f"Column “{each.name}” was left out: {each.reason}." for each in report.columns if each.meaning == "left out"
    )
    sentences = (
        wording.rows_account(report),
        wording.columns_account(report),
        wording.unknown_account(found.total, counted),
        *report.notes,
    )
    return Part("What the numbers rest on", tuple(filter(None, sentences)), notes=left_out)


def _inlined(figure: go.Figure, name: str) -> Markup:
    """Return a figure as HTML without its library, drawn as wide as the page."""
    figure.update_layout(template="plotly_white", autosize=True)
    config = {**camera(name), "responsive": True}
    html = figure.to_html(full_html=False, include_plotlyjs=False, config=config, default_width="100%", div_id=name)
    return Markup(html)  # noqa: S704 - plotly escapes what it writes into its script
