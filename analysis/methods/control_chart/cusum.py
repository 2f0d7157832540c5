"""The Bernoulli CUSUM: a score that rises with every breakout, falls with every other treatment, and never below zero.

Each outcome adds the logarithm of how many times as likely it is if the odds of a breakout have doubled; so a rise is
found from many small signs. Where a model gives each treatment a chance of its own, the score allows for whom a clinic
treats.

A log has days, not hours: the outcomes of one day are added at once, so that their order does not matter. Taken one by
one they could only give a higher score, as it would stop falling at zero more often; so the run lengths of single
treatments are the shortest ones, and false alarms at most as frequent as they say.

References
----------
Steiner SH, Cook RJ, Farewell VT, Treasure T (2000) Monitoring surgical performance using risk-adjusted cumulative sum
charts. Biostatistics 1:441-452.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import scipy

if TYPE_CHECKING:
    import datetime as dt

    import numpy.typing as npt

    from analysis.outcome_log.log import Level

# The change that Steiner's charts, and most since, are built to find.
ODDS_RATIO = 2.0
# So many groups of chances describe the mix of a log.
RISK_GROUPS = 20
# No baseline differs more from the rest of a log: the odds of one breakout in 50 million and of all but one.
MOST_SHIFT = 35.0


@dataclass(frozen=True, kw_only=True)
class UnitScore:
    """The score of one clinic.

    Attributes
    ----------
    level : Level or None
        The clinic; None where the score is that of all treatments.
    known, breakouts : int
        Its treatments with a known outcome, and those with a breakout.
    expected : float
        How many of these are expected.
    days : tuple of date
        Those with a known outcome.
    scores : tuple of float
        At the end of each of these days; after a signal the next one begins from zero.
    signals : tuple of date
        When the score reached the limit.
    """

    level: Level | None
    known: int
    breakouts: int
    expected: float
    days: tuple[dt.date, ...]
    scores: tuple[float, ...]
    signals: tuple[dt.date, ...]


@dataclass(frozen=True, eq=False, kw_only=True)
class DailyCounts:
    """Treatments with a known outcome by day and clinic, and what is expected of them.

    Attributes
    ----------
    days : tuple of date
        In the order of time.
    levels : tuple
        The clinics.
    known, breakouts : ndarray of int, shape (days, clinics)
    expected, steps : ndarray, shape (days, clinics)
        The breakouts that are expected, and what the outcomes add to the score.
    chances, shares : ndarray, shape (groups,)
        The different chances of a breakout, and how many of the treatments have each.
    blank : int
        How many treatments have the chance of all those with a blank.
    """

    days: tuple[dt.date, ...]
    levels: tuple[Level | None, ...]
    known: np.ndarray
    breakouts: np.ndarray
    expected: np.ndarray
    steps: np.ndarray
    chances: np.ndarray
    shares: np.ndarray
    blank: int = 0


def weights(chance: npt.ArrayLike, odds_ratio: float = ODDS_RATIO) -> tuple[np.ndarray, np.ndarray]:
    """Return what a breakout adds to the score, and what a treatment without one adds, which is below zero.

    Parameters
    ----------
    chance : array_like
        Of a breakout as long as nothing has changed, between 0 and 1.
    odds_ratio : float
        The change to detect, above 1.
    """
    total = 1 + (odds_ratio - 1) * np.asarray(chance, dtype=float)
    return np.log(odds_ratio / total), -np.log(total)


def recalibrated(chances: np.ndarray, known: np.ndarray, breakouts: np.ndarray, fixing: np.ndarray) -> np.ndarray:
    """Return chances with all their odds times one number, so that some of the treatments have as many breakouts as
    expected: recalibration in the large (Steyerberg 2019, Clinical Prediction Models, chapter 15).

    Parameters
    ----------
    chances, known, breakouts : ndarray, shape (groups,)
        The chance of a breakout in each group of treatments, and their outcomes.
    fixing : ndarray of bool, shape (groups,)
        The groups that have to agree; where all or none of their treatments had a breakout, nothing is changed.
    """
    total = float(breakouts[fixing].sum())
    if not 0 < total < float(known[fixing].sum()):
        return chances

    def shifted(by: float) -> np.ndarray:
        odds = chances * np.exp(by)
        shares: np.ndarray = odds / (1 - chances + odds)
        return shares

    by = scipy.optimize.brentq(lambda by: float(known[fixing] @ shifted(by)[fixing]) - total, -MOST_SHIFT, MOST_SHIFT)
    return shifted(by)


def scores(steps: np.ndarray, limit: float = math.inf) -> tuple[np.ndarray, np.ndarray]:
    """Add up steps to scores that never fall below zero and start again after each signal.

    Parameters
    ----------
    steps : ndarray, shape (days, clinics)
        What the outcomes of a day add to the score of each clinic.
    limit : float

    Returns
    -------
    scores : ndarray, shape (days, clinics)
        At the end of each day; one that signals is shown as it was before it starts again.
    signals : ndarray of bool, shape (days, clinics)
        Whether the score reached the limit on that day.
    """
    found, signals = np.zeros(steps.shape), np.zeros(steps.shape, dtype=bool)
    score = np.zeros(steps.shape[1])
    for day, step in enumerate(steps):
        score = np.maximum(score + step, 0.0)
        found[day], signals[day] = score, score >= limit
        score = np.where(signals[day], 0.0, score)
    return found, signals


def with_one_chance(
    days: tuple[dt.date, ...],
    levels: tuple[Level | None, ...],
    known: np.ndarray,
    breakouts: np.ndarray,
    chance: float,
) -> DailyCounts:
    """Return the counts where every treatment has the same chance of a breakout; the arguments are as there."""
    yes, no = weights(chance)
    return DailyCounts(
        days=days,
        levels=levels,
        known=known,
        breakouts=breakouts,
        expected=known * chance,
        steps=breakouts * yes + (known - breakouts) * no,
        chances=np.array([chance]),
        shares=np.ones(1),
    )


def unit_scores(of: DailyCounts, limit: float, design_effect: float = 1.0) -> tuple[UnitScore, ...]:
    """Return the score of each clinic.

    Parameters
    ----------
    of : DailyCounts
    limit : float
    design_effect : float
        At least 1: where clients came back their outcomes tell less, and each adds by so much less to the score.
    """
    found, signals = scores(of.steps / design_effect, limit)
    units = []
    for place, level in enumerate(of.levels):
        rows = np.flatnonzero(of.known[:, place])
        units.append(
            UnitScore(
                level=level,
                known=int(of.known[:, place].sum()),
                breakouts=int(of.breakouts[:, place].sum()),
                expected=float(of.expected[:, place].sum()),
                days=tuple(of.days[row] for row in rows),
                scores=tuple(found[rows, place].tolist()),
                signals=tuple(of.days[row] for row in np.flatnonzero(signals[:, place])),
            )
        )
    return tuple(units)


def in_risk_groups(chances: np.ndarray, known: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the mean chance and the size of at most `RISK_GROUPS` groups of treatments with similar chances.

    Parameters
    ----------
    chances, known : ndarray, shape (patterns,)
        The chance of a breakout of each pattern, and its treatments with a known outcome.
    """
    order = np.argsort(chances, kind="stable")
    in_order = known[order]
    before = np.cumsum(in_order) - in_order
    group = np.minimum(RISK_GROUPS * before // max(int(known.sum()), 1), RISK_GROUPS - 1)
    sizes = np.bincount(group, in_order)
    sums = np.bincount(group, in_order * chances[order])
    return sums[sizes > 0] / sizes[sizes > 0], sizes[sizes > 0]
