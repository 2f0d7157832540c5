"""The check of the saved log, its backups and a restore, in words."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from analysis.identifiers.pseudonyms import KEY_FILE
from analysis.saved_log.folder import KNOWN_FILES
from analysis.wording.numbers import agreeing, count, quantity
from analysis.wording.saved_log import when

if TYPE_CHECKING:
    from collections.abc import Iterator

    from analysis.saved_log.checking import Checked
    from analysis.saved_log.keys import ConditionOfKey
    from analysis.saved_log.last_backup import BackUp

_START_ANEW = (
    "or start new pseudonyms with the next import (a tick on the page, log add --new-pseudonyms on the command line); "
    "clients who come again then count as new ones"
)
_KEY: dict[ConditionOfKey, str] = {
    "missing": f"The key of the pseudonyms is missing: restore “{{key}}” from a backup, {_START_ANEW}.",
    "other": (
        f"The key of the pseudonyms belongs to another log: restore the right “{{key}}” from a backup, {_START_ANEW}."
    ),
    "damaged": "The key of the pseudonyms, “{key}”, is damaged: restore it from a backup.",
}


def log_checked(of: Checked) -> Iterator[str]:
    """Yield the result of the check, problems first."""
    yield from problems(of)
    if not of.faults and of.versions:
        yield f"The saved log (version {count(of.versions)}) has {quantity(of.treatments, 'treatment')}."
        yield whole(of)
    if without := of.files_without_digest:
        yield (
            f"{quantity(without, 'file')} of an earlier release cannot be checked yet, because "
            f"{agreeing(without, 'it has', 'they have')} no digest; the next change of the saved log adds one."
        )
    if of.leftovers:
        left = len(of.leftovers)
        yield (
            f"{quantity(left, 'file')} {agreeing(left, 'was', 'were')} left by a change that was interrupted or is "
            f"still running (“{of.leftovers[0]}”); no version needs {agreeing(left, 'it', 'them')}, and the next "
            f"change removes {agreeing(left, 'it', 'them')}."
        )
    if of.versions or of.faults:
        yield backup_known(of.backed_up, of.versions)


def problems(of: Checked) -> Iterator[str]:
    """Yield what is damaged or missing, and the way out."""
    yield from of.faults
    if not of.versions and not of.faults:
        yield f"There is no saved log in “{of.folder}”."
    if of.key in _KEY:
        yield _KEY[of.key].format(key=Path(of.folder) / KEY_FILE)
    if of.known_files == "damaged":
        yield (
            f"Your earlier corrections, “{Path(of.folder) / KNOWN_FILES}”, are damaged and no longer used: correct "
            "the next file again, or restore them from a backup."
        )


def whole(of: Checked) -> str:
    """Return that the saved log is intact."""
    key = " The key of its pseudonyms is there." if of.key == "there" else ""
    files, records = quantity(of.files, "file"), quantity(of.commits, "record")
    return f"The saved log is intact: {files} of treatments and {records} of its history were checked.{key}"


def backup_known(of: BackUp | None, versions: int) -> str:
    """Return when the saved log, of so many versions, was last backed up."""
    if of is None:
        return "No backup of it is known."
    since = versions - of.version
    behind = f", {quantity(since, 'version')} ago" if since > 0 else ""
    return f"Last backup: {when(of.when)}, version {count(of.version)}{behind}, in “{of.place}”."


def how_to_restore() -> str:
    """Return how to restore a backup."""
    return (
        "To restore a backup, ask your IT person to type: python -m analysis log restore FILE.zip (the backup is "
        "checked first)."
    )


def backed_up(made: BackUp) -> str:
    """Return what a backup did."""
    return (
        f"Version {count(made.version)} of the saved log was copied to “{made.place}”, and the copy is intact. It "
        "contains the key of the pseudonyms, if there is one: keep it as safe as the saved log."
    )


def restored(now: Checked) -> str:
    """Return what a restore did."""
    again = "The backup is restored. Clients erased after it was made are in the saved log again."
    return "\n".join([again, *log_checked(now)])
