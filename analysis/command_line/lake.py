"""``python -m analysis lake``: many files into one log in files of codes, which DuckDB or Spark counts."""

from __future__ import annotations

import argparse
import hashlib
from pathlib import Path

from analysis.command_line.files import add_file_options, import_file
from analysis.errors import DashboardError
from analysis.identifiers.pseudonyms import load_key, new_key
from analysis.outcome_log.coded_log import LAKE
from analysis.outcome_log.coded_writer import CodedWriter, OtherKindError
from analysis.outcome_log.object_store import is_url, only_read
from analysis.saved_log.folder import log_folder
from analysis.wording.numbers import quantity


def add_lake_options(command: argparse.ArgumentParser) -> None:
    """Let the command take a folder of files and the folder to write."""
    add_file_options(command)
    command.add_argument("into", metavar="LAKE", help="the folder to write, in place of one that is there")


def write_lake(options: argparse.Namespace) -> str | dict[str, object]:
    """Read every CSV file of a folder in the order of their names, and write them as one log.

    Raises
    ------
    DashboardError
        Where there are none, or one cannot be read without an answer that the options do not give, and where they
        would be written to an object store.
    """
    if is_url(options.into):
        raise only_read(options.into)
    folder, into = Path(options.file), Path(options.into)
    paths = sorted(path for path in folder.glob("*") if path.suffix.lower() == ".csv")
    if not paths:
        raise DashboardError(f"“{folder}” has no CSV files: name a folder with files that end with .csv.")
    # The same client has the same pseudonym in every file.
    key = load_key(log_folder()) or new_key()
    writer, digests = CodedWriter(into), hashlib.sha256()
    for path in paths:
        digests.update(_add(path, options, key, writer).encode())
    written = writer.finish(digests.hexdigest())
    if options.json:
        return {"files": len(paths), "rows_read": written.rows_read, "treatments": len(written), "folder": str(into)}
    return (
        f"{quantity(len(written), 'treatment')} of {quantity(len(paths), 'file')}: “{into}”. To see them, start the "
        f"dashboard with {LAKE}={into}."
    )


def _add(path: Path, options: argparse.Namespace, key: bytes, writer: CodedWriter) -> str:
    """Write one file behind those before, and return its digest; nothing else of it stays in memory."""
    imported = import_file(argparse.Namespace(**{**vars(options), "file": str(path)}), key)
    try:
        writer.add(imported.log, imported.report.rows_read, (imported.file_name, imported.digest))
    except OtherKindError as error:
        raise DashboardError(
            f"“{path.name}” has other values in “{error.name}” than the files before: name their kind with --kind."
        ) from error
    return imported.digest
