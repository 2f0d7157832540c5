"""A doubtful reading asks: every reading with its counts, none chosen by a guess, the answer remembered."""

from __future__ import annotations

import datetime as dt
import io
from dataclasses import replace

import numpy as np
import openpyxl
import pytest

from analysis.importing.choices import ImportChoices
from analysis.importing.decision import Consequence, Outcomes
from analysis.importing.opening import open_file
from analysis.importing.typed_columns import OutcomeNeededError
from tests.importing.asking import YES_OF_24, asked, counts, leads, log

DAYS = range(1, 13)


# Which column ----


@pytest.mark.parametrize(
    ("header", "yes", "no"),
    [
        ("breakout", "yes", "no"),
        ("No breakout", "no", "yes"),
        ("Breakout-free", "FALSE", "TRUE"),
        ("No breakout", "breakout", "clear"),
        ("Breakout (before treatment),Breakout (after treatment)", "no,yes", "yes,no"),
        ("Pre: breakout,Post: breakout", "no,yes", "yes,no"),
        ("breakout,skin type,breakout", ",oily,yes", ",dry,no"),
        ("Breakout (choice=None),Breakout (choice=Chin)", "Unchecked,Checked", "Checked,Unchecked"),
        ("Breakout (choice=No),Breakout (choice=Yes)", "0,1", "1,0"),
        ("followup/breakout", "yes", "no"),
        ("breakout_2", "yes", "no"),
        ("Did your skin break out after the treatment?", "yes", "no"),
        ("Breakout - baseline,Breakout - follow-up", "no,yes", "yes,no"),
        ("Breakout at consultation,Breakout at review", "no,yes", "yes,no"),
        ("Breakout-prone skin,no_breakout", "yes,no", "no,yes"),
        ("review.Told about breakouts,review.breakout", "no,yes", "yes,no"),
        ("Section B-breakout,Section B-breakout", ",yes", ",no"),
        ("group2-Breakout? 1-Yes 2-No", "1", "2"),
        ("Breakout (yes = skin stayed clear)", "no", "yes"),
        ("breakout", "Yes / Ano", "No / Ne"),
        ("breakout", "Yes (Tak)", "No (Nie)"),
        ("review_Breakout-free", "no", "yes"),
        ("followup no breakout", "no", "yes"),
        ("breakout", "[x]", "[]"),
        ("breakout", "yes*", "no*"),
    ],
)
def test_what_is_certain_is_read_without_a_question(header: str, yes: str, no: str) -> None:
    assert counts(log(header, yes, no)) == (24, YES_OF_24, 0)


@pytest.mark.parametrize(
    ("header", "yes", "no", "right"),
    [
        ("breakout_1,breakout_2", "no,yes", "no,no", "a breakout in any of them"),
        ("breakout day 1,breakout day 2", "0,1", "0,0", "a breakout in any of them"),
        ("Month 1 / breakout,Month 3 / breakout", "yes,no", "no,yes", "“Month 1 / breakout”"),
        ("Breakout (chin),Breakout (forehead)", "no,yes", "no,no", "a breakout in any of them"),
        ("Flare,Reaction", "yes,no", "no,yes", "“Flare”"),
        ("breakout,skin type,breakout", "yes,oily,no", "no,dry,yes", "“breakout”"),
        ("breakout___0,breakout___1", "0,1", "1,0", "0 means no breakout, any other number a breakout"),
        ("Have spots come up on your face?", "yes", "no", None),
    ],
)
def test_several_columns_are_asked_about_and_each_answer_leads_to_its_counts(
    header: str, yes: str, no: str, right: str | None
) -> None:
    content = log(header, yes, no)
    decision = asked(content)
    assert decision.about == "breakout column"
    right = right or decision.alternatives[0].reading
    assert leads(decision)[right] == (24, YES_OF_24, 17)
    assert counts(content, ImportChoices().with_answer(decision.about, right)) == (24, YES_OF_24, 0)


def test_every_answer_gives_the_counts_that_it_promised() -> None:
    content = log("breakout_1,breakout_2,breakout_3", "no,yes,yes", "yes,no,no")
    decision = asked(content)
    promised = leads(decision)
    assert len(promised) == len(decision.alternatives) == 5
    for reading, promise in promised.items():
        treatments, breakouts, unknown = counts(content, ImportChoices().with_answer(decision.about, reading))
        assert (treatments, breakouts, treatments - breakouts - unknown) == promise


