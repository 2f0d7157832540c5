"""What was different about an unusual period, as far as the log shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.counting.tallies import OneWay
from analysis.methods.control_chart.leads import over_represented
from analysis.questions.trend import by_same_levels, without_period

if TYPE_CHECKING:
    from analysis.counting.counts import Counts
    from analysis.methods.control_chart.leads import Leads
    from analysis.outcome_log.log import Factor
    from analysis.outcome_log.periods import Period


def what_was_different(counts: Counts, period: Period) -> Leads:
    """Return the groups that have more of the breakouts of a period than all other treatments suggest.

    Parameters
    ----------
    counts : Counts
    period : pair of date
        Its first and last day.
    """
    whole = without_period(counts)
    inside = whole.between(*period)
    return over_represented([(factor, *_inside_and_elsewhere(whole, inside, factor)) for factor in whole.factors])


def _inside_and_elsewhere(whole: Counts, inside: Counts, factor: Factor) -> tuple[OneWay, OneWay]:
    """Return the treatments of a period and all others by the same levels."""
    tally, of_period = by_same_levels(whole, factor, whole, inside)
    return of_period, OneWay(factor.name, tally.levels, tally.counts - of_period.counts)
