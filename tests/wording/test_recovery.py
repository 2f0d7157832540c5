"""Sentences on what clients can expect: each case with the whole sentence, to be read through."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from analysis.counting.in_memory import InMemory
from analysis.counting.tallies import Durations, Times
from analysis.methods.incidence_curve import incidence_curve
from analysis.methods.rate import rate
from analysis.methods.recovery import CurveEffects, SignByDay, curves_by_level
from analysis.outcome_log.outcomes import Counted
from analysis.questions.recovery import Lasting, Onset, Recovery, Severities, recovery
from analysis.results import INDEPENDENT
from analysis.wording.recovery import (
    expectation,
    how_long,
    how_many_begin,
    how_severe,
    lasting_left_out,
    onset_finding,
    onset_left_out,
    onset_median,
    signs_finding,
    what_would_answer,
    when_they_begin,
)
from analysis.wording.recovery_by_level import FREE, by_level_left_out, crossing, lasting_by_level, onset_by_level
from tests.logs import log_of
from tests.tallies import BREAKOUTS, factor

CLIENTS = Counted(unit="clients")


def onset(events: dict[int, int], censored: dict[int, int]) -> Onset:
    return Onset(
        whole=incidence_curve(*days(events, censored)),
        window_days=14,
        by_level=None,
        clustering=INDEPENDENT,
        has_follow_ups=True,
        without_follow_up=0,
        followed=None,
        without_onset=0,
        late=0,
        cautions=(),
    )


def days(events: dict[int, int], censored: dict[int, int], last: int = 14) -> tuple[np.ndarray, np.ndarray]:
    of_events, of_censored = (np.array([of.get(day, 0) for day in range(last + 1)]) for of in (events, censored))
    return of_events, of_censored


BEGIN = [
    (
        {1: 20, 3: 60, 9: 20},
        {14: 900},
        BREAKOUTS,
        "After 10 of 100 treatments, a breakout began within 14 days (95% CI 8 to 12).",
        "Half of the breakouts began by day 3, 9 of 10 by day 9.",
    ),
    (
        {2: 5},
        {14: 995},
        CLIENTS,
        "0.5 of 100 clients had a breakout within 14 days (95% CI 0.2 to 1.2).",
        "At least 9 of 10 breakouts began by day 2.",
    ),
    (
        {0: 9, 8: 1},
        {},
        BREAKOUTS,
        "After 100 of 100 treatments, a breakout began within 14 days (95% CI 72 to 100).",
        "At least 9 of 10 breakouts began on the day of treatment.",
    ),
    (
        {5: 1},
        {14: 99},
        BREAKOUTS,
        "After 1 of 100 treatments, a breakout began within 14 days (95% CI 0.1 to 6.9).",
        "The only breakout began on day 5.",
    ),
    (
        {},
        {14: 100},
        BREAKOUTS,
        "None of 100 treatments was followed by a breakout within 14 days: 0 of 100 (95% CI 0 to 3.7).",
        "",
    ),
    (
        {2: 1},
        {3: 200, 14: 8},
        BREAKOUTS,
        "Too few were followed for 14 days to say how often a breakout begins in that time.",
        "The only breakout began on day 2.",
    ),
]


@pytest.mark.parametrize(("events", "censored", "counted", "many", "when"), BEGIN)
def test_when_breakouts_begin(
    events: dict[int, int], censored: dict[int, int], counted: Counted, many: str, when: str
) -> None:
    found = onset(events, censored)
    assert how_many_begin(found, counted) == many
    assert when_they_begin(found.whole) == when


def test_by_a_few_days_as_far_as_enough_were_followed() -> None:
    found = onset({1: 20, 3: 60, 9: 20}, {14: 900})
    assert onset_finding(found, BREAKOUTS) == (
        "By day 3, 8.0 of 100 (95% CI 6.5 to 9.9); by day 7, 8.0 of 100 (95% CI 6.5 to 9.9); by day 14, 10.0 of 100 "
        "(95% CI 8.3 to 12.0) broke out."
    )
    assert onset_median(found, BREAKOUTS) == (
        "Fewer than half of all treatments had a breakout within 14 days, so there is no median day."
    )
    few = onset({2: 1}, {3: 200, 14: 8})
    assert onset_finding(few, BREAKOUTS) == "By day 3, 0.5 of 100 (95% CI 0.1 to 3.3) broke out."
    most = onset({1: 20, 3: 60}, {14: 20})
    assert onset_median(most, BREAKOUTS) == "Half of all treatments had a breakout within 3 days (95% CI 3 to 3)."


def test_what_is_assumed_without_dates_and_onset_days() -> None:
    none = replace(onset({1: 20}, {14: 80}), has_follow_ups=False, without_onset=1)
    assert list(onset_left_out(none, BREAKOUTS)) == [
        (
            "Nobody knows until when each treatment was observed, so each without a breakout counts as observed for "
            "all 14 days. Columns “Treatment date” and “Follow-up date” together would allow for early reviews."
        ),
        (
            "1 breakout has no “Onset day”: it counts on the day of follow-up, or else on the last day of the window. "
            "Before that day the curve may be too low."
        ),
    ]
    followed = incidence_curve(*days({1: 20}, {14: 40}))
    assert list(
        onset_left_out(replace(onset({1: 20}, {14: 80}), without_follow_up=40, followed=followed), BREAKOUTS)
    ) == [
        (
            "40 treatments with a known outcome have no follow-up date. Without a breakout, such a treatment counts as "
            "observed to the end of the window, as in the plain rate. Without these, 33 of 100 (95% CI 23 to 47) broke "
            "out by day 14, instead of 20."
        )
    ]
    same = incidence_curve(*days({1: 19}, {14: 76}))
    (text,) = onset_left_out(replace(onset({1: 20}, {14: 80}), without_follow_up=5, followed=same), CLIENTS)
    assert text.endswith("Without these, the share by day 14 stays the same.")
    (text,) = onset_left_out(replace(onset({1: 20}, {14: 80}), without_follow_up=100), BREAKOUTS)
    assert text.startswith("All 100 treatments with a known outcome have no follow-up date.")
    assert text.endswith("So early reviews cannot be allowed for.")


LASTING = [
    ({4: 10, 6: 10, 9: 5}, {}, "Half of the breakouts were gone within 6 days (95% CI 4 to 6), 9 of 10 within 9 days."),
    ({1: 10}, {}, "Half of the breakouts were gone within 1 day."),
    ({4: 2}, {10: 20}, "Too few breakouts are recorded as gone to say how long half of them last."),
    ({}, {10: 20}, "No breakout is recorded as gone yet."),
]


@pytest.mark.parametrize(("events", "censored", "sentence"), LASTING)
def test_how_long_breakouts_last(events: dict[int, int], censored: dict[int, int], sentence: str) -> None:
    lasting = Lasting(whole=incidence_curve(*days(events, censored)), by_level=None, not_gone=0, left_out=0)
    assert how_long(lasting) == sentence
    assert list(lasting_left_out(lasting)) == []
    assert list(lasting_left_out(replace(lasting, not_gone=2, left_out=1))) == [
        "2 breakouts were not gone, or not recorded as gone, when last seen: only the days until then count.",
        (
            "1 breakout is not counted: the onset day is unknown, or there was neither a resolved day nor a follow-up "
            "after it. If these lasted longer, so do breakouts as a whole."
        ),
    ]


def test_how_severe() -> None:
    shares = (("mild", rate(12, 8)), ("moderate", rate(7, 13)), ("severe", rate(1, 19)))
    assert how_severe(Severities(shares=shares, not_known=0, design_effect=1.0, by_level=None)) == (
        "Of 20 breakouts with a recorded severity, 12 were mild (60%), 7 were moderate (35%) and 1 was severe (5.0%)."
    )
    one = (("mild", rate(1, 0)), ("moderate", rate(0, 1)), ("severe", rate(0, 1)))
    assert how_severe(Severities(shares=one, not_known=0, design_effect=1.0, by_level=None)) == (
        "The only breakout with a recorded severity was mild."
    )


def test_without_a_breakout_no_column_is_asked_for() -> None:
    """A log with every column was told to add them."""
    rows = "".join(f"2026-03-{day:02},no,,\n" for day in range(1, 11))
    log = log_of(f"treatment_date,breakout,onset_day,severity\n{rows}")
    found = recovery(InMemory(log))
    assert expectation(found) == ("No breakout is recorded yet.",)
    assert list(what_would_answer(found)) == []


def test_no_median_is_named_where_hardly_anybody_was_followed_until_it() -> None:
    """“Half of all treatments had a breakout” stood beside a rate of 22%, as all others were seen on day 3."""
    few = onset({2: 5, 7: 1}, {3: 21, 14: 1})
    assert few.whole.median.value == 7
    assert onset_median(few, BREAKOUTS) == "Too few were followed for 7 days to say by when half had a breakout."


def test_warning_signs() -> None:
    whole = rate(5, 45)
    assert whole is not None
    assert signs_finding([SignByDay(title="Pustules", stretches=((0, 1, whole),), whole=whole)], by_onset=True) == (
        "Recorded after breakouts with a known onset day: “Pustules” 5 of 50 (10.0%)."
    )


def test_what_the_log_lacks() -> None:
    found = Recovery(
        counted=BREAKOUTS,
        factor=None,
        onset=None,
        lasting=None,
        severity=None,
        signs=(),
        signs_by_onset=False,
        lacks=("onset_day", "resolved_day", "severity", "persistent_redness"),
    )
    assert expectation(found) == ("This log cannot show yet when breakouts begin.",)
    assert list(what_would_answer(found)) == [
        "To see when breakouts begin, the log needs a column “Onset day” with values in it.",
        "To see how long breakouts last, the log needs a column “Resolved day” with values in it.",
        "To see how severe breakouts are, the log needs a column “Severity” with values in it.",
        (
            "To see which warning signs come with breakouts, the log needs a column such as “Persistent redness” with "
            "values in it."
        ),
    ]


def by_level(*counts: tuple[dict[int, int], dict[int, int]]) -> Times:
    made = [days(*each) for each in counts]
    names = ("none", "past", "current", "d", "e", "f")[: len(counts)]
    return Times(names, np.array([each[0] for each in made]), np.array([each[1] for each in made]))


def test_levels_in_words() -> None:
    times = by_level(({3: 5}, {14: 95}), ({3: 12}, {14: 88}), ({2: 25}, {14: 75}))
    acne = factor("ordered", times.levels, title="Acne history")
    found = curves_by_level(acne, times, 3, CurveEffects.same(1.0, 3))
    assert onset_by_level(found, 14, BREAKOUTS) == (
        "By day 14: “none” 5.0 of 100 (95% CI 2.1 to 11.6); “past” 12.0 of 100 (95% CI 7.0 to 20.2); “current” 25.0 of "
        "100 (95% CI 17.6 to 34.7). How often and how soon breakouts begin differs clearly between the groups "
        "(p < 0.001). From “none” to “current”, breakouts begin more often or sooner (p < 0.001)."
    )
    assert list(by_level_left_out(found, 3, BREAKOUTS)) == [
        "Not counted: 3 treatments with no “Acne history” recorded."
    ]
    assert crossing(found, FREE) == ""
    durations = Durations(times.levels, times.events, np.zeros_like(times.events))
    lasting = curves_by_level(acne, durations, 0, CurveEffects.same(1.0, 3))
    assert lasting_by_level(lasting, BREAKOUTS).startswith("Half were gone within 3 days with “none”; 3 days with")


def test_many_levels_one_level_and_curves_that_cross() -> None:
    many = by_level(*[({3: place}, {14: 100 - place}) for place in range(1, 7)])
    found = curves_by_level(factor("category", many.levels), many, 0, CurveEffects.same(1.0, 6))
    assert onset_by_level(found, 14, BREAKOUTS) == (
        "By day 14, 1.0 to 6.0 of 100 broke out in 6 groups. How often and how soon breakouts begin could differ by "
        "chance alone (p = 0.40)."
    )
    assert list(by_level_left_out(found, 5, BREAKOUTS)) == [
        "Only the 5 largest groups are drawn; the table has 1 more."
    ]
    one = by_level(({3: 5}, {14: 95}))
    alone = curves_by_level(factor("category", one.levels), one, 0, CurveEffects.same(1.0, 1))
    assert onset_by_level(alone, 14, BREAKOUTS).startswith("By day 14: “none” 5.0 of 100 (95% CI 2.1 to 11.6). ")
    cross = by_level(({1: 20}, {14: 80}), ({12: 60}, {14: 60}))
    both = curves_by_level(factor("category", cross.levels), cross, 0, CurveEffects.same(1.0, 2))
    assert crossing(both, FREE) == (
        "The curves of “none” and “past” cross, so the log-rank test can miss a difference. Within 14 days, the mean "
        "time free of a breakout with “none” is 1.60 days shorter (95% CI 2.63 shorter to 0.57 shorter) than with "
        "“past”."
    )
