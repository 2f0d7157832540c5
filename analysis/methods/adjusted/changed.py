"""How much adjusting changes a difference of a model's factor: from the counts as they are to standardised rates."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.special import expit

from analysis.methods.change import Change, change_of

if TYPE_CHECKING:
    from analysis.methods.adjusted.complete_cases import CompleteCases
    from analysis.methods.adjusted.model import Model
    from analysis.methods.adjusted.terms import Term

Pair = tuple[int, int]


def change_by_adjusting(model: Model, term: Term, places: Pair, only: Model | None, picked_from: int = 1) -> Change:
    """Return how much a difference changes when the other factors of a model are allowed for.

    Parameters
    ----------
    model : Model
    term : Term
        One of its terms.
    places : tuple of int
        Its two groups that are compared.
    only : Model or None
        The model of this factor only, where that is what the difference on its own comes from; else the two rates.
    picked_from : int
        How many differences of the factor this one is the largest of.

    Notes
    -----
    The treatments count as drawn from many more, as a bootstrap takes them: so the mix of the other factors that the
    standardised rates are of varies as well. Of clients who came back the influences are summed (G / (G - 1) times).
    """
    own, of_own = _in_counts(term, places) if only is None else _in_model(only, term, places)
    left, of_left = _in_model(model, term, places)
    covariance = _covariance(model.cases, np.stack([of_own, of_left], axis=-1))
    return change_of((own, left), covariance, model.fit.degrees, picked_from)


def _in_counts(term: Term, places: Pair) -> tuple[float, np.ndarray]:
    """Return the difference of two groups' rates, and what a treatment moves it by, shape (patterns, outcomes)."""
    outcomes, moved = np.array([0.0, 1.0]), np.zeros((len(term.group), 2))
    rates = []
    for place, sign in zip(places, (1, -1), strict=True):
        known = float(term.tally.known[place])
        rates.append(float(term.tally.breakouts[place]) / known)
        moved[term.group == place] = sign * (outcomes - rates[-1]) / known
    return rates[0] - rates[1], moved


def _in_model(model: Model, term: Term, places: Pair) -> tuple[float, np.ndarray]:
    """Return a difference of standardised rates, and what a treatment moves it by, shape (patterns, outcomes)."""
    columns, coefficients, share = model.columns(term), model.fit.coefficients, model.cases.known
    rest = model.matrix @ coefficients - term.entries @ coefficients[columns]
    apart, gradient = np.zeros(len(share)), np.zeros(len(coefficients))
    for place, sign in zip(places, (1, -1), strict=True):
        chances = expit(rest + term.coding[place] @ coefficients[columns])
        slopes = sign * share * chances * (1 - chances)
        apart += sign * chances
        of_place = slopes @ model.matrix
        of_place[columns] = slopes.sum() * term.coding[place]
        gradient += of_place
    known = float(share.sum())
    value = float(share @ apart) / known
    residuals = np.array([0.0, 1.0]) - model.fit.chances[:, np.newaxis]
    by_fit = (model.matrix @ (model.fit.of_model @ gradient) / known)[:, np.newaxis] * residuals
    moved: np.ndarray = by_fit + ((apart - value) / known)[:, np.newaxis]
    return value, moved


def _covariance(cases: CompleteCases, moved: np.ndarray) -> np.ndarray:
    """Return the covariance of what treatments move by so much, shape (patterns, outcomes, estimates)."""
    of = cases.by_client
    if of is None:
        counts = np.column_stack([cases.known - cases.breakouts, cases.breakouts]).ravel()
        units, each = int(cases.known.sum()), moved.reshape(len(counts), -1)
        covariance: np.ndarray = each.T @ (counts[:, np.newaxis] * each)
    else:
        cells = (of.known - of.breakouts)[:, np.newaxis] * moved[of.pattern, 0]
        cells += of.breakouts[:, np.newaxis] * moved[of.pattern, 1]
        clients = np.add.reduceat(cells, np.flatnonzero(np.diff(of.client, prepend=-1)))
        units, covariance = len(clients), clients.T @ clients
    return units / (units - 1) * covariance
