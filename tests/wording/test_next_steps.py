"""What to do next, and who was not followed up: cases and whole sentences, easy to read through."""

from __future__ import annotations

import pytest

from analysis.counting.in_memory import InMemory
from analysis.files.reading import read
from analysis.importing.cleaning import clean
from analysis.outcome_log.outcomes import Counted
from analysis.questions.adjusted import adjusted
from analysis.questions.at_a_glance import at_a_glance
from analysis.wording.next_steps import next_steps, not_followed_up

NOTHING = "Nothing unusual needs a closer look. Keep recording every outcome."
FEW = "Keep recording every outcome: too few are known yet to judge what is unusual."
CALLS = "Ask the clients whose outcome is unknown: the page Follow up lists who to call, the most urgent first."
MONTHS = range(1, 13)
YEAR = "".join(f"2025-{month:02}-05,L{month},{'yes' if each < 5 else 'no'}\n" for month in MONTHS for each in range(60))
WORST = "2025-12-20,L12,yes\n" * 40
UNKNOWN = "2025-12-21,L12,\n" * 3
LAST = "2025-12-31,L12,no\n"


def counts_of(rows: str) -> InMemory:
    log, _ = clean(read(f"treatment_date,cartridge_lot,breakout\n{rows}".encode(), "clinic.csv"))
    return InMemory(log)


@pytest.mark.parametrize(
    ("rows", "unknown", "steps"),
    [
        (YEAR + LAST, "Every outcome is known.", (NOTHING,)),
        (
            YEAR + UNKNOWN + LAST,
            "Outcome unknown: 3 of 724 treatments (0.4%); in December 2025, 3 of 64.",
            (CALLS,),
        ),
        (
            YEAR + WORST + LAST,
            "Every outcome is known.",
            (
                "Check what is left of cartridge lot “L12”, and ask the supplier.",
                "See on the page Trend what was different in December 2025.",
            ),
        ),
        (",L1,yes\n", "Every outcome is known.", (FEW,)),
        (",L1,\n", "Outcome unknown: 1 of 1 treatment (100%).", (CALLS,)),
    ],
)
def test_what_is_unknown_and_what_to_do(rows: str, unknown: str, steps: tuple[str, ...]) -> None:
    counts = counts_of(rows)
    found = at_a_glance(counts)
    assert not_followed_up(found, counts.counted) == unknown
    assert next_steps(found, None, counts.counted) == steps


def test_what_could_prevent_the_most_comes_last_and_clients_who_count_once_are_not_called() -> None:
    rows = "new_product,breakout,freq\nyes,yes,30\nyes,no,170\nno,yes,20\nno,no,380\nno,,5\n"
    counts = InMemory(clean(read(rows.encode(), "clinic.csv"))[0])
    found, together = at_a_glance(counts), adjusted(counts, ("new_product",), "per unit")
    aim = "Aim for “no” in New product: of what can be changed and is linked to breakouts, it could prevent the most."
    assert next_steps(found, together, counts.counted) == (CALLS, aim)
    assert next_steps(found, together, Counted(counts.counted.outcome, "clients")) == (aim,)
