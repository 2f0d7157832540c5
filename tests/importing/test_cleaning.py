"""Cleaning: every row is a treatment or is named with the reason why not, and no answer changes in silence."""

from __future__ import annotations

import datetime as dt
import random
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.counting.in_memory import InMemory
from analysis.errors import DashboardError
from analysis.files.problems import Problem
from analysis.files.reading import read
from analysis.importing.choices import ImportChoices
from analysis.importing.cleaning import CONFLICT, clean
from analysis.importing.import_account import ImportAccount
from analysis.outcome_log.log import Log


def cleaned(text: str, choices: ImportChoices | None = None) -> tuple[Log, ImportAccount]:
    return clean(read(text.encode(), "log.csv"), choices)


def values(log: Log, name: str) -> list[object]:
    levels = log.values(name)
    return [None if code < 0 else levels[code] for code in log.codes(name).tolist()]


def told(problems: tuple[Problem, ...]) -> list[tuple[tuple[int, ...], str, str]]:
    return [(problem.rows, problem.column, problem.value) for problem in problems]


# The account of every row ----


def test_every_row_is_kept_or_set_aside_by_name_exactly_once() -> None:
    text = (
        "treatment_id,skin_type,breakout,extra\n"
        "T1,oily,yes,a\n"
        "\n"
        "T2,dry,itchy,b\n"
        "T1,dry,no,a\n"
        "T3,dry\n"
        "treatment_id,skin_type,breakout,extra\n"
        "T4,purple,no,b\n"
        "T5,,,\n"
        "Total,,2,\n"
    )
    log, report = cleaned(text, ImportChoices((("treatment_id", "treatment_id"),)))
    assert log.frame.index.tolist() == [2, 6, 8]
    assert sorted(row for problem in report.set_aside for row in problem.rows) == [4, 5, 7, 9, 10]
    assert (report.rows_read, report.rows_kept, report.rows_set_aside) == (8, 3, 5)
    assert told(report.values_left_out) == [((8,), "skin_type", "purple")]


@settings(max_examples=25, deadline=None, derandomize=True)
@given(st.lists(st.tuples(
    st.sampled_from(["T1", "T2", "T3", "", "Total"]), st.sampled_from(["oily", "", "purple", "none"]),
    st.sampled_from(["yes", "no", "", "itchy", "3", "breakout"]), st.sampled_from(["", "3", "20", "x"]),
    st.sampled_from([",extra", "", ""]),
), max_size=15))  # fmt: skip
def test_the_account_holds_for_any_rows(rows: list[tuple[str, ...]]) -> None:
    lines = [f"{','.join(row[:4])}{row[4]}" for row in rows]
    content = "treatment_id,skin_type,breakout,onset_day\n" + "".join(f"{line}\n" for line in lines)
    try:
        log, report = clean(read(content.encode(), "log.csv"), ImportChoices((("treatment_id", "treatment_id"),)))
    except DashboardError:
        # Most rows have one value more than the header.
        return
    aside = [row for problem in report.set_aside for row in problem.rows]
    kept = log.frame.index.tolist()
    filled = [number for number, line in enumerate(lines, start=2) if line.strip(",")]
    assert sorted(kept + aside) == filled
    assert len({*kept, *aside}) == report.rows_read == report.rows_kept + report.rows_set_aside


def test_an_outcome_that_is_not_understood_sets_its_row_aside_and_shows_its_count() -> None:
    log, report = cleaned("breakout,room\nyes,a\nitchy,b\nno,a\nitchy,b\n")
    assert len(log) == 2
    assert told(report.set_aside) == [((3, 5), "breakout", "itchy")]
    assert [(each.value, each.rows, each.meaning) for each in report.outcome.texts] == [
        ("itchy", 2, "not understood"),
        ("yes", 1, "yes"),
        ("no", 1, "no"),
    ]


def test_a_repeated_treatment_id_keeps_the_first_row_and_names_the_others() -> None:
    rows = "".join(f"T{number},no,a\n" for number in range(20))
    log, report = cleaned(f"treatment_id,breakout,room\nT7,yes,a\n{rows}")
    assert values(log, "breakout").count("yes") == 1
    assert [(problem.rows, problem.value) for problem in report.set_aside] == [((10,), "T7")]
    assert report.set_aside[0].reason == CONFLICT


def test_the_same_row_twice_is_distinguished_from_two_rows_that_contradict_each_other() -> None:
    log, report = cleaned("treatment_id,breakout\nT1,yes\nT2,no\nT3,no\nT1,yes\nT2,yes\nT1,yes\nT4,no\nT5,no\n")
    assert values(log, "breakout") == ["yes", "no", "no", "no", "no"]
    assert {problem.rows: problem.reason for problem in report.set_aside} == {
        (5, 7): "an earlier row is the same",
        (6,): CONFLICT,
    }


