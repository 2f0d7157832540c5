"""Whether a model's chances hold: calibration by tenths, and discrimination."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from analysis.methods.normal import two_sided_z
from analysis.methods.rate import rate_among
from analysis.results import CONFIDENCE_LEVEL, Estimate, Interval

if TYPE_CHECKING:
    from analysis.methods.adjusted.complete_cases import CompleteCases
    from analysis.results import Rate

DELONG = "DeLong"
OBUCHOWSKI = "Obuchowski, clustered by client"
TENTHS = 10
# Chances of the same pattern that differ less than this differ by rounding.
SAME_CHANCE = 12


@dataclass(frozen=True)
class CalibrationGroup:
    """Treatments of about equal predicted chance: the mean of these chances, and the rate they had."""

    predicted: float
    observed: Rate


def calibration(chances: np.ndarray, cases: CompleteCases) -> tuple[CalibrationGroup, ...]:
    """Set predicted beside observed rates by (up to) ten groups of about equally many treatments, lowest chance first.

    Over all treatments the two are equal, as in every logistic model with a constant that is fitted to the same counts.

    Parameters
    ----------
    chances : ndarray, shape (patterns,)
    cases : CompleteCases
    """
    value, place = np.unique(chances.round(SAME_CHANCE), return_inverse=True)
    known, breakouts = (np.bincount(place, weights=each).astype(np.int64) for each in (cases.known, cases.breakouts))
    # A chance belongs where the middle of its treatments falls, as a value does among fifths.
    tenth = (2 * np.cumsum(known) - known) * TENTHS // (2 * known.sum())
    groups = []
    for each in np.unique(tenth):
        among = tenth == each
        with_breakout, everyone = int(breakouts[among].sum()), int(known[among].sum())
        observed = rate_among(with_breakout, everyone, cases.clustering.design_effect)
        groups.append(CalibrationGroup(float(np.average(value[among], weights=known[among])), observed))
    return tuple(groups)


def discrimination(chances: np.ndarray, cases: CompleteCases) -> Estimate | None:
    """Return the c statistic: how often, of two treatments, the one with a breakout had the higher chance.

    It is the area under the ROC curve, ties counted half; its interval is DeLong's, and where clients repeat
    Obuchowski's, which is the same but for summing by client. Both are of the treatments the model was fitted to, where
    it does somewhat better than it would in others.

    Returns
    -------
    Estimate or None
        None where all treatments with, or all without, a breakout are of one client, so that the spread is unknown.

    References
    ----------
    DeLong ER et al. (1988) Comparing the areas under two or more correlated receiver operating characteristic curves.
    Biometrics 44:837-845.
    Obuchowski NA (1997) Nonparametric analysis of clustered ROC curve data. Biometrics 53:567-578.
    """
    with_breakout, without = cases.breakouts, cases.known - cases.breakouts
    placed_yes, placed_no = _placements(chances.round(SAME_CHANCE), with_breakout, without)
    area = float(with_breakout @ placed_yes) / float(with_breakout.sum())
    variance = _variance(cases, (placed_yes - area, placed_no - area))
    if variance is None:
        return None
    reach = two_sided_z(CONFIDENCE_LEVEL) * math.sqrt(max(variance, 0.0))
    method = DELONG if cases.by_client is None else OBUCHOWSKI
    return Estimate(
        area, Interval(low=max(area - reach, 0.0), high=min(area + reach, 1.0), level=CONFIDENCE_LEVEL, method=method)
    )


def _placements(chances: np.ndarray, with_breakout: np.ndarray, without: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return for each pattern the share of treatments without a breakout below it, and of those with one above it."""
    _, place = np.unique(chances, return_inverse=True)
    yes, no = (np.bincount(place, weights=each) for each in (with_breakout, without))
    below = (np.cumsum(no) - no / 2) / no.sum()
    above = (yes.sum() - np.cumsum(yes) + yes / 2) / yes.sum()
    return below[place], above[place]


def _variance(cases: CompleteCases, apart: tuple[np.ndarray, np.ndarray]) -> float | None:
    """Return the variance of the area from how far the placements of each outcome lie from their mean."""
    totals = float(cases.breakouts.sum()), float((cases.known - cases.breakouts).sum())
    alone = cases if cases.by_client is None else cases.by_client.once
    counts = alone.breakouts, alone.known - alone.breakouts
    units = [float(number.sum()) for number in counts]
    squares = [float(number @ distance**2) for number, distance in zip(counts, apart, strict=True)]
    together = 0.0
    if cases.by_client is not None:
        more, clients = cases.by_client.more, cases.by_client.clients
        numbers = more.breakouts, more.known - more.breakouts
        summed = [
            np.bincount(more.client, number * distance[more.pattern])
            for number, distance in zip(numbers, apart, strict=True)
        ]
        units = [n + np.count_nonzero(np.bincount(more.client, each)) for n, each in zip(units, numbers, strict=True)]
        squares = [of_alone + float(each @ each) for of_alone, each in zip(squares, summed, strict=True)]
        together = clients / (clients - 1) * float(summed[0] @ summed[1])
    if min(units) < 2:  # noqa: PLR2004 - one has no spread
        return None
    spread = sum(n / (n - 1) * each / total**2 for n, each, total in zip(units, squares, totals, strict=True))
    return spread + 2 * together / (totals[0] * totals[1])
