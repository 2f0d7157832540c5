"""k-anonymity: counted as by hand, and as a slow second implementation counts it."""

from __future__ import annotations

import datetime as dt
import time
from collections import Counter

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.counting import anonymity as module
from analysis.counting.anonymity import Anonymity, anonymity
from analysis.outcome_log.filters import Filters
from analysis.outcome_log.log import Log

DAYS = (dt.date(2026, 1, 5), dt.date(2026, 1, 29), dt.date(2026, 2, 2))


def log_of(**columns: list[object]) -> Log:
    """Return a log; None is not known."""
    return Log(pd.DataFrame({name: pd.Categorical(values) for name, values in columns.items()}), ())


def test_counted_by_hand() -> None:
    """A and B share January and clinic X; C is alone there in February; D at Z, of unknown age; E comes twice."""
    log = log_of(
        client_id=["A", "B", "C", "D", "E", "E"],
        clinic=["X", "X", "X", "Z", "Y", "Y"],
        age_band=["30-39", "30-39", "30-39", None, "20-29", "20-29"],
        treatment_date=[DAYS[0], DAYS[1], DAYS[2], DAYS[0], DAYS[0], DAYS[2]],
    )
    assert anonymity(log, Filters()) == Anonymity(
        quasi_identifiers=("age_band", "clinic", "treatment_date"),
        counts_clients=True,
        clients=5,
        alone=3,
        in_small_groups=5,
        smallest_group=1,
        # Without the month C is with A and B; D and E stay alone.
        best_left_out="treatment_date",
        alone_without=2,
    )


def test_without_client_ids_treatments_are_counted() -> None:
    found = anonymity(log_of(clinic=["X", "X", "Y"]), Filters())
    assert (found.counts_clients, found.clients, found.alone, found.smallest_group) == (False, 3, 1, 1)
    assert (found.best_left_out, found.alone_without) == ("clinic", 0)


def test_treatments_of_unknown_clients_count_as_clients_of_their_own() -> None:
    found = anonymity(log_of(client_id=["A", "A", None, None], clinic=["X"] * 4), Filters())
    assert (found.clients, found.smallest_group, found.alone) == (3, 3, 0)


def test_filters_narrow_what_is_counted() -> None:
    log = log_of(clinic=["X", "X", "Y"])
    assert anonymity(log, Filters(levels=(("clinic", ("X",)),))).clients == 2


def test_a_log_without_rows_or_without_quasi_identifiers_has_nobody_standing_out() -> None:
    nobody = anonymity(log_of(clinic=["X"]), Filters(levels=(("clinic", ("Z",)),)))
    assert (nobody.clients, nobody.alone, nobody.smallest_group, nobody.best_left_out) == (0, 0, 0, None)
    same = anonymity(log_of(client_id=["A", "B"]), Filters())
    assert (same.quasi_identifiers, same.smallest_group, same.best_left_out) == ((), 2, None)


def slowly(rows: list[tuple[object, ...]], columns: int) -> tuple[int, int, int]:
    """Count with sets: clients alone, clients in groups below five, the smallest group."""
    clients: dict[object, set[tuple[object, ...]]] = {}
    for number, row in enumerate(rows):
        who = ("unknown", number) if row[0] is None else row[0]
        clients.setdefault(who, set()).add(row[1 : 1 + columns])
    members = Counter(values for groups in clients.values() for values in groups)
    sizes = [min(members[values] for values in groups) for groups in clients.values()]
    return sum(size == 1 for size in sizes), sum(size < 5 for size in sizes), min(sizes)


values = st.sampled_from(["a", "b", None])
some_rows = st.lists(st.tuples(st.sampled_from([*"ABCDEFGHIJ", None]), values, values, values), min_size=1, max_size=40)


@settings(derandomize=True, deadline=None, max_examples=100)
@given(some_rows)
def test_as_a_slow_second_implementation_counts(rows: list[tuple[object, ...]]) -> None:
    names = ("client_id", "age_band", "fitzpatrick", "clinic")
    found = anonymity(
        log_of(**{name: list(column) for name, column in zip(names, zip(*rows, strict=True), strict=True)}), Filters()
    )
    assert (found.alone, found.in_small_groups, found.smallest_group) == slowly(rows, 3)
    left_out = [
        slowly([tuple(value for place, value in enumerate(row) if place != without) for row in rows], 2)[0]
        for without in (1, 2, 3)
    ]
    assert found.alone_without == min(found.alone, *left_out)
    assert (found.best_left_out is None) == (min(left_out) >= found.alone)


def test_many_levels_are_counted_by_sorting_just_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    log = big_log(2_000)
    expected = anonymity(log, Filters())
    monkeypatch.setattr(module, "MOST_MARKS", 10)
    assert anonymity(log, Filters()) == expected


def test_a_million_rows_take_about_a_second() -> None:
    log = big_log(1_000_000)
    start = time.process_time()
    anonymity(log, Filters())
    assert time.process_time() - start < 3  # 0.4 s measured; slow machines share their cores


def big_log(rows: int) -> Log:
    chance = np.random.default_rng(20260501)
    days = pd.Index([dt.date(2023, 1, 1) + dt.timedelta(days=day) for day in range(1_000)], dtype=object)
    levels = {"client_id": range(rows // 3), "age_band": range(7), "fitzpatrick": range(6), "clinic": range(12)}
    columns = {
        name: pd.Categorical.from_codes(chance.integers(-1, len(of), rows), categories=pd.Index(of))
        for name, of in levels.items()
    }
    columns["treatment_date"] = pd.Categorical.from_codes(chance.integers(-1, len(days), rows), categories=days)
    return Log(pd.DataFrame(columns), ())
