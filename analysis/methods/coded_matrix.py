"""A design matrix that is kept as codes: in most of its columns a row is one of few, so that sums over rows are counts.

The product of two columns, summed over a million rows, is a table of the weights of these rows by the levels of two
factors. So no matrix of rows by columns is held, and what takes a product of such matrices takes a few bincounts.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import combinations, pairwise
from math import prod
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from analysis.outcome_log.packing import marginal, packed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

# Up to so many rows a plain matrix is as fast.
MOST_PLAIN = 2**15
# Cells of a table of several blocks: it stays in a processor's cache, as those of `counting.in_memory` do.
CACHED = 2**14
# A table of two blocks has no more cells than this; of wider ones, such as two numbers with thousands of values, each
# column is summed.
WIDEST = 2**20
# Units whose rows are summed at once, so that few sums are held.
UNITS_AT_ONCE = 4_096


@dataclass(frozen=True, eq=False)
class Block:
    """Some columns of a design matrix.

    Attributes
    ----------
    codes : ndarray of int, shape (rows,)
        Which row of `table` each row is.
    table : ndarray, shape (levels, columns)
    """

    codes: np.ndarray
    table: np.ndarray

    @property
    def entries(self) -> np.ndarray:
        """The columns themselves, shape (rows, columns); made anew, as they take much memory."""
        entries: np.ndarray = self.table[self.codes]
        return entries

    def centred(self, weights: np.ndarray) -> Block:
        """Return the block less the weighted mean of each column."""
        by_level = np.bincount(self.codes, weights, len(self.table))
        return Block(self.codes, self.table - by_level @ self.table / by_level.sum())


@dataclass(frozen=True, eq=False, kw_only=True)
class _Pack:
    """Blocks whose levels are counted together: the cell of each row, and what is read from the table of the cells."""

    places: tuple[int, ...]
    shape: tuple[int, ...]
    cells: np.ndarray
    alone: tuple[int, ...]
    pairs: tuple[tuple[int, ...], ...]

    def table(self, weights: np.ndarray) -> np.ndarray:
        return np.bincount(self.cells, weights, prod(self.shape)).reshape(self.shape)


@dataclass(frozen=True, eq=False)
class CodedMatrix:
    """A column of ones, then the columns of each block.

    It stands wherever a plain matrix is multiplied by a vector from either side; ``numpy.asarray`` makes it plain.

    Attributes
    ----------
    blocks : tuple of Block
        One or more.
    """

    blocks: tuple[Block, ...]

    # A vector before "@" leaves the product to this class.
    __array_ufunc__ = None

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(self.blocks[0].codes)

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns."""
        return len(self), 1 + sum(block.table.shape[1] for block in self.blocks)

    def __array__(self, dtype: Any = None, copy: Any = None) -> np.ndarray:  # noqa: ANN401 - numpy's own
        """Return the plain matrix."""
        return np.asarray(np.hstack([np.ones((len(self), 1)), *(block.entries for block in self.blocks)]), dtype)

    def __matmul__(self, coefficients: np.ndarray) -> np.ndarray:
        """Return the sum of each row's entries times the coefficients."""
        found = np.full(len(self), float(coefficients[0]))
        for pack in self._packs:
            if pack.alone:
                of_cells = np.zeros(pack.shape)
                for place in pack.alone:
                    of_levels = self.blocks[place].table @ coefficients[self._columns[place]]
                    of_cells += of_levels.reshape([-1 if each == place else 1 for each in pack.places])
                found += of_cells.ravel()[pack.cells]
        return found

    def __rmatmul__(self, weights: np.ndarray) -> np.ndarray:
        """Return the weighted sum of the rows."""
        found = np.empty(self.shape[1])
        found[0] = weights.sum()
        for pack in self._packs:
            if pack.alone:
                table = pack.table(weights)
                for place in pack.alone:
                    of_levels = marginal(table, pack.places, (place,))
                    found[self._columns[place]] = of_levels @ self.blocks[place].table
        return found

    def products(self, weights: np.ndarray) -> np.ndarray:
        """Return the weighted sum over the rows of the products of the columns with each other."""
        found = np.empty((self.shape[1], self.shape[1]))
        found[0, 0] = weights.sum()
        for pack in self._packs:
            table = pack.table(weights)
            for place in pack.alone:
                of_levels, of, columns = marginal(table, pack.places, (place,)), *self._block(place)
                found[0, columns] = found[columns, 0] = of_levels @ of.table
                found[columns, columns] = (of.table.T * of_levels) @ of.table
            for pair in pack.pairs:
                (one, columns), (other, beside) = map(self._block, pair)
                crossed = one.table.T @ marginal(table, pack.places, pair) @ other.table
                found[columns, beside], found[beside, columns] = crossed, crossed.T
        for pair in self._wide:
            (one, columns), (other, beside) = map(self._block, pair)
            for column, along in zip(range(columns.start, columns.stop), one.table.T, strict=True):
                of_levels = np.bincount(other.codes, weights * along[one.codes], len(other.table))
                found[column, beside] = found[beside, column] = of_levels @ other.table
        return found

    def products_by_unit(self, rows: np.ndarray, units: np.ndarray, weights: np.ndarray) -> np.ndarray:
        """Return the sum over units of the products of the columns' sums in each.

        Parameters
        ----------
        rows : ndarray of int, shape (cells,)
            Of this matrix.
        units : ndarray of int, shape (cells,)
            The unit that each of these is summed in, in order and without a gap.
        weights : ndarray, shape (cells,)
        """
        found = np.zeros((self.shape[1], self.shape[1]))
        for first in range(0, int(units[-1]) + 1 if len(units) else 0, UNITS_AT_ONCE):
            start, end = np.searchsorted(units, [first, first + UNITS_AT_ONCE])
            of_rows, unit, weight = rows[start:end], units[start:end] - first, weights[start:end]
            number = int(unit[-1]) + 1
            sums = [np.bincount(unit, weight, number)[:, np.newaxis]]
            for block in self.blocks:
                codes, (levels, columns) = block.codes[of_rows], block.table.shape
                if columns == 1:
                    sums.append(np.bincount(unit, weight * block.table[codes, 0], number)[:, np.newaxis])
                else:
                    by_level = np.bincount(unit * levels + codes, weight, number * levels)
                    sums.append(by_level.reshape(number, levels) @ block.table)
            together = np.hstack(sums)
            found += together.T @ together
        return found

    def _block(self, place: int) -> tuple[Block, slice]:
        return self.blocks[place], self._columns[place]

    @cached_property
    def _columns(self) -> tuple[slice, ...]:
        ends = np.cumsum([1, *(block.table.shape[1] for block in self.blocks)]).tolist()
        return tuple(slice(start, end) for start, end in pairwise(ends))

    @cached_property
    def _wide(self) -> tuple[tuple[int, int], ...]:
        """Pairs of blocks that have no table, the one with fewer columns first."""
        sizes = [len(block.table) for block in self.blocks]
        by_columns = sorted(range(len(sizes)), key=lambda place: self.blocks[place].table.shape[1])
        return tuple((a, b) for a, b in combinations(by_columns, 2) if sizes[a] * sizes[b] > WIDEST)

    @cached_property
    def _packs(self) -> tuple[_Pack, ...]:
        return tuple(self._packed())

    def _packed(self) -> Iterator[_Pack]:
        sizes = [len(block.table) for block in self.blocks]
        wide = {frozenset(pair) for pair in self._wide}
        pairs = [pair for pair in combinations(range(len(sizes)), 2) if frozenset(pair) not in wide]
        asked: list[tuple[int, ...]] = [*pairs, *((place,) for place in range(len(sizes)))]
        left = set(range(len(sizes)))
        for together, sets in packed(asked, sizes.__getitem__, 1, CACHED):
            shape = tuple(sizes[place] for place in together)
            cells = np.zeros(len(self), dtype=np.intp)
            for place, size in zip(together, shape, strict=True):
                cells *= size
                cells += self.blocks[place].codes
            alone = tuple(place for place in together if place in left)
            left.difference_update(alone)
            pairs_here = tuple(each for each in sets if len(each) > 1)
            yield _Pack(places=together, shape=shape, cells=cells, alone=alone, pairs=pairs_here)


Matrix: TypeAlias = np.ndarray | CodedMatrix


def matrix_of(blocks: Sequence[Block]) -> Matrix:
    """Return a column of ones and the columns of each block, as codes where the rows are many."""
    coded = CodedMatrix(tuple(blocks))
    return coded if len(coded) > MOST_PLAIN else np.asarray(coded)


def with_columns(matrix: Matrix, block: Block) -> Matrix:
    """Return a design matrix with more columns behind its own."""
    if isinstance(matrix, CodedMatrix):
        return CodedMatrix((*matrix.blocks, block))
    return np.hstack([matrix, block.entries])
