"""The Methods page tells the truth: its numbers are the ones the methods use."""

from __future__ import annotations

from analysis.methods import association, contrast
from analysis.outcome_log.filters import WINDOW_DAYS
from analysis.outcome_log.log import MOST_LEVELS
from analysis.report.methods_guide import methods_guide


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
    ):
        assert name in guide
