"""Fisher's exact test for tables too large to list: tables drawn so that those that count come often.

Tables are drawn with rates that differ between levels about as much as the observed ones, and each is weighted by how
much likelier it is without a link (importance sampling). So the error is a small part of p, however small p is.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import scipy

if TYPE_CHECKING:
    from collections.abc import Callable

# Tables whose probabilities part by less than this (relatively) are equally likely, as in R's fisher.test.
EQUALLY_LIKELY = 1e-7
# So many tables are drawn, always from the same seed; then as many again, while p may be on either side of 0.05.
RESAMPLES = 9_999
MOST_ROUNDS = 3
SEED = 20_260_101
DECISION = 0.05
# p is on its side of 0.05 for sure where it is so many standard errors off: wrong in 1 of 1,000 such tables.
SURE = 3.29
# Rates are drawn alike where the observed ones differ no more than this: a little more than by chance.
SMALLEST_SPREAD = 1.05


@dataclass(frozen=True)
class SampledP:
    """A p-value with its standard error."""

    value: float
    error: float


def sampled_p(breakouts: np.ndarray, totals: np.ndarray) -> SampledP:
    """Return how often tables with the same margins are no likelier than this one.

    Parameters
    ----------
    breakouts, totals : ndarray of int, one for each level
        Breakouts are at most half of all treatments.

    References
    ----------
    Mehta CR, Patel NR, Senchaudhuri P (1988) Importance sampling for estimating exact probabilities in permutational
    inference. J Am Stat Assoc 83:999-1005.
    """
    random = np.random.default_rng(SEED)
    weights = np.empty(0)
    for _ in range(MOST_ROUNDS):
        weights = np.concatenate([weights, _weights_that_count(breakouts, totals, random)])
        value = float(weights.mean())
        error = float(weights.std() / np.sqrt(len(weights)))
        if abs(value - DECISION) > SURE * error:
            break
    # The observed table itself counts.
    least = np.exp(log_ways(totals, breakouts).sum() - log_ways(totals.sum(), breakouts.sum()))
    return SampledP(float(np.clip(value, max(least, np.finfo(float).tiny), 1)), error)


def _weights_that_count(breakouts: np.ndarray, totals: np.ndarray, random: np.random.Generator) -> np.ndarray:
    """Draw tables and return their weights, 0 for those likelier than the table observed."""
    concentration = _concentration(breakouts, totals)
    if concentration is None:
        drawn = random.multivariate_hypergeometric(totals, int(breakouts.sum()), size=RESAMPLES, method="marginals")
        log_weights = np.zeros(RESAMPLES)
    else:
        rates = random.standard_gamma(concentration * totals / totals.sum(), size=(RESAMPLES, len(totals)))
        drawn = random.multinomial(int(breakouts.sum()), rates / rates.sum(axis=1, keepdims=True))
        log_weights = _log_weights(drawn, totals, concentration)
    ways = _summed(drawn, lambda level, counts: log_ways(totals[level], counts))
    counting = ways <= log_ways(totals, breakouts).sum() + EQUALLY_LIKELY
    weights: np.ndarray = np.where(counting, np.exp(log_weights), 0.0)
    return weights


def _concentration(breakouts: np.ndarray, totals: np.ndarray) -> float | None:
    """Return the sum of the parameters of the Dirichlet distribution of rates, None where they should not differ.

    Drawn counts then vary as much more than without a link as the observed chi-square is larger than its mean.
    """
    most, treatments = int(breakouts.sum()), int(totals.sum())
    expected = totals * most / treatments
    chi_square = ((breakouts - expected) ** 2 / expected).sum() / (1 - most / treatments)
    # Variance over that of a multinomial: without a link it is less than 1 as treatments are drawn without replacement.
    spread = chi_square / (len(totals) - 1) * (treatments - most) / (treatments - 1)
    spread = min(spread, most / 2)
    return (most - spread) / (spread - 1) if spread > SMALLEST_SPREAD else None


def _log_weights(drawn: np.ndarray, totals: np.ndarray, concentration: float) -> np.ndarray:
    """Return the log of how much likelier each table is without a link than as it was drawn."""
    gammaln = scipy.special.gammaln
    most, treatments = int(drawn[0].sum()), int(totals.sum())
    shares = concentration * totals / treatments

    def of_level(level: int, counts: np.ndarray) -> np.ndarray:
        drawn_so = gammaln(shares[level] + counts) - gammaln(shares[level]) - gammaln(counts + 1)
        weight: np.ndarray = log_ways(totals[level], counts) - drawn_so
        return weight

    drawn_so = gammaln(most + 1) + gammaln(concentration) - gammaln(concentration + most)
    weights: np.ndarray = _summed(drawn, of_level) - log_ways(treatments, most) - drawn_so
    return weights


def _summed(drawn: np.ndarray, of_level: Callable[[int, np.ndarray], np.ndarray]) -> np.ndarray:
    """Return for each table the sum of a value of each level's count; each count that occurs is worked out once."""
    summed = np.zeros(len(drawn))
    for level, counts in enumerate(drawn.T):
        least = int(counts.min())
        summed += of_level(level, np.arange(least, int(counts.max()) + 1))[counts - least]
    return summed


def log_ways(total: np.ndarray | int, breakouts: np.ndarray | int) -> np.ndarray:
    """Return the log of the ways to have so many breakouts among so many treatments, -inf where there is none."""
    gammaln = scipy.special.gammaln
    ways: np.ndarray = (
        gammaln(np.add(total, 1)) - gammaln(np.add(breakouts, 1)) - gammaln(np.subtract(total, breakouts) + 1)
    )
    return ways
