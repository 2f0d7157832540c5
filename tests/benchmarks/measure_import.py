"""Measure the import: a CSV file to a screened, cleaned log with its account, beside pandas reading the same file.

Run by ``make bench``; ``python -m tests.benchmarks.measure_import`` measures it alone.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pandas as pd

from analysis.importing.choices import ImportChoices
from analysis.importing.opening import open_file
from sample_data.generate import write_long_log
from tests.benchmarks.table import Line, best_by_turns, told

ROOT = Path(__file__).parents[2]
KEY = bytes(32)
# Of the time of pandas' own parser, and of the size of the file.
MOST_TIME, MOST_MEMORY = 3.0, 4.0
# A folder of so many files takes hardly more memory than one of them: the levels and clients of all.
FILES, MOST_GROWN = 10, 1.5
FEW_ROWS, MANY_ROWS = 100_000, 1_000_000
MEGABYTE = 1_000_000
# What Linux counts the memory of a process in.
KILOBYTE = 1024


def long_file(rows: int) -> bytes:
    """Return the sample generator's log of so many treatments, in which all rows differ."""
    with tempfile.NamedTemporaryFile() as file:
        write_long_log(rows, Path(file.name))
        return Path(file.name).read_bytes()


def imported(file: Path) -> None:
    """Import a file as the dashboard does where nothing is to be asked."""
    opened = open_file(file.read_bytes(), file.name, ImportChoices(), KEY)
    opened.cleaned(ImportChoices())


def measured_import(few: Path, many: Path) -> list[Line]:
    """Return what the import of two files of `FEW_ROWS` and `MANY_ROWS` takes."""
    lines: list[Line] = []
    processor: dict[int, float] = {}
    for file, rows in ((few, FEW_ROWS), (many, MANY_ROWS)):
        floor, whole = best_by_turns(partial(pd.read_csv, file, engine="c"), partial(imported, file))
        processor[rows] = whole[1]
        what = f"import of {rows:,} rows that all differ"
        lines.append(Line(what, whole[0], floor[0], "s", "`pandas.read_csv`", MOST_TIME))
    size = many.stat().st_size / MEGABYTE
    peak = _peak_memory(many) / MEGABYTE
    grown = FEW_ROWS / MANY_ROWS * processor[MANY_ROWS]
    return [
        *lines,
        Line(f"memory at the most, Python included, {MANY_ROWS:,} rows", peak, size, "MB", "the file", MOST_MEMORY),
        Line(
            f"processor time for each {FEW_ROWS:,} of {MANY_ROWS:,} rows",
            grown,
            processor[FEW_ROWS],
            "s",
            f"{FEW_ROWS:,} rows alone",
            1.0,
        ),
    ]


def measured_folder(many: Path) -> Iterator[Line]:
    """Yield what a folder of `FILES` files takes that are read into files of codes, beside one of them alone."""
    taken: dict[int, tuple[float, float]] = {}
    for files in (1, FILES):
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name) / "clinics"
            folder.mkdir()
            for number in range(files):
                # Each clinic has clients of its own.
                clients = b",%c-" % (ord("A") + number)
                (folder / f"{number}.csv").write_bytes(many.read_bytes().replace(b",C-", clients))
            command = [sys.executable, "-m", "analysis", "lake", str(folder), str(Path(name) / "lake")]
            process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL)
            _, status, used = os.wait4(process.pid, 0)
            assert status == 0
            taken[files] = used.ru_utime + used.ru_stime, used.ru_maxrss * KILOBYTE / MEGABYTE
    (alone, memory), (together, most) = taken[1], taken[FILES]
    what = f"{FILES} CSV files of {MANY_ROWS:,} rows into files of codes"
    yield Line(f"{what}: processor time for each", together / FILES, alone, "s", "one file", 1.0)
    yield Line(f"{what}: memory at the most", most, memory, "MB", "one file", MOST_GROWN)


def _peak_memory(file: Path) -> int:
    """Return the most bytes that a process which does nothing else holds at once."""
    command = [sys.executable, "-m", "tests.benchmarks.measure_import", str(file)]
    return int(subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout)


def main() -> None:
    """Print the table, or the peak memory of the import of one file."""
    if len(sys.argv) > 1:
        imported(Path(sys.argv[1]))
        # What `getrusage` gives may be the memory of the process that started this one.
        status = Path("/proc/self/status").read_text(encoding="ascii")
        print(int(status.partition("VmHWM:")[2].split()[0]) * KILOBYTE)
        return
    with tempfile.TemporaryDirectory() as name:
        few, many = Path(name) / "few.csv", Path(name) / "many.csv"
        write_long_log(FEW_ROWS, few)
        write_long_log(MANY_ROWS, many)
        told(measured_import(few, many))


if __name__ == "__main__":
    main()
