"""What is left of a factor when others are allowed for: invariants, defaults, and logs that cannot tell."""

from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from scipy.stats import t

from analysis.counting.in_memory import InMemory
from analysis.methods.adjusted import logistic
from analysis.methods.adjusted.logistic import MOST_LEFT_OUT
from analysis.methods.adjusted.terms import Entered
from analysis.methods.model_cautions import (
    ConstantFactors,
    Incomplete,
    IsTheOutcome,
    NotLinear,
    OverlappingFactors,
    SeparatedOutcomes,
    TooFewEvents,
)
from analysis.outcome_log.filters import Filters
from analysis.outcome_log.log import Log
from analysis.outcome_log.outcomes import Counted, Unit, possible_outcomes
from analysis.questions.adjusted import Adjusted, Refusal, adjusted, default_factors
from analysis.questions.at_a_glance import at_a_glance
from analysis.results import Estimate
from analysis.wording.adjusted import too_small_together
from analysis.wording.avoidable import avoidable_finding
from analysis.wording.cautions import caution
from tests.logs import log_of
from tests.tallies import BREAKOUTS, kinds

HEADER = "client_id,treatment_date,acne_history,new_product,moisturiser,adherence_percent,room,breakout"
NAMES = ("acne_history", "new_product", "moisturiser", "adherence_percent", "room")
SAMPLE = Path(__file__).parents[2] / "sample_data" / "outcomes.csv"
Row = tuple[str, ...]


def log_of_rows(rows: list[Row], header: str = HEADER) -> Log:
    return log_of("\n".join([header, *(",".join(row) for row in rows)]))


def rows_of(size: int = 1500, seed: int = 3) -> list[Row]:
    """Return treatments of clients who come back, whose outcomes go with most factors."""
    chance = np.random.default_rng(seed)
    rows: list[Row] = []
    while len(rows) < size:
        client, acne, like = f"C{len(rows)}", chance.choice(["none", "past", "current"]), chance.normal(0, 0.7)
        for _ in range(chance.integers(1, 5)):
            product, moisturiser = (
                chance.choice(["no", "yes"]),
                chance.choice(["non-comedogenic", "comedogenic", "none"]),
            )
            adherence, room = chance.choice([0, 25, 40, 50, 60, 75, 100]), chance.choice(["red", "green", "blue"])
            odds = like - 1.5 + (acne == "current") + 0.6 * (product == "yes") - 0.01 * adherence
            outcome = chance.choice(
                ["yes", "no", ""], p=[0.95 / (1 + math.exp(-odds)), 0.95 / (1 + math.exp(odds)), 0.05]
            )
            rows.append((client, "2026-05-01", acne, product, moisturiser, str(adherence), room, outcome))
    return [tuple(map(str, row)) for row in rows]


ROWS = rows_of()
LOG = log_of_rows(ROWS)


@pytest.fixture(scope="module")
def sample() -> Log:
    return log_of(SAMPLE.read_bytes())


def numbers(found: Adjusted) -> Iterator[float | None]:
    """Return every number of an answer."""
    yield from (found.treatments, found.known, found.breakouts, found.left_out, found.parameters)
    for each in found.factors:
        ratios = (ratio for _, ratio in each.odds_ratios)
        for estimate in (each.risk_difference, each.risk_ratio, *(rate.rate for rate in each.rates), *ratios):
            assert estimate is not None
            yield from (estimate.value, estimate.interval.low, estimate.interval.high)
        yield from (each.test.statistic, each.test.p_value, each.p_adjusted)
    for avoidable in found.avoidable:
        for estimate in (avoidable.avoidable, avoidable.fraction):
            yield from (estimate.value, estimate.interval.low, estimate.interval.high)
    if found.discrimination is not None:
        yield found.discrimination.value


def is_answer(found: Adjusted | Refusal) -> None:
    """Hold that an answer is numbers within their bounds, or a reason."""
    if isinstance(found, Refusal):
        assert caution(found.reason, BREAKOUTS).endswith(".")
        return
    assert found.factors
    for number in numbers(found):
        assert number is not None
        assert math.isfinite(number)
    for each in found.factors:
        for rate in each.rates:
            assert 0 < rate.rate.interval.low <= rate.rate.value <= rate.rate.interval.high < 1
        assert -1 <= each.risk_difference.interval.low <= each.risk_difference.interval.high <= 1


