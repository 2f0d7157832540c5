"""Several rows of one treatment: its follow-ups are joined where that is certain, else asked about; no log that only
repeats rows is touched.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from analysis.counting.in_memory import InMemory
from analysis.importing.choices import ImportChoices
from analysis.importing.cleaning import CONFLICT
from analysis.importing.decision import Decision, UndecidedError
from analysis.importing.doubts.outcome_column import EACH_VISIT
from analysis.importing.events import EACH_ROW, ONE_A_RECORD
from analysis.importing.import_account import ImportAccount
from analysis.importing.opening import open_file
from analysis.outcome_log.log import Log
from analysis.saved_log.changes import effect
from analysis.saved_log.opening import open_log

DAYS = (3, 7, 14)
SIZE = 12
KEY = b"key"
ANY, LAST = "a breakout at any follow-up counts", "the last follow-up counts"


@dataclass(frozen=True)
class Treatment:
    """One treatment with what was found at each review."""

    number: int
    found: tuple[str, ...]

    @property
    def client(self) -> str:
        return f"C{self.number:02}"

    @property
    def day(self) -> dt.date:
        return dt.date(2026, 1, 5) + dt.timedelta(days=self.number)

    @property
    def skin(self) -> str:
        return ("oily", "dry", "normal")[self.number % 3]


# Four of twelve broke out, all of them had cleared up at the last review.
CLEARED = [Treatment(each, ("yes", "yes", "no") if each % 3 == 0 else ("no", "no", "no")) for each in range(SIZE)]
# Four of twelve broke out, as every review says that was held.
ALIKE = [Treatment(each, ("yes", "unknown", "yes") if each % 3 == 0 else ("no", "no", "no")) for each in range(SIZE)]
TRUE = (SIZE, 4, 8)


def file(header: str, rows: Sequence[Sequence[object]]) -> bytes:
    return "\n".join([header, *(",".join(map(str, row)) for row in rows)]).encode()


def reviews(
    header: str, row: Callable[[Treatment, int], Sequence[object]], treatments: Sequence[Treatment] = ALIKE
) -> bytes:
    """Return a file with a row for each review."""
    return file(header, [row(each, at) for each in treatments for at in range(len(DAYS))])


def read(content: bytes, choices: ImportChoices | None = None) -> tuple[Log, ImportAccount]:
    choices = choices or ImportChoices()
    log, account = open_file(content, "clinic.csv", choices, KEY).cleaned(choices)
    assert account.rows_read == account.rows_kept + sum(len(each.rows) for each in account.set_aside)
    return log, account


def counts(content: bytes, choices: ImportChoices | None = None) -> tuple[int, int, int]:
    """Return treatments, those with a breakout and those without."""
    total = InMemory(read(content, choices)[0]).total
    return int(total.treatments), int(total.breakouts), int(total.no_breakouts)


def asked(content: bytes, choices: ImportChoices | None = None) -> Decision:
    with pytest.raises(UndecidedError) as error:
        read(content, choices)
    return error.value.decision


def leads(decision: Decision) -> dict[str, tuple[int, int, int] | None]:
    """Return what each reading leads to, by the end of its words."""
    return {
        each.reading.rpartition(": ")[2]: None
        if (found := each.consequence) is None
        else (found.treatments, found.breakouts, found.no_breakouts)
        for each in decision.alternatives
    }


# Certain ----


@pytest.mark.parametrize(
    ("review", "words"),
    [
        ("review", "day {day}"), ("Follow-up day", "{day}"), ("check", "{number}"), ("Visit", "visit {number}"),
        ("Nachkontrolle", "Tag {day}"), ("Contrôle", "J+{day}"), ("Seguimiento", "semana {number}"),
        ("opvolging", "dag {day}"), ("kontrola", "dzień {day}"), ("再診", "{day}日"), ("Timepoint", "T{number}"),
        ("Diary day", "{day}"), ("when", "{day} days"), ("follow up date", "{date}"), ("time", "{number}"),
    ],
)  # fmt: skip
def test_reviews_of_one_client_and_day_that_agree_are_one_treatment(review: str, words: str) -> None:
    """Each was counted as a treatment of its own."""

    def row(each: Treatment, at: int) -> list[object]:
        date = each.day + dt.timedelta(days=DAYS[at])
        return [
            each.client,
            each.day,
            words.format(day=DAYS[at], number=at + 1, date=date),
            each.skin if at == 0 else "",
            each.found[at],
        ]

    log, account = read(reviews(f"client,treatment date,{review},skin type,breakout", row))
    assert InMemory(log).total.treatments == SIZE
    assert InMemory(log).total.breakouts == TRUE[1]
    assert account.rows_kept == SIZE
    assert [log.values("skin_type")[code] for code in log.codes("skin_type")] == [each.skin for each in ALIKE]


def test_reviews_of_one_treatment_id_are_one_treatment_in_whatever_order() -> None:
    """Of three rows with one id none was taken for the treatment, of two the second was set aside."""
    rows = [(f"T{each.number}", DAYS[at], each.skin, each.found[at]) for at in (2, 0, 1) for each in ALIKE]
    assert counts(file("treatment_id,day,skin type,breakout", rows)) == TRUE


@pytest.mark.parametrize("slips", [0, 2])
def test_an_id_with_a_row_for_what_was_done_and_one_for_what_came_of_it_is_one_treatment(slips: int) -> None:
    """Where two of them contradict each other their second rows are set aside, and no other outcome is lost."""
    rows = [
        row
        for each in ALIKE
        for row in (
            (f"T{each.number}", each.client, each.skin, ""),
            (f"T{each.number}", "", "combination" if 0 < each.number <= slips else "", each.found[0]),
        )
    ]
    log, account = read(file("treatment_id,client,skin type,breakout", rows))
    total = InMemory(log).total
    assert (int(total.treatments), int(total.breakouts)) == TRUE[:2]
    assert [each.rows for each in account.set_aside if each.reason == CONFLICT] == [(5,), (7,)][:slips]
    assert [log.values("skin_type")[code] for code in log.codes("skin_type")] == [each.skin for each in ALIKE]


def test_what_was_seen_at_any_review_is_a_warning_sign_of_the_treatment() -> None:
    """It must not be lost with the rows of the other reviews."""
    content = reviews(
        "client,treatment date,review,swelling,breakout",
        lambda each, at: [each.client, each.day, f"day {DAYS[at]}", "yes" if at == 1 else "no", each.found[at]],
    )
    log, _ = read(content)
    assert {log.values("swelling")[code] for code in log.codes("swelling")} == {"yes"}


def test_names_that_are_left_out_still_tell_whose_reviews_they_are() -> None:
    names = ("Anna Ashdown", "Bea Birtwell", "Cleo Carter", "Dora Dunn", "Eva Elms", "Fay Firth")
    content = reviews(
        "client name,treatment date,review,breakout",
        lambda each, at: [names[each.number % 6], each.day, f"day {DAYS[at]}", each.found[at]],
    )
    log, account = read(content)
    assert InMemory(log).total.treatments == SIZE
    assert [each.action for each in account.findings] == ["dropped"]


# Asked ----


def test_reviews_that_differ_are_asked_about_and_each_answer_holds() -> None:
    content = reviews(
        "client,treatment date,review,skin type,breakout",
        lambda each, at: [each.client, each.day, f"day {DAYS[at]}", each.skin, each.found[at]],
        CLEARED,
    )
    decision = asked(content)
    assert leads(decision) == {ANY: TRUE, LAST: (SIZE, 0, SIZE)}
    # The rows to go by are those of one treatment, whose answers differ.
    shown = [dict(zip(decision.columns, texts, strict=True)) for _, texts in decision.rows]
    assert [row["breakout"] for row in shown] == ["yes", "yes", "no"]
    assert len({row["client"] for row in shown}) == 1
    for each in decision.alternatives:
        said = ImportChoices().with_answer(decision.about, each.reading)
        assert counts(content, said) == leads(decision)[each.reading.rpartition(": ")[2]]


def test_where_a_factor_differs_too_each_row_may_be_a_treatment() -> None:
    content = reviews(
        "client,treatment date,review,room,breakout",
        lambda each, at: [each.client, each.day, f"day {DAYS[at]}", ("blue", "green")[at % 2], each.found[at]],
        CLEARED,
    )
    assert leads(asked(content)) == {ANY: TRUE, LAST: (SIZE, 0, SIZE), EACH_ROW: (36, 8, 28)}


def test_two_treatments_of_one_client_and_day_differ_by_their_area() -> None:
    rows = [
        (each.client, each.day, area, f"day {DAYS[at]}", each.found[at])
        for each in CLEARED
        for area in ("face", "neck")
        for at in range(3)
    ]
    decision = asked(file("client,treatment date,area,review,breakout", rows))
    assert leads(decision)[ANY] == (24, 8, 16)
    assert "“area”" in decision.alternatives[0].reading


@pytest.mark.parametrize(
    "header",
    ["client,day,skin,breakout", "id,time,skin,breakout", "participant,Week,skin,breakout",
     "record_id,redcap_event_name,skin,breakout"],
)  # fmt: skip
def test_without_a_day_of_treatment_nobody_knows_whether_the_rows_of_a_client_are_one_treatment(header: str) -> None:
    is_redcap = "redcap" in header
    content = reviews(
        header,
        lambda each, at: [each.number, f"week_{at}_arm_1" if is_redcap else at + 1, each.skin, each.found[at]],
        CLEARED,
    )
    assert leads(asked(content)) == {ANY: TRUE, LAST: (SIZE, 0, SIZE), EACH_ROW: (36, 8, 28)}


def test_a_date_of_each_visit_is_no_day_of_treatment_where_the_visits_are_follow_ups() -> None:
    content = reviews(
        "Participant Id,Visit Name,visit date,breakout",
        lambda each, at: [each.client, f"Follow-up {at + 1}", each.day + dt.timedelta(days=at), each.found[at]],
        CLEARED,
    )
    assert leads(asked(content))[ANY] == TRUE


def test_a_client_and_day_that_stand_only_in_the_first_row_are_carried_down_when_the_manager_says_so() -> None:
    content = reviews(
        "client,treatment date,review,breakout",
        lambda each, at: [*((each.client, each.day) if at == 0 else ("", "")), f"day {DAYS[at]}", each.found[at]],
    )
    assert leads(asked(content)) == {ANY: TRUE, LAST: TRUE, EACH_ROW: (36, 8, 24)}


def test_numbers_that_differ_only_in_their_ending_may_be_one_treatment() -> None:
    content = reviews(
        "treatment_id,client,treatment date,breakout",
        lambda each, at: [f"T{each.number}-{at + 1}", each.client, each.day, each.found[at]],
        CLEARED,
    )
    assert leads(asked(content))["a breakout in any row counts"] == TRUE


def test_one_treatment_id_with_several_answers_is_no_slip_where_many_have_them() -> None:
    content = reviews(
        "treatment_id,skin type,breakout", lambda each, at: [f"T{each.number}", each.skin, each.found[at]], CLEARED
    )
    assert leads(asked(content))["a breakout in any row counts"] == TRUE


def test_repeated_follow_up_forms_of_a_record_can_be_one_treatment() -> None:
    """The only answer was that each row is a treatment."""
    rows: list[Sequence[object]] = []
    for each in CLEARED:
        rows.append((each.number, "", "", each.day, each.skin, "", ""))
        rows += [(each.number, "follow_up", at + 1, "", "", DAYS[at], each.found[at]) for at in range(3)]
    header = "record_id,redcap_repeat_instrument,redcap_repeat_instance,treatment_date,skin_type,fu_day,breakout"
    content = file(header, rows)
    first = asked(content)
    assert leads(first)[ONE_A_RECORD] is None
    assert leads(asked(content, ImportChoices().with_answer(first.about, ONE_A_RECORD)))[ANY] == TRUE


# Never touched ----


@pytest.mark.parametrize(
    ("header", "row"),
    [
        ("client,treatment_date,breakout", lambda each, _: [each.client, each.day, each.found[0]]),
        ("client,treatment_date,follow-up day,breakout",
         lambda each, at: [each.client, each.day + dt.timedelta(days=30 * at), DAYS[at], each.found[0]]),
        ("client,visit,breakout", lambda each, at: [each.client, at + 1, each.found[0]]),
        ("client,treatment no,breakout", lambda each, at: [each.client, at + 1, each.found[0]]),
        ("client,treatment_date,day,breakout",
         lambda each, _: [each.client, each.day, f"{each.day:%A}", each.found[0]]),
    ],
)  # fmt: skip
def test_rows_that_no_review_tells_apart_are_treatments(
    header: str, row: Callable[[Treatment, int], Sequence[object]]
) -> None:
    assert counts(reviews(header, row))[0] == SIZE * 3


@pytest.mark.parametrize(
    ("header", "row"),
    [
        ("client,treatment_date,area,breakout", lambda each, at: [each.client, each.day, "abc"[at], each.found[0]]),
        ("client,treatment_date,area,review date,breakout",
         lambda each, at: [each.client, each.day, "abc"[at], each.day + dt.timedelta(days=7), each.found[0]]),
    ],
)  # fmt: skip
def test_rows_of_a_client_and_a_day_that_no_review_tells_apart_are_asked_about(
    header: str, row: Callable[[Treatment, int], Sequence[object]]
) -> None:
    """Each was a treatment, without a word."""
    decision = asked(reviews(header, row))
    assert decision.about == "rows of a day"
    one, each = (None if found is None else found[0] for found in leads(decision).values())
    assert (one, each) == (SIZE, SIZE * 3)


# Each visit a row ----


@pytest.mark.parametrize(
    "header",
    ["client,age,visit1_date,visit1_breakout,visit2_date,visit2_breakout",
     "id,age,treatment date (1),breakout (1),treatment date (2),breakout (2)",
     "client,age,Visit 1 / treatment date,Visit 1 / breakout,Visit 2 / treatment date,Visit 2 / breakout",
     "client,age,treatment date,breakout,treatment date_2,breakout_2"],
)  # fmt: skip
def test_visits_side_by_side_can_each_be_a_treatment_with_what_has_their_number(header: str) -> None:
    rows: list[Sequence[object]] = [
        (f"C{each.number}", 30 + each.number, each.day, each.found[0], each.day + dt.timedelta(days=30), "no")
        for each in CLEARED
    ]
    rows[-1] = (*rows[-1][:4], "", "")
    content = file(header, rows)
    decision = asked(content)
    assert leads(decision)[EACH_VISIT] == (23, 4, 19)
    log, account = read(content, ImportChoices().with_answer(decision.about, EACH_VISIT))
    assert (account.rows_read, account.rows_kept) == (SIZE, SIZE)
    assert log.period == (dt.date(2026, 1, 5), dt.date(2026, 2, 14))
    assert len({log.codes("client_id")[row] for row in range(23)}) == SIZE
    assert all(code >= 0 for code in log.codes("age_band"))


def test_a_row_of_which_one_visit_cannot_be_read_is_kept_with_the_other_and_named() -> None:
    rows = [(each.client, each.found[0], "no" if each.number else "mild?") for each in CLEARED for _ in range(10)]
    content = file("client,breakout_1,breakout_2", rows[9:])
    decision = asked(content)
    _, account = read(content, ImportChoices().with_answer(decision.about, EACH_VISIT))
    assert account.rows_kept == account.rows_read
    assert [each.rows for each in account.values_left_out if "the other treatments" in each.reason] == [(2,)]


def test_a_row_whose_visits_were_both_cancelled_is_set_aside_once() -> None:
    rows = [
        (each.client, each.found[0], each.found[1], "cancelled" if each.number == 1 else "held") for each in CLEARED
    ]
    content = file("client,breakout_1,breakout_2,status", rows)
    said = ImportChoices().with_answer("breakout column", EACH_VISIT)
    decision = asked(content, said)
    _, account = read(content, said.with_answer(decision.about, decision.alternatives[0].reading))
    assert (account.rows_read, account.rows_kept, account.rows_set_aside) == (SIZE, SIZE - 1, 1)


def test_visits_side_by_side_can_be_added_to_the_log(tmp_path: Path) -> None:
    """They were refused as a table of counts, because a row stands for several treatments there, too."""
    content = file("client,breakout_1,breakout_2", [(each.client, each.found[0], "no") for each in CLEARED])
    said = ImportChoices().with_answer("breakout column", EACH_VISIT)
    log, _ = read(content, said)
    kept = open_log(tmp_path)
    assert effect(kept, log, "digest").new == 24


def test_an_outcome_that_stands_twice_needs_no_question() -> None:
    content = file("client,breakout_1,breakout_2", [(each.client, each.found[0], each.found[0]) for each in CLEARED])
    assert counts(content) == TRUE


def test_a_row_with_a_treatment_id_is_one_treatment_however_many_visits_it_has() -> None:
    rows = [(f"T{each.number}", each.found[0], each.found[2]) for each in CLEARED]
    assert EACH_VISIT not in leads(asked(file("treatment_id,breakout_1,breakout_2", rows)))


def test_the_weeks_of_a_log_are_no_reviews_of_the_few_treatments_of_one_day() -> None:
    rows = [f"C{row:02},2026-01-{row:02},{'yes' if row % 4 == 1 else 'no'}" for row in range(1, 25)]
    rows.insert(12, "C12,2026-01-12,")
    rows[11] = "C12,2026-01-12,"
    weeks = ["client,treatment date,breakout", "Week 1,,", *rows[:12], "Week 2,,", *rows[12:]]
    assert counts("\n".join(weeks).encode()) == (25, 6, 17)
