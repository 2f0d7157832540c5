"""Counting: the fast counts are those one gets by hand, whatever is filtered, merged or shuffled."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.files.reading import read
from analysis.outcome_log.cleaning import clean
from analysis.outcome_log.filters import Filters
from analysis.outcome_log.log import Log
from analysis.tally import Tally, repeat_treatments, tally, tally_by_day, tally_each

HEADER = "client_id,treatment_date,skin_type,acne_history,needle_depth_mm,breakout,onset_day"
Row = tuple[str, ...]

ROWS = st.lists(
    st.tuples(
        st.sampled_from(["C1", "C2", "C3", ""]),
        st.sampled_from(["2026-05-01", "2026-05-02", "2026-06-01", ""]),
        st.sampled_from(["oily", "dry", ""]),
        st.sampled_from(["none", "past", "current", ""]),
        st.sampled_from(["0.5", "1.5", "2.5", ""]),
        st.sampled_from(["yes", "no", ""]),
        st.sampled_from(["0", "3", "14", "15", "40", ""]),
    ).filter(any),
    max_size=25,
)
FILTERS = st.builds(
    Filters,
    start=st.sampled_from([None, dt.date(2026, 5, 2)]),
    end=st.sampled_from([None, dt.date(2026, 5, 31)]),
    levels=st.sampled_from(
        [(), (("skin_type", ("oily",)),), (("skin_type", ("oily", "dry")), ("acne_history", ("none",)))]
    ),
    ranges=st.sampled_from([(), (("needle_depth_mm", 1.0, 2.5),)]),
    window_days=st.sampled_from([3, 14, 30]),
)


def log_of(rows: list[Row]) -> Log:
    text = "\n".join([HEADER, *(",".join(row) for row in rows)])
    return clean(read(text.encode(), "log.csv"))[0]


def counts_of(counted: Tally) -> dict[tuple[Any, ...], tuple[int, ...]]:
    """Return the cells that are not zero."""
    cells = {}
    for place in np.ndindex(counted.counts.shape[:-1]):
        counts = tuple(counted.counts[place].tolist())
        if any(counts):
            cells[tuple(levels[position] for levels, position in zip(counted.levels, place, strict=True))] = counts
    return cells


def by_hand(rows: list[Row], filters: Filters, *columns: str) -> dict[tuple[Any, ...], tuple[int, ...]]:
    """Count row by row from the texts, the way the definitions read."""
    names = HEADER.split(",")
    cells: dict[tuple[Any, ...], Counter[str]] = {}
    for row in rows:
        value = dict(zip(names, row, strict=True))
        if _passes(value, filters):
            key = tuple(value[name] or None for name in columns)
            cells.setdefault(key, Counter())[_outcome(value, filters.window_days)] += 1
    return {key: (each["no"], each["yes"], each[""]) for key, each in cells.items()}


def _passes(value: dict[str, str], filters: Filters) -> bool:
    day = dt.date.fromisoformat(value["treatment_date"]) if value["treatment_date"] else None
    if (filters.start or filters.end) and day is None:
        return False
    if day and ((filters.start and day < filters.start) or (filters.end and day > filters.end)):
        return False
    return all(value[name] in levels for name, levels in filters.levels) and all(
        value[name] and low <= float(value[name]) <= high for name, low, high in filters.ranges
    )


def _outcome(value: dict[str, str], window_days: int) -> str:
    is_late = value["breakout"] == "yes" and value["onset_day"] and int(value["onset_day"]) > window_days
    return "no" if is_late else value["breakout"]


@settings(max_examples=120, deadline=None, derandomize=True)
@given(ROWS, FILTERS, st.sampled_from([(), ("skin_type",), ("skin_type", "acne_history"), ("client_id", "skin_type")]))
def test_counts_are_those_made_by_hand(rows: list[Row], filters: Filters, columns: tuple[str, ...]) -> None:
    assert counts_of(tally(log_of(rows), filters, *columns)) == by_hand(rows, filters, *columns)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(ROWS, FILTERS, st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(rows: list[Row], filters: Filters, chance: Any) -> None:  # noqa: ANN401
    shuffled = chance.sample(rows, len(rows))
    for columns in ((), ("skin_type", "acne_history")):
        assert counts_of(tally(log_of(rows), filters, *columns)) == counts_of(
            tally(log_of(shuffled), filters, *columns)
        )


@settings(max_examples=60, deadline=None, derandomize=True)
@given(ROWS, FILTERS)
def test_every_way_to_split_adds_up_to_the_same_treatments(rows: list[Row], filters: Filters) -> None:
    log = log_of(rows)
    total = tally(log, filters)
    names = ("skin_type", "acne_history", "client_id")
    each = tally_each(log, filters, names)
    for name in names:
        assert each[name].total.counts.tolist() == total.counts.tolist()
        assert each[name].counts.tolist() == tally(log, filters, name).counts.tolist()
    joint = tally(log, filters, *names)
    assert joint.counts.sum(axis=(1, 2)).tolist() == each["skin_type"].counts.tolist()
    assert joint.treatments.sum() == filters.rows(log).sum() == total.treatments


# By hand, one rule at a time ----


def test_a_breakout_on_the_last_day_of_the_window_counts_and_on_the_next_day_does_not() -> None:
    rows = [("", "", "oily", "", "", "yes", day) for day in ("0", "14", "15", "")]
    counted = tally(log_of(rows), Filters(), "skin_type").answered
    assert (counted.breakouts.tolist(), counted.no_breakouts.tolist()) == ([3], [1])
    assert tally(log_of(rows), Filters(window_days=15)).breakouts == 4


def test_unknown_outcomes_are_counted_apart_and_leave_the_known() -> None:
    total = tally(log_of([("", "", "oily", "", "", outcome, "") for outcome in ("yes", "no", "", "")]), Filters())
    assert (int(total.treatments), int(total.known), int(total.unknown)) == (4, 2, 2)


def test_blanks_are_their_own_level_and_not_an_answer() -> None:
    counted = tally(
        log_of([("", "", "", "", "", "yes", ""), ("", "", "dry", "", "", "no", "")]), Filters(), "skin_type"
    )
    assert counted.levels[0][-1] is None
    assert counted.answered.levels == (("dry",),)
    assert counted.not_answered.counts.tolist() == [0, 1, 0]


def test_levels_that_no_treatment_has_are_counted_as_zero_and_are_not_answered() -> None:
    counted = tally(log_of([("", "", "dry", "", "", "no", "")]), Filters(), "skin_type")
    assert counted.levels == (("normal", "dry", "oily", "combination", "sensitive", None),)
    assert counted.treatments.tolist() == [0, 1, 0, 0, 0, 0]


def test_grouped_merges_levels_and_keeps_the_order_given() -> None:
    counted = Tally(("day",), ((1, 2, 3),), np.array([[1, 2, 3], [4, 5, 6], [7, 8, 9]]))
    merged = counted.grouped(["late", "early", "late"], ["early", "late", "never"])
    assert merged.levels == (("early", "late", "never"),)
    assert merged.counts.tolist() == [[4, 5, 6], [8, 10, 12], [0, 0, 0]]
    assert merged.total.counts.tolist() == counted.total.counts.tolist()


def test_a_tally_cannot_be_changed_by_whoever_reads_it() -> None:
    """Results are cached: one page must not be able to change another's numbers."""
    counted = tally(log_of([("", "", "dry", "", "", "no", "")]), Filters(), "skin_type")
    with pytest.raises(ValueError, match="read-only"):
        counted.counts[0, 0] = 5


