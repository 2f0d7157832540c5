"""The parts of scipy: methods say ``scipy.stats.…``, and scipy loads a part when it is first asked for.

So a command, or a page without a model, starts half a second sooner. A server loads them all before anybody asks.
"""

from __future__ import annotations

from importlib import import_module

PARTS = ("scipy.special", "scipy.stats", "scipy.optimize", "scipy.linalg", "scipy.sparse")


def load_all_parts() -> None:
    """Load what any method computes with."""
    for part in PARTS:
        import_module(part)
