"""What the documents name is there: a path that was moved or a test that was renamed is promised no longer."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
DOCUMENTS = ("README.md", "CONTRIBUTING.md", "SECURITY.md")
# A path in code quotes with an ending, or a folder; what stands for many has <angle brackets>.
_PATH = re.compile(r"`((?:[\w.]+/)*[\w.]+\.(?:py|md|json|toml|R)|(?:[\w.]+/)+)`")
_WRITTEN_WHILE_RUNNING = {
    "outcome_log/treatments/",
    "outcome_log/known_files.json",
    "outcome_log/newest_version.json",
    "outcome_log/last_backup.json",
}


def paths_in(document: str) -> list[str]:
    found = _PATH.findall((ROOT / document).read_text(encoding="utf-8"))
    return [path for path in found if path not in _WRITTEN_WHILE_RUNNING]


@pytest.mark.parametrize(("document", "path"), [(each, path) for each in DOCUMENTS for path in paths_in(each)])
def test_a_path_that_a_document_names_is_there(document: str, path: str) -> None:
    places = [ROOT / path, ROOT / "analysis" / path, *(ROOT / "analysis").glob(f"*/{path}")]
    assert any(place.exists() for place in places), f"{document} names {path}"


def test_the_documents_name_paths() -> None:
    assert all(len(paths_in(document)) > 3 for document in DOCUMENTS)
