"""What is outside its limits is unusual; what is too small for limits is not judged."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import betabinom

from analysis.methods.rate import level_rate
from analysis.methods.unusual import Limits, judged, usual_limits
from tests.tallies import Known, r_values

GROUPS = st.lists(st.tuples(*[st.integers(0, 60)] * 3), min_size=2, max_size=12)


def of_counts(*counts: tuple[int, int], design_effect: float = 1.0) -> list[str | None]:
    """Return the signal of each group of (breakouts, no breakouts)."""
    groups = [level_rate(place, no, yes, 0) for place, (yes, no) in enumerate(counts)]
    return [each.signal for each in judged(groups, design_effect)]


@pytest.mark.parametrize("known", r_values("binomial", "unusual"))
def test_limits_as_in_r(known: Known) -> None:
    limits = usual_limits(known["known"], known["centre"])
    assert [limits.lower, limits.upper] == known["limits"]


@pytest.mark.parametrize("known", r_values("overdispersed", "unusual"))
def test_wider_limits_as_in_r(known: Known) -> None:
    limits = usual_limits(known["known"], known["centre"], known["dispersion"])
    assert [limits.lower, limits.upper] == known["limits"]


@pytest.mark.parametrize(
    ("known", "centre", "dispersion"), [(20, 0.5, 1.001), (40, 0.1, 1.3), (1012, 0.988, 16.5), (9_000, 0.06, 1.2)]
)
def test_no_number_that_is_usual_is_too_far_to_be_looked_at(known: int, centre: float, dispersion: float) -> None:
    both = (known - dispersion) / (dispersion - 1)
    at_most = np.cumsum(betabinom.pmf(np.arange(known + 1), known, both * centre, both * (1 - centre)))
    lower, upper = np.searchsorted(at_most, [0.001, 0.999])
    assert usual_limits(known, centre, dispersion) == Limits(lower=int(lower), upper=min(int(upper), known))


def test_a_bad_month_is_found_and_the_others_are_not() -> None:
    assert of_counts((8, 72), (26, 52), (6, 84), (7, 70)) == [None, "above", None, None]


def test_a_group_with_too_few_breakouts_is_found() -> None:
    assert of_counts((30, 70), (28, 72), (2, 98), (31, 69)) == [None, None, "below", None]


@pytest.mark.parametrize(("breakouts", "is_judged"), [(40, True), (39, False)])
def test_a_group_is_judged_from_four_expected_breakouts(breakouts: int, *, is_judged: bool) -> None:
    one, _ = judged([level_rate("a", 40, 0, 0), level_rate("b", 400 - breakouts, breakouts, 0)])
    assert (one.limits is not None) == is_judged


@pytest.mark.parametrize("others", [(0, 500), (500, 0), (0, 0)])
def test_where_all_others_are_alike_or_unknown_nothing_is_judged(others: tuple[int, int]) -> None:
    assert of_counts((30, 20), others)[0] is None
    assert judged([level_rate("a", 30, 20, 0)])[0].others is None


def test_clients_who_came_back_widen_the_limits() -> None:
    counts = (8, 72), (18, 60), (6, 84), (7, 70)
    assert of_counts(*counts)[1] == "above"
    assert of_counts(*counts, design_effect=2.5)[1] is None


def test_as_alike_as_can_be_anything_is_usual() -> None:
    assert usual_limits(9, 0.5, 9) == Limits(lower=0, upper=9)


@given(GROUPS, st.floats(1, 4))
def test_breakouts_and_treatments_without_one_are_judged_alike(
    counts: list[tuple[int, int, int]], design_effect: float
) -> None:
    """Calling every breakout none, and every other one, turns each signal round."""
    groups = [level_rate(place, *each) for place, each in enumerate(counts)]
    turned = [level_rate(place, yes, no, unknown) for place, (no, yes, unknown) in enumerate(counts)]
    other = {"above": "below", "below": "above", None: None}
    for one, two in zip(judged(groups, design_effect), judged(turned, design_effect), strict=True):
        # The number at which a tail is reached to the last digit may fall on either side of it.
        if one.limits and two.limits and one.observed.breakouts not in _beside(one.limits):
            assert one.signal == other[two.signal]


def _beside(limits: Limits) -> set[int]:
    return {limits.lower - 1, limits.lower, limits.upper, limits.upper + 1}
