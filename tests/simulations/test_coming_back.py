"""The simulation still runs, and what the Methods page says of it is what was promised."""

from __future__ import annotations

import re

from analysis.wording.methods_guide import methods_guide
from tests.simulations.coming_back import LOGS, SEED, SITUATIONS, TABLE, as_markdown, simulate

FLAGGED, COVERAGE = (4.0, 6.0), (93.0, 97.0)
# Where rare breakouts are of clients who came back, groups with hardly any breakouts are in the number of comparisons,
# but hardly ever linked by chance: the Methods page gives the reason.
RARE_AND_BACK, FEWEST_FLAGGED = SITUATIONS[1].name, 2.5


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
    rows = re.findall(r"\| (.+?) \| ([\d.]+)% of ([\d,]+) \| ([\d.]+)% of ([\d,]+) \| ([\d.]+)% \| ([\d.]+)% \|", said)
    assert [name for name, *_ in rows] == [each.name for each in SITUATIONS]
    low, high = FLAGGED
    for name, flagged, logs, after, modelled, *held in rows:
        assert (logs, modelled) == (f"{LOGS:,}", f"{LOGS:,}")
        assert (FEWEST_FLAGGED if name == RARE_AND_BACK else low) <= float(flagged) <= high
        assert low <= float(after) <= high
        assert all(COVERAGE[0] <= float(each) <= COVERAGE[1] for each in held)
    assert f"Seed {SEED}" in said
