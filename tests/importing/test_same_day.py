"""Several rows of a client and a day: nobody counts one treatment three times without being asked."""

from __future__ import annotations

import pytest

from tests.importing.asking import asked, counts, leads, read_all

ABOUT = "rows of a day"
ONE, EACH = "they are one treatment, with a breakout where any of them has one", "count them: they are treatments"


def log_of(treatments: int, outcomes: tuple[str, ...]) -> bytes:
    """Return a log with a row for each of some outcomes of a treatment; every second treatment has no breakout."""
    rows = [
        f"C{number:02},2026-01-{1 + number:02},A{place},{outcome if number % 2 else 'no'}"
        for number in range(treatments)
        for place, outcome in enumerate(outcomes)
    ]
    return "\n".join(["client,treatment date,assessor,breakout", *rows]).encode()


def test_a_row_for_each_assessor_is_asked_about() -> None:
    content = log_of(20, ("no", "yes", ""))
    decision = asked(content)
    assert decision.about == ABOUT
    assert decision.because.startswith("In 40 rows “client” and “treatment date” are those of an earlier row")
    assert [each.reading for each in decision.alternatives] == [ONE, EACH]
    assert leads(decision) == {ONE: (20, 10, 10), EACH: (60, 10, 40)}


@pytest.mark.parametrize(
    ("outcomes", "one"), [(("no", "no"), (20, 0, 20)), (("n/k", "no"), (20, 0, 20)), (("yes", "no"), (20, 10, 10))]
)
def test_the_worst_row_of_a_treatment_counts(outcomes: tuple[str, ...], one: tuple[int, int, int]) -> None:
    assert leads(asked(log_of(20, outcomes)))[ONE] == one


def test_no_row_is_lost_without_a_reason() -> None:
    _, account = read_all(log_of(20, ("no", "yes")), (ABOUT, ONE))
    assert (account.rows_read, account.rows_kept) == (40, 20)
    assert {problem.reason for problem in account.problems if not problem.row_kept} == {
        "another row of the client and the day counts"
    }


def test_an_id_for_each_treatment_leaves_no_doubt() -> None:
    rows = log_of(20, ("no", "yes")).decode().splitlines()
    content = "\n".join([f"treatment id,{rows[0]}", *(f"T{place},{row}" for place, row in enumerate(rows[1:]))])
    assert counts(content.encode()) == (40, 10, 0)


def test_rows_that_are_the_same_throughout_are_asked_about_where_a_column_was_left_out() -> None:
    """What made them different, such as the name of a photo, is personal data."""
    rows = log_of(20, ("no", "no")).decode().replace(",A0,", ",").replace(",A1,", ",").replace(",assessor,", ",")
    assert counts(rows.encode()) == (40, 0, 0)
    header, *others = rows.splitlines()
    photos = [f"{header},photo", *(f"{row},IMG_{place}.jpg" for place, row in enumerate(others))]
    assert leads(asked("\n".join(photos).encode())) == {ONE: (20, 0, 20), EACH: (40, 0, 40)}


def test_a_few_second_treatments_of_a_day_are_not_asked_about() -> None:
    rows = log_of(20, ("no",)).decode().splitlines()
    more = [f"D{number},2026-03-01,A0,no" for number in range(40)]
    assert counts("\n".join([*rows, *more, rows[1], rows[3]]).encode()) == (62, 0, 0)


def test_rows_without_a_client_or_a_day_are_no_twins() -> None:
    rows = [f"{'' if row % 2 else f'C{row:02}'},{f'2026-01-{1 + row:02}' if row % 2 else ''},no" for row in range(24)]
    assert counts("\n".join(["client,treatment date,breakout", *rows]).encode()) == (24, 0, 0)
