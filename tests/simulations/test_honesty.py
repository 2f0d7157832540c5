"""The simulation still runs, and what the Methods page says of it is what was promised."""

from __future__ import annotations

import re

from analysis.wording.methods_guide import methods_guide
from tests.simulations.honesty import DIFFERENCE, KINDS, LOGS, SEED, SHOWN, TABLE, TRUTH, WIDENED, as_markdown, simulate

MOST_FLAGGED = 6.0
COVERAGE = (93.0, 97.0)


def test_the_simulation_makes_the_table_that_the_methods_page_shows() -> None:
    """Of fewer logs the shares are rougher; their rows are the same."""
    found = simulate(20)
    assert found.flagged <= 5
    held, of = (sum(counts[place] for counts in found.coverage.values()) for place in (0, 1))
    assert held > 0.88 * of
    said = TABLE.read_text(encoding="utf-8")
    assert _rows(as_markdown(found)) == _rows(said)
    assert said.strip() in methods_guide()


def test_the_page_is_as_honest_as_promised() -> None:
    said = TABLE.read_text(encoding="utf-8")
    flagged = re.findall(r"\| ([\d,]+) with shuffled outcomes \| ([\d.]+)% \|", said)
    assert [logs for logs, _ in flagged] == [f"{LOGS:,}"]
    assert float(flagged[0][1]) <= MOST_FLAGGED
    low, high = COVERAGE
    rows = re.findall(r"\| (.+?) \| (.+?) \| ([\d,]+) \| ([\d.]+)% \|", said)
    assert len([factor for _, factor, _, _ in rows if factor == "**all**"]) == len(KINDS)
    assert len([kind for kind, _, _, _ in rows if kind in {DIFFERENCE, WIDENED}]) == len(TRUTH) + 2
    for kind, _, number, held in rows:
        assert int(number.replace(",", "")) >= 0.95 * LOGS
        # The interval of the level that lies furthest away of several is widened on purpose, and so are those shown.
        assert low <= float(held) <= (high if kind not in {WIDENED, SHOWN} else 100)
    assert f"Seed {SEED}" in said


def _rows(table: str) -> list[list[str]]:
    """Return the first two cells of each row that names a factor."""
    return [line.split("|")[1:3] for line in table.splitlines() if line.count("|") == 5 and "%" in line]
