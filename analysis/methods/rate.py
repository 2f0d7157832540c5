"""A rate and its interval."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scipy.stats import binomtest

from analysis.results import CONFIDENCE_LEVEL, Interval, LevelRate, Rate

if TYPE_CHECKING:
    from analysis.tally import Tally

WILSON = "Wilson score"


def rate(breakouts: int, no_breakouts: int, confidence_level: float = CONFIDENCE_LEVEL) -> Rate | None:
    """Return the share of treatments with a breakout, with Wilson's score interval.

    Parameters
    ----------
    breakouts, no_breakouts : int
        Treatments with a known outcome.
    confidence_level : float
        Fraction between 0 and 1.

    Returns
    -------
    Rate or None
        None where no outcome is known.

    References
    ----------
    Wilson EB (1927) Probable inference, the law of succession, and statistical inference. J Am Stat Assoc 22:209-212.
    """
    known = int(breakouts + no_breakouts)
    if known == 0:
        return None
    # The interval does not depend on the rate that is tested; the observed one spares the search for its p-value.
    test = binomtest(int(breakouts), known, int(breakouts) / known)
    interval = test.proportion_ci(confidence_level, method="wilson")
    return Rate(
        int(breakouts),
        known,
        int(breakouts) / known,
        Interval(float(interval.low), float(interval.high), confidence_level, WILSON),
    )


def level_rates(tally: Tally) -> tuple[LevelRate, ...]:
    """Return the rate of each level of the one factor of `tally`."""
    return tuple(
        level_rate(level, no_breakouts, breakouts, unknown)
        for level, (no_breakouts, breakouts, unknown) in zip(tally.levels[0], tally.counts.tolist(), strict=True)
    )


def level_rate(level: object, no_breakouts: int, breakouts: int, unknown: int) -> LevelRate:
    """Return the counts of one level with their rate."""
    return LevelRate(level, no_breakouts + breakouts + unknown, breakouts, unknown, rate(breakouts, no_breakouts))


def total_rate(tally: Tally) -> LevelRate:
    """Return the rate over all treatments of `tally`."""
    no_breakouts, breakouts, unknown = tally.total.counts.tolist()
    return level_rate(None, no_breakouts, breakouts, unknown)
