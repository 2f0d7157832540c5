"""How many breakouts would be avoided if a factor were as good as it can be everywhere."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from analysis.methods.adjusted.standardised import standardise
from analysis.methods.adjusted.wald import delta_interval, difference_estimate
from analysis.methods.linked import level_within, stated
from analysis.results import Estimate, Interval

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analysis.methods.adjusted.model import Model
    from analysis.methods.adjusted.standardised import AdjustedFactor
    from analysis.methods.adjusted.terms import Term
    from analysis.outcome_log.log import Factor, Level

COMPLEMENT = "delta method on the log of what remains"


@dataclass(frozen=True, kw_only=True)
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
    targets: tuple[Level, ...]
    elsewhere: int
    known: int
    avoidable: Estimate
    fraction: Estimate

    @property
    def is_linked(self) -> bool:
        """Whether the target is linked to fewer breakouts: the interval says so, and the factor itself is linked."""
        return self.avoidable.interval.low > 0

    @property
    def share_elsewhere(self) -> float:
        """Treatments not at the target as a share of all."""
        return self.elsewhere / self.known


def avoidable_breakouts(model: Model, factors: Sequence[AdjustedFactor]) -> tuple[Avoidable, ...]:
    """Return what each factor that can be acted on would change, the one that could prevent the most first.

    Parameters
    ----------
    model : Model
    factors : sequence of AdjustedFactor
        Of `model`: the intervals miss as seldom as those of the adjusted differences, and hold zero where the factor is
        not linked to the outcome.

    Notes
    -----
    Treatments at the target, or beyond it, stay as they are; the others are set to it, their other factors as they are.
    The interval of the fraction is that of the logarithm of the share that remains (Greenland & Drescher 1993).

    References
    ----------
    Bruzzi P et al. (1985) Estimating the population attributable risk for multiple risk factors using case-control
    data. Am J Epidemiol 122:904-914.
    Greenland S, Drescher K (1993) Maximum likelihood estimation of the attributable fraction from logistic models.
    Biometrics 49:865-872.
    """
    targets = [(term, _target(term), factor) for term, factor in zip(model.terms, factors, strict=True)]
    found = [
        _avoidable(model, term, target, factor)
        for term, target, factor in targets
        if target is not None and term.factor.is_actionable
    ]
    return tuple(sorted(found, key=lambda each: (-each.avoidable.value, each.factor.name)))


def without_safe_level(model: Model) -> tuple[Factor, ...]:
    """Return the factors that can be acted on but have no treatment at the level meant to be safe, so no aim."""
    return tuple(term.factor for term in model.terms if term.factor.is_actionable and _target(term) is None)


def _target(term: Term) -> int | None:
    """Return the group to aim at; None where no treatment has the level meant to be safe."""
    if term.factor.best_is_highest:
        return len(term.groups) - 1
    return term.reference


def _avoidable(model: Model, term: Term, target: int, factor: AdjustedFactor) -> Avoidable:
    known = model.cases.known
    moved = term.short_of(target)
    chances = model.fit.chances
    share = known / known.sum()
    rate, gradient = float(share @ chances), (share * chances * (1 - chances)) @ model.matrix
    changed = standardise(model, term, moved)
    remaining, its_gradient = float(changed.chances[target]), changed.gradients[target]
    log_share = math.log(remaining / rate)
    level = level_within(factor.family.error)
    low, high = delta_interval(log_share, its_gradient / remaining - gradient / rate, model.fit, level)
    fraction = Interval(low=1 - math.exp(high), high=1 - math.exp(low), level=level, method=COMPLEMENT)
    avoided = difference_estimate(rate - remaining, gradient - its_gradient, model.fit, level)
    group = term.groups[target]
    return Avoidable(
        factor=term.factor,
        targets=group if isinstance(group, tuple) else (group,),
        elsewhere=int(known[moved].sum()),
        known=int(known.sum()),
        avoidable=stated(avoided, confirmed=factor.is_linked),
        fraction=stated(Estimate(1 - remaining / rate, fraction), confirmed=factor.is_linked),
    )
