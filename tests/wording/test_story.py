"""One difference on its own, within groups and after adjusting: cases and whole sentences, to be read through."""

from __future__ import annotations

from dataclasses import replace

import pytest

from analysis.methods.model_cautions import NothingComplete, TooFewClients, TooFewEvents
from analysis.methods.ranking import ranked
from analysis.methods.stratified import Stratified, stratify
from analysis.outcome_log.outcomes import Counted, Outcome
from analysis.questions.adjusted import AdjustedFor, OneAdjusted, Refusal
from analysis.questions.story import Story
from analysis.results import FactorResult
from analysis.wording.one_factor import link_answer
from analysis.wording.story import how_story, story_account, story_line, why_they_differ
from tests.methods.two_factors import Groups, tally_of
from tests.tallies import BREAKOUTS, Counts, counted, factor
from tests.wording.subjects import ACNE, PRODUCT
from tests.wording.test_adjusted import adjusted, adjusted_factor

PUSTULES = Counted(Outcome("pustules", ("yes",), "Pustules"), "clients")
SOME = {"no": (60, 540), "yes": (80, 320)}


def result_of(counts: Counts) -> FactorResult:
    (found,) = ranked([(PRODUCT, counted(counts))])
    return found


def within(result: FactorResult) -> Stratified:
    groups: Groups = {
        "none": {"no": (20, 380), "yes": (20, 180)},
        "past": {"no": (40, 160), "yes": (60, 140)},
    }
    assert result.contrast is not None
    return stratify(result.contrast, ACNE, tally_of(groups, levels=("no", "yes")))


def story_of(
    counts: Counts = SOME,
    after: tuple[float, float, float] = (0.06, 0.02, 0.10),
    *,
    crude: tuple[int, int] = (200, 100),
    has_groups: bool = False,
) -> Story:
    result = result_of(counts)
    groups = within(result) if has_groups else None
    whole = adjusted(adjusted_factor(crude, after), adjusted_factor((105, 100), (0.01, -0.02, 0.04), factor=ACNE))
    answer = OneAdjusted(whole.factors[0], tuple(each.factor for each in whole.factors), whole.known)
    changing = (groups,) if groups is not None else ()
    return Story(result=result, within=groups, changing=changing, adjusted=AdjustedFor(answer, (), None))


@pytest.mark.parametrize(
    ("counts", "answer"),
    [
        (
            SOME,
            "New product is linked to breakouts: 20 of 100 broke out with “yes”, compared with 10 of 100 with “no”.",
        ),
        (
            {"no": (0, 100), "yes": (1, 99)},
            (
                "The difference in New product could be chance: 1 of 100 broke out with “yes”, compared with 0 of 100 "
                "with “no”."
            ),
        ),
        (
            {"no": (0, 100), "yes": (100, 0)},
            "New product is linked to breakouts: 100 of 100 broke out with “yes”, compared with 0 of 100 with “no”.",
        ),
        (
            {"no": (0, 0, 50), "yes": (0, 0, 50)},
            "New product cannot be compared yet. No outcome is known here.",
        ),
        (
            {"no": (0, 50), "yes": (0, 1)},
            (
                "New product cannot be compared yet. There is nothing to compare: none of the 51 treatments with a "
                "known outcome broke out."
            ),
        ),
    ],
)
def test_the_answer(counts: Counts, answer: str) -> None:
    assert link_answer(result_of(counts), BREAKOUTS) == answer


def test_the_story_in_one_line() -> None:
    assert story_line(story_of(has_groups=True)) == (
        "10.0 more per 100 on its own (95% CI 5.5 to 14.7), 7.1 more comparing clients with the same “Acne "
        "history” (95% CI 2.6 to 11.7), 6.0 more after adjusting for 1 other factor (95% CI 2.0 to 10.0)."
    )
    assert story_line(story_of({"no": (100, 400), "yes": (100, 400)}, (0.0, -0.03, 0.03))) == (
        "As many in both on its own (95% CI 5.0 fewer to 5.0 more), as many in both after adjusting for 1 "
        "other factor (95% CI 3.0 fewer to 3.0 more)."
    )


