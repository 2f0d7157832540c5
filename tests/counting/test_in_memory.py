"""Counting: the fast counts are those one gets by hand, whatever is filtered, merged or shuffled."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from itertools import combinations
from math import prod
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from analysis.counting import in_memory
from analysis.counting.counts import Counts
from analysis.counting.in_memory import InMemory
from analysis.counting.tallies import Merging, OneWay, Tally
from analysis.files.reading import read
from analysis.importing.cleaning import clean
from analysis.outcome_log.filters import Filters
from analysis.outcome_log.log import Log
from analysis.outcome_log.outcomes import Counted, Unit, possible_outcomes

MOST_CELLS = 100_000
HEADER = "client_id,treatment_date,skin_type,acne_history,needle_depth_mm,breakout,onset_day"
Row = tuple[str, ...]

ROW = st.tuples(
    st.sampled_from(["C1", "C2", "C3", ""]),
    st.sampled_from(["2026-05-01", "2026-05-02", "2026-06-01", ""]),
    st.sampled_from(["oily", "dry", ""]),
    st.sampled_from(["none", "past", "current", ""]),
    st.sampled_from(["0.5", "1.5", "2.5", ""]),
    st.sampled_from(["yes", "no", ""]),
    st.sampled_from(["0", "3", "14", "15", "40", ""]),
).filter(any)
ROWS = st.lists(ROW, max_size=25)
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


def tally(counts: Counts, *columns: str) -> tuple[tuple[tuple[Any, ...], ...], Tally]:
    """Return the levels of up to two columns and the counts by them."""
    if not columns:
        return (), counts.total
    if len(columns) == 1:
        return (counts.by(*columns).levels,), counts.by(*columns)
    return counts.by_both(*columns).levels, counts.by_both(*columns)


def cells_of(counts: Counts, *columns: str) -> dict[tuple[Any, ...], tuple[int, ...]]:
    """Return the cells that are not zero."""
    levels, counted = tally(counts, *columns)
    cells = {}
    for place in np.ndindex(counted.counts.shape[:-1]):
        of_cell = tuple(counted.counts[place].tolist())
        if any(of_cell):
            cells[tuple(each[position] for each, position in zip(levels, place, strict=True))] = of_cell
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


@settings(max_examples=30, deadline=None, derandomize=True)
@given(ROWS, FILTERS, st.sampled_from([(), ("skin_type",), ("skin_type", "acne_history"), ("client_id", "skin_type")]))
def test_counts_are_those_made_by_hand(rows: list[Row], filters: Filters, columns: tuple[str, ...]) -> None:
    assert cells_of(InMemory(log_of(rows), filters), *columns) == by_hand(rows, filters, *columns)


@settings(max_examples=12, deadline=None, derandomize=True)
@given(ROWS, FILTERS, st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(rows: list[Row], filters: Filters, chance: Any) -> None:  # noqa: ANN401
    shuffled = chance.sample(rows, len(rows))
    for columns in ((), ("skin_type", "acne_history")):
        before, after = (InMemory(log_of(each), filters) for each in (rows, shuffled))
        assert cells_of(before, *columns) == cells_of(after, *columns)


@settings(max_examples=12, deadline=None, derandomize=True)
@given(ROWS, FILTERS)
def test_every_way_to_split_adds_up_to_the_same_treatments(rows: list[Row], filters: Filters) -> None:
    log = log_of(rows)
    total = InMemory(log, filters).total
    counts = InMemory(log, filters)
    for name in ("skin_type", "acne_history", "client_id"):
        assert counts.by(name).total.counts.tolist() == total.counts.tolist()
    assert counts.total.counts.tolist() == total.counts.tolist()
    both = counts.by_both("skin_type", "client_id")
    assert both.counts.sum(axis=1).tolist() == counts.by("skin_type").counts.tolist()
    assert both.treatments.sum() == filters.rows(log).sum() == total.treatments
    assert counts.is_empty == (not filters.rows(log).any())


@settings(max_examples=20, deadline=None, derandomize=True)
@given(ROWS, FILTERS, st.sampled_from([3, 2**16]), st.sampled_from([40, 2**14]))
def test_what_is_counted_together_is_what_pandas_counts(
    rows: list[Row], filters: Filters, at_once: int, cells: int
) -> None:
    """Blocks that end amid the rows and tables that hold some factors only change no tally, nor does their order."""
    log, names = log_of(rows), HEADER.split(",")
    asked = [("acne_history", "skin_type"), ("skin_type",), ("acne_history",), ("needle_depth_mm",), ("client_id",)]
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(in_memory, "_COUNTED_AT_ONCE", at_once)
        patched.setattr(in_memory, "_CACHED", cells)
        counts = InMemory(log, filters)
        counts.prepare({"outcome": [*asked, *asked]})
        passing = [dict(zip(names, row, strict=True)) for row in rows]
        table = pd.DataFrame([each for each in passing if _passes(each, filters)], columns=names)
        outcomes = pd.Series([_outcome(dict(row), filters.window_days) for _, row in table.iterrows()], dtype=str)
        for by in asked:
            columns = [table[name].replace("", "None") for name in by]
            crosstab = pd.crosstab(columns if len(by) > 1 else columns[0], outcomes) if len(table) else pd.DataFrame()
            expected = crosstab.reindex(columns=["no", "yes", ""], fill_value=0).to_dict("split")
            keys = [key if isinstance(key, tuple) else (key,) for key in expected["index"]]
            found = {tuple(map(str, levels)): of_cell for levels, of_cell in cells_of(counts, *by).items()}
            assert found == {key: tuple(each) for key, each in zip(keys, expected["data"], strict=True)}


# By hand, one rule at a time ----


def test_a_breakout_on_the_last_day_of_the_window_counts_and_on_the_next_day_does_not() -> None:
    rows = [("", "", "oily", "", "", "yes", day) for day in ("0", "14", "15", "")]
    counted = InMemory(log_of(rows)).by("skin_type").answered
    assert (counted.breakouts.tolist(), counted.no_breakouts.tolist()) == ([3], [1])
    assert InMemory(log_of(rows), Filters(window_days=15)).total.breakouts == 4


def test_unknown_outcomes_are_counted_apart_and_leave_the_known() -> None:
    total = InMemory(log_of([("", "", "oily", "", "", outcome, "") for outcome in ("yes", "no", "", "")])).total
    assert (int(total.treatments), int(total.known), int(total.unknown)) == (4, 2, 2)


def test_blanks_are_their_own_level_and_not_an_answer() -> None:
    counted = InMemory(log_of([("", "", "", "", "", "yes", ""), ("", "", "dry", "", "", "no", "")])).by("skin_type")
    assert counted.levels[-1] is None
    assert counted.answered.levels == ("dry",)
    assert counted.not_answered.counts.tolist() == [0, 1, 0]


def test_levels_that_no_treatment_has_are_counted_as_zero_and_are_not_answered() -> None:
    counted = InMemory(log_of([("", "", "dry", "", "", "no", "")])).by("skin_type")
    assert counted.levels == ("normal", "dry", "oily", "combination", "sensitive", None)
    assert counted.treatments.tolist() == [0, 1, 0, 0, 0, 0]


def test_grouped_merges_levels_and_keeps_the_order_given() -> None:
    counted = OneWay("day", (1, 2, 3), np.array([[1, 2, 3], [4, 5, 6], [7, 8, 9]]))
    merged = counted.grouped(["late", "early", "late"], ["early", "late", "never"])
    assert merged.levels == ("early", "late", "never")
    assert merged.counts.tolist() == [[4, 5, 6], [8, 10, 12], [0, 0, 0]]
    assert merged.total.counts.tolist() == counted.total.counts.tolist()


def test_a_tally_cannot_be_changed_by_whoever_reads_it() -> None:
    """Results are cached: one page must not be able to change another's numbers."""
    counted = InMemory(log_of([("", "", "dry", "", "", "no", "")])).by("skin_type")
    with pytest.raises(ValueError, match="read-only"):
        counted.counts[0, 0] = 5


