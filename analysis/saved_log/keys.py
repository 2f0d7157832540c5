"""Which key made the pseudonyms of the log, and whether it is the one at hand.

Each import that made pseudonyms keeps a fingerprint of their key. Logs of older releases have none; there a pseudonym
that an import shares with one whose key is known gives its key as well.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np

from analysis.files.many_texts import those_at
from analysis.identifiers.pseudonyms import fingerprint, is_pseudonym, like_pseudonyms
from analysis.outcome_log.columns import TREATMENT_ID
from analysis.outcome_log.log import CLIENT

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from analysis.saved_log.opening import SavedLog

# The key is not there, is not the one of some pseudonyms, or it is not known whose they are.
Doubt = Literal["missing", "other", "unknown"]
# The last: the key is the log's own, and the file was read before it was there.
DoubtWhenAdding = Literal["missing", "other", "not this file"]
ConditionOfKey = Literal["not needed", "there", "missing", "other", "damaged"]


def doubt_when_adding(kept: SavedLog, key: bytes, saved: bytes | None) -> DoubtWhenAdding | None:
    """Return why pseudonyms made with `key` would make the log's clients come in as new ones; None where they do not.

    Parameters
    ----------
    kept : SavedLog
    key : bytes
        The key of the file's pseudonyms.
    saved : bytes or None
        The key beside the log.
    """
    in_force = _in_force(kept)
    if in_force in {None, fingerprint(key)}:
        return None
    if saved is None:
        return "missing"
    if saved != key and fingerprint(saved) == in_force:
        return "not this file"
    return "other" if in_force else None


def condition_of_key(kept: SavedLog, key: bytes | None) -> ConditionOfKey:
    """Return whether `key`, the one beside the log, is the one that its next pseudonyms have to be made with."""
    in_force = _in_force(kept)
    if in_force is None:
        return "not needed"
    if key is None:
        return "missing"
    return "there" if in_force in {"", fingerprint(key)} else "other"


def has_several_keys(kept: SavedLog) -> bool:
    """Tell whether the clients' pseudonyms were started anew, so that no key finds a client everywhere."""
    return len(_fingerprints(kept, _with_pseudonyms(kept, CLIENT))) > 1


def doubt_when_erasing(kept: SavedLog, key: bytes | None, found: Iterable[str]) -> Doubt | None:
    """Return why a client may be in the log under a pseudonym that `key` does not make; None where nobody can be.

    Parameters
    ----------
    kept : SavedLog
    key : bytes or None
        The key beside the log.
    found : iterable of str
        Pseudonyms of the log that `key` has made of something known, which proves it for the import they are in.
    """
    imports = _imports(kept, CLIENT)
    if not imports or key is None:
        return "missing" if imports else None
    prints = {each.number: each.key_fingerprint for each in kept.versions}
    proven = {*found}.union(*(names for number, names in imports.items() if prints[number] == fingerprint(key)))
    unknown = [names for number, names in imports.items() if not prints[number]]
    while shared := [names for names in unknown if not names.isdisjoint(proven)]:
        unknown = [names for names in unknown if names.isdisjoint(proven)]
        proven = proven.union(*shared)
    left = {number for number, names in imports.items() if not names <= proven}
    if not left:
        return None
    return "other" if any(_fingerprints(kept, left)) else "unknown"


def _in_force(kept: SavedLog) -> str | None:
    """Return the fingerprint of the key in force, empty where it is not known; None where nothing is a pseudonym."""
    imports = _with_pseudonyms(kept, CLIENT) | _with_pseudonyms(kept, TREATMENT_ID)
    if not imports:
        return None
    # Where pseudonyms were started anew, the last key is the one in force.
    (in_force,) = _fingerprints(kept, [max(imports)])
    return in_force


def _fingerprints(kept: SavedLog, imports: Iterable[int]) -> set[str]:
    numbers = {*imports}
    return {each.key_fingerprint for each in kept.versions if each.number in numbers}


def _imports(kept: SavedLog, name: str) -> dict[int, set[str]]:
    """Return the imports that gave pseudonyms in column `name`, and which."""
    found = {number: set(filter(is_pseudonym, texts)) for number, texts in _like_pseudonyms(kept, name)}
    return {number: names for number, names in found.items() if names}


def _with_pseudonyms(kept: SavedLog, name: str) -> set[int]:
    """Return the imports that gave pseudonyms in column `name`: one of them is enough to see."""
    return {number for number, texts in _like_pseudonyms(kept, name) if any(map(is_pseudonym, texts))}


def _like_pseudonyms(kept: SavedLog, name: str) -> Iterator[tuple[int, Sequence[str]]]:
    """Yield the imports that gave texts in the form of pseudonyms in column `name`, and these."""
    column = kept.contents.columns.get(name)
    if column is None:
        return
    rows = np.flatnonzero(np.append(like_pseudonyms(column.texts), np.False_)[column.codes])
    versions = kept.contents.version[rows]
    for number in np.unique(versions).tolist():
        yield number, those_at(column.texts, np.unique(column.codes[rows[versions == number]]))
