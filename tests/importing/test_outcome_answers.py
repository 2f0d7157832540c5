"""What the answers mean: signs of well and badly, legends, and spots or clear skin in words."""

from __future__ import annotations

import io

import openpyxl
import pytest

from analysis.importing.choices import ImportChoices
from analysis.importing.decision import Decision, UndecidedError
from tests.importing.asking import YES_OF_24, asked, counts, leads, log


@pytest.mark.parametrize(("good", "bad"), [("✅", "❌"), ("👍", "👎"), ("🟢", "🔴"), ("😀", "😞"), ("✅", "")])
def test_a_sign_of_well_or_badly_is_asked_about_whichever_way_it_is_meant(good: str, bad: str) -> None:
    """“✅” was a breakout without a word, also where it meant that all was well."""
    for yes, no, breakouts in ((good, bad, 17), (bad, good, YES_OF_24)):
        content = log("breakout", yes, no)
        choices = ImportChoices()
        while (decision := open_question(content, choices)) is not None:
            right = f"“{good}” means no breakout" if "answers" in decision.about else "a blank means a breakout"
            reading = next(each.reading for each in decision.alternatives if right in each.reading)
            choices = choices.with_answer(decision.about, reading)
        assert counts(content, choices)[:2] == (24, breakouts)


def open_question(content: bytes, choices: ImportChoices) -> Decision | None:
    try:
        counts(content, choices)
    except UndecidedError as error:
        return error.decision
    return None


@pytest.mark.parametrize(
    ("header", "yes", "no"),
    [
        ('"breakout (x = none, o = spots)"', "o", "x"),
        ("breakout (x = none o = spots)", "o", "x"),
        ("breakout (+ = clear; - = spots)", "-", "+"),
        ("breakout (✅ = clear skin / ❌ = pimples)", "❌", "✅"),
        ("breakout [x = rien; o = boutons]", "o", "x"),
        ("breakout (0 = Pickel; 1 = reine Haut)", "0", "1"),
    ],
)
def test_a_legend_in_the_header_holds(header: str, yes: str, no: str) -> None:
    assert counts(log(header, yes, no)) == (24, YES_OF_24, 0)


@pytest.mark.parametrize("text", ["Not checked", "unticked"])
def test_a_box_that_is_not_ticked_is_no_answer_beside_yes_and_no(text: str) -> None:
    """“Not checked” was a “no” without a word, also where nobody had looked at the skin."""
    content = log("breakout", "Yes", "No", f"C90,2026-03-01,{text}\nC91,2026-03-02,{text}")
    assert leads(asked(content))[f"“{text}” means unknown"] == (26, YES_OF_24, 17)
    assert counts(log("breakout", "Checked", text)) == (24, YES_OF_24, 0)


@pytest.mark.parametrize("header", ["Breakouts avoided", "Breakout prevented"])
def test_a_header_of_breakouts_that_did_not_come_is_turned(header: str) -> None:
    """Its “yes” was offered as a breakout, and as nothing else."""
    assert counts(log(header, "No", "Yes")) == (24, YES_OF_24, 0)


def test_a_legend_of_one_sign_leaves_the_others_open() -> None:
    decision = asked(log("breakout (✓ = clear)", "✗", "✓"))
    assert leads(decision)["“✗” means a breakout"] == (24, YES_OF_24, 17)


@pytest.mark.parametrize(
    ("note", "yes", "no"),
    [
        ('"1 = clear, 0 = breakout"', "0", "1"),
        ("Key:,,\n1,clear,\n0,breakout", "0", "1"),
        ('"Y = stayed clear, N = spots"', "N", "Y"),
        ('"Legende: 1 = keine Pickel, 0 = Pickel"', "0", "1"),
        ("1 = clear", "0", "1"),
        ("x = none, o = spots", "o", "x"),
    ],
)
def test_a_note_that_turns_the_answers_round_is_asked_about(note: str, yes: str, no: str) -> None:
    """It was a line below the table, and 17 of 24 were breakouts without a word."""
    content = log("breakout", yes, no, f"\n{note}\n")
    decision = asked(content)
    assert decision.about == "breakout legend"
    as_it_says = decision.alternatives[0]
    assert leads(decision)[as_it_says.reading] == (24, YES_OF_24, 17)
    assert counts(content, ImportChoices().with_answer(decision.about, as_it_says.reading)) == (24, YES_OF_24, 0)


