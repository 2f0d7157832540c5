"""The simulation still runs, and what the Methods page says of it is what was promised."""

from __future__ import annotations

import re

from analysis.wording.methods_guide import methods_guide
from tests.simulations.coming_back import LOGS, MODELLED, SEED, SITUATIONS, TABLE, as_markdown, simulate

# On their own some factors need a second test before they are called linked, so fewer than 5 of 100 logs are flagged by
# chance; with none flagged, hardly any link would be found.
FLAGGED, COVERAGE = (1.0, 6.0), (93.0, 97.0)


def test_the_simulation_makes_the_table_that_the_methods_page_shows() -> None:
    """Of fewer logs the shares are rougher; their rows are the same."""
    found = {each.name: simulate(4, 4, each) for each in SITUATIONS}
    assert all(sum(seen.held.values()) > 0.85 * sum(seen.intervals.values()) for seen in found.values())
    said = TABLE.read_text(encoding="utf-8")
    assert [line.split("|")[1] for line in as_markdown(found).splitlines() if "|" in line] == [
        line.split("|")[1] for line in said.splitlines() if "|" in line
    ]
    assert said.strip() in methods_guide()


def test_chance_is_flagged_as_seldom_as_promised() -> None:
    said = TABLE.read_text(encoding="utf-8")
    rows = re.findall(r"\| ([\d.]+)% of ([\d,]+) \| ([\d.]+)% of ([\d,]+) \| ([\d.]+)% \| ([\d.]+)% \|", said)
    assert len(rows) == len(SITUATIONS)
    for flagged, logs, after, modelled, *held in rows:
        assert (logs, modelled) == (f"{LOGS:,}", f"{MODELLED:,}")
        assert all(FLAGGED[0] <= float(each) <= FLAGGED[1] for each in (flagged, after))
        assert all(COVERAGE[0] <= float(each) <= COVERAGE[1] for each in held)
    assert f"Seed {SEED}" in said
