"""Exports with one row an event: the rows of one record become one treatment, and no other log is touched."""

from __future__ import annotations

import random
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.files.reading import read
from analysis.files.text_table import TextTable
from analysis.importing.event_joining import JOINED, NO_TREATMENT, SPREAD, Joined
from analysis.importing.events import BARE, EACH_OUTCOME, EACH_ROW, ONE_A_RECORD, UnsureEvents, joined_events

SAMPLES = sorted((Path(__file__).parents[2] / "sample_data").glob("*.csv"))


def table(text: str) -> TextTable:
    return read(text.encode(), "export.csv")


def lines(*each: str) -> TextTable:
    return table("\n".join(each) + "\n")


def joined(given_table: TextTable) -> Joined:
    found = joined_events(given_table)
    assert isinstance(found, Joined)
    assert found.table.rows_read == given_table.rows_read
    return found


def unsure(given_table: TextTable) -> UnsureEvents:
    found = joined_events(given_table)
    assert isinstance(found, UnsureEvents)
    assert "export.csv" in found.sentence
    for reading in found.readings.values():
        assert reading.table.rows_read == given_table.rows_read
    return found


def column(found: Joined, name: str) -> list[str]:
    return found.table.frame[name].astype(str).tolist()


def reasons(found: Joined) -> dict[str, list[int]]:
    return {
        reason: sorted(row for each in found.table.set_aside if each.reason == reason for row in each.rows)
        for reason in {each.reason for each in found.table.set_aside}
    }


# Certain ----


@pytest.mark.parametrize(
    ("record", "event", "before", "after"),
    [
        ("record_id", "redcap_event_name", "baseline_arm_1", "week_2_arm_1"),
        ("Study number", "Event Name", "Baseline", "Week 2"),
        ("SUBJID", "VISITNUM", "1", "3"),
        ("Subject", "Folder", "BASE", "FU"),
        ("Participant ID", "Timepoint", "T0", "T1"),
        ("client", "Visit", "Treatment", "Follow-up"),
        ("Probandennummer", "Zeitpunkt", "Behandlung", "Nachsorge"),
        ("Patient", "Visite", "J0", "J14"),
        ("code", "来院", "初回", "再診"),
    ],
)
def test_the_rows_of_one_record_are_joined(record: str, event: str, before: str, after: str) -> None:
    found = joined(
        lines(
            f"{record},{event},new_product,skin_type,treatment_date,breakout",
            f"1,{before},yes,oily,,",
            f"1,{after},,,2026-01-05,no",
            f"2,{before},no,dry,,",
            f"2,{after},,,2026-01-08,yes",
            f"3,{before},no,dry,,",
        )
    )
    assert found.table.frame.index.tolist() == [3, 5, 6]
    assert column(found, "new_product") == ["yes", "no", "no"]
    assert column(found, "skin_type") == ["oily", "dry", "dry"]
    assert column(found, "breakout") == ["no", "yes", ""]
    assert reasons(found) == {JOINED: [2, 4]}
    assert found.of_clients == ""
    assert before in found.table.notes[-1]
    assert all(isinstance(found.table.frame[name].dtype, pd.CategoricalDtype) for name in found.table.frame.columns)


def test_form_statuses_and_unticked_boxes_of_every_event_speak_against_nothing() -> None:
    found = joined(
        lines(
            "record_id,redcap_event_name,skin_type,hands___1,hands___2,form_complete,breakout",
            "1,baseline_arm_1,oily,1,0,2,",
            "1,week_2_arm_1,,0,0,0,1",
            "2,baseline_arm_1,dry,0,1,2,",
            "2,week_2_arm_1,,0,0,2,0",
        )
    )
    assert column(found, "hands___1") == ["1", "0"]
    assert column(found, "hands___2") == ["0", "1"]


def test_what_differs_from_event_to_event_gets_a_column_for_each() -> None:
    found = joined(
        lines(
            "Subject,Visit,Visit date,weight,skin_type,acne_history,breakout,onset_day",
            "1,Baseline,2026-01-01,61,oily,no,,",
            "1,Week 2,2026-01-15,60,,,no,",
            "2,Baseline,2026-01-02,71,dry,yes,,",
            "2,Week 2,2026-01-16,70,,,yes,3",
        )
    )
    assert column(found, "Visit date (Baseline)") == ["2026-01-01", "2026-01-02"]
    assert column(found, "Visit date (Week 2)") == ["2026-01-15", "2026-01-16"]
    assert column(found, "weight (Baseline)") == ["61", "71"]
    assert "“Visit date”" in found.table.notes[-1]


