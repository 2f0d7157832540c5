from __future__ import annotations

import math
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import chi2
from statsmodels.stats.contingency_tables import Table2x2
from statsmodels.stats.proportion import confint_proportions_2indep

from analysis.methods.rate import rate
from analysis.methods.two_levels import KATZ, NEWCOMBE, SCORE, WOOLF, compare, ratio_score_interval
from tests.tallies import r_values

if TYPE_CHECKING:
    from analysis.results import Rate
    from tests.tallies import Known


TABLES = r_values("two_levels")
CELL = st.integers(0, 300)


def rates(known: Known) -> tuple[Rate, Rate]:
    first = rate(known["breakouts_a"], known["n_a"] - known["breakouts_a"])
    second = rate(known["breakouts_b"], known["n_b"] - known["breakouts_b"])
    assert first is not None
    assert second is not None
    return first, second


def has_empty_cell(known: Known) -> bool:
    return any(known[f"breakouts_{side}"] in {0, known[f"n_{side}"]} for side in "ab")


def same(found: float | None, value: float | None, *, tolerance: float = 1e-7) -> None:
    """Compare a bound; None stands for one that does not exist, here as in the reference."""
    if value is None:
        assert found is None
    else:
        assert found == pytest.approx(value, rel=tolerance, abs=1e-14)


@pytest.mark.parametrize("known", TABLES, ids=lambda each: each["name"])
def test_newcombe_as_r_has_it(known: Known) -> None:
    estimate, expected = compare(*rates(known)).risk_difference, known["risk_difference_newcombe"]
    assert estimate.interval.method == NEWCOMBE
    same(estimate.value, expected["estimate"])
    same(estimate.interval.low, expected["lower"])
    same(estimate.interval.high, expected["upper"])


@pytest.mark.parametrize("known", [t for t in TABLES if not has_empty_cell(t)], ids=lambda each: each["name"])
def test_katz_and_woolf_as_r_has_them(known: Known) -> None:
    found = compare(*rates(known))
    for estimate, expected, method in (
        (found.risk_ratio, known["risk_ratio_katz"], KATZ),
        (found.odds_ratio, known["odds_ratio_wald"], WOOLF),
    ):
        assert estimate.interval.method == method
        same(estimate.value, expected["estimate"])
        same(estimate.interval.low, expected["lower"])
        same(estimate.interval.high, expected["upper"])


@pytest.mark.parametrize(
    "known",
    [t for t in TABLES if has_empty_cell(t) and (t["breakouts_a"] or t["breakouts_b"])],
    ids=lambda each: each["name"],
)
def test_an_empty_cell_gives_the_score_interval_and_no_odds_ratio(known: Known) -> None:
    found, expected = compare(*rates(known)), known["risk_ratio_score_miettinen_nurminen"]
    assert found.odds_ratio is None
    assert found.risk_ratio.interval.method == SCORE
    same(found.risk_ratio.value, expected["estimate"])
    same(found.risk_ratio.interval.low, expected["lower"])
    same(found.risk_ratio.interval.high, expected["upper"])


@pytest.mark.parametrize(
    "known", [t for t in TABLES if t["breakouts_a"] or t["breakouts_b"]], ids=lambda each: each["name"]
)
def test_the_score_interval_as_r_has_it_on_every_table(known: Known) -> None:
    interval, expected = ratio_score_interval(*rates(known)), known["risk_ratio_score_miettinen_nurminen"]
    same(interval.low, expected["lower"])
    same(interval.high, expected["upper"])


def test_no_breakout_on_either_side_has_no_ratio() -> None:
    found = compare(rate(0, 10), rate(0, 20))
    assert (found.risk_ratio, found.odds_ratio) == (None, None)
    assert found.risk_difference.value == 0
    assert found.risk_difference.interval.low < 0 < found.risk_difference.interval.high


@pytest.mark.parametrize("design_effect", [5.0, 10.0, 20.0, 25.0, 400.0])
@pytest.mark.parametrize("cells", [(0, 10, 10, 0), (10, 0, 0, 10), (5, 5, 0, 10), (10, 0, 10, 0)])
def test_clients_so_alike_that_the_log_is_worth_no_treatment_leave_a_wide_interval(
    cells: tuple[int, int, int, int], design_effect: float
) -> None:
    a, b, c, d = cells
    ratio = compare(rate(a, b, design_effect), rate(c, d, design_effect)).risk_ratio
    narrower = compare(rate(a, b), rate(c, d)).risk_ratio
    assert ratio.value == narrower.value
    assert ratio.interval.low <= narrower.interval.low
    assert math.isfinite(ratio.interval.low)
    if narrower.interval.high is not None:
        assert narrower.interval.high <= ratio.interval.high < math.inf


