from __future__ import annotations

import math
from random import Random
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import chi2

from analysis.counting.tallies import TwoWay
from analysis.methods.cautions import Caution, FewBreakouts, ManyLevels, NothingKnown, OneLevel, SameOutcome
from analysis.methods.closer_cautions import ThinGroups
from analysis.methods.together import (
    LIKELIHOOD_RATIO,
    MOST_COLUMNS,
    MOST_ROWS,
    PEARSON,
    put_together,
)
from analysis.results import Clustering
from tests.methods.two_factors import DEPARTMENT, SEX, berkeley, noisy, r_values, tally_of
from tests.tallies import factor, numbers_in

if TYPE_CHECKING:
    from analysis.results import Test
    from tests.methods.two_factors import Groups
    from tests.tallies import Known

FIRST = factor(name="lot", title="Lot", is_extra=True)
SECOND = factor(name="acne", title="Acne history", is_extra=True)


def made(no_breakouts: np.ndarray, breakouts: np.ndarray, design_effect: float = 1.0) -> Test | None:
    """Return the test of two factors put together, with these counts of their levels."""
    cells = np.pad(np.stack([no_breakouts, breakouts, np.zeros_like(breakouts)], axis=-1), ((0, 1), (0, 1), (0, 0)))
    levels = tuple((*range(places - 1), None) for places in cells.shape[:2])
    clustering = Clustering(int(design_effect > 1), design_effect)
    return put_together(FIRST, SECOND, TwoWay((FIRST.name, SECOND.name), levels, cells), clustering).test


@pytest.mark.parametrize("known", r_values("together"), ids=lambda known: known["name"])
def test_it_is_the_deviance_of_r_or_where_cells_are_thin_the_pearson_statistic(known: Known) -> None:
    breakouts, treatments = np.array(known["breakouts"]), np.array(known["known"])
    test = made(treatments - breakouts, breakouts, known["design_effect"])
    if test.name == LIKELIHOOD_RATIO:
        assert test.statistic == pytest.approx(known["statistic"], rel=1e-8)
        assert test.p_value == pytest.approx(known["p"], rel=1e-8)
    else:
        assert test.name == PEARSON
        assert test.statistic == pytest.approx(known["pearson"], rel=1e-6)
        assert known["smallest_expected"] < 5


def test_r_is_met_by_both_statistics() -> None:
    names = set()
    for known in r_values("together"):
        breakouts = np.array(known["breakouts"])
        names.add(made(np.array(known["known"]) - breakouts, breakouts).name)
    assert names == {LIKELIHOOD_RATIO, PEARSON}


def test_berkeley() -> None:
    found = put_together(SEX, DEPARTMENT, berkeley())
    assert (found.rows, found.columns) == (DEPARTMENT, SEX)
    assert found.row_levels == tuple("ABCDEF")
    assert found.test.statistic == pytest.approx(20.20, abs=0.005)
    assert found.test.p_value < 0.01
    assert found.highest.level == ("A", "Female")
    assert (found.cells[0][1].breakouts, found.cells[0][1].treatments) == (89, 108)
    assert found.left_out == ()


@pytest.mark.parametrize(("rows", "columns"), [(50, 3), (3, 50), (50, 50), (13, 9)])
def test_too_many_levels_are_narrowed_to_the_largest_and_the_others_named(rows: int, columns: int) -> None:
    found = put_together(FIRST, SECOND, tally_of(noisy(rows, columns)))
    assert len(found.row_levels) == min(max(rows, columns), MOST_ROWS)
    assert len(found.column_levels) == min(rows, columns, MOST_COLUMNS)
    out = {of.name: levels for of, levels in found.left_out}
    assert len(out["lot" if rows >= columns else "acne"]) == max(rows, columns) - MOST_ROWS
    if rows >= columns:
        assert found.row_levels == tuple(f"lot {row}" for row in range(rows - MOST_ROWS, rows))
        assert out["lot"] == tuple(f"lot {row}" for row in range(rows - MOST_ROWS))


