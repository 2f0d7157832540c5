"""Exports with one row an event: the rows of one record are joined, so that each row is a treatment.

REDCap, OpenClinica, Castor and others write a row for each visit of a client: what was noted on the day in one, the
outcome in another. Joining them is certain only where each visit fills columns of its own; a log in which a client
comes again, each row a whole treatment, has no such columns and stays as it is.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import product
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analysis.files.problems import problems_in
from analysis.identifiers.headers import words_of
from analysis.outcome_log.bookkeeping import is_bookkeeping
from analysis.outcome_log.columns import TREATMENT_ID
from analysis.outcome_log.headers import field_called, field_of_header
from analysis.outcome_log.log import CLIENT, DATE, OUTCOME

if TYPE_CHECKING:
    from collections.abc import Mapping

    from analysis.files.reading import TextTable

JOINED = "its values were joined to the row of the same record that is kept"
SPREAD = "its values were copied to the treatments of the same record"
BARE = "only its record and its event are filled in"
NO_TREATMENT = "no treatment stands in the rows of its record"

# More different texts than these are no visits.
MOST_EVENTS = 60
MOST_DIFFERENT = 0.75
# Where the outcome is blank in fewer rows no others were written beside it.
LEAST_WITHOUT_OUTCOME = 0.1
# Of the records with an outcome, how many must have another row with columns of its own.
MOST_RECORDS = 0.5
GLANCED_ROWS = 1_000
NAMED_EVENTS = 4
NAMED_COLUMNS = 4

_INSTRUMENT = frozenset({"redcaprepeatinstrument", "repeatinstrument"})
_INSTANCE = frozenset({"redcaprepeatinstance", "repeatinstance"})
_REDCAP_EVENT = frozenset({"redcapeventname"})
_VISIT_WORDS = (
    "visit", "event", "timepoint", "folder", "studyevent", "assessment", "wave", "phase", "encounter", "besuch",
    "visite", "zeitpunkt", "messzeitpunkt", "termin", "ereignis", "evenement", "temps", "bezoek", "meetmoment",
    "moment", "momento", "visita", "evento", "besok", "besøk", "besøg", "tidpunkt", "tidspunkt", "mattillfalle",
    "wizyta", "navsteva", "vizita", "kaynti", "ziyaret", "визит", "визита", "επισκεψη",
)  # fmt: skip
_VISIT_ENDINGS = (
    "", "name", "num", "number", "no", "nr", "label", "type", "typ", "code", "seq", "order", "oid", "id", "status",
    "bezeichnung", "nummer",
)  # fmt: skip
_VISITS = frozenset(
    {*map("".join, product(_VISIT_WORDS, _VISIT_ENDINGS)), "form", "formname", "instrument", "crf", "crfname", "survey"}
    | {"访视", "訪視", "随访", "来院", "時点", "时间点", "방문", "시점"}
)
_RECORDS = frozenset({
    "record", "recordid", "subjectid", "subject", "subjid", "usubjid", "subjectname", "subjectkey", "participant",
    "participantid", "participantcode", "studyid", "studyno", "studynumber", "studysubjectid", "patientid", "patient",
    "patientnumber", "patientno", "patientnr", "clientid", "client", "screeningnumber", "randomisationnumber",
    "proband", "probandid", "probandennummer", "studiennummer", "kundennummer", "dossier", "sujet", "sujeto",
})  # fmt: skip
_BEFORE = re.compile(
    r"base ?line|screen|enrol|before|\bpre\b|intake|vorher|avant|antes|prima|\bvoor\b|前", re.IGNORECASE
)
_TREATED = re.compile(
    r"treat|session|procedure|needling|\btx\b|behandl|sitzung|seance|traitement|sesi|tratamiento|trattament|tratament",
    re.IGNORECASE,
)
_AFTER = re.compile(
    r"follow|\bfu\b|week|\bwk\b|month|\bday\b|review|check|contr|after|\bpost\b|nachsorge|woche|monat|suivi|semaine|mois|"
    r"seguimiento|semana|\bmes\b|opvolging|weken|maand",
    re.IGNORECASE,
)
# What is noted of the treatment itself, on its day.
_OF_TREATMENT = frozenset({"treatment", "device", "cartridge_lot", "needle_depth_mm", "sterilisation"})
_ARM = re.compile(r"[ _]*\(?arm[ _]*\d+.*$", re.IGNORECASE)
_NUMBER = re.compile(r"\d+")
# REDCap writes these in every row of some exports, whatever the event.
_TICK_BOX = re.compile(r"___\w+$|\(choice=", re.IGNORECASE)
_NOT_TICKED = frozenset({"0", "unchecked"})


@dataclass(frozen=True, slots=True, eq=False)
class Joined:
    """A table of which each row is a treatment.

    Attributes
    ----------
    table : TextTable
        A row keeps the number of the row that holds its outcome; the others are set aside, with a note.
    of_clients : str
        The column that tells clients where several treatments are one client's, else "".
    """

    table: TextTable
    of_clients: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class UnsureEvents:
    """A table that seems to have one row an event, where only a person knows which rows are one treatment.

    Attributes
    ----------
    sentence : str
        What is not certain, and the way out.
    readings : mapping
        How it can be read, in words, and the table that this gives.
    """

    sentence: str
    readings: Mapping[str, Joined]


EACH_ROW = "each row is a treatment"
EACH_OUTCOME = "each row with an outcome is a treatment, and the values of the other rows belong to all of its record"
ONE_A_RECORD = "each record is one treatment, and its rows belong together"


def joined_events(table: TextTable) -> Joined | UnsureEvents | None:
    """Join the rows of each record where a table has one row an event.

    Parameters
    ----------
    table : TextTable
        As read, with the ids of the file.

    Returns
    -------
    Joined, UnsureEvents or None
        None where each row is a treatment already.
    """
    rows = _rows_of_events(table)
    if rows is None:
        return None
    if rows.is_told and rows.data and (bare := rows.bare).any():
        problems = problems_in(table.frame[rows.event_column], bare, rows.event_column, BARE, row_kept=False)
        rest = replace(table, frame=table.frame[~bare], set_aside=(*table.set_aside, *problems))
        return joined_events(rest) or Joined(rest)
    if _is_whole_at_a_glance(rows) or not rows.data:
        return None
    if rows.is_told:
        for attempt in (_one_a_record, _numbered, _in_turn, _repeated, _one_an_outcome):
            if (joined := attempt(rows)) is not None:
                return joined
    return _unsure(rows) if _has_signs(rows) else None


def _is_whole_at_a_glance(rows: _Rows) -> bool:
    """Tell whether rows with an outcome have every column filled somewhere, so that none is another event's.

    The first thousand tell it of nearly every log, without a look at all rows of all columns.
    """
    frame = rows.table.frame
    outcome = _outcome(rows.table)
    if outcome is None or rows.instances is not None or any(map(_says_before, rows.names)):
        return False
    with_outcome = np.flatnonzero(_cells(frame[outcome], outcome).says)
    few = frame.iloc[with_outcome[:GLANCED_ROWS]]
    unfilled = [name for name in frame.columns if not _cells(few[name].cat.remove_unused_categories(), name).says.any()]
    return not any(_is_beside(_cells(frame[name], name), with_outcome) for name in unfilled)


def _is_beside(cells: _Cells, with_outcome: np.ndarray) -> bool:
    return bool(cells.says.any()) and not cells.says[with_outcome].any()


# What stands where ----


@dataclass(frozen=True, slots=True, eq=False)
class _Cells:
    """One column: the code of each row, and which rows are filled, with more than an empty tick box."""

    codes: np.ndarray
    filled: np.ndarray
    says: np.ndarray


@dataclass(frozen=True, eq=False)
class _Rows:
    """A table whose ids come again, and of which event each row is.

    Attributes
    ----------
    table : TextTable
    id_column, event_column : str
    ids, events : ndarray of int, one for each row
    names : tuple of str
        Of each event.
    instances : ndarray of bool or None
        Which rows are repetitions, where the export says so.
    is_told : bool
        Whether the name of a column says that it holds events.
    event_columns : frozenset of str
    """

    table: TextTable
    id_column: str
    event_column: str
    ids: np.ndarray
    events: np.ndarray
    names: tuple[str, ...]
    instances: np.ndarray | None
    is_told: bool
    event_columns: frozenset[str]

    @cached_property
    def cells(self) -> dict[str, _Cells]:
        return {name: _cells(self.table.frame[name], name) for name in self.table.frame.columns}

    @cached_property
    def data(self) -> tuple[str, ...]:
        """The columns that say something of a treatment."""
        own = {self.id_column, *self.event_columns}
        return tuple(
            name
            for name, cells in self.cells.items()
            if name not in own and cells.says.any() and not _is_note_of(self.table.frame[name], name)
        )

    @property
    def bare(self) -> np.ndarray:
        """Which rows hold nothing but their record and event, where the record has another row that does."""
        says = np.any([self.cells[name].says for name in self.data], axis=0)
        marked: np.ndarray = ~says & np.isin(self.ids, self.ids[says])
        return marked

    @cached_property
    def filled_in(self) -> dict[str, np.ndarray]:
        """For each of the data, in which events it is filled."""
        return {
            name: np.bincount(self.events[self.cells[name].says], minlength=len(self.names)) > 0 for name in self.data
        }

    @cached_property
    def outcome(self) -> str | None:
        """The column that tells what came of a treatment, None where the header does not say which."""
        name = _outcome(self.table)
        return name if name in self.data else None

    @cached_property
    def apart(self) -> list[str]:
        """The data that stand only in events without an outcome, where most records have both."""
        if self.outcome is None:
            return []
        found = [name for name in self.data if not (self.filled_in[name] & self.filled_in[self.outcome]).any()]
        beside = np.any([self.cells[name].says for name in found], axis=0) if found else np.zeros(len(self.ids), bool)
        with_outcome = np.unique(self.ids[self.cells[self.outcome].says])
        with_both = np.intersect1d(with_outcome, self.ids[beside])
        return found if len(with_both) >= MOST_RECORDS * len(with_outcome) else []

    @cached_property
    def is_once(self) -> bool:
        """Whether no record has two rows of one event."""
        pairs = self.ids.astype(np.int64) * len(self.names) + self.events
        return len(np.unique(pairs)) == len(pairs)

    @cached_property
    def varying(self) -> list[str]:
        """The data of which a record has several values."""
        return [name for name in self.data if _merged(self.cells[name], self.ids, self.cells[name].says)[1]]

    def varying_beside(self, column: str) -> list[str]:
        """Return the data of which a record has several values, in events with and without `column`."""
        here = self.filled_in[column]
        return [
            name
            for name in self.varying
            if (self.filled_in[name] & here).any() and (self.filled_in[name] & ~here).any()
        ]


def _cells(column: pd.Series, name: str) -> _Cells:
    codes = column.cat.codes.to_numpy()
    by_text = _are_filled(column)
    filled = says = by_text[codes]
    if _TICK_BOX.search(name):
        ticked = [text.strip().casefold() not in _NOT_TICKED for text in column.cat.categories]
        says = (by_text & np.array(ticked, dtype=bool))[codes]
    return _Cells(codes, filled, says)


def _are_filled(column: pd.Series) -> np.ndarray:
    """Tell which of the texts of a column are not blank."""
    texts = column.cat.categories
    return np.fromiter(map(bool, map(str.strip, texts)), dtype=bool, count=len(texts))


def _is_note_of(column: pd.Series, name: str) -> bool:
    return is_bookkeeping(name, list(column.cat.categories[:MOST_EVENTS])) is not None


def _rows_of_events(table: TextTable) -> _Rows | None:
    """Return which event each row is of; None where no id comes again, or no row was written beside the outcome's."""
    keys = {name: "".join(words_of(name)) for name in table.frame.columns}
    told = [name for name, key in keys.items() if _tells_events(table.frame[name], key)]
    instance = next((name for name, key in keys.items() if key in _INSTANCE), None)
    id_column = _id_column(table, keys, told)
    if id_column is None:
        return None
    told = [name for name in told if name != id_column]
    if told:
        events, names = _events(table.frame, told)
    elif (has_outcome := _with_outcome(table)) is not None:
        events, names = has_outcome.astype(np.int64), ("", "with an outcome")
    else:
        return None
    return _Rows(
        table,
        id_column,
        told[0] if told else id_column,
        table.frame[id_column].cat.codes.to_numpy(),
        events,
        names,
        None if instance is None else _cells(table.frame[instance], instance).filled,
        is_told=bool(told),
        event_columns=frozenset({*told, *(name for name, key in keys.items() if key in _VISITS | _INSTANCE)}),
    )


