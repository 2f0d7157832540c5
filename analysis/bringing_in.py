"""Bring in a file: read it, take out what points to a person, and clean it, as was said of it or of one like it."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from analysis.files.problems import FileError
from analysis.files.reading import TextTable, read
from analysis.identifiers.screening import Finding, Screened, named_as_found, screen
from analysis.outcome_log.cleaning import clean

if TYPE_CHECKING:
    from analysis.outcome_log.choices import ImportChoices
    from analysis.outcome_log.import_report import ImportReport
    from analysis.outcome_log.log import Log


@dataclass(frozen=True, slots=True, eq=False)
class Opened:
    """A file as texts without what points to a person.

    Attributes
    ----------
    header : tuple of str
        Every name, those of columns that were dropped included.
    screened : Screened
    key : bytes
        The key that made its pseudonyms.
    """

    header: tuple[str, ...]
    screened: Screened
    key: bytes

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What points to a person."""
        return self.screened.findings

    @property
    def has_pseudonyms(self) -> bool:
        """Whether any column was replaced by pseudonyms, which only this key makes again."""
        return any(finding.action == "pseudonymised" for finding in self.findings)

    def cleaned(self, choices: ImportChoices) -> tuple[Log, ImportReport]:
        """Return the log in it; what `choices` say of columns that it lacks is passed over."""
        table = self.screened.table
        return clean(table, choices.fitting(table.frame.columns), self.findings)


def bring_in(content: bytes, file_name: str, choices: ImportChoices, key: bytes) -> Opened:
    """Return a file as texts, laid out and screened as `choices` say.

    Raises
    ------
    FileError
        Where it cannot be read, or not in that layout.
    """
    table = read(content, file_name, choices.layout)
    if choices.layout.header_row is not None or choices.layout.header_rows is not None:
        table = _with_names_of_the_header_found(table, content, choices, key)
    header = tuple(table.frame.columns)
    return Opened(header, screen(table, choices.fitting(header).screen, key), key)


def bring_in_as_known(
    content: bytes, file_name: str, said: ImportChoices, known: ImportChoices, key: bytes
) -> tuple[Opened, ImportChoices]:
    """Return a file as the last one with the same header was read where `said` says nothing, and what holds for it.

    The known layout is passed over where this file has another one, such as a sheet that it does not have.
    """
    choices = said.over(known)
    try:
        opened = bring_in(content, file_name, choices, key)
    except FileError:
        choices = replace(choices, layout=said.layout)
        opened = bring_in(content, file_name, choices, key)
    return opened, choices.fitting(opened.header)


def _with_names_of_the_header_found(table: TextTable, content: bytes, choices: ImportChoices, key: bytes) -> TextTable:
    """Keep what points to a person under the header found from showing under one that is really a treatment."""
    with suppress(FileError):  # a file may be readable only as the manager says
        found = read(content, table.file_name, replace(choices.layout, header_row=None, header_rows=None))
        findings = screen(found, choices.fitting(found.frame.columns).screen, key).findings
        return named_as_found(table, found, findings)
    return table
