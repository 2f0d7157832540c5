"""Rows that show how a log is to be filled in, or that somebody wrote to try it out."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from analysis.files.header_words import name_words
from analysis.files.many_texts import rows_with_each
from analysis.files.row_cells import form_of
from analysis.files.row_words import is_example, is_trial

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

# A word that stands in more rows is a level, such as the test of a patch.
MOST_EXAMPLES = 3
# Of a column of more texts the first rows are looked at: a test among so many rows changes nothing that anybody sees.
MOST_TEXTS, FIRST_ROWS = 50_000, 2_000


class ExampleRows(NamedTuple):
    """The rows that are examples, and those that may be.

    Attributes
    ----------
    sure, unsure : ndarray of bool
    """

    sure: np.ndarray
    unsure: np.ndarray


def example_rows(frame: pd.DataFrame, names: Sequence[str]) -> ExampleRows:
    """Mark the rows that say of themselves that they are examples or trials.

    The first row below the header that calls itself an example is one. Further down, and where it is called a test,
    somebody may be called so.

    Parameters
    ----------
    frame : DataFrame
        Categorical columns of texts called 0, 1, …
    names : sequence of str
        The name of each column: under “Test” or “Sample” such a word says nothing.
    """
    # The columns of a wide file share their words.
    is_of_examples = cache(_is_of_examples)
    sure, found = np.zeros(len(frame), dtype=bool), np.zeros(len(frame), dtype=bool)
    for position in range(frame.shape[1]):
        if any(map(is_of_examples, name_words(names[position]))):
            continue
        column = frame[position].array
        codes = column.codes
        rows = rows_with_each(column)
        is_of_many = len(column.categories) > MOST_TEXTS
        occurring = np.unique(codes[:FIRST_ROWS]) if is_of_many else np.flatnonzero(rows)
        possible = occurring[rows[occurring] <= MOST_EXAMPLES]
        forms = list(map(form_of, column.categories[possible]))
        meant = {form: (is_example(form), is_trial(form)) for form in set(forms)}
        examples = [code for code, form in zip(possible, forms, strict=True) if meant[form][0]]
        either = [code for code, form in zip(possible, forms, strict=True) if any(meant[form])]
        if either:
            found |= np.isin(codes, either)
            sure[:1] |= np.isin(codes[:1], examples)
    return ExampleRows(sure, found & ~sure)


def _is_of_examples(word: str) -> bool:
    return is_example(word) or is_trial(word)