def _tells_events(column: pd.Series, key: str) -> bool:
    if key not in _VISITS | _REDCAP_EVENT | _INSTRUMENT:
        return False
    texts = _filled_texts(column)
    return texts > (key not in _INSTRUMENT) and texts <= min(MOST_EVENTS, MOST_DIFFERENT * len(column))


def _filled_texts(column: pd.Series) -> int:
    counts = np.bincount(column.cat.codes.to_numpy(), minlength=len(column.cat.categories))
    return int(np.count_nonzero(_are_filled(column) & (counts > 0)))


def _id_column(table: TextTable, keys: Mapping[str, str], told: list[str]) -> str | None:
    """Return the column whose ids tell records, each in several rows."""
    if table.frame.empty:
        return None
    first = table.frame.columns[0]
    is_redcap = any(key in _REDCAP_EVENT | _INSTRUMENT for key in keys.values())
    if is_redcap and first not in told:
        return first if _comes_again(table.frame[first]) else None
    called = [name for name, key in keys.items() if key in _RECORDS or field_called(name) in {CLIENT, TREATMENT_ID}]
    if not called and told and first not in told:
        called = [first]
    return next((name for name in called if name not in told and _comes_again(table.frame[name])), None)


def _comes_again(column: pd.Series) -> bool:
    """Tell whether a column is filled throughout and several of its texts stand in several rows."""
    counts = np.bincount(column.cat.codes.to_numpy(), minlength=len(column.cat.categories))
    return not counts[~_are_filled(column)].any() and int((counts > 1).sum()) > 1


