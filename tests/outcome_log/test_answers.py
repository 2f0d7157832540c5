"""Yes and no in a column as a whole: words of every language, and signs that mean yes beside one sign only."""

from __future__ import annotations

import json
from importlib import resources

import pytest

from analysis.outcome_log.answers import answers_of_pair, doubtful_answers
from analysis.outcome_log.codebook import NO, YES, fold, load

DOCUMENT = json.loads(resources.files("analysis.outcome_log").joinpath("codebook.json").read_text(encoding="utf-8"))


def words(answer: str) -> set[str]:
    return {fold(word) for language in DOCUMENT["answers"] for word in language.get(answer, ())}


def test_no_word_means_yes_and_no_or_is_not_known() -> None:
    assert not words("yes") & words("no")
    assert not load().yes_no.keys() & load().missing


@pytest.mark.parametrize("language", DOCUMENT["answers"], ids=lambda language: language["of"])
def test_no_language_has_a_word_for_both(language: dict[str, dict[str, list[str]]]) -> None:
    together = language.get("onlyTogether", {})
    yes = {*map(fold, language.get("yes", ())), *map(fold, together.get("yes", ()))}
    assert not yes & {*map(fold, language.get("no", ())), *map(fold, together.get("no", ()))}


@pytest.mark.parametrize(
    ("yes", "no"),
    [
        ("ja", "nee"), ("ja", "nein"), ("oui", "non"), ("sí", "no"), ("sì", "no"), ("sim", "não"), ("ja", "nej"),
        ("ja", "nei"), ("kyllä", "ei"), ("jah", "ei"), ("jā", "nē"), ("taip", "ne"), ("tak", "nie"), ("ano", "ne"),
        ("áno", "nie"), ("da", "ne"), ("да", "не"), ("igen", "nem"), ("da", "nu"), ("да", "нет"), ("так", "ні"),
        ("ναι", "όχι"), ("EVET", "HAYIR"), ("כן", "לא"), ("نعم", "لا"), ("بله", "خیر"), ("हाँ", "नहीं"), ("ใช่",
        "ไม่ใช่"),
        ("có", "không"), ("ya", "tidak"), ("ya", "tak"), ("是", "否"), ("有", "无"),
        ("はい", "いいえ"), ("예", "아니오"),
        ("네", "아니요"), ("WAHR", "FALSCH"), ("VRAI", "FAUX"), ("VERDADERO", "FALSO"), ("VERO", "FALSO"),
        ("VERDADEIRO", "FALSO"), ("WAAR", "ONWAAR"), ("SANT", "FALSKT"), ("SAND", "FALSK"), ("TOSI", "EPÄTOSI"),
        ("PRAWDA", "FAŁSZ"), ("PRAVDA", "NEPRAVDA"), ("IGAZ", "HAMIS"), ("DOĞRU", "YANLIŞ"), ("ИСТИНА", "ЛОЖЬ"),
        ("✓", "✗"), ("✔️", "❌"), ("√", "×"), ("☑", "☐"), ("☒", "☐"), ("☑", "☒"), ("✓", "x"), ("●", "○"), ("+", "-"),
        ("j", "n"), ("o", "n"), ("s", "n"), ("d", "n"), ("J.", "Nein!"), ("po", "jo"), ("jo", "nej"),
    ],
)  # fmt: skip
def test_both_words_of_a_pair_are_known(yes: str, no: str) -> None:
    assert answers_of_pair((no, yes, "", "?", "not sure")) == {no: NO, yes: YES}
    assert doubtful_answers((yes, no)) == ()


@pytest.mark.parametrize("texts", [("ne",), ("j",), ("tak", "no"), ("yes", "2"), ("itchy", "no"), ("a", "b"), ()])
def test_half_a_pair_or_none_is_no_answer(texts: tuple[str, ...]) -> None:
    assert answers_of_pair(texts) is None
    assert doubtful_answers(texts) == ()


@pytest.mark.parametrize("texts", [("○", "×"), ("o", "x"), ("✓", "x", "no"), ("☒", "☑", "☐")])
def test_signs_that_mean_either_are_doubtful(texts: tuple[str, ...]) -> None:
    assert answers_of_pair(texts) is None
    assert len(doubtful_answers(texts)) == 2


def test_a_fields_own_words_stand_beside_a_pair() -> None:
    assert answers_of_pair(("j", "n", "none"), load().outcome) == {"j": YES, "n": NO, "none": NO}
    assert answers_of_pair(("j", "n", "none")) is None
