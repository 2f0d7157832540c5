"""Opening gives the log back as it was added, as of any version, and taking it away loses nothing."""

from __future__ import annotations

import io
import shutil
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from analysis.outcome_log.log import Log
from analysis.saved_log import stored_rows
from analysis.saved_log.history import ImportAbout
from analysis.saved_log.opening import as_log, as_parquet, open_log
from analysis.saved_log.stored_rows import state
from analysis.saved_log.texts import stored_text
from analysis.saved_log.writing import add, undo
from tests.logs import log_of
from tests.saved_log.logs import FEBRUARY, JANUARY, MARCH, SAMPLE, about, added, kept_rows


def opened(folder: Path) -> Log:
    return as_log(open_log(folder))[0]


@pytest.mark.parametrize("path", sorted(SAMPLE.parent.glob("*.csv")), ids=lambda path: path.stem)
def test_a_log_comes_back_as_it_was_added(tmp_path: Path, path: Path) -> None:
    log = log_of(path.read_bytes())
    add(tmp_path, log, ImportAbout(path.name, "", len(log), len(log)))
    again = opened(tmp_path)
    assert again.factors == log.factors
    pd.testing.assert_frame_equal(
        again.frame, log.frame.reset_index(drop=True).set_index(pd.RangeIndex(1, len(log) + 1))
    )


def test_ages_numbers_and_extra_columns_come_back_as_they_were(tmp_path: Path) -> None:
    text = "client_id,age,needle_depth_mm,makeup_after_hours,Pump kPa,Lamp,severity,breakout\n" + "".join(
        f"C{row},{20 + row},{0.1 + 0.1 * row},{row * 10.05},{row * 1e-7:.9f},{'Ja' if row % 2 else 'Nein'},mild,yes\n"
        for row in range(24)
    )
    log = log_of(text)
    added(tmp_path, text)
    again = opened(tmp_path)
    assert again.factors == log.factors
    assert {factor.name: factor.kind for factor in again.factors if factor.is_extra} == {
        "Pump kPa": "number",
        "Lamp": "category",
    }
    for name in log.frame:
        assert again.values(str(name)) == log.values(str(name))
        assert np.array_equal(again.codes(str(name)), log.codes(str(name)))


def test_files_that_are_decoded_one_after_the_other_hold_what_they_do_together(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    added(tmp_path, JANUARY, FEBRUARY)
    undo(tmp_path, 2)
    added(tmp_path, FEBRUARY, MARCH, JANUARY)
    versions = open_log(tmp_path).versions
    together = [kept_rows(tmp_path, version.number) for version in versions]
    monkeypatch.setattr(stored_rows, "ROWS_TOGETHER", 1)
    stored = stored_rows.read_stored(tmp_path)
    assert stored is not None
    assert len(stored.in_turn(stored.files)) == len(versions)
    assert open_log(tmp_path).versions == versions
    assert [kept_rows(tmp_path, version.number) for version in versions] == together


@pytest.mark.parametrize("number", [0.1, 1.0, 1e22, 1e-7, 2.5, 123456789.125, -3.0])
def test_a_number_is_kept_to_the_last_digit(number: float) -> None:
    assert float(stored_text(number)) == number
    assert "e" not in stored_text(number)
    assert not stored_text(number).endswith(".")


def test_the_log_opens_as_of_any_version(tmp_path: Path) -> None:
    added(tmp_path, JANUARY, FEBRUARY, MARCH)
    assert [len(open_log(tmp_path, version)) for version in range(4)] == [0, 2, 3, 4]
    kept = open_log(tmp_path, 1)
    assert (kept.version, kept.latest, len(kept.versions)) == (1, 3, 1)
    assert "breakout" not in kept_rows(tmp_path, 1)[1]
    assert kept_rows(tmp_path, 3)[1]["breakout"] == "yes"


def test_the_outcome_is_a_column_even_where_none_is_known(tmp_path: Path) -> None:
    added(tmp_path, "treatment_id,skin_type,breakout\nT1,oily,unknown\n")
    assert ("breakout", "breakout") in open_log(tmp_path).columns
    assert opened(tmp_path).codes("breakout").tolist() == [-1]


def test_a_folder_that_is_not_there_is_an_empty_log(tmp_path: Path) -> None:
    kept = open_log(tmp_path / "none")
    assert (len(kept), kept.version, kept.versions, kept.columns) == (0, 0, (), (("breakout", "breakout"),))
    assert len(kept.table.frame) == 0
    assert not (tmp_path / "none").exists()


def test_the_parquet_file_holds_every_value_in_its_type(tmp_path: Path) -> None:
    added(tmp_path, JANUARY, FEBRUARY)
    table = pq.read_table(io.BytesIO(as_parquet(open_log(tmp_path))))
    assert table.column_names == ["treatment_id", "client_id", "clinic", "treatment_date", "breakout"]
    assert table.schema.field("treatment_date").type == pa.date32()
    texts = [{name: str(value) for name, value in row.items() if value} for row in table.to_pylist()]
    assert texts == kept_rows(tmp_path)


def test_what_was_taken_away_as_csv_is_there_already_when_it_is_added(tmp_path: Path) -> None:
    texts = [
        "skin_type,clinic,breakout\noily,Park,no\noily,Park,no\n",
        JANUARY,
        "client_id,treatment_date,breakout\nC7,2026-01-05,no\n",
    ]
    added(tmp_path, *texts)
    kept = open_log(tmp_path)
    csv = kept.table.frame.to_csv(index=False)
    version = add(tmp_path, log_of(csv), about(csv))
    assert (version.new, version.changed, version.unchanged) == (0, 0, len(kept))


def test_the_state_is_known_without_opening_the_log_and_differs_from_every_other(tmp_path: Path) -> None:
    """Pages ask for it in every run; another log in the same folder must not be taken for the one in memory."""
    folder = tmp_path / "log"
    states = [state(folder)]
    for content in (JANUARY, FEBRUARY):
        added(folder, content)
        states.append(state(folder))
    assert [each.newest for each in states] == [0, 1, 2]
    shutil.rmtree(folder)
    for content in (JANUARY, FEBRUARY):
        added(folder, content)
        states.append(state(folder))
    assert [each.newest for each in states[3:]] == [1, 2]
    assert len({each.digest for each in states}) == 5