def test_blank_treatment_ids_are_not_repeats_of_one_another() -> None:
    assert len(cleaned("treatment_id,breakout,room\n,yes,a\n,no,b\n,no,a\n")[0]) == 3


def test_rows_numbered_in_advance_are_not_treatments() -> None:
    log, report = cleaned("treatment_id,clinic,breakout\n1,Harbour,yes\n2,Hill,\n3,,\n4,,\n")
    assert values(log, "breakout") == ["yes", None]
    assert [problem.reason for problem in report.set_aside] == ["nothing else is filled in"] * 2


def test_a_total_row_never_counts_and_does_not_spoil_its_columns() -> None:
    """Its 2 among the answers must not make three levels of a yes/no column, nor its cost a factor level."""
    rows = "T1,yes,no,a\nT2,no,no,b\nT3,no,yes,a\n"
    log, report = cleaned(f"treatment_id,breakout,sunscreen,room\n{rows}Total,1,2,\n")
    assert len(log) == 3
    assert log.factor("sunscreen").levels == ("no", "yes")
    assert {column.name: column.confidence for column in report.columns}["breakout"] == "high"


# Empty and tiny logs ----


def test_a_header_without_rows_is_an_empty_log() -> None:
    log, report = cleaned("treatment_date,skin_type,breakout,onset_day,room\n")
    assert (len(log), log.factors, log.period, report.rows_read, report.problems) == (0, (), None, 0, ())


def test_one_row_is_a_log() -> None:
    log, _ = cleaned("treatment_date,skin_type,breakout\n2026-05-14,oily,yes\n")
    assert len(log) == 1
    assert log.period == (dt.date(2026, 5, 14), dt.date(2026, 5, 14))
    assert [factor.name for factor in log.factors] == ["skin_type"]


def test_a_log_may_know_no_outcome_at_all() -> None:
    log, report = cleaned("breakout,skin_type\n,oily\nunknown,dry\nDNA,dry\n")
    assert values(log, "breakout") == [None, None, None]
    assert report.rows_set_aside == 0


def test_rows_that_are_all_set_aside_leave_an_empty_log() -> None:
    log, report = cleaned("breakout,skin_type\nitchy,oily\nsore,dry\n")
    assert (len(log), report.rows_kept, report.rows_set_aside) == (0, 0, 2)


# Across fields ----


def test_not_followed_up_is_unknown_and_never_no() -> None:
    log, report = cleaned("followed_up,breakout\nno,no\nno,yes\nyes,no\n,no\nDNA,no\nno,\n")
    assert values(log, "breakout") == [None, "yes", "no", "no", None, None]
    assert any("without a follow-up" in note and "rows: 2" in note for note in report.notes)


def test_what_a_database_writes_for_no_value_is_unknown_in_every_field_and_never_no() -> None:
    r"""MySQL and PostgreSQL write \N, also into files in which a backslash stands before a delimiter."""
    log, report = cleaned(
        "treatment_id\ttreatment_date\tneedle_depth_mm\tskin_type\tbreakout\tseverity\troom\n"
        "T1\t2026-05-01\t1.5\toily\tyes\tmild\ta\\\tb\n"
        "T2\t\\N\t\\N\t\\N\t\\N\t\\N\t\\N\n"
        "T3\t2026-05-02\t1.5\tdry\tno\t\\N\ta\\\tb\n"
        "T4\t2026-05-02\t1.5\tdry\tno\t\\N\tc\n"
    )
    assert values(log, "breakout") == ["yes", None, "no", "no"]
    for name in ("treatment_date", "needle_depth_mm", "skin_type", "severity"):
        assert values(log, name)[1] is None
    assert report.problems == ()


def test_severity_and_onset_without_a_breakout_are_blanked_and_reported() -> None:
    log, report = cleaned(
        "breakout,severity,onset_day,resolved_day\nno,mild,3,5\nyes,severe,2,9\n,moderate,,\nno,none,,\n"
    )
    assert values(log, "severity") == [None, "severe", None, None]
    assert values(log, "onset_day") == [None, 2.0, None, None]
    assert values(log, "resolved_day") == [None, 9.0, None, None]
    assert told(report.values_left_out) == [
        ((2,), "severity", "mild"),
        ((2,), "onset_day", "3"),
        ((2,), "resolved_day", "5"),
        ((4,), "severity", "moderate"),
    ]
    assert all("no breakout was recorded" in problem.reason for problem in report.values_left_out)


