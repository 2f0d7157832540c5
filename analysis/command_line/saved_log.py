"""``python -m analysis log …``: list, add a file, undo, export, erase, check, back up, restore."""

from __future__ import annotations

import getpass
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

from analysis.command_line.files import add_file_options, import_file, say_notes
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


class UnsoundLogError(Exception):
    """What ``log check`` says of a log that is not whole."""

    def __init__(self, answer: str | dict[str, Any]) -> None:
        """Keep what is to be said."""
        super().__init__()
        self.answer = answer


def add_log_commands(command: argparse.ArgumentParser) -> None:
    """Let ``log`` take its own commands."""
    commands = command.add_subparsers(dest="log_command", required=True)
    listing = commands.add_parser("list", help="what was done to the log, version by version")
    listing.add_argument("--json", action="store_true", help="print JSON instead of sentences")
    adding = commands.add_parser("add", help="add a file to the log")
    add_file_options(adding)
    adding.add_argument("--preview", action="store_true", help="only say what adding the file would do")
    adding.add_argument(
        "--further",
        action="store_true",
        help="rows that read exactly like treatments in the log are further treatments, not the same ones",
    )
    adding.add_argument(
        "--pairs",
        choices=get_args(PairsAre),
        default="same",
        help="treatments that the log has by client, day, clinic and treatment, where one of the two has no treatment "
        "ID: the same (unless you say otherwise), the same only where that leaves no doubt, or further",
    )
    adding.add_argument(
        "--new-pseudonyms",
        action="store_true",
        help="start pseudonyms anew where their key is lost: clients of the log so far count as other people",
    )
    undoing = commands.add_parser("undo", help="take an import back")
    undoing.add_argument("version", type=int, metavar="VERSION")
    exporting = commands.add_parser("export", help="write the log to a CSV or Parquet file")
    exporting.add_argument("file", metavar="FILE", help="what it is called decides what it is: .csv or .parquet")
    exporting.add_argument("--version", type=int, metavar="VERSION", help="as the log was after this version")
    erasing = commands.add_parser("erase", help="erase a client for good, from every version; cannot be undone")
    erasing.add_argument("client", metavar="CLIENT_ID")
    erasing.add_argument("--yes-erase-for-good", action="store_true", required=True, help="say that you mean it")
    erasing.add_argument(
        "--only-what-is-found",
        action="store_true",
        help="also where another key may have made more pseudonyms of the client",
    )
    checking = commands.add_parser(
        "check",
        help="say whether the log, its history and its key are whole",
        epilog="The exit code is 0 where the log is whole, and 1 where anything of it is damaged or missing, its key "
        "too, or there is no log.",
    )
    checking.add_argument("--json", action="store_true", help="print JSON instead of sentences")
    backing_up = commands.add_parser("backup", help="copy the whole log, and check the copy")
    backing_up.add_argument(
        "place",
        metavar="FOLDER|FILE.zip",
        help="a .zip file, which replaces an older backup of the same log; or a folder: a new one becomes the copy, "
        "in any other one is made",
    )
    restoring = commands.add_parser("restore", help="check a backup and put it in the place of the log")
    restoring.add_argument("place", metavar="FOLDER|FILE.zip", help="what `log backup` has made")
    restoring.add_argument("--replace", action="store_true", help="delete the log that is there")


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
    said = {"sound": checked.is_sound, **asdict(checked)} if options.json else "\n".join(log_checked(checked))
    if not checked.is_sound:
        raise UnsoundLogError(said)
    return said


def _list(options: argparse.Namespace, folder: Path) -> str | dict[str, Any]:
    kept = open_log(folder)
    if options.json:
        return {
            "version": kept.version,
            "treatments": len(kept),
            "versions": [asdict(version) for version in kept.versions],
        }
    lines = [f"{quantity(len(kept), 'treatment')} in version {kept.version} of the log."]
    lines += [
        f"  {version_name(version)}{'' if version.in_effect else ' (taken back)'}"
        for version in reversed(kept.versions)
    ]
    return "\n".join(lines)


def _add(options: argparse.Namespace, folder: Path) -> str | dict[str, Any]:
    imported = import_file(options)
    say_notes(imported.report)
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
    """Refuse what the options have to say something of first."""
    if planned.undecided_dates:
        raise DashboardError(undecided_dates(planned.undecided_dates, "say --date-order day-first or month-first"))
    if planned.doubt is not None and not starts_anew:
        raise DashboardError(
            other_key(planned.doubt, folder / KEY_FILE, "say --new-pseudonyms to start pseudonyms anew")
        )


def _export(options: argparse.Namespace, folder: Path) -> str:
    path, kept = Path(options.file), open_log(folder, options.version)
    if path.suffix.lower() not in {".csv", ".parquet"}:
        raise DashboardError(f"“{path.name}” says neither .csv nor .parquet: give the file one of these endings.")
    content = as_parquet(kept) if path.suffix.lower() == ".parquet" else as_csv(as_frame(kept))
    try:
        write_whole(path, content)
    except OSError as error:
        if is_full(error):
            raise DashboardError(
                f"“{path}” was not written, because the disk is full: make room on it and try again."
            ) from error
        raise DashboardError(f"“{path}” cannot be written: {error.strerror}.") from error
    return f"{quantity(len(kept), 'treatment')} of version {kept.version} written to “{path}”."


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
    """Return who is signed in to this computer, where it can tell."""
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return None
