"""What clients can expect, from a log: every part, what is assumed without dates, and what would answer more."""

from __future__ import annotations

import pytest

from analysis.counting.in_memory import InMemory
from analysis.exhibits.recovery import recovery_exhibits
from analysis.methods.closer_cautions import TooFewUnits
from analysis.outcome_log.filters import Filters
from analysis.outcome_log.log import ONSET, RESOLVED
from analysis.outcome_log.outcomes import Counted, Outcome, Unit
from analysis.questions.at_a_glance import at_a_glance
from analysis.questions.recovery import Recovery, recovery, recovery_by
from tests.logs import log_of
from tests.tallies import kinds

HEADER = (
    "client_id,treatment_date,follow_up_date,breakout,onset_day,resolved_day,severity,pustules,swelling,acne_history,"
    "makeup_after_hours\n"
)
SEEN, NEVER = "2026-01-31", ""
ROWS = [
    f"C{place},2026-01-01,{SEEN if place % 5 else NEVER},no,,,,no,no,{('none', 'past', 'current')[place % 3]},"
    f"{place % 9}"
    for place in range(90)
] + [
    f"C{place},2026-02-01,2026-02-20,yes,{place % 4 + 1},{place % 4 + 6},{('mild', 'severe')[place % 2]},"
    f"{('yes', 'no')[place % 2]},no,{('past', 'current')[place % 2]},{place % 9}"
    for place in range(30)
]
LOG = log_of(HEADER + "\n".join(ROWS) + "\n")


def asked(log: str, **filters: int) -> Recovery:
    return recovery(InMemory(log_of(log), Filters(**filters)))


def test_every_part_of_a_whole_log() -> None:
    found = recovery(InMemory(LOG))
    assert found.lacks == ()
    onset, lasting, severity = found.onset, found.lasting, found.severity
    assert onset is not None
    assert onset.days == (3, 7, 14)
    assert (onset.whole.units, onset.whole.events) == (120, 30)
    # 8 breakouts begin on days 1 and 2, 7 on days 3 and 4.
    assert onset.whole.shares[3].value == 23 / 120
    assert onset.whole.first_day(0.5) == 2
    assert (onset.has_follow_ups, onset.without_follow_up, onset.without_onset, onset.late) == (True, 18, 0, 0)
    assert onset.followed is not None
    assert onset.followed.shares[-1].value == 30 / 102
    assert lasting is not None
    assert lasting.whole.median.value == 5
    assert (lasting.not_gone, lasting.left_out) == (0, 0)
    assert severity is not None
    assert {grade: rate.breakouts for grade, rate in severity.shares if rate is not None} == {
        "mild": 15,
        "moderate": 0,
        "severe": 15,
    }
    assert [(each.title, each.whole.breakouts, each.whole.known) for each in found.signs] == [
        ("Swelling", 0, 30),
        ("Pustules", 15, 30),
    ]


@pytest.mark.parametrize("unit", ["treatments", "first treatments", "clients"])
def test_by_the_last_day_it_is_what_home_says_of_the_same_log(unit: Unit) -> None:
    early = log_of(HEADER + "\n".join(ROWS).replace(SEEN, "2026-01-08") + "\n")
    for log in (LOG, early):
        counts = InMemory(log, counted=Counted(unit=unit))
        found, home = recovery(counts), at_a_glance(counts)
        assert found.onset is not None
        last = found.onset.whole.shares[-1]
        rate = home.total.rate if home.early is None else home.early.cumulative
        assert rate is not None
        assert last.value == rate.value
        if home.early is not None:
            assert last.interval.low == pytest.approx(rate.interval.low, rel=1e-12)


def test_each_breakout_counts_for_how_long_it_lasted_also_where_clients_are_counted() -> None:
    found = recovery(InMemory(LOG, counted=Counted(unit="clients")))
    assert found.onset is not None
    assert found.onset.whole.units == 90
    assert found.lasting is not None
    assert found.lasting.whole.units == 30
    assert found.severity is not None
    assert found.severity.not_known == 0


def test_it_is_about_breakouts_whatever_outcome_is_chosen() -> None:
    pustules = Counted(Outcome("pustules", ("yes",), "Pustules"))
    found = recovery(InMemory(LOG, counted=pustules))
    assert found.counted.outcome.is_breakout
    assert found.onset is not None
    assert found.onset.whole.events == 30


def test_the_window_of_the_filters_ends_the_curve() -> None:
    found = recovery(InMemory(LOG, Filters(window_days=2)))
    assert found.onset is not None
    assert found.onset.days == (2,)
    assert (found.onset.whole.events, found.onset.late) == (16, 14)
    assert found.lasting is not None
    assert found.lasting.whole.units == 16
    wide = recovery(InMemory(LOG, Filters(window_days=30)))
    assert wide.onset is not None
    assert wide.onset.days == (3, 7, 14, 30)


