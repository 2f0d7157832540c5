"""Clients who came back tell less of some comparisons than of others: each has a design effect of its own."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.counting.in_memory import InMemory
from analysis.counting.tallies import ClientPairs, OneWay
from analysis.methods.association import CHI_SQUARE, FISHER, association_test
from analysis.methods.design_effect import clustering
from analysis.methods.likeness import LEAST, Likeness
from analysis.methods.one_factor import examine
from analysis.methods.rate import level_rates
from analysis.outcome_log.log import CLIENT, OUTCOME, Factor, Log
from analysis.results import INDEPENDENT, Clustering
from tests.tallies import REFERENCE

KNOWN = json.loads((REFERENCE / "clustered.json").read_text(encoding="utf-8"))
NOTHING = Clustering(0, 1.0)
LEVELS = ("a", "b", "c")
# Of each treatment the client, the level and the outcome.
TREATMENTS = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 2), st.integers(0, 1)), min_size=4, max_size=60)


def log_of(client: list[int], level: list[str], breakout: list[int], levels: tuple[str, ...]) -> Log:
    frame = pd.DataFrame(
        {
            CLIENT: pd.Categorical([f"C{each}" for each in client]),
            "x": pd.Categorical(level, levels),
            OUTCOME: pd.Categorical([("no", "yes")[each] for each in breakout], ["no", "yes"]),
        }
    )
    return Log(frame, (Factor("x", "X", "category", levels, is_extra=True),))


def known(name: str) -> tuple[OneWay, Likeness]:
    of = KNOWN["treatments"]
    counts = InMemory(log_of(of["client"], of[name], of["breakout"], tuple(sorted(set(of[name])))))
    tally = counts.by("x").named
    return tally, Likeness.of(tally, counts.pairs("x"), NOTHING)


def alike(treatments: list[tuple[int, int, int]], times: int = 1) -> tuple[OneWay, Likeness]:
    """Return the likeness within treatments, each noted so many times."""
    by_client = np.zeros((10, len(LEVELS), 2))
    np.add.at(by_client, tuple(np.array(treatments).T), times)
    tally = OneWay("x", LEVELS, np.pad(by_client.sum(axis=0), ((0, 0), (0, 1))).astype(int))
    return tally, Likeness.of(tally, paired(LEVELS, by_client[by_client.any(axis=(1, 2))]), NOTHING)


def paired(levels: tuple[str, ...], by_client: np.ndarray) -> ClientPairs:
    """Return the pairs of treatments by client, level and outcome."""
    back = by_client[by_client.sum(axis=(1, 2)) > 1].reshape(-1, 2 * len(levels))
    treatments, shape = back.sum(axis=0), (len(levels), 2)
    pairs = back.T @ back - np.diag(treatments)
    return ClientPairs(levels, pairs.reshape(shape * 2), treatments.reshape(shape), len(by_client))


@pytest.mark.parametrize("name", ["skin", "product", "team"])
def test_rates_are_as_sure_as_r_says(name: str) -> None:
    """R's survey package, clients as its clusters."""
    assert known(name)[1].rates() == pytest.approx(KNOWN["rates"][name], rel=1e-8)


@pytest.mark.parametrize(
    ("name", "first", "second"), [("skin", "c", "a"), ("product", "yes", "no"), ("team", "E", "A")]
)
def test_differences_and_ratios_are_as_sure_as_r_says(name: str, first: str, second: str) -> None:
    expected = KNOWN["contrasts"][name]
    found = known(name)[1].difference(first, second)
    for each in ("difference", "risk_ratio", "odds_ratio"):
        assert getattr(found, each) == pytest.approx(expected[each], rel=1e-8)


@pytest.mark.parametrize("name", ["skin", "product", "team"])
def test_a_table_of_several_levels_is_as_sure_as_r_says(name: str) -> None:
    """Its own ``svychisq`` weighs by log-odds, and has as many degrees of freedom as clients: p agrees closely."""
    (tally, likeness), expected = known(name), KNOWN["tables"][name]
    table = likeness.table()
    assert table.mean == pytest.approx(expected["mean"], rel=1e-8)
    found = association_test(tally.breakouts, tally.no_breakouts, table)
    assert found is not None
    assert found.p_value == pytest.approx(expected["p"], rel=0.15)


@pytest.mark.parametrize("name", ["skin", "product", "team"])
def test_degrees_of_freedom_are_close_to_those_of_r(name: str) -> None:
    """Bell and McCaffrey's, by R's clubSandwich, which also allows for each client's part in the fitted means."""
    likeness = known(name)[1]
    first, *others = likeness.levels
    found = [likeness.difference(level, first).freedom for level in others]
    assert found == pytest.approx(KNOWN["freedom"][name], rel=0.05)


def test_one_client_who_came_back_leaves_everything_almost_as_sure_as_before() -> None:
    """The degrees of freedom rest on those who came back: with a single one there is hardly any doubt to allow for."""
    client, level = np.append(np.arange(99), 98), np.arange(100) % 2
    _, likeness = alike_of(client, level, (np.arange(100) % 5 == 0).astype(int))
    effects = likeness.difference("b", "a")
    assert effects.freedom == 98
    assert likeness.table().independent


def test_what_varies_within_clients_is_surer_than_what_is_their_own() -> None:
    """The whole log's design effect, for everything alike, gave away what a comparison within clients tells."""
    skin, product = (known(name)[1] for name in ("skin", "product"))
    within, between = product.difference("yes", "no"), skin.difference("c", "a")
    assert within.difference < 1.2
    assert between.difference > 1.5


