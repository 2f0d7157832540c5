"""One factor with few breakouts, in words."""

from __future__ import annotations

from dataclasses import replace

from analysis import results
from analysis.methods.adjusted.standardised import PerStep
from analysis.methods.firth import PenalisedFactor, PenalisedLevel
from analysis.methods.model_cautions import NoPenalisedFit, PenalisedNotNeeded
from analysis.questions.firth import NotWithFewBreakouts, WithFewBreakouts
from analysis.wording.firth import (
    describe_penalised,
    penalised_account,
    penalised_caution,
    penalised_finding,
    penalised_lines,
)
from tests.tallies import BREAKOUTS
from tests.wording.subjects import ACNE, DEPTH, PRODUCT
from tests.wording.test_adjusted import PUSTULES, estimate

TEST = results.Test(name="penalised likelihood ratio", statistic=6.8, p_value=0.0091, source="Heinze & Schemper 2002")
FOUND = WithFewBreakouts(
    found=PenalisedFactor(
        factor=PRODUCT,
        reference="no",
        reference_known=150,
        reference_breakouts=2,
        levels=(PenalisedLevel(level="yes", known=50, breakouts=6, odds_ratio=estimate(7.9, 1.7, 36.5)),),
        test=TEST,
    ),
    others=(ACNE,),
    known=200,
    breakouts=8,
    left_out=0,
)


def test_what_goes_with_few_breakouts() -> None:
    assert penalised_finding(FOUND, BREAKOUTS) == (
        "New product is linked to breakouts after adjusting for “Acne history” (p = 0.009)."
    )
    alone = replace(FOUND, others=(), found=replace(FOUND.found, test=replace(TEST, p_value=0.4)))
    assert penalised_finding(alone, PUSTULES) == "New product is linked to “Pustules” (p = 0.40)."
    assert penalised_lines(FOUND) == (
        ("New product, yes vs no: 6 of 50 compared with 2 of 150, odds ratio 7.90 (95% CI 1.70 to 36.50)."),
    )
    assert describe_penalised(FOUND) == "Odds ratios of New product: yes vs no 7.90 (95% CI 1.70 to 36.50)."


def test_a_number_is_shown_per_step() -> None:
    step = replace(FOUND.found.levels[0], level=PerStep(0.1))
    found = replace(FOUND, found=replace(FOUND.found, factor=DEPTH, levels=(step,)))
    assert penalised_lines(found)[0].startswith("Needle depth, per 0.1 mm more: odds ratio")


def test_what_it_rests_on_and_how_far_it_goes() -> None:
    assert penalised_account(FOUND, BREAKOUTS) == "Based on 200 treatments, 8 breakouts among them."
    assert penalised_account(replace(FOUND, left_out=1), BREAKOUTS).endswith(
        "1 treatment with a known outcome is left out: one of these factors is not recorded."
    )
    assert penalised_caution(BREAKOUTS) == (
        "This rests on fewer breakouts than the usual method needs (10 for each comparison): one treatment "
        "more or less may change it. Look at the width of the interval first."
    )


def test_no_answer_says_whether_the_usual_one_is_there() -> None:
    assert "cannot answer" in penalised_finding(NotWithFewBreakouts(NoPenalisedFit()), BREAKOUTS)
    assert penalised_finding(NotWithFewBreakouts(PenalisedNotNeeded()), BREAKOUTS) == (
        "These factors need no special method."
    )
