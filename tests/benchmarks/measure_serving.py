"""Measure what a large saved log costs a server: its start, its memory, a further session, and the largest messages.

Run with ``python -m tests.benchmarks.measure_serving``, which takes some minutes. The log has a million treatments that
all differ. Seconds are those of the server's processor, which other programs on the machine do not change.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from tests.benchmarks.client import MEGABYTE, UPLOAD_PAGE, Client, client, memory_of
from tests.benchmarks.measure_clicks import WINDOWS, processor_seconds, save_log
from tests.benchmarks.measure_import import MANY_ROWS, long_file
from tests.browser.conftest import started

# Of the processor, in a second.
QUIET_SECONDS = 0.05
PAGES = ("", UPLOAD_PAGE, "Factors", "Adjusted", "Trend", "Teams", "Recovery", "Follow_up", "Report", "Methods")
MOST_MESSAGE, MOST_SESSION, MOST_FIRST_PAGE = 2.0, 5.0, 1.5


def until_quiet(process: int) -> None:
    """Wait until a server does nothing any more."""
    before = -1.0
    while (now := processor_seconds(process)) - before > QUIET_SECONDS:
        before = now
        time.sleep(1)


def measure_sessions(address: str, process: int) -> tuple[float, float]:
    """Print what the first page and further sessions take; return the seconds of the former, the megabytes of one."""
    before, start = memory_of(process), processor_seconds(process)
    with client(address) as first:
        first.open("")
        seconds = processor_seconds(process) - start
        print(f"first page of the log: {seconds:.1f} s (limit {MOST_FIRST_PAGE} s), "
              f"{(memory_of(process) - before) / MEGABYTE:.0f} MB with the log")  # fmt: skip
        one, tabs = memory_of(process), 10
        contexts = [client(address) for _ in range(tabs)]
        for each in contexts:
            each.__enter__().open("")
        more = (memory_of(process) - one) / tabs / MEGABYTE
        for each in contexts:
            each.__exit__(None, None, None)
    print(f"a further session on the same log: {more:.1f} MB (limit {MOST_SESSION:.0f} MB)")
    return seconds, more


def measure_messages(address: str, process: int) -> float:
    """Print the largest message of each page; return the megabytes of the largest."""
    largest = 0.0
    with client(address) as tab:
        for page in PAGES:
            start = processor_seconds(process)
            kind, size = tab.open(page).largest
            largest = max(largest, size / MEGABYTE)
            print(f"{page or 'Home'}: {processor_seconds(process) - start:.1f} s, largest message "
                  f"{size / MEGABYTE:.2f} MB ({kind}; limit {MOST_MESSAGE:.0f} MB)", flush=True)  # fmt: skip
    return largest


def measure_beside_an_import(address: str, content: bytes) -> None:
    """Print how long a click takes while another session reads a large file, beside how long it takes otherwise."""
    with client(address) as tab, client(address) as other:
        tab.open("")
        other.open(UPLOAD_PAGE)
        alone = _clicked(tab, lambda taken: len(taken) >= len(WINDOWS))
        reading = threading.Thread(target=other.upload, args=("large.csv", content))
        reading.start()
        beside = _clicked(tab, lambda _: not reading.is_alive())
    print(f"a click alone {np.median(alone):.2f} s; during another session's import {np.median(beside):.2f} s, 95 of "
          f"100 within {np.percentile(beside, 95):.2f} s ({len(beside)} clicks)")  # fmt: skip


def measure_cancelling(address: str, process: int, content: bytes) -> None:
    """Print how soon a page is back after Cancel, and how long a server still computes then and after a closed tab."""
    with client(address) as tab:
        tab.open(UPLOAD_PAGE)
        back = tab.cancel(tab.begin_upload("large.csv", content))
        after_cancel = _until_quiet(process)
    with client(address) as tab:
        tab.open(UPLOAD_PAGE)
        tab.begin_upload("large.csv", content)
    print(f"the page is back {back:.2f} s after Cancel; the server computes for {after_cancel:.1f} s more, and for "
          f"{_until_quiet(process):.1f} s after a tab was closed that reads a file")  # fmt: skip


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


def main() -> int:
    """Measure; return 1 where a session or a message is too large."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=MANY_ROWS)
    said = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        save_log(Path(name), said.rows)
        # A large log is copied in codes when it is first opened; a server that finds the copy opens it at its start.
        for _ in range(2):
            with started(Path(name)) as (address, process):
                until_quiet(process.pid)
                print(f"start: {processor_seconds(process.pid):.1f} s, {memory_of(process.pid) / MEGABYTE:.0f} MB")
                first, session = measure_sessions(address, process.pid)
        with started(Path(name)) as (address, process):
            content = long_file(said.rows)
            measure_beside_an_import(address, content)
            measure_cancelling(address, process.pid, content)
            message = measure_messages(address, process.pid)
    return int(first > MOST_FIRST_PAGE or session > MOST_SESSION or message > MOST_MESSAGE)


if __name__ == "__main__":
    sys.exit(main())
