"""Tables as CSV that is safe to open in a spreadsheet."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

# A spreadsheet takes a cell that starts like this for a formula (OWASP, CSV injection).
_NUMBER = re.compile(r"[-+]?\d+(\.\d+)?")
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def as_csv(table: pd.DataFrame) -> bytes:
    """Return `table` as UTF-8 CSV with a byte-order mark; an apostrophe disarms texts that a spreadsheet would run."""
    safe = table.rename(columns=_harmless)
    for name in safe.select_dtypes(exclude="number").columns:
        safe[name] = safe[name].map(_harmless, na_action="ignore")
    return safe.to_csv(index=False).encode("utf-8-sig")


def _harmless(cell: object) -> object:
    is_formula = isinstance(cell, str) and cell.startswith(_FORMULA_STARTS) and not _NUMBER.fullmatch(cell)
    return f"'{cell}" if is_formula else cell
