"""What clients can expect: when breakouts begin, how long they last, how severe they are, and their warning signs."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pandas as pd

from analysis.exhibits.exhibit import Exhibit
from analysis.exhibits.grades import grades_exhibit
from analysis.exhibits.number_columns import rate_columns, share_per_100
from analysis.figures.recovery import MOST_CURVES, Axes, curves_figure, signs_figure
from analysis.questions.recovery import LANDMARKS, severity_counted
from analysis.wording import recovery as words
from analysis.wording import recovery_by_level as level_words
from analysis.wording.grades import grade_name
from analysis.wording.numbers import file_stem, level_name
from analysis.wording.outcomes import per_100_units, unit

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from analysis.methods.incidence_curve import IncidenceCurve
    from analysis.methods.recovery import CurvesByLevel, SignByDay
    from analysis.outcome_log.outcomes import Counted
    from analysis.questions.recovery import Lasting, Onset, Recovery, Severities

BEGIN, LAST, SEVERE, SIGNS, SIGNS_SEEN = (
    "When breakouts begin",
    "How long breakouts last",
    "How severe breakouts are",
    "Warning signs by onset day",
    "Warning signs by day of follow-up",
)
HALF_BY = "Half by day"
# Breakouts are drawn until so few of them are left that the rest of the chart would be empty.
DRAWN_UNTIL = 0.98
# The numbers of two days must not touch on a telephone: they stand a seventh of the axis apart, or more.
TICKS = (0, *LANDMARKS, 21, 28, 60, 90, 180)
CLOSEST = 1 / 7


def recovery_exhibits(found: Recovery) -> Iterator[Exhibit]:
    """Yield an exhibit for each question that the log can answer."""
    counted = found.counted
    if found.onset is not None:
        yield onset_exhibit(found.onset, counted)
    if found.lasting is not None:
        yield lasting_exhibit(found.lasting, counted)
    if found.severity is not None:
        yield severity_exhibit(found.severity, counted)
    if found.signs:
        yield signs_exhibit(found.signs, by_onset=found.signs_by_onset)


def onset_exhibit(of: Onset, counted: Counted) -> Exhibit:
    """Return by which day how many broke out; by the levels of a factor where one was chosen."""
    axes = Axes(
        title=BEGIN,
        days="Days after the treatment",
        share=per_100_units(counted),
        below=f"{unit(counted).capitalize()}s still observed, without a breakout before",
    )
    ticks = ticks_to(of.window_days)
    left_out = (*words.onset_left_out(of, counted),)
    cautions = tuple(words.onset_cautions(of, counted))
    if of.by_level is None:
        return Exhibit(
            stem=file_stem(BEGIN),
            heading=BEGIN,
            finding=words.onset_finding(of, counted),
            sentences=(words.onset_median(of, counted),),
            figure=curves_figure([("", of.whole)], ticks, axes),
            alt=f"{words.describe_curve_by_day(BEGIN, of.whole, ticks)}.",
            numbers=days_table(of.whole, of.window_days, "With a breakout by then, %"),
            left_out=left_out,
            cautions=cautions,
            how=tuple(words.how_onset(of)),
        )
    level, mean = of.by_level, level_words.FREE
    heading, drawn = level_words.by_level_heading(level, BEGIN), _drawn(level)
    return Exhibit(
        stem=file_stem(BEGIN, "by", level.factor.title),
        heading=heading,
        finding=level_words.onset_by_level(level, of.window_days, counted),
        sentences=tuple(filter(None, (level_words.crossing(level, mean),))),
        figure=curves_figure(drawn, ticks, replace(axes, title=heading)) if drawn else None,
        alt=_described(heading, drawn, ticks) if drawn else "",
        numbers=curves_table(level, of.days, f"{unit(counted).capitalize()}s", "By day") if drawn else None,
        only_in_files=_bounds_but_the_last(of.days) if drawn else (),
        left_out=(*left_out, *level_words.by_level_left_out(level, len(drawn), counted)),
        cautions=cautions,
        how=(*words.how_onset(of), *level_words.how_by_level(level, mean)),
    )


def lasting_exhibit(of: Lasting, counted: Counted) -> Exhibit:
    """Return for how long breakouts last; by the levels of a factor where one was chosen."""
    last = _last_drawn(of)
    axes = Axes(
        title=LAST,
        days="Days after the breakout began",
        share="Gone, per 100 breakouts",
        below="Breakouts still observed, not gone before",
    )
    ticks, left_out = ticks_to(last), tuple(words.lasting_left_out(of))
    if of.by_level is None:
        return Exhibit(
            stem=file_stem(LAST),
            heading=LAST,
            finding=words.how_long(of),
            figure=curves_figure([("", of.whole)], ticks, axes),
            alt=f"{words.describe_curve_by_day(LAST, of.whole, ticks)}.",
            numbers=days_table(of.whole, last, "Gone by then, %"),
            left_out=left_out,
            how=tuple(words.how_lasting(of)),
        )
    level, mean = of.by_level, level_words.DURATION
    heading, days = level_words.by_level_heading(level, LAST), [day for day in LANDMARKS if day <= last]
    drawn = _drawn(level)
    return Exhibit(
        stem=file_stem(LAST, "by", level.factor.title),
        heading=heading,
        finding=level_words.lasting_by_level(level, counted),
        sentences=tuple(filter(None, (level_words.crossing(level, mean),))),
        figure=curves_figure(drawn, ticks, replace(axes, title=heading)) if drawn else None,
        alt=_described(heading, drawn, ticks) if drawn else "",
        numbers=curves_table(level, days, "Breakouts", "Gone by day") if drawn else None,
        only_in_files=_bounds_but_the_last(days) if drawn else (),
        left_out=(*left_out, *level_words.by_level_left_out(level, len(drawn), counted, "breakout")),
        how=(*words.how_lasting(of), *level_words.how_by_level(level, mean)),
    )


def severity_exhibit(of: Severities, counted: Counted) -> Exhibit:
    """Return the shares of the grades among breakouts; by the levels of a factor where one was chosen."""
    left_out = tuple(words.severity_left_out(of))
    if of.by_level is None:
        return Exhibit(
            stem=file_stem(SEVERE),
            heading=SEVERE,
            finding=words.how_severe(of),
            numbers=pd.DataFrame(
                [
                    {
                        "Severity": grade_name(grade),
                        "Breakouts": 0 if rate is None else rate.breakouts,
                        **rate_columns(rate, "Share, %"),
                    }
                    for grade, rate in of.shares
                ]
            ),
            left_out=left_out,
            how=words.how_severities(),
        )
    exhibit = grades_exhibit(of.by_level, severity_counted(counted))
    return replace(
        exhibit,
        stem=file_stem(SEVERE, "by", of.by_level.factor.title),
        heading=f"{SEVERE}, by {of.by_level.factor.title}",
        left_out=(*exhibit.left_out, *left_out),
    )


def signs_exhibit(of: Sequence[SignByDay], *, by_onset: bool) -> Exhibit:
    """Return how often each warning sign was recorded, by the day on which breakouts began or clients were seen."""
    heading = SIGNS if by_onset else SIGNS_SEEN
    axes = ("Breakout began on", "Per 100 breakouts") if by_onset else ("Client was seen on", "Per 100 treatments")
    numbers = signs_table(of, "Breakouts" if by_onset else "Treatments")
    return Exhibit(
        stem=file_stem(heading),
        heading=heading,
        finding=words.signs_finding(of, by_onset=by_onset),
        figure=signs_figure(of, heading, *axes),
        alt=words.describe_signs(of, by_onset=by_onset),
        numbers=numbers,
        only_in_files=tuple(name for name in numbers.columns if name.endswith(", n")),
        how=words.how_signs(by_onset=by_onset),
    )


def signs_table(of: Sequence[SignByDay], everyone: str) -> pd.DataFrame:
    """Return one row a warning sign: its share over all days, and in each stretch of them."""
    rows = []
    for each in of:
        row = {
            "Warning sign": each.title,
            everyone: each.whole.known,
            "With the sign": each.whole.breakouts,
            **rate_columns(each.whole, "Share, %"),
        }
        for first, last, rate in each.stretches:
            name = words.stretch_name(first, last).capitalize()
            row[f"{name}, n"] = 0 if rate is None else rate.known
            row[f"{name}, %"] = share_per_100(None if rate is None else rate.value)
        rows.append(row)
    return pd.DataFrame(rows)


def days_table(curve: IncidenceCurve, last: int, share: str) -> pd.DataFrame:
    """Return one row a day: how many were still observed, and the share by then."""
    return pd.DataFrame(
        [
            {
                "Day": day,
                "Still observed": curve.at_risk[day],
                share: share_per_100(each.value),
                "95% CI from, %": share_per_100(each.interval.low),
                "95% CI to, %": share_per_100(each.interval.high),
            }
            for day, each in enumerate(curve.shares[: last + 1])
        ]
    )


def curves_table(of: CurvesByLevel, days: Sequence[int], everyone: str, what: str) -> pd.DataFrame:
    """Return one row a level: the share by each of a few days, and the day by which half had it."""
    rows = []
    for each in of.levels:
        row: dict[str, object] = {
            f"Level of {of.factor.title}": level_name(each.level, of.factor),
            everyone: each.curve.units,
        }
        for day in days:
            share = each.curve.by_day(day)
            row[f"{what} {day}, %"] = share_per_100(share.value if share else None)
            ends = (share.interval.low, share.interval.high) if share else (None, None)
            row |= dict(zip(_bounds(day), map(share_per_100, ends), strict=True))
        rows.append({**row, HALF_BY: each.curve.median.value})
    table = pd.DataFrame(rows)
    return table if table[HALF_BY].notna().any() else table.drop(columns=HALF_BY)


def _bounds(day: int) -> tuple[str, str]:
    """Return how the columns of the ends of the interval on a day are called."""
    return f"Day {day}, CI from", f"Day {day}, CI to"


def _bounds_but_the_last(days: Sequence[int]) -> tuple[str, ...]:
    """Return the columns that a page has no room for."""
    return tuple(column for day in days[:-1] for column in _bounds(day))


def ticks_to(last: int) -> tuple[int, ...]:
    """Return the days for which numbers stand below a chart that ends on day `last`."""
    kept = [last]
    for day in sorted((day for day in TICKS if day < last), reverse=True):
        if kept[-1] - day >= CLOSEST * last and (not day or day >= CLOSEST * last):
            kept.append(day)
    return tuple(reversed(kept))


def _drawn(of: CurvesByLevel) -> list[tuple[str, IncidenceCurve]]:
    """Return the curves that are drawn, with their names: of many the largest, in their order."""
    largest = sorted(of.levels, key=lambda each: each.curve.units, reverse=True)[:MOST_CURVES]
    return [(level_name(each.level, of.factor), each.curve) for each in of.levels if each in largest]


def _described(heading: str, drawn: Sequence[tuple[str, IncidenceCurve]], ticks: Sequence[int]) -> str:
    curves = "; ".join(words.describe_curve_by_day(name, curve, ticks) for name, curve in drawn)
    return f"{heading}. {curves}."


def _last_drawn(of: Lasting) -> int:
    """Return the last day of the chart: that on which almost all breakouts are gone, or the last that anybody saw."""
    shares = of.whole.shares
    return max(next((day for day, each in enumerate(shares) if each.value >= DRAWN_UNTIL), len(shares) - 1), 1)