def test_a_breakout_cannot_resolve_before_it_begins() -> None:
    log, report = cleaned("breakout,onset_day,resolved_day\nyes,5,3\nyes,5,5\nyes,,3\n")
    assert values(log, "resolved_day") == [None, 5.0, 3.0]
    assert told(report.values_left_out) == [((2,), "resolved_day", "3")]


@pytest.mark.parametrize(
    ("header", "reached", "not_reached"),
    [
        ("Follow up status", "done", "pending"),
        ("Follow-up call", "spoke to client", "no answer"),
        ("Follow-up", "phone", "none"),
        ("Follow-up", "in clinic", "left voicemail"),
    ],
)
def test_nobody_who_was_not_reached_is_without_a_breakout(header: str, reached: str, not_reached: str) -> None:
    """They counted as treatments without a breakout, so that the rate was too low."""
    rows = "".join(f"{reached},{answer}\n" for answer in ("no", "yes", "no", "no"))
    log, _ = cleaned(f"{header},breakout\n{rows}{not_reached},no\n{not_reached},no\n")
    assert InMemory(log).total.unknown == 2


def test_a_follow_up_cannot_come_before_the_treatment() -> None:
    log, report = cleaned(
        "treatment_date,follow_up_date,breakout\n2026-05-14,2026-05-01,no\n2026-05-14,2026-05-14,no\n,2026-05-01,no\n"
    )
    assert values(log, "follow_up_date") == [None, dt.date(2026, 5, 14), dt.date(2026, 5, 1)]
    assert told(report.values_left_out) == [((2,), "follow_up_date", "2026-05-01")]
    assert "before the treatment" in report.values_left_out[0].reason


def test_adherence_is_the_share_of_answered_items_that_were_followed() -> None:
    log, report = cleaned(
        "breakout,kept_clean,hands_off,hydrated\nno,yes,yes,yes\nno,yes,no,\nno,no,no,yes\nno,,,\nyes,✓,0,1\n"
    )
    assert values(log, "adherence_percent") == [100.0, 50.0, 33.3, None, 66.7]
    assert log.factor("adherence_percent").kind == "number"
    assert any("calculated from “kept_clean”, “hands_off”, “hydrated”" in note for note in report.notes)


def test_one_item_is_no_share() -> None:
    """Who kept the skin clean had followed all of the advice."""
    log, _ = cleaned("breakout,kept_clean\nno,yes\nyes,no\n")
    assert [factor.name for factor in log.factors] == ["kept_clean"]


def test_adherence_that_is_given_is_kept() -> None:
    log, report = cleaned("breakout,adherence_percent,kept_clean,hydrated\nno,80%,yes,no\nno,,yes,yes\n")
    assert values(log, "adherence_percent") == [80.0, 100.0]
    _, report = cleaned("breakout,adherence_percent,kept_clean,hydrated\nno,80,yes,yes\nyes,60,no,no\n")
    assert not any("was calculated" in note for note in report.notes)


# Personal and unused columns ----


def test_exact_ages_are_banded_and_gone() -> None:
    log, report = cleaned("age,breakout\n34,yes\n71,no\n19,no\n")
    assert "age" not in log
    assert values(log, "age_band") == ["30-39", "70 and over", "under 20"]
    assert set(log.values("age_band")).isdisjoint({"34", "71", "19", 34.0})
    assert any("exact ages are not kept" in note for note in report.notes)


def test_free_text_and_near_unique_columns_are_left_out_and_named() -> None:
    rows = "".join(
        f"yes,person{number}@mail.org,{'felt well ' * 9}{number},a\nno,x{number},y{number},b\n" for number in range(15)
    )
    log, report = cleaned(f"breakout,e-mail,comments,room\n{rows}")
    left_out = {column.name: column.reason for column in report.columns if column.meaning == "left out"}
    assert left_out.keys() == {"e-mail", "comments"}
    assert [factor.name for factor in log.factors] == ["room"]
    assert not {"e-mail", "comments"} & set(log.frame.columns)


def test_dates_that_fit_both_orders_are_asked_for_and_not_used() -> None:
    log, report = cleaned("date,breakout\n03/04/2026,yes\n05/06/2026,no\n")
    assert report.date_order_needed == ("date",)
    assert log.period is None
    assert [problem.reason for problem in report.values_left_out] == [
        "it is unclear whether the day or the month comes first"
    ] * 2
    log, report = cleaned("date,breakout\n03/04/2026,yes\n05/06/2026,no\n", ImportChoices(date_order="day first"))
    assert (report.date_order_needed, log.period) == ((), (dt.date(2026, 4, 3), dt.date(2026, 6, 5)))


