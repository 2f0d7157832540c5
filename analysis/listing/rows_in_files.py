"""A page of the treatments of a log in files: it alone travels, put in order where the treatments are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import narwhals as nw
import numpy as np

from analysis.outcome_log.coded_log import PLACE, ROW, ROW_BITS

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from analysis.counting.passing_rows import PassingRows
    from analysis.outcome_log.coded_log import CodedLog

# The number of a treatment in the log, and what sorts the latest first and those without a date last.
NUMBER, LATEST = "number", "latest"
# The place of a treatment without a date begins with this, as if it were a day beyond the calendar.
_BEYOND_EVERY_DAY = 2**22


def latest_first(until: dt.date | None = None) -> dict[str, nw.Expr]:
    """Return what puts treatments in order, the latest first: those without a date, or later than a day, come last."""
    day = nw.col(PLACE) // 2**ROW_BITS
    last = _BEYOND_EVERY_DAY - 1 if until is None else until.toordinal()
    return {
        LATEST: nw.when(day > last).then(nw.lit(_BEYOND_EVERY_DAY)).otherwise(last - day),
        NUMBER: nw.col(PLACE) % 2**ROW_BITS,
    }


def page_of(
    passing: PassingRows, frame: nw.LazyFrame[Any], order: tuple[str, ...], first: int, most: int
) -> Mapping[str, np.ndarray]:
    """Return so many rows of a frame in an order, from one place on; the frame has at least as many.

    Of the first rows in this order, the last ones.
    """
    most = max(most, 0)
    with passing.turn():
        found = passing.ask(frame.sort(*order).head(first + most).sort(*order, descending=True).head(most))
    by = np.lexsort([found[name] for name in reversed(order)])
    return {name: values[by] for name, values in found.items()}


def value_of(log: CodedLog, found: Mapping[str, np.ndarray], name: str, at: int) -> Any:  # noqa: ANN401 a text, a number or a date
    """Return the value of a column of one row; None where it is not known, or the log lacks the column."""
    if name not in log:
        return None
    code = int(found[log.stored[name]][at])
    return None if code < 0 else log.values(name)[code]


def source_at(log: CodedLog, found: Mapping[str, np.ndarray], at: int) -> tuple[str, int] | None:
    """Return the name of the file that a row came from, and its row there; None where that is not known."""
    name = log.source_of(int(found[NUMBER][at]))
    return None if name is None else (name, int(found[ROW][at]))