def test_ordered_levels_keep_their_order_and_numbers_are_grouped() -> None:
    counts = InMemory(LOG)
    acne = recovery_by(counts, LOG.factor("acne_history"), recovery(counts)).onset
    assert acne is not None
    assert acne.by_level is not None
    assert [each.level for each in acne.by_level.levels] == ["none", "past", "current"]
    assert acne.by_level.trend is not None
    hours = recovery_by(counts, LOG.factor("makeup_after_hours"), recovery(counts))
    assert hours.onset is not None
    assert hours.onset.by_level is not None
    assert 2 <= len(hours.onset.by_level.levels) <= 5
    assert sum(each.curve.units for each in hours.onset.by_level.levels) == 120
    assert hours.severity is not None
    assert hours.severity.by_level is not None
    assert hours.severity.by_level.grades == ("mild", "moderate", "severe")
    assert sum(each.known for each in hours.severity.by_level.levels) == 30


def test_levels_that_hold_too_few_practitioners_whole_are_not_tested() -> None:
    rows = [
        f"{('no', 'yes')[place % 7 == 0]},{place % 5 if place % 7 == 0 else ''},{('east', 'west')[place % 3 == 0]},"
        f"{('P1', 'P2')[place % 2] if place % 3 else 'P3'}"
        for place in range(300)
    ]
    log = log_of("breakout,onset_day,clinic,practitioner\n" + "\n".join(rows) + "\n")
    counts = InMemory(log)
    found = recovery_by(counts, log.factor("clinic"), recovery(counts)).onset
    assert found is not None
    assert found.by_level is not None
    assert found.by_level.test is None
    assert kinds(found.by_level.cautions) == [TooFewUnits]


@pytest.mark.parametrize(
    ("log", "lacks"),
    [
        ("breakout\nyes\nno\n", {ONSET, RESOLVED, "severity", "persistent_redness"}),
        ("breakout,onset_day\nyes,\nno,\n", {ONSET, RESOLVED, "severity", "persistent_redness"}),
        ("breakout,onset_day,pustules\nyes,3,no\nno,,no\n", {RESOLVED, "severity"}),
        ("breakout,resolved_day,severity\nyes,8,mild\nno,,\n", {ONSET, "persistent_redness"}),
    ],
)
def test_what_is_lacking_is_named(log: str, lacks: set[str]) -> None:
    found = asked(log)
    assert set(found.lacks) == lacks
    assert (found.onset is None) == (ONSET in lacks)
    assert (found.lasting is None) == bool({ONSET, RESOLVED} & lacks)


@pytest.mark.parametrize(
    "rows", ["yes,2,9,mild,yes\n", "no,,,,no\n" * 9 + "yes,2,,,\n", "yes,2,9,mild,yes\n" * 9, ",,,,\nyes,0,0,mild,no\n"]
)
def test_one_row_all_no_and_all_yes_are_answered(rows: str) -> None:
    found = asked("breakout,onset_day,resolved_day,severity,pustules\n" + rows)
    assert found.onset is not None
    assert not found.onset.has_follow_ups
    assert found.onset.followed is None


def test_a_factor_of_which_no_level_is_known_has_no_chart() -> None:
    log = log_of(
        "breakout,onset_day,resolved_day,severity,skin_type\n" + "yes,1,4,mild,\nno,,,,\n,,,,dry\n,,,,oily\n" * 9
    )
    counts = InMemory(log)
    made = list(recovery_exhibits(recovery_by(counts, log.factor("skin_type"), recovery(counts))))
    assert len(made) == 3
    for each in made:
        assert each.figure is None
        assert each.numbers is None
        assert each.finding


def test_nothing_that_passes_has_no_answer() -> None:
    counts = InMemory(LOG, Filters(levels=(("acne_history", ("none",)),), ranges=(("makeup_after_hours", 99.0, 99.0),)))
    found = recovery_by(counts, LOG.factor("acne_history"), recovery(counts))
    assert (found.onset, found.lasting, found.severity, found.signs) == (None, None, None, ())


def test_without_onset_days_warning_signs_are_shown_by_the_day_of_follow_up() -> None:
    rows = [f"2026-01-01,2026-01-{2 + place % 20:02},no,{('no', 'yes')[place % 10 == 0]}" for place in range(100)]
    found = asked("treatment_date,follow_up_date,breakout,swelling\n" + "\n".join(rows) + "\n")
    assert not found.signs_by_onset
    (swelling,) = found.signs
    assert [(first, last) for first, last, _ in swelling.stretches] == [(0, 1), (2, 3), (4, 7), (8, 14), (15, 90)]
    assert (swelling.whole.breakouts, swelling.whole.known) == (10, 100)
    # Days 1 and 11, of which the first and the 15th, 16th and so on are others.
    assert [rate.breakouts for _, _, rate in swelling.stretches if rate is not None] == [5, 0, 0, 5, 0]
