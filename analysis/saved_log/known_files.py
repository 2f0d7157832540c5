"""What the manager chose about a file, remembered for the next file with the same header.

Only names of columns, names of levels and layouts are kept: nothing of any treatment. They stand in one small JSON file
beside the log, written whole and put in place in one step, so that it is never half a file. One that is not as it was
written counts as none: what it says could be read into the next file.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, fields
from typing import TYPE_CHECKING, Any, TypeVar, get_args

from analysis.errors import DashboardError
from analysis.files import limits
from analysis.files.layout import LayoutChoices
from analysis.identifiers.choices import ScreenChoices
from analysis.importing.choices import ImportChoices
from analysis.outcome_log.codebook import NO, YES, fold, load
from analysis.outcome_log.columns import EXTRA_FACTOR, LEAVE_OUT
from analysis.outcome_log.dates import DateOrder
from analysis.outcome_log.value_kinds import KINDS
from analysis.saved_log.file_names import without_client
from analysis.saved_log.folder import KNOWN_FILES, only_writer
from analysis.saved_log.small_files import read_small, write_small

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

T = TypeVar("T")

# Enough for every export a clinic uses; the ones used longest ago are forgotten first.
MOST_KNOWN_FILES = 200
SHORTEST_NAME = 3
# A hundred times what a clinic's exports take.
_MOST_BYTES = 20 * limits.MEGABYTE


def signature(header: Iterable[str]) -> str:
    """Return what files with the same column names in the same order share, whatever their case and spaces."""
    return hashlib.sha256("\x1f".join(map(fold, header)).encode()).hexdigest()


def recall(folder: Path, header: Sequence[str]) -> ImportChoices | None:
    """Return what was chosen for the last file with this header, in its spelling; None where nothing is known."""
    data = _read(folder).get(signature(header))
    try:
        return None if data is None else _choices(data)
    except (KeyError, TypeError, ValueError):
        return None


def remember(folder: Path, header: Sequence[str], choices: ImportChoices) -> None:
    """Remember what was chosen for a file with this header, in the folder of the log.

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
        f"Your corrections could not be remembered, because “{folder / KNOWN_FILES}” could not be written "
        f"({error.strerror}): ask your IT person."
    )


def forget_client(folder: Path, called: Iterable[str]) -> None:
    """Forget every file with a choice in words that a client is called; whoever calls holds the lock.

    Raises
    ------
    DashboardError
        Where the folder cannot be written to.
    """
    # Numbers and a few letters are codes of levels, too.
    names = [each for each in called if len(each) > SHORTEST_NAME and any(map(str.isalpha, each))]
    known = _read(folder)
    kept = {header: choices for header, choices in known.items() if not _mentions(choices, names)}
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


def _mentions(choices: object, names: Sequence[str]) -> bool:
    """Tell whether a text anywhere in what was chosen for a file names the client."""
    waiting = [choices]
    while waiting:
        each = waiting.pop()
        if isinstance(each, dict):
            waiting += each.values()
        elif isinstance(each, list):
            waiting += each
        elif isinstance(each, str) and without_client(each, names) != each:
            return True
    return False


def _remember(folder: Path, header: Sequence[str], choices: ImportChoices) -> None:
    known = _read(folder)
    known.pop(signature(header), None)
    known[signature(header)] = _as_data(choices)
    _write(folder, dict(list(known.items())[-MOST_KNOWN_FILES:]))


def _write(folder: Path, kept: dict[str, Any]) -> None:
    write_small(folder / KNOWN_FILES, {"codebook": load().version, "files": kept}, indent=1)


def _read(folder: Path) -> dict[str, Any]:
    """Return what is known by signature; nothing where the file is missing or damaged: it is then chosen anew."""
    files: dict[str, Any] = (_document(folder) or {}).get("files", {})
    return {header: choices for header, choices in files.items() if _can_be_written(choices)}


def _document(folder: Path) -> dict[str, Any] | None:
    """Return what the file says as it was written; None where it is missing or damaged."""
    path = folder / KNOWN_FILES
    try:
        if path.stat().st_size > _MOST_BYTES:
            return None
        document = read_small(path)
        is_whole = isinstance(document["files"], dict)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None
    return document if is_whole else None


def _can_be_written(choices: object) -> bool:
    """Tell whether the file can be written anew with what it says: JSON can hold halves of characters."""
    try:
        json.dumps(choices, ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        return False
    return True


def _as_data(choices: ImportChoices) -> dict[str, Any]:
    data = asdict(choices)
    for name in ("yes", "no", "unknown"):
        data[name] = sorted(data[name])
    data["screen"] = {name: sorted(kinds) for name, kinds in data["screen"].items()}
    return data


def _choices(data: dict[str, Any]) -> ImportChoices:
    """Return what was chosen for a file.

    Raises
    ------
    KeyError, TypeError, ValueError
        Where it was not written by `_as_data`.
    """
    codebook = load()
    data, layout, screen = _a(dict, data), _a(dict, data["layout"]), _a(dict, data["screen"])
    columns = tuple(
        (column, meaning)
        for column, meaning in _pairs(data["columns"])
        # An older or newer release may have had other fields.
        if meaning in codebook or meaning in {EXTRA_FACTOR, LEAVE_OUT}
    )
    return ImportChoices(
        columns,
        _texts(data["yes"]),
        _texts(data["no"]),
        _texts(data["unknown"]),
        _one_of(data["others"], (YES, NO)),
        tuple((_a(str, column), _pairs(pairs)) for column, pairs in _a(list, data["values"])),
        _one_of(data["date_order"], get_args(DateOrder)),
        None,
        LayoutChoices(**{each.name: _of_layout(each.name, layout[each.name]) for each in fields(LayoutChoices)}),
        ScreenChoices(frozenset(_pairs(screen["keep"])), _texts(screen["pseudonymise"])),
        # Older releases asked nothing and left no choice of kinds.
        _pairs(data.get("answers", [])),
        tuple((column, _one_of(kind, KINDS)) for column, kind in _pairs(data.get("kinds", []))),
    )


def _a(kind: type[T], value: object) -> T:
    """Return a value that is of this very kind; JSON's true is no number."""
    if type(value) is not kind:
        raise TypeError(value)
    return value


def _texts(value: object) -> frozenset[str]:
    return frozenset(_a(str, each) for each in _a(list, value))


def _pairs(value: object) -> tuple[tuple[str, str], ...]:
    return tuple((_a(str, first), _a(str, second)) for first, second in _a(list, value))


def _one_of(value: object, choices: Iterable[Any]) -> Any:  # noqa: ANN401 one of a few texts
    if value is not None and value not in choices:
        raise ValueError(value)
    return value


def _of_layout(name: str, value: object) -> Any:  # noqa: ANN401 a text or a number
    return None if value is None else _a(int if name in {"header_row", "header_rows"} else str, value)
