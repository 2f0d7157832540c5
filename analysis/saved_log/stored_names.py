"""The names and types of the table's columns: the log's own, the codebook's, and extra factors under safe names."""

from __future__ import annotations

import re

import pyarrow as pa

from analysis.outcome_log.codebook import load

VERSION, EVENT, ABOUT, ROW, KEY, REPEATS = "_version", "_event", "_about", "_row", "_key", "_repeats"
# Every row: which version of the log it came with, and as what. A version's one event row says what it was about and
# which rows of earlier versions the file held again; a treatment row has a number of its own and says whose it is.
OWN_COLUMNS = pa.schema(
    [
        (VERSION, pa.int64()),
        (EVENT, pa.string()),
        (ABOUT, pa.string()),
        (ROW, pa.int64()),
        (KEY, pa.string()),
        (REPEATS, pa.list_(pa.int64())),
    ]
)
TREATMENT = "treatment"

_EXTRA = "extra__"
_UNSAFE = re.compile(rb"[^a-z0-9]")
_ESCAPED = re.compile(rb"_([0-9a-f]{2})")


def stored_name(name: str) -> str:
    """Return the column that holds `name`: a field its own, an extra factor one of letters, digits and underscores.

    Delta Lake and Spark forbid spaces and some marks in names and do not tell capitals apart; files do neither.
    """
    if name in load():
        return name
    safe = _UNSAFE.sub(lambda match: f"_{match[0][0]:02x}".encode(), name.encode())
    return f"{_EXTRA}{safe.decode()}"


def name_of(stored: str) -> str:
    """Return the name of the field or extra factor that column `stored` holds."""
    if not is_extra(stored):
        return stored
    safe = stored.removeprefix(_EXTRA).encode()
    return _ESCAPED.sub(lambda match: bytes([int(match[1], 16)]), safe).decode()


def is_extra(stored: str) -> bool:
    """Tell whether column `stored` holds an extra factor."""
    return stored.startswith(_EXTRA)


def type_of(name: str) -> pa.DataType:
    """Return the type in which `name` is stored: dates and numbers as such, everything else as text."""
    codebook = load()
    kind = codebook[name].kind if name in codebook else "open category"
    return {"date": pa.date32(), "number": pa.float64()}.get(kind, pa.string())
