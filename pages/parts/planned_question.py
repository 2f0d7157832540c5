"""The question that was there before anything was looked at: one factor of the log, if a manager names it."""

from __future__ import annotations

from pages.parts import session


def factor() -> str:
    """Return the name of the factor that was planned; empty where none was."""
    return session.PLANNED.get()


def plan(name: str) -> None:
    """Remember the factor that was planned; the empty name forgets it."""
    session.PLANNED.set(name)
