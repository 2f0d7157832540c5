"""``python -m analysis trend``: the rate over time of a file or the saved log, and the JSON that others rely on."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from analysis.__main__ import UNREADABLE, main
from tests.test_command_line_log import MAY, add

SAMPLE = str(Path(__file__).parents[1] / "sample_data" / "outcomes.csv")


def trend(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    capsys.readouterr()
    assert main(["trend", *arguments]) == 0
    return capsys.readouterr().out


def test_the_sample_log_as_promised(capsys: pytest.CaptureFixture[str]) -> None:
    data = json.loads(trend(capsys, SAMPLE, "--json"))
    assert list(data) == ["by", "chart", "centre", "periods", "verdict"]
    assert (data["by"], data["chart"]) == ("month", "p")
    assert data["centre"] == pytest.approx(201 / 2208)
    assert len(data["periods"]) == 30
    assert list(data["periods"][0]) == [
        "start", "treatments", "breakouts", "rate", "lower_limit", "upper_limit", "signals",
    ]  # fmt: skip
    signalled = {each["start"]: each["signals"] for each in data["periods"] if each["signals"]}
    assert signalled == {"2025-03-01": ["beyond 3 sigma"]}
    assert data["verdict"] == "Breakouts have been steady at about 9 per 100; March 2025 was unusual: 25 of 75."


def test_by_another_period_and_of_another_outcome(capsys: pytest.CaptureFixture[str]) -> None:
    quarters = json.loads(trend(capsys, SAMPLE, "--by", "quarter", "--json"))
    assert [each["start"] for each in quarters["periods"][:2]] == ["2024-01-01", "2024-04-01"]
    weeks = json.loads(trend(capsys, SAMPLE, "--by", "week", "--json"))
    assert weeks["periods"][0]["start"] == "2024-01-01"
    gaps = json.loads(trend(capsys, SAMPLE, "--by", "breakout", "--rate-of", "Severity: severe", "--json"))
    assert (gaps["by"], gaps["chart"], len(gaps["periods"])) == ("breakout", "g", 19)
    assert "treatments lie between “Severity: severe”" in gaps["verdict"]


def test_in_words(capsys: pytest.CaptureFixture[str]) -> None:
    lines = trend(capsys, SAMPLE).splitlines()
    assert lines[1] == "Breakouts have been steady at about 9 per 100; March 2025 was unusual: 25 of 75."
    assert "March 2025: 25 of 75; expected range 0% to 19.5%; unusual: above the expected range" in lines
    assert trend(capsys, SAMPLE, "--by", "breakout").startswith("Usually about 6 treatments lie between breakouts; ")


def test_the_saved_log(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    add(file, MAY)
    assert "Too few outcomes are known to judge any month yet." in trend(capsys, "--log")


@pytest.mark.parametrize(
    ("content", "options", "words"),
    [
        ("breakout\nyes\nno\n", (), "None of the treatments shown has a date"),
        ("breakout\nyes\nno\n", ("--by", "breakout"), "At least 8 breakouts with a date are needed"),
        ("client_id,breakout\nA1,yes\nA2,no\n", ("--count", "any"), "Clients counted once each have no rate by month."),
    ],
)
def test_what_has_no_trend_is_explained_in_one_sentence(
    file: Path, capsys: pytest.CaptureFixture[str], content: str, options: tuple[str, ...], words: str
) -> None:
    file.write_text(content)
    capsys.readouterr()
    assert main(["trend", str(file), *options]) == UNREADABLE
    assert words in capsys.readouterr().err
