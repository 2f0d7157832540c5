"""Linear algebra stays in one thread, whoever starts the program; the columns of a long file are read on all cores."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from pandas.testing import assert_frame_equal

from analysis.files import cores
from analysis.importing import typed_columns
from analysis.importing.choices import ImportChoices
from analysis.importing.opening import open_file
from analysis.outcome_log import columns

if TYPE_CHECKING:
    from types import ModuleType

    from analysis.importing.import_account import ImportAccount
    from analysis.outcome_log.log import Log

ROOT = Path(__file__).parents[1]
SAMPLE = ROOT / "sample_data" / "outcomes.csv"
THREADS = "import analysis, numpy, os; print(len(os.listdir('/proc/self/task')))"


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux lists the threads of a process")
def test_numpy_starts_no_threads_that_wait_for_small_matrices() -> None:
    environment = {name: value for name, value in os.environ.items() if name != "OPENBLAS_NUM_THREADS"}
    command = [sys.executable, "-c", THREADS]
    ran = subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True, text=True)
    assert int(ran.stdout) == 1


def imported_sample() -> tuple[Log, ImportAccount]:
    return open_file(SAMPLE.read_bytes(), SAMPLE.name, ImportChoices(), bytes(32)).cleaned(ImportChoices())


def test_a_long_file_is_read_on_all_cores_and_gives_what_one_column_after_the_other_gives(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    threads: dict[str, set[str]] = {}

    def spied_on(module: ModuleType, name: str) -> None:
        task = getattr(module, name)

        def spy(*of: object, **named: object) -> object:
            threads.setdefault(name, set()).add(threading.current_thread().name)
            return task(*of, **named)

        monkeypatch.setattr(module, name, spy)

    spied_on(columns, "distinct_texts")
    spied_on(typed_columns, "_field")
    short, account_of_short = imported_sample()
    assert set().union(*threads.values()) == {threading.main_thread().name}
    threads.clear()
    monkeypatch.setattr(cores, "MANY_ROWS", 1)
    long, account_of_long = imported_sample()
    assert threads.keys() == {"distinct_texts", "_field"}
    assert all(name.startswith("cores") for name in set().union(*threads.values()))
    assert_frame_equal(long.frame, short.frame)
    assert long.factors == short.factors
    assert account_of_long == account_of_short
