"""``--kind`` on the command line: what the values of a clinic's own columns are, said and refused."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from analysis.__main__ import UNREADABLE, main

LOG = "Room no,Risk=score,q7,skin type,breakout\n" + "".join(
    f"{row % 12 + 1},{row % 5 + 1},{row % 4},oily,{'yes' if row % 7 == 3 else 'no'}\n" for row in range(180)
)

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture(name="run")
def _run(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setenv("OUTCOME_LOG", str(tmp_path / "log"))
    path = tmp_path / "log.csv"
    path.write_text(LOG, encoding="utf-8")

    def run(command: str, *options: str) -> tuple[int, str, str]:
        code = main([command, str(path), *options])
        return code, *capsys.readouterr()

    return run


def test_check_says_what_each_column_holds_and_what_is_in_doubt(run: Run) -> None:
    _, out, _ = run("check")
    assert "Room no → extra factor: names, because the header names a code" in out
    assert "Risk=score → extra factor: ordered groups, because the header names a scale or a count" in out
    assert "What are the numbers in “q7”? Groups in an order." in out
    _, out, _ = run("check", "--json")
    data = json.loads(out)
    assert data["columns"][0]["kind"] == {
        "kind": "names",
        "because": "the header names a code",
        "is_doubtful": False,
    }
    (decision,) = [each for each in data["decisions"] if each["about"] == "ordered columns"]
    assert [each["reading"] for each in decision["alternatives"]] == [
        "numbers that measure",
        "groups in an order",
        "names without an order",
    ]
    assert {each["rate"] for each in decision["alternatives"]} == {26 / 180}


def test_summary_says_it_and_a_kind_changes_the_test(run: Run) -> None:
    _, out, _ = run("summary")
    assert "Read as ordered groups: “Risk=score”.\nRead as names: “Room no”." in out
    assert "Mann-Whitney" not in out
    _, out, _ = run("summary", "--kind", "Room no=number", "--kind", "Risk=score=names")
    assert "Read as number: “Room no”.\nRead as names: “Risk=score”." in out
    assert "Mann-Whitney" in out


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("Room no=colour", "the kind one of number, ordered, names"),
        ("Room no", "write --kind COLUMN=KIND"),
        ("Ward=names", "“Ward” is neither a column"),
        ("skin type=ordered", "“skin type” is read as skin type"),
    ],
)
def test_a_kind_that_cannot_be_is_refused_in_one_sentence(run: Run, kind: str, words: str) -> None:
    code, out, err = run("summary", "--kind", kind)
    assert (code, out) == (UNREADABLE, "")
    assert words in err
