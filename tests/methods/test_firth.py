"""Firth's penalised likelihood gives the published figures, and an answer where the usual one has none."""

from __future__ import annotations

import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.methods.adjusted.complete_cases import complete_cases
from analysis.methods.adjusted.standardised import PerStep
from analysis.methods.adjusted.terms import Term, model_term
from analysis.methods.firth import (
    Likelihood,
    PenalisedFactor,
    penalised_factor,
    penalised_fit,
    penalised_test,
    profile_interval,
)
from tests.patterns import ACNE, ADHERENCE, PRODUCT, patterns_of
from tests.simulations.few_breakouts import simulate
from tests.tallies import REFERENCE, Known

R: Known = json.loads((REFERENCE / "firth.json").read_text(encoding="utf-8"))


def endometrial() -> Likelihood:
    """Return women of whom none with neovascularisation had a low grade: the usual odds ratio is infinite."""
    rows = R["rows"]
    measures = np.column_stack([np.ones(len(rows["HG"])), rows["NV"], rows["PI"], rows["EH"]])
    return Likelihood(measures, np.array(rows["HG"], dtype=float), np.ones(len(rows["HG"])))


@pytest.mark.parametrize("place", range(4))
def test_the_published_example(place: int) -> None:
    of = endometrial()
    best = penalised_fit(of)
    assert best is not None
    interval, test = profile_interval(of, best, place), penalised_test(of, best, [place])
    assert interval is not None
    assert test is not None
    found = (best.coefficients[place], interval.low, interval.high)
    theirs = R["factors"][place]
    assert found == pytest.approx(R["printed"][place], rel=1e-6)
    assert found == pytest.approx((theirs["value"], theirs["lower"], theirs["upper"]), rel=1e-5)
    assert (test.statistic, test.p_value) == pytest.approx((theirs["statistic"], theirs["p"]), rel=1e-5)


@settings(max_examples=25)
@given(st.tuples(*[st.integers(0, 30)] * 4).filter(lambda cells: sum(cells[:2]) and sum(cells[2:])))
def test_of_two_levels_it_adds_a_half_to_each_cell(cells: tuple[int, int, int, int]) -> None:
    """Firth 1993, section 4: with as many coefficients as groups the penalty is half a treatment in each cell."""
    yes, no, other_yes, other_no = cells
    of = Likelihood(
        np.array([[1.0, 0.0], [1.0, 1.0]]), np.array([other_yes, yes]), np.array([other_yes + other_no, yes + no])
    )
    best = penalised_fit(of)
    assert best is not None
    expected = np.log((yes + 0.5) * (other_no + 0.5) / ((no + 0.5) * (other_yes + 0.5)))
    assert best.coefficients[1] == pytest.approx(expected, abs=1e-6)
    interval = profile_interval(of, best, 1)
    assert interval is not None
    assert interval.low < best.coefficients[1] < interval.high


def asked(breakouts: list[int], known: list[int], products: list[str], histories: list[str]) -> PenalisedFactor:
    """Return what a log says about new products with acne history allowed for."""
    columns = {"new_product": products, "acne_history": histories}
    patterns = patterns_of((PRODUCT, ACNE), columns, breakouts, known)
    cases = complete_cases(patterns)
    terms = [
        model_term(factor, factor.levels, cases.codes[:, place], cases, "per unit", needs_both_outcomes=False)
        for place, factor in enumerate((PRODUCT, ACNE))
    ]
    assert all(isinstance(term, Term) for term in terms)
    found = penalised_factor([term for term in terms if isinstance(term, Term)], cases)
    assert found is not None
    return found


def test_a_level_without_any_breakout_has_an_odds_ratio() -> None:
    found = asked([6, 4, 0, 0], [60, 50, 40, 30], ["no", "no", "yes", "yes"], ["none", "past", "none", "past"])
    assert (found.reference, found.reference_known, found.reference_breakouts) == ("no", 110, 10)
    (level,) = found.levels
    assert (level.level, level.known, level.breakouts) == ("yes", 70, 0)
    ratio = level.odds_ratio
    assert 0 < ratio.interval.low < ratio.value < ratio.interval.high < 1
    turned = asked([54, 46, 40, 30], [60, 50, 40, 30], ["no", "no", "yes", "yes"], ["none", "past", "none", "past"])
    assert turned.levels[0].odds_ratio.value == pytest.approx(1 / ratio.value)
    assert turned.test.p_value == pytest.approx(found.test.p_value)


def test_a_number_has_one_odds_ratio_per_step() -> None:
    values = [0.0, 25.0, 50.0, 75.0, 100.0]
    patterns = patterns_of((ADHERENCE,), {"adherence_percent": values}, [3, 2, 2, 1, 0], [20] * 5)
    cases = complete_cases(patterns)
    term = model_term(ADHERENCE, ADHERENCE.levels, cases.codes[:, 0], cases, "per unit", needs_both_outcomes=False)
    assert isinstance(term, Term)
    found = penalised_factor([term], cases)
    assert found is not None
    (level,) = found.levels
    assert isinstance(level.level, PerStep)
    assert (level.known, level.breakouts) == (100, 8)
    assert level.odds_ratio.value < 1


def test_intervals_hold_the_truth_with_three_breakouts_for_each_parameter() -> None:
    """Of a thousand logs: see the Methods page; of so few the share is rough."""
    held, flagged = simulate(40, 3)
    assert held >= 0.85
    assert flagged <= 0.15
