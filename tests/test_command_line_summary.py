"""``python -m analysis summary --log``: the saved log, at any version, summarised like the file it came from."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest

from analysis.__main__ import UNREADABLE, main
from tests.test_command_line_log import JUNE, MAY, add


@pytest.fixture(name="two_months")
def _two_months(file: Path) -> Path:
    """Return the file of June, which was added to the log after May's."""
    assert add(file, MAY) == add(file, JUNE) == 0
    return file


def summary(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    capsys.readouterr()
    assert main(["summary", *arguments]) == 0
    return capsys.readouterr().out


@pytest.mark.parametrize(("version", "counts"), [("1", (3, 1, 1)), ("2", (4, 2, 0)), (None, (4, 2, 0))])
@pytest.mark.usefixtures("two_months")
def test_the_saved_log_is_summarised_as_it_is_and_as_it_was(
    capsys: pytest.CaptureFixture[str], version: str | None, counts: tuple[int, int, int]
) -> None:
    asked = ("--log", "--version", version) if version else ("--log",)
    found = json.loads(summary(capsys, *asked, "--json"))
    assert (found["treatments"], found["breakouts"], found["unknown"]) == counts
    assert summary(capsys, *asked).startswith(f"The saved log (version {version or 2}) has {counts[0]} treatments.\n")


def test_the_saved_log_is_summarised_just_like_the_file_that_it_came_from(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    add(file, MAY)
    asked = ("--where", "skin_type=oily", "--count", "first", "--json")
    assert summary(capsys, "--log", *asked) == summary(capsys, str(file), *asked)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((), "Choose a log: a FILE, or --log for the saved log."),
        (("FILE", "--log"), "Use a FILE or --log, not both"),
        (("FILE", "--version", "1"), "A file has no versions"),
        (("--log", "--version", "3"), "The saved log has no version 3: choose one from 1 to 2."),
        (("--log", "--version", "0"), "Version 0 of the saved log has no treatments"),
        (("--log", "--yes", "A"), "--yes is for files"),
        (("--log", "--date-order", "day-first"), "--date-order is for files"),
        (("--log", "--where", "room=1"), "“room” is not a factor of this log"),
    ],
)
def test_what_cannot_be_summarised_is_explained_in_one_sentence(
    two_months: Path, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], words: str
) -> None:
    capsys.readouterr()
    assert main(["summary", *(each.replace("FILE", str(two_months)) for each in arguments)]) == UNREADABLE
    ran = capsys.readouterr()
    assert (ran.out, ran.err.count("\n")) == ("", 1)
    assert ran.err.startswith(words)


@pytest.mark.parametrize(
    ("version", "words"),
    [((), "There is no saved log in “"), (("--version", "1"), "The saved log has no version 1: nothing was")],
)
def test_where_no_log_is_saved_that_is_reported(
    capsys: pytest.CaptureFixture[str], version: tuple[str, ...], words: str
) -> None:
    assert main(["summary", "--log", *version]) == UNREADABLE
    assert capsys.readouterr().err.startswith(words)


FEW = "acne_history,practitioner,treatment_date,breakout\n" + "".join(
    f"{'none' if at % 3 else 'past'},{name},2026-0{1 + at % 6}-02,{answer}\n"
    for name, count in (("Anna Berg", 90), ("Cleo Dahl", 60), ("Eva Falk", 3))
    for at in range(count)
    for answer in ("yes" if at % 6 == 0 else "" if at < 2 else "no",)
)


def test_a_summary_for_sharing_has_safe_counts_in_every_form(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file, table = tmp_path / "Our clinic.csv", tmp_path / "counts.csv"
    file.write_text(FEW, "utf-8")
    asked = (str(file), "--share", "5", "--csv", str(table))
    words, data = summary(capsys, *asked), summary(capsys, *asked, "--json")
    found, rows = json.loads(data), pd.read_csv(table)
    assert found["shared"]["every_count_is_0_or_at_least"] == 5
    assert words.startswith(found["shared"]["in_words"])
    # Three outcomes are unknown, which count nowhere.
    assert (found["treatments"], found["unknown"]) == (150, None)
    levels = [
        [each["level"], each["treatments"], each["breakouts"]] for of in found["factors"] for each in of["levels"]
    ]
    assert [name for name, _, _ in levels] == ["none", "past", "A", "B"]
    assert rows[["Level", "Treatments", "Breakouts"]].to_numpy().tolist()[1:] == levels
    for _, *counts in levels:
        assert all(each == 0 or each >= 5 for each in counts)
    for text in (words, data, table.read_text("utf-8")):
        assert not [name for name in ("Anna", "Berg", "Cleo", "Eva", "Falk", "Our clinic") if name in text]
    assert main(["summary", str(file), "--share", "5", "--where", "practitioner=Eva Falk"]) == UNREADABLE
    assert "There are too few treatments to share" in capsys.readouterr().err


def test_the_counts_of_a_summary_can_be_a_table(file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    add(file, MAY)
    table = tmp_path / "counts.csv"
    found = json.loads(summary(capsys, "--log", "--csv", str(table), "--json"))
    every, *levels = pd.read_csv(table)["Treatments"]
    assert every == found["treatments"]
    assert levels == [
        count
        for of in found["factors"]
        for count in (*(each["treatments"] for each in of["levels"]), *filter(None, (of["not_known"],)))
    ]
