"""Texts of a file in a sentence, each in quotation marks."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


def quoted(texts: Iterable[str], most: int | None = None, rest: str = " and {} more") -> str:
    """Return texts of a file in a row, each in quotation marks; of more than `most` the others as `rest`, a number."""
    named = list(texts)
    more = rest.format(len(named) - most) if most is not None and len(named) > most else ""
    return ", ".join(f"“{text}”" for text in named[:most]) + more
