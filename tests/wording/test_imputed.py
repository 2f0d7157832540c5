"""Blanks filled in, in words: what changes, by how much, and what is assumed."""

from __future__ import annotations

import pytest

from analysis import results
from analysis.methods.imputation.imputed import ImputedFactor
from analysis.outcome_log.log import Factor
from analysis.questions.imputed import Imputed
from analysis.wording.imputed import imputed_account, imputed_beside_complete, imputed_finding, imputed_how
from tests.tallies import BREAKOUTS
from tests.wording.subjects import ACNE, PRODUCT
from tests.wording.test_adjusted import adjusted_factor, estimate


def filled_in(
    before: tuple[float, float, float],
    after: tuple[float, float, float],
    p: tuple[float, float] = (0.01, 0.01),
    factor: Factor = PRODUCT,
) -> ImputedFactor:
    complete = adjusted_factor((200, 100), before, factor=factor, p=p[0])
    test = results.Test(name="pooled Wald F", statistic=1.0, p_value=p[1], source="Reiter 2007")
    return ImputedFactor(
        complete=complete, pair=complete.pair, risk_difference=estimate(*after), test=test, p_adjusted=p[1]
    )


def found(*factors: ImputedFactor, left_out: int = 0, clients: int | None = 1500) -> Imputed:
    return Imputed(factors=factors, known=2208, filled_in=479, left_out=left_out, clients=clients)


NEAR = filled_in((0.10, 0.06, 0.14), (0.11, 0.08, 0.14))
FAR = filled_in((0.10, 0.06, 0.14), (0.04, 0.01, 0.07), factor=ACNE)
NEW = filled_in((0.03, -0.01, 0.07), (0.05, 0.01, 0.09), p=(0.2, 0.02))
GONE = filled_in((0.05, 0.01, 0.09), (0.03, -0.01, 0.07), p=(0.02, 0.2))


@pytest.mark.parametrize(
    ("factors", "said"),
    [
        ((NEAR,), ("With blanks filled in, the difference does not move by more than its margin of error.")),
        ((NEAR, NEAR), ("With blanks filled in, no difference moves by more than its margin of error.")),
        ((NEAR, FAR), ("With blanks filled in, the answer is clearly different for Acne history.")),
        (
            (NEAR, NEW),
            (
                "With blanks filled in, New product is linked as well. Otherwise no difference moves by more than "
                "its margin of error."
            ),
        ),
        (
            (GONE, NEAR),
            (
                "With blanks filled in, New product could be chance. Otherwise no difference moves by more than "
                "its margin of error."
            ),
        ),
    ],
)
def test_what_filling_in_changes(factors: tuple[ImputedFactor, ...], said: str) -> None:
    assert imputed_finding(found(*factors)) == said


def test_half_the_width_of_the_interval_is_the_margin() -> None:
    assert not filled_in((0.10, 0.06, 0.14), (0.061, 0.02, 0.1)).parts
    assert filled_in((0.10, 0.06, 0.14), (0.059, 0.02, 0.1)).parts


def test_a_line_for_each_factor_that_changes() -> None:
    assert list(imputed_beside_complete(found(NEAR, NEAR))) == []
    (far,) = imputed_beside_complete(found(NEAR, FAR))
    assert far == (
        "Acne history, yes vs no: 10.0 more per 100 (95% CI 6.0 to 14.0) with blanks left out, 4.0 more "
        "per 100 (95% CI 1.0 to 7.0) with blanks filled in. The change is larger than the margin of error "
        "of the first."
    )
    (new,) = imputed_beside_complete(found(NEAR, NEW))
    assert "margin" not in new


def test_what_it_rests_on() -> None:
    assert imputed_account(found(NEAR), BREAKOUTS) == (
        "Based on 2,208 treatments with a known outcome; 479 of them had a blank filled in."
    )
    assert imputed_account(found(NEAR, left_out=1), BREAKOUTS).endswith(
        "1 treatment is left out here, too: its level occurs only beside a blank."
    )
    assert "clustered by client (1,500 clients)" in " ".join(imputed_how(found(NEAR)))
    assert "clustered" not in " ".join(imputed_how(found(NEAR, clients=None)))
