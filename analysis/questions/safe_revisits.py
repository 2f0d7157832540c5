"""What clients who came back make of shared numbers, without showing what became of a few of them."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from analysis.counting.tallies import NO, YES
from analysis.methods.design_effect import clustering, of_each, of_few_clients, rate_design_effect
from analysis.questions.at_a_glance import Revisits
from analysis.results import INDEPENDENT, Clustering

if TYPE_CHECKING:
    from analysis.counting.safe_levels import Rule
    from analysis.counting.tallies import AlikeClients
    from analysis.questions.safe_factors import Basis

NONE_CAME_BACK = Revisits(INDEPENDENT, 1.0)
# What a client's second breakout, in place of another client's only one, adds to the sum of squares by client.
OF_ONE_PAIR = 2


def safe_revisits(basis: Basis) -> Revisits:
    """Return how much wider shared intervals are because clients came back.

    A design effect shows how many clients broke out twice. It is raised to the next of a few steps, each so high that
    `fewest` different numbers of such clients give the same one: intervals are wider for it, and never narrower.

    Returns
    -------
    Revisits
        `NONE_CAME_BACK` where fewer clients than the rule asks for did: they hardly widen an interval.
    """
    by_client, rule = basis.counts.by_client(), basis.rule
    if by_client is None:
        return NONE_CAME_BACK
    by_client = by_client.counted(basis.counted(by_client.counts))
    by_client = by_client.where(of_each(by_client.counts) > 0)
    if by_client.clients[of_each(by_client.counts) > 1].sum() < rule.fewest:
        return NONE_CAME_BACK
    found, step = clustering(by_client), _step(by_client, rule)
    return Revisits(
        Clustering(int(rule.shown(np.array(found.repeats))), _raised(found.design_effect, step)),
        _raised(rate_design_effect(by_client), step),
        () if rule.is_rounded else tuple(of_few_clients(by_client)),
    )


def _step(by_client: AlikeClients, rule: Rule) -> float:
    """Return what `fewest` clients with a second breakout make of a design effect."""
    none, breakouts = (float(by_client.answered[answer]) for answer in (NO, YES))
    variance = none * breakouts / (none + breakouts) if none and breakouts else math.inf
    return rule.fewest * OF_ONE_PAIR / variance


def _raised(design_effect: float, step: float) -> float:
    return 1 + (math.floor((design_effect - 1) / step) + 1) * step if step else 1.0
