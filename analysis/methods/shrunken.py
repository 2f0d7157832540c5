"""The rates of many groups, each drawn towards the rate of all: what is likely where a group is small.

The true rates of the groups are taken to come from a beta distribution, whose mean and spread are the most likely ones
given all counts (empirical Bayes by maximum marginal likelihood). The rate of a group is then the mean of what its own
counts leave of that distribution: its own rate where it is large or the groups differ much, the rate of all where it is
small or they hardly differ. Nobody's 2 of 9 is 22 % any more.

An interval that takes the spread for known is too narrow where few groups tell it. So the intervals average over all
means and spreads, each as likely as its marginal likelihood makes it (Deely and Lindley), and are those of the beta
distribution with the mean and variance that result. The prior of the mean is Jeffreys's, and of the spread all standard
deviations are as likely (Gelman).

References
----------
Griffin BS, Krutchkoff RG (1971) Empirical Bayes estimation for binomial distribution. Sankhya B 33:217-222 (the beta
prior estimated from the counts). Kleinman JC (1973) Proportions with extraneous variance: single and independent
samples. J Am Stat Assoc 68:46-54. Deely JJ, Lindley DV (1981) Bayes empirical Bayes. J Am Stat Assoc 76:833-841.
Gelman A (2006) Prior distributions for variance parameters in hierarchical models. Bayesian Anal 1:515-534.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import scipy

from analysis.methods.comparable import too_many_levels
from analysis.methods.power import needed_to_show
from analysis.results import CONFIDENCE_LEVEL, Interval

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analysis.outcome_log.log import Level
    from analysis.results import FactorResult, LevelRate, Rate

POOLED = "beta-binomial, averaged over its spread"
# A mean worth so many times as many treatments as the largest group has leaves no group anything of its own.
ALL_ALIKE = 1_000.0
# A mean worth less than this is no distribution of rates but one of certainties.
LEAST_WORTH = 0.01
# The means and spreads that are averaged over, as so many steps of each; twice as many change no interval notably.
MEANS, SPREADS = 21, 24
# On the scale of log odds all likely means lie so many standard errors around the mean of all; more of them where few
# groups tell the standard error.
FARTHEST = 5.0
# No mean is looked for further from even odds: the logarithm of a billion to one.
LARGEST_LOG_ODDS = 20.0
# Fewer groups tell next to nothing of how much groups differ; our own.
FEWEST_GROUPS = 4
# What is worth showing in a group: a rate twice as high as that of all.
DOUBLING = 2.0


@dataclass(frozen=True, kw_only=True)
class Shrunken:
    """The rate of one group, allowing for how few treatments it has.

    Attributes
    ----------
    level : level
    own : Rate
        From its own counts alone.
    value : float
        Between that and the rate of all.
    interval : Interval
    more : int or None
        How many more treatments with a known outcome would show a doubling, where they are too few to say: the interval
        holds both the mean of all and twice that. None where they are not, and where no number would do.
    """

    level: Level
    own: Rate
    value: float
    interval: Interval
    more: int | None


@dataclass(frozen=True, kw_only=True)
class ShrunkenRates:
    """The rates of all groups, and what they are drawn to.

    Attributes
    ----------
    mean : float
        The mean of the true rates.
    worth : float or None
        How many independent treatments that mean counts for in each group; None where the groups differ no more than
        chance alone would make them, so that each has the mean for its rate.
    groups : tuple of Shrunken
        In their order; without those of which no outcome is known.
    """

    mean: float
    worth: float | None
    groups: tuple[Shrunken, ...]


def shrunken_levels(of: FactorResult) -> ShrunkenRates | None:
    """Return the rates of the levels of a factor drawn towards the mean of all, if it is one whose levels are compared.

    The levels of an order, or of a number, are no sample of groups of one kind.
    """
    with_known = sum(each.rate is not None for each in of.levels)
    if of.factor.kind != "category" or too_many_levels(with_known) is not None:
        return None
    return shrunken_rates(of.levels)


def shrunken_rates(levels: Sequence[LevelRate]) -> ShrunkenRates | None:
    """Return the rate of each group drawn towards the mean of all.

    Parameters
    ----------
    levels : sequence of LevelRate
        Their counts are divided by the design effects of their rates.

    Returns
    -------
    ShrunkenRates or None
        None where fewer than `FEWEST_GROUPS` have a known outcome, and where all outcomes are the same.
    """
    known = [(each.level, each.rate) for each in levels if each.rate is not None]
    breakouts = np.array([rate.effective_breakouts for _, rate in known])
    worths = np.array([rate.effective_known for _, rate in known])
    if len(known) < FEWEST_GROUPS or not 0 < breakouts.sum() < worths.sum():
        return None
    mean, worth = most_likely_beta(breakouts, worths)
    drawn = np.full(len(known), mean) if worth is None else (breakouts + worth * mean) / (worths + worth)
    groups = []
    for (level, own), value, interval in zip(known, drawn.tolist(), _intervals(breakouts, worths), strict=True):
        # The interval is about the mean over all spreads, of which the most likely one need not be typical.
        low, high = min(interval[0], value), max(interval[1], value)
        groups.append(
            Shrunken(
                level=level,
                own=own,
                value=value,
                interval=Interval(low=low, high=high, level=CONFIDENCE_LEVEL, method=POOLED),
                more=_more(own, mean, float(worths.sum() - own.effective_known))
                if low <= mean and high >= DOUBLING * mean
                else None,
            )
        )
    return ShrunkenRates(mean=mean, worth=worth, groups=tuple(groups))


def most_likely_beta(breakouts: np.ndarray, known: np.ndarray) -> tuple[float, float | None]:
    """Return the mean of the beta distribution that makes the counts most likely, and how many treatments it is worth.

    Parameters
    ----------
    breakouts, known : ndarray of float, shape (groups,)
        Divided by a design effect where there is one; both outcomes must occur.

    Returns
    -------
    mean : float
    worth : float or None
        The sum of both parameters of the distribution; None where it is beyond any that matters.
    """
    expit, logit = scipy.special.expit, scipy.special.logit
    pooled, largest = float(breakouts.sum() / known.sum()), ALL_ALIKE * float(known.max())
    lowest, highest = math.log(LEAST_WORTH), math.log(largest)
    best = scipy.optimize.minimize(
        _surprise,
        (logit(pooled), math.log(float(np.median(known)))),
        args=(breakouts, known),
        jac=True,
        method="L-BFGS-B",
        bounds=((-LARGEST_LOG_ODDS, LARGEST_LOG_ODDS), (lowest, highest)),
        options={"ftol": 1e-12, "gtol": 1e-7},
    )
    log_odds, log_worth = best.x.tolist()
    # The likelihood may have a second peak, where the groups are all alike.
    alike, _ = _surprise(np.array([logit(pooled), highest]), breakouts, known)
    if alike <= best.fun or math.exp(log_worth) >= largest / 2:
        return pooled, None
    return float(expit(log_odds)), math.exp(log_worth)


def _surprise(at: np.ndarray, breakouts: np.ndarray, known: np.ndarray) -> tuple[float, np.ndarray]:
    """Return the negative log marginal likelihood at the log odds of a mean and the log of its worth; and its slope."""
    betaln, expit, psi = scipy.special.betaln, scipy.special.expit, scipy.special.psi
    mean, worth = float(expit(at[0])), math.exp(at[1])
    yes, no = worth * mean, worth * (1 - mean)
    likelihood = float(np.sum(betaln(breakouts + yes, known - breakouts + no) - betaln(yes, no)))
    by_yes = psi(breakouts + yes) - psi(known + worth) - psi(yes) + psi(worth)
    by_no = psi(known - breakouts + no) - psi(known + worth) - psi(no) + psi(worth)
    along_mean = worth * mean * (1 - mean) * float(np.sum(by_yes - by_no))
    along_worth = worth * float(np.sum(mean * by_yes + (1 - mean) * by_no))
    return -likelihood, -np.array([along_mean, along_worth])


def _intervals(breakouts: np.ndarray, known: np.ndarray) -> list[tuple[float, float]]:
    """Return the bounds of each group's rate, averaged over the means and spreads that the counts leave likely."""
    betaincinv, betaln, expit, logit = (
        scipy.special.betaincinv,
        scipy.special.betaln,
        scipy.special.expit,
        scipy.special.logit,
    )
    groups, pooled = len(known), breakouts.sum() / known.sum()
    between = float(np.var(logit((breakouts + pooled) / (known + 1)), ddof=1))
    error = math.sqrt(between / groups + 1 / (known.sum() * pooled * (1 - pooled)))
    means = expit(logit(pooled) + FARTHEST * (1 + 2 / groups) * error * np.linspace(-1, 1, MEANS))
    # Even steps of the share by which a group of middling size is drawn to the mean.
    drawn, middling = (np.arange(SPREADS) + 0.5) / SPREADS, float(np.median(known))
    worth = middling * drawn / (1 - drawn)
    yes, no = np.outer(means, worth).ravel(), np.outer(1 - means, worth).ravel()
    # By step of either: Jeffreys's prior of a mean on its log odds, and of the standard deviation, 1 / sqrt(1 + worth).
    of_mean, of_spread = 0.5 * np.log(means * (1 - means)), -1.5 * np.log(1 + worth) - 2 * np.log(1 - drawn)
    prior = np.add.outer(of_mean, of_spread).ravel()
    first, second = breakouts[:, np.newaxis] + yes, (known - breakouts)[:, np.newaxis] + no
    logs = prior + (betaln(first, second) - betaln(yes, no)).sum(axis=0)
    weights = np.exp(logs - logs.max())
    weights /= weights.sum()
    size = first + second
    of_each = first / size
    expected = of_each @ weights
    variance = (of_each * (1 - of_each) / (size + 1)) @ weights + (of_each - expected[:, np.newaxis]) ** 2 @ weights
    # The beta distribution with this mean and variance.
    worths = np.maximum(expected * (1 - expected) / variance - 1, LEAST_WORTH)
    tail = (1 - CONFIDENCE_LEVEL) / 2
    low, high = (betaincinv(worths * expected, worths * (1 - expected), at) for at in (tail, 1 - tail))
    return list(zip(low.tolist(), high.tolist(), strict=True))


def _more(own: Rate, mean: float, others: float) -> int | None:
    """Return how many more known outcomes of a group would show that its rate is twice the mean.

    None where it has as many already, so that its rate itself lies between the two, and where no number does.
    """
    needed = needed_to_show(DOUBLING * mean, mean, others, CONFIDENCE_LEVEL)
    more = 0 if needed is None else math.ceil(needed * own.design_effect) - own.known
    return more if more > 0 else None
