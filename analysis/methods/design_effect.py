"""How much less clients who came back tell than as many different clients would."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from analysis.methods.evidence_cautions import OfFewClients
from analysis.methods.normal import two_sided_z
from analysis.results import CONFIDENCE_LEVEL, INDEPENDENT, Clustering

if TYPE_CHECKING:
    from collections.abc import Iterator

    from analysis.counting.tallies import AlikeClients

# With fewer clients the spread between them cannot be estimated.
FEWEST_CLIENTS = 2
# With fewer clients, what is estimated from the spread between them is too small (Angrist JD, Pischke J-S (2009) Mostly
# harmless econometrics, p 319), and makes nothing surer.
FEW_CLIENTS = 42
# So few say little of any other client, however wide an interval is; our own.
HARDLY_ANY_CLIENTS = 10


def clustering(by_client: AlikeClients | None) -> Clustering:
    """Return how many treatments are of clients who came back, and their design effect.

    The design effect is the variance of the rate, as the spread between clients shows it, over the variance that as
    many independent treatments would have. Dividing all counts by it leaves methods for independent treatments valid.
    Below 1 it counts as 1: intervals are widened, never narrowed.

    Parameters
    ----------
    by_client : AlikeClients or None
        Treatments without a breakout, with one, and with an unknown outcome; None where the log does not tell clients
        apart.

    References
    ----------
    Rao JNK, Scott AJ (1992) A simple method for the analysis of clustered binary data. Biometrics 48:577-585.
    """
    if by_client is None:
        return INDEPENDENT
    return Clustering(by_client.treatments - len(by_client), score_design_effect(_known(by_client)))


def of_few_clients(by_client: AlikeClients | None) -> Iterator[OfFewClients]:
    """Doubt rates of clients who came back, but are hardly any."""
    if by_client is not None and len(by_client) <= HARDLY_ANY_CLIENTS and by_client.treatments > len(by_client):
        yield OfFewClients(len(by_client), by_client.treatments)


def rate_design_effect(by_client: AlikeClients | None, clustered: Clustering | None = None) -> float:
    """Return the design effect of the rate as it counts in an interval, `allowing_for_few` clients.

    Parameters
    ----------
    by_client : AlikeClients or None
        As for `clustering`.
    clustered : Clustering, optional
        What `clustering` found of them, where that was asked before.
    """
    if by_client is None:
        return 1.0
    of_known = _known(by_client)
    known, clients = of_each(of_known.counts), of_known.clients
    pairs = float(clients @ (known * (known - 1)))
    of_rate = score_design_effect(of_known) if clustered is None else clustered.design_effect
    return allowing_for_few(of_rate, int(clients[known > 0].sum()), float(clients @ known), pairs)


def _known(by_client: AlikeClients) -> AlikeClients:
    return by_client.counted(by_client.counts[:, :2])


def allowing_for_few(design_effect: float, clients: int, known: float, pairs: float) -> float:
    """Return the design effect of a rate as it counts in an interval, where it rests on few clients who came often.

    It is then estimated from these few. What they are too alike, because their own mean is taken for the truth, is made
    up for, and Student's t takes the place of the normal distribution: Wilson's interval depends on its square times
    the design effect. It is never more than if each client's treatments all had one outcome.

    Parameters
    ----------
    design_effect : float
        At least 1; times clients / (clients - 1), as where these are many.
    clients : int
    known : float
        Treatments with a known outcome.
    pairs : float
        Ordered pairs of different ones of one client: of C clients who came as often known² / C - known.

    References
    ----------
    Bell RM, McCaffrey DF (2002) Bias reduction in standard errors for linear regression with multi-stage samples. Surv
    Methodol 28:169-181.
    """
    freedom = known**2 / pairs - 1 if pairs > 0 else np.inf
    if freedom >= FEW_CLIENTS - 1:
        return design_effect
    most, of_one, of_clients = 1 + pairs / known, 1 / known, pairs / known**2 + 1 / known
    if of_clients >= 1 or clients < FEWEST_CLIENTS:
        return most
    corrected = max(design_effect * (clients - 1) / clients * (1 - of_one) / (1 - of_clients), 1.0)
    student = two_sided_z(CONFIDENCE_LEVEL, max(freedom, 1.0)) / two_sided_z(CONFIDENCE_LEVEL)
    return float(min(corrected * student**2, most))


def of_each(by_client: np.ndarray) -> np.ndarray:
    """Return the treatments on each line: a sum over a short axis, which `sum` takes ten times as long for."""
    treatments: np.ndarray = np.einsum("ij->i", by_client)
    return treatments


def score_design_effect(by_client: AlikeClients) -> float:
    """Return the design effect of a mean score; of a rate, where the scores are 0 and 1.

    Parameters
    ----------
    by_client : AlikeClients
        Treatments by known grade; the grades are scored 0, 1, 2 and so on.

    Returns
    -------
    float
        At least 1, and 1 where no client has two known grades, or all grades are the same.

    References
    ----------
    Rao JNK, Scott AJ (1992) A simple method for the analysis of clustered binary data. Biometrics 48:577-585.
    """
    known, of_grades = of_each(by_client.counts), by_client.answered
    clients, everyone = int(by_client.clients[known > 0].sum()), int(of_grades.sum())
    if clients < FEWEST_CLIENTS or clients == everyone:
        return 1.0
    scores = np.arange(len(of_grades))
    mean = of_grades @ scores / everyone
    variance = of_grades @ (scores - mean) ** 2 / everyone
    if variance == 0:
        return 1.0
    between = clients / (clients - 1) * ((by_client.counts @ scores - known * mean) ** 2 * by_client.clients).sum()
    return max(float(between / (everyone * variance)), 1.0)
