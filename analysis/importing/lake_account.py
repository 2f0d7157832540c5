"""The account of a log in files of codes: what is known of the files that it was written from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.files.layout import Layout
from analysis.importing.import_account import ImportAccount, ReadColumn, ReadFile
from analysis.outcome_log.codebook import load
from analysis.outcome_log.log import OUTCOME

if TYPE_CHECKING:
    from analysis.outcome_log.coded_log import CodedLog


def lake_account(log: CodedLog) -> ImportAccount:
    """Return the account: how many rows were read and are counted, and from which files."""
    outcome = ReadColumn(OUTCOME, OUTCOME, load()[OUTCOME].title, tuple(map(str, log.values(OUTCOME))), ())
    return ImportAccount(
        file_name=log.folder.name,
        layout=Layout(),
        rows_read=log.rows_read,
        rows_kept=len(log),
        columns=(),
        meanings=(outcome,),
        findings=(),
        problems=(),
        notes=(),
        date_order=None,
        date_order_needed=(),
        files=tuple(ReadFile(name, digest) for name, digest, _ in log.sources),
    )
