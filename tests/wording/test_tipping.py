"""When an answer would turn, in sentences."""

from __future__ import annotations

import pytest

from analysis.methods.one_factor import examine
from analysis.methods.rate import total_rate
from analysis.methods.unknowns import unknown_outcomes
from analysis.outcome_log.outcomes import Counted, Outcome
from analysis.wording.tipping import HOW, when_it_would_turn
from analysis.wording.unknowns import how_unknowns
from tests.tallies import BREAKOUTS, Counts, counted
from tests.wording.subjects import PRODUCT

PUSTULES = Counted(Outcome("pustules", ("yes",), "Pustules"), "clients")


def said(counts: Counts, of: Counted = BREAKOUTS) -> str:
    tally = counted(counts)
    return when_it_would_turn(unknown_outcomes(examine(PRODUCT, tally), tally, total_rate(tally)), of)


@pytest.mark.parametrize(
    ("counts", "text"),
    [
        (
            {"no": (10, 90), "yes": (30, 70)},
            "",
        ),
        (
            {"no": (10, 80, 10), "yes": (60, 30, 10)},
            "",
        ),
        (
            {"no": (20, 80, 50), "yes": (40, 60)},
            (
                "The difference would no longer be clear if 23 or more of the 50 treatments with an unknown "
                "outcome at “no” broke out (46.0%), compared with 20.0% of the known."
            ),
        ),
        (
            {"no": (20, 80), "yes": (40, 60, 50)},
            (
                "The difference would no longer be clear if 6 or fewer of the 50 treatments with an unknown "
                "outcome at “yes” broke out (12.0%), compared with 40.0% of the known."
            ),
        ),
        (
            {"no": (20, 80, 50), "yes": (40, 60, 50)},
            (
                "The difference would no longer be clear if 4 or fewer of the 50 treatments with an unknown "
                "outcome at “yes” broke out (8.0%), compared with 40.0% of the known. Nor would it be if 24 or "
                "more of the 50 treatments with an unknown outcome at “no” broke out (48.0%), compared with "
                "20.0% of the known."
            ),
        ),
        (
            {"no": (20, 80, 1), "yes": (33, 67)},
            (
                "The difference would no longer be clear if the 1 treatment with an unknown outcome at “no” "
                "broke out (100%), compared with 20.0% of the known."
            ),
        ),
        (
            {"no": (66, 34, 1), "yes": (52, 48)},
            (
                "The difference would no longer be clear if 0 of the 1 treatment with an unknown outcome at “no”"
                " broke out (0%), compared with 66.0% of the known."
            ),
        ),
        (
            {"no": (66, 34, 2), "yes": (52, 48)},
            (
                "The difference would no longer be clear if none of the 2 treatments with an unknown outcome at "
                "“no” broke out (0%), compared with 66.0% of the known."
            ),
        ),
    ],
)
def test_when_it_would_turn(counts: Counts, text: str) -> None:
    assert said(counts) == text


def test_another_outcome_and_other_units() -> None:
    assert said({"no": (20, 80, 50), "yes": (40, 60)}, PUSTULES) == (
        "The difference would no longer be clear if 23 or more of the 50 clients with an unknown outcome"
        " at “no” had “Pustules” (46.0%), compared with 20.0% of the known."
    )


def test_its_source_is_named_where_it_is_used() -> None:
    tally = counted({"no": (20, 80, 50), "yes": (40, 60)})
    assert HOW in how_unknowns(unknown_outcomes(examine(PRODUCT, tally), tally, total_rate(tally)))
