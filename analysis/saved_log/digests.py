"""How a changed file of the log is recognised: nothing that has rotted on the disk is read unnoticed.

- A file with rows is called by the digest of its bytes, so that the commit that adds it says the digest, and so does
  every checkpoint. Whoever reads the rows compares it.
- Each commit says what the table is after it, by a digest of all that is read of it, and which bytes the commit before
  it has. Whoever opens the table compares the former, whatever commits or checkpoint it was read from.
- The mark says which bytes the newest commit and the newest checkpoint have (see `mark`).
- The small files beside the table have a check of their own.

What earlier releases wrote has no digests; the next change of the log writes it anew with them.
"""

from __future__ import annotations

import hashlib
import json
import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

STATE, BEFORE = "outcome_log_state", "outcome_log_before"
_CHECK = "check"
# So many digits of a digest distinguish two files, and a manager can still read the name out.
_DIGITS = 32
_ROWS = re.compile(rf"part-[0-9a-f]{{{_DIGITS}}}\.parquet")


def digest_of(content: bytes) -> str:
    """Return the SHA-256 of a file's bytes in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def name_of_rows(content: bytes) -> str:
    """Return what a file with rows is called."""
    return f"part-{digest_of(content)[:_DIGITS]}.parquet"


def has_digest_in_name(name: str) -> bool:
    """Tell whether a file with rows is called by its digest; one of an earlier release is not."""
    return _ROWS.fullmatch(name) is not None


def without_digest(names: Iterable[str]) -> list[str]:
    """Return those of the files with rows whose names say no digest."""
    return [name for name in names if not has_digest_in_name(name)]


def state_digest(**state: object) -> str:
    """Return the digest of all that is read of the table."""
    return digest_of(_canonical(state))


def noted_in(commit: bytes) -> Mapping[str, Any]:
    """Return what a commit notes about itself; nothing where it cannot be read."""
    try:
        actions = [json.loads(line) for line in commit.splitlines()]
        return next(action["commitInfo"] for action in actions if "commitInfo" in action)
    except (ValueError, TypeError, KeyError, StopIteration, RecursionError):
        return {}


def with_check(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return what is to be written to a small file, with its check."""
    return {**data, _CHECK: digest_of(_canonical(data))}


def is_as_written(data: object) -> bool:
    """Tell whether a small file says what was written to it; an earlier release wrote no check."""
    if not isinstance(data, dict) or _CHECK not in data:
        return isinstance(data, dict)
    rest = {name: value for name, value in data.items() if name != _CHECK}
    return bool(data[_CHECK] == digest_of(_canonical(rest)))


def _canonical(data: Mapping[str, Any]) -> bytes:
    return json.dumps(data, sort_keys=True).encode()
