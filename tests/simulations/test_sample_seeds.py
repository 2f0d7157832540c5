"""The simulation still runs, and what the Methods page says of it is what was promised."""

from __future__ import annotations

import re

from analysis.wording.methods_guide import methods_guide
from tests.simulations.sample_seeds import ABSENT, FIRST_SEED, TABLE, TRUE, Seen, as_markdown, look

MOST_FALSE, FEWEST_SAID = 5.0, 500
# Of 100 planned questions about nothing, and what chance makes of it in some hundred logs.
MOST_BY_CHANCE = 7.0


def test_the_simulation_makes_the_tables_that_the_methods_page_shows() -> None:
    seen = Seen()
    look(FIRST_SEED, seen)
    said = TABLE.read_text(encoding="utf-8")
    assert [line.split("|")[1] for line in as_markdown(seen).splitlines() if "|" in line] == [
        line.split("|")[1] for line in said.splitlines() if "|" in line
    ]
    assert said.strip() in methods_guide()


def test_hardly_any_sentence_on_a_change_is_false() -> None:
    said = TABLE.read_text(encoding="utf-8")
    ((number, false),) = re.findall(r"^\| \*\*all\*\* \| ([\d,]+) \| ([\d.]+)% \|$", said, re.MULTILINE)
    assert int(number.replace(",", "")) >= FEWEST_SAID
    assert float(false) <= MOST_FALSE
    factors = re.findall(r"^\| [^“|*]+ \| (yes|no) \|.*\| ([\d.]+)% \|$", said, re.MULTILINE)
    assert [has for has, _ in factors] == ["yes"] * len(TRUE) + ["no"] * len(ABSENT)
    assert max(float(planned) for has, planned in factors if has == "no") <= MOST_BY_CHANCE
