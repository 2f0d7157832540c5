"""A report of a log in files is the report of the same log in memory, to the byte: all files are made of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.counting.engines import DuckDB
from analysis.counting.in_engine import InEngine
from analysis.counting.in_memory import InMemory
from analysis.exhibits.document import Document, report_of
from analysis.exhibits.report import Sections
from analysis.exports.html_report import as_html
from analysis.importing.choices import ImportChoices
from analysis.importing.opening import open_file
from analysis.outcome_log.coded_log import write_coded
from analysis.questions.adjusted import adjusted, default_factors
from analysis.questions.teams import teams
from tests.exports.documents import MADE_ON, SAMPLE

if TYPE_CHECKING:
    from pathlib import Path

    from analysis.counting.counts import Counts
    from analysis.importing.import_account import ImportAccount


def report(counts: Counts, account: ImportAccount) -> Document:
    return report_of(
        counts,
        account,
        Sections(factors=("acne_history",), recovery=True, tables=True),
        made_on=MADE_ON,
        together=adjusted(counts, default_factors(counts)),
        compared_units=teams(counts, "practitioner"),
    )


def test_a_report_is_the_same_whoever_counts(tmp_path: Path) -> None:
    header, *rows = SAMPLE.read_bytes().splitlines()
    content = b"\n".join([header, *rows[::12]])
    log, account = open_file(content, SAMPLE.name, ImportChoices(), b"key").cleaned(ImportChoices())
    in_files = InEngine(write_coded(log, tmp_path / "coded", "digest"), DuckDB())
    found, expected = report(in_files, account), report(InMemory(log), account)
    assert as_html(found) == as_html(expected)
    assert len(found.placed) > 4
