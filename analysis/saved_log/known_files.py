"""What the manager said about a file, remembered for the next file with the same header.

Only names of columns, names of levels and layouts are kept: nothing of any treatment. They stand in one small JSON file
beside the log, written whole and put in place in one step, so that it is never half a file. One that is not as it was
written counts as none: what it says could be read into the next file.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, fields
from typing import TYPE_CHECKING, Any

from analysis.errors import DashboardError
from analysis.files.layout import LayoutChoices
from analysis.files.whole_file import write_whole
from analysis.identifiers.screening import ScreenChoices
from analysis.importing.choices import ImportChoices
from analysis.outcome_log.codebook import fold, load
from analysis.outcome_log.columns import EXTRA_FACTOR, LEAVE_OUT
from analysis.saved_log.digests import is_as_written, with_check
from analysis.saved_log.file_names import without_client
from analysis.saved_log.folder import only_writer

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

KNOWN_FILES = "known_files.json"
# Enough for every export a clinic uses; the ones used longest ago are forgotten first.
MOST_KNOWN_FILES = 200
SHORTEST_NAME = 3


def signature(header: Iterable[str]) -> str:
    """Return what files with the same column names in the same order share, whatever their case and spaces."""
    return hashlib.sha256("\x1f".join(map(fold, header)).encode()).hexdigest()


def recall(folder: Path, header: Sequence[str]) -> ImportChoices | None:
    """Return what was said about the last file with this header, in its spelling; None where nothing is known."""
    data = _read(folder).get(signature(header))
    try:
        return None if data is None else _choices(data)
    except (KeyError, TypeError, ValueError, AttributeError, RecursionError):
        return None


def remember(folder: Path, header: Sequence[str], choices: ImportChoices) -> None:
    """Remember what was said about a file with this header, in the folder of the log.

    Raises
    ------
    DashboardError
        Where the folder cannot be written to.
    """
    with only_writer(folder):
        try:
            _remember(folder, header, choices)
        except OSError as error:
            raise _not_written(folder, error) from error


def _not_written(folder: Path, error: OSError) -> DashboardError:
    return DashboardError(
        f"What you said about the file could not be remembered, because “{folder / KNOWN_FILES}” could not be written "
        f"({error.strerror}): ask whoever looks after this machine."
    )


def forget_client(folder: Path, called: Iterable[str]) -> None:
    """Forget every file of which something was said in words that a client is called; whoever calls holds the lock.

    Raises
    ------
    DashboardError
        Where the folder cannot be written to.
    """
    # Numbers and a few letters are codes of levels, too.
    names = [each for each in called if len(each) > SHORTEST_NAME and any(map(str.isalpha, each))]
    known = _read(folder)
    kept = {header: said for header, said in known.items() if not _mentions(said, names)}
    # Nobody can tell whom a damaged file names.
    if len(kept) == len(known) and not are_damaged(folder):
        return
    try:
        _write(folder, kept)
    except OSError as error:
        raise _not_written(folder, error) from error


def are_damaged(folder: Path) -> bool:
    """Tell whether the file is there and not as it was written; the next file that is added takes its place."""
    return (folder / KNOWN_FILES).exists() and _document(folder) is None


def _mentions(said: object, names: Sequence[str]) -> bool:
    """Tell whether a text anywhere in what was said of a file names the client."""
    if isinstance(said, dict):
        return any(_mentions(each, names) for each in said.values())
    if isinstance(said, list):
        return any(_mentions(each, names) for each in said)
    return isinstance(said, str) and without_client(said, names) != said


def _remember(folder: Path, header: Sequence[str], choices: ImportChoices) -> None:
    known = _read(folder)
    known.pop(signature(header), None)
    known[signature(header)] = _as_data(choices)
    _write(folder, dict(list(known.items())[-MOST_KNOWN_FILES:]))


def _write(folder: Path, kept: dict[str, Any]) -> None:
    document = {"codebook": load().version, "files": kept}
    write_whole(folder / KNOWN_FILES, json.dumps(with_check(document), ensure_ascii=False, indent=1).encode())


def _read(folder: Path) -> dict[str, Any]:
    """Return what is known by signature; nothing where the file is missing or damaged: it is then said anew."""
    known: dict[str, Any] = (_document(folder) or {}).get("files", {})
    return known


def _document(folder: Path) -> dict[str, Any] | None:
    """Return what the file says as it was written; None where it is missing or damaged."""
    try:
        document = json.loads((folder / KNOWN_FILES).read_bytes())
        is_whole = is_as_written(document) and isinstance(document["files"], dict)
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None
    return document if is_whole else None


def _as_data(choices: ImportChoices) -> dict[str, Any]:
    data = asdict(choices)
    for name in ("yes", "no", "unknown"):
        data[name] = sorted(data[name])
    data["screen"] = {name: sorted(said) for name, said in data["screen"].items()}
    return data


def _choices(data: dict[str, Any]) -> ImportChoices:
    codebook = load()
    columns = tuple(
        (str(column), str(meaning))
        for column, meaning in data["columns"]
        # An older or newer release may have had other fields.
        if meaning in codebook or meaning in {EXTRA_FACTOR, LEAVE_OUT}
    )
    layout = {each.name: data["layout"][each.name] for each in fields(LayoutChoices)}
    return ImportChoices(
        columns,
        frozenset(data["yes"]),
        frozenset(data["no"]),
        frozenset(data["unknown"]),
        data["others"],
        tuple((column, tuple((text, meaning) for text, meaning in pairs)) for column, pairs in data["values"]),
        data["date_order"],
        None,
        LayoutChoices(**layout),
        ScreenChoices(
            frozenset((column, kind) for column, kind in data["screen"]["keep"]),
            frozenset(data["screen"]["pseudonymise"]),
        ),
        # Older releases asked nothing.
        tuple((about, reading) for about, reading in data.get("answers", ())),
    )
