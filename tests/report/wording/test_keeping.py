"""The kept log in words."""

from __future__ import annotations

from pathlib import Path

import pytest

from analysis.kept_log.history import Version
from analysis.report import wording

IMPORT = Version(
    3, "import", "2026-11-24T06:30:00+00:00", None, "1", file_name="may.csv", new=2, changed=1, unchanged=4
)


def test_a_version_is_named_by_its_number_time_and_what_made_it() -> None:
    assert wording.version_name(IMPORT).startswith("version 3 · 24 November 2026")
    assert wording.version_name(IMPORT).endswith("may.csv, 2 new, 1 changed")


@pytest.mark.parametrize(
    ("version", "words"),
    [
        (Version(4, "undo", IMPORT.when, None, "1", undoes=3), "version 3 taken back"),
        (Version(5, "erasure", IMPORT.when, None, "1", erased=1), "1 treatment of a client erased"),
    ],
)
def test_an_undo_and_an_erasure_say_what_they_did_and_name_nobody(version: Version, words: str) -> None:
    assert wording.version_kind(version) == words


def test_what_was_done_is_said_in_numbers() -> None:
    assert wording.added(IMPORT) == "Added as version 3 of the log: 2 new treatments, 1 changed, 4 already there."
    assert wording.erased(2).startswith("2 treatments of the client erased for good")


def test_a_folder_that_cannot_be_written_to_is_named_with_the_reason() -> None:
    said = wording.not_kept(Path("/srv/log"), OSError(28, "No space left on device"))
    assert "“/srv/log”" in said
    assert "No space left on device" in said
