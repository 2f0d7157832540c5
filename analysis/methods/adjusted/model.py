"""A model of several factors at once: built where the counts can carry it, else the reason why not."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from analysis.methods.adjusted.limits import (
    CLIENTS_PER_PARAMETER,
    EVENTS_PER_PARAMETER,
    entangled,
    parameters_by_clients,
    parameters_by_events,
    separating_columns,
)
from analysis.methods.adjusted.logistic import Fit, fit_logistic
from analysis.methods.adjusted.terms import Term, Unable, model_term
from analysis.methods.coded_matrix import matrix_of
from analysis.methods.comparable import same_outcome
from analysis.methods.design_effect import FEW_CLIENTS
from analysis.methods.model_cautions import (
    ConstantFactors,
    EntangledFactors,
    FewClients,
    LevelsTooSmall,
    MergedLevels,
    NothingChosen,
    NothingComplete,
    OverlappingFactors,
    SeparatedOutcomes,
    TooFewClients,
    TooFewEvents,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from analysis.counting.tallies import Patterns
    from analysis.methods.adjusted.complete_cases import CompleteCases
    from analysis.methods.adjusted.terms import Entered
    from analysis.methods.cautions import Caution
    from analysis.methods.coded_matrix import Matrix
    from analysis.outcome_log.log import Factor

# Beyond it a chance is 0 or 1, and of the sum of two the exponential function can still be taken.
LARGEST_LOG_ODDS = 300.0


@dataclass(frozen=True, eq=False)
class Design:
    """What a model is made of.

    Attributes
    ----------
    terms : tuple of Term
    cases : CompleteCases
    constant : tuple of Factor
        Those with one level only, which no model needs.
    """

    terms: tuple[Term, ...]
    cases: CompleteCases
    constant: tuple[Factor, ...]

    @property
    def parameters(self) -> int:
        """The slopes of the model, its constant not counted."""
        return sum(term.parameters for term in self.terms)

    @property
    def matrix(self) -> Matrix:
        """A column of ones, then the columns of each term."""
        return matrix_of([term.block for term in self.terms])


@dataclass(frozen=True, eq=False, kw_only=True)
class Model:
    """A fitted model.

    Attributes
    ----------
    terms : tuple of Term
    cases : CompleteCases
    matrix : Matrix, shape (patterns, columns)
        A column of ones, then the columns of each term.
    fit : Fit
    """

    terms: tuple[Term, ...]
    cases: CompleteCases
    matrix: Matrix
    fit: Fit

    def columns(self, term: Term) -> slice:
        """Return which columns of the design matrix a term has."""
        before = next(place for place, each in enumerate(self.terms) if each is term)
        start = 1 + sum(each.parameters for each in self.terms[:before])
        return slice(start, start + term.parameters)


def design(factors: Sequence[Factor], patterns: Patterns, cases: CompleteCases, entered: Entered) -> Design | Caution:
    """Return how factors enter a model together, or the reason why these counts cannot carry it.

    Parameters
    ----------
    factors : sequence of Factor
    patterns : Patterns
        Counted by `factors`, in their order.
    cases : CompleteCases
        Of `patterns`.
    entered : "levels" or "per unit"
        How numeric factors enter.
    """
    known, breakouts = int(cases.known.sum()), int(cases.breakouts.sum())
    overlapping = _overlapping(factors)
    if not factors:
        return NothingChosen()
    if overlapping:
        return OverlappingFactors(overlapping)
    if cases.left_out and not known:
        return NothingComplete(cases.left_out)
    nothing = same_outcome(breakouts, known)
    if nothing is not None:
        return nothing
    terms, unable, constant = [], [], []
    for place, factor in enumerate(factors):
        term = model_term(factor, patterns.levels[place][:-1], cases.codes[:, place], cases, entered)
        if term is None:
            constant.append(factor)
        elif isinstance(term, Unable):
            unable.append(term)
        else:
            terms.append(term)
    if not terms and not unable:
        return ConstantFactors(tuple(constant))
    return _limit(cases, terms, unable) or Design(tuple(terms), cases, tuple(constant))


def _overlapping(factors: Sequence[Factor]) -> tuple[Factor, ...]:
    return tuple(
        factor for factor in factors if any(factor is not other and factor.overlaps(other) for other in factors)
    )


def _limit(cases: CompleteCases, terms: Sequence[Term], unable: Sequence[Unable]) -> Caution | None:
    """Return the first reason why counts cannot carry a model, if any."""
    uses = (
        *((term.factor, term.parameters) for term in terms),
        *((each.factor, each.parameters) for each in unable),
    )
    parameters = sum(number for _, number in uses)
    by_events, by_clients = parameters_by_events(cases), parameters_by_clients(cases)
    if by_events < parameters:
        return TooFewEvents(
            events=cases.events,
            are_yes=cases.yes_is_rarer,
            parameters=parameters,
            carried=by_events,
            uses=uses,
            per_parameter=EVENTS_PER_PARAMETER,
        )
    if cases.repeating is not None and by_clients is not None and by_clients < parameters:
        return TooFewClients(
            clients=cases.repeating, parameters=parameters, carried=by_clients, per_parameter=CLIENTS_PER_PARAMETER
        )
    if unable:
        return LevelsTooSmall(tuple(unable))
    together = entangled([term.block for term in terms], cases.known)
    if together:
        return EntangledFactors(tuple(terms[place].factor for place in together))
    return None


def fit_model(of: Design) -> Model | SeparatedOutcomes:
    """Fit a model, or return which factors tell the outcome of some treatments for sure, so that none can be fitted."""
    matrix = of.matrix
    fit = fit_logistic(matrix, of.cases)
    if fit is not None:
        return Model(terms=of.terms, cases=of.cases, matrix=matrix, fit=fit)
    owner = np.repeat(np.arange(len(of.terms)), [term.parameters for term in of.terms])
    columns = separating_columns(np.asarray(matrix), of.cases)
    places = np.unique(owner[columns[columns > 0] - 1])
    factors = tuple(term.factor for term in of.terms)
    return SeparatedOutcomes(tuple(factors[place] for place in places) or factors)


def model_of_one(model: Model, term: Term) -> Model | None:
    """Return the model of one of a model's factors only, of the same treatments.

    Where all factors together have a fit each of them has: None is for one that rounding kept from being found.
    """
    if len(model.terms) == 1:
        return model
    matrix = matrix_of([term.block])
    fit = fit_logistic(matrix, model.cases)
    return Model(terms=(term,), cases=model.cases, matrix=matrix, fit=fit) if fit is not None else None


def chances_at(model: Model, term: Term, places: Iterable[int]) -> Iterator[np.ndarray]:
    """Yield the chance that each pattern would have in each of some groups of a term, the other factors as they are."""
    columns, others = model.columns(term), model.fit.coefficients.copy()
    others[columns] = 0.0
    against = np.exp(-np.clip(model.matrix @ others, -LARGEST_LOG_ODDS, LARGEST_LOG_ODDS))
    for place in places:
        log_odds = float(term.coding[place] @ model.fit.coefficients[columns])
        # What `expit` of the sum of both is, at a fraction of the time.
        yield 1 / (1 + against * math.exp(-min(max(log_odds, -LARGEST_LOG_ODDS), LARGEST_LOG_ODDS)))


def doubts(of: Design) -> tuple[Caution, ...]:
    """Return what limits a model that the counts can carry."""
    cautions: list[Caution] = []
    if of.constant:
        cautions.append(ConstantFactors(of.constant))
    cautions.extend(MergedLevels(term.factor, term.merged) for term in of.terms if term.merged)
    clients = of.cases.repeating
    if clients is not None and clients < FEW_CLIENTS:
        cautions.append(FewClients(clients, FEW_CLIENTS))
    return tuple(cautions)
