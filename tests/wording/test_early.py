"""Sentences on early reviews: each case with the whole sentence, to be read through."""

from __future__ import annotations

import numpy as np
import pytest

from analysis.counting.tallies import Times
from analysis.methods.early import different_times, reviewed_early
from analysis.methods.rate import rate
from analysis.methods.two_levels import compare
from analysis.outcome_log.outcomes import Counted
from analysis.results import Contrast
from analysis.wording.cautions import caution
from analysis.wording.early import early_reviews
from tests.tallies import BREAKOUTS
from tests.wording.subjects import PRODUCT

BY_DAY_14 = "reviewed before the breakout window of 14 days ended, so later breakouts may be missing."
ALLOWING, WITHIN = "Allowing for that,", "broke out within 14 days."
TOO_FEW = (
    "Too few were followed for 14 days to say how often clients break out in that time; a shorter window, in the "
    "sidebar, can be answered."
)
# Breakouts on day 5; treatments without one reviewed on day 3, and followed to the end; the sentences.
CASES = [
    (20, 0, 80, ""),
    (
        20,
        100,
        80,
        f"100 of 180 treatments without a breakout were {BY_DAY_14} {ALLOWING} 20% (95% CI 13 to 29) {WITHIN}",
    ),
    (
        20,
        1,
        80,
        f"1 of 81 treatments without a breakout was {BY_DAY_14} {ALLOWING} the rate stays the same.",
    ),
    (
        0,
        1,
        0,
        f"The only treatment without a breakout was {BY_DAY_14} {TOO_FEW}",
    ),
    (
        3,
        40,
        0,
        f"All 40 treatments without a breakout were {BY_DAY_14} {TOO_FEW}",
    ),
    (
        0,
        50,
        50,
        f"50 of 100 treatments without a breakout were {BY_DAY_14} {ALLOWING} the rate stays the same.",
    ),
]


def times_of(*levels: tuple[int, int, int], names: tuple[str | None, ...] = (None,)) -> Times:
    events, censored = np.zeros((2, len(levels), 15), dtype=np.int64)
    for place, (breakouts, early, complete) in enumerate(levels):
        events[place, 5], censored[place, 3], censored[place, 14] = breakouts, early, complete
    return Times(names, events, censored)


@pytest.mark.parametrize(("breakouts", "early", "complete", "sentences"), CASES)
def test_the_rate_says_how_many_were_reviewed_early(breakouts: int, early: int, complete: int, sentences: str) -> None:
    found = reviewed_early(times_of((breakouts, early, complete)), rate(breakouts, early + complete), 1.0, ())
    assert early_reviews(found, BREAKOUTS) == sentences


def test_of_clients() -> None:
    found = reviewed_early(times_of((20, 100, 80)), rate(20, 180), 1.0, ())
    assert early_reviews(found, Counted(unit="clients")).startswith(
        "100 of 180 clients without a breakout were reviewed"
    )


def test_the_caution_names_the_groups_and_the_rates_that_allow_for_early_reviews() -> None:
    times = times_of((20, 0, 80), (4, 96, 0), names=("no", "yes"))
    first, second = rate(4, 96), rate(20, 80)
    assert first is not None
    assert second is not None
    contrast = Contrast(level="yes", reference="no", comparison=compare(first, second))
    alone = (
        "The groups of “New product” were reviewed at different times: treatments without a breakout were followed for "
        "3.0 of the 14 days of the breakout window with “yes”, for 14.0 with “no”. An early “no” can still become a "
        "breakout, so "
    )
    assert caution(different_times(PRODUCT, times, contrast), BREAKOUTS) == (
        f"{alone}the test compares the groups only on the days on which both were followed. Allowing for early "
        "reviews, within 14 days 20% (95% CI 13 to 29) broke out with “no”. How often clients break out within 14 days "
        "is unknown for “yes”: too few were followed that long."
    )
    both = times_of((20, 0, 80), (4, 46, 50), names=("no", "yes"))
    assert caution(different_times(PRODUCT, both, contrast), BREAKOUTS).endswith(
        "Allowing for early reviews, within 14 days 7.4% (95% CI 2.8 to 18.5) broke out with “yes” and 20% (95% CI 13 "
        "to 29) with “no”."
    )
    neither = times_of((20, 80, 0), (4, 96, 0), names=("no", "yes"))
    assert caution(different_times(PRODUCT, neither, contrast), BREAKOUTS).endswith(
        "followed. How often clients break out within 14 days is unknown for “yes” and “no”: too few were followed "
        "that long."
    )
    assert caution(different_times(PRODUCT, times, None), BREAKOUTS) == (
        f"{alone}part of a difference may come from the reviews."
    )
