from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.methods import ranking
from analysis.methods.cautions import SeveralFactorsTested
from analysis.methods.ranking import ranked
from tests.tallies import counted, factor, kinds, published_studies, r_values

if TYPE_CHECKING:
    from random import Random

    from analysis.results import FactorResult
    from tests.tallies import Counts, Known


COUNTS = st.dictionaries(st.sampled_from("abcd"), st.tuples(*[st.integers(0, 40)] * 3), max_size=4)


def screened(*counts: Counts) -> tuple[FactorResult, ...]:
    return ranked([(factor(name=f"factor {place}"), counted(each)) for place, each in enumerate(counts)])


@pytest.mark.parametrize("known", r_values("benjamini_hochberg"), ids=lambda each: each["name"])
def test_benjamini_hochberg_as_r_has_it(known: Known, monkeypatch: pytest.MonkeyPatch) -> None:
    """Factors come with the p-values that R was given, and leave with those that R gave back."""
    (plain,) = screened({"a": (10, 90), "b": (40, 60)})
    given_p = {f"factor {place}": float(p) for place, p in enumerate(known["p"])}
    monkeypatch.setattr(
        ranking,
        "examine",
        lambda of, *_: replace(plain, factor=of, test=replace(plain.test, p_value=given_p[of.name]), p_adjusted=None),
    )
    results = ranked([(factor(name=name), counted({})) for name in given_p])
    adjusted = {each.factor.name: each.p_adjusted for each in results}
    assert [adjusted[name] for name in given_p] == pytest.approx(known["adjusted"], rel=1e-12)
    assert [each.test.p_value for each in results] == sorted(given_p.values())


def test_the_fourteen_foods_of_oswego_are_adjusted_as_r_does() -> None:
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
    assert [each.factor.name for each in results[:2]] == ["oswego_vanilla_ice_cream", "oswego_chocolate_ice_cream"]
    # Benjamini and Hochberg's own words: the smallest of p times the number of tests over its rank, from there upward.
    by_evidence = sorted(results, key=lambda each: each.test.p_value)
    raw = [each.test.p_value for each in by_evidence]
    expected = [min(1, *(14 * raw[rank] / (rank + 1) for rank in range(place, 14))) for place in range(14)]
    assert [each.p_adjusted for each in by_evidence] == pytest.approx(expected, rel=1e-12)


@given(st.lists(COUNTS, max_size=8))
def test_adjusted_p_values_never_fall_below_the_raw_ones_nor_along_the_list(
    counts: list[Counts],
) -> None:
    results = [each for each in screened(*counts) if each.test is not None]
    for each in results:
        assert each.test.p_value <= each.p_adjusted <= 1
    # What no two levels of can be compared stands after what can tell, each part by its evidence.
    order = [(each.contrast is None, each.p_adjusted) for each in results]
    assert order == sorted(order)


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
