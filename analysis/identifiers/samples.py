"""What a column is judged by: its distinct texts where they are few, else those of rows spread over the file."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import compress
from typing import TYPE_CHECKING

import numpy as np

from analysis.files.row_cells import blank_cells
from analysis.identifiers.moments import moment
from analysis.outcome_log.codebook import fold, load

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    import pandas as pd

    from analysis.identifiers.moments import Moment
    from analysis.outcome_log.column_texts import Texts

# A share of 1,000 rows is known to within 3 in 100, and no threshold of the screen is finer.
JUDGED_ROWS = 1_000
# What a text is shows in its beginning; looking for an address in a whole letter takes the square of its length.
LONGEST_JUDGED = 300
# Texts enough to see that most columns hold no days.
FEW = 20
# Days and times fill a column of them; what else stands among them is a slip.
MOMENT_SHARE = 0.8


@dataclass(frozen=True, eq=False)
class Sample:
    """Distinct texts of a column, without outer blanks, that say something.

    Attributes
    ----------
    texts : tuple of str
    counts : ndarray of int
        In how many of the rows looked at each stands.
    """

    texts: tuple[str, ...]
    counts: np.ndarray

    @cached_property
    def rows(self) -> int:
        """How many rows were looked at, blank ones aside."""
        return int(self.counts.sum())

    @cached_property
    def spread(self) -> float:
        """How many distinct texts there are for a row: 1 where no text repeats."""
        return len(self.texts) / max(self.rows, 1)

    @cached_property
    def moments(self) -> tuple[Moment | None, ...]:
        """The day or time that each text names; None where it is anything else."""
        return tuple(map(moment, self.texts))

    @cached_property
    def are_moments(self) -> bool:
        """Whether the column holds days and times."""
        return bool(self.texts) and all(each.share_of_moments >= MOMENT_SHARE for each in (self.first(FEW), self))

    @property
    def share_of_moments(self) -> float:
        """The share of rows that hold a day or a time."""
        return self.rows_where(each is not None for each in self.moments) / max(self.rows, 1)

    def rows_where(self, marks: Iterable[bool]) -> int:
        """Count the rows whose text is marked."""
        return int(self.counts[np.fromiter(marks, dtype=bool, count=len(self.texts))].sum())

    def reaches(self, share: float, test: Callable[[str], object]) -> bool:
        """Tell whether the texts of this share of the rows or more pass a test, of as few of them as tell."""
        passed, possible = 0, self.rows
        for text, count in zip(self.texts, self.counts.tolist(), strict=True):
            if test(text):
                passed += count
            else:
                possible -= count
            if passed / self.rows >= share:
                return True
            if possible / self.rows < share:
                return False
        return False

    def first(self, number: int) -> Sample:
        """Return `number` of the texts, spread evenly."""
        chosen = np.linspace(0, len(self.texts) - 1, min(number, len(self.texts))).astype(np.int64)
        return Sample(tuple(self.texts[place] for place in chosen), self.counts[chosen])


def sample(column: pd.Series, distinct: Texts) -> Sample:
    """Return what a categorical column of texts is judged by; words that say "not known" are left out.

    Parameters
    ----------
    column : Series
    distinct : Texts
        Its distinct texts.
    """
    codes = column.array.codes
    counts = distinct.rows_of_categories
    missing = load().missing
    if np.count_nonzero(counts) > JUDGED_ROWS:
        rows = codes[~blank_cells(column)]
        places = np.linspace(0, len(rows) - 1, min(JUDGED_ROWS, len(rows))).astype(np.int64)
        counts = np.bincount(rows[places], minlength=len(counts))
    occurring = np.flatnonzero(counts)
    texts = [text.strip()[:LONGEST_JUDGED] for text in column.array.categories[occurring]]
    is_filled = [fold(text) not in missing for text in texts]
    return Sample(tuple(compress(texts, is_filled)), counts[occurring][is_filled])
