"""Sentences on what is unusual: each case with the whole sentence, to be read through."""

from __future__ import annotations

import datetime as dt

import pytest

from analysis.methods.rate import level_rate
from analysis.outcome_log.outcomes import Counted, Outcome
from analysis.results import LevelRate
from analysis.wording.unusual import how_judged, unusual
from tests.tallies import BREAKOUTS
from tests.wording.subjects import over_time_with

Counts = tuple[int, int]

ORDINARY, BAD, SMALL = (8, 92), (31, 69), (1, 9)


def months(*counts: Counts) -> list[LevelRate]:
    """Return months from January 2026 on with so many breakouts and treatments without one."""
    return [level_rate(dt.date(2026, place + 1, 1), no, yes, 0) for place, (yes, no) in enumerate(counts)]


def lots(*counts: Counts) -> list[LevelRate]:
    return [level_rate(f"L{place + 1}", no, yes, 0) for place, (yes, no) in enumerate(counts)]


STEADY = "Breakouts have been steady at about 8 per 100"
LOT_7 = "Cartridge lot L7 was unusual: 31 of 100 broke out (31%), where up to 18 would be usual."
TOO_FEW = " among 30 known outcomes are too few to judge any "
CASES = [
    ([], None, ""),
    ([SMALL] * 3, None, "3 breakouts among 30 known outcomes are too few to judge any month yet."),
    ([SMALL] * 3, [SMALL] * 3, f"3 breakouts{TOO_FEW}month or cartridge lot yet."),
    ([], [SMALL], "1 breakout among 10 known outcomes is too few to judge any cartridge lot yet."),
    ([ORDINARY] * 6, None, f"{STEADY}; no month was unusual."),
    ([ORDINARY] * 6, [ORDINARY] * 3, f"{STEADY}; no month was unusual. No cartridge lot was unusual."),
    ([ORDINARY] * 6, [SMALL] * 3, f"{STEADY}; no month was unusual. The cartridge lots are too small to judge yet."),
    ([ORDINARY] * 6, [*[ORDINARY] * 6, BAD], f"{STEADY}; no month was unusual. {LOT_7}"),
    ([(100, 0)] * 5, None, "Every known outcome is a breakout, so no month can be judged."),
]


@pytest.mark.parametrize(("of_months", "of_lots", "text"), CASES)
def test_what_is_unusual(of_months: list[Counts], of_lots: list[Counts] | None, text: str) -> None:
    found = over_time_with(months=months(*of_months), lots=None if of_lots is None else lots(*of_lots))
    assert unusual(found, BREAKOUTS) == text


def test_only_the_lots_of_a_chosen_period_are_spoken_of() -> None:
    later = dt.date(2026, 3, 10), dt.date(2026, 5, 31)
    found = over_time_with(months=months(*[ORDINARY] * 6), lots=lots(*[ORDINARY] * 6), chosen=later)
    assert unusual(found, BREAKOUTS) == (
        f"{STEADY}; no month of the chosen period was unusual. No cartridge lot of the chosen period was unusual."
    )


def test_another_outcome_is_named() -> None:
    pustules = Counted(Outcome("pustules", ("yes",), "Pustules"))
    found = over_time_with(months=months(ORDINARY, *[ORDINARY] * 6), lots=lots(*[ORDINARY] * 6, BAD))
    assert unusual(found, pustules) == (
        "The rate of “Pustules” has been steady at about 8 per 100; no month was unusual. Cartridge lot L7 was "
        "unusual: 31 of 100 had “Pustules” (31%), where up to 18 would be usual."
    )


def test_the_limits_of_lots_and_their_number_are_explained() -> None:
    found = over_time_with(lots=lots(ORDINARY, SMALL, *[ORDINARY] * 6))
    assert "about 1 of 500 looks unusual by chance" in " ".join(how_judged(found, BREAKOUTS))
    assert how_judged(found, BREAKOUTS)[-1] == (
        "A lot is judged if at least 4 breakouts would be usual in it. 1 of 8 is too small for that."
    )
    assert how_judged(over_time_with(), BREAKOUTS) == ()
