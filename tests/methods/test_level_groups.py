"""Levels that cannot carry a parameter are merged by rule."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.methods.adjusted.complete_cases import complete_cases
from analysis.methods.adjusted.terms import LevelsTerm, LineTerm, Term, Unable, model_term
from analysis.methods.level_groups import level_groups
from analysis.outcome_log.log import Factor, FactorKind
from analysis.results import ValueRange
from tests.patterns import patterns_of

# For each level breakouts and no breakouts.
Counts = dict[Any, tuple[int, int]]


def term_of(
    counts: Counts,
    kind: FactorKind = "category",
    reference: str | None = None,
    client: list[int] | None = None,
    *,
    per_unit: bool = False,
) -> Term | Unable | None:
    factor = Factor("skin", "Skin", kind, tuple(counts), reference, is_extra=True)
    rows = [(level, yes, yes + no) for level, (yes, no) in counts.items() if yes + no]
    columns = {"skin": [level for level, _, _ in rows]}
    patterns = patterns_of([factor], columns, [row[1] for row in rows], [row[2] for row in rows], client)
    cases = complete_cases(patterns)
    return model_term(factor, factor.levels, cases.codes[:, 0], cases, "per unit" if per_unit else "levels")


@pytest.mark.parametrize(
    ("counts", "kind", "reference", "groups"),
    [
        ({"a": (10, 10), "b": (5, 5)}, "category", None, ("a", "b")),
        # One other that is too small takes the next smallest with it, but never the reference.
        ({"a": (9, 10), "b": (50, 50), "c": (2, 2), "d": (20, 20)}, "category", "a", ("a", "b", ("c", "d"))),
        ({"a": (9, 10), "b": (50, 50), "c": (2, 2), "d": (20, 20)}, "category", None, ("b", "d", ("a", "c"))),
        # Several that are too small, or have one outcome only, may be enough together.
        ({"a": (9, 10), "b": (0, 30), "c": (5, 0), "d": (9, 10)}, "category", "a", ("a", "d", ("b", "c"))),
        # The reference itself may be too small.
        ({"a": (1, 1), "b": (10, 30), "c": (5, 40), "d": (9, 10)}, "category", "a", ("b", "c", ("a", "d"))),
        # Ordered levels go to the neighbour nearer to the reference, the furthest first.
        ({"a": (9, 10), "b": (9, 10), "c": (0, 30), "d": (2, 2)}, "ordered", None, ("a", "b", ("c", "d"))),
        ({"a": (9, 10), "b": (9, 10), "c": (0, 30), "d": (0, 20)}, "ordered", None, ("a", ("b", "c", "d"))),
        ({"a": (1, 2), "b": (9, 10), "c": (9, 10), "d": (9, 10)}, "ordered", "c", (("a", "b"), "c", "d")),
        ({"a": (1, 2), "b": (9, 10), "c": (9, 10)}, "ordered", "a", (("a", "b"), "c")),
        ({"a": (9, 10), "b": (9, 10), "c": (1, 2)}, "ordered", "c", ("a", ("b", "c"))),
        # A level without treatments is none.
        ({"a": (9, 10), "b": (0, 0), "c": (9, 10)}, "ordered", None, ("a", "c")),
    ],
)
def test_merging(counts: Counts, kind: FactorKind, reference: str | None, groups: tuple[Any, ...]) -> None:
    term = term_of(counts, kind, reference)
    assert isinstance(term, Term)
    assert term.groups == groups
    assert term.merged == tuple(group for group in groups if isinstance(group, tuple))
    assert term.parameters == len(groups) - 1
    assert term.tally.breakouts.sum() == sum(yes for yes, _ in counts.values())


def test_a_yes_no_factor_with_one_outcome_at_a_level_cannot_be_helped() -> None:
    unable = term_of({"no": (20, 200), "yes": (0, 40)})
    assert isinstance(unable, Unable)
    assert (unable.levels, unable.breakouts, unable.known, unable.parameters) == (("yes",), 0, 40, 1)
    unable = term_of({"no": (20, 200), "yes": (2, 2)})
    assert isinstance(unable, Unable)
    assert (unable.levels, unable.breakouts, unable.known) == (("yes",), 2, 4)


def test_levels_that_all_stay_too_small() -> None:
    """Two hundred levels of five treatments each are one group of all treatments, which has nothing to compare with."""
    unable = term_of({f"L{number}": (1, 4) for number in range(200)})
    assert isinstance(unable, Unable)
    assert unable.parameters == 199


def test_an_ordered_factor_merged_into_one_group_names_what_was_too_small() -> None:
    unable = term_of({"a": (9, 50), "b": (0, 12), "c": (0, 3)}, "ordered")
    assert isinstance(unable, Unable)
    assert (unable.levels, unable.breakouts, unable.known) == (("c",), 0, 3)


def test_one_level_has_nothing_to_differ_from() -> None:
    assert term_of({"a": (9, 50), "b": (0, 0)}) is None


def test_a_level_of_few_clients_is_too_small_where_clients_repeat() -> None:
    """Standard errors clustered by client say nothing about a level that one client makes."""
    counts = {"a": (1, 1), "b": (5, 5)}
    factor = Factor("skin", "Skin", "category", ("a", "b"), is_extra=True)
    rows = [("a", each, 1, 2) for each in range(40)] + [("b", 100, 15, 30)]
    patterns = patterns_of(
        [factor],
        {"skin": [row[0] for row in rows]},
        [row[2] for row in rows],
        [row[3] for row in rows],
        [row[1] for row in rows],
    )
    cases = complete_cases(patterns)
    unable = model_term(factor, tuple(counts), cases.codes[:, 0], cases, "levels")
    assert isinstance(unable, Unable)
    assert (unable.levels, unable.known) == (("b",), 30)


def test_a_number_enters_by_fifths_or_per_unit() -> None:
    counts: Counts = {float(value): (3, 7) for value in range(1, 11)}
    by_fifths, per_unit = term_of(counts, "number"), term_of(counts, "number", per_unit=True)
    assert isinstance(by_fifths, LevelsTerm)
    assert isinstance(per_unit, LineTerm)
    fifths = tuple(ValueRange(low, low + 1.0) for low in (1.0, 3.0, 5.0, 7.0, 9.0))
    assert by_fifths.groups == per_unit.groups == fifths
    assert by_fifths.parameters == 4
    assert (per_unit.parameters, per_unit.step) == (1, 1.0)
    # The middle of 9 and 10 is the lower of the two, as far from that of 1 and 2.
    assert per_unit.coding[:, 0] == pytest.approx([1 - 5.5, 3 - 5.5, 5 - 5.5, 7 - 5.5, 9 - 5.5])


def test_fifths_with_one_outcome_do_no_harm_per_unit() -> None:
    counts: Counts = {1.0: (0, 20), 2.0: (5, 15), 3.0: (6, 14), 4.0: (7, 13), 5.0: (20, 0)}
    per_unit, by_fifths = term_of(counts, "number", per_unit=True), term_of(counts, "number")
    assert isinstance(per_unit, LineTerm)
    assert isinstance(by_fifths, LevelsTerm)
    assert len(per_unit.groups) == 5
    assert by_fifths.groups == (ValueRange(1.0, 2.0), ValueRange(3.0, 3.0), ValueRange(4.0, 5.0))
    assert by_fifths.merged[0] == (ValueRange(1.0, 1.0), ValueRange(2.0, 2.0))


LEVELS = st.lists(st.tuples(st.integers(0, 30), st.integers(0, 60)), min_size=1, max_size=8)


@settings(max_examples=150, deadline=None, derandomize=True)
@given(LEVELS, st.sampled_from(["category", "ordered", "number"]), st.integers(0, 7), st.booleans())
def test_groups_are_a_division_of_the_levels(
    each: list[tuple[int, int]],
    kind: FactorKind,
    reference: int,
    each_has_parameter: bool,  # noqa: FBT001
) -> None:
    levels: tuple[Any, ...] = (
        tuple(map(float, range(len(each)))) if kind == "number" else tuple(map(str, range(len(each))))
    )
    factor = Factor("skin", "Skin", kind, levels, str(reference) if kind != "number" else None, is_extra=True)
    rows = [(level, yes, yes + no) for level, (yes, no) in zip(levels, each, strict=True) if yes + no]
    patterns = patterns_of([factor], {"skin": [row[0] for row in rows]}, [r[1] for r in rows], [r[2] for r in rows])
    cases = complete_cases(patterns)
    found = level_groups(factor, levels, cases.codes[:, 0], cases, each_has_parameter=each_has_parameter)
    assert sorted(place for group in found.groups for place in group) == np.flatnonzero([sum(e) for e in each]).tolist()
    if found.unable is None:
        for no_breakouts, breakouts, _ in found.tally.counts.tolist() if len(found.groups) > 1 else ():
            assert no_breakouts + breakouts >= 10
            assert not each_has_parameter or (no_breakouts and breakouts)
