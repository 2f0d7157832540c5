"""``python -m analysis summary FILE | --log``: rates, and what breakouts go with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from analysis.command_line.chosen import chosen_counts
from analysis.exports.json_summary import summary_as_data
from analysis.questions.at_a_glance import at_a_glance
from analysis.wording.cautions import caution
from analysis.wording.early import early_reviews
from analysis.wording.files import filters_in_words, rows_account
from analysis.wording.kinds import kinds_in_words
from analysis.wording.one_factor import finding, result_of_test
from analysis.wording.rates import month_change, overall, year_change
from analysis.wording.unusual import unusual

if TYPE_CHECKING:
    import argparse

    from analysis.counting.counts import Counts
    from analysis.importing.import_account import ImportAccount
    from analysis.questions.at_a_glance import AtAGlance

FACTORS_PRINTED = 15


def summarise(options: argparse.Namespace) -> str | dict[str, Any]:
    """Return the rate and every factor of the treatments chosen, in a file or the saved log.

    Raises
    ------
    DashboardError
        If there is no such log, or it lacks something that an option names.
    """
    counts, report = chosen_counts(options)
    found = at_a_glance(counts, report.chart)
    if options.json:
        return summary_as_data(found, report, counts.counted)
    return _in_words(counts, found, report)


def _in_words(counts: Counts, found: AtAGlance, report: ImportAccount) -> str:
    counted = counts.counted
    lines = [
        rows_account(report),
        *report.readings,
        *kinds_in_words(report.columns),
        filters_in_words(counts, found.clustering),
        overall(found.total, counted),
        *filter(None, (early_reviews(found.early, counted),)),
        *(caution(each, counted) for each in found.cautions),
        # Without dates both have the same reason.
        *dict.fromkeys((month_change(found.over_time, counted), year_change(found.over_time, counted))),
        *filter(None, (unusual(found.over_time, counted),)),
        "",
    ]
    for result in found.factors[:FACTORS_PRINTED]:
        lines += [finding(result, counted), f"  {result_of_test(result)}"]
    if len(found.factors) > FACTORS_PRINTED:
        lines.append(f"… and {len(found.factors) - FACTORS_PRINTED} more factors; --json lists all.")
    return "\n".join(lines)
