"""The tipping point: the first number of breakouts among unknown outcomes at which a difference is clear no more."""

from __future__ import annotations

import math

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from analysis.methods.one_factor import examine
from analysis.methods.tipping import TippingPoint, tipping_points
from tests.tallies import Counts, counted, factor

MANY = st.tuples(st.integers(0, 60), st.integers(0, 60), st.integers(0, 60))


def points_of(counts: Counts) -> tuple[TippingPoint, ...]:
    return tipping_points(examine(factor(levels=tuple(counts), reference="a"), counted(counts)))


def newcombe(first: int, of_first: int, second: int, of_second: int) -> tuple[float, float]:
    """Newcombe's (1998) method 10, written out once more."""

    def wilson(breakouts: int, treatments: int) -> tuple[float, float, float]:
        rate, z = breakouts / treatments, 1.959963984540054
        middle = (rate + z**2 / (2 * treatments)) / (1 + z**2 / treatments)
        reach = z * math.sqrt(rate * (1 - rate) / treatments + z**2 / (4 * treatments**2)) / (1 + z**2 / treatments)
        return rate, middle - reach, middle + reach

    one, other = wilson(first, of_first), wilson(second, of_second)
    difference = one[0] - other[0]
    return (
        difference - math.hypot(one[0] - one[1], other[2] - other[0]),
        difference + math.hypot(one[2] - one[0], other[0] - other[1]),
    )


def test_an_example_worked_by_hand() -> None:
    """20 of 100 at a with 50 unknown, 40 of 100 at b with none: a would have to reach 43 of 150, so 23 of the 50.

    With 42 of 150 the interval of the difference still begins above zero (at 0.1 per 100), with 43 it does not (-0.6).
    """
    (point,) = points_of({"a": (20, 80, 50), "b": (40, 60)})
    above, below = (newcombe(40, 100, 20 + unknown, 150)[0] for unknown in (point.breakouts - 1, point.breakouts))
    assert above > 0 >= below
    assert (point.of.level, point.of.unknown, point.or_more) == ("a", 50, True)
    assert point.breakouts == 23


@given(MANY, MANY)
def test_one_outcome_nearer_to_what_is_known_the_difference_is_still_clear(
    a: tuple[int, int, int], b: tuple[int, int, int]
) -> None:
    assume(min(a[0] + a[1], b[0] + b[1]) >= 10)
    for point in points_of({"a": a, "b": b}):
        group, other = (a, b) if point.of.level == "a" else (b, a)
        likely = round(other[2] * other[0] / (other[0] + other[1]))
        back = -1 if point.or_more else 1
        gone, still = (
            newcombe(group[0] + breakouts, sum(group), other[0] + likely, sum(other))
            for breakouts in (point.breakouts, point.breakouts + back)
        )
        assert gone[0] <= 1e-12
        assert gone[1] >= -1e-12
        assert still[0] > 0 or still[1] < 0


@given(MANY, MANY)
def test_counting_those_without_a_breakout_turns_it_round(a: tuple[int, int, int], b: tuple[int, int, int]) -> None:
    """But for unknown outcomes that are likely to be half a breakout."""
    assume(all(each[0] + each[1] >= 10 and (2 * each[2] * each[0]) % (each[0] + each[1]) for each in (a, b)))
    points = points_of({"a": a, "b": b})
    turned = points_of({"a": (a[1], a[0], a[2]), "b": (b[1], b[0], b[2])})
    assert [(each.of.level, each.of.unknown - each.breakouts, not each.or_more) for each in turned] == [
        (each.of.level, each.breakouts, each.or_more) for each in points
    ]


@pytest.mark.parametrize(
    "counts",
    [
        {"a": (20, 80), "b": (40, 60)},
        {"a": (20, 80, 50), "b": (22, 78, 50)},
        {"a": (20, 80, 1), "b": (60, 40, 1)},
        {"a": (20, 80, 50)},
    ],
)
def test_none_where_all_is_known_nothing_is_clear_or_nothing_could_change_it(counts: Counts) -> None:
    assert points_of(counts) == ()
