"""How factors enter a model: a column for each level but one, or a number in a straight line."""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from analysis.methods.coded_matrix import Block
from analysis.methods.level_groups import LevelGroups, level_groups

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analysis.counting.tallies import OneWay
    from analysis.methods.adjusted.complete_cases import CompleteCases
    from analysis.outcome_log.log import Factor, Level

# How a numeric factor enters: by its fifths, or by its value in a straight line.
Entered = Literal["levels", "per unit"]


@dataclass(frozen=True, eq=False, kw_only=True)
class Term(ABC):
    """A factor as it stands in a model: a `LevelsTerm` or a `LineTerm`.

    Attributes
    ----------
    factor : Factor
    tally : OneWay
        Counts of the complete treatments by group: levels, a tuple where several were merged, or ranges of values.
    group : ndarray of int, shape (patterns,)
        The group of each pattern.
    coding : ndarray, shape (groups, parameters)
        What the columns of the design matrix are in each group.
    block : Block
        The columns of the design matrix, `parameters` of them, by the group of each pattern or by its level.
    merged : tuple of tuple
        For each group that was made of several levels, or fifths, what these are called.
    """

    factor: Factor
    tally: OneWay
    group: np.ndarray
    coding: np.ndarray
    block: Block
    merged: tuple[tuple[Level, ...], ...]

    @property
    def groups(self) -> tuple[Level, ...]:
        """The levels, ranges or merged levels in their order."""
        return self.tally.levels

    @property
    def reference(self) -> int | None:
        """The group that is, or holds, the level meant to be safe; None where no treatment has it."""
        safe = self.factor.reference
        holds = (safe in group if isinstance(group, tuple) else safe == group for group in self.groups)
        return next((place for place, is_held in enumerate(holds) if is_held), None)

    @property
    def parameters(self) -> int:
        """How many slopes of the model it takes."""
        return int(self.coding.shape[1])

    @abstractmethod
    def short_of(self, target: int) -> np.ndarray:
        """Return which patterns are neither in a group nor beyond it."""


@dataclass(frozen=True, eq=False, kw_only=True)
class LevelsTerm(Term):
    """A factor with a column for each group but the first."""

    def short_of(self, target: int) -> np.ndarray:
        """Return which patterns are in another group."""
        elsewhere: np.ndarray = self.group != target
        return elsewhere


@dataclass(frozen=True, eq=False, kw_only=True)
class LineTerm(Term):
    """A numeric factor in a straight line; its `coding` is that of the middle value of each group.

    The column of its `block` says how far each pattern lies from the centre, in steps.

    Attributes
    ----------
    step : float
        How many units the parameter stands for.
    centre : float
        The mean, or the median where the mean is not among the others.
    """

    step: float
    centre: float

    def short_of(self, target: int) -> np.ndarray:
        """Return which patterns lie below the middle value of a group, which holds values on either side of it."""
        lower: np.ndarray = self.block.entries[:, 0] < self.coding[target, 0]
        return lower


@dataclass(frozen=True, kw_only=True)
class Unable:
    """A factor with levels too small, or of one outcome only, that no merging helps; what it would take of a model."""

    factor: Factor
    levels: tuple[Level, ...]
    breakouts: int
    known: int
    parameters: int


def model_term(
    factor: Factor,
    levels: Sequence[Level],
    codes: np.ndarray,
    cases: CompleteCases,
    entered: Entered,
    *,
    needs_both_outcomes: bool = True,
) -> Term | Unable | None:
    """Return how a factor enters a model.

    Parameters
    ----------
    factor : Factor
    levels : sequence
        What `codes` stand for.
    codes : ndarray of int, shape (patterns,)
    cases : CompleteCases
    entered : "levels" or "per unit"
        Per unit holds for numeric factors only.
    needs_both_outcomes : bool
        Whether each level with a parameter does, as in every model but a penalised one.

    Returns
    -------
    Term, Unable or None
        None where all treatments have the same level.
    """
    is_linear = factor.kind == "number" and entered == "per unit"
    found = level_groups(factor, levels, codes, cases, each_has_parameter=needs_both_outcomes and not is_linear)
    if np.count_nonzero(found.by_level.any(axis=1)) < 2:  # noqa: PLR2004 - one level has nothing to differ from
        return None
    if found.unable is not None:
        no_breakouts, breakouts, _ = found.by_level[list(found.unable)].sum(axis=0).tolist()
        levels = tuple(found.levels[place] for place in found.unable)
        parameters = 1 if is_linear else len(found.pieces) - 1
        return Unable(
            factor=factor, levels=levels, breakouts=breakouts, known=no_breakouts + breakouts, parameters=parameters
        )
    group = found.of_level[codes]
    if is_linear:
        step, centre, coding, values = _line(found)
        return LineTerm(
            factor=factor,
            tally=found.tally,
            group=group,
            coding=coding,
            block=Block(codes, values),
            merged=found.merged,
            step=step,
            centre=centre,
        )
    coding = np.eye(len(found.groups))[:, 1:]
    return LevelsTerm(
        factor=factor,
        tally=found.tally,
        group=group,
        coding=coding,
        block=Block(group, coding),
        merged=found.merged,
    )


def _line(found: LevelGroups) -> tuple[float, float, np.ndarray, np.ndarray]:
    """Return the step of a straight line, its centre, its value in the middle of each group, and at each level."""
    values = np.array(found.levels, dtype=float)
    known = found.by_level.sum(axis=1)
    middles = np.array([_middle(values[list(group)], known[list(group)]) for group in found.groups])
    centre = float(np.average(values, weights=known))
    if not middles[0] <= centre <= middles[-1]:
        # A mistyped value carries the mean away, and among numbers so large the others would hardly differ.
        centre = _middle(values, known)
    # A power of ten of which there are some between the fifths, so that an odds ratio per step says something.
    step = 10.0 ** math.floor(math.log10(middles[-1] - middles[0]))
    return step, centre, ((middles - centre) / step)[:, np.newaxis], ((values - centre) / step)[:, np.newaxis]


def _middle(values: np.ndarray, known: np.ndarray) -> float:
    """Return the median value of the treatments, of two middle ones the lower."""
    return float(np.quantile(values, 0.5, weights=known, method="inverted_cdf"))
