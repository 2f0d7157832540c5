"""What is asked of the forms of a column is true of its texts."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.files.row_cells import Forms, blank_cells, cells_that, few_cells
from analysis.files.row_words import added_up, is_example, is_labelled_amount, is_total, is_trial

TEXTS = [
    "C-0042", "C-0107", "Total", "Total: 12", " Total ", "Sub-total Hill: 8", "Harbour Total", "24 records", "", "  ",
    "Count: 24", "e.g. C123", "Example 17", "Example 12345", "test", "test patient 9", "٣ records", "9 of 10", "Row 7",
]  # fmt: skip


@pytest.mark.parametrize("test", [is_total, is_labelled_amount, added_up, is_example, is_trial, bool])
def test_to_what_rows_say_all_digits_are_alike(test: object) -> None:
    column = pd.Series(pd.Categorical(TEXTS * 2))
    assert callable(test)
    assert Forms(column).cells_that(test).tolist() == cells_that(column, test).tolist()


def test_blank_cells_hold_nothing_but_blanks() -> None:
    column = pd.Series(pd.Categorical(TEXTS))
    assert [text for text, blank in zip(TEXTS, blank_cells(column), strict=True) if blank] == ["", "  "]


@given(st.lists(st.lists(st.sampled_from(["", " ", "a", "1", "22"]), min_size=3, max_size=3), max_size=8), st.data())
@settings(max_examples=60, deadline=None)
def test_few_cells_are_counted_exactly_up_to_the_most(rows: list[list[str]], data: st.DataObject) -> None:
    frame = pd.DataFrame(rows, columns=range(3), dtype=object).astype("category")
    among = data.draw(st.lists(st.sampled_from(range(len(rows))), unique=True).map(sorted)) if rows else []
    most = data.draw(st.integers(0, 2))
    filled = [sum(bool(text.strip()) for text in row) for row in rows]
    for asked, places in ((None, list(range(len(rows)))), (np.array(among, dtype=np.int64), among)):
        found = few_cells(frame, bool, most, asked).tolist()
        assert [min(number, most + 1) for number in found] == [min(filled[place], most + 1) for place in places]
