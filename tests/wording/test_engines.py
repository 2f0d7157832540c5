"""Who counts a log and why, in one plain sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from analysis.counting.choice import Choice
from analysis.outcome_log.coded_log import write_coded
from analysis.wording.engines import who_counts
from tests.logs import log_of

if TYPE_CHECKING:
    from pathlib import Path

    from analysis.counting.counts import CountedBy

LOG = log_of("clinic,breakout\nHarbour,yes\nMeadow,no\n")
CASES: list[tuple[CountedBy, Choice, str]] = [
    ("memory", Choice("memory", "it fits"), "This log fits in memory and is counted there."),
    ("memory", Choice("memory", "it was set"), "This log is counted in memory, as the setting ENGINE asks."),
    ("DuckDB", Choice("duckdb", "it was set"), "DuckDB counts this log from files, as the setting ENGINE asks."),
    ("Spark", Choice("sc://a:1", "it was set"), "A Spark cluster counts this log, as the setting ENGINE asks."),
    (
        "DuckDB",
        Choice("duckdb", "it is too large", 49_500_000_000, 1_600_000_000),
        (
            "DuckDB counts this log from its files: 2 treatments would take about 50 GB of memory, and this computer "
            "has 1.6 GB for them."
        ),
    ),
]


@pytest.mark.parametrize(("counted_by", "choice", "sentence"), CASES)
def test_of_a_log_in_files(counted_by: CountedBy, choice: Choice, sentence: str, tmp_path: Path) -> None:
    assert who_counts(write_coded(LOG, tmp_path / "coded", "digest"), counted_by, choice) == sentence


def test_nothing_is_said_of_a_log_that_nobody_would_count_elsewhere() -> None:
    assert who_counts(LOG, "memory", Choice("memory", "it fits")) == ""
    assert "DuckDB counts" in who_counts(LOG, "DuckDB", Choice("duckdb", "it was set"))
