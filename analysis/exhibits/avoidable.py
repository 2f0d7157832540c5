"""What would help most, if the associations are causal."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from analysis.exhibits.exhibit import Exhibit
from analysis.exhibits.number_columns import estimate_columns, share_per_100
from analysis.figures.avoidable import avoidable_figure
from analysis.wording.adjusted import adjusted_account
from analysis.wording.avoidable import avoidable_finding, avoidable_how, describe_avoidable, target
from analysis.wording.cautions import caution

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analysis.methods.avoidable import Avoidable
    from analysis.outcome_log.outcomes import Counted
    from analysis.questions.adjusted import Adjusted


def avoidable_exhibit(found: Adjusted, counted: Counted) -> Exhibit:
    """Return how much of the outcome goes with each factor that can be acted on."""
    heading, stem = "What could prevent the most", "what-could-prevent-the-most"
    finding = avoidable_finding(found.avoidable, counted, found.without_safe_level)
    if not found.avoidable:
        return Exhibit(stem=stem, heading=heading, finding=finding)
    return Exhibit(
        stem=stem,
        heading=heading,
        finding=finding,
        figure=avoidable_figure(found.avoidable, counted),
        alt=describe_avoidable(found.avoidable, counted),
        numbers=avoidable_table(found.avoidable),
        left_out=(adjusted_account(found, counted),),
        cautions=tuple(
            caution(each, counted)
            for each in (*((found.recorded_later,) if found.recorded_later is not None else ()), *found.cautions)
        ),
        how=avoidable_how(found.avoidable, counted),
    )


def avoidable_table(found: Sequence[Avoidable]) -> pd.DataFrame:
    """Return one row a factor that can be acted on, the one that would help most first."""
    return pd.DataFrame(
        [
            {
                "Factor": each.factor.title,
                "Aimed at": target(each),
                "Not there yet, per 100": share_per_100(each.share_elsewhere),
                **estimate_columns("Avoidable", each.avoidable),
                "Of all, %": share_per_100(each.fraction.value),
                "Of all, CI from": share_per_100(each.fraction.interval.low),
                "Of all, CI to": share_per_100(each.fraction.interval.high),
            }
            for each in found
        ]
    )
