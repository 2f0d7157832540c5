from __future__ import annotations

import math
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.methods.association import CHI_SQUARE, FISHER, FISHER_FREEMAN_HALTON
from analysis.methods.cautions import (
    Caution,
    FewBreakouts,
    LinkedToTheOutcome,
    ManyLevels,
    ManyUnknowns,
    NoComparison,
    NothingKnown,
    OneLevel,
    OutOfUsualRange,
    RepeatClients,
    SameOutcome,
    SampledTest,
    SmallExpectedCounts,
)
from analysis.methods.comparable import FEW_BREAKOUTS
from analysis.methods.numeric import MANN_WHITNEY
from analysis.methods.one_factor import examine
from analysis.methods.ordered_trend import COCHRAN_ARMITAGE
from analysis.results import Clustering
from tests.tallies import counted, factor, kinds, numbers_in

if TYPE_CHECKING:
    from analysis.outcome_log.log import FactorKind
    from tests.tallies import Counts


PLENTY = {"no": (20, 180), "yes": (40, 160)}


@pytest.mark.parametrize(
    ("kind", "counts", "name"),
    [
        ("category", PLENTY, CHI_SQUARE),
        ("category", {"no": (1, 20), "yes": (5, 15)}, FISHER),
        ("category", {"a": (1, 20), "b": (5, 15), "c": (2, 11)}, FISHER_FREEMAN_HALTON),
        ("ordered", {"I": (9, 20), "II": (15, 15), "III": (12, 11)}, COCHRAN_ARMITAGE),
        ("ordered", PLENTY, CHI_SQUARE),
        ("ordered", {"I": (0, 0, 5), **PLENTY}, CHI_SQUARE),
        ("number", {1.0: (5, 50), 2.0: (9, 40), 3.5: (9, 20)}, MANN_WHITNEY),
    ],
)
def test_the_kind_of_factor_decides_the_test(kind: FactorKind, counts: Counts, name: str) -> None:
    assert examine(factor(kind, tuple(counts)), counted(counts)).test.name == name


def test_levels_that_no_treatment_has_keep_their_place_in_the_order() -> None:
    counts = {"I": (2, 40), "II": (9, 40), "III": (0, 0), "IV": (11, 40)}
    with_gap = examine(factor("ordered", tuple(counts)), counted(counts))
    del counts["III"]
    without = examine(factor("ordered", tuple(counts)), counted(counts))
    assert with_gap.test.statistic != pytest.approx(without.test.statistic)
    assert [each.level for each in with_gap.levels] == ["I", "II", "IV"]


def test_not_known_levels_are_counted_apart() -> None:
    result = examine(factor(), counted(PLENTY, not_known=(3, 4, 5)))
    assert result.not_answered.treatments == 12
    assert sum(each.treatments for each in result.levels) == 400


def test_a_numeric_factor_shows_its_fifths() -> None:
    result = examine(factor("number"), counted({float(value): (3, 17) for value in range(10)}))
    assert [(each.level.low, each.level.high) for each in result.levels] == [(0, 1), (2, 3), (4, 5), (6, 7), (8, 9)]
    assert result.contrast.level.low == 8


def cautions_of(
    counts: Counts, *, kind: FactorKind = "category", repeats: int = 0, **more: object
) -> list[type[Caution]]:
    return kinds(examine(factor(kind, tuple(counts), **more), counted(counts), Clustering(repeats, 1.0)).cautions)


def test_a_plain_comparison_has_no_caution() -> None:
    assert cautions_of(PLENTY) == []


@pytest.mark.parametrize(("no_breakouts", "said"), [(8, False), (9, True)])
def test_small_expected_counts(no_breakouts: int, *, said: bool) -> None:
    # 10 of 20 breakouts: 5 are expected among ten treatments; 10 of 21 leave fewer than 5.
    counts = {"no": (5, 5), "yes": (5, no_breakouts - 3)}
    assert (SmallExpectedCounts in cautions_of(counts)) == said


@pytest.mark.parametrize(("breakouts", "said"), [(FEW_BREAKOUTS - 1, True), (FEW_BREAKOUTS, False)])
@pytest.mark.parametrize("turned", [False, True])
def test_few_breakouts_or_few_without(breakouts: int, *, said: bool, turned: bool) -> None:
    counts = {"no": (breakouts - 4, 300), "yes": (4, 300)}
    if turned:
        counts = {level: each[::-1] for level, each in counts.items()}
    assert (FewBreakouts in cautions_of(counts)) == said


@pytest.mark.parametrize(("unknown", "said"), [(44, False), (45, True)])
def test_many_unknowns(unknown: int, *, said: bool) -> None:
    assert (ManyUnknowns in cautions_of({"no": (20, 180, unknown), "yes": (40, 160)})) == said


@pytest.mark.parametrize(("repeats", "said"), [(0, False), (1, True)])
def test_repeat_clients(repeats: int, *, said: bool) -> None:
    assert (RepeatClients in cautions_of(PLENTY, repeats=repeats)) == said


