"""Whether the saved log is whole, its backups and what was restored, in words."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from analysis.identifiers.pseudonyms import KEY_FILE
from analysis.saved_log.known_files import KNOWN_FILES
from analysis.wording.numbers import agreeing, count, quantity
from analysis.wording.saved_log import when

if TYPE_CHECKING:
    from collections.abc import Iterator

    from analysis.saved_log.checking import Checked
    from analysis.saved_log.keys import ConditionOfKey
    from analysis.saved_log.last_backup import BackUp

_START_ANEW = (
    "or start pseudonyms anew when you next add a file (on the page: a tick; on the command line: log add "
    "--new-pseudonyms), knowing that clients who come again then count as new ones"
)
_KEY: dict[ConditionOfKey, str] = {
    "missing": f"The key of the pseudonyms is missing: put “{{key}}” back from a backup, {_START_ANEW}.",
    "other": f"The key of the pseudonyms is not the log’s: put the right “{{key}}” back from a backup, {_START_ANEW}.",
    "damaged": "The key of the pseudonyms, “{key}”, is damaged: put it back from a backup.",
}


def log_checked(of: Checked) -> Iterator[str]:
    """Yield what is true of a log, what is wrong first."""
    yield from problems(of)
    if not of.faults and of.versions:
        yield f"{quantity(of.treatments, 'treatment')} in version {count(of.versions)} of the log."
        yield whole(of)
    if without := of.files_without_digest:
        yield (
            f"{quantity(without, 'file')} of an earlier release {agreeing(without, 'has', 'have')} no digest yet, so "
            "that nobody can tell whether what is there is as it was written; the next change of the log gives it one."
        )
    if of.leftovers:
        left = len(of.leftovers)
        yield (
            f"{quantity(left, 'file')} that no version needs {agreeing(left, 'is', 'are')} left of a change that was "
            f"cut short or is being made (“{of.leftovers[0]}”); the next change clears up."
        )
    if of.versions or of.faults:
        yield backup_known(of.backed_up, of.versions)


def problems(of: Checked) -> Iterator[str]:
    """Yield what is damaged or missing of a log, and the way out."""
    yield from of.faults
    if not of.versions and not of.faults:
        yield f"There is no log in “{of.folder}”."
    if of.key in _KEY:
        yield _KEY[of.key].format(key=Path(of.folder) / KEY_FILE)
    if of.known_files == "damaged":
        yield (
            f"What was said of files, “{Path(of.folder) / KNOWN_FILES}”, is damaged and no longer used: say it once "
            "more when you next add a file, or put it back from a backup."
        )


def whole(of: Checked) -> str:
    """Say that the log is as it was written."""
    key = " The key of its pseudonyms is there." if of.key == "there" else ""
    files, records = quantity(of.files, "file"), quantity(of.commits, "record")
    return f"The log is as it was written: {files} with treatments and {records} of its history were compared.{key}"


def backup_known(of: BackUp | None, versions: int) -> str:
    """Say when the log, of so many versions, was last backed up."""
    if of is None:
        return "No backup of it is known."
    since = versions - of.version
    behind = f", {quantity(since, 'version')} ago" if since > 0 else ""
    return f"Last backup: {when(of.when)}, version {count(of.version)}{behind}, in “{of.place}”."


def how_to_restore() -> str:
    """Say how a backup becomes the log."""
    return (
        "To put a backup in the place of the log, whoever looks after this computer types: "
        "python -m analysis log restore FILE.zip (the backup is checked first)."
    )


def backed_up(made: BackUp) -> str:
    """Say what a backup did."""
    return (
        f"Version {count(made.version)} of the log was copied to “{made.place}”, and the copy is whole. It holds the "
        "key of the pseudonyms, where there is one: keep it as safe as the log."
    )


def restored(now: Checked) -> str:
    """Say what a restore did."""
    return "\n".join(["The backup is the log now; who was erased after it was made is in it again.", *log_checked(now)])
