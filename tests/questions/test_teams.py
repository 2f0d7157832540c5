"""Units compared: what they are adjusted for, what stays when names go, and what one unit is told."""

from __future__ import annotations

import datetime as dt
from functools import cache
from pathlib import Path

import pytest

from analysis.counting.in_memory import InMemory
from analysis.methods.model_cautions import NothingChosen, TooFewEvents
from analysis.outcome_log.filters import Filters
from analysis.questions.one_unit import one_unit
from analysis.questions.teams import FIRST_UNITS, NOT_OF_CLIENTS, letters, possible_units, teams
from analysis.wording.teams import teams_left_out
from tests.logs import log_of
from tests.tallies import BREAKOUTS

SAMPLE = Path(__file__).parents[2] / "sample_data" / "outcomes.csv"


@cache
def sample() -> InMemory:
    return InMemory(log_of(SAMPLE.read_bytes()))


def test_what_a_manager_compares_first_comes_first() -> None:
    names = [each.name for each in possible_units(sample())]
    assert tuple(names[:4]) == FIRST_UNITS
    assert "new_product" not in names
    assert "fitzpatrick" not in names


def test_what_is_adjusted_for_are_the_clients_and_neither_the_unit_nor_how_it_treats() -> None:
    found = teams(sample(), "practitioner", adjusted=True)
    assert found is not None
    assert found.expected is not None
    names = [each.name for each in found.expected.factors]
    assert names[:3] == ["acne_history", "active_acne", "skin_type"]
    assert not {*names} & {*NOT_OF_CLIENTS, "practitioner", "practitioner_grade", "clinic"}
    skin = teams(sample(), "skin_type", adjusted=True)
    assert skin is not None
    assert skin.expected is not None
    assert "skin_type" not in [each.name for each in skin.expected.factors]


@pytest.mark.parametrize("unit", ["practitioner", "cartridge_lot"])
def test_expected_and_observed_breakouts_are_as_many(unit: str) -> None:
    found = teams(sample(), unit, adjusted=True)
    assert found is not None
    expected = sum(each.expected for each in found.funnel.units)
    assert expected == pytest.approx(sum(each.observed.breakouts for each in found.funnel.units), rel=1e-8)
    assert found.funnel.centre == pytest.approx(found.on_its_own.centre)


def test_who_treats_the_clients_at_risk_is_as_expected_after_adjusting() -> None:
    """P1 treats nearly all clients with current acne, who break out more often whoever treats them."""
    rows = [("P1", "current", 24, 56), ("P1", "none", 1, 19), ("P2", "none", 15, 285), ("P2", "current", 3, 7),
            ("P3", "none", 15, 285), ("P3", "current", 3, 7)]  # fmt: skip
    lines = [
        f"{who},{acne},{outcome}"
        for who, acne, yes, no in rows
        for outcome, number in (("yes", yes), ("no", no))
        for _ in range(number)
    ]
    counts = InMemory(log_of("practitioner,acne_history,breakout\n" + "\n".join(lines) + "\n"))
    found = teams(counts, "practitioner", adjusted=True)
    assert found is not None
    own, adjusted = found.pairs[0]
    assert (own.side, adjusted.side) == ("above", None)
    because = found.why("P1")
    assert because is not None
    assert (because.factor.name, because.level) == ("acne_history", "current")
    assert (because.share, because.others) == (0.8, 20 / 620)


def test_a_log_too_small_to_adjust_says_why_and_compares_all_the_same() -> None:
    rows = "".join(f"P{at % 4},{'past' if at % 3 else 'none'},{'yes' if at % 6 else 'no'}\n" for at in range(30))
    found = teams(InMemory(log_of("practitioner,acne_history,breakout\n" + rows)), "practitioner", adjusted=True)
    assert found is not None
    assert isinstance(found.not_adjusted, TooFewEvents)
    assert not found.funnel.is_adjusted


def test_the_factors_adjusted_for_can_be_chosen_and_one_that_cannot_join_is_named() -> None:
    """Each practitioner works at one clinic, so nothing tells the two apart."""
    found = teams(sample(), "practitioner", adjusted=True, of=("acne_history", "needle_depth_mm", "clinic"))
    assert found is not None
    assert found.expected is not None
    assert [each.name for each in found.expected.factors] == ["acne_history", "needle_depth_mm"]
    assert [each.name for each in found.cannot_join] == ["clinic"]
    assert "This log cannot adjust for Clinic as well." in tuple(teams_left_out(found, BREAKOUTS))
    nothing = teams(sample(), "practitioner", adjusted=True, of=())
    assert nothing is not None
    assert nothing.not_adjusted == NothingChosen()


def test_letters_take_the_place_of_names_everywhere_and_tell_nothing_without_the_key() -> None:
    found = teams(sample(), "practitioner", adjusted=True)
    assert found is not None
    levels = [each.observed.level for each in found.funnel.units]
    named, others = letters(levels, b"one"), letters(levels, b"another")
    assert sorted(named.values()) == list("ABCDEFGHIJKL")
    assert named != others
    hidden = found.renamed(named)
    assert [each.observed.level for each in hidden.funnel.units] == sorted(named.values())
    assert "P01" not in repr(hidden.funnel) + repr(hidden.on_its_own) + repr(hidden.shrunken) + repr(hidden.expected)
    for level, letter in named.items():
        assert hidden.why(letter) == found.why(level)
    assert sorted(letters(range(28), b"key").values())[:4] == ["A", "AA", "AB", "B"]


def test_one_unit_has_its_clients_beside_all_others_and_its_own_trend() -> None:
    found = one_unit(sample(), "practitioner", "P03")
    for factor in {each.factor.name for each in found.shares}:
        own = [each.own for each in found.shares if each.factor.name == factor and each.own is not None]
        assert sum(own) == pytest.approx(1)
    assert found.trend is not None
    assert sum(each.observed.known for each in found.trend.chart.points) == 266


def test_a_bad_lot_is_found_with_its_days_and_clinics() -> None:
    found = teams(sample(), "cartridge_lot")
    assert found is not None
    assert [*found.renamed(letters([each.observed.level for each in found.funnel.units], b"key")).used.values()] == [
        *found.used.values()
    ]
    assert [*found.used] == ["L2503"]
    used = found.used["L2503"]
    assert used.period == (dt.date(2025, 3, 1), dt.date(2025, 3, 31))
    assert used.clinics == ("Café Quarter", "Harbour", "Northgate")
    assert used.treatments == 59


@pytest.mark.parametrize("unit", ["clients", "first treatments"])
def test_clients_counted_once_are_compared_too(unit: str) -> None:
    counts = sample().of(type(sample().counted)(sample().counted.outcome, unit))
    found = teams(counts, "practitioner", adjusted=True)
    assert found is not None
    assert len(found.funnel.units) == 12
    assert (one_unit(counts, "practitioner", "P01").trend is None) == (unit == "clients")


def test_five_hundred_units_are_compared() -> None:
    rows = "".join(f"L{place % 500},{'yes' if place % 11 == 0 else 'no'}\n" for place in range(5_000))
    found = teams(InMemory(log_of("cartridge_lot,breakout\n" + rows)), "cartridge_lot", adjusted=True)
    assert found is not None
    assert len(found.funnel.units) == 500
    assert found.not_adjusted is not None


def test_filters_leave_out_units_without_treatments() -> None:
    counts = InMemory(sample()._log, Filters(levels=(("practitioner", ("P01",)),)))
    found = teams(counts, "practitioner", adjusted=True)
    assert found is not None
    assert [each.observed.level for each in found.funnel.units] == ["P01"]
