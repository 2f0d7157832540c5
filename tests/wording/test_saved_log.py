"""The saved log in words."""

from __future__ import annotations

from dataclasses import replace

import pytest

from analysis.counting.anonymity import Anonymity
from analysis.saved_log.clients import Erasure
from analysis.saved_log.history import Version
from analysis.saved_log.keys import Doubt
from analysis.saved_log.writing import Erased
from analysis.wording.saved_log import (
    added,
    changed_values,
    erased,
    undo_name,
    version_kind,
    version_name,
    who_stands_alone,
)

IMPORT = Version(
    3, "import", "2026-11-24T06:30:00+00:00", None, "1", file_name="may.csv", new=2, changed=1, unchanged=4
)


def test_a_version_is_named_by_its_number_time_and_what_made_it() -> None:
    assert version_name(IMPORT).startswith("version 3 · 24 November 2026")
    assert version_name(IMPORT).endswith("may.csv, 2 new, 1 changed")


@pytest.mark.parametrize(
    ("version", "words"),
    [
        (Version(4, "undo", IMPORT.when, None, "1", undoes=3), "version 3 undone"),
        (Version(5, "erasure", IMPORT.when, None, "1", erased=1), "1 treatment of a client erased"),
    ],
)
def test_an_undo_and_an_erasure_say_what_they_did_and_name_nobody(version: Version, words: str) -> None:
    assert version_kind(version) == words


def test_what_was_done_is_given_in_numbers() -> None:
    assert added(IMPORT) == "Imported as version 3 of the saved log: 2 new treatments, 1 changed, 4 already there."
    assert erased(Erasure(erased=Erased(2), doubt=None, held=9, holds=7)) == (
        "2 treatments were erased for good, from every version of the saved log. The saved log had 9 treatments and "
        "now has 7."
    )
    assert erased(Erasure(erased=Erased(0, 1), doubt=None, held=9, holds=9)) == (
        "The saved log has no treatment with this ID. The client was also removed from the name of 1 file in the "
        "history."
    )


@pytest.mark.parametrize("doubt", ["missing", "other", "unknown"])
def test_every_version_is_not_claimed_where_a_pseudonym_may_be_missed(doubt: Doubt) -> None:
    said = erased(Erasure(erased=Erased(1, 2), doubt=doubt, held=1, holds=0))
    assert said.startswith(
        "Under this ID, 1 treatment was erased for good. The saved log had 1 treatment and now has 0. "
    )
    assert "The client was also removed from the names of 2" in said
    assert said.endswith("so treatments of this client may remain under one of them.")
    assert "every version" not in said


def test_what_was_found_without_an_id_is_shown_wherever_an_import_is() -> None:
    found = replace(IMPORT, paired=5)
    assert added(found).endswith("2 new treatments, 1 changed, 4 already there (5 matched without a treatment ID).")
    assert version_kind(found) == "may.csv, 2 new, 1 changed, 5 matched without an ID"


def test_a_hidden_file_name_is_reported() -> None:
    assert "it was saved as “(hidden).csv”" in added(replace(IMPORT, file_name="(hidden).csv"))


def test_changes_differ_by_what_they_do() -> None:
    assert changed_values(3, 1, 0) == (
        "Changes to treatments in the saved log: 3 values filled in, 1 known outcome reversed."
    )


def test_an_undo_of_an_undo_says_what_it_brings_back() -> None:
    assert undo_name(Version(4, "undo", IMPORT.when, None, "1", undoes=3)) == "version 4 · restores version 3"


def anonymity(**counts: int) -> Anonymity:
    names = {"clients": 40, "alone": 0, "in_small_groups": 0, "smallest_group": 5, "alone_without": 0} | counts
    return Anonymity(("age_band", "clinic"), counts_clients=True, best_left_out="age_band", **names)


def test_who_stands_alone_is_described_in_plain_words() -> None:
    assert next(iter(who_stands_alone(anonymity()))).startswith(
        "Nobody can be recognised by age band and clinic alone: at least 5 of 40"
    )
    said = " ".join(who_stands_alone(anonymity(alone=2, in_small_groups=6)))
    assert "2 of 40 clients could be recognised by somebody who knows age band and clinic" in said
    assert "Without the age band it would be 0" in said
    assert "no clients yet" in " ".join(who_stands_alone(anonymity(clients=0)))
