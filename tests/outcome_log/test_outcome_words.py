"""How the skin fared in words: what denies, what affirms, and what may be either in some thirty languages."""

from __future__ import annotations

import json
from importlib import resources

import pytest

from analysis.outcome_log.codebook import NO, YES, load
from analysis.outcome_log.outcome_words import answer_in_words, denies_anything, likely_answer, sign_of

DOCUMENT = json.loads(
    resources.files("analysis.outcome_log").joinpath("outcome_words.json").read_text(encoding="utf-8")
)
DENIALS = (
    "no spots", "No pimples!", "clear skin", "skin is clear", "no acne", "not any spots", "nothing", "Keine Pickel",
    "ohne Pickel", "keine Pickel mehr", "reine Haut", "Haut rein", "Pas de boutons", "aucun bouton", "peau nette",
    "pas d’acné", "rien", "sin granos", "no hay granos", "piel limpia", "nada", "pelle pulita", "nessun brufolo",
    "niente", "sem espinhas", "pele limpa", "geen puistjes", "gave huid", "inga finnar", "ren hud", "ingen bumser",
    "ingen kviser", "ei finnejä", "puhdas iho", "brak pryszczy", "nie ma pryszczy", "czysta skóra", "bez pupínků",
    "čistá pleť", "nincs pattanás", "fără coșuri", "piele curată", "нет прыщей", "чистая кожа", "немає прищів",
    "няма пъпки", "χωρίς σπυράκια", "sivilce yok", "temiz cilt", "nema prištića", "brez mozoljev", "nėra spuogų",
    "nav pūtīšu", "אין פצעונים", "لا يوجد حبوب", "بدون جوش", "कोई मुंहासे नहीं", "ไม่มีสิว", "không có mụn",
    "tidak ada jerawat", "没有痘痘", "無痘", "ニキビなし", "여드름 없음",
)  # fmt: skip
AFFIRMATIONS = (
    "spots", "spots on chin", "some pimples", "acne", "new spots on the forehead", "Pickel", "Pickel am Kinn",
    "des boutons", "boutons sur le menton", "granos", "con granos", "brufoli", "espinhas na testa", "puistjes",
    "finnar", "bumser", "kviser", "finnejä", "ma pryszcze", "pupínky", "pattanások", "coșuri", "прыщи", "есть прыщи",
    "прищі", "има пъпки", "σπυράκια", "sivilce var", "ima prištiće", "mozolji", "spuogai", "פצעונים", "حبوب",
    "มีสิว", "nổi mụn", "có mụn", "ada jerawat", "有痘痘", "长痘", "ニキビあり", "여드름 있음",
)  # fmt: skip


@pytest.mark.parametrize("text", DENIALS)
def test_what_denies_spots_is_a_no_and_never_likely_a_yes(text: str) -> None:
    assert (answer_in_words(text), likely_answer(text)) == (NO, NO)


@pytest.mark.parametrize("text", AFFIRMATIONS)
def test_what_names_spots_is_a_yes(text: str) -> None:
    assert (answer_in_words(text), likely_answer(text)) == (YES, YES)


@pytest.mark.parametrize(
    "text",
    ["few pimples", "spots gone", "a few spots", "ein paar Pickel", "quelques boutons", "spots before treatment",
     "age spots", "no spots on chin", "no new spots", "less acne", "fewer spots", "ニキビ少ない", "pigment spots"],
)  # fmt: skip
def test_a_few_spots_and_strange_words_are_asked_about(text: str) -> None:
    assert answer_in_words(text) is None


@pytest.mark.parametrize(
    "text",
    ["", "x", "yes", "no", "oily", "clear", "skin", "2026-01-05", "no news", "piel", "Pas", "有", "spotty Wi-Fi"],
)
def test_what_names_no_spots_is_no_answer_here(text: str) -> None:
    assert answer_in_words(text) is None
    assert likely_answer(text) is None


def test_nothing_denies_whatever_was_asked_and_no_spots_do_not() -> None:
    assert all(map(denies_anything, ("nothing", "rien", "Nichts.", "nada")))
    assert not any(map(denies_anything, ("no spots", "clear skin", "no")))


def test_signs_of_well_and_badly_are_no_marks_of_a_form() -> None:
    assert [sign_of(sign) for sign in ("✅", "❌", "👍🏽", "👎", "☺️", "🟡")] == [
        "good", "bad", "good", "bad", "good", "between",
    ]  # fmt: skip
    assert not any(map(sign_of, ("✓", "✗", "✔", "☑", "x", "yes", "")))


@pytest.mark.parametrize("language", DOCUMENT["languages"], ids=lambda language: language["of"])
def test_no_word_of_a_language_does_two_things_and_none_is_missing_or_a_plain_answer(language: dict[str, str]) -> None:
    words = [language.get(each, "").split() for each in ("spots", "deny", "beside", "affirm", "few")]
    assert sum(map(len, words)) == len({word for each in words for word in each})
    assert not any(map(load().is_missing, [*language["spots"].split(), *language.get("clear", ())]))
    assert not any(load().answer_of(text) == YES for text in language.get("clear", ()))
