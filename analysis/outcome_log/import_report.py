"""What an import understood and what it did not: plain data, nothing is lost without a line here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from analysis.files.layout import Layout
    from analysis.files.problems import Problem
    from analysis.outcome_log.columns import Column

OutcomeMeaning = Literal["yes", "no", "unknown", "not understood"]


@dataclass(frozen=True, slots=True)
class OutcomeValue:
    """One text of the outcome column, how often it stands there and what it was taken to mean."""

    value: str
    rows: int
    meaning: OutcomeMeaning


@dataclass(frozen=True, slots=True)
class ImportReport:
    """The account of an import: ``rows_read == rows_kept + rows_set_aside``, always."""

    file_name: str
    layout: Layout
    rows_read: int
    rows_kept: int
    columns: tuple[Column, ...]
    outcome_values: tuple[OutcomeValue, ...]
    problems: tuple[Problem, ...]
    notes: tuple[str, ...]
    date_order_needed: tuple[str, ...]

    @property
    def rows_set_aside(self) -> int:
        """How many rows do not count as treatments."""
        return self.rows_read - self.rows_kept

    @property
    def set_aside(self) -> tuple[Problem, ...]:
        """The problems that set their rows aside; together they name each such row once."""
        return tuple(problem for problem in self.problems if not problem.row_kept)

    @property
    def values_left_out(self) -> tuple[Problem, ...]:
        """The problems that cost one value; their rows are kept."""
        return tuple(problem for problem in self.problems if problem.row_kept)
