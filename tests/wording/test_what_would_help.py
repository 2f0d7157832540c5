"""What could prevent the most is named no more surely than the estimates and their number allow."""

from __future__ import annotations

from dataclasses import replace

from analysis.figures import theme
from analysis.figures.avoidable import avoidable_figure
from analysis.outcome_log.outcomes import Counted, Outcome
from analysis.results import ValueRange
from analysis.wording.adjusted import adjusted_how
from analysis.wording.avoidable import avoidable_finding
from tests.figures.drawn import as_plotly
from tests.tallies import BREAKOUTS, factor
from tests.wording.subjects import ACNE, DEPTH, PRODUCT
from tests.wording.test_adjusted import adjusted, adjusted_factor, avoidable, estimate

CAUSAL = "If the link is causal, "
FIRST = avoidable(PRODUCT, (0.05, 0.04, 0.06))
NEAR = avoidable(DEPTH, (0.03, 0.01, 0.05), ValueRange(0.5, 1.0))
FAR = avoidable(ACNE, (0.01, 0.005, 0.015), "none")
STERILISATION = factor("category", name="sterilisation", title="Sterilisation", reference="single-use")


def test_the_first_is_named_alone_where_its_interval_is_above_the_others() -> None:
    assert avoidable_finding([FIRST, FAR], BREAKOUTS) == (
        f"{CAUSAL}New product could prevent the most: with “no” everywhere, 5.0 fewer breakouts per 100 treatments "
        "(95% CI 4.0 to 6.0), 50.0% of all (95% CI 40.0% to 60.0%). Less: Acne history."
    )


def test_those_that_its_interval_does_not_tell_apart_may_help_as_much() -> None:
    text = avoidable_finding([FIRST, NEAR, FAR], BREAKOUTS)
    assert text.startswith(f"{CAUSAL}New product could prevent the most: with “no” everywhere, 5.0 fewer")
    assert text.endswith(" About as much: Needle depth. Less: Acne history.")


def test_one_that_could_be_chance_is_not_named() -> None:
    by_chance = replace(FIRST, avoidable=estimate(0.05, 0.0, 0.06))
    assert avoidable_finding([by_chance, FAR], BREAKOUTS).startswith(f"{CAUSAL}Acne history could prevent the most")
    assert "New product" not in avoidable_finding([by_chance, FAR], BREAKOUTS)
    assert "does not show what could prevent the most" in avoidable_finding([by_chance], BREAKOUTS)
    (bar,) = as_plotly(avoidable_figure([by_chance, FAR], BREAKOUTS)).data
    assert list(bar.marker.color) == [theme.PALE_GREY, theme.PALE_BLUE]


def test_a_factor_without_its_safe_level_is_named() -> None:
    left_out = "Sterilisation is left out: no treatment has its safe level, “single-use”."
    text = avoidable_finding([], BREAKOUTS, without_safe_level=[STERILISATION])
    assert text == (
        "None of these other factors can be changed: add one on products, aftercare, cleansing or sterilisation. "
        f"{left_out}"
    )
    assert avoidable_finding([FIRST], BREAKOUTS, without_safe_level=[STERILISATION]).endswith(left_out)
    assert avoidable_finding([], BREAKOUTS).startswith("None of these factors can be changed")
    clients = Counted(Outcome("breakout", ("yes",), "Breakout"), "clients")
    assert "no client has its safe level" in avoidable_finding([], clients, [STERILISATION])


def test_it_is_stated_where_odds_ratios_have_narrower_intervals_than_the_difference() -> None:
    plain = adjusted_factor((200, 100), (0.1, 0.07, 0.13))
    picked = replace(plain, picked_from=3)
    said = "Odds ratios have 95% intervals of their own."
    assert not any(said in line for line in adjusted_how(adjusted(plain), BREAKOUTS))
    assert any(said in line for line in adjusted_how(adjusted(plain, picked), BREAKOUTS))
