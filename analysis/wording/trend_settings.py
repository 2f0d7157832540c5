"""Words about what is set on the chart over time."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from analysis.wording.numbers import day, per_100

if TYPE_CHECKING:
    from collections.abc import Iterator

    from analysis.outcome_log.chart_settings import ChartSettings


def set_so_far(settings: ChartSettings) -> Iterator[tuple[str, ChartSettings]]:
    """Yield each thing that is set in words, with the settings without it."""
    if settings.target is not None:
        yield f"Target: at most {per_100(settings.target)} per 100", replace(settings, target=None)
    for line in settings.lines:
        lines = tuple(each for each in settings.lines if each != line)
        yield f"Line: {line.name}, {per_100(line.rate)} per 100", replace(settings, lines=lines)
    if settings.baseline is not None:
        first, last = settings.baseline
        yield f"Baseline: {day(first)} to {day(last)}", replace(settings, baseline=None)
    for aside in settings.set_aside:
        others = tuple(each for each in settings.set_aside if each != aside)
        why = f": {aside.reason}" if aside.reason else ""
        yield f"Set aside: {day(aside.start)} to {day(aside.end)}{why}", replace(settings, set_aside=others)
    for note in settings.notes:
        notes = tuple(each for each in settings.notes if each != note)
        again = " (average and range start again)" if note.rebases else ""
        yield f"Note from {day(note.day)}: {note.text}{again}", replace(settings, notes=notes)
    if not settings.widens:
        yield "The expected range is never widened", replace(settings, widens=True)
