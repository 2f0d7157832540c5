"""When a factor is linked to the outcome: one rule everywhere, and for each difference the interval that matches it.

What counts is the difference that is shown: its own p-value, the error at which its interval begins to hold zero, times
the number of differences of the factor it is the largest of (Bonferroni). The p-values of a family are held against
Benjamini and Hochberg's steps, so that of the differences called linked at most 5 % are expected to be chance. Where R
of m are linked, all of these have p-values below 0.05 R / m and all others have not. So the interval that misses as
seldom as that, the one of Benjamini and Yekutieli, excludes zero for the linked differences and for no other. Where
the two rates need a test that the interval cannot replace (an exact one of few cases, the log-rank test of levels
reviewed at different times), its p-value counts if it is the larger one; if it alone stands in the way, the interval is
extended to zero, which never makes it miss more often. After adjusting, the interval needs no such test
(`methods/adjusted/rate_pair.py`).

A difference that was the question before anything was looked at is planned: a family of its own, so that neither the
other factors of a log nor those that are adjusted for count against it (Rothman 1990). All others are a search.

References
----------
Benjamini Y, Hochberg Y (1995) Controlling the false discovery rate. J R Stat Soc B 57:289-300.
Benjamini Y, Yekutieli D (2005) False discovery rate-adjusted multiple confidence intervals for selected parameters.
J Am Stat Assoc 100:71-81.
Rothman KJ (1990) No adjustments are needed for multiple comparisons. Epidemiology 1:43-46.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import scipy

from analysis.methods.two_levels import at_level, difference_p
from analysis.results import CONFIDENCE_LEVEL, SIGNIFICANT, Estimate, Family, Ratio, RatioInterval

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analysis.results import Comparison, Contrast


def evidence(p: float, picked_from: int = 1) -> float:
    """Return the p-value of a difference, allowing for the choice of it.

    Parameters
    ----------
    p : float
        The error at which the interval of the difference begins to hold zero.
    picked_from : int
        How many differences of the factor it is the largest of (Bonferroni).
    """
    return min(p * picked_from, 1.0)


def evidence_of(of: Contrast) -> float:
    """Return the p-value of a comparison: of its interval, or of the test that guards it where that is larger."""
    return max(evidence(difference_p(of.comparison), of.picked_from), of.guard_p or 0.0)


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
    adjusted = tuple(float(p) for p in scipy.stats.false_discovery_control(p_values))
    return Family(len(p_values), sum(p < SIGNIFICANT for p in adjusted)), adjusted


def families(p_values: Sequence[float], planned: int | None = None) -> tuple[tuple[Family, float], ...]:
    """Return for each difference its family and its p-value with that allowed for.

    Parameters
    ----------
    p_values : sequence of float
    planned : int, optional
        The place of the one that was planned, which is alone; the others are a search together.
    """
    searched, adjusted = family([p for place, p in enumerate(p_values) if place != planned])
    found = [] if searched is None else [(searched, p) for p in adjusted]
    if planned is not None:
        p = p_values[planned]
        found.insert(planned, (Family(1, int(p < SIGNIFICANT), is_planned=True), p))
    return tuple(found)


def chance_of_any_link(selections: int) -> float:
    """Return how likely at least one of several selections of a log without any link shows one: at most so.

    Each shows one in up to `SIGNIFICANT`; selections that share treatments show the same one more often than others do,
    so that together they show one more seldom than independent ones (Šidák 1967).

    References
    ----------
    Šidák Z (1967) Rectangular confidence regions for the means of multivariate normal distributions. J Am Stat Assoc
    62:626-633.
    """
    return 1 - (1 - SIGNIFICANT) ** selections


def level_within(error: float, picked_from: int = 1) -> float:
    """Return the level of an interval that may miss so often, whichever of several differences it is shown for."""
    return 1 - error / picked_from


def with_error(of: Contrast, error: float) -> Contrast:
    """Return a contrast with intervals that may miss so often, extended to "no difference" by what guards it."""
    level = level_within(error, of.picked_from)
    confirmed = of.guard_p is None or of.guard_p < error
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
