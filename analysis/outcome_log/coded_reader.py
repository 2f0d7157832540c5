"""A log in files of codes that is small enough, read into memory."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

import numpy as np
import pandas as pd
import pyarrow.parquet as pq

from analysis.outcome_log.coded_log import CLIENT_NUMBER, PLACE, ROW, ROW_BITS
from analysis.outcome_log.drawing_order import code_drawn
from analysis.outcome_log.log import CLIENT, Log

if TYPE_CHECKING:
    from analysis.outcome_log.coded_log import CodedLog

# A page asks for them at every click.
_row_numbers: WeakKeyDictionary[CodedLog, np.ndarray] = WeakKeyDictionary()


def read_coded(coded: CodedLog) -> Log:
    """Return the treatments of a log in files: what is counted of them is the same.

    Clients are known by their numbers; of treatments there is no id, as the files have none.
    """
    order = _places(coded)
    columns = {
        name: pd.Categorical.from_codes(_column(coded, stored)[order], categories=_index(coded.values(name)))
        for name, stored in coded.stored.items()
    }
    if CLIENT in coded:
        numbers = _column(coded, CLIENT_NUMBER)[order]
        # Who is not known has a negative number for each treatment.
        codes = np.where(numbers < 0, -1, code_drawn(numbers, coded.clients)).astype(np.int32)
        columns[CLIENT] = pd.Categorical.from_codes(codes, categories=pd.RangeIndex(coded.clients))
    return Log(pd.DataFrame(columns, copy=False), coded.factors, is_table_of_counts=coded.is_table_of_counts)


def row_numbers(coded: CodedLog) -> np.ndarray:
    """Return the row of each treatment in what the log was written from, read once."""
    if coded not in _row_numbers:
        _row_numbers[coded] = _column(coded, ROW)[_places(coded)]
    return _row_numbers[coded]


def _places(coded: CodedLog) -> np.ndarray:
    """Return where each treatment stands in the files, which are in the order of the clients."""
    numbers = _column(coded, PLACE) & (2**ROW_BITS - 1)
    places: np.ndarray = np.empty_like(numbers)
    places[numbers] = np.arange(len(numbers))
    return places


def _index(values: tuple[Any, ...]) -> pd.Index[Any]:
    """Return values as a column has them that was read from a file."""
    index: pd.Index[Any] = pd.Index(values, dtype=float if values and isinstance(values[0], float) else object)
    return index


def _column(coded: CodedLog, stored: str) -> np.ndarray:
    """Return one column of all files: the codes of the others are not held meanwhile."""
    parts = [
        pq.read_table(path, columns=[stored], filesystem=coded.file_system)[stored].to_numpy() for path in coded.files
    ]
    values: np.ndarray = np.concatenate(parts) if parts else np.empty(0, dtype=np.int64)
    return values
