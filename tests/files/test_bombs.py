"""No file takes the machine: each bomb is read or refused in a sentence, within the memory and time of a large log."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from analysis.errors import DashboardError
from analysis.files import limits
from analysis.files.delimited import read_delimited
from analysis.files.layout import LayoutChoices
from analysis.files.reading import read
from tests.files.bombs import BOMBS, READ
from tests.files.workbooks import packed, xlsx

MOST_MEMORY = 1_000_000_000
# As often as Python could count to a million meanwhile: some ten seconds of a processor, twice what the dearest takes.
MOST_TIMES_FLOOR = 800
TAKES_AT_MOST = 600
# Two thousand columns are four times as many as five hundred; each beginning costs something, too.
MOST_TIMES = 8


@pytest.fixture(scope="module")
def costs() -> dict[str, dict[str, Any]]:
    """Return what each bomb cost a process of its own."""
    ended = subprocess.run(
        [sys.executable, "-m", "tests.files.bombs"],
        capture_output=True,
        check=False,
        cwd=Path(__file__).parents[2],
        timeout=TAKES_AT_MOST,
    )
    assert ended.returncode == 0, ended.stderr.decode()[-2000:]
    return {said["name"]: said for said in map(json.loads, ended.stdout.splitlines())}


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_costs_little_and_is_refused_in_a_sentence(costs: dict[str, dict[str, Any]], name: str) -> None:
    said = costs[name]
    assert said["times_floor"] < MOST_TIMES_FLOOR
    assert said["memory"] < MOST_MEMORY
    assert said["outcome"] == READ or said["outcome"].endswith(".")


@pytest.mark.parametrize("of", ["columns", "columns of numbers"])
def test_time_grows_with_the_columns_and_no_faster(costs: dict[str, dict[str, Any]], of: str) -> None:
    few, many = (costs[f"csv: {number} {of}"]["seconds"] for number in ("five hundred", "two thousand"))
    assert many < MOST_TIMES * few


# Archives in archives ----

CSV = b"id,breakout\n1,yes\n"


@pytest.mark.parametrize(
    "content",
    [
        gzip.compress(gzip.compress(CSV, mtime=0), mtime=0),
        gzip.compress(packed({"log.csv": CSV}), mtime=0),
        packed({"log.csv.gz": gzip.compress(CSV, mtime=0)}),
        packed({"log.zip": packed({"log.csv": CSV})}),
    ],
    ids=["gz in gz", "zip in gz", "gz in zip", "zip in zip"],
)
def test_what_is_packed_twice_says_so(content: bytes) -> None:
    with pytest.raises(DashboardError, match=r"“log\.gz” is a compressed file that holds another.*unpack it until"):
        read(content, "log.gz")


@pytest.mark.parametrize(
    "pack", [lambda inside: gzip.compress(inside, mtime=0), lambda inside: packed({"log": inside})]
)
def test_a_workbook_within_an_archive_is_packed_once(pack: Any) -> None:  # noqa: ANN401 a function
    """A workbook is a ZIP file itself, and is the file that was meant."""
    assert read(pack(xlsx({"Log": [["id", "breakout"], ["1", "yes"]]})), "log.gz").rows_read == 1


@pytest.mark.parametrize(
    "pack", [lambda inside: gzip.compress(inside, mtime=0), lambda inside: packed({"log": inside})]
)
def test_a_text_unpacks_to_no_more_than_may_be_uploaded(pack: Any, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: ANN401
    monkeypatch.setattr(limits, "MOST_BYTES", 1_000)
    assert read(pack(CSV), "log.gz").rows_read == 1
    with pytest.raises(DashboardError, match="unpacks to more than can be read"):
        read(pack(CSV + b"2,no\n" * 300), "log.gz")


# What grows with a file grows with its bytes ----


def test_cells_are_many_for_the_size_of_their_file() -> None:
    """A large sheet has a large file: only a made-up one spans millions of cells in a few bytes."""
    assert limits.most_cells(100) == limits.HARMLESS_CELLS
    assert limits.most_cells(10**9) == limits.MOST_CELLS
    assert limits.workbook_seconds(100) == limits.SMALL_WORKBOOK_SECONDS
    assert limits.workbook_seconds(10**9) == limits.WORKBOOK_SECONDS


@pytest.mark.parametrize("ending", ["\n", "\r", "\r\n"])
def test_a_line_may_be_long_and_many_lines_longer(ending: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "LONGEST_LINE", 31)
    rows = [f"{number},{'x' * 25},yes" for number in range(9)]
    table = read_delimited(ending.join(["id,note,breakout", *rows]).encode(), "log", LayoutChoices())
    assert len(table.frame) == len(rows)
    rows[7] += "xx"
    with pytest.raises(DashboardError, match="A line of “log” holds more than 31 characters"):
        read_delimited(ending.join(["id,note,breakout", *rows]).encode(), "log", LayoutChoices())


def test_rows_of_another_width_are_few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each is looked at by itself."""
    monkeypatch.setattr(limits, "MOST_RAGGED_ROWS", 20)
    content = b"id,room,breakout,note\n" + b"1,A,yes,x\n" * 60
    assert read(content + b"1,A,yes\n" * 20, "log.csv").rows_read == 80
    with pytest.raises(DashboardError, match=r"More than 20 rows of “log\.csv” have more or fewer values"):
        read(content + b"1,A,yes\n" * 21, "log.csv")