def same(one: Adjusted, other: Adjusted) -> None:
    assert list(numbers(one)) == pytest.approx(list(numbers(other)), rel=1e-6, abs=1e-9)


# What changes the log changes what it should, and nothing else ----


@pytest.mark.parametrize("entered", ["levels", "per unit"])
def test_the_order_of_rows_and_of_columns_does_not_matter(entered: Entered) -> None:
    found = adjusted(InMemory(LOG), NAMES, entered)
    is_answer(found)
    shuffled = [ROWS[place] for place in np.random.default_rng(1).permutation(len(ROWS))]
    same(found, adjusted(InMemory(log_of_rows(shuffled)), NAMES, entered))
    order = [5, 7, 2, 0, 6, 1, 4, 3]
    header = ",".join(HEADER.split(",")[place] for place in order)
    turned = [tuple(row[place] for place in order) for row in ROWS]
    same(found, adjusted(InMemory(log_of_rows(turned, header)), NAMES, entered))


def test_the_order_of_factors_changes_only_their_order() -> None:
    found, turned = (adjusted(InMemory(LOG), names, "per unit") for names in (NAMES, NAMES[::-1]))
    for one, other in zip(found.factors, turned.factors[::-1], strict=True):
        assert one.factor == other.factor
        assert one.risk_difference.value == pytest.approx(other.risk_difference.value)
        assert one.test.p_value == pytest.approx(other.test.p_value)
    assert [each.factor.name for each in found.avoidable] == [each.factor.name for each in turned.avoidable]


def test_the_names_of_levels_do_not_matter() -> None:
    names = {"red": "first", "green": "second", "blue": "third"}
    renamed = log_of_rows([(*row[:6], names[row[6]], row[7]) for row in ROWS])
    found, other = (adjusted(InMemory(log), NAMES) for log in (LOG, renamed))
    for one, two in zip(found.factors, other.factors, strict=True):
        assert one.test.p_value == pytest.approx(two.test.p_value)
        assert one.risk_difference.value == pytest.approx(two.risk_difference.value)
    assert other.factors[-1].level == names[found.factors[-1].level]


def test_swapping_the_outcome_turns_every_sign() -> None:
    swap = {"yes": "no", "no": "yes", "": ""}
    found, other = (adjusted(InMemory(log), NAMES) for log in (LOG, log_of_rows([(*r[:7], swap[r[7]]) for r in ROWS])))
    for one, two in zip(found.factors, other.factors, strict=True):
        assert (one.level, one.reference) == (two.level, two.reference)
        turned(one.risk_difference, two.risk_difference)
        assert one.test.p_value == pytest.approx(two.test.p_value)
        for (_, ratio), (_, inverse) in zip(one.odds_ratios, two.odds_ratios, strict=True):
            assert ratio.value * inverse.value == pytest.approx(1)
        for rate, rest in zip(one.rates, two.rates, strict=True):
            assert rate.rate.value + rest.rate.value == pytest.approx(1)
    changes = {each.factor.name: each.avoidable for each in other.avoidable}
    for each in found.avoidable:
        turned(each.avoidable, changes[each.factor.name])


def turned(one: Estimate, other: Estimate) -> None:
    assert one.value == pytest.approx(-other.value, abs=1e-9)
    assert one.interval.low == pytest.approx(-other.interval.high, abs=1e-9)


