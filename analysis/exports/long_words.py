"""Words that are wider than a column: pages may break them anywhere, and no other."""

from __future__ import annotations

import re
import unicodedata

# A word longer than this may be broken anywhere; no word of ours is.
LONGEST_WORD = 24
_LONG_WORD = re.compile(rf"\S{{{LONGEST_WORD + 1},}}")
_BREAK, _JOINER = "\N{ZERO WIDTH SPACE}", "\N{ZERO WIDTH JOINER}"


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
