"""After how many treatments a CUSUM has an alarm, where nothing has changed and where something has.

References
----------
Brook D, Evans DA (1972) An approach to the probability distribution of CUSUM run length. Biometrika 59:539-549.
Reynolds MR, Stoumbos ZG (1999) A CUSUM chart for monitoring a proportion when inspecting continuously. J Qual Technol
31:87-108.
"""

from __future__ import annotations

import math

import numpy as np
import scipy

from analysis.methods.control_chart.cusum import ODDS_RATIO, weights

# Into so many steps the score is divided; twice as many change a run length by about 1 in 100 where breakouts are rare,
# and by less where they are not.
STEPS = 1_000
# Below any limit that a breakout does not exceed at once.
LOWEST_LIMIT = 0.01
USUALLY_LOWER = 5.0


def average_run_length(
    limit: float, chances: np.ndarray, shares: np.ndarray, odds_ratio: float = ODDS_RATIO, truth: float = 1.0
) -> float:
    """Return after how many treatments the score reaches its limit on average, from zero.

    The score is a Markov chain on `STEPS` values. A step that ends between two of them goes to either, so that it is
    right on average.

    Parameters
    ----------
    limit : float
        Above 0.
    chances, shares : ndarray, shape (groups,)
        The chances of a breakout as long as nothing has changed, and how many of the treatments have each.
    odds_ratio : float
        The change that the score is built to detect.
    truth : float
        The odds ratio that there is: 1 where nothing has changed, for the run length to a false alarm.
    """
    unit = limit / STEPS
    yes, no = weights(chances, odds_ratio)
    really = truth * chances / (1 + (truth - 1) * chances)
    moves = np.concatenate([yes, no]) / unit
    likely = np.concatenate([shares * really, shares * (1 - really)]) / shares.sum()
    above, below = min(math.ceil(moves.max()) + 1, STEPS - 1), min(math.ceil(-moves.min()) + 1, STEPS - 1)
    # Row `above + from - to` and column `to` of the banded matrix is the chance to go from one value to another.
    chain = np.zeros((above + below + 1, STEPS))
    chain[above] = 1.0
    start = np.arange(STEPS)
    for move, chance in zip(moves.tolist(), likely.tolist(), strict=True):
        end = np.maximum(start + move, 0.0)
        lower = np.floor(end).astype(int)
        for to, part in ((lower, lower + 1 - end), (lower + 1, end - lower)):
            stays = to < STEPS
            chain[above + start[stays] - to[stays], to[stays]] -= chance * part[stays]
    return float(scipy.linalg.solve_banded((below, above), chain, np.ones(STEPS))[0])


def limit_for(run_length: float, chances: np.ndarray, shares: np.ndarray, odds_ratio: float = ODDS_RATIO) -> float:
    """Return the limit whose average run length to a false alarm is `run_length` treatments.

    Parameters
    ----------
    run_length : float
    chances, shares : ndarray, shape (groups,)
        See `average_run_length`.
    odds_ratio : float
    """

    def too_long(limit: float) -> float:
        return math.log(average_run_length(limit, chances, shares, odds_ratio) / run_length)

    # The score is a likelihood ratio, which exceeds c with a chance below 1 / c: so the limit is at most its logarithm;
    # and seldom lower than this by more than a few, where a low limit takes long to work out.
    highest = max(math.log(run_length), 2 * LOWEST_LIMIT)
    lowest = max(highest - USUALLY_LOWER, LOWEST_LIMIT)
    if lowest > LOWEST_LIMIT and too_long(lowest) >= 0:
        lowest, highest = LOWEST_LIMIT, lowest
    if lowest == LOWEST_LIMIT and too_long(LOWEST_LIMIT) >= 0:
        return LOWEST_LIMIT
    return float(scipy.optimize.brentq(too_long, lowest, highest, xtol=1e-3))
