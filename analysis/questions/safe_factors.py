"""The factors of a log whose tables are safe to share, small levels joined: by themselves and beside each other."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal, cast

import numpy as np

from analysis.counting.safe_levels import leaks, safe_groups
from analysis.counting.tallies import UNKNOWN, OneWay
from analysis.methods.early import reviewed_apart
from analysis.methods.numeric import by_parts, fifths
from analysis.outcome_log.log import DATE
from analysis.outcome_log.periods import period_start
from analysis.questions.early import early_times
from analysis.questions.teams import FIRST_UNITS, letter
from analysis.questions.units import factor_units
from analysis.results import ValueRange

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Sequence

    from analysis.counting.counts import By, Counts
    from analysis.counting.safe_levels import Rule
    from analysis.outcome_log.log import Factor, Level
    from analysis.outcome_log.periods import By as PeriodBy

# More levels than these are codes rather than groups, and crossing them takes long; our own.
MOST_SHARED = 1_000
Reason = Literal["too small", "given away", "whole units", "reviewed apart", "too many", "not linked"]


@dataclass(frozen=True)
class LeftOut:
    """A factor that is not shared, and why."""

    factor: Factor
    reason: Reason


@dataclass(frozen=True, eq=False, kw_only=True)
class Basis:
    """What tables are made safe from.

    Attributes
    ----------
    counts : Counts
    rule : Rule
    counts_unknown : bool
        Whether treatments with an unknown outcome count; where there are few of them they do not.
    shortest : {"month", "quarter"} or None
        The period by which treatments are shared as well.
    """

    counts: Counts
    rule: Rule
    counts_unknown: bool
    shortest: PeriodBy | None

    def counted(self, of_outcomes: np.ndarray) -> np.ndarray:
        """Return counts of the outcomes that count."""
        if self.counts_unknown:
            return of_outcomes
        known = of_outcomes.copy()
        known[..., UNKNOWN] = 0
        return known


@dataclass(frozen=True, eq=False, kw_only=True)
class Recoded:
    """A factor with its levels joined.

    Attributes
    ----------
    factor : Factor
        With the new levels.
    by : str or Merging
        What was counted by.
    groups : list of list of int
        Which of those levels each new one has.
    tally : OneWay
        By the new levels, "not known" last.
    """

    factor: Factor
    by: By
    groups: list[list[int]]
    tally: OneWay

    @property
    def is_joined(self) -> bool:
        """Whether any levels are counted as one."""
        return any(len(group) > 1 for group in self.groups)


def safe_factors(basis: Basis) -> tuple[list[Recoded], list[LeftOut]]:
    """Return the factors whose tables are safe, and those that are left out."""
    kept: list[Recoded] = []
    left_out = []
    for factor in basis.counts.factors:
        found = _recoded(basis, factor)
        if not isinstance(found, Recoded):
            left_out.append(LeftOut(factor, found))
        elif any(_gives_away(basis.rule, crossed) for crossed in _crossings(basis, found, kept)):
            left_out.append(LeftOut(factor, "given away"))
        else:
            kept.append(found)
    return kept, left_out


def has_letters(factor: Factor) -> bool:
    """Whether the levels of a factor may name people, places or goods; a clinic's own column may name anything.

    Yes and no, which have a level meant to be safe, name nobody.
    """
    if factor.name in FIRST_UNITS:
        return True
    return factor.is_personal and factor.kind == "category" and factor.reference is None


def _recoded(basis: Basis, factor: Factor) -> Recoded | Reason:
    """Return a factor with its small levels joined, or why it cannot be shared."""
    by: By = factor.name
    tally = every = basis.counts.by(factor.name)
    if factor.kind == "number":
        by = fifths(tally)
        tally = by_parts(tally, by).followed_by(OneWay(factor.name, (None,), tally.not_answered.counts[np.newaxis]))
    elif len(tally.levels) > MOST_SHARED:
        return "too many"
    doubted = _needs_more_than_tallies(basis.counts, factor, tally)
    if doubted is not None:
        return doubted
    tally = replace(tally, counts=basis.counted(tally.counts))
    groups = safe_groups(tally.counts, basis.rule, is_ordered=factor.kind != "category")
    if groups is None:
        return "too small"
    if has_letters(factor):
        groups.sort(key=lambda group: -int(tally.counts[group].sum()))
    names = [_level([tally.levels[place] for place in group]) for group in groups]
    if has_letters(factor):
        names = [None if name is None else letter(place) for place, name in enumerate(names)]
    elif factor.kind == "number":
        names = _within_ends(names, _ends(every, basis.rule))
    return _with_levels(factor, by, list(zip(names, groups, strict=True)), tally)


def _needs_more_than_tallies(counts: Counts, factor: Factor, tally: OneWay) -> Reason | None:
    """Return why tallies alone would make a comparison look surer than it is, if they would."""
    if factor_units(counts, factor) is not None:
        return "whole units"
    times = early_times(counts, factor.name)
    return "reviewed apart" if times is not None and reviewed_apart(times, tally.answered) is not None else None


def _with_levels(factor: Factor, by: By, of: Sequence[tuple[Level, list[int]]], tally: OneWay) -> Recoded:
    known = [(name, group) for name, group in of if name is not None]
    not_known = [group for name, group in of if name is None]
    groups = [*(group for _, group in known), *not_known]
    levels = tuple(name for name, _ in known)
    # The last row is for "not known", also where no treatment is.
    sums = [tally.counts[group].sum(axis=0) for group in (groups if not_known else [*groups, []])]
    shown = replace(
        factor,
        kind="category" if factor.kind == "category" else "ordered",
        levels=cast("tuple[str, ...]", levels),
        reference=factor.reference if factor.reference in levels else None,
        caution_above=None,
    )
    return Recoded(factor=shown, by=by, groups=groups, tally=OneWay(factor.name, (*levels, None), np.array(sums)))


def _level(joined: Sequence[Level]) -> Level:
    """Return levels joined as one: neighbouring ranges of a number as a longer range."""
    ranges = [each for each in joined if isinstance(each, ValueRange)]
    if ranges:
        whole = ValueRange(ranges[0].low, ranges[-1].high)
        return whole if len(ranges) == len(joined) else (whole, None)
    return joined[0] if len(joined) == 1 else tuple(joined)


def _ends(tally: OneWay, rule: Rule) -> tuple[float, float]:
    """Return the lowest and the highest value that enough treatments reach: one beyond may be known by it."""
    named = tally.answered
    if int(named.total.treatments) < rule.fewest:
        return -np.inf, np.inf
    upwards, downwards = np.cumsum(named.treatments), np.cumsum(named.treatments[::-1])
    low, high = (int(np.searchsorted(reached, rule.fewest)) for reached in (upwards, downwards))
    return float(named.levels[low]), float(named.levels[::-1][high])


def _within_ends(names: Sequence[Level], ends: tuple[float, float]) -> list[Level]:
    """Return ranges of a number that begin and end no further out than `ends`."""

    def narrowed(name: Level) -> Level:
        if isinstance(name, tuple):
            return tuple(map(narrowed, name))
        return ValueRange(max(name.low, ends[0]), min(name.high, ends[1])) if isinstance(name, ValueRange) else name

    return [narrowed(name) for name in names]


def _gives_away(rule: Rule, crossed: np.ndarray) -> bool:
    """Tell whether either of two tables gives away a small count beside the other."""
    return leaks(crossed, rule) or leaks(crossed.swapaxes(0, 1), rule)


def _crossings(basis: Basis, found: Recoded, kept: Sequence[Recoded]) -> Iterator[np.ndarray]:
    """Yield the counts by a factor and by each of those kept before it, and by the periods."""
    for other in kept:
        both = basis.counts.by_both(found.by, other.by)
        yield _joined(basis.counted(both.counts), found.groups, other.groups)
    if basis.shortest is not None:
        both = basis.counts.by_both(found.by, DATE)
        groups: dict[object, list[int]] = {}
        for place, day in enumerate(both.levels[1]):
            # The log has no other levels than days here.
            start = None if day is None else period_start(cast("dt.date", day), basis.shortest)
            groups.setdefault(start, []).append(place)
        yield _joined(basis.counted(both.counts), found.groups, list(groups.values()))


def _joined(crossed: np.ndarray, rows: Sequence[Sequence[int]], columns: Sequence[Sequence[int]]) -> np.ndarray:
    of_rows = np.stack([crossed[list(group)].sum(axis=0) for group in rows])
    return np.stack([of_rows[:, list(group)].sum(axis=1) for group in columns], axis=1)
