"""The Methods page tells the truth: its numbers are the ones the methods use."""

from __future__ import annotations

from importlib import resources

import pytest

from analysis.methods import association, contrast
from analysis.outcome_log.filters import WINDOW_DAYS
from analysis.outcome_log.log import MOST_LEVELS
from analysis.wording.methods_guide import methods_guide
from tests.identifiers.measure import as_markdown, measure


def test_every_number_is_filled_in() -> None:
    guide = methods_guide()
    assert "{" not in guide
    for constant in (WINDOW_DAYS, association.SMALLEST_EXPECTED, contrast.SMALLEST_LEVEL, MOST_LEVELS):
        assert str(constant) in guide


def test_every_test_that_the_product_names_is_explained() -> None:
    guide = methods_guide().casefold()
    for name in (
        "wilson",
        "newcombe",
        "katz",
        "miettinen-nurminen",
        "woolf",
        "chi-square",
        "fisher",
        "freeman",
        "cochran-armitage",
        "mann-whitney",
        "benjamini-hochberg",
        "bonferroni",
        "power.prop.test",
        "inverse probability weighting",
        "natural cubic spline",
        "mantel-haenszel",
        "sato",
        "greenland",
        "breslow-day",
        "tarone",
        "mickey",
        "likelihood-ratio",
        "wald chi-square",
        "wald f",
        "delta method",
        "delong",
        "obuchowski",
        "attributable fraction",
        "hmac-sha-256",
        "k-anonymity",
    ):
        assert name in guide


def test_the_screen_finds_as_much_as_the_page_says() -> None:
    """Within five points: another release of Faker makes other people."""
    said = _shares(resources.files("analysis.identifiers").joinpath("measured.md").read_text(encoding="utf-8"))
    found = _shares(as_markdown(measure("held out")))
    assert said.keys() == found.keys()
    for name, shares in said.items():
        assert shares == pytest.approx(found[name], abs=0.05), name
    assert "| **all** |" in methods_guide()


def _shares(table: str) -> dict[str, list[float]]:
    """Return recall and precision by the first cell of each row."""
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")] for line in table.splitlines() if line.startswith("| ")
    ]
    return {row[0]: [float(cell) for cell in (row[2], row[4])] for row in rows[1:]}
