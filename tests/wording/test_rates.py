"""Sentences on rates and their change."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from analysis.methods.over_time import change_against_previous
from analysis.methods.rate import level_rate, rate
from analysis.wording.rates import change as change_in_words
from analysis.wording.rates import change_in_short, interval, n_of_n, overall
from tests.tallies import BREAKOUTS, counted

if TYPE_CHECKING:
    from analysis.methods.over_time import PeriodChange


@pytest.mark.parametrize(
    ("breakouts", "no_breakouts", "unknown", "text"),
    [
        (
            216,
            2184,
            31,
            (
                "Clients broke out after 216 of 2,400 treatments with a known outcome: 9.0% (95% CI 7.9% to 10.2%). "
                "The outcome of another 31 treatments (1.3% of all) is not known: had none of them broken out, the "
                "rate would be 8.9%; had all, 10.2%."
            ),
        ),
        (
            1,
            0,
            1,
            (
                "Clients broke out after 1 of 1 treatment with a known outcome: 100% (95% CI 20.7% to 100%). "
                "The outcome of one more treatment (50.0% of all) is not known: without a breakout, the rate would be "
                "50.0%; with one, 100%."
            ),
        ),
        (0, 40, 0, "No client broke out after 40 treatments with a known outcome: 0% (95% CI 0% to 8.8%)."),
        (0, 0, 5, "None of the 5 treatments has a known outcome, so there is no rate to show yet."),
        (0, 0, 1, "The only treatment has no known outcome, so there is no rate to show yet."),
        (0, 0, 0, "There is no treatment to count."),
    ],
)
def test_overall(breakouts: int, no_breakouts: int, unknown: int, text: str) -> None:
    assert overall(level_rate(None, no_breakouts, breakouts, unknown), BREAKOUTS) == text


def test_rates() -> None:
    assert n_of_n(rate(27, 73)) == "27 of 100 (27.0%)"
    assert n_of_n(rate(2400, 0)) == "2,400 of 2,400 (100%)"
    assert interval(rate(216, 2184).interval) == "95% CI 7.9% to 10.2%"


TOO_FEW = (
    "Fewer than 10 outcomes are known from 1 February 2026 to 28 February 2026 or from 4 January 2026 to "
    "31 January 2026: too few to speak of a change."
)


JANUARY, FEBRUARY = dt.date(2026, 1, 1), dt.date(2026, 2, 1)


def changed(before: tuple[int, ...], now: tuple[int, ...]) -> PeriodChange | None:
    day_before = FEBRUARY - dt.timedelta(days=1)
    return change_against_previous(
        counted({day_before: before, FEBRUARY: now}).answered, FEBRUARY, dt.date(2026, 2, 28)
    )


@pytest.mark.parametrize(
    ("before", "now", "text"),
    [
        (
            (10, 90),
            (30, 70),
            (
                "From 1 February 2026 to 28 February 2026, 30 of 100 broke out against 10 of 100 "
                "from 4 January 2026 to "
                "31 January 2026, about 20 more per 100 (95% CI 9 to 31)."
            ),
        ),
        (
            (12, 88),
            (10, 90),
            (
                "From 1 February 2026 to 28 February 2026, 10 of 100 broke out against 12 of 100 "
                "from 4 January 2026 to "
                "31 January 2026, about 2.0 fewer per 100 (95% CI 11.0 fewer to 7.0 more). A change of "
                "this size can be chance."
            ),
        ),
        (
            (10, 90),
            (10, 90),
            (
                "From 1 February 2026 to 28 February 2026, 10 of 100 broke out against 10 of 100 "
                "from 4 January 2026 to "
                "31 January 2026, as many in both (95% CI 8.7 fewer to 8.7 more)."
            ),
        ),
        (
            (0, 0, 9),
            (10, 90),
            TOO_FEW,
        ),
        (
            (10, 90),
            (0, 0, 9),
            TOO_FEW,
        ),
    ],
)
def test_change(before: tuple[int, ...], now: tuple[int, ...], text: str) -> None:
    assert change_in_words(changed(before, now), BREAKOUTS) == text


def test_change_without_an_earlier_period() -> None:
    assert (
        change_in_words(None, BREAKOUTS) == "There is no earlier period of the same length in the log to compare with."
    )


def test_change_between_two_days() -> None:
    second = dt.date(2026, 1, 2)
    change = change_against_previous(counted({JANUARY: (1, 9), second: (9, 1)}).answered, second, second)
    assert change_in_words(change, BREAKOUTS).startswith(
        "On 2 January 2026, 90 of 100 broke out against 10 of 100 on 1 January 2026, "
    )


def test_change_in_short() -> None:
    assert change_in_short(changed((12, 88), (10, 90))) == (
        "10.0% in the 28 days to 28 February 2026, 12.0% before; can be chance"
    )
    assert change_in_short(None) == "needs treatment dates and an earlier period of the same length"
