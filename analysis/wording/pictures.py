"""What a saved picture of a chart says of its numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.wording.files import filters_in_words, origin
from analysis.wording.numbers import day
from analysis.wording.outcomes import units

if TYPE_CHECKING:
    from analysis.counting.counts import Counts
    from analysis.importing.import_account import ImportAccount

PRODUCT = "Breakout Dashboard"


def about_picture(counts: Counts) -> tuple[str, ...]:
    """Return how many were counted and when, and with which filters: a line each."""
    known = int(counts.total.known)
    period = None if counts.filters.start or counts.filters.end else counts.period
    when = f", {day(period[0])} to {day(period[1])}" if period else ""
    return f"{units(known, counts.counted)} with a known outcome{when}", filters_in_words(counts)


def picture_source(report: ImportAccount, *, is_sample: bool) -> str:
    """Return where the numbers of a picture come from."""
    return f"Source: {origin(report)}{' (sample data)' if is_sample else ''} · {PRODUCT}"
