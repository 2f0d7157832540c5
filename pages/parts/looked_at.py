"""The files that are being looked at, by browser: after a reload the same browser may go on with its own.

A reload is a new session to Streamlit. References here are weak: each session holds its own file, so what a closed tab
leaves is gone as soon as its session is (`server.disconnectedSessionTTL`). A browser is known by a random cookie that
the server sets and no script can read; nothing of it is in an address or on a disk.
"""

from __future__ import annotations

import itertools
import re
import secrets
import threading
import weakref
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeGuard

import streamlit as st
from streamlit import runtime
from streamlit.runtime.scriptrunner import get_script_run_ctx

from pages.parts import session

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping

    from analysis.importing.opening import Opened

COOKIE = "breakout_browser"
_KEY_BYTES = 32
_KEY = re.compile(r"[\w-]{43}", re.ASCII)
_order = itertools.count()


@dataclass(frozen=True, eq=False)
class LookedAt:
    """A file as a session looks at it.

    Attributes
    ----------
    browser : str
        The key of the browser.
    session : str
        Streamlit's name of the session.
    file_name : str
    file : Opened
        Without what points to a person; the bytes of the upload are not held.
    read_as : hashable
        Which file was read, and how.
    values : mapping
        The corrections and the filters: what the session remembers, by name.
    order : int
        Higher than that of whatever was looked at before.
    """

    browser: str
    session: str
    file_name: str
    file: Opened
    read_as: Hashable
    values: Mapping[str, object]
    order: int = field(default_factory=_order.__next__)


_known: weakref.WeakSet[LookedAt] = weakref.WeakSet()
_changing = threading.Lock()


def new_cookie(scheme: str) -> str:
    """Return a cookie for a browser that has none, which ends with the browser."""
    cookie = f"{COOKIE}={secrets.token_urlsafe(_KEY_BYTES)}; Path=/; HttpOnly; SameSite=Strict"
    return f"{cookie}; Secure" if scheme == "https" else cookie


def is_key(value: object) -> TypeGuard[str]:
    """Tell whether a value of a cookie can be the key of a browser."""
    return isinstance(value, str) and _KEY.fullmatch(value) is not None


def this_browser() -> str | None:
    """Return the key of the browser of this session; None where it takes no cookies."""
    key = st.context.cookies.get(COOKIE)
    return key if is_key(key) else None


def look(file_name: str, file: Opened, read_as: Hashable) -> None:
    """Remember what this session looks at, and how; see `LookedAt`."""
    browser, context = this_browser(), get_script_run_ctx()
    if browser is None or context is None:
        return
    own = LookedAt(browser, context.session_id, file_name, file, read_as, session.values_to_restore())
    look_away()
    session.LOOKED_AT.set(own)
    with _changing:
        _known.add(own)


def look_away() -> None:
    """Forget what this session looked at, or how."""
    if (former := session.LOOKED_AT.take()) is not None:
        forget(former)


def still_held(read_as: Hashable) -> Opened | None:
    """Return the file of this session as it was read so, if that is what it looks at."""
    own = session.LOOKED_AT.get()
    return own.file if own is not None and own.read_as == read_as else None


def left_behind() -> tuple[LookedAt, ...]:
    """Return what tabs of this browser looked at that are no longer open, the latest first.

    What another tab is still showing is that tab's alone. As long as a page offers them they are not forgotten.
    """
    browser = this_browser()
    if browser is None or session.SOURCE.is_set:
        session.OFFERED.forget()
        return ()
    with _changing:
        mine = [each for each in _known if each.browser == browser]
    is_open = runtime.get_instance().is_active_session
    closed = sorted((each for each in mine if not is_open(each.session)), key=lambda each: -each.order)
    session.OFFERED.set(tuple(closed))
    return tuple(closed)


def go_on(with_file: LookedAt) -> None:
    """Look at a file as it was looked at before; it is offered to nobody else."""
    forget(with_file)
    session.restore_session(with_file.values)
    session.LOOKED_AT.set(with_file)


def forget(of: LookedAt) -> None:
    """Offer a file to nobody any more."""
    with _changing:
        _known.discard(of)
