"""Logistic regression on counts by covariate pattern, its covariance clustered by client."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.special import expit, logit

if TYPE_CHECKING:
    from analysis.methods.adjusted.complete_cases import CompleteCases

# Newton's method doubles the digits that are right each time; what has not settled after this many steps never will,
# because the likelihood has no maximum. It has settled where no coefficient moves by more than SETTLED.
MOST_STEPS = 30
SETTLED = 1e-9
SMALLEST_STEP = 1e-10
# Rows of a design matrix that are weighted at once, so that no second one is held in memory.
BLOCK = 16_384


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Fit:
    """A fitted logistic model.

    Attributes
    ----------
    coefficients : ndarray, shape (columns,)
    covariance : ndarray, shape (columns, columns)
        Robust against the likeness of a client's treatments where clients repeat, else the one of the model.
    chances : ndarray, shape (patterns,)
        The fitted chance of a breakout.
    degrees : int or None
        Clients less one, the degrees of freedom of a robust covariance; None of the model's.
    """

    coefficients: np.ndarray
    covariance: np.ndarray
    chances: np.ndarray
    degrees: int | None


def fit_logistic(matrix: np.ndarray, cases: CompleteCases) -> Fit | None:
    """Fit a logistic regression by maximum likelihood.

    Parameters
    ----------
    matrix : ndarray, shape (patterns, columns)
        The design matrix, a column of ones first.
    cases : CompleteCases
        Both outcomes must occur.

    Returns
    -------
    Fit or None
        None where the likelihood has no maximum.

    Notes
    -----
    The robust covariance sums the scores of each client and is multiplied by G / (G - 1) for G clients: that of Stata's
    ``vce(cluster)`` and of R's ``sandwich::vcovCL(type = "HC0")``. statsmodels' ``cov_type="cluster"`` multiplies it
    by (N - 1) / (N - k) as well.

    References
    ----------
    Liang K-Y, Zeger SL (1986) Longitudinal data analysis using generalized linear models. Biometrika 73:13-22.
    """
    coefficients = np.zeros(matrix.shape[1])
    coefficients[0] = logit(float(cases.breakouts.sum()) / float(cases.known.sum()))
    likelihood = _log_likelihood(matrix, cases, coefficients)
    for _ in range(MOST_STEPS):
        chances = expit(matrix @ coefficients)
        try:
            move = np.linalg.solve(_information(matrix, cases, chances), _scores(matrix, cases, chances))
        except np.linalg.LinAlgError:
            return None
        if np.abs(move).max() < SETTLED:
            degrees = None if cases.repeating is None else cases.repeating - 1
            return Fit(
                coefficients=coefficients,
                covariance=_covariance(matrix, cases, chances),
                chances=chances,
                degrees=degrees,
            )
        share = 1.0
        while (reached := _log_likelihood(matrix, cases, coefficients + share * move)) < likelihood - SMALLEST_STEP:
            share /= 2
            if share < SMALLEST_STEP:
                return None
        coefficients, likelihood = coefficients + share * move, reached
    return None


def _log_likelihood(matrix: np.ndarray, cases: CompleteCases, coefficients: np.ndarray) -> float:
    log_odds = matrix @ coefficients
    return float(cases.breakouts @ log_odds - cases.known @ np.logaddexp(0, log_odds))


def _scores(matrix: np.ndarray, cases: CompleteCases, chances: np.ndarray) -> np.ndarray:
    summed: np.ndarray = matrix.T @ (cases.breakouts - cases.known * chances)
    return summed


def _information(matrix: np.ndarray, cases: CompleteCases, chances: np.ndarray) -> np.ndarray:
    weights = cases.known * chances * (1 - chances)
    return weighted_products(matrix, weights)


def weighted_products(matrix: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Return the weighted sum over the rows of a matrix of the products of its columns with each other."""
    products = np.zeros((matrix.shape[1], matrix.shape[1]))
    for start in range(0, len(matrix), BLOCK):
        rows = matrix[start : start + BLOCK]
        products += rows.T @ (rows * weights[start : start + BLOCK, np.newaxis])
    return products


def _covariance(matrix: np.ndarray, cases: CompleteCases, chances: np.ndarray) -> np.ndarray:
    of_model = np.linalg.inv(_information(matrix, cases, chances))
    if cases.client is None:
        return of_model
    # Ordered by client, so that each change begins another.
    starts = np.flatnonzero(np.diff(cases.client, prepend=-1))
    residuals = (cases.breakouts - cases.known * chances)[:, np.newaxis]
    of_client = np.add.reduceat(matrix * residuals, starts, axis=0)
    clients = len(starts)
    robust: np.ndarray = clients / (clients - 1) * of_model @ (of_client.T @ of_client) @ of_model
    return robust
