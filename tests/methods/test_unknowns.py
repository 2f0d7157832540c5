"""Unknown outcomes: bounds, where they are, the weighted rate, and whether they could turn a contrast around."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.methods.cautions import ManyLevels
from analysis.methods.evidence_cautions import FewStandForMany, LevelsAllUnknown
from analysis.methods.one_factor import examine
from analysis.methods.rate import level_rates, rate, total_rate
from analysis.methods.unknowns import UnknownOutcomes, unknown_outcomes, weighted_rate
from analysis.results import INDEPENDENT, Clustering, LevelRate
from tests.tallies import Counts, counted, factor, kinds, r_values

THREE = st.dictionaries(st.sampled_from("abc"), st.tuples(*[st.integers(0, 50)] * 3), min_size=1, max_size=3)


def looked_at(
    counts: Counts,
    kind: Any = "category",  # noqa: ANN401
    not_known: tuple[int, ...] = (0, 0, 0),
    clustering: Clustering = INDEPENDENT,
    spread_effect: float = 1.0,
) -> UnknownOutcomes:
    of, tally = factor(kind, tuple(counts), reference="a"), counted(counts, not_known)
    result = examine(of, tally, clustering)
    total = total_rate(tally, clustering.design_effect)
    follow_up = Clustering(int(spread_effect > 1), spread_effect)
    return unknown_outcomes(result, tally, total, clustering.design_effect, follow_up=follow_up)


def levels_of(counts: Counts, design_effect: float = 1.0) -> tuple[LevelRate, ...]:
    return level_rates(counted(counts), [design_effect] * (len(counts) + 1))


@pytest.mark.parametrize("known", r_values("weighted", "limits"), ids=lambda known: known["name"])
def test_the_weighted_rate_as_r_works_it_out(known: dict[str, Any]) -> None:
    rows = enumerate(zip(known["yes"], known["no"], known["unknown"], strict=True))
    found, _ = weighted_rate(levels_of({f"level {at}": row for at, row in rows}))
    assert found is not None
    assert found.value == pytest.approx(known["rate"], rel=1e-9)
    assert found.interval.low == pytest.approx(known["lower"], rel=1e-6)
    assert found.interval.high == pytest.approx(known["upper"], rel=1e-6)


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40), st.just(0)).filter(any), min_size=1, max_size=5))
def test_with_nothing_unknown_it_is_the_plain_rate_and_its_interval(rows: list[tuple[int, int, int]]) -> None:
    found, cautions = weighted_rate(levels_of(dict(enumerate(rows))), 1.3)
    plain = rate(sum(row[0] for row in rows), sum(row[1] for row in rows), 1.3)
    assert found is not None
    assert plain is not None
    assert cautions == ()
    assert found.value == pytest.approx(plain.value, abs=1e-12)
    assert found.interval.low == pytest.approx(plain.interval.low, abs=1e-9)
    assert found.interval.high == pytest.approx(plain.interval.high, abs=1e-9)


@given(st.lists(st.tuples(*[st.integers(1, 40)] * 2), min_size=1, max_size=4), st.integers(1, 3))
def test_an_equal_share_of_unknowns_everywhere_leaves_the_rate_alone(rows: list[tuple[int, int]], times: int) -> None:
    counts = {at: (yes, no, times * (yes + no)) for at, (yes, no) in enumerate(rows)}
    found, _ = weighted_rate(levels_of(counts))
    assert found is not None
    assert found.value == pytest.approx(sum(yes for yes, _ in rows) / sum(yes + no for yes, no in rows))


def test_the_hardly_followed_level_counts_for_all_its_treatments() -> None:
    """10% of 100, 50% of 300: the plain rate hides that most treatments are of the second."""
    found, _ = weighted_rate(levels_of({"a": (10, 90), "b": (10, 10, 280)}))
    assert found is not None
    assert found.value == pytest.approx((100 * 0.1 + 300 * 0.5) / 400)


def test_treatments_without_a_level_are_a_level_of_their_own() -> None:
    found = looked_at({"a": (10, 90), "b": (50, 50, 100)}, not_known=(0, 20, 380))
    assert found.weighted is not None
    assert found.weighted.value == pytest.approx((100 * 0.1 + 200 * 0.5 + 400 * 0) / 700)


def test_a_level_of_which_nothing_is_known_leaves_no_weight() -> None:
    found = looked_at({"a": (10, 90), "b": (50, 50, 100), "c": (0, 0, 30)})
    assert found.weighted is None
    assert found.cautions == (LevelsAllUnknown(("c",)),)


def test_a_few_that_stand_for_many_are_named() -> None:
    found = looked_at({"a": (10, 90), "b": (1, 2, 60), "c": (1, 2)})
    assert found.cautions == (FewStandForMany(("b",), 10),)


def test_every_outcome_the_same_still_has_an_interval() -> None:
    found, _ = weighted_rate(levels_of({"a": (0, 90), "b": (0, 10, 80)}))
    assert found is not None
    # Kish's number of treatments for weights of 1 and 9.
    plain = rate(0, 1)
    assert plain is not None
    assert found.value == 0
    assert 0 < found.interval.high < 0.2


@given(THREE)
def test_the_known_rate_lies_between_its_bounds(counts: Counts) -> None:
    found = looked_at(counts)
    for each in (*found.levels, *([found.total] if found.total is not None else [])):
        assert 0 <= each.if_all_no <= each.if_all_yes <= 1
        if each.of.rate is not None:
            assert each.if_all_no <= each.of.rate.value <= each.if_all_yes
        assert (each.if_all_no == each.if_all_yes) == (each.of.unknown == 0)


@given(THREE)
def test_the_worst_case_holds_every_case(counts: Counts) -> None:
    found = looked_at(counts)
    if found.worst_case is not None:
        assert found.result.contrast is not None
        seen = found.result.contrast.comparison.risk_difference.value
        low = found.worst_case.lowest.risk_difference.value
        high = found.worst_case.highest.risk_difference.value
        assert low <= seen <= high
        assert low < high


def test_the_worst_case_is_all_no_against_all_yes() -> None:
    found = looked_at({"a": (10, 80, 10), "b": (60, 30, 10)})
    assert found.worst_case is not None
    assert found.worst_case.lowest.risk_difference.value == pytest.approx(0.60 - 0.20)
    assert found.worst_case.highest.risk_difference.value == pytest.approx(0.70 - 0.10)
    assert found.worst_case.lowest.risk_difference.interval.low > 0


def test_unknowns_elsewhere_are_no_worst_case() -> None:
    found = looked_at({"a": (10, 90), "b": (60, 40)}, not_known=(0, 0, 50))
    assert found.worst_case is None
    assert found.unknown == 50


@pytest.mark.parametrize(
    ("kind", "name"), [("category", "chi-square"), ("ordered", "Cochran-Armitage trend"), ("number", "Mann-Whitney U")]
)
def test_the_spread_is_tested_as_the_factor_is(kind: str, name: str) -> None:
    levels = (1.0, 2.0, 3.0) if kind == "number" else ("a", "b", "c")
    rows = [(10, 80, 10), (10, 70, 20), (10, 60, 40)]
    found = looked_at(dict(zip(levels, rows, strict=True)), kind)
    assert found.spread is not None
    assert found.spread.name == name
    assert found.spread.p_value < 0.001
    weaker = looked_at(dict(zip(levels, rows, strict=True)), kind, spread_effect=2.0)
    assert weaker.spread is not None
    assert weaker.spread.p_value > found.spread.p_value


@pytest.mark.parametrize(
    "counts",
    [
        {},
        {"a": (1, 0)},
        {"a": (0, 0, 1)},
        {"a": (0, 0, 30), "b": (0, 0, 40)},
        {"a": (0, 30, 5), "b": (0, 40, 0)},
        {"a": (30, 0, 5), "b": (40, 0, 3)},
        {"a": (30, 10), "b": (0, 0, 1)},
        {f"level {each}": (3, 20, each) for each in range(200)},
    ],
)
def test_little_or_nothing_is_no_trouble(counts: Counts) -> None:
    found = looked_at(counts)
    numbers = [n for each in found.levels for n in (each.if_all_no, each.if_all_yes)]
    assert np.isfinite(numbers).all()
    assert (found.total is None) == (not counts)
    if not found.unknown:
        assert found.spread is None
    if len(counts) == 200:
        assert ManyLevels in kinds(found.cautions)


def test_twice_the_log_has_the_same_bounds_and_a_narrower_interval() -> None:
    once = looked_at({"a": (10, 80, 10), "b": (60, 30, 40)})
    twice = looked_at({"a": (20, 160, 20), "b": (120, 60, 80)})
    assert [(each.if_all_no, each.if_all_yes) for each in once.levels] == [
        (each.if_all_no, each.if_all_yes) for each in twice.levels
    ]
    assert once.weighted is not None
    assert twice.weighted is not None
    assert once.weighted.value == pytest.approx(twice.weighted.value)
    assert twice.weighted.interval.low > once.weighted.interval.low
