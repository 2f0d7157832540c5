"""Several counts in one number: an engine adds it up in the time of one count, and groups by it as fast."""

from __future__ import annotations

from typing import TYPE_CHECKING

import narwhals as nw
import numpy as np

from analysis.counting.runs import when_runs

if TYPE_CHECKING:
    from collections.abc import Mapping

# Of a whole number without its sign.
_BITS = 63


class CountsAsDigits:
    """How many treatments of a client have each answer, as digits of as few whole numbers as hold them.

    Parameters
    ----------
    answers : int
    most : int
        Treatments that any client has.

    Attributes
    ----------
    added : mapping of str to Expr
        What adds up the numbers of treatments, by name.
    """

    def __init__(self, answers: int, most: int) -> None:
        self._bits = most.bit_length()
        in_one = _BITS // self._bits
        places = range(0, answers, in_one)
        self._held = {"digits" + str(first): range(first, min(first + in_one, answers)) for first in places}
        self.added = {name: nw.col(name).sum().cast(nw.Int64) for name in self._held}

    def of(self, answer: nw.Expr) -> dict[str, nw.Expr]:
        """Return the numbers of one treatment, by name: one in the place of its answer."""
        return {
            name: when_runs(answer, [(each, each, 1 << self._shift(each, held)) for each in held], 0).cast(nw.Int64)
            for name, held in self._held.items()
        }

    def apart(self, numbers: Mapping[str, np.ndarray]) -> np.ndarray:
        """Return the counts in numbers that were added up.

        Returns
        -------
        ndarray of int, shape (numbers, answers)
        """
        digit = 2**self._bits - 1
        counts = [
            (numbers[name].astype(np.int64) >> self._shift(each, held)) & digit
            for name, held in self._held.items()
            for each in held
        ]
        return np.column_stack(counts)

    def _shift(self, answer: int, held: range) -> int:
        return self._bits * (answer - held.start)
