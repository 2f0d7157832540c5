"""An answer that a command gives with an exit code of its own."""

from __future__ import annotations

from typing import Any


class AnsweredError(Exception):
    """The answer of a command whose exit code says more than that it went well."""

    def __init__(self, answer: str | dict[str, Any]) -> None:
        """Keep the answer."""
        super().__init__()
        self.answer = answer
