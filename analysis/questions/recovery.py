"""What clients can expect after a treatment: when breakouts begin, how long they last, how severe they are."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from analysis.methods.design_effect import clustering, of_each, of_few_clients, rate_design_effect, score_design_effect
from analysis.methods.grades import GradesResult, LevelGrades, graded
from analysis.methods.incidence_curve import IncidenceCurve, incidence_curve
from analysis.methods.numeric import by_fifths
from analysis.methods.one_factor import as_shown, likeness
from analysis.methods.rate import rate
from analysis.methods.recovery import CurveEffects, CurvesByLevel, SignByDay, curves_by_level, sign_by_day
from analysis.methods.restricted_mean import mean_design_effect
from analysis.outcome_log.codebook import YES, load
from analysis.outcome_log.log import ONSET, RESOLVED, SEVERE, SEVERITY
from analysis.outcome_log.outcomes import BREAKOUT, Counted, Outcome
from analysis.questions.at_a_glance import factor_pairs
from analysis.questions.units import factor_units
from analysis.results import Clustering, Rate, place_among

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analysis.counting.counts import Counts
    from analysis.counting.tallies import AlikeClients, ByDay, OneWay
    from analysis.methods.cautions import Caution
    from analysis.outcome_log.log import Factor, Level

# By which a manager plans: the call after three days, the one after a week, and the end of most breakout windows.
LANDMARKS = (3, 7, 14)
WARNING_SIGNS = load().warning_signs


@dataclass(frozen=True, kw_only=True)
class Onset:
    """When breakouts begin.

    Attributes
    ----------
    whole : IncidenceCurve
    window_days : int
        The last day that counts.
    by_level : CurvesByLevel or None
        None where no factor was chosen.
    clustering : Clustering
    has_follow_ups : bool
        Whether the log has dates of follow-up.
    without_follow_up : int
        Treatments with a known outcome and no date of follow-up: without a breakout they count as observed to the end.
    followed : IncidenceCurve or None
        Of the others alone; None where there are no such treatments, or none but these.
    without_onset : int
        Breakouts whose day of onset is not known: they count on the latest day on which they can have begun.
    late : int
        Breakouts that began after the window, and so count as none.
    cautions : tuple of Caution
    """

    whole: IncidenceCurve
    window_days: int
    by_level: CurvesByLevel | None
    clustering: Clustering
    has_follow_ups: bool
    without_follow_up: int
    followed: IncidenceCurve | None
    without_onset: int
    late: int
    cautions: tuple[Caution, ...]

    @property
    def days(self) -> tuple[int, ...]:
        """The days by which shares are put into words: the landmarks within the window, and its last day."""
        return (*(day for day in LANDMARKS if day < self.window_days), self.window_days)


@dataclass(frozen=True, kw_only=True)
class Lasting:
    """How long breakouts last.

    Attributes
    ----------
    whole : IncidenceCurve
        Of breakouts that are gone, by days after their onset.
    by_level : CurvesByLevel or None
        None where no factor was chosen.
    not_gone : int
        Breakouts that were not gone when they were last seen.
    left_out : int
        Breakouts whose onset is not known, or which were not seen after it.
    """

    whole: IncidenceCurve
    by_level: CurvesByLevel | None
    not_gone: int
    left_out: int


@dataclass(frozen=True, kw_only=True)
class Severities:
    """How severe breakouts are, each of them counted, also where clients are counted once.

    Attributes
    ----------
    shares : tuple of (grade, Rate or None)
        The share of each grade among the breakouts whose grade is known, the lowest grade first.
    not_known : int
        Breakouts without a grade.
    design_effect : float
        Of the mean grade, scored 0, 1, 2 and so on.
    by_level : GradesResult or None
        None where no factor was chosen.
    """

    shares: tuple[tuple[Level, Rate | None], ...]
    not_known: int
    design_effect: float
    by_level: GradesResult | None


@dataclass(frozen=True, kw_only=True)
class Recovery:
    """What clients can expect; each part is None where the log lacks what it needs.

    Attributes
    ----------
    counted : Counted
        Breakouts, whatever outcome the filters have.
    factor : Factor or None
    lacks : tuple of str
        Columns that would answer more; none where there was no breakout that they could say something of.
    signs : tuple of SignByDay
    signs_by_onset : bool
        Whether they are those of breakouts by their day of onset, and not of all treatments by that of follow-up.
    """

    counted: Counted
    factor: Factor | None
    onset: Onset | None
    lasting: Lasting | None
    severity: Severities | None
    signs: tuple[SignByDay, ...]
    signs_by_onset: bool
    lacks: tuple[str, ...]


def recovery(counts: Counts) -> Recovery:
    """Return when breakouts begin, how long they last and how severe they are.

    Parameters
    ----------
    counts : Counts
        Of any outcome: breakouts are looked at.
    """
    counts = _of_breakouts(counts)
    has_onset, has_end = (counts.has(name) and len(counts.by(name).named.levels) > 0 for name in (ONSET, RESOLVED))
    severity = _severities(counts)
    has_breakouts = counts.total.breakouts > 0
    lacks = {
        ONSET: not has_onset,
        RESOLVED: not has_end,
        SEVERITY: severity is None,
        WARNING_SIGNS[0]: not any(counts.has(name) for name in WARNING_SIGNS),
    }
    return Recovery(
        counted=counts.counted,
        factor=None,
        onset=_onset(counts) if has_onset else None,
        lasting=_lasting(counts) if has_onset and has_end else None,
        severity=severity,
        signs=_signs(counts, by_onset=has_onset),
        signs_by_onset=has_onset,
        lacks=tuple(name for name, is_lacking in lacks.items() if is_lacking and has_breakouts),
    )


def recovery_by(counts: Counts, factor: Factor, found: Recovery) -> Recovery:
    """Return the same by the levels of a factor.

    Parameters
    ----------
    counts : Counts
    factor : Factor
    found : Recovery
        Of the same counts.
    """
    counts, onset, lasting, severity = _of_breakouts(counts), found.onset, found.lasting, found.severity
    return replace(
        found,
        factor=factor,
        onset=None if onset is None else replace(onset, by_level=_onset_by(counts, factor, onset)),
        lasting=None if lasting is None else replace(lasting, by_level=_lasting_by(counts, factor, lasting)),
        severity=None if severity is None else replace(severity, by_level=_severities_by(counts, factor, severity)),
    )


def _of_breakouts(counts: Counts) -> Counts:
    return counts if counts.counted.outcome.is_breakout else counts.of(Counted(BREAKOUT, counts.counted.unit))


def _onset(counts: Counts) -> Onset | None:
    times, followed = counts.onsets(), counts.followed_onsets()
    if times is None or not times.known.sum():
        return None
    by_client = counts.by_client()
    effect = rate_design_effect(by_client)
    without = int(times.known.sum() - followed.known.sum()) if followed is not None else 0
    return Onset(
        whole=incidence_curve(times.events[0], times.censored[0], effect),
        window_days=times.last_day,
        by_level=None,
        clustering=clustering(by_client),
        has_follow_ups=followed is not None,
        without_follow_up=without,
        followed=(
            incidence_curve(followed.events[0], followed.censored[0], effect)
            if followed is not None and without and followed.known.sum()
            else None
        ),
        without_onset=int(_each_breakout(counts).by(ONSET).not_answered.breakouts),
        late=counts.late_breakouts,
        cautions=tuple(of_few_clients(by_client)),
    )


def _onset_by(counts: Counts, factor: Factor, onset: Onset) -> CurvesByLevel | None:
    tally, times = counts.by(factor.name), counts.onsets(factor.name)
    if times is None:
        return None
    units = factor_units(counts, factor)
    alike = likeness(factor, tally, factor_pairs(counts, factor, tally), onset.clustering, units).named
    shown = _shown(factor, tally)
    of_shown = as_shown(factor, alike, shown)
    of_trend = of_shown.along(np.arange(len(shown.levels), dtype=float))
    effects = CurveEffects(levels=of_shown.in_intervals(), table=of_shown.table(), trend=of_trend)
    return curves_by_level(factor, _as_levels(times, shown.levels), int(tally.not_answered.known), effects, units)


def _lasting(counts: Counts) -> Lasting | None:
    each = _each_breakout(counts)
    whole = each.durations()
    if whole is None or not whole.known.sum():
        return None
    events, censored = whole.events[0], whole.censored[0]
    effect = mean_design_effect(events, censored, each.pairs(of="duration"))
    return Lasting(
        whole=incidence_curve(events, censored, effect),
        by_level=None,
        not_gone=int(censored.sum()),
        left_out=int(each.total.breakouts - whole.known.sum()),
    )


def _lasting_by(counts: Counts, factor: Factor, lasting: Lasting) -> CurvesByLevel | None:
    each = _each_breakout(counts)
    durations = each.durations(factor.name)
    if durations is None:
        return None
    levels = _shown(factor, each.by(factor.name)).levels
    not_answered = int(durations.known[[level is None for level in durations.levels]].sum())
    effects = CurveEffects.same(lasting.whole.design_effect, len(levels))
    return curves_by_level(factor, _as_levels(durations, levels), not_answered, effects, factor_units(each, factor))


def _severities(counts: Counts) -> Severities | None:
    if not counts.has(SEVERITY):
        return None
    each = _each_breakout(counts)
    graded_counts = each.of(severity_counted(each.counted))
    # The first grade is no breakout.
    grades, by_grade = graded_counts.grades[1:], graded_counts.by_grade()[1:]
    known = int(by_grade.sum())
    if not known:
        return None
    by_client = graded_counts.by_client("grade")
    of_clients = None
    if by_client is not None:
        of_breakouts = by_client.counted(by_client.counts[:, 1:])
        # Most clients never had a breakout.
        of_clients = of_breakouts.where(of_each(of_breakouts.counts) > 0)
    return Severities(
        shares=tuple(
            (grade, rate(int(number), known - int(number), _grade_effect(of_clients, place)))
            for place, (grade, number) in enumerate(zip(grades, by_grade, strict=True))
        ),
        not_known=int(each.total.breakouts) - known,
        design_effect=1.0 if of_clients is None else score_design_effect(of_clients),
        by_level=None,
    )


def severity_counted(counted: Counted) -> Counted:
    """Return the same with the severity of breakouts as its outcome."""
    return Counted(Outcome(SEVERITY, (SEVERE,), load()[SEVERITY].title, is_ordered=True), counted.unit)


def _grade_effect(of_clients: AlikeClients | None, place: int) -> float:
    """Return the design effect of the share of one grade."""
    if of_clients is None:
        return 1.0
    of_grade = of_clients.counts[:, place]
    of_others = of_each(of_clients.counts) - of_grade
    return score_design_effect(of_clients.counted(np.column_stack([of_others, of_grade])))


def _severities_by(counts: Counts, factor: Factor, found: Severities) -> GradesResult:
    each = _each_breakout(counts)
    shown, graded_counts = _shown(factor, each.by(factor.name)).levels, each.of(severity_counted(each.counted))
    by_grade = graded_counts.by_grade(factor.name)[:, 1:]
    merged = np.zeros((len(shown), by_grade.shape[1]), dtype=np.int64)
    for value, of_value in zip(each.by(factor.name).levels, by_grade, strict=True):
        place = place_among(shown, value)
        if place >= 0:
            merged[place] += of_value
    levels = [LevelGrades(level, tuple(map(int, of_level)), 0) for level, of_level in zip(shown, merged, strict=True)]
    return graded(
        factor,
        graded_counts.grades[1:],
        levels,
        int(by_grade[-1].sum()),
        clustering=Clustering(0, found.design_effect),
        units=factor_units(graded_counts, factor, "grade of breakouts"),
    )


def _signs(counts: Counts, *, by_onset: bool) -> tuple[SignByDay, ...]:
    found = (_sign(counts, name, by_onset=by_onset) for name in WARNING_SIGNS if counts.has(name))
    return tuple(each for each in found if each is not None)


def _sign(counts: Counts, name: str, *, by_onset: bool) -> SignByDay | None:
    """Return a warning sign by the day of onset within the window, else by that of follow-up."""
    title = load()[name].title
    of_sign = counts.of(Counted(Outcome(name, (YES,), title)))
    if by_onset:
        by_day = of_sign.by(ONSET).named
        return sign_by_day(title, by_day.levels, by_day.counts[:, :2], counts.filters.window_days)
    seen = of_sign.seen()
    if seen is None:
        return None
    return sign_by_day(
        title, range(seen.last_day + 1), np.column_stack([seen.censored[0], seen.events[0]]), seen.last_day
    )


def _each_breakout(counts: Counts) -> Counts:
    """Return the same counts of every breakout, also where clients are counted once."""
    return counts.of(Counted(BREAKOUT)) if counts.counted.unit == "clients" else counts


def _shown(factor: Factor, tally: OneWay) -> OneWay:
    """Return the levels as they are shown: those of a number in five groups, those of an order all in their places."""
    if factor.kind == "number":
        return by_fifths(tally)
    return tally.named if factor.kind == "ordered" else tally.answered


def _as_levels(times: ByDay, levels: Sequence[Level]) -> ByDay:
    return times.grouped([place_among(levels, level) for level in times.levels], levels)
