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

VERSIONS = ("pandas", "numpy", "pyarrow", "streamlit")


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
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
    def in_words(self) -> str:
        """The measurement and its limit."""
        limit = (
            f"limit {self.limit:g} {self.unit}" if self.is_within else f"ABOVE the limit of {self.limit:g} {self.unit}"
        )
        return f"{self.what}: {self.measured:.2f} {self.unit} ({limit})"


def best(action: Callable[[], object], times: int = 5) -> float:
    """Return the shortest of several runs, in seconds."""
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        action()
        taken.append(time.perf_counter() - start)
    return min(taken)


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


def as_markdown(lines: Iterable[Line]) -> str:
    """Return a table of lines, with the machine and the versions below it."""
    head = ["| what | measured | floor | ratio | at most |", "|---|---|---|---|---|"]
    rows = [
        f"| {line.what} | {line.measured:,.2f} {line.unit} | {line.floor:,.2f} {line.unit}, {line.floor_is} | "
        f"{line.ratio:.1f} | {line.limit:g} |"
        for line in lines
    ]
    libraries = ", ".join(f"{name} {version(name)}" for name in VERSIONS)
    machine = f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}, {libraries}"
    return "\n".join([*head, *rows, "", f"Measured on {machine}."])
