"""Numbers and names as a manager reads them aloud."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from analysis import results
from analysis.methods.rate import rate
from analysis.methods.two_levels import compare
from analysis.results import Estimate, ValueRange
from analysis.wording.numbers import (
    agreeing,
    cell,
    cells,
    difference,
    file_stem,
    level_name,
    p_error,
    p_text,
    p_value,
    per_100,
    percent,
    quantity,
    rates_and_difference,
    ratio,
)
from tests.tallies import factor

if TYPE_CHECKING:
    from analysis.outcome_log.log import Factor
from tests.wording.subjects import ACNE, ADHERENCE, DEPTH, HOURS, estimated


@pytest.mark.parametrize(
    ("p", "limit", "text"),
    [
        (0.0004, None, "p < 0.001"),
        (0.0102, None, "p = 0.010"),
        (0.0102, 0.01, "p = 0.0102"),
        (0.01, 0.01, "p = 0.010"),
        (0.032, 0.01, "p = 0.032"),
        (0.32, 0.01, "p = 0.32"),
    ],
)
def test_a_p_value_beside_a_limit_is_not_rounded_to_it(p: float, limit: float | None, text: str) -> None:
    assert p_text(p, limit) == text


@pytest.mark.parametrize(
    ("share", "text"),
    [
        (0, "0%"),
        (1, "100%"),
        (0.09104, "9.1%"),
        (0.09, "9.0%"),
        (0.0004, "0.04%"),
        (7e-5, "0.007%"),
        (1e-9, "under 0.0001%"),
        (-0.1116, "−11.2%"),
    ],
)
def test_percent(share: float, text: str) -> None:
    assert percent(share) == text


@pytest.mark.parametrize(
    ("share", "text"),
    [
        (0, "0"),
        (1, "100"),
        (0.27, "27"),
        (0.1, "10"),
        (0.0996, "10"),
        (0.0993, "9.9"),
        (0.08, "8"),
        (0.082, "8.2"),
        (-0.152, "−15"),
        (0.0003, "0.03"),
        (1e-9, "under 0.0001"),
    ],
)
def test_per_100(share: float, text: str) -> None:
    assert per_100(share) == text


@pytest.mark.parametrize(
    ("number", "text"), [(0, "0 treatments"), (1, "1 treatment"), (2, "2 treatments"), (2400, "2,400 treatments")]
)
def test_quantity(number: int, text: str) -> None:
    assert quantity(number, "treatment") == text


@pytest.mark.parametrize(
    ("p", "text"),
    [
        (0, "p < 0.001"),
        (0.00099, "p < 0.001"),
        (0.001, "p = 0.001"),
        (0.0321, "p = 0.032"),
        (0.214, "p = 0.21"),
        (1, "p = 1.00"),
    ],
)
def test_p_value(p: float, text: str) -> None:
    assert p_value(results.Test(name="chi-square", statistic=1.0, p_value=p, source="")) == text


@pytest.mark.parametrize(
    ("error", "text"),
    [(0.00123, "0.0012"), (0.0001, "0.0001"), (0.00009, "less than 0.0001"), (0.0, "less than 0.0001")],
)
def test_the_error_of_a_sampled_p_value_is_never_shown_as_zero(error: float, text: str) -> None:
    assert p_error(error) == text


@pytest.mark.parametrize(
    ("estimate", "text"),
    [
        (estimated(0.15, 0.08, 0.22), "15 more per 100 (95% CI 8 to 22)"),
        (estimated(-0.15, -0.22, -0.08), "15 fewer per 100 (95% CI 8 to 22)"),
        (estimated(0.049, -0.003, 0.095), "4.9 more per 100 (95% CI 0.3 fewer to 9.5 more)"),
        (estimated(-0.024, -0.052, 0.003), "2.4 fewer per 100 (95% CI 5.2 fewer to 0.3 more)"),
        (estimated(0.0, -0.06, 0.07), "as many in both (95% CI 6.0 fewer to 7.0 more)"),
        (estimated(0.05, 0.0, 0.1, 0.975), "5.0 more per 100 (97.5% CI 0 to 10.0)"),
        (estimated(-0.05, -0.1, 0.0), "5.0 fewer per 100 (95% CI 0 to 10.0)"),
        (estimated(-1.0, -1.0, -0.6), "100 fewer per 100 (95% CI 60 to 100)"),
    ],
)
def test_difference(estimate: Estimate | None, text: str) -> None:
    assert difference(estimate) == text


@pytest.mark.parametrize(
    ("first", "second", "shown"),
    [
        # What is shown adds up: whole numbers from ten on, a decimal below.
        ((27, 100), (12, 100), ("27", "12", "15 more per 100 (95% CI 4 to 26)")),
        ((3, 80), (10, 87), ("3.8", "11.5", "7.7 fewer per 100 (95% CI 16.5 fewer to 0.7 more)")),
        ((0, 100), (0, 90), ("0", "0", "as many in both (95% CI 4.1 fewer to 3.7 more)")),
        ((100, 100), (0, 90), ("100", "0", "100 more per 100 (95% CI 94 to 100)")),
        ((1, 200_000), (3, 150_000), ("0.0005", "0.002", "0.002 fewer per 100 (95% CI 0.005 fewer to 0.001 more)")),
        # 3.8 and 10.6 are not 6.9 apart, but 4 and 11 are 7 apart; 14 and 80 not 65, but 14.3 and 79.6 are 65.3 apart.
        ((3, 80), (10, 94), ("4", "11", "7 fewer per 100 (95% CI 15 fewer to 1 more)")),
        ((3, 21), (43, 54), ("14.3", "79.6", "65.3 fewer per 100 (95% CI 41.4 to 78.0)")),
        # Nothing adds up: the difference is that of the full values.
        ((3, 80), (20, 64), ("4", "31", "28 fewer per 100 before rounding (95% CI 15 to 40)")),
        ((3, 80), (10, 711), ("3.8", "1.4", "2.3 more per 100 before rounding (95% CI 0.4 fewer to 9.1 more)")),
        ((17, 80), (20, 94), ("21.2", "21.3", "nearly as many in both (95% CI 12.0 fewer to 12.4 more)")),
    ],
)
def test_a_reader_who_subtracts_finds_no_error(
    first: tuple[int, int], second: tuple[int, int], shown: tuple[str, str, str]
) -> None:
    both = compare(*(rate(yes, of - yes) for yes, of in (first, second)))
    assert rates_and_difference(both) == shown


@pytest.mark.parametrize(
    ("estimate", "text"),
    [
        (estimated(2.1, 1.4, 3.2), "2.10 (95% CI 1.40 to 3.20)"),
        (estimated(1234.5, 10, 99999), "1,234.50 (95% CI 10.00 to 99,999.00)"),
        (estimated(None, 1.42, None), "beyond any number (95% CI 1.42 up)"),
        (None, "cannot be formed: none on either side"),
    ],
)
def test_ratio(estimate: Estimate | None, text: str) -> None:
    assert ratio(estimate) == text


@pytest.mark.parametrize(
    ("level", "of", "text"),
    [
        (ValueRange(0.25, 0.5), DEPTH, "0.25 to 0.5 mm"),
        (ValueRange(2.0, 2.0), DEPTH, "2 mm"),
        (ValueRange(0, 40), ADHERENCE, "0 to 40%"),
        (ValueRange(1, 1), HOURS, "1 hour"),
        (ValueRange(2023, 2025), factor("number"), "2023 to 2025"),
        (ValueRange(0.1 + 0.2, 1234567), factor("number"), "0.3 to 1234567"),
        (1.5, DEPTH, "1.5 mm"),
        (None, DEPTH, "unknown"),
        (dt.date(2026, 5, 1), None, "May 2026"),
        ("none", ACNE, "none"),
    ],
)
def test_level_name(level: object, of: Factor, text: str) -> None:
    assert level_name(level, of) == text


def test_file_stem() -> None:
    assert file_stem("Breakout rate", "by Acne history!") == "breakout-rate-by-acne-history"
    assert file_stem("../../etc/passwd") == "etc-passwd"
    assert file_stem("皮膚") == "figure"


def test_a_cell_of_a_table_is_rounded_from_its_full_value_as_sentences_are() -> None:
    assert cell(100 * 116 / 1670) == "6.9"
    assert f"{cell(100 * 116 / 1670)}%" == percent(116 / 1670)
    assert cell(-8.26) == "−8.3"
    assert cell(0.0321) == "0.03"
    assert (cell(0.0), cell(7.0), cell(100.0)) == ("0", "7.0", "100")
    assert cell(2.0, "Odds ratio", 2) == "2.00"
    assert cell(1417) == "1,417"


def test_beside_larger_ones_a_difference_too_small_for_a_decimal_is_none_and_its_bounds_keep_their_side() -> None:
    values = [0.004, -0.03, 0.0, -8.26, None]
    assert cells(values, "Left out, per 100") == ["0.0", "0.0", "0", "−8.3", "–"]
    assert cells(values, "Left out, CI from")[:2] == ["0.004", "−0.03"]
    # Where an outcome is rare, all differences are that small.
    assert cells([0.004, -0.03], "Left out, per 100") == ["0.004", "−0.03"]
    assert cells([0.004, 2.5], "Difference per 100", 2) == ["0.00", "2.50"]


def test_p_values_have_their_own_rule_in_a_table_too() -> None:
    assert cell(4.83e-22, "p") == "< 0.001"
    assert cell(0.0321, "p, all factors allowed for") == "0.032"
    assert cell(0.0321, "pustules, %") == "0.03"
    assert cell(None) == cell(float("nan")) == "–"


def test_a_difference_reads_the_same_from_either_side() -> None:
    forth = difference(compare(rate(20, 80), rate(10, 90)).risk_difference)
    back = difference(compare(rate(10, 90), rate(20, 80)).risk_difference)
    assert forth == back.replace("fewer", "more")


@pytest.mark.parametrize(("number", "verb"), [(0, "are"), (1, "is"), (2, "are"), (2400, "are")])
def test_a_verb_agrees_with_its_number(number: int, verb: str) -> None:
    assert agreeing(number, "is", "are") == verb
