"""Rows of totals without a word, or with more than one: sums, counts or averages under their columns, and nothing of
what treatments have.
"""

from __future__ import annotations

import re
from functools import cache, partial
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from analysis.files.row_cells import blanks_in_filled_columns, few_cells
from analysis.files.row_words import begins_with_total
from analysis.files.sparse_rows import LEAST_MISSING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import pandas as pd

# Fewer rows have no totals that anybody could tell from a treatment.
LEAST_ROWS = 4
# Of more rows like these, none is a total.
MOST_TOTALS = 0.25
# A column in which so many texts are numbers has a sum.
MOST_NUMBERS = 0.8
# Columns of more texts hold names and measurements, no answers that could be counted one by one.
MOST_ANSWERS = 12
_MONEY = r"(?:[£$€¥₩₺₽₹%]|R\$|CHF|EUR|USD|GBP|PLN|BRL|TRY|zł|zl|kr\.?|Kč|Ft|TL|lei|руб\.?|грн\.?|원|円|元)"
_AMOUNT = re.compile(rf"{_MONEY}?\s*-?(\d{{1,3}}([.,'\s]\d{{3}})+|\d+)([.,]\d+)?\s*{_MONEY}?", re.IGNORECASE)
_BESIDE_DIGITS = re.compile(rf"{_MONEY}|['\s]", re.IGNORECASE)
_PLAIN = re.compile(r"-?\d+([.,]\d+)?")


class UnlabelledTotals(NamedTuple):
    """The rows that are totals, and those that may be.

    Attributes
    ----------
    sure, unsure : ndarray of bool
    """

    sure: np.ndarray
    unsure: np.ndarray


def unlabelled_totals(frame: pd.DataFrame) -> UnlabelledTotals:
    """Mark the rows that hold amounts only, or beside "Total of …", where columns are blank that treatments fill in.

    A row is one of totals where each amount adds up, counts or averages its column, of all rows or of those since the
    last such row; where an amount cannot be an answer in its column, or stands alone and is the largest, the row may be
    one.

    Parameters
    ----------
    frame : DataFrame
        Categorical columns of texts called 0, 1, …, without blank rows.
    """
    sure, unsure = np.zeros(len(frame), dtype=bool), np.zeros(len(frame), dtype=bool)
    if len(frame) < LEAST_ROWS:
        return UnlabelledTotals(sure, unsure)
    missing = blanks_in_filled_columns(frame)
    possible = np.flatnonzero(missing)
    possible = possible[few_cells(frame, _is_no_amount, 0, possible) == 0] if len(possible) else possible
    if not len(possible) or len(possible) > MOST_TOTALS * len(frame):
        return UnlabelledTotals(sure, unsure)
    is_treatment = np.ones(len(frame), dtype=bool)
    is_treatment[possible] = False
    of_whole = cache(partial(_Since(frame, is_treatment).totals, end=len(frame)))
    since = _Since(frame, is_treatment)
    for row, cells in zip(possible.tolist(), frame.iloc[possible].itertuples(index=False), strict=True):
        texts = ((place, cell.strip()) for place, cell in enumerate(cells))
        amounts = [(place, text) for place, text in texts if text and not begins_with_total(text)]
        lacks_enough = bool(missing[row] >= LEAST_MISSING)
        if _are_evidence([text for _, text in amounts], lacks_enough=lacks_enough) and (
            all(text in of_whole(position) for position, text in amounts)
            or all(text in since.totals(position, row) for position, text in amounts)
        ):
            sure[row] = True
        elif lacks_enough and any(of_whole(position).has_no_answer(text) for position, text in amounts):
            unsure[row] = True
        if sure[row] or unsure[row]:
            since.begin(row + 1)
        elif lacks_enough and len(amounts) == 1:
            unsure[row] = of_whole(amounts[0][0]).is_beyond_all(amounts[0][1])
    return UnlabelledTotals(sure, unsure)


