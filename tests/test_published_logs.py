"""Published logs from a file to the answer: what their stories are, and that the pages tell them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from analysis.counting.in_memory import InMemory
from analysis.importing.choices import ImportChoices
from analysis.methods.cautions import RepeatClients
from analysis.outcome_log.outcomes import Counted
from analysis.questions.adjusted import Adjusted, adjusted
from analysis.questions.at_a_glance import at_a_glance
from analysis.questions.stratified import something_else
from analysis.wording.adjusted import own_and_adjusted
from analysis.wording.cautions import caution as caution_in_words
from analysis.wording.stratified import heterogeneity, hint
from tests.logs import log_of
from tests.tallies import BREAKOUTS

if TYPE_CHECKING:
    from analysis.outcome_log.log import Log

# Admissions to the graduate school of Berkeley in 1973, by department: men admitted and refused, women admitted and
# refused. Bickel PJ, Hammel EA, O'Connell JW (1975) Sex bias in graduate admissions. Science 187:398-404; as R's
# datasets::UCBAdmissions prints them.
BERKELEY = {
    "A": (512, 313, 89, 19),
    "B": (353, 207, 17, 8),
    "C": (120, 205, 202, 391),
    "D": (138, 279, 131, 244),
    "E": (53, 138, 94, 299),
    "F": (22, 351, 24, 317),
}
# Onycholysis of the toenail over up to seven visits. De Backer M et al. (1998) Twelve weeks of continuous oral therapy
# for toenail onychomycosis caused by dermatophytes. J Am Acad Dermatol 38:57-63; as distributed with R's lme4. For each
# number of visits, and of visits at which it was moderate or severe: how many patients.
TOENAILS = {
    "itraconazole": {
        (1, 0): 2,
        (1, 1): 2,
        (2, 0): 2,
        (3, 0): 3,
        (3, 3): 1,
        (4, 0): 2,
        (5, 3): 1,
        (5, 5): 1,
        (6, 0): 8,
        (6, 1): 5,
        (6, 2): 2,
        (6, 3): 2,
        (6, 4): 5,
        (6, 5): 1,
        (6, 6): 2,
        (7, 0): 61,
        (7, 1): 8,
        (7, 2): 10,
        (7, 3): 11,
        (7, 4): 7,
        (7, 5): 5,
        (7, 7): 5,
    },
    "terbinafine": {
        (1, 0): 1,
        (2, 2): 1,
        (3, 0): 2,
        (3, 2): 1,
        (4, 0): 4,
        (5, 0): 3,
        (5, 1): 1,
        (5, 2): 2,
        (5, 3): 1,
        (5, 4): 1,
        (6, 0): 6,
        (6, 1): 1,
        (6, 2): 3,
        (6, 4): 3,
        (6, 6): 1,
        (7, 0): 69,
        (7, 1): 8,
        (7, 2): 6,
        (7, 3): 15,
        (7, 4): 14,
        (7, 5): 1,
        (7, 6): 1,
        (7, 7): 3,
    },
}


def log_of_lines(lines: list[str], **columns: str) -> Log:
    return log_of("\n".join(lines), ImportChoices(columns=tuple(columns.items())))


def berkeley() -> Log:
    lines = ["sex,department,breakout,freq"]
    for department, counts in BERKELEY.items():
        for (sex, outcome), number in zip(
            (("men", "yes"), ("men", "no"), ("women", "yes"), ("women", "no")), counts, strict=True
        ):
            lines.append(f"{sex},{department},{outcome},{number}")
    return log_of_lines(lines)


def toenails() -> Log:
    lines = ["client_id,arm,breakout"]
    for arm, patients in TOENAILS.items():
        for (visits, severe), number in patients.items():
            for patient in range(number):
                client = f"{arm[:1]}-{visits}-{severe}-{patient}"
                lines += [f"{client},{arm},{'yes' if visit < severe else 'no'}" for visit in range(visits)]
    return log_of_lines(lines)


def test_berkeley_adjusted_for_the_department() -> None:
    """Taken alone, men have 1.841 times the odds of women; with the department allowed for, fewer."""
    log = berkeley()
    (sex,) = (each for each in at_a_glance(InMemory(log)).factors if each.factor.name == "sex")
    assert sex.contrast is not None
    odds_ratio = sex.contrast.comparison.odds_ratio
    assert odds_ratio is not None
    assert odds_ratio.value is not None
    crude = odds_ratio.value if sex.contrast.level == "men" else 1 / odds_ratio.value
    assert crude == pytest.approx(1.841, abs=5e-4)
    found = adjusted(InMemory(log), ("sex", "department"), "levels")
    assert isinstance(found, Adjusted)
    (with_department,) = (each for each in found.factors if each.factor.name == "sex")
    (pooled,) = (estimate.value for _, estimate in with_department.odds_ratios)
    assert pooled is not None
    # R 4.2.2: exp(coef(glm(cbind(admitted, refused) ~ sex + department, binomial)))["men"]
    assert (pooled if with_department.level == "men" else 1 / pooled) == pytest.approx(0.90495497, rel=1e-6)
    text = own_and_adjusted(with_department)
    assert "Most of the difference is explained by the other factors (16 per 100 where the difference is 14" in text


def test_berkeley_within_the_departments() -> None:
    """R 4.2.2: mantelhaen.test(UCBAdmissions) has 0.9046968."""
    log = berkeley()
    found = at_a_glance(InMemory(log))
    (sex,) = (each for each in found.factors if each.factor.name == "sex")
    asked = something_else(InMemory(log), sex, found)
    (by_department,) = asked.looked_at
    assert (by_department.known, by_department.compared) == (4526, 4526)
    assert by_department.alike is not None
    ratios = [each.odds_ratio.value for each in (by_department.alike.crude, by_department.alike.adjusted)]
    men = ratios if sex.contrast.level == "men" else [1 / each for each in ratios]
    assert men == pytest.approx([1.8410800, 0.9046968], rel=1e-6)
    assert hint(asked, BREAKOUTS) == (
        "Most of the difference between “women” and “men” is explained by “department” (16 per 100 where the "
        "difference is 14, 95% CI 14 to 18); what is left could be chance."
    )
    assert "not the same in every group" in heterogeneity(by_department)


def test_visits_of_the_same_patients_are_not_independent() -> None:
    log = toenails()
    found = at_a_glance(InMemory(log))
    assert (found.total.treatments, found.total.breakouts) == (1908, 408)
    assert found.clustering.repeats == 1908 - 294
    assert found.clustering.design_effect > 2
    (arm,) = found.factors
    (caution,) = (caution_in_words(each, BREAKOUTS) for each in arm.cautions if isinstance(each, RepeatClients))
    assert caution.startswith("1,614 treatments are repeat visits, so this comparison is as certain as one")
    assert "70% fewer treatments" in caution
    # Taking each patient once, nothing is left to widen.
    assert at_a_glance(InMemory(log, counted=Counted(unit="clients"))).total.treatments == 294
    assert at_a_glance(InMemory(log, counted=Counted(unit="clients"))).clustering.repeats == 0
