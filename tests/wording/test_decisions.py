"""What readings lead to in words: 0, 1, many and unknown."""

from __future__ import annotations

import datetime as dt

import pytest

from analysis.importing.decision import Alternative, Consequence, Decision, UndecidedError
from analysis.wording.decisions import leads_to, leads_to_each, undecided


@pytest.mark.parametrize(
    ("consequence", "words"),
    [
        (Consequence(24, 7, 17), "7 of 24 treatments with a breakout: 29.2%"),
        (Consequence(1, 1, 0), "1 of 1 treatment with a breakout: 100%"),
        (Consequence(24, 0, 20), "0 of 20 treatments with a breakout: 0%; outcome unknown for 4 more"),
        (Consequence(24, 0, 0), "24 treatments, no outcome known"),
        (Consequence(0, 0, 0), "0 treatments, no outcome known"),
        (Consequence(2_400, 1_200, 1_200), "1,200 of 2,400 treatments with a breakout: 50.0%"),
        (None, "leads to one more question"),
    ],
)
def test_a_reading_says_what_it_leads_to(consequence: Consequence | None, words: str) -> None:
    assert leads_to(Alternative("as it is", consequence)) == words


def test_the_period_is_named_only_where_it_separates_the_readings() -> None:
    may, june = ((dt.date(2026, month, 1), dt.date(2026, month, 9)) for month in (5, 6))
    one, same, other = (Alternative("x", Consequence(2, 1, 1, period)) for period in (may, may, june))
    counts = "1 of 2 treatments with a breakout: 50.0%"
    assert leads_to_each(Decision("a", "b?", "c", None, (one, same))) == (counts, counts)
    assert leads_to_each(Decision("a", "b?", "c", None, (one, other))) == (
        f"{counts}; 2026-05-01 to 2026-05-09",
        f"{counts}; 2026-06-01 to 2026-06-09",
    )


def test_readings_of_the_same_outcomes_say_what_parts_them() -> None:
    counts, others = Consequence(24, 7, 17), Consequence(24, 6, 18)
    alike = (Alternative("all", counts, "3 rows count"), Alternative("none", None, "no row counts"))
    assert leads_to_each(Decision("a", "b?", "c", None, alike)) == ("3 rows count", "no row counts")
    parted = (Alternative("all", counts, "3 rows count"), Alternative("none", others, "no row counts"))
    assert leads_to_each(Decision("a", "b?", "c", None, parted)) == (
        "7 of 24 treatments with a breakout: 29.2%",
        "6 of 24 treatments with a breakout: 25.0%",
    )
    unsaid = (Alternative("all", counts), Alternative("none", counts, "no row counts"))
    assert leads_to_each(Decision("a", "b?", "c", None, unsaid)) == ("7 of 24 treatments with a breakout: 29.2%",) * 2


def test_what_is_open_is_one_sentence_with_the_options_that_settle_it() -> None:
    alternatives = (Alternative("all", Consequence(4, 1, 3)), Alternative("some", None))
    error = UndecidedError("may.csv", Decision("rows", "Which rows count?", "it is not clear", None, alternatives))
    assert undecided(error) == (
        "“may.csv” can be read in more than one way (which rows count?), so no rate is shown: add "
        '--answer "rows=all" (1 of 4 treatments with a breakout: 25.0%), or '
        '--answer "rows=some" (leads to one more question).'
    )
