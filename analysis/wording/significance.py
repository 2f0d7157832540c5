"""A test in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.wording.numbers import p_text, p_value

if TYPE_CHECKING:
    from analysis.results import Test


def named_test(test: Test, p_adjusted: float | None = None) -> str:
    """Return the name, statistic, p-value and source of a test; between them the p-value allowing for all factors."""
    statistic = f" = {test.statistic:,.2f}".removesuffix(".00") if test.statistic is not None else ""
    sampled = f" (sampled, ± {test.p_error:.4f})" if test.p_error is not None else ""
    adjusted = ""
    if p_adjusted is not None:
        adjusted = f"; {p_text(p_adjusted)} after allowing for all factors looked at (Benjamini-Hochberg)"
    return f"{test.name[0].upper()}{test.name[1:]}{statistic}, {p_value(test)}{sampled}{adjusted}. {test.source}."
