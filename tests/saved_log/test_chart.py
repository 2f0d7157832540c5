"""What a manager sets on the chart over time is kept with the log: undone, looked back at and erased like the rest."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.errors import DashboardError
from analysis.outcome_log.chart_settings import ChartSettings, NamedLine, Note, SetAside, as_data, from_data
from analysis.saved_log.backups import back_up, restore
from analysis.saved_log.history import read_version, written
from analysis.saved_log.opening import as_log, open_log
from analysis.saved_log.writing import erase, set_chart, undo
from analysis.wording.saved_log import version_kind
from tests.saved_log.logs import FEBRUARY, JANUARY, added
from tests.saved_log.test_erasing import holding

MARCH = dt.date(2026, 3, 1)
DAYS = st.dates(dt.date(2000, 1, 1), dt.date(2100, 1, 1))
SETTINGS = st.builds(
    ChartSettings,
    target=st.none() | st.floats(0, 1),
    lines=st.lists(st.builds(NamedLine, st.text(), st.floats(0, 1)), max_size=3).map(tuple),
    baseline=st.none() | st.tuples(DAYS, DAYS),
    set_aside=st.lists(st.builds(SetAside, DAYS, DAYS, st.text()), max_size=3).map(tuple),
    notes=st.lists(st.builds(Note, DAYS, st.text(), st.booleans()), max_size=3).map(tuple),
    widens=st.booleans(),
)
FIRST = ChartSettings(target=0.08, notes=(Note(MARCH, "new aftercare sheet", rebases=True),))
SECOND = ChartSettings(set_aside=(SetAside(MARCH, dt.date(2026, 3, 31), "bad lot"),))


@given(SETTINGS)
def test_what_is_written_is_read_again(settings: ChartSettings) -> None:
    assert from_data(as_data(settings)) == settings


@pytest.mark.parametrize(
    "data", [{"target": 3}, {"target": "x"}, {"notes": [["2026-99-01", "a", True]]}, {"baseline": ["2026-01-01"]}, []]
)
def test_what_this_release_did_not_write_is_refused(data: object) -> None:
    with pytest.raises(ValueError, match="no settings of a chart"):
        from_data(data)


def test_each_change_is_a_version_that_can_be_looked_back_at_and_undone(tmp_path: Path) -> None:
    added(tmp_path, JANUARY)
    set_chart(tmp_path, FIRST, by="Ana")
    added(tmp_path, FEBRUARY)
    set_chart(tmp_path, SECOND)
    kept = open_log(tmp_path)
    assert [each.kind for each in kept.versions] == ["import", "chart", "import", "chart"]
    assert [open_log(tmp_path, version).chart for version in range(5)] == [
        ChartSettings(), ChartSettings(), FIRST, FIRST, SECOND,
    ]  # fmt: skip
    assert as_log(kept)[1].chart == SECOND
    assert version_kind(kept.versions[1]) == "chart over time: target, lines or notes changed"
    undo(tmp_path, 4)
    assert open_log(tmp_path).chart == FIRST
    assert len(open_log(tmp_path)) == 3
    assert read_version(2, "chart", written(kept.versions[1])) == kept.versions[1]


def test_setting_the_same_again_makes_no_version(tmp_path: Path) -> None:
    added(tmp_path, JANUARY)
    set_chart(tmp_path, FIRST)
    set_chart(tmp_path, FIRST)
    assert open_log(tmp_path).latest == 2


def test_it_travels_with_a_backup(tmp_path: Path) -> None:
    log, backup, other = tmp_path / "log", tmp_path / "backup.zip", tmp_path / "other"
    added(log, JANUARY)
    set_chart(log, FIRST)
    back_up(log, backup)
    restore(other, backup)
    assert open_log(other).chart == FIRST


def test_an_erased_client_is_in_no_note_and_what_mentions_somebody_is_never_kept(tmp_path: Path) -> None:
    added(tmp_path, JANUARY.replace("C1", "SECRET-7"))
    settings = ChartSettings(
        notes=(Note(MARCH, "after SECRET-7 complained"), Note(MARCH, "ask ana@clinic.example")),
        set_aside=(SetAside(MARCH, MARCH, "SECRET-7"),),
    )
    set_chart(tmp_path, settings)
    assert holding(tmp_path, "ana@clinic") == []
    assert erase(tmp_path, "SECRET-7").file_names == 0
    assert holding(tmp_path, "SECRET-7") == []
    assert "complained" in open_log(tmp_path).chart.notes[0].text


def test_without_a_saved_log_there_is_nothing_to_keep_it_with(tmp_path: Path) -> None:
    with pytest.raises(DashboardError, match="import a file first"):
        set_chart(tmp_path, FIRST)
    assert open_log(tmp_path).latest == 0
