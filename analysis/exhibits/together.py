"""Two factors together: a heat map of their rates, and whether they count for more together."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from analysis.exhibits.exhibit import Exhibit
from analysis.exhibits.number_columns import rate_columns
from analysis.figures.together import together_figure
from analysis.methods.cells import is_shown
from analysis.wording.cautions import caution
from analysis.wording.numbers import file_stem, level_name
from analysis.wording.outcomes import column_names
from analysis.wording.together import (
    both,
    describe_together,
    highest,
    how_together,
    left_out,
    nothing_shown,
    suppressed,
)

if TYPE_CHECKING:
    from analysis.methods.together import Together
    from analysis.outcome_log.outcomes import Counted


def together_exhibit(of: Together, counted: Counted) -> Exhibit:
    """Return the rates of every combination of the levels of two factors."""
    return Exhibit(
        stem=file_stem(of.rows.title, "and", of.columns.title),
        heading=f"{of.rows.title}, {of.columns.title}",
        finding=both(of, counted),
        sentences=(
            *((highest(of),) if of.highest is not None else ()),
            *(() if of.shown else (nothing_shown(),)),
        ),
        figure=together_figure(of, counted) if of.shown else None,
        alt=describe_together(of) if of.shown else "",
        numbers=together_table(of, counted) if of.shown else None,
        left_out=(left_out(of),) if of.shown and of.left_out else (),
        cautions=tuple(caution(each, counted) for each in of.cautions),
        how=how_together(of),
    )


def together_table(of: Together, counted: Counted) -> pd.DataFrame:
    """Return one row a combination of levels; those too small to be shown have no counts of outcomes."""
    _, with_it = column_names(counted)
    table = pd.DataFrame(
        [
            {
                f"Level of {of.rows.title}": level_name(cell.level[0], of.rows),
                f"Level of {of.columns.title}": level_name(cell.level[1], of.columns),
                **(
                    {
                        "Known outcomes": cell.known,
                        with_it: cell.breakouts,
                        "Outcome unknown": cell.unknown,
                        **rate_columns(cell.rate),
                    }
                    if is_shown(cell)
                    else {"Known outcomes": suppressed()}
                ),
            }
            for row in of.cells
            for cell in row
        ]
    )
    # Counts stay whole where some are not shown.
    counts = [name for name in (with_it, "Outcome unknown") if name in table]
    return table.astype(dict.fromkeys(counts, "Int64"))