@pytest.mark.parametrize(
    ("crude", "after", "why"),
    [
        ((200, 100), (0.098, 0.07, 0.13), "Adjusting hardly changes it."),
        (
            (200, 100),
            (0.07, 0.04, 0.10),
            "Part of the difference is explained by “Acne history” (3.0 of 10.0 per 100, 95% CI 2.6 to 3.4).",
        ),
        (
            (200, 100),
            (0.03, 0.01, 0.05),
            "Most of the difference is explained by “Acne history” (7.0 of 10.0 per 100, 95% CI 6.6 to 7.4).",
        ),
        (
            (200, 100),
            (0.01, -0.02, 0.04),
            (
                "Most of the difference is explained by “Acne history” (9.0 of 10.0 per 100, 95% CI 8.6 to "
                "9.4), and what is left could be chance."
            ),
        ),
        (
            (200, 100),
            (0.15, 0.12, 0.18),
            "Part of the difference was hidden by “Acne history” (5.0 per 100 on top of 10.0, 95% CI 4.6 to 5.4).",
        ),
        ((200, 100), (-0.05, -0.08, -0.02), "After adjusting, the difference points the other way."),
        (
            (105, 100),
            (0.05, -0.02, 0.12),
            "After adjusting it could be chance. The change itself is 4.5 more per 100 (95% CI 4.1 to 4.9).",
        ),
    ],
)
def test_why_they_differ(crude: tuple[int, int], after: tuple[float, float, float], why: str) -> None:
    assert why_they_differ(story_of(after=after, crude=crude, has_groups=True)) == why


def test_what_it_rests_on() -> None:
    assert story_account(story_of(), BREAKOUTS) == (
        (
            "On its own: 1,000 treatments with a known outcome; after adjusting: the 2,000 with every factor recorded "
            "(10 more per 100 on its own)."
        ),
    )
    assert how_story(story_of(), BREAKOUTS)[-2:] == (
        "Adjusted for: Acne history.",
        "Each 95% CI allows for the comparisons made: 1 factor on its own, 2 factors after adjusting.",
    )
    refused = replace(story_of(), adjusted=AdjustedFor(Refusal((), NothingComplete(1), ()), (ACNE,), None))
    assert story_account(refused, BREAKOUTS) == (
        (
            "Not adjusted: The one with a known outcome lacks one of these factors. Leave out those that are often "
            "blank."
        ),
    )


@pytest.mark.parametrize(
    ("reason", "of", "why"),
    [
        (
            TooFewEvents(events=9, are_yes=True, parameters=2, carried=0, uses=(), per_parameter=10),
            BREAKOUTS,
            "as the log has too few breakouts: Acne history.",
        ),
        (
            TooFewEvents(events=9, are_yes=True, parameters=2, carried=0, uses=(), per_parameter=10),
            PUSTULES,
            "as there are too few cases: Acne history.",
        ),
        (
            TooFewClients(clients=9, parameters=4, carried=0, per_parameter=10),
            BREAKOUTS,
            "as too few clients came: Acne history.",
        ),
        (None, BREAKOUTS, "as the log cannot adjust for them as well: Acne history."),
    ],
)
def test_what_is_left_out_has_its_reason(reason: TooFewEvents | TooFewClients | None, of: Counted, why: str) -> None:
    found = story_of()
    found = replace(found, adjusted=replace(found.adjusted, left_out=(ACNE,), reason=reason))
    but = "It is the least associated with this factor, but what is left of the difference may be due to it."
    assert f"Left out, {why} {but}" in story_account(found, of)
    found = replace(found, adjusted=replace(found.adjusted, left_out=(ACNE, ACNE), reason=reason))
    assert "They are the least associated" in " ".join(story_account(found, of))


def test_nothing_says_that_one_thing_causes_another_or_names_another_outcome() -> None:
    found = story_of(has_groups=True)
    for text in (story_line(found), why_they_differ(found), link_answer(found.result, PUSTULES)):
        assert "cause" not in text
        assert "breakout" not in text
    assert factor("category").title not in story_line(found)
