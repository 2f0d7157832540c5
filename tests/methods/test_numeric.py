from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import mannwhitneyu

from analysis.methods.numeric import by_fifths, mann_whitney_test
from tests.tallies import counted, r_values

if TYPE_CHECKING:
    from tests.tallies import Counts, Known


VALUES = st.dictionaries(
    st.floats(-1000, 1000, allow_nan=False), st.tuples(*[st.integers(0, 30)] * 3), min_size=1, max_size=40
).map(lambda counts: dict(sorted(counts.items())))


@pytest.mark.parametrize("known", r_values("mann_whitney"), ids=lambda each: each["name"])
def test_mann_whitney_as_r_has_it(known: Known) -> None:
    found = mann_whitney_test(np.array(known["breakouts"]), np.array(known["no_breakouts"]))
    if known["p"] is None:
        assert found is None
    else:
        assert found.statistic == known["w"]
        assert found.p_value == pytest.approx(known["p"], rel=1e-9)


@given(VALUES)
def test_mann_whitney_is_scipys_on_every_single_treatment(counts: Counts) -> None:
    values = np.array(list(counts))
    breakouts, no_breakouts, _ = np.array(list(counts.values())).T
    found = mann_whitney_test(breakouts, no_breakouts)
    with_breakout, without = np.repeat(values, breakouts), np.repeat(values, no_breakouts)
    if not len(with_breakout) or not len(without) or len({*with_breakout, *without}) == 1:
        assert found is None
        return
    expected = mannwhitneyu(with_breakout, without, method="asymptotic", use_continuity=True)
    assert found.statistic == expected.statistic
    assert found.p_value == pytest.approx(expected.pvalue, rel=1e-9)


def test_mann_whitney_of_ten_million_treatments() -> None:
    found = mann_whitney_test(np.full(20, 50_000), np.full(20, 450_000))
    assert found.p_value == 1


@given(VALUES)
def test_fifths_lose_no_treatment_and_are_ordered_and_disjoint(counts: Counts) -> None:
    tally = counted(counts, not_known=(1, 1, 1))
    fifths = by_fifths(tally)
    ranges = fifths.levels
    assert fifths.counts.sum(axis=0).tolist() == tally.answered.counts.sum(axis=0).tolist()
    assert len(ranges) <= 5
    assert all(each.low <= each.high for each in ranges)
    assert all(before.high < after.low for before, after in itertools.pairwise(ranges))
    assert (fifths.treatments > 0).all()
    if tally.answered.treatments.size > 1:
        assert len(ranges) > 1


@given(VALUES)
def test_a_fifth_is_larger_than_a_fifth_only_by_values_that_cannot_be_split(
    counts: Counts,
) -> None:
    tally = counted(counts)
    largest = max(tally.answered.treatments.tolist(), default=0)
    for treatments in by_fifths(tally).treatments.tolist():
        assert treatments <= tally.treatments.sum() / 5 + largest


def test_fifths_without_ties_end_where_rs_quantiles_lie() -> None:
    (known,) = (each for each in r_values("quantile_fifths") if each["name"] == "no_ties_continuous")
    tally = counted({value: (0, count) for value, count in zip(known["values"], known["counts"], strict=True)})
    fifths = by_fifths(tally)
    assert [each.high for each in fifths.levels[:4]] == known["type_1"]
    assert fifths.treatments.tolist() == [8] * 5


def test_a_value_that_most_treatments_share_stays_whole() -> None:
    fifths = by_fifths(counted({0.0: (5, 5), 1.0: (30, 50), 2.0: (2, 8)}))
    assert [(each.low, each.high) for each in fifths.levels] == [(0, 0), (1, 1), (2, 2)]
    assert fifths.treatments.tolist() == [10, 80, 10]


def test_fifths_of_nothing() -> None:
    assert by_fifths(counted({}, not_known=(3, 3))).levels == ()
