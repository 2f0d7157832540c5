"""The log: all treatments kept, each column as its distinct values and a code for every row."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

import numpy as np

from analysis.outcome_log.codebook import load
from analysis.outcome_log.description import LogDescription
from analysis.outcome_log.headers import field_of_header

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Mapping

    import pandas as pd

    from analysis.results import AllOthers, ValueRange

OUTCOME = "breakout"
ONSET = "onset_day"
RESOLVED = "resolved_day"
DATE = "treatment_date"
FOLLOW_UP, FOLLOWED_UP = "follow_up_date", "followed_up"
CLINIC, PRACTITIONER, GRADE = "clinic", "practitioner", "practitioner_grade"
SEVERITY, SEVERE = "severity", "severe"
CLIENT, COUNT, ADHERENCE = "client_id", "treatment_count", "adherence_percent"
# What tells a column with answers of its own from the field that it is called like.
AS_IN_FILE, YES_OR_NO = " (as in the file)", " (yes or no)"

# With more levels than this a factor no longer forms groups that a chart can show or a test tell apart.
MOST_LEVELS = 50

# Of more values than this, such as ids, a log keeps no second list in memory.
MOST_LISTED = 10_000

FactorKind = Literal["category", "ordered", "number"]
# Several that are taken together are a tuple; None is the level not known.
Level: TypeAlias = "str | float | dt.date | ValueRange | AllOthers | tuple[Level, ...] | None"


@dataclass(frozen=True)
class Factor:
    """A column that a rate can be split by.

    `reference` is the level meant to be safe, where the codebook (or, for a yes/no column, the word "no") says so.
    """

    name: str
    title: str
    kind: FactorKind
    levels: tuple[str, ...] | tuple[float, ...]
    reference: str | None = None
    unit: str | None = None
    caution_above: float | None = None
    description: str = ""
    is_extra: bool = False

    @property
    def is_personal(self) -> bool:
        """Whether its levels may name people, so that they stay out of web addresses."""
        return self.is_extra or load()[self.name].personal

    @property
    def is_actionable(self) -> bool:
        """Whether a clinic or a client can change it, as the codebook says; of a column of their own nobody knows."""
        return not self.is_extra and load()[self.name].actionable

    @property
    def is_after_treatment(self) -> bool:
        """Whether it happens after the treatment, as the codebook says; of a column of their own nobody knows."""
        return not self.is_extra and load()[self.name].after_treatment

    @property
    def best_is_highest(self) -> bool:
        """Whether its highest values are the ones to aim at."""
        return not self.is_extra and load()[self.name].best_is_highest

    @property
    def adjust_order(self) -> int | None:
        """Its place among the factors allowed for unless a manager chooses others; None where it is none of them."""
        field = self.recorded
        return None if field is None else load()[field].adjust_order

    @property
    def recorded(self) -> str | None:
        """The field that it records, in answers of its own where it is a column of the clinic's; None for no field."""
        if not self.is_extra:
            return self.name
        return field_of_header(self.name.removesuffix(AS_IN_FILE).removesuffix(YES_OR_NO))

    def overlaps(self, other: Factor) -> bool:
        """Tell whether both record the same thing, so that one must not be allowed for when the other is looked at."""
        field = self.recorded
        if self.name == other.name or field is None:
            return self.name == other.name
        return field == other.recorded or other.recorded in load()[field].overlaps


@dataclass(frozen=True, eq=False)
class Log(LogDescription):
    """Treatments and what is known of each, in memory.

    Attributes
    ----------
    frame : DataFrame
        One row a treatment, every column categorical (texts, floats or dates); code -1 is "not known". The outcome
        column has the categories "no" and "yes", and -1 is unknown. Never changed in place.
    factors : tuple of Factor
        The columns a rate can be split by, in the codebook's order, extra factors last.
    worked_out : mapping of str to ndarray of bool
        For columns that were filled from others: the rows in which they were. Nobody gave these values, so they are
        not kept but worked out again.
    is_table_of_counts : bool
        Whether a row of the file may stand for several treatments that nothing distinguishes.
    """

    frame: pd.DataFrame
    factors: tuple[Factor, ...]
    worked_out: Mapping[str, np.ndarray] = field(default_factory=dict)
    is_table_of_counts: bool = False

    def __len__(self) -> int:
        """Return the number of treatments."""
        return len(self.frame)

    def __contains__(self, name: object) -> bool:
        """Tell whether the log has a column called `name`."""
        return name in self.frame.columns

    def where(self, rows: np.ndarray) -> Log:
        """Return the log of the treatments in the rows that are marked."""
        if rows.all():
            return self
        worked_out = {name: marked[rows] for name, marked in self.worked_out.items()}
        return replace(self, frame=self.frame[rows], worked_out=worked_out)

    def codes(self, name: str) -> np.ndarray:
        """Return the code of each row in column `name`; -1 is not known."""
        if name not in self._codes:
            # The frame's own, which cannot be written to; `cat.codes` would copy them.
            self._codes[name] = self.frame[name].array.codes
        return self._codes[name]

    def values(self, name: str) -> tuple[Any, ...]:
        """Return what the codes of column `name` stand for."""
        if name in self._values:
            return self._values[name]
        values = tuple(self.frame[name].cat.categories)
        if len(values) <= MOST_LISTED:
            self._values[name] = values
        return values

    def rows_where(self, name: str, is_so: Callable[[Any], bool], *, unknown: bool = False) -> np.ndarray:
        """Mark the rows whose value in column `name` is such, each distinct value looked at once; KeyError without it.

        Parameters
        ----------
        name : str
        is_so : callable
            Tells it of a value.
        unknown : bool
            Whether the rows in which the value is not known are marked.
        """
        # The last place answers for code -1.
        marked: np.ndarray = np.array([*map(is_so, self.values(name)), unknown], dtype=bool)[self.codes(name)]
        return marked

    def distinct(self, name: str) -> int:
        """Return how many values column `name` has, without writing them all out."""
        return len(self.frame[name].cat.categories)

    @cached_property
    def _codes(self) -> dict[str, np.ndarray]:
        return {}

    @cached_property
    def _values(self) -> dict[str, tuple[Any, ...]]:
        return {}

    @cached_property
    def clients_repeat(self) -> bool:
        """Whether the log has client IDs and any of them came back."""
        if CLIENT not in self:
            return False
        codes = self.codes(CLIENT)
        return bool((np.bincount(codes[codes >= 0]) > 1).any())

    @cached_property
    def days_observed(self) -> np.ndarray:
        """For how many days after each treatment the clinic knows how the client fared; -1 is not known.

        Worked out from the days of treatment and of follow-up wherever a log is read, so that no file and no saved log
        holds it.
        """
        if DATE not in self or FOLLOW_UP not in self:
            return np.full(len(self), -1, dtype=np.int32)
        treated, seen = (self._days(name) for name in (DATE, FOLLOW_UP))
        days: np.ndarray = np.where((treated < 0) | (seen < treated), -1, seen - treated)
        return days

    def _days(self, name: str) -> np.ndarray:
        """Return the date of each row in column `name` as a number of days; -1 is not known."""
        # The last place answers for code -1.
        numbers = np.array([*(day.toordinal() for day in self.values(name)), -1], dtype=np.int32)
        of_rows: np.ndarray = numbers[self.codes(name)]
        return of_rows

    @cached_property
    def period(self) -> tuple[dt.date, dt.date] | None:
        """The first and last day of treatment; None without dates."""
        if DATE not in self or not (known := self.codes(DATE)[self.codes(DATE) >= 0]).size:
            return None
        days = self.values(DATE)
        return days[known.min()], days[known.max()]
