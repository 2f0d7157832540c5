"""Unknown outcomes: what they could do to the rates of a factor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.methods import unknowns
from analysis.methods.design_effect import clustering
from analysis.questions.at_a_glance import factor_pairs
from analysis.questions.units import factor_units

if TYPE_CHECKING:
    from analysis.counting.counts import Counts
    from analysis.methods.unknowns import UnknownOutcomes
    from analysis.questions.at_a_glance import AtAGlance
    from analysis.results import FactorResult


def unknowns_of(counts: Counts, result: FactorResult, found: AtAGlance) -> UnknownOutcomes:
    """Return what the unknown outcomes of the treatments that pass could do to the rates of a factor.

    Parameters
    ----------
    counts : Counts
    result : FactorResult
        One of `found`.
    found : AtAGlance
        Of the same counts.
    """
    tally = counts.by(result.factor.name)
    by_client = counts.by_client()
    # Clients who came back resemble each other in whether they were followed up, too.
    follow_up = clustering(None if by_client is None else by_client.counted(unknowns.whether_known(by_client.counts)))
    return unknowns.unknown_outcomes(
        result,
        tally,
        found.total,
        found.clustering.design_effect,
        follow_up=follow_up,
        pairs=factor_pairs(counts, result.factor, tally, "known"),
        units=factor_units(counts, result.factor, "known"),
    )
