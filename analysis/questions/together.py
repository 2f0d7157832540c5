"""Two factors together: the rate of every combination of their levels."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.methods.interaction import Together, put_together
from analysis.questions.pairs import count_pairs

if TYPE_CHECKING:
    from analysis.outcome_log.filters import Filters
    from analysis.outcome_log.log import Factor, Log
    from analysis.overview import Overview


def together(log: Log, filters: Filters, factor: Factor, other: Factor, found: Overview) -> Together:
    """Return the rates of two factors together.

    Parameters
    ----------
    log : Log
    filters : Filters
    factor, other : Factor
        With no more levels than form groups.
    found : Overview
        Of the same log and filters.
    """
    tally = count_pairs(log, filters, factor, [other])[other.name]
    return put_together(factor, other, tally, found.clustering)
