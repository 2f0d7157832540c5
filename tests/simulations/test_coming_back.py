"""The simulation still runs, and what the Methods page says of it is what was promised."""

from __future__ import annotations

import re

from analysis.wording.methods_guide import methods_guide
from tests.simulations.coming_back import ADJUSTED, LOGS, SEED, SITUATIONS, TABLE, as_markdown, simulate

FLAGGED, SHAPED, COVERAGE = (4.0, 6.0), (0.5, 1.5), (93.0, 97.0)


def test_the_simulation_makes_the_table_that_the_methods_page_shows() -> None:
    """Of fewer logs the shares are rougher; their rows are the same."""
    found = {each.name: simulate(4, each) for each in SITUATIONS}
    assert all(sum(seen.held.values()) > 0.85 * sum(seen.intervals.values()) for seen in found.values())
    said = TABLE.read_text(encoding="utf-8")
    assert [line.split("|")[1] for line in as_markdown(found).splitlines() if "|" in line] == [
        line.split("|")[1] for line in said.splitlines() if "|" in line
    ]
    assert said.strip() in methods_guide()


def test_chance_is_flagged_as_seldom_as_promised() -> None:
    said = TABLE.read_text(encoding="utf-8")
    share = r" \| ([\d.]+)%"
    rows = re.findall(rf"\| (.+?){share} of ([\d,]+){share}{share} of ([\d,]+){share}{share} \|", said)
    assert [name for name, *_ in rows] == [each.name for each in SITUATIONS]
    low, high = FLAGGED
    for _, flagged, logs, shaped, after, modelled, *held in rows:
        assert (logs, modelled) == (f"{LOGS:,}", f"{ADJUSTED:,}")
        assert low <= float(flagged) <= high
        assert SHAPED[0] <= float(shaped) <= SHAPED[1]
        assert low <= float(after) <= high
        assert all(COVERAGE[0] <= float(each) <= COVERAGE[1] for each in held)
    assert f"Seed {SEED}" in said
