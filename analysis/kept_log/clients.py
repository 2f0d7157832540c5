"""Who is in the kept log, in any of its versions, and what a client that somebody names is called there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from analysis.identifiers.pseudonyms import pseudonym
from analysis.outcome_log.log import CLIENT

if TYPE_CHECKING:
    from analysis.kept_log.opening import KeptLog


def has_clients(kept: KeptLog) -> bool:
    """Tell whether any version of the log tells clients apart."""
    return bool(_clients(kept))


def client_called(asked: str, kept: KeptLog, key: bytes | None) -> str | None:
    """Return the ID of a client in any version of the log, also in one that was taken back; None where none has it.

    Parameters
    ----------
    asked : str
        The ID as it stands in the log, or the code that its pseudonym was made from.
    kept : KeptLog
    key : bytes or None
        The key of the pseudonyms, where there is one.
    """
    names = [asked.strip(), *([pseudonym(asked, key)] if key is not None and asked.strip() else [])]
    there = _clients(kept)
    return next((name for name in names if name in there), None)


def _clients(kept: KeptLog) -> set[str]:
    column = kept.contents.columns.get(CLIENT)
    return set() if column is None else {column.texts[code] for code in np.unique(column.codes) if code >= 0}
