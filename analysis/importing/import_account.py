"""What an import understood and what it did not: plain data, nothing is lost without a line here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from analysis.outcome_log.chart_settings import NOTHING_SET

if TYPE_CHECKING:
    import datetime as dt

    from analysis.files.layout import Layout
    from analysis.files.problems import Problem
    from analysis.identifiers.screening import Finding
    from analysis.importing.decision import Decision
    from analysis.outcome_log.chart_settings import ChartSettings
    from analysis.outcome_log.columns import Column
    from analysis.outcome_log.dates import DateOrder
    from analysis.outcome_log.value_kinds import ValueKind

OutcomeMeaning = Literal["yes", "no", "unknown", "not understood"]
UNKNOWN, NOT_PLACED = "unknown", "not understood"
# No level is called like this: what a text means that says "not known".
NOT_KNOWN = ""


@dataclass(frozen=True)
class ReadValue:
    """One text of a column, in how many rows it stands and what it was taken to mean.

    `meaning` is a level, "unknown" or "not understood"; `is_level` tells which, because a level may be called so, too.
    """

    value: str
    rows: int
    meaning: str
    is_level: bool


@dataclass(frozen=True)
class ReadColumn:
    """What the texts of a column with levels were taken to mean.

    `field` is None for a column outside the codebook; `levels` are those that a text can mean.
    """

    name: str
    field: str | None
    title: str
    levels: tuple[str, ...]
    texts: tuple[ReadValue, ...]

    @property
    def unplaced(self) -> tuple[ReadValue, ...]:
        """The texts that nobody has given a meaning."""
        return tuple(each for each in self.texts if each.meaning == NOT_PLACED and not each.is_level)


@dataclass(frozen=True)
class ReadFile:
    """A file that treatments came from: its name without its folder, and the SHA-256 of its bytes in hexadecimal."""

    name: str
    digest: str


@dataclass(frozen=True)
class ImportAccount:
    """The account of an import: ``rows_read == rows_kept + rows_set_aside``, always.

    `meanings` holds the outcome first and then every other column with levels; `findings` what pointed to a person.
    Of the saved log `log_version` says which version it is. `decisions` are what was decided in reading it; `readings`
    those of them that a reader of the counts should know, in words, of the saved log those of every import in it.
    `chart` is what is set on the chart over time. `kinds_chosen` are the kinds of values that the manager chose, by the
    names of the columns in the log. `files` are those that the treatments came from; `dated` is the day of the version
    of the saved log.
    """

    file_name: str
    layout: Layout
    rows_read: int
    rows_kept: int
    columns: tuple[Column, ...]
    meanings: tuple[ReadColumn, ...]
    findings: tuple[Finding, ...]
    problems: tuple[Problem, ...]
    notes: tuple[str, ...]
    date_order: DateOrder | None
    date_order_needed: tuple[str, ...]
    log_version: int | None = None
    decisions: tuple[Decision, ...] = ()
    readings: tuple[str, ...] = ()
    kinds_chosen: tuple[tuple[str, ValueKind], ...] = ()
    chart: ChartSettings = NOTHING_SET
    files: tuple[ReadFile, ...] = ()
    dated: dt.date | None = None

    @property
    def outcome(self) -> ReadColumn:
        """What the texts of the outcome column were taken to mean."""
        return self.meanings[0]

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
