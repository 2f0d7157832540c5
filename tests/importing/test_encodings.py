"""A file with too few words to tell its encoding is shown in each that makes words of it, and one is chosen."""

from __future__ import annotations

import pytest

from analysis.importing.choices import ABOUT_ENCODING, ImportChoices
from analysis.importing.decision import UndecidedError
from analysis.importing.opening import open_as_remembered, open_file
from tests.importing.asking import asked

KEY = b"0" * 32


def log_of(
    words: list[str], encoding: str, *, column: str = "clinic", answers: tuple[str, str] = ("yes", "no")
) -> bytes:
    rows = [f"K{row},2026-01-{row + 1:02},{words[row % len(words)]},{answers[row % 3 > 0]}" for row in range(9)]
    return "\n".join([f"client,date,{column},breakout", *rows]).encode(encoding)


def clinics(content: bytes, choices: ImportChoices, column: str = "clinic") -> set[str]:
    return set(open_file(content, "log.csv", choices, KEY).screened.table.frame[column])


def test_the_words_are_shown_in_each_encoding_and_the_answer_holds() -> None:
    """“İzmir” came out as “Ýzmir”, with a note at most."""
    content = log_of(["İzmir", "Kadıköy", "Ankara"], "cp1254")
    decision = asked(content)
    assert decision.about == ABOUT_ENCODING
    assert decision.question == "Which of these can you read?"
    readings = [each.reading for each in decision.alternatives]
    assert readings == ["Turkish (Windows): “İzmir”, “Kadıköy”", "Central European (Windows): “Ýzmir”, “Kadýköy”"]
    for reading, word in zip(readings, ("İzmir", "Ýzmir"), strict=True):
        chosen = ImportChoices().with_answer(ABOUT_ENCODING, reading)
        assert word in clinics(content, chosen)
        log, _ = open_file(content, "log.csv", chosen, KEY).cleaned(chosen)
        assert len(log) == 9


def test_each_encoding_says_what_its_answers_lead_to() -> None:
    decision = asked(log_of(["Győr", "Tőkés"], "cp1250", column="treatment", answers=("igen", "nem")))
    assert {each.consequence.breakouts for each in decision.alternatives if each.consequence} == {3}
    assert any("“Győr”" in each.reading for each in decision.alternatives)


def test_the_answer_holds_for_the_next_file_but_not_for_one_in_unicode() -> None:
    chosen = ImportChoices().with_answer(ABOUT_ENCODING, "Turkish (Windows)")
    for encoding in ("cp1254", "utf-8"):
        content = log_of(["İzmir", "Kadıköy", "Ankara"], encoding)
        found = open_as_remembered(content, "log.csv", ImportChoices(), lambda _: chosen, KEY)
        assert "Kadıköy" in set(found.file.screened.table.frame["clinic"])
        assert len(found.file.cleaned(found.choices)[0]) == 9


def test_letters_in_what_is_taken_out_are_not_asked_about() -> None:
    """Of a name nothing is shown, and nothing depends on its letters."""
    rows = [f"{name},2026-01-{row + 1:02},{'yes' if row % 3 else 'no'}" for row, name in enumerate(["Ayla Şahın"] * 9)]
    content = "\n".join(["client name,date,breakout", *rows]).encode("cp1254")
    log, _ = open_file(content, "log.csv", ImportChoices(), KEY).cleaned(ImportChoices())
    assert len(log) == 9


def test_an_answer_that_names_no_encoding_leaves_the_question_open() -> None:
    content = log_of(["İzmir", "Kadıköy"], "cp1254")
    chosen = ImportChoices().with_answer(ABOUT_ENCODING, "Klingon")
    with pytest.raises(UndecidedError):
        open_file(content, "log.csv", chosen, KEY).cleaned(chosen)


@pytest.mark.parametrize(
    ("status", "encoding"),
    [("no se presentó", "mac-roman"), ("inställt", "mac-roman"), ("zrušeno", "cp852"), ("atšaukta", "iso8859-4")],
)
def test_a_word_that_takes_its_row_out_of_the_log_is_asked_about_whatever_its_encoding(
    status: str, encoding: str
) -> None:
    """Read as Western, “no se present—” was no word of any status: its treatments counted, with a note."""
    content = log_of(["ok", "ok", status], encoding, column="status")
    decision = asked(content)
    assert decision.about == ABOUT_ENCODING
    reading = next(each.reading for each in decision.alternatives if status.rsplit(maxsplit=1)[-1] in each.reading)
    assert asked(content, ImportChoices().with_answer(ABOUT_ENCODING, reading)).about == "visits"
