"""Bring in a file: read it, take out what points to a person, and clean it, as was chosen for it or for one like it."""

from __future__ import annotations

import hashlib
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analysis.errors import DashboardError
from analysis.files.cores import CORES
from analysis.files.layout import LayoutChoices
from analysis.files.reading import read
from analysis.files.row_cells import blank_rows
from analysis.identifiers.kinds import NAME
from analysis.identifiers.pseudonyms import fingerprint
from analysis.identifiers.screening import Finding, Screened, named_as_found, screen
from analysis.importing.column_labels import named_by_labels
from analysis.importing.deciding import decide
from analysis.importing.double_entries import double_entries
from analysis.importing.doubts.which_table import TableDoubt
from analysis.importing.draft import Draft, outcomes_in
from analysis.importing.encodings import encodings_in_doubt, which_encoding
from analysis.importing.event_joining import Joined
from analysis.importing.events import UnsureEvents, joined_events
from analysis.importing.import_account import ReadFile
from analysis.importing.kind_decisions import decisions_about_kinds
from analysis.importing.sums import refuse_sums
from analysis.importing.table_questions import of_one_entry, which_first_row, which_rows, which_sheets
from analysis.outcome_log.log import CLIENT, OUTCOME
from analysis.outcome_log.shifted_names import refuse_doubtful_row_names, refuse_shifted_names

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from concurrent.futures import Future

    from analysis.files.text_table import TextTable
    from analysis.importing.choices import ImportChoices
    from analysis.importing.import_account import ImportAccount
    from analysis.outcome_log.log import Log


@dataclass(frozen=True, eq=False)
class Opened:
    """A file as texts without what points to a person.

    Attributes
    ----------
    header : tuple of str
        Every name, those of columns that were dropped included.
    screened : Screened
    key : bytes
        The key that made its pseudonyms.
    table_doubt : TableDoubt or None
        Where nobody has chosen which table of the file is the log: what each reading gives.
    because : mapping
        Why a column tells clients, where that was found by joining the rows of records.
    people : Series of int or None
        See `Draft`: nothing that points to a person, and never saved.
    digest : str
        See `digest`.
    """

    header: tuple[str, ...]
    screened: Screened
    key: bytes
    table_doubt: TableDoubt | None = None
    because: Mapping[str, str] = field(default_factory=dict)
    people: pd.Series | None = None
    digest: str = ""

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What points to a person."""
        return self.screened.findings

    @property
    def has_pseudonyms(self) -> bool:
        """Whether any column was replaced by pseudonyms, which only this key makes again."""
        return any(finding.action == "pseudonymised" for finding in self.findings)

    @property
    def key_fingerprint(self) -> str:
        """What tells the key of its pseudonyms, "" where it has none."""
        return fingerprint(self.key) if self.has_pseudonyms else ""

    def cleaned(self, choices: ImportChoices) -> tuple[Log, ImportAccount]:
        """Return the log in it; what `choices` say of columns that it lacks is passed over.

        Raises
        ------
        UndecidedError
            Where the file can be read in more than one way, and `choices` do not say which is right.
        OutcomeNeededError
            Where no column is the outcome.
        """
        table = self.screened.table
        choices = choices.fitting(table.frame.columns)
        columns = dict(choices.columns)
        because = {name: why for name, why in self.because.items() if name not in columns and name in table.frame}
        if because and CLIENT not in columns.values():
            choices = replace(choices, columns=(*choices.columns, *dict.fromkeys(because, CLIENT).items()))
        is_chosen = bool(choices.yes or choices.no or choices.unknown)
        start = Draft(
            table,
            self.screened.clues,
            choices,
            self.findings,
            because,
            self.table_doubt,
            people=self.people,
            answers_are_chosen=is_chosen,
        )
        draft, decisions = decide(start)
        log, account = draft.cleaned()
        if any(column.kind is not None and column.kind.is_doubtful for column in account.columns):
            decisions = (*decisions, *decisions_about_kinds(account.columns, outcomes_in(log).consequence))
        readings = tuple(each.in_words for each in decisions if each.is_notable)
        file = ReadFile(account.file_name, self.digest)
        return log, replace(account, decisions=decisions, readings=readings, files=(file,))


@dataclass(frozen=True, eq=False)
class Remembered:
    """A file opened as the last one with its header was.

    Attributes
    ----------
    file : Opened
    choices : ImportChoices
        What holds for it.
    header : tuple of str
        As it is found without a choice, by which the file is known; where it cannot be, as it was chosen.
    is_remembered : bool
        Whether anything holds for it only because it was chosen for the last file with that header.
    """

    file: Opened
    choices: ImportChoices
    header: tuple[str, ...]
    is_remembered: bool


@dataclass(frozen=True, eq=False)
class Imported:
    """A file understood: what it is known by, how it was opened, what was chosen for it, the log in it and the account.

    Attributes
    ----------
    file_name : str
    digest : str
        See `digest`.
    header : tuple of str
        By which it is remembered.
    opened : Opened
    choices : ImportChoices
    log : Log
    report : ImportAccount
    """

    file_name: str
    digest: str
    header: tuple[str, ...]
    opened: Opened
    choices: ImportChoices
    log: Log
    report: ImportAccount


def digest(content: bytes) -> str:
    """Return what tells a file from every other: the SHA-256 of its bytes in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


