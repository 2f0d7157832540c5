"""What is shared outside the clinic gives no small count away, to an attacker who knows the rule and the groups."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.optimize import Bounds, LinearConstraint, milp

from analysis.counting.in_memory import InMemory
from analysis.counting.safe_counts import NotSafeError
from analysis.counting.safe_levels import RULES, Rule, safe_groups
from analysis.counting.tallies import AlikeClients
from analysis.methods.design_effect import clustering
from analysis.questions.at_a_glance import at_a_glance
from analysis.questions.safe_factors import Basis, safe_factors
from analysis.questions.safe_revisits import safe_revisits
from analysis.questions.sharing import for_sharing
from tests.logs import log_of

TABLES, LOGS = 200, 12
# Of a small count at least so many values must be possible.
FEWEST_POSSIBLE = 3


class Group(NamedTuple):
    """What an attacker sees of levels joined: which of the unknown counts are in each cell, and its count."""

    members: list[list[int]]
    cells: np.ndarray


def table(random: np.random.Generator) -> np.ndarray:
    """Return a table of some levels with breakouts, without, and unknown; most are small, the last may be empty."""
    means = random.choice([0.5, 2, 4, 8, 40], (random.integers(3, 9), 3))
    counts = random.poisson(means)
    counts[-1] *= random.integers(0, 2)
    return counts


def possible(groups: Iterable[Group], unknown: int, at: int, fewest: int) -> tuple[int, int]:
    """Return the least and the greatest value that an unknown count may have, given all that is published.

    The attacker also knows that a group was joined because a count in it was small, and that no level in it is empty.
    """
    groups = list(groups)
    joined = [group for group in groups if len(group.members) > 1]
    small = sum(len(each) for group in joined for each in group.members)
    rows: list[np.ndarray] = []
    low: list[float] = []
    high: list[float] = []
    largest = float(max(group.cells.max() for group in groups))

    def constrain(entries: dict[int, float], least: float, most: float) -> None:
        row = np.zeros(unknown + small)
        for place, factor in entries.items():
            row[place] += factor
        rows.append(row)
        low.append(least)
        high.append(most)

    for group in groups:
        for answer, cell in enumerate(group.cells):
            constrain({each[answer]: 1.0 for each in group.members}, cell, cell)
    mark = unknown
    for group in joined:
        first = mark
        for member in group.members:
            constrain(dict.fromkeys(member, 1.0), 1, np.inf)
            for place in member:
                # Where it is marked the count is 1 to fewest - 1.
                constrain({place: 1.0, mark: -1.0}, 0, np.inf)
                constrain({place: 1.0, mark: largest}, -np.inf, fewest - 1 + largest)
                mark += 1
        constrain(dict.fromkeys(range(first, mark), 1.0), 1, np.inf)
    bounds = Bounds(0, np.r_[np.full(unknown, largest), np.ones(small)])
    found = []
    for sign in (1, -1):
        goal = np.zeros(unknown + small)
        goal[at] = sign
        solved = milp(goal, constraints=LinearConstraint(np.array(rows), low, high), integrality=1, bounds=bounds)
        assert solved.success
        found.append(sign * round(solved.fun))
    return found[0], found[1]


@pytest.mark.parametrize("rule", [RULES["5"], RULES["7"]], ids=str)
def test_no_small_count_of_a_table_can_be_pinned_down(rule: Rule) -> None:
    random = np.random.default_rng(20261126)
    attacked = 0
    for _ in range(TABLES // 2):
        counts = table(random)
        found = safe_groups(counts, rule, is_ordered=bool(random.integers(2)))
        if found is None:
            continue
        for group in found:
            cells = counts[group].sum(axis=0)
            # Groups of one table have nothing in common: each is attacked by itself.
            members = [list(range(3 * at, 3 * at + 3)) for at in range(len(group))]
            of_cells = [
                (at, answer)
                for at, level in enumerate(group)
                for answer in range(3)
                if _small(int(counts[level, answer]), rule)
            ]
            for at, answer in of_cells[:1]:
                least, most = possible([Group(members, cells)], 3 * len(group), 3 * at + answer, rule.fewest)
                assert most - least + 1 >= FEWEST_POSSIBLE
                attacked += 1
    assert attacked > TABLES // 4


def _small(count: int, rule: Rule) -> bool:
    return 0 < count < rule.fewest


def nested(random: np.random.Generator) -> str:
    """Return a log whose practitioners work mostly in one clinic, and whose devices are used for some treatments."""
    rows = []
    for at in range(int(random.integers(150, 500))):
        practitioner = int(random.integers(8))
        clinic = practitioner // 3 if random.random() < 0.995 else int(random.integers(3))
        treatment = random.choice(4, p=[0.5, 0.3, 0.15, 0.05])
        outcome = random.choice(["no", "yes", ""], p=[0.75, 0.2, 0.05])
        rows.append(f"2026-0{1 + at % 6}-11,C{clinic},T{treatment},{'AB'[treatment // 2]},S{practitioner},{outcome}")
    return "treatment_date,sterilisation,treatment,device,skin_type,breakout\n" + "\n".join(rows)


def published(basis: Basis) -> Iterator[tuple[str, list[list[int]], np.ndarray]]:
    for each in safe_factors(basis)[0]:
        yield each.factor.name, each.groups, each.tally.counts


def test_tables_beside_each_other_give_no_small_count_away() -> None:
    """The attacker knows which practitioner works where: which combinations occur, but not how often."""
    random, attacked = np.random.default_rng(15), 0
    rule = RULES["5"]
    for _ in range(LOGS):
        counts = InMemory(log_of(nested(random)))
        basis = Basis(counts=counts, rule=rule, counts_unknown=rule.are_safe(counts.total.counts), shortest=None)
        tables = list(published(basis))
        names = [name for name, _, _ in tables]
        if not names:
            continue
        patterns = counts.combinations(*names)
        of_outcomes = basis.counted(patterns.counts)
        rows: list[np.ndarray] = []
        cells: list[int] = []
        for place, (_, groups, shown) in enumerate(tables):
            for group, of_group in zip(groups, shown, strict=False):
                inside = np.isin(patterns.codes[:, place], group)
                for answer in range(3):
                    row = np.zeros(of_outcomes.shape)
                    row[inside, answer] = 1
                    rows.append(row.ravel())
                    cells.append(int(of_group[answer]))
        known = LinearConstraint(np.array(rows), cells, cells)
        for place, (_, groups, _) in enumerate(tables):
            for level in {level for group in groups if len(group) > 1 for level in group}:
                inside = patterns.codes[:, place] == level
                for answer in range(3):
                    if _small(int(of_outcomes[inside, answer].sum()), rule):
                        goal = np.zeros(of_outcomes.shape)
                        goal[inside, answer] = 1
                        ends = [
                            sign * round(milp(sign * goal.ravel(), constraints=known, integrality=1).fun)
                            for sign in (1, -1)
                        ]
                        assert ends[1] - ends[0] + 1 >= FEWEST_POSSIBLE, names
                        attacked += 1
    assert attacked > LOGS // 2


@given(
    arrays(np.int64, st.tuples(st.integers(1, 9), st.just(3)), elements=st.integers(0, 30)),
    st.sampled_from([*RULES.values()]),
    st.booleans(),
)
def test_every_safe_table_adds_up_to_its_total(counts: np.ndarray, rule: Rule, is_ordered: bool) -> None:  # noqa: FBT001
    groups = safe_groups(counts, rule, is_ordered=is_ordered)
    if groups is not None:
        assert sorted(place for group in groups for place in group) == np.flatnonzero(counts.any(axis=1)).tolist()
        sums = np.array([counts[group].sum(axis=0) for group in groups])
        assert rule.are_safe(sums)
        assert rule.are_safe(rule.shown(sums))
        assert sums.sum(axis=0).tolist() == counts.sum(axis=0).tolist()
    elif len(counts[counts.any(axis=1)]) > 1:
        assert not rule.are_safe(counts)


def test_neighbours_are_joined_where_levels_have_an_order() -> None:
    counts = np.array([[90, 30, 9], [9, 2, 9], [50, 20, 9], [9, 9, 9], [0, 0, 0]])
    assert safe_groups(counts, Rule(), is_ordered=True) == [[0], [1, 2], [3]]
    assert safe_groups(counts, Rule(), is_ordered=False) == [[0], [1, 3], [2]]


def rows(breakouts: int, no_breakouts: int, unknown: int, level: str) -> list[str]:
    answers = ["yes"] * breakouts + ["no"] * no_breakouts + ["unknown"] * unknown
    return [f"{level},{answer}" for answer in answers]


def log_with(*lines: str) -> InMemory:
    return InMemory(log_of("\n".join(["practitioner,breakout", *lines])))


def test_few_unknown_outcomes_count_nowhere_and_names_become_letters() -> None:
    counts = log_with(*rows(9, 90, 1, "Anna"), *rows(20, 40, 2, "Bea"), *rows(2, 30, 0, "Cleo"))
    shared = for_sharing(counts, Rule(), at_a_glance(counts))
    assert shared is not None
    assert shared.without_unknown
    assert shared.counts.total.counts.tolist() == [160, 31, 0]
    tally = shared.counts.by("practitioner")
    assert tally.levels == ("A", "B", None)
    assert tally.counts.tolist() == [[90, 9, 0], [70, 22, 0], [0, 0, 0]]


@dataclass(frozen=True)
class OfClients:
    """Counts of which only the clients are asked for."""

    clients: np.ndarray

    def by_client(self) -> AlikeClients:
        return AlikeClients.each(self.clients)


def with_second_breakouts(clients: int, rule: Rule) -> tuple[float, float]:
    """Return the design effect, as it is and as it is shared, of 20 breakouts, where so many clients have two."""
    came_twice = [(0, 2, 0)] * clients + [(2, 0, 0)] * (30 - clients)
    once = [(0, 1, 0)] * (20 - 2 * clients) + [(1, 0, 0)] * (120 + 2 * clients)
    by_client = np.array([*came_twice, *once])
    basis = Basis(counts=OfClients(by_client), rule=rule, counts_unknown=True, shortest=None)
    return clustering(AlikeClients.each(by_client)).design_effect, safe_revisits(basis).clustering.design_effect


@pytest.mark.parametrize("rule", [RULES["5"], RULES["7"]], ids=str)
def test_a_shared_design_effect_does_not_show_how_many_clients_broke_out_twice(rule: Rule) -> None:
    found = [with_second_breakouts(clients, rule) for clients in range(11)]
    assert all(shared > whole for whole, shared in found)
    first, *_ = shared = [of for _, of in found]
    # Any number from none to the fewest that may be shown is possible.
    assert shared.count(first) >= rule.fewest
    assert len(set(shared)) <= 1 + 11 // rule.fewest


def test_safe_counts_refuse_whatever_they_do_not_hold() -> None:
    counts = log_with(*rows(9, 90, 0, "Anna"), *rows(20, 40, 0, "Bea"))
    shared = for_sharing(counts, Rule(), at_a_glance(counts))
    assert shared is not None
    for ask in (
        lambda: shared.counts.by("device"),
        lambda: shared.counts.by_both("practitioner", "practitioner"),
        lambda: shared.counts.patterns("practitioner"),
        lambda: shared.counts.combinations("practitioner"),
        shared.counts.by_grade,
    ):
        with pytest.raises(NotSafeError):
            ask()


def test_too_few_breakouts_are_not_shared() -> None:
    counts = log_with(*rows(3, 90, 0, "Anna"), *rows(1, 40, 0, "Bea"))
    assert for_sharing(counts, Rule(), at_a_glance(counts)) is None
