"""How many selections of a log a session has looked at: of many, some show a link by chance."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from analysis.wording.significance import selections_looked_at
from pages.parts import session, show

if TYPE_CHECKING:
    from pages.parts.frame import View


def note(view: View) -> None:
    """Remember the treatments and the outcome chosen, for as long as the session shows this log."""
    of, seen = session.SELECTIONS.get()
    # The same file read in another way is another log.
    log = (view.source, view.choices)
    before: frozenset[object] = seen if of == log else frozenset()
    session.SELECTIONS.set((log, before | {(view.counts.filters, view.counted)}))


def say() -> None:
    """Say in a quiet line what looking at many selections does to chance."""
    _, seen = session.SELECTIONS.get()
    if text := selections_looked_at(len(seen)):
        st.caption(show.plain(text))