def test_each_client_is_counted_and_whoever_is_not_known_is_one_each_time() -> None:
    rows = [
        ("C1", "", "dry", "", "", "no", ""),
        ("C1", "", "dry", "", "", "yes", ""),
        ("C1", "", "dry", "", "", "", ""),
        ("C2", "", "dry", "", "", "no", ""),
        ("", "", "dry", "", "", "yes", ""),
        ("", "", "dry", "", "", "no", ""),
    ]
    by_client = InMemory(log_of(rows)).by_client()
    assert by_client is not None
    each = np.repeat(by_client.counts, by_client.clients, axis=0)
    assert sorted(each.tolist()) == [[0, 1, 0], [1, 0, 0], [1, 0, 0], [1, 1, 1]]
    assert InMemory(clean(read(b"breakout\nyes\n", "log.csv"))[0]).by_client() is None


@pytest.mark.parametrize("unit", ["first treatments", "clients"])
def test_the_first_treatment_is_the_earliest_wherever_it_stands_in_the_file(unit: Unit) -> None:
    rows = [
        ("C1", "", "normal", "", "", "no", ""),
        ("C1", "2026-05-02", "oily", "", "", "yes", ""),
        ("C1", "2026-05-01", "dry", "", "", "no", ""),
        ("C1", "2026-05-01", "sensitive", "", "", "no", ""),
        ("C2", "", "combination", "", "", "no", ""),
        ("C2", "", "oily", "", "", "yes", ""),
    ]
    found = InMemory(log_of(rows), counted=Counted(unit=unit)).by("skin_type").answered
    assert found.levels == ("dry", "combination")
    assert found.breakouts.tolist() == ([0, 0] if unit == "first treatments" else [1, 1])