def _with_outcome(table: TextTable) -> np.ndarray | None:
    """Mark the rows with an outcome; None where it is blank in too few to have been written beside others."""
    outcome = _outcome(table)
    if outcome is None:
        return None
    has = _cells(table.frame[outcome], outcome).says
    return has if 0 < has.mean() <= 1 - LEAST_WITHOUT_OUTCOME else None


def _outcome(table: TextTable) -> str | None:
    """Return the first column that is called the outcome and is not blank."""
    named = (name for name in table.frame.columns if field_of_header(name) == OUTCOME)
    return next((name for name in named if _filled_texts(table.frame[name])), None)


def _events(frame: pd.DataFrame, columns: list[str]) -> tuple[np.ndarray, tuple[str, ...]]:
    """Return of which event each row is, and what each is called."""
    codes = np.zeros(len(frame), dtype=np.int64)
    for name in columns:
        codes = codes * (len(frame[name].cat.categories) + 1) + frame[name].cat.codes.to_numpy()
    _, first, events = np.unique(codes, return_index=True, return_inverse=True)
    texts = [[str(frame[name].iloc[row]).strip() for name in columns] for row in first]
    return events, tuple(", ".join(filter(None, each)) for each in texts)


# Ways to join ----


def _one_a_record(rows: _Rows) -> Joined | None:
    """Join all rows of a record, where no event of it comes twice and each event fills columns of its own."""
    if not rows.is_once or not _fill_apart(rows):
        return None
    if rows.outcome is None:
        return None if rows.varying else _join(rows, rows.ids)
    dates = [name for name in rows.varying if field_of_header(name) in {DATE, "follow_up_date"}]
    if not rows.apart or _has_several_outcomes(rows, rows.ids) or len(rows.varying) > len(rows.apart) + len(dates):
        return None
    return _join(rows, rows.ids, side_by_side=rows.varying)