def test_columns_that_say_the_same_need_no_question() -> None:
    assert counts(log("Flare,Reaction", "yes,yes", "no,no")) == (24, YES_OF_24, 0)


def test_a_column_about_the_time_before_is_never_the_outcome_by_itself() -> None:
    with pytest.raises(OutcomeNeededError):
        counts(log("Breakout (before treatment)", "yes", "no"))


def test_columns_not_chosen_are_no_factors_of_the_outcome_that_they_are_part_of() -> None:
    choices = ImportChoices().with_answer("breakout column", "a breakout in any of them")
    found, account = open_file(log("breakout_1,breakout_2", "no,yes", "no,no"), "c.csv", choices, b"key").cleaned(
        choices
    )
    assert not [factor for factor in found.factors if "breakout" in factor.name]
    assert sum(column.field == "breakout" for column in account.columns) == 1


def test_what_the_manager_named_is_not_asked_about_and_a_header_that_denies_turns_it_all_the_same() -> None:
    assert counts(log("Flare,Reaction", "yes,no", "no,yes"), ImportChoices((("Flare", "breakout"),))) == (24, 7, 0)
    content = log("breakout,No flare", "no,no", "yes,yes")
    assert counts(content, ImportChoices((("No flare", "breakout"),))) == (24, 7, 0)


# What the answers mean ----


@pytest.mark.parametrize(
    ("yes", "no", "right"),
    [
        ("1", "2", "1 means a breakout, 2 none"),
        ("2", "1", "1 means no breakout, 2 a breakout"),
        ("3", "0", "0 means no breakout, every other number a breakout"),
        ("severe", "mild", "“severe” or worse means a breakout"),
        ("moderate", "none", "“moderate” or worse means a breakout"),
        ("Yes – chin", "No", "the first word counts: yes means a breakout, no means none"),
        ("rot", "blass", "“rot” means a breakout, “blass” none"),
        ("yes", "calm", "“calm” means no breakout"),
    ],
)
def test_no_rate_while_a_whole_answer_is_not_understood(yes: str, no: str, right: str) -> None:
    content = log("breakout", yes, no)
    decision = asked(content)
    assert decision.about == "breakout answers"
    assert leads(decision)[right] == (24, YES_OF_24, 17)
    assert counts(content, ImportChoices().with_answer(decision.about, right)) == (24, YES_OF_24, 0)


def test_a_slip_of_the_pen_in_a_large_log_is_set_aside_and_reported() -> None:
    rows = "".join(f"{'yes' if row % 4 else 'no'}\n" for row in range(200))
    assert counts(f"breakout\n{rows}yse\n".encode()) == (200, 150, 0)
    asked(b"breakout\nyes\nno\nyse\n")


def test_a_column_of_ticks_asks_what_a_blank_means() -> None:
    content = log("breakout", "x", "")
    decision = asked(content)
    assert leads(decision) == {
        "a blank means no breakout": (24, 7, 17),
        "a blank means unknown": (24, 7, 0),
    }
    assert counts(content, ImportChoices().with_answer(decision.about, "a blank means no breakout")) == (24, 7, 0)
    decision = asked(log("No breakout", "", "x"))
    assert leads(decision)["a blank means a breakout"] == (24, 7, 17)


def test_a_blank_is_asked_about_though_the_ticks_had_to_be_asked_about_first() -> None:
    content = log("breakout", "pimply", "")
    first = asked(content)
    assert first.about == "breakout answers"
    said = ImportChoices().with_answer(first.about, "“pimply” means a breakout")
    second = asked(content, said)
    assert leads(second)["a blank means no breakout"] == (24, 7, 17)
    assert asked(log("breakout", "• yes", "")).about == "breakout blanks"


def test_what_the_manager_chooses_for_the_texts_settles_it() -> None:
    said = ImportChoices(yes=frozenset({"1"}), no=frozenset({"2"}))
    assert counts(log("breakout", "1", "2"), said) == (24, 7, 0)


# Which rows are treatments ----


