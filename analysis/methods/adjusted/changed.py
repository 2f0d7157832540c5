"""How much adjusting changes a difference of a model's factor: from the counts as they are to standardised rates."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from analysis.methods.adjusted.model import chances_at
from analysis.methods.change import Change, change_of

if TYPE_CHECKING:
    from analysis.methods.adjusted.complete_cases import CompleteCases, Once
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
    covariance = _covariance(model.cases, np.stack([of_own, of_left]))
    return change_of((own, left), covariance, model.fit.degrees, picked_from)


def _in_counts(term: Term, places: Pair) -> tuple[float, np.ndarray]:
    """Return the difference of two groups' rates, and what a treatment moves it by, shape (outcomes, patterns)."""
    moved = np.zeros((2, len(term.group)))
    rates = []
    for place, sign in zip(places, (1, -1), strict=True):
        known, at = float(term.tally.known[place]), term.group == place
        rates.append(float(term.tally.breakouts[place]) / known)
        for outcome, of_outcome in enumerate(moved):
            of_outcome[at] = sign * (outcome - rates[-1]) / known
    return rates[0] - rates[1], moved


def _in_model(model: Model, term: Term, places: Pair) -> tuple[float, np.ndarray]:
    """Return a difference of standardised rates, and what a treatment moves it by, shape (outcomes, patterns)."""
    columns, share = model.columns(term), model.cases.known
    apart, gradient = np.zeros(len(share)), np.zeros(len(model.fit.coefficients))
    for place, sign, chances in zip(places, (1, -1), chances_at(model, term, places), strict=True):
        slopes = sign * share * chances * (1 - chances)
        apart += sign * chances
        of_place = slopes @ model.matrix
        of_place[columns] = slopes.sum() * term.coding[place]
        gradient += of_place
    known = float(share.sum())
    value = float(share @ apart) / known
    by_fit = model.matrix @ (model.fit.of_model @ gradient) / known
    without = (apart - value) / known - by_fit * model.fit.chances
    return value, np.stack([without, without + by_fit])


def _covariance(cases: CompleteCases, moved: np.ndarray) -> np.ndarray:
    """Return the covariance of what treatments move by so much, shape (estimates, outcomes, patterns)."""
    if cases.by_client is None:
        units, covariance = int(cases.known.sum()), _of_treatments(cases, moved)
    else:
        once, more = cases.by_client.once, cases.by_client.more
        counts = more.known - more.breakouts, more.breakouts
        clients = np.stack(
            [
                np.bincount(
                    more.client, sum(count * each[more.pattern] for count, each in zip(counts, of, strict=True))
                )
                for of in moved
            ]
        )
        units, covariance = cases.by_client.clients, _of_treatments(once, moved) + clients @ clients.T
    return units / (units - 1) * covariance


def _of_treatments(of: CompleteCases | Once, moved: np.ndarray) -> np.ndarray:
    counts, each = np.concatenate([of.known - of.breakouts, of.breakouts]), moved.reshape(len(moved), -1)
    covariance: np.ndarray = (counts * each) @ each.T
    return covariance
