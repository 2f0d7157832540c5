"""Measure everything that has a limit, beside a floor of the same run where there is one, and print it as one table.

Run with ``make bench`` on a machine that does nothing else, for most of an hour. The logs have rows that all differ.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from sample_data.generate import write_long_log
from tests.benchmarks.measure_clicks import measured_clicks
from tests.benchmarks.measure_counting import measured_counting
from tests.benchmarks.measure_import import FEW_ROWS, MANY_ROWS, measured_folder, measured_import
from tests.benchmarks.measure_pages import measured_pages
from tests.benchmarks.measure_saved_log import measured_limits, measured_small_imports
from tests.benchmarks.measure_serving import measured_serving
from tests.benchmarks.measure_sessions import measured_sessions
from tests.benchmarks.table import Limited, Line, told


def measured() -> Iterator[Line | Limited]:
    """Yield all that is measured."""
    with tempfile.TemporaryDirectory() as name:
        few, many = Path(name) / "few.csv", Path(name) / "many.csv"
        write_long_log(FEW_ROWS, few)
        write_long_log(MANY_ROWS, many)
        yield from measured_import(few, many)
        yield from measured_folder(many)
        yield from measured_counting(few, many)
        yield from measured_limits(many.read_bytes(), MANY_ROWS)
    yield from measured_small_imports()
    yield from measured_pages()
    yield from measured_serving()
    yield from measured_clicks()
    yield from measured_sessions()


if __name__ == "__main__":
    sys.exit(told(measured()))
