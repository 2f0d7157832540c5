"""A file is opened as the last one with its header was, and read no more often than it has to be."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pyreadstat
import pytest

from analysis.errors import DashboardError
from analysis.files.layout import LayoutChoices
from analysis.files.reading import read
from analysis.files.text_table import TextTable
from analysis.importing import opening as bringing_in
from analysis.importing.choices import ImportChoices
from analysis.importing.cleaning import clean
from analysis.importing.opening import open_as_remembered, open_file
from analysis.outcome_log import columns
from analysis.outcome_log.columns import LEAVE_OUT
from tests.importing.asking import YES_OF_24, counts

PLAIN = b"Site,Result\nPark,yes\nHarbour,no\nPark,no\n"
HEADER = ("Site", "Result")
KEY = b"0" * 32
SAMPLES = Path(__file__).parents[2] / "sample_data"


@pytest.fixture
def layouts(monkeypatch: pytest.MonkeyPatch) -> list[LayoutChoices]:
    """Return the list to which every reading adds its layout."""
    asked: list[LayoutChoices] = []

    def counted(content: bytes, file_name: str, choices: LayoutChoices) -> TextTable:
        asked.append(choices)
        return read(content, file_name, choices)

    monkeypatch.setattr(bringing_in, "read", counted)
    return asked


@pytest.mark.parametrize("known", [None, ImportChoices(), ImportChoices((("Result", "breakout"),))])
def test_a_file_is_read_once(layouts: list[LayoutChoices], known: ImportChoices | None) -> None:
    found = open_as_remembered(PLAIN, "log.csv", ImportChoices(), {HEADER: known}.get, KEY)
    assert layouts == [LayoutChoices()]
    assert found.header == HEADER
    assert found.is_remembered == bool(known and known.columns)
    assert found.choices == (known or ImportChoices())


def test_a_known_layout_is_read_in_and_passed_over_where_it_does_not_fit(layouts: list[LayoutChoices]) -> None:
    fitting = ImportChoices((("Result", "breakout"),), layout=LayoutChoices(header_row=1))
    found = open_as_remembered(PLAIN, "log.csv", ImportChoices(), {HEADER: fitting}.get, KEY)
    assert found.choices == fitting
    assert layouts == [LayoutChoices(), LayoutChoices(header_row=1)]
    other = ImportChoices((("Result", "breakout"),), layout=LayoutChoices(header_row=99))
    found = open_as_remembered(PLAIN, "log.csv", ImportChoices(), {HEADER: other}.get, KEY)
    assert found.choices == ImportChoices((("Result", "breakout"),))


def test_a_choice_now_is_not_passed_over() -> None:
    said = ImportChoices(layout=LayoutChoices(header_row=99))
    with pytest.raises(DashboardError, match="99"):
        open_as_remembered(PLAIN, "log.csv", said, {HEADER: ImportChoices()}.get, KEY)


def test_what_cannot_be_read_is_tried_again_only_where_its_layout_is_chosen(layouts: list[LayoutChoices]) -> None:
    for said in (LayoutChoices(), LayoutChoices(header_row=2)):
        layouts.clear()
        with pytest.raises(DashboardError):
            open_as_remembered(b"", "log.csv", ImportChoices(layout=said), {HEADER: None}.get, KEY)
        assert layouts == list(dict.fromkeys([LayoutChoices(), said]))


def test_what_was_chosen_again_is_not_called_remembered() -> None:
    known = ImportChoices((("Result", "breakout"),))
    assert not open_as_remembered(PLAIN, "log.csv", known, {HEADER: known}.get, KEY).is_remembered


def test_what_a_column_can_be_is_worked_out_once_for_the_screen_and_every_cleaning(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    looked_at: list[str] = []
    guesses = columns._guesses

    def noted(name: str, *others: Any) -> Any:  # noqa: ANN401 - passed on
        looked_at.append(name)
        return guesses(name, *others)

    monkeypatch.setattr(columns, "_guesses", noted)
    opened = open_file(PLAIN, "log.csv", ImportChoices(), KEY)
    for meaning in ("clinic", LEAVE_OUT):
        opened.cleaned(ImportChoices((("Result", "breakout"), ("Site", meaning))))
    assert sorted(looked_at) == sorted(HEADER)


@pytest.mark.parametrize("path", sorted(SAMPLES.glob("*.csv")), ids=lambda path: path.stem)
def test_cleaning_by_what_the_screen_found_is_cleaning_the_screened_table_anew(path: Path) -> None:
    opened = open_file(path.read_bytes(), path.name, ImportChoices(), KEY)
    (log, report), (again, as_anew) = (
        opened.cleaned(ImportChoices()),
        clean(opened.screened.table, None, opened.findings),
    )
    assert replace(report, decisions=(), files=()) == as_anew
    assert log.factors == again.factors
    pd.testing.assert_frame_equal(log.frame, again.frame)


def test_what_the_screen_hands_on_holds_nothing_that_it_took_out() -> None:
    rows = "".join(f"{name} Birtwell,{age},yes\n" for age, name in enumerate(("Anna", "Bea", "Cleo", "Dora"), 31))
    opened = open_file(f"client,age,breakout\n{rows}".encode(), "log.csv", ImportChoices(), KEY)
    assert {each.action for each in opened.findings} == {"pseudonymised", "banded"}
    held = " ".join(text for each in opened.screened.clues.values() for text in each.texts.texts)
    assert "Birtwell" not in held
    assert "31" not in held
    assert "30-39" in held


@pytest.mark.parametrize("text", ["_" * 3_000, "a___" * 1_000, "1=" * 2_000, "no " * 2_000, "x/" * 2_000])
def test_a_header_as_long_as_a_page_is_read_at_once(text: str) -> None:
    """Patterns that look for what a header says could take the square of its length."""
    assert said_of(f"{text},breakout\na,yes\nb,no\n") in {"log", "question"}


@pytest.mark.parametrize("text", [text * 20_000 for text in ("1,2,", "late ", "yes/", "12 h ", "令和8年")])
def test_an_answer_as_long_as_a_book_is_read_at_once(text: str) -> None:
    """So could those that look for dates, numbers, lists and cancelled visits in what is written in a cell."""
    assert said_of(f'room,breakout\n"{text}",yes\na,"{text}"\n' + "a,yes\nb,no\n" * 20) in {"log", "question"}


def said_of(text: str) -> str:
    opened = open_file(text.encode(), "log.csv", ImportChoices(), KEY)
    try:
        opened.cleaned(ImportChoices())
    except DashboardError:
        return "question"
    return "log"


def test_a_variable_whose_name_says_nothing_is_known_by_its_label(tmp_path: Path) -> None:
    """“bo” of a statistics file was no outcome, though its label asks for nothing else."""
    path = tmp_path / "log.sav"
    values = {"client": [f"C{row}" for row in range(24)], "bo": [float(row % 3 == 1 and row < 21) for row in range(24)]}
    labels = {"client": "", "bo": "Did the skin break out after the treatment?"}
    pyreadstat.write_sav(
        pd.DataFrame(values), path, column_labels=labels, variable_value_labels={"bo": {0: "No", 1: "Yes"}}
    )
    assert counts(path.read_bytes()) == (24, YES_OF_24, 0)


@pytest.mark.parametrize("sample", ["outcomes.csv", "outcomes_practice_software.csv"])
def test_texts_that_stay_with_arrow_change_nothing(sample: str, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = (SAMPLES / sample).read_bytes().splitlines(keepends=True)
    # A client known by an address, an ID that was left out, one that stands there twice.
    content = b"".join(lines[:200]).replace(b"C-0009", b"anna@example.org").replace(b"T-0011,", b",")
    content = content.replace(b"T-0021,", b"T-0020,")

    def brought_in() -> tuple[object, ...]:
        opened = open_file(content, sample, ImportChoices(), KEY)
        log, account = opened.cleaned(ImportChoices())
        columns = {name: (list(log.values(name)), log.codes(name).tolist()) for name in log.frame}
        return opened.findings, account, columns, log.factors, log.frame.index.tolist()

    as_lists = brought_in()
    monkeypatch.setattr("analysis.files.many_texts.MOST_LISTED", 1)
    assert brought_in() == as_lists
