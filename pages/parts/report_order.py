"""The sections of the report in their order, and the exhibits that were added to them on other pages."""

from __future__ import annotations

import json
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from analysis.outcome_log.asked import Asked, asked_as_data
from analysis.outcome_log.report_settings import SECTIONS
from pages.parts import session

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from analysis.outcome_log.report_settings import Order

ADD, REMOVE = "Add to report", "Remove from report"
ADDED, REMOVED = "Added to the report.", "Removed from the report."

_keyboard = st.components.v2.component(
    "keyboard", js=Path(__file__).with_name("keyboard.js").read_text(encoding="utf-8")
)


def use(of: Order) -> None:
    """Put the sections in the order of a saved report, with what was added to it."""
    session.REPORT_ORDER.set(of)


def offer_to_add(of: Asked) -> None:
    """Let the manager add an exhibit to the report, or take it out again."""
    is_in_it = of in session.REPORT_ORDER.get()
    st.button(
        REMOVE if is_in_it else ADD,
        key=f"report {_key(of)}",
        on_click=_add_or_remove,
        args=(of,),
        icon=":material/playlist_remove:" if is_in_it else ":material/playlist_add:",
        type="tertiary",
    )


def _add_or_remove(of: Asked) -> None:
    """Do what the button below an exhibit says; the report is on another page, so say that it was done."""
    is_in_it = of in session.REPORT_ORDER.get()
    (remove if is_in_it else add)(of)
    st.toast(REMOVED if is_in_it else ADDED, icon=":material/playlist_add_check:")


def _key(of: str | Asked) -> str:
    return json.dumps(asked_as_data(of)) if isinstance(of, Asked) else of


def add(of: Asked) -> None:
    """Add an exhibit to the end of the report; how the file was read stays last where it is."""
    order = session.REPORT_ORDER.get()
    place = len(order) - (order[-1] == SECTIONS[-1])
    if of not in order:
        session.REPORT_ORDER.set((*order[:place], of, *order[place:]))


def remove(of: Asked) -> None:
    """Take an exhibit out of the report."""
    session.REPORT_ORDER.set(tuple(each for each in session.REPORT_ORDER.get() if each != of))


@contextmanager
def row(of: str | Asked, name: str) -> Iterator[None]:
    """Draw a section in what follows, with arrows that move it up and down and, where it was added, one to remove it.

    Parameters
    ----------
    of : str or Asked
    name : str
        What it is called, escaped: the buttons are read out with it.
    """
    order = session.REPORT_ORDER.get()
    place, key = order.index(of), _key(of)
    with st.container(key=f"section {key}", horizontal=True, wrap=False, vertical_alignment="center", gap="xsmall"):
        yield
        with st.container(horizontal=True, wrap=False, gap="xsmall", width="content", key=f"moves {key}"):
            if isinstance(of, Asked):
                _button(f"{REMOVE}: {name}", f"remove {key}", "close", _take_out, of)
            _button(f"Move up: {name}", _up(of), "arrow_upward", move, of, -1, disabled=place == 0)
            last = place == len(order) - 1
            _button(f"Move down: {name}", _down(of), "arrow_downward", move, of, 1, disabled=last)


def _up(of: str | Asked) -> str:
    return f"up {_key(of)}"


def _down(of: str | Asked) -> str:
    return f"down {_key(of)}"


def _button(label: str, key: str, icon: str, change: Callable[..., None], *of: object, disabled: bool = False) -> None:
    st.button(label, key=key, icon=f":material/{icon}:", type="tertiary", on_click=change, args=of, disabled=disabled)


def move(of: str | Asked, step: int) -> None:
    """Move a section past its neighbour: up with -1, down with 1. The keyboard stays on its arrow."""
    order = list(session.REPORT_ORDER.get())
    place = order.index(of)
    order[place], order[place + step] = order[place + step], order[place]
    session.REPORT_ORDER.set(tuple(order))
    session.KEYBOARD_ON.set((_up(of), _down(of)) if step < 0 else (_down(of), _up(of)))


def _take_out(of: Asked) -> None:
    """Remove an exhibit in the list itself. The keyboard goes to what stands in its place."""
    place = session.REPORT_ORDER.get().index(of)
    remove(of)
    order = session.REPORT_ORDER.get()
    beside = order[min(place, len(order) - 1)]
    session.KEYBOARD_ON.set((_up(beside), _down(beside)))


def keep_keyboard() -> None:
    """Put the keyboard where it belongs after a section was moved or removed; this stands below the sections.

    A browser takes it off a button that changes its place in a page, or that is disabled: whoever uses no mouse would
    begin at the top of the page again.
    """
    buttons = session.KEYBOARD_ON.take()
    if buttons:
        # The order makes each move another one.
        order = [_key(each) for each in session.REPORT_ORDER.get()]
        _keyboard(key="keyboard", data={"buttons": buttons, "order": order}, height=1)
