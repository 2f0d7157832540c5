"""Several tallies from one pass over the rows: of a table of some factors together each one's own can be read."""

from __future__ import annotations

from collections.abc import Hashable
from math import prod
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    import numpy as np

# Cells of one table: it stays in a processor's cache, and so do the codes that make it.
MOST_CELLS = 2**18

By = TypeVar("By", bound=Hashable)


def packed(
    asked: Iterable[tuple[By, ...]],
    levels: Callable[[By], int],
    answers: int,
    most_cells: int = MOST_CELLS,
    ready: Iterable[tuple[By, ...]] = (),
) -> Iterator[tuple[tuple[By, ...], list[tuple[By, ...]]]]:
    """Put sets of factors together as far as all combinations of their levels can be held.

    Parameters
    ----------
    asked : iterable of tuple
    levels : callable
        How many levels a factor has, "not known" included.
    answers : int
        How many answers are counted of each combination.
    most_cells : int
        Of one table.
    ready : iterable of tuple
        Factors that are together already: what they hold is read from them.

    Yields
    ------
    tuple, list of tuple
        Factors to be counted together, and the sets whose tallies are read from them.
    """
    held: dict[tuple[By, ...], list[tuple[By, ...]]] = {
        pack: [] for pack in ready if prod(map(levels, pack)) * answers <= most_cells
    }
    packs: list[tuple[dict[By, int], list[tuple[By, ...]]]] = []
    # The largest first: what is small fits in beside it.
    for by in sorted(asked, key=lambda by: -prod(map(levels, by))):
        home = next((sets for pack, sets in held.items() if set(by).issubset(pack)), None)
        if home is not None:
            home.append(by)
            continue
        sizes = {each: levels(each) for each in by}
        fitting = (pack for pack in packs if prod({**pack[0], **sizes}.values()) * answers <= most_cells)
        # Where most of it is already, the table grows least.
        pack = min(fitting, key=lambda pack: prod({**pack[0], **sizes}.values()) / prod(pack[0].values()), default=None)
        if pack is None:
            packs.append((sizes, [by]))
        else:
            pack[0].update(sizes)
            pack[1].append(by)
    yield from ((pack, sets) for pack, sets in held.items() if sets)
    for sizes, sets in packs:
        yield tuple(sizes), sets


def marginal(counts: np.ndarray, together: tuple[By, ...], by: tuple[By, ...]) -> np.ndarray:
    """Return the tally by some of the factors of a table, in the order named; what else it is counted by stays last."""
    left_out = tuple(place for place, each in enumerate(together) if each not in by)
    left = [each for each in together if each in by]
    summed = counts.sum(axis=left_out) if left_out else counts
    order = [left.index(each) for each in by]
    found: np.ndarray = summed.transpose([*order, *range(len(by), summed.ndim)]).copy()
    return found
