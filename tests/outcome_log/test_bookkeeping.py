"""What a program adds to an export for itself is told from what a clinic notes under the same name."""

from __future__ import annotations

import pytest

from analysis.outcome_log.bookkeeping import is_bookkeeping
from analysis.outcome_log.codebook import load

STAMPS = ("1/5/2026, 1:05:10 PM", "1/8/2026, 9:12:00 AM")


@pytest.mark.parametrize(
    ("header", "texts"),
    [
        ("redcap_event_name", ("baseline_arm_1", "week_2_arm_1")),
        ("redcap_repeat_instance", ("", "1", "2")),
        ("redcap_data_access_group", ("hill", "harbour")),
        ("breakout_complete", ("0", "1", "2")),
        ("breakout_complete", ("2",)),
        ("breakout_complete", ("Incomplete", "Complete")),
        ("followup_complete", ("0", "2", "")),
        ("followup_complete", ("0.0", "2.0")),
        ("follow_up_complete", ("Incomplete", "Unverified", "Complete")),
        ("Complete?", ("Complete", "Incomplete")),
        ("Complete? (2)", ("Complete", "Incomplete")),
        ("Complete?.1", ("Complete",)),
        ("_id", ("181", "182")),
        ("_uuid", ("a-b", "c-d")),
        ("_index", ("1", "2")),
        ("_validation_status", ("", "Approved")),
        ("__version__", ("vX1",)),
        ("meta/instanceID", ("uuid:1", "uuid:2")),
        ("meta-instanceID", ("uuid:1", "uuid:2")),
        ("Status", ("IP Address", "Survey Preview")),
        ("Status / Response Type", ("IP Address",)),
        ("Progress", ("100", "40")),
        ("Duration (in seconds)", ("412", "98")),
        ("Finished", ("True", "False")),
        ("ResponseId", ("R_1x", "R_2y")),
        ("Response ID", ("1", "2")),
        ("Collector ID", ("4410", "4411")),
        ("Last page", ("3", "4")),
        ("Created by", ("reception", "admin")),
        ("Entered By", ("KL", "MO")),
        ("Geändert von", ("KL", "MO")),
        ("StudyEventOID", ("SE_1", "SE_2")),
    ],
)
def test_what_a_program_notes_for_itself_has_a_reason(header: str, texts: tuple[str, ...]) -> None:
    assert is_bookkeeping(header, texts)
    assert is_bookkeeping(header, texts, "time") is None


@pytest.mark.parametrize(
    ("header", "texts"),
    [
        ("follow up complete", ("yes", "no")),
        ("followup_complete", ("yes", "no")),
        ("followup_complete", ("0", "1")),
        ("followup_complete", ("1", "2")),
        ("followup_complete", ("complete", "not complete")),
        ("course_complete", ("after 3", "after 6")),
        ("Status", ("attended", "no-show", "cancelled")),
        ("Status", ("completed", "partial", "started")),
        ("Status", ("0", "1")),
        ("Progress", ("better", "worse")),
        ("Finished", ("yes, early", "no")),
        ("Complete", ("yes", "no")),
        ("ID", ("1", "2")),
        ("Index", ("1", "2")),
        ("Record ID", ("1", "2")),
        ("start", ("first visit", "second visit")),
        ("Start time", ("10:00", "10:30")),
        ("StartDate", ("2026-01-05", "2026-01-08")),
        ("Duration", ("30", "45")),
        ("Treatment date", STAMPS),
    ],
)
def test_what_a_clinic_notes_under_such_a_name_is_its_own(header: str, texts: tuple[str, ...]) -> None:
    assert is_bookkeeping(header, texts) is None
    assert is_bookkeeping(header, texts, "time") is None


@pytest.mark.parametrize(
    ("header", "texts"),
    [
        ("Timestamp", STAMPS),
        ("Zeitstempel", ("05.01.2026 13:05:10",)),
        ("Отметка времени", ("05.01.2026 13:05:10",)),
        ("タイムスタンプ", ("2026/01/05 13:05:10",)),
        ("_submission_time", ("2026-01-05T13:05:10",)),
        ("StartDate", ("2026-01-05 10:00:10", "2026-01-08 10:00:10")),
        ("StartDate / Start Date", ("2026-01-05 10:00:10",)),
        ("start", ("2026-01-05T10:00:10.000+01:00",)),
        ("end", ("2026-01-05T10:00:10.000+01:00",)),
        ("today", ("2026-01-05", "2026-01-08")),
        ("RecordedDate", ("2026-01-05",)),
        ("Submitted at", STAMPS),
        ("Created At", STAMPS),
        ("Last modified", STAMPS),
        ("Completion time", STAMPS),
        (
            "follow_up_timestamp",
            ("2026-01-05 10:00", "[not completed]", *(f"2026-01-05 10:{n}" for n in range(10, 30))),
        ),
    ],
)
def test_a_time_of_entry_is_distinguished_since_it_may_be_the_only_date(header: str, texts: tuple[str, ...]) -> None:
    assert is_bookkeeping(header, texts, "time")
    assert is_bookkeeping(header, texts) is None


def test_no_field_of_the_codebook_is_left_out_under_any_of_its_names() -> None:
    """An alias that is also in the list would take a clinic's column away."""
    for field in load().fields:
        for name in (field.name, field.title, *field.aliases, *(alias.replace(" ", "_") for alias in field.aliases)):
            for texts in (("yes", "no"), ("1", "0"), ("2026-01-05", "2026-01-08"), field.levels):
                assert is_bookkeeping(name, texts) is None, name
                assert is_bookkeeping(name, texts, "time") is None, name


@pytest.mark.parametrize("texts", [(), ("",), ("\x00" * 99,), ("9" * 5_000,), ("𝟙", "²")])
def test_rubbish_is_answered_like_anything_else(texts: tuple[str, ...]) -> None:
    for header in ("", " ", "_", "((", "_complete", "Progress", "Status", "start", "Complete?"):
        is_bookkeeping(header, texts)
        is_bookkeeping(header, texts, "time")