def test_cancelled_and_missed_visits_are_asked_about() -> None:
    cancelled = "".join(f"C{row},2026-03-{row},Cancelled,\n" for row in range(10, 16))
    content = log("status,breakout", "Completed,yes", "Completed,no", cancelled)
    decision = asked(content)
    assert leads(decision) == {
        "leave them out: no treatment took place": (24, 7, 17),
        "count them: a treatment took place": (30, 7, 17),
    }
    left_out = ImportChoices().with_answer(decision.about, "leave them out: no treatment took place")
    found, account = open_file(content, "c.csv", left_out, b"key").cleaned(left_out)
    assert len(found) == 24
    assert (account.rows_read, account.rows_kept, account.rows_set_aside) == (30, 24, 6)
    assert {problem.reason for problem in account.set_aside} == {"the visit did not take place"}


def test_a_follow_up_that_was_missed_was_no_missed_treatment() -> None:
    assert counts(log("follow up status,breakout", "attended,yes", "dna,no"))[0] == 24


def test_a_code_for_an_unknown_day_does_not_turn_breakouts_into_none() -> None:
    content = log("onset day,breakout", "99,yes", ",no", "C90,2026-03-01,3,yes")
    decision = asked(content)
    assert leads(decision) == {
        "99 means unknown": (25, 8, 17),
        "99 is a number of days": (25, 1, 24),
    }


def test_a_late_day_that_stands_again_and_again_beside_many_others_is_a_code() -> None:
    others = "\n".join(f"C9{day},2026-03-0{day},{day},yes" for day in (2, 5, 9))
    content = log("onset day,breakout", "99,yes", ",no", others)
    assert counts(content) == (27, YES_OF_24 + 3, 0)
    beyond_the_window = content.replace(b"-09,9,", b"-09,19,")
    assert asked(beyond_the_window).about == "onset_day codes"


# What the course of the breakouts tells ----


@pytest.mark.parametrize(
    ("header", "yes", "no"),
    [
        ("onset day,breakout", "3,2", ",1"),
        ("onset day,breakout", "3,1", ",2"),
        ("severity,breakout", "mild,○", ",×"),
        ("severity,breakout", "mild,×", "none,○"),
        ("resolved day,breakout", "9,4 spots", ",0 spots"),
        ("onset day,breakout", "3,Yes – chin", ",no: skin fine"),
        ("onset day,No breakout", "3,2", "n/a,1"),
    ],
)
def test_a_course_that_only_one_answer_has_tells_which_means_a_breakout(header: str, yes: str, no: str) -> None:
    assert counts(log(header, yes, no)) == (24, YES_OF_24, 0)


@pytest.mark.parametrize(
    ("yes", "no"),
    [
        ("3,2", "3,1"),  # filled in everywhere
        (",2", ",1"),  # nowhere
        ("3,bumps", ",phoned"),  # “phoned” may be no breakout, or not known
        ("3,2", ",9"),  # so may 9
        (",4 spots", ",0 spots"),
    ],
)
def test_a_course_that_leaves_an_answer_open_settles_nothing(yes: str, no: str) -> None:
    assert asked(log("onset day,breakout", yes, no)).about == "breakout answers"


def test_a_strange_word_in_a_row_or_two_is_no_answer_that_breakouts_have() -> None:
    content = log("severity,breakout", "mild,yes", ",no", "C90,2026-03-01,Response,Response\nC91,2026-03-02,x,Response")
    assert asked(content).about == "breakout answers"


def test_courses_that_contradict_each_other_settle_nothing() -> None:
    assert asked(log("onset day,severity,breakout", "3,,2", ",mild,1")).about == "breakout answers"


def test_factors_coded_like_the_outcome_do_not_take_one_for_yes() -> None:
    content = log("onset day,new product,breakout", "3,2,2", ",1,1")
    found, _ = open_file(content, "clinic.csv", ImportChoices(), b"key").cleaned(ImportChoices())
    assert "new_product" not in found or "yes" not in found.values("new_product")


# What is kept of it ----


def test_the_question_shows_rows_of_the_file_with_the_columns_in_doubt() -> None:
    decision = asked(log("breakout", "1", "2"))
    assert decision.columns == ("breakout", "client", "treatment date")
    assert [number for number, _ in decision.rows] == [2, 3, 4]
    assert {texts[0] for _, texts in decision.rows} == {"1", "2"}


