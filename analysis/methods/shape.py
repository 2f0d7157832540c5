"""Whether breakouts lie at both ends of a number, or in its middle: what no trend and no difference of its ends shows.

Each numeric factor is tested once for this beside its difference. The two tests look in directions that are unrelated
where nothing is linked. All shapes together may be chance in `SHAPE_ERROR` of the logs without any link (Bonferroni),
so that they add little to the false alarms of the differences, whose own rule stays as it is.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Literal

import numpy as np

from analysis.methods.numeric import middle_ranks
from analysis.methods.sureness import INDEPENDENT_TABLE, TableEffect
from analysis.results import Shape, Test

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analysis.results import LevelRate

MOOD = "Mood’s test of spread"
# Our own: about one log in a hundred beside the five of the differences. Of 4,000 made-up logs of each situation of
# `tests/simulations/coming_back`, 0.9 to 1.2% had a shape by chance at this limit, of 4,000 of `shapes` 1.2%.
SHAPE_ERROR = 0.01
# Two groups have no middle.
FEWEST_GROUPS = 3


def ends_scores(known: np.ndarray) -> np.ndarray:
    """Return how far from the middle of all treatments those of each group lie: the mean of their squared ranks.

    Parameters
    ----------
    known : ndarray of int
        Treatments of each group, the groups ascending.
    """
    apart = middle_ranks(known) - (known.sum() + 1) / 2
    scores: np.ndarray = apart**2 + (np.maximum(known, 1) ** 2 - 1) / 12
    return scores


def mood_test(breakouts: np.ndarray, no_breakouts: np.ndarray, effect: TableEffect = INDEPENDENT_TABLE) -> Test | None:
    """Test whether the values of treatments with a breakout lie further from the middle, or nearer, than the others.

    Parameters
    ----------
    breakouts, no_breakouts : ndarray of int, one for each distinct value, the values ascending
    effect : TableEffect
        z² is divided by it.

    Returns
    -------
    Test or None
        The statistic is a standard normal z (Student's t where the design effect is estimated), positive where the
        breakouts lie at the ends; with the variance of the permutation distribution, ties sharing their mean score.
        None where all outcomes or all scores are the same.

    References
    ----------
    Mood AM (1954) On the asymptotic efficiency of certain nonparametric two-sample tests. Ann Math Stat 25:514-522.
    Mielke PW (1967) Note on some squared rank tests with existing ties. Technometrics 9:312-314.
    """
    known = (breakouts + no_breakouts).astype(float)
    with_breakout, everyone = float(breakouts.sum()), float(known.sum())
    if not 0 < with_breakout < everyone:
        return None
    scores = ends_scores(known)
    apart = scores - known @ scores / everyone
    spread = float(known @ apart**2)
    if spread <= 0 or np.ptp(scores[known > 0]) == 0:
        return None
    variance = effect.mean * with_breakout * (everyone - with_breakout) / (everyone * (everyone - 1)) * spread
    statistic = float(breakouts @ apart) / float(np.sqrt(variance))
    source = effect.with_source("Mood 1954, ties as by Mielke 1967, two-sided")
    return Test(name=MOOD, statistic=statistic, p_value=effect.p_value(statistic**2, 1), source=source)


def shape_of_rates(test: Test | None, levels: Sequence[LevelRate]) -> Shape | None:
    """Return the shape that a test and the rates of the groups of a number show; None where there is no middle."""
    rates = [each for each in levels if each.rate is not None]
    if test is None or len(rates) < FEWEST_GROUPS:
        return None
    first, *middle, last = rates
    between = sum(each.breakouts for each in middle) / sum(each.known for each in middle)
    apart = [each.rate.value - between for each in (first, last) if each.rate is not None]
    highest: Literal["ends", "middle"] | None = None
    if min(apart) > 0 or max(apart) < 0:
        highest = "ends" if min(apart) > 0 else "middle"
    return Shape(test=test, highest_at=highest, between=between, p_adjusted=test.p_value)


def held_shape(of: Shape, shapes: int) -> Shape:
    """Return a shape with the number of shapes allowed for that were looked at together (Bonferroni)."""
    p = min(shapes * of.test.p_value, 1.0)
    return replace(of, p_adjusted=p, is_linked=p < SHAPE_ERROR)
