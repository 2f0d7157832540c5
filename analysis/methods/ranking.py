"""All factors at once, the strongest link first, with their number allowed for."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from analysis.methods.cautions import SeveralFactorsTested
from analysis.methods.linked import evidence_of, families, family, with_error
from analysis.methods.one_factor import examine
from analysis.methods.shape import held_shape
from analysis.results import INDEPENDENT, SIGNIFICANT, FactorResult

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import numpy as np

    from analysis.counting.tallies import ClientPairs, OneWay, Times
    from analysis.methods.units import WholeUnits
    from analysis.outcome_log.log import Factor
    from analysis.results import Clustering, Family


def ranked(
    tallies: Iterable[tuple[Factor, OneWay]],
    clustering: Clustering = INDEPENDENT,
    visits: Mapping[str, np.ndarray] | None = None,
    pairs: Mapping[str, ClientPairs] | None = None,
    *,
    times: Mapping[str, Times] | None = None,
    units: Mapping[str, WholeUnits] | None = None,
) -> tuple[FactorResult, ...]:
    """Examine every factor, and hold all of them to one rule of what is linked to the outcome (`methods/linked.py`).

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
    times : mapping of str to Times, optional
        For each factor until which day treatments were observed, where some were reviewed early.
    units : mapping of str to WholeUnits, optional
        Where the levels of a factor hold practitioners or clinics whole, these.

    Returns
    -------
    tuple of FactorResult
        The smallest p-value first, of equal ones the larger difference, then by name; factors of which no two levels
        could be compared after them, and those that could not be tested last.

    Notes
    -----
    The order is by evidence, not by size: a small difference in many treatments may come before a large one in few.
    """
    visits, pairs, times, units = visits or {}, pairs or {}, times or {}, units or {}
    results = [
        examine(
            factor,
            tally,
            clustering,
            visits.get(factor.name),
            pairs.get(factor.name),
            times=times.get(factor.name),
            units=units.get(factor.name),
        )
        for factor, tally in tallies
    ]
    p_values = {result.factor.name: p for result in results if (p := _evidence(result)) is not None}
    together, adjusted = family(list(p_values.values()))
    by_name = dict(zip(p_values, adjusted, strict=True))
    held = [
        result
        if together is None or result.factor.name not in p_values
        else _held(result, p_values[result.factor.name], by_name[result.factor.name], together)
        for result in results
    ]
    shapes = sum(result.shape is not None for result in held)
    held = [
        result if result.shape is None else replace(result, shape=held_shape(result.shape, shapes)) for result in held
    ]
    return tuple(sorted(held, key=lambda result: _order(result, p_values.get(result.factor.name, 1.0))))


def planned(result: FactorResult) -> FactorResult:
    """Return a factor as a question that was there before anything was looked at: its own p-value and interval.

    Of one level compared with all the others it is that level that was planned.
    """
    p = _evidence(result)
    if p is None or result.contrast is None:
        return result
    ((alone, p_adjusted),) = families([p], 0)
    cautions = tuple(each for each in result.cautions if not isinstance(each, SeveralFactorsTested))
    contrast = with_error(result.contrast, alone.error)
    shape = None if result.shape is None else held_shape(result.shape, 1)
    return replace(result, contrast=contrast, p_adjusted=p_adjusted, family=alone, shape=shape, cautions=cautions)


def _evidence(result: FactorResult) -> float | None:
    """Return the p-value of the difference shown; None where there is none."""
    return None if result.test is None or result.contrast is None else evidence_of(result.contrast)


def _held(result: FactorResult, p: float, p_adjusted: float, together: Family) -> FactorResult:
    """Give a factor the interval of its family, and a caution where only the family takes the surprise out of it."""
    if result.contrast is None:
        raise AssertionError("only a factor with a difference is in a family")
    contrast = with_error(result.contrast, together.error)
    cautions = result.cautions
    if p < SIGNIFICANT <= p_adjusted:
        cautions = (*cautions, SeveralFactorsTested(together.size))
    return replace(result, contrast=contrast, p_adjusted=p_adjusted, family=together, cautions=cautions)


def _order(result: FactorResult, p: float) -> tuple[bool, bool, float, float, float, str]:
    if result.shape is not None and result.shape.is_linked:
        p = min(p, result.shape.p_adjusted)
    test_p = result.test.p_value if result.test is not None else 1.0
    difference = result.contrast.comparison.risk_difference.value if result.contrast is not None else 0.0
    return result.contrast is None, result.test is None, p, test_p, -abs(difference), result.factor.name
