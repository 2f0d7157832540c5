"""How far long work has come: whoever waits for it hears of every step, and may end it there.

Work reports without knowing who listens. A listener that raises ends it, so nothing may be half done at a report: what
writes the saved log or a backup reports nothing.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from threading import BoundedSemaphore, RLock

T = TypeVar("T")

# Seconds: a bar moves twice in a second at least.
REPORTED_EVERY = 0.25

Stage = Literal[
    "reading",
    "rows",
    "personal data",
    "columns",
    "opening",
    "comparing",
    "counting",
    "choosing factors",
    "fitting",
    "adjusting",
    "filling in",
    "pooling",
    "drawing",
]
# What share of the whole is done when a stage begins, and when it ends: about as long as each takes with a million
# treatments.
_SHARES: Mapping[Stage, tuple[float, float]] = {
    "reading": (0.0, 0.45),
    "rows": (0.45, 0.65),
    "personal data": (0.65, 0.8),
    "columns": (0.8, 1.0),
    "opening": (0.0, 1.0),
    "comparing": (0.0, 1.0),
    "counting": (0.0, 0.0),
    "choosing factors": (0.0, 0.4),
    "fitting": (0.4, 0.5),
    "adjusting": (0.5, 0.7),
    "filling in": (0.7, 0.9),
    "pooling": (0.9, 1.0),
    "drawing": (0.0, 1.0),
}


@dataclass(frozen=True)
class Progress:
    """How far work has come.

    Attributes
    ----------
    stage : Stage
    share : float
        Of the whole that is done, between 0 and 1.
    of : str
        What this step is about, such as the heading of a figure; "" where the stage tells enough.
    """

    stage: Stage
    share: float = 0.0
    of: str = ""


_heard_by: ContextVar[Callable[[Progress], None] | None] = ContextVar("heard_by", default=None)


def report_progress(stage: Stage, done: int = 0, steps: int = 1, of: str = "") -> None:
    """Let whoever waits hear that so many steps of a stage are done.

    Raises
    ------
    BaseException
        What the listener raises, to end the work.
    """
    listener = _heard_by.get()
    if listener is not None:
        start, end = _SHARES[stage]
        listener(Progress(stage, start + (end - start) * min(1.0, done / max(1, steps)), of))


@contextmanager
def heard_by(listener: Callable[[Progress], None]) -> Iterator[None]:
    """Let a listener hear of the work within, as far as this thread does it."""
    token = _heard_by.set(listener)
    try:
        yield
    finally:
        _heard_by.reset(token)


@contextmanager
def as_step(stage: Stage, done: int, steps: int) -> Iterator[None]:
    """Let the work within be heard of as the next of some steps of a stage, whatever stages it has itself."""
    listener = _heard_by.get()
    if listener is None:
        yield
        return
    start, end = _SHARES[stage]
    with heard_by(lambda own: listener(Progress(stage, start + (end - start) * (done + own.share) / steps))):
        yield


def interruptible(work: Callable[[], T], interrupt: Callable[[], None], stage: Stage) -> T:
    """Do work that cannot report, such as one long query, and let whoever waits hear of it meanwhile.

    Parameters
    ----------
    work : callable
        It is done in another thread, which reports nothing.
    interrupt : callable
        Ends it at once, from this thread.
    stage : Stage

    Raises
    ------
    BaseException
        What the work raises; or what the listener raises, once the work has ended.
    """
    if not is_heard():
        return work()
    with ThreadPoolExecutor(1) as thread:
        done = thread.submit(work)
        try:
            while not wait([done], REPORTED_EVERY).done:
                report_progress(stage)
        except BaseException:
            # What has not begun yet cannot be interrupted.
            while not wait([done], REPORTED_EVERY).done:
                interrupt()
            raise
        return done.result()


def wait_for(turn: BoundedSemaphore | RLock, stage: Stage) -> None:
    """Wait for one's turn, until whoever waits for the work no longer wants it."""
    while not turn.acquire(timeout=REPORTED_EVERY):
        report_progress(stage)


def is_heard() -> bool:
    """Tell whether anybody waits for the work at hand."""
    return _heard_by.get() is not None