@pytest.mark.parametrize(("most_left_out", "apart"), [(0, 1e-6), (MOST_LEFT_OUT, 0.02)])
def test_other_clients_of_the_same_kind_shrink_intervals_alone(
    most_left_out: int, apart: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Exactly by the plain sandwich, nearly by leaving out each client, whom twice as many make matter less."""
    monkeypatch.setattr(logistic, "MOST_LEFT_OUT", most_left_out)
    twice = log_of_rows([*ROWS, *(("D" + row[0], *row[1:]) for row in ROWS)])
    found, doubled = (adjusted(InMemory(log), NAMES) for log in (LOG, twice))
    clients = found.clients
    assert clients is not None
    assert (doubled.known, doubled.clients) == (2 * found.known, 2 * clients)

    def shrinks(one: Estimate) -> float:
        """For twice as many clients G / (G - 1) is nearer to 1, and Student's t to normal."""
        outside = (1 - one.interval.level) / 2
        reach = float(t.isf(outside, clients - 1) / t.isf(outside, 2 * clients - 1))
        return reach * math.sqrt(2 * (clients / (clients - 1)) / (2 * clients / (2 * clients - 1)))

    for one, two in zip(found.factors, doubled.factors, strict=True):
        assert one.risk_difference.value == pytest.approx(two.risk_difference.value)
        # Wilson's bounds draw nearer to the rates themselves, too.
        assert width(one.risk_difference) == pytest.approx(
            shrinks(one.risk_difference) * width(two.risk_difference), rel=max(apart, 2e-3)
        )
    for one_change, other in zip(found.avoidable, doubled.avoidable, strict=True):
        assert width(one_change.avoidable) == pytest.approx(
            shrinks(one_change.avoidable) * width(other.avoidable), rel=apart
        )


def test_the_same_clients_once_more_add_nothing_new() -> None:
    found, doubled = (adjusted(InMemory(log), NAMES) for log in (LOG, log_of_rows(ROWS * 2)))
    assert (doubled.known, doubled.clients) == (2 * found.known, found.clients)
    for one, two in zip(found.factors, doubled.factors, strict=True):
        assert one.risk_difference.value == pytest.approx(two.risk_difference.value)
        # Student's t is a little nearer to normal: its degrees of freedom come from the pairs of treatments.
        assert width(one.risk_difference) == pytest.approx(width(two.risk_difference), rel=2e-3)


def width(estimate: Estimate) -> float:
    return estimate.interval.high - estimate.interval.low


def test_a_constant_factor_changes_nothing_but_a_caution() -> None:
    red = Filters(levels=(("room", ("red",)),))
    found, without = adjusted(InMemory(LOG, red), NAMES), adjusted(InMemory(LOG, red), NAMES[:-1])
    same(found, without)
    assert [each for each in found.cautions if each not in without.cautions] == [ConstantFactors((LOG.factor("room"),))]


def test_filtering_to_every_level_changes_nothing() -> None:
    everything = Filters(levels=(("room", ("red", "green", "blue")),))
    same(adjusted(InMemory(LOG), NAMES), adjusted(InMemory(LOG, everything), NAMES))


@pytest.mark.parametrize("unit", ["treatments", "first treatments", "clients"])
def test_units(unit: Unit) -> None:
    found = adjusted(InMemory(LOG, counted=Counted(unit=unit)), NAMES[:2])
    is_answer(found)
    assert found.clients is not None
    assert (found.known > found.clients) == (unit == "treatments")


def test_every_outcome_gets_an_answer(sample: Log) -> None:
    for outcome in possible_outcomes(sample)[::4]:
        counts = InMemory(sample, counted=Counted(outcome))
        names = default_factors(counts)
        assert outcome.name not in names
        if names:
            assert isinstance(adjusted(counts, names), Adjusted)
        is_answer(adjusted(counts, names))
    makeup = next(each for each in possible_outcomes(sample) if each.name == "avoided_makeup")
    found = adjusted(InMemory(sample, counted=Counted(makeup)), ("avoided_makeup", "skin_type", "adherence_percent"))
    assert found.reason == IsTheOutcome((sample.factor("avoided_makeup"), sample.factor("adherence_percent")))


# The factors chosen unless a manager chooses others ----


def test_the_sample_log_finds_what_it_was_made_of(sample: Log) -> None:
    names = default_factors(InMemory(sample))
    found = adjusted(InMemory(sample), names)
    assert isinstance(found, Adjusted)
    assert found.events_per_parameter >= 10
    p_adjusted = {each.factor.name: each.p_adjusted for each in found.factors}
    for true in ("acne_history", "adherence_percent", "new_product", "moisturiser"):
        assert p_adjusted[true] < 0.05
    for none in ("harsh_product", "pre_cleanse"):
        assert p_adjusted[none] >= 0.05
    assert found.avoidable[0].factor.name == "adherence_percent"
    assert sum(each.known for each in found.factors[0].rates) == found.known
    assert sum(each.observed.breakouts for each in found.calibration) == found.breakouts


def test_the_defaults_hold_ten_events_for_each_parameter_by_fifths_too(sample: Log) -> None:
    names = default_factors(InMemory(sample), "levels")
    found = adjusted(InMemory(sample), names, "levels")
    assert isinstance(found, Adjusted)
    assert 10 <= found.events_per_parameter < 20
    assert set(names) < set(default_factors(InMemory(sample)))


def test_defaults_are_few_where_the_log_is_small() -> None:
    assert default_factors(InMemory(log_of_rows(ROWS[:150]))) in {("acne_history",), ("acne_history", "new_product")}
    assert default_factors(InMemory(log_of_rows(ROWS[:5]))) == ()
    assert default_factors(InMemory(log_of_rows(ROWS[:1]))) == ()


def test_defaults_leave_out_what_is_seldom_known() -> None:
    seldom = log_of_rows([(*row[:2], row[2] if place % 2 else "", *row[3:]) for place, row in enumerate(ROWS)])
    assert "acne_history" in default_factors(InMemory(LOG))
    assert "acne_history" not in default_factors(InMemory(seldom))


def test_defaults_leave_out_what_makes_no_fit() -> None:
    """New products and comedogenic moisturisers tell the outcome together, though not each alone."""
    outcome = {("yes", "non-comedogenic"): "yes", ("no", "comedogenic"): "no"}
    rows = [(*row[:7], outcome.get((row[3], row[4]), row[7])) for row in ROWS if row[4] != "none"]
    log = log_of_rows(rows)
    found = adjusted(InMemory(log), ("new_product", "moisturiser"))
    assert isinstance(found.reason, SeparatedOutcomes)
    names = default_factors(InMemory(log))
    assert "new_product" in names
    assert "moisturiser" not in names
    assert isinstance(adjusted(InMemory(log), names), Adjusted)


def test_defaults_leave_out_what_no_longer_fits_once_another_is_left_out() -> None:
    """Moisturiser makes no fit; without it three more types of skin are complete, too many for the breakouts."""
    rows = []
    for skin in ("normal", "dry"):
        for product, moisturiser, known, breakouts in (
            ("yes", "comedogenic", 30, 4),
            ("no", "non-comedogenic", 30, 4),
            ("yes", "non-comedogenic", 8, 8),
            ("no", "comedogenic", 30, 0),
        ):
            rows += [(skin, product, moisturiser, "yes" if each < breakouts else "no") for each in range(known)]
    for skin in ("oily", "combination", "sensitive"):
        rows += [(skin, "yes", "", "no" if each else "yes") for each in range(10)]
    log = log_of_rows(rows, "skin_type,new_product,moisturiser,breakout")
    refused = adjusted(InMemory(log), ("skin_type", "new_product", "moisturiser"))
    assert isinstance(refused.reason, SeparatedOutcomes)
    assert default_factors(InMemory(log)) == ("new_product",)
    assert isinstance(adjusted(InMemory(log), ("new_product",)), Adjusted)


# Logs that cannot tell ----


def test_adherence_and_what_it_is_made_of_are_not_allowed_for_together(sample: Log) -> None:
    found = adjusted(InMemory(sample), ("skin_type", "adherence_percent", "kept_clean"))
    assert found.reason == OverlappingFactors((sample.factor("adherence_percent"), sample.factor("kept_clean")))


def test_more_factors_than_the_log_can_carry(sample: Log) -> None:
    found = adjusted(InMemory(sample), ("cartridge_lot", "skin_type"))
    assert isinstance(found.reason, TooFewEvents)
    assert [each.name for each in found.asked] == ["cartridge_lot", "skin_type"]


def test_what_a_missing_factor_costs_is_stated() -> None:
    gaps = log_of_rows([(*row[:3], row[3] if place % 3 else "", *row[4:]) for place, row in enumerate(ROWS)])
    found = adjusted(InMemory(gaps), NAMES)
    assert found.left_out > 0.3 * (found.known + found.left_out)
    assert Incomplete in kinds(found.cautions)


def test_a_bent_line_is_doubted() -> None:
    chance = np.random.default_rng(4)
    rows = []
    for client in range(1500):
        value = int(chance.integers(0, 100))
        outcome = "yes" if chance.random() < (0.5 if abs(value - 50) > 25 else 0.1) else "no"
        rows.append((f"C{client}", "2026-05-01", "none", "no", "none", str(value), "red", outcome))
    found = adjusted(InMemory(log_of_rows(rows)), ("adherence_percent",))
    assert NotLinear in kinds(found.cautions)


DIFFICULT: dict[str, list[Row]] = {
    "one row": ROWS[:1],
    "all unknown": [(*row[:7], "") for row in ROWS[:200]],
    "no breakouts": [(*row[:7], "no") for row in ROWS[:200]],
    "all breakouts": [(*row[:7], "yes") for row in ROWS[:200]],
    "one breakout": [(*row[:7], "no" if place else "yes") for place, row in enumerate(ROWS[:200])],
    "one level": [(*row[:2], "none", "no", "none", "50", "red", row[7]) for row in ROWS[:400]],
    "a level with one treatment": [
        (*row[:6], "attic" if place == 1 else row[6], row[7]) for place, row in enumerate(ROWS)
    ],
    "a yes/no level with one treatment": [
        (*row[:3], "yes" if place == 1 else "no", *row[4:]) for place, row in enumerate(ROWS)
    ],
    "many levels": [(*row[:6], f"room {place % 50}", row[7]) for place, row in enumerate(ROWS)],
    "one client": [("C1", *row[1:]) for row in ROWS],
    "the outcome as a factor": [(*row[:3], row[7], *row[4:]) for row in ROWS],
    "two factors the same": [(*row[:6], row[4], row[7]) for row in ROWS],
    "nearly one value": [(*row[:5], "100" if place % 200 else "0", *row[6:]) for place, row in enumerate(ROWS)],
}


@pytest.mark.parametrize("entered", ["levels", "per unit"])
@pytest.mark.parametrize("kind", DIFFICULT)
def test_difficult_logs(kind: str, entered: Entered) -> None:
    log = log_of_rows(DIFFICULT[kind])
    present = tuple(name for name in NAMES if any(factor.name == name for factor in log.factors))
    for names in ((), *((name,) for name in present), present, default_factors(InMemory(log), entered)):
        found = adjusted(InMemory(log), names, entered)
        is_answer(found)
        for each in found.cautions:
            assert caution(each, BREAKOUTS)


def test_what_can_be_acted_on_but_has_no_safe_level_is_not_passed_over(sample: Log) -> None:
    unsafe = Filters(levels=(("moisturiser", ("comedogenic", "none")),))
    found = adjusted(InMemory(sample, unsafe), ("moisturiser", "new_product"))
    assert [each.name for each in found.without_safe_level] == ["moisturiser"]
    assert [each.factor.name for each in found.avoidable] == ["new_product"]
    assert adjusted(InMemory(sample), ("moisturiser", "new_product")).without_safe_level == ()


def test_what_could_prevent_breakouts_is_linked_after_adjusting(sample: Log) -> None:
    found = adjusted(InMemory(sample), default_factors(InMemory(sample)))
    linked = {each.factor.name for each in found.factors if each.is_linked}
    could_prevent = {each.factor.name for each in found.avoidable if each.is_linked}
    assert could_prevent == {"adherence_percent", "new_product", "moisturiser"}
    assert could_prevent <= linked
    assert "Moisturiser" in avoidable_finding(found.avoidable, BREAKOUTS)


def test_few_clients_who_come_back_never_read_that_events_are_missing() -> None:
    """Nine clients carry no comparison, whatever their treatments."""
    log = log_of_rows([(f"C{place % 9}", *row[1:]) for place, row in enumerate(ROWS)])
    assert default_factors(InMemory(log)) == ()
    total = at_a_glance(InMemory(log)).total
    assert "No factor can be suggested" in too_small_together(total, BREAKOUTS)
    assert "10 clients where some came back; counting each client once may help." in too_small_together(
        total, BREAKOUTS
    )
    few = at_a_glance(
        InMemory(log_of_rows([(*row[:7], "no" if place > 5 else "yes") for place, row in enumerate(ROWS[:90])]))
    )
    assert "too small to adjust for anything" in too_small_together(few.total, BREAKOUTS)
    found = adjusted(InMemory(log), ("new_product",))
    assert isinstance(found, Refusal)
    assert caution(found.reason, BREAKOUTS).endswith("Count each client once.")
