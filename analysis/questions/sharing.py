"""What may be known outside the clinic: the counts of a log with small groups joined, and what was left out."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from analysis.counting.safe_counts import SafeCounts, SafeTallies
from analysis.counting.tallies import NO, UNKNOWN, YES, Total
from analysis.outcome_log.log import DATE
from analysis.outcome_log.periods import period_start
from analysis.questions.at_a_glance import at_a_glance
from analysis.questions.safe_factors import Basis, LeftOut, has_letters, safe_factors
from analysis.questions.safe_revisits import NONE_CAME_BACK, safe_revisits

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analysis.counting.counts import Counts
    from analysis.counting.safe_levels import Rule
    from analysis.counting.tallies import OneWay
    from analysis.outcome_log.filters import Filters
    from analysis.outcome_log.log import Factor
    from analysis.outcome_log.periods import By as PeriodBy
    from analysis.questions.at_a_glance import AtAGlance
    from analysis.questions.safe_factors import Recoded

NAME_LEFT_OUT = "…"


@dataclass(frozen=True, eq=False, kw_only=True)
class Shared:
    """What may be known outside the clinic.

    Attributes
    ----------
    counts : SafeCounts
    found : AtAGlance
        What these counts say; it has no link that all counts of the log do not have.
    rule : Rule
    joined : tuple of Factor
        Those with levels counted as one.
    renamed : tuple of Factor
        Those whose levels have letters for names.
    left_out : tuple of LeftOut
    without_unknown : bool
        Whether so few outcomes are unknown that they count nowhere.
    shortest : {"month", "quarter"} or None
        The shortest period whose counts are safe; None where none is.
    """

    counts: SafeCounts
    found: AtAGlance
    rule: Rule
    joined: tuple[Factor, ...]
    renamed: tuple[Factor, ...]
    left_out: tuple[LeftOut, ...]
    without_unknown: bool
    shortest: PeriodBy | None


def for_sharing(counts: Counts, rule: Rule, whole: AtAGlance) -> Shared | None:
    """Return what may be known outside the clinic of the treatments that pass.

    Parameters
    ----------
    counts : Counts
    rule : Rule
    whole : AtAGlance
        What all these counts say.

    Returns
    -------
    Shared or None
        None where there are so few breakouts, or so few treatments without one, that their number is about persons.
    """
    total = np.array(counts.total.counts)
    if not rule.are_safe(total[[NO, YES]]) or not total[[NO, YES]].any():
        return None
    keeps_unknown = rule.are_safe(total)
    total[UNKNOWN] *= keeps_unknown
    by_period, shortest = _periods(counts, rule, total)
    basis = Basis(counts=counts, rule=rule, counts_unknown=keeps_unknown, shortest=shortest)
    kept, left_out = safe_factors(basis)
    linked = {each.factor.name for each in whole.factors if each.has_link}
    revisits = safe_revisits(basis)
    while True:
        safe = _safe_counts(basis, total, kept, by_period, clients_repeat=revisits is not NONE_CAME_BACK)
        found = at_a_glance(safe, revisits=revisits)
        # Joined levels and one design effect for all may make a link of what is none by all that is known.
        wrong = {each.factor.name for each in found.factors if each.has_link} - linked
        if not wrong:
            break
        left_out += [LeftOut(each.factor, "not linked") for each in kept if each.factor.name in wrong]
        kept = [each for each in kept if each.factor.name not in wrong]
    return Shared(
        counts=safe,
        # Without the unknown outcomes all others are known, which is not for a report to state.
        found=found if keeps_unknown else replace(found, known_share=None),
        rule=rule,
        joined=tuple(each.factor for each in kept if each.is_joined),
        renamed=tuple(each.factor for each in kept if has_letters(counts.factor(each.factor.name))),
        left_out=tuple(left_out),
        without_unknown=not keeps_unknown,
        shortest=shortest,
    )


def _safe_counts(
    basis: Basis, total: np.ndarray, kept: Sequence[Recoded], by_period: OneWay | None, *, clients_repeat: bool
) -> SafeCounts:
    """Return counts of nothing but safe tallies, as they are shown."""
    counts, rule = basis.counts, basis.rule
    safe = SafeTallies(
        total=Total(rule.shown(total)),
        of_factors={each.factor.name: replace(each.tally, counts=rule.shown(each.tally.counts)) for each in kept},
        factors=tuple(each.factor for each in kept),
        by_period=None if by_period is None else replace(by_period, counts=rule.shown(by_period.counts)),
        shortest=basis.shortest or "month",
        clients_repeat=clients_repeat,
    )
    filters = counts.filters
    filtered = [*(name for name, _ in filters.levels), *(name for name, _, _ in filters.ranges)]
    names = {*filtered, *(each.name for each in counts.factors)}
    titled = {name: replace(counts.factor(name), levels=()) for name in names}
    return SafeCounts(safe, _without_names(counts, filters), counts.counted, titled=titled, period=counts.period)


def _periods(counts: Counts, rule: Rule, total: np.ndarray) -> tuple[OneWay | None, PeriodBy | None]:
    """Return the units by the shortest period whose every count is safe; those without a date must be safe as well."""
    if not counts.has(DATE) or counts.counted.unit == "clients":
        return None, None
    by_day = counts.by_day()
    days = replace(by_day, counts=by_day.counts * (total > 0))
    choices: tuple[PeriodBy, ...] = ("month", "quarter")
    for by in choices:
        starts = [period_start(day, by) for day in days.levels]
        found = days.grouped(starts, sorted(set(starts)))
        if len(found.levels) > 1 and rule.are_safe(np.vstack([found.counts, total - days.total.counts])):
            return found, by
    return None, None


def _without_names(counts: Counts, filters: Filters) -> Filters:
    """Return filters that name nobody; they are only put into words."""
    levels = tuple(
        (name, (NAME_LEFT_OUT,) if has_letters(counts.factor(name)) else levels) for name, levels in filters.levels
    )
    return replace(filters, levels=levels)
