"""The log once more as codes, beside the table: what is looked up in it, and read of it, is not decoded again.

It is one file, made from the table and never the truth: it counts only where its digest is right and every file it was
made of still belongs to the table, whose own digests are compared all the same. Files that came later are decoded and
put behind it. What was compared is mapped into memory, so that a log of a million treatments takes hardly any.
"""

from __future__ import annotations

import hashlib
import json
from contextlib import suppress
from mmap import ACCESS_READ, mmap
from tempfile import TemporaryFile
from typing import TYPE_CHECKING

import pyarrow as pa

from analysis.errors import DashboardError
from analysis.files.many_texts import MOST_LISTED, ManyTexts, as_many
from analysis.files.whole_file import write_whole
from analysis.outcome_log.codebook import load
from analysis.saved_log.contents import NOTHING, Contents, contents
from analysis.saved_log.digests import without_digest
from analysis.saved_log.folder import COPY, only_writer
from analysis.saved_log.history import read_version, written
from analysis.saved_log.stored_names import type_of
from analysis.saved_log.stored_rows import open_facts
from analysis.saved_log.texts import TextColumn

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import numpy as np

    from analysis.saved_log.stored_rows import Stored

# Another one whenever `Contents`, or what is decoded into it, changes: copies of before are then made anew.
FORMAT = 2
# Fewer treatments are decoded in less time than it takes to notice.
LEAST_TREATMENTS = 50_000
_ABOUT = b"about"
_NUMBERS = ("row", "version", "key", "again_row", "again_version")
_KEYS, _CODES, _TEXTS = "keys", "codes of ", "texts of "
_DIGEST_BYTES = 32
# Bytes that are read at a time.
_PIECE = 2**22
_UNUSABLE = (OSError, pa.ArrowException, ValueError, LookupError, TypeError)


def quick_contents(stored: Stored | None, folder: Path) -> Contents:
    """Return what the table holds, by the copy as far as it goes; see `contents`."""
    return _by_copy(stored, folder)[0]


def kept_contents(stored: Stored | None, folder: Path) -> Contents:
    """Return what the table holds, and copy it for the next time where the copy lacks treatments.

    Nothing fails where it cannot be copied: the log is only opened, and next time it takes as long.
    """
    found, copied = _by_copy(stored, folder)
    rows = len(found.row)
    if stored is None or rows < LEAST_TREATMENTS or rows == copied or without_digest(stored.files):
        return found
    with suppress(DashboardError, OSError), only_writer(folder, wait=0):
        # Nobody changes the log now; what was erased from it meanwhile must not come back.
        now = open_facts(folder)
        if now is not None and now.files.keys() == stored.files.keys():
            write_whole(folder / COPY, *_as_file(found, [*stored.files]))
            # Mapped, it need not stay in memory.
            return _by_copy(stored, folder)[0]
    return found


def _by_copy(stored: Stored | None, folder: Path) -> tuple[Contents, int]:
    """Return what the table holds, and how many rows of treatments the copy had."""
    if stored is None:
        return NOTHING, 0
    copy, copied = NOTHING, frozenset[str]()
    with suppress(*_UNUSABLE):
        copy, copied = _read(folder)
    if not copied or not copied <= stored.files.keys():
        return contents(stored, folder), 0
    return contents(stored, folder, copy, copied), len(copy.row)


def _as_file(found: Contents, names: Sequence[str]) -> tuple[memoryview, bytes]:
    """Return the bytes of a copy: one row of lists, as Arrow writes them to be mapped, and their digest."""
    about = {
        "format": FORMAT,
        "codebook": load().version,
        "files": names,
        "versions": [(each.kind, written(each)) for each in found.versions],
        "columns": [*found.columns],
    }
    lists = {name: _one_list(pa.array(getattr(found, name))) for name in _NUMBERS}
    lists[_KEYS] = _one_list(found.keys.array)
    for name, column in found.columns.items():
        lists[_CODES + name] = _one_list(pa.array(column.codes))
        lists[_TEXTS + name] = _one_list(as_many(column.texts).array)
    batch = pa.record_batch(lists).replace_schema_metadata({_ABOUT: json.dumps(about).encode()})
    out = pa.BufferOutputStream()
    with pa.ipc.new_file(out, batch.schema) as file:
        file.write_batch(batch)
    content = memoryview(out.getvalue())
    return content, _hashed(content).digest()


def _hashed(content: memoryview | bytes = b"") -> hashlib.blake2b:
    """Return what hashes a copy: as strong as SHA-256 and, on a processor without instructions for that, sooner."""
    return hashlib.blake2b(content, digest_size=_DIGEST_BYTES)


def _one_list(values: pa.Array) -> pa.LargeListArray:
    return pa.LargeListArray.from_arrays(pa.array([0, len(values)], pa.int64()), values)


def _read(folder: Path) -> tuple[Contents, frozenset[str]]:
    """Return what the copy holds, and the names of the files that it was made of.

    Raises
    ------
    OSError, ArrowException, ValueError, LookupError, TypeError
        Where there is none, or it is not as it was written, or another release wrote it.
    """
    batch = pa.ipc.open_file(_compared(folder / COPY)).get_batch(0)
    about = json.loads(batch.schema.metadata[_ABOUT])
    if (about["format"], about["codebook"]) != (FORMAT, load().version):
        raise ValueError(about["format"])
    numbers = {name: _numbers(batch[name]) for name in _NUMBERS}
    columns = {
        name: TextColumn(_texts(batch[_TEXTS + name], name), _numbers(batch[_CODES + name]))
        for name in about["columns"]
    }
    versions = tuple(read_version(number, *each) for number, each in enumerate(about["versions"], start=1))
    found = Contents(versions=versions, columns=columns, keys=ManyTexts(batch[_KEYS].values), **numbers)
    return found, frozenset(about["files"])


def _compared(path: Path) -> pa.Buffer:
    """Return what a copy was written with, in a file without a name: the system takes from there what is asked for.

    In the folder of the log somebody might write to the file, or a network drive be gone: whoever had mapped it there
    would read other bytes, or be stopped. No more than a piece of it is in memory meanwhile.
    """
    hashed, left = _hashed(), path.stat().st_size - _DIGEST_BYTES
    with path.open("rb") as copy, TemporaryFile() as file:
        while left > 0 and (piece := copy.read(min(left, _PIECE))):
            hashed.update(piece)
            file.write(piece)
            left -= len(piece)
        if copy.read() != hashed.digest():
            raise ValueError(COPY)
        file.flush()
        return pa.py_buffer(mmap(file.fileno(), 0, access=ACCESS_READ))


def _texts(lists: pa.LargeListArray, name: str) -> Sequence[str]:
    is_long = len(lists.values) > MOST_LISTED and type_of(name) == pa.string()
    return ManyTexts(lists.values) if is_long else tuple(lists.values.to_pylist())


def _numbers(lists: pa.LargeListArray) -> np.ndarray:
    numbers: np.ndarray = lists.values.to_numpy()
    return numbers
