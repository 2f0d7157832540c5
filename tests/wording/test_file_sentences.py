"""Sentences about files and the saved log, with 0, 1, many and all: read each one aloud."""

# ruff: noqa: E501 - each sentence stands on one line, to be read.
from __future__ import annotations

import datetime as dt

import pytest

from analysis.files.layout import Layout
from analysis.files.problems import Problem
from analysis.importing.import_account import ImportAccount, ReadColumn, ReadValue
from analysis.methods.rate import level_rate
from analysis.outcome_log.columns import Column
from analysis.outcome_log.outcomes import BREAKOUT, Counted
from analysis.saved_log.last_backup import BackUp
from analysis.wording.files import (
    as_remembered,
    column_left_out,
    how_much_counts,
    no_treatments,
    rows_account,
    unknown_account,
    unplaced,
    unplaced_elsewhere,
)
from analysis.wording.log_check import backed_up, backup_known
from analysis.wording.saved_log import changed_values, clients_called_differently, undecided_dates

TREATMENTS, CLIENTS = Counted(BREAKOUT, "treatments"), Counted(BREAKOUT, "clients")
MADE = BackUp("/media/stick/copy.zip", 3, dt.datetime(2026, 5, 14, 6, 30, tzinfo=dt.UTC).isoformat())


def account(read: int, kept: int, blank: int = 0, version: int | None = None) -> ImportAccount:
    problems = (Problem(tuple(range(blank)), "depth", "x", "not a number", row_kept=True),) if blank else ()
    return ImportAccount("may.csv", Layout(), read, kept, (), (), (), problems, (), None, (), version)


def values(*rows: int) -> list[ReadValue]:
    return [ReadValue(f"answer {place}", number, "not understood", is_level=False) for place, number in enumerate(rows)]


def column(name: str, *rows: int) -> ReadColumn:
    return ReadColumn(name, None, name, (), tuple(values(*rows)))


SENTENCES = [
    # The answer of the Outcome log page.
    (how_much_counts(account(0, 0), 0), "Your file has a header but no rows, so it has no treatments."),
    (how_much_counts(account(1, 1), 1), "Your file has 1 treatment; it is counted."),
    (how_much_counts(account(24, 24), 24), "Your file has 24 treatments; all are counted."),
    (how_much_counts(account(24, 23), 23), "Your file has 23 treatments; 1 row is set aside and not counted."),
    (
        how_much_counts(account(2400, 2300), 2300),
        "Your file has 2,300 treatments; 100 rows are set aside and not counted.",
    ),
    (
        how_much_counts(account(1, 0), 0),
        "No row of your file counts as a treatment: 1 row is set aside and not counted.",
    ),
    (
        how_much_counts(account(9, 0), 0),
        "No row of your file counts as a treatment: 9 rows are set aside and not counted.",
    ),
    (no_treatments(account(0, 0)), "Add rows below the header, one for each treatment, and upload the file again."),
    # The account of rows.
    (rows_account(account(0, 0)), "0 rows read, 0 counted, 0 set aside."),
    (
        rows_account(account(1, 1, 1)),
        "1 row read, 1 counted, 0 set aside. 1 value could not be used and was left blank.",
    ),
    (
        rows_account(account(9, 7, 2)),
        "9 rows read, 7 counted, 2 set aside. 2 values could not be used and were left blank.",
    ),
    (rows_account(account(0, 0, version=4)), "The saved log (version 4) has 0 treatments."),
    (rows_account(account(1, 1, version=1)), "The saved log (version 1) has 1 treatment."),
    (rows_account(account(2400, 2400, version=12)), "The saved log (version 12) has 2,400 treatments."),
    # Unknown outcomes.
    (unknown_account(level_rate(None, 5, 5, 0), TREATMENTS), ""),
    (unknown_account(level_rate(None, 5, 5, 1), TREATMENTS), "Not counted (outcome unknown): 1 treatment."),
    (unknown_account(level_rate(None, 0, 0, 98), CLIENTS), "Not counted (outcome unknown): 98 clients."),
    # Values without a meaning.
    (
        unplaced(values(1)),
        "1 row is set aside, because the outcome “answer 0” (1) is unclear. Choose its meaning under “Values”.",
    ),
    (
        unplaced(values(20, 1)),
        "21 rows are set aside, because the outcome “answer 0” (20), “answer 1” (1) is unclear. Choose its meaning under “Values”.",
    ),
    (
        unplaced_elsewhere([column("skin", 1), column("depth", 40, 2)]),
        "Some values of “skin” (1), “depth” (42) are unclear and were left blank. Choose their meaning under “Values”.",
    ),
    # What else is known of a file.
    (as_remembered(), "You corrected a file with these columns before. The same corrections are used here."),
    (
        column_left_out(Column("note", "left out", None, None, "free text")),
        "Column “note” was left out: free text.",
    ),
    # The saved log.
    (changed_values(1, 0, 0), "Changes to treatments in the saved log: 1 value filled in."),
    (
        changed_values(2, 1, 30),
        "Changes to treatments in the saved log: 2 values filled in, 30 known values replaced, 1 known outcome reversed.",
    ),
    (
        clients_called_differently(),
        "The saved log and this file have different client IDs, one pseudonyms and the other codes. The same client would count as two.",
    ),
    (
        undecided_dates(["visit", "review"], "choose the order first"),
        "The dates of visit, review can be read in two ways: choose the order first.",
    ),
    (backup_known(None, 3), "No backup of it is known."),
    (
        backed_up(MADE),
        "Version 3 of the saved log was copied to “/media/stick/copy.zip”, and the copy is intact. It contains the key of the pseudonyms, if there is one: keep it as safe as the saved log.",
    ),
]


@pytest.mark.parametrize(("sentence", "expected"), SENTENCES, ids=range(len(SENTENCES)))
def test_a_sentence_reads_right(sentence: str, expected: str) -> None:
    assert sentence == expected