def at_both_levels(clients: int, differ: int) -> Likeness:
    """Return the likeness of clients treated once at each of two levels, half with a breakout, some at one only."""
    client = np.repeat(np.arange(clients), 2)
    level = np.tile([0, 1], clients)
    yes = np.repeat(np.arange(clients) % 2, 2)
    yes[: 2 * differ : 2] = 1 - yes[: 2 * differ : 2]
    return alike_of(client, level, yes)[1]


def test_clients_treated_at_both_levels_make_a_difference_surer() -> None:
    """By hand: of 60 clients, 20 with other outcomes, the difference has the variance of their 20 differences."""
    likeness = at_both_levels(60, 20)
    # Both rates are a half. Per client the difference is 0 (40 clients), 1 or -1 (10 each): its square adds up to 20;
    # alone the 120 treatments add up to 120 / 4.
    expected = 60 / 59 * 20 / 30
    assert likeness.difference("b", "a").difference == pytest.approx(expected)
    assert likeness.table().mean == pytest.approx(expected)
    # Each rate on its own rests on one treatment a client.
    assert likeness.rates() == pytest.approx((60 / 59, 60 / 59))


@pytest.mark.parametrize(("clients", "least"), [(40, 1.0), (60, LEAST)])
def test_a_few_clients_make_nothing_look_certain(clients: int, least: float) -> None:
    assert at_both_levels(clients, 0).difference("b", "a").difference == least
    assert at_both_levels(clients, 0).table().mean == least


def test_an_exact_test_stands_only_where_hardly_any_client_came_back() -> None:
    rare = np.array([1, *[0] * 199])
    seldom = np.append(np.arange(199), 198)
    for client, name in ((seldom, FISHER), (np.arange(200) // 2, CHI_SQUARE)):
        tally, likeness = alike_of(client, np.arange(200) % 2, rare)
        found = association_test(tally.breakouts, tally.no_breakouts, likeness.table())
        assert found is not None
        assert found.name == name


@given(TREATMENTS)
def test_few_clients_who_never_repeat_are_independent_and_nothing_is_narrowed(
    treatments: list[tuple[int, int, int]],
) -> None:
    tally, likeness = alike(treatments)
    assert min(*likeness.rates(), likeness.whole(), likeness.along(np.arange(3.0)).mean, likeness.table().mean) >= 1
    each_once = [(place % 10, level, outcome) for place, (_, level, outcome) in enumerate(treatments[:10])]
    tally, likeness = alike(each_once)
    no_pairs = Likeness.of(tally, None, INDEPENDENT)
    assert likeness.pairs is not None
    assert not likeness.pairs.any()
    if len(each_once) > 1:
        widest = len(each_once) / (len(each_once) - 1)
        assert max(likeness.rates()) <= widest + 1e-9
    assert no_pairs.rates() == (1.0, 1.0, 1.0)


@given(TREATMENTS)
def test_treatments_noted_twice_count_no_more_than_once(treatments: list[tuple[int, int, int]]) -> None:
    """The same intervals, where the once noted are no surer for what their clients have in common."""
    (once, likeness), (twice, doubled) = alike(treatments), alike(treatments, 2)
    rates = zip(level_rates(once, likeness.rates()), level_rates(twice, doubled.rates()), strict=True)
    effects = zip(likeness.rates(), rates, strict=True)
    for effect, (one, two) in effects:
        if one.rate is not None and two.rate is not None and effect > 1 and 0 < one.rate.value < 1:
            assert two.rate.interval.low == pytest.approx(one.rate.interval.low, abs=1e-9)
            assert two.rate.interval.high == pytest.approx(one.rate.interval.high, abs=1e-9)


def test_a_log_without_repeats_has_the_answer_of_independent_treatments() -> None:
    chance = np.random.default_rng(1)
    level = [LEVELS[place] for place in chance.integers(0, 3, 300)]
    log = log_of(list(range(300)), level, chance.integers(0, 2, 300).tolist(), LEVELS)
    counts = InMemory(log)
    assert counts.pairs("x") is None
    factor = log.factors[0]
    with_clients = examine(factor, counts.by("x"), clustering(counts.by_client()), pairs=counts.pairs("x"))
    assert with_clients == examine(factor, counts.by("x"))


def test_what_stays_with_the_client_and_what_does_not_are_both_flagged_as_seldom_as_promised() -> None:
    """With one design effect for all, 0.1 of 100 tests of what varies within clients fell below p = 0.05."""
    chance, below = np.random.default_rng(7), []
    client = np.repeat(np.arange(120), 5)
    for _ in range(400):
        yes = chance.normal(size=120)[client] * 2 + chance.normal(size=600) > 1.5
        own, varying = chance.integers(0, 2, 120)[client], chance.integers(0, 2, 600)
        for level in (own, varying):
            _, likeness = alike_of(client, level, yes)
            table = likeness.counts
            test = association_test(table[:, 1].astype(int), table[:, 0].astype(int), likeness.table())
            below.append(test is not None and test.p_value < 0.05)
    of_clients, within = np.mean(below[::2]), np.mean(below[1::2])
    assert 0.025 <= of_clients <= 0.08
    assert 0.025 <= within <= 0.08


def alike_of(client: np.ndarray, level: np.ndarray, yes: np.ndarray) -> tuple[OneWay, Likeness]:
    flat = np.zeros((client.max() + 1, 4))
    np.add.at(flat, (client, 2 * level + yes), 1)
    counts = flat.sum(axis=0).reshape(2, 2)
    tally = OneWay("x", ("a", "b"), np.pad(counts, ((0, 0), (0, 1))).astype(int))
    return tally, Likeness.of(tally, paired(("a", "b"), flat.reshape(-1, 2, 2)), NOTHING)
