"""Files of SPSS, Stata and SAS: values as their labels say, dates as days, what they call missing blank and said."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pandas as pd
import pyreadstat
import pytest

from analysis.errors import DashboardError
from analysis.files import limits
from analysis.files.formats import statistics_program
from analysis.files.layout import LayoutChoices
from analysis.files.reading import read
from analysis.files.text_table import TextTable

pytestmark = pytest.mark.usefixtures("parsed_here")

LABELS: dict[Any, str] = {1: "Yes", 0: "No", 9: "Refused"}
FRAME = pd.DataFrame(
    {
        "client": ["a", "b", "c", "d"],
        "breakout": [1.0, 0.0, 9.0, None],
        "seen": [dt.date(2026, 1, 5), dt.date(2026, 1, 13), None, dt.date(2026, 2, 1)],
        "hours": [1.5, 2.0, 36.0, 0.1 + 0.2],
    }
)


@pytest.fixture
def written(tmp_path: Path) -> Callable[..., bytes]:
    """Return a function that writes a data frame as the file of a statistics program."""

    def write(how: str, frame: pd.DataFrame = FRAME, **said: Any) -> bytes:  # noqa: ANN401 handed on
        path = tmp_path / f"log.{how}"
        getattr(pyreadstat, f"write_{how}")(frame, str(path), **said)
        return path.read_bytes()

    return write


def column(table: TextTable, name: str) -> list[str]:
    texts: list[str] = table.frame[name].tolist()
    return texts


@pytest.mark.parametrize(
    ("how", "more"),
    [
        ("sav", {}),
        ("sav", {"row_compress": True}),
        ("sav", {"compress": True}),
        ("dta", {"version": 15}),
        ("dta", {"version": 8}),
    ],
)
def test_values_are_read_under_their_labels_and_dates_as_days(
    written: Callable[..., bytes], how: str, more: dict[str, Any]
) -> None:
    labels = LABELS if how == "sav" else {int(code): label for code, label in LABELS.items()}
    frame = FRAME if how == "sav" else FRAME.assign(breakout=FRAME["breakout"].fillna(0).astype(int))
    table = read(written(how, frame, variable_value_labels={"breakout": labels}, **more), "march.xyz")
    assert column(table, "breakout")[:3] == ["Yes", "No", "Refused"]
    assert column(table, "seen") == ["2026-01-05", "2026-01-13", "", "2026-02-01"]
    assert column(table, "hours") == ["1.5", "2", "36", "0.3"]
    assert table.frame.index.tolist() == [2, 3, 4, 5]
    assert table.rows_read == 4


@pytest.mark.parametrize("how", ["por", "xport"])
def test_files_that_programs_exchange_are_read(written: Callable[..., bytes], how: str) -> None:
    table = read(written(how), "march")
    names = {name.lower(): name for name in table.frame.columns}
    assert column(table, names["breakout"]) == ["1", "0", "9", ""]
    assert column(table, names["seen"])[0] == "2026-01-05"


def test_what_the_file_calls_missing_is_blank_and_reported(written: Callable[..., bytes]) -> None:
    content = written(
        "sav", variable_value_labels={"breakout": LABELS}, missing_ranges={"breakout": [{"lo": 8, "hi": 99}]}
    )
    table = read(content, "march.sav")
    assert column(table, "breakout") == ["Yes", "No", "", ""]
    assert table.notes == (
        "Values that the file marks as missing were read as blank: “breakout” (9 = “Refused” in 1 row).",
    )


def test_a_missing_value_of_stata_with_a_letter_is_blank_and_reported(written: Callable[..., bytes]) -> None:
    frame = FRAME.assign(breakout=pd.Series([1, 0, "a", "a"], dtype=object))
    content = written(
        "dta",
        frame,
        missing_user_values={"breakout": ["a"]},
        variable_value_labels={"breakout": {1: "Yes", 0: "No", "a": "Refused"}},
    )
    table = read(content, "march.dta")
    assert column(table, "breakout") == ["Yes", "No", "", ""]
    assert "“breakout” (a = “Refused” in 2 rows)" in table.notes[0]


def test_a_scale_of_which_only_the_ends_are_labelled_stays_a_scale(written: Callable[..., bytes]) -> None:
    """Words among numbers would be neither; a label far from the others is a code, such as 99 for “not asked”."""
    frame = pd.DataFrame({"id": list("abcdef"), "pain": [0.0, 3.0, 5.0, 7.0, 9.0, 99.0]})
    content = written("sav", frame, variable_value_labels={"pain": {0: "none", 10: "worst", 99: "not asked"}})
    assert column(read(content, "x.sav"), "pain") == ["none", "3", "5", "7", "9", "not asked"]
    frame = pd.DataFrame({"id": list("abcdef"), "pain": [0.0, 1.0, 2.0, 3.0, 9.0, 10.0]})
    content = written("sav", frame, variable_value_labels={"pain": {0: "none", 10: "worst"}})
    assert column(read(content, "x.sav"), "pain") == ["0", "1", "2", "3", "9", "10"]


def test_a_name_that_is_only_a_code_goes_with_its_label(written: Callable[..., bytes]) -> None:
    frame = FRAME.rename(columns={"breakout": "q12", "hours": "hours_slept"})
    content = written("sav", frame, column_labels={"q12": "Any breakout?", "hours_slept": "Hours of sleep"})
    table = read(content, "march.sav")
    assert list(table.frame.columns) == ["client", "q12 / Any breakout?", "seen", "hours_slept"]
    assert table.labels == {"q12 / Any breakout?": "Any breakout?", "hours_slept": "Hours of sleep"}


@pytest.mark.parametrize("how", ["sav", "dta", "xport", "por"])
def test_a_damaged_file_is_named(written: Callable[..., bytes], how: str) -> None:
    content = written(how)
    program = (statistics_program(content) or "").split()[0]
    with pytest.raises(
        DashboardError, match=f"“march” is a file of {program} that is damaged .*save the log as CSV or .xlsx"
    ):
        read(content[:500], "march")


@pytest.mark.parametrize(
    "start",
    [
        b"$FL2@(#) SPSS DATA FILE",
        b"$FL3@(#) SPSS DATA FILE",
        b"<stata_dta><header><release>118",
        b"\x72\x01\x01\x00\x05\x00\x09",
        b"\x00" * 12 + bytes.fromhex("c2ea8160b31411cfbd92080009c7318c181f1011"),
    ],
)
def test_a_file_that_only_begins_like_one_is_named(start: bytes) -> None:
    with pytest.raises(DashboardError, match=r"is a file of (SPSS|Stata|SAS) that is damaged"):
        read(start + b"\x00" * 900, "march")


@pytest.mark.parametrize("how", ["sav", "dta", "xport", "por"])
def test_any_damage_is_read_or_refused(written: Callable[..., bytes], how: str) -> None:
    content = written(how)
    for start in range(0, len(content), max(len(content) // 12, 1)):
        damaged = bytearray(content)
        damaged[start : start + 6] = bytes(255 - byte for byte in damaged[start : start + 6])
        with suppress(DashboardError):
            assert read(bytes(damaged), "march").rows_read >= 0


def test_more_rows_than_can_be_read_are_refused_before_they_are(
    written: Callable[..., bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    from analysis.files.statistics_file import statistics_texts  # noqa: PLC0415 as the other process does

    monkeypatch.setattr(limits, "MOST_ROWS", 3)
    with pytest.raises(DashboardError, match="“march” has 4 rows and 4 columns, and up to 3 rows"):
        statistics_texts(written("sav"), "march", None)


def test_its_layout_is_not_for_choosing(written: Callable[..., bytes]) -> None:
    content = written("sav")
    assert read(content, "march", LayoutChoices(sheet="Data")).rows_read == 4
    with pytest.raises(DashboardError, match="no sheet called “May”"):
        read(content, "march", LayoutChoices(sheet="May"))
    with pytest.raises(DashboardError, match="no encoding"):
        read(content, "march", LayoutChoices(encoding="utf-8"))


def test_the_labels_of_the_columns_once_more_are_no_treatment(written: Callable[..., bytes]) -> None:
    """Qualtrics writes the questions below the names: saved by another program they are both labels and a row."""
    labels = ["Client code", "Did it break out?", "First seen"]
    rows = [labels, ["a", "yes", "5"], ["b", "no", "6"], ["c", "no", "7"]]
    frame = pd.DataFrame(rows, columns=["client_code", "q2", "q3"])
    table = read(written("sav", frame, column_labels=labels), "log.sav")
    assert len(table.frame) == 3
