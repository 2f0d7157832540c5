"""``python -m analysis log …``: list what was done to the saved log, add a file, undo, export, erase."""

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
from analysis.saved_log.clients import erase_client
from analysis.saved_log.folder import is_full, log_folder
from analysis.saved_log.matching import PairsAre
from analysis.saved_log.opening import as_frame, as_parquet, open_log
from analysis.saved_log.writing import undo
from analysis.wording.files import rows_account
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

    from analysis.saved_log.adding import Plan
    from analysis.saved_log.changes import Repeats
    from analysis.saved_log.opening import SavedLog


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


def answer(options: argparse.Namespace) -> str | dict[str, Any]:
    """Run one of the commands of ``log``."""
    folder = log_folder()
    if options.log_command == "list":
        return _list(open_log(folder), as_json=options.json)
    if options.log_command == "add":
        return _add(options, folder)
    if options.log_command == "undo":
        return undone(undo(folder, options.version, _who()))
    if options.log_command == "erase":
        key, only_what_is_found = load_key(folder), options.only_what_is_found
        return erased(erase_client(options.client, folder, key, _who(), only_what_is_found=only_what_is_found))
    return _export(Path(options.file), open_log(folder, options.version))


def _list(kept: SavedLog, *, as_json: bool) -> str | dict[str, Any]:
    if as_json:
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


def _export(path: Path, kept: SavedLog) -> str:
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


def _who() -> str | None:
    """Return who is signed in to this computer, where it can tell."""
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return None
