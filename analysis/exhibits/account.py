"""Data quality: rows, columns, unknown outcomes, and what was left out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.exhibits.exhibit import Exhibit
from analysis.wording.files import column_left_out, columns_account, rows_account, unknown_account

if TYPE_CHECKING:
    from analysis.importing.import_account import ImportAccount
    from analysis.outcome_log.outcomes import Counted
    from analysis.questions.at_a_glance import AtAGlance


def account_exhibit(found: AtAGlance, account: ImportAccount, counted: Counted) -> Exhibit:
    """Return how much of a file is used."""
    sentences = (columns_account(account), unknown_account(found.total, counted), *account.notes)
    return Exhibit(
        stem="data-quality",
        heading="Data quality",
        finding=rows_account(account),
        sentences=tuple(filter(None, sentences)),
        left_out=tuple(column_left_out(each) for each in account.columns if each.meaning == "left out"),
    )
