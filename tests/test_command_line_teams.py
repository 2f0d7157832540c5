"""``python -m analysis teams``: units of a file or the saved log compared, and the JSON that others rely on."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from analysis.__main__ import UNREADABLE, main
from tests.test_command_line_log import MAY, add

SAMPLE = str(Path(__file__).parents[1] / "sample_data" / "outcomes.csv")


def teams(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    capsys.readouterr()
    assert main(["teams", *arguments]) == 0
    return capsys.readouterr().out


def test_the_bad_lot_of_the_sample_has_a_signal(capsys: pytest.CaptureFixture[str]) -> None:
    data = json.loads(teams(capsys, SAMPLE, "--unit", "cartridge_lot", "--json"))
    assert list(data) == ["unit", "overdispersion", "units"]
    assert (data["unit"], data["overdispersion"]["tau_squared"]) == ("cartridge_lot", 0)
    assert list(data["units"][0]) == [
        "unit", "treatments", "breakouts", "rate", "expected", "shrunken", "limits", "signal",
    ]  # fmt: skip
    assert {each["unit"]: each["signal"] for each in data["units"] if each["signal"]} == {"L2503": "above 99.8%"}
    (lot,) = (each for each in data["units"] if each["unit"] == "L2503")
    assert (lot["breakouts"], lot["rate"]) == (23, 23 / 55)
    assert list(lot["limits"]) == ["low_95", "high_95", "low_99_8", "high_99_8"]
    assert lot["shrunken"]["low"] < lot["shrunken"]["value"] < lot["rate"]
    assert [each["unit"] for each in data["units"]] == sorted(each["unit"] for each in data["units"])


def test_expected_breakouts_add_up_to_the_observed_ones(capsys: pytest.CaptureFixture[str]) -> None:
    units = json.loads(teams(capsys, SAMPLE, "--adjusted", "--json"))["units"]
    assert len(units) == 12
    assert sum(each["expected"] for each in units) == pytest.approx(sum(each["breakouts"] for each in units), rel=1e-8)


def test_what_is_adjusted_for_can_be_chosen(capsys: pytest.CaptureFixture[str]) -> None:
    chosen = teams(capsys, SAMPLE, "--adjust-for", "skin_type", "--adjust-for", "acne_history")
    assert "Adjusted for Skin type and Acne history." in chosen


def test_in_words(capsys: pytest.CaptureFixture[str]) -> None:
    lines = teams(capsys, SAMPLE, "--unit", "cartridge_lot").splitlines()
    assert lines[1] == "Cartridge lot L2503 is above what chance would give: 23 of 55."
    assert "L2503: 23 of 55; 5.1 expected; inner limits 1.8% to 18.2%, outer limits 0% to 23.6%; above the outer limits" in lines  # fmt: skip # noqa: E501


def test_wider_limits_are_those_of_the_spread_between_practitioners(capsys: pytest.CaptureFixture[str]) -> None:
    exact, wide = (
        json.loads(teams(capsys, SAMPLE, "--json", *more))["units"][0]["limits"] for more in ((), ("--wider",))
    )
    assert wide["high_99_8"] > exact["high_99_8"]


def test_the_saved_log(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    add(file, MAY.replace("skin_type", "clinic"))
    assert "clinic" in teams(capsys, "--log", "--json")


@pytest.mark.parametrize(
    ("content", "options", "words"),
    [
        ("breakout\nyes\nno\n", (), "This log has no column to compare: add practitioner, clinic, device"),
        ("clinic,breakout\nA,yes\nB,no\n", ("--unit", "device"), "“device” cannot be compared in this log: choose"),
        ("clinic,breakout\nA,yes\nB,no\n", ("--adjust-for", "clinic"), "This log cannot adjust for “clinic”"),
        ("clinic,breakout\nA,unknown\nB,unknown\n", (), "No treatment has both a known outcome and a known clinic"),
    ],
)
def test_what_cannot_be_compared_is_explained_in_one_sentence(
    file: Path, capsys: pytest.CaptureFixture[str], content: str, options: tuple[str, ...], words: str
) -> None:
    file.write_text(content)
    capsys.readouterr()
    assert main(["teams", str(file), *options]) == UNREADABLE
    assert words in capsys.readouterr().err
