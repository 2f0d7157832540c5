"""A rate and its interval."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from analysis.methods.normal import two_sided_z
from analysis.results import CONFIDENCE_LEVEL, Interval, LevelRate, Rate

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analysis.counting.tallies import OneWay, Tally
    from analysis.outcome_log.log import Level

WILSON = "Wilson score"


def rate(
    breakouts: int, no_breakouts: int, design_effect: float = 1.0, confidence_level: float = CONFIDENCE_LEVEL
) -> Rate | None:
    """Return the share of treatments with a breakout, with Wilson's score interval.

    Parameters
    ----------
    breakouts, no_breakouts : int
        Treatments with a known outcome.
    design_effect : float
        At least 1; the interval is the one of the counts divided by it.
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
    return rate_among(int(breakouts), known, design_effect, confidence_level) if known else None


def rate_among(
    breakouts: int, known: int, design_effect: float = 1.0, confidence_level: float = CONFIDENCE_LEVEL
) -> Rate:
    """Return `rate` of so many treatments with a known outcome, of which there are some."""
    value = breakouts / known
    interval = interval_of(value, known / design_effect, confidence_level)
    return Rate(breakouts=breakouts, known=known, value=value, interval=interval, design_effect=design_effect)


def interval_of(value: float, worth: float, confidence_level: float = CONFIDENCE_LEVEL) -> Interval:
    """Return Wilson's score interval of a rate that tells as much as `worth` independent treatments would."""
    low, high = wilson_bounds(value, worth, confidence_level)
    return Interval(low=low, high=high, level=confidence_level, method=WILSON)


def wilson_bounds(value: float, worth: float, confidence_level: float) -> tuple[float, float]:
    """Return the bounds of `interval_of`."""
    z = two_sided_z(confidence_level)
    shrink = 1 + z**2 / worth
    centre = (value + z**2 / (2 * worth)) / shrink
    reach = z * math.sqrt(value * (1 - value) / worth + z**2 / (4 * worth**2)) / shrink
    # Rounding must not shut the rate out of its own interval, nor push the interval past what a rate can be.
    return max(min(centre - reach, value), 0.0), min(max(centre + reach, value), 1.0)


def level_rates(tally: OneWay, design_effects: Sequence[float] | None = None) -> tuple[LevelRate, ...]:
    """Return the rate of each level of `tally`, each with a design effect of its own; with none, independent."""
    effects = design_effects if design_effects is not None else [1.0] * len(tally.levels)
    return tuple(
        level_rate(level, no_breakouts, breakouts, unknown, effect)
        for level, (no_breakouts, breakouts, unknown), effect in zip(
            tally.levels, tally.counts.tolist(), effects, strict=True
        )
    )


def level_rate(level: Level, no_breakouts: int, breakouts: int, unknown: int, design_effect: float = 1.0) -> LevelRate:
    """Return the counts of one level with their rate."""
    return LevelRate(
        level=level,
        treatments=no_breakouts + breakouts + unknown,
        breakouts=breakouts,
        unknown=unknown,
        rate=rate(breakouts, no_breakouts, design_effect),
    )


def total_rate(tally: Tally, design_effect: float = 1.0) -> LevelRate:
    """Return the rate over all treatments of `tally`."""
    no_breakouts, breakouts, unknown = tally.total.counts.tolist()
    return level_rate(None, no_breakouts, breakouts, unknown, design_effect)
