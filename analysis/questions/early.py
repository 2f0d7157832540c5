"""Until which day treatments were observed, where some were reviewed before the breakout window ended."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from analysis.counting.counts import Counts
    from analysis.counting.tallies import Times


def early_times(counts: Counts, name: str) -> Times | None:
    """Return until which day treatments were observed by the levels of a factor; None where no "no" came early."""
    observed = counts.times()
    return counts.times(name) if observed is not None and observed.early.any() else None
