"""Sentences of the parts of Trend: leads, gaps, groups, notes and what is set, each with the whole sentence."""

from __future__ import annotations

import datetime as dt

import pytest

from analysis.methods.control_chart.g_chart import g_chart
from analysis.methods.control_chart.leads import Lead, Leads
from analysis.methods.over_time import change_between
from analysis.outcome_log.chart_settings import ChartSettings, NamedLine, Note, SetAside
from analysis.outcome_log.log import Factor
from analysis.questions.trend import GroupTrends
from analysis.questions.trend_notes import AdjustedChange, MixShift, NoteChange
from analysis.wording.gaps import gaps_verdict
from analysis.wording.trend import rare_in_words
from analysis.wording.trend_groups import groups_left_out, groups_verdict, verdict_of_group
from analysis.wording.trend_leads import (
    adjusted_change_in_words,
    leads_in_words,
    mix_in_words,
    no_leads,
    note_in_words,
)
from analysis.wording.trend_settings import set_so_far
from tests.methods.test_control_chart import by_day
from tests.tallies import BREAKOUTS, factor
from tests.wording.subjects import ACNE, estimated, trend_with

LOT = factor(name="cartridge_lot", title="Cartridge lot")
CLINIC = factor(name="clinic", title="Clinic")
STEADY = trend_with([(10, 100), (8, 100)] * 4)
UNUSUAL = trend_with([(10, 100), (8, 100), (31, 100), (8, 100), (10, 100), (8, 100)])
NONE = trend_with([(1, 4)])


def lead(p: float, p_adjusted: float) -> Lead:
    return Lead(factor=LOT, level="L7", breakouts=23, of=25, expected=16.4, p_value=p, p_adjusted=p_adjusted)


def test_leads() -> None:
    point = UNUSUAL.chart.points[2]
    assert list(leads_in_words(Leads((lead(0.001, 0.13),), 124), point, "month", BREAKOUTS)) == [
        "Strongest lead: Cartridge lot: L7 had 23 of the 25 breakouts, where about 16 would be expected (p = 0.001).",
        (
            "124 groups were compared: about 6.2 would look like this by chance. These are leads to look into. A link "
            "is not proof of a cause."
        ),
    ]
    assert ", a clear lead)" in next(leads_in_words(Leads((lead(0.0001, 0.01),), 124), point, "month", BREAKOUTS))
    assert list(leads_in_words(Leads((), 1), point, "month", BREAKOUTS)) == [
        "No group has clearly more of the breakouts of March 2026 than other months suggest (1 group compared)."
    ]
    assert list(leads_in_words(Leads((), 0), point, "month", BREAKOUTS)) == [
        "No factor has two groups in March 2026 that could be compared."
    ]
    assert no_leads(STEADY, BREAKOUTS) == ("No month has unusually many breakouts, so there is nothing to look for.")


def test_gaps() -> None:
    assert gaps_verdict(None, BREAKOUTS) == (
        "At least 8 breakouts with a date are needed to see how far apart they are."
    )
    steady = g_chart(by_day(*[(19, 1), (21, 1)] * 6, (1, 0)))
    assert gaps_verdict(steady, BREAKOUTS) == (
        "Usually about 20 treatments lie between breakouts, and nothing is unusual; 12 treatments have followed the "
        "last one."
    )
    close = g_chart(by_day(*[(40, 1), (44, 1)] * 7, *[(3, 1)] * 8))
    assert gaps_verdict(close, BREAKOUTS).endswith(
        "They came unusually close together between 15 January 2024 and 22 January 2024."
    )
    far = g_chart(by_day(*[(9, 1), (11, 1)] * 6, (200, 1)))
    assert gaps_verdict(far, BREAKOUTS).endswith("They were unusually far apart before 13 January 2024.")


