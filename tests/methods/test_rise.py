"""Months with more of something rare than the others suggest."""

from __future__ import annotations

import pytest

from analysis.methods.rate import level_rate
from analysis.methods.rise import RISEN, risen_months
from tests.tallies import Known, r_values


@pytest.mark.parametrize("known", r_values("rises", "cusum"))
def test_as_fisher_test_in_r(known: Known) -> None:
    yes, of, all_yes, everyone = (known[name] for name in ("yes", "known", "all_yes", "all_known"))
    months = [level_rate("m", of - yes, yes, 0), level_rate("others", everyone - of - all_yes + yes, all_yes - yes, 0)]
    found = [each for each in risen_months(months) if each.observed.level == "m"]
    assert [each.p_value for each in found] == ([pytest.approx(known["p"])] if known["p"] <= RISEN else [])


def test_clients_who_came_back_count_less() -> None:
    months = [level_rate("m", 75, 5, 0), level_rate("others", 1_690, 10, 0)]
    assert risen_months(months)
    assert not risen_months(months, design_effect=2.0)


def test_nothing_that_never_happened_rises() -> None:
    assert risen_months([level_rate("m", 75, 0, 0)]) == ()
    assert risen_months([]) == ()
