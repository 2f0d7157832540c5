"""With one factor in a model nothing is adjusted for, and no word says that anything was."""

from __future__ import annotations

from dataclasses import replace

from analysis.figures.adjusted import adjusted_figure
from analysis.figures.adjusted_rates import adjusted_rates_figure
from analysis.wording.adjusted import describe_adjusted, describe_adjusted_rates
from analysis.wording.adjusted import own_and_adjusted as own_and_adjusted_in_words
from tests.figures.drawn import as_plotly
from tests.tallies import BREAKOUTS
from tests.wording.test_adjusted import adjusted, adjusted_factor, estimate

ONE = adjusted_factor((200, 100), (0.1, 0.07, 0.13), p=0.001)


def test_its_sentence_gives_no_verdict() -> None:
    assert own_and_adjusted_in_words(ONE, is_only_one=True) == (
        "New product, yes vs no: 10 more per 100 (95% CI 7 to 13)."
    )
    assert "on its own, " in own_and_adjusted_in_words(ONE)


def test_the_charts_and_their_texts_claim_no_adjustment() -> None:
    for text in (
        describe_adjusted(adjusted(ONE)),
        describe_adjusted_rates(ONE, is_only_one=True),
        as_plotly(adjusted_figure([ONE])).to_json(),
        as_plotly(adjusted_rates_figure(ONE, BREAKOUTS, is_only_one=True)).to_json(),
    ):
        assert "after adjusting" not in text
    assert len(as_plotly(adjusted_figure([ONE])).data) == 1
    assert len(as_plotly(adjusted_figure([ONE, ONE])).data) == 2


def test_taken_alone_is_what_the_adjusted_one_is_compared_with() -> None:
    """The fifths of a number may differ from two points of its line; that is no confounding."""
    straight = replace(ONE, alone=ONE.risk_difference)
    assert "10 more per 100 (95% CI 7 to 13) on its own" in own_and_adjusted_in_words(straight)
    other = replace(ONE, alone=estimate(0.05, 0.02, 0.08))
    assert "5.0 more per 100 (95% CI 2.0 to 8.0) on its own" in own_and_adjusted_in_words(other)
    assert "5.0 more" in describe_adjusted(adjusted(other, other))
    assert "5.0 more" in as_plotly(adjusted_figure([other, other])).to_json()
