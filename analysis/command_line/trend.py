"""``python -m analysis trend FILE | --log``: the rate over time, and which periods are unusual."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, get_args

from analysis.command_line.chosen import add_choosing_options, chosen_counts
from analysis.errors import DashboardError
from analysis.exports.json_trend import gaps_as_data, trend_as_data
from analysis.outcome_log.periods import By
from analysis.questions.trend import between_breakouts, trend
from analysis.wording.files import filters_in_words
from analysis.wording.gaps import gaps_verdict
from analysis.wording.rates import no_dated, no_months
from analysis.wording.trend import (
    about_point,
    period_name,
    point_counts,
    target_in_words,
    trend_cautions,
    trend_left_out,
    trend_verdict,
)

if TYPE_CHECKING:
    import argparse

BREAKOUT = "breakout"


def add_trend_options(command: argparse.ArgumentParser) -> None:
    """Let ``trend`` take a file or the saved log, filters and a period."""
    add_choosing_options(command)
    command.add_argument(
        "--by",
        choices=[*get_args(By), BREAKOUT],
        help="the period (by month, or by quarter if months are too small); or the treatments between breakouts",
    )


def over_time_of(options: argparse.Namespace) -> str | dict[str, Any]:
    """Return the rate over time of the treatments chosen.

    Raises
    ------
    DashboardError
        If there is no such log, it has no dates, or it lacks something that an option names.
    """
    counts, account = chosen_counts(options)
    counted = counts.counted
    if counted.unit == "clients":
        raise DashboardError(no_months())
    if options.by == BREAKOUT:
        gaps = between_breakouts(counts)
        if gaps is None:
            raise DashboardError(gaps_verdict(None, counted))
        return gaps_as_data(gaps, counted) if options.json else gaps_verdict(gaps, counted)
    found = trend(counts, options.by, account.chart)
    if found is None:
        raise DashboardError(no_dated(counted))
    if options.json:
        return trend_as_data(found, counted)
    lines = [filters_in_words(counts), trend_verdict(found, counted)]
    lines += [
        *filter(None, (target_in_words(found),)),
        *trend_left_out(found, counted),
        *trend_cautions(found, counted),
        "",
    ]
    for each in found.chart.points:
        name = period_name(each.start, found.chart.by)
        more = f"; {about_point(each)}" if each.observed.known else ""
        lines.append(f"{name}: {point_counts(each)}{more}")
    return "\n".join(lines)
