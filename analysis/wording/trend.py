"""Words about rates over time: steady or not, which months are unusual, and what the limits rest on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.methods.control_chart import rules
from analysis.methods.control_chart.p_chart import FEWEST_TO_SHOW
from analysis.methods.control_chart.reading import assurance, episodes
from analysis.methods.unusual import FEWEST_EXPECTED
from analysis.outcome_log.periods import MONTHS_A_QUARTER
from analysis.wording.numbers import (
    about_per_100,
    agreeing,
    all_of,
    capitalised,
    count,
    day,
    listed,
    per_100,
    percent,
    quantity,
)
from analysis.wording.outcomes import all_alike, events, rarer, rate_name, things, units
from analysis.wording.rates import n_of_n

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Sequence

    from analysis.methods.control_chart.p_chart import ChartPoint, ControlChart, Side, Signal
    from analysis.methods.control_chart.reading import Assurance, Episode
    from analysis.methods.early import PeriodReviews
    from analysis.outcome_log.outcomes import Counted
    from analysis.outcome_log.periods import By
    from analysis.questions.trend import Trend
    from analysis.results import LevelRate

# As many as a manager reads at a glance; the chart and the table have them all.
MOST_NAMED = 3
MOST_SIGNALS = 5
EXPECTED_RANGE = "expected range"


# Names ----


def period_name(start: dt.date, by: By) -> str:
    """Return March 2025, Q1 2025 or week of 3 March 2025."""
    if by == "week":
        return f"week of {day(start)}"
    return f"{start:%B %Y}" if by == "month" else f"Q{(start.month + 2) // MONTHS_A_QUARTER} {start.year}"


def _from_to(points: Sequence[ChartPoint], by: By) -> str:
    return f"from {period_name(points[0].start, by)} to {period_name(points[-1].start, by)}"


# The verdict ----


def trend_verdict(found: Trend, counted: Counted) -> str:
    """Say in one sentence whether the rate has been steady, and which periods were unusual."""
    chart = found.chart
    if not chart.judged:
        return not_judged([each.observed for each in chart.points], chart.by, counted)
    if len(chart.judged) == 1 and not chart.beyond:
        only = chart.judged[0]
        return f"Only one {chart.by} can be judged yet: {point_counts(only)} in {period_name(only.start, chart.by)}."
    runs = episodes(chart)
    now = _now(runs)
    first = _steady(chart, counted) if now is None else _ongoing(now, chart, counted)
    others = [*_beyond(found), *_past(found, [each for each in runs if each is not now], counted)]
    if not others and now is None:
        where = " of the chosen period" if found.chosen is not None else ""
        others = [f"no {chart.by}{where} was unusual"]
    return f"{'; '.join((first, *others))}."


def not_judged(observed: Sequence[LevelRate], what: str, counted: Counted) -> str:
    """Say why no period, and no lot, can be judged."""
    breakouts, known = sum(each.breakouts for each in observed), sum(each.known for each in observed)
    if known < FEWEST_EXPECTED:
        return f"Too few outcomes are known to judge any {what} yet."
    if alike := all_alike(breakouts, known, counted, f"no {what} can be judged"):
        return alike
    fewer = min(breakouts, known - breakouts)
    rare = rarer(fewer, counted, are_yes=fewer == breakouts)
    be = agreeing(fewer, "is", "are")
    return f"{rare} among {quantity(known, 'known outcome')} {be} too few to judge any {what} yet."


def trend_now(found: Trend, counted: Counted) -> str:
    """Say whether the rate is steady at present, without the past; empty where no period can be judged."""
    if not found.chart.judged:
        return ""
    now = _now(episodes(found.chart))
    return f"{_steady(found.chart, counted) if now is None else _ongoing(now, found.chart, counted)}."


def _now(runs: Sequence[Episode]) -> Episode | None:
    """Return the run that the latest period is part of; None where there is none."""
    return next((each for each in runs if each.is_ongoing and each.rule != rules.TWO_OF_THREE), None)


def _subject(counted: Counted) -> tuple[str, str]:
    """Return what varies, and its "have"."""
    of_first = " after first treatments" if counted.unit == "first treatments" else ""
    if counted.outcome.is_breakout:
        return f"Breakouts{of_first}", "have"
    return f"The rate of {things(counted)}{of_first}", "has"


def _steady(chart: ControlChart, counted: Counted) -> str:
    subject, have = _subject(counted)
    phase = chart.phases[-1]
    since = f" since {period_name(phase.start, chart.by)}" if len(chart.phases) > 1 else ""
    return f"{subject} {have} been steady at about {about_per_100(phase.centre)} per 100{since}"


def _ongoing(run: Episode, chart: ControlChart, counted: Counted) -> str:
    subject, have = _subject(counted)
    if run.rule == rules.TREND:
        moved = "risen" if run.side == "above" else "fallen"
        return f"{subject} {have} {moved} {chart.by} by {chart.by} {_from_to(run.points, chart.by)}"
    phase = run.points[-1].phase
    centre = f" {per_100(phase.runs_centre)} per 100" if phase is not None else ""
    since = period_name(run.points[0].start, chart.by)
    return (
        f"{subject} {have} been {_frequent(run.side, counted)} than usual since {since}: "
        f"{quantity(len(run.points), chart.by)} in a row {run.side}{centre}"
    )


def _frequent(side: Side, counted: Counted) -> str:
    """Return more frequent, of breakouts, or higher, of a rate."""
    if counted.outcome.is_breakout:
        return "more frequent" if side == "above" else "less frequent"
    return "higher" if side == "above" else "lower"


def _beyond(found: Trend) -> Iterator[str]:
    """Name the periods outside their limits, the furthest first."""
    by = found.chart.by
    beyond = [each for each in found.chart.beyond if each.overlaps(found.chosen)]
    for each in beyond[:MOST_NAMED]:
        yield f"{period_name(each.start, by)} was unusual: {point_counts(each)}"
    if more := len(beyond[MOST_NAMED:]):
        yield f"{quantity(more, f'more {by}')} {agreeing(more, 'was', 'were')} unusual"


def point_counts(point: ChartPoint) -> str:
    """Return 25 of 75."""
    return f"{count(point.observed.breakouts)} of {count(point.observed.known)}"


def _past(found: Trend, runs: Sequence[Episode], counted: Counted) -> Iterator[str]:
    """Say which runs there were, but those that a stronger one explains."""
    by, named = found.chart.by, {each.start for each in found.chart.beyond}
    they, were = ("they", "were") if counted.outcome.is_breakout else ("it", "was")
    of_chosen = [run for run in runs if any(each.overlaps(found.chosen) for each in run.points)]
    for run in of_chosen[:MOST_NAMED]:
        starts = {each.start for each in run.points}
        if starts <= named or (run.rule == rules.TWO_OF_THREE and starts & named):
            continue
        named |= starts
        yield _run(run, by, counted, they, were)


def _run(run: Episode, by: By, counted: Counted, they: str, were: str) -> str:
    """Say when a run was; `they` are what had it, but for two months of three, which are named."""
    if run.rule == rules.TWO_OF_THREE:
        limit = "upper" if run.side == "above" else "lower"
        names = all_of([period_name(each.start, by) for each in run.points])
        return f"{names} were close to the {limit} limit"
    if run.rule == rules.TREND:
        return f"{they} {'rose' if run.side == 'above' else 'fell'} {by} by {by} {_from_to(run.points, by)}"
    return f"{they} {were} {_frequent(run.side, counted)} than usual {_from_to(run.points, by)}"


def run_in_words(run: Episode, chart: ControlChart, counted: Counted) -> str:
    """Say what several periods in a row are a sign of, in a sentence of its own."""
    if run.is_ongoing and run.rule != rules.TWO_OF_THREE:
        return f"{_ongoing(run, chart, counted)}."
    subject, have = _subject(counted)
    return f"{capitalised(_run(run, chart.by, counted, subject, 'were' if have == 'have' else 'was'))}."


def point_in_words(point: ChartPoint, by: By) -> str:
    """Say which period was unusual, with its counts."""
    return f"{capitalised(period_name(point.start, by))} was unusual: {point_counts(point)}."


def variation(found: Trend, counted: Counted) -> str:
    """Say what the latest period is a sign of; empty where there is none to compare it with."""
    chart = found.chart
    if len(chart.judged) <= 1:
        return ""
    last = chart.judged[-1]
    name = period_name(last.start, chart.by)
    if last.side is None:
        return f"{capitalised(name)}, the latest {chart.by} judged, is within what chance explains."
    meant = "concern" if last.side == "above" else "improvement"
    more = "more" if last.side == "above" else "fewer"
    what = things(counted)
    return f"{capitalised(name)}, the latest {chart.by} judged, is a sign of {more} {what} ({meant})."


_ASSURED: dict[Assurance, str] = {
    "met": "it will be met unless something changes, because the whole {limits} lies below it",
    "missed": "it will be missed unless something changes, because the whole {limits} lies above it",
    "by chance": "chance decides whether it is met, because the {limits} lies on both sides of it",
}


def target_in_words(found: Trend) -> str:
    """Say whether a target will be met; empty where none is set, or nothing can be judged."""
    answer = assurance(found.chart, found.settings.target)
    if answer is None or found.settings.target is None:
        return ""
    last = found.chart.judged[-1]
    assured = _ASSURED[answer].format(limits=f"{EXPECTED_RANGE} ({_limits(last)})")
    return f"Target of at most {per_100(found.settings.target)} per 100: {assured}."


def signals_in_words(found: Trend) -> Iterator[str]:
    """Say by which rule each unusual period is one, the latest first, and that there are more where there are many."""
    unusual = [each for each in reversed(found.chart.points) if each.signals]
    for each in unusual[:MOST_SIGNALS]:
        name = period_name(each.start, found.chart.by)
        signals = ", ".join(map(signal_in_words, each.signals))
        limits = expected_range(each)
        if signals.endswith(EXPECTED_RANGE):
            limits = limits.removeprefix(EXPECTED_RANGE).strip()
        yield f"{capitalised(name)}, {point_counts(each)}: {signals} ({limits})."
    if more := len(unusual[MOST_SIGNALS:]):
        yield f"The table has {quantity(more, f'more unusual {found.chart.by}')}."


# Points, limits and rules ----


def expected_range(point: ChartPoint) -> str:
    """Return expected range 0% to 18.6%; empty where there is none."""
    limits = _limits(point)
    return f"{EXPECTED_RANGE} {limits}" if limits else ""


def _limits(point: ChartPoint) -> str:
    """Return 0% to 18.6%; empty where there are none."""
    return "" if point.lower is None or point.upper is None else f"{percent(point.lower)} to {percent(point.upper)}"


def signal_in_words(signal: Signal) -> str:
    """Return what a point is a signal by, as a cell of the table has it."""
    is_above = signal.side == "above"
    return {
        rules.BEYOND: f"{'above' if is_above else 'below'} the {EXPECTED_RANGE}",
        rules.SHIFT: f"one of {rules.RUN} or more in a row {'above' if is_above else 'below'} the average",
        rules.TREND: f"one of {rules.RUN} or more in a row, each {'higher' if is_above else 'lower'} than the last",
        rules.TWO_OF_THREE: f"one of 2 in 3 close to the {'upper' if is_above else 'lower'} end of the range",
    }[signal.rule]


def about_point(point: ChartPoint) -> str:
    """Return what a chart says of a point besides its rate: its limits and its signals, or why it has none."""
    if point.set_aside is not None:
        return f"set aside: {point.set_aside}" if point.set_aside else "set aside"
    if not point.is_judged:
        return "too small to judge"
    signals = ", ".join(map(signal_in_words, point.signals))
    return f"{expected_range(point)}{f'; unusual: {signals}' if signals else ''}"


def in_short(point: ChartPoint, by: By) -> tuple[str, str]:
    """Return March 2025, and 25 of 75, unusual: the two lines beside a mark."""
    return period_name(point.start, by), f"{point_counts(point)}, unusual"


def trend_heading(found: Trend, counted: Counted) -> str:
    """Return Breakout rate by month."""
    return f"{rate_name(counted)} by {found.chart.by}"


def describe_trend(found: Trend, counted: Counted) -> str:
    """Return the chart over time as text."""
    chart = found.chart
    known = [(each.observed.rate, each) for each in chart.points if each.observed.rate is not None]
    if not known:
        return f"No {chart.by} has a known outcome."
    rate, highest = max(known, key=lambda each: each[0].value)
    first, last = (period_name(chart.points[place].start, chart.by) for place in (0, -1))
    unusual = [period_name(each.start, chart.by) for each in chart.points if each.signals]
    named = f"; unusual: {listed(unusual)}" if unusual else ""
    return (
        f"{trend_heading(found, counted)}, {first} to {last}; highest in {period_name(highest.start, chart.by)} with "
        f"{n_of_n(rate)}{named}."
    )


# What limits it ----


def trend_left_out(found: Trend, counted: Counted) -> Iterator[str]:
    """Say which periods are not drawn, or not judged, and why."""
    chart = found.chart
    aside = [each for each in chart.points if each.set_aside is not None]
    for each in aside:
        why = f" ({each.set_aside})" if each.set_aside else ""
        yield f"{period_name(each.start, chart.by)} is set aside{why}: it counts neither for the limits nor as unusual."
    hidden = [each for each in chart.points if each.observed.known and not each.is_shown]
    if hidden:
        yield (
            f"{quantity(len(hidden), chart.by)} {agreeing(len(hidden), 'is', 'are')} too small for a rate to be drawn: "
            f"fewer than {events(FEWEST_TO_SHOW, counted)} would be expected."
        )
    small = [each for each in chart.points if each.is_shown and not each.is_judged]
    if small and chart.judged:
        yield (
            f"{quantity(len(small), chart.by)} {agreeing(len(small), 'is', 'are')} too small to judge: fewer than "
            f"{events(FEWEST_EXPECTED, counted)} would be expected."
        )


def trend_cautions(found: Trend, counted: Counted) -> Iterator[str]:
    """Say which rates may still change, and what the limits rest on where that is little, or not only chance."""
    chart = found.chart
    yield from _not_yet_reviewed(found, counted)
    if found.is_pooled:
        yield "Months have too few treatments to be judged, so quarters are shown."
    if not chart.judged:
        return
    last = chart.phases[-1]
    if last.is_trial:
        yield (
            f"Only {quantity(last.points, chart.by)} {agreeing(last.points, 'fixes', 'fix')} the limits: they are "
            "trial limits and may still move."
        )
    if chart.kind == "p'":
        widest = max(each.dispersion for each in chart.phases)
        yield (
            f"Rates vary more from {chart.by} to {chart.by} than chance explains, so the limits are {widest:.1f} times "
            "as wide (Laney’s p′)."
        )


def _not_yet_reviewed(found: Trend, counted: Counted) -> Iterator[str]:
    early, not_known, by = found.reviewed_early, found.not_known, found.chart.by
    if early:
        number, of = sum(each.number for each in early), sum(each.of for each in early)
        yield (
            f"{agreeing(len(early), 'The rate', 'Rates')} of {_periods(early, by)} may be too low: {count(number)} of "
            f"{units(of, counted)} without a breakout {agreeing(number, 'was', 'were')} reviewed before the breakout "
            f"window ended, more than in other {by}s."
        )
    if not_known:
        number, of = sum(each.number for each in not_known), sum(each.of for each in not_known)
        yield (
            f"{agreeing(len(not_known), 'The rate', 'Rates')} of {_periods(not_known, by)} may still change: the "
            f"outcome of {count(number)} of {units(of, counted)} is unknown, more than in other {by}s."
        )


def _periods(of: Sequence[PeriodReviews], by: By) -> str:
    return listed([period_name(each.start, by) for each in of])


def rare_in_words(found: Trend, counted: Counted) -> str:
    """Say what else to look at where periods are too small to be judged; empty where they are not."""
    if found.chart.judged:
        return ""
    if found.chart.by == "week":
        return "Weeks have too few treatments to be judged: show months or quarters."
    return f"“Between breakouts” below needs no {found.chart.by}s: it counts the treatments between {things(counted)}."


def how_trend(found: Trend, counted: Counted) -> tuple[str, ...]:
    """Say how periods are judged, a sentence each."""
    by, chart = found.chart.by, found.chart
    kind = "p′-chart (Laney 2002)" if chart.kind == "p'" else "p-chart (Montgomery 2013)"
    several = f"{rules.RUN} or more in a row"
    return (
        f"Expected range: three standard deviations beside the average, a {kind}; wider where clients came back.",
        f"The range is wider in a small {by}, because chance moves its rate further.",
        (
            f"Unusual: outside that range; {several} on one side of the average; {several} rising or falling; or 2 "
            f"of 3 close to one end (Making Data Count). One outside the range does not count for the average of these."
        ),
        f"A {by} is judged if at least {events(FEWEST_EXPECTED, counted)} would be expected in it.",
    )