class _Totals:
    """The amounts that could stand below a column."""

    def __init__(self, categories: Iterable[str], counts: np.ndarray) -> None:
        texts = {
            text.strip(): int(often) for text, often in zip(categories, counts, strict=True) if often and text.strip()
        }
        self._texts = texts.keys()
        filled = sum(texts.values())
        numbers = {text: number for text in texts if (number := _number_in(text)) is not None}
        is_of_numbers = len(numbers) >= MOST_NUMBERS * len(texts) > 0
        self._largest = max(numbers.values()) if is_of_numbers else float("inf")
        self._amounts = [float(filled), float(counts.sum())]
        if len(texts) > MOST_ANSWERS:
            self._amounts.append(float(len(texts)))
        else:
            self._amounts += [float(often) for often in texts.values()]
            self._amounts += [often / filled for often in texts.values()]
        if numbers and sum(texts[text] for text in numbers) >= MOST_NUMBERS * filled:
            total = sum(number * texts[text] for text, number in numbers.items())
            self._amounts += [total, total / sum(texts[text] for text in numbers)]

    def __contains__(self, text: str) -> bool:
        number, decimals = _number(text)
        shares = (100 * amount for amount in self._amounts if 0 <= amount <= 1) if "%" in text else ()
        return any(
            # A share is not written as a whole number.
            abs(amount - number) <= 0.5 * 10**-decimals + 1e-9 and (decimals or amount == round(amount) or amount > 1)
            for amount in (*self._amounts, *shares)
        )

    def has_no_answer(self, text: str) -> bool:
        """Tell whether an amount stands below a column of few answers of which it is none."""
        return text not in self._texts and len(self._texts) <= MOST_ANSWERS

    def is_beyond_all(self, text: str) -> bool:
        """Tell whether an amount is larger than all numbers of a column."""
        return _number(text)[0] > self._largest


class _Since:
    """The treatments since the last row of totals, counted column by column as far as they were asked for."""

    def __init__(self, frame: pd.DataFrame, is_treatment: np.ndarray) -> None:
        self._frame = frame
        self._is_treatment = is_treatment
        self.begin(0)

    def begin(self, row: int) -> None:
        """Count from a row on."""
        self._first = row
        self._counted: dict[int, tuple[int, np.ndarray]] = {}

    def totals(self, position: int, end: int) -> _Totals:
        """Return the amounts that could stand below a column in the row `end`, which is behind those asked for."""
        column = self._frame[position].array
        start, counts = self._counted.get(position, (self._first, np.zeros(len(column.categories), dtype=np.int64)))
        codes = column.codes[start:end][self._is_treatment[start:end]]
        counts = counts + np.bincount(codes, minlength=len(counts))
        self._counted[position] = end, counts
        return _Totals(column.categories, counts)


def _number_in(text: str) -> float | None:
    """Return the number in a cell: "1.250" is less than two, unless a currency stands beside it."""
    if _PLAIN.fullmatch(text):
        return float(text.replace(",", "."))
    return _number(text)[0] if _AMOUNT.fullmatch(text) else None


def _number(text: str) -> tuple[float, int]:
    """Return an amount as a number, and how many decimals it has."""
    plain = _BESIDE_DIGITS.sub("", text)
    whole, mark, fraction = re.fullmatch(r"(.*?)(?:([.,])(\d+))?", plain).groups()  # type: ignore[union-attr]
    if mark is None or (len(fraction) == 3 and (mark in whole or whole not in {"0", "-0"})):  # noqa: PLR2004 thousands
        return float(re.sub(r"[.,]", "", plain)), 0
    return float(f"{re.sub(r'[.,]', '', whole)}.{fraction}"), len(fraction)


def _are_evidence(amounts: Sequence[str], *, lacks_enough: bool) -> bool:
    """Tell whether amounts that add up are more than the answers of a treatment that is not dated."""
    return any(_number(text)[0] > 1 or "%" in text for text in amounts) and (lacks_enough or len(amounts) > 1)


def _is_no_amount(text: str) -> bool:
    return bool(text) and _AMOUNT.fullmatch(text) is None and not begins_with_total(text)
