"""A test in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.results import Test
from analysis.wording.numbers import p_text, p_value

if TYPE_CHECKING:
    from analysis.results import ExactTest


def named_test(test: Test | ExactTest, p_adjusted: float | None = None) -> str:
    """Return the name, statistic, p-value and source of a test; between them the p-value allowing for all factors."""
    statistic = sampled = adjusted = ""
    if isinstance(test, Test):
        statistic = f" = {test.statistic:,.2f}".removesuffix(".00")
    elif test.p_error is not None:
        sampled = f" (sampled, ± {test.p_error:.4f})"
    if p_adjusted is not None:
        adjusted = f"; {p_text(p_adjusted)} after allowing for all factors looked at (Benjamini-Hochberg)"
    return f"{test.name[0].upper()}{test.name[1:]}{statistic}, {p_value(test)}{sampled}{adjusted}. {test.source}."
