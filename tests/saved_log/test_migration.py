"""What an older release wrote is read as today's codebook has it; what a newer one wrote is refused."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from analysis.errors import DashboardError
from analysis.outcome_log.codebook import load
from analysis.saved_log import contents, history, migration, writing
from analysis.saved_log.migration import STEPS, Step, migrated
from analysis.saved_log.opening import open_log
from analysis.saved_log.texts import TextColumn
from tests.saved_log.logs import JANUARY, MARCH, added, kept_rows

# Made up: version 2 calls "site" "clinic" and knows no "slight" severity, version 3 calls "pen" "device".
MADE_UP = (
    Step("2", renamed={"site": "clinic"}, levels={"severity": {"slight": "mild"}}),
    Step("3", renamed={"pen": "device"}, levels={"clinic": {"Harbor": "Harbour"}}),
)


def values(column: TextColumn) -> list[str | None]:
    return [column.texts[code] if code >= 0 else None for code in column.codes]


def column(*texts: str | None) -> TextColumn:
    distinct = tuple(dict.fromkeys(text for text in texts if text))
    return TextColumn(distinct, np.array([distinct.index(text) if text else -1 for text in texts], dtype=np.int32))


def test_each_row_is_taken_through_the_steps_since_it_was_written() -> None:
    columns = {
        "site": column("Harbor", "Park", None, None),
        "clinic": column(None, None, "Harbor", "Harbor"),
        "severity": column("slight", "mild", "slight", "mild"),
        "pen": column("A", None, "B", None),
    }
    now = migrated(columns, ("1", "2", "3"), np.array([0, 0, 1, 2]), MADE_UP)
    assert {name: values(each) for name, each in now.items()} == {
        "clinic": ["Harbour", "Park", "Harbour", "Harbor"],
        "severity": ["mild", "mild", "slight", "mild"],
        "device": ["A", None, "B", None],
    }
    assert values(columns["severity"]) == ["slight", "mild", "slight", "mild"]


def test_a_name_that_is_used_anew_keeps_its_new_meaning_in_new_rows() -> None:
    now = migrated({"site": column("Park", "knee")}, ("1", "2"), np.array([0, 1]), MADE_UP[:1])
    assert {name: values(each) for name, each in now.items()} == {"clinic": ["Park", None], "site": [None, "knee"]}


def test_a_log_of_an_older_release_opens_goes_on_and_is_compared_as_of_today(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    added(tmp_path, JANUARY)
    step = Step("2", levels={"clinic": {"Harbour": "Old harbour"}})
    today = replace(load(), version="2")
    monkeypatch.setattr(
        contents, "migrated", lambda columns, codebooks, rows: migrated(columns, codebooks, rows, (step,))
    )
    monkeypatch.setattr(writing, "load", lambda: today)
    assert {row["clinic"] for row in kept_rows(tmp_path)} == {"Old harbour"}
    version = added(tmp_path, JANUARY.replace("Harbour", "Old harbour") + MARCH.partition("\n")[2])[0]
    assert (version.codebook, version.new, version.changed, version.unchanged) == ("2", 1, 0, 2)
    added(tmp_path, MARCH.replace("T4", "T5").replace("Park", "Harbour"))
    assert [row["clinic"] for row in kept_rows(tmp_path)] == ["Old harbour", "Old harbour", "Park", "Harbour"]


def test_a_log_of_a_newer_release_is_refused_in_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    newer = replace(load(), version="99")
    monkeypatch.setattr(writing, "load", lambda: newer)
    added(tmp_path, JANUARY)
    with pytest.raises(
        DashboardError, match=r"^A newer release of the dashboard has written to this saved log: open it with that"
    ):
        open_log(tmp_path)


def test_a_kind_of_version_that_this_release_does_not_know_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written = history.written
    monkeypatch.setattr(writing, "written", lambda version: written(version).replace('"digest"', '"fingerprint"'))
    added(tmp_path, JANUARY)
    with pytest.raises(DashboardError, match="A newer release"):
        open_log(tmp_path)


def test_every_version_of_the_codebook_has_a_step() -> None:
    """Raise the codebook's version, and this wants to know what becomes of what was written before."""
    assert load().version == [migration.FIRST_CODEBOOK, *(step.to for step in STEPS)][-1]
