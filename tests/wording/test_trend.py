"""Sentences on rates over time: each case with the whole sentence, to be read through."""

from __future__ import annotations

import datetime as dt

import pytest

from analysis.outcome_log.chart_settings import ChartSettings, Note, SetAside
from analysis.outcome_log.outcomes import Counted, Outcome
from analysis.outcome_log.periods import By
from analysis.wording.trend import (
    about_point,
    period_name,
    target_in_words,
    trend_cautions,
    trend_left_out,
    trend_verdict,
    variation,
)
from tests.tallies import BREAKOUTS
from tests.wording.subjects import trend_with

Counts = list[tuple[int, int]]

A, B, BAD, GOOD = (10, 100), (8, 100), (31, 100), (0, 150)
PUSTULES = Counted(Outcome("pustules", ("yes",), "Pustules"))
FIRST = Counted(unit="first treatments")

CASES: list[tuple[Counts, str]] = [
    ([], "Too few outcomes are known to judge any month yet."),
    ([(0, 0)], "Too few outcomes are known to judge any month yet."),
    ([(1, 1)], "Too few outcomes are known to judge any month yet."),
    ([(0, 60)] * 5, "Without a breakout no month can be judged."),
    ([(60, 60)] * 5, "Every known outcome is a breakout, so no month can be judged."),
    ([A], "Only one month can be judged yet: 10 of 100 in January 2026."),
    ([A, (1, 5)], "Only one month can be judged yet: 10 of 100 in January 2026."),
    ([(3, 100), (4, 120)] * 3, "21 breakouts among 660 known outcomes are too few to judge any month yet."),
    (
        [(59, 60), *[(60, 60)] * 4],
        "1 treatment without a breakout among 300 known outcomes is too few to judge any month yet.",
    ),
    ([(6, 200), (8, 200)] * 3, "Breakouts have been steady at about 3.5 per 100; no month was unusual."),
    ([A, B] * 4, "Breakouts have been steady at about 9 per 100; no month was unusual."),
    (
        [A, B, A, BAD, B, A, B, A],
        "Breakouts have been steady at about 12 per 100; April 2026 was unusual: 31 of 100.",
    ),
    (
        [(30, 150), (32, 150)] * 6 + [GOOD],
        "Breakouts have been steady at about 19 per 100; January 2027 was unusual: 0 of 150.",
    ),
    (
        [*[(80, 1000)] * 9, (170, 1000), (80, 1000), (30, 1000), (200, 1000), (20, 1000)],
        (
            "Breakouts have been steady at about 9 per 100; January 2027 was unusual: 200 of 1,000; October 2026 was "
            "unusual: 170 of 1,000; February 2027 was unusual: 20 of 1,000; 1 more month was unusual."
        ),
    ),
    (
        [A, B] * 5 + [(15, 100), (16, 100)] * 4,
        (
            "Breakouts have been more frequent than usual since November 2026: 8 months in a row above 12 per 100; "
            "they were less frequent than usual from January 2026 to October 2026."
        ),
    ),
    (
        [A, (11, 100), (12, 100), (13, 100), (14, 100), (16, 100), (18, 100)],
        "Breakouts have risen month by month from January 2026 to July 2026.",
    ),
    (
        [(18, 100), (16, 100), (14, 100), (13, 100), (12, 100), (11, 100), (10, 100), (14, 100)],
        ("Breakouts have been steady at about 14 per 100; they fell month by month from January 2026 to July 2026."),
    ),
    (
        [*[(12, 100), B] * 4, (21, 100), (13, 100), (21, 100), *[B, (12, 100)] * 4],
        (
            "Breakouts have been steady at about 11 per 100; September 2026 and November 2026 were close to the upper "
            "limit."
        ),
    ),
]


@pytest.mark.parametrize(("counts", "text"), CASES)
def test_verdict(counts: Counts, text: str) -> None:
    assert trend_verdict(trend_with(counts), BREAKOUTS) == text


