"""Dates that stand for "no date": no day, no birth, no breakout."""

from __future__ import annotations

import datetime as dt

import pytest

from analysis.importing.choices import ImportChoices
from analysis.importing.opening import open_file
from analysis.outcome_log.no_dates import is_no_date
from tests.importing.asking import YES_OF_24, asked, counts, leads

FILLERS = (
    "1900-01-01", "1970-01-01", "00.00.0000", "0000-00-00", "1900-01-00", "1/0/1900", "31/12/9999", "12/31/9999",
    "1899-12-30", "30.12.1899", "01.01.1753", "0001-01-01 00:00:00", "1900-01-01T00:00:00", "19000101", "01-01-1904",
    "1970-01-01 00:00:00+00:00", "00/00/00",
)  # fmt: skip


@pytest.mark.parametrize("text", FILLERS)
def test_what_programs_write_for_no_date_is_known(text: str) -> None:
    assert is_no_date(text)


@pytest.mark.parametrize(
    "text", ["2026-01-01", "1970-01-02", "01/01/1985", "1900", "0", "", "01.01.00", "1970-01-01 08:30", "10.0.0.1"]
)
def test_other_days_and_numbers_are_none(text: str) -> None:
    assert not is_no_date(text)


def log_with(name: str, outcome: str, filler: str, form: str = "%Y-%m-%d") -> bytes:
    """Return a log of which 7 rows have a day in the column `name` and 17 what stands for none."""
    rows = []
    for row in range(24):
        is_yes = row % 3 == 1 and row < 21
        day = (dt.date(2026, 1, 5) + dt.timedelta(days=row)).strftime(form) if is_yes else filler
        rows.append(f"C{row:02},2026-01-{1 + row:02},{('yes,' if is_yes else 'no,') * bool(outcome)}{day}")
    return "\n".join([f"client,treatment date,{outcome}{name}", *rows]).encode()


@pytest.mark.parametrize(("filler", "form"), [("1900-01-01", "%Y-%m-%d"), ("31/12/9999", "%d/%m/%Y")])
def test_no_dates_among_days_make_no_births_and_no_phone_numbers(filler: str, form: str) -> None:
    """The column was dropped: its days seemed to lie as far apart as births."""
    content = log_with("breakout date", "breakout,", filler, form)
    _, account = open_file(content, "a.csv", ImportChoices(), b"k").cleaned(ImportChoices())
    assert not account.findings
    assert counts(content) == (24, YES_OF_24, 0)


def test_births_beside_no_dates_are_births_all_the_same() -> None:
    days = [f"{1950 + 2 * row}-0{1 + row % 9}-1{row % 9}" if row % 4 else "1900-01-01" for row in range(24)]
    content = "\n".join(["born,breakout", *(f"{day},{'yes' if row % 3 else 'no'}" for row, day in enumerate(days))])
    (finding,) = open_file(content.encode(), "a.csv", ImportChoices(), b"k").findings
    assert finding.kind == "date of birth"


def test_a_no_date_in_the_outcome_column_is_asked_about() -> None:
    readings = leads(asked(log_with("breakout", "", "1900-01-01")))
    assert readings["a day means a breakout, “1900-01-01” no breakout"] == (24, YES_OF_24, 17)
    assert readings["a day means a breakout, “1900-01-01” unknown"] == (24, YES_OF_24, 0)


def test_a_no_date_in_a_field_is_no_day_and_reported() -> None:
    content = log_with("follow_up_date", "breakout,", "1900-01-01")
    log, account = open_file(content, "a.csv", ImportChoices(), b"k").cleaned(ImportChoices())
    assert int((log.codes("follow_up_date") >= 0).sum()) == YES_OF_24
    assert any("“1900-01-01” was not read as a date" in note for note in account.notes)
    assert not account.values_left_out


def test_a_column_of_days_is_not_the_outcome_beside_one_of_answers() -> None:
    content = log_with("Breakout seen on", "No reaction,", "1970-01-01")
    content = content.replace(b",yes,", b",-,").replace(b",no,", b",yes,")
    assert counts(content.replace(b",-,", b",no,")) == (24, YES_OF_24, 0)


@pytest.mark.parametrize("header", ["Next appointment", "Follow-up", "Review", "Nächster Termin"])
def test_another_day_is_not_taken_for_the_day_of_treatment(header: str) -> None:
    """Without a day of treatment the next appointment became it, and the chart over time was four weeks late."""
    rows = [f"C{row:02},{'yes' if row % 3 == 1 else 'no'},2026-03-{1 + row:02}" for row in range(24)]
    log, _ = open_file(
        f"client,breakout,{header}\n".encode() + "\n".join(rows).encode(), "a.csv", ImportChoices(), b"k"
    ).cleaned(ImportChoices())
    assert "treatment_date" not in log
