"""Long work on a page: its stages with a bar, and a way out that leaves the page as it was before.

Work stops where it reports its progress (`analysis/progress.py`), soon after a click on Cancel or on anything else, and
after its tab was closed: there Streamlit ends the run of the page.
"""

from __future__ import annotations

import itertools
import threading
import time
from contextvars import copy_context
from typing import TYPE_CHECKING, Generic, TypeVar

import streamlit as st
from streamlit.runtime.scriptrunner import add_script_run_ctx, get_script_run_ctx
from streamlit.runtime.scriptrunner_utils.script_run_context import ThreadState

from analysis.progress import Progress, heard_by, is_heard
from analysis.wording.progress import NOT_WORKED_OUT, WORK_IT_OUT, progress_in_words
from pages.parts import session
from pages.parts.show import plain

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

    from streamlit.delta_generator import DeltaGenerator

    from analysis.progress import Stage

T = TypeVar("T")

# Of shorter work a bar would only flicker.
SHOWN_AFTER_SECONDS = 0.5
# A browser draws no more often, and each time costs the server a message.
REDRAWN_AFTER_SECONDS = 0.1
CROSS = ":material/close:"
_number = itertools.count()


def shown(
    work: Callable[[], T],
    about: Hashable,
    stage: Stage = "counting",
    cancelled: Callable[[], None] | None = None,
) -> Callable[[], T]:
    """Return the same work, which shows how far it is where the page stands now; a cached function may do it.

    Parameters
    ----------
    work : callable
        Reports its progress.
    about : hashable
        What tells it from other work.
    stage : Stage
        Where it begins.
    cancelled : callable, optional
        What happens after Cancel. Else the page goes back to what was chosen before; where that asks for the same work,
        it offers to do it.
    """
    return _Shown(work, about, stage, cancelled or (lambda: _go_back(about))).done


def begin_run() -> None:
    """Remember what this run of a page, or of a part of it, begins with, and what the last one began with.

    A run that was left in long work is passed over: nobody saw what it would have shown.
    """
    run = get_script_run_ctx()
    if run is None or (ThreadState.get().fragment_id is not None and not run.fragment_ids_this_run):
        # A part that is drawn with its page begins with what that does.
        return
    values = session.values_of_run()
    if values != session.NOW.get() and not session.WORKING.get():
        session.BEFORE.set(session.NOW.get())
    session.NOW.set(values)
    session.WORKING.forget()


def _go_back(about: Hashable) -> None:
    session.CANCELLED.set(about)
    if (before := session.BEFORE.get()) is not None:
        session.go_back_to(before)


class _Shown(Generic[T]):
    """Work with its bar, which stands outside of any cached function: there nothing that is drawn may be clicked."""

    def __init__(self, work: Callable[[], T], about: Hashable, stage: Stage, cancelled: Callable[[], None]) -> None:
        self._work, self._about, self._cancelled = work, about, cancelled
        self._outside, self._run = copy_context(), get_script_run_ctx()
        self._number = next(_number)
        self._progress, self._drawn_at = Progress(stage), 0.0
        self._place: DeltaGenerator | None = None
        self._bar: DeltaGenerator | None = None
        # The page is drawn by one thread at a time.
        self._drawing, self._is_over = threading.Lock(), False

    def done(self) -> T:
        """Do the work; what waits for this already shows all of it."""
        if is_heard() or self._run is None:
            return self._work()
        if session.CANCELLED.get() == self._about:
            self._outside.run(_offer)
        session.WORKING.set(session.WORKING.get() | {self._number})
        soon = threading.Timer(SHOWN_AFTER_SECONDS, self._draw)
        soon.daemon = True
        add_script_run_ctx(soon, self._run)
        soon.start()
        try:
            with heard_by(self._hear):
                found = self._work()
        except Exception:
            self._end()
            raise
        else:
            self._end()
            # By now the page has completed what it began with, such as which factors are suggested.
            session.NOW.set(session.values_of_run())
            return found
        finally:
            soon.cancel()
            # Another run begins, or none: what is drawn is not ours any more.
            with self._drawing:
                self._is_over = True

    def _hear(self, progress: Progress) -> None:
        if self._run is not None:
            self._run.yield_check()
        # A file that is read a second time does not take the bar back.
        self._progress = Progress(progress.stage, max(progress.share, self._progress.share), progress.of)
        if self._bar is not None and time.monotonic() - self._drawn_at > REDRAWN_AFTER_SECONDS:
            self._draw()

    def _draw(self) -> None:
        with self._drawing:
            if not self._is_over:
                self._outside.run(self._draw_outside)

    def _draw_outside(self) -> None:
        if self._bar is None:
            self._place = st.empty()
            with self._place.container(horizontal=True, vertical_alignment="center"):
                self._bar = st.progress(0.0)
                # A click runs all of the page: a part of it would wait until the run at hand is over.
                with ThreadState.scoped(fragment_id=None):
                    st.button("Cancel", key=f"cancel {self._number}", on_click=self._cancelled, icon=CROSS)
        self._bar.progress(self._progress.share, plain(progress_in_words(self._progress)))
        self._drawn_at = time.monotonic()

    def _end(self) -> None:
        """Take the bar away: the page goes on."""
        with self._drawing:
            self._is_over = True
            if self._place is not None:
                self._outside.run(self._place.empty)
        session.WORKING.set(session.WORKING.get() - {self._number})


class _EndOfPart(BaseException):
    """Ends a part that is drawn beside its page, which goes on; Streamlit would stop both."""


def _offer() -> None:
    """Offer work that was cancelled, and end the page, or the part of it that waits for that work."""
    st.info(NOT_WORKED_OUT, icon=":material/cancel:")
    st.button(WORK_IT_OUT, on_click=session.CANCELLED.forget, icon=":material/play_arrow:")
    if ThreadState.get().is_parallel_worker:
        raise _EndOfPart
    st.stop()
