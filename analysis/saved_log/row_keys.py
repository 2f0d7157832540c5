"""Under which key each row of a file is kept: that of its treatment in the log, or a new one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from analysis.saved_log.fold import rows_given
from analysis.saved_log.history import imports_in_effect
from analysis.saved_log.identity import base_and_number

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from analysis.saved_log.changes import Repeats
    from analysis.saved_log.contents import Contents
    from analysis.saved_log.history import Version
    from analysis.saved_log.identity import Identities
    from analysis.saved_log.opening import SavedLog


def row_keys(
    who: Identities, known: np.ndarray, kept: SavedLog, same_file: Version | None, repeats: Repeats
) -> tuple[np.ndarray, np.ndarray, int]:
    """Return the key of each row, its position among those of the log, and how many whole rows another file had.

    Parameters
    ----------
    who : Identities
    known : ndarray of int
        The position among the keys of the log that `matching.matches` found for each row; -1 for none.
    kept : SavedLog
    same_file : Version or None
        The import in effect of exactly this file.
    repeats : {"same", "further"}
        See `changes.effect`.
    """
    numbers, held = _numbers_of_whole_rows(who, kept, same_file, repeats)
    all_keys, at = kept.contents.keys, known.copy()
    new = np.flatnonzero(known < 0)
    keys = np.empty(len(known), dtype=object)
    keys[known >= 0] = list(all_keys.taken(known[known >= 0]))
    keys[new] = who.keys(numbers, new)
    found = kept.contents.positions(keys[new])
    # What reads like a whole row of the log is that one; another row is not, though its key would be.
    is_whole = who.by_whole_row[new]
    at[new[is_whole]] = found[is_whole]
    if len(taken := new[~is_whole & (found >= 0)]):
        bases = {who.bases[base] for base in np.unique(who.base[taken]).tolist()}
        every = {each.number for each in kept.versions}
        behind = _numbers(kept.contents, every, bases, max, 0)
        keys[new] = who.keys({**numbers, **behind}, new)
    return keys, at, held


def _numbers_of_whole_rows(
    who: Identities, kept: SavedLog, same_file: Version | None, repeats: Repeats
) -> tuple[Mapping[str, int], int]:
    """Return behind which number whole rows go on, and how many differ from rows of another file by content only."""
    if not who.by_whole_row.any():
        return {}, 0
    by_content = {who.bases[base] for base in np.unique(who.base[who.by_whole_row]).tolist()}
    if same_file is not None:
        # As when it was imported, whatever has been undone since.
        return _numbers(kept.contents, {same_file.number}, by_content, min, -1), 0
    there = _numbers(kept.contents, imports_in_effect(kept.versions), by_content, max, 0)
    most = np.array([there.get(base, 0) for base in who.bases], dtype=np.int64)
    held = int((who.number <= most[who.base])[who.by_whole_row].sum())
    if repeats == "same" or not held:
        return {}, held
    every = {each.number for each in kept.versions}
    return _numbers(kept.contents, every, by_content, max, 0), held


def _numbers(
    contents: Contents, imports: set[int], bases: set[str], pick: Callable[[int, int], int], add: int
) -> dict[str, int]:
    """Return for each base the number that `pick` chooses among those that these imports gave it, and `add`."""
    positions, _ = rows_given(contents, imports)
    numbers: dict[str, int] = {}
    for key in contents.keys.taken(np.unique(contents.key[positions])):
        base, number = base_and_number(key)
        if base in bases:
            numbers[base] = pick(numbers.get(base, number), number)
    return {base: number + add for base, number in numbers.items()}
