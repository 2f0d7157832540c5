"""How many breakouts would be avoided if a factor were as good as it can be everywhere."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from analysis.outcome_log.log import Factor
    from analysis.results import Estimate


@dataclass(frozen=True, slots=True)
class Avoidable:
    """What moving every treatment to the best level of one factor would change, if the association is causal.

    Attributes
    ----------
    factor : Factor
    targets : tuple
        The levels aimed at: several where they were merged, a ValueRange for a numeric factor, whose middle value is
        the aim where it entered per unit.
    elsewhere : int
        Treatments not at the target, which would be moved there.
    known : int
        All treatments that were used.
    avoidable : Estimate
        Breakouts avoided per treatment, all treatments counted; below 0 where the target goes with more of them.
    fraction : Estimate
        The same as a share of all breakouts: the population attributable fraction.
    """

    factor: Factor
    targets: tuple[Any, ...]
    elsewhere: int
    known: int
    avoidable: Estimate
    fraction: Estimate

    @property
    def share_elsewhere(self) -> float:
        """Treatments not at the target as a share of all."""
        return self.elsewhere / self.known
