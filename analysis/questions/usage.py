"""When and where a cartridge lot was used: what a clinic needs to recall it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from analysis.outcome_log.log import CLINIC, DATE

if TYPE_CHECKING:
    import datetime as dt

    from analysis.counting.counts import Counts
    from analysis.outcome_log.log import Level


@dataclass(frozen=True, kw_only=True)
class Usage:
    """When and where a lot was used.

    Attributes
    ----------
    period : pair of date or None
        Its first and last treatment; None where no date is known.
    clinics : tuple of str
        Where; none where that is not recorded.
    treatments : int
    """

    period: tuple[dt.date, dt.date] | None
    clinics: tuple[str, ...]
    treatments: int


def usage(counts: Counts, name: str, level: Level) -> Usage:
    """Return when and where the treatments with one level of a factor were."""
    tally = counts.by(name)
    period: tuple[dt.date, dt.date] | None = None
    clinics: tuple[str, ...] = ()
    if counts.has(DATE):
        by_day = counts.by_both(name, DATE)
        used = np.flatnonzero(by_day.treatments[by_day.levels[0].index(level), :-1])
        days = by_day.levels[1]
        period = (days[used[0]], days[used[-1]]) if len(used) else None
    if counts.has(CLINIC) and name != CLINIC:
        by_clinic = counts.by_both(name, CLINIC)
        of_lot = by_clinic.treatments[by_clinic.levels[0].index(level), :-1]
        clinics = tuple(str(by_clinic.levels[1][place]) for place in np.flatnonzero(of_lot))
    return Usage(period=period, clinics=clinics, treatments=int(tally.treatments[tally.levels.index(level)]))
