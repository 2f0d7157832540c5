"""Rows that may be no treatments, though nothing in them says so for certain: a person decides."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

RowsDoubt = Literal["example", "struck", "total", "again", "pasted", "waiting", "closed"]


@dataclass(frozen=True)
class DoubtfulRows:
    """Rows of one kind that may be no treatments.

    Attributes
    ----------
    kind : {"example", "struck", "total", "again", "pasted", "waiting", "closed"}
        They look like an example or a test, are struck through, look like sums, stand further up already, stand there
        one below another as well, look as if they waited for treatments, or like days on which nobody was treated.
    rows : tuple of int
        Their numbers in the file.
    """

    kind: RowsDoubt
    rows: tuple[int, ...]


def those_among(doubtful: Iterable[DoubtfulRows], rows: Collection[int]) -> tuple[DoubtfulRows, ...]:
    """Return what is left of doubts about rows, when only `rows` are left."""
    left = (replace(each, rows=tuple(row for row in each.rows if row in rows)) for each in doubtful)
    return tuple(each for each in left if each.rows)


def moved_down(doubtful: Iterable[DoubtfulRows], start: int) -> tuple[DoubtfulRows, ...]:
    """Return doubts about rows whose numbers begin `start` further down."""
    return tuple(replace(each, rows=tuple(row + start for row in each.rows)) for each in doubtful)
