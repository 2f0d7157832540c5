"""``python -m analysis log …``: list what was done to the saved log, add a file, undo, export, erase."""

from __future__ import annotations

import getpass
import hashlib
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis.command_line.files import add_file_options, import_file, say_notes
from analysis.errors import DashboardError
from analysis.exports.csv_tables import as_csv
from analysis.files.whole_file import write_whole
from analysis.identifiers.pseudonyms import KEY_FILE, load_key
from analysis.saved_log.changes import effect
from analysis.saved_log.clients import are_called_differently, erase_client
from analysis.saved_log.folder import is_full, log_folder
from analysis.saved_log.history import ImportAbout
from analysis.saved_log.keys import doubt_when_adding
from analysis.saved_log.known_files import remember
from analysis.saved_log.opening import as_frame, as_parquet, open_log
from analysis.saved_log.writing import add, key_in_force, undo
from analysis.wording.files import rows_account
from analysis.wording.numbers import listed, quantity
from analysis.wording.saved_log import (
    added,
    clients_called_differently,
    effect_of_adding,
    erased,
    no_such_client,
    other_key,
    undone,
    version_name,
    would_add,
)

if TYPE_CHECKING:
    import argparse

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
        return _erase(options.client, folder)
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
    if imported.report.date_order_needed:
        raise DashboardError(
            f"The dates of {listed(imported.report.date_order_needed)} can be read in two ways: say "
            "--date-order day-first or month-first."
        )
    digest = hashlib.sha256(imported.content).hexdigest()
    repeats: Repeats = "further" if options.further else "same"
    kept = open_log(folder)
    if imported.file.has_pseudonyms and not options.new_pseudonyms:
        _refuse_another_key(kept, imported.file.key, folder)
    planned = effect(kept, imported.log, digest, repeats)
    if options.preview:
        made = planned.version
        done = f"{rows_account(imported.report)} {would_add(planned)}"
    else:
        if imported.file.has_pseudonyms and key_in_force(folder, imported.file.key) != imported.file.key:
            raise DashboardError("Somebody else has started the log meanwhile: run the same command again.")
        report = imported.report
        about = ImportAbout(
            imported.file_name, digest, report.rows_read, report.rows_kept, _who(), imported.file.key_fingerprint
        )
        version = add(folder, imported.log, about, expected_version=planned.version, repeats=repeats)
        remember(folder, imported.header, imported.choices.remembered(imported.file.findings))
        made = version.number
        nothing = planned.same_file is not None and made == planned.same_file.number
        done = f"{rows_account(report)} {'' if nothing else added(version)}".strip()
    differently = are_called_differently(kept, imported.log)
    notes = [*effect_of_adding(planned), *([clients_called_differently()] if differently else [])]
    if options.json:
        counts = {name: getattr(planned, name) for name in ("rows", "new", "changed", "unchanged", "staying")}
        return {"done": not options.preview, "version": made, **counts, "notes": notes}
    return "\n".join([done, *notes])


def _refuse_another_key(kept: SavedLog, key: bytes, folder: Path) -> None:
    doubt = doubt_when_adding(kept, key, is_saved=load_key(folder) is not None)
    if doubt is not None:
        raise DashboardError(other_key(doubt, folder / KEY_FILE, "say --new-pseudonyms to start pseudonyms anew"))


def _erase(asked: str, folder: Path) -> str:
    erasure = erase_client(asked, open_log(folder), folder, load_key(folder), _who())
    if erasure is None:
        raise DashboardError(no_such_client(asked))
    return erased(erasure)


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
