"""The rate over time: which periods can bear judging, whose log it is of, and what each group and each note shows."""

from __future__ import annotations

import datetime as dt

import pytest

from analysis.counting.in_memory import InMemory
from analysis.methods.cautions import Caution
from analysis.outcome_log.chart_settings import ChartSettings, Note
from analysis.outcome_log.filters import Filters
from analysis.outcome_log.log import Log
from analysis.outcome_log.outcomes import Counted
from analysis.questions.at_a_glance import at_a_glance
from analysis.questions.trend import between_breakouts, trend, trend_of_groups
from analysis.questions.trend_leads import what_was_different
from analysis.questions.trend_notes import AdjustedChange, adjusted_change, note_changes
from analysis.wording.trend import trend_cautions
from tests.logs import log_of
from tests.tallies import BREAKOUTS

HEADER = "treatment_date,client_id,clinic,acne_history,cartridge_lot,breakout\n"
BAD = dt.date(2025, 3, 1), dt.date(2025, 3, 31)


def log(a_month: int, months: int = 16, every: int = 10) -> Log:
    """Return a log in which every tenth treatment breaks out, and half of those with lot L3 in March 2025."""
    rows = []
    for month in range(months):
        for number in range(a_month):
            day = f"{2024 + month // 12}-{month % 12 + 1:02}-{number % 28 + 1:02}"
            is_bad = month == 14 and number % 2 == 0
            broke_out = number % 4 == 0 if is_bad else (number + month) % every == 0
            lot, clinic = "L3" if is_bad else f"L{number % 2}", ("Park", "Harbour", "Meadow")[number % 3]
            acne = ("none", "past")[number % 5 == 0 and month >= 8]
            rows.append(f"{day},c{month}x{number},{clinic},{acne},{lot},{'yes' if broke_out else 'no'}")
    return log_of(HEADER + "\n".join(rows) + "\n")


@pytest.mark.parametrize(
    ("a_month", "every", "by", "pooled"),
    [
        (90, 10, "month", False),
        (20, 10, "quarter", True),
        (12, 10, "month", False),
        (6, 10, "quarter", True),
        (2, 10, "month", False),
    ],
)
def test_the_shortest_period_that_can_be_judged_or_else_shown(
    a_month: int, every: int, by: str, *, pooled: bool
) -> None:
    found = trend(InMemory(log(a_month, every=every)))
    assert found is not None
    assert (found.chart.by, found.is_pooled) == (by, pooled)
    said = "Months have too few treatments to be judged, so quarters are shown."
    assert (said in list(trend_cautions(found, BREAKOUTS))) == pooled


def test_a_chosen_period_is_kept_beside_the_chart_of_the_whole_log() -> None:
    of = log(90)
    whole, chosen = trend(InMemory(of)), trend(InMemory(of, Filters(*BAD)))
    assert whole is not None
    assert chosen is not None
    assert (whole.chosen, chosen.chosen) == (None, BAD)
    assert chosen.chart == whole.chart
    assert at_a_glance(InMemory(of)).over_time.trend == whole


def test_without_dates_and_of_clients_counted_once_there_is_none() -> None:
    assert trend(InMemory(log_of("skin_type,breakout\noily,yes\ndry,no\n"))) is None
    clients = InMemory(log(30), counted=Counted(unit="clients"))
    assert trend(clients) is None
    assert between_breakouts(clients) is None


def test_a_group_has_a_chart_of_its_own_by_the_same_periods() -> None:
    counts = InMemory(log(180))
    found = trend(counts)
    assert found is not None
    of = trend_of_groups(counts, counts.factor("clinic"), found)
    assert [level for level, _ in of.groups] == ["Harbour", "Meadow", "Park"]
    assert of.left_out == 0
    assert {len(each.chart.points) for _, each in of.groups} == {16}
    assert sum(point.observed.treatments for _, each in of.groups for point in each.chart.points) == 180 * 16


def test_the_lot_of_a_bad_month_is_its_strongest_lead() -> None:
    counts = InMemory(log(180))
    leads = what_was_different(counts, BAD)
    assert (leads.found[0].factor.name, leads.found[0].level) == ("cartridge_lot", "L3")
    assert leads.found[0].p_adjusted < 0.05
    assert leads.compared >= 6


def test_what_was_before_a_note_and_what_came_after_it() -> None:
    counts = InMemory(log(90))
    august = Note(dt.date(2024, 8, 1), "new sheet", rebases=True)
    later = Note(dt.date(2025, 1, 1), "new lot", rebases=True)
    outside = Note(dt.date(2020, 1, 1), "long ago")
    settings = ChartSettings(notes=(outside, august, later))
    first, second = note_changes(counts, settings, 1.0)
    assert (first.period.previous_start, first.period.start) == (dt.date(2024, 1, 1), august.day)
    assert (first.period.end, second.period.previous_start) == (dt.date(2024, 12, 31), august.day)
    assert first.period.comparison is not None
    assert [(each.factor.name, each.level) for each in second.mix] == []
    assert {each.factor.name for each in first.mix} == {"acne_history"}


def test_a_difference_is_adjusted_for_the_mix_or_says_why_not() -> None:
    counts = InMemory(log(90))
    note = Note(dt.date(2024, 9, 1), "new sheet")
    (change,) = note_changes(counts, ChartSettings(notes=(note,)), 1.0)
    found = adjusted_change(counts, change)
    assert isinstance(found, AdjustedChange)
    assert [each.name for each in found.others] == ["acne_history"]
    assert change.period.comparison is not None
    # The outcomes of this log have nothing to do with acne.
    assert found.risk_difference.value == pytest.approx(change.period.comparison.risk_difference.value, abs=0.03)
    few = InMemory(log(3))
    (change,) = note_changes(few, ChartSettings(notes=(note,)), 1.0)
    assert isinstance(adjusted_change(few, change), Caution)


def _reviewed(last_review_day: int, unknown: int) -> Log:
    """Return a log of a year, 40 treatments a month, the last month reviewed on this day and partly not yet."""
    rows = []
    for month in range(1, 13):
        for place in range(40):
            day = dt.date(2025, month, 1 + place % 28)
            is_last = month == 12
            review = day + dt.timedelta(days=last_review_day if is_last else 20)
            outcome = "" if is_last and place < unknown else "yes" if place % 10 == 9 else "no"
            rows.append(f"{day},{review if outcome else ''},{outcome}")
    return log_of("\n".join(["treatment_date,follow_up_date,breakout", *rows]))


@pytest.mark.parametrize(
    ("last_review_day", "unknown", "said"),
    [
        (20, 0, []),
        (
            3,
            0,
            [
                (
                    "The rate of December 2025 may be too low: 36 of 36 treatments without a breakout were reviewed "
                    "before the breakout window ended, more than in other months."
                )
            ],
        ),
        (
            20,
            24,
            [
                (
                    "The rate of December 2025 may still change: the outcome of 24 of 40 treatments is unknown, more "
                    "than in other months."
                )
            ],
        ),
    ],
)
def test_a_month_not_fully_reviewed_is_no_good_month(last_review_day: int, unknown: int, said: list[str]) -> None:
    found = trend(InMemory(_reviewed(last_review_day, unknown)), "month")
    assert found is not None
    assert [each for each in trend_cautions(found, BREAKOUTS) if each.startswith("The rate of")] == said
