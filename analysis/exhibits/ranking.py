"""Every factor, the strongest link first, one comparison each."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from analysis.exhibits.exhibit import Exhibit, OfficeChart, Series
from analysis.exhibits.number_columns import share_per_100, significant
from analysis.figures.ranking import ranking_figure
from analysis.wording.cautions import caution
from analysis.wording.descriptions import describe_ranking
from analysis.wording.numbers import file_stem
from analysis.wording.one_factor import contrast_name, link_in_short
from analysis.wording.outcomes import what_is_linked
from analysis.wording.ranking import not_ranked, nothing_to_rank, ranking_finding, reading_the_ranking

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analysis.outcome_log.outcomes import Counted
    from analysis.questions.at_a_glance import AtAGlance
    from analysis.results import FactorResult

# As many as a screen or a sheet of paper holds; a manager may ask for more.
RANKED, MOST_RANKED = 12, 40


def compared(found: AtAGlance) -> tuple[FactorResult, ...]:
    """Return the factors that have a comparison, as many as are ever drawn."""
    return tuple(result for result in found.factors if result.contrast is not None)[:MOST_RANKED]


def ranking_exhibit(found: AtAGlance, counted: Counted, most: int = RANKED) -> Exhibit:
    """Return the `most` strongly linked factors in one picture; the numbers are those of all factors."""
    heading = what_is_linked(counted)
    shown = compared(found)[:most]
    if not shown:
        return Exhibit(stem=file_stem(heading), heading=heading, finding=nothing_to_rank(found, counted))
    return Exhibit(
        stem=file_stem(heading),
        heading=heading,
        finding=ranking_finding(found, counted),
        sentences=(reading_the_ranking(found, counted),),
        figure=ranking_figure(shown, counted),
        alt=describe_ranking(shown, counted),
        numbers=ranking_table(found.factors, counted),
        only_in_files=("Test", "p", "p, all factors allowed for", "Cautions"),
        rows_shown=len(shown),
        office_chart=OfficeChart(
            kind="differences",
            names=("Factor", "Compared"),
            series=(Series(value="Difference per 100", low="CI from", high="CI to"),),
            rows=len(shown),
        ),
        left_out=not_ranked(found, len(shown)),
    )


def ranking_table(results: Sequence[FactorResult], counted: Counted) -> pd.DataFrame:
    """Return one row a factor, in the order given."""
    return pd.DataFrame([_ranked(result, counted) for result in results])


def _ranked(result: FactorResult, counted: Counted) -> dict[str, object]:
    estimate = result.contrast.comparison.risk_difference if result.contrast is not None else None
    return {
        "Factor": result.factor.title,
        "Compared": contrast_name(result),
        "Difference per 100": share_per_100(estimate.value if estimate else None),
        "CI from": share_per_100(estimate.interval.low if estimate else None),
        "CI to": share_per_100(estimate.interval.high if estimate else None),
        "Link": link_in_short(result) if estimate else None,
        "Test": result.test.name if result.test else "none",
        "p": significant(result.test.p_value if result.test else None),
        "p, all factors allowed for": significant(result.p_adjusted),
        "Cautions": " ".join(caution(each, counted) for each in result.cautions),
    }
