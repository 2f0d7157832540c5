"""How many breakouts a model of the clients expects of each practitioner, lot or other unit, and why.

The model does not know the units: it says what would happen if each client broke out as such clients do anywhere. What
a unit is expected to have is the sum of its treatments' chances, and all together are expected to have what was
observed (indirect standardisation).

References
----------
Breslow NE, Day NE (1987) Statistical methods in cancer research II. IARC, section 2.3. DeLong ER et al. (1997)
Comparing risk-adjustment methods for provider profiling. Stat Med 16:2645-2664.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from analysis.methods.logistic import most_likely
from analysis.methods.rate import level_rates

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analysis.counting.tallies import OneWay
    from analysis.methods.adjusted.model import Design
    from analysis.methods.adjusted.terms import Term
    from analysis.outcome_log.log import Factor, Level
    from analysis.results import LevelRate


@dataclass(frozen=True, kw_only=True)
class Because:
    """What moves the expected breakouts of a unit the most.

    Attributes
    ----------
    factor : Factor
    level : Level
        Of it, the one that the unit has notably more or fewer of.
    share, others : float
        Of the unit's treatments, and of those of all others, how many have it.
    of_level : float
        Of all treatments with it, how many are the unit's.
    """

    factor: Factor
    level: Level
    share: float
    others: float
    of_level: float


@dataclass(frozen=True, eq=False, kw_only=True)
class Expected:
    """What a model expects of each unit, from the treatments with every factor known.

    Attributes
    ----------
    factors : tuple of Factor
        Those of the model.
    observed : tuple of LevelRate
        The units with any such treatment.
    breakouts : tuple of float
        Those expected of each; together they are as many as were observed.
    because : tuple of Because or None
        For each; None where its clients are like all others.
    chances : ndarray, shape (patterns,)
        The chance of a breakout of each pattern of the design.
    left_out : int
        Treatments with a known outcome but with a factor, or the unit, not known.
    """

    factors: tuple[Factor, ...]
    observed: tuple[LevelRate, ...]
    breakouts: tuple[float, ...]
    because: tuple[Because | None, ...]
    chances: np.ndarray
    left_out: int


def expected_by_unit(of: Design, units: OneWay, design_effect: float = 1.0) -> Expected | None:
    """Return how many breakouts are expected of each unit.

    Parameters
    ----------
    of : Design
        Its last code of each pattern is the unit, which is none of its terms.
    units : OneWay
        What these codes stand for.
    design_effect : float
        Of the rates of the units.

    Returns
    -------
    Expected or None
        None where the model has no fit.
    """
    cases, matrix = of.cases, of.matrix
    fit = most_likely(matrix, cases.breakouts, cases.known)
    if fit is None:
        return None
    unit, number = cases.codes[:, -1].astype(np.int64), len(units.levels)
    known, breakouts, expected = (
        np.bincount(unit, weights, number) for weights in (cases.known, cases.breakouts, cases.known * fit.chances)
    )
    has = known > 0
    counts = np.column_stack([known - breakouts, breakouts, np.zeros(number)]).astype(np.int64)
    slopes = np.split(fit.coefficients[1:], np.cumsum([term.parameters for term in of.terms])[:-1])
    shares = [_by_group(term, unit, cases.known, number) for term in of.terms]
    scores = [_group_scores(term, slope) for term, slope in zip(of.terms, slopes, strict=True)]
    return Expected(
        factors=tuple(term.factor for term in of.terms),
        observed=level_rates(type(units)(units.factor, units.levels, counts).where(has), design_effect),
        breakouts=tuple(expected[has].tolist()),
        because=tuple(_because(of.terms, shares, scores, place) for place in np.flatnonzero(has).tolist()),
        chances=fit.chances,
        left_out=cases.left_out,
    )


def _by_group(term: Term, unit: np.ndarray, known: np.ndarray, units: int) -> np.ndarray:
    """Return the treatments of each unit by the groups of a factor, shape (units, groups)."""
    groups = len(term.groups)
    return np.bincount(unit * groups + term.group, known, units * groups).reshape(units, groups)


def _group_scores(term: Term, slopes: np.ndarray) -> np.ndarray:
    """Return what each group of a factor adds to the log odds."""
    scores: np.ndarray = term.coding @ slopes
    return scores


def _because(
    terms: Sequence[Term], by_group: Sequence[np.ndarray], scores: Sequence[np.ndarray], unit: int
) -> Because | None:
    """Return the level whose share at a unit differs most from all others', weighed by what it does to the chances."""
    moved = []
    for counts, score in zip(by_group, scores, strict=True):
        rest = counts.sum(axis=0) - counts[unit]
        if rest.sum() == 0:
            return None
        own, others = counts[unit] / counts[unit].sum(), rest / rest.sum()
        moved.append((own - others) * (score - others @ score))
    total = [float(each.sum()) for each in moved]
    direction = 1.0 if sum(total) >= 0 else -1.0
    most = max(range(len(terms)), key=lambda place: direction * total[place])
    if direction * total[most] <= 0:
        return None
    level = int(np.argmax(direction * moved[most]))
    counts = by_group[most]
    rest = counts.sum(axis=0) - counts[unit]
    return Because(
        factor=terms[most].factor,
        level=terms[most].groups[level],
        share=float(counts[unit, level] / counts[unit].sum()),
        others=float(rest[level] / rest.sum()),
        of_level=float(counts[unit, level] / counts[:, level].sum()),
    )
