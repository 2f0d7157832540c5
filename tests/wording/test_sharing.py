"""What a report for sharing says of itself, in whole sentences: of one factor and of many."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from analysis.counting.safe_counts import SafeCounts, SafeTallies
from analysis.counting.safe_levels import RULES
from analysis.counting.tallies import Total
from analysis.outcome_log.filters import Filters
from analysis.outcome_log.log import Factor
from analysis.outcome_log.outcomes import Counted
from analysis.questions.at_a_glance import at_a_glance
from analysis.questions.safe_factors import LeftOut
from analysis.questions.safe_revisits import NONE_CAME_BACK
from analysis.questions.sharing import Shared
from analysis.wording.sharing import (
    NOT_IN_IT,
    choice_name,
    few_unknown,
    shared_in_short,
    too_few_to_share,
    what_is_shared,
)
from tests.tallies import BREAKOUTS

DEVICE = Factor("device", "Device", "category", ())
CLINIC = Factor("clinic", "Clinic", "category", ())
AGE = Factor("age_band", "Age band", "ordered", ())
IN_SHORT = "Small groups are joined for sharing: every count is 0 or at least 5."


def shared(**change: object) -> Shared:
    """Return counts of nothing but a total, with what was joined and left out."""
    safe = SafeTallies(
        total=Total(np.array([90, 10, 0])),
        of_factors={},
        factors=(),
        by_period=None,
        shortest="month",
        clients_repeat=False,
    )
    counts = SafeCounts(safe, Filters(), Counted(), titled={}, period=None)
    of: dict[str, Any] = {
        "counts": counts,
        "found": at_a_glance(counts, revisits=NONE_CAME_BACK),
        "rule": RULES["5"],
        "joined": (),
        "renamed": (),
        "left_out": (),
        "without_unknown": False,
        "shortest": "month",
    }
    return Shared(**of | change)


CASES = (
    (shared(), ()),
    (
        shared(joined=(AGE,), renamed=(CLINIC,), shortest="quarter"),
        (
            "Joined groups in: Age band.",
            "Letters in place of names: Clinic.",
            "Months are too small to share, so the rate is shown by quarter.",
        ),
    ),
    (
        shared(
            left_out=(LeftOut(DEVICE, "too small"), LeftOut(AGE, "too small"), LeftOut(CLINIC, "whole units")),
            without_unknown=True,
            shortest=None,
        ),
        (
            "Left out (too small): Device and Age band.",
            "Left out (each practitioner or clinic is in one group): Clinic.",
            "Fewer than 5 outcomes are unknown; they are not counted in this report.",
            "The rate over time is left out.",
        ),
    ),
    (shared(joined=(AGE, DEVICE, CLINIC)), ("Joined groups in: Age band, Device and Clinic.",)),
)


@pytest.mark.parametrize(("of", "said"), CASES)
def test_what_is_shared(of: Shared, said: tuple[str, ...]) -> None:
    assert what_is_shared(of) == " ".join((IN_SHORT, *said, NOT_IN_IT))


def test_rounded_counts_do_not_add_up() -> None:
    said = what_is_shared(shared(rule=RULES["rounded"]))
    assert said.startswith(
        "Small groups are joined for sharing: every count is 0 or at least 5, rounded to 5. Parts may "
    )


def test_choices_and_reasons() -> None:
    assert [choice_name(each) for each in (None, *RULES.values())] == [
        "No",
        "Counts of at least 5",
        "Counts of at least 7",
        "Counts of at least 10",
        "Counts of at least 5, rounded to 5",
    ]
    assert shared_in_short(RULES["10"]) == "Small groups are joined for sharing: every count is 0 or at least 10."
    assert few_unknown(shared(rule=RULES["7"])).startswith("Fewer than 7 outcomes are unknown")
    assert too_few_to_share(RULES["5"], BREAKOUTS).startswith("There are too few treatments to share")
