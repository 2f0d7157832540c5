"""A model of several factors agrees with R, and with statsmodels on rows."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
import statsmodels.api as sm

from analysis.methods.adjusted import logistic
from analysis.methods.adjusted.fit_quality import calibration, discrimination
from analysis.methods.adjusted.limits import correlations, inflations
from analysis.methods.adjusted.model import Model
from analysis.methods.adjusted.rate_pair import RatePair
from analysis.methods.adjusted.standardised import AdjustedFactor, adjusted_factors, standardise
from analysis.methods.avoidable import avoidable_breakouts
from analysis.methods.linearity import linearity_test
from analysis.methods.linked import family
from analysis.outcome_log.log import Factor
from analysis.results import Estimate, Family, Interval, ValueRange
from tests.patterns import FACTORS, designed, fitted, made_up, patterns_of, r_models
from tests.tallies import Known

R = r_models()
CLOSE = 1e-6


def is_close(estimate: Estimate | None, known: Known, *, rel: float = CLOSE) -> None:
    assert estimate is not None
    found = (estimate.value, estimate.interval.low, estimate.interval.high)
    assert found == pytest.approx((known["value"], known["lower"], known["upper"]), rel=rel, abs=1e-9)


@pytest.fixture(params=R["models"], ids=lambda known: known["name"])
def both(request: pytest.FixtureRequest) -> tuple[Model, Known]:
    known = request.param
    return fitted(FACTORS, made_up(clustered=known["clustered"]), known["entered"]), known


def test_odds_ratios(both: tuple[Model, Known]) -> None:
    model, known = both
    ratios = [ratio for each in adjusted_factors(model) for _, ratio in each.odds_ratios]
    # R's straight line is by one point of adherence, ours by ten.
    for ratio, theirs in zip(ratios, known["odds_ratios"], strict=True):
        power = 10 if theirs["name"] == "adherence" else 1
        is_close(ratio, {name: theirs[name] ** power for name in ("value", "lower", "upper")})


def test_standardised_rates_and_their_differences(both: tuple[Model, Known]) -> None:
    model, known = both
    for found, theirs in zip(adjusted_factors(model), known["factors"], strict=True):
        assert [each.rate.value for each in found.rates] == pytest.approx([each["rate"] for each in theirs["rates"]])
        for mine, each in zip(found.rates, theirs["rates"], strict=True):
            is_close(mine.rate, {**each, "value": each["rate"]})
        assert theirs["compared"] == _compared(found, theirs)
        assert found.risk_difference.interval.level == pytest.approx(theirs["level"])
        is_close(found.risk_difference, theirs["risk_difference"])
        is_close(found.risk_ratio, theirs["risk_ratio"])
        assert _pair(model, found).freedom == (
            None if theirs["degrees"] is None else pytest.approx(theirs["degrees"], rel=CLOSE)
        )


def _compared(found: AdjustedFactor, theirs: Known) -> list[Any]:
    """Return the levels compared as R calls them: a fifth by its number, of a straight line by its middle value."""
    if not isinstance(found.level, ValueRange):
        return [found.level, found.reference]
    places = [each.level for each in found.rates]
    return [theirs["rates"][places.index(level)]["level"] for level in (found.level, found.reference)]


def test_tests_and_their_adjustment(both: tuple[Model, Known]) -> None:
    model, known = both
    for found, theirs in zip(adjusted_factors(model), known["factors"], strict=True):
        test = theirs["test"]
        assert (found.test.statistic, found.test.p_value) == pytest.approx((test["statistic"], test["p"]), rel=CLOSE)
    tests = [each["test"] for each in known["factors"]]
    assert family([test["p"] for test in tests])[1] == pytest.approx([test["p_adjusted"] for test in tests], rel=CLOSE)


def test_avoidable(both: tuple[Model, Known]) -> None:
    model, known = both
    # R's intervals allow for no other factor, and hold no rule of what is linked.
    alone = Estimate(0.1, Interval(low=0.05, high=0.2, level=0.95, method="made up"))
    factors = [replace(each, family=Family(1, 1), risk_difference=alone) for each in adjusted_factors(model)]
    found = {each.factor.name: each for each in avoidable_breakouts(model, factors)}
    names = {"product": "new_product", "adherence": "adherence_percent", "fifth": "adherence_percent"}
    assert len(found) == len(known["avoidable"])
    for theirs in known["avoidable"]:
        mine = found[names.get(theirs["name"], theirs["name"])]
        assert mine.elsewhere == theirs["elsewhere"]
        is_close(mine.avoidable, theirs["avoidable"])
        is_close(mine.fraction, theirs["fraction"])
    values = [each.avoidable.value for each in avoidable_breakouts(model, factors)]
    assert values == sorted(values, reverse=True)


def test_discrimination_and_calibration(both: tuple[Model, Known]) -> None:
    model, known = both
    is_close(discrimination(model.fit.chances, model.cases), known["discrimination"])
    groups = calibration(model.fit.chances, model.cases)
    ours = [(each.predicted, each.observed.known, each.observed.breakouts) for each in groups]
    theirs = [(each["predicted"], each["known"], each["breakouts"]) for each in known["calibration"]]
    assert np.array(ours) == pytest.approx(np.array(theirs))
    predicted = sum(each.predicted * each.observed.known for each in groups)
    assert predicted == pytest.approx(sum(each.observed.breakouts for each in groups))


def test_generalised_variance_inflation() -> None:
    made = designed(FACTORS, made_up(), "per unit")
    found = inflations(*correlations([term.block for term in made.terms], made.cases.known))
    assert found == pytest.approx([each["per_parameter"] for each in R["inflation"]], rel=CLOSE)


def test_whether_a_line_will_do() -> None:
    model = fitted(FACTORS, made_up(), "per unit")
    test = linearity_test(model, model.terms[-1])
    assert test is not None
    assert (test.statistic, test.p_value) == pytest.approx(
        (R["linearity"]["statistic"], R["linearity"]["p"]), rel=CLOSE
    )


def _by_itself(model: Model, found: AdjustedFactor) -> Estimate:
    """Return the difference with the interval it has where no other factor is allowed for, as R has it."""
    return _pair(model, found).difference(1 - 0.05 / found.picked_from)


def _pair(model: Model, found: AdjustedFactor) -> RatePair:
    term = next(each for each in model.terms if each.factor == found.factor)
    first, second = term.groups.index(found.level), term.groups.index(found.reference)
    return standardise(model, term).pair(first, second, model.fit)


def test_berkeley_admissions_go_with_the_department() -> None:
    """Bickel PJ, Hammel EA, O'Connell JW (1975) Sex bias in graduate admissions. Science 187:398-404."""
    counts = R["ucb"]["counts"]
    sex = Factor("sex", "Sex", "category", ("Female", "Male"), "Female", is_extra=True)
    department = Factor("department", "Department", "category", tuple("ABCDEF"), "A", is_extra=True)
    admitted = [
        each if said == "Admitted" else 0 for each, said in zip(counts["known"], counts["admitted"], strict=True)
    ]
    patterns = patterns_of((sex, department), counts, admitted, counts["known"])
    model = fitted((sex, department), patterns)
    of_sex, of_department = adjusted_factors(model)
    assert of_sex.crude.odds_ratio is not None
    assert of_sex.crude.odds_ratio.value == pytest.approx(1.841, abs=5e-4)
    for found, theirs in zip((of_sex, of_department), R["ucb"]["factors"], strict=True):
        is_close(_by_itself(model, found), theirs["risk_difference"])
    is_close(of_sex.odds_ratios[0][1], R["ucb"]["odds_ratios"][0])
    assert of_sex.risk_difference.value is not None
    assert of_sex.risk_difference.value < 0 < of_sex.crude.risk_difference.value


