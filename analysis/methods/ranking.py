"""All factors at once, the most telling first, with an account of how many were tested."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from scipy.stats import false_discovery_control

from analysis.methods.cautions import SeveralFactorsTested
from analysis.methods.one_factor import examine
from analysis.results import INDEPENDENT, FactorResult

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import numpy as np

    from analysis.counting.tallies import ClientPairs, OneWay
    from analysis.outcome_log.log import Factor
    from analysis.results import Clustering

SIGNIFICANT = 0.05


def ranked(
    tallies: Iterable[tuple[Factor, OneWay]],
    clustering: Clustering = INDEPENDENT,
    visits: Mapping[str, np.ndarray] | None = None,
    pairs: Mapping[str, ClientPairs] | None = None,
) -> tuple[FactorResult, ...]:
    """Examine every factor and adjust the p-values for their number.

    Parameters
    ----------
    tallies : iterable of (Factor, OneWay)
        Each tally counted by its factor alone.
    clustering : Clustering
        Of all treatments that were counted.
    visits : mapping of str to ndarray of int, optional
        Where clients were counted, for each factor all treatments of those at each level.
    pairs : mapping of str to ClientPairs, optional
        Where clients came back, for each factor the pairs of treatments of one client.

    Returns
    -------
    tuple of FactorResult
        The smallest p-value first, of equal ones the larger difference, then by name; factors of which no two levels
        could be compared after them, and those that could not be tested last.

    Notes
    -----
    The order is by evidence, not by size: a small difference in many treatments may come before a large one in few.

    References
    ----------
    Benjamini Y, Hochberg Y (1995) Controlling the false discovery rate. J R Stat Soc B 57:289-300.
    """
    visits, pairs = visits or {}, pairs or {}
    results = [
        examine(factor, tally, clustering, visits.get(factor.name), pairs.get(factor.name)) for factor, tally in tallies
    ]
    tested = [result for result in results if result.test is not None]
    untested = [result for result in results if result.test is None]
    p_values = [result.test.p_value for result in tested if result.test is not None]
    adjusted = false_discovery_control(p_values) if p_values else []
    with_adjusted = [_adjusted(result, float(p), len(tested)) for result, p in zip(tested, adjusted, strict=True)]
    return tuple(sorted([*with_adjusted, *untested], key=_order))


def _adjusted(result: FactorResult, p_adjusted: float, tested: int) -> FactorResult:
    """Add the adjusted p-value, and a caution where it alone takes the surprise out of the result."""
    cautions = result.cautions
    if result.test is not None and result.test.p_value < SIGNIFICANT <= p_adjusted:
        cautions = (*cautions, SeveralFactorsTested(tested))
    return replace(result, p_adjusted=p_adjusted, cautions=cautions)


def _order(result: FactorResult) -> tuple[bool, bool, float, float, str]:
    p_value = result.test.p_value if result.test is not None else 1.0
    difference = result.contrast.comparison.risk_difference.value if result.contrast is not None else 0.0
    return result.contrast is None, result.test is None, p_value, -abs(difference), result.factor.name
