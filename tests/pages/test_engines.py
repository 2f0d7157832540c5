"""Every page works whoever counts the log: here DuckDB, from files."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.pages.opening import PAGES, open_page, text_of

SAMPLE = Path(__file__).parents[2] / "sample_data" / "outcomes.csv"


@pytest.fixture(scope="module")
def log() -> bytes:
    """Return a small log, with a bit of every month."""
    header, *rows = SAMPLE.read_bytes().splitlines()
    return b"\n".join([header, *rows[::8]])


def test_every_page_works_with_duckdb(log: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    in_memory = text_of(open_page("dashboard.py", log))
    monkeypatch.setenv("ENGINE", "duckdb")
    app = open_page("dashboard.py", log)
    by = "DuckDB counts this log from files, so that it can be larger than memory."
    assert by in text_of(app)
    assert text_of(app).replace(by, "").split() == in_memory.split()
    for page in PAGES:
        app.switch_page(page).run()
        assert not app.exception, page
        assert not app.error, page


def test_a_setting_that_names_no_engine_is_refused_in_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ENGINE", "oracle")
    app = open_page("dashboard.py")
    assert "ENGINE is unknown" in text_of(app)
