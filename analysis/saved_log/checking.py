"""What is true of a saved log: whether all of it is as it was written, whether its key is there, when it was copied."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from analysis.errors import DashboardError
from analysis.identifiers.pseudonyms import load_key
from analysis.saved_log.calls import read_calls
from analysis.saved_log.commits import faults_of_commits
from analysis.saved_log.contents import contents
from analysis.saved_log.digests import without_digest
from analysis.saved_log.dismissals import read_dismissals
from analysis.saved_log.folder import KNOWN_FILES, TREATMENTS
from analysis.saved_log.keys import condition_of_key
from analysis.saved_log.known_files import are_damaged
from analysis.saved_log.last_backup import BackUp, last_backup
from analysis.saved_log.leftovers import cut_short, leftovers
from analysis.saved_log.mark import read_mark
from analysis.saved_log.opening import SavedLog, saved_log
from analysis.saved_log.report_definitions import read_definitions
from analysis.saved_log.stored_rows import READING_ATTEMPTS, facts, faults_of_rows, open_facts, read_stored

if TYPE_CHECKING:
    from pathlib import Path

    from analysis.saved_log.keys import ConditionOfKey
    from analysis.saved_log.stored_rows import Facts

KnownFilesAre = Literal["none", "whole", "damaged"]


@dataclass(frozen=True)
class Checked:
    """What is true of a log.

    Attributes
    ----------
    folder : str
    faults : tuple of str
        What is damaged or missing of it, one sentence each; nothing else below is sure then.
    treatments, versions : int
        What it holds; no version is no log.
    files, files_without_digest : int
        Files with rows, and those of an earlier release, of which nobody knows whether they are as they were
        written; the next change writes them anew.
    commits, commits_without_digest : int
        The same of what was done to the table.
    key : {"not needed", "there", "missing", "other", "damaged"}
        Whether the key of the pseudonyms is at hand.
    known_files : {"none", "whole", "damaged"}
        What was chosen for files; damaged, it counts as nothing chosen.
    leftovers : tuple of str
        Files that a write that was cut short, or a change, has left; they go with the next change.
    backed_up : BackUp or None
        The last one that is known of.
    """

    folder: str
    faults: tuple[str, ...]
    treatments: int
    versions: int
    files: int
    files_without_digest: int
    commits: int
    commits_without_digest: int
    key: ConditionOfKey
    known_files: KnownFilesAre
    leftovers: tuple[str, ...]
    backed_up: BackUp | None

    @property
    def is_sound(self) -> bool:
        """Whether there is a log of which nothing is damaged or missing."""
        has_key = self.key in {"not needed", "there"}
        return bool(self.versions) and not self.faults and has_key and self.known_files != "damaged"


def check_log(folder: Path, opened: SavedLog | None = None) -> Checked:
    """Look at all of a log: every file with rows, every commit, the mark, the key and what is known of files.

    Parameters
    ----------
    folder : Path
    opened : SavedLog, optional
        The log as it was opened: its files are compared once more, but what they hold is not made out again.
    """
    for _ in range(READING_ATTEMPTS):
        before = _marked(folder)
        checked = _check(folder, opened)
        # What was found while somebody changed the log may be of that change.
        if not checked.faults or _marked(folder) == before:
            break
    return checked


def _marked(folder: Path) -> object:
    try:
        return read_mark(folder)
    except DashboardError as error:
        return str(error)


def _check(folder: Path, kept: SavedLog | None) -> Checked:
    faults: list[str] = []
    table, without = None, 0
    try:
        if kept is None:
            stored = read_stored(folder)
            table = facts(stored.table) if stored else None
            kept = saved_log(contents(stored, folder))
        else:
            table = open_facts(folder)
            faults += map(str, faults_of_rows(folder, table.files if table else {}))
    except DashboardError as error:
        faults.append(str(error))
    if table is not None:
        rotten, without = faults_of_commits(folder, table.commit, read_mark(folder))
        faults += [str(each) for each in rotten if str(each) not in faults]
    for read in (read_calls, read_dismissals, read_definitions):
        try:
            read(folder)
        except DashboardError as error:
            faults.append(str(error))
    named = table.files if table else {}
    return Checked(
        folder=str(folder),
        faults=tuple(faults),
        treatments=len(kept) if kept else 0,
        versions=kept.latest if kept else 0,
        files=len(named),
        files_without_digest=len(without_digest(named)),
        commits=table.commit + 1 if table else 0,
        commits_without_digest=without,
        key=_key(folder, kept),
        known_files=_known_files(folder),
        leftovers=_leftovers(folder, table),
        backed_up=last_backup(folder),
    )


def _key(folder: Path, kept: SavedLog | None) -> ConditionOfKey:
    try:
        key = load_key(folder)
    except DashboardError:
        return "damaged"
    if kept is None:
        return "not needed" if key is None else "there"
    return condition_of_key(kept, key)


def _known_files(folder: Path) -> KnownFilesAre:
    if not (folder / KNOWN_FILES).exists():
        return "none"
    return "damaged" if are_damaged(folder) else "whole"


def _leftovers(folder: Path, table: Facts | None) -> tuple[str, ...]:
    rows = leftovers(folder / TREATMENTS, table.files) if table else ()
    paths = [*(each.path for each in rows), *cut_short(folder)]
    return tuple(sorted(str(path.relative_to(folder)) for path in paths))
