"""The log as of a version in files of codes, a part at a time: one too large for memory is never there as a whole."""

from __future__ import annotations

import re
import shutil
import tempfile
import weakref
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from analysis.importing.cleaning import clean
from analysis.outcome_log.codebook import load
from analysis.outcome_log.coded_log import IDS
from analysis.outcome_log.coded_writer import CodedWriter
from analysis.outcome_log.column_texts import distinct_texts
from analysis.outcome_log.columns import TREATMENT_ID, Clues
from analysis.outcome_log.drawing_order import drawn_at
from analysis.outcome_log.log import CLIENT, OUTCOME
from analysis.outcome_log.reading import BLANK
from analysis.outcome_log.values import read_values
from analysis.progress import as_step
from analysis.saved_log.opening import account_of, text_table

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from analysis.files.problems import Problem
    from analysis.files.text_table import TextTable
    from analysis.importing.choices import ImportChoices
    from analysis.importing.import_account import ImportAccount
    from analysis.outcome_log.coded_log import CodedLog
    from analysis.outcome_log.column_texts import Texts
    from analysis.saved_log.opening import SavedLog

# A note, and the number in one that counts rows.
_ROWS = re.compile(r"(?s)(.*\(rows: )([\d,]+)(\).*)")
# Cleaning and writing so many takes some 100 MB and half a second.
ROWS_IN_PART = 100_000


def as_coded(kept: SavedLog) -> tuple[CodedLog, ImportAccount]:
    """Return the treatments in files of codes, and the account of them: what is counted is the same as of `as_log`.

    The files are in a temporary folder, and go when nobody has the log any more. They hold no ids.
    """
    folder = Path(tempfile.mkdtemp(prefix="outcome_log_"))
    try:
        coded, account = _written(kept, folder)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    weakref.finalize(coded, shutil.rmtree, folder, ignore_errors=True)
    return coded, account_of(kept, account)


def _written(kept: SavedLog, folder: Path) -> tuple[CodedLog, ImportAccount]:
    # What a column holds is judged by all of its texts, as in memory.
    texts = {name: _texts_alone(kept, name) for name in kept.names if name not in IDS}
    choices, clients = _with_kinds(kept, texts), _clients(kept)
    writer, accounts = CodedWriter(folder / "coded"), []
    parts = _parts(kept)
    for place, (first, last) in enumerate(parts):
        with as_step("opening", place, 2 * len(parts)):
            table = _table(kept, first, last)
            clues = {name: Clues(name, _texts_in(table, name, texts)) for name in kept.names}
            log, account = clean(table, choices, clues=clues)
            # The rows of a saved log are numbered from 1.
            writer.add(log, account.rows_read, clients=None if clients is None else clients[log.frame.index - 1])
            accounts.append(account)
    with as_step("opening", 1, 2):
        return writer.finish(folder.name), _together(accounts)


def _texts_alone(kept: SavedLog, name: str) -> Texts:
    """Return the distinct texts of a column, without the rows in which they stand."""
    of_all = distinct_texts(text_table({name: kept.column(name)}), name)
    return replace(of_all, codes=np.empty(0, dtype=of_all.codes.dtype))


def _texts_in(table: TextTable, name: str, of_all: Mapping[str, Texts]) -> Texts:
    """Return the texts of a column of a part: of an ID those that stand there, of any other all that stand anywhere."""
    return distinct_texts(table, name) if name in IDS else replace(of_all[name], codes=table.frame[name].array.codes)


def _with_kinds(kept: SavedLog, texts: Mapping[str, Texts]) -> ImportChoices:
    """Return how the treatments are to be read: what only the outcomes of all of them tell of a column is decided."""
    choices, chosen = kept.choices, dict(kept.choices.kinds)
    own = {name: Clues(name, each) for name, each in texts.items() if name not in load() and name not in chosen}
    in_doubt = [name for name, clues in own.items() if clues.kind.is_doubtful]
    if not in_doubt:
        return choices
    names = (OUTCOME, *in_doubt)
    _, account = clean(text_table({name: kept.column(name) for name in names}), choices.fitting(names))
    found = [(column.name, column.kind.kind) for column in account.columns if column.kind is not None]
    return replace(choices, kinds=(*choices.kinds, *found))


def _clients(kept: SavedLog) -> np.ndarray | None:
    """Return when the client of each treatment is drawn in memory, -1 is not known; None in a log without."""
    if CLIENT not in kept.names:
        return None
    column = kept.column(CLIENT).with_texts_in_use()
    read = read_values(load()[CLIENT], column.texts, None)
    codes = read.codes.astype(np.int64)
    drawn = np.where(codes < 0, BLANK, drawn_at(codes, len(read.levels))).astype(np.int32)
    clients: np.ndarray = np.append(drawn, BLANK)[column.codes]
    return clients


def _parts(kept: SavedLog) -> list[tuple[int, int]]:
    """Return from where to where each part goes: all is one part where an ID is there twice, and one is set aside."""
    ids = kept.column(TREATMENT_ID).codes
    is_twice = bool((np.bincount(ids[ids >= 0], minlength=1) > 1).any())
    rows = max(len(kept), 1) if is_twice else ROWS_IN_PART
    return [(first, first + rows) for first in range(0, max(len(kept), 1), rows)]


def _table(kept: SavedLog, first: int, last: int) -> TextTable:
    """Return some of the treatments as texts."""
    treatments = kept.treatments.part(first, last)
    columns = {name: treatments.column(name) for name in kept.names}
    # Of a log with a million ids a part has a few.
    columns |= {name: columns[name].with_texts_in_use() for name in IDS if name in columns}
    return text_table(columns, first)


def _together(accounts: Sequence[ImportAccount]) -> ImportAccount:
    """Return one account of all parts."""
    return replace(
        accounts[0],
        rows_read=sum(each.rows_read for each in accounts),
        rows_kept=sum(each.rows_kept for each in accounts),
        problems=_put_together(chain.from_iterable(each.problems for each in accounts)),
        notes=_added_up(chain.from_iterable(each.notes for each in accounts)),
    )


def _put_together(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Return the same problem of several parts as one, in the order in which cleaning gives them."""
    rows: dict[Problem, list[int]] = {}
    for each in problems:
        rows.setdefault(replace(each, rows=()), []).extend(each.rows)
    found = (replace(each, rows=tuple(of_it)) for each, of_it in rows.items())
    return tuple(sorted(found, key=lambda problem: (problem.row_kept, problem.rows)))


def _added_up(notes: Iterable[str]) -> tuple[str, ...]:
    """Return each note of several parts once; one that counts rows counts those of all."""
    rows: dict[tuple[str, ...], int] = {}
    for note in notes:
        counting = _ROWS.fullmatch(note)
        before, number, after = counting.groups() if counting else (note, "0", "")
        rows[before, after] = rows.get((before, after), 0) + int(number.replace(",", ""))
    return tuple(f"{before}{number:,}{after}" if after else before for (before, after), number in rows.items())
