"""What unknown outcomes could hide, in sentences."""

from __future__ import annotations

import pytest

from analysis.methods.one_factor import examine
from analysis.methods.rate import total_rate
from analysis.methods.unknowns import UnknownOutcomes, unknown_outcomes
from analysis.outcome_log.outcomes import Counted, Outcome
from analysis.wording.unknowns import describe_bounds, how_unknowns, what_unknowns_hide, where_unknowns_are
from tests.tallies import BREAKOUTS, Counts, counted
from tests.wording.subjects import PRODUCT


def found(counts: Counts, not_known: tuple[int, ...] = (0, 0, 0)) -> UnknownOutcomes:
    tally = counted(counts, not_known)
    return unknown_outcomes(examine(PRODUCT, tally), tally, total_rate(tally))


@pytest.mark.parametrize(
    ("counts", "text"),
    [
        ({"no": (10, 90), "yes": (30, 70)}, "Every outcome is known."),
        ({}, "Every outcome is known."),
        (
            {"no": (0, 0, 10), "yes": (0, 0, 30)},
            "All outcomes are unknown (40 treatments).",
        ),
        (
            {"no": (10, 80, 10), "yes": (60, 30, 10)},
            (
                "The outcome of 20 of 200 treatments (10.0%) is unknown. Whatever they were, the difference (yes "
                "vs no) would be 40 to 60 more per 100. Even at worst the difference would be clear."
            ),
        ),
        (
            {"no": (10, 80, 10), "yes": (35, 55, 14)},
            (
                "The outcome of 24 of 204 treatments (11.8%) is unknown. Whatever they were, the difference (yes "
                "vs no) would be 14 to 37 more per 100. Even at worst the difference would be clear."
            ),
        ),
        (
            {"no": (10, 80, 10), "yes": (30, 70, 40)},
            (
                "The outcome of 50 of 240 treatments (20.8%) is unknown. Whatever they were, the difference (yes "
                "vs no) would be 1.4 to 40.0 more per 100. At worst, though, it could be chance."
            ),
        ),
        (
            {"no": (30, 70, 40), "yes": (10, 80, 50)},
            (
                "The outcome of 90 of 280 treatments (32.1%) is unknown. They could turn the answer around: the "
                "difference (yes vs no) could be anything from 43 fewer to 21 more per 100."
            ),
        ),
        (
            {"no": (10, 80, 10), "yes": (10, 80, 10)},
            (
                "The outcome of 20 of 200 treatments (10.0%) is unknown. With them: the difference (yes vs no) "
                "could be anything from 10 fewer to 10 more per 100."
            ),
        ),
        (
            {"no": (10, 80, 10)},
            (
                "The outcome of 10 of 100 treatments (10.0%) is unknown. New product cannot be compared, so they "
                "cannot change a difference."
            ),
        ),
    ],
)
def test_what_they_hide(counts: Counts, text: str) -> None:
    assert what_unknowns_hide(found(counts), BREAKOUTS) == text


def test_unknowns_in_neither_group_change_nothing() -> None:
    text = what_unknowns_hide(found({"no": (10, 80), "yes": (60, 30)}, (0, 0, 7)), BREAKOUTS)
    assert text.endswith("None of them is in the two groups compared (yes vs no), so the difference stays.")


def test_where_they_are() -> None:
    even = found({"no": (10, 80, 10), "yes": (60, 30, 10)})
    assert where_unknowns_are(even, BREAKOUTS) == (
        "The unknown outcomes may be spread evenly over New product (p = 1.00)."
    )
    pustules = Counted(Outcome("pustules", ("yes",), "Pustules"), "first treatments")
    uneven = found({"no": (10, 90), "yes": (50, 50, 100)})
    assert where_unknowns_are(uneven, pustules) == (
        "The unknown outcomes are spread unevenly over New product (p < 0.001): unknown for 50 of 100 at "
        "“yes”, for 0 of 100 at “no”. If within each group those with an unknown outcome had “Pustules” as "
        "often as the others, the rate over all first treatments would be 36.7% (95% CI 29.9% to 44.0%), "
        "compared with 30.0% (95% CI 24.1% to 36.7%) among known outcomes."
    )
    assert where_unknowns_are(found({"no": (10, 90), "yes": (60, 30)}), BREAKOUTS) == ""


def test_it_names_its_methods() -> None:
    text = " ".join(how_unknowns(found({"no": (10, 90), "yes": (50, 50, 100)})))
    for name in ("Manski 1989", "Horvitz & Thompson 1952", "Seaman & White 2013", "Chi-square", "Newcombe"):
        assert name in text
    assert "no difference" not in text


def test_the_chart_in_words() -> None:
    of = found({"no": (10, 80, 10), "yes": (0, 0, 30)})
    assert describe_bounds(of) == (
        "New product, rates of known outcomes, and with unknown ones: no 10 of 90 (11.1%), 10.0% to 20.0%; "
        "yes no known outcome, 0% to 100%."
    )
