"""``python -m analysis summary FILE | --log``: rates, and what is linked to breakouts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from analysis.command_line.chosen import add_choosing_options, chosen_counts
from analysis.command_line.sharing import add_sharing_option, shared_by
from analysis.command_line.written import write_file
from analysis.exports.csv_tables import as_csv
from analysis.exports.json_summary import shared_as_data, summary_as_data
from analysis.exports.summary_table import summary_table
from analysis.questions.at_a_glance import at_a_glance
from analysis.wording.cautions import caution
from analysis.wording.early import early_reviews
from analysis.wording.files import filters_in_words, rows_account
from analysis.wording.kinds import kinds_in_words
from analysis.wording.one_factor import finding, result_of_test
from analysis.wording.rates import month_change, overall, year_change
from analysis.wording.sharing import what_is_shared
from analysis.wording.unusual import unusual

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from analysis.counting.counts import Counts
    from analysis.importing.import_account import ImportAccount
    from analysis.outcome_log.outcomes import Counted
    from analysis.questions.at_a_glance import AtAGlance
    from analysis.questions.sharing import Shared

FACTORS_PRINTED = 15


def add_summary_options(command: argparse.ArgumentParser) -> None:
    """Let ``summary`` take a file or the saved log, and say whether its counts are for sharing."""
    add_choosing_options(command)
    add_sharing_option(command)
    command.add_argument("--csv", metavar="FILE", help="write the counts of every factor to this CSV file as well")


def summarise(options: argparse.Namespace) -> str | dict[str, Any]:
    """Return the rate and every factor of the treatments chosen, in a file or the saved log.

    Raises
    ------
    DashboardError
        If there is no such log, it lacks something that an option names, or has too little to share.
    """
    counts, account = chosen_counts(options)
    found = at_a_glance(counts, account.chart)
    if options.share:
        shared = shared_by(options.share, counts, found)
        _write_csv(options, shared.found, counts.counted)
        return shared_as_data(shared) if options.json else "\n".join(_shared_in_words(shared))
    _write_csv(options, found, counts.counted)
    if options.json:
        return summary_as_data(found, account, counts.counted)
    return "\n".join(_in_words(counts, found, account))


def _write_csv(options: argparse.Namespace, found: AtAGlance, counted: Counted) -> None:
    if options.csv is not None:
        write_file(options.csv, as_csv(summary_table(found, counted)))


def _in_words(counts: Counts, found: AtAGlance, account: ImportAccount) -> Iterator[str]:
    yield rows_account(account)
    yield from account.readings
    yield from kinds_in_words(account.columns)
    yield from _findings(counts, found)


def _shared_in_words(of: Shared) -> Iterator[str]:
    yield what_is_shared(of)
    yield from _findings(of.counts, of.found)


def _findings(counts: Counts, found: AtAGlance) -> Iterator[str]:
    counted = counts.counted
    yield filters_in_words(counts, found.clustering)
    yield overall(found.total, counted)
    yield from filter(None, (early_reviews(found.early, counted),))
    yield from (caution(each, counted) for each in found.cautions)
    # Without dates both have the same reason.
    yield from dict.fromkeys((month_change(found.over_time, counted), year_change(found.over_time, counted)))
    yield from filter(None, (unusual(found.over_time, counted),))
    yield ""
    for result in found.factors[:FACTORS_PRINTED]:
        yield finding(result, counted)
        yield f"  {result_of_test(result)}"
    if len(found.factors) > FACTORS_PRINTED:
        yield f"… and {len(found.factors) - FACTORS_PRINTED} more factors; --json lists all."
