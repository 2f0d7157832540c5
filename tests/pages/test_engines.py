"""Every page works whoever counts the log: here DuckDB, from files, or Spark where `tests/cluster` says so."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from analysis.__main__ import main
from analysis.wording.follow_up import IN_FILES
from tests.pages.opening import open_page, press, text_of, unescaped, words_of_every_page

FOLLOW_UP = "pages/7_Follow_up.py"
ENGINE = os.environ.get("ENGINE_OF_PAGES", "duckdb")
SAMPLE = Path(__file__).parents[2] / "sample_data" / "outcomes.csv"


@pytest.fixture(scope="module")
def log() -> bytes:
    """Return a small log, with a bit of every month."""
    header, *rows = SAMPLE.read_bytes().splitlines()
    return b"\n".join([header, *rows[::8]])


def test_every_page_works_with_an_engine(log: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    in_memory = words_of_every_page(open_page("dashboard.py", log))
    monkeypatch.setenv("ENGINE", ENGINE)
    with_engine = words_of_every_page(open_page("dashboard.py", log))
    who = "DuckDB counts this log from files" if ENGINE == "duckdb" else "A Spark cluster counts this log"
    # All that differs is the sentence on Home that names who counts.
    more = f" {who}, as the setting ENGINE asks."
    assert more in with_engine["dashboard.py"]
    assert {page: words.replace(more, "") for page, words in with_engine.items()} == in_memory


def test_every_page_works_with_a_log_that_is_nowhere_in_memory(
    log: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = tmp_path / "files"
    files.mkdir()
    header, *rows = log.splitlines()
    for place in range(2):
        (files / f"{place}.csv").write_bytes(b"\n".join([header, *rows[place * 150 : (place + 1) * 150]]))
    assert main(["lake", str(files), str(tmp_path / "lake")]) == 0
    monkeypatch.setenv("LAKE", str(tmp_path / "lake"))
    monkeypatch.setenv("ENGINE", ENGINE)
    app = open_page("dashboard.py")
    assert "298 rows read, 298 counted" in text_of(app)
    words = words_of_every_page(app)[FOLLOW_UP]
    assert IN_FILES in words
    assert "Who was followed up in time?" in words
    app.switch_page(FOLLOW_UP).run()
    assert re.search(r"Row [\d,]+ of [01]\.csv", unescaped(app.checkbox[0].label))
    app.checkbox[0].check().run()
    press(app, "Record for 1 treatment")
    assert "Recorded for 1 treatment: reached." in text_of(app)


def test_a_folder_without_a_log_is_refused_in_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LAKE", str(tmp_path))
    assert "holds no log in files of codes" in text_of(open_page("dashboard.py"))


def test_a_setting_that_names_no_engine_is_refused_in_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ENGINE", "oracle")
    app = open_page("dashboard.py")
    assert "ENGINE is unknown" in text_of(app)