def _fill_apart(rows: _Rows) -> bool:
    """Tell whether two columns are never filled in the same event."""
    patterns = list({tuple(each) for each in rows.filled_in.values()})
    return any(not np.logical_and(one, other).any() for one in patterns for other in patterns)


def _has_several_outcomes(rows: _Rows, groups: np.ndarray) -> bool:
    if rows.outcome is None:
        return False
    return bool(np.any(np.bincount(groups[rows.cells[rows.outcome].says]) > 1))


def _numbered(rows: _Rows) -> Joined | None:
    """Join "treatment 1" and "follow-up 1", "treatment 2" and "follow-up 2" of a record."""
    stems: dict[str, dict[str, int]] = defaultdict(dict)
    for place, name in enumerate(rows.names):
        if match := _NUMBER.search(_ARM.sub("", name)):
            stems[f"{name[: match.start()]}#{_ARM.sub('', name)[match.end() :]}"][match.group()] = place
    paired = [stem for stem in stems if any(stem != other and {*stems[stem]} & {*stems[other]} for other in stems)]
    numbers = {number for stem in paired for number in stems[stem]}
    if len(numbers) < 2 or not any(map(_says_treated, paired)) or not rows.is_once:  # noqa: PLR2004 - one is no series
        return None
    number_of = np.full(len(rows.names), -1)
    for stem in paired:
        for number, place in stems[stem].items():
            number_of[place] = sorted(numbers).index(number)
    of_row = number_of[rows.events]
    return _spread(rows, rows.ids.astype(np.int64) * len(numbers) + of_row, of_row < 0)


