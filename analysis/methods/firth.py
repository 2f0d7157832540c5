"""Firth's logistic regression: answers where the usual one has too few breakouts, or is certain of some."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import scipy

from analysis.methods.adjusted.standardised import PerStep
from analysis.methods.adjusted.terms import LineTerm
from analysis.methods.linked import level_within, stated
from analysis.progress import report_progress
from analysis.results import CONFIDENCE_LEVEL, SIGNIFICANT, Estimate, Interval, Test

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from analysis.methods.adjusted.complete_cases import CompleteCases
    from analysis.methods.adjusted.terms import Term
    from analysis.outcome_log.log import Factor, Level

PROFILE = "profile penalised likelihood"
PENALISED_TEST = "penalised likelihood ratio"
# Fewer breakouts, or treatments without one, than this for each parameter are no basis for any answer. Our own: see
# tests/simulations/few_breakouts.py for what its intervals hold with so few.
EVENTS_PER_PARAMETER = 3
# Others allowed for; with more, what the penalty adds weighs as much as the log.
MOST_OTHERS = 2
# A step of no coefficient is longer than this, in log odds (Heinze & Schemper 2002 take 5 for whole steps).
LONGEST_STEP = 5.0
MOST_STEPS = 200
SETTLED = 1e-9
HALVINGS = 30
# A bound is searched for at 1, 3, 7, … standard errors from the estimate.
MOST_DOUBLINGS = 8


@dataclass(frozen=True, eq=False)
class Likelihood:
    """Counts by covariate pattern: a design matrix, and of each row those with a breakout and those known."""

    matrix: np.ndarray
    breakouts: np.ndarray
    known: np.ndarray


@dataclass(frozen=True, eq=False)
class Penalised:
    """Coefficients of the highest penalised likelihood, and the logarithm of it."""

    coefficients: np.ndarray
    log_likelihood: float


def penalised_fit(of: Likelihood, fixed: dict[int, float] | None = None) -> Penalised | None:
    """Maximise the likelihood times the root of the determinant of its information (Jeffreys' prior).

    Parameters
    ----------
    of : Likelihood
    fixed : dict, optional
        Coefficients that keep a value, by their place. They stay part of the penalty, as in a profile.

    Returns
    -------
    Penalised or None
        None where no maximum was found.

    References
    ----------
    Firth D (1993) Bias reduction of maximum likelihood estimates. Biometrika 80:27-38.
    Heinze G, Schemper M (2002) A solution to the problem of separation in logistic regression. Stat Med 21:2409-2419.
    """
    fixed = fixed or {}
    coefficients = np.zeros(of.matrix.shape[1])
    coefficients[list(fixed)] = list(fixed.values())
    free = np.setdiff1d(np.arange(len(coefficients)), list(fixed))
    likelihood = _log_likelihood(of, coefficients)
    for _ in range(MOST_STEPS):
        report_progress("fitting")
        move = np.zeros_like(coefficients)
        try:
            move[free] = _move(of, coefficients, free)
        except np.linalg.LinAlgError:
            return None
        longest = float(np.abs(move).max(initial=0.0))
        if longest < SETTLED:
            return Penalised(coefficients, likelihood)
        move *= min(1.0, LONGEST_STEP / longest)
        for _ in range(HALVINGS):
            reached = _log_likelihood(of, coefficients + move)
            if reached >= likelihood - SETTLED:
                break
            move /= 2
        coefficients, likelihood = coefficients + move, reached
    return None


def _information(of: Likelihood, coefficients: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    chances = scipy.special.expit(of.matrix @ coefficients)
    weights = of.known * chances * (1 - chances)
    return chances, weights, of.matrix.T @ (of.matrix * weights[:, np.newaxis])


def _log_likelihood(of: Likelihood, coefficients: np.ndarray) -> float:
    log_odds = of.matrix @ coefficients
    _, _, information = _information(of, coefficients)
    sign, logarithm = np.linalg.slogdet(information)
    if sign <= 0:
        return -np.inf
    return float(of.breakouts @ log_odds - of.known @ np.logaddexp(0, log_odds) + logarithm / 2)


def _move(of: Likelihood, coefficients: np.ndarray, free: np.ndarray) -> np.ndarray:
    """Return a step of Fisher's scoring along the penalised score."""
    chances, weights, information = _information(of, coefficients)
    leverages = weights * np.einsum("ij,ij->i", of.matrix @ np.linalg.inv(information), of.matrix)
    score = of.matrix.T @ (of.breakouts - of.known * chances + leverages * (0.5 - chances))
    step: np.ndarray = np.linalg.solve(information[np.ix_(free, free)], score[free])
    return step


def profile_interval(
    of: Likelihood, best: Penalised, place: int, confidence_level: float = CONFIDENCE_LEVEL
) -> Interval | None:
    """Return the values of a coefficient at which the penalised likelihood is not too far below its highest.

    Returns
    -------
    Interval or None
        None where a bound lies beyond any odds that mean something, or was not found.
    """
    least = best.log_likelihood - float(scipy.stats.chi2.isf(1 - confidence_level, 1)) / 2
    estimate = float(best.coefficients[place])
    error = float(np.sqrt(np.linalg.inv(_information(of, best.coefficients)[2])[place, place]))

    def above(value: float) -> float:
        found = penalised_fit(of, {place: value})
        return -np.inf if found is None else found.log_likelihood - least

    low, high = (_bound(above, estimate, side * error) for side in (-1, 1))
    if low is None or high is None:
        return None
    return Interval(low=low, high=high, level=confidence_level, method=PROFILE)


def _bound(above: Callable[[float], float], estimate: float, step: float) -> float | None:
    near = estimate
    for _ in range(MOST_DOUBLINGS):
        far = near + step
        height = above(far)
        if np.isneginf(height):
            return None
        if height < 0:
            return float(scipy.optimize.brentq(above, near, far, xtol=SETTLED))
        near, step = far, 2 * step
    return None


def penalised_test(of: Likelihood, best: Penalised, places: Sequence[int]) -> Test | None:
    """Test whether some coefficients are zero by how far the penalised likelihood falls when they are."""
    without = penalised_fit(of, dict.fromkeys(places, 0.0))
    if without is None:
        return None
    statistic = max(2 * (best.log_likelihood - without.log_likelihood), 0.0)
    return Test(
        name=PENALISED_TEST,
        statistic=statistic,
        p_value=float(scipy.stats.chi2.sf(statistic, len(places))),
        source="Firth 1993, Heinze & Schemper 2002",
    )


@dataclass(frozen=True, kw_only=True)
class PenalisedLevel:
    """The odds ratio of a level against the reference, or of so many units more, with its counts.

    Those of `PerStep` are of all treatments.
    """

    level: Level | PerStep
    known: int
    breakouts: int
    odds_ratio: Estimate


@dataclass(frozen=True, kw_only=True)
class PenalisedFactor:
    """What a log with few breakouts says about one factor.

    Attributes
    ----------
    factor : Factor
    reference : level
    reference_known, reference_breakouts : int
    levels : tuple of PenalisedLevel
    test : Test
    """

    factor: Factor
    reference: Level
    reference_known: int
    reference_breakouts: int
    levels: tuple[PenalisedLevel, ...]
    test: Test

    @property
    def is_linked(self) -> bool:
        """Whether the factor is linked to the outcome: the interval of at least one of its levels says so."""
        return any(each.odds_ratio.interval.low > 1 or each.odds_ratio.interval.high < 1 for each in self.levels)


def penalised_factor(terms: Sequence[Term], cases: CompleteCases) -> PenalisedFactor | None:
    """Return the first of some factors after adjusting for the others, or None where no maximum was found.

    The intervals allow for the number of its levels, and hold 1 unless its test confirms that it is linked.
    """
    asked = terms[0]
    reference = _reference(asked)
    entries = asked.block.entries if isinstance(asked, LineTerm) else _against(reference, asked)
    matrix = np.hstack([np.ones((len(cases.known), 1)), entries, *(term.block.entries for term in terms[1:])])
    of = Likelihood(*cases.by_rows_of(matrix))
    best = penalised_fit(of)
    if best is None:
        return None
    places = range(1, 1 + asked.parameters)
    level = level_within(SIGNIFICANT, len(places))
    intervals = [profile_interval(of, best, place, level) for place in places]
    test = penalised_test(of, best, places)
    if test is None:
        return None
    levels = []
    for place, interval in zip(places, intervals, strict=True):
        if interval is None:
            return None
        ratio = stated(
            _ratio(float(best.coefficients[place]), interval), no_difference=1.0, confirmed=test.p_value < SIGNIFICANT
        )
        levels.append(_level(asked, np.delete(np.arange(len(asked.groups)), reference)[place - 1], ratio))
    return PenalisedFactor(
        factor=asked.factor,
        reference=asked.groups[reference],
        reference_known=int(asked.tally.known[reference]),
        reference_breakouts=int(asked.tally.breakouts[reference]),
        levels=tuple(levels),
        test=test,
    )


def _ratio(log_ratio: float, interval: Interval) -> Estimate:
    low, high = float(np.exp(interval.low)), float(np.exp(interval.high))
    return Estimate(
        float(np.exp(log_ratio)), Interval(low=low, high=high, level=interval.level, method=interval.method)
    )


def _level(asked: Term, group: int, ratio: Estimate) -> PenalisedLevel:
    if isinstance(asked, LineTerm):
        known, breakouts = int(asked.tally.known.sum()), int(asked.tally.breakouts.sum())
        return PenalisedLevel(level=PerStep(asked.step), known=known, breakouts=breakouts, odds_ratio=ratio)
    known, breakouts = int(asked.tally.known[group]), int(asked.tally.breakouts[group])
    return PenalisedLevel(level=asked.groups[group], known=known, breakouts=breakouts, odds_ratio=ratio)


def _reference(asked: Term) -> int:
    """Return the group meant to be safe, or the largest where there is none."""
    if asked.reference is not None:
        return asked.reference
    return int(np.argmax(asked.tally.known))


def _against(reference: int, asked: Term) -> np.ndarray:
    """Return a column for each group but the reference."""
    columns: np.ndarray = np.delete(np.eye(len(asked.groups)), reference, axis=1)[asked.group]
    return columns