@settings(max_examples=12, deadline=None, derandomize=True)
@given(ROWS, FILTERS, st.sampled_from(["first treatments", "clients"]))
def test_one_count_a_client(rows: list[Row], filters: Filters, unit: Unit) -> None:
    """The first treatment that passes stands for its client; with "clients" any breakout counts, a known "no" else."""
    log = log_of(rows)
    passing = [dict(zip(HEADER.split(","), row, strict=True)) for row in rows]
    clients: dict[str, list[dict[str, str]]] = {}
    for place, value in enumerate(passing):
        if _passes(value, filters):
            clients.setdefault(value["client_id"] or f"nobody {place}", []).append(value)
    expected: Counter[tuple[str | None, str]] = Counter()
    came: Counter[str | None] = Counter()
    for treatments in clients.values():
        first = min(treatments, key=lambda value: value["treatment_date"] or "9999")
        outcomes = [_outcome(value, filters.window_days) for value in treatments]
        of_client = next((each for each in ("yes", "no") if each in outcomes), "")
        outcome = of_client if unit == "clients" else _outcome(first, filters.window_days)
        expected[first["skin_type"] or None, outcome] += 1
        came[first["skin_type"] or None] += len(treatments)
    counts = InMemory(log, filters, Counted(unit=unit))
    found = counts.by("skin_type")
    assert found.treatments.sum() == len(clients)
    for place, level in enumerate(found.levels):
        assert found.counts[place].tolist() == [expected[level, each] for each in ("no", "yes", "")]
    visits = counts.visits("skin_type")
    assert (visits is not None) == (unit == "clients")
    if visits is not None:
        assert visits.tolist() == [came[level] for level in found.levels]


@settings(max_examples=12, deadline=None, derandomize=True)
@given(ROWS, FILTERS)
def test_patterns_and_pairs_hold_what_the_full_table_holds(rows: list[Row], filters: Filters) -> None:
    log = log_of(rows)
    names = ("skin_type", "acne_history", "needle_depth_mm")
    counts = InMemory(log, filters)
    found = counts.patterns(*names)
    assert found.levels == tuple(counts.by(name).levels for name in names)
    assert found.counts.sum(axis=1).all()
    assert found.client is not None
    assert len({(*codes, client) for codes, client in zip(map(tuple, found.codes), found.client, strict=True)}) == len(
        found.counts
    )
    for first, second in combinations(range(3), 2):
        both = counts.by_both(names[first], names[second])
        again = np.zeros_like(both.counts)
        np.add.at(again, (found.codes[:, first], found.codes[:, second]), found.counts)
        assert again.tolist() == both.counts.tolist()
    once, dense = counts.occurring(*names), counts.combinations(*names)
    assert (once.factors, once.levels, once.codes.tolist()) == (dense.factors, dense.levels, dense.codes.tolist())
    assert once.counts.tolist() == dense.counts.tolist()


GRADES = [("no", ""), ("yes", "mild"), ("yes", "moderate"), ("yes", "severe"), ("yes", "")]
SEVERITY = "client_id,skin_type,breakout,onset_day,severity,pustules\n"


