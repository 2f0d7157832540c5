"""Measure what a large saved log costs a server: its start, its memory, a further session, and the largest messages.

Run with ``python -m tests.benchmarks.measure_serving``, which takes some minutes. The log has a million treatments that
all differ. Seconds are those that somebody waits; those that a server still computes are of its processor.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np

from tests.benchmarks.client import MEGABYTE, UPLOAD_PAGE, Client, client, memory_of
from tests.benchmarks.measure_clicks import WINDOWS, processor_seconds, save_log
from tests.benchmarks.measure_import import MANY_ROWS, long_file
from tests.benchmarks.table import Limited, told
from tests.browser.conftest import started

# Of the processor, in a second.
QUIET_SECONDS = 0.05
PAGES = ("", UPLOAD_PAGE, "Factors", "Adjusted", "Trend", "Teams", "Recovery", "Follow_up", "Report", "Methods")
MOST_MESSAGE, MOST_SESSION, MOST_FIRST_PAGE = 2.0, 5.0, 1.5
# A click beside somebody else's import is to be a click like any other.
MOST_BESIDE, MOST_CANCELLING = 1.0, 1.0


def until_quiet(process: int) -> None:
    """Wait until a server does nothing any more."""
    before = -1.0
    while (now := processor_seconds(process)) - before > QUIET_SECONDS:
        before = now
        time.sleep(1)


def measured_first_page(address: str, process: int) -> Iterator[Limited]:
    """Yield how long the first page takes whoever comes the moment a server answers, and what further sessions take."""
    start = time.monotonic()
    with client(address) as first:
        first.open("")
        yield Limited("first page of a server that answers", time.monotonic() - start, MOST_FIRST_PAGE, "s")
        until_quiet(process)
        one, tabs = memory_of(process), 10
        contexts = [client(address) for _ in range(tabs)]
        for each in contexts:
            each.__enter__().open("")
        more = (memory_of(process) - one) / tabs / MEGABYTE
        for each in contexts:
            each.__exit__(None, None, None)
    yield Limited("a further session on the same log", more, MOST_SESSION, "MB")


def measured_messages(address: str, process: int) -> Iterator[Limited]:
    """Print the largest message of each page, and yield the largest of all."""
    largest = 0.0
    with client(address) as tab:
        for page in PAGES:
            start = processor_seconds(process)
            kind, size = tab.open(page).largest
            largest = max(largest, size / MEGABYTE)
            print(f"{page or 'Home'}: {processor_seconds(process) - start:.1f} s, largest message "
                  f"{size / MEGABYTE:.2f} MB ({kind})", flush=True)  # fmt: skip
    yield Limited("largest message to the browser", largest, MOST_MESSAGE, "MB")


def measured_beside_an_import(address: str, content: bytes) -> Iterator[Limited]:
    """Yield how long a click takes while another session reads a large file."""
    with client(address) as tab, client(address) as other:
        tab.open("")
        other.open(UPLOAD_PAGE)
        alone = _clicked(tab, lambda taken: len(taken) >= len(WINDOWS))
        reading = threading.Thread(target=other.upload, args=("large.csv", content))
        reading.start()
        beside = _clicked(tab, lambda _: not reading.is_alive())
    print(f"a click alone {np.median(alone):.2f} s; during another session's import {np.median(beside):.2f} s "
          f"({len(beside)} clicks)")  # fmt: skip
    yield Limited("95 of 100 clicks beside somebody's import", float(np.percentile(beside, 95)), MOST_BESIDE, "s")


def measured_cancelling(address: str, process: int, content: bytes) -> Iterator[Limited]:
    """Yield how soon a page is back after Cancel, and how long a server still computes then and after a closed tab."""
    with client(address) as tab:
        tab.open(UPLOAD_PAGE)
        back = tab.cancel(tab.begin_upload("large.csv", content))
        after_cancel = _until_quiet(process)
    with client(address) as tab:
        tab.open(UPLOAD_PAGE)
        tab.begin_upload("large.csv", content)
    yield Limited("until the page is back after Cancel", back, MOST_CANCELLING, "s")
    yield Limited("what the server still computes then", after_cancel, MOST_CANCELLING, "s")
    yield Limited("what it computes for a tab that was closed", _until_quiet(process), MOST_CANCELLING, "s")


def _until_quiet(process: int) -> float:
    start = processor_seconds(process)
    until_quiet(process)
    return processor_seconds(process) - start


def _clicked(tab: Client, is_over: Callable[[list[float]], bool]) -> list[float]:
    taken: list[float] = []
    while not taken or not is_over(taken):
        start = time.monotonic()
        tab.enter("window", WINDOWS[len(taken) % len(WINDOWS)])
        taken.append(time.monotonic() - start)
    return taken


def measured_serving(rows: int = MANY_ROWS) -> Iterator[Limited]:
    """Yield what a server of a saved log of so many treatments takes."""
    with tempfile.TemporaryDirectory() as name:
        save_log(Path(name), rows)
        # A large log is copied in codes when it is first opened; a server that finds the copy opens it at its start.
        with started(Path(name)) as (address, _), client(address) as tab:
            tab.open("")
        start = time.monotonic()
        with started(Path(name)) as (address, process):
            print(f"it answers after {time.monotonic() - start:.1f} s: {processor_seconds(process.pid):.1f} s of the "
                  f"processor, {memory_of(process.pid) / MEGABYTE:.0f} MB")  # fmt: skip
            yield from measured_first_page(address, process.pid)
        with started(Path(name)) as (address, process):
            content = long_file(rows)
            yield from measured_beside_an_import(address, content)
            yield from measured_cancelling(address, process.pid, content)
            yield from measured_messages(address, process.pid)


def main() -> int:
    """Measure; return 1 where a limit is passed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=MANY_ROWS)
    return told(measured_serving(parser.parse_args().rows))


if __name__ == "__main__":
    sys.exit(main())
