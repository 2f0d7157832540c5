"""What adding a file would do to the log: which treatments are new, changed, or there already as they are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
import pandas as pd

from analysis.errors import DashboardError
from analysis.outcome_log.codebook import load
from analysis.outcome_log.columns import TREATMENT_ID
from analysis.outcome_log.log import CLIENT, DATE, Log
from analysis.outcome_log.reading import BLANK
from analysis.progress import report_progress
from analysis.saved_log.history import Version, import_of, kinds_in_effect
from analysis.saved_log.identity import IdentityKind, identities
from analysis.saved_log.matching import Pairs, PairsAre, is_one_of, matches
from analysis.saved_log.row_keys import row_keys
from analysis.saved_log.texts import TextColumn, in_order, spelled_as_kept, text_columns

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from analysis.outcome_log.value_kinds import ValueKind
    from analysis.saved_log.opening import SavedLog

Repeats = Literal["same", "further"]


@dataclass(frozen=True, eq=False)
class Effect:
    """What adding a file would do; ``rows == new + changed + unchanged``, always.

    Attributes
    ----------
    version : int
        The version of the log that this was worked out from.
    rows, new, changed, unchanged : int
        Treatments in the file; those the log does not have, has otherwise, has as they are.
    staying : int
        Treatments of the log that the file does not mention; they stay.
    changed_values : int
        Values that would take the place of another or of a blank.
    blanks : int
        Values that the log knows and the file leaves blank; they stay.
    distinguished_by : dict of IdentityKind to int
        How many treatments of the file are distinguished from others in which way.
    alike_in_file : int
        Treatments that have the ID, or the client, day, clinic and treatment, of another one in the file; each is kept.
    held_already : int
        Treatments that only their whole row distinguishes, of which the log holds the same from another file. Whether
        they are the same treatments or further ones only the manager knows: `repeats`.
    perhaps_there : int
        New treatments whose client had another one on that day in the log: perhaps the same under another ID.
    pairs : Pairs
        Treatments of the file and of the log that are alike while an ID is missing on one side.
    paired : int
        How many of these pairs count as one treatment; they are among those changed or unchanged.
    same_file : Version or None
        The import in effect of exactly this file.
    kinds : tuple of (str, ValueKind)
        Columns whose values are chosen to be of another kind than the log has chosen so far.
    """

    version: int
    rows: int
    new: int
    changed: int
    unchanged: int
    staying: int
    changed_values: int
    blanks: int
    distinguished_by: Mapping[IdentityKind, int]
    alike_in_file: int
    held_already: int
    perhaps_there: int
    pairs: Pairs
    paired: int
    same_file: Version | None
    kinds: tuple[tuple[str, ValueKind], ...]
    comparison: FileBesideLog

    @property
    def is_nothing(self) -> bool:
        """Whether this very file is in the log already, with all that it says and read in the same way."""
        return self.same_file is not None and not (self.new or self.changed or self.kinds)

    def changes(self, most: int | None = None) -> pd.DataFrame:
        """Return one row a changed value, at most `most`: Treatment, Field, Before, Now."""
        return self.comparison.changes(most)


@dataclass(frozen=True, eq=False)
class FileBesideLog:
    """A file beside the log.

    Attributes
    ----------
    columns : dict of str to TextColumn
        The file's, spelled and coded as the log's.
    kept : mapping of str to TextColumn
        The log's as of its latest version.
    keys : ndarray of str
        Whose row each row of the file is.
    match : ndarray of int
        The position in the log of the treatment that each row is about; -1 where the log does not have it.
    """

    columns: dict[str, TextColumn]
    kept: Mapping[str, TextColumn]
    keys: np.ndarray
    match: np.ndarray

    def differs(self, name: str) -> np.ndarray:
        """Mark the rows whose value in column `name` is another than the log's."""
        given = self.columns[name].codes
        marked: np.ndarray = (self.match >= 0) & (given >= 0) & (given != self._kept_codes(name))
        return marked

    def blank(self, name: str) -> np.ndarray:
        """Mark the rows that leave a value blank that the log knows."""
        marked: np.ndarray = (self.match >= 0) & (self.columns[name].codes < 0) & (self._kept_codes(name) >= 0)
        return marked

    def _kept_codes(self, name: str) -> np.ndarray:
        if name not in self.kept or not len(self.kept[name].codes):
            return np.full(len(self.match), BLANK)
        codes: np.ndarray = self.kept[name].codes[self.match]
        return codes

    def changes(self, most: int | None) -> pd.DataFrame:
        """See `Effect.changes`."""
        names = in_order(self.columns)
        rows = [np.flatnonzero(self.differs(name)) for name in names]
        row = np.concatenate([*rows, np.empty(0, dtype=np.int64)])
        column = np.repeat(np.arange(len(names)), [len(each) for each in rows])
        first = np.lexsort((column, row))[:most]
        codebook = load()
        changed = [
            {
                "Treatment": self._called(at),
                "Field": codebook[name].title if name in codebook else name,
                "Before": _text(self.kept.get(name), self.match[at]),
                "Now": _text(self.columns[name], at),
            }
            for at, name in ((int(row[each]), names[column[each]]) for each in first)
        ]
        return pd.DataFrame(changed, columns=["Treatment", "Field", "Before", "Now"])

    def _called(self, row: int) -> str:
        """Return what the manager knows the treatment by."""
        treatment_id = _text(self.columns.get(TREATMENT_ID), row)
        return treatment_id or ", ".join(_text(self.columns.get(name), row) for name in (CLIENT, DATE))


