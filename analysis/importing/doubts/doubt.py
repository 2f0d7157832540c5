"""A doubt about a file, before it is settled: the readings that are possible, each a draft of its own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analysis.importing.draft import Draft


# How counting rows is offered that may be none.
COUNT_THEM = "count them: they are treatments"


class Option(NamedTuple):
    """One way to read a file, in words and as a draft; `parts` as in `Alternative`."""

    reading: str
    draft: Draft
    parts: str = ""


def in_number(number: int, noun: str) -> str:
    """Return 1 client, or 2 clients."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def in_rows(rows: int) -> str:
    """Return 1 row, or 2 rows."""
    return in_number(rows, "row")


@dataclass(frozen=True, eq=False)
class Doubt:
    """What can be read in more than one way; with one option it is certain, and only recorded.

    Attributes
    ----------
    about, question, because : str
        See `Decision`.
    options : sequence of Option
    columns : tuple of str
    texts : tuple of str or None
        Those of the first column that are in doubt; None where all are.
    rows : tuple of int
        The places in the table of rows that show it; others show it where there are none.
    must_ask : bool
        Whether a person has to confirm even a single option, or options whose numbers are alike.
    """

    about: str
    question: str
    because: str
    options: Sequence[Option]
    columns: tuple[str, ...] = ()
    texts: tuple[str, ...] | None = None
    rows: tuple[int, ...] = ()
    must_ask: bool = False
