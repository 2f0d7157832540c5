"""Parse whatever is no plain text in a process of its own, with an end to its memory and its time.

The parsers are written in Rust and C, where a request for more memory than there is ends the process at once: here that
costs one sentence, and the dashboard with everybody's session goes on. Both ends of the pipe stand in this file.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from threading import BoundedSemaphore
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from analysis.errors import DashboardError
from analysis.files import limits
from analysis.files.header import Area
from analysis.files.sheet_texts import SheetMarks, SheetTexts
from analysis.progress import interruptible, wait_for

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

Kind = Literal["workbook", "XML workbook", "web page", "statistics"]

_PROJECT = Path(__file__).parents[2]
_LENGTH_BYTES = 8
# What the other process says first: whatever ends it after that, the file did.
_STARTED = b"started\n"
# How the system ends a process whose seconds are over.
_OUT_OF_TIME = {-getattr(signal, name) for name in ("SIGXCPU", "SIGKILL") if hasattr(signal, name)}
# Each takes a core and, at worst, all the memory it may have.
_AT_ONCE = BoundedSemaphore(limits.WORKBOOKS_AT_ONCE)


def sheet_texts_apart(
    content: bytes, name: str, chosen: str | None, kind: Kind = "workbook", size: int | None = None
) -> SheetTexts:
    """Return what the parser of this kind of file does (`sheets.sheet_texts`, say), worked out by another process.

    How much memory and time it may take depends on the `size` of the file that was uploaded.

    Raises
    ------
    DashboardError
        As the parser; also where the other process takes too much memory or time, or breaks down.
    """
    size = len(content) if size is None else size
    seconds = limits.workbook_seconds(size)
    asked = {"name": name, "chosen": chosen, "kind": kind, "memory": limits.WORKBOOK_MEMORY, "seconds": seconds}
    try:
        wait_for(_AT_ONCE, "reading")
        try:
            status, answer = _answer_to(_message(asked, content))
        finally:
            _AT_ONCE.release()
    except OSError as error:
        raise _not_started(name) from error
    except subprocess.TimeoutExpired:
        raise _takes_longer(name, limits.WORKBOOK_SECONDS) from None
    if not answer.startswith(_STARTED):
        raise _not_started(name)
    if status in _OUT_OF_TIME:
        raise _takes_longer(name, seconds)
    if status != 0:
        raise DashboardError(
            f"“{name}” is damaged, or takes more memory to read than a log may "
            f"({limits.WORKBOOK_MEMORY // limits.MEGABYTE:,} MB): save the log as CSV and upload that file."
        )
    return _unpacked(answer.removeprefix(_STARTED))


def _answer_to(message: bytes) -> tuple[int, bytes]:
    """Return how the other process ended, and what it answered; nobody waits for it who no longer wants the answer.

    Raises
    ------
    OSError
        Where it does not start.
    subprocess.TimeoutExpired
        Where it takes too long.
    """
    with subprocess.Popen(  # noqa: S603 - this very file
        [sys.executable, "-m", __name__],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=_PROJECT,
        env=_environment(),
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    ) as process:
        try:
            # Asked again after a shorter limit, `communicate` would have forgotten what it had not sent yet.
            answer, _ = interruptible(
                lambda: process.communicate(message, limits.WORKBOOK_SECONDS), process.kill, "reading"
            )
        except BaseException:
            process.kill()
            raise
        return process.returncode, answer


def _environment() -> dict[str, str]:
    """Return the environment of the other process, which has to find this project whatever paths are set here."""
    paths = [str(_PROJECT), os.environ.get("PYTHONPATH", "")]
    # Threads of the linear algebra, which is not needed, would only take up address space.
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, paths)), "OPENBLAS_NUM_THREADS": "1"}
    environment.pop("PYTHONSAFEPATH", None)
    return environment


def _takes_longer(name: str, seconds: int) -> DashboardError:
    return DashboardError(
        f"“{name}” takes longer to read than {seconds:,} seconds: save the log as CSV and upload that file."
    )


def _not_started(name: str) -> DashboardError:
    return DashboardError(
        f"“{name}” was not read, because the program that reads workbooks could not be started: save the log as CSV "
        "and upload that file, or ask your IT person to restart the dashboard."
    )


def _packed(sheet: SheetTexts) -> bytes:
    sheets = (sheet, *sheet.others)
    return _message(
        {"sheets": [_about(each) for each in sheets]}, b"".join(each.codes.astype("<i4").tobytes() for each in sheets)
    )


def _about(sheet: SheetTexts) -> dict[str, object]:
    """Return all that a sheet holds but its codes, and the number of these."""
    fields = {name: getattr(sheet, name) for name in SheetTexts.__dataclass_fields__}
    marks = {name: getattr(sheet.marks, name) for name in SheetMarks.__dataclass_fields__}
    return {**fields, "codes": sheet.codes.size, "marks": marks, "others": ()}


def _unpacked(answer: bytes) -> SheetTexts:
    """Return the sheets that the other process sent; raise what it refused."""
    message, codes = _split(answer)
    if "refused" in message:
        raise DashboardError(message["refused"])
    sheets: list[SheetTexts] = []
    for about in message["sheets"]:
        size = about["codes"] * np.dtype("<i4").itemsize
        sheets.append(_sheet(about, codes[:size]))
        codes = codes[size:]
    first, *others = sheets
    return replace(first, others=tuple(others))


def _sheet(about: Mapping[str, Any], codes: bytes) -> SheetTexts:
    marks = about["marks"]
    values: dict[str, Any] = {
        **about,
        "codes": np.frombuffer(codes, dtype="<i4").reshape(len(about["texts"]), -1),
        "marks": SheetMarks(
            tuple(marks["hidden_rows"]), tuple(marks["hidden_columns"]), marks["is_filtered"],
            _by_column(marks["uncalculated"]),
            tuple(Area(*area) for area in marks["merged"]), tuple(marks["header"]) if marks["header"] else None,
            coloured=tuple(marks["coloured"]),
            struck=_by_column(marks["struck"]),
            worded={code: _by_column(cells) for code, cells in marks["worded"].items()},
        ),
        "texts": tuple(map(tuple, about["texts"])),
        "date_cells": tuple(map(tuple, about["date_cells"])),
    }  # fmt: skip
    fields: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in values.items()
    }
    return SheetTexts(**fields)


def _by_column(rows_of: Mapping[str, list[int]]) -> dict[int, tuple[int, ...]]:
    return {int(column): tuple(rows) for column, rows in rows_of.items()}


def _message(message: Mapping[str, object], content: bytes = b"") -> bytes:
    about = json.dumps(message).encode()
    return b"".join([len(about).to_bytes(_LENGTH_BYTES), about, content])


def _split(message: bytes) -> tuple[dict[str, Any], bytes]:
    """Return what a message says, and the bytes behind it."""
    end = _LENGTH_BYTES + int.from_bytes(message[:_LENGTH_BYTES])
    return json.loads(message[_LENGTH_BYTES:end]), message[end:]


def _limit(memory: int, seconds: int) -> None:
    """Let this process take no more than so many bytes and seconds, and leave nothing of what it held on the disk."""
    with suppress(ImportError, OSError, ValueError):  # Windows has no such limits, and macOS may refuse them
        import resource  # noqa: PLC0415

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        # Whoever started it may be gone before it ends.
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))


def _parser(kind: Kind) -> Callable[[bytes, str, str | None], SheetTexts]:
    """Return the parser of a kind of file; the dashboard itself never loads it."""
    if kind == "statistics":
        from analysis.files.statistics_file import statistics_texts  # noqa: PLC0415

        return statistics_texts
    if kind == "web page":
        from analysis.files.web_page import web_page_texts  # noqa: PLC0415

        return web_page_texts
    if kind == "XML workbook":
        from analysis.files.spreadsheet_xml import spreadsheet_xml_texts  # noqa: PLC0415

        return spreadsheet_xml_texts
    from analysis.files.sheets import sheet_texts  # noqa: PLC0415

    return sheet_texts


def _main() -> None:
    sys.stdout.buffer.write(_STARTED)
    sys.stdout.buffer.flush()
    message, content = _split(sys.stdin.buffer.read())
    _limit(message["memory"], message["seconds"])
    try:
        answer = _packed(_parser(message["kind"])(content, message["name"], message["chosen"]))
    except DashboardError as refusal:
        answer = _message({"refused": str(refusal)})
    sys.stdout.buffer.write(answer)


if __name__ == "__main__":
    _main()