@pytest.mark.parametrize(("rows", "columns"), [(50, 20), (20, 50)])
def test_levels_that_are_compared_are_shown_however_small_they_are(rows: int, columns: int) -> None:
    of = tally_of(noisy(rows, columns))
    found = put_together(FIRST, SECOND, of, compared=(("lot 0", "lot 7"), (1,)))
    lots, acne = (found.row_levels, found.column_levels)[:: 1 if rows > columns else -1]
    most = {FIRST: MOST_ROWS, SECOND: MOST_COLUMNS} if rows > columns else {FIRST: MOST_COLUMNS, SECOND: MOST_ROWS}
    assert (len(lots), len(acne)) == (most[FIRST], most[SECOND])
    assert lots == ("lot 0", "lot 7", *(f"lot {row}" for row in range(rows - most[FIRST] + 2, rows)))
    assert acne == (1, *range(columns - most[SECOND] + 1, columns))
    assert not {"lot 0", "lot 7"} & {level for _, out in found.left_out for level in out}


def test_a_level_that_is_compared_but_does_not_occur_with_the_other_factor_is_not_shown() -> None:
    of = tally_of({"none": {"a": (3, 60), "b": (5, 60), "c": (0, 0)}, "past": {"a": (6, 50), "b": (4, 60)}})
    assert put_together(FIRST, SECOND, of, compared=(("c", "gone"), ())).row_levels == ("a", "b")


def test_the_one_with_more_levels_makes_the_rows() -> None:
    assert put_together(FIRST, SECOND, tally_of(noisy(2, 5))).rows == SECOND
    assert put_together(FIRST, SECOND, tally_of(noisy(5, 2))).rows == FIRST


def test_a_small_cell_is_not_shown_and_not_the_highest() -> None:
    of = {"none": {"a": (3, 60), "b": (9, 0)}, "current": {"a": (6, 50), "b": (4, 60)}}
    found = put_together(FIRST, SECOND, tally_of(of))
    assert [cell.level for cell in found.shown] == [("a", "none"), ("a", "current"), ("b", "current")]
    assert [(cell.breakouts, cell.treatments) for cell in found.shown] == [(3, 63), (6, 56), (4, 64)]
    assert found.highest is None


def test_people_are_not_pointed_at() -> None:
    of = {"none": {"a": (3, 60), "b": (3, 60)}, "current": {"a": (3, 60), "b": (40, 60)}}
    staff = factor(name="practitioner", title="Practitioner")
    assert put_together(FIRST, SECOND, tally_of(of)).highest.level == ("b", "current")
    assert put_together(staff, SECOND, tally_of(of)).highest is None


@pytest.mark.parametrize(
    ("of", "why"),
    [
        ({}, NothingKnown()),
        ({"none": {}}, NothingKnown()),
        ({"none": {"a": (3, 60)}}, OneLevel()),
        ({"none": {"a": (3, 60), "b": (3, 60)}}, OneLevel()),
        ({"none": {"a": (0, 60), "b": (0, 60)}, "current": {"a": (0, 60), "b": (0, 60)}}, SameOutcome(0, 240)),
        ({"none": {"a": (60, 0), "b": (60, 0)}, "current": {"a": (60, 0), "b": (60, 0)}}, SameOutcome(240, 240)),
        (noisy(60, 2), ManyLevels(60, 50)),
    ],
)
def test_it_says_why_there_is_no_test(of: Groups, why: Caution) -> None:
    found = put_together(FIRST, SECOND, tally_of(of))
    assert found.test is None
    assert found.cautions == (why,)


def test_levels_that_never_meet_cannot_be_tested() -> None:
    found = put_together(FIRST, SECOND, tally_of({"none": {"a": (3, 60)}, "current": {"b": (6, 50)}}))
    assert found.test is None
    assert found.cautions == (FewBreakouts(9, 110, 10), ThinGroups(1, 2, 5))


