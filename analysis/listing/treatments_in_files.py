"""The treatments of a log in files behind a bar or a point: counted where they are, and a page of them fetched."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import narwhals as nw

from analysis.listing.rows_in_files import LATEST, NUMBER, latest_first, page_of, source_at, value_of
from analysis.listing.treatments import Listed
from analysis.outcome_log.coded_log import ROW
from analysis.outcome_log.log import CLINIC, DATE, OUTCOME, PRACTITIONER
from analysis.results import holds

if TYPE_CHECKING:
    from analysis.counting.passing_rows import PassingRows
    from analysis.listing.waiting import Keys
    from analysis.outcome_log.log import Level

_N = "n"


class TreatmentsInFiles:
    """Treatments that pass some filters, the latest first; those without a date last.

    Parameters
    ----------
    passing : PassingRows
    factor : str, optional
        A column of which they have one level.
    level : Level
        One value, a range of numbers, or None for the treatments whose level is not known.
    keys : Keys
        What knows the IDs of treatments and clients, which are not in the files.
    """

    def __init__(self, passing: PassingRows, factor: str | None = None, level: Level = None, *, keys: Keys) -> None:
        self._passing = passing
        self._keys = keys
        self._factor = factor
        with passing.turn():
            rows = passing.rows
            if factor is not None:
                is_such = passing.code(factor) < 0 if level is None else passing.has(factor, partial(holds, level))
                rows = rows.filter(is_such)
            self._rows: nw.LazyFrame[Any] = rows.with_columns(**latest_first())
            self._number = int(passing.ask(rows.select(nw.len().alias(_N)))[_N][0])

    def __len__(self) -> int:
        """Return how many there are."""
        return self._number

    def page(self, first: int, most: int) -> tuple[Listed, ...]:
        """Return at most `most` of them from place `first` on."""
        log, factor = self._passing.log, self._factor
        shown = {DATE, CLINIC, PRACTITIONER, OUTCOME, factor}
        stored = [of for name, of in log.stored.items() if name in shown]
        with self._passing.turn():
            rows = self._rows.select(LATEST, NUMBER, ROW, *stored)
            found = page_of(self._passing, rows, (LATEST, NUMBER), first, min(most, len(self) - first))
        ids = [self._keys.ids(number) for number in found[NUMBER].tolist()]
        return tuple(
            Listed(
                treatment_id=ids[at][0],
                client_id=ids[at][1],
                treatment_date=value_of(log, found, DATE, at),
                clinic=value_of(log, found, CLINIC, at),
                practitioner=value_of(log, found, PRACTITIONER, at),
                level=None if factor is None else value_of(log, found, factor, at),
                outcome=value_of(log, found, OUTCOME, at),
                source=source_at(log, found, at),
            )
            for at in range(len(found[NUMBER]))
        )
