"""``python -m analysis follow-up``: the list that a morning e-mail is made from."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from icalendar import Calendar

from analysis.__main__ import CALL_TODAY, UNREADABLE, main
from analysis.listing.calls import TreatmentKeys, called
from analysis.listing.reasons import Settings
from analysis.listing.work_list import work_list
from analysis.saved_log.calls import Call, record_call
from analysis.saved_log.opening import as_log, open_log
from tests.listing.test_work_list import TODAY
from tests.test_command_line_log import add

ROWS = (
    "treatment_id,client_id,treatment_date,clinic,followed_up,breakout,pustules,referred\n"
    "=T1,C1,2026-06-20,Harbour,yes,yes,yes,no\n"
    "T2,C2,2026-01-06,Harbour,no,,,\n"
    "T3,C3,2026-06-21,Park,yes,no,no,no\n"
)
NOBODY = ROWS.replace("yes,yes,yes,no", "yes,yes,no,no")


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    capsys.readouterr()
    code = main(["follow-up", *arguments, "--on", "2026-06-30"])
    ran = capsys.readouterr()
    return code, ran.out, ran.err


def test_the_list_as_json_and_an_exit_code_for_schedules(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file.write_text(ROWS, "utf-8")
    code, out, _ = run(capsys, str(file), "--json")
    assert code == CALL_TODAY
    assert json.loads(out) == {
        "to_call_today": 1,
        "rows": [
            {
                "treatment_id": "=T1",
                "client_id": "C1",
                "treatment_date": "2026-06-20",
                "urgency": "today",
                "reason": "Pustules, no referral recorded",
                "days": 10,
            },
            {
                "treatment_id": "T2",
                "client_id": "C2",
                "treatment_date": "2026-01-06",
                "urgency": "overdue",
                "reason": "No follow-up 175 days after the treatment",
                "days": 175,
            },
        ],
    }


def test_nobody_to_call_today_is_an_ordinary_end(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file.write_text(NOBODY, "utf-8")
    code, out, _ = run(capsys, str(file), "--listed-for", "175")
    assert code == 0
    assert out.startswith("No call to make today; 1 call is waiting.\nOverdue: T2, treated on 6 January 2026")
    assert run(capsys, str(file))[1] == "No call to make.\n1 treatment from more than 90 days ago is not listed.\n"


def test_days_can_be_set(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file.write_text(NOBODY, "utf-8")
    _, out, _ = run(capsys, str(file), "--overdue-after", "365", "--unknown-after", "200")
    assert out == "Nobody is waiting for a call.\n"


def test_the_list_leaves_as_a_safe_table_and_as_a_calendar(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file.write_text(ROWS, "utf-8")
    table, calendar = file.with_name("calls.csv"), file.with_name("calls.ics")
    run(capsys, str(file), "--csv", str(table), "--ics", str(calendar), "--listed-for", "200")
    lines = table.read_text("utf-8-sig").splitlines()
    assert lines[1] == 'Call today,\'=T1,C1,2026-06-20,10,Harbour,,"Pustules, no referral recorded"'
    events = Calendar.from_ical(calendar.read_bytes()).walk("VEVENT")
    assert [str(event["summary"]) for event in events] == ["Call today: =T1", "Overdue: T2"]
    assert [event["dtstart"].dt for event in events] == [TODAY, TODAY]
    assert len({str(event["uid"]) for event in events}) == 2
    first = calendar.read_bytes()
    run(capsys, str(file), "--ics", str(calendar), "--listed-for", "200")
    assert calendar.read_bytes() == first


def test_the_saved_log_is_listed_without_the_calls_already_made(
    file: Path, outcome_log: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert add(file, ROWS) == 0
    assert run(capsys, "--log")[0] == CALL_TODAY
    saved = open_log(outcome_log)
    log, _ = as_log(saved)
    waiting, keys = work_list(log, TODAY, Settings()), TreatmentKeys(log, saved)
    record_call(outcome_log, Call("referred", called(waiting, [0], keys), "2026-06-30T08:00:00+00:00", version=1))
    code, out, _ = run(capsys, "--log", "--listed-for", "200")
    assert (code, out.splitlines()[0]) == (0, "No call to make today; 1 call is waiting.")


@pytest.mark.parametrize(
    ("rows", "arguments", "words"),
    [
        (ROWS, ("--csv", "/nowhere/calls.csv"), "“/nowhere/calls.csv” could not be written"),
        ("breakout,acne,freq\nyes,past,3\nno,none,9\n", (), "This log is a table of counts"),
        ("a,b\n1,2\n", (), "“log.csv”"),
    ],
)
def test_what_cannot_be_listed_is_explained_in_one_sentence(
    file: Path, capsys: pytest.CaptureFixture[str], rows: str, arguments: tuple[str, ...], words: str
) -> None:
    file.write_text(rows, "utf-8")
    code, out, err = run(capsys, str(file), *arguments)
    assert (code, out) == (UNREADABLE, "")
    assert words in err.splitlines()[-1]


def test_a_day_that_is_none_is_refused(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file.write_text(ROWS, "utf-8")
    assert main(["follow-up", str(file), "--on", "soon"]) == UNREADABLE
    assert capsys.readouterr().err.splitlines()[-1] == "--on needs a day such as 2026-05-14; “soon” is none."
