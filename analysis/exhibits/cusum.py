"""The CUSUM of each clinic, with its alarms and what its limit rests on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from analysis.exhibits.exhibit import Exhibit
from analysis.figures.cusum import cusum_figure
from analysis.wording.cusum import (
    alarm_days,
    cusum_cautions,
    cusum_details,
    cusum_heading,
    cusum_left_out,
    cusum_verdict,
    describe_cusum,
    how_cusum,
    score_name,
)
from analysis.wording.numbers import file_stem
from analysis.wording.outcomes import column_names
from analysis.wording.teams import expected_name

if TYPE_CHECKING:
    from analysis.outcome_log.outcomes import Counted
    from analysis.questions.cusum import Cusum

CLINIC, KNOWN, HIGHEST, NOW, ALARMS = "Clinic", "Known outcomes", "Highest score", "Score now", "Alarms"


def cusum_exhibit(found: Cusum | None, counted: Counted) -> Exhibit:
    """Return the score of each clinic; without any, why there is none."""
    heading = cusum_heading(found)
    if found is None or not found.scores:
        return Exhibit(stem=file_stem(heading), heading=heading, finding=cusum_verdict(found, counted))
    return Exhibit(
        stem=file_stem(heading),
        heading=heading,
        finding=cusum_verdict(found, counted),
        figure=cusum_figure(found),
        alt=describe_cusum(found),
        numbers=_table(found, counted),
        details=tuple(cusum_details(found, counted)),
        left_out=tuple(cusum_left_out(found, counted)),
        cautions=tuple(cusum_cautions(found, counted)),
        how=how_cusum(found, counted),
    )


def _table(found: Cusum, counted: Counted) -> pd.DataFrame:
    """Return a row for each clinic, in their order."""
    _, with_breakout = column_names(counted)
    return pd.DataFrame(
        {
            CLINIC: [score_name(each, found) for each in found.scores],
            KNOWN: [each.known for each in found.scores],
            with_breakout: [each.breakouts for each in found.scores],
            expected_name(counted): [each.expected for each in found.scores],
            HIGHEST: [max(each.scores) for each in found.scores],
            NOW: [each.scores[-1] for each in found.scores],
            ALARMS: [alarm_days(each.signals) for each in found.scores],
        }
    )
