"""What the sentences in these tests are about."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from analysis.methods.one_factor import examine
from analysis.results import INDEPENDENT, Clustering, Estimate, Interval
from analysis.wording.one_factor import finding
from tests.tallies import BREAKOUTS, counted, factor

if TYPE_CHECKING:
    from analysis.outcome_log.log import Factor
    from tests.tallies import Counts


ACNE = factor("ordered", ("none", "past", "current"), name="acne_history", title="Acne history")
PRODUCT = factor(name="new_product", title="New product", reference="no")
DEPTH = factor("number", name="needle_depth_mm", title="Needle depth", unit="mm", caution_above=3)
ADHERENCE = factor("number", title="Aftercare adherence", unit="%")
HOURS = factor("number", title="Hours until make-up", unit="hours")


def estimated(value: float | None, low: float | None, high: float | None, level: float = 0.95) -> Estimate:
    return Estimate(value, Interval(low=low, high=high, level=level, method="made up"))


def no_numbers_in(text: str) -> set[str]:
    """Return the words of a text that stand where a number should."""
    return {"nan", "inf", "None"} & set(re.findall(r"\w+", text))


def found(of: Factor, counts: Counts, clustering: Clustering = INDEPENDENT) -> str:
    return finding(examine(of, counted(counts), clustering), BREAKOUTS)
