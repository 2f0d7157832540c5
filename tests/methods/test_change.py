"""The interval of a change is R's, holds what a bootstrap holds, and does not depend on how the outcome is coded."""

from __future__ import annotations

import json
import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.counting.tallies import ClientPairs
from analysis.methods.adjusted.changed import change_by_adjusting
from analysis.methods.adjusted.complete_cases import complete_cases, pairs_within
from analysis.methods.adjusted.model import model_of_one
from analysis.methods.adjusted.terms import LineTerm
from analysis.methods.change import Change
from analysis.methods.stratified import stratify
from analysis.methods.verdict import verdict
from analysis.results import Estimate, Interval
from tests.methods.two_factors import crude_contrast, tally_of, within
from tests.patterns import ACNE, ADHERENCE, FACTORS, PRODUCT, fitted, made_up
from tests.tallies import REFERENCE, Known

CELL = st.integers(5, 40)


def of_r(name: str) -> Known:
    known: Known = json.loads((REFERENCE / "changed.json").read_text(encoding="utf-8"))[name]
    return known


def agrees(found: Change, known: Known, covariance: float = 1e-6) -> None:
    assert (found.own, found.left) == pytest.approx((known["own"], known["left"]), rel=1e-8)
    assert np.ravel(found.covariance) == pytest.approx(known["covariance"], rel=covariance)
    interval, bootstrap = found.estimate.interval, known["bootstrap"]
    deviation = (interval.high - interval.low) / 2 / 1.97
    assert deviation == pytest.approx(bootstrap["deviation"], rel=0.08)
    for bound in ("low", "high"):
        assert getattr(interval, bound) == pytest.approx(bootstrap[bound], abs=0.3 * bootstrap["deviation"])


def test_adjusting_changes_two_levels_as_in_r() -> None:
    model = fitted(FACTORS, made_up(), "per unit")
    term = next(each for each in model.terms if each.factor == PRODUCT)
    places = term.groups.index("yes"), term.groups.index("no")
    agrees(change_by_adjusting(model, term, places, None), of_r("product"))


def test_adjusting_changes_a_number_per_unit_as_in_r() -> None:
    """From 20 to 100, beside the model of this number only."""
    model = fitted(FACTORS, made_up(), "per unit")
    term = next(each for each in model.terms if each.factor == ADHERENCE)
    assert isinstance(term, LineTerm)
    ends = replace(term, coding=(np.array([[20.0], [100.0]]) - term.centre) / term.step)
    model = replace(model, terms=(*model.terms[:-1], ends))
    agrees(change_by_adjusting(model, ends, (1, 0), model_of_one(model, ends)), of_r("adherence"))


def test_groups_change_two_levels_as_in_r() -> None:
    """But for the square root of n / (n - 1), which R's derivative does not have."""
    cases = complete_cases(made_up().of(PRODUCT.name, ACNE.name))
    tally = tally_of(
        {
            level: {
                product: (int(cases.breakouts[at].sum()), int((cases.known - cases.breakouts)[at].sum()))
                for product, code in (("no", 0), ("yes", 1))
                if (at := (cases.codes[:, 0] == code) & (cases.codes[:, 1] == place)).any()
            }
            for place, level in enumerate(ACNE.levels)
        },
        levels=("no", "yes"),
    )
    places = [(product, level) for product in (1, 0) for level in range(3)]
    cells = np.array([places.index((product, level)) for product, level in cases.codes.tolist()])
    by_cell = pairs_within(cases, cells, tuple(range(6)))
    assert by_cell is not None
    pairs = ClientPairs(
        tuple((level, group) for level in ("yes", "no") for group in ACNE.levels),
        by_cell.counts,
        by_cell.treatments,
        by_cell.clients,
    )
    found = stratify(crude_contrast(PRODUCT, tally), ACNE, tally, cases.clustering, pairs)
    assert found.alike is not None
    agrees(found.alike.change, of_r("within"), covariance=0.03)


@given(st.lists(st.tuples(CELL, CELL, CELL, CELL), min_size=2, max_size=5), st.floats(1, 3))
def test_the_other_outcome_changes_as_much_the_other_way(of: list[tuple[int, ...]], effect: float) -> None:
    found, other = (
        within(
            {str(place): {"harsh": (one[0], one[1]), "gentle": (one[2], one[3])} for place, one in enumerate(groups)},
            design_effect=effect,
        )
        for groups in (of, [(b, a, d, c) for a, b, c, d in of])
    )
    assert found.alike is not None
    assert other.alike is not None
    one, two = found.alike.change, other.alike.change
    assert one.estimate.value == pytest.approx(-two.estimate.value, abs=1e-12)
    assert one.p_value == pytest.approx(two.p_value, abs=1e-6)
    assert found.alike.verdict == other.alike.verdict
    assert math.isfinite(one.p_value)


def estimate(value: float, reach: float) -> Estimate:
    return Estimate(value, Interval(low=value - reach, high=value + reach, level=0.95, method="delta method"))


@pytest.mark.parametrize(
    ("left", "deviation", "said"),
    [
        (0.10, 0.001, "unchanged"),
        (0.07, 0.03, "unclear"),
        # The interval after adjusting holds zero, the one before does not: no sign of a change.
        (0.03, 0.05, "unclear"),
        (0.07, 0.01, "partly shared"),
        # Less than half is left, but as much as half may be.
        (0.04, 0.02, "partly shared"),
        (0.02, 0.01, "mostly shared"),
        (-0.02, 0.01, "mostly shared"),
        (0.15, 0.01, "hidden"),
        (-0.10, 0.01, "reversed"),
    ],
)
def test_words_follow_the_interval_of_the_change(left: float, deviation: float, said: str) -> None:
    both = 0.02**2 - deviation**2 / 2
    change = Change(own=0.10, left=left, covariance=((0.02**2, both), (both, 0.02**2)))
    after = estimate(left, 0.04)
    assert verdict(estimate(0.10, 0.04), after, change) == said
    # The same with more breakouts at the other level.
    other = replace(change, own=-0.10, left=-left)
    assert verdict(estimate(-0.10, 0.04), estimate(-left, 0.04), other) == said


def test_a_difference_of_which_nothing_is_sure_has_no_verdict() -> None:
    change = Change(own=0.02, left=0.01, covariance=((1e-4, 1e-4), (1e-4, 1e-4)))
    assert change.estimate.excludes_zero
    assert verdict(estimate(0.02, 0.03), estimate(0.01, 0.03), change) == "unsure"


def test_the_choice_of_the_largest_difference_widens_the_interval() -> None:
    change = Change(own=0.10, left=0.05, covariance=((4e-4, 2e-4), (2e-4, 4e-4)))
    of_four = replace(change, picked_from=4)
    assert of_four.estimate.interval.low < change.estimate.interval.low
    assert of_four.p_value == pytest.approx(4 * change.p_value)
    assert of_four.estimate.interval.stated_level == 0.95


def test_without_clients_each_treatment_counts_for_itself() -> None:
    model = fitted(FACTORS, made_up(clustered=False))
    found = change_by_adjusting(model, model.terms[1], (1, 0), None)
    rates = [found.covariance[0][0], sum(_variance(model.terms[1].tally.counts[place]) for place in (0, 1))]
    assert found.freedom is None
    assert rates[0] == pytest.approx(rates[1], rel=2 / 500)


def _variance(counts: np.ndarray) -> float:
    known = counts[:2].sum()
    return float(counts[0] * counts[1] / known**3)
