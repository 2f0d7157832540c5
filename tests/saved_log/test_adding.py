"""Adding a file is one use case: what stands against it, what it would do, and what became of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from analysis.errors import DashboardError
from analysis.identifiers.pseudonyms import load_key, new_key
from analysis.importing.choices import ImportChoices
from analysis.importing.opening import Imported, digest, open_file
from analysis.saved_log import adding
from analysis.saved_log.adding import Added, Plan, add_file, plan
from analysis.saved_log.folder import LogMovedOnError
from analysis.saved_log.known_files import recall
from analysis.saved_log.opening import as_log, open_log
from analysis.saved_log.writing import key_in_force
from analysis.wording.saved_log import other_key

PLAIN = "treatment_id,breakout\nT1,yes\nT2,no\n"
NAMED = "client,treatment_date,breakout\n" + "Anna Ashdown,2026-05-01,yes\nBea Birtwell,2026-05-02,no\n" * 5
UNDECIDED = "client_id,treatment_date,breakout\nC1,03/07/2026,yes\nC2,05/07/2026,no\n"
KEY = new_key()


def imported(text: str, choices: ImportChoices | None = None, key: bytes = KEY) -> Imported:
    choices = choices or ImportChoices()
    opened = open_file(text.encode(), "may.csv", choices, key)
    log, report = opened.cleaned(choices)
    return Imported("may.csv", digest(text.encode()), opened.header, opened, choices, log, report)


def planned(folder: Path, file: Imported) -> Plan:
    return plan(open_log(folder), file, load_key(folder))


def added(folder: Path, file: Imported) -> Added:
    return add_file(folder, file, planned(folder, file), "Ana")


def test_a_file_is_added_and_its_choices_are_remembered(tmp_path: Path) -> None:
    said = ImportChoices((("breakout", "breakout"),))
    made = added(tmp_path, imported(PLAIN, said))
    assert (made.version.number, made.version.by, made.is_new, made.not_remembered) == (1, "Ana", True, "")
    assert recall(tmp_path, ("treatment_id", "breakout")) == said


def test_how_a_file_was_read_stays_with_its_import_and_holds_for_the_next(tmp_path: Path) -> None:
    said = ImportChoices().with_answer("breakout answers", "1 means a breakout, 2 none")
    coded = PLAIN.replace("yes", "1").replace("no", "2")
    made = added(tmp_path, imported(coded, said))
    reading = "What do the answers in “breakout” mean? 1 means a breakout, 2 none."
    assert made.version.readings == (reading,)
    assert recall(tmp_path, ("treatment_id", "breakout")) == said
    kept = open_log(tmp_path)
    assert [version.readings for version in kept.versions] == [(reading,)]
    assert as_log(kept)[1].readings == (reading,)
    added(tmp_path, imported(PLAIN.replace("T", "U")))
    assert as_log(open_log(tmp_path))[1].readings == (reading,)


def test_the_same_file_again_makes_no_version(tmp_path: Path) -> None:
    added(tmp_path, imported(PLAIN))
    again = added(tmp_path, imported(PLAIN))
    assert (again.version.number, again.is_new) == (1, False)
    assert planned(tmp_path, imported(PLAIN)).changes_nothing


def test_a_file_whose_choices_cannot_be_remembered_is_added_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The command line ended with exit code 2 and no word of the version that it had made."""

    def refused(*_: object) -> None:
        raise DashboardError("No room for it.")

    monkeypatch.setattr(adding, "remember", refused)
    made = added(tmp_path, imported(PLAIN))
    assert (made.version.number, made.is_new, made.not_remembered) == (1, True, "No room for it.")
    assert len(open_log(tmp_path)) == 2


def test_dates_that_can_be_read_in_two_ways_stand_against_adding_a_file(tmp_path: Path) -> None:
    assert planned(tmp_path, imported(UNDECIDED)).undecided_dates == ("treatment_date",)
    with pytest.raises(ValueError, match="treatment_date"):
        added(tmp_path, imported(UNDECIDED))
    assert open_log(tmp_path).latest == 0
    assert added(tmp_path, imported(UNDECIDED, ImportChoices(date_order="day first"))).is_new


def test_a_doubt_about_the_key_stands_against_it_until_pseudonyms_start_anew(tmp_path: Path) -> None:
    assert added(tmp_path, imported(NAMED)).version.number == 1
    (tmp_path / "pseudonyms.key").unlink()
    file = imported(NAMED.replace("2026-05", "2026-06"), key=new_key())
    doubtful = planned(tmp_path, file)
    assert doubtful.doubt == "missing"
    with pytest.raises(ValueError, match="missing"):
        add_file(tmp_path, file, doubtful, None)
    assert add_file(tmp_path, file, doubtful, None, starts_anew=True).version.new == 10
    assert load_key(tmp_path) == file.opened.key


def test_a_file_whose_pseudonyms_were_made_before_somebody_else_started_the_log_is_not_added(tmp_path: Path) -> None:
    file = imported(NAMED)
    seen = planned(tmp_path, file)
    key_in_force(tmp_path, new_key())
    with pytest.raises(LogMovedOnError, match="pseudonyms of another key: upload the file again"):
        add_file(tmp_path, file, seen, None)
    assert open_log(tmp_path).latest == 0


def test_a_file_without_pseudonyms_needs_no_key(tmp_path: Path) -> None:
    added(tmp_path, imported(PLAIN))
    assert load_key(tmp_path) is None


def test_a_file_read_before_the_log_had_its_key_is_read_again_and_never_starts_pseudonyms_anew(tmp_path: Path) -> None:
    """Two sessions explore, one begins the log: the other was told to put back the key that lay there already."""
    text = "client_id,breakout\nPoppy Moore,yes\nMeera Kelly,no\n"
    first, second = imported(text), imported(text.replace("yes", "no"), key=new_key())
    added(tmp_path, first)
    doubtful = planned(tmp_path, second)
    assert doubtful.doubt == "not this file"
    said = other_key(doubtful.doubt, tmp_path / "pseudonyms.key", "start anew")
    assert said.endswith("upload the file again.")
    assert "backup" not in said
    with pytest.raises(ValueError, match="not this file"):
        add_file(tmp_path, second, doubtful, None, starts_anew=True)
    assert open_log(tmp_path).latest == 1
