"""How much less clients who came back tell than as many different clients would."""

from __future__ import annotations

import numpy as np

from analysis.results import INDEPENDENT, Clustering

# With fewer clients the spread between them cannot be told.
FEWEST_CLIENTS = 2


def clustering(by_client: np.ndarray | None) -> Clustering:
    """Return how many treatments are of clients who came back, and their design effect.

    The design effect is the variance of the rate, as the spread between clients shows it, over the variance that as
    many independent treatments would have. Dividing all counts by it leaves methods for independent treatments valid.
    Below 1 it counts as 1: intervals are widened, never narrowed.

    Parameters
    ----------
    by_client : ndarray of int, shape (clients, 3), or None
        Treatments of each client without a breakout, with one, and with an unknown outcome; None where the log does not
        tell clients apart.

    References
    ----------
    Rao JNK, Scott AJ (1992) A simple method for the analysis of clustered binary data. Biometrics 48:577-585.
    """
    if by_client is None:
        return INDEPENDENT
    repeats = int((by_client.sum(axis=1) - 1).sum())
    return Clustering(repeats, score_design_effect(by_client[:, :2]))


def score_design_effect(by_client: np.ndarray) -> float:
    """Return the design effect of a mean score; of a rate, where the scores are 0 and 1.

    Parameters
    ----------
    by_client : ndarray of int, shape (clients, grades)
        Treatments of each client with a known grade; the grades are scored 0, 1, 2 and so on.

    Returns
    -------
    float
        At least 1, and 1 where no client has two known grades, or all grades are the same.

    References
    ----------
    Rao JNK, Scott AJ (1992) A simple method for the analysis of clustered binary data. Biometrics 48:577-585.
    """
    known = by_client.sum(axis=1)
    clients, everyone = int((known > 0).sum()), int(known.sum())
    if clients < FEWEST_CLIENTS or clients == everyone:
        return 1.0
    scores = np.arange(by_client.shape[1])
    mean = by_client.sum(axis=0) @ scores / everyone
    variance = by_client.sum(axis=0) @ (scores - mean) ** 2 / everyone
    if variance == 0:
        return 1.0
    between = clients / (clients - 1) * ((by_client @ scores - known * mean) ** 2).sum()
    return max(float(between / (everyone * variance)), 1.0)
