"""Names of columns compared by their words: “History of acne” and “Acne history” name the same."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

# No name that stands again is longer.
LONGEST_NAME = 200
# Headers with so few names in common, such as “Client” and “Date”, are not alike.
LEAST_COMMON = 4
_WORD = re.compile(r"[^\W_]+")
# They join the words of a name, in any order of these; "no" and "not" turn it, and stay.
_JOINING = frozenset(
    # English, German, French, Spanish, Portuguese, Italian, Dutch and the languages of the north.
    re.findall(
        r"\w+",
        "a an the of for at in on to der die das des dem den von vom zur zum für am im de du la le les l d et en da do "
        "dos di del della dello el los las y e van het een voor op av på og och i det",
    )
)
# "Client (continued)", as pages of a printed table are headed.
_CONTINUED = re.compile(
    r"\s*[(\[–-]?\s*(continued|contd?\.?|cont['’]d\.?|fortsetzung|forts\.?|suite|vervolg|continuación|continua|segue|"
    r"続き|续|續)\s*[)\]]?$",
    re.IGNORECASE,
)


def name_words(name: str) -> tuple[str, ...]:
    """Return the words of a name, without those that join them, in the order of the alphabet."""
    plain = unicodedata.normalize("NFKC", name).casefold()
    words = _WORD.findall(re.sub(r"(?<=[a-z])['’](?=[a-z])", " ", plain))
    return tuple(sorted(word for word in words if word not in _JOINING)) or tuple(words)


def as_printed_once(name: str) -> str:
    """Return a name without what says that a page goes on, whatever its case and blanks."""
    plain = " ".join(name.split()).casefold()
    continued = _CONTINUED.search(plain) if len(plain) <= LONGEST_NAME else None
    return plain[: continued.start()] if continued and continued.start() > 0 else plain


def is_same_header(one: Sequence[str], other: Sequence[str]) -> bool:
    """Tell whether two headers have the same names, in any order where that is clear."""
    words, others = ([name_words(name) for name in each if name.strip()] for each in (one, other))
    in_any_order = len({*words}) == len(words) and sorted(words) == sorted(others)
    return bool(words) and (in_any_order or words == others)


def is_like_header(one: Sequence[str], other: Sequence[str]) -> bool:
    """Tell whether two headers have many names in common."""
    words, others = ({name_words(name) for name in each if name.strip()} for each in (one, other))
    return 2 * len(words & others) >= max(len(words), len(others), LEAST_COMMON)


def places_in(names: Sequence[str], first: Sequence[str]) -> list[int]:
    """Return, for each column of a table, its place among those of another with the same names.

    Columns without a name come behind, in their order.
    """
    words = [name_words(name) if name.strip() else () for name in names]
    of_first = [name_words(name) for name in first if name.strip()]
    if len({*of_first}) < len(of_first) or [each for each in words if each] == of_first:
        return list(range(len(names)))
    wanted = [next((place for place, own in enumerate(words) if own == each), None) for each in of_first]
    named = [place for place in wanted if place is not None]
    return [*named, *(place for place in range(len(names)) if place not in named)]