@pytest.mark.parametrize("turned", [False, True])
def test_a_level_without_breakouts_fits_any_model(*, turned: bool) -> None:
    of = {"none": {"a": (9, 60), "b": (12, 60)}, "current": {"a": (16, 50), "b": (14, 60)}}
    more = {**of, "past": {"a": (0, 40), "b": (0, 30)}}
    if turned:
        of, more = (
            {group: {level: cell[::-1] for level, cell in levels.items()} for group, levels in each.items()}
            for each in (of, more)
        )
    one, two = (put_together(FIRST, SECOND, tally_of(each)).test for each in (of, more))
    assert two.statistic == pytest.approx(one.statistic)
    assert two.p_value == pytest.approx(one.p_value)


GRID = st.integers(2, 4).flatmap(
    lambda columns: st.lists(
        st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), min_size=columns, max_size=columns),
        min_size=2,
        max_size=5,
    )
)


@given(GRID, st.randoms(use_true_random=False))
def test_the_other_coding_the_other_way_round_and_another_order_change_nothing(
    grid: list[list[tuple[int, int]]], random: Random
) -> None:
    cells = np.array(grid)
    rows = list(range(len(cells)))
    random.shuffle(rows)
    test = made(cells[..., 0], cells[..., 1])
    for other in (
        made(cells[..., 1], cells[..., 0]),
        made(cells[..., 0].T, cells[..., 1].T),
        made(cells[rows][..., 0], cells[rows][..., 1]),
    ):
        assert (other is None) == (test is None)
        if test is not None:
            assert other.name == test.name
            assert other.statistic == pytest.approx(test.statistic, rel=1e-4, abs=1e-5)


@given(GRID)
def test_a_design_effect_of_two_makes_the_log_twice_worth_the_log_once(grid: list[list[tuple[int, int]]]) -> None:
    cells = np.array(grid)
    once = made(cells[..., 0], cells[..., 1])
    twice = made(2 * cells[..., 0], 2 * cells[..., 1], 2.0)
    assert (once is None) == (twice is None)
    if once is not None:
        assert twice.name == once.name
        assert twice.statistic == pytest.approx(once.statistic, rel=1e-4, abs=1e-5)


@given(GRID, st.floats(1, 3))
def test_whatever_is_counted_gives_numbers(grid: list[list[tuple[int, int]]], effect: float) -> None:
    of = {f"group {i}": {f"lot {j}": cell for j, cell in enumerate(row)} for i, row in enumerate(grid)}
    found = put_together(FIRST, SECOND, tally_of(of), Clustering(2, effect))
    assert all(cell.treatments == cell.rate.known for cell in found.shown)
    assert all(math.isfinite(number) for number in numbers_in(found))
    if found.test is not None:
        assert 0 <= found.test.p_value <= 1


@pytest.mark.parametrize(("rows", "columns"), [(3, 3), (12, 5)])
def test_without_interaction_it_is_hardly_ever_found(rows: int, columns: int) -> None:
    """As the Methods page says: about 5 of 100 tests fall below p = 0.05; with the deviance of thin cells more do."""
    random = np.random.default_rng(1)
    found, by_deviance = [], []
    for _ in range(300):
        shares = np.outer(random.dirichlet(np.full(rows, 3)), random.dirichlet(np.full(columns, 3)))
        known = random.multinomial(2400, shares.ravel()).reshape(rows, columns)
        odds = -2.5 + random.normal(0, 0.4, rows)[:, None] + random.normal(0, 0.4, columns)
        breakouts = random.binomial(known, 1 / (1 + np.exp(-odds)))
        found.append(made(known - breakouts, breakouts).p_value < 0.05)
        # Many times the log, so that no cell is thin, and as many times the design effect.
        deviance = made(1000 * (known - breakouts), 1000 * breakouts)
        by_deviance.append(chi2.sf(deviance.statistic / 1000, (rows - 1) * (columns - 1)) < 0.05)
    assert np.mean(found) <= 0.08
    if rows * columns > 9:
        assert np.mean(by_deviance) > 0.09