def _in_turn(rows: _Rows) -> Joined | None:
    """Join "treatment" with the "follow-up" below it, then the next "treatment" of the record with its own."""
    if rows.outcome is None or rows.is_once or not rows.apart:
        return None
    order = np.argsort(rows.ids, kind="stable")
    ids, events = rows.ids[order], rows.events[order]
    groups, first, seen, last = np.zeros(len(ids), dtype=np.int64), [0], {int(events[0])}, 0
    for row in range(1, len(ids)):
        if ids[row] != ids[row - 1] or int(events[row]) in seen:
            last, seen = last + 1, set()
            first.append(row)
        seen.add(int(events[row]))
        groups[row] = last
    if len({int(events[row]) for row in first}) > 1:
        return None
    of_row = np.empty_like(groups)
    of_row[order] = groups
    is_apart = not any(_merged(rows.cells[name], of_row, rows.cells[name].says)[1] for name in rows.data)
    is_in_turn = bool((np.bincount(groups) > 1).all())
    return _join(rows, of_row) if is_apart and is_in_turn and not _has_several_outcomes(rows, of_row) else None


def _repeated(rows: _Rows) -> Joined | None:
    """Take each repetition of one form for a treatment."""
    if rows.instances is None or not rows.instances.any() or rows.instances.all():
        return None
    if len(np.unique(rows.events[rows.instances])) > 1:
        return None
    return _spread(rows, np.arange(len(rows.ids)), ~rows.instances) if _are_treatments(rows, rows.instances) else None


def _one_an_outcome(rows: _Rows) -> Joined | None:
    """Take each row of the events with an outcome for a treatment, where it has a treatment's day or details."""
    if rows.outcome is None or not rows.apart:
        return None
    treated = rows.filled_in[rows.outcome][rows.events]
    return _spread(rows, np.arange(len(rows.ids)), ~treated) if _are_treatments(rows, treated) else None


def _are_treatments(rows: _Rows, treated: np.ndarray) -> bool:
    """Tell whether rows are treatments rather than visits after one: by their names, day of treatment or details."""
    names = [rows.names[event] for event in np.unique(rows.events[treated])]
    if all(map(_says_treated, names)):
        return True
    told = {name: field_of_header(name) for name in rows.data}
    details = [name for name, field in told.items() if field in _OF_TREATMENT]
    days = [name for name, field in told.items() if field == DATE and _is_day_of_treatment(name, names)]
    own = [name for name in (*details, *days) if rows.cells[name].says[treated].all()]
    elsewhere = [name for name in (*details, *days) if rows.cells[name].says[~treated].any()]
    if not own or elsewhere:
        return False
    return all(_differs_within_records(rows, name, treated) for name in own if name in days)


def _says_treated(name: str) -> bool:
    return _TREATED.search(name) is not None and _AFTER.search(name.replace("_", " ")) is None


def _is_day_of_treatment(header: str, events: list[str]) -> bool:
    """Tell whether a date is the day of treatment rather than of whatever visit."""
    return _TREATED.search(header) is not None or not any(_AFTER.search(name.replace("_", " ")) for name in events)


def _differs_within_records(rows: _Rows, name: str, treated: np.ndarray) -> bool:
    cells = rows.cells[name]
    pairs = np.stack([rows.ids[treated], cells.codes[treated]])
    return bool(np.unique(pairs, axis=1).shape[1] == pairs.shape[1])