def test_repeat_treatments_are_those_beyond_the_first_of_each_client() -> None:
    rows = [(client, "", "dry", "", "", "no", "") for client in ("C1", "C1", "C1", "C2", "", "")]
    assert repeat_treatments(log_of(rows), Filters()) == 2
    assert repeat_treatments(clean(read(b"breakout\nyes\n", "log.csv"))[0], Filters()) == 0


def test_days_come_in_order_and_without_dates_there_are_none() -> None:
    rows = [("", day, "", "", "", "yes", "") for day in ("2026-06-01", "2026-05-01", "2026-06-01", "")]
    counted = tally_by_day(log_of(rows), Filters())
    assert counted.levels == ((dt.date(2026, 5, 1), dt.date(2026, 6, 1)),)
    assert counted.breakouts.tolist() == [1, 2]
    assert tally_by_day(clean(read(b"breakout\nyes\n", "log.csv"))[0], Filters()).counts.shape == (0, 3)


@pytest.mark.parametrize("clients", [126, 127, 128, 255, 256])
def test_counts_hold_where_the_codes_of_levels_need_a_wider_number(clients: int) -> None:
    log = log_of(
        [(f"C{number}", "", "dry", "", "", "no", "") for number in range(clients)] + [("", "", "dry", "", "", "no", "")]
    )
    counted = tally(log, Filters(), "client_id", "skin_type")
    assert counted.treatments.sum() == clients + 1
    assert counted.treatments.max() == 1


def test_an_empty_log_counts_nothing() -> None:
    log = log_of([])
    assert tally(log, Filters()).counts.tolist() == [0, 0, 0]
    assert tally(log, Filters(), "skin_type").answered.levels == ((),)


def test_a_factor_the_log_lacks_is_an_error() -> None:
    with pytest.raises(KeyError):
        tally(log_of([]), Filters(), "device")
