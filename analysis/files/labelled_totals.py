"""Rows of totals and other statistics that say so: "Total", "Harbour total", "24 records", "Mean", "%"."""

from __future__ import annotations

from functools import cache, partial
from operator import not_
from typing import TYPE_CHECKING, Any

import numpy as np

from analysis.files.column_texts import shape_of, usual_shapes
from analysis.files.row_cells import Forms, blanks_in_filled_columns, cells_that, few_cells
from analysis.files.row_words import added_up, is_amount, is_labelled_amount, is_statistic, is_total
from analysis.files.sparse_rows import LEAST_MISSING, UsualRow

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import pandas as pd

# A label in more than a quarter of the rows is a level, not a total.
MOST_TOTALS = 0.25
# In a log of few columns a row of totals has these, and lacks one thing only.
LABEL_AND_SUM = 2


def labelled_totals(frame: pd.DataFrame, groups: frozenset[str]) -> Iterator[tuple[Any, np.ndarray]]:
    """Yield, column by column, the rows that add up others, which may be those of `groups`.

    Such a row begins with a label and holds only amounts beside it, or before it where it is like no treatment and says
    "total"; or it is the last one, and "total" stands nowhere else in its column; or it says "total", lacks what every
    treatment has, and a remark stands beside it, or a sum that shows as an answer. Where it lacks one thing only, the
    label must be unlike all else in its column. A level that happens to be called "Total" or "average" is none of
    these, and a row that says "mean" or "%" only where it is like no treatment.
    """
    only_amounts = few_cells(frame, _is_no_amount, 1) == 1
    # What every treatment has stands in all rows but those of totals.
    missing = blanks_in_filled_columns(frame, 1 - MOST_TOTALS)
    lacks_enough = missing >= LEAST_MISSING
    lacks_one = (missing > 0) & (few_cells(frame, bool, LABEL_AND_SUM) <= LABEL_AND_SUM)
    possible = only_amounts | lacks_enough | lacks_one
    possible[-1:] = True
    numbers = np.flatnonzero(possible)
    rows = frame.iloc[numbers]
    is_last = numbers == len(frame) - 1
    are_like_none = _are_like_no_treatment(frame, numbers)
    blank_so_far = np.ones(len(rows), dtype=bool)
    for position in frame.columns:
        was_blank, column = blank_so_far, rows[position]
        if len(rows) < len(column.array.categories):
            column = column.cat.remove_unused_categories()
        forms = Forms(column)
        blank_so_far = was_blank & forms.cells_that(not_)
        total, subtotal = forms.cells_that(is_total), forms.cells_that(added_up)
        if subtotal.any():
            names = groups | {text.strip().casefold() for text in frame[position].cat.categories}
            subtotal = cells_that(column, partial(_sums_up, names=names))
        statistic = forms.cells_that(is_statistic)
        label = total | subtotal | forms.cells_that(is_labelled_amount)
        if not (label | statistic).any():
            continue
        categories, codes = frame[position].cat.categories, frame[position].cat.codes.to_numpy()
        rows_of_text = np.bincount(codes, minlength=len(categories))[codes[numbers]]
        stands_alone = is_last & (rows_of_text == 1)
        sums_only = total & only_amounts[numbers]
        is_like_none = are_like_none(statistic | sums_only)
        labelled = label | (statistic & (stands_alone | is_like_none))
        shapes = usual_shapes(text for text in categories if not is_total(text.strip()))
        is_alone = lacks_one[numbers] & forms.cells_that(partial(_is_unlike, shapes=shapes))
        labelled &= only_amounts[numbers] | (total & (lacks_enough[numbers] | is_alone))
        # The amount may stand before its label where somebody put the columns in another order.
        is_first = was_blank | (sums_only & is_like_none)
        labelled &= is_first & (rows_of_text <= _most_totals(frame))
        totals = np.zeros(len(frame), dtype=bool)
        totals[numbers[labelled | (stands_alone & total)]] = True
        if totals.any():
            yield position, totals


def _are_like_no_treatment(frame: pd.DataFrame, rows: np.ndarray) -> Callable[[np.ndarray], np.ndarray]:
    """Return what marks those of some rows, among the ones asked about, that hold hardly anything of what every
    treatment has.
    """

    @cache
    def usual() -> UsualRow:
        others = np.ones(len(frame), dtype=bool)
        others[rows] = False
        return UsualRow(frame, others)

    def marks(asked: np.ndarray) -> np.ndarray:
        marked = np.zeros(len(rows), dtype=bool)
        cells = frame.iloc[rows[asked]].itertuples(index=False)
        marked[asked] = [usual().lacks_everything(row) or usual().is_unlike(row) for row in cells]
        return marked

    return marks


def _is_unlike(text: str, shapes: frozenset[str]) -> bool:
    return shape_of(text) not in shapes


def _is_no_amount(text: str) -> bool:
    return not is_amount(text)


def _sums_up(text: str, names: frozenset[str]) -> bool:
    of_what = added_up(text)
    return of_what is not None and of_what.casefold() in names


def _most_totals(frame: pd.DataFrame) -> float:
    return max(1.0, MOST_TOTALS * len(frame))