class _File:
    """The bytes of a file, read once in each layout that somebody asks for."""

    def __init__(self, content: bytes, name: str) -> None:
        self._content, self._name = content, name
        self._tables: dict[LayoutChoices, TextTable] = {}

    @cached_property
    def digest(self) -> Future[str]:
        return CORES.submit(digest, self._content)

    def read(self, layout: LayoutChoices) -> TextTable:
        if layout not in self._tables:
            self._tables[layout] = named_by_labels(read(self._content, self._name, layout))
        return self._tables[layout]


def open_file(content: bytes, file_name: str, choices: ImportChoices, key: bytes) -> Opened:
    """Return a file as texts, laid out and screened as `choices` say.

    Raises
    ------
    DashboardError
        Where it cannot be read, or not in that layout, or a name is missing in its header.
    """
    return _opened(_File(content, file_name), choices, key)


def open_as_remembered(
    content: bytes,
    file_name: str,
    chosen: ImportChoices,
    recall: Callable[[tuple[str, ...]], ImportChoices | None],
    key: bytes,
) -> Remembered:
    """Return a file as the last one with the same header was read, where `chosen` has no choice.

    Parameters
    ----------
    content : bytes
    file_name : str
    chosen : ImportChoices
    recall : callable
        Returns what was chosen for the last file with a header; None where there was none.
    key : bytes

    Raises
    ------
    DashboardError
        Where it cannot be read, or not in the layout of `chosen`.
    """
    file = _File(content, file_name)
    header: tuple[str, ...] = ()
    is_unicode = False
    try:
        found = file.read(LayoutChoices())
        header, is_unicode = tuple(found.frame.columns), found.layout.encoding.startswith("utf")
    except DashboardError:
        if chosen.layout == LayoutChoices():
            raise
    known = recall(header) if header else None
    if known is None:
        opened = _opened(file, chosen, key)
        return Remembered(opened, chosen, header or opened.header, is_remembered=False)
    if is_unicode:
        # Its encoding is certain, whatever that of the last one was.
        known = replace(known, layout=replace(known.layout, encoding=None))
    choices = chosen.over(known)
    try:
        opened = _opened(file, choices, key)
    except DashboardError:
        # The known layout is passed over where this file has another one, such as a sheet that it does not have.
        choices = replace(choices, layout=chosen.layout)
        opened = _opened(file, choices, key)
    choices = choices.fitting(opened.header)
    return Remembered(opened, choices, header, is_remembered=choices != chosen.fitting(opened.header))


