"""A name left out of the header never moves the others over the wrong columns in silence."""

from __future__ import annotations

import csv
import io
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.counting.in_memory import InMemory
from analysis.errors import DashboardError
from analysis.importing.choices import ImportChoices
from analysis.importing.opening import open_file
from analysis.importing.typed_columns import OutcomeNeededError
from tests.files.workbooks import xlsx

SAMPLE = Path(__file__).parents[2] / "sample_data" / "outcomes.csv"
KEY = b"0" * 32
ROWS = 250
OWN = {
    "room": ["a", "b", "c"],
    "smoker": ["yes", "no", "no"],
    "remark": ["dry today", "as last time", "slept badly"],
    "comments": [""],
}
Table = tuple[list[str], list[list[str]]]


@cache
def sample() -> Table:
    header, *rows = csv.reader(io.StringIO(SAMPLE.read_text(encoding="utf-8")))
    return header, rows[:ROWS]


def log_of(names: list[str]) -> Table:
    """Return some columns of the sample log and of a clinic's own."""
    header, rows = sample()
    columns = {name: [row[header.index(name)] for row in rows] for name in names if name in header}
    columns |= {
        name: [values[(row + row // 7) % len(values)] for row in range(len(rows))]
        for name, values in OWN.items()
        if name in names
    }
    return names, [list(cells) for cells in zip(*(columns[name] for name in names), strict=True)]


def text_of(header: list[str], rows: list[list[str]]) -> bytes:
    file = io.StringIO(newline="")
    csv.writer(file).writerows([header, *rows])
    return file.getvalue().encode()


def counts(content: bytes, choices: ImportChoices = ImportChoices()) -> tuple[int, int, int] | None:  # noqa: B008 frozen
    """Return what the product counts, None where it refuses to."""
    try:
        log, _ = open_file(content, "log.csv", choices, KEY).cleaned(choices)
    except (DashboardError, OutcomeNeededError):
        return None
    found = InMemory(log).total
    return int(found.treatments.sum()), int(found.breakouts.sum()), int(found.unknown.sum())


def with_one_more(rows: list[list[str]]) -> list[list[str]]:
    return [[*row, ""] for row in rows]


NAMES = st.lists(
    st.sampled_from([name for name in sample()[0] if name != "breakout"] + list(OWN)),
    unique=True,
    min_size=1,
    max_size=8,
)


@settings(max_examples=15, deadline=None, derandomize=True)
@given(NAMES, NAMES, st.data())
def test_a_name_left_out_never_shows_another_rate(before: list[str], after: list[str], data: st.DataObject) -> None:
    header, rows = log_of(list(dict.fromkeys(["treatment_id", *before, "breakout", *after])))
    true = counts(text_of(header, rows))
    left_out = data.draw(st.integers(0, len(header) - 1))
    short = header[:left_out] + header[left_out + 1 :]
    assert counts(text_of(short, rows)) in {None, true}
    assert counts(text_of(short, with_one_more(rows))) in {None, true}
    assert counts(text_of([*short, ""], with_one_more(rows))) in {None, true}
    if header[-1] != "comments":  # blank throughout: such a file may as well lack nothing
        assert counts(text_of([*short, ""], rows)) in {None, true}


@settings(max_examples=10, deadline=None, derandomize=True)
@given(NAMES, st.integers(1, 4), st.sampled_from(["rows", "header and rows"]))
def test_a_delimiter_behind_every_row_is_no_question(names: list[str], delimiters: int, behind: str) -> None:
    """Names that fit are read, with columns of the clinic's own between them, where a known field stands last."""
    header, rows = log_of(["treatment_id", *names, "breakout"])
    gap = [""] * delimiters
    longer = text_of(header if behind == "rows" else [*header, *gap], [[*row, *gap] for row in rows])
    assert counts(longer) == counts(text_of(header, rows))
    assert counts(longer) is not None


@pytest.mark.parametrize("own", [["room"], ["remark"], ["room", "remark"], ["comments"]])
def test_a_column_of_the_clinics_own_may_stand_last(own: list[str]) -> None:
    header, rows = log_of(["treatment_date", "kept_clean", "breakout", *own])
    assert counts(text_of(header, with_one_more(rows))) == counts(text_of(header, rows)) is not None


@pytest.mark.parametrize("left_out", ["treatment_date", "clinic", "kept_clean"])
@pytest.mark.parametrize("last", [["comments"], ["remark", "comments"], ["swelling", "comments"]])
def test_a_name_left_out_before_an_answer_is_refused_with_the_way_out(left_out: str, last: list[str]) -> None:
    """The share of clients who kept the skin clean, 64 %, was shown as the rate of breakouts."""
    header, rows = log_of(["treatment_date", "clinic", "kept_clean", "breakout", *last])
    short = [name for name in header if name != left_out]
    with pytest.raises(DashboardError, match=r"put a name above every column") as caught:
        open_file(text_of(short, rows), "log.csv", ImportChoices(), KEY)
    assert ". " not in str(caught.value).replace("“log.csv”", "it")


def test_naming_the_last_column_is_the_way_out() -> None:
    header, rows = log_of(["treatment_date", "kept_clean", "breakout", "smoker"])
    assert counts(text_of(header, with_one_more(rows))) is None  # "smoker" fits "breakout" as well
    assert counts(text_of([*header, "spare"], with_one_more(rows))) == counts(text_of(header, rows))
    assert counts(text_of([*header, ""], with_one_more(rows))) == counts(text_of(header, rows))


def test_what_the_manager_chose_for_a_column_counts() -> None:
    _, rows = log_of(["treatment_date", "kept_clean", "breakout", "comments"])
    short = ["treatment_date", "result", "remark"]
    said = ImportChoices((("result", "breakout"),))
    assert counts(text_of(short, rows), said) is None
    assert counts(text_of(["treatment_date", "kept_clean", "result", "remark"], rows), said) is not None


def test_a_name_deleted_in_a_sheet_is_refused_too() -> None:
    header, rows = log_of(["treatment_date", "kept_clean", "breakout"])
    assert counts(xlsx({"Log": [header, *rows]})) is not None
    assert counts(xlsx({"Log": [["treatment_date", "breakout", ""], *rows]})) is None


def test_a_last_column_that_is_filled_late_is_seen() -> None:
    """The first rows, by which a header is fitted, leave it blank."""
    _, rows = log_of(["treatment_date", "kept_clean", "breakout", "room"])
    late = [[*row[:3], "" if number < ROWS - 10 else row[3]] for number, row in enumerate(rows)]
    assert counts(text_of(["treatment_date", "breakout", "room"], late)) is None
