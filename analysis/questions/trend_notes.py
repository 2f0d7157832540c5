"""What the rate was before and after a note on the chart, and what else was different."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from analysis.counting.tallies import Patterns
from analysis.methods.adjusted.complete_cases import complete_cases
from analysis.methods.adjusted.model import design, fit_model
from analysis.methods.adjusted.standardised import standardise
from analysis.methods.cautions import Caution
from analysis.methods.over_time import PeriodChange, change_between
from analysis.outcome_log.log import DATE, Factor
from analysis.questions.adjusted import DEFAULT_ENTERED, default_factors
from analysis.questions.trend import by_same_levels, without_period

if TYPE_CHECKING:
    from collections.abc import Iterator

    from analysis.counting.counts import Counts
    from analysis.counting.tallies import OneWay
    from analysis.methods.adjusted.model import Design
    from analysis.outcome_log.chart_settings import ChartSettings, Note
    from analysis.outcome_log.log import Level
    from analysis.outcome_log.periods import Period
    from analysis.results import Estimate

# Shifts of the mix that are named, and how large they have to be: a tenth of the treatments.
MOST_SHIFTS, SMALLEST_SHIFT = 3, 0.10
ONE_DAY = dt.timedelta(days=1)
BEFORE, AFTER = "before", "after"


@dataclass(frozen=True, kw_only=True)
class MixShift:
    """A group whose share of the treatments changed: its share before and after."""

    factor: Factor
    level: Level
    before: float
    after: float


@dataclass(frozen=True)
class NoteChange:
    """A note with the rates before and after it, and the groups whose share changed most."""

    note: Note
    period: PeriodChange
    mix: tuple[MixShift, ...]


@dataclass(frozen=True)
class AdjustedChange:
    """The difference between before and after that is left after adjusting for other factors."""

    others: tuple[Factor, ...]
    risk_difference: Estimate


def note_changes(counts: Counts, settings: ChartSettings, design_effect: float) -> tuple[NoteChange, ...]:
    """Return for each note the treatments from the note before it with those up to the next.

    Only notes that the limits start again with bound what is compared; others lie within it.

    Parameters
    ----------
    counts : Counts
    settings : ChartSettings
    design_effect : float
        Of all the treatments.
    """
    whole = without_period(counts)
    by_day = whole.by_day()
    found = []
    for note in settings.notes:
        periods = _before_and_after(note, settings, by_day)
        if periods is not None:
            before, after = periods
            period = change_between(by_day, after, before, design_effect)
            found.append(NoteChange(note, period, _largest_shifts(whole, before, after)))
    return tuple(found)


def _before_and_after(note: Note, settings: ChartSettings, by_day: OneWay) -> tuple[Period, Period] | None:
    """Return the days before a note and those from it on; None where the log has none of either."""
    if not by_day.levels:
        return None
    first = max([min(by_day.levels), *(day for day in settings.rebased_on if day < note.day)])
    ends = [day - ONE_DAY for day in settings.rebased_on if day > note.day]
    last = min([max(by_day.levels), *ends])
    if not first < note.day <= last:
        return None
    return (first, note.day - ONE_DAY), (note.day, last)


def _largest_shifts(whole: Counts, before: Period, after: Period) -> tuple[MixShift, ...]:
    earlier, later = whole.between(*before), whole.between(*after)
    # Lots, say, always change: what is adjusted for by default is what clients and treatments are like.
    mixed = [factor for factor in whole.factors if factor.adjust_order is not None]
    shifts = [each for factor in mixed for each in _shifts(factor, whole, earlier, later)]
    large = [each for each in shifts if abs(each.after - each.before) >= SMALLEST_SHIFT]
    return tuple(sorted(large, key=lambda each: -abs(each.after - each.before))[:MOST_SHIFTS])


def _shifts(factor: Factor, whole: Counts, earlier: Counts, later: Counts) -> Iterator[MixShift]:
    tallies = by_same_levels(whole, factor, earlier, later)
    one, other = (each.treatments for each in tallies)
    if one.sum() and other.sum():
        for level, before, after in zip(tallies[0].levels, one / one.sum(), other / other.sum(), strict=True):
            yield MixShift(factor=factor, level=level, before=float(before), after=float(after))


def adjusted_change(counts: Counts, change: NoteChange) -> AdjustedChange | Caution:
    """Return the difference of a note after adjusting for the factors that are adjusted for by default.

    Parameters
    ----------
    counts : Counts
    change : NoteChange

    Returns
    -------
    AdjustedChange or Caution
        Why there is none.
    """
    inside = without_period(counts).between(change.period.previous_start, change.period.end)
    others = tuple(inside.factor(name) for name in default_factors(inside))
    period = Factor(DATE, change.note.text, "category", (BEFORE, AFTER), BEFORE)
    every = _split_at(inside.patterns(DATE, *(each.name for each in others)), change.note.day)
    # The period takes a parameter of its own: the last of the others makes room for it.
    together = _design(period, others, every)
    while isinstance(together, Caution) and len(others) > 1:
        others = others[:-1]
        together = _design(period, others, every)
    if isinstance(together, Caution):
        return together
    model = fit_model(together)
    if isinstance(model, Caution):
        return model
    (term,) = (each for each in model.terms if each.factor == period)
    return AdjustedChange(others, standardise(model, term).pair(1, 0, model.fit).difference())


def _design(period: Factor, others: tuple[Factor, ...], every: Patterns) -> Design | Caution:
    patterns = every.of(DATE, *(each.name for each in others))
    return design([period, *others], patterns, complete_cases(patterns), DEFAULT_ENTERED)


def _split_at(patterns: Patterns, day: dt.date) -> Patterns:
    """Return patterns counted by whether a treatment was before a day instead of by its day."""
    days, codes = patterns.levels[0], patterns.codes.copy()
    side = np.array([2 if each is None else int(each >= day) for each in days])
    codes[:, 0] = side[codes[:, 0]]
    levels = ((BEFORE, AFTER, None), *patterns.levels[1:])
    return Patterns(patterns.factors, levels, codes, patterns.client, patterns.counts)
