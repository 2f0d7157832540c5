"""Until which day treatments were observed: from the dates of treatment and follow-up, and the day of onset."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.counting.in_memory import InMemory
from analysis.counting.tallies import NO, YES
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


@settings(max_examples=60)
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
