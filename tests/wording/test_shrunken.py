"""Rates that allow for few treatments, in whole sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from analysis.methods.one_factor import examine
from analysis.methods.shrunken import shrunken_levels
from analysis.outcome_log.outcomes import Counted
from analysis.wording.shrunken import how_shrunken, shrunken_key, shrunken_sentences
from tests.tallies import BREAKOUTS, counted, factor

if TYPE_CHECKING:
    from tests.tallies import Counts

CLIENTS = Counted(BREAKOUTS.outcome, "clients")
# For each level (breakouts, no breakouts).
CASES: list[tuple[Counts, tuple[str, ...]]] = [
    (
        {"a": (2, 7), "b": (7, 73), "c": (3, 72), "d": (26, 52), "e": (5, 85)},
        (
            "A group of few treatments says little. Allowing for that moves its rate towards 14%, the average.",
            "Too few treatments to say whether the rate is twice as high: a (about 66 more would show it).",
        ),
    ),
    (
        {"a": (10, 90), "b": (11, 89), "c": (20, 180), "d": (5, 45)},
        ("The groups differ no more than by chance, so allowing for few treatments they all have the same rate, 10%.",),
    ),
    ({"a": (10, 90), "b": (20, 80), "c": (5, 45)}, ()),
    ({"a": (0, 90), "b": (0, 80), "c": (0, 45), "d": (0, 12)}, ()),
    ({"a": (90, 0), "b": (80, 0), "c": (45, 0), "d": (12, 0)}, ()),
    ({"a": (0, 0, 5), "b": (0, 0, 5), "c": (0, 0, 5), "d": (0, 0, 1)}, ()),
]


@pytest.mark.parametrize(("counts", "sentences"), CASES)
def test_sentences(counts: Counts, sentences: tuple[str, ...]) -> None:
    result = examine(factor(levels=tuple(counts)), counted(counts))
    found = shrunken_levels(result)
    assert (() if found is None else shrunken_sentences(found, result.factor, BREAKOUTS)) == sentences


def test_of_clients_it_speaks_of_clients() -> None:
    counts = CASES[0][0]
    found = shrunken_levels(examine(factor(levels=tuple(counts)), counted(counts)))
    assert found is not None
    assert shrunken_key(found, CLIENTS) == "◊ allowing for few clients (average 14%)"
    assert how_shrunken(found, CLIENTS) == (
        "Allowing for few clients: beta-binomial model by maximum marginal likelihood (Kleinman 1973), in which the "
        "average counts as 11 clients; intervals averaged over its spread (Deely & Lindley 1981)."
    )