def test_a_baseline_belongs_to_every_treatment_that_is_repeated() -> None:
    found = joined(
        lines(
            "record_id,redcap_repeat_instrument,redcap_repeat_instance,skin_type,treatment_date,device,breakout",
            "1,,,oily,,,",
            "1,treatment,1,,2026-01-05,A,no",
            "1,treatment,2,,2026-02-05,A,yes",
            "2,,,dry,,,",
            "2,treatment,1,,2026-01-08,B,no",
            "3,,,dry,,,",
        )
    )
    assert found.table.frame.index.tolist() == [3, 4, 6]
    assert column(found, "skin_type") == ["oily", "oily", "dry"]
    assert reasons(found) == {SPREAD: [2, 5], NO_TREATMENT: [7]}
    assert found.of_clients == "record_id"


def test_each_event_with_a_day_of_treatment_of_its_own_is_a_treatment() -> None:
    found = joined(
        lines(
            "record_id,redcap_event_name,skin_type,treatment_date,breakout",
            "1,baseline_arm_1,oily,,",
            "1,week_2_arm_1,,2026-01-05,no",
            "1,week_6_arm_1,,2026-02-05,yes",
            "2,baseline_arm_1,dry,,",
            "2,week_2_arm_1,,2026-01-08,no",
        )
    )
    assert column(found, "skin_type") == ["oily", "oily", "dry"]
    assert column(found, "breakout") == ["no", "yes", "no"]


def test_numbered_treatments_are_joined_with_the_follow_up_of_their_number() -> None:
    found = joined(
        lines(
            "record_id,redcap_event_name,skin_type,device,breakout",
            "1,baseline_arm_1,oily,,",
            "1,treatment_1_arm_1,,A,",
            "1,follow_up_1_arm_1,,,no",
            "1,treatment_2_arm_1,,B,",
            "1,follow_up_2_arm_1,,,yes",
            "2,baseline_arm_1,dry,,",
            "2,treatment_1_arm_1,,A,",
            "2,follow_up_1_arm_1,,,no",
        )
    )
    assert column(found, "skin_type") == ["oily", "oily", "dry"]
    assert column(found, "device") == ["A", "B", "A"]
    assert column(found, "breakout") == ["no", "yes", "no"]


def test_treatment_and_follow_up_that_take_turns_are_joined_in_turn() -> None:
    found = joined(
        lines(
            "client,Visit,device,new_product,breakout",
            "1,Treatment,A,yes,",
            "1,Follow-up,,,no",
            "1,Treatment,B,no,",
            "1,Follow-up,,,yes",
            "2,Treatment,A,no,",
            "2,Follow-up,,,no",
        )
    )
    assert column(found, "device") == ["A", "B", "A"]
    assert column(found, "breakout") == ["no", "yes", "no"]
    assert found.of_clients == "client"


# Not certain ----


def test_several_follow_ups_of_one_treatment_are_asked_about() -> None:
    found = unsure(
        lines(
            "record_id,redcap_event_name,skin_type,treatment_date,breakout",
            "1,baseline_arm_1,oily,2026-01-01,",
            "1,week_2_arm_1,,,no",
            "1,week_4_arm_1,,,yes",
            "2,baseline_arm_1,dry,2026-01-02,",
            "2,week_2_arm_1,,,no",
            "2,week_4_arm_1,,,no",
        )
    )
    assert list(found.readings) == [ONE_A_RECORD, EACH_OUTCOME, EACH_ROW]
    whole = found.readings[ONE_A_RECORD]
    assert column(whole, "breakout (week_2)") == ["no", "no"]
    assert column(whole, "breakout (week_4)") == ["yes", "no"]
    assert column(found.readings[EACH_OUTCOME], "skin_type") == ["oily", "oily", "dry", "dry"]
    assert len(found.readings[EACH_ROW].table.frame) == 6


def test_repeated_follow_ups_are_no_treatments() -> None:
    unsure(
        lines(
            "record_id,redcap_repeat_instrument,redcap_repeat_instance,skin_type,treatment_date,breakout",
            "1,,,oily,2026-01-01,",
            "1,follow_up,1,,,no",
            "1,follow_up,2,,,yes",
            "2,,,dry,2026-01-02,",
            "2,follow_up,1,,,no",
        )
    )


def test_an_outcome_asked_before_and_after_is_asked_about() -> None:
    found = unsure(
        lines(
            "Subject,Visit,skin_type,breakout,onset_day",
            "1,Baseline,oily,yes,",
            "1,Week 2,,no,2",
            "2,Baseline,dry,no,",
            "2,Week 2,,no,4",
        )
    )
    assert "breakout (Baseline)" in found.readings[ONE_A_RECORD].table.frame.columns


def test_without_a_column_of_events_it_is_asked() -> None:
    found = unsure(
        lines(
            "client,new_product,skin_type,treatment_date,breakout",
            "1,yes,oily,2026-01-01,",
            "1,,,,no",
            "2,no,dry,2026-01-02,",
            "2,,,,yes",
        )
    )
    assert column(found.readings[ONE_A_RECORD], "skin_type") == ["oily", "dry"]


