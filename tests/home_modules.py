"""What has to be loaded before Home shows a saved log."""

from __future__ import annotations

import ast
from pathlib import Path

ROOT = Path(__file__).parents[1]
# What opens the log, and what counts it.
OF_A_SAVED_LOG = ("analysis.counting.choosing", "analysis.saved_log.opening")


def home_modules() -> list[str]:
    """Return the modules of `analysis` that Home imports by itself, and those that bring it a saved log."""
    home = ast.parse((ROOT / "dashboard.py").read_text(encoding="utf-8")).body
    named = [each.module for each in home if isinstance(each, ast.ImportFrom) and each.module]
    return [*(name for name in named if name.startswith("analysis.")), *OF_A_SAVED_LOG]
