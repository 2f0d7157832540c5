"""Months with more of something rare, such as severe reactions, than all other months suggest."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import scipy

from analysis.methods.unusual import LIMITS_LEVEL

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analysis.results import LevelRate

# As far out as the upper limit of a lot: one of 1,000 ordinary months.
RISEN = (1 - LIMITS_LEVEL) / 2


@dataclass(frozen=True, kw_only=True)
class Rise:
    """A month with more than the others suggest.

    Attributes
    ----------
    observed : LevelRate
    expected : float
        How many it would have at the rate of all months.
    p_value : float
        Of as many, or more.
    """

    observed: LevelRate
    expected: float
    p_value: float


def risen_months(months: Sequence[LevelRate], design_effect: float = 1.0) -> tuple[Rise, ...]:
    """Return the months that have more than all the others suggest, by Fisher's exact test of one side.

    Parameters
    ----------
    months : sequence of LevelRate
        Together they are all that is counted.
    design_effect : float
        At least 1: where clients came back all counts are divided by it (Rao & Scott 1992).

    References
    ----------
    Fisher RA (1935) The logic of inductive inference. J R Stat Soc 98:39-54.
    """
    everyone, events = sum(each.known for each in months), sum(each.breakouts for each in months)
    if not events:
        return ()
    found = []
    for each in months:
        yes, known, all_yes, all_known = (
            int(number / design_effect) for number in (each.breakouts, each.known, events, everyone)
        )
        p_value = float(scipy.stats.hypergeom.sf(yes - 1, all_known, all_yes, known)) if yes else 1.0
        if p_value <= RISEN:
            found.append(Rise(observed=each, expected=events * each.known / everyone, p_value=p_value))
    return tuple(found)
