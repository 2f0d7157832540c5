"""The program as a process of its own: started, or forked where all that it loads is loaded already.

A forked one has the pipes, the end and the exit code of a process too, and takes milliseconds to begin, not seconds.
"""

from __future__ import annotations

import os
import subprocess
import sys
from multiprocessing.connection import Connection
from pathlib import Path
from tempfile import TemporaryFile

from analysis.__main__ import run
from tests.saved_log import children

ROOT = Path(__file__).parents[1]
LONGEST_SECONDS = 60


def environment() -> dict[str, str]:
    """Return the environment of a clinic: unbuffered, a reader that has gone would be noticed sooner than there."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
    return kept | {"PYTHONPATH": str(ROOT)}


def started(arguments: list[str], folder: Path, out: int) -> tuple[int | None, str]:
    """Run one command in `folder` with its answer going to `out`; return its exit code and what it complained of."""
    done = subprocess.run(
        [sys.executable, "-m", "analysis", *arguments],
        check=False,
        stdout=out,
        stderr=subprocess.PIPE,
        text=True,
        cwd=folder,
        env=environment(),
    )
    return done.returncode, done.stderr


def forked(arguments: list[str], folder: Path, out: int) -> tuple[int | None, str]:
    """Do what `started` does, without the start."""
    with TemporaryFile() as complaints, Connection(os.dup(out)) as to, Connection(os.dup(complaints.fileno())) as other:
        child, _ = children.started(_program, arguments, folder, environment(), to, other)
        child.join(LONGEST_SECONDS)
        complaints.seek(0)
        return child.exitcode, complaints.read().decode()


def _program(
    _: Connection, arguments: list[str], folder: Path, variables: dict[str, str], out: Connection, other: Connection
) -> None:
    """Be the program: its streams are new, as those of the process that was forked have another place and buffer."""
    os.dup2(out.fileno(), 1)
    os.dup2(other.fileno(), 2)
    sys.stdout, sys.stderr = os.fdopen(1, "w", closefd=False), os.fdopen(2, "w", buffering=1, closefd=False)
    os.environ.clear()
    os.environ.update(variables)
    os.chdir(folder)
    sys.argv[1:] = arguments
    sys.exit(run())
