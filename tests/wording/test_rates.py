"""Sentences on rates and their change: each case with the whole sentence, to be read through."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from analysis.methods.early import Followed
from analysis.methods.over_time import FullMonths, PeriodChange, change_between, full_months
from analysis.methods.rate import level_rate, rate
from analysis.outcome_log.outcomes import Counted
from analysis.wording.rates import (
    change_per_100,
    counts_with_interval,
    if_unknowns_were_known,
    interval,
    month_change,
    month_change_in_short,
    month_change_name,
    n_of_n,
    n_of_n_broke_out,
    overall,
    rate_sentence,
    year_change,
    year_change_in_short,
    year_change_name,
)
from tests.tallies import BREAKOUTS, counted
from tests.wording.subjects import over_time_with

# Breakouts, treatments without one, unknown; the sentence; what the unknown ones could change.
RATES = [
    (0, 0, 0, "There is no treatment to count.", ""),
    (0, 0, 1, "The outcome of the only treatment is unknown, so there is no rate yet.", ""),
    (0, 0, 2, "The outcomes of both treatments are unknown, so there is no rate yet.", ""),
    (0, 0, 5, "The outcomes of all 5 treatments are unknown, so there is no rate yet.", ""),
    (0, 1, 0, "No client broke out after 1 treatment: 0% (95% CI 0 to 79.3).", ""),
    (0, 40, 0, "No client broke out after 40 treatments: 0% (95% CI 0 to 8.8).", ""),
    (
        1,
        0,
        1,
        "Clients broke out after 1 of 1 treatment: 100% (95% CI 21 to 100).",
        "The outcome of 1 more treatment is unknown (50.0% of all): the rate could be anything from 50.0% to 100%.",
    ),
    (
        201,
        2007,
        173,
        "Clients broke out after 201 of 2,208 treatments: 9.1% (95% CI 8.0 to 10.4).",
        "The outcomes of 173 more treatments are unknown (7.3% of all): the rate could be anything from 8.4% to 15.7%.",
    ),
    (27, 73, 0, "Clients broke out after 27 of 100 treatments: 27% (95% CI 19 to 36).", ""),
    (9, 0, 0, "Clients broke out after 9 of 9 treatments: 100% (95% CI 70 to 100).", ""),
    (1, 9999, 0, "Clients broke out after 1 of 10,000 treatments: 0.01% (95% CI 0.002 to 0.1).", ""),
]


@pytest.mark.parametrize(("breakouts", "no_breakouts", "unknown", "sentence", "unknowns"), RATES)
def test_rates_in_sentences(breakouts: int, no_breakouts: int, unknown: int, sentence: str, unknowns: str) -> None:
    total = level_rate(None, no_breakouts, breakouts, unknown)
    assert rate_sentence(total, BREAKOUTS) == sentence
    assert if_unknowns_were_known(total, BREAKOUTS) == unknowns
    assert overall(total, BREAKOUTS) == f"{sentence} {unknowns}".strip()


def test_rates() -> None:
    assert n_of_n(rate(27, 73)) == "27 of 100 (27.0%)"
    assert n_of_n(rate(2400, 0)) == "2,400 of 2,400 (100%)"
    assert interval(rate(216, 2184).interval) == "95% CI 7.9% to 10.2%"
    assert n_of_n_broke_out(rate(26, 52), BREAKOUTS) == "26 of 78 broke out (33%)"
    assert counts_with_interval(rate(1, 0), "breakout") == "1 of 1 breakout (95% CI 21 to 100)"


MAY, JUNE = (dt.date(2025, 6, 1), dt.date(2026, 5, 31)), (dt.date(2026, 6, 1), dt.date(2026, 6, 30))
IN_FULL = full_months(dt.date(2024, 1, 1), dt.date(2026, 6, 30))


def changed(before: tuple[int, ...], now: tuple[int, ...]) -> PeriodChange:
    return change_between(counted({MAY[1]: before, JUNE[0]: now}).answered, JUNE, MAY)


# Breakouts and treatments without one in the twelve months before and in June; value, caption and sentence of the tile.
CHANGES = [
    (
        (10, 90),
        (30, 70),
        "20 more",
        "30 vs 10 per 100 (95% CI 9 to 31)",
        (
            "In June 2026, 30 of 100 broke out, compared with 10 of 100 in the 12 months before: 20 more per 100 "
            "(95% CI 9 to 31)."
        ),
    ),
    (
        (12, 88),
        (10, 90),
        "2.0 fewer",
        "10 vs 12 per 100 (95% CI 11.0 fewer to 7.0 more); could be chance",
        (
            "In June 2026, 10 of 100 broke out, compared with 12 of 100 in the 12 months before: 2.0 fewer per 100 "
            "(95% CI 11.0 fewer to 7.0 more). This could be chance."
        ),
    ),
    (
        (10, 90),
        (10, 90),
        "as many",
        "10 vs 10 per 100 (95% CI 8.7 fewer to 8.7 more)",
        (
            "In June 2026, 10 of 100 broke out, compared with 10 of 100 in the 12 months before: as many in both "
            "(95% CI 8.7 fewer to 8.7 more)."
        ),
    ),
    (
        (100, 1415),
        (10, 141),
        "as many",
        "6.6 vs 6.6 per 100 (95% CI 3.3 fewer to 5.3 more)",
        (
            "In June 2026, 6.6 of 100 broke out, compared with 6.6 of 100 in the 12 months before: as many in both "
            "(95% CI 3.3 fewer to 5.3 more)."
        ),
    ),
    (
        (1, 8),
        (10, 90),
        "–",
        "needs 10 known outcomes in each period",
        "Fewer than 10 outcomes are known in June 2026 or in the 12 months before: too few to compare.",
    ),
]


@pytest.mark.parametrize(("before", "now", "value", "caption", "sentence"), CHANGES)
def test_changes(before: tuple[int, ...], now: tuple[int, ...], value: str, caption: str, sentence: str) -> None:
    found = over_time_with(change=changed(before, now), full_months=IN_FULL)
    assert month_change_name(found) == "June 2026 vs 12 months before"
    assert change_per_100(found.month_change) == value
    assert month_change_in_short(found, BREAKOUTS) == caption
    assert month_change(found, BREAKOUTS) == sentence


def test_a_period_that_was_reviewed_sooner_is_doubted() -> None:
    change = replace(changed((10, 90), (30, 70)), followed=Followed(5.0, 13.24, 14))
    assert month_change(over_time_with(change=change, full_months=IN_FULL), BREAKOUTS).endswith(
        "(95% CI 9 to 31). Treatments without a breakout were followed for 5.0 of 14 days, in the 12 months before for "
        "13.2, so part of the difference may come from the reviews."
    )


def test_a_year_is_named_by_its_months() -> None:
    now, before = (dt.date(2025, 7, 1), JUNE[1]), (dt.date(2024, 7, 1), dt.date(2025, 6, 30))
    days = counted({before[0]: (10, 90), now[1]: (30, 70)}).answered
    found = over_time_with(change=change_between(days, now, before), full_months=IN_FULL)
    assert year_change_name(found) == "Year on year to June 2026"
    assert year_change(found, BREAKOUTS) == (
        "From July 2025 to June 2026, 30 of 100 broke out, compared with 10 of 100 in the 12 months before: 20 more "
        "per 100 (95% CI 9 to 31)."
    )


# Full months; counted; what the tile of the month and that of the year say; the sentences.
TOO_SHORT = [
    (
        None,
        BREAKOUTS,
        "needs treatment dates",
        "needs treatment dates",
        "Without treatment dates, no periods can be compared.",
        "Without treatment dates, no periods can be compared.",
    ),
    (
        full_months(dt.date(2026, 6, 9), dt.date(2026, 6, 12)),
        BREAKOUTS,
        "needs 13 full months; the log has 0",
        "needs 24 full months; the log has 0",
        "Comparing the last month with the 12 months before needs 13 full months; the log has 0.",
        "Comparing the last 12 months with the 12 months before needs 24 full months; the log has 0.",
    ),
    (
        full_months(dt.date(2026, 6, 1), dt.date(2026, 6, 30)),
        BREAKOUTS,
        "needs 13 full months; the log has 1",
        "needs 24 full months; the log has 1",
        "Comparing the last month with the 12 months before needs 13 full months; the log has 1.",
        "Comparing the last 12 months with the 12 months before needs 24 full months; the log has 1.",
    ),
    (
        full_months(dt.date(2025, 5, 1), dt.date(2026, 6, 30)),
        Counted(unit="clients"),
        "a client counted once has no single month",
        "needs 24 full months; the log has 14",
        "Each client is counted once, so one month cannot be compared with twelve.",
        "Comparing the last 12 months with the 12 months before needs 24 full months; the log has 14.",
    ),
]


@pytest.mark.parametrize(("full", "of", "month", "year", "month_sentence", "year_sentence"), TOO_SHORT)
def test_what_a_change_needs(  # noqa: PLR0917 - a row of the table
    full: FullMonths | None, of: Counted, month: str, year: str, month_sentence: str, year_sentence: str
) -> None:
    found = over_time_with(full_months=full)
    assert (month_change_name(found), year_change_name(found)) == ("Last month vs 12 months before", "Year on year")
    assert (month_change_in_short(found, of), year_change_in_short(found, of)) == (month, year)
    assert (month_change(found, of), year_change(found, of)) == (month_sentence, year_sentence)
