"""Until which day treatments were observed: from the dates of treatment and follow-up, and the day of onset."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.counting.in_memory import InMemory
from analysis.counting.tallies import LONGEST_DURATION, NO, YES
from analysis.outcome_log.filters import Filters
from analysis.outcome_log.outcomes import Counted, Outcome
from tests.logs import log_of

HEADER = "client_id,treatment_date,follow_up_date,breakout,onset_day,acne_history"
WINDOW = 5
# A treatment on 1 January: follow-up, outcome, onset; the day it stands on within five days, and its outcome.
TREATMENTS = [
    ("2026-01-04", "no", "", 3, NO),
    ("2026-01-06", "no", "", 5, NO),
    ("2026-01-30", "no", "", 5, NO),
    ("", "no", "", 5, NO),
    ("2025-12-24", "no", "", 5, NO),
    ("2026-01-04", "yes", "2", 2, YES),
    ("2026-01-04", "yes", "", 3, YES),
    ("2026-01-30", "yes", "", 5, YES),
    ("", "yes", "", 5, YES),
    ("", "yes", "0", 0, YES),
    # It began after the window: within the window there was none, and somebody knows.
    ("2026-01-04", "yes", "9", 5, NO),
]


@pytest.mark.parametrize(("seen", "outcome", "onset", "day", "stands"), TREATMENTS)
def test_the_day_on_which_a_treatment_stands(seen: str, outcome: str, onset: str, day: int, stands: int) -> None:
    # The second row keeps each column in the log.
    log = log_of(f"{HEADER}\nC1,2026-01-01,{seen},{outcome},{onset},past\nC2,2026-01-01,2026-01-02,,,none\n")
    times = InMemory(log, Filters(window_days=WINDOW)).times("acne_history")
    assert times is not None
    expected = np.zeros((2, WINDOW + 1), dtype=int)
    expected[stands, day] = 1
    place = times.levels.index("past")
    assert times.censored[place].tolist() == expected[NO].tolist()
    assert times.events[place].tolist() == expected[YES].tolist()
    assert times.known.sum() == 1
    assert times.early.sum() == (stands == NO and day < WINDOW)


ROW = st.tuples(
    st.sampled_from(["C1", "C2", "C3", "C4"]),
    st.sampled_from(["", "2026-01-01", "2026-01-03", "2026-01-30"]),
    st.sampled_from(["yes", "no", ""]),
    st.sampled_from(["", "0", "3", "9"]),
    st.sampled_from(["none", "past", ""]),
)


@settings(max_examples=25, deadline=None)
@given(st.lists(ROW, min_size=1, max_size=25), st.sampled_from(["treatments", "first treatments", "clients"]))
def test_the_same_outcomes_as_every_other_count(rows: list[tuple[str, ...]], unit: str) -> None:
    lines = [
        f"{client},2026-01-01,{seen},{outcome},{onset},{acne}" for client, seen, outcome, onset, acne in (*rows, FULL)
    ]
    counts = InMemory(log_of("\n".join([HEADER, *lines]) + "\n"), Filters(window_days=WINDOW), Counted(unit=unit))
    times, tally = counts.times("acne_history"), counts.by("acne_history")
    assert times is not None
    assert times.levels == tally.levels
    assert times.events.sum(axis=1).tolist() == tally.breakouts.tolist()
    assert times.censored.sum(axis=1).tolist() == tally.no_breakouts.tolist()
    whole = counts.times()
    assert whole is not None
    assert whole.events[0].tolist() == times.events.sum(axis=0).tolist()


FULL = ("C9", "2026-01-03", "yes", "1", "past")


def test_without_dates_of_follow_up_and_of_other_outcomes_nothing_is_early() -> None:
    assert InMemory(log_of("treatment_date,breakout\n2026-01-01,no\n2026-01-02,yes\n")).times() is None
    assert InMemory(log_of("follow_up_date,breakout\n2026-01-01,no\n2026-01-02,yes\n")).times() is None
    log = log_of("treatment_date,follow_up_date,breakout,pustules\n2026-01-01,2026-01-02,no,no\n2026-01-01,,yes,yes\n")
    assert InMemory(log, counted=Counted(Outcome("pustules", ("yes",), "Pustules"))).times() is None


def test_a_client_is_observed_as_long_as_after_the_shortest_treatment() -> None:
    lines = ("C1,2026-01-01,2026-01-03,no,,past", "C1,2026-03-01,2026-03-30,no,,past", "C2,2026-01-01,,yes,1,past")
    log = log_of("\n".join([HEADER, *lines]) + "\n")
    times = InMemory(log, counted=Counted(unit="clients")).times()
    assert times is not None
    assert times.censored[0].nonzero()[0].tolist() == [2]
    assert times.events[0].nonzero()[0].tolist() == [1]


def test_without_dates_of_follow_up_all_are_observed_to_the_end_of_the_window() -> None:
    log = log_of("breakout,onset_day\nno,\nyes,3\nyes,9\nno,\nunknown,\n")
    counts = InMemory(log, Filters(window_days=WINDOW))
    assert counts.times() is None
    assert counts.followed_onsets() is None
    onsets = counts.onsets()
    assert onsets is not None
    assert onsets.events[0].tolist() == [0, 0, 0, 1, 0, 0]
    assert onsets.censored[0].tolist() == [0, 0, 0, 0, 0, 3]


def test_who_has_no_date_of_follow_up_is_left_out_whatever_the_outcome() -> None:
    lines = (
        "C1,2026-01-01,2026-01-04,no,,past",
        "C1,2026-02-01,,no,,past",
        "C2,2026-01-01,,yes,2,past",
        "C3,2026-01-01,2026-01-05,yes,2,none",
    )
    log = log_of("\n".join([HEADER, *lines]) + "\n")
    followed = InMemory(log, Filters(window_days=WINDOW)).followed_onsets("acne_history")
    assert followed is not None
    by_level = dict(zip(followed.levels, zip(followed.events, followed.censored, strict=True), strict=True))
    assert [each.tolist() for each in by_level["past"]] == [[0] * 6, [0, 0, 0, 1, 0, 0]]
    assert [each.tolist() for each in by_level["none"]] == [[0, 0, 1, 0, 0, 0], [0] * 6]
    # One of the two treatments that the outcome of C1 rests on has no date.
    clients = InMemory(log, Filters(window_days=WINDOW), Counted(unit="clients")).followed_onsets()
    assert clients is not None
    assert clients.known.tolist() == [1]


# Of a breakout: follow-up after a treatment on 1 January, onset, resolved; how long it lasted, and whether it was gone.
BREAKOUTS = [
    ("2026-01-20", "2", "8", 6, YES),
    ("", "2", "8", 6, YES),
    ("2026-01-20", "2", "2", 0, YES),
    ("2026-01-11", "2", "", 8, NO),
    ("2026-01-03", "2", "", 0, NO),
    # Nobody saw it after its onset, or its onset is not known, or it began after the window.
    ("2026-01-02", "2", "", None, NO),
    ("", "2", "", None, NO),
    ("2026-01-20", "", "8", None, NO),
    ("2026-01-20", "6", "8", None, NO),
    ("2026-01-20", "1", "92", LONGEST_DURATION, NO),
    ("2026-01-20", "1", "91", LONGEST_DURATION, YES),
]


@pytest.mark.parametrize(("seen", "onset", "resolved", "days", "gone"), BREAKOUTS)
def test_how_long_a_breakout_lasted(seen: str, onset: str, resolved: str, days: int | None, gone: int) -> None:
    # The second row keeps each column in the log; its own breakout is left out.
    log = log_of(
        "treatment_date,follow_up_date,breakout,onset_day,resolved_day,acne_history\n"
        f"2026-01-01,{seen},yes,{onset},{resolved},past\n2026-01-01,2026-01-02,yes,99,99,none\n"
    )
    durations = InMemory(log, Filters(window_days=WINDOW)).durations("acne_history")
    assert durations is not None
    counts = {YES: durations.events, NO: durations.censored}
    assert durations.known.sum() == (days is not None)
    if days is not None:
        assert counts[gone][durations.levels.index("past"), days] == 1


def test_durations_of_one_client_are_paired_and_each_counts_where_clients_are_counted() -> None:
    lines = [
        "client_id,breakout,onset_day,resolved_day",
        "C1,yes,1,4",
        "C1,yes,2,7",
        "C1,no,,",
        "C2,yes,1,4",
        "C1,yes,1,",
    ]
    log = log_of("\n".join(lines) + "\n")
    pairs = InMemory(log).pairs(of="duration")
    assert pairs is not None
    places = [2 * 3 + 1, 2 * 5 + 1]
    assert pairs.counts[0][:, 0][np.ix_(places, places)].tolist() == [[0, 1], [1, 0]]
    assert pairs.counts.sum() == 2
    clients = InMemory(log, counted=Counted(unit="clients")).durations()
    assert clients is not None
    assert clients.known.tolist() == [3]
    assert InMemory(log_of("breakout,onset_day\nyes,1\nno,\n")).durations() is None


def test_any_outcome_by_the_day_on_which_the_client_was_seen() -> None:
    pustules = Outcome("pustules", ("yes",), "Pustules")
    lines = (
        "client_id,treatment_date,follow_up_date,breakout,pustules",
        "C1,2026-01-01,2026-01-03,yes,yes",
        "C1,2026-01-01,2026-12-03,no,no",
        "C2,2026-01-01,,no,yes",
        "C2,2026-01-01,2026-01-01,no,",
    )
    log = log_of("\n".join(lines) + "\n")
    for unit in ("treatments", "clients"):
        seen = InMemory(log, counted=Counted(pustules, unit)).seen()
        assert seen is not None
        assert seen.events[0].nonzero()[0].tolist() == [2]
        assert seen.censored[0].nonzero()[0].tolist() == [LONGEST_DURATION]
    assert InMemory(log_of("breakout,pustules\nno,yes\nyes,no\n"), counted=Counted(pustules)).seen() is None
