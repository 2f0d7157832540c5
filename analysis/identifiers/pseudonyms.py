"""Keyed pseudonyms: the same client gets the same code month after month, and only the key could tell who it is."""

from __future__ import annotations

import hashlib
import hmac
import os
import re
import secrets
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from analysis.errors import DashboardError
from analysis.files.many_texts import ManyTexts
from analysis.files.whole_file import settle
from analysis.outcome_log.values import level_key

if TYPE_CHECKING:
    from collections.abc import Sequence

KEY_FILE = "pseudonyms.key"
# As long as the digest: RFC 2104 advises against shorter keys and sees no use in longer ones.
KEY_BYTES = 32
# 10 letters of 5 bits each are 50 bits: among 100,000 clients two share a code once in 225,000 such logs.
CODE_LETTERS = 10
# What distinguishes a code made here from a clinic's own, so that an exported log comes back as it was.
CHECK_LETTERS = 2
# Two keys in a clinic's life share so many digits once in 10^19.
FINGERPRINT_DIGITS = 16
# No pseudonym is made of this: level_key strips the line's end.
_FINGERPRINT_OF = b"the key of these pseudonyms\n"
# One letter for the last five bits of a byte; no 0 or 1, which look like o and l.
_ALPHABET = bytes(b"abcdefghijklmnopqrstuvwxyz234567"[byte % 32] for byte in range(256))
_PSEUDONYM = re.compile(rf"C-[a-z2-7]{{{CODE_LETTERS + CHECK_LETTERS}}}")


def pseudonym(text: str, key: bytes) -> str:
    """Return the code that stands for `text` under `key`; case, spaces and a spreadsheet's ".0" do not count.

    HMAC-SHA256 (RFC 2104), shortened. A code that was made here already is returned as it is.
    """
    text = text.strip()
    if is_pseudonym(text):
        return text
    code = _letters(hmac.digest(key, level_key(text).encode("utf-8", "surrogatepass"), "sha256"), CODE_LETTERS)
    return f"C-{code}{_check(code)}"


def is_pseudonym(text: str) -> bool:
    """Tell whether `text` was made by `pseudonym`, with whatever key."""
    if _PSEUDONYM.fullmatch(text) is None:
        return False
    code = text.removeprefix("C-")
    return code[CODE_LETTERS:] == _check(code[:CODE_LETTERS])


def like_pseudonyms(texts: Sequence[str]) -> np.ndarray:
    """Mark the texts that have the form of a pseudonym; whether one is, `is_pseudonym` tells."""
    marks = np.zeros(len(texts), dtype=bool)
    if isinstance(texts, ManyTexts):
        marks[texts.places_matching(f"^{_PSEUDONYM.pattern}$")] = True
    else:
        marks[:] = [_PSEUDONYM.fullmatch(text) is not None for text in texts]
    return marks


def fingerprint(key: bytes) -> str:
    """Return what identifies `key` and gives nothing of it away: whoever has it cannot make a pseudonym."""
    return hmac.digest(key, _FINGERPRINT_OF, "sha256").hex()[:FINGERPRINT_DIGITS]


def new_key() -> bytes:
    """Return a key that nobody can guess."""
    return secrets.token_bytes(KEY_BYTES)


def load_key(folder: Path) -> bytes | None:
    """Return the key kept in `folder`; None where there is none.

    Raises
    ------
    DashboardError
        Where the key is there but damaged, or cannot be read.
    """
    path = Path(folder) / KEY_FILE
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise DashboardError(
            f"The key of the pseudonyms, “{path}”, cannot be read ({error.strerror}): ask your IT person to "
            "make it readable."
        ) from error
    written, _, check = content.decode("ascii", "replace").strip().partition("-")
    with suppress(ValueError):
        key = bytes.fromhex(written)
        if len(key) == KEY_BYTES and _line(key) == f"{written}-{check}\n":
            return key
    raise DashboardError(
        f"The key of the pseudonyms, “{path}”, is damaged: restore it from your last backup, because with "
        "another key every client would get a new pseudonym."
    )


def keep_key(folder: Path, key: bytes) -> bytes:
    """Keep `key` in `folder` unless one is there already, and return the key in force.

    The file appears whole or not at all, and only its owner may read it. Of two processes at once the first wins.

    Raises
    ------
    ValueError
        Where `key` is not as long as a key must be.
    DashboardError
        Where the key that is there is damaged, or none can be written.
    """
    if len(key) != KEY_BYTES:
        raise ValueError(f"a key has {KEY_BYTES} bytes, not {len(key)}")
    folder = Path(folder)
    there = load_key(folder)
    if there is not None:
        return there
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _write_whole(folder, _line(key).encode("ascii"))
    except OSError as error:
        raise DashboardError(
            f"The key of the pseudonyms could not be written to “{folder}” ({error.strerror}): make sure that the "
            "folder can be written to and that the disk is not full, then try again."
        ) from error
    return load_key(folder) or key


def _write_whole(folder: Path, content: bytes) -> None:
    """Write the key beside its place (mode 0600) and link it there, which fails where another came first."""
    handle, name = tempfile.mkstemp(prefix=f".{KEY_FILE}.", dir=folder)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileExistsError):
            os.link(name, folder / KEY_FILE)
    finally:
        Path(name).unlink()
    settle(folder)


def _line(key: bytes) -> str:
    return f"{key.hex()}-{hashlib.sha256(key).hexdigest()[:8]}\n"


def _check(code: str) -> str:
    return _letters(hashlib.sha256(code.encode("ascii")).digest(), CHECK_LETTERS)


def _letters(digest: bytes, length: int) -> str:
    return digest[:length].translate(_ALPHABET).decode("ascii")
