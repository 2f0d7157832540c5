"""How sure clients who came back make one rate, one difference or one test, beside as many different clients."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy.special import chdtrc, fdtrc

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analysis.counting.tallies import ClientPairs, OneWay
    from analysis.outcome_log.log import Level
    from analysis.results import Clustering

# Clients treated at both levels of a comparison make it surer than as many others: its design effect is below 1. One
# below half rests on a few clients whose outcomes happen to be the same; our own.
LEAST = 0.5
# With fewer clients, what is estimated from the spread between them is too small (Angrist JD, Pischke J-S (2009) Mostly
# harmless econometrics, p 319), and makes nothing surer.
FEW_CLIENTS = 42
# Where a treatment has on average fewer others of its client than this, no likeness can make a design effect much more
# than 1.1, and exact tests are right; our own.
FEW_OTHERS = 0.1


class Effects(NamedTuple):
    """The design effects of one comparison of two rates: of their difference, and of the logarithms of their ratios."""

    difference: float
    risk_ratio: float
    odds_ratio: float

    @classmethod
    def same(cls, design_effect: float) -> Effects:
        """Return one design effect for all three."""
        return cls(design_effect, design_effect, design_effect)


class TableEffect(NamedTuple):
    """The mean design effect of a table's chi-square.

    Satterthwaite's degrees of freedom, Rao and Scott's second correction, are not used: with rare breakouts they are
    estimated far too small, and tests of many levels then hardly ever find anything (where there is nothing to find, 4
    of 1,000 tests of lots and 12 of practitioners fell below p = 0.05).

    Attributes
    ----------
    mean : float
    clients : int or None
        None where the mean was not estimated from any.
    independent : bool
        Whether so few treatments are of one client that an exact test, which takes all for independent, is right.
    """

    mean: float
    clients: int | None
    independent: bool = False

    def p_value(self, statistic: float, freedom: int) -> float:
        """Return how often chance alone makes a chi-square, already divided by the mean, as large as this."""
        if self.clients is None:
            return float(chdtrc(freedom, statistic))
        return float(fdtrc(freedom, freedom * (self.clients - 1), statistic / freedom))


INDEPENDENT_TABLE = TableEffect(1.0, None, independent=True)


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Likeness:
    """How alike treatments of one client are, level by level.

    Everything a method estimates is, to first order, a sum over treatments of a value that depends on level and outcome
    (Taylor linearisation). Its variance as the spread between clients shows it is the sum over clients of their squared
    sums; over the sum of the squared values it is the design effect. That of a rate counts as 1 where it is below: what
    looks like clients who are unlike themselves is chance. That of a comparison may be below 1, down to `LEAST`, where
    there are clients enough.

    Attributes
    ----------
    levels : tuple
    counts : ndarray of float, shape (levels, answers)
        Treatments with a known answer.
    alone : ndarray of float, shape (levels,)
        The sum of the squared distances of all answers of a level from their mean.
    pairs : ndarray of float, shape (levels, answers, levels, answers), or None
        Ordered pairs of different treatments of one client; None where all are of different clients.
    together : ndarray of float, shape (levels, levels), or None
        The sum over these pairs of the products of both distances.
    clients : int
    otherwise : float
        The design effect of the log's rate: it stands in where pairs were not counted, and where all outcomes that an
        estimate rests on are the same, so that they cannot show how alike they are.

    References
    ----------
    Rao JNK, Scott AJ (1984) On chi-squared tests for multiway contingency tables with cell proportions estimated from
    survey data. Ann Stat 12:46-60.
    Rao JNK, Scott AJ (1992) A simple method for the analysis of clustered binary data. Biometrics 48:577-585.
    """

    levels: tuple[Level, ...]
    counts: np.ndarray
    alone: np.ndarray
    pairs: np.ndarray | None
    together: np.ndarray | None
    clients: int
    otherwise: float

    @classmethod
    def of(cls, tally: OneWay, pairs: ClientPairs | None, clustering: Clustering) -> Likeness:
        """Return the likeness within treatments counted by the same levels as `pairs`."""
        return cls.within(tally.levels, tally.counts[:, :2], pairs, clustering)

    @classmethod
    def within(
        cls, levels: Sequence[Level], counts: np.ndarray, pairs: ClientPairs | None, clustering: Clustering
    ) -> Likeness:
        """Return the likeness within treatments of which so many have each level and answer."""
        levels, otherwise = tuple(levels), clustering.design_effect
        if pairs is None:
            return cls._made(levels, counts.astype(float), None, 0, otherwise)
        counted = pairs.counts.astype(float)
        if levels != pairs.levels:
            of_level = {level: place for place, level in enumerate(pairs.levels)}
            places = [of_level[level] for level in levels]
            counted = counted[places][:, :, places]
        return cls._made(levels, counts.astype(float), counted, pairs.clients, otherwise)

    @classmethod
    def _made(
        cls, levels: tuple[Level, ...], counts: np.ndarray, pairs: np.ndarray | None, clients: int, otherwise: float
    ) -> Likeness:
        scores = np.arange(counts.shape[1])
        # A level without a known answer has no pairs either; any mean will do.
        means = counts @ scores / np.maximum(counts.sum(axis=1), 1.0)
        apart = scores - means[:, np.newaxis]
        return cls(
            levels=levels,
            counts=counts,
            alone=(counts * apart**2).sum(axis=1),
            pairs=pairs,
            together=None if pairs is None else _products(pairs, apart),
            clients=clients,
            otherwise=otherwise,
        )

    @property
    def named(self) -> Likeness:
        """The likeness at all levels but the last, "not known"."""
        return self.only(range(len(self.levels) - 1))

    def only(self, places: Sequence[int]) -> Likeness:
        """Return the likeness at some of the levels."""
        if len(places) == len(self.levels):
            return self
        at = slice(0, places.stop) if isinstance(places, range) else np.array(places, dtype=int)
        return Likeness(
            levels=tuple(self.levels[place] for place in places),
            counts=self.counts[at],
            alone=self.alone[at],
            pairs=None if self.pairs is None else self.pairs[at][:, :, at],
            together=None if self.together is None else self.together[at][:, at],
            clients=self.clients,
            otherwise=self.otherwise,
        )

    def merged(self, places: Sequence[int], levels: Sequence[Level]) -> Likeness:
        """Return the likeness by fewer levels; `places` says where each goes, -1 that it is left out."""
        joins = (np.arange(len(levels))[:, np.newaxis] == np.array(places, dtype=int)).astype(float)
        pairs = self.pairs
        if pairs is not None:
            pairs = np.tensordot(np.tensordot(joins, pairs, 1), joins, (2, 1)).transpose(0, 1, 3, 2)
        return self._made(tuple(levels), joins @ self.counts, pairs, self.clients, self.otherwise)

    def rates(self) -> tuple[float, ...]:
        """Return the design effect of the rate of each level."""
        if self.together is None:
            return (self.otherwise,) * len(self.levels)
        ratios = 1 + np.diagonal(self.together) / np.where(self.alone > 0, self.alone, 1.0)
        effects = np.where(self.alone > 0, np.maximum(self._few_clients * ratios, 1.0), self.otherwise)
        return tuple(effects.tolist())

    def whole(self) -> float:
        """Return the design effect of the rate over all levels."""
        (effect,) = self.merged([0] * len(self.levels), ("all",)).rates()
        return effect

    def difference(self, first: Level, second: Level) -> Effects:
        """Return the design effects of the comparison of two levels."""
        places = self.levels.index(first), self.levels.index(second)
        pair = self.only(places)
        (no_first, yes_first), (no_second, yes_second) = pair.counts.tolist()
        # What a treatment of either level moves the difference by, then the logarithm of either ratio.
        difference = pair.effect(np.array([1 / (no_first + yes_first), -1 / (no_second + yes_second)]))
        if not all((no_first, yes_first, no_second, yes_second)):
            # One side cannot show how alike its outcomes are.
            return Effects.same(max(difference, self.otherwise))
        risk = pair.effect(np.array([1 / yes_first, -1 / yes_second]))
        odds = pair.effect(np.array([1 / yes_first + 1 / no_first, -1 / yes_second - 1 / no_second]))
        return Effects(difference, risk, odds)

    def of_contrast(self, weights: np.ndarray) -> float:
        """Return the design effect of a sum of the rates of all levels, each with a weight."""
        return self.effect(weights / np.maximum(self.counts.sum(axis=1), 1.0))

    def along(self, scores: np.ndarray) -> TableEffect:
        """Return the design effect of the test for a trend of the rate along scores of the levels."""
        known = self.counts.sum(axis=1)
        return TableEffect(self.effect(scores - known @ scores / max(known.sum(), 1.0)), None, self._hardly_any)

    def table(self) -> TableEffect:
        """Return the design effect of Pearson's chi-square of the levels by the outcomes (Rao & Scott 1984)."""
        return self._table_effect(*self._beyond_one_rate())

    def beyond(self, design: np.ndarray, expected: np.ndarray) -> TableEffect:
        """Return the design effect of the test of all levels beyond a logistic model (Rao & Scott 1984).

        Parameters
        ----------
        design : ndarray, shape (levels, columns)
            That of the model.
        expected : ndarray, shape (levels,)
            The rates that it fits.
        """
        known = self.counts.sum(axis=1)
        filled = (known > 0) & (expected > 0) & (expected < 1)
        # In units of its standard deviation each level tells alike, and the model takes its own directions away.
        scale = np.sqrt((known * expected * (1 - expected))[filled])
        columns = scale[:, np.newaxis] * design[filled]
        if self.together is None or len(scale) <= np.linalg.matrix_rank(columns):
            return self._table_effect(0.0, 0.0)
        left = np.eye(len(scale)) - columns @ np.linalg.pinv(columns)
        alone = float(np.trace(left @ np.diag(self.alone[filled] / scale**2) @ left))
        together = self.together[filled][:, filled] / np.outer(scale, scale)
        return self._table_effect(alone, float(np.trace(left @ together @ left)))

    def _beyond_one_rate(self) -> tuple[float, float]:
        """Return what `beyond` finds where all levels have one rate, alone and together: its traces written out."""
        filled = np.maximum(self.counts.sum(axis=1), 1.0)
        everyone = max(self.counts.sum(), 1.0)
        alone = float((self.alone / filled).sum() - self.alone.sum() / everyone)
        if self.together is None:
            return alone, 0.0
        return alone, float((np.diagonal(self.together) / filled).sum() - self.together.sum() / everyone)

    def _table_effect(self, alone: float, together: float) -> TableEffect:
        clients = None if self.pairs is None else self.clients
        mean = self._compared(1 + together / alone) if clients and alone > 0 else self.otherwise
        return TableEffect(mean, clients, self._hardly_any)

    def effect(self, weights: np.ndarray) -> float:
        """Return the design effect of the sum of all treatments' distances from the rate of their level, weighted."""
        alone = float(weights**2 @ self.alone)
        if self.together is None or alone <= 0:
            return self.otherwise
        return self._compared(1 + float(weights @ self.together @ weights) / alone)

    def _compared(self, ratio: float) -> float:
        """Return the design effect of a comparison; one of few clients makes nothing surer."""
        return max(self._few_clients * ratio, LEAST if self.clients >= FEW_CLIENTS else 1.0)

    @property
    def _hardly_any(self) -> bool:
        """Whether hardly any treatments are of one client."""
        if self.pairs is None:
            return self.otherwise == 1
        return bool(self.pairs.sum() < FEW_OTHERS * self.counts.sum())

    @property
    def _few_clients(self) -> float:
        """What makes up for the mean of clients being estimated from themselves."""
        return self.clients / max(self.clients - 1, 1)


def _products(pairs: np.ndarray, apart: np.ndarray) -> np.ndarray:
    """Return the sum over pairs of treatments, by the levels of both, of the products of their distances."""
    levels, answers = apart.shape
    both = pairs.reshape(levels * answers, levels * answers) * np.multiply.outer(apart.ravel(), apart.ravel())
    products: np.ndarray = both.reshape(levels, answers, levels, answers).sum(axis=(1, 3))
    return products
