"""Several rows of a client and a day: nobody counts one treatment three times without being asked."""

from __future__ import annotations

import pytest

from analysis.importing.events import EACH_ROW
from analysis.importing.review_joining import JOINED_REVIEW
from tests.importing.asking import asked, counts, leads, read_all
from tests.importing.test_own_answers import values_in

ABOUT = "rows of a day"
ONE, EACH = "yes: a breakout in any of their rows counts", "no: each row is a treatment"


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
    assert decision.because.startswith("40 rows repeat the client and the day of an earlier row.")
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
    assert {problem.reason for problem in account.problems if not problem.row_kept} == {JOINED_REVIEW}


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
    rows = [f"{'n/k' if row % 2 else f'C{row:02}'},{'2026-01-05' if row % 2 else ''},no" for row in range(24)]
    assert counts("\n".join(["client,treatment date,breakout", *rows]).encode()) == (24, 0, 0)


def test_signs_of_every_row_of_a_treatment_are_kept() -> None:
    """The row of the breakout was kept alone: the pustules on the chin were gone."""
    rows = [
        f"C{day:02},2026-01-{1 + day:02},{area}" for day in range(20) for area in ("cheek,yes,no,mild", "chin,no,yes,")
    ]
    content = "\n".join(["client,treatment date,area,breakout,pustules,severity", *rows]).encode()
    log, _ = read_all(content, (ABOUT, ONE))
    assert values_in(log, "breakout") == values_in(log, "pustules") == {"yes": 20}
    assert values_in(log, "severity") == {"mild": 20}


def test_rows_that_are_the_same_throughout_are_one_treatment_with_the_others() -> None:
    rows = [f"C{day:02},2026-01-{1 + day:02},{area}" for day in range(20) for area in ("A,no", "A,no", "B,yes")]
    assert leads(asked("\n".join(["client,treatment date,area,breakout", *rows]).encode()))[ONE] == (20, 20, 0)


def test_nobody_is_asked_twice_whether_each_row_is_a_treatment() -> None:
    rows = [f"C{day:02},2026-01-{1 + day:02},{review},no" for day in range(20) for review in ("7,A", "14,B")]
    content = "\n".join(["client,treatment date,follow-up day,room,breakout", *rows]).encode()
    first = asked(content)
    each = next(option.reading for option in first.alternatives if option.reading == EACH_ROW)
    assert read_all(content, (first.about, each))[1].rows_kept == 40


def test_a_log_without_rows_has_no_twins() -> None:
    assert counts(b"client,treatment date,breakout\n") == (0, 0, 0)