# Joining ----


def _merged(cells: _Cells, groups: np.ndarray, of: np.ndarray) -> tuple[np.ndarray, bool]:
    """Return the code of each group, -1 where it has none, and whether a group has several."""
    codes = np.full(int(groups.max(initial=-1)) + 1, -1, dtype=np.int64)
    empty = cells.filled & of & ~cells.says
    codes[groups[empty]] = cells.codes[empty]
    says = cells.says & of
    codes[groups[says]] = cells.codes[says]
    return codes, bool((codes[groups[says]] != cells.codes[says]).any())


def _join(rows: _Rows, groups: np.ndarray, side_by_side: list[str] | None = None) -> Joined:
    """Return one row for each group, with a column for each event of those that differ from event to event."""
    kept = _kept(rows, groups)
    columns: dict[str, pd.Series] = {}
    for name in rows.table.frame.columns:
        column = rows.table.frame[name]
        if name in (side_by_side or ()):
            for label, events in _labels(rows, name).items():
                codes = _merged(rows.cells[name], groups, np.isin(rows.events, events))[0][groups[kept]]
                columns[f"{name} ({label})"] = _column(column, codes, kept, blank=True)
        elif name in rows.data:
            columns[name] = _column(
                column, _merged(rows.cells[name], groups, rows.cells[name].filled)[0][groups[kept]], kept
            )
        else:
            columns[name] = column.iloc[kept]
    note = f"{_in_several_rows(rows)} the rows of one record were joined into one treatment"
    if side_by_side:
        note += f", with a column for each of them where they differ ({_quoted(side_by_side)})"
    joined = _table(rows, columns, kept, {JOINED: np.ones(len(groups), dtype=bool)}, note)
    return Joined(joined, _of_clients(rows, kept))


def _spread(rows: _Rows, groups: np.ndarray, shared: np.ndarray) -> Joined | None:
    """Return one row for each group, with the values of the `shared` rows of its record; None where they contradict."""
    if shared.all() or not shared.any():
        return None
    _, groups = np.unique(np.where(shared, -1, groups), return_inverse=True)
    if _has_several_outcomes(rows, groups):
        return None
    kept = _kept(rows, groups)
    kept = kept[~shared[kept]]
    columns: dict[str, pd.Series] = {}
    for name in rows.table.frame.columns:
        column, cells = rows.table.frame[name], rows.cells[name]
        if name not in rows.data:
            columns[name] = column.iloc[kept]
            continue
        own, own_differ = _merged(cells, groups, ~shared)
        all_rows, all_differ = _merged(cells, rows.ids, shared)
        own, of_record = own[groups[kept]], all_rows[rows.ids[kept]]
        is_own_day = field_of_header(name) == DATE and (own >= 0).all()
        differ = (own != of_record) & _says(cells, own) & _says(cells, of_record)
        if own_differ or ((all_differ or differ.any()) and not is_own_day):
            return None
        columns[name] = _column(column, np.where(_says(cells, own) | (of_record < 0), own, of_record), kept)
    with_treatment = np.isin(rows.ids, rows.ids[kept])
    reasons = {JOINED: ~shared, SPREAD: shared & with_treatment, NO_TREATMENT: shared & ~with_treatment}
    note = f"{_in_several_rows(rows)} what was noted once for a record was copied to each of its treatments"
    return Joined(_table(rows, columns, kept, reasons, note), _of_clients(rows, kept))


def _of_clients(rows: _Rows, kept: np.ndarray) -> str:
    return rows.id_column if len(np.unique(rows.ids[kept])) < len(kept) else ""


def _says(cells: _Cells, codes: np.ndarray) -> np.ndarray:
    """Tell which codes are of texts that say something, as no empty tick box does."""
    # The last place, which -1 points to, is that of no text.
    telling = np.zeros(int(cells.codes.max(initial=-1)) + 2, dtype=bool)
    telling[cells.codes[cells.says]] = True
    of_codes: np.ndarray = telling[codes]
    return of_codes


