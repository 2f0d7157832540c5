"""When a factor is linked to the outcome: one rule everywhere, and for each difference the interval that matches it.

A difference is linked where the test of its factor and its own interval both say so, with the number of differences
looked at together allowed for. Its p-value is the larger one of the two; those of a family are held against Benjamini
and Hochberg's steps, so that of the differences called linked at most 5 % are expected to be chance. Where R of m are
linked, all of these have p-values below 0.05 R / m and all others have not. So the interval that misses as seldom as
that, the one of Benjamini and Yekutieli, excludes zero for the linked differences and for no other; where only the test
stands in the way, the interval is extended to zero, which never makes it miss more often.

References
----------
Benjamini Y, Hochberg Y (1995) Controlling the false discovery rate. J R Stat Soc B 57:289-300.
Benjamini Y, Yekutieli D (2005) False discovery rate-adjusted multiple confidence intervals for selected parameters.
J Am Stat Assoc 100:71-81.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from scipy.stats import false_discovery_control

from analysis.methods.two_levels import at_level
from analysis.results import CONFIDENCE_LEVEL, SIGNIFICANT, Estimate, Family, Ratio, RatioInterval

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analysis.results import Comparison, Contrast


def evidence(test_p: float, difference_p: float, picked_from: int = 1) -> float:
    """Return the p-value of a difference that has to be confirmed by a test of its factor.

    Parameters
    ----------
    test_p : float
        Of the factor.
    difference_p : float
        The error at which the interval of the difference begins to hold zero.
    picked_from : int
        How many differences of the factor it is the largest of (Bonferroni).
    """
    return max(test_p, min(difference_p * picked_from, 1.0))


def family(p_values: Sequence[float]) -> tuple[Family | None, tuple[float, ...]]:
    """Return how many of some differences are linked, and the p-value of each with their number allowed for.

    Returns
    -------
    Family or None
        None of no differences.
    tuple of float
    """
    if not p_values:
        return None, ()
    adjusted = tuple(float(p) for p in false_discovery_control(p_values))
    return Family(len(p_values), sum(p < SIGNIFICANT for p in adjusted)), adjusted


def is_confirmed(test_p: float, of: Family) -> bool:
    """Tell whether a test lets a difference of a family be linked."""
    return test_p < of.error


def level_within(error: float, picked_from: int = 1) -> float:
    """Return the level of an interval that may miss so often, whichever of several differences it is shown for."""
    return 1 - error / picked_from


def with_error(of: Contrast, error: float, *, confirmed: bool = True) -> Contrast:
    """Return a contrast with intervals that may miss so often, extended to "no difference" unless it is confirmed."""
    level = level_within(error, of.picked_from)
    if level == of.comparison.risk_difference.interval.level and confirmed:
        return of
    return replace(of, comparison=stated_comparison(at_level(of.comparison, level), confirmed=confirmed))


def stated_comparison(of: Comparison, *, confirmed: bool = True) -> Comparison:
    """Return a comparison with each of its intervals `stated`."""
    ratio = of.risk_ratio
    return replace(
        of,
        risk_difference=stated(of.risk_difference, confirmed=confirmed),
        risk_ratio=None if ratio is None else Ratio(ratio.value, _of_a_ratio(ratio.interval, confirmed=confirmed)),
        odds_ratio=None if of.odds_ratio is None else stated(of.odds_ratio, no_difference=1.0, confirmed=confirmed),
    )


def stated(of: Estimate, *, no_difference: float = 0.0, confirmed: bool = True) -> Estimate:
    """Return an estimate whose interval is stated at the usual level, extended to "no difference" if not confirmed."""
    low, high = of.interval.low, of.interval.high
    if not confirmed:
        low, high = min(low, no_difference), max(high, no_difference)
    return Estimate(of.value, replace(of.interval, low=low, high=high, overall=CONFIDENCE_LEVEL))


def _of_a_ratio(of: RatioInterval, *, confirmed: bool) -> RatioInterval:
    low, high = of.low, of.high
    if not confirmed:
        low, high = min(low, 1.0), None if high is None else max(high, 1.0)
    return replace(of, low=low, high=high, overall=CONFIDENCE_LEVEL)