def test_follow_ups_below_all_treatments_are_not_joined_in_turn() -> None:
    unsure(
        lines(
            "client,Visit,device,new_product,breakout",
            "1,Treatment,A,yes,",
            "1,Treatment,B,no,",
            "1,Follow-up,,,no",
            "1,Follow-up,,,yes",
            "2,Treatment,A,no,",
            "2,Follow-up,,,no",
        )
    )


# Never touched ----


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_the_sample_files_stay_as_they_are(path: Path) -> None:
    assert joined_events(read(path.read_bytes(), path.name)) is None


def a_normal_log(chance: random.Random, rows: int) -> str:
    """Return a log in which clients come again, with visits, gaps, and columns that only some outcomes have."""
    header = "client_id,visit,treatment_date,device,skin_type,new_product,breakout,onset_day,reason_not_known"
    visits: dict[int, int] = {}
    found = []
    for row in range(rows):
        client = chance.randrange(1 + rows // 3)
        visits[client] = visits.get(client, 0) + 1
        outcome = chance.choice(("yes", "no", "no", ""))
        # The first visit tells the skin, and no other does.
        skin = chance.choice(("oily", "dry")) if visits[client] == 1 else ""
        found.append(
            f"{client},{visits[client]},2026-{1 + row % 12:02}-{1 + row % 28:02},{chance.choice('AB')},{skin},"
            f"{chance.choice(('yes', 'no', ''))},{outcome},{3 if outcome == 'yes' else ''},"
            f"{'' if outcome else 'no answer'}"
        )
    return "\n".join([header, *found]) + "\n"


@settings(derandomize=True, deadline=None, max_examples=60)
@given(seed=st.integers(0, 10**6), rows=st.integers(6, 80))
def test_a_log_in_which_clients_come_again_is_never_touched(seed: int, rows: int) -> None:
    assert joined_events(table(a_normal_log(random.Random(seed), rows))) is None


@pytest.mark.parametrize(
    "header",
    ["client,visit,date,product,breakout", "client,event,date,product,breakout", "client,Phase,date,product,breakout"],
)
def test_visits_that_are_yet_to_come_are_no_follow_ups(header: str) -> None:
    rows = [
        f"{client},{visit},2026-0{visit}-1{client},p,{'no' if visit < 3 else ''}"
        for client in range(5)
        for visit in (1, 2, 3)
    ]
    assert joined_events(lines(header, *rows)) is None


def test_no_shows_with_a_reason_are_no_events() -> None:
    rows = [
        f"{row % 9},{'no-show' if row % 5 == 0 else 'attended'},2026-01-{1 + row:02},"
        f"{'' if row % 5 == 0 else 'no'},{'ill' if row % 5 == 0 else ''}"
        for row in range(27)
    ]
    assert joined_events(lines("client,Appointment status,date,breakout,reason", *rows)) is None


@pytest.mark.parametrize(
    "text",
    [
        "client,visit,breakout\n",
        "client,visit\n1,1\n1,2\n2,1\n2,2\n",
        "visit,breakout\n1,yes\n2,no\n1,yes\n2,no\n",
        "redcap_event_name,breakout\na,1\nb,0\na,1\nb,0\n",
        "record_id,redcap_event_name\n1,a\n1,b\n2,a\n2,b\n",
        "record_id,redcap_repeat_instrument,redcap_repeat_instance,breakout\n1,,,\n1,,,\n2,,,\n2,,,\n",
        "client,visit,breakout\n,a,\n,b,yes\n1,a,\n1,b,no\n2,a,\n2,b,no\n",
    ],
)
def test_tables_with_nothing_to_join_are_no_reason_to_stop(text: str) -> None:
    found = joined_events(table(text))
    assert found is None or isinstance(found, UnsureEvents)


def test_what_is_joined_is_not_joined_again() -> None:
    found = joined(
        lines(
            "record_id,redcap_repeat_instrument,redcap_repeat_instance,skin_type,device,breakout",
            *(
                row
                for record in range(9)
                for row in (f"{record},,,oily,,", f"{record},treatment,1,,A,no", f"{record},treatment,2,,B,yes")
            ),
        )
    )
    assert joined_events(found.table) is None


def test_rows_of_a_record_in_which_nothing_is_filled_in_are_no_treatments_but_a_record_without_any_stays_one() -> None:
    found = joined(
        lines(
            "record_id,redcap_event_name,treatment_date,breakout",
            *(
                f"{each},Treatment,,\n{each},Follow-up,2026-01-{each:02},{'yes' if each % 3 else 'no'}"
                for each in range(1, 13)
            ),
            "13,Treatment,,",
            "13,Follow-up,,",
        )
    )
    assert reasons(found) == {BARE: list(range(2, 26, 2))}
    assert column(found, "record_id") == [*map(str, range(1, 13)), "13", "13"]
