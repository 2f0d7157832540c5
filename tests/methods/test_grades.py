"""Ordered outcomes grade by grade: values from R, a published table, and what must hold of any counts."""

from __future__ import annotations

import json
import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.counting.tallies import AlikeClients
from analysis.methods.association import association_test
from analysis.methods.cautions import ManyLevels, NothingKnown, OneLevel
from analysis.methods.closer_cautions import FewAboveTheLowestGrade, OneGrade
from analysis.methods.design_effect import clustering, score_design_effect
from analysis.methods.grades import LevelGrades, graded, mean_score
from analysis.methods.linear_by_linear import linear_by_linear
from analysis.methods.ordered_trend import trend_test
from analysis.methods.sureness import TableEffect
from analysis.results import INDEPENDENT, Clustering
from tests.tallies import REFERENCE, factor, kinds

R = json.loads((REFERENCE / "grades.json").read_text(encoding="utf-8"))
GRADES = (None, "mild", "moderate", "severe")
TABLES = st.integers(2, 5).flatmap(
    lambda grades: st.lists(
        st.lists(st.integers(0, 400), min_size=grades, max_size=grades), min_size=1, max_size=6
    ).map(np.array)
)


def levels_of(counts: np.ndarray, not_known: int = 0) -> tuple[LevelGrades, ...]:
    return tuple(LevelGrades(f"level {row}", tuple(each), not_known) for row, each in enumerate(counts.tolist()))


@pytest.mark.parametrize("of", R["values"], ids=[each["id"] for each in R["values"]])
def test_values_from_r(of: dict[str, Any]) -> None:
    counts = np.array(of["counts"])
    for test, known in ((linear_by_linear(counts), of["linear"]), (mean_score(counts), of["mean_score"])):
        assert test is not None
        assert test.statistic == pytest.approx(known["statistic"], rel=1e-9)
        assert test.p_value == pytest.approx(known["p"], rel=1e-9)


def test_published_job_satisfaction() -> None:
    """Agresti (2002), table 2.8, as CMHtest() of vcdExtra answers it for Friendly & Meyer (2016), exercise 4.3."""
    of = R["published"]
    counts = np.array(of["counts"])
    linear, means = linear_by_linear(counts), mean_score(counts)
    assert linear is not None
    assert means is not None
    assert round(linear.statistic, 4) == of["linear"]["statistic"]
    assert round(linear.p_value, 6) == of["linear"]["p"]
    assert round(means.statistic, 4) == of["mean_score"]["statistic"]
    assert round(means.p_value, 6) == of["mean_score"]["p"]


def test_the_design_effect_of_a_mean_score_from_r() -> None:
    assert score_design_effect(AlikeClients.each(np.array(R["design_effect"]["clients"]))) == pytest.approx(
        R["design_effect"]["value"]
    )


@given(st.lists(st.tuples(*[st.integers(0, 4)] * 3).filter(any), min_size=1, max_size=30).map(np.array))
def test_with_two_grades_it_is_the_design_effect_of_the_rate(by_client: np.ndarray) -> None:
    assert clustering(AlikeClients.each(by_client)).design_effect == score_design_effect(
        AlikeClients.each(by_client[:, :2])
    )


@given(TABLES)
def test_two_grades_are_the_trend_and_the_chi_square(counts: np.ndarray) -> None:
    no, yes = counts[:, 0], counts[:, 1:].sum(axis=1)
    two = np.column_stack([no, yes])
    linear, trend = linear_by_linear(two), trend_test(yes, no)
    assert (linear is None) == (trend is None)
    if linear is not None and trend is not None:
        assert linear.statistic == pytest.approx(trend.statistic**2, rel=1e-6, abs=1e-9)
        assert linear.p_value == pytest.approx(trend.p_value, rel=1e-6, abs=1e-12)
    means = mean_score(two)
    usual = association_test(yes[no + yes > 0], no[no + yes > 0])
    if means is not None and usual is not None and usual.name == "Chi-square":
        everyone = two.sum()
        assert means.statistic == pytest.approx((everyone - 1) / everyone * usual.statistic, rel=1e-6, abs=1e-9)


@given(TABLES)
def test_two_levels_need_no_order(counts: np.ndarray) -> None:
    two = counts[:2]
    linear, means = linear_by_linear(two), mean_score(two)
    assert (linear is None) == (means is None)
    if linear is not None and means is not None:
        assert linear.statistic == pytest.approx(means.statistic, rel=1e-6, abs=1e-9)


@given(TABLES, st.floats(1, 5))
def test_neither_the_direction_nor_the_order_of_names_matters_and_clients_only_weaken(
    counts: np.ndarray, design_effect: float
) -> None:
    for test, other in (
        (linear_by_linear(counts), linear_by_linear(counts[::-1, ::-1])),
        (mean_score(counts), mean_score(np.roll(counts, 1, axis=0))),
    ):
        assert (test is None) == (other is None)
        if test is not None and other is not None:
            assert math.isfinite(test.statistic)
            assert 0 <= test.p_value <= 1
            assert other.statistic == pytest.approx(test.statistic, rel=1e-6, abs=1e-9)
    weaker, plain = mean_score(counts, TableEffect(mean=design_effect, freedom=None)), mean_score(counts)
    if weaker is not None and plain is not None:
        assert weaker.p_value >= plain.p_value


@given(TABLES, st.sampled_from(["category", "ordered", "number"]), st.booleans())
def test_whatever_the_counts_there_is_a_test_or_a_reason(counts: np.ndarray, kind: str, repeats: bool) -> None:  # noqa: FBT001
    of = factor(kind)
    clustered = Clustering(3, 1.2) if repeats else INDEPENDENT
    grades = tuple(f"grade {each}" for each in range(counts.shape[1]))
    found = graded(of, grades, levels_of(counts, 2), contrast=("level 1", "level 0"), clustering=clustered)
    assert (found.test is not None) != any(
        isinstance(each, NothingKnown | OneLevel | OneGrade) for each in found.cautions
    )
    assert sum(each.known for each in found.levels) == counts.sum()
    assert found.not_known == 2 * len(counts)
    assert found.test is not None or not found.compared
    assert kind != "category" or found.rises is None


def test_degenerate_counts() -> None:
    of = factor("ordered")
    for counts, why in (
        ([], NothingKnown),
        ([[0, 0, 0, 0]], NothingKnown),
        ([[5, 1, 0, 0], [0, 0, 0, 0]], OneLevel),
        ([[5, 0, 0, 0], [7, 0, 0, 0]], OneGrade),
        ([[0, 0, 5, 0], [0, 0, 1, 0]], OneGrade),
        ([[5, 1, 0, 0]] * 60, ManyLevels),
    ):
        found = graded(of, GRADES, levels_of(np.array(counts).reshape(-1, 4)))
        assert found.test is None
        assert kinds(found.cautions) == [why]
    lonely = graded(of, GRADES, levels_of(np.array([[1, 0, 0, 0], [0, 0, 0, 1]])))
    assert kinds(lonely.cautions) == [FewAboveTheLowestGrade]
    assert lonely.rises is True
    assert lonely.test is not None


def test_an_order_tells_whether_it_gets_worse() -> None:
    worse = np.array([[90, 8, 2, 0], [80, 12, 6, 2], [60, 20, 12, 8]])
    assert graded(factor("ordered"), GRADES, levels_of(worse)).rises is True
    assert graded(factor("ordered"), GRADES, levels_of(worse[::-1])).rises is False
    assert graded(factor("category"), GRADES, levels_of(worse)).rises is None
