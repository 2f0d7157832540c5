"""Blanks that are filled in: Rubin's rules and chained equations agree with R's mice; nothing else matters."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest

from analysis.counting.tallies import Patterns
from analysis.methods.adjusted.model import Model, fit_model
from analysis.methods.adjusted.rate_pair import RatePair
from analysis.methods.adjusted.standardised import adjusted_factors
from analysis.methods.adjusted.terms import Entered
from analysis.methods.imputation.blanks import BLANK, with_blanks
from analysis.methods.imputation.chained import IMPUTATIONS, filled
from analysis.methods.imputation.imputed import ImputedFactor, imputed_factors
from analysis.methods.imputation.pooling import pooled_pair, pooled_test
from analysis.methods.normal import two_sided_z
from analysis.outcome_log.log import Factor
from tests.patterns import ACNE, MOISTURISER, PRODUCT, designed, patterns_of
from tests.tallies import REFERENCE, Known

R: Known = json.loads((REFERENCE / "imputed.json").read_text(encoding="utf-8"))
# How many standard errors of what chance makes of 20 imputations an answer may lie from R's 400.
FAR = 3.5
NAMED = (ACNE, PRODUCT, MOISTURISER)


def model_of(factors: tuple[Factor, ...], patterns: Patterns, entered: Entered = "levels") -> Model:
    model = fit_model(designed(factors, patterns, entered))
    assert isinstance(model, Model)
    return model


def imputed_of(
    factors: tuple[Factor, ...], patterns: Patterns, entered: Entered = "levels"
) -> dict[str, ImputedFactor]:
    model = model_of(factors, patterns, entered)
    found = imputed_factors(model, adjusted_factors(model), with_blanks(patterns, model))
    assert found is not None
    return {each.complete.factor.name: each for each in found}


def pima() -> tuple[tuple[Factor, ...], Patterns]:
    """Return women of whom the outcome is known, and most measures."""
    rows = R["pima"]["rows"]
    columns = {name: [None if value is None else float(value) for value in of] for name, of in rows.items()}
    factors = tuple(
        Factor(name, name, "number", tuple(sorted({value for value in of if value is not None})), is_extra=True)
        for name, of in columns.items()
        if name != "breakout"
    )
    return factors, patterns_of(factors, columns, rows["breakout"], [1] * len(columns["glu"]))


def made_up() -> Patterns:
    rows = R["made_up"]["rows"]
    columns = {"acne_history": rows["acne"], "new_product": rows["product"], "moisturiser": rows["moisturiser"]}
    return patterns_of(NAMED, columns, rows["breakout"], [1] * len(rows["client"]), rows["client"])


def is_as_in_r(found: ImputedFactor, theirs: Known) -> None:
    """Hold that value and reach are R's, but for the chance of so few imputations."""
    by_chance = FAR * np.sqrt(theirs["between"] * (1 / IMPUTATIONS + 1 / R["imputations"]))
    assert found.risk_difference.value == pytest.approx(theirs["value"], abs=by_chance)
    interval = found.risk_difference.interval
    if interval.level == pytest.approx(0.95):
        assert interval.high - interval.low == pytest.approx(theirs["upper"] - theirs["lower"], rel=0.1)


# The rules ----


@pytest.mark.parametrize("theirs", R["rules"]["tests"])
def test_a_pooled_test_is_that_of_mitml(theirs: Known) -> None:
    coefficients, covariances = (np.array(R["rules"][name]) for name in ("coefficients", "covariances"))
    found = pooled_test(coefficients, covariances, theirs["degrees"])
    assert (found.statistic, found.p_value) == pytest.approx((theirs["statistic"], theirs["p"]), rel=1e-7)


def pair(difference: float, variance: float, freedom: float | None = None) -> RatePair:
    """Return two rates that differ so, the second of which is known."""
    return RatePair(first=0.5 + difference, second=0.5, variances=(variance, 0.0), covariance=0.0, freedom=freedom)


