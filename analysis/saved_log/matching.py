"""Which treatment of the log each row of a file is about, where one side of the two has no treatment IDs, too.

A row is about the treatment that has its ID, else about one that a file without IDs has named by the same client, day,
clinic and treatment. Where that finds nothing and an ID is missing on one side, row and treatment are a pair if they
have the same client, day, clinic and treatment; a doubtful one if clinic or treatment is blank on one side, or if the
treatment had the same until it was corrected. Each treatment is given away once, so that of two rows that are alike one
stays new where the log has one.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from itertools import product
from typing import TYPE_CHECKING, Literal

import numpy as np
import pandas as pd

from analysis.outcome_log.columns import TREATMENT_ID
from analysis.outcome_log.log import CLIENT, DATE
from analysis.outcome_log.reading import BLANK
from analysis.saved_log.fold import Treatments, rows_given, treatments_of
from analysis.saved_log.history import imports_in_effect
from analysis.saved_log.identity import SETTLED
from analysis.saved_log.pairing import one_to_one, same_numbers

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from analysis.saved_log.opening import SavedLog
    from analysis.saved_log.pairing import Sides
    from analysis.saved_log.texts import TextColumn

# What a manager says of the pairs: all are the same treatments, only those without doubt, or none.
PairsAre = Literal["same", "sure", "further"]

MAY_BE_BLANK = tuple(name for name in SETTLED if name not in {CLIENT, DATE})
_EQUAL, _BLANK_IN_FILE, _BLANK_IN_LOG = range(3)
_Way = dict[str, int]
# Those with the fewest blanks first, and so the sure one first of all.
_WAYS: tuple[_Way, ...] = tuple(
    dict(zip(MAY_BE_BLANK, each, strict=True))
    for each in sorted(product(range(3), repeat=len(MAY_BE_BLANK)), key=np.count_nonzero)
)


@dataclass(frozen=True, eq=False)
class Pairs:
    """Rows of a file beside treatments of the log that are distinguished from others alike, though one side has no ID.

    Attributes
    ----------
    row : ndarray of int
        Positions in the file.
    treatment : ndarray of int
        Positions in the log as it is.
    is_doubtful : ndarray of bool
        Whether clinic or treatment is blank on one side, or what the file says was corrected in the log since.
    """

    row: np.ndarray
    treatment: np.ndarray
    is_doubtful: np.ndarray

    def __len__(self) -> int:
        """Return the number of pairs."""
        return len(self.row)

    def counted_as(self, they_are: PairsAre) -> np.ndarray:
        """Mark those that are the same treatment, if the manager chose so."""
        return ~self.is_doubtful if they_are == "sure" else np.full(len(self), they_are == "same")


@dataclass(frozen=True, eq=False)
class Matches:
    """What a file is about: for each row the position in `Contents.keys` of its treatment, -1 where it is new."""

    key: np.ndarray
    pairs: Pairs


def matches(columns: Mapping[str, TextColumn], rows: int, kept: SavedLog, they_are: PairsAre) -> Matches:
    """Return what the rows of a file are about; those with neither an ID nor a client and a date are left at -1.

    Parameters
    ----------
    columns : mapping of str to TextColumn
        The file's, spelled and coded as the log's.
    rows : int
    kept : SavedLog
    they_are : {"same", "sure", "further"}
        What the manager chose for the pairs; they are found all the same.
    """
    matching = _Matching(columns, rows, kept)
    matching.known()
    found = list(matching.paired())
    pairs = Pairs(
        np.concatenate([row for row, _, _ in found]),
        np.concatenate([treatment for _, treatment, _ in found]),
        np.concatenate([np.full(len(row), is_doubtful) for row, _, is_doubtful in found]),
    )
    matching.key[pairs.row[~pairs.counted_as(they_are)]] = BLANK
    matching.undone(by_content=they_are != "further")
    return Matches(matching.key, pairs)


@dataclass(frozen=True, eq=False)
class _Rows:
    """Rows about treatments: whose they are, and the codes of what distinguishes these from others."""

    key: np.ndarray
    codes: dict[str, np.ndarray]

    def only(self, marked: np.ndarray) -> _Rows:
        at = np.flatnonzero(marked)
        return _Rows(self.key[at], {name: codes[at] for name, codes in self.codes.items()})


def _rows(key: np.ndarray, columns: Mapping[str, TextColumn]) -> _Rows:
    blank = np.full(len(key), BLANK)
    return _Rows(key, {name: columns[name].codes if name in columns else blank for name in (TREATMENT_ID, *SETTLED)})


class _Matching:
    """A file that is matched with the log, step by step; `key` says what has been found so far."""

    def __init__(self, columns: Mapping[str, TextColumn], rows: int, kept: SavedLog) -> None:
        self.columns, self.kept = columns, kept
        self.key = np.full(rows, BLANK, dtype=np.int64)
        self.file = _rows(self.key, columns).codes
        self.has_id = self.file[TREATMENT_ID] >= 0
        self.has_client = (self.file[CLIENT] >= 0) & (self.file[DATE] >= 0)
        contents, versions = kept.contents, kept.versions
        self.all_in_effect = all(each.in_effect for each in versions if each.kind == "import")
        self.in_effect = np.ones(len(contents.key), dtype=bool)
        if not self.all_in_effect:
            self.in_effect[:] = False
            self.in_effect[rows_given(contents, imports_in_effect(versions))[0]] = True
        self.log = _rows(contents.key, contents.columns)
        self._everything: Treatments | None = None

    # What is known ----

    def known(self) -> None:
        """Find the treatments that a file has called so before: by the ID, or without one by the same words."""
        self._find_by_id(self.in_effect)
        self._find_settled(self.log, self.in_effect & self._has_no_id(self.log), has_id=False)

    def undone(self, *, by_content: bool) -> None:
        """Find the treatments of imports that were undone, which may be restored: they are then no others."""
        if self.all_in_effect:
            return
        self._find_by_id(~self.in_effect)
        if not by_content:
            return
        gone = self._positions(self.kept.treatments) < 0
        for has_id, may_be in self._may_be_pairs(~self.in_effect):
            self._find_settled(self.log, gone[self.log.key] & may_be[self.log.key], has_id=has_id)

    def _find_by_id(self, among: np.ndarray) -> None:
        rows = np.flatnonzero(self.has_id & (self.key < 0))
        wanted = self.file[TREATMENT_ID][rows]
        self._find(rows, self.log.only(is_one_of(wanted, self.log.codes[TREATMENT_ID]) & among), (TREATMENT_ID,))

    # What is paired ----

    def paired(self) -> Iterator[tuple[np.ndarray, np.ndarray, bool]]:
        """Find the pairs: rows, their treatments' positions in the log as it is, and whether they are doubtful."""
        at = self._positions(self.kept.treatments)
        now = _rows(self.kept.treatments.key, self.kept.treatments.columns)
        steps: list[tuple[_Rows, _Way, bool]] = [(now, way, any(way.values())) for way in _WAYS]
        if len(self.log.key) > len(now.key):
            steps.append((self.log.only(self.in_effect), _WAYS[0], True))
        sides = self._may_be_pairs(self.in_effect)
        for log, way, is_doubtful in steps:
            for has_id, may_be in sides:
                found = self._find_settled(log, may_be[log.key], way, has_id=has_id)
                yield found, at[self.key[found]], is_doubtful

    def _may_be_pairs(self, among: np.ndarray) -> tuple[tuple[bool, np.ndarray], ...]:
        """Return which treatments rows with an ID, and those without, may be a pair with."""
        has_id = np.zeros(len(self.kept.contents.keys), dtype=bool)
        has_id[self.log.key[among & ~self._has_no_id(self.log)]] = True
        return (True, ~has_id), (False, np.ones(len(has_id), dtype=bool))

    def _find_settled(self, log: _Rows, among: np.ndarray, way: _Way = _WAYS[0], *, has_id: bool) -> np.ndarray:
        """Give rows with or without an ID that have found nothing yet what is settled alike `among` the log's rows."""
        rows = np.flatnonzero((self.has_id == has_id) & self.has_client & (self.key < 0))
        return self._find(rows, log.only(self._is_on_days_of(rows, log, among)), SETTLED, way)

    def _is_on_days_of(self, rows: np.ndarray, log: _Rows, among: np.ndarray) -> np.ndarray:
        """Mark those `among` the rows of the log that are about a client of `rows` on one of their days."""
        if not len(rows):
            return np.zeros(len(among), dtype=bool)
        for name in (CLIENT, DATE):
            among = among & is_one_of(self.file[name][rows], log.codes[name])
        return among

    @staticmethod
    def _has_no_id(rows: _Rows) -> np.ndarray:
        marked: np.ndarray = rows.codes[TREATMENT_ID] < 0
        return marked

    # One step ----

    def _find(self, rows: np.ndarray, log: _Rows, names: tuple[str, ...], way: _Way = _WAYS[0]) -> np.ndarray:
        """Give `rows` treatments that have the same codes in columns `names`, each once; return which found one."""
        for name, how in way.items():
            if how == _EQUAL:
                continue
            names = tuple(each for each in names if each != name)
            in_file, in_log = self.file[name][rows] < 0, log.codes[name] < 0
            rows = rows[in_file if how == _BLANK_IN_FILE else ~in_file]
            log = log.only(in_log if how == _BLANK_IN_LOG else ~in_log)
        found = [np.empty(0, dtype=np.int64)]
        while len(rows) and len(log.key):
            log = log.only(~is_one_of(self.key, log.key))
            group, of_log = same_numbers([self.file[name][rows] for name in names], [log.codes[name] for name in names])
            once = ~pd.DataFrame({"group": of_log, "key": log.key}).duplicated().to_numpy()
            of_log, key = of_log[once], log.key[once]
            at, other = one_to_one(group, of_log, partial(self._what_they_hold, rows, key))
            # A treatment may have been called in more than one way, and so be found twice.
            first = ~pd.Series(key[other]).duplicated().to_numpy()
            self.key[rows[at[first]]] = key[other[first]]
            found.append(rows[at[first]])
            rows = rows[np.setdiff1d(at, at[first])]
        return np.concatenate(found)

    def _what_they_hold(self, rows: np.ndarray, key: np.ndarray, at: np.ndarray, other: np.ndarray) -> Sides:
        """Return all that the file says of `rows` at some positions, and the log of the treatments at others."""
        everything = self._all_treatments()
        position = self._positions(everything)
        names = [name for name in self.columns if name in everything.columns]
        return (
            [self.columns[name].codes[rows[at]] for name in names],
            [everything.columns[name].codes[position[key[other]]] for name in names],
        )

    def _positions(self, treatments: Treatments) -> np.ndarray:
        return treatments.positions(len(self.kept.contents.keys))

    def _all_treatments(self) -> Treatments:
        """Return the treatments of all imports, those that were taken back too."""
        if self.all_in_effect:
            return self.kept.treatments
        if self._everything is None:
            all_in_effect = (replace(each, in_effect=True) for each in self.kept.versions)
            self._everything = treatments_of(self.kept.contents, all_in_effect)
        return self._everything


def is_one_of(wanted: np.ndarray, codes: np.ndarray) -> np.ndarray:
    """Mark the codes that are among `wanted`; -1 is none."""
    is_wanted = np.zeros(max(wanted.max(initial=-1), codes.max(initial=-1)) + 2, dtype=bool)
    is_wanted[wanted] = True
    is_wanted[-1] = False
    marked: np.ndarray = is_wanted[codes]
    return marked
