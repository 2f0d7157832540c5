"""With one factor in a model nothing is allowed for, and no word says that anything was."""

from __future__ import annotations

from dataclasses import replace

from analysis.figures.adjusted_rates import adjusted_rates
from analysis.figures.crude_beside_adjusted import crude_beside_adjusted
from analysis.report import wording
from tests.report.wording.test_adjusted import adjusted, adjusted_factor, estimate

ONE = adjusted_factor((200, 100), (0.1, 0.07, 0.13), p=0.001)


def test_its_sentence_gives_no_verdict() -> None:
    assert wording.crude_beside_adjusted(ONE, is_only_one=True) == (
        "New product, yes against no: about 10 more per 100 (95% CI 7 to 13)."
    )
    assert "with the others allowed for. " in wording.crude_beside_adjusted(ONE)


def test_its_sentence_does_not_contradict_its_test() -> None:
    text = wording.crude_beside_adjusted(adjusted_factor((200, 100), (0.1, 0.07, 0.13), p=0.2), is_only_one=True)
    assert text.endswith("Taken as a whole, though, the factor could be chance.")


def test_the_charts_and_their_texts_claim_no_adjustment() -> None:
    for text in (
        wording.describe_adjusted(adjusted(ONE)),
        wording.describe_adjusted_rates(ONE, is_only_one=True),
        crude_beside_adjusted([ONE]).to_json(),
        adjusted_rates(ONE, is_only_one=True).to_json(),
    ):
        assert "allowed for" not in text
    assert len(crude_beside_adjusted([ONE]).data) == 1
    assert len(crude_beside_adjusted([ONE, ONE]).data) == 2


def test_taken_alone_is_what_the_adjusted_one_is_compared_with() -> None:
    """The fifths of a number may differ from two points of its line; that is no confounding."""
    straight = replace(ONE, alone=ONE.risk_difference, alone_ratio=ONE.risk_ratio)
    assert "10 more per 100 taken alone" in wording.crude_beside_adjusted(straight)
    other = replace(ONE, alone=estimate(0.05, 0.02, 0.08))
    assert "5 more per 100 taken alone" in wording.crude_beside_adjusted(other)
    assert "5 more" in wording.describe_adjusted(adjusted(other, other))
    assert "5 more" in crude_beside_adjusted([other, other]).to_json()
