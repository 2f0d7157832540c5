"""Rows marked in some column as no treatments: left out, unless the manager counts them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.files.quoting import quoted
from analysis.importing.doubts.doubt import Doubt, Option

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from analysis.importing.draft import Draft

NAMED = 3


def first_quoted(texts: Sequence[str]) -> str:
    """Return the first of some texts in a row."""
    return quoted(map(str.strip, texts[:NAMED]))


def rows_with_words(
    draft: Draft,
    about: str,
    question: str,
    found: Mapping[str, Sequence[str]],
    *,
    leave: tuple[str, str],
    count: Option,
) -> Doubt:
    """Return whether rows count that hold one of some texts.

    Parameters
    ----------
    draft : Draft
    about, question : str
        See `Decision`.
    found : mapping
        For each column the texts that say that a row is no treatment.
    leave : tuple of (reading, reason)
        How leaving the rows out is offered, and why they are set aside then.
    count : Option
        The reading in which they are treatments.
    """
    left, reasons = draft, []
    reading, reason = leave
    for name, texts in found.items():
        rows = draft.rows_with(name, texts)
        reasons.append(f"In “{name}”, {int(rows.sum()):,} of the rows have {first_quoted(texts)}.")
        left = left.without_rows(left.rows_with(name, texts), name, reason)
    first = next(iter(found))
    options = [Option(reading, left), count]
    return Doubt(about, question, " ".join(reasons), options, tuple(found), tuple(found[first]))