def test_everybody_on_both_sides_is_not_certain() -> None:
    ratio = compare(rate(10, 0), rate(10, 0)).risk_ratio
    assert ratio.value == 1
    assert ratio.interval.low < 0.8
    assert ratio.interval.high > 1.2


@given(CELL, CELL, CELL, CELL)
def test_swapping_the_levels_turns_the_comparison_round(a: int, b: int, c: int, d: int) -> None:
    first, second = rate(a, b), rate(c, d)
    if first is None or second is None:
        return
    one, other = compare(first, second), compare(second, first)
    assert one.risk_difference.value == -other.risk_difference.value
    assert one.risk_difference.interval.low == pytest.approx(-other.risk_difference.interval.high, abs=1e-12)
    for ratio, turned in ((one.risk_ratio, other.risk_ratio), (one.odds_ratio, other.odds_ratio)):
        if ratio is None:
            assert turned is None
            continue
        for value, inverse in (
            (ratio.value, turned.value),
            (ratio.interval.low, turned.interval.high),
            (ratio.interval.high, turned.interval.low),
        ):
            assert (value or 0.0) * (inverse or 0.0) == pytest.approx(0.0 if not value or not inverse else 1.0)


@given(CELL, CELL, CELL, CELL, st.sampled_from([0.9, 0.95, 0.998]))
def test_the_intervals_contain_their_estimates(a: int, b: int, c: int, d: int, level: float) -> None:
    first, second = rate(a, b), rate(c, d)
    if first is None or second is None:
        return
    found = compare(first, second, level)
    assert -1 <= found.risk_difference.interval.low <= found.risk_difference.value
    assert found.risk_difference.value <= found.risk_difference.interval.high <= 1
    for ratio in (found.risk_ratio, found.odds_ratio):
        if ratio is not None:
            value = math.inf if ratio.value is None else ratio.value
            high = math.inf if ratio.interval.high is None else ratio.interval.high
            assert 0 <= ratio.interval.low <= value <= high
            assert math.isfinite(ratio.interval.low)
            assert ratio.interval.level == level


@given(st.integers(1, 200), st.integers(1, 200), st.integers(1, 200), st.integers(1, 200))
def test_the_score_interval_is_that_of_statsmodels_where_no_cell_is_empty(a: int, b: int, c: int, d: int) -> None:
    interval = ratio_score_interval(rate(a, b), rate(c, d))
    low, high = confint_proportions_2indep(a, a + b, c, c + d, method="score", compare="ratio")
    assert interval.low == pytest.approx(low, rel=1e-6)
    assert interval.high == pytest.approx(high, rel=1e-6)


@given(*[st.integers(1, 2000)] * 4, st.sampled_from([0.8, 0.95, 0.9975]), st.sampled_from([1.0, 1.3]))
def test_the_other_intervals_are_those_of_statsmodels(  # noqa: PLR0917 - four cells
    a: int, b: int, c: int, d: int, level: float, design_effect: float
) -> None:
    found = compare(rate(a, b, design_effect), rate(c, d, design_effect), level)
    counts = [count / design_effect for count in (a, a + b, c, c + d)]
    table = Table2x2([[a / design_effect, b / design_effect], [c / design_effect, d / design_effect]])
    for estimate, expected in (
        (found.risk_difference, confint_proportions_2indep(*counts, method="newcomb", alpha=1 - level)),
        (found.risk_ratio, confint_proportions_2indep(*counts, method="log", compare="ratio", alpha=1 - level)),
        (found.odds_ratio, table.oddsratio_confint(1 - level)),
    ):
        assert (estimate.interval.low, estimate.interval.high) == pytest.approx(expected, rel=1e-11, abs=1e-14)


@given(st.integers(1, 60), st.integers(1, 60), st.integers(0, 60))
def test_the_upper_bound_without_breakouts_solves_the_score_equation(
    without: int, breakouts: int, no_breakouts: int
) -> None:
    bound = compare(rate(0, without), rate(breakouts, no_breakouts)).risk_ratio.interval.high
    known, everyone = breakouts + no_breakouts, without + breakouts + no_breakouts
    # The likeliest rate by bisection: the likelihood has one maximum between 0 and what the bound allows.
    low, high = 0.0, min(1.0, 1 / bound)

    def slope(share: float) -> float:
        return breakouts / share - no_breakouts / (1 - share) - without * bound / (1 - bound * share)

    for _ in range(200):
        middle = (low + high) / 2
        low, high = (middle, high) if slope(middle) > 0 else (low, middle)
    share = (low + high) / 2
    variance = bound * share * (1 - bound * share) / without + bound**2 * share * (1 - share) / known
    score = (bound * breakouts / known) ** 2 / (variance * everyone / (everyone - 1))
    assert score == pytest.approx(chi2.ppf(0.95, 1), rel=1e-6)
