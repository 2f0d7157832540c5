"""Sentences on what is unusual: each case with the whole sentence, to be read through."""

from __future__ import annotations

import datetime as dt

import pytest

from analysis.methods.rate import level_rate
from analysis.outcome_log.outcomes import Counted, Outcome
from analysis.results import LevelRate
from analysis.wording.unusual import how_judged, in_short, unusual, usual_in_short
from tests.tallies import BREAKOUTS
from tests.wording.subjects import over_time_with

Counts = tuple[int, int]

ORDINARY, BAD, GOOD, SMALL = (8, 92), (31, 69), (0, 150), (1, 9)


def months(*counts: Counts) -> list[LevelRate]:
    """Return months from January 2026 on with so many breakouts and treatments without one."""
    return [level_rate(dt.date(2026, place + 1, 1), no, yes, 0) for place, (yes, no) in enumerate(counts)]


def lots(*counts: Counts) -> list[LevelRate]:
    return [level_rate(f"L{place + 1}", no, yes, 0) for place, (yes, no) in enumerate(counts)]


CASES = [
    ([], None, ""),
    ([ORDINARY], None, "Too few outcomes are known to judge any month yet."),
    ([SMALL] * 3, [SMALL] * 3, "Too few outcomes are known to judge any month or cartridge lot yet."),
    ([], [SMALL], "Too few outcomes are known to judge any cartridge lot yet."),
    ([ORDINARY] * 6, None, "No month was unusual."),
    ([ORDINARY] * 6, [ORDINARY] * 3, "No month and no cartridge lot was unusual."),
    ([ORDINARY] * 6, [SMALL] * 3, "No month was unusual. The cartridge lots are too small to judge yet."),
    (
        [ORDINARY, BAD, *[ORDINARY] * 6],
        [ORDINARY] * 3,
        (
            "February 2026 was unusual: 31 of 100 broke out (31%), where up to 18 would be usual. No cartridge lot was "
            "unusual."
        ),
    ),
    (
        [ORDINARY, BAD, *[ORDINARY] * 6],
        [*[ORDINARY] * 6, BAD],
        (
            "February 2026 was unusual: 31 of 100 broke out (31%), where up to 18 would be usual. Cartridge lot L7 was "
            "unusual: 31 of 100 broke out (31%), where up to 18 would be usual."
        ),
    ),
    (
        [*[ORDINARY] * 6, GOOD],
        None,
        "July 2026 was unusual: 0 of 150 broke out (0%), where at least 3 would be usual.",
    ),
    (
        [*[(80, 920)] * 7, *[(170 + each, 830 - each) for each in range(4)]],
        None,
        (
            "November 2026 was unusual: 173 of 1,000 broke out (17%), where up to 140 would be usual. October 2026 was "
            "unusual: 172 of 1,000 broke out (17%), where up to 140 would be usual. September 2026 was unusual: 171 of "
            "1,000 broke out (17%), where up to 141 would be usual. 8 more months were unusual."
        ),
    ),
    ([(100, 0)] * 5, None, "Too few outcomes are known to judge any month yet."),
]


@pytest.mark.parametrize(("of_months", "of_lots", "text"), CASES)
def test_what_is_unusual(of_months: list[Counts], of_lots: list[Counts] | None, text: str) -> None:
    found = over_time_with(months=months(*of_months), lots=None if of_lots is None else lots(*of_lots))
    assert unusual(found, BREAKOUTS) == text


def test_only_the_months_of_a_chosen_period_are_named() -> None:
    later = dt.date(2026, 3, 10), dt.date(2026, 5, 31)
    found = over_time_with(months=months(ORDINARY, BAD, *[ORDINARY] * 6), chosen=later)
    assert unusual(found, BREAKOUTS) == "No month of the chosen period was unusual."


def test_another_outcome_is_named() -> None:
    pustules = Counted(Outcome("pustules", ("yes",), "Pustules"))
    found = over_time_with(months=months(ORDINARY, BAD, *[ORDINARY] * 6))
    assert unusual(found, pustules).startswith("February 2026 was unusual: 31 of 100 had “Pustules” (31%), ")


def test_the_limits_and_their_number_are_explained() -> None:
    found = over_time_with(months=months(ORDINARY, SMALL, *[ORDINARY] * 6))
    assert "about 1 of 500 looks unusual by chance" in " ".join(how_judged(found, BREAKOUTS))
    assert how_judged(found, BREAKOUTS)[-1] == (
        "A month or lot is judged if at least 4 breakouts would be usual in it. 1 of 8 is too small for that."
    )
    assert how_judged(over_time_with(), BREAKOUTS) == ()


def test_labels() -> None:
    ordinary, bad, small, *_ = over_time_with(months=months(ORDINARY, BAD, SMALL, *[ORDINARY] * 5)).judged_months
    assert in_short(bad) == ("February 2026", "31 of 100, unusual")
    assert usual_in_short(bad) == "unusual (usual: 1 to 19)"
    assert usual_in_short(ordinary) == "usual: 3 to 24"
    assert usual_in_short(small) == "too small to judge"