def test_severity_is_graded_over_all_treatments_with_a_known_outcome() -> None:
    """No breakout is no severe breakout; a breakout whose severity nobody recorded is unknown, one too late is none."""
    lines = ["C1,dry,yes,3,mild,no", "C2,dry,yes,3,severe,yes", "C3,dry,no,,,no", "C4,dry,yes,40,severe,yes"]
    lines += ["C5,oily,yes,2,,", "C6,oily,unknown,,,no", "C7,,yes,1,moderate,yes"]
    log = clean(read((SEVERITY + "\n".join(lines)).encode(), "log.csv"))[0]
    named = {(each.name, each.levels): each for each in possible_outcomes(log)}
    severe = InMemory(log, counted=Counted(named["severity", ("severe",)]))
    assert cells_of(severe, "skin_type") == {("dry",): (3, 1, 0), ("oily",): (0, 0, 2), (None,): (1, 0, 0)}
    assert severe.grades == (None, "mild", "moderate", "severe")
    assert severe.by_grade("skin_type")[log.values("skin_type").index("dry")].tolist() == [2, 1, 0, 1]
    pustules = InMemory(log, counted=Counted(named["pustules", ("yes",)]))
    assert pustules.total.counts.tolist() == [3, 3, 1]


def test_days_come_in_order_and_without_dates_there_are_none() -> None:
    rows = [("", day, "", "", "", "yes", "") for day in ("2026-06-01", "2026-05-01", "2026-06-01", "")]
    counted = InMemory(log_of(rows)).by_day()
    assert counted.levels == (dt.date(2026, 5, 1), dt.date(2026, 6, 1))
    assert counted.breakouts.tolist() == [1, 2]
    assert InMemory(clean(read(b"breakout\nyes\n", "log.csv"))[0]).by_day().counts.shape == (0, 3)


@pytest.mark.parametrize("clients", [126, 127, 128, 255, 256])
def test_counts_hold_where_the_codes_of_levels_need_a_wider_number(clients: int) -> None:
    log = log_of(
        [(f"C{number}", "", "dry", "", "", "no", "") for number in range(clients)] + [("", "", "dry", "", "", "no", "")]
    )
    counted = InMemory(log).by_both("client_id", "skin_type")
    assert counted.treatments.sum() == clients + 1
    assert counted.treatments.max() == 1


@pytest.mark.parametrize("lots", [40, 120, 9_000])
def test_grades_hold_where_codes_times_grades_need_a_wider_number(lots: int) -> None:
    """Codes are as narrow as their column: 40 lots by 4 grades no longer fit in 8 bits, 9,000 lots not in 16."""
    rows = [(f"C{place % 7}", f"L{place % lots:05}", GRADES[place % 5]) for place in range(2 * lots + 3)]
    text = "".join(f"{client},{lot},{outcome},{grade}\n" for client, lot, (outcome, grade) in rows)
    log = clean(read(("client_id,cartridge_lot,breakout,severity\n" + text).encode(), "log.csv"))[0]
    outcome = next(each for each in possible_outcomes(log) if each.levels == ("severe",))
    counts = InMemory(log, counted=Counted(outcome))
    by_grade, grades = counts.by_grade("cartridge_lot"), counts.grades
    names = [None if outcome == "no" else grade for _, _, (outcome, grade) in rows]
    known = [outcome == "no" or bool(grade) for _, _, (outcome, grade) in rows]
    by_lot, by_client = Counter[Any](), Counter[Any]()
    for (client, lot, _), name, is_known in zip(rows, names, known, strict=True):
        by_lot[lot, name] += is_known
        by_client[client, name] += is_known
    found = {
        (lot, grade): by_grade[place, column]
        for place, lot in enumerate(log.values("cartridge_lot"))
        for column, grade in enumerate(grades)
    }
    assert found == {key: by_lot[key] for key in found}
    assert by_grade.sum() == sum(known)
    clients = counts.by_client("grade")
    assert clients is not None
    assert sorted(np.repeat(clients.counts, clients.clients, axis=0).tolist()) == sorted(
        [by_client[f"C{each}", grade] for grade in grades] for each in range(7)
    )
    patterns = counts.patterns("cartridge_lot", "severity")
    assert patterns.counts.sum() == len(rows)
    assert {patterns.levels[0][code] for code in patterns.codes[:, 0]} == {lot for _, lot, _ in rows}


