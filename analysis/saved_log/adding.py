"""Add a file to the log: what stands against it, what it would do, and doing it; for page and command line alike."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from analysis.errors import DashboardError
from analysis.saved_log.changes import Effect, Repeats, effect
from analysis.saved_log.clients import are_called_differently
from analysis.saved_log.folder import LogMovedOnError
from analysis.saved_log.history import ImportAbout, Version
from analysis.saved_log.keys import DoubtWhenAdding, doubt_when_adding
from analysis.saved_log.known_files import remember
from analysis.saved_log.writing import add, key_in_force

if TYPE_CHECKING:
    from pathlib import Path

    from analysis.importing.opening import Imported
    from analysis.saved_log.matching import PairsAre
    from analysis.saved_log.opening import SavedLog


@dataclass(frozen=True, eq=False)
class Plan:
    """What adding a file would do, and what the manager has to say before it is added.

    Attributes
    ----------
    effect : Effect
    repeats, pairs
        What the effect was worked out for; see `changes.effect`.
    undecided_dates : tuple of str
        The columns of the file whose dates can be read in two ways: it is not added before one is chosen.
    doubt : {"missing", "other", "not this file"} or None
        Why the file's pseudonyms would be others than the log's for the same clients: it is added only where the
        manager starts pseudonyms anew, or where it was read before the log had its key, when it is read again.
    are_called_differently : bool
        Whether the log calls clients by pseudonyms and the file by codes, or the other way round.
    """

    effect: Effect
    repeats: Repeats
    pairs: PairsAre
    undecided_dates: tuple[str, ...]
    doubt: DoubtWhenAdding | None
    are_called_differently: bool

    @property
    def changes_nothing(self) -> bool:
        """Whether this very file is in the log already, with all that it says and read in the same way."""
        return self.effect.is_nothing


@dataclass(frozen=True)
class Added:
    """What adding a file did.

    Attributes
    ----------
    version : Version
        The one that it made; where it changed nothing, the one that it made before.
    is_new : bool
    not_remembered : str
        Why the choices for the file could not be remembered for the next one; "" where they were. The file is added all
        the same.
    """

    version: Version
    is_new: bool
    not_remembered: str


def plan(
    kept: SavedLog, file: Imported, key: bytes | None, repeats: Repeats = "same", pairs: PairsAre = "same"
) -> Plan:
    """Return what adding a file to the latest version of the log would do, and what stands against it.

    Parameters
    ----------
    kept : SavedLog
    file : Imported
    key : bytes or None
        The key of pseudonyms beside the log.
    repeats, pairs
        See `changes.effect`.

    Raises
    ------
    DashboardError
        Where the file cannot be added, whatever is chosen for it.
    """
    doubt = doubt_when_adding(kept, file.opened.key, key) if file.opened.has_pseudonyms else None
    return Plan(
        effect(kept, file.log, file.digest, repeats, pairs, kinds=file.report.kinds_chosen),
        repeats,
        pairs,
        file.report.date_order_needed,
        doubt,
        are_called_differently(kept, file.log),
    )


def add_file(folder: Path, file: Imported, planned: Plan, by: str | None, *, starts_anew: bool = False) -> Added:
    """Add a file to the log in `folder`, and remember what was chosen for it, for the next one with its header.

    Parameters
    ----------
    folder : Path
    file : Imported
    planned : Plan
        What the manager was shown.
    by : str or None
        Who adds it.
    starts_anew : bool
        Whether the manager confirmed that pseudonyms start anew, which a doubt about their key needs.

    Raises
    ------
    ValueError
        Where something stands against it that `planned` shows.
    LogMovedOnError
        Where the log is another than the one `planned` was worked out from.
    DashboardError
        Where nothing can be written; the log is as it was then.
    """
    may_start_anew = planned.doubt is None or (starts_anew and planned.doubt != "not this file")
    if planned.undecided_dates or not may_start_anew:
        raise ValueError(planned.undecided_dates or planned.doubt)
    opened = file.opened
    if opened.has_pseudonyms and key_in_force(folder, opened.key) != opened.key:
        raise LogMovedOnError(
            "Somebody else has started a saved log meanwhile, and this file has pseudonyms of another key: "
            "upload the file again."
        )
    about = ImportAbout(
        file.file_name,
        file.digest,
        file.report.rows_read,
        file.report.rows_kept,
        by,
        opened.key_fingerprint,
        file.report.readings,
        file.report.kinds_chosen,
    )
    expected = planned.effect.version
    version = add(folder, file.log, about, expected_version=expected, repeats=planned.repeats, pairs=planned.pairs)
    return Added(version, version.number > expected, _not_remembered(folder, file))


def _not_remembered(folder: Path, file: Imported) -> str:
    """Remember what was chosen for a file; return why that could not be done, "" where it was."""
    try:
        remember(folder, file.header, file.choices.remembered(file.opened.findings))
    except DashboardError as error:
        return str(error)
    return ""