def test_decisions_stand_in_the_account_and_the_notable_ones_in_words() -> None:
    choices = ImportChoices().with_answer("breakout answers", "1 means a breakout, 2 none")
    _, account = open_file(log("breakout", "1", "2"), "c.csv", choices, b"key").cleaned(choices)
    assert [decision.about for decision in account.decisions] == ["breakout column", "breakout answers"]
    assert account.readings == ("What do the answers in “breakout” mean? 1 means a breakout, 2 none.",)
    _, account = open_file(log("breakout", "yes", "no"), "c.csv", ImportChoices(), b"key").cleaned(ImportChoices())
    assert account.readings == ()


def test_another_column_as_the_outcome_forgets_the_answers_about_the_former() -> None:
    choices = ImportChoices().with_answer("breakout answers", "1 means a breakout, 2 none").with_answer("visits", "x")
    assert choices.with_column("other", "breakout").answers == (("visits", "x"),)
    assert choices.without_answer("visits").answer_to("visits") is None


def test_readings_agree_where_nobody_could_tell_their_numbers_apart() -> None:
    rows, codes = np.arange(1000), np.arange(1000) % 10 // 9
    one = Outcomes(rows, codes)
    assert one.consequence == Consequence(1000, 100, 900)
    assert one.agree_with(Outcomes(rows[1:], codes[1:]))
    assert not one.agree_with(Outcomes(rows, np.where(rows < 1, 1, codes)))
    assert not one.agree_with(Outcomes(rows[:800], codes[:800]))
    assert not one.agree_with(replace(one, period=(dt.date(2026, 1, 1), dt.date(2026, 1, 2))))


def test_half_and_half_turned_round_is_another_reading_though_its_rate_is_the_same() -> None:
    decision = asked(b"breakout,room\n" + b"pimply,a\nfine,b\n" * 20)
    assert len({each.consequence for each in decision.alternatives[:2]}) == 1


# Dates ----


