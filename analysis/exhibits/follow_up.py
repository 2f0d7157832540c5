"""Who was followed up in time: the share by practitioner, clinic or month."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from analysis.exhibits.one_factor import one_factor_exhibit
from analysis.wording.follow_up import followed_up_in_time, judged_in_time

if TYPE_CHECKING:
    from analysis.exhibits.exhibit import Exhibit
    from analysis.outcome_log.outcomes import Counted
    from analysis.questions.follow_up import FollowedUp
    from analysis.results import FactorResult


def followed_up_exhibit(found: FollowedUp, by: FactorResult, counted: Counted, days: int) -> Exhibit:
    """Return the share of treatments followed up in time by one factor."""
    of = one_factor_exhibit(by, counted)
    return replace(
        of, finding=followed_up_in_time(found, days), sentences=(of.finding,), counts=judged_in_time(found.total)
    )
