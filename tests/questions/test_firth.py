"""One factor with few breakouts: answered within its limits, refused with a reason beyond them."""

from __future__ import annotations

from pathlib import Path

import pytest

from analysis.counting.in_memory import InMemory
from analysis.methods.cautions import Caution
from analysis.methods.model_cautions import (
    ConstantFactors,
    IsTheOutcome,
    LevelsTooSmall,
    MoreThanPenalisedCarries,
    NothingChosen,
    OverlappingFactors,
    PenalisedNeedsEachClientOnce,
    PenalisedNotNeeded,
    SeparatedOutcomes,
    TooFewEvents,
)
from analysis.outcome_log.log import Log
from analysis.outcome_log.outcomes import Counted, possible_outcomes
from analysis.questions.adjusted import Refusal, adjusted
from analysis.questions.firth import NotWithFewBreakouts, WithFewBreakouts, may_help, with_few_breakouts
from tests.logs import log_of

SAMPLE = Path(__file__).parents[2] / "sample_data" / "outcomes.csv"
HEADER = "client_id,acne_history,new_product,moisturiser,skin_type,breakout"


def log_with(breakouts: int, *, clients: int = 240, size: int = 240) -> Log:
    """Return treatments with so many breakouts, all of them where no new product was used."""
    rows = [HEADER]
    left = breakouts
    for place in range(size):
        product = "yes" if place % 4 == 0 else "no"
        outcome = "yes" if left and product == "no" and place % 5 < 2 else "no"
        left -= outcome == "yes"
        history, moisturiser = ("none", "past", "current")[place % 3], ("comedogenic", "none")[place % 7 % 2]
        skin = ("normal", "dry", "oily")[place // 3 % 3]
        rows.append(f"C{place % clients},{history},{product},{moisturiser},{skin},{outcome}")
    return log_of("\n".join(rows))


def reason(log: Log, name: str, *others: str) -> Caution:
    found = with_few_breakouts(InMemory(log), name, others)
    assert isinstance(found, NotWithFewBreakouts)
    return found.reason


def test_a_level_without_a_breakout_is_answered_where_the_usual_model_has_no_number() -> None:
    counts = InMemory(log_with(20))
    usual = adjusted(counts, ("new_product", "moisturiser"))
    assert isinstance(usual, Refusal)
    assert may_help(usual)
    found = with_few_breakouts(counts, "new_product", ("moisturiser",))
    assert isinstance(found, WithFewBreakouts)
    assert [each.name for each in found.others] == ["moisturiser"]
    assert (found.known, found.breakouts, found.left_out) == (240, 20, 0)
    (level,) = found.found.levels
    assert (level.level, level.breakouts) == ("yes", 0)
    assert 0 < level.odds_ratio.interval.low < level.odds_ratio.value < 1


def test_three_for_each_parameter_are_enough_and_fewer_are_not() -> None:
    assert isinstance(with_few_breakouts(InMemory(log_with(9)), "new_product", ("acne_history",)), WithFewBreakouts)
    few = reason(log_with(8), "new_product", "acne_history")
    assert isinstance(few, TooFewEvents)
    assert (few.events, few.parameters, few.carried, few.per_parameter) == (8, 3, 2, 3)


def test_beyond_its_limits_it_says_why() -> None:
    log = log_with(9)
    assert reason(log, "new_product", "acne_history", "moisturiser", "skin_type") == MoreThanPenalisedCarries(2)
    assert isinstance(reason(log_with(60), "moisturiser"), PenalisedNotNeeded)
    assert reason(log_with(9, clients=200), "new_product") == PenalisedNeedsEachClientOnce(200, 240)
    one = log_of(
        HEADER + "\n" + "\n".join(f"C{place},none,no,none,dry,{'no' if place % 30 else 'yes'}" for place in range(90))
    )
    assert isinstance(reason(one, "new_product"), ConstantFactors)


def test_what_records_the_outcome_or_the_same_thing_is_no_factor_here_either() -> None:
    sample = log_of(SAMPLE.read_bytes())
    assert isinstance(reason(sample, "adherence_percent", "kept_clean"), OverlappingFactors)
    makeup = next(each for each in possible_outcomes(sample) if each.name == "avoided_makeup")
    found = with_few_breakouts(InMemory(sample, counted=Counted(makeup)), "avoided_makeup", ())
    assert isinstance(found, NotWithFewBreakouts)
    assert isinstance(found.reason, IsTheOutcome)


@pytest.mark.parametrize(
    ("of", "helps"),
    [
        (TooFewEvents(events=9, are_yes=True, parameters=3, carried=0, uses=(), per_parameter=10), True),
        (SeparatedOutcomes(()), True),
        (LevelsTooSmall(()), True),
        (OverlappingFactors(()), False),
        (NothingChosen(), False),
    ],
)
def test_it_is_offered_for_few_breakouts_only(of: Caution, *, helps: bool) -> None:
    assert may_help(Refusal((), of, ())) == helps
