"""Yes and no in a column as a whole: words that answer only beside their counterpart, such as j and n, ✓ and x."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.outcome_log.codebook import NO, YES, Field, fold, load, meaning_in

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
    readings: list[Answers] = []
    for own in (*codebook.answers, known):
        answers = {
            text: meaning
            for text in asked
            if (meaning := meaning_in(own, text) or meaning_in(known, text)) in {YES, NO}
        }
        of_its_own = {meaning_in(own, text) for text in asked} - {None}
        if len(answers) == len(asked) and of_its_own == {YES, NO} and answers not in readings:
            readings.append(answers)
    return tuple(readings)
