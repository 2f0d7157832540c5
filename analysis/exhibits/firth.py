"""One factor where breakouts are too few for the usual model."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from analysis.exhibits.exhibit import Exhibit
from analysis.questions.firth import NotWithFewBreakouts
from analysis.wording.cautions import caution
from analysis.wording.firth import (
    describe_penalised,
    penalised_account,
    penalised_caution,
    penalised_compared,
    penalised_finding,
    penalised_how,
    penalised_lines,
)

if TYPE_CHECKING:
    from analysis.outcome_log.outcomes import Counted
    from analysis.questions.firth import WithFewBreakouts


def penalised_exhibit(of: WithFewBreakouts | NotWithFewBreakouts, counted: Counted) -> Exhibit:
    """Return the odds ratios of one factor, or the reason why there are none."""
    heading, stem = "One factor, with few cases", "one-factor-with-few-cases"
    finding = penalised_finding(of, counted)
    if isinstance(of, NotWithFewBreakouts):
        return Exhibit(stem=stem, heading=heading, finding=finding, sentences=(caution(of.reason, counted),))
    return Exhibit(
        stem=stem,
        heading=heading,
        finding=finding,
        alt=describe_penalised(of),
        numbers=penalised_table(of),
        decimals=2,
        details=penalised_lines(of),
        left_out=(penalised_account(of, counted),),
        cautions=(penalised_caution(counted),),
        how=penalised_how(),
    )


def penalised_table(of: WithFewBreakouts) -> pd.DataFrame:
    """Return one row an odds ratio, with the counts of its level and of the reference."""
    return pd.DataFrame(
        [
            {
                "Compared": penalised_compared(each, of),
                "Known": each.known,
                "Yes": each.breakouts,
                "Known, reference": of.found.reference_known,
                "Yes, reference": of.found.reference_breakouts,
                "Odds ratio": each.odds_ratio.value,
                "CI from": each.odds_ratio.interval.low,
                "CI to": each.odds_ratio.interval.high,
            }
            for each in of.found.levels
        ]
    )
