"""The clinic at a glance: what the home page, the report and the command line say about a log, computed once."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from analysis.methods.cautions import LateBreakouts
from analysis.methods.design_effect import clustering, of_few_clients, rate_design_effect
from analysis.methods.early import ReviewedEarly, reviewed_early
from analysis.methods.one_factor import paired_levels
from analysis.methods.ranking import ranked
from analysis.methods.rate import level_rates, rate, total_rate
from analysis.methods.unknowns import recorded_after_breakouts
from analysis.outcome_log.chart_settings import NOTHING_SET
from analysis.outcome_log.codebook import NO, YES
from analysis.outcome_log.counted_together import tables_with_units
from analysis.outcome_log.log import DATE, OUTCOME, SEVERE, SEVERITY
from analysis.outcome_log.outcomes import Counted, Outcome
from analysis.questions.early import early_times_of_each, recorded_later
from analysis.questions.over_time import OverTime, over_time
from analysis.questions.trend import without_period
from analysis.questions.units import units_of_each

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from analysis.counting.counts import Counts, Paired
    from analysis.counting.tallies import ClientPairs, OneWay
    from analysis.methods.cautions import Caution
    from analysis.outcome_log.chart_settings import ChartSettings
    from analysis.outcome_log.log import Factor
    from analysis.results import Clustering, FactorResult, LevelRate, Rate


@dataclass(frozen=True, kw_only=True)
class AtAGlance:
    """The numbers of the home page.

    Attributes
    ----------
    clustering : Clustering
        Of all treatments that pass the filters; independent where one is counted for each client.
    total : LevelRate
        All treatments that pass the filters, its interval widened as those of the months are.
    known_share : Rate or None
        Treatments with a known outcome among all treatments (its `breakouts` are the known ones).
    severe_share : Rate or None
        Severe ones among the breakouts whose severity is recorded; None where none is.
    over_time : OverTime
        By month and by cartridge lot, also outside the chosen period.
    early : ReviewedEarly or None
        What a "no" from before the end of the breakout window does to the rate; None where there is none.
    factors : tuple of FactorResult
        Every factor but those that record the outcome, the strongest link first.
    cautions : tuple of Caution
        About the outcome as a whole.
    """

    clustering: Clustering
    total: LevelRate
    known_share: Rate | None
    severe_share: Rate | None
    over_time: OverTime
    early: ReviewedEarly | None
    factors: tuple[FactorResult, ...]
    cautions: tuple[Caution, ...]


@dataclass(frozen=True)
class Revisits:
    """What clients who came back make of the numbers.

    Attributes
    ----------
    clustering : Clustering
    rate_design_effect : float
        One for the total, its months and the change: the same month has the same interval everywhere.
    cautions : tuple of Caution
    """

    clustering: Clustering
    rate_design_effect: float
    cautions: tuple[Caution, ...] = ()


def revisits_of(counts: Counts, whole: Counts) -> Revisits:
    """Return what the clients who came back make of the numbers, which are some of a whole period or all of it."""
    by_client = counts.by_client()
    clustered = clustering(by_client)
    return Revisits(
        clustered,
        rate_design_effect(by_client, clustered) if whole is counts else rate_design_effect(whole.by_client()),
        tuple(of_few_clients(by_client)),
    )


def at_a_glance(counts: Counts, settings: ChartSettings = NOTHING_SET, revisits: Revisits | None = None) -> AtAGlance:
    """Return what the treatments that pass say as a whole.

    Parameters
    ----------
    counts : Counts
    settings : ChartSettings
        What the manager set on the chart over time.
    revisits : Revisits, optional
        Of counts that know no single client.
    """
    whole = without_period(counts)
    revisits = revisits or revisits_of(counts, whole)
    clustered, design_effect = revisits.clustering, revisits.rate_design_effect
    # Of the tables with units each factor's own can be read.
    by_day = [(DATE,)] if whole is counts and counts.has(DATE) else []
    by_each = [(factor.name,) for factor in counts.factors]
    counts.prepare(
        {
            "outcome": [*by_each, *tables_with_units(counts.factors), *by_day],
            "times": [()] if counts.has_follow_ups else [],
        }
    )
    tallies = [(factor, counts.by(factor.name)) for factor in counts.factors]
    visits = {factor.name: came for factor in counts.factors if (came := counts.visits(factor.name)) is not None}
    pairs = pairs_of_each(counts, tallies)
    total = total_rate(counts.total, design_effect)
    times = early_times_of_each(counts, [factor.name for factor in counts.factors])
    units = units_of_each(counts, counts.factors)
    factors = _with_order(counts, ranked(tallies, clustered, visits, pairs, times=times, units=units))
    return AtAGlance(
        clustering=clustered,
        total=total,
        known_share=rate(total.known, total.unknown),
        severe_share=_severe_share(counts),
        over_time=over_time(counts, whole, design_effect, settings),
        early=reviewed_early(counts.times(), total.rate, design_effect, factors),
        factors=factors,
        cautions=(*revisits.cautions, *_about_the_outcome(counts)),
    )


def factor_pairs(counts: Counts, factor: Factor, tally: OneWay, of: Paired = "outcome") -> ClientPairs | None:
    """Return pairs of treatments of one client as the tests of a factor need them, if any client came back."""
    by = paired_levels(factor, tally)
    return counts.pairs(by, of=of) if isinstance(by, str) or by.levels else None


def pairs_of_each(counts: Counts, tallies: Iterable[tuple[Factor, OneWay]]) -> dict[str, ClientPairs]:
    """Return the `factor_pairs` of some factors that have any, by name."""
    return {
        factor.name: found for factor, tally in tallies if (found := factor_pairs(counts, factor, tally)) is not None
    }


def _with_order(counts: Counts, factors: tuple[FactorResult, ...]) -> tuple[FactorResult, ...]:
    """Doubt which came first, where a factor of the time after a treatment is linked to the outcome."""
    later = recorded_later(counts)
    if later is None:
        return factors
    return tuple(
        replace(each, cautions=(*each.cautions, later)) if each.is_linked and each.factor.is_after_treatment else each
        for each in factors
    )


def _about_the_outcome(counts: Counts) -> Iterator[Caution]:
    """Say what was not counted as a breakout, and doubt an outcome that is filled in after breakouts only."""
    outcome = counts.counted.outcome
    if (outcome.is_breakout or outcome.is_course) and (late := counts.late_breakouts):
        yield LateBreakouts(late, counts.filters.window_days)
    if outcome.is_breakout or outcome.is_course or counts.is_shared:
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
