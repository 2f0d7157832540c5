"""The levels of a factor in a model: those that can carry a parameter as they are, the others merged."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from analysis.counting.tallies import OneWay
from analysis.methods.contrast import SMALLEST_LEVEL
from analysis.methods.numeric import by_fifths
from analysis.results import ValueRange

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from analysis.methods.adjusted.complete_cases import CompleteCases
    from analysis.outcome_log.log import Factor, Level

# Positions of the levels that are taken together.
Group = tuple[int, ...]


@dataclass(frozen=True, eq=False, kw_only=True)
class LevelGroups:
    """The levels of a factor as they are taken together.

    Attributes
    ----------
    factor : Factor
    levels : tuple
        Texts, or numbers.
    by_level : ndarray of int, shape (levels, 3)
        Treatments without a breakout, with one, and none unknown.
    pieces : tuple of Group
        The levels that occur, each by itself; of a number its fifths.
    groups : tuple of Group
        What was made of them.
    unable : Group or None
        One that cannot carry a parameter and could not be merged with another.
    """

    factor: Factor
    levels: tuple[Any, ...]
    by_level: np.ndarray
    pieces: tuple[Group, ...]
    groups: tuple[Group, ...]
    unable: Group | None

    def name(self, group: Group) -> Level:
        """Return a level, several as a tuple, or a range of values."""
        levels = tuple(self.levels[place] for place in group)
        if self.factor.kind == "number":
            return ValueRange(min(levels), max(levels))
        return levels[0] if len(levels) == 1 else levels

    @property
    def names(self) -> tuple[Level, ...]:
        """What the groups are called."""
        return tuple(self.name(group) for group in self.groups)

    @property
    def tally(self) -> OneWay:
        """The counts of the groups."""
        counts = np.array([self.by_level[list(group)].sum(axis=0) for group in self.groups])
        return OneWay(self.factor.name, self.names, counts)

    @property
    def of_level(self) -> np.ndarray:
        """The group of each level, as its position; 0 for levels that do not occur."""
        places = np.zeros(len(self.levels), dtype=np.int64)
        for place, group in enumerate(self.groups):
            places[list(group)] = place
        return places

    @property
    def merged(self) -> tuple[tuple[Level, ...], ...]:
        """For each group that was made of several pieces what these are called."""
        return tuple(
            tuple(self.name(piece) for piece in self.pieces if set(piece) <= set(group))
            for group in self.groups
            if group not in self.pieces
        )


def level_groups(
    factor: Factor, levels: Sequence[Any], codes: np.ndarray, cases: CompleteCases, *, each_has_parameter: bool
) -> LevelGroups:
    """Merge the levels of a factor that cannot carry a parameter.

    A level can where it has `SMALLEST_LEVEL` known outcomes or more, of as many clients where clients repeat, and both
    outcomes. Of ordered levels and fifths, those that cannot are merged into their neighbour towards the reference; of
    others, into one group, together with the next smallest where they cannot even as a group. The reference, or the
    largest where there is none, is the last to be merged so.

    Parameters
    ----------
    factor : Factor
    levels : sequence
        What `codes` stand for.
    codes : ndarray of int, shape (patterns,)
    cases : CompleteCases
    each_has_parameter : bool
        Whether each group has a parameter of its own, so that it needs both outcomes.
    """
    by_level = np.zeros((len(levels), 3), dtype=np.int64)
    for place, each in enumerate((cases.known - cases.breakouts, cases.breakouts)):
        by_level[:, place] = np.bincount(codes, weights=each, minlength=len(levels))
    pieces = _fifths(levels, by_level) if factor.kind == "number" else _levels(by_level)

    def is_able(group: Group) -> bool:
        no_breakouts, breakouts = (int(by_level[list(group), outcome].sum()) for outcome in (0, 1))
        is_mixed = not each_has_parameter or (no_breakouts > 0 and breakouts > 0)
        is_large = no_breakouts + breakouts >= SMALLEST_LEVEL
        return is_mixed and is_large and _has_clients(codes, group, cases, no_breakouts + breakouts)

    if factor.kind == "category":

        def priority(group: Group) -> tuple[bool, int]:
            return factor.reference in {levels[place] for place in group}, int(by_level[list(group)].sum())

        groups = _with_others(pieces, priority, is_able)
    else:
        reference = next((place for place, level in enumerate(levels) if level == factor.reference), pieces[0][0])
        groups = _with_neighbours(pieces, reference, is_able)
    unable = next((group for group in reversed(groups) if not is_able(group)), None)
    if unable is None and len(groups) == 1 < len(pieces):
        unable = next(piece for piece in reversed(pieces) if not is_able(piece))
    return LevelGroups(
        factor=factor,
        levels=tuple(levels),
        by_level=by_level,
        pieces=tuple(pieces),
        groups=tuple(groups),
        unable=unable,
    )


def _levels(by_level: np.ndarray) -> list[Group]:
    return [(int(place),) for place in np.flatnonzero(by_level.any(axis=1))]


def _fifths(values: Sequence[float], by_level: np.ndarray) -> list[Group]:
    ranges = by_fifths(OneWay("value", tuple(values), by_level)).levels
    present = _levels(by_level)
    return [tuple(place for (place,) in present if values[place] in each) for each in ranges]


def _has_clients(codes: np.ndarray, group: Group, cases: CompleteCases, known: int) -> bool:
    """Tell whether the treatments of a group, so many, are of `SMALLEST_LEVEL` clients where clients repeat."""
    of = cases.by_client
    # So many treatments cannot be of fewer clients.
    if of is None or known > (SMALLEST_LEVEL - 1) * of.most:
        return True
    among = np.zeros(codes.max() + 1, dtype=bool)
    among[list(group)] = True
    # Ordered, so that each change is another client.
    return bool(1 + np.count_nonzero(np.diff(of.client[among[codes][of.pattern]])) >= SMALLEST_LEVEL)


def _with_others(
    pieces: list[Group], priority: Callable[[Group], tuple[bool, int]], is_able: Callable[[Group], bool]
) -> list[Group]:
    kept = [piece for piece in pieces if is_able(piece)]
    rest = tuple(place for piece in pieces if piece not in kept for place in piece)
    while rest and not is_able(rest) and len(kept) > 1:
        smallest = min(kept, key=priority)
        kept.remove(smallest)
        rest = tuple(sorted((*rest, *smallest)))
    return [*kept, rest] if rest else kept


def _with_neighbours(pieces: list[Group], reference: int, is_able: Callable[[Group], bool]) -> list[Group]:
    groups = list(pieces)
    while len(groups) > 1:
        centre = next((place for place, group in enumerate(groups) if reference in group), 0)
        unable = [place for place, group in enumerate(groups) if not is_able(group)]
        if not unable:
            break
        furthest = max(unable, key=lambda place: abs(place - centre))
        lower = furthest - 1 if furthest > centre or furthest == len(groups) - 1 else furthest
        groups[lower : lower + 2] = [(*groups[lower], *groups[lower + 1])]
    return groups
