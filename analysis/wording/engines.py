"""Who counts a log, where that is not this process alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from analysis.counting.counts import CountedBy, Counts

_BY: dict[CountedBy, str] = {
    "memory": "",
    "DuckDB": "DuckDB counts this log from files, so that it can be larger than memory.",
    "Spark": "A Spark cluster counts this log.",
}


def who_counts(counts: Counts) -> str:
    """Return who counts, in a sentence; nothing where the log is in memory."""
    return _BY[counts.counted_by]
