"""The effect of adding a file is told beforehand, and is what adding it does."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from analysis.errors import DashboardError
from analysis.saved_log.changes import Effect, Repeats, effect
from analysis.saved_log.folder import LogMovedOnError
from analysis.saved_log.opening import open_log
from analysis.saved_log.writing import add, undo
from tests.logs import log_of
from tests.saved_log.logs import FEBRUARY, JANUARY, MARCH, about, added, digest, kept_rows


def told(folder: Path, text: str, repeats: Repeats = "same") -> Effect:
    return effect(open_log(folder), log_of(text), digest(text), repeats)


def numbers(of: Effect) -> tuple[int, int, int, int]:
    return of.new, of.changed, of.unchanged, of.staying


def listed(of: Effect, most: int | None = None) -> list[dict[Any, Any]]:
    return of.changes(most).to_dict("records")


def test_what_is_new_changed_unchanged_and_not_mentioned_is_counted(tmp_path: Path) -> None:
    assert numbers(told(tmp_path, JANUARY)) == (2, 0, 0, 0)
    added(tmp_path, JANUARY)
    february = told(tmp_path, FEBRUARY)
    assert numbers(february) == (1, 1, 0, 1)
    assert listed(february) == [{"Treatment": "T2", "Field": "Breakout", "Before": "", "Now": "yes"}]
    version = add(tmp_path, log_of(FEBRUARY), about(FEBRUARY))
    assert (version.new, version.changed, version.unchanged) == (1, 1, 0)


def test_the_same_file_again_changes_nothing(tmp_path: Path) -> None:
    first = added(tmp_path, JANUARY)[0]
    again = told(tmp_path, JANUARY)
    assert (numbers(again), again.same_file) == ((0, 0, 2, 0), first)
    assert added(tmp_path, JANUARY) == [first]
    assert open_log(tmp_path).latest == 1


def test_spelling_makes_no_change_and_the_log_keeps_its_own(tmp_path: Path) -> None:
    header = "treatment_id,client_id,clinic,needle_depth_mm,Lamp,breakout\n"
    rest = "T8,8,Park,2,blue,no\nT9,9,Park,2,red,no\nT7,9,Park,2,red,no\nT6,9,Park,2,blue,no\n"
    added(tmp_path, header + "T1,12,Harbour,1,red,no\n" + rest)
    again = header.replace("Lamp", "LAMP") + "T1,12.0, harbour,1.0,RED,N\n" + rest
    assert numbers(told(tmp_path, again)) == (0, 0, 5, 0)
    before = kept_rows(tmp_path)
    added(tmp_path, again + "T2,13,HARBOUR,1,Red,no\n")
    assert kept_rows(tmp_path)[:-1] == before
    assert kept_rows(tmp_path)[-1]["clinic"] == "Harbour"
    assert kept_rows(tmp_path)[-1]["Lamp"] == "red"


def test_a_blank_and_a_missing_column_take_nothing_away(tmp_path: Path) -> None:
    added(tmp_path, JANUARY)
    blanks = "treatment_id,treatment_date,clinic,skin_type,breakout\nT1,2026-01-05,,oily,\n"
    assert told(tmp_path, blanks).blanks == 2
    assert numbers(told(tmp_path, blanks)) == (0, 1, 0, 1)
    added(tmp_path, blanks)
    assert kept_rows(tmp_path)[0] == {
        "treatment_id": "T1", "client_id": "C1", "treatment_date": "2026-01-05", "clinic": "Harbour",
        "skin_type": "oily", "breakout": "no",
    }  # fmt: skip


def test_extra_factors_come_and_go(tmp_path: Path) -> None:
    header, rows = JANUARY.split("\n", 1)
    more = "T5,C5,2026-01-05,Park,no,blue (new)\nT6,C5,2026-01-06,Park,no,blue (new)\n"
    lamp = f"{header},Lamp; Ω\n" + rows.replace(",no\n", ",no,red\n").replace("Harbour,\n", "Harbour,,red\n") + more
    added(tmp_path, JANUARY, lamp, MARCH)
    assert [row.get("Lamp; Ω") for row in kept_rows(tmp_path)] == ["red", "red", "blue (new)", "blue (new)", None]
    assert open_log(tmp_path).columns[-1] == ("Lamp; Ω", "extra factor")
    undo(tmp_path, 2)
    assert "Lamp; Ω" not in open_log(tmp_path).names


def test_changes_are_listed_row_by_row_and_as_many_as_wanted(tmp_path: Path) -> None:
    added(tmp_path, JANUARY)
    other = JANUARY.replace("Harbour,no", "Park,yes").replace("Harbour,\n", "Park,no\n")
    effect_ = told(tmp_path, other)
    assert effect_.changed_values == 4
    assert [(each["Treatment"], each["Field"], each["Before"], each["Now"]) for each in listed(effect_, 3)] == [
        ("T1", "Clinic", "Harbour", "Park"),
        ("T1", "Breakout", "no", "yes"),
        ("T2", "Clinic", "Harbour", "Park"),
    ]
    assert len(effect_.changes()) == 4


def test_a_treatment_without_an_id_is_called_by_client_and_day(tmp_path: Path) -> None:
    text = "client_id,treatment_date,breakout\nC1,2026-01-05,\n"
    added(tmp_path, text)
    assert listed(told(tmp_path, text.replace("-05,", "-05,no")))[0]["Treatment"] == "C1, 2026-01-05"


def test_rows_alike_in_one_file_are_reported(tmp_path: Path) -> None:
    text = "client_id,treatment_date,breakout\nC1,2026-01-05,no\nC1,2026-01-05,yes\nC2,2026-01-05,yes\n"
    assert told(tmp_path, text).alike_in_file == 2
    added(tmp_path, text)
    assert len(kept_rows(tmp_path)) == 3


def test_a_treatment_that_may_be_there_under_another_id_is_reported(tmp_path: Path) -> None:
    added(tmp_path, JANUARY)
    other_ids = JANUARY.replace("T1", "U1").replace("T2,C2", "U2,C9")
    assert told(tmp_path, other_ids).perhaps_there == 1
    without_id = "client_id,treatment_date,clinic,breakout\nC1,2026-01-05,Park,no\n"
    assert told(tmp_path, without_id).perhaps_there == 0
    second_of_the_day = JANUARY + "T9,C1,2026-01-05,Harbour,no\n"
    assert told(tmp_path, second_of_the_day).perhaps_there == 0


# Rows that only their whole content tells apart ----

ROWS = "skin_type,breakout\noily,no\noily,no\ndry,yes\n"
MORE = "skin_type,breakout\noily,no\ndry,no\ndry,yes\ndry,yes\n"


def test_the_manager_says_whether_equal_rows_are_the_same_treatments(tmp_path: Path) -> None:
    added(tmp_path, ROWS)
    same = told(tmp_path, MORE)
    assert (same.held_already, numbers(same)) == (2, (2, 0, 2, 1))
    further = told(tmp_path, MORE, "further")
    assert (further.held_already, numbers(further)) == (2, (4, 0, 0, 3))
    add(tmp_path, log_of(MORE), about(MORE), repeats="further")
    assert len(kept_rows(tmp_path)) == 7


def test_the_same_file_is_never_a_further_one_whatever_was_undone(tmp_path: Path) -> None:
    added(tmp_path, ROWS)
    add(tmp_path, log_of(MORE), about(MORE), repeats="further")
    for repeats in ("same", "further"):
        assert numbers(told(tmp_path, MORE, repeats)) == (0, 0, 4, 3)
    undo(tmp_path, 1)
    for repeats in ("same", "further"):
        assert numbers(told(tmp_path, MORE, repeats)) == (0, 0, 4, 0)
        assert add(tmp_path, log_of(MORE), about(MORE), repeats=repeats).number == 2


def test_a_further_file_and_one_that_was_undone_are_both_there_once_the_undo_is_undone(tmp_path: Path) -> None:
    third = ROWS + "sensitive,no\n"
    added(tmp_path, ROWS)
    add(tmp_path, log_of(MORE), about(MORE), repeats="further")
    undo(tmp_path, 1)
    add(tmp_path, log_of(third), about(third), repeats="further")
    undo(tmp_path, 3)
    assert len(kept_rows(tmp_path)) == 3 + 4 + 4


# Refused ----


def test_a_preview_of_an_earlier_version_is_to_be_looked_at_again(tmp_path: Path) -> None:
    kept = open_log(tmp_path)
    added(tmp_path, JANUARY)
    with pytest.raises(LogMovedOnError, match=r"has changed since you saw .*: look at the effect again\.$"):
        add(tmp_path, log_of(MARCH), about(MARCH), expected_version=kept.version)
    assert open_log(tmp_path).latest == 1


def test_a_table_of_counts_and_an_empty_file_are_refused(tmp_path: Path) -> None:
    counts = "skin_type,breakout,treatment_count\noily,yes,3\ndry,no,2\n"
    with pytest.raises(DashboardError, match="cannot be imported into the saved log"):
        add(tmp_path, log_of(counts), about(counts))
    empty = "skin_type,breakout\noily,itchy\n"
    with pytest.raises(DashboardError, match="has no treatments"):
        add(tmp_path, log_of(empty), about(empty))
    assert open_log(tmp_path).latest == 0


def test_the_effect_is_worked_out_from_the_latest_version_only(tmp_path: Path) -> None:
    added(tmp_path, JANUARY, FEBRUARY)
    with pytest.raises(ValueError, match="1"):
        effect(open_log(tmp_path, 1), log_of(MARCH), digest(MARCH))
