"""What a breakout's day of onset, severity and their like say of the answers: they stand where there was a breakout."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from analysis.importing.doubts.answer_texts import by_first_word, numbers_in
from analysis.outcome_log.codebook import NO, load
from analysis.outcome_log.numbers import missing_codes, read_number

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from analysis.importing.doubts.doubt import Option
    from analysis.importing.draft import Draft
    from analysis.outcome_log.codebook import Field

# A few breakouts may lack a day of onset; what is filled in for fewer says nothing of the answer.
LEAST_FILLED = 0.8
# Of fewer rows, some pattern comes about by chance.
FEWEST_BREAKOUTS = 3
# Surveys write 7, 8, 9 and their like, and numbers below zero, for what is not known.
LEAST_CODE = 7
# A code, one letter or a mark is an answer, not a word for "not known".
_SIGN = re.compile(r"\s*(?:\d{1,3}|[^\W\d_]|[^\w\s]{1,2})\s*")


def found_by_course(
    draft: Draft, column: str, options: Sequence[Option], placed: Sequence[str], strange: Sequence[str]
) -> tuple[Option, str] | None:
    """Return the only option that the columns about the course of a breakout bear out, and one of these columns.

    One bears an option out where it is filled in for every answer that means a breakout, and for no other.
    None where none does, where two bear out different options, or where the other answers stay open.

    Parameters
    ----------
    draft : Draft
    column : str
        Of the answers.
    options : sequence of Option
    placed, strange : sequence of str
        The answers that say something, and those of them that are not understood.
    """
    codebook = load()
    found: dict[str, tuple[Option, str]] = {}
    for each in draft.columns:
        if each.field is None or codebook[each.field].role != "course":
            continue
        filled = _filled(draft, each.name, codebook[each.field], column)
        borne_out = [
            option for option in options if _parts(option, placed, filled) and _bears_out(filled, option, strange)
        ]
        if len(borne_out) == 1:
            found.setdefault(borne_out[0].reading, (borne_out[0], each.name))
    if len(found) != 1:
        return None
    ((option, name),) = found.values()
    return (option, name) if _is_full(option, placed) else None


def _is_full(option: Option, placed: Sequence[str]) -> bool:
    """Tell whether the answers that mean no breakout are certain once those that mean one are.

    A word that is no breakout may say as well that nothing is known; one sign beside those for yes does not.
    """
    choices, numbers = option.draft.choices, numbers_in(placed)
    codes = {text for text, number in numbers.items() if not 0 <= number < LEAST_CODE}
    others = [text for text in placed if text not in choices.yes]
    if len(others) == 1 and _SIGN.fullmatch(others[0]) is not None and others[0] not in codes:
        return True
    return all(
        by_first_word(text) == NO or numbers.get(text) == 0 or (text in codes and text in choices.unknown)
        for text in others
    )


def _filled(draft: Draft, name: str, field: Field, column: str) -> dict[str, tuple[int, int]]:
    """Return for each answer the number of its rows, and of those in which a column about the course says something."""
    course, answers = draft.texts(name), draft.texts(column)
    codes = missing_codes(number for text in course.filled if (number := read_number(text)) is not None)
    gives_onset = np.array([_gives_onset(field, text, codes) for text in course.texts], dtype=bool)
    filled = np.bincount(answers.row_texts, weights=gives_onset[course.row_texts], minlength=len(answers.texts))
    return {text: (int(answers.counts[place]), int(filled[place])) for place, text in enumerate(answers.texts)}


def _gives_onset(field: Field, text: str, codes: Sequence[float]) -> bool:
    if not text.strip() or field.is_missing(text):
        return False
    return load().outcome.level_of(text) != NO and read_number(text) not in {0, *codes}


def _parts(option: Option, placed: Sequence[str], texts: Iterable[str]) -> bool:
    """Tell whether an option leaves an answer or a blank that is no breakout: else the course has nothing to part."""
    yes = option.draft.choices.yes
    return any(text not in yes for text in placed) or any(not text.strip() for text in texts)


def _bears_out(filled: Mapping[str, tuple[int, int]], option: Option, strange: Sequence[str]) -> bool:
    yes = option.draft.choices.yes
    # Something strange in a row or two, such as a line of labels, is no answer that many breakouts have.
    doubtful = yes.intersection(strange) or yes
    return sum(filled[text][1] for text in doubtful if text in filled) >= FEWEST_BREAKOUTS and all(
        number >= LEAST_FILLED * rows if text in yes else number == 0 for text, (rows, number) in filled.items()
    )
