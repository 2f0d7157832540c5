from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from analysis.methods.cautions import SeveralFactorsTested
from analysis.methods.ranking import ranked
from analysis.methods.two_levels import difference_p
from analysis.results import Family
from tests.tallies import counted, factor, kinds, published_studies

if TYPE_CHECKING:
    from random import Random

    from analysis.results import FactorResult
    from tests.tallies import Counts


COUNTS = st.dictionaries(st.sampled_from("abcd"), st.tuples(*[st.integers(0, 40)] * 3), max_size=4)


def screened(*counts: Counts) -> tuple[FactorResult, ...]:
    return ranked([(factor(name=f"factor {place}"), counted(each)) for place, each in enumerate(counts)])


def test_of_the_fourteen_foods_of_oswego_vanilla_ice_cream_alone_is_linked() -> None:
    foods = [each for each in published_studies() if each["id"].startswith("oswego_")]
    results = ranked(
        [
            (
                factor(name=food["id"], reference="N"),
                counted(
                    {
                        "N": (food["breakouts_b"], food["n_b"] - food["breakouts_b"]),
                        "Y": (food["breakouts_a"], food["n_a"] - food["breakouts_a"]),
                    }
                ),
            )
            for food in foods
        ]
    )
    assert len(results) == 14
    assert results[0].factor.name == "oswego_vanilla_ice_cream"
    assert [each.factor.name for each in results if each.is_linked] == ["oswego_vanilla_ice_cream"]
    compared = [each for each in results if each.contrast is not None]
    assert {each.family for each in compared} == {Family(12, 1)}
    # One of twelve is linked, so each interval misses a twelfth of 5 % of the time (Benjamini & Yekutieli).
    assert {each.contrast.comparison.risk_difference.interval.level for each in compared} == {1 - 0.05 / 12}


@given(st.lists(COUNTS, max_size=8))
def test_adjusted_p_values_never_fall_below_the_raw_ones_nor_along_the_list(
    counts: list[Counts],
) -> None:
    results = screened(*counts)
    compared = [each for each in results if each.contrast is not None]
    for each in compared:
        assert difference_p(each.contrast.comparison) <= each.p_adjusted <= 1
    # What has no two levels to compare stands last, and before it the linked ones first.
    assert list(results[: len(compared)]) == compared
    assert [each.p_adjusted for each in compared] == sorted(each.p_adjusted for each in compared)


@given(st.lists(COUNTS, max_size=6), st.randoms(use_true_random=False))
def test_the_order_of_factors_does_not_matter(counts: list[Counts], random: Random) -> None:
    pairs = [(factor(name=f"factor {place}"), counted(each)) for place, each in enumerate(counts)]
    shuffled = pairs.copy()
    random.shuffle(shuffled)
    assert ranked(pairs) == ranked(shuffled)


def test_the_smallest_p_value_comes_first_and_what_cannot_be_tested_last() -> None:
    results = screened({"a": (5, 50)}, {"a": (10, 90), "b": (12, 88)}, {"a": (10, 90), "b": (40, 60)})
    assert [each.factor.name for each in results] == ["factor 2", "factor 1", "factor 0"]
    assert results[-1].p_adjusted is None


def test_of_equal_p_values_the_larger_difference_comes_first() -> None:
    counts = {"a": (10, 90), "b": (12, 88), "c": (30, 70)}
    nearer, further = (factor(name=name, reference=level) for name, level in (("nearer", "b"), ("z further", "a")))
    first, second = ranked([(nearer, counted(counts)), (further, counted(counts))])
    assert first.test == second.test
    assert (first.factor, second.factor) == (further, nearer)


def test_a_p_value_that_only_stands_alone_gets_a_caution() -> None:
    chance = {"a": (10, 90), "b": (21, 79)}
    (alone,) = screened(chance)
    assert alone.test.p_value < 0.05
    assert SeveralFactorsTested not in kinds(alone.cautions)
    first, *others = screened(chance, *[{"a": (10, 90), "b": (11, 89)}] * 9)
    assert first.p_adjusted >= 0.05
    assert SeveralFactorsTested(10) in first.cautions
    assert all(SeveralFactorsTested not in kinds(each.cautions) for each in others)


def test_no_factors() -> None:
    assert ranked([]) == ()
