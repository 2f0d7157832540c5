"""What was different about an unusual period: which groups have more of its breakouts than other periods suggest."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import scipy

from analysis.methods.contrast import SMALLEST_LEVEL
from analysis.results import SIGNIFICANT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analysis.counting.tallies import OneWay
    from analysis.outcome_log.log import Factor, Level


# In larger periods the exact test takes seconds; a small p-value of the normal one differs by less than a quarter.
MOST_EXACT = 5_000


@dataclass(frozen=True, kw_only=True)
class Lead:
    """A group with more of the breakouts of a period than other periods suggest.

    Attributes
    ----------
    factor : Factor
    level : Level
    breakouts : int
        Of the group in the period.
    of : int
        All breakouts of the period whose group is known.
    expected : float
        How many of these would be of the group.
    p_value, p_adjusted : float
        Of a share as large as this; adjusted for the number of groups that were compared.
    """

    factor: Factor
    level: Level
    breakouts: int
    of: int
    expected: float
    p_value: float
    p_adjusted: float


@dataclass(frozen=True)
class Leads:
    """What may explain an unusual period: the groups that are over-represented, the strongest first; of how many.

    Some of them are so by chance: that many have a p-value as small (`by_chance`).
    """

    found: tuple[Lead, ...]
    compared: int

    @property
    def by_chance(self) -> float:
        """How many groups would be over-represented by chance alone."""
        return SIGNIFICANT * self.compared


def over_represented(factors: Sequence[tuple[Factor, OneWay, OneWay]]) -> Leads:
    """Return the groups that have more of a period's breakouts than other periods suggest.

    In other periods each group has a rate of its own; that of a small or new group leans towards the rate of all. Given
    the breakouts of the period, those of a group then have Fisher's noncentral hypergeometric distribution, with the
    odds ratio of its own rate to that of the other groups. So a group that always breaks out more often is no lead, and
    one that did so only then is.

    Parameters
    ----------
    factors : sequence of tuple
        Each with its treatments in the period and in all others, by the same levels, "not known" left out.

    References
    ----------
    Fisher RA (1935) The logic of inductive inference. J R Stat Soc 98:39-54 (the exact test with an odds ratio other
    than one). Cornfield J (1956) A statistical problem arising from retrospective studies. Proc Third Berkeley Symp
    4:135-148 (the normal approximation, used in periods of more than `MOST_EXACT` treatments). Benjamini Y, Hochberg Y
    (1995) Controlling the false discovery rate. J R Stat Soc B 57:289-300.
    """
    tried = [(factor, place, *each) for factor, *tallies in factors for place, each in enumerate(_shares(*tallies))]
    levels = {factor.name: inside.levels for factor, inside, _ in factors}
    adjusted = scipy.stats.false_discovery_control([p for *_, p in tried]) if tried else []
    found = [
        Lead(
            factor=factor,
            level=levels[factor.name][place],
            breakouts=breakouts,
            of=of,
            expected=expected,
            p_value=p,
            p_adjusted=float(p_adjusted),
        )
        for (factor, place, breakouts, of, expected, p), p_adjusted in zip(tried, adjusted, strict=True)
    ]
    strongest = sorted((each for each in found if each.p_value <= SIGNIFICANT), key=lambda each: each.p_value)
    return Leads(tuple(strongest), len(tried))


def _shares(inside: OneWay, elsewhere: OneWay) -> list[tuple[int, int, float, float]]:
    """Return for each level its breakouts, all breakouts, how many were expected, and the p-value."""
    total_known = int(elsewhere.known.sum())
    breakouts, of = inside.breakouts, int(inside.breakouts.sum())
    everyone = int(inside.known.sum())
    if not total_known or not 0 < of < everyone or np.count_nonzero(inside.known) <= 1:
        return []
    overall = elsewhere.breakouts.sum() / total_known
    if overall in {0, 1}:
        return []
    rates = (elsewhere.breakouts + SMALLEST_LEVEL * overall) / (elsewhere.known + SMALLEST_LEVEL)
    predicted = inside.known * rates
    ratios, expected = _odds_ratios(inside.known, predicted), of * predicted / predicted.sum()
    return [
        (int(yes), of, float(about), _p_value(int(yes), int(known), (of, everyone), float(ratio)))
        for yes, known, about, ratio in zip(breakouts, inside.known, expected, ratios, strict=True)
    ]


def _odds_ratios(known: np.ndarray, predicted: np.ndarray) -> np.ndarray:
    """Return the odds of a predicted breakout in each group over those in all other groups; 1 for one that is alone."""
    others, rest = known.sum() - known, predicted.sum() - predicted
    is_some = (known > 0) & (others > 0)
    ratios = np.ones(len(known))
    own = predicted[is_some] / (known - predicted)[is_some]
    ratios[is_some] = own / (rest[is_some] / (others - rest)[is_some])
    return ratios


def _p_value(yes: int, known: int, of_all: tuple[int, int], odds_ratio: float) -> float:
    """Return how likely a group has as many of all breakouts as it has, or more; 1 for one that is all or nothing."""
    breakouts, everyone = of_all
    if not yes or known == everyone:
        return 1.0
    if everyone <= MOST_EXACT:
        return float(scipy.stats.nchypergeom_fisher.sf(yes - 1, everyone, known, breakouts, odds_ratio))
    mean, variance = _cornfield(known, breakouts, everyone, odds_ratio)
    return float(scipy.stats.norm.sf((yes - 0.5 - mean) / math.sqrt(variance)))


def _cornfield(known: int, breakouts: int, everyone: int, odds_ratio: float) -> tuple[float, float]:
    """Return the mean and the variance of Fisher's noncentral hypergeometric distribution in large groups."""
    if odds_ratio == 1:
        mean = known * breakouts / everyone
    else:
        # Where the odds ratio of the expected table is this one.
        linear = everyone - known - breakouts + odds_ratio * (known + breakouts)
        root = math.sqrt(linear**2 - 4 * odds_ratio * (odds_ratio - 1) * known * breakouts)
        mean = (linear - root) / (2 * (odds_ratio - 1))
    cells = (mean, known - mean, breakouts - mean, everyone - known - breakouts + mean)
    return mean, 1 / sum(1 / max(cell, 0.5) for cell in cells)