def _kept(rows: _Rows, groups: np.ndarray) -> np.ndarray:
    """Return the row of each group that holds the outcome, else its last one, in the order of the file."""
    last = np.full(int(groups.max()) + 1, -1, dtype=np.int64)
    last[groups] = np.arange(len(groups))
    if rows.outcome is not None:
        says = np.flatnonzero(rows.cells[rows.outcome].says)
        last[groups[says]] = says
    return np.sort(last[last >= 0])


def _labels(rows: _Rows, name: str) -> dict[str, list[int]]:
    """Return the events in which a column is filled, REDCap's arms of one event together."""
    labels: dict[str, list[int]] = defaultdict(list)
    for event in np.flatnonzero(rows.filled_in[name]):
        labels[_ARM.sub("", rows.names[event]) or rows.names[event]].append(int(event))
    return labels


def _column(column: pd.Series, codes: np.ndarray, kept: np.ndarray, *, blank: bool = False) -> pd.Series:
    """Return a column with these codes; where one is -1 the kept row's own text stays, or it is left `blank`."""
    categories = column.cat.categories
    if blank and "" not in categories:
        categories = categories.append(pd.Index([""], dtype=categories.dtype))
    blank_code = list(categories).index("") if blank else -1
    instead = np.full(len(kept), blank_code) if blank else column.cat.codes.to_numpy()[kept]
    texts = pd.Categorical.from_codes(np.where(codes < 0, instead, codes), categories=categories)
    return pd.Series(texts, index=column.index[kept], name=column.name)


def _table(
    rows: _Rows, columns: Mapping[str, pd.Series], kept: np.ndarray, reasons: Mapping[str, np.ndarray], note: str
) -> TextTable:
    gone = np.ones(len(rows.ids), dtype=bool)
    gone[kept] = False
    source = rows.event_column
    problems = [
        problem
        for reason, of in reasons.items()
        for problem in problems_in(rows.table.frame[source], gone & of, source, reason, row_kept=False)
    ]
    table = rows.table
    frame = pd.DataFrame(columns, index=table.frame.index[kept], copy=False)
    return replace(table, frame=frame, set_aside=(*table.set_aside, *problems), notes=(*table.notes, f"{note}."))


def _in_several_rows(rows: _Rows) -> str:
    more = ", …" if len(rows.names) > NAMED_EVENTS else ""
    events = ", ".join(name or "(blank)" for name in rows.names[:NAMED_EVENTS])
    return f"Each “{rows.id_column}” stands in several rows, one for each “{rows.event_column}” ({events}{more}):"


def _quoted(names: list[str]) -> str:
    more = f" and {len(names) - NAMED_COLUMNS} more" if len(names) > NAMED_COLUMNS else ""
    return ", ".join(f"“{name}”" for name in names[:NAMED_COLUMNS]) + more


# Where it is not certain ----


def _has_signs(rows: _Rows) -> bool:
    """Tell whether a table looks as if it had one row an event.

    What stands only beside the outcome's rows must be as much as what differs within records on both sides; or the
    outcome was asked before as well as after.
    """
    if rows.outcome is None:
        return rows.instances is not None and _fill_apart(rows)
    if rows.apart:
        beside = len(rows.varying_beside(rows.outcome))
        return len(rows.apart) >= beside if rows.is_told else len(rows.apart) > beside
    asked = [rows.names[event] for event in np.flatnonzero(rows.filled_in[rows.outcome])]
    return rows.is_told and rows.is_once and _fill_apart(rows) and 0 < sum(map(_says_before, asked)) < len(asked)


def _says_before(name: str) -> bool:
    return _BEFORE.search(name.replace("_", " ")) is not None


def _unsure(rows: _Rows) -> UnsureEvents:
    readings = {EACH_ROW: Joined(rows.table)}
    if rows.outcome is not None:
        treated = rows.cells[rows.outcome].says
        if (spread := _spread(rows, np.arange(len(rows.ids)), ~treated)) is not None:
            readings = {EACH_OUTCOME: spread, **readings}
    if rows.is_once:
        readings = {ONE_A_RECORD: _join(rows, rows.ids, rows.varying), **readings}
    sentence = (
        f"“{rows.table.file_name}” seems to have several rows for one treatment, because the same “{rows.id_column}” "
        "comes again with other columns filled in, and it is not certain which rows belong together: say how to read "
        "it, or upload the log again with one row for each treatment."
    )
    return UnsureEvents(sentence, readings)
