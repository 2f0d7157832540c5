"""A file and its log in words: filters, rows, columns, fields and personal data."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.files.layout import ALL_SHEETS, DELIMITERS, ENCODINGS
from analysis.identifiers import kinds
from analysis.outcome_log.number_values import allowed_range
from analysis.results import INDEPENDENT, ValueRange
from analysis.wording.numbers import agreeing, count, day, level_name, listed, quantity, when_in_words, widening
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
    """Return which treatments count and how, for captions and reports.

    Parameters
    ----------
    counts : Counts
    clustering : Clustering
        Of the figure, where intervals are wider because clients came back.
    """
    filters, counted = counts.filters, counts.counted
    parts = _chosen(counts)
    sentences = ["; ".join(parts) if parts else f"All {unit(counted)}s in the log"]
    if not counted.outcome.is_breakout:
        sentences.append(f"Outcome: {things(counted)}")
    if counted.unit == "first treatments":
        sentences.append(f"Each client’s first {'such ' if parts else ''}treatment counts")
    elif counted.unit == "clients":
        sentences += [
            f"Each client counts once: {one(counted)} after any treatment is a yes, groups are those of the first one",
            "Clients who came more often had more chances of a yes",
        ]
    elif counts.clients_repeat:
        sentences.append(f"Every treatment counts, even if the client came back{_widened(clustering)}")
    if counted.outcome.is_breakout or counted.outcome.is_course:
        sentences.append(f"Breakouts within {quantity(filters.window_days, 'day')} count")
    return " ".join(f"{sentence}." for sentence in sentences)


def which_treatments(counts: Counts) -> str:
    """Return which treatments match the filters, however they are counted."""
    parts = _chosen(counts)
    return f"{'; '.join(parts) if parts else 'All treatments in the log'}."


def _chosen(counts: Counts) -> list[str]:
    """Return what each filter that narrows the log lets through."""
    filters, parts = counts.filters, []
    if filters.start or filters.end:
        first, last = counts.period or (None, None)
        start, end = filters.start or first, filters.end or last
        parts.append(f"{day(start) if start else 'the start'} to {day(end) if end else 'the end'}")
    parts += [f"{counts.factor(name).title}: {listed(levels)}" for name, levels in filters.levels]
    return parts + [
        f"{counts.factor(name).title}: {level_name(ValueRange(low, high), counts.factor(name))}"
        for name, low, high in filters.ranges
    ]


def _widened(clustering: Clustering) -> str:
    widened = widening(clustering.design_effect)
    return f", so the interval of the rate is wider {widened}" if widened else ""


def origin(report: ImportAccount) -> str:
    """Return the file of a log, or the version of the saved log, so that a report can be made again."""
    return report.file_name if report.log_version is None else f"the saved log, version {report.log_version}"


def log_in_short(total: Total, log: Log) -> str:
    """Return the contents of a log in one line: enough to see whether it is the right file."""
    treatments, breakouts, not_known = int(total.treatments), int(total.breakouts), int(total.unknown)
    unknown = f", {quantity(not_known, 'unknown outcome')}" if not_known else ""
    when = when_in_words(log.period)
    return f"{quantity(treatments, 'treatment')}{when}: {quantity(breakouts, 'breakout')}{unknown}."


def how_much_counts(report: ImportAccount, treatments: int) -> str:
    """Return the answer of the Outcome log page: how many treatments a file has, and whether all are counted."""
    aside = report.rows_set_aside
    rows = f"{quantity(aside, 'row')} {agreeing(aside, 'is', 'are')} set aside and not counted"
    if not report.rows_read:
        return "Your file has a header but no rows, so it has no treatments."
    if not treatments:
        return f"No row of your file counts as a treatment: {rows}."
    counted = rows if aside else agreeing(treatments, "it is counted", "all are counted")
    return f"Your file has {quantity(treatments, 'treatment')}; {counted}."


def no_treatments(report: ImportAccount) -> str:
    """Return where to look if a file has no treatments."""
    if not report.rows_read:
        return "Add rows below the header, one for each treatment, and upload the file again."
    return "“Rows set aside” shows why. If an outcome was not understood, you can give its meaning under “Values”."


def _dropped(names: Sequence[str]) -> str:
    """Return which columns were removed because they hold personal data."""
    columns = agreeing(len(names), "This column holds", "These columns hold")
    was = agreeing(len(names), "was", "were")
    return f"{columns} personal data and {was} removed before anything was shown or saved: {_first_of(names)}."


def _unclear(names: Sequence[str]) -> str:
    """Return which columns were left out because they have no clear groups and may name people."""
    columns = agreeing(
        len(names),
        "This column has no clear groups and may name people. It is",
        "These columns have no clear groups and may name people. They are",
    )
    return f"{columns} left out unless you choose to keep {agreeing(len(names), 'it', 'them')}: {_first_of(names)}."


def _first_of(names: Sequence[str]) -> str:
    more = f" and {count(len(names) - MOST_NAMED)} more" if len(names) > MOST_NAMED else ""
    return listed([f"“{name}”" for name in names[:MOST_NAMED]]) + more


def _staff(names: Sequence[str]) -> str:
    """Return which columns name the staff, and that pseudonyms can replace the names."""
    which = listed([f"“{name}”" for name in names])
    return f"{which} {agreeing(len(names), 'names', 'name')} your staff. You can replace the names by pseudonyms."


def _replaced(names: Sequence[str]) -> str:
    """Return which IDs were replaced because they are not plain codes."""
    which = listed([f"“{name}”" for name in names])
    return f"IDs that may identify a person were replaced by pseudonyms: {which}."


def people_found(findings: Sequence[Finding]) -> Iterator[str]:
    """Yield which columns with personal data were removed, replaced and kept."""
    unclear = [each for each in findings if each.kind == kinds.UNCLEAR and each.action == "dropped"]
    others = [each for each in findings if each not in unclear]
    for among, action, in_words in (
        (others, "dropped", _dropped),
        (unclear, "dropped", _unclear),
        (others, "pseudonymised", _replaced),
        (others, "kept", _kept),
        (others, "offered", _staff),
    ):
        # Pseudonyms for client IDs were asked for: no news.
        if columns := [each.column for each in among if each.action == action and each.kind != kinds.CLIENT_ID]:
            yield in_words(columns)


def as_remembered() -> str:
    """Return that the corrections of an earlier file are used again."""
    return "You corrected a file with these columns before. The same corrections are used here."


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
    """Return which columns are kept although they look like personal data."""
    which = listed([f"“{name}”" for name in names])
    columns = agreeing(len(names), "a column that looks", "columns that look")
    return f"You chose to keep {columns} like personal data: {which}."


def action_taken(finding: Finding) -> str:
    """Return what was done with a column that holds personal data."""
    return {
        "dropped": "removed",
        "kept": "kept, as you chose",
        "pseudonymised": "replaced by pseudonyms",
        "banded": "grouped by ten years",
        "hidden": "kept, with those values hidden",
        "offered": "kept; you can use pseudonyms",
    }[finding.action]


def rows_account(report: ImportAccount) -> str:
    """Return how many rows were read, counted and set aside; for the saved log, how many treatments it has."""
    if report.log_version is not None:
        return f"The saved log (version {report.log_version}) has {quantity(report.rows_kept, 'treatment')}."
    kept, aside = report.rows_kept, report.rows_set_aside
    text = f"{quantity(report.rows_read, 'row')} read, {count(kept)} counted, {count(aside)} set aside."
    return f"{text} {left_blank(report)}".rstrip()


def left_blank(report: ImportAccount) -> str:
    """Return how many values could not be used; empty where all could."""
    values = sum(len(problem.rows) for problem in report.values_left_out)
    be = agreeing(values, "was", "were")
    return f"{quantity(values, 'value')} could not be used and {be} left blank." if values else ""


def columns_account(report: ImportAccount) -> str:
    """Return how many columns were used; empty where the columns of the files are not known any more."""
    if not report.columns:
        return ""
    used = sum(column.meaning != "left out" for column in report.columns)
    return f"{used} of {quantity(len(report.columns), 'column')} used."


def column_left_out(column: Column) -> str:
    """Return which column of the file is not used, and why."""
    return f"Column “{column.name}” was left out: {column.reason}."


def unknown_account(total: LevelRate, counted: Counted) -> str:
    """Return how many outcomes are unknown; empty where none is."""
    if not total.unknown:
        return ""
    return f"Not counted (outcome unknown): {units(total.unknown, counted)}."


def unplaced(values: Sequence[ReadValue]) -> str:
    """Return which outcome values have no meaning yet, and how many rows that costs."""
    names = listed([f"“{each.value}” ({count(each.rows)})" for each in values])
    rows = sum(each.rows for each in values)
    aside = f"{quantity(rows, 'row')} {agreeing(rows, 'is', 'are')} set aside"
    return f"{aside}, because the outcome {names} is unclear. Choose its meaning under “Values”."


def unplaced_elsewhere(columns: Sequence[ReadColumn]) -> str:
    """Return which other columns have values without a meaning, and how many rows that costs."""
    names = listed([f"“{each.name}” ({count(sum(text.rows for text in each.unplaced))})" for each in columns])
    return f"Some values of {names} are unclear and were left blank. Choose their meaning under “Values”."


def file_kind(layout: Layout) -> str:
    """Return the layout of a file: its sheet, or its encoding and column separator, and its header."""
    last = layout.header_row + layout.header_rows - 1
    rows = f"rows {layout.header_row} to {last}" if layout.header_rows > 1 else f"row {layout.header_row}"
    header = "" if (layout.header_row, layout.header_rows) == (1, 1) else f", header in {rows}"
    header = header if layout.header_rows else ", without a header"
    if layout.sheet == ALL_SHEETS:
        return f"Workbook, all sheets with this header{header}"
    if layout.sheet:
        return f"Workbook, sheet “{layout.sheet}”{header}"
    encoding = ENCODINGS.get(layout.encoding, layout.encoding.upper())
    separator = f"{DELIMITERS[layout.delimiter]}s" if layout.delimiter in DELIMITERS else f"“{layout.delimiter}”"
    return f"Text, {encoding}, columns separated by {separator}{header}"


def allowed_values(field: Field) -> str:
    """Return the values that a field of the codebook can have."""
    if field.kind == "yes/no":
        return "yes, no"
    if field.levels:
        return ", ".join(field.levels)
    between = allowed_range(field)
    if between:
        return f"{between} {field.unit or ''}".rstrip()
    return {"date": "a date such as 2026-05-14", "text": "any code"}.get(field.kind, "your own names")
