"""The day of the breakout in weeks, hours or other words: in days, so that the window holds, or said to be blank."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import pytest

from analysis.importing.choices import ImportChoices
from analysis.importing.import_account import ImportAccount
from analysis.importing.opening import open_file
from analysis.outcome_log.log import Log
from tests.importing.asking import YES_OF_24, asked, counts, read_all


def read(header: str, onset: Sequence[str]) -> tuple[Log, ImportAccount]:
    """Return a log in which every third treatment has a breakout, with these onsets in turn."""
    rows = [
        f"C{row:02},2026-01-{1 + row:02},{'no,' if row % 3 else f'yes,{onset[row // 3 % len(onset)]}'}"
        for row in range(24)
    ]
    content = "\n".join([f"client,treatment date,breakout,{header}", *rows]).encode()
    return open_file(content, "clinic.csv", ImportChoices(), b"key").cleaned(ImportChoices())


@pytest.mark.parametrize(
    ("header", "onset", "days"),
    [
        ("onset (weeks)", ("1", "2", "3"), (7, 14, 21)),
        ("onset_weeks", ("1", "2", "3"), (7, 14, 21)),
        ("weeks to breakout", ("1", "2", "3"), (7, 14, 21)),
        ("Onset [h]", ("36", "48", "72"), (1, 2, 3)),
        ("hours until breakout", ("24", "48"), (1, 2)),
        ("onset (weeks)", ("1", "3 days"), (3, 7)),
        ("onset_day", ("36 h", "2 weeks", "3"), (1, 3, 14)),
        ("onset_day", ("2 Wochen", "12 h"), (0, 14)),
    ],
)
def test_weeks_and_hours_become_full_days(header: str, onset: Sequence[str], days: Sequence[int]) -> None:
    """A column of weeks was a factor of its own, and a breakout in the fifth week lay in the window."""
    log, account = read(header, onset)
    assert log.values("onset_day") == tuple(map(float, days))
    assert any("other units were converted to days" in note for note in account.notes)
    assert not account.values_left_out


@pytest.mark.parametrize("header", ["Time to onset", "time to breakout"])
def test_a_time_without_a_unit_is_asked_about(header: str) -> None:
    """In Danish a time is an hour: an onset after 3 days was one of the same day."""
    rows = [f"C{row:02},2026-01-{1 + row:02},{'no,' if row % 3 else f'yes,{2 + row % 2}'}" for row in range(24)]
    content = "\n".join([f"client,treatment date,breakout,{header}", *rows]).encode()
    decision = asked(content)
    assert [each.reading for each in decision.alternatives] == ["in days", "in hours", "in weeks"]
    found = [read_all(content, (decision.about, each.reading))[0].values("onset_day") for each in decision.alternatives]
    assert found == [(2, 3), (0,), (14, 21)]


@pytest.mark.parametrize(
    ("onset", "days"),
    [
        (("day 3", "Day 5", "D2"), (2, 3, 5)),
        (("same day", "next day", "4"), (0, 1, 4)),
        (("Tag 3", "on day 6"), (3, 6)),
    ],
)
def test_days_counted_in_words_are_days(onset: Sequence[str], days: Sequence[int]) -> None:
    """The whole column was left blank."""
    log, account = read("onset_day", onset)
    assert log.values("onset_day") == tuple(map(float, days))
    assert not account.values_left_out
    assert "days in words" in [each.about for each in account.decisions]


@pytest.mark.parametrize("onset", [("1-2 days", "2-3 days", "5"), ("2 months", "1 month")])
def test_days_that_are_not_understood_are_blank_and_reported_and_make_no_factor(onset: Sequence[str]) -> None:
    log, account = read("onset_day", onset)
    said = {problem.value for problem in account.values_left_out}
    assert said == {text for text in onset if not text.isdecimal()}
    assert not any("onset" in factor.name for factor in log.factors)


@pytest.mark.parametrize("onset", [("sudden", "gradual"), ("morning", "night")])
def test_an_onset_that_is_no_number_stays_a_column_of_its_own(onset: Sequence[str]) -> None:
    log, _ = read("onset (weeks)", onset)
    assert "onset_day" not in log
    assert {factor.name for factor in log.factors} >= {"onset (weeks)"}


# Dates ----


def log_of_dates(header: str, days_after: int, form: str = "%Y-%m-%d") -> bytes:
    """Return 24 treatments, 7 with a breakout that began so many days after the treatment."""
    rows = []
    for row in range(24):
        day = dt.date(2026, 1, 13) + dt.timedelta(days=row)
        began = (day + dt.timedelta(days=days_after)).strftime(form) if row % 3 == 1 and row < 21 else ""
        rows.append(f"C{row:02},{day.strftime(form)},{'yes' if began else 'no'},{began}")
    return "\n".join([f"client,treatment date,breakout,{header}", *rows]).encode()


@pytest.mark.parametrize("header", ["Breakout date", "Onset date", "Date of onset", "Date breakout started"])
@pytest.mark.parametrize("form", ["%Y-%m-%d", "%d/%m/%Y", "%d %b %Y"])
def test_a_date_of_onset_is_counted_from_the_treatment(header: str, form: str) -> None:
    """It was left out, so that breakouts counted however long after the treatment they began."""
    assert counts(log_of_dates(header, 3, form)) == (24, YES_OF_24, 0)
    assert counts(log_of_dates(header, 14, form)) == (24, YES_OF_24, 0)
    assert counts(log_of_dates(header, 15, form)) == (24, 0, 0)


@pytest.mark.parametrize("header", ["Last breakout date", "Breakout recorded date", "breakout_timestamp"])
def test_another_date_about_breakouts_is_no_onset(header: str) -> None:
    assert counts(log_of_dates(header, 40)) == (24, YES_OF_24, 0)


def test_dates_before_the_treatment_are_no_onset() -> None:
    assert counts(log_of_dates("Breakout date", -40)) == (24, YES_OF_24, 0)


def test_a_date_by_which_the_skin_had_settled_is_counted_from_the_treatment() -> None:
    content = log_of_dates("Date cleared", 9)
    log, account = open_file(content, "clinic.csv", ImportChoices(), b"key").cleaned(ImportChoices())
    assert list(log.values("resolved_day")) == [9.0]
    (decision,) = [each for each in account.decisions if each.about == "dates of the breakout"]
    assert decision.chosen == "counted in days from the date of treatment"


@pytest.mark.parametrize(
    ("header", "numbers", "days_after"),
    [
        ("Days until follow-up", ("14", "21"), (14, 21)),
        ("Follow up (days)", ("14", "0"), (14, 0)),
        ("Review after weeks", ("2", "1"), (14, 7)),
    ],
)
def test_a_follow_up_counted_from_the_treatment_has_a_date(
    header: str, numbers: Sequence[str], days_after: Sequence[int]
) -> None:
    """The number was a factor, and the list of calls asked for a date of the follow-up."""
    rows = [f"C{row:02},2026-01-{1 + row:02},{'no' if row % 3 else 'yes'},{numbers[row % 2]}" for row in range(24)]
    log, account = read_all("\n".join([f"client,treatment date,breakout,{header}", *rows, "C90,,no,14"]).encode())
    dates = [*log.values("follow_up_date"), None]
    found = [dates[code] for code in log.codes("follow_up_date")]
    treated = [dt.date(2026, 1, 1 + row) for row in range(24)]
    assert found == [*(day + dt.timedelta(days=days_after[row % 2]) for row, day in enumerate(treated)), None]
    assert not log.factors
    assert "days until the follow-up" in [each.about for each in account.decisions]


@pytest.mark.parametrize(
    "header", ["Follow up due in days", "Days until next appointment", "Follow-up date,Days until follow-up"]
)
def test_days_until_something_else_are_no_follow_up(header: str) -> None:
    cells = ["2026-03-01,14", "2026-03-02,21"] if "," in header else ["14", "21"]
    rows = [f"C{row:02},2026-01-{1 + row:02},{'no' if row % 3 else 'yes'},{cells[row % 2]}" for row in range(24)]
    _, account = read_all("\n".join([f"client,treatment date,breakout,{header}", *rows]).encode())
    assert "days until the follow-up" not in [each.about for each in account.decisions]
