"""Cartridge lots and other groups whose breakouts lie outside what chance alone would give."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
import scipy

from analysis.methods.rate import rate

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analysis.results import LevelRate, Rate

# The outer limits of a funnel plot and of a control chart: of 500 ordinary groups one is outside (Spiegelhalter 2005).
LIMITS_LEVEL = 0.998
# A smaller group has fewer expected breakouts, or treatments without one, than a control chart asks for
# (Provost & Murray 2011: n of 4 divided by the rate).
FEWEST_EXPECTED = 4
# Numbers are looked at up to so many standard deviations from the mean: nearly all of most distributions lies within
# the first, and beyond the last nothing is within the limits.
REACHES = (8, 50)
# Such a share of a tail moves no limit.
NOTHING = 1e-5


@dataclass(frozen=True, kw_only=True)
class Limits:
    """The fewest and the most breakouts that are usual in a group, both included."""

    lower: int
    upper: int


@dataclass(frozen=True, kw_only=True)
class Judged:
    """A group compared with all the others.

    Attributes
    ----------
    observed : LevelRate
    others : Rate or None
        The rate of all the others, the centre of the limits; None where no outcome of theirs is known.
    limits : Limits or None
        None where the group is too small to be judged.
    """

    observed: LevelRate
    others: Rate | None
    limits: Limits | None

    @property
    def signal(self) -> Literal["above", "below"] | None:
        """On which side the group lies outside its limits."""
        if not self.beyond:
            return None
        return "above" if self.beyond > 0 else "below"

    @property
    def beyond(self) -> int:
        """How many breakouts there are above the upper limit; below zero, how many are missing to the lower one."""
        if self.limits is None:
            return 0
        return max(self.observed.breakouts - self.limits.upper, 0) + min(self.observed.breakouts - self.limits.lower, 0)


def judged(groups: Sequence[LevelRate], design_effect: float = 1.0) -> tuple[Judged, ...]:
    """Compare each group with all the others.

    The limits are exact: of the beta-binomial distribution whose variance is that of the binomial one times the design
    effect, and times 1 + known / known of the others, because the rate of the others is an estimate, too.

    Parameters
    ----------
    groups : sequence of LevelRate
        What is compared, such as lots; together they are all that is counted.
    design_effect : float
        At least 1; above it the limits are wider, because clients came back.

    References
    ----------
    Spiegelhalter DJ (2005) Funnel plots for comparing institutional performance. Stat Med 24:1185-1202.
    """
    breakouts = sum(each.breakouts for each in groups)
    known = sum(each.known for each in groups)
    compared = []
    for each in groups:
        others_known = known - each.known
        others_breakouts = breakouts - each.breakouts
        others = rate(others_breakouts, others_known - others_breakouts, design_effect)
        limits = None
        if others is not None and each.known * min(others.value, 1 - others.value) >= FEWEST_EXPECTED:
            limits = usual_limits(each.known, others.value, design_effect * (1 + each.known / others_known))
        compared.append(Judged(observed=each, others=others, limits=limits))
    return tuple(compared)


def usual_limits(known: int, centre: float, dispersion: float = 1.0, level: float = LIMITS_LEVEL) -> Limits:
    """Return between which numbers the breakouts of so many treatments lie in all but 2 of 1,000 groups.

    Parameters
    ----------
    known : int
        Treatments with a known outcome, at least 1.
    centre : float
        The rate that is usual.
    dispersion : float
        How many times as large as the binomial variance theirs is, at least 1.
    level : float
        The share of groups within the limits where it is another one.
    """
    tail = (1 - level) / 2
    if dispersion == 1 or centre in {0, 1}:
        return Limits(
            lower=int(scipy.stats.binom.ppf(tail, known, centre)),
            upper=int(scipy.stats.binom.ppf(1 - tail, known, centre)),
        )
    if dispersion >= known:
        return Limits(lower=0, upper=known)
    # The variance of a beta-binomial number is the binomial one times (known + a + b) / (1 + a + b).
    both = (known - dispersion) / (dispersion - 1)
    for reach in REACHES:
        away = reach * math.sqrt(known * centre * (1 - centre) * dispersion)
        first, last = max(int(known * centre - away), 0), min(math.ceil(known * centre + away), known)
        at_most = np.cumsum(_beta_binomial(np.arange(first, last + 1), known, both * centre, both * (1 - centre)))
        if 1 - at_most[-1] <= NOTHING * tail:
            break
    lower, upper = first + np.searchsorted(at_most, [tail, 1 - tail])
    return Limits(lower=int(lower), upper=min(int(upper), known))


def _beta_binomial(numbers: np.ndarray, of: int, first: float, second: float) -> np.ndarray:
    """Return the probability of each number as scipy's betabinom does, but fast: it is asked for of every lot."""
    betaln = scipy.special.betaln
    logs = betaln(numbers + first, of - numbers + second) - betaln(numbers + 1, of - numbers + 1)
    chances: np.ndarray = np.exp(logs - betaln(first, second)) / (of + 1)
    return chances
