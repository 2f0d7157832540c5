"""What is left of each factor after adjusting for the others, in words a manager can act on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from analysis import results
from analysis.methods.adjusted.rate_pair import RatePair
from analysis.methods.adjusted.standardised import AdjustedFactor, AdjustedRate, PerStep
from analysis.methods.avoidable import Avoidable
from analysis.methods.change import Change
from analysis.methods.model_cautions import NothingChosen, SeparatedOutcomes, TooFewClients, TooFewEvents
from analysis.methods.rate import rate
from analysis.methods.two_levels import compare
from analysis.outcome_log.outcomes import Counted, Outcome
from analysis.questions.adjusted import Adjusted, CrowdedOut, Refusal
from analysis.results import Estimate, Family, Interval, ValueRange
from analysis.wording.adjusted import (
    adjusted_account,
    adjusted_finding,
    adjusted_how,
    not_in_fifths,
    odds_ratio_name,
    own_and_adjusted,
)
from analysis.wording.avoidable import avoidable_finding, avoidable_how, avoided, describe_avoidable
from analysis.wording.numbers import level_name
from analysis.wording.one_factor import link_in_short
from tests.tallies import BREAKOUTS
from tests.wording.subjects import ACNE, DEPTH, PRODUCT

if TYPE_CHECKING:
    from analysis.methods.cautions import Caution
    from analysis.outcome_log.log import Factor

PUSTULES = Counted(Outcome("pustules", ("yes",), "Pustules"), "clients")


def estimate(value: float, low: float, high: float) -> Estimate:
    return Estimate(value, Interval(low=low, high=high, level=0.95, method="delta method"))


def adjusted_factor(
    crude: tuple[int, int],
    difference: tuple[float, float, float],
    *,
    factor: Factor = PRODUCT,
    p: float = 0.001,
    deviation: float = 0.002,
) -> AdjustedFactor:
    """Return a factor whose two levels of 1,000 treatments had `crude` breakouts; `deviation` is of the change."""
    first, second = rate(crude[0], 1000 - crude[0]), rate(crude[1], 1000 - crude[1])
    assert first is not None
    assert second is not None
    rates = (
        AdjustedRate(level="no", known=1000, breakouts=crude[1], rate=estimate(0.1, 0.08, 0.12)),
        AdjustedRate(level="yes", known=1000, breakouts=crude[0], rate=estimate(0.1 + difference[0], 0.05, 0.3)),
    )
    own, variance = first.value - second.value, 0.015**2
    both = variance - deviation**2 / 2
    return AdjustedFactor(
        factor=factor,
        entered="levels",
        level="yes",
        reference="no",
        crude=compare(first, second),
        alone=compare(first, second).risk_difference,
        change=Change(own=own, left=difference[0], covariance=((variance, both), (both, variance))),
        pair=RatePair(first=0.1 + difference[0], second=0.1, variances=(1e-4, 1e-4), covariance=0.0, freedom=None),
        risk_difference=estimate(*difference),
        risk_ratio=estimate(1 + 10 * difference[0], 0.5, 4.0),
        rates=rates,
        odds_ratios=(("yes", estimate(1.5, 1.1, 2.1)),),
        test=results.Test(name="Wald chi-square", statistic=1.0, p_value=p, source="Wald 1943"),
        p_adjusted=p,
        family=Family(2, 1),
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
        ((200, 100), (0.098, 0.07, 0.13), "Adjusting hardly changes it."),
        (
            (200, 100),
            (0.07, 0.04, 0.10),
            "Part of the difference is explained by the other factors (3.0 of 10.0 per 100, 95% CI 2.6 to 3.4).",
        ),
        (
            (200, 100),
            (0.03, 0.01, 0.05),
            "Most of the difference is explained by the other factors (7.0 of 10.0 per 100, 95% CI 6.6 to 7.4).",
        ),
        (
            (200, 100),
            (0.01, -0.02, 0.04),
            (
                "Most of the difference is explained by the other factors (9.0 of 10.0 per 100, 95% CI 8.6 to "
                "9.4), and what is left could be chance."
            ),
        ),
        (
            (200, 100),
            (0.15, 0.12, 0.18),
            "Part of the difference was hidden by the other factors (5.0 per 100 on top of 10.0, 95% CI 4.6 to 5.4).",
        ),
        ((200, 100), (-0.05, -0.08, -0.02), "After adjusting, the difference points the other way."),
        (
            (200, 100),
            (-0.01, -0.04, 0.02),
            (
                "Most of the difference is explained by the other factors (11 per 100 where the difference is 10, 95% "
                "CI 11 to 11), and what is left could be chance."
            ),
        ),
        ((105, 100), (0.05, -0.02, 0.12), "Both could be chance."),
        (
            (100, 100),
            (0.05, 0.02, 0.12),
            "Adjusting changes it: 5.0 more per 100 (95% CI 4.6 to 5.4).",
        ),
    ],
)
def test_what_adjusting_changes(crude: tuple[int, int], difference: tuple[float, float, float], said: str) -> None:
    text = own_and_adjusted(adjusted_factor(crude, difference))
    assert text.endswith(said)
    assert "cause" not in text


def test_both_differences_stand_side_by_side() -> None:
    text = own_and_adjusted(adjusted_factor((200, 100), (0.031, 0.012, 0.05)))
    assert text.startswith(
        "New product, yes vs no: 10.0 more per 100 (95% CI 6.9 to 13.1) on its own, 3.1 more per 100 (95% CI 1.2 to "
        "5.0) after adjusting."
    )


def test_the_word_follows_from_the_interval() -> None:
    assert link_in_short(adjusted_factor((200, 100), (0.098, 0.001, 0.13), p=0.08)) == "linked"
    assert link_in_short(adjusted_factor((200, 100), (0.098, 0.0, 0.13), p=0.001)) == "could be chance"


def test_linked_factors_are_named() -> None:
    standing = adjusted_factor((200, 100), (0.09, 0.07, 0.13), factor=ACNE, p=0.001)
    other = adjusted_factor((105, 100), (0.01, -0.02, 0.04), p=0.6)
    assert adjusted_finding(adjusted(standing, other), BREAKOUTS) == (
        "After adjusting for the other factor, 1 of 2 is linked to breakouts: Acne history."
    )
    assert adjusted_finding(adjusted(standing, standing), PUSTULES) == (
        "After adjusting for the other factor, 2 of 2 are linked to “Pustules”: Acne history and Acne history."
    )


def test_no_link_is_no_proof_that_nothing_matters() -> None:
    other = adjusted_factor((105, 100), (0.01, -0.02, 0.04), p=0.6)
    text = adjusted_finding(adjusted(other, other), BREAKOUTS)
    assert "could be chance" in text
    assert "does not show that they do not matter" in text


def test_one_factor_alone_is_not_adjusted_for_anything() -> None:
    assert "nothing is adjusted for" in adjusted_finding(
        adjusted(adjusted_factor((200, 100), (0.1, 0.07, 0.13))), BREAKOUTS
    )


def test_what_is_left_out_is_counted() -> None:
    assert adjusted_account(adjusted(left_out=1), BREAKOUTS) == (
        "Based on 2,000 treatments with the outcome and all these factors recorded, 200 breakouts among "
        "them. 1 treatment with a known outcome is left out: one of these factors is not recorded."
    )
    assert "left out" not in adjusted_account(adjusted(), BREAKOUTS)


def test_a_refusal_answers_nothing() -> None:
    assert adjusted_finding(Refusal((), NothingChosen(), ()), BREAKOUTS) == (
        "This log cannot adjust for these factors together."
    )


def avoidable(factor: Factor, value: tuple[float, float, float], target: object = "no") -> Avoidable:
    return Avoidable(
        factor=factor,
        targets=(target,),
        elsewhere=500,
        known=2000,
        avoidable=estimate(*value),
        fraction=estimate(*(10 * each for each in value)),
    )


def test_the_chart_of_what_could_prevent_says_the_aim_of_a_number() -> None:
    assert "0.5 to 1 mm everywhere" in describe_avoidable(
        [avoidable(DEPTH, (0.01, 0.002, 0.02), ValueRange(0.5, 1.0))], BREAKOUTS
    )


def test_what_could_be_chance_is_no_advice() -> None:
    assert "does not show what could prevent the most" in avoidable_finding(
        [avoidable(PRODUCT, (0.01, -0.01, 0.03))], BREAKOUTS
    )
    assert avoidable_finding([], BREAKOUTS).startswith("None of these factors can be changed")


def test_a_target_with_more_breakouts_says_more() -> None:
    text = avoided(avoidable(PRODUCT, (-0.01, -0.03, 0.01)), PUSTULES)
    assert text.startswith("1.0 more clients with “Pustules” per 100 clients (95% CI 1.0 fewer to 3.0 more)")


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
    assert odds_ratio_name(adjusted_factor((200, 100), (0.1, 0.07, 0.13)), ("per", "os")) == "per or os vs no"


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        (
            TooFewEvents(events=48, are_yes=True, parameters=7, carried=4, uses=(), per_parameter=10),
            "48 breakouts are enough for 4 comparisons, and with it there are 7.",
        ),
        (
            TooFewClients(clients=9, parameters=4, carried=0, per_parameter=10),
            "9 clients are enough for no comparisons, and with it there are 4.",
        ),
        (SeparatedOutcomes((DEPTH,)), "With “Needle depth”, some groups have only yes or only no"),
        (None, "this log cannot adjust for it beside the others."),
    ],
)
def test_a_factor_not_suggested_in_five_groups_is_named_with_the_reason_and_the_way_out(
    reason: Caution | None, words: str
) -> None:
    text = not_in_fifths([CrowdedOut(DEPTH, reason)], BREAKOUTS)
    assert text.startswith("“Needle depth” is not suggested with numbers in five groups")
    assert words in text
    assert text.endswith("Choose it in place of another, or treat numbers as a steady trend.")
    several = not_in_fifths([CrowdedOut(DEPTH, reason), CrowdedOut(ACNE, None)], BREAKOUTS)
    assert "“Acne history” is not suggested with numbers in five groups" in several
    assert several.endswith("Choose them in place of others, or treat numbers as a steady trend.")
    assert not_in_fifths((), BREAKOUTS) == ""