def test_a_sampled_test_says_so() -> None:
    many = {f"large {number}": (300 - 10 * number, 4000) for number in range(5)}
    assert SampledTest in cautions_of({**many, "small": (3, 2)})
    assert SampledTest not in cautions_of({"a": (1, 20), "b": (5, 15), "c": (9, 11)})


@pytest.mark.parametrize(("deepest", "said"), [(3.0, False), (3.5, True)])
def test_out_of_usual_range(deepest: float, *, said: bool) -> None:
    counts = {1.0: (20, 100), deepest: (20, 100, 3)}
    depth = factor("number", caution_above=3)
    found = [each for each in examine(depth, counted(counts)).cautions if isinstance(each, OutOfUsualRange)]
    assert found == ([OutOfUsualRange(depth, 3, 123)] if said else [])


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        ({"better": (0, 30), "worse": (20, 0)}, True),
        ({"better": (0, 30), "worse": (20, 0), "other": (1, 1)}, True),
        ({"better": (0, 30), "worse": (20, 1)}, False),
        ({"better": (0, 30), "worse": (9, 0)}, False),
        ({f"lot {each}": (1, 0) if each % 2 else (0, 1) for each in range(40)}, False),
    ],
)
def test_a_factor_that_may_be_the_outcome(counts: Counts, *, said: bool) -> None:
    assert (LinkedToTheOutcome in cautions_of(counts)) == said


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        ({0.0: (0, 30), 2.0: (12, 0), 5.0: (8, 0)}, True),
        ({0.0: (12, 0), 2.0: (8, 0), 5.0: (0, 30)}, True),
        ({0.0: (0, 30), 2.0: (12, 1), 5.0: (8, 0)}, False),
        ({0.0: (0, 30), 2.0: (12, 0), 5.0: (0, 8)}, False),
        ({0.0: (0, 300), 2.0: (9, 0)}, False),
    ],
)
def test_a_number_that_may_be_the_outcome(counts: Counts, *, said: bool) -> None:
    """A severity of 0 to 5, say: one cut parts all that broke out from all that did not."""
    found = examine(factor("number"), counted(counts)).cautions
    assert any(isinstance(each, LinkedToTheOutcome) for each in found) == said


@pytest.mark.parametrize(
    ("counts", "first_caution"),
    [
        ({}, NothingKnown()),
        ({"a": (0, 0, 7)}, NothingKnown()),
        ({"a": (1, 0)}, OneLevel()),
        ({"a": (5, 50)}, OneLevel()),
        ({"a": (5, 50), "b": (0, 0, 9)}, OneLevel()),
        ({"a": (0, 0, 7), "b": (0, 0, 9)}, NothingKnown()),
        ({"a": (0, 50), "b": (0, 40)}, SameOutcome(0, 90)),
        ({"a": (50, 0), "b": (40, 0), "c": (30, 0)}, SameOutcome(120, 120)),
        ({f"lot {each}": (3, 20) for each in range(60)}, ManyLevels(60, 50)),
    ],
)
def test_where_there_is_nothing_to_compare_a_caution_says_why(counts: Counts, first_caution: Caution) -> None:
    for kind in ("category", "ordered"):
        result = examine(factor(kind, tuple(counts)), counted(counts))
        assert (result.test, result.contrast) == (None, None)
        assert result.cautions[0] == first_caution
        assert sum(isinstance(each, NoComparison) for each in result.cautions) == 1


def test_fifty_levels_are_still_compared() -> None:
    result = examine(factor(), counted({f"lot {each}": (3, 20) for each in range(50)}))
    assert result.test is not None
    assert result.contrast is not None


@pytest.mark.parametrize(
    ("counts", "first_caution"),
    [
        ({}, NothingKnown()),
        ({2.0: (5, 9)}, OneLevel()),
        ({2.0: (0, 9), 3.0: (0, 9)}, SameOutcome(0, 18)),
        ({2.0: (0, 0, 9), 3.0: (0, 0, 9)}, NothingKnown()),
    ],
)
def test_numbers_that_are_all_alike_or_have_one_outcome(counts: Counts, first_caution: Caution) -> None:
    result = examine(factor("number"), counted(counts))
    assert (result.test, result.contrast) == (None, None)
    assert result.cautions[0] == first_caution


@given(
    st.dictionaries(st.integers(0, 60), st.tuples(*[st.integers(0, 25)] * 3), max_size=12),
    st.sampled_from(["category", "ordered", "number"]),
)
def test_whatever_is_counted_gives_numbers(counts: Counts, kind: FactorKind) -> None:
    named = {float(level) if kind == "number" else f"level {level}": counts[level] for level in sorted(counts)}
    result = examine(factor(kind, tuple(named)), counted(named, not_known=(1, 2, 3)), Clustering(2, 1.3))
    assert all(math.isfinite(number) for number in numbers_in(result))
    assert result.levels == tuple(each for each in result.levels if each.treatments)
    assert (result.contrast is None) or (result.test is not None)
