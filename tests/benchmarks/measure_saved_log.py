"""Measure the saved log: a million treatments against their limits, and many small imports.

Run by ``make bench``; ``python -m tests.benchmarks.measure_saved_log`` measures a million treatments alone. Each is
measured in a process that does nothing else, in seconds by the clock, as opening keeps both cores busy; what is
imported, in those of the processor.
"""

from __future__ import annotations

import gc
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from analysis.files.reading import read
from analysis.importing.cleaning import clean
from analysis.saved_log.digests import digest_of
from analysis.saved_log.folder import COPY
from analysis.saved_log.history import ImportAbout
from analysis.saved_log.opening import as_log, open_log
from analysis.saved_log.writing import add
from pages.parts import server
from tests.benchmarks.measure_import import MANY_ROWS, MEGABYTE, long_file
from tests.benchmarks.table import Limited, told
from tests.home_modules import home_modules

ROOT = Path(__file__).parents[2]
# Seconds, and megabytes, for a million treatments.
MOST_IMPORTING, MOST_OPENING, MOST_ADDING, MOST_MEMORY = 0.3, 1.0, 1.0, 80.0
# What is decoded of an import, and the new copy in codes, add to the first opening after it.
MOST_OPENING_ANEW = 3.0
MONTH_ROWS = 10_000
SMALL_IMPORTS = 1_000
SMALL_IMPORTS_LIMIT = 1.0


def taken(action: Callable[[], object]) -> float:
    """Return the seconds that one run takes."""
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


def measured_small_imports() -> Iterator[Limited]:
    """Yield what the slowest of a thousand small imports takes, and what opening takes then."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        adding = []
        for number in range(SMALL_IMPORTS):
            lines = [f"T-{number}-{row},C{row},2026-01-0{row},Harbour,no\n" for row in (1, 2, 3)]
            content = ("treatment_id,client_id,treatment_date,clinic,breakout\n" + "".join(lines)).encode()
            log, _ = clean(read(content, "small.csv"))
            about = ImportAbout("small.csv", digest_of(content), 3, 3)
            adding.append(taken(partial(add, folder, log, about)))
        opening = [taken(lambda: open_log(folder)) for _ in range(5)]
    of = f"of {SMALL_IMPORTS:,} small imports"
    yield Limited(f"the slowest {of}, which compacts the table", max(adding), MOST_ADDING, "s")
    yield Limited(f"opening the log {of}", max(opening), SMALL_IMPORTS_LIMIT, "s")


def measured_limits(content: bytes, rows: int) -> Iterator[Limited]:
    """Yield what opening a large log and adding a month to it take, each in a process of its own."""
    yield Limited("import of what Home needs, beyond pandas", _alone("import")["seconds"], MOST_IMPORTING, "s")
    with tempfile.TemporaryDirectory() as name:
        folder, month = Path(name) / "outcome_log", Path(name) / "month.csv"
        log, _ = clean(read(content, "large.csv"))
        add(folder, log, ImportAbout("large.csv", digest_of(content), rows, rows))
        del log
        month.write_bytes(long_file(MONTH_ROWS).replace(b"\nT-", b"\nMonth-"))
        of = f"of {rows:,} treatments"
        yield Limited(f"first opening {of} without a copy in codes", _opened(folder)[0], MOST_OPENING_ANEW, "s")
        seconds, memory = _opened(folder)
        yield Limited(f"opening the log {of}", seconds, MOST_OPENING, "s")
        yield Limited(f"the log {of} in memory", memory, MOST_MEMORY, "MB")
        adding = _alone("add", folder, month)["seconds"]
        yield Limited(f"adding a month of {MONTH_ROWS:,} treatments to it", adding, MOST_ADDING, "s")
        yield Limited("first opening after that", _opened(folder)[0], MOST_OPENING_ANEW, "s")
        seconds, memory = _opened(folder)
        yield Limited("opening it again", seconds, MOST_OPENING, "s")
        yield Limited("the log of two imports in memory", memory, MOST_MEMORY, "MB")
        copied = (folder / COPY).stat().st_size / MEGABYTE
        table = sum(path.stat().st_size for path in folder.rglob("*.parquet")) / MEGABYTE
        print(f"on the disk: {table:.0f} MB, and its copy in codes {copied:.0f} MB")


def _opened(folder: Path) -> tuple[float, float]:
    found = _alone("open", folder)
    return found["seconds"], found["megabytes"]


def _alone(what: str, *paths: Path) -> dict[str, float]:
    """Return what a process measures that does nothing else."""
    command = [sys.executable, "-m", "tests.benchmarks.measure_saved_log", what, *map(str, paths)]
    found: dict[str, float] = json.loads(
        subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    )
    return found


def open_alone(folder: Path) -> dict[str, float]:
    """Open a log as a server does, and keep it."""
    server.keep_program()
    # What reading any log keeps in memory is not this one's.
    as_log(open_log(folder / "none"))
    gc.collect()
    before, start = _own_memory(), time.perf_counter()
    kept = open_log(folder)
    shown = as_log(kept)
    seconds = time.perf_counter() - start
    gc.collect()
    return {"seconds": seconds, "megabytes": _own_memory() - before, "treatments": min(len(kept), len(shown[0]))}


def _own_memory() -> float:
    """Return the megabytes of this process that are no file's."""
    said = Path("/proc/self/status").read_text(encoding="ascii")
    return 1024 / MEGABYTE * next(int(line.split()[1]) for line in said.splitlines() if line.startswith("RssAnon"))


def add_alone(folder: Path, file: Path) -> dict[str, float]:
    """Add a file to a log."""
    content = file.read_bytes()
    log, _ = clean(read(content, file.name))
    return {"seconds": taken(lambda: add(folder, log, ImportAbout(file.name, digest_of(content), len(log), len(log))))}


def import_alone() -> dict[str, float]:
    """Import, beyond pandas, all of `analysis` that Home imports and what opens the log."""
    code = (
        "import pandas, time, importlib\nstart = time.process_time()\n"
        f"for name in {home_modules()}:\n"
        "    importlib.import_module(name)\nprint(time.process_time() - start)"
    )
    # The first run may have to compile.
    runs = [subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, cwd=ROOT) for _ in range(4)]
    return {"seconds": min(float(run.stdout) for run in runs)}


def main() -> int:
    """Measure the limits, or one thing for the process that asks; return 1 where a limit is passed."""
    asked = {"import": import_alone, "open": open_alone, "add": add_alone}
    if len(sys.argv) > 1:
        print(json.dumps(asked[sys.argv[1]](*map(Path, sys.argv[2:]))))
        return 0
    return told(measured_limits(long_file(MANY_ROWS), MANY_ROWS))


if __name__ == "__main__":
    sys.exit(main())