@pytest.mark.parametrize(
    "note", ['"1 = breakout, 0 = clear"', '"skin type: 1 = oily, 0 = dry"', "Source: clinic, 1 = x"]
)
def test_a_note_that_says_the_usual_or_something_else_asks_nothing(note: str) -> None:
    assert counts(log("breakout", "1", "0", f"\n{note}\n")) == (24, YES_OF_24, 0)


def test_a_legend_on_a_sheet_of_its_own_is_found() -> None:
    book = openpyxl.Workbook()
    for line in log("breakout", "0", "1").decode().splitlines():
        book.active.append(line.split(","))
    legend = book.create_sheet("Legend")
    for row in (("sign", "meaning"), ("1", "clear skin"), ("0", "breakout")):
        legend.append(row)
    content = io.BytesIO()
    book.save(content)
    decision = asked(content.getvalue())
    assert leads(decision)[decision.alternatives[0].reading] == (24, YES_OF_24, 17)


@pytest.mark.parametrize(("yes", "no"), [("Pickel", "reine Haut"), ("des boutons", "Pas de boutons"), ("acne", "rien")])
def test_spots_and_clear_skin_in_words_are_answers(yes: str, no: str) -> None:
    assert counts(log("breakout", yes, no)) == (24, YES_OF_24, 0)
    assert counts(log("No breakout", yes, no if no != "rien" else "no acne")) == (24, YES_OF_24, 0)


def test_a_few_spots_may_be_no_breakout() -> None:
    readings = leads(asked(log("breakout", "a few spots", "clear skin")))
    assert readings["any spots mean a breakout, no spots none"] == (24, YES_OF_24, 17)
    assert readings["“a few spots” means no breakout"] == (24, 0, 24)


def test_a_soft_hyphen_makes_no_east_asian_word() -> None:
    """“no” with a soft hyphen in front came out as Chinese."""
    assert counts(log("breakout", "y\u00ades", "\u00adno").decode().encode("cp1252")) == (24, YES_OF_24, 0)


def test_a_number_of_spots_is_no_code_beside_its_answer() -> None:
    """Of “0 spots” only “spots” was read, and every row was a breakout without a word."""
    assert (24, YES_OF_24, 17) in leads(asked(log("breakout", "2 spots", "0 spots"))).values()
    assert counts(log("breakout", "1 yes", "0 no")) == (24, YES_OF_24, 0)


# Headers that ask for the good news ----


@pytest.mark.parametrize(
    "header", ["Skin clear?", "Free of acne", "Haut rein", "Sans bouton", "pickelfrei", "Skin OK (yes/no)", "Healed"]
)
def test_a_header_that_asks_whether_the_skin_is_well_is_asked_about(header: str) -> None:
    """Named as the outcome it gave 17 of 24 where 7 of 24 are true."""
    content = log(header, "no", "yes")
    said = ImportChoices(columns=((header, "breakout"),))
    decision = asked(content, said)
    assert leads(decision) == {"“yes” means no breakout": (24, 7, 17), "“yes” means a breakout": (24, 17, 7)}
    assert counts(content, said.with_answer(decision.about, "“yes” means no breakout")) == (24, 7, 0)


@pytest.mark.parametrize("header", ["Ausbruch", "Pickel?", "Seen (yes/no)", "Result", "Anything new, y/n"])
def test_a_header_that_calls_nothing_well_is_taken_as_named(header: str) -> None:
    name = header.replace(",", "")
    assert counts(log(name, "yes", "no"), ImportChoices(columns=((name, "breakout"),))) == (24, 7, 0)


