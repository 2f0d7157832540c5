"""Filters and the account of an import in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import pytest

from analysis.counting.in_memory import InMemory
from analysis.files.layout import Layout
from analysis.files.problems import Problem
from analysis.importing.import_account import ImportAccount
from analysis.outcome_log.codebook import load
from analysis.outcome_log.filters import Filters
from analysis.outcome_log.log import Log
from analysis.wording.files import allowed_values, filters_in_words, rows_account

if TYPE_CHECKING:
    pass
from tests.wording.subjects import ACNE, DEPTH


def test_filters_in_words() -> None:
    log = Log(pd.DataFrame(), (ACNE, DEPTH))
    filters = Filters(levels=(("acne_history", ("past", "current")),), ranges=(("needle_depth_mm", 0.5, 1.0),))
    assert filters_in_words(InMemory(log, filters)) == (
        "Acne history: past, current; Needle depth: 0.5 to 1 mm. Breakouts within 14 days count."
    )
    assert filters_in_words(InMemory(log, Filters(window_days=1))) == (
        "All treatments in the log. Breakouts within 1 day count."
    )


def test_a_range_is_written_in_full() -> None:
    fields = {each.name: allowed_values(each) for each in load().fields}
    assert fields["treatment_count"] == "0 to 1,000,000"
    assert fields["needle_depth_mm"] == "0.1 to 8 mm"
    assert not [each for each in fields.values() if "e+" in each]


@pytest.mark.parametrize(
    ("read", "kept", "blank", "text"),
    [
        (2400, 2390, 0, "2,400 rows read, 2,390 counted, 10 set aside."),
        (1, 1, 1, "1 row read, 1 counted, 0 set aside. 1 value could not be used and was left blank."),
        (9, 9, 2, "9 rows read, 9 counted, 0 set aside. 2 values could not be used and were left blank."),
    ],
)
def test_rows_account(read: int, kept: int, blank: int, text: str) -> None:
    problems = (Problem(tuple(range(blank)), "depth", "x", "not a number", row_kept=True),) if blank else ()
    report = ImportAccount("log.csv", Layout(), read, kept, (), (), (), problems, (), None, ())
    assert rows_account(report) == text