def workbook(*sheets: tuple[str, list[tuple[object, ...]]]) -> bytes:
    """Return a workbook of some sheets, each with its rows."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets:
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def test_days_and_months_that_a_spreadsheet_turned_round_are_asked_about() -> None:
    """An American export opened in Europe: 1/5 became the first of May, 1/14 stayed a text."""
    rows = [
        ("client", "treatment date", "breakout"),
        ("C1", dt.datetime(2026, 5, 1), "yes"),  # noqa: DTZ001
        ("C2", dt.datetime(2026, 8, 1), "no"),  # noqa: DTZ001
        ("C3", "1/14/2026", "no"),
        ("C4", "1/20/2026", "yes"),
    ]
    decision = asked(workbook(("Log", rows)))
    assert decision.about == "days of treatment_date"
    put_right, as_it_stands = (each.consequence for each in decision.alternatives)
    assert put_right is not None
    assert as_it_stands is not None
    assert put_right.period == (dt.date(2026, 1, 5), dt.date(2026, 1, 20))
    assert as_it_stands.period == (dt.date(2026, 1, 14), dt.date(2026, 8, 1))


@pytest.mark.parametrize("is_swapped", [True, False])
def test_the_order_of_the_rows_tells_whether_day_and_month_changed_places(*, is_swapped: bool) -> None:
    """Somebody may have put the turned dates right by hand: then they are in order as they stand."""
    days = [dt.datetime(2026, month, day) for month in (1, 2, 3) for day in (2, 7, 11, 15, 25)]  # noqa: DTZ001
    cells = [
        f"{day:%m/%d/%Y}" if day.day > 12 else day.replace(month=day.day, day=day.month) if is_swapped else day
        for day in days
    ]
    rows = [(f"C{row}", cell, "yes" if row % 3 else "no") for row, cell in enumerate(cells)]
    content = workbook(("Log", [("client", "treatment date", "breakout"), *rows]))
    found, account = open_file(content, "clinic.xlsx", ImportChoices(), b"key").cleaned(ImportChoices())
    assert found.period == (dt.date(2026, 1, 2), dt.date(2026, 3, 25))
    assert "order of their dates" in next(
        each.because for each in account.decisions if each.about == "days of treatment_date"
    )
    shuffled = [rows[place] for place in (3, 0, 8, 1, 12, 5, 2, 14, 4, 7, 6, 11, 9, 13, 10)]
    assert asked(workbook(("Log", [("client", "treatment date", "breakout"), *shuffled]))).alternatives


def test_dates_of_another_calendar_are_converted_only_when_confirmed() -> None:
    decision = asked(log("breakout", "yes", "no").replace(b"2026-", b"2569-"))
    assert "Buddhist" in decision.question
    converted, blank = (each.consequence for each in decision.alternatives)
    assert converted is not None
    assert blank is not None
    assert converted.period == (dt.date(2026, 1, 1), dt.date(2026, 2, 4))
    assert blank.period is None


# Which table ----


def test_sheets_with_the_same_header_are_asked_about_and_the_answer_is_one_of_the_layout() -> None:
    header = ("client", "treatment date", "breakout")
    months = [
        (
            name,
            [header, *((f"C{day}", f"2026-{month:02}-{day:02}", "yes" if day <= 3 * month else "no") for day in DAYS)],
        )
        for month, name in ((1, "January"), (2, "February"))
    ]
    content = workbook(*months)
    decision = asked(content)
    assert leads(decision) == {
        "all sheets with this header together": (24, 9, 15),
        "only “January”": (12, 3, 9),
        "only “February”": (12, 6, 6),
    }
    together = ImportChoices().with_answer(decision.about, "all sheets with this header together")
    assert together.layout.sheet == "*"
    assert counts(content, together) == (24, 9, 0)


def test_rows_of_one_record_are_joined_before_they_are_counted() -> None:
    rows = "".join(
        f"{day},baseline,oily,,\n{day},week 2,,2026-01-{day:02},{'yes' if day < 4 else 'no'}\n" for day in DAYS
    )
    assert counts(f"record_id,redcap_event_name,skin_type,treatment_date,breakout\n{rows}".encode()) == (12, 3, 0)


# What header and answers say together ----


@pytest.mark.parametrize(
    ("header", "yes", "no"),
    [
        ("Breakout (1=yes; 2=no)", "1", "2"),
        ("Breakout (Y = clear; N = broke out)", "N", "Y"),
        ("breakout", "Yes/Ja", "No/Nein"),
        ("breakout", "A1: Yes", "A2: No"),
        ("breakout", "(yes)", "(no)"),
        ("No breakout", "0", "1"),
        ("Breakout [None],Breakout [Chin]", "0,1", "1,0"),
        ("breakout: No breakout,breakout: Chin", "FALSE,TRUE", "TRUE,FALSE"),
    ],
)
def test_what_header_and_answers_say_together_needs_no_question(header: str, yes: str, no: str) -> None:
    assert counts(log(header, yes, no)) == (24, YES_OF_24, 0)


def test_none_under_a_header_that_denies_is_asked_about() -> None:
    assert asked(log("No breakout", "none", "yes")).about == "breakout answers"


@pytest.mark.parametrize(("header", "came", "stayed_away"), [("Attended", "yes", "no"), ("Cancelled", "no", "yes")])
def test_a_column_of_attendance_says_which_visits_were_none(header: str, came: str, stayed_away: str) -> None:
    more = "".join(f"C{row},2026-03-{row},{stayed_away},\n" for row in range(10, 16))
    decision = asked(log(f"{header},breakout", f"{came},yes", f"{came},no", more))
    assert decision.about == "visits"
    assert leads(decision)["leave them out: no treatment took place"] == (24, 7, 17)


def test_a_file_that_loses_many_rows_is_confirmed_before_it_gives_a_rate() -> None:
    """A comma in a text without quotation marks: the rows that it tears may be those with a breakout."""
    torn = "".join(f"C{row},2026-03-{row},a, b, c,yes\n" for row in range(10, 14))
    content = log("notes,breakout", "ok,yes", "ok,no", torn)
    decision = asked(content)
    assert leads(decision) == {"read the file without them": (24, 7, 17)}
    assert "4 of 28 rows" in decision.because
    assert counts(content, ImportChoices().with_answer(decision.about, "read the file without them")) == (24, 7, 0)


def test_a_column_whose_answers_are_open_promises_no_rate() -> None:
    decision = asked(log("Number of spots seen", "3", "0"))
    assert decision.about == "breakout column"
    assert leads(decision)["“Number of spots seen”"] is None
    said = ImportChoices().with_answer(decision.about, "“Number of spots seen”")
    assert leads(asked(log("Number of spots seen", "3", "0"), said)) == {
        "0 means no breakout, every other number a breakout": (24, 7, 17),
        "0 means no breakout, every other number unknown": (24, 0, 17),
    }


def test_places_may_all_be_breakouts() -> None:
    content = log("breakout", "chin", "").replace(b"C04,2026-01-05,chin", b"C04,2026-01-05,forehead")
    decision = asked(content)
    readings = [each.reading for each in decision.alternatives]
    assert any(reading.startswith("both ") for reading in readings)


# Which column, once more ----


@pytest.mark.parametrize(
    ("header", "yes", "no"),
    [
        ("bl_breakout,fu_breakout", "no,yes", "yes,no"),
        ("Skin reaction (choice=Breakout),Skin reaction (choice=Redness)", "Checked,Unchecked", "Unchecked,Checked"),
        ("brk. Did your skin break out?", "yes", "no"),
        ("Did you break out?,Points - Did you break out?,Did you break out? [Score]", "yes,0,-- / 0", "no,0,-- / 0"),
        ('"breakout (Y = none, N = some)"', "N", "Y"),
    ],
)
def test_what_survey_programs_write_around_a_question_is_read_without_one(header: str, yes: str, no: str) -> None:
    assert counts(log(header, yes, no)) == (24, YES_OF_24, 0)


def test_a_reason_for_a_visit_is_no_reaction_to_it() -> None:
    decision = asked(log("Reason for visit [Breakout]", "yes", "no"))
    assert decision.about == "breakout column"


def test_a_question_that_was_worded_anew_has_its_answers_in_two_columns() -> None:
    rows = [f"C{row},2026-01-{row + 1:02},{','.join(('yes', '') if row < 9 else ('', 'no'))}" for row in range(24)]
    header = "client,treatment date,Did you break out?,Did your skin break out after treatment?"
    decision = asked("\n".join([header, *rows]).encode())
    assert leads(decision)["a breakout in any of them"] == (24, 9, 15)


@pytest.mark.parametrize("second", ["breakout (reviewed)", "breakout checked"])
def test_answers_that_somebody_looked_over_are_asked_about_where_they_differ(second: str) -> None:
    decision = asked(log(f"breakout,{second}", "no,yes", "no,no"))
    assert leads(decision)[f"“{second}”"] == (24, YES_OF_24, 17)
    assert counts(log(f"breakout,{second}", "yes,yes", "no,no")) == (24, YES_OF_24, 0)


@pytest.mark.parametrize("header", ["Breakout: did it never happen?", "Breakout (not)", "Breakout - was there not one"])
def test_a_word_that_may_deny_is_asked_about_both_ways_round(header: str) -> None:
    readings = leads(asked(log(header, "no", "yes")))
    assert readings[f"“{header}” the other way round: yes means no breakout"] == (24, YES_OF_24, 17)


def test_a_cross_may_only_mark_what_happened() -> None:
    readings = leads(asked(log("breakout", "✗", "")))
    assert readings["“✗” means a breakout, a blank none"] == (24, YES_OF_24, 17)
    assert readings["a blank means a breakout"] == (24, 17, YES_OF_24)


@pytest.mark.parametrize("text", ["I don't remember", "##USER_MISSING_99##", "NASK", "UNK", "dk"])
def test_what_programs_and_people_write_who_do_not_know_is_not_known(text: str) -> None:
    content = log("breakout", "yes", "no").replace(b"C00,2026-01-01,no", f"C00,2026-01-01,{text}".encode())
    assert counts(content) == (24, YES_OF_24, 1)


def test_answers_with_columns_of_their_own_below_a_question_are_no_treatment() -> None:
    """As SurveyMonkey writes them: the line of answers became a treatment with a breakout."""
    lines = log("Did your skin break out?,", "Yes,", ",No").decode().splitlines()
    content = "\n".join([lines[0], ",Open-Ended Response,Yes,No", *lines[1:]]).encode()
    assert counts(content) == (24, YES_OF_24, 0)


@pytest.mark.parametrize(
    "answers",
    [("None", "Mild", "Severe"), ("none", "mild", "moderate", "severe"), ("No", "Yes"), ("No", "Yes", "Not sure")],
)
@pytest.mark.parametrize(
    ("group", "mark"),
    [
        *[(name, mark) for name in ("Breakout - {}", "Breakout (choice={})") for mark in ("x", "1", "Yes", "")],
        *[("", mark) for mark in ("x", "1")],
    ],
)
def test_a_column_for_each_answer_loses_none_of_them(answers: tuple[str, ...], group: str, mark: str) -> None:
    """“Severe” was left out as something else about a breakout, and all severe breakouts were unknown.

    Without a group in each name it stands above the answers; without a mark a tick repeats its answer.
    """
    ticked = [row % len(answers) for row in range(24)]
    names = ",".join(map(group.format, answers)) if group else "Breakout" + "," * (len(answers) - 1)
    lines = [f"client,treatment date,{names}", *([] if group else [f",,{','.join(answers)}"])]
    for row, place in enumerate(ticked):
        marks = [(mark or name) if each == place else "" for each, name in enumerate(answers)]
        lines.append(f"C{row:02},2026-02-{1 + row:02},{','.join(marks)}")
    denied, unknown = (sum(answers[place].lower() in of for place in ticked) for of in ({"no", "none"}, {"not sure"}))
    assert counts("\n".join(lines).encode()) == (24, 24 - denied - unknown, unknown)


@pytest.mark.parametrize(
    "header", ["Breakout on the day", "Breakout at last visit", "Breakout on treatment day", "Breakout at this visit"]
)
def test_a_breakout_on_the_day_of_treatment_may_have_been_there_before(header: str) -> None:
    """It was the outcome without a word, with a rate of its own beside that of the next visit."""
    decision = asked(log(header, "yes", "no"))
    assert leads(decision)[f"“{header}”"] == (24, YES_OF_24, 17)
    assert counts(log(f"{header},Breakout next visit", "no,yes", "yes,no")) == (24, YES_OF_24, 0)


# No answer about breakouts, but a column that nearly is one ----


@pytest.mark.parametrize("name", ["Ausbruch", "Hautausbruch", "Pickel", "Éruption", "Brote", "Ausbruch aufgetreten"])
def test_a_word_for_breakouts_in_another_language_is_proposed(name: str) -> None:
    """The manager had to name the column."""
    decision = asked(log(name, "ja", "nein"))
    assert leads(decision)[f"“{name}”"] == (24, 7, 17)


@pytest.mark.parametrize(
    ("name", "day"),
    [
        *[(name, "2026-01-15") for name in ("breakout date", "Breakout on", "Datum Ausbruch", "Onset date")],
        *[(name, "4") for name in ("days until breakout", "onset", "Tage bis Ausbruch", "Ausbruch nach Tagen")],
    ],
)
def test_a_column_that_says_when_the_skin_broke_out_is_proposed_with_what_a_blank_may_mean(name: str, day: str) -> None:
    content = log(name, day, "")
    decision = asked(content)
    what = "a number of days" if day == "4" else "a date"
    readings = [f"{what} means a breakout, a blank means {blank}" for blank in ("no breakout", "unknown")]
    assert leads(decision) == {readings[0]: (24, 7, 17), readings[1]: (24, 7, 0)}
    for reading, unknown in zip(readings, (0, 17), strict=True):
        assert counts(content, ImportChoices().with_answer(decision.about, reading)) == (24, 7, unknown)


def test_a_number_of_days_after_the_window_is_no_breakout_still() -> None:
    content = log("days until breakout", "40", "")
    decision = asked(content)
    assert [found and found[1] for found in leads(decision).values()] == [0, 0]


def test_zero_days_are_shown_as_what_they_may_mean() -> None:
    decision = asked(log("days until breakout", "4", "0"))
    assert next(iter(leads(decision))) == "a number of days means a breakout, “0” means no breakout"


def test_a_blank_means_nothing_where_a_day_stands_in_every_row() -> None:
    decision = asked(log("breakout date", "2026-02-07", "2026-02-08"))
    assert [each.reading for each in decision.alternatives] == ["a date means a breakout"]
