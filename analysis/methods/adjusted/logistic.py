"""Logistic regression on counts by covariate pattern, its covariance clustered by client."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from analysis.methods.logistic import most_likely

if TYPE_CHECKING:
    from analysis.methods.adjusted.complete_cases import CompleteCases


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
    found = most_likely(matrix, cases.breakouts, cases.known)
    if found is None:
        return None
    covariance = found.covariance
    if cases.client is not None:
        # Ordered by client, so that each change begins another.
        starts = np.flatnonzero(np.diff(cases.client, prepend=-1))
        residuals = (cases.breakouts - cases.known * found.chances)[:, np.newaxis]
        of_client = np.add.reduceat(matrix * residuals, starts, axis=0)
        clients = len(starts)
        covariance = clients / (clients - 1) * covariance @ (of_client.T @ of_client) @ covariance
    return Fit(
        coefficients=found.coefficients,
        covariance=covariance,
        chances=found.chances,
        degrees=None if cases.repeating is None else cases.repeating - 1,
    )
