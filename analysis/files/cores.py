"""Threads for work that needs little Python while it is done: each core of the processor does a part of it."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

CORES = ThreadPoolExecutor(os.cpu_count(), "cores")
# The columns of fewer rows are done sooner than they are handed to a thread, and wait for nobody else's.
MANY_ROWS = 50_000

_Of = TypeVar("_Of")
_Made = TypeVar("_Made")


def on_cores(task: Callable[[_Of], _Made], of: Iterable[_Of], rows: int) -> Iterator[_Made]:
    """Yield what a task makes of each column, in their order; those of many rows are done side by side.

    A task waits for none of these threads, or all of them could wait for each other, and reports no progress: whoever
    listens is in the thread that goes through what is yielded.
    """
    return CORES.map(task, of) if rows >= MANY_ROWS else map(task, of)