def test_marks_that_nobody_sees_hide_no_legend_in_the_header() -> None:
    """Copied from a web page, “0 = yes, 1 = no” was passed over, and the rate came out the other way round."""
    content = log('"Breakout \u200e(0 \u200e= yes,\u200e 1 = no)\u200e"', "0\u200e", "1")
    assert counts(content) == (24, 7, 0)


def test_a_dash_in_brackets_is_asked_about_like_a_blank() -> None:
    """“(-)” was unknown in silence beside “(+)”: all of 17 known treatments had a breakout."""
    assert asked(log("breakout", "yes", "(-)")).question == "What does a blank in “breakout” mean?"


def test_an_answer_in_two_languages_is_certain_beside_a_word_that_is_asked_about() -> None:
    content = log("breakout", "Yes (Ano)", "No (Ne)", "C90,2026-03-01,not seen\nC91,2026-03-02,not seen")
    assert leads(asked(content)) == {
        "“not seen” means no breakout": (26, 7, 19),
        "“not seen” means a breakout": (26, 9, 17),
        "“not seen” means unknown": (26, 7, 17),
    }


@pytest.mark.parametrize("no", ["clean-ish,999", "clean-ish,12"])
def test_a_day_of_onset_in_every_row_makes_no_answer_a_breakout(no: str) -> None:
    decision = asked(log("breakout,onset day", "red-ish,2", no, "C90,2026-03-01,red-ish,3\nC91,2026-03-02,red-ish,4"))
    assert decision.about == "breakout answers"


def test_codes_for_no_day_of_onset_do_not_stand_for_a_breakout() -> None:
    assert counts(log("breakout,onset day", "1,4", "2,999", "C90,2026-03-01,1,3\nC91,2026-03-02,1,5")) == (26, 9, 0)


# Nobody reached ----


@pytest.mark.parametrize(
    ("header", "not_reached", "reached"),
    [
        ("Lost to follow-up", "Y", "N"),
        ("No follow-up", "yes", "no"),
        ("Unknown", "1", "0"),
        ("Not reached", "☑", ""),
        ("Reached?", "N", "Y"),
        ("Was reached", "no", "yes"),
    ],
)
def test_no_breakout_of_a_client_who_was_not_reached_is_asked_about(
    header: str, not_reached: str, reached: str
) -> None:
    """They counted as no breakout, and being lost to follow-up was linked to breakouts."""
    more = "\n".join(f"C9{row},2026-03-0{1 + row},no,{not_reached}" for row in range(3))
    content = log(f"breakout,{header}", f"yes,{reached}", f"no,{reached}", more)
    decision = asked(content)
    assert leads(decision) == {
        "unknown: nobody checked": (27, YES_OF_24, 17),
        "no breakout, as the outcome says": (27, YES_OF_24, 20),
    }
    assert "In 3 rows the outcome says no breakout" in decision.because
    assert counts(log(f"breakout,{header}", f"yes,{not_reached}", f"no,{reached}")) == (24, YES_OF_24, 0)


@pytest.mark.parametrize(
    ("yes", "no", "code", "led_to"),
    [
        ("1", "0", "-9", {}),
        ("1", "0", "99", {}),
        ("1", "0", "-99", {}),
        (
            "1",
            "2",
            "-9",
            {
                "1 means a breakout, 2 none, “-9” unknown": (26, 7, 17),
                "1 means no breakout, 2 a breakout, “-9” unknown": (26, 17, 7),
            },
        ),
        (
            "-1",
            "1",
            "",
            {"-1 means a breakout, 1 none": (26, 7, 17), "-1 means no breakout, 1 a breakout": (26, 17, 7)},
        ),
    ],
)
def test_a_code_for_unknown_is_no_answer(yes: str, no: str, code: str, led_to: dict[str, tuple[int, int, int]]) -> None:
    """In each reading that was offered -9 was yes, no, or one breakout more."""
    content = log("breakout", yes, no, f"C90,2026-03-01,{code}\nC91,2026-03-02,{code}")
    if not led_to:
        assert counts(content) == (26, 7, 2)
        return
    assert leads(asked(content)) == led_to
