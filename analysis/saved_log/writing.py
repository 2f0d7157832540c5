"""Change the log: add a file, take an import back, erase a client; each is a version, done as a whole or not."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from analysis.errors import DashboardError
from analysis.identifiers.mentions import without_mentions
from analysis.identifiers.pseudonyms import keep_key
from analysis.outcome_log.codebook import load
from analysis.outcome_log.log import CLIENT
from analysis.outcome_log.reading import BLANK
from analysis.saved_log import storage, stored_rows
from analysis.saved_log.calls import forget_calls
from analysis.saved_log.changes import Effect, Repeats, effect
from analysis.saved_log.coded_copy import quick_contents
from analysis.saved_log.contents import stored_values
from analysis.saved_log.dismissals import forget_in_dismissals
from analysis.saved_log.file_names import name_to_keep, without_client
from analysis.saved_log.folder import LogMovedOnError, only_writer
from analysis.saved_log.history import ImportAbout, Version, now, written
from analysis.saved_log.known_files import forget_client
from analysis.saved_log.opening import SavedLog, saved_log
from analysis.saved_log.report_definitions import forget_in_definitions
from analysis.saved_log.stored_names import (
    ABOUT,
    EVENT,
    KEY,
    OWN_COLUMNS,
    REPEATS,
    ROW,
    TREATMENT,
    VERSION,
    stored_name,
)
from analysis.saved_log.texts import same_text

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from analysis.outcome_log.chart_settings import ChartSettings
    from analysis.outcome_log.log import Log
    from analysis.saved_log.matching import PairsAre
    from analysis.saved_log.stored_rows import Stored


def key_in_force(folder: Path, key: bytes) -> bytes:
    """Keep the key of the pseudonyms beside the log unless one is there already, and return the one in force.

    Raises
    ------
    DashboardError
        Where the log or its key is damaged or missing, or nothing can be written.
    """
    with only_writer(folder):
        if stored_rows.state(folder) == stored_rows.State():
            storage.begin_first(folder)
        return keep_key(folder, key)


def add(
    folder: Path,
    log: Log,
    about: ImportAbout,
    *,
    expected_version: int | None = None,
    repeats: Repeats = "same",
    pairs: PairsAre = "same",
) -> Version:
    """Add a file to the log in `folder`; `effect` says beforehand what that does.

    Parameters
    ----------
    folder : Path
    log : Log
        The file, cleaned.
    about : ImportAbout
    expected_version : int, optional
        The version that the effect shown was worked out from.
    repeats, pairs
        See `changes.effect`.

    Returns
    -------
    Version
        The new one; where the file is in the log already and says nothing new, the one that its import made.

    Raises
    ------
    LogMovedOnError
        Where the log has a later version than `expected_version`.
    DashboardError
        Where the file cannot be added, or nothing can be written; the log is as it was then.
    """
    with only_writer(folder):
        stored, kept = _opened(folder)
        if expected_version not in {None, kept.latest}:
            raise LogMovedOnError(
                "The saved log has changed since you saw the effect of this import: look at the effect again."
            )
        planned = effect(kept, log, about.digest, repeats, pairs, kinds=about.kinds)
        if planned.same_file is not None and planned.is_nothing:
            return planned.same_file
        version = Version(
            kept.latest + 1,
            "import",
            now(),
            about.by,
            load().version,
            file_name=name_to_keep(about.file_name),
            digest=about.digest,
            key_fingerprint=about.key_fingerprint,
            readings=about.readings,
            kinds=about.kinds,
            rows_read=about.rows_read,
            rows_kept=about.rows_kept,
            new=planned.new,
            changed=planned.changed,
            unchanged=planned.unchanged,
            paired=planned.paired,
        )
        again = _held_again(planned, kept)
        earlier = kept.contents.row[kept.treatments.latest[planned.comparison.match[again]]]
        rows = [_event(version, earlier.tolist()), _treatments(planned, kept, np.flatnonzero(~again))]
        table = stored.table if stored else storage.create(folder)
        storage.append(folder, table, pa.concat_tables(rows, promote_options="default"), version.number)
        storage.tidy(folder)
    return version


def undo(folder: Path, number: int, by: str | None = None) -> Version:
    """Take version `number`, an import or an undo, back; the log is then as though it had never been.

    Raises
    ------
    DashboardError
        Where that version cannot be taken back, or nothing can be written.
    """
    with only_writer(folder):
        stored, kept = _opened(folder)
        undone = next((each for each in kept.versions if each.number == number), None)
        if stored is None or undone is None or undone.kind == "erasure":
            what = "erased a client for good" if undone else "does not exist"
            raise DashboardError(f"Version {number} cannot be undone, because it {what}: choose an import.")
        if not undone.in_effect:
            raise DashboardError(f"Version {number} is undone already: to restore it, undo the undo.")
        version = Version(kept.latest + 1, "undo", now(), by, load().version, undoes=number)
        storage.append(folder, stored.table, _event(version), version.number)
        storage.tidy(folder)
    return version


def set_chart(folder: Path, settings: ChartSettings, by: str | None = None) -> None:
    """Keep what was set on the chart over time with the log, as a version of its own.

    Texts that mention an e-mail address, a phone number or the like are hidden.

    Raises
    ------
    DashboardError
        Where there is no saved log, or nothing can be written.
    """
    with only_writer(folder):
        stored, kept = _opened(folder)
        if stored is None:
            raise DashboardError("There is no saved log to keep this with: import a file first.")
        safe = settings.reworded(without_mentions)
        if safe == kept.chart:
            return
        version = Version(kept.latest + 1, "chart", now(), by, load().version, chart=safe)
        storage.append(folder, stored.table, _event(version), version.number)
        storage.tidy(folder)


@dataclass(frozen=True)
class Erased:
    """How many treatments of a client went, and out of the names of how many files the client was taken."""

    treatments: int = 0
    file_names: int = 0


def erase(folder: Path, *client_ids: str, also_called: str = "", by: str | None = None) -> Erased:
    """Erase a client from every version of the log for good, and from the names of the files in its history.

    Erasing nobody deletes what an erasure that was cut short may have left on the disk.

    Parameters
    ----------
    folder : Path
    *client_ids : str
        Every ID of the client; see `clients.clients_called`.
    also_called : str
        What else a file may be called after: a name that the log has only as a pseudonym.
    by : str, optional

    Raises
    ------
    DashboardError
        Where nothing could be written, or the files that held the treatments could not be deleted.
    """
    with only_writer(folder):
        stored, kept = _opened(folder)
        if stored is None:
            return Erased()
        of_each = [_rows_of(each, kept) for each in client_ids]
        rows = np.unique(np.concatenate([np.empty(0, dtype=np.int64), *of_each]))
        theirs = np.unique(kept.contents.key[rows])
        erased = len(theirs)
        called = [*client_ids, also_called]
        forget_calls(folder, set(kept.contents.keys.taken(theirs)), called)
        forget_in_dismissals(folder, called)
        forget_in_definitions(folder, called)
        named = [_without_mention_of(each, called) for each in kept.versions]
        changed = [each for each, before in zip(named, kept.versions, strict=True) if each != before]
        if erased or changed:
            version = Version(kept.latest + 1, "erasure", now(), by, load().version, erased=erased)
            left = [_without(rows, changed, stored, kept), _event(version)]
            anew = pa.concat_tables(left, promote_options="default")
            storage.overwrite(folder, stored.table, anew, version.number)
        forget_client(folder, called)
        storage.delete_for_good(folder)
        storage.tidy(folder)
    return Erased(erased, sum(each.kind != "chart" for each in changed))


def _without_mention_of(version: Version, called: Sequence[str]) -> Version:
    """Return a version without a client in the name of its file or in what somebody wrote on the chart."""

    def unnamed(text: str) -> str:
        return without_client(text, called)

    chart = version.chart.reworded(unnamed) if version.chart is not None else None
    return replace(version, file_name=unnamed(version.file_name), chart=chart)


def _opened(folder: Path) -> tuple[Stored | None, SavedLog]:
    stored = stored_rows.read_stored(folder)
    return stored, saved_log(quick_contents(stored, folder))


# Rows of the table ----


def _event(version: Version, again: Sequence[int] = ()) -> pa.Table:
    """Return the row that says what `version` is, and which rows the file held again."""
    return pa.table(
        {
            VERSION: [version.number],
            EVENT: [version.kind],
            ABOUT: [written(version)],
            REPEATS: pa.array([again], OWN_COLUMNS.field(REPEATS).type),
        }
    )


def _treatments(planned: Effect, kept: SavedLog, positions: np.ndarray) -> pa.Table:
    """Return the rows at `positions` of the file as they are stored: what the file gives, and no more."""
    file = planned.comparison
    first = int(kept.contents.row.max(initial=0)) + 1
    own = {
        VERSION: pa.array(np.full(len(positions), kept.latest + 1)),
        EVENT: pa.array(np.full(len(positions), TREATMENT, dtype=object), pa.string()),
        ROW: pa.array(np.arange(first, first + len(positions))),
        KEY: pa.array(file.keys[positions], pa.string()),
    }
    given = {stored_name(name): stored_values(column.rows(positions), name) for name, column in file.columns.items()}
    return pa.table(own | given)


def _held_again(planned: Effect, kept: SavedLog) -> np.ndarray:
    """Mark the rows of the file that are, blanks included, just as the row that gave the treatment's values last.

    These need no row of their own: the import names the earlier one, which counts for as long as either is in effect.
    """
    file = planned.comparison
    again = file.match >= 0
    if not again.any():
        return again
    earlier = kept.treatments.latest[file.match]
    blank = np.full(len(again), BLANK)
    for name in file.columns.keys() | kept.contents.columns.keys():
        given = file.columns[name].codes if name in file.columns else blank
        stored = kept.contents.columns[name].codes[earlier] if name in kept.contents.columns else blank
        again &= given == stored
    return again


def _rows_of(client_id: str, kept: SavedLog) -> np.ndarray:
    """Return the positions of the rows of every version that are about a client.

    A row that leaves the client blank is about whom the other rows of its treatment name.
    """
    column = kept.contents.columns.get(CLIENT)
    if column is None:
        return np.empty(0, dtype=np.int64)
    same = same_text(CLIENT)
    names = np.array([same(text) == same(client_id.strip()) for text in column.texts] + [False])
    theirs = names[column.codes]
    left_blank = (column.codes < 0) & np.isin(kept.contents.key, kept.contents.key[theirs])
    return np.flatnonzero(theirs | left_blank)


def _without(positions: np.ndarray, renamed: Sequence[Version], stored: Stored, kept: SavedLog) -> pa.Table:
    """Return the rows of the table without those of these treatments, and with what is noted of `renamed` versions."""
    gone = kept.contents.row[positions]
    out = set(gone.tolist())
    is_treatment = pc.equal(stored.rows[EVENT], TREATMENT)
    treatments = stored.rows.filter(pc.and_(is_treatment, pc.invert(pc.is_in(stored.rows[ROW], pa.array(gone)))))
    events = stored_rows.without_dictionaries(stored.rows.filter(pc.invert(is_treatment)))
    anew = {version.number: written(version) for version in renamed}
    numbers, abouts, repeats = (events[name].to_pylist() for name in (VERSION, ABOUT, REPEATS))
    changed = {
        ABOUT: [anew.get(number, about) for number, about in zip(numbers, abouts, strict=True)],
        REPEATS: [[row for row in each if row not in out] if each else each for each in repeats],
    }
    for name, values in changed.items():
        column = pa.array(values, OWN_COLUMNS.field(name).type)
        events = events.set_column(events.column_names.index(name), name, column)
    return pa.concat_tables([stored_rows.without_dictionaries(treatments), events], promote_options="default")