def _opened(file: _File, choices: ImportChoices, key: bytes) -> Opened:
    table = file.read(choices.layout)
    # One core works it out while another looks at the table; until then reading keeps both busy.
    digest_to_be = file.digest
    encodings = table.unsure_encodings
    if choices.layout.encoding is None:
        encodings = tuple(dict.fromkeys((*encodings, *encodings_in_doubt(table))))
    if len(encodings) > 1 and (unsure := _of_unsure_encoding(file, encodings, choices, key)) is not None:
        return unsure
    meanings = dict(choices.fitting(table.frame.columns).columns)
    refuse_shifted_names(table, meanings)
    refuse_doubtful_row_names(table)
    if OUTCOME not in meanings.values():
        refuse_sums(table)
    if choices.layout.header_row is not None or choices.layout.header_rows is not None:
        table = _with_names_of_the_header_found(table, file, choices, key)
    screening = choices.fitting(table.frame.columns).screening
    because: dict[str, str] = {}
    doubt = which_sheets(table, file.read, choices.layout)
    if doubt is None and not meanings:
        doubt = which_first_row(table, file.read, choices.layout)
    if doubt is None and (entries := double_entries(table)) is not None:
        table, doubt = of_one_entry(table, entries, choices)
    if doubt is None and isinstance(events := joined_events(table), Joined):
        table = events.table
        because = {events.of_clients: "it identifies the client of each treatment"} if events.of_clients else {}
    elif doubt is None and isinstance(events, UnsureEvents):
        doubt = which_rows(events)
    header = tuple(table.frame.columns)
    screened, found = screen(table, screening, key), None
    if doubt is not None:
        readings = {
            reading: screened if of is table else screen(of, screening, key) for reading, of in doubt.readings.items()
        }
        found = TableDoubt(
            doubt.about, doubt.question, doubt.because, readings, doubt.records, doubt.columns, doubt.rows
        )
    people = _people(table, screened.findings)
    return Opened(header, screened, key, found, because, people, digest_to_be.result())


def _of_unsure_encoding(file: _File, encodings: Sequence[str], choices: ImportChoices, key: bytes) -> Opened | None:
    """Return a file with the question which letters are right; None where its first encoding will do."""
    opened: dict[str, Opened] = {}
    for encoding in encodings:
        with suppress(DashboardError):  # nobody can read it in this one
            opened[encoding] = _opened(file, replace(choices, layout=replace(choices.layout, encoding=encoding)), key)
    doubt = which_encoding(
        {encoding: each.screened for encoding, each in opened.items()},
        {encoding: each.table_doubt for encoding, each in opened.items()},
    )
    return replace(next(iter(opened.values())), table_doubt=doubt) if doubt is not None else None


def _people(table: TextTable, findings: Iterable[Finding]) -> pd.Series | None:
    """Return which rows have the same name in the columns of names that are left out; None where there are none."""
    names = [each.column for each in findings if each.action == "dropped" and each.kind == NAME]
    names = [name for name in names if name in table.frame]
    if not names:
        return None
    people = np.zeros(len(table.frame), dtype=np.int64)
    for name in names:
        column = table.frame[name].array
        people = pd.factorize(people * len(column.categories) + column.codes)[0]
    numbers = np.where(blank_rows(table.frame[names]), -1, people).astype(np.int32)
    return pd.Series(numbers, index=table.frame.index, name=" ".join(names))


def _with_names_of_the_header_found(table: TextTable, file: _File, choices: ImportChoices, key: bytes) -> TextTable:
    """Keep what points to a person under the header found from showing under one that is really a treatment."""
    with suppress(DashboardError):  # a file may be readable only as the manager says
        found = file.read(replace(choices.layout, header_row=None, header_rows=None))
        findings = screen(found, choices.fitting(found.frame.columns).screening, key).findings
        return named_as_found(table, found, findings)
    return table
