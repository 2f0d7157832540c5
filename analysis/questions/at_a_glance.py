"""The clinic at a glance: what the home page, the report and the command line say about a log, computed once."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from analysis.counting.in_memory import tally, tally_by_client, tally_by_day, tally_each, tally_visits
from analysis.methods.design_effect import clustering
from analysis.methods.over_time import PeriodChange, by_month, change_against_previous
from analysis.methods.ranking import ranked
from analysis.methods.rate import level_rates, rate, total_rate
from analysis.methods.unknowns import recorded_after_breakouts
from analysis.outcome_log.codebook import NO, YES
from analysis.outcome_log.log import OUTCOME
from analysis.outcome_log.outcomes import Outcome

if TYPE_CHECKING:
    from collections.abc import Iterator

    from analysis.methods.cautions import Caution
    from analysis.outcome_log.filters import Filters
    from analysis.outcome_log.log import Log
    from analysis.results import Clustering, FactorResult, LevelRate, Rate

SEVERITY, SEVERE = "severity", "severe"
DAY = dt.timedelta(days=1)
YEAR = dt.timedelta(days=365)


@dataclass(frozen=True, slots=True, kw_only=True)
class AtAGlance:
    """The numbers of the home page.

    Attributes
    ----------
    clustering : Clustering
        Of all treatments that pass the filters; independent where one is counted for each client.
    total : LevelRate
        All treatments that pass the filters.
    known_share : Rate or None
        Treatments with a known outcome among all treatments (its `breakouts` are the known ones).
    severe_share : Rate or None
        Severe ones among the breakouts whose severity is recorded; None where none is.
    months : tuple of LevelRate
        None where clients are counted once each: by the month of the first treatment, those who came early would have
        had the most chances, so that the rate would fall whatever happened.
    change : PeriodChange or None
        The filtered period against the equally long one before. Where no start is chosen, the last 365 days, or the
        later half of a log that does not reach back two years. None where the period before begins before the log does.
    factors : tuple of FactorResult
        Every factor but those that record the outcome, the most telling first.
    cautions : tuple of Caution
        About the outcome as a whole.
    """

    clustering: Clustering
    total: LevelRate
    known_share: Rate | None
    severe_share: Rate | None
    months: tuple[LevelRate, ...]
    change: PeriodChange | None
    factors: tuple[FactorResult, ...]
    cautions: tuple[Caution, ...]


def at_a_glance(log: Log, filters: Filters) -> AtAGlance:
    """Return what the treatments of `log` that pass `filters` say as a whole."""
    clustered = clustering(tally_by_client(log, filters))
    total = total_rate(tally(log, filters), clustered.design_effect)
    factors = log.factors_beside(filters.outcome.name)
    names = [factor.name for factor in factors]
    tallies = tally_each(log, filters, names)
    return AtAGlance(
        clustering=clustered,
        total=total,
        known_share=rate(total.treatments - total.unknown, total.unknown),
        severe_share=_severe_share(log, filters),
        months=by_month(tally_by_day(log, filters), clustered.design_effect) if filters.unit != "clients" else (),
        change=_change(log, filters, clustered.design_effect),
        factors=ranked(
            ((factor, tallies[factor.name]) for factor in factors), clustered, tally_visits(log, filters, names)
        ),
        cautions=tuple(_about_the_outcome(log, filters)),
    )


def _about_the_outcome(log: Log, filters: Filters) -> Iterator[Caution]:
    """Doubt an outcome that is filled in after breakouts only, such as a warning sign; each treatment tells of that."""
    if filters.outcome.is_breakout or filters.outcome.is_course:
        return
    counted = tally(log, replace(filters, unit="treatments"), OUTCOME)
    by_breakout = {each.level: each for each in level_rates(counted)}
    caution = recorded_after_breakouts(by_breakout[NO], by_breakout[YES])
    if caution is not None:
        yield caution


def _severe_share(log: Log, filters: Filters) -> Rate | None:
    if SEVERITY not in log:
        return None
    # Of a client who came back the severest breakout counts, whatever the first treatment was like.
    severe, recorded = (
        int(tally(log, replace(filters, outcome=Outcome(SEVERITY, levels, SEVERITY))).breakouts)
        for levels in ((SEVERE,), log.values(SEVERITY))
    )
    return rate(severe, recorded - severe)


def _change(log: Log, filters: Filters, design_effect: float) -> PeriodChange | None:
    if log.period is None:
        return None
    first, last = log.period
    end = min(filters.end or last, last)
    if filters.start is not None and filters.start > first:
        start = filters.start
    else:
        # The whole log has nothing before it: its last year against the year before is what a manager asks then.
        start = end + DAY - min(YEAR, (end + DAY - first) // (2 * DAY) * DAY)
    length = end + DAY - start
    if start > end or start - length < first:
        return None
    # Each period on its own: a client counted once in each is not left out of the later one.
    days = [tally_by_day(log, filters.between(*period)) for period in ((start - length, start - DAY), (start, end))]
    return change_against_previous(days[0].followed_by(days[1]), start, end, design_effect)
