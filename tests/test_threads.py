"""Linear algebra stays in one thread, whoever starts the program."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

THREADS = "import analysis, numpy, os; print(len(os.listdir('/proc/self/task')))"


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux lists the threads of a process")
def test_numpy_starts_no_threads_that_wait_for_small_matrices() -> None:
    environment = {name: value for name, value in os.environ.items() if name != "OPENBLAS_NUM_THREADS"}
    command = [sys.executable, "-c", THREADS]
    ran = subprocess.run(
        command, cwd=Path(__file__).parents[1], env=environment, check=True, capture_output=True, text=True
    )
    assert int(ran.stdout) == 1
