"""The Methods page is true: its numbers are the ones that the methods use, and its sections those of the glossary."""

from __future__ import annotations

import json
import re
from importlib import resources
from pathlib import Path

import pytest

from analysis.wording import methods_guide as guide
from analysis.wording.glossary import GLOSSARY, Section
from tests.identifiers.measure import as_markdown, measure

# What stands in headings or is a table is no number that the methods use.
CONSTANTS = sorted(name for name in vars(guide) if name.isupper() and isinstance(getattr(guide, name), int | float))
REFERENCE = Path(__file__).parents[1] / "reference"
# Under these names R's results stand in the reference files; under others what it was given.
RESULTS = {
    "lower", "upper", "estimate", "value", "statistic", "p", "df", "rate", "rate_a", "rate_b", "adjusted", "predicted",
    "more", "fewer", "coefficients", "standard_error", "standard_errors", "covariances", "log_odds", "between",
    "degrees",
}  # fmt: skip
MOST_WORDS_FIRST = 170


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


def test_r_gave_as_many_results_as_the_page_claims() -> None:
    found = sum(_results(json.loads(path.read_text("utf-8")), "") for path in REFERENCE.glob("*.json"))
    assert guide.CHECKED_RESULTS < found <= guide.CHECKED_RESULTS + 100


def _results(of: object, name: str) -> int:
    """Return how many numbers under the names of results a reference file holds."""
    if isinstance(of, dict):
        return sum(_results(each, key) for key, each in of.items())
    if isinstance(of, list):
        return sum(_results(each, name) for each in of)
    return name in RESULTS and isinstance(of, int | float) and not isinstance(of, bool)


def test_the_first_section_is_short_and_answers_whether_to_trust_the_numbers() -> None:
    heading, text = next(iter(guide.methods_sections().items()))
    assert heading == guide.TRUST
    assert len(text.split()) <= MOST_WORDS_FIRST
    assert "A link is not proof of a cause." in text
    assert "Persistent redness, swelling or pustules need medical attention the same day." in text


def test_the_first_section_repeats_what_was_measured() -> None:
    honesty = resources.files("analysis.wording").joinpath("honesty.md").read_text(encoding="utf-8")
    text = guide.methods_sections()[guide.TRUST]
    found = re.search(r"([\d.]+%) of the adjusted intervals contained it; in logs without any link, ([\d.]+%)", text)
    assert found is not None
    assert f"| Difference per 100 after adjustment | **all** | 5,000 | {found[1]} |" in honesty
    assert f"shuffled outcomes | {found[2]} |" in honesty


def test_every_section_that_the_glossary_points_to_is_there() -> None:
    assert {*Section} <= {*guide.methods_sections()}


def test_the_glossary_shows_every_term() -> None:
    text = guide.methods_sections()[guide.WORDS]
    assert all(f"- **{entry.term}**: {entry.meaning} " in text for entry in GLOSSARY)


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
        "yekutieli",
        "kaplan-meier",
        "log-rank",
        "firth",
        "rubin’s rules",
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
