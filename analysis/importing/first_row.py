"""A first row of which nothing shows that it names the columns: what speaks for it after all, and what is asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from analysis.files.header_evidence import is_value
from analysis.outcome_log.headers import read_header
from analysis.outcome_log.log import OUTCOME

if TYPE_CHECKING:
    import pandas as pd

    from analysis.files.text_table import TextTable


# In so many treatments, an answer that stands in the first one stands in another one, too.
ROWS_WITH_EVERY_ANSWER = 20


def is_in_doubt(table: TextTable) -> bool:
    """Tell whether the row that names the columns may be a treatment, and a rate could rest on that.

    Nothing is asked where every name is that of a field and none is a value of its column, nor where the names are
    words that no field has: the manager goes by them to say which column is the outcome.
    """
    if not table.header_could_be_a_row:
        return False
    names = [*map(str, table.frame.columns)]
    fields = [header and header.field for header in map(read_header, names)]
    is_repeated = _stands_among_its_rows(table.frame)
    may_be_answer = OUTCOME in fields and len(table.frame) < ROWS_WITH_EVERY_ANSWER
    is_suspicious = may_be_answer or is_repeated or any(map(is_value, names))
    return is_suspicious and (None in fields or is_repeated)


def _stands_among_its_rows(frame: pd.DataFrame) -> bool:
    """Tell whether a name stands among the texts of its column, not as the same header once more.

    A column of ticks may hold its own name only.
    """
    is_again = np.logical_and.reduce([(frame[name] == name).to_numpy() for name in frame.columns])
    for name in frame.columns:
        texts = {*map(str.strip, frame[name][~is_again].unique())} - {""}
        if name in texts and len(texts) > 1:
            return True
    return False


def what_first_row_is(row: int) -> tuple[str, str]:
    """Return what is asked of the row taken for the header, and why."""
    because = f"Each cell of row {row} looks like those below it, so nothing shows that it names the columns."
    return f"What is row {row} of the file?", because
