"""Which ids are plain codes, and which hold what an id must not: a name, initials with a date.

Plain is what says nothing of a person by itself: digits, a few letters or a word that many ids share before a running
number, a UUID, a random code. Everything else is looked at text by text, so that the same id is judged alike in every
file and stays the same client.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from analysis.files.many_texts import digit_forms, those_at
from analysis.identifiers.dates import has_date
from analysis.identifiers.headers import is_code_word
from analysis.identifiers.names import begins_or_ends_with_first_name, is_first_name
from analysis.identifiers.pseudonyms import is_pseudonym

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analysis.identifiers.samples import Sample

LONGEST_CODE = 64
# "HAR-0012" and "MK1008" are codes; four letters and more are a word.
LONGEST_LETTERS = 3
# A word is the same kind of number's, or one of a few clinics', where nearly all ids have one that others have too.
SHARED_BY = 0.9
FEWEST_SHARING = 5
# A clinic has a few sites or kinds of number; more different words than these are people, who share a name by chance.
MOST_SHARED = 6
# Of hexadecimal texts one in twenty is "ED210864": only a column of nothing else holds random codes.
HEXADECIMAL_SHARE = 0.9
# How often letters and digits take turns in a random code, and in nothing that people make up.
MOST_TURNS = 4
# One running number in ten reads as a date of six digits; half of a column does not by chance.
DATED_SHARE = 0.5
# Of three letters by chance fewer are a first name.
CHANCE_SHARE = 0.05

# Letters without a digit between them: "M. K." as well as "Meera_Kelly".
_LETTERS = re.compile(r"[^\W\d_](?:[\W_]*[^\W\d_])*")
_WORD = re.compile(r"[^\W\d_]+")
_UUID = re.compile(r"\{?[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\}?", re.IGNORECASE)
_HEXADECIMAL = re.compile(r"(?=.*\d)[0-9a-f-]{8,64}", re.IGNORECASE)
_BIRTH_YEAR = re.compile(r"(?<!\d)(?:19[2-9]\d|200\d)(?!\d)")
_TURN = re.compile(r"[^\W\d_](?=\d)|\d(?=[^\W\d_])")


@dataclass(frozen=True)
class _Common:
    """What the ids of a column have in common.

    Attributes
    ----------
    letters : frozenset of str
        Those that are no one's own: all ids have them, or nearly all have some that several have.
    is_hexadecimal : bool
    names_are_chance : bool
        Whether hardly any of the short letters are a first name.
    """

    letters: frozenset[str]
    is_hexadecimal: bool
    names_are_chance: bool


def not_plain(texts: Sequence[str], sample: Sample) -> np.ndarray:
    """Mark the ids that are no plain codes.

    Parameters
    ----------
    texts : sequence of str
        All ids of a column.
    sample : Sample
        Some of them, by which it is known what they have in common.
    """
    common = _in_common(sample)
    # A million running numbers are a few forms.
    forms, of_texts = digit_forms(texts)
    decisive = np.array([bool(form.strip()) and not _is_plain(form.strip(), common) for form in forms], dtype=bool)
    if not decisive.any():
        return np.zeros(len(texts), dtype=bool)
    marks: np.ndarray = decisive[of_texts]
    places = np.flatnonzero(marks)
    marks[places] = [not is_pseudonym(text.strip()) for text in those_at(texts, places)]
    return marks


def initials_with_dates(sample: Sample) -> Sequence[bool]:
    """Mark the ids that are two or three letters of their own and a date, none where few are: a number may read as one.

    Where the dates lie as far apart as births, `birth_dates` finds them whatever stands beside them.
    """
    common = _in_common(sample)
    marks = [
        _has_initials(text, common) and (has_date(text) or bool(_BIRTH_YEAR.search(text))) for text in sample.texts
    ]
    return marks if sample.rows_where(marks) >= DATED_SHARE * sample.rows else [False] * len(marks)


def _is_plain(code: str, common: _Common) -> bool:
    # One letter alone is nobody's name either.
    if len(code) > LONGEST_CODE or not (any(map(str.isdigit, code)) or len(code) == 1):
        return False
    if _UUID.fullmatch(code) or len(_TURN.findall(code)) >= MOST_TURNS:
        return True
    if common.is_hexadecimal and _HEXADECIMAL.fullmatch(code):
        return True
    return all(_name_nobody(run, common) for run in _LETTERS.findall(code))


def _name_nobody(run: str, common: _Common) -> bool:
    """Tell whether letters of an id name nobody: all have them, or they are few, in one case, and no first name."""
    words = _WORD.findall(run)
    letters = "".join(words)
    if letters.casefold() in common.letters or all(map(is_code_word, words)):
        return True
    # Of scripts without capitals a single sign can be a surname.
    if letters.lower() == letters.upper() or len(letters) > LONGEST_LETTERS:
        return False
    is_in_one_case = letters.isupper() or letters.islower()
    return is_in_one_case and (common.names_are_chance or not is_first_name(letters))


def _has_initials(text: str, common: _Common) -> bool:
    runs = {_joined(run) for run in _LETTERS.findall(text)}
    return any(1 < len(run) <= LONGEST_LETTERS and run not in common.letters and not is_code_word(run) for run in runs)


def _in_common(sample: Sample) -> _Common:
    runs = [{_joined(run) for run in _LETTERS.findall(text)} for text in sample.texts if not is_pseudonym(text)]
    lettered = [each for each in runs if each]
    distinct = {run for text in sample.texts for run in _LETTERS.findall(text)}
    named = {
        _joined(run)
        for run in distinct
        if any(map(is_first_name, _WORD.findall(run))) or begins_or_ends_with_first_name(run)
    }
    counts = Counter(run for each in lettered for run in each)
    everywhere = {run for run, number in counts.items() if number > 1 and number >= SHARED_BY * len(runs)}
    several = {run for run, number in counts.items() if number >= FEWEST_SHARING and run not in named}
    if len(several) > MOST_SHARED:
        several = set()
    is_of_few = sum(each <= several | everywhere for each in lettered) >= SHARED_BY * len(lettered)
    names = sum(number for run, number in counts.items() if len(run) <= LONGEST_LETTERS and is_first_name(run))
    return _Common(
        frozenset(everywhere | several if is_of_few else everywhere),
        sample.reaches(HEXADECIMAL_SHARE, _HEXADECIMAL.fullmatch),
        names <= CHANCE_SHARE * len(lettered),
    )


def _joined(run: str) -> str:
    return "".join(_WORD.findall(run)).casefold()
