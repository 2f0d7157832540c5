"""Rates that a factor's levels would have if they did not differ in the other factors, from a fitted model."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import scipy

from analysis.methods.adjusted.changed import change_by_adjusting
from analysis.methods.adjusted.complete_cases import pairs_within
from analysis.methods.adjusted.logistic import contrast_degrees
from analysis.methods.adjusted.model import chances_at, model_of_one
from analysis.methods.adjusted.rate_pair import RatePair
from analysis.methods.adjusted.terms import LineTerm
from analysis.methods.adjusted.wald import DELTA, delta_interval, surer, wald_test
from analysis.methods.contrast import choose_contrast
from analysis.methods.likeness import Likeness
from analysis.methods.linked import evidence, families, level_within, stated, with_error
from analysis.methods.rate import level_rates
from analysis.methods.units import about_units
from analysis.methods.verdict import Verdict, verdict
from analysis.progress import report_progress
from analysis.results import CONFIDENCE_LEVEL, Estimate, Interval, Test

if TYPE_CHECKING:
    from collections.abc import Mapping

    from analysis.methods.adjusted.logistic import Fit
    from analysis.methods.adjusted.model import Model
    from analysis.methods.adjusted.terms import Entered, Term
    from analysis.methods.cautions import Caution
    from analysis.methods.change import Change
    from analysis.methods.sureness import Sureness
    from analysis.methods.units import WholeUnits
    from analysis.outcome_log.log import Factor, Level
    from analysis.results import Comparison, Contrast, Family

WALD_INTERVAL = "Wald log"


@dataclass(frozen=True)
class PerStep:
    """So many units more of a numeric factor, which an odds ratio stands for."""

    step: float


@dataclass(frozen=True, kw_only=True)
class AdjustedRate:
    """The rate that all treatments would have at one level of a factor, with its counts as they are in the log."""

    level: Level
    known: int
    breakouts: int
    rate: Estimate


@dataclass(frozen=True, kw_only=True)
class AdjustedFactor:
    """What is left of a factor's difference when the other factors are allowed for.

    Attributes
    ----------
    factor : Factor
    entered : "levels" or "per unit"
        How it stands in the model; only a numeric factor may enter per unit, and its rates are then those at the middle
        (median) value of each fifth.
    level, reference : level
        What is compared, by the rule for the one comparison shown for a factor. A tuple of levels where these were
        merged.
    crude : Comparison
        The same two levels in the same treatments, not allowing for anything; of a number that entered per unit its top
        and bottom fifth.
    alone : Estimate
        The difference on its own, in the same way as the adjusted one, so that they differ by what was allowed for and
        nothing else: for a number per unit that of the model of that factor only; else that of `crude`.
    change : Change
        From `alone` to `risk_difference`.
    pair : RatePair
        The standardised rates of `level` and of `reference`, and how far they may be off.
    risk_difference : Estimate
        The one minus the other.
    risk_ratio : Estimate
        The one over the other.
    rates : tuple of AdjustedRate
        Every level in its order.
    odds_ratios : tuple of (level, Estimate)
        Of every other level against `reference`; of a factor that entered per unit the one `PerStep`.
    test : Test
    p_adjusted : float
        Of the difference, with the number of factors in the model allowed for.
    family : Family
        The factors of the model, or this one alone if it was planned.
    picked_from : int
        How many differences of the factor the one shown is the largest of.
    merged : tuple of tuple
        The levels that were too small, or had one outcome only, and were made into one.
    due_to_units : Sureness or None
        Where practitioners or clinics, and not clients, make the difference unsure: how sure they leave it.
    units_are_too_few : bool
        Whether these are too few for any difference of the levels.
    cautions : tuple of Caution
    """

    factor: Factor
    entered: Entered
    level: Level
    reference: Level
    crude: Comparison
    alone: Estimate
    change: Change
    pair: RatePair
    risk_difference: Estimate
    risk_ratio: Estimate
    rates: tuple[AdjustedRate, ...]
    odds_ratios: tuple[tuple[Level | PerStep, Estimate], ...]
    test: Test
    p_adjusted: float
    family: Family
    picked_from: int = 1
    merged: tuple[tuple[Level, ...], ...] = ()
    due_to_units: Sureness | None = None
    units_are_too_few: bool = False
    cautions: tuple[Caution, ...] = ()

    @property
    def is_linked(self) -> bool:
        """Whether the factor is linked to the outcome after adjusting: the interval of its difference says so."""
        return self.risk_difference.excludes_zero

    @property
    def verdict(self) -> Verdict:
        """What becomes of the difference when the other factors are allowed for."""
        return verdict(self.alone, self.risk_difference, self.change)


@dataclass(frozen=True, eq=False)
class Standardised:
    """Mean chances of all treatments, each under one change, and their gradients by the coefficients."""

    chances: np.ndarray
    gradients: np.ndarray

    def pair(self, first: int, second: int, fit: Fit) -> RatePair:
        """Return two of the chances, and how far they may be off by a fit."""
        gradients = self.gradients[[first, second]]
        covariance = gradients @ fit.covariance @ gradients.T
        return RatePair(
            first=float(self.chances[first]),
            second=float(self.chances[second]),
            variances=(float(covariance[0, 0]), float(covariance[1, 1])),
            covariance=float(covariance[0, 1]),
            freedom=contrast_degrees(gradients[0] - gradients[1], fit),
        )


def standardise(model: Model, term: Term, moved: np.ndarray | None = None) -> Standardised:
    """Set all treatments to each level of a factor in turn, the other factors as they are (g-computation).

    Parameters
    ----------
    model : Model
    term : Term
        One of its terms.
    moved : ndarray of bool, shape (patterns,), optional
        Set only these treatments, and leave the others as they are.

    Returns
    -------
    Standardised
        One row for each group of the term.

    References
    ----------
    Robins J (1986) A new approach to causal inference in mortality studies with a sustained exposure period.
    Math Model 7:1393-1512.
    """
    columns, own = model.columns(term), model.fit.chances
    share = model.cases.known / model.cases.known.sum()
    staying, its_gradient = 0.0, np.zeros(len(model.fit.coefficients))
    if moved is not None:
        stays = np.where(moved, 0.0, share)
        staying, its_gradient = float(stays @ own), (stays * own * (1 - own)) @ model.matrix
        share = np.where(moved, share, 0.0)
    chances: list[float] = []
    gradients: list[np.ndarray] = []
    for coding, at_level in zip(term.coding, chances_at(model, term, range(len(term.coding))), strict=True):
        slopes = share * at_level * (1 - at_level)
        gradient = slopes @ model.matrix
        gradient[columns] = slopes.sum() * coding
        chances.append(staying + float(share @ at_level))
        gradients.append(gradient + its_gradient)
    return Standardised(np.array(chances), np.array(gradients))


@dataclass(frozen=True, eq=False, kw_only=True)
class _Compared:
    """A term of a model with the two of its groups that are compared, and how sure their difference is.

    `due_to_units` is None where clients make it less sure than practitioners or clinics do.
    """

    model: Model
    term: Term
    contrast: Contrast
    cautions: tuple[Caution, ...]
    found: Standardised
    units: WholeUnits | None
    due_to_units: Sureness | None

    @property
    def places(self) -> tuple[int, int]:
        """Where the two groups stand."""
        return self.term.groups.index(self.contrast.level), self.term.groups.index(self.contrast.reference)

    @property
    def pair(self) -> RatePair:
        """The standardised rates of the two groups."""
        return self.found.pair(*self.places, self.model.fit)

    @property
    def units_are_too_few(self) -> bool:
        """Whether the difference of the groups cannot be distinguished from one of practitioners or clinics."""
        return self.units is not None and self.units.are_too_few

    @property
    def evidence(self) -> float:
        """The p-value of the difference after adjusting; 1 where units are too few."""
        return 1.0 if self.units_are_too_few else evidence(self.pair.p_value, self.contrast.picked_from)


def adjusted_factors(
    model: Model,
    picked_from: Mapping[str, int] | None = None,
    units: Mapping[str, WholeUnits] | None = None,
    planned: str | None = None,
) -> tuple[AdjustedFactor, ...]:
    """Return every factor of a model after adjusting for the others, held to one rule (`methods/linked.py`).

    Parameters
    ----------
    model : Model
    picked_from : mapping of str to int, optional
        For a factor of which one level is compared with all the others: how many levels could have been.
    units : mapping of str to WholeUnits, optional
        Where the levels of a factor hold practitioners or clinics whole, these.
    planned : str, optional
        The name of the factor that was the question before anything was looked at.
    """
    held = _held(model, picked_from or {}, units or {}, planned)
    found: list[AdjustedFactor] = []
    for of, together, p in held:
        report_progress("adjusting", len(held) + len(found), 2 * len(held))
        found.append(_adjusted_factor(of, p, together))
    return tuple(found)


def one_adjusted(
    model: Model, place: int, picked_from: Mapping[str, int], units: Mapping[str, WholeUnits], planned: str | None
) -> AdjustedFactor:
    """Return one of what `adjusted_factors` returns, by its place: of the others only their evidence is worked out."""
    of, together, p = _held(model, picked_from, units, planned)[place]
    return _adjusted_factor(of, p, together)


def _held(
    model: Model, picked_from: Mapping[str, int], units: Mapping[str, WholeUnits], planned: str | None
) -> list[tuple[_Compared, Family, float]]:
    """Return what is compared of each factor, with its family and its p-value within that."""
    names = [term.factor.name for term in model.terms]
    compared: list[_Compared] = []
    for term, name in zip(model.terms, names, strict=True):
        report_progress("adjusting", len(compared), 2 * len(names))
        compared.append(_compared(model, term, picked_from.get(name), units.get(name)))
    held = families([each.evidence for each in compared], names.index(planned) if planned in names else None)
    return [(of, together, p) for of, (together, p) in zip(compared, held, strict=True)]


def _compared(model: Model, term: Term, picked_from: int | None, units: WholeUnits | None) -> _Compared:
    pairs = pairs_within(model.cases, term.group, term.groups)
    alike = Likeness.of(term.tally, pairs, model.cases.clustering, units)
    contrast, cautions = choose_contrast(
        term.factor,
        level_rates(term.tally, alike.in_intervals()),
        alike.difference,
        independent=alike.table().independent,
    )
    if contrast is None:
        raise AssertionError("every group of a term is large enough to be compared")
    if picked_from is not None:
        contrast = replace(contrast, picked_from=picked_from)
    found, due = standardise(model, term), alike.due_to_units(contrast.level, contrast.reference)
    if due is not None:
        places = term.groups.index(contrast.level), term.groups.index(contrast.reference)
        of_units = model.fit.due_to(due)
        if surer(of_units, model.fit, found.gradients[places[0]] - found.gradients[places[1]]) is of_units:
            due = None
        else:
            model = replace(model, fit=of_units)
    rests = about_units(contrast.comparison, units, term.factor)
    return _Compared(
        model=model,
        term=term,
        contrast=contrast,
        cautions=(*cautions, *(() if rests is None else (rests,))),
        found=found,
        units=units,
        due_to_units=due,
    )


def _adjusted_factor(of: _Compared, p_adjusted: float, together: Family) -> AdjustedFactor:
    model, term, found, (first, second) = of.model, of.term, of.found, of.places
    level = level_within(together.error, of.contrast.picked_from)
    crude = with_error(of.contrast, together.error).comparison
    pair, confirmed = of.pair, not of.units_are_too_few
    only = model_of_one(model, term) if isinstance(term, LineTerm) else None
    alone = crude.risk_difference
    if only is not None:
        alone = stated(standardise(only, term).pair(first, second, only.fit).difference(level))
    return AdjustedFactor(
        factor=term.factor,
        entered="per unit" if isinstance(term, LineTerm) else "levels",
        level=of.contrast.level,
        reference=of.contrast.reference,
        crude=crude,
        alone=alone,
        change=change_by_adjusting(model, term, of.places, only, of.contrast.picked_from),
        pair=pair,
        risk_difference=stated(pair.difference(level), confirmed=confirmed),
        risk_ratio=stated(pair.ratio(level), no_difference=1.0, confirmed=confirmed),
        rates=_rates(model, term, found),
        odds_ratios=_odds_ratios(model, term, second),
        test=wald_test(model.fit, model.columns(term)),
        p_adjusted=p_adjusted,
        family=together,
        picked_from=of.contrast.picked_from,
        merged=term.merged,
        due_to_units=of.due_to_units,
        units_are_too_few=of.units_are_too_few,
        cautions=of.cautions,
    )


def _rates(model: Model, term: Term, found: Standardised) -> tuple[AdjustedRate, ...]:
    """Return the rate of each level; its interval is that of its log odds, so that it stays between 0 and 1."""
    rates = []
    for place, group in enumerate(term.groups):
        chance = float(found.chances[place])
        low, high = delta_interval(
            float(scipy.special.logit(chance)), found.gradients[place] / (chance * (1 - chance)), model.fit
        )
        interval = Interval(
            low=float(scipy.special.expit(low)),
            high=float(scipy.special.expit(high)),
            level=CONFIDENCE_LEVEL,
            method=DELTA,
        )
        known, breakouts = int(term.tally.known[place]), int(term.tally.breakouts[place])
        rates.append(AdjustedRate(level=group, known=known, breakouts=breakouts, rate=Estimate(chance, interval)))
    return tuple(rates)


def _odds_ratios(model: Model, term: Term, reference: int) -> tuple[tuple[Level | PerStep, Estimate], ...]:
    columns = model.columns(term)
    apart: list[tuple[Level | PerStep, np.ndarray]] = (
        [(PerStep(term.step), np.ones(1))]
        if isinstance(term, LineTerm)
        else [
            (group, term.coding[place] - term.coding[reference])
            for place, group in enumerate(term.groups)
            if place != reference
        ]
    )
    ratios = []
    for name, moves in apart:
        gradient = np.zeros(len(model.fit.coefficients))
        gradient[columns] = moves
        log_ratio = float(gradient @ model.fit.coefficients)
        low, high = delta_interval(log_ratio, gradient, model.fit)
        interval = Interval(low=math.exp(low), high=math.exp(high), level=CONFIDENCE_LEVEL, method=WALD_INTERVAL)
        ratios.append((name, Estimate(math.exp(log_ratio), interval)))
    return tuple(ratios)
