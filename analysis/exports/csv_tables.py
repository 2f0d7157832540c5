"""Tables as CSV that is safe to open in a spreadsheet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.files.formulas import disarmed

if TYPE_CHECKING:
    import pandas as pd


def as_csv(table: pd.DataFrame) -> bytes:
    """Return `table` as UTF-8 CSV with a byte-order mark; an apostrophe disarms texts that a spreadsheet would run."""
    safe = table.rename(columns=_harmless)
    for name in safe.select_dtypes(exclude="number").columns:
        safe[name] = safe[name].map(_harmless, na_action="ignore")
    return safe.to_csv(index=False).encode("utf-8-sig")


def _harmless(cell: object) -> object:
    return disarmed(cell) if isinstance(cell, str) else cell
