"""Long work says how far it is, stage by stage, and ends where whoever waits for it no longer wants it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import get_args

import pytest

from analysis.counting.in_memory import InMemory
from analysis.files import own_process
from analysis.files.own_process import sheet_texts_apart
from analysis.files.reading import read
from analysis.importing.choices import ImportChoices
from analysis.importing.cleaning import clean
from analysis.importing.opening import open_as_remembered
from analysis.progress import Progress, Stage, as_step, heard_by, is_heard, report_progress
from analysis.questions.imputed import imputed
from analysis.questions.largest_set import largest_set
from analysis.wording.progress import progress_in_words
from tests.files.workbooks import xlsx

# Of letters that can be Windows or Mac ones: it is read once in each encoding.
LOGS = {
    "plain": b"clinic,name,breakout\n" + b"Hill,Ann Lee,yes\nQuay,Bo Day,no\n" * 20,
    "two encodings": b"clinic,breakout\n" + "H\xfcgel,yes\nQuay,no\n".encode("cp1252") * 20,
    "ragged": b"clinic,breakout\n" + b"Hill,yes\nQuay,no\n" * 20 + b"Quay\n",
}

SAMPLE = Path(__file__).parents[1] / "sample_data" / "outcomes.csv"


class NoLongerWanted(BaseException):
    """As Streamlit ends the run of a page: no part of the work may take it for an error of its own."""


def imported(content: bytes) -> object:
    opened = open_as_remembered(content, "log", ImportChoices(), lambda _: None, bytes(32)).file
    return opened.cleaned(ImportChoices())[0].frame.to_dict()


def heard(work: Callable[[], object]) -> list[Progress]:
    said: list[Progress] = []
    with heard_by(said.append):
        work()
    return said


@pytest.mark.parametrize("content", LOGS.values(), ids=LOGS.keys())
def test_an_import_goes_through_its_stages_and_gives_the_same_whoever_listens(content: bytes) -> None:
    found: list[object] = []
    said = heard(lambda: found.append(imported(content)))
    assert list(dict.fromkeys(each.stage for each in said)) == ["reading", "rows", "personal data", "columns"]
    assert all(0 <= each.share <= 1 for each in said)
    assert found == [imported(content)]


def test_work_within_a_step_is_heard_of_as_a_part_of_that_step() -> None:
    def work() -> None:
        for step in range(2):
            with as_step("opening", step, 2):
                report_progress("reading")
                report_progress("columns", 1, 1)

    assert heard(work) == [Progress("opening", share) for share in (0, 0.5, 0.5, 1)]


def test_a_share_grows_within_a_stage_and_from_one_stage_to_the_next() -> None:
    shares = [each.share for each in heard(lambda: imported(LOGS["plain"]))]
    assert shares == sorted(shares)
    assert shares[-1] > shares[0]


@pytest.mark.parametrize("at", ["reading", "rows", "personal data", "columns"])
@pytest.mark.parametrize("content", [LOGS["plain"], LOGS["two encodings"]], ids=["plain", "two encodings"])
def test_an_import_ends_at_whatever_stage_it_is_no_longer_wanted(content: bytes, at: str) -> None:
    def leave(progress: Progress) -> None:
        if progress.stage == at:
            raise NoLongerWanted

    with pytest.raises(NoLongerWanted), heard_by(leave):
        imported(content)
    assert not is_heard()


def test_the_process_that_parses_a_workbook_ends_with_whoever_waits_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[subprocess.Popen[bytes]] = []

    class Slow(subprocess.Popen[bytes]):
        def __init__(self, _: object, **named: object) -> None:
            super().__init__([sys.executable, "-c", "import time; time.sleep(60)"], **named)  # type: ignore[call-overload]
            started.append(self)

    def leave(_: Progress) -> None:
        if started:
            raise NoLongerWanted

    monkeypatch.setattr(subprocess, "Popen", Slow)
    with pytest.raises(NoLongerWanted), heard_by(leave):
        sheet_texts_apart(xlsx({"Log": [["breakout"], ["yes"]]}), "log", None)
    assert [process.poll() is not None for process in started] == [True]
    assert own_process._AT_ONCE.acquire(timeout=0)
    own_process._AT_ONCE.release()


def test_models_go_through_their_stages_and_end_where_they_are_no_longer_wanted() -> None:
    sample, _ = clean(read(SAMPLE.read_bytes(), "outcomes.csv"))
    names = ("acne_history", "new_product", "skin_type", "cartridge_lot")
    said = heard(lambda: largest_set(InMemory(sample), names))
    assert {"counting", "choosing factors", "fitting", "adjusting"} == {each.stage for each in said}
    said = heard(lambda: imputed(InMemory(sample), names[:2]))
    assert {"counting", "fitting", "adjusting", "filling in", "pooling"} == {each.stage for each in said}

    def leave(progress: Progress) -> None:
        if progress.stage == "pooling":
            raise NoLongerWanted

    with pytest.raises(NoLongerWanted), heard_by(leave):
        imputed(InMemory(sample), names[:2])


def test_every_stage_has_words() -> None:
    words = {stage: progress_in_words(Progress(stage)) for stage in get_args(Stage)}
    assert words == {
        "reading": "Reading the file …",
        "rows": "Looking for rows that are no treatments …",
        "personal data": "Removing names and other personal data …",
        "columns": "Understanding the columns …",
        "opening": "Opening the log …",
        "comparing": "Comparing with the saved log …",
        "counting": "Counting …",
        "choosing factors": "Choosing the factors …",
        "fitting": "Fitting the model …",
        "adjusting": "Adjusting each factor for the others …",
        "filling in": "Filling in blanks …",
        "pooling": "Putting the filled-in logs together …",
        "drawing": "Drawing …",
    }
    assert progress_in_words(Progress("drawing", of="Breakouts by month")) == "Drawing: Breakouts by month …"
