"""Which factors an answer lacks, or has with one level only: cases and whole sentences."""

from __future__ import annotations

from dataclasses import replace

import pytest

from analysis.methods.adjusted.terms import Unable
from analysis.methods.model_cautions import (
    ConstantFactors,
    EntangledFactors,
    IsTheOutcome,
    LevelsTooSmall,
    NothingComplete,
    OverlappingFactors,
    SeparatedOutcomes,
    TooFewClients,
    TooFewEvents,
)
from analysis.outcome_log.log import Factor
from analysis.questions.adjusted import Without
from analysis.wording.adjusted import adjusted_finding
from analysis.wording.largest_set import not_as_asked
from tests.tallies import BREAKOUTS, factor
from tests.wording.test_adjusted import adjusted, adjusted_factor

SKIN = factor()
LOT = factor(name="lot", title="Lot")
TEAM = factor(name="team", title="Practitioner")
UNABLE = Unable(factor=LOT, levels=("L1",), breakouts=0, known=12, parameters=1)


def events(number: int) -> TooFewEvents:
    return TooFewEvents(
        events=number, are_yes=True, parameters=9, carried=number // 10, uses=((LOT, 9),), per_parameter=10
    )


@pytest.mark.parametrize(
    ("without", "sentence"),
    [
        ((), ""),
        (
            (Without(LOT, events(148)),),
            "Left out: “Lot”, as 148 breakouts are enough for about 14 comparisons (10 each).",
        ),
        (
            (Without(LOT, events(12)), Without(TEAM, events(14))),
            ("Left out: “Lot” and “Practitioner”, as 12 breakouts are enough for about 1 comparison (10 each)."),
        ),
        (
            (Without(LOT, TooFewClients(clients=33, parameters=9, carried=3, per_parameter=10)),),
            "Left out: “Lot”, as 33 clients, some of whom came back, are enough for about 3 comparisons (10 each).",
        ),
        (
            (Without(LOT, OverlappingFactors((LOT, SKIN))), Without(TEAM, IsTheOutcome((TEAM,)))),
            (
                "Left out: “Lot”, which partly records the same thing as “Skin”; “Practitioner”, which records "
                "the outcome itself."
            ),
        ),
        (
            (Without(LOT, EntangledFactors((SKIN, LOT))), Without(TEAM, SeparatedOutcomes((TEAM,)))),
            (
                "Left out: “Lot”, which nearly always occurs together with “Skin”; “Practitioner”, as some groups have "
                "only yes or only no."
            ),
        ),
        (
            (Without(LOT, LevelsTooSmall((UNABLE,))), Without(TEAM, ConstantFactors((TEAM,)))),
            (
                "Left out: “Lot”, as “Lot: L1” has 12 known outcomes, all of them no; “Practitioner”, which has "
                "only one level here."
            ),
        ),
        (
            (Without(LOT, NothingComplete(12)),),
            "Left out: “Lot”, which is never recorded together with the others.",
        ),
    ],
)
def test_what_is_left_out_has_its_reason(without: tuple[Without, ...], sentence: str) -> None:
    assert not_as_asked(replace(adjusted(), without=without), BREAKOUTS) == sentence


@pytest.mark.parametrize(
    ("of", "sentence"),
    [
        ((TEAM,), "“Practitioner” has too many levels for this log, so “one” is compared with all the others."),
        (
            (TEAM, LOT),
            (
                "“Practitioner” and “Lot” have too many levels for this log, so “one” and “one” are each compared "
                "with all the others."
            ),
        ),
    ],
)
def test_one_level_of_many_is_named(of: tuple[Factor, ...], sentence: str) -> None:
    found = replace(adjusted(), by_itself=of, one_of=tuple((each.name, "one") for each in of))
    assert not_as_asked(found, BREAKOUTS) == sentence


def test_a_factor_left_alone_is_not_called_the_only_one_chosen() -> None:
    found = replace(adjusted(adjusted_factor((200, 100), (0.09, 0.07, 0.13))), without=(Without(LOT, events(12)),))
    assert adjusted_finding(found, BREAKOUTS).endswith("Nothing is adjusted for: the others are left out.")
