"""``python -m analysis log …``: list, add a file, undo, export, erase, check, back up, restore."""

from __future__ import annotations

import getpass
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

from analysis.command_line.answered import AnsweredError
from analysis.command_line.files import add_file_options, import_file, print_notes
from analysis.errors import DashboardError
from analysis.exports.csv_tables import as_csv
from analysis.files.whole_file import write_whole
from analysis.identifiers.pseudonyms import KEY_FILE, load_key
from analysis.saved_log.adding import add_file, plan
from analysis.saved_log.backups import back_up, restore
from analysis.saved_log.checking import check_log
from analysis.saved_log.clients import erase_client
from analysis.saved_log.folder import is_full, log_folder
from analysis.saved_log.matching import PairsAre
from analysis.saved_log.opening import as_frame, as_parquet, open_log
from analysis.saved_log.writing import undo
from analysis.wording.files import rows_account
from analysis.wording.log_check import backed_up, log_checked, restored
from analysis.wording.numbers import quantity
from analysis.wording.saved_log import (
    added,
    clients_called_differently,
    effect_of_adding,
    erased,
    other_key,
    undecided_dates,
    undone,
    version_name,
    would_add,
)

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable

    from analysis.saved_log.adding import Plan
    from analysis.saved_log.changes import Repeats


class UnsoundLogError(AnsweredError):
    """The answer of ``log check`` about a log that is not intact."""


def add_log_commands(command: argparse.ArgumentParser) -> None:
    """Give ``log`` its commands."""
    commands = command.add_subparsers(dest="log_command", required=True)
    listing = commands.add_parser("list", help="the history of the saved log, version by version")
    listing.add_argument("--json", action="store_true", help="print JSON instead of sentences")
    adding = commands.add_parser("add", help="import a file into the saved log")
    add_file_options(adding)
    adding.add_argument("--preview", action="store_true", help="only show the effect of the import")
    adding.add_argument(
        "--further",
        action="store_true",
        help="import rows that are the same as treatments in the saved log as new treatments",
    )
    adding.add_argument(
        "--pairs",
        choices=get_args(PairsAre),
        default="same",
        help="treatments matched by client, day, clinic and treatment because an ID is missing: the same (default), "
        "the same only where that is certain, or new treatments",
    )
    adding.add_argument(
        "--new-pseudonyms",
        action="store_true",
        help="start new pseudonyms if their key is lost: clients in the saved log so far count as other people",
    )
    undoing = commands.add_parser("undo", help="undo an import")
    undoing.add_argument("version", type=int, metavar="VERSION")
    exporting = commands.add_parser(
        "export", help="write the treatments of the saved log to a CSV or Parquet file; log backup copies all of it"
    )
    exporting.add_argument("file", metavar="FILE", help="a name that ends with .csv or .parquet")
    exporting.add_argument("--version", type=int, metavar="VERSION", help="this version instead of the newest")
    erasing = commands.add_parser("erase", help="erase a client for good, from every version; cannot be undone")
    erasing.add_argument("client", metavar="CLIENT_ID")
    erasing.add_argument("--yes-erase-for-good", action="store_true", required=True, help="confirm")
    erasing.add_argument(
        "--only-what-is-found",
        action="store_true",
        help="even if the client may have more pseudonyms, made with another key",
    )
    checking = commands.add_parser(
        "check",
        help="check whether the saved log, its history and its key are intact",
        epilog="The exit code is 0 if the saved log is intact, and 1 if any part of it (or its key) is damaged or "
        "missing, or if there is none.",
    )
    checking.add_argument("--json", action="store_true", help="print JSON instead of sentences")
    backing_up = commands.add_parser("backup", help="copy the whole saved log, and check the copy")
    backing_up.add_argument(
        "place",
        metavar="FOLDER|FILE.zip",
        help="a .zip file, which replaces an older backup of the same log; or a folder: a new one becomes the copy, "
        "an existing one gets the copy inside",
    )
    restoring = commands.add_parser("restore", help="check a backup and replace the saved log by it")
    restoring.add_argument("place", metavar="FOLDER|FILE.zip", help="a backup made by `log backup`")
    restoring.add_argument("--replace", action="store_true", help="delete the present saved log")


def answer(options: argparse.Namespace) -> str | dict[str, Any]:
    """Run one of the commands of ``log``."""
    return _COMMANDS[options.log_command](options, log_folder())


