"""The simulation still runs, and what the Methods page says of filled-in blanks is what was found."""

from __future__ import annotations

import re

from tests.simulations.blanks import LOGS, SEED, TABLE, as_markdown, simulate

# Of 500 logs: what holds 95 of 100 lies within.
COVERAGE = (92.0, 98.0)
LARGEST_BIAS = 0.5


def test_the_simulation_makes_the_table_that_the_methods_page_shows() -> None:
    """Of fewer logs the figures are rougher; their rows are the same."""
    found = simulate(4)
    assert not found.refused
    said = TABLE.read_text(encoding="utf-8")
    assert _titles(as_markdown(found)) == _titles(said)


def test_filled_in_blanks_are_as_honest_as_promised() -> None:
    said = TABLE.read_text(encoding="utf-8")
    rows = re.findall(r"\| ([^|*]+) \| ([+-][\d.]+) \| ([+-][\d.]+) \| ([\d.]+)% \| ([\d.]+)% \|", said)
    assert len(rows) == 4
    for _, _, filled_in, _, held in rows:
        assert abs(float(filled_in)) <= LARGEST_BIAS
        assert COVERAGE[0] <= float(held) <= COVERAGE[1]
    # What leaving blanks out does to the factor that they go with.
    assert max(abs(float(left_out)) for _, left_out, _, _, _ in rows) > 2
    assert f"{LOGS:,} logs" in said
    assert f"seed {SEED}" in said


def _titles(table: str) -> list[str]:
    return [line.split("|")[1] for line in table.splitlines() if line.startswith("|")]
