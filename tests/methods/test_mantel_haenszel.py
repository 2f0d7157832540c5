from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.contingency_tables import StratifiedTable

from analysis.methods.mantel_haenszel import (
    TwoByTwos,
    breslow_day_tarone_test,
    expected_breakouts,
    pool,
    smallest_cells,
)
from analysis.methods.rate import rate
from tests.methods.two_factors import r_values

if TYPE_CHECKING:
    from tests.tallies import Known

KNOWN = r_values("stratified")
Strata = list[tuple[int, int, int, int]]
COUNTS = st.lists(
    st.tuples(st.integers(0, 30), st.integers(0, 30), st.integers(0, 30), st.integers(0, 30)).filter(
        lambda cells: cells[0] + cells[1] > 0 and cells[2] + cells[3] > 0
    ),
    min_size=1,
    max_size=8,
)


def tables_of(known: Known) -> TwoByTwos:
    columns = (known[f"{what}_{which}"] for which in ("first", "second") for what in ("breakouts", "known"))
    pairs = [(rate(a, n - a), rate(c, m - c)) for a, n, c, m in zip(*columns, strict=True)]
    both = [(first, second) for first, second in pairs if first is not None and second is not None]
    return TwoByTwos.of(both, known["design_effect"])


def tables(strata: Strata) -> TwoByTwos:
    """Return tables of (breakouts, no breakouts) of the first level and of the second."""
    a, b, c, d = np.array(strata, dtype=float).T
    return TwoByTwos(first=a, first_known=a + b, second=c, second_known=c + d)


@pytest.mark.parametrize("measure", ["risk_difference", "risk_ratio", "odds_ratio"])
@pytest.mark.parametrize("known", KNOWN, ids=lambda known: known["name"])
def test_the_pooled_estimates_are_those_of_r(known: Known, measure: str) -> None:
    estimate, expected = getattr(pool(tables_of(known), known["level"]), measure), known[measure]
    if expected is None:
        assert estimate is None
        return
    assert estimate.value == pytest.approx(expected["estimate"], rel=1e-9)
    assert estimate.interval.low == pytest.approx(expected["lower"], rel=1e-9)
    assert estimate.interval.high == pytest.approx(expected["upper"], rel=1e-9)
    assert estimate.interval.level == known["level"]


@pytest.mark.parametrize("known", KNOWN, ids=lambda known: known["name"])
def test_breslow_day_tarone_is_that_of_r(known: Known) -> None:
    of = tables_of(known)
    test, expected = breslow_day_tarone_test(of, pool(of).odds_ratio), known["breslow_day_tarone"]
    if expected is None:
        assert test is None
        return
    assert test.statistic == pytest.approx(expected["statistic"], rel=1e-8, abs=1e-12)
    assert test.p_value == pytest.approx(expected["p"], rel=1e-8)


def known_as(name: str) -> Known:
    return next(each for each in KNOWN if each["name"] == name)


def test_the_applicants_of_berkeley() -> None:
    """R's mantelhaen.test(UCBAdmissions) prints 0.9047 (0.7719 to 1.0603); Breslow-Day is 18.83, p 0.0021."""
    of = tables_of(known_as("ucb_by_department"))
    odds_ratio = pool(of).odds_ratio
    assert odds_ratio.value == pytest.approx(0.9047, abs=5e-5)
    assert odds_ratio.interval.low == pytest.approx(0.7719, abs=5e-5)
    assert odds_ratio.interval.high == pytest.approx(1.0603, abs=5e-5)
    test = breslow_day_tarone_test(of, odds_ratio)
    assert test.statistic == pytest.approx(18.83, abs=0.005)
    assert test.p_value == pytest.approx(0.0021, abs=5e-5)


def test_the_rabbits_of_agresti() -> None:
    """Agresti A (1990) Categorical Data Analysis, pp. 231-237; mantelhaen.test(Rabbits): 7 (1.026713 to 47.725133)."""
    odds_ratio = pool(tables_of(known_as("rabbits_by_penicillin"))).odds_ratio
    assert odds_ratio.value == pytest.approx(7)
    assert odds_ratio.interval.low == pytest.approx(1.026713, abs=5e-7)
    assert odds_ratio.interval.high == pytest.approx(47.725133, abs=5e-7)


def test_the_diabetics_of_the_ugdp() -> None:
    """Rothman KJ (2012) Epidemiology, 2nd ed., ch. 10: pooled risk ratio 1.33, pooled risk difference 0.035."""
    pooled = pool(tables([(8, 98, 5, 115), (22, 76, 16, 69)]))
    assert pooled.risk_ratio.value == pytest.approx(1.33, abs=5e-3)
    assert pooled.risk_difference.value == pytest.approx(0.035, abs=5e-4)