def test_low_birth_weight_goes_with_smoking_more_than_it_seems() -> None:
    """Hosmer DW, Lemeshow S (1989) Applied logistic regression, Appendix 1: what comes with race hides a part of it."""
    known = R["births"]
    smoke = Factor("smoke", "Smoke", "category", ("no", "yes"), "no", is_extra=True)
    race = Factor("race", "Race", "category", ("white", "black", "other"), "white", is_extra=True)
    patterns = patterns_of((smoke, race), known["counts"], known["counts"]["low"], known["counts"]["known"])
    model = fitted((smoke, race), patterns)
    assert model.fit.coefficients == pytest.approx(known["coefficients"], rel=CLOSE)
    for found, theirs in zip(adjusted_factors(model), known["factors"], strict=True):
        is_close(_by_itself(model, found), theirs["risk_difference"])
        assert found.test.p_value == pytest.approx(theirs["test"]["p"], rel=CLOSE)
    of_smoke = adjusted_factors(model)[0]
    assert of_smoke.crude.odds_ratio is not None
    assert of_smoke.crude.odds_ratio.value == pytest.approx(2.02, abs=0.005)
    assert of_smoke.odds_ratios[0][1].value == pytest.approx(3.05, abs=0.005)


def test_statsmodels_on_rows_agrees_but_for_its_correction(monkeypatch: pytest.MonkeyPatch) -> None:
    """With very many clients: it multiplies the covariance by (N - 1) / (N - k) as well as by G / (G - 1)."""
    monkeypatch.setattr(logistic, "MOST_LEFT_OUT", 0)
    model = fitted(FACTORS, made_up(), "per unit")
    cases = model.cases
    of = cases.by_client
    assert of is not None
    each = np.concatenate([np.repeat([1, 0], [yes, n - yes]) for yes, n in zip(of.breakouts, of.known, strict=True)])
    rows = np.repeat(of.pattern, of.known)
    theirs = sm.Logit(each, model.matrix[rows]).fit(
        disp=False, tol=1e-12, cov_type="cluster", cov_kwds={"groups": np.repeat(of.client, of.known)}
    )
    assert model.fit.coefficients == pytest.approx(theirs.params, rel=CLOSE)
    number, columns = model.matrix[rows].shape
    correction = (number - 1) / (number - columns)
    assert correction * model.fit.covariance == pytest.approx(theirs.cov_params(), rel=1e-5, abs=1e-9)
    alone = sm.GLM(each, model.matrix[rows], family=sm.families.Binomial()).fit()
    independent = fitted(FACTORS, made_up(clustered=False), "per unit")
    assert independent.fit.covariance == pytest.approx(alone.cov_params(), rel=CLOSE, abs=1e-9)
