"""A model that counts cannot carry is refused for a reason that names the factors."""

from __future__ import annotations

import numpy as np
import pytest

from analysis.counting.tallies import Patterns
from analysis.methods.adjusted.complete_cases import complete_cases
from analysis.methods.adjusted.limits import entangled, separating_columns
from analysis.methods.adjusted.logistic import fit_logistic
from analysis.methods.adjusted.model import Design, design, doubts, fit_model
from analysis.methods.adjusted.standardised import adjusted_factors
from analysis.methods.adjusted.terms import Unable
from analysis.methods.cautions import Caution, NothingKnown, SameOutcome
from analysis.methods.coded_matrix import Block
from analysis.methods.model_cautions import (
    ConstantFactors,
    EntangledFactors,
    FewClients,
    LevelsTooSmall,
    NothingChosen,
    NothingComplete,
    SeparatedOutcomes,
    TooFewClients,
    TooFewEvents,
)
from analysis.outcome_log.log import Factor
from tests.patterns import FACTORS, designed, fitted, made_up, patterns_of

A = Factor("a", "A", "category", ("no", "yes"), is_extra=True)
B = Factor("b", "B", "category", ("no", "yes"), is_extra=True)
C = Factor("c", "C", "category", ("x", "y", "z"), is_extra=True)

# The levels of a and of b, breakouts, and treatments with a known outcome.
Row = tuple[str, str, int, int]


def two_by_two(*rows: Row, client: list[int] | None = None) -> Patterns:
    columns = {"a": [row[0] for row in rows], "b": [row[1] for row in rows]}
    return patterns_of((A, B), columns, [row[2] for row in rows], [row[3] for row in rows], client)


def refusal(patterns: Patterns, factors: tuple[Factor, ...] = (A, B)) -> Caution:
    found = design(factors, patterns, complete_cases(patterns), "levels")
    model = fit_model(found) if isinstance(found, Design) else found
    assert isinstance(model, Caution)
    return model


def test_separation_that_only_two_factors_make_together() -> None:
    """Where one is yes and the other no, the outcome is certain; each level alone has both outcomes."""
    patterns = two_by_two(("no", "no", 40, 80), ("yes", "yes", 40, 80), ("yes", "no", 30, 30), ("no", "yes", 0, 30))
    assert refusal(patterns) == SeparatedOutcomes((A, B))


def test_separation_names_only_those_that_take_part() -> None:
    rows = [
        (a, b, c, yes, known)
        for c in ("x", "y", "z")
        for a, b, yes, known in (
            ("no", "no", 40, 80),
            ("yes", "yes", 40, 80),
            ("yes", "no", 30, 30),
            ("no", "yes", 0, 30),
        )
    ]
    columns = {name: [row[place] for row in rows] for place, name in enumerate("abc")}
    patterns = patterns_of((A, B, C), columns, [row[3] for row in rows], [row[4] for row in rows])
    assert refusal(patterns, (A, B, C)) == SeparatedOutcomes((A, B))


def test_overlapping_outcomes_have_no_separating_columns() -> None:
    model = fitted(FACTORS, made_up(), "per unit")
    assert separating_columns(model.matrix, model.cases).size == 0
    mixed = complete_cases(two_by_two(("no", "no", 40, 80), ("yes", "no", 3, 60)))
    assert separating_columns(np.ones((2, 1)), mixed).size == 0


def test_a_number_that_tells_the_outcome_for_sure() -> None:
    depth = Factor("d", "D", "number", tuple(map(float, range(40))), is_extra=True)
    patterns = patterns_of(
        (depth,), {"d": list(depth.levels)}, [10 if value >= 20 else 0 for value in range(40)], [10] * 40
    )
    found = design((depth,), patterns, complete_cases(patterns), "per unit")
    assert isinstance(found, Design)
    assert fit_model(found) == SeparatedOutcomes((depth,))


