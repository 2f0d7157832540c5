"""What a log was made from: filters, rows, columns and fields."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.files.layout import ALL_SHEETS, DELIMITERS, ENCODINGS
from analysis.identifiers import kinds
from analysis.results import INDEPENDENT, ValueRange
from analysis.wording.numbers import agreeing, count, day, level_name, listed, quantity
from analysis.wording.outcomes import one, things, unit, units

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from analysis.counting.counts import Counts
    from analysis.counting.tallies import Total
    from analysis.files.layout import Layout
    from analysis.identifiers.screening import Finding
    from analysis.importing.import_account import ImportAccount, ReadColumn, ReadValue
    from analysis.outcome_log.codebook import Field
    from analysis.outcome_log.columns import Column
    from analysis.outcome_log.log import Log
    from analysis.outcome_log.outcomes import Counted
    from analysis.results import Clustering, LevelRate

MOST_NAMED = 6


def filters_in_words(counts: Counts, clustering: Clustering = INDEPENDENT) -> str:
    """Return which treatments count, as what and for whom, for captions and reports.

    Parameters
    ----------
    counts : Counts
    clustering : Clustering
        Of what is captioned, where intervals are widened because clients repeat.
    """
    filters, counted = counts.filters, counts.counted
    parts = []
    if filters.start or filters.end:
        first, last = counts.period or (None, None)
        start, end = filters.start or first, filters.end or last
        parts.append(f"{day(start) if start else 'the beginning'} to {day(end) if end else 'the end'}")
    parts += [f"{counts.factor(name).title}: {listed(levels)}" for name, levels in filters.levels]
    parts += [
        f"{counts.factor(name).title}: {level_name(ValueRange(low, high), counts.factor(name))}"
        for name, low, high in filters.ranges
    ]
    sentences = ["; ".join(parts) if parts else f"All {unit(counted)}s in the log"]
    if not counted.outcome.is_breakout:
        sentences.append(f"Outcome: {things(counted)}")
    if counted.unit == "first treatments":
        sentences.append(f"Each client’s first {'such ' if parts else ''}treatment counts")
    elif counted.unit == "clients":
        sentences += [
            f"One count a client: {one(counted)} after any treatment is a yes, and groups are those of the first one",
            "Clients who came more often had more chances",
        ]
    elif counts.clients_repeat:
        sentences.append(f"Every treatment counts, also of clients who came back{_widened(clustering)}")
    if counted.outcome.is_breakout or counted.outcome.is_course:
        sentences.append(f"Breakouts within {quantity(filters.window_days, 'day')} count")
    return " ".join(f"{sentence}." for sentence in sentences)


def _widened(clustering: Clustering) -> str:
    if clustering.design_effect == 1:
        return ""
    effect = f"design effect of the overall rate {clustering.design_effect:.2f}; each comparison has its own"
    return f", and intervals are widened for that ({effect})"


def treated_between(counts: Counts) -> str:
    """Return the first and last day of treatment."""
    counted, period = counts.counted, counts.period
    if period is None:
        return "no treatment dates in use"
    who = "clients treated" if counted.unit == "clients" else f"{unit(counted)}s"
    return f"{who} from {day(period[0])} to {day(period[1])}"


def origin(report: ImportAccount) -> str:
    """Return where a log comes from: its file, or the version of the saved log, so that a report can be made again."""
    return report.file_name if report.log_version is None else f"the log, version {report.log_version}"


def log_in_short(total: Total, log: Log) -> str:
    """Return in one line what is in a log, so that a manager sees at once whether it is the right file."""
    treatments, breakouts, not_known = int(total.treatments), int(total.breakouts), int(total.unknown)
    when = f" from {day(log.period[0])} to {day(log.period[1])}" if log.period is not None else ""
    unknown = f", {count(not_known)} with an unknown outcome" if not_known else ""
    return f"{quantity(treatments, 'treatment')}{when}: {quantity(breakouts, 'breakout')}{unknown}."


def no_treatments(report: ImportAccount) -> str:
    """Say why a file has no treatment."""
    if not report.rows_read:
        return "This file has a header but no row below it, so there is no treatment to look at."
    return "No row of this file counts as a treatment yet: “Rows set aside” says why, and “Values” may put it right."


def _dropped(names: Sequence[str]) -> str:
    """Say that columns were left out because they point to a person."""
    columns = agreeing(len(names), "This column points to a person and was", "These columns point to persons and were")
    return f"{columns} dropped before anything was shown or kept: {_first_of(names)}."


def _unclear(names: Sequence[str]) -> str:
    """Say that columns were left out because they are no plain factors and may name somebody."""
    columns = agreeing(
        len(names),
        "This column is neither plainly a factor nor a measurement. It may name people and was",
        "These columns are neither plainly factors nor measurements. They may name people and were",
    )
    return f"{columns} left out until you say that {agreeing(len(names), 'it stays', 'they stay')}: {_first_of(names)}."


def _first_of(names: Sequence[str]) -> str:
    more = f" and {count(len(names) - MOST_NAMED)} more" if len(names) > MOST_NAMED else ""
    return listed([f"“{name}”" for name in names[:MOST_NAMED]]) + more


def _staff(names: Sequence[str]) -> str:
    """Say that columns name the staff, and that pseudonyms can stand for them."""
    which = listed([f"“{name}”" for name in names])
    return f"{which} {agreeing(len(names), 'names', 'name')} people who work for you; pseudonyms can stand for them."


def _replaced(names: Sequence[str]) -> str:
    """Say that ids were replaced because they are no plain codes."""
    which = listed([f"“{name}”" for name in names])
    return f"IDs that may name somebody were replaced by pseudonyms: {which}."


def people_found(findings: Sequence[Finding]) -> Iterator[str]:
    """Yield what was taken out, replaced and kept of the columns that point to a person."""
    unclear = [each for each in findings if each.kind == kinds.UNCLEAR and each.action == "dropped"]
    others = [each for each in findings if each not in unclear]
    for among, action, in_words in (
        (others, "dropped", _dropped),
        (unclear, "dropped", _unclear),
        (others, "pseudonymised", _replaced),
        (others, "kept", _kept),
        (others, "offered", _staff),
    ):
        # What somebody asked for, they know.
        if columns := [each.column for each in among if each.action == action and each.kind != kinds.CLIENT_ID]:
            yield in_words(columns)


def as_remembered() -> str:
    """Say that what was said of an earlier file holds for this one."""
    return "A file with these columns was corrected before; this one is read in the same way."


def explored(*, comes_back: bool) -> str:
    """Return how long a file is there that is not added to the log, and whether it is offered after a reload."""
    if comes_back:
        return (
            "Nothing is saved. Every page shows this file until you close the browser’s tab or upload another; if you "
            "reload the page, it is offered again."
        )
    return (
        "Nothing is saved. Every page shows this file until you reload the page, close the browser’s tab or upload "
        "another."
    )


def was_looked_at(file_name: str) -> str:
    """Return which file a page showed before it was loaded again."""
    return f"Before this page was loaded again, you were looking at “{file_name}”."


def _kept(names: Sequence[str]) -> str:
    """Say that columns are kept although they look as though they pointed to a person."""
    which = listed([f"“{name}”" for name in names])
    return f"Kept on your word, although they look as though they pointed to a person: {which}."


def action_taken(finding: Finding) -> str:
    """Return what was done with a column that points to a person."""
    return {
        "dropped": "dropped",
        "kept": "kept, because you said so",
        "pseudonymised": "replaced by pseudonyms",
        "banded": "put into ten-year bands",
        "hidden": "kept, with those values hidden",
        "offered": "kept; pseudonyms can stand for them",
    }[finding.action]


def rows_account(report: ImportAccount) -> str:
    """Return how many rows were read, kept and set aside; of the saved log, how many treatments its version holds."""
    if report.log_version is not None:
        return f"{quantity(report.rows_kept, 'treatment')} in version {report.log_version} of the log."
    kept, set_aside = count(report.rows_kept), count(report.rows_set_aside)
    text = f"{quantity(report.rows_read, 'row')} read = {kept} kept + {set_aside} set aside."
    values = sum(len(problem.rows) for problem in report.values_left_out)
    if values == 1:
        return f"{text} 1 single value could not be used and was left blank."
    return f"{text} {count(values)} single values could not be used and were left blank." if values else text


def columns_account(report: ImportAccount) -> str:
    """Return how many columns were used."""
    used = sum(column.meaning != "left out" for column in report.columns)
    return f"{used} of {quantity(len(report.columns), 'column')} used."


def column_left_out(column: Column) -> str:
    """Say that a column of the file is not used, and why."""
    return f"Column “{column.name}” was left out: {column.reason}."


def unknown_account(total: LevelRate, counted: Counted) -> str:
    """Return after how many treatments the outcome is not known; empty where it always is."""
    after = "of" if counted.unit == "clients" else "after"
    return f"Outcome not known {after} {units(total.unknown, counted)}." if total.unknown else ""


def unplaced(values: Sequence[ReadValue]) -> str:
    """Say which outcome values nobody has given a meaning, and what that costs."""
    names = listed([f"“{each.value}” ({count(each.rows)})" for each in values])
    rows = quantity(sum(each.rows for each in values), "row")
    return f"{rows} set aside, because it is not known what the outcome {names} means: say so under “Values”."


def unplaced_elsewhere(columns: Sequence[ReadColumn]) -> str:
    """Say which other columns have values that nobody has given a meaning, and what that costs."""
    names = listed([f"“{each.name}” ({count(sum(text.rows for text in each.unplaced))})" for each in columns])
    return f"Values of {names} were not understood and left blank; their rows count. Say what they mean under “Values”."


def file_kind(layout: Layout) -> str:
    """Return how a file is laid out: its sheet, or its encoding and what separates its columns, and its header."""
    last = layout.header_row + layout.header_rows - 1
    rows = f"rows {layout.header_row} to {last}" if layout.header_rows > 1 else f"row {layout.header_row}"
    header = "" if (layout.header_row, layout.header_rows) == (1, 1) else f", header in {rows}"
    header = header if layout.header_rows else ", without a header"
    if layout.sheet == ALL_SHEETS:
        return f"Workbook, all sheets with the same header{header}"
    if layout.sheet:
        return f"Workbook, sheet “{layout.sheet}”{header}"
    encoding = ENCODINGS.get(layout.encoding, layout.encoding.upper())
    separator = f"{DELIMITERS[layout.delimiter]}s" if layout.delimiter in DELIMITERS else f"“{layout.delimiter}”"
    return f"Text, {encoding}, columns separated by {separator}{header}"


def allowed_values(field: Field) -> str:
    """Return what a field of the codebook can hold."""
    if field.kind == "yes/no":
        return "yes, no"
    if field.levels:
        return ", ".join(field.levels)
    if field.maximum is not None:
        return f"{field.minimum:g} to {field.maximum:g} {field.unit or ''}".rstrip()
    return {"date": "a date such as 2026-05-14", "text": "any code"}.get(field.kind, "your own names")
