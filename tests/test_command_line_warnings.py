"""``python -m analysis warnings``: what has become worse, as text, as JSON and as an exit code for schedules."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from analysis.__main__ import NEW_WARNING, main
from analysis.saved_log.dismissals import Dismissal, dismiss
from analysis.saved_log.folder import log_folder
from tests.pages.test_warnings import log_of
from tests.test_command_line_log import add

USUAL = {f"L{month}": (8, 80) for month in range(1, 7)}


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    capsys.readouterr()
    code = main(["warnings", *arguments])
    return code, capsys.readouterr().out


def test_a_file_has_warnings_or_none(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file.write_bytes(log_of(USUAL))
    assert run(capsys, str(file)) == (
        0,
        "No early warning: there is no sign of more breakouts or reactions than chance explains.\n",
    )
    file.write_bytes(log_of({**USUAL, "BAD": (40, 80)}))
    code, out = run(capsys, str(file), "--json")
    assert code == NEW_WARNING
    first = next(each for each in json.loads(out)["warnings"] if each["key"] == "month 2026-07-01")
    assert first == {
        "key": "month 2026-07-01",
        "on": "2026-07-28",
        "text": "July 2026 was unusual: 40 of 80.",
        "new": None,
        "dismissed": False,
    }


@pytest.mark.usefixtures("outcome_log")
def test_of_the_saved_log_those_are_new_that_the_last_import_brought(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    add(file, log_of(USUAL).decode())
    add(file, log_of({**USUAL, "BAD": (40, 80)}).decode())
    code, out = run(capsys, "--log")
    assert code == NEW_WARNING
    assert "New: July 2026 was unusual: 40 of 80." in out.splitlines()
    for each in json.loads(run(capsys, "--log", "--json")[1])["warnings"]:
        assert each["new"]
        dismiss(log_folder(), Dismissal(each["key"], "2026-08-01T08:00:00+00:00", version=2))
    assert run(capsys, "--log")[0] == 0
    assert run(capsys, "--log", "--version", "1")[0] == 0
