"""What is left of each factor with the others allowed for, in words a manager can act on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from analysis import results
from analysis.methods.adjusted.standardised import AdjustedFactor, AdjustedRate, PerStep
from analysis.methods.avoidable import Avoidable
from analysis.methods.model_cautions import NothingChosen, SeparatedOutcomes, TooFewClients, TooFewEvents
from analysis.methods.rate import rate
from analysis.methods.two_levels import compare
from analysis.outcome_log.outcomes import Counted, Outcome
from analysis.questions.adjusted import Adjusted, CrowdedOut, Refusal
from analysis.results import Estimate, Interval, ValueRange
from analysis.wording.adjusted import (
    adjusted_account,
    adjusted_finding,
    adjusted_how,
    crude_beside_adjusted,
    not_in_fifths,
    odds_ratio_name,
)
from analysis.wording.avoidable import avoidable_finding, avoidable_how, avoided, describe_avoidable
from analysis.wording.numbers import level_name
from tests.tallies import BREAKOUTS
from tests.wording.subjects import ACNE, DEPTH, PRODUCT

if TYPE_CHECKING:
    from analysis.methods.cautions import Caution
    from analysis.outcome_log.log import Factor

PUSTULES = Counted(Outcome("pustules", ("yes",), "Pustules"), "clients")


def estimate(value: float, low: float, high: float) -> Estimate:
    return Estimate(value, Interval(low=low, high=high, level=0.95, method="delta method"))


def adjusted_factor(
    crude: tuple[int, int], difference: tuple[float, float, float], *, factor: Factor = PRODUCT, p: float = 0.001
) -> AdjustedFactor:
    """Return a factor whose two levels of 1,000 treatments had `crude` breakouts."""
    first, second = rate(crude[0], 1000 - crude[0]), rate(crude[1], 1000 - crude[1])
    assert first is not None
    assert second is not None
    rates = (
        AdjustedRate(level="no", known=1000, breakouts=crude[1], rate=estimate(0.1, 0.08, 0.12)),
        AdjustedRate(level="yes", known=1000, breakouts=crude[0], rate=estimate(0.1 + difference[0], 0.05, 0.3)),
    )
    return AdjustedFactor(
        factor=factor,
        entered="levels",
        level="yes",
        reference="no",
        crude=compare(first, second),
        alone=compare(first, second).risk_difference,
        alone_ratio=compare(first, second).risk_ratio,
        alone_rates=(first.value, second.value),
        risk_difference=estimate(*difference),
        risk_ratio=estimate(1 + 10 * difference[0], 0.5, 4.0),
        rates=rates,
        odds_ratios=(("yes", estimate(1.5, 1.1, 2.1)),),
        test=results.Test(name="Wald chi-square", statistic=1.0, p_value=p, source="Wald 1943"),
        p_adjusted=p,
    )


def adjusted(*factors: AdjustedFactor, left_out: int = 0) -> Adjusted:
    return Adjusted(
        factors=factors,
        avoidable=(),
        treatments=2400,
        known=2000,
        breakouts=200,
        left_out=left_out,
        clients=1500,
        parameters=8,
        events_per_parameter=25.0,
        calibration=(),
        discrimination=None,
        cautions=(),
        without_safe_level=(),
    )


@pytest.mark.parametrize(
    ("crude", "difference", "said"),
    [
        ((200, 100), (0.098, 0.07, 0.13), "That is about the same."),
        ((200, 100), (0.07, 0.04, 0.10), "Part of the difference goes with the other factors."),
        ((200, 100), (0.03, 0.01, 0.05), "Most of the difference goes with the other factors."),
        (
            (200, 100),
            (0.01, -0.02, 0.04),
            "Most of the difference goes with the other factors, and what is left is too close to call.",
        ),
        ((200, 100), (0.15, 0.12, 0.18), "What comes with it had hidden some of the difference."),
        ((200, 100), (-0.05, -0.08, -0.02), "It points the other way then."),
        (
            (200, 100),
            (-0.01, -0.04, 0.02),
            "what is left points the other way, but is too close to call.",
        ),
        ((105, 100), (0.05, -0.02, 0.12), "Either is too close to call."),
        ((100, 100), (0.05, 0.02, 0.12), "What comes with it had hidden all of the difference."),
    ],
)
def test_what_allowing_for_the_others_changes(
    crude: tuple[int, int], difference: tuple[float, float, float], said: str
) -> None:
    text = crude_beside_adjusted(adjusted_factor(crude, difference))
    assert text.endswith(said)
    assert "cause" not in text


def test_both_differences_stand_side_by_side() -> None:
    text = crude_beside_adjusted(adjusted_factor((200, 100), (0.031, 0.012, 0.05)))
    assert text.startswith(
        "New product, yes against no: 10.0 more per 100 taken alone, about 3.1 more per 100 (95% CI 1.2 to 5.0) with "
        "the others allowed for."
    )


def test_a_difference_told_from_zero_that_may_be_one_of_many_says_so() -> None:
    text = crude_beside_adjusted(adjusted_factor((200, 100), (0.098, 0.07, 0.13), p=0.08))
    assert text.endswith("the same. Among so many factors, though, a difference like this can turn up by chance.")


def test_factors_that_stand_out_are_named() -> None:
    standing = adjusted_factor((200, 100), (0.09, 0.07, 0.13), factor=ACNE, p=0.001)
    other = adjusted_factor((105, 100), (0.01, -0.02, 0.04), p=0.6)
    assert adjusted_finding(adjusted(standing, other), BREAKOUTS) == (
        "1 of these 2 factors still goes with breakouts when the others are allowed for: Acne history."
    )
    assert adjusted_finding(adjusted(standing, standing), PUSTULES) == (
        "2 of these 2 factors still go with “Pustules” when the others are allowed for: Acne history, Acne history."
    )


def test_nothing_that_stands_out_is_no_proof_that_nothing_matters() -> None:
    other = adjusted_factor((105, 100), (0.01, -0.02, 0.04), p=0.6)
    text = adjusted_finding(adjusted(other, other), BREAKOUTS)
    assert "could be chance" in text
    assert "not to say that it does not matter" in text


def test_one_factor_alone_is_not_adjusted_for_anything() -> None:
    assert "nothing is allowed for" in adjusted_finding(
        adjusted(adjusted_factor((200, 100), (0.1, 0.07, 0.13))), BREAKOUTS
    )


def test_what_is_left_out_is_counted() -> None:
    assert adjusted_account(adjusted(left_out=1), BREAKOUTS) == (
        "Rests on 2,000 treatments with all these factors and the outcome known, 200 breakouts among them. 1 treatment "
        "with a known outcome is left out, because one of these factors is not known."
    )
    assert "left out" not in adjusted_account(adjusted(), BREAKOUTS)


def test_a_refusal_answers_nothing() -> None:
    assert adjusted_finding(Refusal((), NothingChosen(), ()), BREAKOUTS) == (
        "This log cannot answer for these factors together."
    )


def avoidable(factor: Factor, value: tuple[float, float, float], target: object = "no") -> Avoidable:
    return Avoidable(
        factor=factor,
        targets=(target,),
        elsewhere=500,
        known=2000,
        avoidable=estimate(*value),
        fraction=estimate(*(10 * each for each in value)),
        p_adjusted=0.01,
    )


def test_the_chart_of_what_would_help_says_the_aim_of_a_number() -> None:
    assert "0.5 to 1 mm everywhere" in describe_avoidable(
        [avoidable(DEPTH, (0.01, 0.002, 0.02), ValueRange(0.5, 1.0))], BREAKOUTS
    )


def test_what_could_be_chance_is_no_advice() -> None:
    assert "cannot say what would help most" in avoidable_finding([avoidable(PRODUCT, (0.01, -0.01, 0.03))], BREAKOUTS)
    assert avoidable_finding([], BREAKOUTS).startswith("None of these factors can be acted on")


def test_a_target_that_goes_with_more_says_more() -> None:
    text = avoided(avoidable(PRODUCT, (-0.01, -0.03, 0.01)), PUSTULES)
    assert text.startswith("about 1.0 more clients with “Pustules” per 100 clients (95% CI 1.0 fewer to 3.0 more)")


def test_every_line_on_how_is_a_sentence() -> None:
    found = adjusted(adjusted_factor((200, 100), (0.09, 0.07, 0.13)))
    for line in (*adjusted_how(found, BREAKOUTS), *avoidable_how([avoidable(PRODUCT, (0.02, 0.01, 0.03))], BREAKOUTS)):
        assert line.endswith(".")


def test_merged_levels_are_named_together() -> None:
    assert level_name(("60-69", "70 and over")) == "60-69 or 70 and over"
    assert level_name(("a", "b", "c", "d")) == "a or 3 others"


def test_an_odds_ratio_says_what_it_compares() -> None:
    """Also where levels that were merged are called like the words for a number."""
    each = adjusted_factor((200, 100), (0.1, 0.07, 0.13), factor=DEPTH)
    assert odds_ratio_name(each, PerStep(0.1)) == "per 0.1 mm more"
    assert odds_ratio_name(adjusted_factor((200, 100), (0.1, 0.07, 0.13)), ("per", "os")) == "per or os against no"


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        (
            TooFewEvents(events=48, parameters=7, carried=4, uses=(), per_parameter=10),
            "with it 7 comparisons would be made at once, and the 48 cases of the rarer outcome can carry 4.",
        ),
        (
            TooFewClients(clients=9, parameters=4, carried=0, per_parameter=10),
            "with it 4 comparisons would be made at once, and 9 clients can carry none.",
        ),
        (SeparatedOutcomes((DEPTH,)), "With “Needle depth” the outcome is certain for some groups"),
        (None, "this log cannot carry it beside the others."),
    ],
)
def test_a_factor_not_suggested_in_fifths_is_named_with_the_reason_and_the_way_out(
    reason: Caution | None, words: str
) -> None:
    text = not_in_fifths([CrowdedOut(DEPTH, reason)], BREAKOUTS)
    assert text.startswith("“Needle depth” is not suggested in fifths")
    assert words in text
    assert text.endswith("Choose it in place of another, or let numbers enter in a straight line.")
    several = not_in_fifths([CrowdedOut(DEPTH, reason), CrowdedOut(ACNE, None)], BREAKOUTS)
    assert "“Acne history” is not suggested in fifths" in several
    assert several.endswith("Choose them in place of others, or let numbers enter in a straight line.")
    assert not_in_fifths((), BREAKOUTS) == ""
