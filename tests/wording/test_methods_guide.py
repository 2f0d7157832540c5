"""The Methods page tells the truth: its numbers are the ones the methods use."""

from __future__ import annotations

import re
from importlib import resources

import pytest

from analysis.wording import methods_guide as guide
from tests.identifiers.measure import as_markdown, measure

CONSTANTS = sorted(name for name in vars(guide) if name.isupper())


def test_nothing_is_left_to_be_filled_in() -> None:
    assert not re.search(r"\{[{%#]|[}%#]\}", guide.methods_guide())


@pytest.mark.parametrize("name", CONSTANTS)
def test_the_page_follows_the_constants(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A number that the methods use and the page repeats by hand would stay behind when it changes."""
    before = guide.methods_guide()
    monkeypatch.setattr(guide, name, 7531)
    assert guide.methods_guide() != before


def test_there_are_constants_to_follow() -> None:
    assert len(CONSTANTS) > 15


def test_every_test_that_the_product_names_is_explained() -> None:
    text = guide.methods_guide().casefold()
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
        assert name in text


def test_the_screen_finds_as_much_as_the_page_says() -> None:
    """Within five points: another release of Faker makes other people."""
    measured = resources.files("analysis.identifiers").joinpath("measured.md").read_text(encoding="utf-8")
    said = _shares(measured.partition("By size of file")[0])
    found = _shares(as_markdown(measure("held out")))
    assert said.keys() == found.keys()
    for name, shares in said.items():
        assert shares == pytest.approx(found[name], abs=0.05), name
    assert "| **all** |" in guide.methods_guide()


def _shares(table: str) -> dict[str, list[float]]:
    """Return recall and precision by the first cell of each row."""
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")] for line in table.splitlines() if line.startswith("| ")
    ]
    return {row[0]: [float(cell) for cell in (row[2], row[4])] for row in rows[1:]}
