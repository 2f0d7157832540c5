"""Parse a workbook in a process of its own, with an end to its memory and its time.

The parser is written in Rust, where a request for more memory than there is ends the process at once: here that costs
one sentence, and the dashboard with everybody's session goes on. Both ends of the pipe stand in this file.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from threading import BoundedSemaphore
from typing import TYPE_CHECKING, Any

import numpy as np

from analysis.errors import DashboardError
from analysis.files import limits
from analysis.files.header import Area
from analysis.files.sheets import SheetTexts, sheet_texts

if TYPE_CHECKING:
    from collections.abc import Mapping

_PROJECT = Path(__file__).parents[2]
_LENGTH_BYTES = 8
# What the other process says first: whatever ends it after that, the file did.
_STARTED = b"started\n"
# Each takes a core and, at worst, all the memory it may have.
_AT_ONCE = BoundedSemaphore(limits.WORKBOOKS_AT_ONCE)


def sheet_texts_apart(content: bytes, name: str, chosen: str | None) -> SheetTexts:
    """Return what `sheets.sheet_texts` does, worked out by another process.

    Raises
    ------
    DashboardError
        As `sheets.sheet_texts`; also where the other process takes too much memory or time, or breaks down.
    """
    asked = {"name": name, "chosen": chosen, "memory": limits.WORKBOOK_MEMORY}
    try:
        with _AT_ONCE:
            ended = subprocess.run(  # noqa: S603 - this very file
                [sys.executable, "-m", __name__],
                input=_message(asked, content),
                capture_output=True,
                check=False,
                timeout=limits.WORKBOOK_SECONDS,
                cwd=_PROJECT,
                env=_environment(),
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )
    except OSError as error:
        raise _not_started(name) from error
    except subprocess.TimeoutExpired:
        raise DashboardError(
            f"“{name}” takes longer to read than {limits.WORKBOOK_SECONDS:,} seconds: save the log as CSV and upload "
            "that file."
        ) from None
    if not ended.stdout.startswith(_STARTED):
        raise _not_started(name)
    if ended.returncode != 0:
        raise DashboardError(
            f"“{name}” is damaged, or takes more memory to read than a log may "
            f"({limits.WORKBOOK_MEMORY // limits.MEGABYTE:,} MB): save the log as CSV and upload that file."
        )
    return _unpacked(ended.stdout.removeprefix(_STARTED))


def _environment() -> dict[str, str]:
    """Return the environment of the other process, which has to find this project whatever is said of paths here."""
    paths = [str(_PROJECT), os.environ.get("PYTHONPATH", "")]
    # Threads of the linear algebra, which is not needed, would only take up address space.
    said = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, paths)), "OPENBLAS_NUM_THREADS": "1"}
    said.pop("PYTHONSAFEPATH", None)
    return said


def _not_started(name: str) -> DashboardError:
    return DashboardError(
        f"“{name}” was not read, because the program that reads workbooks could not be started: save the log as CSV "
        "and upload that file, or ask whoever looks after this computer to restart the dashboard."
    )


def _packed(sheet: SheetTexts) -> bytes:
    about = {
        "name": sheet.name,
        "is_visible": sheet.is_visible,
        "sheets": sheet.sheets,
        "hidden": sheet.hidden,
        "merged": sheet.merged,
        "texts": sheet.texts,
    }
    return _message(about, sheet.codes.astype("<i4").tobytes())


def _unpacked(answer: bytes) -> SheetTexts:
    """Return the sheet that the other process sent; raise what it refused."""
    said, codes = _split(answer)
    if "refused" in said:
        raise DashboardError(said["refused"])
    return SheetTexts(
        said["name"],
        said["is_visible"],
        tuple(said["sheets"]),
        said["hidden"],
        tuple(Area(*area) for area in said["merged"]),
        tuple(map(tuple, said["texts"])),
        np.frombuffer(codes, dtype="<i4").reshape(len(said["texts"]), -1),
    )


def _message(said: Mapping[str, object], content: bytes = b"") -> bytes:
    about = json.dumps(said).encode()
    return b"".join([len(about).to_bytes(_LENGTH_BYTES), about, content])


def _split(message: bytes) -> tuple[dict[str, Any], bytes]:
    """Return what a message says, and the bytes behind it."""
    end = _LENGTH_BYTES + int.from_bytes(message[:_LENGTH_BYTES])
    return json.loads(message[_LENGTH_BYTES:end]), message[end:]


def _limit(memory: int) -> None:
    """Let this process take no more than so many bytes, and leave nothing of what it held on the disk."""
    with suppress(ImportError, OSError, ValueError):  # Windows has no such limits, and macOS may refuse them
        import resource  # noqa: PLC0415

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        # Whoever started it may be gone before it ends.
        resource.setrlimit(resource.RLIMIT_CPU, (limits.WORKBOOK_SECONDS, limits.WORKBOOK_SECONDS))
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))


def _main() -> None:
    sys.stdout.buffer.write(_STARTED)
    sys.stdout.buffer.flush()
    said, content = _split(sys.stdin.buffer.read())
    _limit(said["memory"])
    try:
        answer = _packed(sheet_texts(content, said["name"], said["chosen"]))
    except DashboardError as refusal:
        answer = _message({"refused": str(refusal)})
    sys.stdout.buffer.write(answer)


if __name__ == "__main__":
    _main()