def test_an_empty_log_counts_nothing() -> None:
    log = log_of([])
    counts = InMemory(log)
    assert counts.is_empty
    assert counts.total.counts.tolist() == [0, 0, 0]
    assert counts.by("skin_type").answered.levels == ()


def test_a_factor_the_log_lacks_is_an_error() -> None:
    with pytest.raises(KeyError):
        InMemory(log_of([])).by("device")


def test_merged_levels_are_counted_as_one() -> None:
    rows = [("C1", "", "oily", acne, depth, "yes", "") for acne in ("none", "past", "") for depth in ("0.5", "1.5", "")]
    counts = InMemory(log_of(rows))
    pair = counts.by_both(Merging("needle_depth_mm", ("any",), (0, 0)), "acne_history")
    assert pair.levels[0] == ("any", None)
    whole = counts.by_both("needle_depth_mm", "acne_history")
    assert pair.counts[0].tolist() == whole.counts[:-1].sum(axis=0).tolist()
    assert pair.counts[1].tolist() == whole.counts[-1].tolist()


@given(ROWS, FILTERS)
@settings(max_examples=30, deadline=None)
def test_pairs_are_those_of_different_treatments_of_one_client(rows: list[Row], filters: Filters) -> None:
    log = log_of(rows)
    counts = InMemory(log, filters)
    pairs = counts.pairs("skin_type", "acne_history")
    if pairs is None:
        assert not log.clients_repeat
        return
    patterns = counts.patterns("skin_type", "acne_history")
    assert patterns.client is not None
    by_hand: Counter[tuple[Any, ...]] = Counter()
    each = [
        (int(client), tuple(of[code] for of, code in zip(patterns.levels, codes, strict=True)), outcome)
        for client, codes, outcomes in zip(patterns.client, patterns.codes, patterns.counts, strict=True)
        for outcome in (0, 1)
        for _ in range(outcomes[outcome])
    ]
    for one, other in combinations(each, 2):
        if one[0] == other[0]:
            by_hand[one[1:] + other[1:]] += 1
            by_hand[other[1:] + one[1:]] += 1
    found = {
        (pairs.levels[a], i, pairs.levels[b], j): int(pairs.counts[a, i, b, j])
        for a, i, b, j in np.argwhere(pairs.counts).tolist()
    }
    assert found == dict(by_hand)


def test_of_very_many_clients_who_came_back_a_sample_stands_for_all(monkeypatch: pytest.MonkeyPatch) -> None:
    """With those who came often, of whom none is left out."""
    rows = [(f"C{n % 3000}", "2026-05-01", "oily" if n % 2 else "dry", "", "", "no", "") for n in range(9_000)]
    rows += [("often", "2026-05-02", "oily", "", "", "yes", "")] * 1_200
    log = log_of(rows)
    exact = InMemory(log).pairs("skin_type")
    monkeypatch.setattr(in_memory, "MOST_PAIRED", 3_000)
    sampled = InMemory(log).pairs("skin_type")
    assert exact is not None
    assert sampled is not None
    assert sampled.counts.sum() == pytest.approx(exact.counts.sum(), rel=0.01)
    assert (sampled.counts[:, 1, :, 1] == exact.counts[:, 1, :, 1]).all()


# Of each column so many levels, none where nothing is known, and codes of some units.
COLUMNS = st.lists(st.sampled_from([0, 0, 1, 3, 12, 126, 200]), min_size=1, max_size=5).flatmap(
    lambda sizes: st.tuples(
        st.just(sizes), st.lists(st.tuples(*(st.integers(-1, size - 1) for size in sizes)), max_size=12)
    )
)


@given(COLUMNS)
def test_a_table_holds_each_unit_once_whatever_its_columns_need(of: tuple[list[int], list[tuple[int, ...]]]) -> None:
    """Cells are numbered in as few bytes as go: columns in which nothing is known need more than their levels say."""
    sizes, units = of
    assume(prod(size + 1 for size in sizes) < MOST_CELLS)
    codes = np.array(units, dtype=np.int64).reshape(-1, len(sizes)).T
    counts = in_memory._table([(each.astype(np.int16), size) for each, size in zip(codes, sizes, strict=True)])
    expected = np.zeros([size + 1 for size in sizes], dtype=np.int64)
    np.add.at(expected, tuple(codes + 1), 1)
    assert np.array_equal(counts, expected)
