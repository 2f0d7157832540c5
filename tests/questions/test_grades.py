"""The grades of an outcome at the levels of a factor, from a log."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.counting.in_memory import InMemory
from analysis.files.reading import read
from analysis.importing.cleaning import clean
from analysis.methods.grades import MEAN_SCORE
from analysis.methods.linear_by_linear import LINEAR_BY_LINEAR
from analysis.outcome_log.outcomes import Counted, possible_outcomes
from analysis.questions.at_a_glance import at_a_glance
from analysis.questions.grades import grades_by_level
from analysis.results import INDEPENDENT

if TYPE_CHECKING:
    from analysis.methods.grades import GradesResult
    from analysis.outcome_log.log import Log
    from analysis.outcome_log.outcomes import Unit

HEADER = "client_id,treatment_date,skin_type,acne_history,needle_depth_mm,severity,breakout\n"
ROWS = (
    "a,2026-01-01,oily,none,0.5,mild,yes\na,2026-02-01,oily,past,1.0,severe,yes\nb,2026-01-02,dry,none,1.5,,no\n"
    "b,2026-02-02,dry,none,2.0,,no\nc,2026-01-03,dry,current,2.5,moderate,yes\nd,2026-01-04,oily,past,2.5,,yes\n"
    "e,2026-01-05,oily,past,0.5,,\n,2026-01-06,,past,0.5,mild,yes\n"
)


def log_of(rows: str) -> Log:
    return clean(read((HEADER + rows).encode(), "log.csv"))[0]


def severe(log: Log, unit: Unit = "treatments") -> InMemory:
    outcome = next(each for each in possible_outcomes(log) if each.name == "severity")
    return InMemory(log, counted=Counted(outcome, unit))


def grades_of(rows: str, name: str, unit: Unit = "treatments") -> GradesResult:
    log = log_of(rows)
    counts = severe(log, unit)
    result = next(each for each in at_a_glance(counts).factors if each.factor.name == name)
    return grades_by_level(counts, result)


def test_the_grades_of_treatments() -> None:
    found = grades_of(ROWS * 4, "skin_type")
    assert found.grades == (None, "mild", "moderate", "severe")
    assert {each.level: (each.counts, each.not_known) for each in found.levels} == {
        "dry": ((8, 0, 4, 0), 0),
        "oily": ((0, 4, 0, 4), 8),
    }
    assert (found.not_known, found.level_not_known) == (8, 4)
    assert found.test is not None
    assert found.test.name == MEAN_SCORE
    assert found.clustering.design_effect > 1


def test_a_client_has_the_worst_grade_of_any_treatment() -> None:
    found = grades_of(ROWS, "skin_type", "clients")
    assert {each.level: (each.counts, each.not_known) for each in found.levels} == {
        "dry": ((1, 0, 1, 0), 0),
        "oily": ((0, 0, 0, 1), 2),
    }
    assert found.clustering == INDEPENDENT


def test_of_first_treatments_it_is_the_grade_of_these() -> None:
    found = grades_of(ROWS, "skin_type", "first treatments")
    assert {each.level: each.counts for each in found.levels} == {"dry": (1, 0, 1, 0), "oily": (0, 1, 0, 0)}


def test_an_order_is_tested_as_one_and_a_number_by_its_fifths() -> None:
    ordered, number = grades_of(ROWS * 9, "acne_history"), grades_of(ROWS * 9, "needle_depth_mm")
    assert ordered.test is not None
    assert ordered.test.name == LINEAR_BY_LINEAR
    assert [each.level for each in ordered.levels] == ["none", "past", "current"]
    assert number.test is not None
    assert number.test.name == LINEAR_BY_LINEAR
    log = log_of(ROWS * 9)
    shown = next(each for each in at_a_glance(severe(log)).factors if each.factor.name == "needle_depth_mm")
    assert [each.level for each in number.levels] == [each.level for each in shown.levels if each.rate is not None]


@settings(derandomize=True, database=None, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["a", "b", "c", ""]),
            st.sampled_from(["oily", "dry", ""]),
            st.sampled_from(
                [("mild", "yes"), ("severe", "yes"), ("", "yes"), ("", "no"), ("", ""), ("moderate", "yes")]
            ),
        ),
        min_size=1,
        max_size=25,
    ),
    st.sampled_from(["treatments", "first treatments", "clients"]),
)
def test_the_grades_from_a_threshold_on_are_the_outcome(
    rows: list[tuple[str, str, tuple[str, str]]], unit: Unit
) -> None:
    text = "".join(f"{client},,{skin},none,1,{grade},{yes}\n" for client, skin, (grade, yes) in rows)
    log = log_of(text + "z,,oily,none,1,mild,yes\nz,,oily,none,1,severe,yes\nz,,oily,none,1,moderate,yes\n")
    for outcome in (each for each in possible_outcomes(log) if each.name == "severity"):
        counts = InMemory(log, counted=Counted(outcome, unit))
        by_grade, counted = counts.by_grade("skin_type"), counts.by("skin_type")
        is_yes = [grade in outcome.levels for grade in counts.grades]
        assert by_grade[:, is_yes].sum(axis=1).tolist() == counted.breakouts.tolist()
        assert by_grade.sum(axis=1).tolist() == counted.known.tolist()


@pytest.mark.parametrize(
    "rows", ["a,,oily,none,1,mild,yes\n", "a,,oily,none,1,mild,yes\nb,,dry,past,2,mild,yes\n" * 20]
)
def test_a_log_with_nothing_to_compare_says_why(rows: str) -> None:
    for name in ("skin_type", "acne_history", "needle_depth_mm"):
        log = log_of(rows + "c,,,,,severe,yes\n")
        counts = severe(log)
        result = next(each for each in at_a_glance(counts).factors if each.factor.name == name)
        found = grades_by_level(counts, result)
        assert found.test is None
        assert found.cautions
