"""Funnels: limits and overdispersion as in R and FunnelPlotR; what is expected of units adds up to what occurred."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.counting.tallies import OneWay, Patterns
from analysis.methods.adjusted.complete_cases import complete_cases
from analysis.methods.adjusted.model import Design, design
from analysis.methods.expected import Expected, expected_by_unit
from analysis.methods.funnel import FEWEST_UNITS, INNER, OUTER, Funnel, funnel, overdispersion, usual_rates
from analysis.methods.rate import level_rate
from tests.simulations.funnels import simulate
from tests.tallies import Known, factor, r_values

CELLS = st.lists(st.tuples(st.integers(0, 20), st.integers(0, 20)), min_size=16, max_size=16)
A = factor(name="a", title="A", levels=("no", "yes"), is_extra=True)
B = factor(name="b", title="B", levels=("no", "yes"), is_extra=True)
# Four units by two factors of two levels each, the unit last.
CODES = np.array([[a, b, unit] for b in range(2) for a in range(2) for unit in range(4)])
UNITS = OneWay("unit", ("P1", "P2", "P3", "P4"), np.zeros((4, 3), dtype=np.int64))


def of_counts(*counts: tuple[int, int], design_effect: float = 1.0, widened: bool = False) -> Funnel:
    """Return the funnel of units of (breakouts, no breakouts)."""
    found = funnel([level_rate(at, no, yes, 0) for at, (yes, no) in enumerate(counts)], None, design_effect,
                   widened=widened)  # fmt: skip
    assert found is not None
    return found


def expected_of(codes: np.ndarray, counts: np.ndarray) -> Expected | None:
    """Return what is expected of four units from counts (no breakouts, breakouts) of `codes`."""
    of_all = np.column_stack([counts, np.zeros(len(counts), dtype=np.int64)])
    levels = (("no", "yes", None), ("no", "yes", None), ("P1", "P2", "P3", "P4", None))
    patterns = Patterns(("a", "b", "unit"), levels, codes, None, of_all)
    made = design((A, B), patterns, complete_cases(patterns), "levels")
    return expected_by_unit(made, UNITS) if isinstance(made, Design) else None


@pytest.mark.parametrize("known", r_values("exact", "funnel"), ids=lambda known: known["name"])
def test_exact_limits_as_in_r(known: Known) -> None:
    found = of_counts(*((x, n - x) for x, n in zip(known["breakouts"], known["known"], strict=True)))
    for each, inner, outer in zip(found.units, known["inner"], known["outer"], strict=True):
        assert [each.inner.low, each.inner.high] == pytest.approx(inner)
        assert [each.outer.low, each.outer.high] == pytest.approx(outer)


@pytest.mark.parametrize("known", r_values("overdispersed", "funnel"), ids=lambda known: known["name"])
def test_overdispersion_and_wider_limits_as_in_funnelplotr(known: Known) -> None:
    breakouts, sizes = np.array(known["breakouts"]), np.array(known["known"])
    found = overdispersion(breakouts, sizes, known["centre"])
    assert [found.phi, found.tau_squared, found.units] == pytest.approx([known["phi"], known["tau_squared"], 54])
    for size, limits in zip(known["sizes"], known["widened"], strict=True):
        for level, name in ((INNER, "inner"), (OUTER, "outer")):
            wide = usual_rates(size, known["centre"], 1.0, found.tau_squared, level)
            assert [wide.low, wide.high] == pytest.approx(limits[name])


@pytest.mark.parametrize("known", r_values("expected", "funnel"))
def test_expected_breakouts_as_in_r(known: Known) -> None:
    codes = np.column_stack([known["a"], known["b"], known["units"]])
    counts = np.column_stack([np.array(known["known"]) - known["breakouts"], known["breakouts"]])
    found = expected_of(codes, counts)
    assert found is not None
    assert found.breakouts == pytest.approx(known["expected"], abs=1e-7)


@given(CELLS)
def test_expected_breakouts_add_up_to_the_observed_ones(cells: list[tuple[int, int]]) -> None:
    found = expected_of(CODES, np.array(cells))
    if found is not None:
        observed = sum(each.breakouts for each in found.observed)
        assert sum(found.breakouts) == pytest.approx(observed, rel=1e-8)
        assert observed == sum(yes for _, yes in cells)


def test_a_bad_lot_is_outside_and_the_others_are_not() -> None:
    found = of_counts((23, 32), *((4, 46),) * 20)
    assert [each.observed.level for each in found.beyond] == [0]
    assert found.beyond[0].side == "above"
    assert not found.between


def test_clients_who_came_back_widen_the_limits() -> None:
    counts = (14, 41), *((4, 46),) * 20
    assert of_counts(*counts).beyond
    assert not of_counts(*counts, design_effect=2.0).beyond


def test_a_unit_is_judged_by_what_is_expected_of_it() -> None:
    units = [level_rate("hard", 35, 15, 0), level_rate("usual", 450, 50, 0)]
    alone, adjusted = funnel(units), funnel(units, [14.0, 51.0])
    assert alone is not None
    assert adjusted is not None
    assert [each.side for each in alone.units] == ["above", None]
    assert [each.side for each in adjusted.units] == [None, None]
    assert adjusted.units[0].adjusted == pytest.approx(15 / 14 * 65 / 550)


def test_units_that_differ_by_more_than_chance_may_have_wider_limits() -> None:
    counts = [(10 + 4 * (place % 5), 190 - 4 * (place % 5)) for place in range(20)]
    found, wide = of_counts(*counts), of_counts(*counts, widened=True)
    assert found.may_be_widened
    assert not found.is_widened
    assert wide.is_widened
    for each, other in zip(found.units, wide.units, strict=True):
        assert other.outer.high > each.outer.high
        assert other.outer.low < each.outer.low


@pytest.mark.parametrize(("units", "known", "rate"), [(12, 80, 0.09), (40, 55, 0.09)])
def test_units_that_do_not_differ_are_seldom_outside_or_offered_wider_limits(
    units: int, known: int, rate: float
) -> None:
    found = simulate(units, known, rate, sets=150)
    assert found.offered <= 0.08
    assert found.inner <= 1 - INNER
    assert found.outer <= 1 - OUTER


def test_too_few_or_too_small_units_do_not_tell_how_much_they_differ() -> None:
    assert of_counts(*((10, 90),) * (FEWEST_UNITS - 1)).overdispersion is None
    assert of_counts(*((1, 9),) * 50).overdispersion is None
    assert not of_counts(*((10, 90),) * 30).may_be_widened


@pytest.mark.parametrize("counts", [[(0, 20), (0, 10)], [(20, 0), (10, 0)], [(3, 17)], [(0, 1)]])
def test_nothing_is_unusual_where_all_are_alike_or_there_is_one(counts: list[tuple[int, int]]) -> None:
    for widened in (False, True):
        assert [each.side for each in of_counts(*counts, widened=widened).units] == [None] * len(counts)


def test_without_a_known_outcome_there_is_no_funnel() -> None:
    assert funnel([level_rate("a", 0, 0, 7)]) is None
    assert funnel([]) is None


def test_units_without_a_known_outcome_are_left_out() -> None:
    found = funnel([level_rate("a", 0, 0, 7), level_rate("b", 9, 1, 0)], [0.0, 1.0])
    assert found is not None
    assert [each.observed.level for each in found.units] == ["b"]
