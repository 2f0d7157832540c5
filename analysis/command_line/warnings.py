"""``python -m analysis warnings FILE | --log``: what has become worse than chance explains."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from analysis.command_line.answered import AnsweredError
from analysis.command_line.chosen import every_treatment
from analysis.command_line.logs import add_log_options, open_chosen_log
from analysis.exports.json_warnings import warnings_as_data
from analysis.questions.warnings import early_warnings
from analysis.saved_log.dismissals import read_dismissals
from analysis.saved_log.folder import log_folder
from analysis.saved_log.history import before_last_import
from analysis.saved_log.opening import as_log, saved_log
from analysis.wording.warnings import no_warnings, warning_in_words

if TYPE_CHECKING:
    import argparse

    from analysis.outcome_log.chart_settings import ChartSettings
    from analysis.saved_log.opening import SavedLog


class NewWarningError(AnsweredError):
    """The answer of ``warnings`` if there is a new one that nobody has dismissed."""


def add_warnings_options(command: argparse.ArgumentParser) -> None:
    """Let ``warnings`` take a file or the saved log."""
    add_log_options(command)


def warnings_of(options: argparse.Namespace) -> str | dict[str, Any]:
    """Return the early warnings of all treatments, the latest first.

    Raises
    ------
    NewWarningError
        With the same answer, if any warning is new since the last import and not dismissed; of a file all are new.
    DashboardError
        If there is no such log.
    """
    opened = open_chosen_log(options)
    counts, settings, kept = every_treatment(opened.log), opened.report.chart, opened.saved
    found = early_warnings(counts, settings)
    dismissed = {each.key for each in read_dismissals(log_folder(), kept.version)} if kept else set()
    before = _before(kept, settings) if kept else None
    new = [each for each in found if each.key not in dismissed and each.key not in (before or ())]
    answer: str | dict[str, Any]
    if options.json:
        answer = warnings_as_data(found, counts.counted, before, dismissed)
    else:
        shown = [each for each in found if each.key not in dismissed]
        lines = [
            f"{'New: ' if before is not None and each in new else ''}{warning_in_words(each, counts.counted)}"
            for each in shown
        ]
        answer = "\n".join(lines) or no_warnings(len(found))
    if new:
        raise NewWarningError(answer)
    return answer


def _before(kept: SavedLog, settings: ChartSettings) -> set[str]:
    """Return the keys of the warnings that there were before the last import."""
    version = before_last_import(kept.versions)
    if version == 0:
        return set()
    log, _ = as_log(saved_log(kept.contents, version))
    return {each.key for each in early_warnings(every_treatment(log), settings)}
