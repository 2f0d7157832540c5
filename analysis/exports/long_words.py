"""Texts too long for paper: words wider than a column may be broken anywhere, and very long names are cut."""

from __future__ import annotations

import re
import unicodedata

# A word longer than this may be broken anywhere; no word of ours is.
LONGEST_WORD = 24
# A longer name fills a page with itself: it is cut but in a workbook and among the numbers of a web page. No sentence
# in a cell of ours is longer.
LONGEST_NAME = 250
_CUT = "…"
_LONG_NAME = re.compile(rf"(?<=“)[^“”]{{{LONGEST_NAME + 1},}}(?=”)")
# A name without spaces, where it stands without quotation marks.
_LONG_RUN = re.compile(rf"\S{{{LONGEST_NAME + 1},}}")
_LONG_WORD = re.compile(rf"\S{{{LONGEST_WORD + 1},}}")
_BREAK, _JOINER = "\N{ZERO WIDTH SPACE}", "\N{ZERO WIDTH JOINER}"


def short_name(text: str) -> str:
    """Return a name or the cell of a table, cut where it is too long."""
    return text if len(text) <= LONGEST_NAME else f"{text[: LONGEST_NAME - len(_CUT)]}{_CUT}"


def with_short_names(text: str) -> str:
    """Return a sentence with its names cut where they are too long: those in quotation marks, and those in a word."""
    return _LONG_RUN.sub(lambda name: short_name(name[0]), _LONG_NAME.sub(lambda name: short_name(name[0]), text))


def has_long_word(text: object) -> bool:
    """Tell whether a text, as it is shown, has a word that may be broken."""
    return _LONG_WORD.search(str(text)) is not None


def breakable(text: str) -> str:
    """Return a text whose long words have places to break at: never between a letter and its marks."""
    return _LONG_WORD.sub(lambda word: _broken(word[0]), text)


def _broken(word: str) -> str:
    parts, since = [], 0
    for at in range(1, len(word)):
        if at - since >= LONGEST_WORD // 2 and not _belong_together(word[at - 1], word[at]):
            parts.append(word[since:at])
            since = at
    return _BREAK.join([*parts, word[since:]])


def _belong_together(letter: str, following: str) -> bool:
    """Tell whether two characters make one sign: a letter and its mark, or signs that a joiner makes one."""
    is_mark = unicodedata.category(following).startswith("M") or unicodedata.category(following) == "Sk"
    return is_mark or _JOINER in {letter, following}
