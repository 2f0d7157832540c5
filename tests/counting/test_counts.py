"""Counts: what passes is looked for once, each tally is counted once, and what is remembered is what is true."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.counting.counts import MOST_REMEMBERED
from analysis.counting.in_memory import InMemory
from analysis.counting.tallies import AlikeClients, Merging
from analysis.outcome_log.filters import Filters
from analysis.outcome_log.outcomes import Counted, possible_outcomes
from analysis.questions.at_a_glance import at_a_glance
from analysis.questions.curve import rate_along
from analysis.questions.pairs import count_pairs
from analysis.questions.unknowns import unknowns_of
from tests.counting.test_in_memory import FILTERS, ROW, Row, log_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from analysis.counting.counts import By, Counts, Of

UNITS = st.sampled_from(["treatments", "first treatments", "clients"])
DAYS = st.sampled_from([None, dt.date(2026, 5, 1), dt.date(2026, 5, 2), dt.date(2026, 6, 1)])
NAMES = ("skin_type", "acne_history", "needle_depth_mm")
DEPTHS = Merging("needle_depth_mm", ("any",), (0, 0, 0))
SOME: list[Row] = [
    (f"C{place % 7}", f"2026-0{5 + place % 2}-0{1 + place % 8}", skin, acne, depth, outcome, "")
    for place, (skin, acne, depth, outcome) in enumerate(
        [
            ("oily", "none", "0.5", "yes"),
            ("dry", "past", "1.5", "no"),
            ("", "current", "2.5", ""),
            ("oily", "past", "2.5", "no"),
        ]
        * 12
    )
]
# Enough rows that the filters leave some.
MANY = st.lists(st.one_of(st.sampled_from(SOME), ROW), min_size=12, max_size=40)


def lines(found: AlikeClients | None) -> np.ndarray | None:
    return None if found is None else found.counts


# Every way to ask.
QUESTIONS: dict[str, Callable[[Counts], Any]] = {
    "total": lambda counts: counts.total.counts,
    "by skin": lambda counts: counts.by("skin_type").counts,
    "by depth": lambda counts: counts.by("needle_depth_mm").counts,
    "skin and acne": lambda counts: counts.by_both("skin_type", "acne_history").counts,
    "skin and any depth": lambda counts: counts.by_both("skin_type", "needle_depth_mm").counts,
    "by day": lambda counts: counts.by_day().counts,
    "in May": lambda counts: counts.by_day(dt.date(2026, 5, 1), dt.date(2026, 5, 31)).counts,
    "grades": lambda counts: counts.by_grade("skin_type"),
    "grades in all": lambda counts: counts.by_grade(),
    "visits": lambda counts: counts.visits("acne_history"),
    "by client": lambda counts: lines(counts.by_client()),
    "grades by client": lambda counts: lines(counts.by_client("grade")),
    "patterns": lambda counts: counts.patterns(*NAMES).counts,
}


class Watched(InMemory):
    """Counts that note what was counted and not remembered."""

    def __init__(self, *what: Any, **more: Any) -> None:  # noqa: ANN401
        super().__init__(*what, **more)
        self.asked: list[tuple[tuple[By, ...], Of]] = []

    def _count(self, by: tuple[By, ...], of: Of) -> np.ndarray:
        self.asked.append((by, of))
        return super()._count(by, of)


@pytest.fixture
def searches(monkeypatch: pytest.MonkeyPatch) -> list[Filters]:
    """Return every search for the rows that pass, while it grows."""
    made: list[Filters] = []
    search = Filters.rows

    def noted(self: Filters, log: Any) -> np.ndarray:  # noqa: ANN401
        made.append(self)
        return search(self, log)

    monkeypatch.setattr(Filters, "rows", noted)
    return made


@pytest.mark.parametrize("unit", ["treatments", "first treatments", "clients"])
def test_the_rows_are_found_once_whatever_is_asked(searches: list[Filters], unit: Any) -> None:  # noqa: ANN401
    filters = Filters(levels=(("skin_type", ("oily", "dry")),))
    counts = InMemory(log_of(SOME), filters, Counted(unit=unit))
    for ask in [*QUESTIONS.values()] * 2:
        ask(counts)
    counts.of(Counted(possible_outcomes(log_of(SOME))[1])).by("skin_type")
    # Of treatments a period is part of what is counted already; whose first one it holds has to be looked for.
    in_may = [] if unit == "treatments" else [filters.between(dt.date(2026, 5, 1), dt.date(2026, 5, 31))] * 2
    assert searches == [filters, *in_may]


def test_a_home_page_and_a_look_closer_find_the_rows_once_and_count_each_factor_once(searches: list[Filters]) -> None:
    counts = Watched(log_of(SOME))
    found = at_a_glance(counts)
    assert len(searches) == 1
    # Each factor, the days of both periods and of all months together; the total is added up.
    assert sorted(counts.asked) == sorted(
        [*(((factor.name,), "outcome") for factor in counts.factors), (("treatment_date",), "outcome")]
    )
    depth = next(each for each in found.factors if each.factor.name == "needle_depth_mm")
    unknowns_of(counts, depth, found)
    rate_along(counts, depth, found)
    before = len(counts.asked)
    count_pairs(counts, depth.factor, [each.factor for each in found.factors if each is not depth])
    assert len(counts.asked) == before + len(found.factors) - 1
    assert len(searches) == 1


@settings(max_examples=12, deadline=None, derandomize=True)
@given(MANY, FILTERS, UNITS, st.permutations(sorted(QUESTIONS)), st.integers(0, 9))
def test_what_is_remembered_is_what_a_fresh_count_says(
    rows: list[Row],
    filters: Filters,
    unit: Any,  # noqa: ANN401
    asked: list[str],
    outcome: int,
) -> None:
    log = log_of(rows)
    outcomes = possible_outcomes(log)
    counted = Counted(outcomes[outcome % len(outcomes)], unit)
    counts = InMemory(log, filters, counted)
    for name in asked:
        found, fresh = (QUESTIONS[name](each) for each in (counts, InMemory(log, filters, counted)))
        assert (found is None) == (fresh is None), name
        assert found is None or found.tolist() == fresh.tolist(), name


def test_a_period_beyond_the_filtered_one_is_looked_for() -> None:
    """Clients counted once each are counted anew in each period that is compared."""
    first, second = dt.date(2026, 5, 1), dt.date(2026, 5, 2)
    counts = InMemory(
        log_of([("", "2026-05-01", "", "", "", "yes", ""), ("", "2026-05-02", "", "", "", "no", "")]),
        Filters(start=second),
    )
    assert counts.by_day().levels == (second,)
    assert counts.by_day(first, first).levels == (first,)


@settings(max_examples=20, deadline=None, derandomize=True)
@given(MANY, FILTERS, UNITS, DAYS, DAYS)
def test_a_period_counts_what_filters_for_it_would(
    rows: list[Row],
    filters: Filters,
    unit: Any,  # noqa: ANN401
    start: dt.date | None,
    end: dt.date | None,
) -> None:
    counts = InMemory(log_of(rows), filters, Counted(unit=unit))
    counts.by_day()
    narrowed = InMemory(log_of(rows), filters.between(start, end), counts.counted)
    for found in (counts.between(start, end).by_day(), counts.by_day(start, end)):
        if start is not None and end is not None:
            assert found.levels == narrowed.by_day().levels
            assert found.counts.tolist() == narrowed.by_day().counts.tolist()
    assert counts.between(start, end).by("skin_type").counts.tolist() == narrowed.by("skin_type").counts.tolist()


@settings(max_examples=12, deadline=None, derandomize=True)
@given(MANY, FILTERS, UNITS, UNITS)
def test_another_outcome_or_unit_of_the_same_treatments_is_counted_as_on_its_own(
    rows: list[Row],
    filters: Filters,
    unit: Any,  # noqa: ANN401
    other: Any,  # noqa: ANN401
) -> None:
    counts = InMemory(log_of(rows), filters, Counted(unit=unit))
    counts.by("skin_type")
    for outcome in possible_outcomes(log_of(rows)):
        counted = Counted(outcome, other)
        expected = InMemory(log_of(rows), filters, counted).by("skin_type").counts
        assert counts.of(counted).by("skin_type").counts.tolist() == expected.tolist()


def test_what_was_counted_before_is_not_counted_again() -> None:
    """A page that opens with the tallies of the one before needs no look at the rows for them."""
    remembered: dict[Any, Any] = {}
    log = log_of(SOME)
    found = at_a_glance(InMemory(log, remembered=remembered))
    again = Watched(log, remembered=remembered)
    assert unknowns_of(again, found.factors[0], found).result is found.factors[0]
    assert again.total.treatments == len(SOME)
    assert again.asked == []


def test_nothing_of_a_single_client_is_remembered() -> None:
    """The tallies outlive the log, from which somebody may have been erased."""
    remembered: dict[Any, Any] = {}
    counts = InMemory(log_of(SOME), remembered=remembered)
    for name in ("by client", "grades by client", "patterns"):
        QUESTIONS[name](counts)
    assert remembered == {}
    at_a_glance(counts)
    assert remembered
    assert not [by for by, _ in remembered if "client_id" in by]


def test_it_does_not_remember_without_end() -> None:
    counts = InMemory(log_of(SOME))
    first = counts.by("skin_type").counts.tolist()
    for place in range(2 * MOST_REMEMBERED):
        counts.by_both("skin_type", Merging("needle_depth_mm", (f"group {place}",), (0, 0, 0)))
    assert len(counts._remembered) == MOST_REMEMBERED
    assert counts.by("skin_type").counts.tolist() == first


def test_patterns_are_counted_once_while_they_are_kept_and_forgotten_then() -> None:
    """They are as large as the log, and name clients by numbers."""
    counts = InMemory(log_of(SOME))
    with counts.keeping_patterns():
        kept = counts.patterns("skin_type")
        with counts.keeping_patterns():
            assert counts.patterns("skin_type") is kept
        assert counts.patterns("skin_type") is kept
        assert kept.of("skin_type") is kept
    assert counts.patterns("skin_type") is not kept
