"""A choice between the parts of a page, which stand side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from pages.parts.session import Key


def one_of(
    label: str,
    options: Iterable[str],
    key: Key[str],
    first: str | None = None,
    names: Callable[[str], str] = str,
    *,
    is_linked: bool = False,
) -> str:
    """Let the manager choose one of a few by their `names`; at first it is `first`, else the first of them.

    Where it `is_linked` the choice is in the address, so that a link leads to it.
    """
    options = list(options)
    first = first or options[0]
    # Set, not given as a default: the browser would keep the choice for an earlier file.
    if key.get() not in options:
        key.set(first)
    chosen = st.segmented_control(
        label,
        options,
        format_func=names,
        required=True,
        key=key.name,
        label_visibility="collapsed",
        bind="query-params" if is_linked else None,
    )
    return chosen or first
