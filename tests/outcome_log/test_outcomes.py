"""What of a log can be looked at as its outcome."""

from __future__ import annotations

from analysis.counting.in_memory import InMemory
from analysis.files.reading import read
from analysis.importing.cleaning import clean
from analysis.outcome_log.outcomes import BREAKOUT, Counted, possible_outcomes


def test_a_column_of_the_clinic_on_a_scale_is_an_outcome_from_each_level_on() -> None:
    log, _ = clean(read(b"Itching,breakout\n" + b"severe,yes\nnone,no\nmild,no\n,no\n" * 5, "clinic.csv"))
    outcomes = possible_outcomes(log)
    assert [(each.name, each.levels, each.is_ordered) for each in outcomes] == [
        (BREAKOUT.name, ("yes",), False),
        ("Itching", ("mild", "severe"), True),
        ("Itching", ("severe",), True),
    ]
    assert InMemory(log, counted=Counted(outcomes[1])).total.counts.tolist() == [5, 10, 5]
    assert InMemory(log, counted=Counted(outcomes[2])).total.counts.tolist() == [10, 5, 5]
