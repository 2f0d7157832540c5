"""What must change an answer changes it, and nothing else does: from a file to every answer, on the sample log."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd
import pytest

from analysis.counting.in_memory import InMemory
from analysis.methods.adjusted import logistic
from analysis.methods.adjusted.logistic import MOST_LEFT_OUT
from analysis.methods.ordered_trend import COCHRAN_ARMITAGE
from analysis.outcome_log.filters import Filters
from analysis.questions.adjusted import Adjusted, adjusted
from analysis.questions.at_a_glance import at_a_glance
from tests.logs import log_of

if TYPE_CHECKING:
    from analysis.outcome_log.log import Log
    from analysis.results import Estimate, FactorResult

SAMPLE = Path(__file__).parents[1] / "sample_data" / "outcomes.csv"
TOGETHER = ("acne_history", "new_product", "moisturiser", "adherence_percent")
# The sampled exact tests draw in the order of the levels; everything else is arithmetic.
CLOSE = 1e-9


@pytest.fixture(scope="module")
def table() -> pd.DataFrame:
    """Return the sample log as texts, without what only narrows it."""
    return pd.read_csv(SAMPLE, dtype=str, keep_default_na=False).drop(columns=["treatment_id"])


def as_log(table: pd.DataFrame) -> Log:
    return log_of(table.to_csv(index=False))


def numbers(estimate: Estimate | None) -> tuple[float | None, ...]:
    return () if estimate is None else (estimate.value, estimate.interval.low, estimate.interval.high)


def of_factor(result: FactorResult) -> dict[str, tuple[float | None, ...]]:
    """Return all numbers on a factor but the p-value adjusted for the others, which depends on how many there are."""
    found: dict[str, tuple[float | None, ...]] = {
        f"{each.level}": (each.treatments, each.breakouts, each.unknown, each.rate.value if each.rate else None)
        for each in result.levels
    }
    found["test"] = () if result.test is None else (result.test.p_value,)
    if result.contrast is not None:
        comparison = result.contrast.comparison
        found["difference"] = numbers(comparison.risk_difference)
        found["ratio"] = numbers(comparison.risk_ratio)
    return found


def answers(log: Log, filters: Filters | None = None) -> dict[str, tuple[float | None, ...]]:
    """Return every number of the at_a_glance and of the adjusted answer under a name."""
    counts = InMemory(log, filters)
    found = at_a_glance(counts)
    together = adjusted(counts, TOGETHER, "per unit")
    assert isinstance(together, Adjusted)
    return {
        "total": (found.total.treatments, found.total.breakouts, found.total.unknown, found.clustering.design_effect),
        **{
            f"{result.factor.name} {name}": values
            for result in found.factors
            for name, values in of_factor(result).items()
        },
        **{f"{each.factor.name} adjusted": numbers(each.risk_difference) for each in together.factors},
        **{f"{each.factor.name} avoidable": numbers(each.avoidable) for each in together.avoidable},
    }


def same(first: dict[str, tuple[float | None, ...]], second: dict[str, tuple[float | None, ...]]) -> None:
    assert first.keys() == second.keys()
    for name, values in first.items():
        assert second[name] == pytest.approx(values, rel=CLOSE, abs=CLOSE), name


def test_the_order_of_rows_and_columns_changes_nothing(table: pd.DataFrame) -> None:
    shuffled = table.sample(frac=1, random_state=7).sample(frac=1, axis=1, random_state=8)
    same(answers(as_log(table)), answers(as_log(shuffled)))


def test_names_of_levels_change_nothing_but_names(table: pd.DataFrame) -> None:
    renamed = table.assign(clinic=table["clinic"].replace({"Harbour": "Harbour Street", "Northgate": "North Gate"}))
    before, after = at_a_glance(InMemory(as_log(table))), at_a_glance(InMemory(as_log(renamed)))
    clinics = [next(each for each in found.factors if each.factor.name == "clinic") for found in (before, after)]
    counts = [{(each.treatments, each.breakouts, each.unknown) for each in clinic.levels} for clinic in clinics]
    assert counts[0] == counts[1]
    tests = [clinic.test.p_value for clinic in clinics if clinic.test is not None]
    assert tests[0] == pytest.approx(tests[1])
    assert [each.factor.name for each in before.factors] == [each.factor.name for each in after.factors]


def test_the_other_coding_of_the_outcome_turns_every_difference_round(table: pd.DataFrame) -> None:
    other = table.drop(columns=["onset_day", "severity", "resolved_day", "followed_up"])
    swapped = other.assign(breakout=other["breakout"].replace({"yes": "no", "no": "yes"}))
    before, after = as_log(other), as_log(swapped)
    first, second = ({each.factor.name: each for each in at_a_glance(InMemory(log)).factors} for log in (before, after))
    for name, result in first.items():
        assert result.test is not None
        assert second[name].test is not None
        assert second[name].test.p_value == pytest.approx(result.test.p_value, rel=1e-6), name
        if result.test.name == COCHRAN_ARMITAGE:
            assert second[name].test.statistic == pytest.approx(-result.test.statistic)
        assert result.contrast is not None
        assert second[name].contrast is not None
        there, back = (each.contrast.comparison.risk_difference for each in (result, second[name]))
        assert (back.value, back.interval.low, back.interval.high) == pytest.approx(
            (-there.value, -there.interval.high, -there.interval.low)
        ), name
    crude, turned = (adjusted(InMemory(log), TOGETHER, "per unit") for log in (before, after))
    for one, other_one in zip(crude.factors, turned.factors, strict=True):
        low, high = one.risk_difference.interval.low, one.risk_difference.interval.high
        assert numbers(other_one.risk_difference) == pytest.approx((-one.risk_difference.value, -high, -low), abs=1e-7)


@pytest.mark.parametrize(("most_left_out", "apart"), [(0, 5e-3), (MOST_LEFT_OUT, 2e-2)])
def test_a_log_twice_as_long_says_the_same_more_surely(
    table: pd.DataFrame, most_left_out: int, apart: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As many clients again with the same fates: rates stay, intervals narrow by the root of two.

    Wilson's bounds draw a little nearer to the rates than that. Leaving out each client allows for how much each moves
    the fit, which is a little less where there are more.
    """
    monkeypatch.setattr(logistic, "MOST_LEFT_OUT", most_left_out)
    again = table.assign(client_id=table["client_id"] + "-again")
    once, twice = as_log(table), as_log(pd.concat([table, again], ignore_index=True))
    first, second = (
        {each.factor.name: each for each in adjusted(InMemory(log), TOGETHER, "per unit").factors}
        for log in (once, twice)
    )
    for name, one in first.items():
        two = second[name].risk_difference
        assert two.value == pytest.approx(one.risk_difference.value, abs=1e-8)
        widths = [each.interval.high - each.interval.low for each in (one.risk_difference, two)]
        assert widths[0] / widths[1] == pytest.approx(2**0.5, rel=apart)
    counts, doubled = (at_a_glance(InMemory(log)) for log in (once, twice))
    assert doubled.total.breakouts == 2 * counts.total.breakouts
    assert doubled.clustering.design_effect == pytest.approx(counts.clustering.design_effect, rel=2e-3)
    for result in counts.factors:
        other = next(each for each in doubled.factors if each.factor.name == result.factor.name)
        assert {each.level: 2 * each.breakouts for each in result.levels} == {
            each.level: each.breakouts for each in other.levels
        }


def test_filtering_is_the_same_as_leaving_the_rows_out_and_can_be_taken_back(table: pd.DataFrame) -> None:
    log = as_log(table)
    before = answers(log)
    filters = Filters(levels=(("clinic", ("Harbour",)),))
    there = at_a_glance(InMemory(log, filters))
    alone = at_a_glance(InMemory(as_log(table[table["clinic"] == "Harbour"])))
    for result in there.factors:
        other = next((each for each in alone.factors if each.factor.name == result.factor.name), None)
        if other is None:
            assert result.factor.name == "clinic" or result.test is None
            continue
        counts = [{str(each.level): (each.treatments, each.breakouts) for each in of.levels} for of in (result, other)]
        assert counts[0] == counts[1], result.factor.name
    same(before, answers(log, replace(filters, levels=())))
