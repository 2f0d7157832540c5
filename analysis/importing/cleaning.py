"""Clean: a table of texts and the manager's choices become the log and an account of every row."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analysis.errors import DashboardError
from analysis.files.header_fit import ROW_NAMES
from analysis.files.many_texts import ManyTexts, categorical, index_of
from analysis.files.problems import Problem, problems_in
from analysis.files.quoting import quoted
from analysis.files.row_cells import blank_rows
from analysis.identifiers import kinds
from analysis.importing.choices import ImportChoices
from analysis.importing.import_account import ImportAccount
from analysis.importing.meanings import read_meanings
from analysis.importing.typed_columns import DATE_ORDER_NEEDED, TypedColumn, order_of, read_columns
from analysis.outcome_log.codebook import NO, YES, load
from analysis.outcome_log.columns import TREATMENT_ID, Column, clues_in
from analysis.outcome_log.log import ADHERENCE, CLIENT, COUNT, DATE, FOLLOW_UP, ONSET, OUTCOME, Factor, Log
from analysis.outcome_log.numbers import read_number
from analysis.outcome_log.reading import BLANK, NOT_UNDERSTOOD
from analysis.outcome_log.recognising import recognise

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from analysis.files.text_table import TextTable
    from analysis.identifiers.screening import Finding
    from analysis.outcome_log.column_texts import Texts
    from analysis.outcome_log.columns import Clues
    from analysis.outcome_log.dates import DateOrder

# The share of one item says no more than the item.
FEWEST_ITEMS = 2
MOST_NAMED = 6
CONFLICT = "an earlier row has the same treatment ID with other values"
# What a table of counts may stand for: a log of this size still answers at once.
MOST_TREATMENTS = 10_000_000


def clean(
    table: TextTable,
    choices: ImportChoices | None = None,
    findings: Sequence[Finding] = (),
    clues: Mapping[str, Clues] | None = None,
    because: Mapping[str, str] | None = None,
) -> tuple[Log, ImportAccount]:
    """Return the log in `table` and the account of what was understood.

    Parameters
    ----------
    table : TextTable
        Without the columns that point to a person.
    choices : ImportChoices, optional
    findings : sequence of Finding
        What the screen for identifiers found in the file, for the account.
    clues : mapping, optional
        What each column of `table` can be, where that is known.
    because : mapping, optional
        Why a column that `choices` name is what they say, where it was decided without the manager.

    Raises
    ------
    OutcomeNeededError
        Where no column is the outcome.
    DashboardError
        Where the rows of a table of counts stand for too many treatments.
    KeyError
        Where `choices` names a column or field that does not exist.
    """
    choices = choices or ImportChoices()
    clues = clues_in(table) if clues is None else clues
    texts = {name: each.texts for name, each in clues.items()}
    recognised = recognise(clues, dict(choices.columns), because, dict(choices.kinds))
    columns = read_columns(table, texts, recognised, choices)
    found = {column.source: column.kind for column in columns.values() if column.kind is not None}
    recognised = tuple(replace(each, kind=found.get(each.name, each.kind)) for each in recognised)
    kinds_chosen = tuple(
        (name, each.kind.kind) for name, each in columns.items() if each.kind is not None and each.kind.is_chosen
    )
    kept, problems = _set_rows_aside(table, columns)
    meanings = read_meanings(columns, texts, kept)
    for column in columns.values():
        not_understood = kept & (column.codes == NOT_UNDERSTOOD)
        problems += _problems(table, column.source, not_understood, column.refusal, row_kept=True)
    again = _note_on_rows_alike(table, columns, kept)
    columns, contradictions, notes = _resolve_contradictions(table, columns, kept)
    problems += contradictions
    columns, is_worked_out, computed = _with_adherence(columns)
    count = columns.pop(COUNT, None)
    rows, counted = _treatments(table, count, kept)
    log = replace(_log(table, columns, rows), is_table_of_counts=count is not None)
    if is_worked_out is not None:
        log = replace(log, worked_out={ADHERENCE: is_worked_out if rows is None else is_worked_out[rows]})
    all_problems = (*table.set_aside, *problems)
    rows_kept = int(kept.sum())
    if table.holds_visits:
        all_problems = _of_rows_with_several_visits(all_problems, table.frame.index[kept])
        rows_kept = table.frame.index[kept].nunique()
    report = ImportAccount(
        file_name=table.file_name,
        layout=table.layout,
        rows_read=table.rows_read,
        rows_kept=rows_kept,
        columns=(*recognised, *map(_dropped, filter(_is_dropped, findings))),
        meanings=meanings,
        findings=tuple(findings),
        problems=tuple(sorted(all_problems, key=lambda problem: (problem.row_kept, problem.rows))),
        notes=(*table.notes, *_column_notes(columns), *notes, *computed, *again, *counted),
        date_order=_date_order(columns, texts, choices),
        kinds_chosen=kinds_chosen,
        date_order_needed=tuple(each.source for each in columns.values() if each.refusal == DATE_ORDER_NEEDED),
    )
    return log, report


def _date_order(
    columns: Mapping[str, TypedColumn], texts: Mapping[str, Texts], choices: ImportChoices
) -> DateOrder | None:
    """Return how the dates are read, the days of treatment before others; None without dates, or where it is asked."""
    named = [name for name in (DATE, FOLLOW_UP) if name in columns]
    return next((order for name in named if (order := order_of(texts[columns[name].source].filled, choices))), None)


def _is_dropped(finding: Finding) -> bool:
    return finding.action == "dropped"


def _dropped(finding: Finding) -> Column:
    if finding.kind == kinds.UNCLEAR:
        return Column(finding.column, "left out", None, None, f"it may name people: {finding.reason}")
    return Column(finding.column, "left out", None, None, f"personal data ({finding.kind}): {finding.reason}")


def _column_notes(columns: Mapping[str, TypedColumn]) -> list[str]:
    """Return what is to be noted of columns, once for all of which it is true."""
    sources: dict[str, list[str]] = {}
    for column in columns.values():
        if column.note:
            sources.setdefault(column.note, []).append(column.source)
    return [f"In {quoted(names, MOST_NAMED, ' and {} more columns')}: {note}." for note, names in sources.items()]


# Rows ----


def _set_rows_aside(table: TextTable, columns: Mapping[str, TypedColumn]) -> tuple[np.ndarray, list[Problem]]:
    """Return which rows are kept and one problem for each row that is not."""
    kept = np.ones(len(table.frame), dtype=bool)
    problems: list[Problem] = []

    def set_aside(rows: np.ndarray, source: str, reason: str) -> None:
        nonlocal kept
        problems.extend(_problems(table, source, rows & kept, reason, row_kept=False))
        kept &= ~rows

    outcome = columns[OUTCOME]
    set_aside(outcome.codes == NOT_UNDERSTOOD, outcome.source, outcome.refusal)
    if count := columns.get(COUNT):
        _refuse_large_counts(table, count)
        set_aside(count.codes < 0, count.source, "the number of treatments in the row is unknown")
    if treatment_id := columns.get(TREATMENT_ID):
        codes = np.where(kept, treatment_id.codes, BLANK)
        repeated = pd.Series(codes).duplicated().to_numpy() & (codes != BLANK)
        contradicting = repeated & _differs_from_first(columns, codes, repeated)
        set_aside(contradicting, treatment_id.source, CONFLICT)
        set_aside(repeated, treatment_id.source, "an earlier row is the same")
    if table.has_row_names or treatment_id is not None:
        numbers = outcome.source if treatment_id is None else treatment_id.source
        set_aside(_only_numbered(table, treatment_id), numbers, "nothing else is filled in")
    return kept, problems


def _refuse_large_counts(table: TextTable, count: TypedColumn) -> None:
    """Refuse a table of counts in which a number is too large: without its row, the rate would be another."""
    most = load()[COUNT].maximum
    codes = np.unique(table.frame[count.source].cat.codes.to_numpy()[count.codes == NOT_UNDERSTOOD])
    for text in table.frame[count.source].cat.categories[codes]:
        number = read_number(text)
        if most is not None and number is not None and number > most:
            raise DashboardError(
                f"A row of “{table.file_name}” counts {number:,.0f} treatments in “{count.source}”, and up "
                f"to {most:,.0f} can be counted in one row: check the column, or split the row."
            )


def _note_on_rows_alike(table: TextTable, columns: Mapping[str, TypedColumn], kept: np.ndarray) -> list[str]:
    """Return how many treatments say in every column what another says, where no column distinguishes treatments."""
    if TREATMENT_ID in columns or COUNT in columns or columns.keys().isdisjoint({CLIENT, DATE}):
        return []
    rows = int((kept & table.rows_in_doubt("again")).sum())
    if not rows:
        return []
    note = (
        f"Rows that are the same as an earlier row: {rows:,}. Each counts, because without treatment IDs it is unclear "
        "whether a treatment was entered twice."
    )
    return [note]


def _differs_from_first(columns: Mapping[str, TypedColumn], ids: np.ndarray, is_repeated: np.ndarray) -> np.ndarray:
    """Mark the rows that say something else than the first row with the same treatment ID."""
    differs = np.zeros(len(ids), dtype=bool)
    if not is_repeated.any():
        return differs
    rows = np.arange(len(ids))
    # From the last row to the first, so that the first one stays.
    first = np.zeros(ids.max(initial=-1) + 1, dtype=np.int64)
    known = ids >= 0
    first[ids[known][::-1]] = rows[known][::-1]
    earlier = np.where(known, first[np.maximum(ids, 0)] if len(first) else rows, rows)
    for column in columns.values():
        differs |= column.codes != column.codes[earlier]
    return differs


def _only_numbered(table: TextTable, treatment_id: TypedColumn | None) -> np.ndarray:
    """Mark the rows in which nothing but their number or name is filled: logs are often numbered in advance."""
    numbers = {ROW_NAMES if table.has_row_names else None, None if treatment_id is None else treatment_id.source}
    others = [name for name in table.frame.columns if name not in numbers]
    return blank_rows(table.frame[others]) if len(others) > 1 else np.zeros(len(table.frame), dtype=bool)


def _problems(table: TextTable, source: str, rows: np.ndarray, reason: str, *, row_kept: bool) -> list[Problem]:
    return problems_in(table.frame[source], rows, source, reason, row_kept=row_kept)


def _of_rows_with_several_visits(problems: Iterable[Problem], kept: pd.Index) -> tuple[Problem, ...]:
    """Return the problems of a table in which a row of the file is several treatments.

    A row is set aside where none of its treatments is kept, and then once.
    """
    still_there, gone = set(kept), set[int]()
    found: list[Problem] = []
    for problem in problems:
        if problem.row_kept:
            found.append(problem)
            continue
        of_visits = tuple(row for row in problem.rows if row in still_there)
        whole = tuple(row for row in dict.fromkeys(problem.rows) if row not in still_there and row not in gone)
        gone |= set(whole)
        if of_visits:
            reason = f"{problem.reason}; the other treatments of the row count"
            found.append(replace(problem, rows=of_visits, reason=reason, row_kept=True))
        if whole:
            found.append(replace(problem, rows=whole))
    return tuple(found)


# Across columns ----


def _resolve_contradictions(
    table: TextTable, columns: Mapping[str, TypedColumn], kept: np.ndarray
) -> tuple[dict[str, TypedColumn], list[Problem], list[str]]:
    """Blank values that another field of the same treatment rules out."""
    columns = dict(columns)
    problems: list[Problem] = []
    notes: list[str] = []

    def blank(name: str, rows: np.ndarray, reason: str) -> None:
        problems.extend(
            _problems(table, columns[name].source, rows & kept, f"{reason}; the value was left blank", row_kept=True)
        )
        columns[name] = replace(columns[name], codes=np.where(rows, BLANK, columns[name].codes))

    outcome = columns[OUTCOME].codes
    if "followed_up" in columns:
        followed = columns["followed_up"]
        not_followed = (followed.codes == followed.levels.index(NO)) & (outcome == columns[OUTCOME].levels.index(NO))
        count = int((not_followed & kept).sum())
        if count:
            columns[OUTCOME] = replace(columns[OUTCOME], codes=np.where(not_followed, BLANK, outcome))
            notes.append(
                "Outcome “no breakout” without a follow-up counts as unknown, because nobody "
                f"checked (rows: {count:,})."
            )
    no_breakout = columns[OUTCOME].codes != columns[OUTCOME].levels.index(YES)
    for name in ("severity", ONSET, "resolved_day"):
        if name in columns:
            blank(name, no_breakout & (columns[name].codes >= 0), "no breakout was recorded")
    for earlier, later, reason in (
        (DATE, FOLLOW_UP, "before the treatment"),
        (ONSET, "resolved_day", "before the breakout began"),
    ):
        if earlier in columns and later in columns:
            blank(later, _is_before(columns[later], columns[earlier]), reason)
    return columns, problems, notes


def _is_before(later: TypedColumn, earlier: TypedColumn) -> np.ndarray:
    """Mark the rows in which `later` has the smaller value; both sort their levels."""
    if not later.levels or not earlier.levels:
        return np.zeros(len(later.codes), dtype=bool)
    # For each level of `later`: how many levels of `earlier` are not above it.
    not_above = np.searchsorted(np.array(earlier.levels), np.array(later.levels), side="right")
    known = (later.codes >= 0) & (earlier.codes >= 0)
    marked: np.ndarray = known & (earlier.codes >= not_above[np.maximum(later.codes, 0)])
    return marked


def _with_adherence(
    columns: Mapping[str, TypedColumn],
) -> tuple[dict[str, TypedColumn], np.ndarray | None, list[str]]:
    """Fill the aftercare adherence where it is not given with the share of answered items that were followed.

    Returns
    -------
    tuple
        The columns; in which rows it was worked out, None where it was in none; and what to say of it.
    """
    items = [columns[item.name] for item in load().aftercare_items if item.name in columns]
    if len(items) < FEWEST_ITEMS:
        return dict(columns), None, []
    answered = sum((item.codes >= 0).astype(np.int16) for item in items)
    followed = sum((item.codes == item.levels.index(YES)).astype(np.int16) for item in items)
    given = columns.get(ADHERENCE) or TypedColumn(items[0].source, (), np.full(np.shape(answered), BLANK))
    is_given = given.codes >= 0
    is_worked_out = (answered > 0) & ~is_given
    if is_given.any() and not is_worked_out.any():
        return dict(columns), None, []
    # Of few items there are few shares, whatever the rows.
    numbers = np.arange(len(items) + 1)
    shares = (100 * numbers / np.maximum(numbers, 1)[:, np.newaxis]).round(1).ravel()
    cells = answered * len(numbers) + followed
    given_levels = np.array(given.levels, dtype=float)
    occurring = shares[np.unique(cells[is_worked_out])], given_levels[np.unique(given.codes[is_given])]
    levels = np.unique(np.concatenate(occurring))
    codes = np.where(is_worked_out, np.searchsorted(levels, shares)[cells], BLANK)
    codes[is_given] = np.searchsorted(levels, given_levels)[given.codes[is_given]]
    values = tuple(levels.tolist())
    field = load()[ADHERENCE]
    factor = Factor(field.name, field.title, "number", values, unit=field.unit, description=field.description)
    note = f"{field.title} was calculated from {quoted(item.source for item in items)} where it was blank."
    return {**columns, ADHERENCE: TypedColumn(given.source, values, codes, factor)}, is_worked_out, [note]


def _treatments(table: TextTable, count: TypedColumn | None, kept: np.ndarray) -> tuple[np.ndarray | None, list[str]]:
    """Return the position of each treatment's row: once each, in a table of counts as often as it says.

    None where each row is one treatment, so that nothing is copied.
    """
    if count is None and kept.all():
        return None, []
    rows = np.flatnonzero(kept)
    if count is None:
        return rows, []
    counts = np.array(count.levels, dtype=np.int64)[count.codes[rows]]
    if counts.sum() > MOST_TREATMENTS:
        raise DashboardError(
            f"The rows of “{table.file_name}” count {counts.sum():,} treatments together, more than the "
            f"{MOST_TREATMENTS:,} that can be counted: check the column “{count.source}”."
        )
    note = f"A table of counts (column “{count.source}”): rows {len(rows):,}, treatments {counts.sum():,}."
    return np.repeat(rows, counts), [note]


def _categorical(column: TypedColumn, rows: np.ndarray | None) -> pd.Categorical:
    """Return a column of the log: what is not understood is not known."""
    codes = column.codes if rows is None else column.codes[rows]
    categories = index_of(column.levels) if isinstance(column.levels, ManyTexts) else pd.Index(column.levels)
    return categorical(codes if codes.min(initial=0) >= BLANK else np.maximum(codes, BLANK), categories)


def _log(table: TextTable, columns: Mapping[str, TypedColumn], rows: np.ndarray | None) -> Log:
    columns_of_log = {name: _categorical(column, rows) for name, column in columns.items()}
    index = table.frame.index if rows is None else table.frame.index[rows]
    frame = pd.DataFrame(columns_of_log, index=index, copy=False)
    order = [field.name for field in load().fields]
    named = {name: column for name, column in columns.items() if column.factor is not None}
    names = sorted(named, key=lambda name: order.index(name) if name in order else len(order))
    factors = tuple(
        factor for name in names if (factor := named[name].factor) is not None and (frame[name].array.codes >= 0).any()
    )
    return Log(frame, factors)
