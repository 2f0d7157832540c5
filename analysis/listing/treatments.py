"""The treatments behind a bar or a point: those that pass the filters, of one level of a factor or of a period."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Protocol

import numpy as np

from analysis.listing.work_list import values_at
from analysis.outcome_log.columns import TREATMENT_ID
from analysis.outcome_log.log import CLIENT, CLINIC, DATE, OUTCOME, PRACTITIONER
from analysis.results import holds

if TYPE_CHECKING:
    import datetime as dt

    from analysis.outcome_log.filters import Filters
    from analysis.outcome_log.log import Level, Log


@dataclass(frozen=True)
class Listed:
    """One treatment of a list; what the log does not have is None."""

    treatment_id: str | None
    client_id: str | None
    treatment_date: dt.date | None
    clinic: str | None
    practitioner: str | None
    level: str | float | None
    outcome: str | None
    # Of a log without ids: the name of the file that it came from, and its row there.
    source: tuple[str, int] | None = None


class ListedTreatments(Protocol):
    """A list of treatments, wherever these are."""

    def __len__(self) -> int:
        """Return how many there are."""

    def page(self, first: int, most: int) -> tuple[Listed, ...]:
        """Return at most `most` of them from place `first` on."""


@dataclass(frozen=True, eq=False)
class TreatmentList:
    """Treatments that pass some filters, the latest first; those without a date last.

    Attributes
    ----------
    log : Log
    factor : str or None
        The column of which they have one level.
    rows : ndarray of int
        Their positions in the log.
    """

    log: Log
    factor: str | None
    rows: np.ndarray

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self.rows)

    def page(self, first: int, most: int) -> tuple[Listed, ...]:
        """Return at most `most` of them from place `first` on."""
        # No column is called like this: without a factor there is no level.
        names = (TREATMENT_ID, CLIENT, DATE, CLINIC, PRACTITIONER, self.factor or "", OUTCOME)
        rows = self.rows[first : first + most]
        return tuple(map(Listed, *(values_at(self.log, name, rows) for name in names)))


def treatments_with(log: Log, filters: Filters, factor: str, level: Level) -> TreatmentList:
    """Return the treatments that pass the filters and have a level of a factor.

    Parameters
    ----------
    log : Log
    filters : Filters
    factor : str
        A column of the log.
    level : Level
        One value, a range of numbers, or None for the treatments whose level is not known.
    """
    has = log.rows_where(factor, partial(holds, level), unknown=level is None)
    return TreatmentList(log, factor, _latest_first(log, filters.rows(log) & has))


def treatments_that_pass(log: Log, filters: Filters) -> TreatmentList:
    """Return the treatments that pass the filters, such as those of a period."""
    return TreatmentList(log, None, _latest_first(log, filters.rows(log)))


def _latest_first(log: Log, marked: np.ndarray) -> np.ndarray:
    rows = np.flatnonzero(marked)
    if DATE in log:
        # Dates are coded in their order, and -1 is not known.
        rows = rows[np.argsort(-log.codes(DATE)[rows].astype(np.int64), kind="stable")]
    return rows
