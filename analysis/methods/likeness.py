"""How sure clients who came back make one rate, one difference or one test, beside as many different clients."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from analysis.methods.design_effect import FEW_CLIENTS, allowing_for_few
from analysis.methods.sureness import Effects, Sureness, TableEffect

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analysis.counting.tallies import ClientPairs, OneWay
    from analysis.methods.units import SharedUnits, Sizes, WholeUnits
    from analysis.outcome_log.log import Level
    from analysis.results import Clustering

# Clients treated at both levels of a comparison make it surer than as many others: its design effect is below 1. One
# below half rests on a few clients whose outcomes happen to be the same; our own.
LEAST = 0.5
# Where a treatment has on average fewer others of its client than this, no likeness can make a design effect much more
# than 1.1, and exact tests are right; our own.
FEW_OTHERS = 0.1


@dataclass(frozen=True, eq=False, kw_only=True)
class Likeness:
    """How alike treatments of one client are, level by level.

    Everything a method estimates is, to first order, a sum over treatments of a value that depends on level and outcome
    (Taylor linearisation). Its variance as the spread between clients shows it is the sum over clients of their squared
    sums; over the sum of the squared values it is the design effect. That of a rate counts as 1 where it is below: what
    looks like clients who are unlike themselves is chance. That of a comparison may be below 1, down to `LEAST`, where
    there are clients enough.

    A design effect is itself estimated: not how much one treatment varies, which follows from its rate, but what pairs
    of treatments of one client add. Its degrees of freedom are by Satterthwaite's approximation as if treatments of one
    client were independent, twice the squared variance over the variance of what the pairs add; with the squares of
    single treatments as well they were Bell and McCaffrey's. So clients who came once have no part in it, and it
    depends on who came back, and to which levels, not on how rare breakouts are: about as many as clients at the rarer
    level for what is a client's own, more for what changes from visit to visit.

    Attributes
    ----------
    levels : tuple
    counts : ndarray of float, shape (levels, answers)
        Treatments with a known answer.
    alone : ndarray of float, shape (levels,)
        The sum of the squared distances of all answers of a level from their mean.
    pairs : ndarray of float, shape (levels, answers, levels, answers), or None
        Ordered pairs of different treatments of one client; None where all are of different clients.
    by_levels : ndarray of float, shape (levels, levels), or None
        These pairs by the levels of both.
    together : ndarray of float, shape (levels, levels), or None
        The sum over these pairs of the products of both distances.
    clients : int
    otherwise : float
        The design effect of the log's rate: it stands in where pairs were not counted, and where all outcomes that an
        estimate rests on are the same, so that they cannot show how alike they are.
    units : Sizes or None
        Where the levels hold practitioners or clinics whole, how large these are. Of clients and these, whatever makes
        a comparison less sure counts (`methods/units.py`).

    References
    ----------
    Rao JNK, Scott AJ (1984) On chi-squared tests for multiway contingency tables with cell proportions estimated from
    survey data. Ann Stat 12:46-60.
    Rao JNK, Scott AJ (1992) A simple method for the analysis of clustered binary data. Biometrics 48:577-585.
    Satterthwaite FE (1946) An approximate distribution of estimates of variance components. Biometrics Bull 2:110-114.
    Bell RM, McCaffrey DF (2002) Bias reduction in standard errors for linear regression with multi-stage samples. Surv
    Methodol 28:169-181.
    """

    levels: tuple[Level, ...]
    counts: np.ndarray
    alone: np.ndarray
    pairs: np.ndarray | None
    by_levels: np.ndarray | None
    together: np.ndarray | None
    clients: int
    otherwise: float
    units: Sizes | None = None

    @classmethod
    def of(
        cls, tally: OneWay, pairs: ClientPairs | None, clustering: Clustering, units: WholeUnits | None = None
    ) -> Likeness:
        """Return the likeness within treatments counted by the same levels as `pairs`, which may hold units whole."""
        return cls.within(tally.levels, tally.counts[:, :2], pairs, clustering, units)

    @classmethod
    def within(
        cls,
        levels: Sequence[Level],
        counts: np.ndarray,
        pairs: ClientPairs | None,
        clustering: Clustering,
        units: WholeUnits | None = None,
    ) -> Likeness:
        """Return the likeness within treatments of which so many have each level and answer."""
        levels, counted = tuple(levels), None
        if pairs is not None:
            counted = pairs.counts.astype(float)
            if levels != pairs.levels:
                of_level = {level: place for place, level in enumerate(pairs.levels)}
                places = [of_level[level] for level in levels]
                counted = counted[places][:, :, places]
        clients = 0 if pairs is None else pairs.clients
        alike = cls._made(levels, counts.astype(float), counted, clients, clustering.design_effect)
        return alike if units is None else replace(alike, units=units.sizes(levels))

    @classmethod
    def _made(
        cls,
        levels: tuple[Level, ...],
        counts: np.ndarray,
        pairs: np.ndarray | None,
        clients: int,
        otherwise: float,
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
            by_levels=None if pairs is None else pairs.sum(axis=(1, 3)),
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
            by_levels=None if self.by_levels is None else self.by_levels[at][:, at],
            together=None if self.together is None else self.together[at][:, at],
            clients=self.clients,
            otherwise=self.otherwise,
            units=None if self.units is None else self.units.only(at),
        )

    def merged(self, places: Sequence[int], levels: Sequence[Level]) -> Likeness:
        """Return the likeness by fewer levels; `places` says where each goes, -1 that it is left out."""
        joins = (np.arange(len(levels))[:, np.newaxis] == np.array(places, dtype=int)).astype(float)
        pairs = None
        if self.pairs is not None:
            pairs = np.tensordot(np.tensordot(joins, self.pairs, 1), joins, (2, 1)).transpose(0, 1, 3, 2)
        alike = self._made(tuple(levels), joins @ self.counts, pairs, self.clients, self.otherwise)
        return alike if self.units is None else replace(alike, units=self.units.merged(joins))

    def rates(self) -> tuple[float, ...]:
        """Return the design effect of the rate of each level."""
        if self.together is None:
            return (self.otherwise,) * len(self.levels)
        ratios = 1 + np.diagonal(self.together) / np.where(self.alone > 0, self.alone, 1.0)
        effects = np.where(self.alone > 0, np.maximum(self._few_clients * ratios, 1.0), self.otherwise)
        return tuple(effects.tolist())

    def in_intervals(self) -> tuple[float, ...]:
        """Return the design effect of the rate of each level as it counts in an interval, allowing for few clients."""
        if self.pairs is None:
            return self.rates()
        known, pairs = self.counts.sum(axis=1), np.einsum("lklm->l", self.pairs)
        return tuple(
            allowing_for_few(effect, self.clients, *of_level)
            for effect, *of_level in zip(self.rates(), known.tolist(), pairs.tolist(), strict=True)
        )

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
        apart = np.array([1 / (no_first + yes_first), -1 / (no_second + yes_second)])
        difference = pair.sureness(apart)
        if not all((no_first, yes_first, no_second, yes_second)):
            # One side cannot show how alike its outcomes are.
            effect = max(difference.effect, self.otherwise)
            return Effects.same(effect, difference.freedom, of_units=difference.of_units)
        risk = np.array([1 / yes_first, -1 / yes_second])
        odds = np.array([1 / yes_first + 1 / no_first, -1 / yes_second - 1 / no_second])
        of_ratios = pair.effect_of_units if difference.of_units else pair.effect
        return Effects(
            difference=difference.effect,
            risk_ratio=of_ratios(risk),
            odds_ratio=of_ratios(odds),
            freedom=difference.freedom,
            of_units=difference.of_units,
        )

    def of_contrast(self, weights: np.ndarray) -> tuple[float, float | None]:
        """Return the design effect of a sum of the rates of all levels, each with a weight, and its freedom."""
        of_each = weights / np.maximum(self.counts.sum(axis=1), 1.0)
        of_all = self.sureness(of_each)
        return of_all.effect, of_all.freedom

    def covariance(self, moved: np.ndarray) -> tuple[np.ndarray, float | None]:
        """Return the covariance of two estimates from what treatments move them by, and its degrees of freedom.

        The freedom is that of the second less the first.

        Parameters
        ----------
        moved : ndarray, shape (2, levels, answers)
        """
        each = moved.reshape(2, -1)
        alone: np.ndarray = (each * self.counts.ravel()) @ each.T
        if self.pairs is None:
            return self.otherwise * alone, None
        less = np.array([-1.0, 1.0])
        together = alone + each @ self.pairs.reshape(each.shape[1], -1) @ each.T
        freedom = self.freedom(np.tensordot(less, moved[..., 1] - moved[..., 0], 1))
        smallest = LEAST * float(less @ alone @ less)
        # Pairs of some of very many clients stand for those of all, which may leave less than any could.
        return self._few_clients * (together if less @ together @ less >= smallest else LEAST * alone), freedom

    def along(self, scores: np.ndarray) -> TableEffect:
        """Return the design effect of the test for a trend of the rate along scores of the levels."""
        known = self.counts.sum(axis=1)
        apart = scores - known @ scores / max(known.sum(), 1.0)
        of_all = self.sureness(apart)
        return TableEffect(
            mean=of_all.effect,
            freedom=of_all.freedom,
            independent=self._hardly_any,
            of_units=of_all.of_units,
        )

    def table(self) -> TableEffect:
        """Return the design effect of Pearson's chi-square of the levels by the outcomes (Rao & Scott 1984)."""
        known = np.maximum(self.counts.sum(axis=1), 1.0)
        everyone, dimensions = max(self.counts.sum(), 1.0), int((self.counts.sum(axis=1) > 0).sum()) - 1
        # The traces of `beyond` written out, for all levels having one rate.
        alone = float((self.alone / known).sum() - self.alone.sum() / everyone)
        if dimensions < 1:
            return self._table_effect(alone, 0.0, None)
        shares = self.alone * (1 / known - 1 / everyone)
        if self.together is None or self.by_levels is None:
            return self._or_of_units(self._table_effect(alone, 0.0, None), shares)
        together = float((np.diagonal(self.together) / known).sum() - self.together.sum() / everyone)
        unlike = float(((1 / known - 2 / everyone) / known) @ np.diagonal(self.by_levels))
        spread = unlike + float(self.by_levels.sum()) / everyone**2
        freedom = self._satterthwaite(dimensions, spread, dimensions)
        return self._or_of_units(self._table_effect(alone, together, freedom), shares)

    def _or_of_units(self, of: TableEffect, shares: np.ndarray) -> TableEffect:
        """Return the design effect of a table, or that due to its units where that makes it less sure."""
        if self.units is None:
            return of
        due = Sureness(self.units.effect(shares), self.units.units.freedom, of_units=True)
        return self._or_due(of, due)

    def _or_due(self, of: TableEffect, due: Sureness) -> TableEffect:
        if due.reach <= Sureness(of.mean, of.freedom).reach:
            return of
        return TableEffect(mean=due.effect, freedom=due.freedom, independent=self._hardly_any, of_units=True)

    def beyond(self, design: np.ndarray, expected: np.ndarray, shared: SharedUnits | None = None) -> TableEffect:
        """Return the design effect of the test of all levels beyond a logistic model (Rao & Scott 1984).

        Parameters
        ----------
        design : ndarray, shape (levels, columns)
            That of the model.
        expected : ndarray, shape (levels,)
            The rates that it fits.
        shared : SharedUnits, optional
            Practitioners or clinics that several of the levels share.
        """
        known = self.counts.sum(axis=1)
        filled = (known > 0) & (expected > 0) & (expected < 1)
        # In units of its standard deviation each level tells alike, and the model takes its own directions away.
        scale = np.sqrt((known * expected * (1 - expected))[filled])
        columns = scale[:, np.newaxis] * design[filled]
        if len(scale) <= np.linalg.matrix_rank(columns):
            return self._table_effect(0.0, 0.0, None)
        left = np.eye(len(scale)) - columns @ np.linalg.pinv(columns)
        alone = float(np.trace(left @ np.diag(self.alone[filled] / scale**2) @ left))

        def summed(products: np.ndarray) -> float:
            return float(np.trace(left @ (products[filled][:, filled] / np.outer(scale, scale)) @ left))

        of_clients = self._table_effect(0.0, 0.0, None)
        if self.together is not None and self.by_levels is not None:
            squares = self.by_levels[filled][:, filled] / np.outer(known[filled], known[filled])
            dimensions = round(float(np.trace(left)))
            freedom = self._satterthwaite(dimensions, float((left**2 * squares).sum()), dimensions)
            of_clients = self._table_effect(alone, summed(self.together), freedom)
        if shared is None or alone <= 0:
            return of_clients
        beyond = max(summed(shared.together(np.sqrt(self.alone / np.maximum(known, 1.0)))) / alone, 0.0)
        # Of the variance only what is due to the units is estimated from these (Satterthwaite).
        freedom = shared.units.freedom * ((1 + beyond) / beyond) ** 2 if beyond else None
        return self._or_due(of_clients, Sureness(1 + beyond, freedom, of_units=True))

    def _table_effect(self, alone: float, together: float, freedom: float | None) -> TableEffect:
        is_measurable = self.pairs is not None and alone > 0
        mean = self._compared(1 + together / alone) if is_measurable else self.otherwise
        return TableEffect(mean=mean, freedom=freedom, independent=self._hardly_any)

    def sureness(self, weights: np.ndarray) -> Sureness:
        """Return the design effect of a weighted sum, of clients or of units, whichever makes it less sure."""
        of_clients = Sureness(self.effect(weights), self.freedom(weights))
        if self.units is None:
            return of_clients
        of_units = Sureness(self.effect_of_units(weights), self.units.units.freedom, of_units=True)
        return max(of_clients, of_units, key=lambda each: each.reach)

    def due_to_units(self, first: Level, second: Level) -> Sureness | None:
        """Return how sure the units make the difference of two levels; None where these hold none whole."""
        if self.units is None:
            return None
        pair = self.only([self.levels.index(first), self.levels.index(second)])
        apart = 1 / np.maximum(pair.counts.sum(axis=1), 1.0)
        return Sureness(pair.effect_of_units(apart), self.units.units.freedom, of_units=True)

    def effect_of_units(self, weights: np.ndarray) -> float:
        """Return the design effect of a weighted sum that is due to the units."""
        return 1.0 if self.units is None else self.units.effect(weights**2 * self.alone)

    def effect(self, weights: np.ndarray) -> float:
        """Return the design effect of the sum of all treatments' distances from the rate of their level, weighted."""
        alone = float(weights**2 @ self.alone)
        if self.together is None or alone <= 0:
            return self.otherwise
        return self._compared(1 + float(weights @ self.together @ weights) / alone)

    def freedom(self, weights: np.ndarray) -> float | None:
        """Return the degrees of freedom of `effect`; None where nobody came back."""
        if self.by_levels is None:
            return None
        squared = weights**2
        return self._satterthwaite(float(squared @ self.counts.sum(axis=1)), float(squared @ self.by_levels @ squared))

    def _satterthwaite(self, size: float, spread: float, dimensions: int = 1) -> float | None:
        """Return degrees of freedom from the variance of an estimate and the spread of what pairs of treatments add.

        They are never more than those of a linearised variance, one for each client but the first.
        """
        if spread <= 0:
            return None
        return float(np.clip(size**2 / spread, 1.0, dimensions * max(self.clients - 1, 1)))

    def _compared(self, ratio: float) -> float:
        """Return the design effect of a comparison; one of few clients makes nothing surer."""
        return max(self._few_clients * ratio, LEAST if self.clients >= FEW_CLIENTS else 1.0)

    @property
    def _hardly_any(self) -> bool:
        """Whether hardly any treatments are of one client, and those of one practitioner or clinic not alike."""
        if self.units is not None and self.units.units.alike > 0:
            return False
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