@pytest.mark.parametrize("theirs", R["rules"]["estimates"])
def test_a_pooled_difference_is_that_of_mice(theirs: Known) -> None:
    values = [each[0] for each in R["rules"]["coefficients"]]
    variances = [each[0][0] for each in R["rules"]["covariances"]]
    found = pooled_pair([pair(*each, theirs["given"]) for each in zip(values, variances, strict=True)])
    assert found.first - found.second == pytest.approx(theirs["value"], rel=1e-9)
    assert found.freedom == pytest.approx(theirs["degrees"], rel=1e-9)
    reach = two_sided_z(0.95, theirs["degrees"]) * found.variances[0] ** 0.5
    assert 2 * reach == pytest.approx(theirs["upper"] - theirs["lower"], rel=1e-9)


def test_where_all_imputations_agree_the_rules_change_nothing() -> None:
    one = pair(0.1, 0.0004)
    same = pooled_pair([one] * 20)
    assert (same.first, same.variances[0]) == pytest.approx((one.first, one.variances[0]))
    assert same.freedom is None or same.freedom > 1e9
    with_clients = pooled_pair([pair(0.1, 0.0004, 9)] * 20)
    assert with_clients.difference().interval.high > one.difference().interval.high
    test = pooled_test(np.full((20, 1), 2.0), np.full((20, 1, 1), 1.0), None)
    assert (test.statistic, test.p_value) == pytest.approx((4.0, 0.0455003), rel=1e-6)


# What is filled in ----


def test_blanks_in_numbers_are_filled_in_as_mice_does() -> None:
    """Pima.tr2: 98 of 300 women have no skin fold, three no body mass index."""
    found = imputed_of(*pima(), "per unit")
    assert list(found) == [each["name"] for each in R["pima"]["factors"]]
    for theirs in R["pima"]["factors"]:
        each = found[theirs["name"]]
        ends = (each.complete.level, each.complete.reference)
        for value, end in zip(theirs["compared"], ends, strict=True):
            assert end.low <= float(value) <= end.high
        is_as_in_r(each, theirs)
    # Of the women without a blank age tells much; of all, little.
    assert found["age"].complete.risk_difference.value > 4 * found["age"].risk_difference.value


def test_blanks_in_levels_are_filled_in_as_mice_does() -> None:
    """Three factors of clients who come back, blank more often with a breakout, or without."""
    found = imputed_of(NAMED, made_up())
    for theirs, factor in zip(R["made_up"]["factors"], NAMED, strict=True):
        each = found[factor.name]
        assert theirs["compared"] == [each.complete.level, each.complete.reference]
        is_as_in_r(each, theirs)


def test_what_is_known_stays_and_every_blank_gets_what_others_have() -> None:
    factors, patterns = pima()
    model = model_of(factors, patterns, "per unit")
    blanks = with_blanks(patterns, model)
    drawn = filled(blanks)
    assert drawn.shape == (IMPUTATIONS, 99, 6)
    is_known = np.hstack([np.ones((99, 1), dtype=bool), blanks.groups >= 0])
    rows = blanks.matrix[blanks.incomplete]
    assert (drawn[:, is_known] == rows[is_known]).all()
    for column in range(1, 6):
        assert np.isin(drawn[:, ~is_known[:, column], column], blanks.matrix[:, column]).all()
    assert len(np.unique(drawn[:, 0, 3])) > 5


def test_the_order_of_rows_and_the_names_of_clients_do_not_matter() -> None:
    patterns = made_up()
    chance = np.random.default_rng(5)
    order, names = chance.permutation(len(patterns.codes)), chance.permutation(patterns.client.max() + 1)
    turned = replace(
        patterns,
        codes=patterns.codes[order],
        counts=patterns.counts[order],
        client=names[patterns.client[order]],
    )
    found, other = imputed_of(NAMED, patterns), imputed_of(NAMED, turned)
    again = imputed_of(NAMED, patterns)
    for name, each in found.items():
        assert again[name].risk_difference == each.risk_difference
        assert other[name].risk_difference.value == pytest.approx(each.risk_difference.value, abs=1e-9)
        assert other[name].risk_difference.interval.high == pytest.approx(each.risk_difference.interval.high, abs=1e-9)


