"""The combinations of two factors, each with its rate, and which of them is clearly the highest."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from analysis.methods.comparable import FEWEST_LEVELS
from analysis.methods.contrast import SMALLEST_LEVEL
from analysis.methods.normal import two_sided_z
from analysis.methods.rate import wilson_bounds
from analysis.results import CONFIDENCE_LEVEL, LevelRate

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from analysis.methods.sureness import Sureness
    from analysis.methods.units import SharedUnits
    from analysis.outcome_log.log import Level
    from analysis.results import Rate


@dataclass(frozen=True, kw_only=True)
class Cell(LevelRate):
    """A combination of two levels, that of the rows first: its counts and its rate."""

    level: tuple[Level, Level]


def is_shown(cell: Cell) -> bool:
    """Tell whether a cell holds enough known outcomes for its rate to be shown."""
    return cell.rate is not None and cell.rate.known >= SMALLEST_LEVEL


def highest_cell(cells: Sequence[Cell], shared: SharedUnits | None = None) -> Cell | None:
    """Return the cell that is most surely above the rate of all that are shown; None where none is.

    Parameters
    ----------
    cells : sequence of Cell
        Row by row.
    shared : SharedUnits, optional
        Of the same cells.
    """
    of_units = (None,) * len(cells) if shared is None else tuple(shared.rates())
    shown = list(_with_rates(cells, of_units))
    known = sum(rate.known for _, rate, _ in shown)
    if len(shown) < FEWEST_LEVELS or (shared is not None and shared.units.are_too_few):
        return None
    level = 1 - (1 - CONFIDENCE_LEVEL) / len(shown)
    lowest = [_lowest(rate, due, level) for _, rate, due in shown]
    place = int(np.argmax(lowest))
    return shown[place][0] if lowest[place] > sum(rate.breakouts for _, rate, _ in shown) / known else None


def _with_rates(
    cells: Sequence[Cell], of_units: Sequence[Sureness | None]
) -> Iterator[tuple[Cell, Rate, Sureness | None]]:
    for cell, due in zip(cells, of_units, strict=True):
        if is_shown(cell) and cell.rate is not None:
            yield cell, cell.rate, due


def _lowest(of: Rate, due: Sureness | None, level: float) -> float:
    """Return where the interval of a rate begins, by its clients or by its units, whichever make it wider."""
    by_clients, _ = wilson_bounds(of.value, of.effective_known, two_sided_z(level))
    if due is None:
        return by_clients
    by_units, _ = wilson_bounds(of.value, of.known / due.effect, two_sided_z(level, due.freedom))
    return min(by_clients, by_units)