def test_verdict_of_another_outcome_and_of_first_treatments() -> None:
    found = trend_with([A, B] * 5 + [(15, 100), (16, 100)] * 4)
    assert trend_verdict(found, PUSTULES) == (
        "The rate of “Pustules” has been higher than usual since November 2026: 8 months in a row above 12 per 100; it "
        "was lower than usual from January 2026 to October 2026."
    )
    assert trend_verdict(trend_with([A, B] * 4), FIRST) == (
        "Breakouts after first treatments have been steady at about 9 per 100; no month was unusual."
    )


def test_only_the_months_of_a_chosen_period_are_named() -> None:
    later = dt.date(2026, 5, 10), dt.date(2026, 6, 30)
    assert trend_verdict(trend_with([A, B, A, BAD, B, A, B, A], chosen=later), BREAKOUTS) == (
        "Breakouts have been steady at about 12 per 100; no month of the chosen period was unusual."
    )


def test_limits_that_began_anew_are_named_with_their_month() -> None:
    settings = ChartSettings(notes=(Note(dt.date(2026, 8, 1), "new aftercare sheet", rebases=True),))
    assert trend_verdict(trend_with([(20, 100)] * 7 + [A, B] * 3, settings), BREAKOUTS) == (
        "Breakouts have been steady at about 9 per 100 since August 2026; no month was unusual."
    )


@pytest.mark.parametrize(
    ("counts", "text"),
    [
        ([], ""),
        ([A, B] * 4, "August 2026, the latest month judged, is within what chance explains."),
        ([A, B, A, B, A, BAD], "June 2026, the latest month judged, is a sign of more breakouts (concern)."),
        (
            [(30, 150), (32, 150)] * 6 + [GOOD],
            "January 2027, the latest month judged, is a sign of fewer breakouts (improvement).",
        ),
    ],
)
def test_variation(counts: Counts, text: str) -> None:
    assert variation(trend_with(counts), BREAKOUTS) == text


@pytest.mark.parametrize(
    ("target", "text"),
    [
        (None, ""),
        (
            0.30,
            (
                "Target of at most 30 per 100: it will be met unless something changes, because the whole expected "
                "range (0.4% to 17.6%) lies below it."
            ),
        ),
        (
            0.05,
            (
                "Target of at most 5 per 100: chance decides whether it is met, because the expected range (0.4% to "
                "17.6%) lies on both sides of it."
            ),
        ),
        (
            0.0,
            (
                "Target of at most 0 per 100: it will be missed unless something changes, because the whole expected "
                "range (0.4% to 17.6%) lies above it."
            ),
        ),
    ],
)
def test_a_target(target: float | None, text: str) -> None:
    assert target_in_words(trend_with([A, B] * 4, ChartSettings(target=target))) == text


def test_what_is_not_drawn_not_judged_or_set_aside_is_reported() -> None:
    march = SetAside(dt.date(2026, 3, 1), dt.date(2026, 3, 31), "bad lot")
    found = trend_with([A, B, BAD, (1, 5), (2, 30), (0, 0)], ChartSettings(set_aside=(march,)))
    assert list(trend_left_out(found, BREAKOUTS)) == [
        "March 2026 is set aside (bad lot): it counts neither for the limits nor as unusual.",
        "1 month is too small for a rate to be drawn: fewer than 1 breakout would be expected.",
        "1 month is too small to judge: fewer than 4 breakouts would be expected.",
    ]
    assert about_point(found.chart.points[2]) == "set aside: bad lot"
    assert about_point(found.chart.points[4]) == "too small to judge"


def test_trial_limits_and_wide_ones_are_named() -> None:
    assert list(trend_cautions(trend_with([A]), BREAKOUTS)) == [
        "Only 1 month fixes the limits: they are trial limits and may still move."
    ]
    assert list(trend_cautions(trend_with([(20, 400), (60, 400)] * 10), BREAKOUTS)) == [
        "Rates vary more from month to month than chance explains, so the limits are 5.9 times as wide (Laney’s p′)."
    ]
    assert list(trend_cautions(trend_with([A, B] * 10), BREAKOUTS)) == []


@pytest.mark.parametrize(
    ("by", "name"), [("month", "April 2025"), ("quarter", "Q2 2025"), ("week", "week of 1 April 2025")]
)
def test_period_names(by: By, name: str) -> None:
    assert period_name(dt.date(2025, 4, 1), by) == name