def test_the_messiest_and_the_cleanest_way_to_write_a_log_give_the_same_log() -> None:
    clean_log, _ = cleaned(
        "treatment_date,needle_depth_mm,acne_history,new_product,breakout\n"
        "2026-05-14,1.5,none,yes,no\n2026-04-03,0.5,past,no,yes\n2026-05-30,2,none,yes,\n"
    )
    messy = (
        "Break-out?;Acne hx;Tx date;Depth (mm);New product\r\n"
        "0_no;N/A;14/05/2026;1,5;Y\r\n1_yes;Previous;03/04/2026;0,5 mm;0\r\n"
        "DNA;None;30/05/2026;2,0;✓\r\n;;;;\r\nTotal;;;;2\r\n"
    )
    messy_log, report = clean(read(messy.encode("utf-16"), "log.csv"))
    for name in clean_log.frame.columns:
        assert values(messy_log, name) == values(clean_log, name), name
    assert (report.rows_read, report.rows_set_aside) == (4, 1)


# Anything at all ----

BASE = (
    b"treatment_id,clinic,treatment_date,needle_depth_mm,age,skin_type,followed_up,breakout,onset_day,cost\r\n"
    b'T1,Harbour,2026-01-02,1.5,34,oily,yes,no,,10.5\r\nT2,Hill,13/02/2026,"1,5",19,dry,yes,yes,3,11\r\n'
    b'T3,"Hill, top",5.3.26,2,45,"com\nbo",,?,,"1,200.50"\r\nTotal,,,,,,,1,,48\r\n'
)
TOKENS = (
    b",", b'"', b"\n", b"\r", b";", b"\t", b"|", b"\x00", b"\xff", b"\xfe", b"\xe9", b"\x1a", b"", b"  ", b'""', b"-1",
    b"9" * 5000, b"1e99", b"Total", b"0_no", b"31/02/2026", b"45000", b"\xc2\xb2", b"\xd9\xa3", b"breakout",
)  # fmt: skip


@pytest.mark.parametrize("seed", range(4))
def test_whatever_is_done_to_a_file_it_reads_or_is_refused_in_words(seed: int) -> None:
    chance = random.Random(seed)
    for _ in range(60):
        content = bytearray(BASE.decode().encode(chance.choice(["utf-8", "utf-16", "utf-16-be", "cp1252"])))
        for _ in range(chance.choice([1, 2, 5, 20])):
            place = chance.randrange(len(content) + 1)
            content[place : place + chance.choice([0, 1, 3, 40])] = chance.choice(TOKENS)
        with suppress(DashboardError):
            _, report = clean(read(bytes(content), "log.csv"))
            aside = [row for problem in report.set_aside for row in problem.rows]
            assert len(aside) == len(set(aside)) == report.rows_set_aside


# A table of counts ----

BERKELEY = """Admit,Gender,Freq
Admitted,Male,1198
Rejected,Male,1493
Admitted,Female,557
Rejected,Female,1278
"""


def test_a_table_of_counts_stands_for_its_treatments() -> None:
    """Bickel PJ et al. (1975) Sex bias in graduate admissions. Science 187:398-404, crude."""
    log, report = cleaned(BERKELEY, ImportChoices((("Admit", "breakout"),), frozenset({"Admitted"}), others="no"))
    assert (report.rows_read, report.rows_kept, len(log)) == (4, 4, 4526)
    counted = InMemory(log).by("Gender").answered
    assert dict(zip(counted.levels, counted.breakouts.tolist(), strict=True)) == {"Female": 557, "Male": 1198}
    assert counted.known.tolist() == [1835, 2691]
    assert any("rows 4, treatments 4,526" in note for note in report.notes)


def test_a_row_that_does_not_say_its_count_is_set_aside() -> None:
    log, report = cleaned("skin_type,breakout,freq\noily,yes,3\ndry,no,\ndry,no,many\noily,no,0\n")
    assert len(log) == 3
    assert sorted(row for problem in report.set_aside for row in problem.rows) == [3, 4]


def test_a_frequency_in_a_log_of_single_treatments_multiplies_nothing() -> None:
    log, report = cleaned("client_id,breakout,freq\nC1,yes,2\nC2,no,1\nC3,no,2\n")
    assert len(log) == report.rows_read == 3


def test_a_table_of_counts_too_large_to_count_is_refused() -> None:
    rows = "oily,yes,1000000\n" * 11
    with pytest.raises(DashboardError, match="11,000,000 treatments"):
        cleaned(f"skin_type,breakout,freq\n{rows}")