@pytest.mark.parametrize(
    ("apart", "distinguished_by"), [(0, False), (2, False), (30, True)], ids=["same", "nearly", "not"]
)
def test_factors_that_go_together(apart: int, *, distinguished_by: bool) -> None:
    rows = [("no", "no", 40, 200 - apart), ("yes", "yes", 60, 200 - apart)]
    if apart:
        rows += [("yes", "no", apart // 2, apart), ("no", "yes", apart // 2, apart)]
    patterns = two_by_two(*rows)
    found = design((A, B), patterns, complete_cases(patterns), "levels")
    if distinguished_by:
        assert isinstance(found, Design)
    else:
        assert found == EntangledFactors((A, B))


def test_an_exact_dependence_of_three_names_all_three_and_no_other() -> None:
    chance = np.random.default_rng(1)
    first, second, other = chance.integers(0, 2, (3, 500))
    blocks = [Block(each, np.arange(3.0)[:, None]) for each in (first, second, other, first + second)]
    assert entangled(blocks, np.ones(500)) == (0, 1, 3)


def test_fewer_than_ten_events_for_each_parameter() -> None:
    patterns = two_by_two(("no", "no", 4, 80), ("yes", "yes", 5, 80), ("yes", "no", 5, 30), ("no", "yes", 5, 30))
    assert refusal(patterns) == TooFewEvents(
        events=19, are_yes=True, parameters=2, carried=1, uses=((A, 1), (B, 1)), per_parameter=10
    )
    # One more makes twenty, enough for two; it does not matter which outcome is the rarer.
    patterns = two_by_two(("no", "no", 75, 80), ("yes", "yes", 75, 80), ("yes", "no", 25, 30), ("no", "yes", 25, 30))
    assert isinstance(design((A, B), patterns, complete_cases(patterns), "levels"), Design)


def test_levels_that_nothing_can_be_merged_with() -> None:
    patterns = two_by_two(("no", "no", 40, 80), ("yes", "no", 30, 80), ("no", "yes", 0, 40), ("yes", "yes", 0, 40))
    assert refusal(patterns) == LevelsTooSmall(
        (Unable(factor=B, levels=("yes",), breakouts=0, known=80, parameters=1),)
    )


def test_a_constant_factor_is_left_out_in_words() -> None:
    patterns = two_by_two(("no", "no", 40, 80), ("no", "yes", 30, 90))
    found = designed((A, B), patterns)
    assert [term.factor for term in found.terms] == [B]
    assert doubts(found) == (ConstantFactors((A,)),)
    alone = patterns.of("a")
    assert design((A,), alone, complete_cases(alone), "levels") == ConstantFactors((A,))


def test_few_clients() -> None:
    rows = [(a, b, 3, 10) for a in ("no", "yes") for b in ("no", "yes")] * 6
    assert doubts(designed((A, B), two_by_two(*rows, client=list(range(24))))) == (FewClients(24, 42),)
    assert not doubts(designed((A, B), two_by_two(*rows * 2, client=list(range(48)))))
    assert not doubts(designed((A, B), two_by_two(*rows)))


def test_fewer_clients_than_a_clustered_covariance_needs() -> None:
    chance = np.random.default_rng(2)
    factors = tuple(Factor(f"f{place}", f"F{place}", "category", ("no", "yes"), is_extra=True) for place in range(12))
    columns = {factor.name: chance.choice(["no", "yes"], 1200).tolist() for factor in factors}
    clients = [place % 12 for place in range(1200)]
    patterns = patterns_of(factors, columns, chance.integers(0, 2, 1200).tolist(), [1] * 1200, clients)
    assert refusal(patterns, factors) == TooFewClients(clients=12, parameters=12, carried=1, per_parameter=10)
    assert isinstance(design(factors[:1], patterns.of("f0"), complete_cases(patterns), "levels"), Design)


def test_nothing_to_go_by() -> None:
    patterns = two_by_two(("no", "no", 4, 80))
    assert refusal(patterns.of(), ()) == NothingChosen()
    assert refusal(two_by_two(("?", "no", 4, 80))) == NothingComplete(80)
    assert refusal(two_by_two(("no", "no", 0, 80), ("yes", "no", 0, 80))) == SameOutcome(0, 160)
    assert refusal(patterns) == ConstantFactors((A, B))
    assert refusal(two_by_two(("no", "no", 0, 0), ("yes", "no", 0, 0))) == NothingKnown()
    one = refusal(two_by_two(("no", "no", 1, 1), ("yes", "yes", 0, 1)))
    assert one == TooFewEvents(events=1, are_yes=True, parameters=2, carried=0, uses=((A, 1), (B, 1)), per_parameter=10)


def test_the_same_covariance_where_no_client_came_back() -> None:
    patterns = two_by_two(("no", "no", 4, 80), ("yes", "yes", 35, 80), ("yes", "no", 5, 30), ("no", "yes", 5, 30))
    model = fitted((A, B), patterns)
    assert model.cases.by_client is None
    information = model.matrix.T @ (
        model.matrix * (model.cases.known * model.fit.chances * (1 - model.fit.chances))[:, None]
    )
    assert model.fit.covariance @ information == pytest.approx(np.eye(3), abs=1e-9)
    assert all(each.risk_difference.interval.low < 1 for each in adjusted_factors(model))


def test_a_matrix_without_an_inverse_has_no_fit() -> None:
    cases = complete_cases(two_by_two(("no", "no", 40, 80), ("yes", "yes", 30, 80)))
    assert fit_logistic(np.array([[1.0, 1.0, 1.0], [1.0, 0.0, 0.0]]), cases) is None
