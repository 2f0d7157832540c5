"""The words that only a report has: what it is about, and its first page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.wording.files import columns_account, rows_account, unknown_account
from analysis.wording.numbers import agreeing, all_of, count, day, from_to
from analysis.wording.outcomes import linked_to
from analysis.wording.pictures import PRODUCT, VERSION
from analysis.wording.ranking import nothing_to_rank

if TYPE_CHECKING:
    import datetime as dt

    from analysis.counting.counts import Counts
    from analysis.importing.import_account import ImportAccount
    from analysis.outcome_log.outcomes import Counted
    from analysis.questions.at_a_glance import AtAGlance

# The headings of what every format has.
HOW_HEADING = "How was this worked out?"
METHODS_HEADING = "How the numbers were worked out"
STEPS_HEADING = "What to do next"
UNKNOWN_HEADING = "Who was not followed up"
PROVENANCE_HEADING = "Where these numbers come from"
SAMPLE_DATA = "Made-up sample data."
NO_CHARTS = (
    "This report has tables in place of charts. For charts, install Google Chrome, Microsoft Edge or Chromium on the "
    "computer that runs the dashboard."
)

NO_CHARTS_ON_SLIDES = (
    "The slides have PowerPoint's own charts or tables in place of pictures. For pictures, install Google Chrome, "
    "Microsoft Edge or Chromium on the computer that runs the dashboard."
)


def period_shown(counts: Counts) -> str:
    """Return the first and last day of the treatments that a report is about."""
    if counts.period is None:
        return "no treatment dates"
    first, last = counts.filters.start or counts.period[0], counts.filters.end or counts.period[1]
    return from_to(first, last)


def source_shown(account: ImportAccount) -> str:
    """Return the file, or the version of the saved log, that a report can be made from again."""
    if account.log_version is None:
        return account.file_name
    of = f" of {day(account.dated)}" if account.dated is not None else ""
    return f"Saved log, version {count(account.log_version)}{of}"


def provenance(account: ImportAccount, made_on: dt.date) -> tuple[str, ...]:
    """Return what it takes to make a report again: the log, its files, how they were read, and the program."""
    files = [f"“{each.name}” (SHA-256 {each.digest})" for each in account.files]
    return (
        f"Log: {source_shown(account)}.",
        *([f"{agreeing(len(files), 'File', 'Files')}: {all_of(files)}."] if files else []),
        *([f"How the file was read: {' '.join(account.readings)}"] if account.readings else []),
        f"Made with {PRODUCT} {VERSION}. Dated {day(made_on)}.",
    )


def data_quality(account: ImportAccount, found: AtAGlance, counted: Counted) -> str:
    """Return in one line how much of a file the numbers rest on."""
    sentences = (rows_account(account), columns_account(account), unknown_account(found.total, counted))
    return " ".join(filter(None, sentences))


def links_found(found: AtAGlance, counted: Counted) -> str:
    """Say how many of the factors compared are linked."""
    compared = [result for result in found.factors if result.contrast is not None]
    number, of = sum(result.has_link for result in compared), len(compared)
    if not of:
        return nothing_to_rank(found, counted)
    linked = linked_to(counted)
    if of == 1:
        which = f"The one factor compared is {linked}"
        return f"{which}." if number else "The difference in the one factor compared could be chance."
    if not number:
        return f"None of the {count(of)} factors compared is clearly {linked}; each difference could be chance."
    every = "Both" if of == 2 else f"All {count(of)}"  # noqa: PLR2004 - two are both
    some = f"{count(number)} of the {count(of)}" if number < of else every
    return f"{some} factors compared {agreeing(number, 'is', 'are')} {linked}."