def test_with_hardly_a_blank_the_answer_hardly_changes() -> None:
    patterns = made_up()
    whole = (patterns.codes < [3, 2, 3]).all(axis=1)
    few = whole.copy()
    few[np.flatnonzero(~whole)[:1]] = True
    kept = replace(patterns, codes=patterns.codes[few], counts=patterns.counts[few], client=patterns.client[few])
    for each in imputed_of(NAMED, kept).values():
        assert each.risk_difference.value == pytest.approx(each.complete.risk_difference.value, abs=0.003)
        assert not each.parts


def test_a_level_that_only_treatments_with_a_blank_have_is_left_out() -> None:
    rows = R["made_up"]["rows"]
    columns = {"acne_history": rows["acne"], "new_product": rows["product"], "moisturiser": list(rows["moisturiser"])}
    blank = next(place for place, acne in enumerate(rows["acne"]) if acne is None)
    columns["moisturiser"][blank] = "petrolatum"
    other = replace(MOISTURISER, levels=(*MOISTURISER.levels, "petrolatum"))
    patterns = patterns_of((ACNE, PRODUCT, other), columns, rows["breakout"], [1] * len(rows["client"]), rows["client"])
    model = model_of((ACNE, PRODUCT, other), patterns)
    blanks = with_blanks(patterns, model)
    assert blanks.left_out == 1
    assert blanks.known.sum() + 1 == len(rows["client"])
    assert imputed_factors(model, adjusted_factors(model), blanks) is not None


def test_a_level_determined_by_another_factor_is_filled_in_all_the_same() -> None:
    """Whoever used a new product used a comedogenic moisturiser; others used either."""
    rows = R["made_up"]["rows"]
    products = ["yes" if place % 3 == 0 else "no" for place in range(len(rows["client"]))]
    moisturisers = [
        None if place % 7 == 0 else "comedogenic" if product == "yes" or place % 2 else "non-comedogenic"
        for place, product in enumerate(products)
    ]
    columns = {"new_product": products, "moisturiser": moisturisers}
    patterns = patterns_of((PRODUCT, MOISTURISER), columns, rows["breakout"], [1] * len(products), rows["client"])
    model = model_of((PRODUCT, MOISTURISER), patterns)
    blanks = with_blanks(patterns, model)
    drawn = filled(blanks)
    is_product = blanks.matrix[blanks.incomplete, 1] == 1
    assert is_product.any()
    assert drawn[:, is_product, 2].mean() > 0.97
    assert 0.3 < drawn[:, ~is_product, 2].mean() < 0.7


def test_rows_against_what_seemed_certain_are_no_obstacle() -> None:
    """Of 40,000 treatments with a new product all had one moisturiser; 300 whose acne is blank had another."""
    lines: list[tuple[str | None, str, str | None, int, int]] = [
        (acne, product, moisturiser, yes, known)
        for acne in ("none", "past")
        for product, moisturiser, yes, known in (
            ("yes", "comedogenic", 4_000, 20_000),
            ("no", "comedogenic", 900, 6_000),
            ("no", "non-comedogenic", 500, 6_000),
        )
    ]
    lines += [(None, "yes", "non-comedogenic", 60, 300), ("none", "yes", None, 20, 100)]
    acne, products, moisturisers, yes, known = (list(each) for each in zip(*lines, strict=True))
    columns = {"acne_history": acne, "new_product": products, "moisturiser": moisturisers}
    patterns = patterns_of(NAMED, columns, yes, known)
    blanks = with_blanks(patterns, model_of(NAMED, patterns))
    is_blank = blanks.groups[:, NAMED.index(MOISTURISER)] == BLANK
    drawn = filled(blanks)[:, is_blank, blanks.columns[NAMED.index(MOISTURISER)]]
    assert 1 - drawn.mean() == pytest.approx(300 / 40_300, abs=0.01)
