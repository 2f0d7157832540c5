"""Yes and no in a column as a whole: words that answer only beside their counterpart, such as j and n, ✓ and x."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from analysis.outcome_log.codebook import NO, YES, Field, fold, load, meaning_of, spellings

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Answers = dict[str, str]

# A column of yes and no has fewer spellings of both.
MOST_SPELLINGS = 40
_PLUS, _MINUS = "+", frozenset({"-", "−", "–"})


def answers_of_pair(texts: Iterable[str], field: Field | None = None) -> Mapping[str, str] | None:
    """Return which texts of a column mean yes and which no; None where that is not certain from the column as a whole.

    Parameters
    ----------
    texts : iterable of str
        The distinct texts of the column; those that say "not known" get no answer.
    field : Field, optional
        Whose own words for yes and no count as well.
    """
    readings = _readings(tuple(texts), field)
    return readings[0] if len(readings) == 1 else None


def doubtful_answers(texts: Iterable[str], field: Field | None = None) -> tuple[Mapping[str, str], ...]:
    """Return the ways to read a column whose signs mean yes to one and no to another, such as ○ and ×; else none."""
    readings = _readings(tuple(texts), field)
    return readings if len(readings) > 1 else ()


def _readings(texts: tuple[str, ...], field: Field | None) -> tuple[Answers, ...]:
    codebook = load()
    has_plus = any(fold(text) == _PLUS for text in texts)
    is_missing = field.is_missing if field is not None else codebook.is_missing
    known = field.synonyms if field is not None else codebook.yes_no
    asked: list[str] = []
    for text in texts:
        if (has_plus and fold(text) in _MINUS) or not is_missing(text):
            asked.append(text)
        if len(asked) > MOST_SPELLINGS:
            return ()
    spelled = {text: spellings(text) for text in asked}
    # Most columns hold a text that is no answer in any language.
    if not all(any(way in known or way in _all_words() for way in ways) for ways in spelled.values()):
        return ()
    readings: list[Answers] = []
    for own in (*codebook.answers, known):
        answers = _answers(own, known, spelled)
        if answers is not None and answers not in readings:
            readings.append(answers)
    return tuple(readings)


@cache
def _all_words() -> frozenset[str]:
    return frozenset().union(*load().answers)


def _answers(
    own: Mapping[str, str], known: Mapping[str, str], spelled: Mapping[str, tuple[str, ...]]
) -> Answers | None:
    """Return the answers in one language's words; None where a text is none, or the language has no yes and no here."""
    answers: Answers = {}
    of_its_own: set[str | None] = {None}
    for text, ways in spelled.items():
        of_language = meaning_of(own, ways)
        meaning = of_language or meaning_of(known, ways)
        if meaning not in {YES, NO}:
            return None
        answers[text] = meaning
        of_its_own.add(of_language)
    return answers if of_its_own == {None, YES, NO} else None
