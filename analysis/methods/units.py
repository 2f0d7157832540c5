"""Practitioners and clinics that the levels of a factor hold whole: a comparison is as sure as they are many.

Treatments by one practitioner are alike. Where each practitioner is at one level of a factor, as of a grade or a
clinic, a difference of two levels is one between two sets of practitioners, and a few hundred treatments by six of them
tell little of it. How alike their treatments are is the intraclass correlation of the nested analysis of variance,
pooled over the levels, so that its degrees of freedom are the units less the levels. Where the levels and the units are
balanced, the test by this design effect is the F test of the levels against the units within them.

References
----------
Searle SR, Casella G, McCulloch CE (1992) Variance components. Wiley, section 3.6. Donner A, Klar N (2000) Design and
analysis of cluster randomization trials in health research. Arnold, chapter 6.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from analysis.methods.closer_cautions import RestsOnUnits, TooFewUnits
from analysis.methods.contrast import SMALLEST_LEVEL
from analysis.methods.sureness import Sureness
from analysis.results import AllOthers

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from analysis.counting.tallies import TwoWay
    from analysis.methods.sureness import TableEffect
    from analysis.outcome_log.log import Factor, Level
    from analysis.results import Comparison

# A practitioner helps out elsewhere now and then: so much of a level is of the units that are mostly at it. Our own.
WHOLE = 0.9
# With fewer units beyond one for each level nothing tells how alike they are; from two on no more is flagged by chance
# than promised (tests/simulations/whole_units.py).
FEWEST_BEYOND = 2


@dataclass(frozen=True, eq=False, kw_only=True)
class WholeUnits:
    """Units that are each, but for a few treatments, at one level of a factor; of each only the treatments there.

    Attributes
    ----------
    unit : Factor
        What they are: practitioners or clinics.
    levels : tuple
        Those of the factor that any unit is at.
    known, squares : ndarray of float, shape (levels,)
        Treatments with a known outcome, and the sum of the squares of each unit's.
    alike : float
        The intraclass correlation, from 0 for units that differ no more than by chance.
    number : int
    """

    unit: Factor
    levels: tuple[Level, ...]
    known: np.ndarray
    squares: np.ndarray
    alike: float
    number: int

    @property
    def freedom(self) -> int:
        """The degrees of freedom of `alike`: units beyond one for each level."""
        return self.number - len(self.levels)

    @property
    def are_too_few(self) -> bool:
        """Whether a difference of levels cannot be distinguished from one of units."""
        return self.freedom < FEWEST_BEYOND

    def sizes(self, levels: Sequence[Level]) -> Sizes:
        """Return how large the units of these levels are, also of merged ones."""
        held = np.array([[_holds(each, level) for level in self.levels] for each in levels], dtype=float)
        return Sizes(self, held @ self.known, held @ self.squares)


@dataclass(frozen=True, eq=False)
class Sizes:
    """How large the units of some levels, or of some made into one, are; by level as in `WholeUnits`."""

    units: WholeUnits
    known: np.ndarray
    squares: np.ndarray

    def only(self, at: slice | np.ndarray) -> Sizes:
        """Return those of some of the levels."""
        return Sizes(self.units, self.known[at], self.squares[at])

    def merged(self, joins: np.ndarray) -> Sizes:
        """Return those of fewer levels; `joins` has a row of ones and zeros for each."""
        return Sizes(self.units, joins @ self.known, joins @ self.squares)

    def effect(self, shares: np.ndarray) -> float:
        """Return the design effect of a sum over the levels, of which each makes such a share of the variance."""
        beyond = self.squares / np.maximum(self.known, 1.0) - 1
        everything = float(shares.sum())
        mean = float(shares @ beyond) / everything if everything > 0 else float(beyond.max(initial=0.0))
        return 1 + self.units.alike * max(mean, 0.0)


@dataclass(frozen=True, eq=False)
class SharedUnits:
    """How combinations of two factors share the units that the levels of one of them hold whole.

    Attributes
    ----------
    factor : Factor
        Whose levels hold them.
    units : WholeUnits
    known : ndarray of int, shape (levels of the first, levels of the second, units)
        Treatments with a known outcome.
    """

    factor: Factor
    units: WholeUnits
    known: np.ndarray

    @property
    def turned(self) -> SharedUnits:
        """The same with the second factor first."""
        return SharedUnits(self.factor, self.units, self.known.transpose(1, 0, 2))

    def together(self, spread: np.ndarray) -> np.ndarray:
        """Return the products of the distances of two treatments of one unit, summed by the combination of either.

        Parameters
        ----------
        spread : ndarray, shape (combinations,)
            The standard deviation of the outcome at each.
        """
        by_unit = self.known.reshape(len(spread), -1).astype(float)
        pairs = by_unit @ by_unit.T - np.diag(by_unit.sum(axis=1))
        products: np.ndarray = self.units.alike * np.outer(spread, spread) * pairs
        return products

    def rates(self) -> Iterator[Sureness]:
        """Yield how sure the rate of each combination is for what such units would have in general."""
        by_unit = self.known.reshape(-1, self.known.shape[-1]).astype(float)
        others = (by_unit**2).sum(axis=1) / np.maximum(by_unit.sum(axis=1), 1.0) - 1
        for effect in (1 + self.units.alike * np.maximum(others, 0.0)).tolist():
            yield Sureness(effect, self.units.freedom, of_units=True)


def least_alike(held: Iterable[tuple[Factor, WholeUnits]]) -> tuple[Factor, WholeUnits] | None:
    """Return whose units are the least alike, of two factors that hold some whole; None of none.

    Units of a level of one differ also for being at other levels of the other, which makes those at one level more
    alike than they are.
    """
    return min(held, key=lambda each: each[1].alike, default=None)


def whole_units(tally: TwoWay, unit: Factor, answers: np.ndarray | None = None) -> WholeUnits | None:
    """Return the units that the levels of a factor hold whole; None where they do not, or have one each.

    Parameters
    ----------
    tally : TwoWay
        Counted by the factor, and by what may be its units.
    unit : Factor
        The second factor of `tally`.
    answers : ndarray of int, shape (levels, units, answers), optional
        The same, "not known" last of both, counted by another answer than the outcome; the answers are scored 0, 1, 2
        and so on.
    """
    counts = (tally.counts[..., :2] if answers is None else answers)[:-1, :-1].astype(float)
    known = counts.sum(axis=2)
    mostly = known.argmax(axis=0)
    at = np.arange(len(known))[:, np.newaxis] == mostly
    own = np.where(at, known, 0.0)
    of_levels, sizes = known.sum(axis=1), own.sum(axis=0)
    compared = of_levels >= SMALLEST_LEVEL
    held, number = own.sum(axis=1) > 0, int((sizes > 0).sum())
    if compared.sum() < 2 or number <= held.sum():  # noqa: PLR2004 - one level has nothing to differ from
        return None
    if (own.sum(axis=1)[compared] < WHOLE * of_levels[compared]).any():
        return None
    return WholeUnits(
        unit=unit,
        levels=tuple(level for level, any_unit in zip(tally.levels[0], held, strict=False) if any_unit),
        known=own.sum(axis=1)[held],
        squares=(own**2).sum(axis=1)[held],
        alike=_intraclass_correlation(np.where(at[..., np.newaxis], counts, 0.0)[held]),
        number=number,
    )


def _holds(group: Level, level: Level) -> bool:
    """Tell whether a level is the same as a group, one of those merged into it, or one of all the others."""
    if isinstance(group, AllOthers):
        return level != group.level
    return level in group if isinstance(group, tuple) else level == group


def about_units(of: Comparison, units: WholeUnits | None, factor: Factor) -> RestsOnUnits | TooFewUnits | None:
    """Return that a comparison rests on units, or that these are too few; None where clients make it less sure."""
    rests = of.effects is not None and of.effects.of_units
    return _about(units, factor, of.design_effect if rests else None)


def about_a_test(of: TableEffect, units: WholeUnits | None, factor: Factor) -> RestsOnUnits | TooFewUnits | None:
    """Return that a test rests on units, or that these are too few; None where clients make it less sure."""
    return _about(units, factor, of.mean if of.of_units else None)


def _about(units: WholeUnits | None, factor: Factor, design_effect: float | None) -> RestsOnUnits | TooFewUnits | None:
    if units is None:
        return None
    if units.are_too_few:
        return too_few_units(units, factor)
    if design_effect is None:
        return None
    return RestsOnUnits(factor=factor, unit=units.unit, units=units.number, design_effect=design_effect)


def too_few_units(units: WholeUnits, factor: Factor) -> TooFewUnits:
    """Return why the levels of a factor cannot be distinguished from the few units that they hold whole."""
    levels = len(units.levels)
    return TooFewUnits(factor=factor, unit=units.unit, units=units.number, levels=levels, needed=levels + FEWEST_BEYOND)


def _intraclass_correlation(counts: np.ndarray) -> float:
    """Return how alike treatments of one unit are, beside those of others at its level.

    Parameters
    ----------
    counts : ndarray, shape (levels, units, answers)
    """
    known, scores = counts.sum(axis=2), np.arange(counts.shape[2])
    everyone, units, levels = known.sum(), int((known > 0).sum()), len(known)
    of_level = (counts @ scores).sum(axis=1) / known.sum(axis=1)
    of_unit = counts @ scores / np.maximum(known, 1.0)
    between = float((known * (of_unit - of_level[:, np.newaxis]) ** 2).sum()) / (units - levels)
    apart = (scores - of_unit[..., np.newaxis]) ** 2
    within = float((counts * apart).sum()) / max(everyone - units, 1.0)
    usual_size = float(everyone - ((known**2).sum(axis=1) / known.sum(axis=1)).sum()) / (units - levels)
    total = between + (usual_size - 1) * within
    return float(max((between - within) / total, 0.0)) if total > 0 else 0.0
