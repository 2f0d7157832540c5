"""Whether counts can carry a model: enough events, factors that can be distinguished, outcomes that overlap."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import scipy

from analysis.methods.coded_matrix import matrix_of
from analysis.methods.logistic import weighted_products

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analysis.methods.adjusted.complete_cases import CompleteCases
    from analysis.methods.coded_matrix import Block

# Peduzzi P et al. (1996) A simulation study of the number of events per variable in logistic regression analysis.
# J Clin Epidemiol 49:1373-1379.
EVENTS_PER_PARAMETER = 10
# Clients for each parameter where some of them repeat. Our own: with fewer, tests clustered by client find what is not
# there too often (tests/methods/test_few_clients.py; Cameron AC, Miller DL (2015) J Hum Resour 50:317-372, section VI).
CLIENTS_PER_PARAMETER = 10
# A variance ten times as large as if the factors were unrelated is the usual limit (Marquardt DW (1970) Generalized
# inverses, ridge regression. Technometrics 12:591-612).
LARGEST_INFLATION = 10
# Smaller than this share of the largest, an eigenvalue is zero but for rounding; likewise what a direction holds.
NEGLIGIBLE = 1e-9
NO_PART = 1e-6
# The search for a separating direction gives up after this many seconds.
LONGEST_SEARCH = 10.0


def parameters_by_events(cases: CompleteCases) -> int:
    """Return how many parameters the rarer outcome can carry."""
    return cases.events // EVENTS_PER_PARAMETER


def parameters_by_clients(cases: CompleteCases) -> int | None:
    """Return how many parameters the clients can carry where some of them repeat, else None: there is no limit."""
    return None if cases.repeating is None else cases.repeating // CLIENTS_PER_PARAMETER


def entangled(blocks: Sequence[Block], weights: np.ndarray) -> tuple[int, ...]:
    """Return which blocks of columns say so nearly the same that a model cannot tell them apart.

    Parameters
    ----------
    blocks : sequence of Block
        The columns of the design matrix that each factor has, none of them constant.
    weights : ndarray, shape (patterns,)
        Treatments of each pattern.

    Returns
    -------
    tuple of int
        Positions in `blocks`: those that take part in an exact dependence; else those whose inflation exceeds
        `LARGEST_INFLATION`.
    """
    correlation, block = correlations(blocks, weights)
    sizes, directions = np.linalg.eigh(correlation)
    exact = directions[:, sizes < NEGLIGIBLE * sizes[-1]]
    if exact.size:
        return tuple(int(each) for each in np.unique(block[(np.abs(exact) > NO_PART).any(axis=1)]))
    found = inflations(correlation, block)
    return tuple(place for place, inflation in enumerate(found) if inflation > LARGEST_INFLATION)


def correlations(blocks: Sequence[Block], weights: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return how the columns of all blocks correlate, and the block of each."""
    block = np.repeat(np.arange(len(blocks)), [each.table.shape[1] for each in blocks])
    products = weighted_products(matrix_of([each.centred(weights) for each in blocks]), weights)[1:, 1:]
    scale = np.sqrt(np.diag(products))
    return products / np.outer(scale, scale), block


def inflations(correlation: np.ndarray, block: np.ndarray) -> tuple[float, ...]:
    """Return how many times as large the variance of each block is as if the factors were unrelated.

    The generalised variance inflation taken to the power 1 / parameters, so that it compares with that of a single
    column; the factors must not depend on each other exactly.

    Parameters
    ----------
    correlation, block : ndarray
        As `correlations` returns them.

    References
    ----------
    Fox J, Monette G (1992) Generalized collinearity diagnostics. J Am Stat Assoc 87:178-183.
    """
    whole = np.linalg.slogdet(correlation)[1]
    found = []
    for place in range(block[-1] + 1):
        mine = block == place
        parts = sum(np.linalg.slogdet(correlation[np.ix_(rows, rows)])[1] for rows in (mine, ~mine))
        found.append(float(np.exp((parts - whole) / mine.sum())))
    return tuple(found)


def separating_columns(matrix: np.ndarray, cases: CompleteCases) -> np.ndarray:
    """Return which columns of a design matrix tell the outcome of some treatments for sure.

    Where they do, the likelihood grows without end along a direction in which every treatment with a breakout lies on
    one side, or on the border, and every one without on the other. A linear programme finds it.

    Returns
    -------
    ndarray of int
        Empty where there is no such direction, or none was found in time.

    References
    ----------
    Konis K (2007) Linear programming algorithms for detecting separated data in binary logistic regression models.
    DPhil thesis, University of Oxford.
    """
    rows, breakouts, known = cases.by_rows_of(matrix)
    both = (breakouts > 0) & (breakouts < known)
    if both.all():
        return np.array([], dtype=np.int64)
    signed = rows[~both] * np.where(breakouts[~both] > 0, 1, -1)[:, np.newaxis]
    found = scipy.optimize.linprog(
        -signed.sum(axis=0),
        A_ub=-signed,
        b_ub=np.zeros(len(signed)),
        A_eq=rows[both] if both.any() else None,
        b_eq=np.zeros(int(both.sum())) if both.any() else None,
        bounds=(-1, 1),
        options={"time_limit": LONGEST_SEARCH},
    )
    if found.x is None or -found.fun <= NO_PART:
        return np.array([], dtype=np.int64)
    return np.flatnonzero(np.abs(found.x) > NO_PART)