def _text(column: TextColumn | None, row: int) -> str:
    return column.texts[column.codes[row]] if column is not None and column.codes[row] >= 0 else ""


def effect(
    kept: SavedLog,
    log: Log,
    digest: str,
    repeats: Repeats = "same",
    pairs: PairsAre = "same",
    *,
    kinds: Iterable[tuple[str, ValueKind]] = (),
) -> Effect:
    """Return what adding `log` to the latest version of the log would do.

    Parameters
    ----------
    kept : SavedLog
        The log, opened at its latest version.
    log : Log
        The file, cleaned.
    digest : str
        The SHA-256 of its bytes in hexadecimal.
    repeats : {"same", "further"}
        Whether rows that only their whole content distinguishes, and that the log holds from another file, are the same
        treatments or further ones. The same file again is never a further one.
    pairs : {"same", "sure", "further"}
        Whether rows that have the client, day, clinic and treatment of a treatment of the log, while one of the two has
        no treatment ID, are the same treatments, the same only where that leaves no doubt, or further ones.
    kinds : iterable of (str, ValueKind)
        What the manager chose that the values of some columns of the file are.

    Raises
    ------
    DashboardError
        Where the file is a table of counts or has no treatments.
    """
    if kept.version != kept.latest:
        raise ValueError(kept.version)
    if log.is_table_of_counts and not log.frame.index.is_unique:
        raise DashboardError(
            "A table of counts has no single treatments, so it cannot be imported into the saved log: export one row "
            "for each treatment."
        )
    if not len(log):
        raise DashboardError("The file has no treatments, so there is nothing to import.")
    same_file, of_log = import_of(digest, kept.versions), kinds_in_effect(kept.versions)
    incoming = text_columns(log)
    report_progress("comparing")
    who = identities(incoming, len(log))
    report_progress("comparing", 1, 4)
    columns = spelled_as_kept(kept.treatments.columns, incoming)
    report_progress("comparing", 2, 4)
    found = matches(columns, len(log), kept, pairs)
    report_progress("comparing", 3, 4)
    keys, at, held = row_keys(who, found.key, kept, same_file, repeats)
    match = kept.treatments.positions(len(kept.contents.keys))[at]
    comparison = FileBesideLog(columns, kept.treatments.columns, keys, match)
    changed = np.zeros(len(log), dtype=bool)
    changed_values = blanks = 0
    for name in columns:
        differs = comparison.differs(name)
        changed |= differs
        changed_values += int(differs.sum())
        blanks += int(comparison.blank(name).sum())
    new = match < 0
    return Effect(
        kept.version,
        rows=len(log),
        new=int(new.sum()),
        changed=int(changed.sum()),
        unchanged=int((~new & ~changed).sum()),
        staying=len(kept.treatments) - int((~new).sum()),
        changed_values=changed_values,
        blanks=blanks,
        distinguished_by=who.counts(),
        alike_in_file=int((np.bincount(who.base)[who.base[~who.by_whole_row]] > 1).sum()),
        held_already=held,
        perhaps_there=_perhaps_there(comparison),
        pairs=found.pairs,
        paired=int(found.pairs.counted_as(pairs).sum()),
        same_file=same_file,
        kinds=tuple((column, kind) for column, kind in kinds if of_log.get(column) != kind),
        comparison=comparison,
    )


def _perhaps_there(comparison: FileBesideLog) -> int:
    """Count the new treatments with an ID whose client has one with another ID that day that the file does not name."""
    columns, kept = comparison.columns, comparison.kept
    needed = {CLIENT, DATE, TREATMENT_ID}
    if not needed <= columns.keys() & kept.keys():
        return 0
    days = len(columns[DATE].texts) + 1

    def client_days(of: Mapping[str, TextColumn], rows: np.ndarray) -> np.ndarray:
        all_known = np.logical_and.reduce([of[name].codes[rows] >= 0 for name in needed])
        together: np.ndarray = of[CLIENT].codes[rows].astype(np.int64) * days + of[DATE].codes[rows]
        return together[all_known]

    new = comparison.match < 0
    staying = is_one_of(columns[CLIENT].codes[new], kept[CLIENT].codes)
    staying[comparison.match[~new]] = False
    return int(np.isin(client_days(columns, np.flatnonzero(new)), client_days(kept, np.flatnonzero(staying))).sum())
