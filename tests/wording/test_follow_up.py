"""The call list in words: nobody, one and many, lately and long ago."""

from __future__ import annotations

import datetime as dt

import pytest

from analysis.listing.calls import TreatmentKeys, after_calls
from analysis.listing.reasons import LISTED_FOR_DAYS, Settings
from analysis.listing.work_list import work_list
from analysis.wording.follow_up import calls_in_short, how_long_ago, long_ago_in_words, no_follow_ups, older_in_words
from tests.logs import log_of

TODAY = dt.date(2026, 6, 30)
LATELY, LONG_AGO = TODAY - dt.timedelta(days=LISTED_FOR_DAYS), TODAY - dt.timedelta(days=LISTED_FOR_DAYS + 1)
STAYS = " from more than 90 days ago. A warning sign stays on the list until you record what came of the call."


@pytest.mark.parametrize(
    ("signs", "signs_long_ago", "others", "others_long_ago", "words"),
    [
        (0, 0, 0, 0, ("Nobody is waiting for a call.", "", "")),
        (0, 0, 1, 0, ("No call to make today; 1 call is waiting.", "", "")),
        (0, 0, 0, 1, ("No call to make.", "", "1 treatment from more than 90 days ago is not listed.")),
        (2, 0, 1, 3, ("2 calls to make today; 1 more is waiting.", "",
                      "3 treatments from more than 90 days ago are not listed.")),
        (0, 1, 0, 0, ("1 call to make today.", f"The call to make today is about a treatment{STAYS}", "")),
        (1, 1, 0, 0, ("2 calls to make today.", f"1 of the 2 calls to make today is about a treatment{STAYS}", "")),
        (1, 2, 0, 0, ("3 calls to make today.", f"2 of the 3 calls to make today are about treatments{STAYS}", "")),
        (0, 2, 0, 0, ("2 calls to make today.", f"All calls to make today are about treatments{STAYS}", "")),
    ],
)  # fmt: skip
def test_who_waits_and_since_when(
    signs: int, signs_long_ago: int, others: int, others_long_ago: int, words: tuple[str, str, str]
) -> None:
    rows = [
        *[f"{LATELY},yes,yes,yes,no"] * signs,
        *[f"{LONG_AGO},yes,yes,yes,no"] * signs_long_ago,
        *[f"{LATELY},no,,,"] * others,
        *[f"{LONG_AGO},no,,,"] * others_long_ago,
        f"{LATELY},yes,no,no,no",
        f"{LATELY},yes,yes,no,no",
    ]
    text = "".join(f"T{number},{row}\n" for number, row in enumerate(rows))
    log = log_of("treatment_id,treatment_date,followed_up,breakout,pustules,referred\n" + text)
    of = after_calls(work_list(log, TODAY, Settings()), (), TreatmentKeys(log))
    assert (calls_in_short(of, log), long_ago_in_words(of, 90), older_in_words(of, 90)) == words


@pytest.mark.parametrize(
    ("others", "words"),
    [
        (0, "This log cannot show who needs a call today."),
        (1, "1 call is waiting, but this log cannot show who needs a call today."),
        (2, "2 calls are waiting, but this log cannot show who needs a call today."),
    ],
)
def test_without_warning_signs_nobody_is_said_to_need_no_call(others: int, words: str) -> None:
    """“Nobody is waiting for a call” was an all-clear that the log cannot give."""
    rows = [f"{LATELY},no,"] * others + [f"{LATELY},yes,no"]
    log = log_of("treatment_date,followed_up,breakout\n" + "\n".join(rows))
    of = after_calls(work_list(log, TODAY, Settings()), (), TreatmentKeys(log))
    assert calls_in_short(of, log) == words


@pytest.mark.parametrize(
    ("lately", "long_ago", "words"),
    [
        (0, 0, ""),
        (2, 0, ""),
        (0, 1, "Treated 91 days ago."),
        (0, 3, "The latest was treated 91 days ago."),
        (1, 1, "1 of these 2 was treated more than 90 days ago."),
        (2, 30, "30 of these 32 were treated more than 90 days ago."),
    ],
)
def test_home_says_how_long_ago_the_calls_of_today_are_due(lately: int, long_ago: int, words: str) -> None:
    rows = [LATELY] * lately + [LONG_AGO] * long_ago
    text = "".join(f"T{number},{day},yes,yes,no\n" for number, day in enumerate(rows))
    log = log_of("treatment_id,treatment_date,breakout,pustules,referred\n" + text + f"last,{LATELY},no,no,no\n")
    of = after_calls(work_list(log, TODAY, Settings()), (), TreatmentKeys(log))
    assert how_long_ago(of, LISTED_FOR_DAYS) == words


@pytest.mark.parametrize(
    ("has_dates", "columns"),
    [(True, "a column for the follow-up date"), (False, "columns for the treatment date and the follow-up date")],
)
def test_only_columns_that_the_log_lacks_are_asked_for(*, has_dates: bool, columns: str) -> None:
    assert no_follow_ups(has_dates=has_dates) == f"To see who was followed up in time, the log needs {columns}."
