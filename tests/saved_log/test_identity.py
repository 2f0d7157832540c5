"""Which treatment a row is about: an outcome filled in later is a change, two treatments stay two."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.saved_log.identity import base_and_number, identities
from analysis.saved_log.texts import text_columns
from tests.logs import log_of

HEADER = "treatment_id,client_id,treatment_date,clinic,skin_type,breakout\n"


def keys(text: str) -> list[str]:
    log = log_of(text)
    return identities(text_columns(log), len(log)).keys()


def counts(text: str) -> dict[str, int]:
    log = log_of(text)
    return {kind: count for kind, count in identities(text_columns(log), len(log)).counts().items() if count}


def test_the_file_s_own_id_comes_first_then_client_and_day_then_the_whole_row() -> None:
    text = HEADER + "T1,C1,2026-01-05,Park,oily,no\n,C1,2026-01-05,Park,oily,no\n,C2,,Park,oily,no\n"
    assert counts(text) == {"treatment ID": 1, "client and date": 1, "whole row": 1}
    assert len(set(keys(text))) == 3


def test_an_outcome_filled_in_later_makes_no_other_treatment() -> None:
    before = HEADER + ",C1,2026-01-05,Park,,\n,C2,2026-01-05,Park,,\n"
    after = HEADER + ",C1,2026-01-05,park ,oily,yes\n,C2,2026-01-05,PARK,dry,no\n"
    assert keys(before) == keys(after)


@pytest.mark.parametrize("other", [",C2,2026-01-05,Park,,", ",C1,2026-01-06,Park,,", ",C1,2026-01-05,Harbour,,"])
def test_another_client_day_or_clinic_is_another_treatment(other: str) -> None:
    first, second = keys(f"{HEADER},C1,2026-01-05,Park,,\n{other}\n")
    assert first != second


def test_two_alike_are_two_whatever_order_they_stand_in() -> None:
    lines = [",C1,2026-01-05,Park,dry,no\n", ",C1,2026-01-05,Park,oily,yes\n", ",C1,2026-01-05,Park,dry,no\n"]
    dry, oily, dry_too = keys(HEADER + "".join(lines))
    assert len({dry, oily, dry_too}) == 3
    assert keys(HEADER + "".join(reversed(lines)))[1] == oily


def test_an_id_that_looks_like_a_made_one_is_none() -> None:
    made = keys("client_id,treatment_date,breakout\nC1,2026-01-05,no\n")[0]
    assert keys(f"treatment_id,breakout\n{made},no\n") != [made]
    first, second = keys("treatment_id,breakout\nT1#1,no\nT1,no\n")
    assert base_and_number(first)[0] != base_and_number(second)[0]


def test_a_spreadsheet_s_point_zero_makes_no_other_id_but_capitals_do() -> None:
    assert keys("treatment_id,breakout\n12,no\n13,no\n") == keys("treatment_id,breakout\n12.0,no\n13.0,no\n")
    assert len(set(keys("treatment_id,breakout\naB3,no\nab3,no\n"))) == 2


cells = st.sampled_from(["", "a", "b", "ab", "1:", "2:a"])


@settings(max_examples=40, deadline=None, derandomize=True)
@given(st.lists(st.tuples(cells, cells), min_size=1, max_size=8), st.randoms(use_true_random=False))
def test_whole_rows_have_the_same_key_only_where_they_say_the_same(rows: list[tuple[str, str]], chance: object) -> None:
    def keyed(order: list[tuple[str, str]]) -> list[tuple[tuple[str, str], str]]:
        text = "skin,clinic,practitioner,breakout\n" + "".join(f"oily,{one},{other},no\n" for one, other in order)
        return list(zip(order, keys(text), strict=True))

    told = keyed(rows)
    assert len({key for _, key in told}) == len(rows)
    assert all(
        (one == other) == (base_and_number(a)[0] == base_and_number(b)[0]) for one, a in told for other, b in told
    )
    shuffled = list(rows)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert sorted(keyed(shuffled)) == sorted(told)
