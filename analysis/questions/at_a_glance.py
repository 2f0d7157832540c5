"""The clinic at a glance: what the home page, the report and the command line say about a log, computed once."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from analysis.methods.cautions import LateBreakouts
from analysis.methods.design_effect import clustering
from analysis.methods.one_factor import paired_levels
from analysis.methods.over_time import (
    PeriodChange,
    by_month,
    calendar_months,
    change_against_previous,
    previous_period,
    two_periods,
)
from analysis.methods.ranking import ranked
from analysis.methods.rate import level_rates, rate, total_rate
from analysis.methods.unknowns import recorded_after_breakouts
from analysis.outcome_log.codebook import NO, YES
from analysis.outcome_log.log import DATE, OUTCOME
from analysis.outcome_log.outcomes import Counted, Outcome

if TYPE_CHECKING:
    from collections.abc import Iterator

    from analysis.counting.counts import Counts, Paired
    from analysis.counting.tallies import ClientPairs, OneWay
    from analysis.methods.cautions import Caution
    from analysis.outcome_log.log import Factor
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


def at_a_glance(counts: Counts) -> AtAGlance:
    """Return what the treatments that pass say as a whole."""
    clustered = clustering(counts.by_client())
    tallies = [(factor, counts.by(factor.name)) for factor in counts.factors]
    visits = {factor.name: came for factor in counts.factors if (came := counts.visits(factor.name)) is not None}
    pairs = {
        factor.name: found for factor, tally in tallies if (found := factor_pairs(counts, factor, tally)) is not None
    }
    total = total_rate(counts.total, clustered.design_effect)
    return AtAGlance(
        clustering=clustered,
        total=total,
        known_share=rate(total.treatments - total.unknown, total.unknown),
        severe_share=_severe_share(counts),
        months=_months(counts, clustered),
        change=_change(counts, clustered),
        factors=ranked(tallies, clustered, visits, pairs),
        cautions=tuple(_about_the_outcome(counts)),
    )


def factor_pairs(counts: Counts, factor: Factor, tally: OneWay, of: Paired = "outcome") -> ClientPairs | None:
    """Return pairs of treatments of one client as the tests of a factor need them, if any client came back."""
    by = paired_levels(factor, tally)
    return counts.pairs(by, of=of) if isinstance(by, str) or by.levels else None


def _about_the_outcome(counts: Counts) -> Iterator[Caution]:
    """Say what was not counted as a breakout, and doubt an outcome that is filled in after breakouts only."""
    outcome = counts.counted.outcome
    if (outcome.is_breakout or outcome.is_course) and (late := counts.late_breakouts):
        yield LateBreakouts(late, counts.filters.window_days)
    if outcome.is_breakout or outcome.is_course:
        return
    by_breakout = {each.level: each for each in level_rates(counts.of(Counted(outcome)).by(OUTCOME))}
    caution = recorded_after_breakouts(by_breakout[NO], by_breakout[YES])
    if caution is not None:
        yield caution


def _severe_share(counts: Counts) -> Rate | None:
    if not counts.has(SEVERITY):
        return None
    # Of a client who came back the severest breakout counts, whatever the first treatment was like.
    graded = counts.of(Counted(Outcome(SEVERITY, (SEVERE,), SEVERITY), counts.counted.unit))
    by_grade = dict(zip(graded.grades, graded.by_grade().tolist(), strict=True))
    severe, no_breakouts = by_grade.get(SEVERE, 0), by_grade[None]
    return rate(severe, sum(by_grade.values()) - no_breakouts - severe)


def _months(counts: Counts, clustered: Clustering) -> tuple[LevelRate, ...]:
    if counts.counted.unit == "clients":
        return ()
    if not counts.has(DATE):
        return ()
    days = counts.by(DATE)
    months = calendar_months(days)
    return by_month(days, months, counts.pairs(months), clustered)


def _change(counts: Counts, clustered: Clustering) -> PeriodChange | None:
    if counts.period is None:
        return None
    first, last = counts.period
    filters = counts.filters
    end = min(filters.end or last, last)
    if filters.start is not None and filters.start > first:
        start = filters.start
    else:
        # The whole log has nothing before it: its last year against the year before is what a manager asks then.
        start = end + DAY - min(YEAR, (end + DAY - first) // (2 * DAY) * DAY)
    before, last_before = previous_period(start, end)
    if start > end or before < first:
        return None
    # Each period on its own: a client counted once in each is not left out of the later one.
    days = counts.by_day(before, last_before).followed_by(counts.by_day(start, end))
    over_both = counts if counts.filters.covers(before, end) else counts.between(before, end)
    pairs = over_both.pairs(two_periods(over_both.by(DATE).named.levels, start, end))
    return change_against_previous(days, start, end, pairs, clustered)
