"""``python -m analysis lake``: a folder of files becomes one log, or one sentence says why not."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from analysis.__main__ import main
from analysis.outcome_log.coded_log import open_lake

if TYPE_CHECKING:
    from pathlib import Path

FILES = {
    "may.csv": "client_id,treatment_date,Room size,breakout\n" + "C1,2026-05-02,2.5,no\nC2,2026-05-03,4.5,yes\n" * 4,
    "june.csv": "client_id,treatment_date,Room size,breakout\n" + "C2,2026-06-02,2.5,no\nC3,2026-06-03,,yes\n" * 4,
}


def write(folder: Path, files: dict[str, str]) -> str:
    for name, text in files.items():
        (folder / name).write_text(text)
    return str(folder)


def test_every_file_of_a_folder_is_in_the_log(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = tmp_path / "files"
    files.mkdir()
    assert main(["lake", write(files, FILES), str(tmp_path / "lake"), "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    lake = open_lake(tmp_path / "lake")
    assert (answer["files"], answer["rows_read"], answer["treatments"]) == (2, lake.rows_read, len(lake))
    assert [(name, treatments) for name, _, treatments in lake.sources] == [("june.csv", 8), ("may.csv", 8)]
    assert [lake.source_of(number) for number in (0, 7, 8, 15, 16)] == ["june.csv"] * 2 + ["may.csv"] * 2 + [None]
    assert lake.clients_repeat
    assert lake.period is not None
    assert [day.isoformat() for day in lake.period] == ["2026-05-02", "2026-06-03"]


@pytest.mark.parametrize(
    ("files", "why"),
    [
        ({}, "has no CSV files"),
        (FILES | {"other.csv": "Room size,breakout\n" + "small,no\nlarge,yes\n" * 5}, "name their kind with --kind"),
    ],
)
def test_why_not(files: dict[str, str], why: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["lake", write(tmp_path, files), str(tmp_path / "lake")]) == 2
    assert why in capsys.readouterr().err
    assert not (tmp_path / "lake").exists()
