"""A difference taken alone is made as the adjusted one is, so that what is allowed for alone sets them apart."""

from __future__ import annotations

import numpy as np
import pytest

from analysis.methods.adjusted import model as module
from analysis.methods.adjusted.standardised import adjusted_factors
from analysis.outcome_log.log import Factor
from tests.patterns import ADHERENCE, FACTORS, fitted, made_up, patterns_of

ROOM = Factor("room", "Room", "category", ("red", "blue"), is_extra=True)


@pytest.mark.parametrize("clustered", [True, False])
@pytest.mark.parametrize("factor", FACTORS, ids=lambda factor: factor.name)
def test_with_nothing_else_in_the_model_it_is_the_adjusted_one(factor: Factor, *, clustered: bool) -> None:
    patterns = made_up(clustered=clustered).of(factor.name)
    (by_level,) = adjusted_factors(fitted((factor,), patterns))
    assert by_level.alone.value == pytest.approx(by_level.risk_difference.value, abs=1e-9)
    assert by_level.verdict in {"unchanged", "unsure"}
    if factor.kind == "number":
        (per_unit,) = adjusted_factors(fitted((factor,), patterns, "per unit"))
        assert per_unit.alone == per_unit.risk_difference


def test_beside_others_a_number_per_unit_is_compared_with_its_own_model() -> None:
    among_others = adjusted_factors(fitted(FACTORS, made_up(), "per unit"))[-1]
    (by_itself,) = adjusted_factors(fitted((ADHERENCE,), made_up().of(ADHERENCE.name), "per unit"))
    one, other = among_others.alone, by_itself.alone
    assert (one.value, one.interval.low, one.interval.high) == pytest.approx(
        (other.value, other.interval.low, other.interval.high)
    )
    assert among_others.alone.value != pytest.approx(among_others.risk_difference.value, rel=1e-3)


def test_a_bent_number_beside_an_unrelated_factor_hides_nothing() -> None:
    """The fifths differ by far less than two points of the straight line; the room has no part in that."""
    number = Factor("x", "X", "number", tuple(map(float, range(100))), is_extra=True)
    values = np.repeat(np.arange(100.0), 2)
    columns = {"x": values.tolist(), "room": ["red", "blue"] * 100}
    rates = np.where(values < 20, 0.35, 0.1 + 0.3 * values / 99)
    breakouts = np.round(100 * rates).astype(int)
    patterns = patterns_of((number, ROOM), columns, breakouts.tolist(), [100] * 200)
    of_number = adjusted_factors(fitted((number, ROOM), patterns, "per unit"))[0]
    assert of_number.crude.risk_difference.value < 0.7 * of_number.risk_difference.value
    assert of_number.alone.value == pytest.approx(of_number.risk_difference.value, abs=1e-9)
    assert of_number.verdict == "unchanged"


def test_a_number_whose_own_model_was_not_found_is_compared_by_fifths(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rounding over a million treatments must not take the page's answer away."""
    model = fitted(FACTORS, made_up(), "per unit")
    monkeypatch.setattr(module, "fit_logistic", lambda *_: None)
    number = adjusted_factors(model)[-1]
    assert number.factor == ADHERENCE
    assert number.alone == number.crude.risk_difference
    assert number.entered == "per unit"
