"""Measure the import, counting, the saved log and what a filter costs a page; a table of ratios comes last.

Run with ``make bench``. Every time is the best of several and stands beside a floor measured in the same run, so that
the ratios can be compared between machines; the seconds cannot. The logs have rows that all differ.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from analysis.counting.in_memory import InMemory
from analysis.counting.tallies import OneWay
from analysis.files.reading import read
from analysis.importing.cleaning import clean
from analysis.outcome_log.log import Log
from analysis.questions.adjusted import adjusted, default_factors
from analysis.questions.at_a_glance import at_a_glance
from analysis.questions.curve import rate_along
from analysis.questions.stratified import something_else
from analysis.questions.unknowns import unknowns_of
from sample_data.generate import write_long_log
from tests.benchmarks.measure_counting import measured_counting
from tests.benchmarks.measure_import import FEW_ROWS, MANY_ROWS, measured_import
from tests.benchmarks.measure_pages import measured_pages
from tests.benchmarks.measure_saved_log import measure_large_log, measure_small_imports
from tests.benchmarks.table import as_markdown, best


def count_by_each(log: Log, names: list[str]) -> list[OneWay]:
    """Count a log by each factor, with nothing remembered."""
    counts = InMemory(log)
    return [counts.by(name) for name in names]


def measure_questions(content: bytes, rows: int) -> None:
    """Print what the closer questions cost beside counting by every factor once."""
    log, _ = clean(read(content, "large.csv"))
    names = [factor.name for factor in log.factors]
    found = at_a_glance(InMemory(log))
    result = next(each for each in found.factors if each.factor.name == "needle_depth_mm")
    together = default_factors(InMemory(log))
    floor = best(lambda: count_by_each(log, names), 3)
    for name, action in {
        "several factors at once": lambda: adjusted(InMemory(log), together, "per unit"),
        "which factors are suggested": lambda: default_factors(InMemory(log)),
        "something else": lambda: something_else(InMemory(log), result, found),
        "curve": lambda: rate_along(InMemory(log), result, found),
        "unknown outcomes": lambda: unknowns_of(InMemory(log), result, found),
    }.items():
        taken = best(action, 3)
        print(
            f"{name}, {rows:,} treatments: {1000 * taken:.0f} ms ({taken / floor:.1f} times counting by every factor)"
        )


def main() -> int:
    """Measure everything; return 1 where a limit is passed."""
    with tempfile.TemporaryDirectory() as name:
        few, many = Path(name) / "few.csv", Path(name) / "many.csv"
        write_long_log(FEW_ROWS, few)
        write_long_log(MANY_ROWS, many)
        lines = [*measured_import(few, many), *measured_counting(many)]
        large, huge = few.read_bytes(), many.read_bytes()
    measure_questions(large, FEW_ROWS)
    measure_questions(huge, MANY_ROWS)
    measure_large_log(huge, MANY_ROWS)
    are_within = [measure_small_imports()]
    are_within.append(measured_pages())
    print(as_markdown(lines))
    return 0 if all(are_within) and all(line.is_within for line in lines) else 1


if __name__ == "__main__":
    sys.exit(main())
