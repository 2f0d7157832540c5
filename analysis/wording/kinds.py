"""What the values of a clinic's own columns are, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.outcome_log.value_kinds import KINDS
from analysis.wording.numbers import listed

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from analysis.outcome_log.columns import Column
    from analysis.outcome_log.value_kinds import ValueKind

KIND_NAMES: Mapping[ValueKind, str] = {"number": "Number", "ordered": "Ordered groups", "names": "Names"}


def kind_of_column(column: Column) -> str:
    """Return what the values of a column are and why; empty of a column that is no factor of the clinic's own."""
    if column.kind is None:
        return ""
    because = f", because {column.kind.because}" if column.kind.because else ""
    if column.kind.is_chosen:
        because = f", {column.kind.because}"
    return f"{KIND_NAMES[column.kind.kind].lower()}{because}{' (please check)' if column.kind.is_doubtful else ''}"


def read_as(kinds: Sequence[tuple[str, ValueKind]]) -> str:
    """Return “skin score” as ordered groups, “room” as names."""
    return listed([f"“{column}” as {KIND_NAMES[kind].lower()}" for column, kind in kinds])


def kinds_in_words(columns: Sequence[Column]) -> Iterator[str]:
    """Yield which columns are read as which kind where the header, the values or the manager decided it.

    What is in doubt is a decision of the import and stands with the others.
    """
    for kind in KINDS:
        names = [
            f"“{column.name}”"
            for column in columns
            if column.kind is not None
            and (column.kind.kind, column.kind.is_doubtful) == (kind, False)
            and column.kind.because
            and column.meaning != "left out"
        ]
        if names:
            yield f"Read as {KIND_NAMES[kind].lower()}: {listed(names)}."
