"""Measure what a change of the filters costs each page, and going back to filters that were seen before.

Run by ``make bench``; ``python -m tests.benchmarks.measure_pages`` measures it alone. Seconds are those of the
processor, which other programs on the machine do not change. What a page draws in fragments beside itself, models of
several factors and the preview of the report, follows it: it is printed, too, but is not what the limit is for.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any
from unittest.mock import patch

from streamlit.runtime.parallel_coordinator import ParallelFragmentCoordinator
from streamlit.runtime.scriptrunner.exec_code import exec_func_with_error_handling
from streamlit.testing.v1 import AppTest

from analysis.saved_log.folder import FOLDER_VARIABLE
from tests.benchmarks.measure_clicks import save_log
from tests.benchmarks.measure_import import MANY_ROWS
from tests.benchmarks.table import Limited, told
from tests.pages.opening import PAGES, ROOT

SAMPLE_ROWS = 2_381
# Of the median run, in milliseconds: with a new filter in the sample log and in one of a million treatments, and with
# one that was seen before.
MOST_IN_SAMPLE, MOST_IN_LARGE, MOST_SEEN = 120, 300, 60
TIMES = 7
MILLISECONDS = 1000


@dataclass(slots=True)
class Runs:
    """The milliseconds of some runs of a page: until its script had drawn it, and with what followed."""

    script: list[float] = field(default_factory=list)
    whole: list[float] = field(default_factory=list)

    def beside(self, limit: float, what: str) -> Limited:
        """Return the median run of a script beside its limit."""
        return Limited(f"{what}; {median(self.whole):,.0f} ms with what follows", median(self.script), limit, "ms")


@contextmanager
def timed() -> Iterator[Runs]:
    """Take the time of every run of a page."""
    runs, begun, join = Runs(), [0.0, 0.0], ParallelFragmentCoordinator.join

    def timed_run(*of: Any) -> object:  # noqa: ANN401 - Streamlit's own
        begun[:] = time.thread_time(), time.process_time()
        ended = exec_func_with_error_handling(*of)
        runs.whole.append(MILLISECONDS * (time.process_time() - begun[1]))
        # A page that stops has nothing that follows.
        if len(runs.script) < len(runs.whole):
            runs.script.append(runs.whole[-1])
        return ended

    def timed_join(of: ParallelFragmentCoordinator) -> None:
        runs.script.append(MILLISECONDS * (time.thread_time() - begun[0]))
        join(of)

    with (
        patch("streamlit.runtime.scriptrunner.script_runner.exec_func_with_error_handling", timed_run),
        patch.object(ParallelFragmentCoordinator, "join", timed_join),
    ):
        yield runs


def measured_each(rows: int, limit: float) -> Iterator[Limited]:
    """Yield what each page takes of the log that is open."""
    app = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=600).run()
    for number, page in enumerate(PAGES):
        app.switch_page(page).run()
        # No window comes twice: what one page counted, the next would find in the cache.
        windows = range(20 + TIMES * number, 20 + TIMES * (number + 1))
        new, seen = (_change(app, windows) for _ in range(2))
        name = Path(page).stem if page != PAGES[0] else "Home"
        yield new.beside(limit, f"{name} of {rows:,} treatments after a new filter")
        yield seen.beside(MOST_SEEN, f"{name} of {rows:,} after one seen before")


def _change(app: AppTest, windows: range) -> Runs:
    with timed() as runs:
        for window in windows:
            app.number_input(key="window").set_value(window).run()
            assert not app.exception
    return runs


def measured_pages(rows: int = MANY_ROWS) -> Iterator[Limited]:
    """Yield what the pages of the sample log take, and those of a saved one of so many treatments."""
    with tempfile.TemporaryDirectory() as name:
        with patch.dict(os.environ, {FOLDER_VARIABLE: str(Path(name) / "none")}):
            yield from measured_each(SAMPLE_ROWS, MOST_IN_SAMPLE)
        save_log(Path(name), rows)
        with patch.dict(os.environ, {FOLDER_VARIABLE: str(Path(name) / "outcome_log")}):
            yield from measured_each(rows, MOST_IN_LARGE)


def main() -> int:
    """Measure; return 1 where a limit is passed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=MANY_ROWS)
    return told(measured_pages(parser.parse_args().rows))


if __name__ == "__main__":
    sys.exit(main())