def _undo(options: argparse.Namespace, folder: Path) -> str:
    return undone(undo(folder, options.version, _who()))


def _erase(options: argparse.Namespace, folder: Path) -> str:
    key, only_what_is_found = load_key(folder), options.only_what_is_found
    return erased(erase_client(options.client, folder, key, _who(), only_what_is_found=only_what_is_found))


def _back_up(options: argparse.Namespace, folder: Path) -> str:
    return backed_up(back_up(folder, Path(options.place)))


def _restore(options: argparse.Namespace, folder: Path) -> str:
    return restored(restore(folder, Path(options.place), replace=options.replace))


def _check(options: argparse.Namespace, folder: Path) -> str | dict[str, Any]:
    checked = check_log(folder)
    found = {"sound": checked.is_sound, **asdict(checked)} if options.json else "\n".join(log_checked(checked))
    if not checked.is_sound:
        raise UnsoundLogError(found)
    return found


def _list(options: argparse.Namespace, folder: Path) -> str | dict[str, Any]:
    kept = open_log(folder)
    if options.json:
        return {
            "version": kept.version,
            "treatments": len(kept),
            "versions": [asdict(version) for version in kept.versions],
        }
    lines = [f"The saved log (version {kept.version}) has {quantity(len(kept), 'treatment')}."]
    lines += [
        f"  {version_name(version)}{'' if version.in_effect else ' (undone)'}" for version in reversed(kept.versions)
    ]
    return "\n".join(lines)


def _add(options: argparse.Namespace, folder: Path) -> str | dict[str, Any]:
    imported = import_file(options)
    print_notes(imported.report)
    repeats: Repeats = "further" if options.further else "same"
    planned = plan(open_log(folder), imported, load_key(folder), repeats, options.pairs)
    _refuse(planned, folder, starts_anew=options.new_pseudonyms)
    version, done = planned.effect.version, would_add(planned.effect)
    if not options.preview:
        made = add_file(folder, imported, planned, _who(), starts_anew=options.new_pseudonyms)
        version, done = made.version.number, added(made.version) if made.is_new else ""
        if made.not_remembered:
            print(f"Note: {made.not_remembered}", file=sys.stderr)
    notes = [
        *effect_of_adding(planned.effect),
        *([clients_called_differently()] if planned.are_called_differently else []),
    ]
    if options.json:
        names = ("rows", "new", "changed", "unchanged", "staying", "paired")
        counts = {name: getattr(planned.effect, name) for name in names}
        counts["doubtful"] = int(planned.effect.pairs.is_doubtful.sum())
        return {"done": not options.preview, "version": version, **counts, "notes": notes}
    return "\n".join([f"{rows_account(imported.report)} {done}".strip(), *notes])


def _refuse(planned: Plan, folder: Path, *, starts_anew: bool) -> None:
    """Refuse an import that needs a further option."""
    if planned.undecided_dates:
        raise DashboardError(undecided_dates(planned.undecided_dates, "add --date-order day-first or month-first"))
    if planned.doubt is not None and not starts_anew:
        raise DashboardError(other_key(planned.doubt, folder / KEY_FILE, "add --new-pseudonyms to start new ones"))


def _export(options: argparse.Namespace, folder: Path) -> str:
    path, kept = Path(options.file), open_log(folder, options.version)
    if path.suffix.lower() not in {".csv", ".parquet"}:
        raise DashboardError(f"“{path.name}” ends with neither .csv nor .parquet: give the file one of these endings.")
    content = as_parquet(kept) if path.suffix.lower() == ".parquet" else as_csv(as_frame(kept))
    try:
        write_whole(path, content)
    except OSError as error:
        if is_full(error):
            raise DashboardError(
                f"“{path}” was not written, because the disk is full: free some space and try again."
            ) from error
        raise DashboardError(f"“{path}” cannot be written: {error.strerror}.") from error
    return f"{quantity(len(kept), 'treatment')} of version {kept.version} saved as “{path}”."


_COMMANDS: dict[str, Callable[[argparse.Namespace, Path], str | dict[str, Any]]] = {
    "list": _list,
    "add": _add,
    "undo": _undo,
    "export": _export,
    "erase": _erase,
    "check": _check,
    "backup": _back_up,
    "restore": _restore,
}


def _who() -> str | None:
    """Return who is signed in to this computer, if that is known."""
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return None
