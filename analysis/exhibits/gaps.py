"""How many treatments lie between one breakout and the next."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from analysis.exhibits.exhibit import Exhibit
from analysis.figures.gaps import gaps_figure
from analysis.wording.gaps import describe_gaps, gap_in_words, gaps_heading, gaps_verdict, how_gaps
from analysis.wording.numbers import day, file_stem

if TYPE_CHECKING:
    from analysis.methods.control_chart.g_chart import GChart
    from analysis.outcome_log.outcomes import Counted


def gaps_exhibit(found: GChart | None, counted: Counted) -> Exhibit:
    """Return the gaps between breakouts; without any, why there are none."""
    heading = gaps_heading(counted)
    if found is None:
        return Exhibit(stem=file_stem(heading), heading=heading, finding=gaps_verdict(None, counted))
    return Exhibit(
        stem=file_stem(heading),
        heading=heading,
        finding=gaps_verdict(found, counted),
        figure=gaps_figure(found, counted),
        alt=describe_gaps(found, counted),
        numbers=pd.DataFrame(
            {
                "Ends on": [day(each.day) for each in found.gaps],
                heading: [each.treatments for each in found.gaps],
                "Unusual": [gap_in_words(each, counted) if each.signals else "" for each in found.gaps],
            }
        ),
        how=how_gaps(),
    )
