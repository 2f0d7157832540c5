"""Legends: what a header or a note beside the table says that answers mean, such as "x = none, o = spots"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from analysis.outcome_log.codebook import NO, YES, fold, load, visible
from analysis.outcome_log.outcome_words import answer_in_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

UNKNOWN = ""
# No header and no note of a legend is longer; patterns would take long over a page of text.
LONGEST_LEGEND = 500
# One sign alone is explained ("x = none"); one word alone may be a remark ("note: clear").
_LONGEST_SIGN_ALONE = 2

# Of spots, these say that there are any.
_SOME = frozenset(("some", "any", "one or more", "at least one", "einige", "quelques", "algunos", "enkele"))
_SIGN = r"[^\s,;/|=:()\[\]{}“”\"]{1,8}"
# "1 = yes, 2 = no", "Y: clear; N: broke out", "1-Yes 2-No", "x = none o = spots".
LEGEND = re.compile(
    rf"(?<![^\s,;/|:()\[\]{{}}“”\"])({_SIGN})\s*(?:=|:|→|->|(?:(?<=\b\d)|(?<=\b\d\d))[-–.)])\s*"
    rf"([^\W\d](?:[^,;/|=()\[\]{{}}\d]*?[^\W\d])?)(?=\s*(?:$|[,;/|.()\[\]{{}}“”\"\d]|\s{_SIGN}\s*=))"
)


def legend(header: str) -> dict[str, str]:
    """Return what a header says that answers mean: 1 → yes, 2 → no of "Breakout (1 = yes, 2 = no)"; all folded.

    Nothing where it does not say of each whether it means a breakout.
    """
    pairs = _pairs(header)
    known = {answer: meaning for answer, meaning in pairs.items() if meaning is not None}
    is_of_one = len(known) == 1 and len(min(known)) <= _LONGEST_SIGN_ALONE
    return known if len(known) == len(pairs) and (len(set(known.values())) > 1 or is_of_one) else {}


def explained_in(text: str) -> dict[str, str]:
    """Return each sign that a legend explains, folded, with the words for it."""
    return {fold(sign): words for sign, words in LEGEND.findall(visible(text))} if len(text) <= LONGEST_LEGEND else {}


def turns_answers(text: str) -> bool:
    """Tell whether a text says of yes or no alone that it means the opposite: "yes = skin stayed clear"."""
    pairs = _pairs(text)
    answers = {load().answer_of(answer): meaning for answer, meaning in pairs.items()}
    return len(answers) == len(pairs) == 1 and answers in ({YES: NO}, {NO: YES})


def legend_of(notes: Iterable[str], texts: Iterable[str]) -> Mapping[str, str]:
    """Return what notes say that texts of an outcome column mean; what else stands in them is passed over."""
    meanings: dict[str, str | None] = {}
    for note in notes:
        meanings |= _pairs(note)
    found = {text: meanings.get(fold(text)) for text in texts}
    return {text: meaning for text, meaning in found.items() if meaning is not None}


def _pairs(text: str) -> dict[str, str | None]:
    """Return each sign that a legend explains with its meaning, None where that is nothing about a breakout."""
    return {answer: _meaning(words) for answer, words in explained_in(text).items()}


def _meaning(words: str) -> str | None:
    """Return whether the words of a legend mean a breakout; None where they do not say so."""
    outcome = load().outcome
    if (level := outcome.level_of(words) or answer_in_words(words)) is not None:
        return level
    if fold(words) in _SOME:
        return YES
    return UNKNOWN if outcome.is_missing(words) else None
