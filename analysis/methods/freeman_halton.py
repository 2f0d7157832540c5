"""Fisher's exact test for more than two levels: how often tables with the same margins are no likelier than this one.

Without a link each level's breakouts are binomial with one common rate, looked at only where their sum is that of the
table. The p-value is the share of those tables that are no likelier than the table observed. It is exact where that
takes few steps: the levels are parted into two halves, the possible sums and probabilities of each half are listed, and
every entry of one half looks up how many of the other make a table that counts. Larger tables are sampled.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import scipy

from analysis.methods.sampled_tables import EQUALLY_LIKELY, SampledP, log_ways, sampled_p

# Half of the levels is listed up to so many entries (about 15 ms); the p-value is sampled where there would be more.
MOST_ENTRIES = 100_000
# Counts less likely than this part of the observed table are left out; all of them together are at most 1e-9 of p.
NEGLIGIBLE = 1e-15
# Logs of probabilities are compared as whole numbers of this unit, so that equal products meet in one entry.
UNIT = 1e-9


@dataclass(frozen=True)
class _Level:
    """The logs of the probabilities of `first` and more breakouts in one level."""

    first: int
    logs: np.ndarray


@dataclass(frozen=True)
class _Table:
    """Levels as binomials with a common rate, the sum of breakouts, and the log of the probability of what was seen."""

    levels: tuple[_Level, ...]
    breakouts: int
    observed: float


@dataclass(frozen=True)
class _Half:
    """What some levels can add up to, sorted by sum and log; `weights` are the probabilities of all that share both."""

    sums: np.ndarray
    logs: np.ndarray
    weights: np.ndarray


def freeman_halton(breakouts: np.ndarray, no_breakouts: np.ndarray) -> SampledP | float:
    """Return the p-value, with its standard error where it was sampled.

    Parameters
    ----------
    breakouts, no_breakouts : ndarray of int, one for each level
        At least two levels; no level and neither outcome is empty.

    References
    ----------
    Freeman GH, Halton JH (1951) Note on an exact treatment of contingency, goodness of fit and other problems of
    significance. Biometrika 38:141-149.
    Mehta CR, Patel NR (1983) A network algorithm for performing Fisher's exact test in r x c contingency tables.
    J Am Stat Assoc 78:427-434 (whatever comes after it, an entry below their bound counts).
    """
    # The rarer outcome, the largest level first: p depends on neither the order of levels nor which is "yes".
    rarer = breakouts if breakouts.sum() <= no_breakouts.sum() else no_breakouts
    totals = breakouts + no_breakouts
    order = np.lexsort([rarer, totals])[::-1]
    rarer, totals = rarer[order], totals[order]
    exact = _exact_p(_as_table(rarer, totals))
    return exact if exact is not None else sampled_p(rarer, totals)


def _as_table(breakouts: np.ndarray, totals: np.ndarray) -> _Table:
    """Return the table with the counts of each level that are likely enough to matter."""
    rate = breakouts.sum() / totals.sum()
    logs = [_binomial_logs(int(total), int(breakouts.sum()), float(rate)) for total in totals]
    observed = float(sum(each[count] for each, count in zip(logs, breakouts, strict=True)))
    levels = []
    for each in logs:
        likely = np.flatnonzero(each >= observed + np.log(NEGLIGIBLE))
        levels.append(_Level(int(likely[0]), each[likely[0] : likely[-1] + 1]))
    return _Table(tuple(levels), int(breakouts.sum()), observed)


def _binomial_logs(total: int, most: int, rate: float) -> np.ndarray:
    """Return the logs of the probabilities of 0, 1, … breakouts, `most` at the most."""
    xlog1py, xlogy = scipy.special.xlog1py, scipy.special.xlogy
    counts = np.arange(min(total, most) + 1)
    logs: np.ndarray = log_ways(total, counts) + xlogy(counts, rate) + xlog1py(total - counts, -rate)
    return logs


def _exact_p(table: _Table) -> float | None:
    """Return the p-value, None where listing a half takes too many entries."""
    left, right = _halves(table.levels)
    one = _listed(left, right, table)
    other = _listed(right, left, table) if one is not None else None
    if one is None or other is None:
        return None
    # Entries of the other half with a given sum stand from here …
    starts = np.searchsorted(other.sums, np.arange(table.breakouts + 2))
    summed = np.empty_like(other.weights)
    for start, end in pairwise(starts):
        np.cumsum(other.weights[start:end], out=summed[start:end])
    needed = table.breakouts - one.sums
    start, end = starts[needed], starts[needed + 1]
    # … and those that make a table no likelier than the one observed end here; sum and log are looked up as one number.
    span = -2 * table.observed + 1
    largest = np.clip(table.observed + EQUALLY_LIKELY - one.logs, table.observed - 0.5, 0.4)
    counting = np.searchsorted(other.sums * span + other.logs, needed * span + largest, side="right")
    counting = np.clip(counting, start, end)
    no_likelier = (one.weights * np.where(counting > start, summed[counting - 1], 0)).sum()
    every = (one.weights * np.where(end > start, summed[end - 1], 0)).sum()
    return float(np.clip(no_likelier / every, np.finfo(float).tiny, 1))


def _halves(levels: tuple[_Level, ...]) -> tuple[list[_Level], list[_Level]]:
    """Part the levels so that both halves have about as many possible counts."""
    left: list[_Level] = []
    right: list[_Level] = []
    sizes = [0.0, 0.0]
    for level in levels:
        smaller = int(sizes[1] < sizes[0])
        (left, right)[smaller].append(level)
        sizes[smaller] += np.log(len(level.logs))
    return left, right


def _listed(levels: list[_Level], others: list[_Level], table: _Table) -> _Half | None:
    """List what these levels can add up to, None where that takes too many entries.

    An entry that makes a table that counts, whatever comes after it, gets the log of the observed table, and so meets
    all others of its sum that do.
    """
    half = _Half(np.zeros(1, dtype=np.int64), np.zeros(1), np.ones(1))
    for position, level in enumerate(levels):
        if len(half.sums) * len(level.logs) > MOST_ENTRIES:
            return None
        rest = _likeliest([*levels[position + 1 :], *others], table.breakouts)
        half = _joined(half, level, rest, table)
    return half


def _joined(half: _Half, level: _Level, rest: np.ndarray, table: _Table) -> _Half:
    """Return the entries with one more level; `rest` has the likeliest that can come after a sum still missing."""
    counts = np.arange(level.first, level.first + len(level.logs))
    sums = (half.sums[:, None] + counts).ravel()
    missing = table.breakouts - sums
    after = np.where(missing >= 0, rest[np.maximum(missing, 0)], -np.inf)
    possible = np.isfinite(after)
    sums, after = sums[possible], after[possible]
    logs = (half.logs[:, None] + level.logs).ravel()[possible]
    weights = (half.weights[:, None] * np.exp(level.logs)).ravel()[possible]
    logs[logs <= table.observed - after] = table.observed
    key = np.rint((logs - table.observed) / UNIT).astype(np.int64)
    key += sums * (int(key.max()) + 1)
    order = np.argsort(key)
    key = key[order]
    firsts = np.flatnonzero(np.concatenate([[True], key[1:] != key[:-1]]))
    return _Half(sums[order][firsts], logs[order][firsts], np.add.reduceat(weights[order], firsts))


def _likeliest(levels: list[_Level], most: int) -> np.ndarray:
    """Return the log of the likeliest counts of these levels for each sum up to `most`, -inf where there are none.

    Binomial logs are concave: one breakout more is added where it costs least.
    """
    found = np.full(most + 1, -np.inf)
    first = sum(level.first for level in levels)
    steps = np.concatenate([np.diff(level.logs) for level in levels] or [np.empty(0)])
    start = sum(float(level.logs[0]) for level in levels)
    logs = start + np.concatenate([[0.0], np.cumsum(np.sort(steps)[::-1])])
    logs = logs[: max(most + 1 - first, 0)]
    found[first : first + len(logs)] = logs
    return found
