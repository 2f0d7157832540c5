"""The only caches. What one person uploaded is kept for their session alone; frames are never hashed."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from analysis import overview as at_a_glance
from analysis.files.problems import FileError
from analysis.files.reading import read
from analysis.outcome_log.cleaning import clean

if TYPE_CHECKING:
    from analysis.files.reading import TextTable
    from analysis.outcome_log.filters import Filters
    from analysis.outcome_log.import_report import ImportReport
    from analysis.outcome_log.log import Log
    from analysis.outcome_log.typed_columns import ImportChoices
    from analysis.overview import Overview

SAMPLES = Path(__file__).parents[2] / "sample_data"


class UploadGoneError(FileError):
    """The upload is no longer in memory: the session is older than the cache remembers."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where a log comes from: a file of `sample_data`, or an upload known by the digest of its bytes."""

    file_name: str
    digest: str | None = None

    @property
    def is_sample(self) -> bool:
        """Whether this is one of the sample logs."""
        return self.digest is None


def log_of(source: Source, choices: ImportChoices) -> tuple[Log, ImportReport]:
    """Return the log in a source and the account of its import.

    Raises
    ------
    FileError
        Where the file was forgotten and has to be uploaded again, or no column is its outcome.
    """
    if source.is_sample:
        return _sample_log(source, choices)
    return _uploaded_log(source, choices, table_of(source))


def table_of(source: Source, content: bytes | None = None) -> TextTable:
    """Return a source as a table of texts.

    Parameters
    ----------
    source : Source
    content : bytes, optional
        The bytes of an upload, needed the first time only.

    Raises
    ------
    FileError
        Where the file cannot be read, or was forgotten and has to be uploaded again.
    """
    return _sample_table(source) if source.is_sample else _uploaded_table(source, content)


@st.cache_resource(max_entries=8, show_spinner="Reading the sample log …")
def _sample_table(source: Source) -> TextTable:
    return read((SAMPLES / source.file_name).read_bytes(), source.file_name)


@st.cache_resource(max_entries=8, show_spinner="Reading the sample log …")
def _sample_log(source: Source, choices: ImportChoices) -> tuple[Log, ImportReport]:
    return clean(_sample_table(source), choices)


@st.cache_resource(scope="session", max_entries=1, show_spinner="Reading the file …")
def _uploaded_table(source: Source, _content: bytes | None) -> TextTable:
    if _content is None:
        raise UploadGoneError(f"“{source.file_name}” is no longer in memory. Upload it again.")
    return read(_content, source.file_name)


@st.cache_resource(scope="session", max_entries=2, show_spinner="Understanding the columns …")
def _uploaded_log(source: Source, choices: ImportChoices, _table: TextTable) -> tuple[Log, ImportReport]:  # noqa: ARG001
    return clean(_table, choices)


@st.cache_resource(scope="session", max_entries=32, show_spinner="Counting …")
def overview(source: Source, choices: ImportChoices, filters: Filters, _log: Log) -> Overview:  # noqa: ARG001
    """Return the clinic at a glance."""
    return at_a_glance.overview(_log, filters)
