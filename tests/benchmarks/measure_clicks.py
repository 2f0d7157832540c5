"""Measure how long a click takes where twenty people use the dashboard at once.

Run with ``python -m tests.benchmarks.measure_clicks``, which takes two minutes. Each client opens Home of a saved log
of 100,000 treatments and changes filters for a minute, with a pause after each answer. It prints how long clicks took,
and what one cost the server's processor, which other programs on the machine do not change.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from pathlib import Path

import numpy as np

from analysis.files.reading import read
from analysis.importing.cleaning import clean
from analysis.outcome_log.log import Log
from analysis.saved_log.history import ImportAbout
from analysis.saved_log.writing import add
from tests.benchmarks.client import Client, Run, client
from tests.benchmarks.measure_import import FEW_ROWS, long_file
from tests.benchmarks.table import Limited, told
from tests.browser.conftest import started

# Of 95 of 100 clicks.
MOST_SECONDS = 1.0
CLIENTS, SECONDS = 20, 60.0
# Somebody looks at what a click brought, for so many seconds on average.
LOOKS = 5.0
PERIODS = ("All", "Last month", "Last 3 months", "Last 12 months", "This year")
WINDOWS = (7, 14, 21, 28)
NARROWED = ("clinic", "practitioner", "treatment", "device")


def save_log(folder: Path, rows: int) -> Log:
    """Keep the sample generator's log of so many treatments where the dashboard looks for it, and return it."""
    content = long_file(rows)
    log, _ = clean(read(content, "large.csv"))
    add(folder / "outcome_log", log, ImportAbout("large.csv", sha256(content).hexdigest(), rows, rows))
    return log


def processor_seconds(process: int) -> float:
    """Return how long a process has computed."""
    fields = Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    # <proc(5)>: user and system time, the name and what stands before it left out.
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def clicks(log: Log) -> list[Callable[[Client], Run]]:
    """Return every change of a filter that somebody may make."""
    levels = {name: log.factor(name).levels for name in NARROWED}
    return [
        *(lambda tab, period=period: tab.pick("dates", period) for period in PERIODS),
        *(lambda tab, days=days: tab.enter("window", days) for days in WINDOWS),
        *(
            lambda tab, name=name, level=level: tab.choose(f"only_{name}", str(level))
            for name, of in levels.items()
            for level in of
        ),
        *(lambda tab, name=name: tab.choose(f"only_{name}") for name in NARROWED),
    ]


def use(address: str, seed: int, possible: list[Callable[[Client], Run]], seconds: float) -> tuple[list[float], int]:
    """Change filters for some seconds; return how long each click took, and how many errors were shown."""
    chance = random.Random(seed)
    taken: list[float] = []
    errors = 0
    with client(address) as tab:
        tab.open("")
        end = time.monotonic() + seconds
        while True:
            time.sleep(chance.expovariate(1 / LOOKS))
            start = time.monotonic()
            if start >= end:
                return taken, errors
            errors += chance.choice(possible)(tab).errors
            taken.append(time.monotonic() - start)


def main() -> int:
    """Measure; return 1 where clicks take too long or bring errors."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--clients", type=int, default=CLIENTS)
    parser.add_argument("--seconds", type=float, default=SECONDS)
    parser.add_argument("--rows", type=int, default=FEW_ROWS)
    said = parser.parse_args()
    return told(measured_clicks(said.clients, said.seconds, said.rows))


def measured_clicks(clients: int = CLIENTS, seconds: float = SECONDS, rows: int = FEW_ROWS) -> Iterator[Limited]:
    """Yield how long clicks take where so many people click for some seconds, and how many errors they see."""
    with tempfile.TemporaryDirectory() as name:
        possible = clicks(save_log(Path(name), rows))
        with started(Path(name)) as (address, process):
            with client(address) as tab:
                tab.open("")
            before = processor_seconds(process.pid)
            with ThreadPoolExecutor(clients) as pool:
                ran = list(pool.map(lambda seed: use(address, seed, possible, seconds), range(clients)))
            computed = processor_seconds(process.pid) - before
    taken, errors = np.concatenate([each for each, _ in ran]), sum(each for _, each in ran)
    half, most = np.quantile(taken, [0.5, 0.95])
    print(
        f"{clients} clients, {len(taken)} clicks in {seconds:.0f} s on {rows:,} treatments: half of them within "
        f"{half:.2f} s, {computed / len(taken):.3f} s of the processor each (load {os.getloadavg()[0]:.0f})"
    )
    yield Limited(f"95 of 100 clicks of {clients} people at once, {rows:,} treatments", most, MOST_SECONDS, "s")
    yield Limited("errors that they saw", errors, 0, "errors")


if __name__ == "__main__":
    sys.exit(main())
