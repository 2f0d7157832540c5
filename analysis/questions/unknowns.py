"""Unknown outcomes: what they could do to the rates of a factor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.counting.in_memory import tally, tally_by_client
from analysis.methods import unknowns
from analysis.methods.design_effect import clustering

if TYPE_CHECKING:
    from analysis.methods.unknowns import UnknownOutcomes
    from analysis.outcome_log.filters import Filters
    from analysis.outcome_log.log import Log
    from analysis.questions.at_a_glance import AtAGlance
    from analysis.results import FactorResult


def unknowns_of(log: Log, filters: Filters, found: AtAGlance, result: FactorResult) -> UnknownOutcomes:
    """Return what the unknown outcomes of the treatments that pass `filters` could do to the rates of a factor.

    Parameters
    ----------
    log : Log
    filters : Filters
    found : AtAGlance
        Of the same log and filters.
    result : FactorResult
        One of its factors.
    """
    by_client = tally_by_client(log, filters)
    # Clients who came back resemble each other in whether they were followed up, too.
    follow_up = clustering(None if by_client is None else unknowns.whether_known(by_client))
    return unknowns.unknown_outcomes(
        result,
        tally(log, filters, result.factor.name),
        found.total,
        found.clustering.design_effect,
        follow_up.design_effect,
    )
