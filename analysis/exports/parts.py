"""The sections of the report, each with its words, its figure and the numbers behind it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from markupsafe import Markup

from analysis.exhibits.adjusted_tables import adjusted_table, avoidable_table
from analysis.exhibits.tables import levels_table, months_table, ranking_table
from analysis.figures.adjusted import adjusted_figure
from analysis.figures.avoidable import avoidable_figure
from analysis.figures.one_factor import one_factor_figure
from analysis.figures.over_time import over_time_figure
from analysis.figures.ranking import ranking_figure
from analysis.figures.theme import camera
from analysis.wording.adjusted import adjusted_account, adjusted_finding, adjusted_how, describe_adjusted
from analysis.wording.avoidable import avoidable_finding, avoidable_how, describe_avoidable
from analysis.wording.cautions import caution
from analysis.wording.descriptions import describe_levels, describe_months, describe_ranking
from analysis.wording.files import columns_account, rows_account, unknown_account
from analysis.wording.numbers import file_stem, quantity
from analysis.wording.one_factor import finding as finding_in_words
from analysis.wording.one_factor import how, not_answered, unknowns_in_short
from analysis.wording.outcomes import rate_name, what_goes_with
from analysis.wording.rates import change

if TYPE_CHECKING:
    import pandas as pd
    import plotly.graph_objects as go

    from analysis.importing.import_account import ImportAccount
    from analysis.outcome_log.outcomes import Counted
    from analysis.questions.adjusted import Adjusted
    from analysis.questions.at_a_glance import AtAGlance

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


def over_time(found: AtAGlance, counted: Counted) -> Part:
    """Return the rate of each month, and the change."""
    return Part(
        "Over time",
        (change(found.change, counted),),
        _inlined(over_time_figure(found.months, counted), file_stem(rate_name(counted), "by month")),
        describe_months(found.months, counted),
        months_table(found.months, counted),
    )


def ranking(found: AtAGlance, counted: Counted) -> Part:
    """Return every factor, the most telling first."""
    told = [result for result in found.factors if result.contrast is not None][:MOST_RANKED]
    heading = what_goes_with(counted)
    if not told:
        return Part(heading, ("There is too little in the log to compare any factor.",))
    more = len(found.factors) - len(told)
    return Part(
        heading,
        (
            "One comparison a factor, the most telling first.",
            "Filled diamonds still stand out after allowing for all factors looked at; open circles could be chance.",
        ),
        _inlined(ranking_figure(told, counted), file_stem(heading)),
        describe_ranking(told, counted),
        ranking_table(told, counted).drop(columns=["CI level, %", "Test", "Cautions"]),
        (f"Not shown here: {quantity(more, 'further factor')}.",) if more else (),
    )


def one_factor(found: AtAGlance, index: int, counted: Counted) -> Part:
    """Return one factor in depth."""
    result = found.factors[index]
    unknown = filter(None, (unknowns_in_short(result), not_answered(result, counted)))
    cautions = (caution(each, counted) for each in result.cautions)
    # The rank in front keeps two factors apart whose names make the same file name.
    name = file_stem(f"{index + 1} {rate_name(counted)} by", result.factor.title)
    return Part(
        result.factor.title,
        (finding_in_words(result, counted),),
        _inlined(one_factor_figure(result, counted), name),
        describe_levels(result, counted),
        levels_table(result, counted),
        (*unknown, *cautions, *how(result, counted)),
    )


def several_factors(together: Adjusted, counted: Counted) -> Part:
    """Return several factors, each with the others allowed for."""
    heading = "Is it the factor itself?"
    cautions = tuple(caution(each, counted) for each in together.cautions)
    if together.refusal is not None:
        refusal = caution(together.refusal, counted)
        return Part(heading, (adjusted_finding(together, counted), refusal), notes=cautions)
    return Part(
        heading,
        (adjusted_finding(together, counted), adjusted_account(together, counted)),
        _inlined(adjusted_figure(together.factors), "crude-beside-adjusted"),
        describe_adjusted(together),
        adjusted_table(together.factors).drop(columns=["CI level, %", "p"]),
        (*cautions, *adjusted_how(together, counted)),
    )


def what_would_help(together: Adjusted, counted: Counted) -> Part:
    """Return what would help most, if the associations are causal."""
    heading = "What would help most"
    finding = avoidable_finding(together.avoidable, counted, together.without_safe_level)
    if not together.avoidable:
        return Part(heading, (finding,))
    return Part(
        heading,
        (finding,),
        _inlined(avoidable_figure(together.avoidable, counted), "what-would-help-most"),
        describe_avoidable(together.avoidable, counted),
        avoidable_table(together.avoidable),
        avoidable_how(together.avoidable, counted),
    )


def account(found: AtAGlance, report: ImportAccount, counted: Counted) -> Part:
    """Return what the numbers rest on."""
    left_out = tuple(
        f"Column “{each.name}” was left out: {each.reason}." for each in report.columns if each.meaning == "left out"
    )
    sentences = (
        rows_account(report),
        columns_account(report),
        unknown_account(found.total, counted),
        *report.notes,
    )
    return Part("What the numbers rest on", tuple(filter(None, sentences)), notes=left_out)


def _inlined(figure: go.Figure, name: str) -> Markup:
    """Return a figure as HTML without its library, drawn as wide as the page."""
    figure.update_layout(template="plotly_white", autosize=True)
    config = {**camera(name), "responsive": True}
    html = figure.to_html(full_html=False, include_plotlyjs=False, config=config, default_width="100%", div_id=name)
    return Markup(html)  # noqa: S704 - plotly escapes what it writes into its script
