"""Unknown outcomes: how far they could move the rates of a factor, and where they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from analysis.exhibits.exhibit import Exhibit
from analysis.exhibits.number_columns import rate_columns, share_per_100
from analysis.figures.unknowns import unknowns_figure
from analysis.wording.cautions import caution
from analysis.wording.numbers import file_stem, level_name
from analysis.wording.outcomes import unit
from analysis.wording.tipping import when_it_would_turn
from analysis.wording.unknowns import describe_bounds, how_unknowns, what_unknowns_hide, where_unknowns_are

if TYPE_CHECKING:
    from analysis.methods.unknowns import Bounds, UnknownOutcomes
    from analysis.outcome_log.outcomes import Counted


def unknowns_exhibit(of: UnknownOutcomes, counted: Counted) -> Exhibit:
    """Return what the unknown outcomes could hide; a sentence alone where every outcome is known."""
    heading = "Unknown outcomes"
    stem = file_stem("unknown outcomes by", of.result.factor.title)
    finding = what_unknowns_hide(of, counted)
    if not of.unknown:
        return Exhibit(stem=stem, heading=heading, finding=finding)
    return Exhibit(
        stem=stem,
        heading=heading,
        finding=finding,
        sentences=tuple(filter(None, (when_it_would_turn(of, counted), where_unknowns_are(of, counted)))),
        figure=unknowns_figure(of, counted),
        alt=describe_bounds(of),
        numbers=bounds_table(of, counted),
        cautions=tuple(caution(each, counted) for each in of.cautions),
        how=how_unknowns(of),
    )


def bounds_table(of: UnknownOutcomes, counted: Counted) -> pd.DataFrame:
    """Return one row a level, then all together."""
    rows = [(level_name(each.of.level, of.result.factor), each) for each in of.levels]
    if of.total is not None:
        rows.append(("all together", of.total))
    return pd.DataFrame([_bounds(name, each, of, counted) for name, each in rows])


def _bounds(name: str, each: Bounds, of: UnknownOutcomes, counted: Counted) -> dict[str, object]:
    return {
        f"Level of {of.result.factor.title}": name,
        f"{unit(counted).capitalize()}s": each.of.treatments,
        "Outcome unknown": each.of.unknown,
        **rate_columns(each.of.rate, "Known rate, %"),
        "If all no, %": share_per_100(each.if_all_no),
        "If all yes, %": share_per_100(each.if_all_yes),
    }
