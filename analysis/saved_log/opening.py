"""Open the log, as of any of its versions, and take it away as a file."""

from __future__ import annotations

import datetime as dt
import io
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from analysis.files.cores import on_cores
from analysis.files.layout import Layout
from analysis.files.many_texts import categorical, index_of, with_one_more
from analysis.files.text_table import TextTable
from analysis.importing.choices import ImportChoices
from analysis.importing.cleaning import clean
from analysis.importing.import_account import ReadFile
from analysis.outcome_log.codebook import load
from analysis.outcome_log.columns import EXTRA_FACTOR
from analysis.outcome_log.log import OUTCOME
from analysis.progress import as_step
from analysis.saved_log import stored_rows
from analysis.saved_log.coded_copy import kept_contents
from analysis.saved_log.contents import Contents, stored_values
from analysis.saved_log.fold import Treatments, treatments_of
from analysis.saved_log.history import Version, as_of, chart_in_effect, kinds_in_effect
from analysis.saved_log.texts import TextColumn, in_order, narrowed

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from analysis.importing.import_account import ImportAccount
    from analysis.outcome_log.chart_settings import ChartSettings
    from analysis.outcome_log.log import Log

NAME = "the outcome log"


@dataclass(frozen=True, eq=False)
class SavedLog:
    """The log as of a version.

    Attributes
    ----------
    version, latest : int
        The version it was opened at and the latest there is; 0 is the empty log.
    versions : tuple of Version
        Everything that was done up to `version`, each saying whether it was in effect then.
    treatments : Treatments
    contents : Contents
        All versions.
    """

    version: int
    latest: int
    versions: tuple[Version, ...]
    treatments: Treatments
    contents: Contents

    def __len__(self) -> int:
        """Return the number of treatments."""
        return len(self.treatments)

    @property
    def chart(self) -> ChartSettings:
        """What was set on the chart over time."""
        return chart_in_effect(self.versions)

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The columns in which anything is known, and the outcome: the codebook's in its order, then the others."""
        columns = self.treatments.columns
        known = [name for name, column in columns.items() if (column.codes >= 0).any()]
        return tuple(in_order(dict.fromkeys((*known, OUTCOME))))

    @cached_property
    def columns(self) -> tuple[tuple[str, str], ...]:
        """What each column of `table` is, as `ImportChoices.columns` wants it."""
        codebook = load()
        return tuple((name, name if name in codebook else EXTRA_FACTOR) for name in self.names)

    @property
    def table(self) -> TextTable:
        """The treatments as texts in the order in which they came: cleaning it gives the log that was added.

        It is made anew each time, as a server that shows the log keeps what it was opened from.
        """
        return text_table({name: self.column(name) for name in self.names})

    @property
    def choices(self) -> ImportChoices:
        """How `table` is to be read."""
        kinds = tuple(kinds_in_effect(self.versions).items())
        return ImportChoices(columns=self.columns, kinds=kinds).fitting(self.names)

    def column(self, name: str) -> TextColumn:
        """Return the column `name` of the treatments."""
        return self.treatments.column(name)


def open_log(folder: Path, version: int | None = None) -> SavedLog:
    """Open the log in `folder`, as of `version` or as it is; an empty one where there is none yet.

    Raises
    ------
    DashboardError
        Where the folder holds something else, a part of the log is damaged, or there is no such version.
    """
    return saved_log(kept_contents(stored_rows.read_stored(folder), folder), version)


def saved_log(everything: Contents, version: int | None = None) -> SavedLog:
    """Return the log as of `version`; see `open_log`."""
    versions = as_of(everything.versions, version)
    return SavedLog(len(versions), len(everything.versions), versions, treatments_of(everything, versions), everything)


def as_log(kept: SavedLog) -> tuple[Log, ImportAccount]:
    """Return the treatments as the log that the dashboard shows, and the account of it."""
    with as_step("opening", 0, 1):
        log, account = clean(kept.table, kept.choices)
    return log, account_of(kept, account)


def account_of(kept: SavedLog, account: ImportAccount) -> ImportAccount:
    """Return the account of reading the treatments, with what the versions say of where they came from."""
    readings = dict.fromkeys(reading for version in kept.versions if version.in_effect for reading in version.readings)
    imports = (version for version in kept.versions if version.in_effect and version.kind == "import")
    return replace(
        account,
        log_version=kept.version,
        readings=tuple(readings),
        chart=kept.chart,
        files=tuple(ReadFile(version.file_name, version.digest) for version in imports),
        dated=dt.datetime.fromisoformat(kept.versions[-1].when).date() if kept.versions else None,
    )


def as_parquet(kept: SavedLog) -> bytes:
    """Return the treatments as a Parquet file, dates and numbers as such."""
    columns = {name: stored_values(kept.column(name), name) for name in kept.names}
    out = io.BytesIO()
    pq.write_table(pa.table(columns), out, compression="zstd")
    return out.getvalue()


def as_frame(kept: SavedLog) -> pd.DataFrame:
    """Return the treatments as a table to take away: numbers as numbers, everything else as text."""
    columns: dict[str, object] = {}
    texts = kept.table.frame
    for name in kept.names:
        values = stored_values(kept.column(name), name)
        is_number = pa.types.is_floating(values.type)
        columns[name] = values.to_numpy(zero_copy_only=False) if is_number else texts[name].to_numpy(str)
    return pd.DataFrame(columns)


def text_table(columns: Mapping[str, TextColumn], first: int = 0) -> TextTable:
    """Return columns as a file with them is read; `first` is the place in the log of the first treatment."""
    rows = max((len(column.codes) for column in columns.values()), default=0)
    read = dict(zip(columns, on_cores(_categorical, columns.values(), rows), strict=True))
    index = pd.RangeIndex(first + 1, first + rows + 1)
    return TextTable(NAME, Layout(), pd.DataFrame(read, index=index, copy=False), (), ())


def _categorical(column: TextColumn) -> pd.Categorical:
    """Return a column as reading a file gives it: a blank is a text too."""
    blank = len(column.texts)
    if column.codes.min(initial=0) >= 0:
        return categorical(column.codes, index_of(column.texts))
    codes = narrowed(column.codes, blank + 1)
    # Without their sign, those that are blank are the largest.
    texts = np.minimum(codes.view(f"u{codes.itemsize}"), blank).view(codes.dtype)
    return categorical(texts, index_of(with_one_more(column.texts, "")))
