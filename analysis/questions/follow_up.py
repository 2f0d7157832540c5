"""How many treatments were followed up in time, as a whole and by practitioner, clinic and month."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from analysis.methods.design_effect import clustering
from analysis.methods.ranking import ranked
from analysis.methods.rate import total_rate
from analysis.outcome_log.follow_ups import BY
from analysis.questions.at_a_glance import pairs_of_each

if TYPE_CHECKING:
    from analysis.counting.counts import Counts
    from analysis.results import FactorResult, LevelRate


@dataclass(frozen=True)
class FollowedUp:
    """The share of treatments that were followed up in time.

    Attributes
    ----------
    total : LevelRate
    factors : tuple of FactorResult
        By practitioner, clinic and month, as far as the log has them.
    """

    total: LevelRate
    factors: tuple[FactorResult, ...]


def followed_up(counts: Counts) -> FollowedUp:
    """Return how many treatments were followed up in time; `counts` are of `outcome_log.follow_ups.follow_up_log`."""
    clustered = clustering(counts.by_client())
    tallies = [(factor, counts.by(factor.name)) for factor in counts.factors if factor.name in BY]
    factors = ranked(tallies, clustered, pairs=pairs_of_each(counts, tallies))
    in_order = tuple(sorted(factors, key=lambda result: BY.index(result.factor.name)))
    return FollowedUp(total_rate(counts.total, clustered.design_effect), in_order)