@given(COUNTS)
def test_statsmodels_agrees_on_the_odds_ratio_where_it_has_one(strata: Strata) -> None:
    odds_ratio = pool(tables(strata)).odds_ratio
    if odds_ratio is None:
        return
    theirs = StratifiedTable([np.array(each, dtype=float).reshape(2, 2) for each in strata])
    assert odds_ratio.value == pytest.approx(theirs.oddsratio_pooled)
    assert odds_ratio.interval.low == pytest.approx(theirs.oddsratio_pooled_confint()[0])


@given(COUNTS)
def test_the_other_coding_of_the_outcome_mirrors_everything(strata: Strata) -> None:
    pooled, other = pool(tables(strata)), pool(tables([(b, a, d, c) for a, b, c, d in strata]))
    one, two = pooled.risk_difference, other.risk_difference
    assert one.value == pytest.approx(-two.value, abs=1e-12)
    assert one.interval.low == pytest.approx(-two.interval.high, abs=1e-7)
    if pooled.odds_ratio is not None:
        assert pooled.odds_ratio.value * other.odds_ratio.value == pytest.approx(1)
        test = breslow_day_tarone_test(tables(strata), pooled.odds_ratio)
        mirrored = breslow_day_tarone_test(tables([(b, a, d, c) for a, b, c, d in strata]), other.odds_ratio)
        assert (test is None) == (mirrored is None)
        if test is not None:
            assert test.statistic == pytest.approx(mirrored.statistic, rel=1e-6, abs=1e-9)


@given(COUNTS, st.integers(2, 5))
def test_more_of_the_same_narrows_the_intervals_by_the_root(strata: Strata, times: int) -> None:
    once, often = (
        pool(tables(strata)),
        pool(tables([(times * a, times * b, times * c, times * d) for a, b, c, d in strata])),
    )
    assert often.risk_difference.value == pytest.approx(once.risk_difference.value, abs=1e-12)
    for one, many in ((once.risk_ratio, often.risk_ratio), (once.odds_ratio, often.odds_ratio)):
        if one is not None:
            assert many.value == pytest.approx(one.value)
            width, narrow = (math.log(each.interval.high / each.interval.low) for each in (one, many))
            assert narrow == pytest.approx(width / math.sqrt(times), abs=1e-9)


@given(COUNTS)
def test_every_estimate_lies_in_its_interval_and_every_number_is_finite(
    strata: Strata,
) -> None:
    of = tables(strata)
    pooled = pool(of)
    assert -1 <= pooled.risk_difference.interval.low <= pooled.risk_difference.value + 1e-12
    assert pooled.risk_difference.value - 1e-12 <= pooled.risk_difference.interval.high <= 1
    for estimate in (pooled.risk_ratio, pooled.odds_ratio):
        if estimate is not None:
            assert 0 < estimate.interval.low <= estimate.value <= estimate.interval.high < math.inf
    test = breslow_day_tarone_test(of, pooled.odds_ratio)
    if test is not None:
        assert 0 <= test.p_value <= 1
        assert len(smallest_cells(of, pooled.odds_ratio)) == len(of.with_both_outcomes.first)


@given(COUNTS, st.floats(1e-4, 1e4))
def test_the_expected_breakouts_have_the_odds_ratio_and_the_margins(strata: Strata, odds_ratio: float) -> None:
    of = tables(strata).with_both_outcomes
    expected = expected_breakouts(of, odds_ratio)
    second = of.first + of.second - expected
    left = expected * (of.second_known - second)
    right = odds_ratio * second * (of.first_known - expected)
    assert np.allclose(left, right, rtol=1e-6, atol=1e-9)
    assert ((expected >= 0) & (expected <= of.first_known)).all()


def test_a_stratum_in_which_nobody_broke_out_still_counts_for_the_difference() -> None:
    with_it = pool(tables([(10, 90, 5, 95), (0, 50, 0, 50)]))
    without = pool(tables([(10, 90, 5, 95)]))
    assert with_it.risk_difference.value < without.risk_difference.value
    assert with_it.odds_ratio.value == pytest.approx(without.odds_ratio.value)


@pytest.mark.parametrize(("strata", "first", "second"), [(3, 200, 200), (40, 8, 12), (200, 1, 3)])
def test_intervals_of_the_difference_cover_the_truth_in_large_strata_and_in_thin_ones(
    strata: int, first: int, second: int
) -> None:
    random = np.random.default_rng(20_260_101)
    covered = []
    for _ in range(3000):
        rates = random.uniform(0.03, 0.2, strata)
        a, c = random.binomial(first, rates + 0.06), random.binomial(second, rates)
        knowns = np.full(strata, float(first)), np.full(strata, float(second))
        of = TwoByTwos(first=a.astype(float), first_known=knowns[0], second=c.astype(float), second_known=knowns[1])
        interval = pool(of).risk_difference.interval
        covered.append(interval.low <= 0.06 <= interval.high)
    assert 0.93 <= np.mean(covered) <= 0.97