def test_groups() -> None:
    assert groups_verdict(GroupTrends((("Harbour", STEADY),), 0), CLINIC, BREAKOUTS) == (
        "No month was unusual in any group of clinic by itself."
    )
    assert groups_verdict(GroupTrends((("Harbour", STEADY), ("Park", UNUSUAL)), 0), CLINIC, BREAKOUTS) == (
        "Unusual months of a single group: Park. With several charts, some signals are chance."
    )
    assert groups_verdict(GroupTrends((("Harbour", NONE),), 0), CLINIC, BREAKOUTS) == (
        "1 breakout among 4 known outcomes is too few to judge any month of a single group yet."
    )
    assert verdict_of_group("Park", STEADY, CLINIC, BREAKOUTS).startswith("Park: Breakouts have been steady at about 9")
    assert list(groups_left_out(GroupTrends((), 1))) == ["Not shown: 1 more group with fewer treatments."]
    assert list(groups_left_out(GroupTrends((), 0))) == []


def test_notes() -> None:
    note = Note(dt.date(2024, 1, 11), "new sheet")
    days = by_day(*[(18, 2)] * 10, *[(19, 1)] * 10)
    first, last = dt.date(2024, 1, 1), dt.date(2024, 1, 20)
    period = change_between(days, (note.day, last), (first, dt.date(2024, 1, 10)))
    assert note_in_words(NoteChange(note, period, ()), BREAKOUTS) == (
        "before it 20 of 200 (10.0%) broke out, after it 10 of 200 (5.0%): 5.0 fewer per 100 (95% CI 10.4 fewer to "
        "0.2 more). This could be chance. Time is not the only thing that changed."
    )
    nothing = change_between(days, (last, last), (first, first))
    assert note_in_words(NoteChange(note, nothing, ()), BREAKOUTS).startswith("before it 2 of 20 (10.0%) broke out")
    none = change_between(by_day((1, 0), (1, 0)), (dt.date(2024, 1, 2), last), (first, first))
    assert note_in_words(NoteChange(note, none, ()), BREAKOUTS) == (
        "too few outcomes are known before or after it to compare."
    )
    shift = MixShift(factor=ACNE, level="past", before=0.2, after=0.345)
    assert mix_in_words(shift) == "Acne history: past 20 of 100 treatments before, 34 after."


@pytest.mark.parametrize(
    ("others", "change", "said"),
    [
        (
            (ACNE, CLINIC),
            (-0.02, -0.05, 0.01),
            "acne history, clinic: 2.0 fewer per 100 (95% CI 5.0 fewer to 1.0 more). This could be chance.",
        ),
        ((ACNE,), (0.12, 0.08, 0.16), "acne history: 12 more per 100 (95% CI 8 to 16)."),
        ((ACNE,), (0.0, -0.03, 0.03), None),
    ],
)
def test_a_change_after_adjusting_is_one_sentence_whatever_is_counted(
    others: tuple[Factor, ...], change: tuple[float, float, float], said: str | None
) -> None:
    text = adjusted_change_in_words(AdjustedChange(others, estimated(*change)))
    assert "  " not in text
    assert text.endswith(".")
    assert said is None or text == f"After adjusting for {said}"


def test_what_is_set_and_how_it_is_taken_out_again() -> None:
    settings = ChartSettings(
        target=0.08,
        lines=(NamedLine("published", 0.13),),
        baseline=(dt.date(2024, 1, 1), dt.date(2024, 12, 31)),
        set_aside=(SetAside(dt.date(2025, 3, 1), dt.date(2025, 3, 31), "bad lot"),),
        notes=(Note(dt.date(2025, 7, 1), "new sheet", rebases=True),),
        widens=False,
    )
    assert [text for text, _ in set_so_far(settings)] == [
        "Target: at most 8 per 100",
        "Line: published, 13 per 100",
        "Baseline: 1 January 2024 to 31 December 2024",
        "Set aside: 1 March 2025 to 31 March 2025: bad lot",
        "Note from 1 July 2025: new sheet (average and range start again)",
        "The expected range is never widened",
    ]
    without = settings
    while left := list(set_so_far(without)):
        without = left[0][1]
    assert without == ChartSettings()


def test_where_months_are_too_small_the_gaps_are_offered() -> None:
    assert rare_in_words(STEADY, BREAKOUTS) == ""
    assert rare_in_words(NONE, BREAKOUTS) == (
        "“Between breakouts” below needs no months: it counts the treatments between breakouts."
    )
