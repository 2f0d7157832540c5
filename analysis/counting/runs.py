"""Codes that are treated alike, as an engine is told of them."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

import narwhals as nw

if TYPE_CHECKING:
    from collections.abc import Iterable


def runs(places: Iterable[int]) -> list[tuple[int, int, int]]:
    """Return the neighbouring codes that are treated alike: the first, the last, and their place."""
    found, first = [], 0
    for place, alike in groupby(places):
        last = first + sum(1 for _ in alike) - 1
        found.append((first, last, place))
        first = last + 1
    return found


def when_runs(codes: nw.Expr, among: list[tuple[int, int, int]], otherwise: int = -1) -> nw.Expr:
    """Return the place of each code; -1, which is in no run, has `otherwise`."""
    found = nw.lit(otherwise)
    for first, last, place in reversed(among):
        found = nw.when((codes >= first) & (codes <= last)).then(nw.lit(place)).otherwise(found)
    return found
