"""Published figures, from counts through a tally to what is shown; citations in ``reference/published.json``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from analysis.methods.one_factor import examine
from analysis.methods.ranking import ranked
from analysis.methods.two_levels import difference_p
from tests.tallies import counted, factor, published_studies, r_values

if TYPE_CHECKING:
    from analysis.counting.tallies import OneWay
    from analysis.results import FactorResult
    from tests.tallies import Known


STUDIES = published_studies()


def tally_of(study: Known) -> OneWay:
    return counted(
        {
            study["level_b"]: (study["breakouts_b"], study["n_b"] - study["breakouts_b"]),
            study["level_a"]: (study["breakouts_a"], study["n_a"] - study["breakouts_a"]),
        }
    )


def examined(study: Known) -> FactorResult:
    return examine(factor(name=study["id"], reference=study["level_b"]), tally_of(study))


def found_figure(study: Known, what: str) -> float | None:
    """Return the figure a publication prints, from our result; None where we show another one by rule."""
    result = examined(study)
    rates = {each.level: each.rate.value for each in result.levels}
    comparison = result.contrast.comparison if result.contrast is not None else None
    match what.split("."):
        case ["rate_a" | "rate_b"]:
            return rates[study[what.replace("rate", "level")]]
        case ["chi_square", part]:
            return {"statistic": result.test.statistic, "p": result.test.p_value}[part]
        case ["risk_ratio_katz" | "odds_ratio_wald" as measure, part]:
            estimate = comparison.risk_ratio if measure == "risk_ratio_katz" else comparison.odds_ratio
            interval = estimate.interval
            return {"estimate": estimate.value, "lower": interval.low, "upper": interval.high}[part]
    return None


PRINTED = [(study, each) for study in STUDIES for each in study["must_give"] if each["what"] != "fisher.p"]


@pytest.mark.parametrize(
    ("study", "printed"), PRINTED, ids=[f"{study['id']} {each['what']}" for study, each in PRINTED]
)
def test_the_printed_figure(study: Known, printed: Known) -> None:
    found = found_figure(study, printed["what"])
    assert found == pytest.approx(printed["value"], abs=0.51 * 10 ** -printed["decimals"])


@pytest.mark.parametrize("study", STUDIES, ids=lambda each: each["id"])
def test_everything_shown_as_r_has_it(study: Known) -> None:
    result, computed = examined(study), study["computed"]
    if result.contrast is None:
        assert min(study["n_a"], study["n_b"]) < 10
    else:
        assert (result.contrast.level, result.contrast.reference) == (study["level_a"], study["level_b"])
        comparison = result.contrast.comparison
        for estimate, expected in (
            (comparison.risk_difference, computed["risk_difference_newcombe"]),
            (comparison.risk_ratio, computed["risk_ratio_katz"]),
            (comparison.odds_ratio, computed["odds_ratio_wald"]),
        ):
            assert estimate.value == pytest.approx(expected["estimate"], rel=1e-9)
            assert estimate.interval.low == pytest.approx(expected["lower"], rel=1e-7)
            assert estimate.interval.high == pytest.approx(expected["upper"], rel=1e-7)
    exact = computed["chi_square"]["min_expected"] < 5
    expected_p = computed["fisher"]["p"] if exact else computed["chi_square"]["p"]
    assert result.test.p_value == pytest.approx(expected_p, rel=1e-9)


def test_vanilla_ice_cream_leads_the_foods_of_oswego() -> None:
    foods = [study for study in STUDIES if study["id"].startswith("oswego_")]
    results = ranked([(factor(name=food["id"], reference="N"), tally_of(food)) for food in foods])
    assert len(results) == 14
    vanilla, *others = results
    assert vanilla.factor.name == "oswego_vanilla_ice_cream"
    # Twelve times the p-value of its interval: two foods have too few who ate or did not.
    assert vanilla.contrast is not None
    assert vanilla.p_adjusted == pytest.approx(12 * difference_p(vanilla.contrast.comparison), rel=1e-9)
    assert vanilla.is_linked
    assert not any(each.is_linked for each in others)


def test_the_condition_of_the_streptomycin_patients() -> None:
    (known,) = (each for each in r_values("ordered_trend") if each["name"] == "strep_tb_condition")
    counts = {
        level: (improved, everyone - improved)
        for level, improved, everyone in zip(("good", "fair", "poor"), known["breakouts"], known["n"], strict=True)
    }
    result = examine(factor("ordered", tuple(counts)), counted(counts))
    assert result.test.statistic == pytest.approx(known["linear_by_linear_n_minus_1"]["z"], rel=1e-9)
    assert (result.contrast.level, result.contrast.reference) == ("poor", "good")


def test_the_departments_of_berkeley() -> None:
    (known,) = (each for each in r_values("r_by_2") if each["name"] == "ucb_department")
    counts = {
        level: (admitted, everyone - admitted)
        for level, admitted, everyone in zip("ABCDEF", known["breakouts"], known["n"], strict=True)
    }
    result = examine(factor(), counted(counts))
    assert result.test.statistic == pytest.approx(known["chi_square"]["statistic"], rel=1e-9)
    # Department A had most applicants, and F admitted the smallest share.
    assert (result.contrast.level, result.contrast.reference) == ("F", "A")
    assert result.contrast.comparison.risk_difference.interval.level == pytest.approx(0.99)
