"""``python -m analysis log``: lost keys, names of files and ids that name somebody, each said in a sentence."""

from __future__ import annotations

from pathlib import Path

import pytest

from analysis.__main__ import UNREADABLE
from analysis.saved_log.opening import open_log
from tests.test_command_line_log import MAY, NAMED, add, log


def key_of(outcome_log: Path) -> Path:
    return outcome_log / "pseudonyms.key"


def test_with_a_lost_key_nobody_is_added_twice_and_nobody_reported_as_erased(
    file: Path, outcome_log: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    add(file, NAMED)
    former = key_of(outcome_log).read_bytes()
    key_of(outcome_log).unlink()
    june = NAMED.replace("2026-05", "2026-06")
    capsys.readouterr()
    for options in ((), ("--preview",)):
        assert add(file, june, *options) == UNREADABLE
        said = capsys.readouterr().err.splitlines()[-1]
        assert "key is missing" in said
        assert "--new-pseudonyms" in said
    assert not key_of(outcome_log).exists()
    assert log("erase", "Anna Ashdown", "--yes-erase-for-good") == UNREADABLE
    assert capsys.readouterr().err.startswith("Nothing was erased: the saved log uses pseudonyms, and their key")
    assert len(open_log(outcome_log)) == 10

    assert add(file, june, "--new-pseudonyms") == 0
    assert add(file, june.replace("2026-06", "2026-07")) == 0
    assert len(open_log(outcome_log)) == 30
    assert log("erase", "Anna Ashdown", "--yes-erase-for-good") == UNREADABLE
    assert len(open_log(outcome_log)) == 30
    capsys.readouterr()

    assert log("erase", str(open_log(outcome_log).table.frame["client_id"].iloc[0]), "--yes-erase-for-good") == 0
    said = capsys.readouterr().out
    assert said.startswith("Under this ID, 5 treatments were erased for good.")
    assert "every version" not in said
    # The former key finds the clients of then, and under it nobody is added beside those of the new one.
    key_of(outcome_log).write_bytes(former)
    assert add(file, june.replace("2026-06", "2026-08")) == UNREADABLE
    assert "the key next to it is another one" in capsys.readouterr().err


def test_codes_can_be_added_without_a_key_and_make_none(file: Path, outcome_log: Path) -> None:
    assert add(file, NAMED) == 0
    key_of(outcome_log).unlink()
    assert add(file, MAY) == 0
    assert not key_of(outcome_log).exists()


def test_the_name_of_a_file_loses_the_client_when_the_client_is_erased(
    tmp_path: Path, outcome_log: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    add(tmp_path / "Anna Ashdown May.csv", NAMED)
    capsys.readouterr()
    assert log("erase", "Anna Ashdown", "--yes-erase-for-good") == 0
    assert capsys.readouterr().out == (
        "5 treatments were erased for good, from every version of the saved log. The saved log had 10 treatments and "
        "now has 5. The client was also removed from the name of 1 file in the history.\n"
    )
    log("list")
    assert "(hidden) May.csv" in capsys.readouterr().out
    assert not [path for path in outcome_log.rglob("*") if path.is_file() and b"Ashdown" in path.read_bytes()]


def test_a_file_called_after_an_e_mail_address_is_kept_under_another_name(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert add(tmp_path / "anna@example.com.csv", MAY) == 0
    assert "it was saved as “(hidden).csv”" in capsys.readouterr().out
    log("list", "--json")
    assert "anna" not in capsys.readouterr().out


def test_ids_that_are_no_plain_codes_are_named_and_kept_on_a_word(
    file: Path, outcome_log: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    content = MAY.replace("C1", "1008 Poppy Moore").replace("C2", "MK210864")
    assert add(file, content) == 0
    assert "IDs that may identify a person were replaced by pseudonyms: “client_id”." in capsys.readouterr().err
    assert "Poppy" not in open_log(outcome_log).table.frame.to_csv()
    assert add(file, content.replace("T", "U"), "--keep", "client_id") == 0
    assert "1008 Poppy Moore" in set(open_log(outcome_log).table.frame["client_id"])
