"""Who is in the kept log, in any of its versions, and what a client that somebody names is called there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np

from analysis.identifiers.pseudonyms import is_pseudonym, pseudonym
from analysis.kept_log.texts import same_text
from analysis.kept_log.writing import erase
from analysis.outcome_log.log import CLIENT

if TYPE_CHECKING:
    from pathlib import Path

    from analysis.kept_log.opening import KeptLog
    from analysis.outcome_log.log import Log

Names = Literal["pseudonyms", "codes"]


def has_clients(kept: KeptLog) -> bool:
    """Tell whether any version of the log tells clients apart."""
    return bool(_clients(kept))


def clients_called(asked: str, kept: KeptLog, key: bytes | None) -> set[str]:
    """Return every ID that a client has in any version of the log, also in one that was taken back.

    There may be two: a file was added before its codes were replaced by pseudonyms, and another one after.

    Parameters
    ----------
    asked : str
        The ID as it stands in the log, or the code that its pseudonym was made from.
    kept : KeptLog
    key : bytes or None
        The key of the pseudonyms, where there is one.
    """
    if not asked.strip():
        return set()
    same = same_text(CLIENT)
    sought = {same(asked.strip()), *([pseudonym(asked, key)] if key is not None else [])}
    return {each for each in _clients(kept) if same(each) in sought}


def erase_client(asked: str, kept: KeptLog, folder: Path, key: bytes | None, by: str | None) -> int | None:
    """Erase whoever is called `asked` for good, from every version of the log.

    Returns
    -------
    int or None
        How many treatments went; None where nobody is called so.
    """
    clients = clients_called(asked, kept, key)
    # Also where nobody is found: what an erasure that was cut short left on the disk goes all the same.
    treatments = erase(folder, *clients, by=by)
    return treatments if clients else None


def _clients(kept: KeptLog) -> set[str]:
    column = kept.contents.columns.get(CLIENT)
    return set() if column is None else {column.texts[code] for code in np.unique(column.codes) if code >= 0}


def client_names(log: Log) -> Names | None:
    """Return whether a log calls its clients by pseudonyms or by other codes; None where it has no clients."""
    return _names(set(log.values(CLIENT))) if CLIENT in log else None


def client_names_of(kept: KeptLog) -> Names | None:
    """Return whether the kept log calls its clients by pseudonyms or by other codes; None where it has no clients."""
    return _names(_clients(kept))


def are_called_differently(kept: KeptLog, log: Log) -> bool:
    """Tell whether the kept log calls clients by pseudonyms and `log` by other codes, or the other way round."""
    return {client_names(log), client_names_of(kept)} == {"pseudonyms", "codes"}


def _names(clients: set[str]) -> Names | None:
    if not clients:
        return None
    pseudonyms = sum(map(is_pseudonym, clients))
    return "pseudonyms" if 2 * pseudonyms > len(clients) else "codes"
