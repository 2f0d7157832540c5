"""How much less clients who came back tell than as many different clients would."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.results import INDEPENDENT, Clustering

if TYPE_CHECKING:
    import numpy as np

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
    no_breakouts, breakouts = by_client[:, 0], by_client[:, 1]
    known = no_breakouts + breakouts
    clients = int((known > 0).sum())
    if not repeats or clients < FEWEST_CLIENTS or not breakouts.any() or not no_breakouts.any():
        return Clustering(repeats, 1.0)
    rate = breakouts.sum() / known.sum()
    between = clients / (clients - 1) * ((breakouts - known * rate) ** 2).sum()
    return Clustering(repeats, max(float(between / (known.sum() * rate * (1 - rate))), 1.0))
