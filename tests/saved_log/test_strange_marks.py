"""Whatever stands in the mark beside the log, it is read or called damaged: never a traceback."""

from __future__ import annotations

from pathlib import Path

import pytest

from analysis.errors import DashboardError
from analysis.saved_log.folder import MARK
from analysis.saved_log.history import read_version
from analysis.saved_log.mark import read_mark

SAID = '{"log": "a", "reached": %s, "begun": 1, "when": "%s"}'
WHEN = "2026-05-01T09:00:00+00:00"


@pytest.mark.parametrize(
    "text",
    [
        "[" * 100_000, "[" * 50_000 + "]" * 50_000, '{"log":' * 50_000, "", "null", "[]", "1", '"\\ud800"', "\x00",
        *(SAID % (number, WHEN) for number in ("Infinity", "NaN", "1e999", "null", '"x"', "[]", "1" * 5_000)),
        *(SAID % ("1", when) for when in ("", "yesterday", "99999-01-01", "\\ud800")),
    ],
)  # fmt: skip
def test_a_mark_that_says_nothing_is_damaged(tmp_path: Path, text: str) -> None:
    (tmp_path / MARK).write_text(text, encoding="utf-8")
    with pytest.raises(DashboardError, match="damaged"):
        read_mark(tmp_path)


@pytest.mark.parametrize(
    "about", ["[" * 100_000, '{"a":' * 50_000, "", "null", "[]", "5", '{"readings": 5}', '{"x": 1}']
)
def test_a_version_that_says_nothing_was_not_written_here(about: str) -> None:
    with pytest.raises(ValueError):
        read_version(1, "import", about)
