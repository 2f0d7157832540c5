"""What a saved picture of a chart says of its numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.wording.files import filters_in_words, origin
from analysis.wording.numbers import count, from_to
from analysis.wording.outcomes import units

if TYPE_CHECKING:
    from analysis.counting.counts import Counts
    from analysis.importing.import_account import ImportAccount

PRODUCT, VERSION = "Breakout Dashboard", "1.0"


def about_picture(counts: Counts) -> tuple[str, ...]:
    """Return how many were counted and when, how many outcomes are unknown, and with which filters: a line each."""
    known, unknown = int(counts.total.known), int(counts.total.unknown)
    period = None if counts.filters.start or counts.filters.end else counts.period
    when = f", {from_to(*period)}" if period else ""
    left_out = f"; outcome unknown: {count(unknown)}" if unknown else ""
    return f"{units(known, counts.counted)} with a known outcome{when}{left_out}", filters_in_words(counts)


def picture_source(report: ImportAccount, *, is_sample: bool) -> str:
    """Return where the numbers of a picture come from."""
    return f"Source: {origin(report)}{' (sample data)' if is_sample else ''} · {PRODUCT}"


def no_browser() -> str:
    """Return what pictures need that are not made on a page."""
    return (
        "Pictures in this format need Google Chrome, Microsoft Edge or Chromium on the computer that runs the "
        "dashboard. Install one of them, or use the button below each chart on a page."
    )


def not_drawn() -> str:
    """Return what to do where a browser failed to draw."""
    return "The picture could not be drawn. Try again, or use the button below the chart on its page."
