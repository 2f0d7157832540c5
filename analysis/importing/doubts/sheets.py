"""Several sheets with the same header, such as one a month: whether one of them is the log, or all together."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from analysis.importing.choices import ABOUT_SHEETS, ALL_TOGETHER, only_sheet
from analysis.importing.doubts.doubt import Doubt, Option

if TYPE_CHECKING:
    from analysis.importing.draft import Draft


def which_sheets(draft: Draft) -> Doubt | None:
    """Return whether the other sheets with the same header belong to the log; None where there are none."""
    if draft.together is None:
        return None
    alone = replace(draft, together=None)
    sheet, others = draft.table.layout.sheet, draft.table.same_header_sheets
    because = f"The sheet “{sheet}” has the same header as {', '.join(f'“{name}”' for name in others)}."
    options = [Option(ALL_TOGETHER, draft.together), Option(only_sheet(sheet), alone)]
    return Doubt(ABOUT_SHEETS, "Which sheets of the workbook hold the log?", because, options)
