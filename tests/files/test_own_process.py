"""A workbook is parsed apart: whatever it does to the parser, the dashboard goes on and says one sentence."""

from __future__ import annotations

import datetime as dt
import random
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import progress
from analysis.errors import DashboardError
from analysis.files import limits, own_process
from analysis.files.header import Area
from analysis.files.own_process import sheet_texts_apart
from analysis.files.sheets import sheet_texts
from tests.files.bombs import _page, _sav, _xml
from tests.files.workbooks import changed, ods, ods_of, shared_texts, xls, xlsx

LOG = [["id", "breakout"], ["1", "yes"], ["2", "no"]]
BEYOND_MEMORY = changed(xlsx({"Log": LOG}), {"xl/sharedStrings.xml": shared_texts("<si/>", 'uniqueCount="2147483648"')})
# What no check would let through, so that only the process stands between it and the dashboard.
BLANKS = '<text:s text:c="2000000000"/>'
BEYOND_MEMORY_ODS = ods_of(
    '<table:table table:name="a"><table:table-row><table:table-cell office:value-type="string">'
    f"<text:p>{BLANKS}</text:p></table:table-cell></table:table-row></table:table>"
)

CELLS = st.one_of(
    st.text(st.characters(codec="utf-8", exclude_categories=["C"]), max_size=5),
    st.integers(-(10**6), 10**6),
    st.floats(-1e6, 1e6),
    st.booleans(),
    st.dates(dt.date(1950, 1, 1), dt.date(2050, 1, 1)),
)


@pytest.mark.parametrize("content", [BEYOND_MEMORY, BEYOND_MEMORY_ODS], ids=["xlsx", "ods"])
def test_a_parser_that_asks_for_more_memory_than_there_is_costs_a_sentence(content: bytes) -> None:
    """In this very process the parser would end it at once, and every session with it."""
    with pytest.raises(DashboardError, match=r"“log” is damaged, or takes more memory to read.*900 MB.*as CSV"):
        sheet_texts_apart(content, "log", None)


def test_a_parser_that_does_not_end_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "WORKBOOK_SECONDS", 0)
    with pytest.raises(DashboardError, match="“log” takes longer to read than 0 seconds: save the log as CSV"):
        sheet_texts_apart(xlsx({"Log": LOG}), "log", None)


def test_a_workbook_that_is_not_sent_at_once_is_sent_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    """A pipe holds 64 KB: the rest of a larger workbook waits until the process has started, however long it takes."""
    chance = random.Random(1)
    rows = [["id", "breakout"], *([f"{chance.getrandbits(128):x}", "no"] for _ in range(5_000))]
    content = xlsx({"Log": rows})
    assert len(content) > 2 * 2**16
    monkeypatch.setattr(progress, "REPORTED_EVERY", 0.001)
    monkeypatch.setattr(limits, "WORKBOOK_SECONDS", 60)
    with progress.heard_by(lambda _: None):
        assert sheet_texts_apart(content, "log", None).first_rows(2) == rows[:2]


def test_the_process_breaks_down_before_it_begins(monkeypatch: pytest.MonkeyPatch) -> None:
    """A Python that does not start is no reason for a traceback, nor to call a sound file damaged."""
    monkeypatch.setattr(own_process, "__name__", "analysis.files.no_such_module")
    with pytest.raises(DashboardError, match="the program that reads workbooks could not be started"):
        sheet_texts_apart(xlsx({"Log": LOG}), "log", None)
    monkeypatch.setattr(sys, "executable", "/no/such/python")
    with pytest.raises(DashboardError, match="the program that reads workbooks could not be started"):
        sheet_texts_apart(xlsx({"Log": LOG}), "log", None)


def test_the_process_finds_the_project_whatever_the_search_path(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONSAFEPATH", "1")
    monkeypatch.setenv("PYTHONPATH", "/no/such/folder")
    assert sheet_texts_apart(xlsx({"Log": LOG}), "log", None).first_rows(3) == LOG


def test_it_leaves_no_trace_of_what_it_held(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A core dump would hold the names of clients."""
    monkeypatch.setenv("PYTHONPATH", str(own_process._PROJECT))
    monkeypatch.setattr(own_process, "_PROJECT", tmp_path)
    with pytest.raises(DashboardError):
        sheet_texts_apart(BEYOND_MEMORY, "log", None)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("refused", [b"PK\x03\x04 no workbook", xlsx({"Log": []})], ids=["damaged", "empty"])
def test_what_is_refused_there_is_refused_here(refused: bytes) -> None:
    with pytest.raises(DashboardError) as there:
        sheet_texts_apart(refused, "a “log”", None)
    with pytest.raises(DashboardError) as here:
        sheet_texts(refused, "a “log”", None)
    assert str(there.value) == str(here.value)


@pytest.mark.parametrize("write", [xlsx, xls, ods])
@settings(max_examples=4, deadline=None)
@given(
    rows=st.integers(1, 4).flatmap(lambda width: st.lists(st.lists(CELLS, min_size=width, max_size=width), min_size=5))
)
def test_a_sheet_comes_back_as_it_was_parsed(write: Callable[..., bytes], rows: list[list[object]]) -> None:
    content = write({"Log": [["first"] * len(rows[0]), *rows], "Other": [["x"]]})
    here, there = sheet_texts(content, "log", None), sheet_texts_apart(content, "log", None)
    assert here.first_rows(100) == there.first_rows(100)
    assert (here.name, here.sheets, here.texts) == (there.name, there.sheets, there.texts)
    assert np.array_equal(here.codes, there.codes)


@pytest.mark.parametrize(
    ("kind", "content"),
    [("web page", _page("<tr><td>1</td><td>yes</td></tr>")), ("XML workbook", _xml("")), ("statistics", _sav(80, 2))],
)
def test_other_kinds_of_file_come_back_as_they_were_parsed(kind: own_process.Kind, content: bytes) -> None:
    here, there = own_process._parser(kind)(content, "log", None), sheet_texts_apart(content, "log", None, kind)
    assert here.first_rows(9) == there.first_rows(9)
    assert here.first_rows(1) == [["id", "breakout"]]


def test_merged_and_hidden_come_back_too() -> None:
    content = xlsx({"Log": [*LOG, ["3", ""]], "Lists": [["yes"]]}, merged=["A4:B4"], hidden=["Lists"])
    there = sheet_texts_apart(content, "log", None)
    assert (there.merged, there.hidden, there.is_visible) == ((Area(3, 0, 3, 1),), 1, True)
