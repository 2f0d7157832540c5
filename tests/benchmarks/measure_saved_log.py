"""Measure the saved log: a million treatments against the bare Parquet reader, and a thousand small imports.

Run by ``make bench``.
"""

from __future__ import annotations

import io
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pyarrow.parquet as pq

from analysis.files.reading import read
from analysis.importing.cleaning import clean
from analysis.outcome_log.columns import TREATMENT_ID
from analysis.saved_log.changes import effect
from analysis.saved_log.history import ImportAbout
from analysis.saved_log.opening import as_parquet, open_log
from analysis.saved_log.writing import add

SMALL_IMPORTS = 1_000
SMALL_IMPORTS_LIMIT = 1.0


def taken(action: Callable[[], object]) -> float:
    """Return the seconds that one run takes."""
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


def measure_large_log(content: bytes, rows: int) -> None:
    """Print what adding, opening and comparing cost beside reading the same values as bare Parquet."""
    log, _ = clean(read(content, "large.csv"))
    about = ImportAbout("large.csv", sha256(content).hexdigest(), rows, rows)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        adding = taken(lambda: add(folder, log, about))
        opening = min(taken(lambda: open_log(folder)) for _ in range(3))
        kept = open_log(folder)
        table = taken(lambda: kept.table)
        bare = as_parquet(kept)
        floor = min(taken(lambda: pq.read_table(io.BytesIO(bare))) for _ in range(3))
        comparing = taken(lambda: effect(kept, log, about.digest))
        without_ids = replace(log, frame=log.frame.drop(columns=TREATMENT_ID))
        pairing = taken(lambda: effect(kept, without_ids, ""))
        size = sum(path.stat().st_size for path in folder.rglob("*.parquet"))
    print(f"saved log of {rows:,} treatments × {len(kept.names)} columns, {size / 1e6:.0f} MB: add {adding:.1f} s, "
          f"open {opening:.1f} s ({opening / floor:.0f} times the Parquet reader), as texts {table:.1f} s, effect of "
          f"the same file {comparing:.1f} s, without treatment IDs {pairing:.1f} s")  # fmt: skip


def measure_small_imports() -> bool:
    """Print what a thousand small imports cost and what opening costs then; tell whether that is in its limit."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        start = time.perf_counter()
        for number in range(SMALL_IMPORTS):
            lines = [f"T-{number}-{row},C{row},2026-01-0{row},Harbour,no\n" for row in (1, 2, 3)]
            content = ("treatment_id,client_id,treatment_date,clinic,breakout\n" + "".join(lines)).encode()
            log, _ = clean(read(content, "small.csv"))
            add(folder, log, ImportAbout("small.csv", sha256(content).hexdigest(), 3, 3))
        adding = (time.perf_counter() - start) / SMALL_IMPORTS
        opening = [taken(lambda: open_log(folder)) for _ in range(5)]
    print(f"{SMALL_IMPORTS:,} small imports: {1000 * adding:.0f} ms each, then opening {1000 * min(opening):.0f} to "
          f"{1000 * max(opening):.0f} ms (limit {1000 * SMALL_IMPORTS_LIMIT:.0f} ms)")  # fmt: skip
    return max(opening) <= SMALL_IMPORTS_LIMIT
