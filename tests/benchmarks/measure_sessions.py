"""Measure what sessions leave in memory: waves of clients bring in a file, look around, and leave.

Run with ``python -m tests.benchmarks.measure_sessions``, which takes a quarter of an hour. It prints the memory of the
server after each wave, and fails where the last one leaves more than `MOST_GROWTH` times what the second did.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.benchmarks.client import MEGABYTE, UPLOAD_PAGE, client, memory_of
from tests.benchmarks.measure_import import long_file
from tests.benchmarks.table import Line, told
from tests.browser.conftest import started

# What an allocator cannot give back of the first wave, the second finds and takes again.
MOST_GROWTH = 1.15
WAVES, COMPARED_WITH = 5, 2
CLIENTS, ROWS, WAIT = 20, 50_000, 80.0
PAGES = ("", "Factors", "Trend", "Report")


def visit(address: str, content: bytes, pages: Sequence[str]) -> int:
    """Bring in a file, look at some pages, and leave; return how many elements were shown."""
    with client(address) as tab:
        runs = [tab.open(UPLOAD_PAGE), tab.upload("log.csv", content)]
        tab.leave_file_behind()
        runs += map(tab.open, pages)
        assert not any(run.errors for run in runs)
        return sum(run.elements for run in runs)


def waves(
    number: int, clients: int, content: bytes, wait: float, *options: str, pages: Sequence[str] = PAGES
) -> list[int]:
    """Return the memory of the server at the start and some seconds after each of some waves."""
    with tempfile.TemporaryDirectory() as folder, started(Path(folder), *options) as (address, process):
        measured = [memory_of(process.pid)]
        print(f"at the start {measured[0] / MEGABYTE:,.0f} MB", flush=True)
        for wave in range(1, number + 1):
            with ThreadPoolExecutor(clients) as pool:
                # Each has a file of its own.
                files = [content.replace(b"\nT-", b"\nT-%d-%d-" % (wave, each)) for each in range(clients)]
                shown = list(pool.map(visit, [address] * clients, files, [pages] * clients))
            peak = memory_of(process.pid)
            time.sleep(wait)
            measured.append(memory_of(process.pid))
            print(f"wave {wave}: {peak / MEGABYTE:,.0f} MB as they leave, {measured[-1] / MEGABYTE:,.0f} MB "
                  f"{wait:.0f} s later ({min(shown)} to {max(shown)} elements shown)", flush=True)  # fmt: skip
        return measured


def main() -> int:
    """Measure; return 1 where the memory grows from wave to wave."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--waves", type=int, default=WAVES)
    parser.add_argument("--clients", type=int, default=CLIENTS)
    parser.add_argument("--rows", type=int, default=ROWS)
    parser.add_argument("--wait", type=float, default=WAIT, help="seconds; a session is kept for 60")
    parser.add_argument("--ttl", type=int, default=60)
    parser.add_argument("--pages", nargs="*", default=PAGES, help="looked at, in this order; Home is an empty text")
    said = parser.parse_args()
    kept = f"--server.disconnectedSessionTTL={said.ttl}"
    return told(measured_sessions(said.waves, said.clients, said.rows, said.wait, kept, pages=said.pages))


def measured_sessions(
    number: int = WAVES,
    clients: int = CLIENTS,
    rows: int = ROWS,
    wait: float = WAIT,
    *options: str,
    pages: Sequence[str] = PAGES,
) -> Iterator[Line]:
    """Yield what waves of clients leave in memory."""
    *_, last = measured = waves(number, clients, long_file(rows), wait, *options, pages=pages)
    what = f"memory after wave {number} of {clients} people with a file each"
    floor = measured[COMPARED_WITH] / MEGABYTE
    yield Line(what, last / MEGABYTE, floor, "MB", f"after wave {COMPARED_WITH}", MOST_GROWTH)


if __name__ == "__main__":
    sys.exit(main())
