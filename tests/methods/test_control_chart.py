"""Control charts: limits as published and as in R, rules on vectors written by hand, and what is never a signal."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.counting.tallies import OneWay
from analysis.methods.control_chart.g_chart import MOST_GAPS, g_chart, g_limits, gaps_between
from analysis.methods.control_chart.leads import over_represented
from analysis.methods.control_chart.p_chart import ControlChart, control_chart, spread_of_ranges, standardised
from analysis.methods.control_chart.rules import (
    Rule,
    beyond_limits,
    run_in_one_direction,
    run_on_one_side,
    two_of_three,
)
from analysis.methods.rate import level_rate
from analysis.outcome_log.chart_settings import ChartSettings, Note, SetAside
from analysis.outcome_log.periods import period_end
from tests.tallies import Known, counted, factor, r_values

FIRST = dt.date(2024, 1, 1)
WEEK = dt.timedelta(days=7)
Counts = Sequence[tuple[int, int]]
Groups = dict[str, tuple[int, int]]


def week(number: int) -> dt.date:
    return FIRST + (number - 1) * WEEK


def weeks(*numbers: int, widens: bool = True) -> ChartSettings:
    """Return settings with these weeks, counted from 1, set aside."""
    aside = (SetAside(week(each), period_end(week(each), "week"), "bad lot") for each in numbers)
    return ChartSettings(set_aside=tuple(aside), widens=widens)


def chart(counts: Counts, settings: ChartSettings | None = None, design_effect: float = 1.0) -> ControlChart:
    """Return the chart of weeks with so many breakouts of so many treatments."""
    rates = [level_rate(week(place), of - yes, yes, 0) for place, (yes, of) in enumerate(counts, 1)]
    return control_chart(rates, "week", settings or ChartSettings(), design_effect)


def signals(of: ControlChart) -> dict[int, list[Rule]]:
    """Return the rules that each point breaks, by its number."""
    found = {place: [each.rule for each in point.signals] for place, point in enumerate(of.points, 1)}
    return {place: rules for place, rules in found.items() if rules}


def of_r(known: Known) -> Counts:
    return list(zip(known["breakouts"], known["known"], strict=True))


@pytest.mark.parametrize("known", r_values("p", "control_charts"), ids=lambda each: each["name"])
def test_limits_as_published_and_in_r(known: Known) -> None:
    left_out = {*range(1, len(known["known"]) + 1)} - {*known["fixes"]}
    if "first 10 weeks" in known["name"]:
        settings = ChartSettings(baseline=(week(1), week(11) - dt.timedelta(days=1)))
    else:
        settings = weeks(*left_out, widens=known["prime"])
    found = chart(of_r(known), settings)
    (phase,) = found.phases
    assert phase.centre == pytest.approx(known["centre"])
    if len(known["fixes"]) < 13 and known["prime"]:
        # Too few for the product to call them overdispersed; the spread itself is Laney's.
        y, n = (np.array([known[name][each - 1] for each in known["fixes"]], float) for name in ("breakouts", "known"))
        assert spread_of_ranges(standardised(y, n, phase.centre, 1.0)) == pytest.approx(known["spread"])
        return
    assert found.kind == ("p'" if known["prime"] else "p")
    assert [each.lower for each in found.points] == pytest.approx(known["lower"])
    assert [each.upper for each in found.points] == pytest.approx(known["upper"])


def test_the_samples_that_montgomery_finds_outside() -> None:
    cans = of_r(r_values("p", "control_charts")[0])
    assert {
        place for place, rules in signals(chart(cans, weeks(widens=False))).items() if "beyond 3 sigma" in rules
    } == {15, 23}
    aside = chart(cans, weeks(15, 23, widens=False))
    assert [place for place, each in enumerate(aside.points, 1) if each.set_aside] == [15, 23]
    assert 21 in signals(aside)
    assert 15 not in signals(aside)


@pytest.mark.parametrize("known", r_values("g", "control_charts"))
def test_gaps_as_in_qicharts2(known: Known) -> None:
    assert g_limits(np.array(known["gaps"], float)) == pytest.approx(known["limits"])


UP, DOWN = [1.0] * 7, [-1.0] * 7
RULES = [
    (beyond_limits, [0, 3.1, -3.1, 3.0, -3.0], [0, 1, -1, 0, 0]),
    (beyond_limits, [], []),
    (run_on_one_side, UP, [1] * 7),
    (run_on_one_side, UP[:6], [0] * 6),
    (run_on_one_side, [*DOWN, 1.0], [-1] * 7 + [0]),
    (run_on_one_side, [1.0] * 9, [1] * 9),
    # On the line is on neither side, and ends the run.
    (run_on_one_side, [1, 1, 1, 0, 1, 1, 1, 1], [0] * 8),
    (run_on_one_side, [0.0] * 8, [0] * 8),
    (run_in_one_direction, [1, 2, 3, 4, 5, 6, 7], [1] * 7),
    (run_in_one_direction, [7, 6, 5, 4, 3, 2, 1, 5], [-1] * 7 + [0]),
    (run_in_one_direction, [1, 2, 3, 4, 5, 6], [0] * 6),
    # As high as the one before is no step.
    (run_in_one_direction, [1, 2, 3, 3, 4, 5, 6, 7], [0] * 8),
    (run_in_one_direction, [5.0] * 8, [0] * 8),
    (two_of_three, [2.1, 0.5, 2.2], [1, 0, 1]),
    (two_of_three, [-2.1, -2.2, -0.1], [-1, -1, 0]),
    (two_of_three, [2.1, -0.5, 2.2], [0, 0, 0]),
    (two_of_three, [2.1, 0.0, 2.2], [0, 0, 0]),
    (two_of_three, [2.1, 2.2], [0, 0]),
    (two_of_three, [0, 0, 2.1, 0.1, 0.1, 2.1], [0] * 6),
    (two_of_three, [2.1, 2.1, 2.1, 2.1], [1] * 4),
]


@pytest.mark.parametrize(("rule", "values", "marks"), RULES)
def test_rules(rule: Callable[[np.ndarray], np.ndarray], values: list[float], marks: list[int]) -> None:
    assert rule(np.array(values, float)).tolist() == marks


@pytest.mark.parametrize(
    "counts",
    [
        [],
        [(0, 0)] * 3,
        [(0, 50)] * 20,
        [(50, 50)] * 20,
        [(5, 50)] * 20,
        [(5, 50), (9, 50)],
        [(1, 1)],
        [(0, 1)],
        # Too few to be judged, however often all of them broke out.
        [*[(1, 100)] * 12, (3, 3)],
    ],
)
def test_no_signal(counts: Counts) -> None:
    assert signals(chart(counts)) == {}


def test_a_point_is_shown_from_one_expected_breakout_and_judged_from_four() -> None:
    found = chart([*[(10, 100)] * 8, (0, 9), (2, 10), (3, 39), (4, 40), (0, 0)])
    centre = found.phases[0].centre
    assert 0.09 < centre < 0.1
    known = [each.observed.known for each in found.points]
    assert [each.is_shown for each in found.points] == [of * centre >= 1 for of in known]
    assert [each.is_judged for each in found.points] == [of * centre >= 4 for of in known]


def test_a_period_without_treatments_is_a_gap_and_no_zero() -> None:
    counts = [(10, 100)] * 7
    with_gap = chart([*counts, (0, 0), *counts])
    assert with_gap.phases[0].centre == chart(counts * 2).phases[0].centre
    assert with_gap.points[7].observed.rate is None
    assert with_gap.points[7].upper is None


def test_one_very_bad_month_does_not_make_all_others_a_run_below_the_line() -> None:
    counts = [(9, 100), (8, 100)] * 6
    found = chart([*counts[:5], (45, 100), *counts[5:]])
    assert signals(found) == {6: ["beyond 3 sigma"]}
    assert found.phases[0].runs_centre == pytest.approx(102 / 1200)


def test_limits_are_widened_unless_the_manager_wants_them_narrow() -> None:
    counts = [(2, 100), (20, 100)] * 10
    wide, narrow = chart(counts), chart(counts, ChartSettings(widens=False))
    assert (wide.kind, narrow.kind) == ("p'", "p")
    assert wide.phases[0].dispersion > 3
    assert narrow.phases[0].dispersion == 1


def test_limits_begin_anew_from_a_note_on() -> None:
    counts = [(20, 100), (18, 100)] * 7 + [(9, 100), (8, 100)] * 7
    assert signals(chart(counts))
    rebased = chart(counts, ChartSettings(notes=(Note(week(15), "new aftercare sheet", rebases=True),)))
    assert signals(rebased) == {}
    assert [each.start for each in rebased.phases] == [week(1), week(15)]
    assert [each.centre for each in rebased.phases] == pytest.approx([0.19, 0.085])
    assert len(chart(counts, ChartSettings(notes=(Note(week(15), "told only"),))).phases) == 1


def test_a_baseline_fixes_the_limits_of_what_comes_after() -> None:
    counts = [(10, 100)] * 13 + [(30, 100)] * 3
    fixed = chart(counts, ChartSettings(baseline=(week(1), week(14) - dt.timedelta(days=1))))
    assert fixed.phases[0].centre == pytest.approx(0.1)
    assert {14, 15, 16} == {*signals(fixed)}


@pytest.mark.parametrize(
    "baseline",
    [(week(3) + dt.timedelta(days=2), week(3) + dt.timedelta(days=3)), (dt.date(1999, 1, 1), dt.date(1999, 2, 1))],
)
def test_a_baseline_within_a_week_is_that_week_and_one_without_treatments_is_none(
    baseline: tuple[dt.date, dt.date],
) -> None:
    counts = [(10, 100)] * 2 + [(20, 100)] + [(10, 100)] * 5
    centre = chart(counts, ChartSettings(baseline=baseline)).phases[0].centre
    assert centre == pytest.approx(0.2 if baseline[0].year == FIRST.year else 0.1125)


def test_fewer_than_thirteen_points_are_trial_limits() -> None:
    assert chart([(9, 100), (8, 100)] * 6).phases[0].is_trial
    assert not chart([(9, 100), (8, 100)] * 7).phases[0].is_trial


def test_clients_who_came_back_widen_the_limits() -> None:
    counts = [(10, 100), (7, 100)] * 7 + [(20, 100)]
    narrow, wide = chart(counts), chart(counts, design_effect=4.0)
    assert signals(narrow) == {15: ["beyond 3 sigma"]}
    assert signals(wide) == {}
    for one, two in zip(narrow.points, wide.points, strict=True):
        assert two.upper - two.phase.centre == pytest.approx(2 * (one.upper - one.phase.centre))


COUNTS = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)).map(lambda two: (min(two), max(two))), max_size=30)


@given(COUNTS, st.floats(1, 4))
def test_breakouts_and_treatments_without_one_are_charted_alike(counts: list[tuple[int, int]], effect: float) -> None:
    """Calling every breakout none, and every other one, turns limits and signals round."""
    one, two = chart(counts, None, effect), chart([(of - yes, of) for yes, of in counts], None, effect)
    for each, turned in zip(one.points, two.points, strict=True):
        assert (each.is_shown, each.is_judged) == (turned.is_shown, turned.is_judged)
        if each.upper is not None:
            assert (each.lower, each.upper) == pytest.approx((1 - turned.upper, 1 - turned.lower), abs=1e-9)


@given(COUNTS)
def test_a_rate_within_the_limits_is_never_beyond_them(counts: list[tuple[int, int]]) -> None:
    for each in chart(counts).points:
        if each.is_judged:
            inside = each.lower - 1e-6 <= each.observed.rate.value <= each.upper + 1e-6
            assert not (each.is_beyond and each.lower + 1e-6 < each.observed.rate.value < each.upper - 1e-6)
            assert each.is_beyond or inside


def by_day(*counts: tuple[int, int]) -> OneWay:
    """Return days with so many treatments without a breakout and with one."""
    days = tuple(FIRST + dt.timedelta(days=place) for place in range(len(counts)))
    return OneWay("treatment_date", days, np.array([(no, yes, 0) for no, yes in counts], dtype=np.int64))


def test_gaps_are_the_treatments_between_breakouts() -> None:
    gaps, since = gaps_between(by_day((5, 1), (4, 0), (2, 1), (7, 0)))
    # Of five on the first day two stood before the breakout, three after it; of two on the third one before it.
    assert [treatments for _, treatments in gaps] == [3 + 4 + 1]
    assert since == 1 + 7
    assert gaps_between(by_day()) == ([], 0)


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 4)), max_size=30))
def test_every_treatment_stands_in_one_gap(counts: list[tuple[int, int]]) -> None:
    gaps, since = gaps_between(by_day(*counts))
    breakouts = sum(yes for _, yes in counts)
    assert len(gaps) == max(breakouts - 1, 0)
    assert min((treatments for _, treatments in gaps), default=0) >= 0
    assert sum(treatments for _, treatments in gaps) + since <= sum(no for no, _ in counts)


def test_short_gaps_are_more_breakouts_and_long_ones_fewer() -> None:
    found = g_chart(by_day(*[(40, 1), (44, 1)] * 7, *[(3, 1)] * 8, (900, 1)))
    marked = [(each.more, each.signals) for each in found.gaps if each.signals]
    assert marked[0] == (True, ("shift of 7",))
    assert marked[-1][0] is False
    assert "beyond 3 sigma" in marked[-1][1]
    assert g_chart(by_day(*[(40, 1)] * 7)) is None


@pytest.mark.parametrize("known", r_values("leads", "control_charts"))
def test_the_share_of_a_group_as_in_r(known: Known) -> None:
    skin = factor(levels=("a", "b", "c"))
    inside, elsewhere = (
        counted({name: (yes, of - yes) for name, yes, of in zip(skin.levels, each["yes"], each["known"], strict=True)})
        for each in (known["inside"], known["elsewhere"])
    )
    leads = over_represented([(skin, inside.named, elsewhere.named)])
    assert leads.compared == 3
    (first,) = leads.found
    assert (first.level, first.breakouts, first.of) == ("a", 23, 26)
    assert first.expected == pytest.approx(known["expected"][0])
    assert first.p_value == pytest.approx(known["p"][0])
    assert first.p_adjusted == pytest.approx(3 * known["p"][0])


@pytest.mark.parametrize(
    ("inside", "elsewhere"),
    [
        ({}, {}),
        ({"a": (5, 5)}, {"a": (5, 95)}),
        ({"a": (0, 9), "b": (0, 9)}, {"a": (5, 95), "b": (5, 95)}),
        ({"a": (9, 0), "b": (9, 0)}, {"a": (5, 95), "b": (5, 95)}),
        ({"a": (3, 9), "b": (3, 9)}, {"a": (0, 100), "b": (0, 100)}),
        ({"a": (3, 9), "b": (3, 9)}, {"a": (0, 0), "b": (0, 0)}),
    ],
)
def test_where_nothing_can_be_compared_there_is_no_lead(inside: Groups, elsewhere: Groups) -> None:
    of = over_represented([(factor(), counted(inside).named, counted(elsewhere).named)])
    assert of.found == ()


@pytest.mark.parametrize(("odds", "breakouts"), [((0.1, 0.1), 186), ((0.1, 0.2), 90), ((0.2, 0.1), 350)])
def test_in_large_periods_the_approximation_takes_the_place_of_the_exact_test(
    odds: tuple[float, float], breakouts: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    usual = {name: (int(1000 * rate), int(1000 * (1 - rate))) for name, rate in zip("ab", odds, strict=True)}
    inside = counted({"a": (breakouts, 1500 - breakouts), "b": (270, 2430)})

    def p_of_a() -> float:
        found = over_represented([(factor(), inside.named, counted(usual).named)])
        return next((each.p_value for each in found.found if each.level == "a"), 1.0)

    exact = p_of_a()
    assert 0.0001 < exact < 0.05
    monkeypatch.setattr("analysis.methods.control_chart.leads.MOST_EXACT", 0)
    assert p_of_a() == pytest.approx(exact, rel=0.25)


def test_only_the_latest_of_very_many_gaps_are_charted() -> None:
    found = g_chart(by_day(*[(1, 1)] * 700))
    assert found is not None
    assert len(found.gaps) == MOST_GAPS


def test_a_group_that_always_breaks_out_more_often_is_no_lead() -> None:
    usual = {"acne": (200, 600), "none": (30, 770)}
    assert (
        over_represented([(factor(), counted({"acne": (20, 30), "none": (3, 47)}).named, counted(usual).named)]).found
        == ()
    )
