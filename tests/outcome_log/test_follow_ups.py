"""Who was followed up in time is counted from days, from what was recorded, and never of treatments of yesterday."""

from __future__ import annotations

import datetime as dt

import pytest

from analysis.counting.in_memory import InMemory
from analysis.outcome_log.follow_ups import IN_TIME, follow_up_log, followed_up_within
from analysis.outcome_log.outcomes import Counted
from analysis.questions.follow_up import followed_up
from tests.logs import log_of

TODAY = dt.date(2026, 6, 30)
ROWS = (
    "2026-05-01,2026-05-29,yes,no\n"  # on day 28
    "2026-05-01,2026-05-30,yes,yes\n"  # a day late
    "2026-05-01,,no,\n"  # not followed up
    "2026-05-01,,yes,no\n"  # nobody knows when
    "2026-06-20,2026-06-25,yes,no\n"  # not due yet
)
HEADER = "treatment_date,follow_up_date,followed_up,breakout\n"


def answers(text: str) -> list[str | None]:
    log = follow_up_log(log_of(text), 28, TODAY)
    assert log is not None
    return [None if code < 0 else ("no", "yes")[code] for code in log.codes(IN_TIME)]


def test_days_and_records_decide() -> None:
    assert answers(HEADER + ROWS) == ["yes", "no", "no", None, None]


def test_without_a_record_a_blank_day_is_no_follow_up() -> None:
    text = (
        "treatment_date,follow_up_date,breakout\n2026-05-01,2026-05-29,no\n2026-05-01,,yes\n2026-05-01,2026-06-25,no\n"
    )
    assert answers(text) == ["yes", "no", "no"]


@pytest.mark.parametrize(
    "text", ["breakout,acne\nyes,past\nno,none\n", "treatment_date,breakout\n2026-05-01,yes\n,no\n"]
)
def test_a_log_without_days_has_no_answer(text: str) -> None:
    assert follow_up_log(log_of(text), 28, TODAY) is None


def test_the_share_is_of_treatments_that_can_be_judged() -> None:
    log = follow_up_log(log_of(HEADER + ROWS), 28, TODAY)
    assert log is not None
    found = followed_up(InMemory(log, counted=Counted(followed_up_within(28))))
    rate = found.total.rate
    assert rate is not None
    assert (rate.breakouts, rate.known, found.total.unknown) == (1, 3, 2)
    assert [result.factor.title for result in found.factors] == ["Month of treatment"]
