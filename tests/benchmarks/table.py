"""What was measured, as one table in Markdown that the README can show."""

from __future__ import annotations

import os
import platform
import time
from dataclasses import dataclass
from importlib.metadata import version
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

VERSIONS = ("pandas", "numpy", "pyarrow", "duckdb", "streamlit")
# A machine that others share may take twice as long an hour later: so many additions in Python tell how fast it was.
ADDITIONS = 20_000_000


@dataclass(frozen=True)
class Line:
    """One measurement beside its floor and its limit.

    Attributes
    ----------
    what : str
    measured, floor : float
        In the same unit, from the same run.
    unit : str
    floor_is : str
        What the floor is.
    limit : float
        How often the floor what was measured may be.
    """

    what: str
    measured: float
    floor: float
    unit: str
    floor_is: str
    limit: float

    @property
    def ratio(self) -> float:
        """How often the floor what was measured is: unlike the seconds it can be compared between machines."""
        return self.measured / self.floor

    @property
    def is_within(self) -> bool:
        """Whether the limit is kept."""
        return self.ratio <= self.limit

    @property
    def found(self) -> str:
        """What was measured, in words."""
        return (
            f"{in_figures(self.measured, self.unit)}, {self.ratio:.2g} × {self.floor_is} "
            f"({in_figures(self.floor, self.unit)})"
        )

    @property
    def at_most(self) -> str:
        """The limit, in words."""
        return f"{self.limit:g} ×"


@dataclass(frozen=True)
class Limited:
    """One measurement beside a limit of its own.

    Attributes
    ----------
    what : str
    measured, limit : float
    unit : str
    """

    what: str
    measured: float
    limit: float
    unit: str

    @property
    def is_within(self) -> bool:
        """Whether the limit is kept."""
        return self.measured <= self.limit

    @property
    def found(self) -> str:
        """What was measured, in words."""
        return in_figures(self.measured, self.unit)

    @property
    def at_most(self) -> str:
        """The limit, in words."""
        return in_figures(self.limit, self.unit)


def in_figures(value: float, unit: str) -> str:
    """Return a value with three figures at most, and no more than two decimals."""
    decimals = 2 if value < 10 else 1 if value < 100 else 0
    return f"{value:,.{decimals}f} {unit}"


def best_by_turns(*actions: Callable[[], object], times: int = 3) -> list[tuple[float, float]]:
    """Return the shortest run of each action, in seconds and in seconds of the processor.

    They take turns: a busy machine holds all of them up alike.
    """
    taken: list[list[tuple[float, float]]] = [[] for _ in actions]
    for _ in range(times):
        for action, runs in zip(actions, taken, strict=True):
            start = time.perf_counter(), time.process_time()
            action()
            runs.append((time.perf_counter() - start[0], time.process_time() - start[1]))
    return [(min(seconds for seconds, _ in runs), min(seconds for _, seconds in runs)) for runs in taken]


def printed(lines: Iterable[Line | Limited]) -> list[Line | Limited]:
    """Return all lines, each printed as soon as it is measured."""
    found = []
    for line in lines:
        print(f"{line.what}: {line.found} (at most {line.at_most})", flush=True)
        found.append(line)
    return found


def seconds_to_add() -> float:
    """Return how long `ADDITIONS` take."""
    start, added = time.perf_counter(), 0
    for each in range(ADDITIONS):
        added += each
    return time.perf_counter() - start


def as_markdown(lines: Iterable[Line | Limited], speeds: Iterable[float]) -> str:
    """Return a table of lines, with the machine, its speed before and after, and the versions below it."""
    head = ["| what | measured | at most |", "|---|---|---|"]
    rows = [
        f"| {line.what} | {line.found} | {line.at_most}{'' if line.is_within else ' **(above)**'} |" for line in lines
    ]
    libraries = ", ".join(f"{name} {version(name)}" for name in VERSIONS)
    machine = f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}, {libraries}"
    took = " and ".join(f"{each:.2f}" for each in speeds)
    speed = f"{ADDITIONS:,} additions in Python took {took} s before and after"
    return "\n".join([*head, *rows, "", f"Measured on {machine}; {speed}."])


def told(lines: Iterable[Line | Limited]) -> int:
    """Print each line as it is measured, and the table of all; return 1 where a limit is passed."""
    before = seconds_to_add()
    found = printed(lines)
    print(f"\n{as_markdown(found, (before, seconds_to_add()))}")
    return int(not all(line.is_within for line in found))
