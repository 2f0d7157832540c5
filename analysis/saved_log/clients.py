"""Who is in the saved log, in any of its versions, and what a client that somebody names is called there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from analysis.errors import DashboardError
from analysis.files.many_texts import selected, texts_in
from analysis.identifiers.pseudonyms import KEY_FILE, is_pseudonym, like_pseudonyms, pseudonym
from analysis.outcome_log.log import CLIENT
from analysis.saved_log.keys import doubt_when_erasing
from analysis.saved_log.opening import open_log
from analysis.saved_log.texts import same_text
from analysis.saved_log.writing import Erased, erase

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from analysis.outcome_log.log import Log
    from analysis.saved_log.keys import Doubt
    from analysis.saved_log.opening import SavedLog

Names = Literal["pseudonyms", "codes"]


def has_clients(kept: SavedLog) -> bool:
    """Tell whether any version of the log distinguishes clients."""
    column = kept.contents.columns.get(CLIENT)
    return column is not None and bool((column.codes >= 0).any())


def clients_called(asked: str, kept: SavedLog, key: bytes | None) -> set[str]:
    """Return every ID that a client has in any version of the log, also in one that was taken back.

    There may be two: a file was added before its codes were replaced by pseudonyms, and another one after.

    Parameters
    ----------
    asked : str
        The ID as it stands in the log, or the code that its pseudonym was made from.
    kept : SavedLog
    key : bytes or None
        The key of the pseudonyms, where there is one.
    """
    if not asked.strip():
        return set()
    same = same_text(CLIENT)
    sought = {same(asked.strip()), *([pseudonym(asked, key)] if key is not None else [])}
    return {each for each in _clients(kept) if same(each) in sought}


@dataclass(frozen=True, kw_only=True)
class Erasure:
    """What an erasure did.

    Attributes
    ----------
    erased : Erased
    doubt : Doubt or None
        Why the client may still be in the log under a pseudonym that cannot be known; None where that cannot be.
    held, holds : int
        How many treatments the newest version of the log had before, and has now.
    """

    erased: Erased
    doubt: Doubt | None
    held: int
    holds: int


def erase_client(
    asked: str, folder: Path, key: bytes | None, by: str | None, *, only_what_is_found: bool = False
) -> Erasure:
    """Erase whoever is called `asked` for good, from every version of the log and the names of its files.

    Parameters
    ----------
    asked : str
        The ID as it stands in the log, or the code that its pseudonym was made from.
    folder : Path
    key : bytes or None
        The key beside the log.
    by : str or None
        Who erases.
    only_what_is_found : bool
        Whether the manager confirmed that what the key at hand finds may go, though more may be under another one.

    Raises
    ------
    DashboardError
        Where nobody is called so, or a client is named whose pseudonym only another key than the one at hand could
        tell; nothing is erased then.
    """
    kept = open_log(folder)
    clients = clients_called(asked, kept, key)
    made = {pseudonym(asked, key)} & clients if key is not None and not is_pseudonym(asked.strip()) else set()
    doubt = doubt_when_erasing(kept, key, made)
    # Under an unknown key whoever is found goes, and the manager learns that there may be more.
    stands_there = clients if only_what_is_found or doubt == "unknown" else clients - made
    if doubt is not None and not stands_there and asked.strip() and not is_pseudonym(asked.strip()):
        raise _unidentifiable(doubt, asked.strip(), folder)
    # Also where nobody is found: what an erasure that was cut short left on the disk goes all the same.
    erased = erase(folder, *clients, also_called=asked, by=by)
    if not clients and not erased.file_names:
        raise DashboardError(
            f"No client in any version of the saved log has the ID “{asked}”, so nothing was erased: check the ID."
        )
    return Erasure(erased=erased, doubt=doubt, held=len(kept), holds=len(open_log(folder)))


_WAYS_OUT = (
    "Restore “{key}” from a backup (keep a copy of the present one, if there is one) and erase the client then; or "
    "erase only what the current key finds, key by key; or give the pseudonym itself, which needs no key."
)
_CANNOT_TELL: dict[Doubt, str] = {
    "missing": "the saved log uses pseudonyms, and their key is missing",
    "other": "some pseudonyms of the saved log were made with another key",
    "unknown": "some pseudonyms of the saved log may have been made with another key",
}


def _unidentifiable(doubt: Doubt, asked: str, folder: Path) -> DashboardError:
    """Return what to say of whom the key at hand does not find, or not everywhere."""
    ways_out = _WAYS_OUT.format(key=folder / KEY_FILE)
    return DashboardError(
        f"Nothing was erased: {_CANNOT_TELL[doubt]}, so “{asked}” may be in the log under another pseudonym. {ways_out}"
    )


def _clients(kept: SavedLog) -> Sequence[str]:
    """Return each client in any version of the log."""
    column = kept.contents.columns.get(CLIENT)
    if column is None:
        return ()
    return selected(column.texts, column.in_use)


def client_names(log: Log) -> Names | None:
    """Return whether a log calls its clients by pseudonyms or by other codes; None where it has no clients."""
    return _names(texts_in(log.frame[CLIENT].cat.categories)) if CLIENT in log else None


def client_names_of(kept: SavedLog) -> Names | None:
    """Return whether the saved log calls its clients by pseudonyms or by other codes; None where it has no clients."""
    return _names(_clients(kept))


def are_called_differently(kept: SavedLog, log: Log) -> bool:
    """Tell whether the saved log calls clients by pseudonyms and `log` by other codes, or the other way round."""
    return {client_names(log), client_names_of(kept)} == {"pseudonyms", "codes"}


def _names(clients: Sequence[str]) -> Names | None:
    if not len(clients):
        return None
    pseudonyms = sum(map(is_pseudonym, selected(clients, like_pseudonyms(clients))))
    return "pseudonyms" if 2 * pseudonyms > len(clients) else "codes"
