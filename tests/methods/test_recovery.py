"""When it happens, by level: curves, medians, tests and restricted means against R's survival, and what must hold."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.counting.tallies import ClientPairs, Durations, Times
from analysis.methods.cautions import ManyLevels, OneLevel
from analysis.methods.incidence_curve import incidence_curve
from analysis.methods.kaplan_meier import cumulative_incidence, log_rank, log_rank_trend
from analysis.methods.rate import rate
from analysis.methods.recovery import CurveEffects, curves_by_level
from analysis.methods.restricted_mean import mean_design_effect, mean_difference, restricted_mean
from analysis.methods.sureness import TableEffect
from tests.tallies import Known, factor, kinds, r_values

CURVES = r_values("curves", "recovery")
SETS = [each["name"] for each in CURVES]
DAYS = st.lists(st.integers(0, 9), min_size=5, max_size=5)


def by_day(groups: list[Known]) -> tuple[np.ndarray, np.ndarray]:
    """Return events and censored of some groups by day."""
    last = max(max(each["day"]) for each in groups)
    counts = np.zeros((2, len(groups), last + 1), dtype=np.int64)
    for place, each in enumerate(groups):
        for day, event in zip(each["day"], each["event"], strict=True):
            counts[1 - event, place, day] += 1
    return counts[0], counts[1]


@pytest.mark.parametrize("known", CURVES, ids=SETS)
def test_curves_medians_and_numbers_at_risk_as_in_r(known: Known) -> None:
    for each in known["groups"]:
        events, censored = by_day([each])
        curve = incidence_curve(events[0], censored[0])
        assert (curve.median.value, curve.median.low, curve.median.high) == (
            each["median"],
            each["median_low"],
            each["median_high"],
        )
        observed = [curve.at_risk[day] if day < len(curve.at_risk) else 0 for day in each["at"]]
        assert observed == each["at_risk"]
        for place, day in enumerate(each["at"]):
            # R repeats the last share where nobody was observed any more.
            if day < len(curve.shares):
                share = curve.shares[day]
                assert share.value == pytest.approx(each["share"][place], abs=1e-12)
                if 0 < share.value < 1:
                    assert (share.interval.low, share.interval.high) == pytest.approx(
                        (each["low"][place], each["high"][place]), abs=1e-10
                    )


@pytest.mark.parametrize(
    ("name", "medians", "at_risk"),
    [
        # Freireich et al. 1963, Blood 21:699, as every textbook has it.
        ("freireich", (23, 8), None),
        # Loprinzi et al. 1994, J Clin Oncol 12:601, on days 0, 250, 500, 750 and 1000.
        ("ncctg", (270, 426), ([138, 62, 20, 7, 2], [90, 53, 21, 3, 0])),
    ],
)
def test_published_medians_and_numbers_at_risk(name: str, medians: tuple[int, int], at_risk: object) -> None:
    groups = CURVES[SETS.index(name)]["groups"]
    events, censored = by_day(groups)
    curves = [incidence_curve(*each) for each in zip(events, censored, strict=True)]
    assert tuple(each.median.value for each in curves) == medians
    if at_risk is not None:
        assert tuple([each.at_risk[day] for day in (0, 250, 500, 750, 1000)] for each in curves) == at_risk


@pytest.mark.parametrize("known", CURVES, ids=SETS)
def test_log_rank_and_its_trend_as_in_r(known: Known) -> None:
    events, censored = by_day(known["groups"])
    assert log_rank(events, censored).statistic == pytest.approx(known["log_rank"], rel=1e-10)
    trend = log_rank_trend(events, censored)
    assert trend.statistic == pytest.approx(known["trend"], rel=1e-10)
    assert trend.p_value == pytest.approx(known["trend_p"], rel=1e-9)
    divided = log_rank_trend(events, censored, TableEffect(mean=4.0, freedom=None))
    assert divided.statistic == pytest.approx(known["trend"] / 2, rel=1e-10)


def test_published_log_rank() -> None:
    for name, statistic, decimals in (("freireich", 16.79, 2), ("ncctg", 10.3267, 4)):
        assert round(log_rank(*by_day(CURVES[SETS.index(name)]["groups"])).statistic, decimals) == statistic


@pytest.mark.parametrize("known", CURVES, ids=SETS)
def test_restricted_means_as_in_r(known: Known) -> None:
    events, censored = by_day(known["groups"])
    days = known["mean_to"]
    for place, each in enumerate(known["groups"]):
        mean, variance = restricted_mean(events[place], censored[place], days)
        assert mean == pytest.approx(each["mean"], abs=1e-9)
        assert variance**0.5 == pytest.approx(each["mean_error"], rel=1e-10)
        assert each["mean_error"] == pytest.approx(each["mean_error_r"], rel=1e-10)
    first, second = known["groups"][:2]
    difference = mean_difference((events[0], censored[0]), (events[1], censored[1]), days)
    reach = 1.959963984540054 * (first["mean_error"] ** 2 + second["mean_error"] ** 2) ** 0.5
    assert difference.value == pytest.approx(first["mean"] - second["mean"], abs=1e-9)
    assert difference.interval.high - difference.value == pytest.approx(reach, rel=1e-9)


def test_the_design_effect_of_a_mean_is_the_jackknife_by_client_of_r() -> None:
    (known,) = [r_values("clustered", "recovery")]
    assert isinstance(known, dict)
    day, event, client = (np.array(known[name]) for name in ("day", "event", "client"))
    cell, size = 2 * day + event, 30
    pairs = np.zeros((size, size))
    for each in set(client.tolist()):
        of_client = np.bincount(cell[client == each], minlength=size)
        pairs += np.outer(of_client, of_client) - np.diag(of_client)
    paired = ClientPairs(((),), pairs.reshape(1, size, 1, size), np.bincount(cell, minlength=size), len(set(client)))
    events, censored = (np.bincount(day[event == happened], minlength=15) for happened in (1, 0))
    assert mean_design_effect(events, censored, paired) == pytest.approx(known["design_effect"], rel=1e-10)
    assert mean_design_effect(events, censored, None) == 1


@given(DAYS, DAYS)
def test_a_curve_only_rises_and_lies_within_its_intervals(events: list[int], censored: list[int]) -> None:
    curve = incidence_curve(np.array(events), np.array(censored), 1.3)
    values = [each.value for each in curve.shares]
    assert all(former <= later + 1e-12 for former, later in pairwise(values))
    assert all(0 <= each.interval.low <= each.value + 1e-12 for each in curve.shares)
    assert all(each.value - 1e-12 <= each.interval.high <= 1 for each in curve.shares)
    last = cumulative_incidence(np.array(events), np.array(censored), 1.3)
    if last is not None and 0 < last.value < 1:
        assert curve.shares[-1].value == pytest.approx(last.value, abs=1e-12)
        assert curve.shares[-1].interval.low == pytest.approx(last.interval.low, abs=1e-12)


@given(DAYS, st.integers(0, 40))
def test_where_all_were_observed_to_the_end_each_share_is_the_plain_one(events: list[int], without: int) -> None:
    curve = incidence_curve(np.array(events), np.array([0, 0, 0, 0, without]))
    for day, each in enumerate(curve.shares):
        plain = rate(sum(events[: day + 1]), sum(events[day + 1 :]) + without)
        assert plain is not None
        assert each.value == plain.value


@given(st.lists(DAYS, min_size=3, max_size=3), st.lists(DAYS, min_size=3, max_size=3))
def test_merged_levels_are_as_if_counted_together(events: list[list[int]], censored: list[list[int]]) -> None:
    times = Times(("a", "b", "c"), np.array(events), np.array(censored))
    merged = times.grouped([0, 0, 1], ("a or b", "c"))
    assert isinstance(merged, Times)
    assert merged.events[0].tolist() == np.array(events)[:2].sum(axis=0).tolist()
    both = incidence_curve(merged.events[0], merged.censored[0])
    assert both.at_risk == tuple(
        one + other
        for one, other in zip(
            incidence_curve(times.events[0], times.censored[0]).at_risk,
            incidence_curve(times.events[1], times.censored[1]).at_risk,
            strict=True,
        )
    )
    backwards = log_rank_trend(np.array(events)[::-1], np.array(censored)[::-1])
    assert backwards.statistic == pytest.approx(
        -log_rank_trend(np.array(events), np.array(censored)).statistic, abs=1e-9
    )


def test_the_median_lies_between_two_days_where_the_curve_rests_at_one_half() -> None:
    curve = incidence_curve(np.array([0, 2, 0, 1, 0]), np.array([0, 0, 0, 0, 1]))
    assert curve.median.value == 2
    assert incidence_curve(np.array([0, 2, 0, 0, 0]), np.array([0, 0, 0, 0, 2])).median.value == 1
    assert incidence_curve(np.array([0, 1, 0]), np.array([0, 0, 2])).median.value is None


@pytest.mark.parametrize(
    ("events", "censored", "shares"),
    [([0, 0, 0], [0, 0, 9], 3), ([9, 0, 0], [0, 0, 0], 3), ([0, 0, 0], [9, 0, 0], 1), ([0, 0, 0], [0, 0, 0], 0)],
)
def test_nobody_everybody_and_nothing(events: list[int], censored: list[int], shares: int) -> None:
    curve = incidence_curve(np.array(events), np.array(censored))
    assert len(curve.shares) == shares
    assert all(each.value == float(bool(sum(events))) for each in curve.shares)
    assert curve.first_day(0.5) == (0 if sum(events) else None)


def levels_of(*counts: tuple[list[int], list[int]]) -> Durations:
    names = tuple("abcdefgh"[: len(counts)])
    return Durations(names, np.array([each[0] for each in counts]), np.array([each[1] for each in counts]))


def test_crossing_curves_get_their_means_and_their_names_by_size() -> None:
    early, late = ([10, 0, 0, 0, 2], [0, 0, 0, 0, 30]), ([0, 0, 0, 0, 30], [0, 0, 0, 0, 20])
    times = levels_of(early, late)
    found = curves_by_level(factor("category", times.levels), times, 0, CurveEffects.same(1.0, 2))
    assert found.means is not None
    assert found.means.cross
    # The largest is the reference.
    assert (found.means.level, found.means.reference) == ("a", "b")
    assert found.means.difference.value < 0
    assert found.trend is None
    # What is less than the standard error is no crossing.
    near = levels_of(([10, 0, 0, 0, 2], [0, 0, 0, 0, 30]), ([9, 0, 0, 0, 4], [0, 0, 0, 0, 29]))
    close = curves_by_level(factor("category", near.levels), near, 0, CurveEffects.same(1.0, 2))
    assert close.means is not None
    assert not close.means.cross
    same = levels_of(early, early)
    again = curves_by_level(factor("category", same.levels), same, 0, CurveEffects.same(1.0, 2))
    assert again.means is not None
    assert not again.means.cross


def test_there_is_a_trend_along_more_than_two_ordered_levels_only() -> None:
    one = ([3, 0, 0], [0, 0, 20])
    three = levels_of(one, ([6, 0, 0], [0, 0, 20]), ([12, 0, 0], [0, 0, 20]))
    found = curves_by_level(factor("ordered", three.levels), three, 0, CurveEffects.same(1.0, 3))
    assert found.trend is not None
    assert found.trend.statistic > 0
    assert found.means is not None
    assert (found.means.level, found.means.reference) == ("c", "a")
    two = levels_of(one, ([0, 0, 0], [0, 0, 0]), one)
    found = curves_by_level(factor("ordered", two.levels), two, 0, CurveEffects.same(1.0, 3))
    assert found.trend is None
    assert [each.level for each in found.levels] == ["a", "c"]


def test_what_cannot_be_compared_says_why() -> None:
    one = levels_of(([3, 0, 0], [0, 0, 20]))
    found = curves_by_level(factor("category", one.levels), one, 7, CurveEffects.same(1.0, 1))
    assert (found.test, found.means, found.not_answered) == (None, None, 7)
    assert kinds(found.cautions) == [OneLevel]
    many = Times(tuple(map(str, range(60))), np.ones((60, 3), int), np.ones((60, 3), int))
    assert kinds(curves_by_level(factor("category"), many, 0, CurveEffects.same(1.0, 60)).cautions) == [ManyLevels]
    none = levels_of(([0, 0], [0, 20]), ([0, 0], [0, 30]))
    assert curves_by_level(factor("category", none.levels), none, 0, CurveEffects.same(1.0, 2)).test is None
