"""The only caches. What one person uploaded is kept for their session alone; frames are never hashed."""

from __future__ import annotations

import datetime as dt
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar, cast

import streamlit as st

from analysis.counting.anonymity import anonymity as count_alone
from analysis.counting.choice import IN_MEMORY, choice_by_size
from analysis.counting.choosing import counts_of, forget_counted, rows_in_files
from analysis.errors import DashboardError
from analysis.exports.drawing import forget_drawings
from analysis.exports.slide_deck import Deck
from analysis.identifiers.pseudonyms import KEY_FILE, load_key, new_key
from analysis.importing.choices import ImportChoices
from analysis.importing.decision import UndecidedError
from analysis.importing.lake_account import lake_account
from analysis.importing.opening import Imported, Opened, Remembered, open_as_remembered, open_file
from analysis.outcome_log.coded_log import lake_folder, open_lake
from analysis.outcome_log.filters import Filters
from analysis.questions.warnings import early_warnings
from analysis.saved_log.adding import Plan
from analysis.saved_log.adding import plan as plan_of
from analysis.saved_log.checking import Checked, check_log
from analysis.saved_log.folder import (
    CALLS,
    DISMISSALS,
    KNOWN_FILES,
    LAST_BACKUP,
    REPORTS,
    LogMovedOnError,
    log_folder,
)
from analysis.saved_log.history import before_last_import
from analysis.saved_log.in_parts import as_coded
from analysis.saved_log.opening import as_log, open_log, saved_log
from analysis.saved_log.stored_rows import State, state
from pages.parts import looked_at, session, waiting

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable

    import pandas as pd

    from analysis.counting.anonymity import Anonymity
    from analysis.counting.counts import Counts, Tallied
    from analysis.counting.passing_rows import PassingRows
    from analysis.files.layout import LayoutChoices
    from analysis.identifiers.choices import ScreenChoices
    from analysis.importing.import_account import ImportAccount
    from analysis.outcome_log.chart_settings import ChartSettings
    from analysis.outcome_log.coded_log import CodedLog
    from analysis.outcome_log.log import Log
    from analysis.outcome_log.object_store import ObjectFolder
    from analysis.outcome_log.outcomes import Counted
    from analysis.questions.warnings import EarlyWarning
    from analysis.saved_log.changes import Repeats
    from analysis.saved_log.history import Version
    from analysis.saved_log.matching import PairsAre
    from analysis.saved_log.opening import SavedLog

SAMPLES = Path(__file__).parents[2] / "sample_data"
NO_LOG = State()
# Of an upload: a change of filters asks three or four questions, and shows two of the answers.
MOST_ANSWERS = 128
# Of the saved log and the samples, of all sessions: as much for each of eight people.
MOST_SHARED_ANSWERS = 1024
# Of an upload: the filters shown, and those just left.
MOST_COUNTS = 4
# Of the saved log and the samples, of all sessions; a setting of the filters has a few hundred kilobytes of counts.
MOST_SHARED_COUNTS = 32
# Of one session: the one in use, and the one before it.
MOST_TEMPLATES = 2
# Of the saved log, of all sessions: its last versions with what was set on their charts.
MOST_VERSIONS = 16
# A file rots without a trace in the folder, while the log that was opened from it stays in memory.
CHECKED_FOR = dt.timedelta(minutes=10)

T = TypeVar("T")


class UploadGoneError(DashboardError):
    """The upload is no longer in memory: the session is older than the cache remembers."""


class TemplateGoneError(DashboardError):
    """The presentation is not in memory: a saved report names it, or the session is older than the cache remembers."""


@dataclass(frozen=True)
class Source:
    """Where a log comes from: a sample, an upload known by the digest of its bytes, or the log kept by the clinic.

    Attributes
    ----------
    file_name : str
    digest : str or None
        Of an upload.
    version : int or None
        Of the saved log: how it was after this import.
    state : State
        Of the saved log: its newest version, and what distinguishes it from any other log in the same folder.
    lake : str or None
        Of a log in files of codes: the digest of the files that it was written from.
    """

    file_name: str
    digest: str | None = None
    version: int | None = None
    state: State = NO_LOG
    lake: str | None = None

    @property
    def is_sample(self) -> bool:
        """Whether this is one of the sample logs."""
        return self.digest is None and self.version is None and self.lake is None

    @property
    def is_upload(self) -> bool:
        """Whether this is a file of one session."""
        return self.digest is not None

    @property
    def is_saved(self) -> bool:
        """Whether this is the log that the clinic keeps."""
        return self.version is not None

    @property
    def is_past(self) -> bool:
        """Whether this is the saved log as it was before its newest version."""
        return self.version is not None and self.version < self.state.newest


SAVED = Source("the log", version=0)


@dataclass(frozen=True, eq=False)
class Planned:
    """What adding a file to the saved log would do, and each changed value."""

    plan: Plan
    changes: pd.DataFrame


def described(source: Source, choices: ImportChoices) -> tuple[Log | CodedLog, ImportAccount]:
    """Return the log in a source, in memory or in files, and the account of it; see `log_of`."""
    folder = lake_folder()
    if source.lake is not None and folder is not None:
        lake = _lake(folder, source.lake)
        return lake, lake_account(lake)
    return log_of(source, choices) if source.version is None else _saved(source, source.version)


def _saved(source: Source, version: int) -> tuple[Log | CodedLog, ImportAccount]:
    folder, now = log_folder(), source.state
    opening = waiting.shown(
        lambda: _counted_from(_kept(folder, version, now)), ("opening", folder, version, now), "opening"
    )
    return _saved_log(folder, version, now, opening)


def lake_source() -> Source | None:
    """Return the log in files that the setting names; None without it.

    Raises
    ------
    DashboardError
        Where there is none in the folder.
    """
    folder = lake_folder()
    return Source(folder.name, lake=open_lake(folder).digest) if folder is not None else None


def log_of(source: Source, choices: ImportChoices) -> tuple[Log, ImportAccount]:
    """Return the log in a file, which is a sample or an upload, and the account of its import.

    Raises
    ------
    DashboardError
        Where the file was forgotten and has to be uploaded again, or no column is its outcome.
    """
    if source.is_sample:
        return _sample_log(
            _written(source, choices), lambda: _sample(source, choices.layout, choices.screen).cleaned(choices)
        )
    read = _understood(source, choices, opened(source, choices))
    if isinstance(read, UndecidedError):
        raise read
    return read


def _understood(source: Source, choices: ImportChoices, file: Opened) -> tuple[Log, ImportAccount] | UndecidedError:
    """Return the log in an upload, or the question that is open, which takes a reading for each of its answers."""

    def clean() -> tuple[Log, ImportAccount] | UndecidedError:
        try:
            return file.cleaned(choices)
        except UndecidedError as open_question:
            return open_question.with_traceback(None)

    return _uploaded_log(_written(source, choices, file.key), waiting.shown(clean, (source, choices), "columns"))


def opened(source: Source, choices: ImportChoices, content: bytes | None = None) -> Opened:
    """Return a sample or an upload as texts, laid out and screened as `choices` say.

    Parameters
    ----------
    source : Source
    choices : ImportChoices
    content : bytes, optional
        The bytes of an upload, needed the first time and whenever it is to be read in another way.

    Raises
    ------
    DashboardError
        Where the file cannot be read, or was forgotten and has to be uploaded again.
    """
    if source.is_sample:
        return _sample(source, choices.layout, choices.screen)
    key = pseudonym_key()
    read_as = (source, choices.layout, choices.screen, key)

    def read() -> Opened:
        if content is not None:
            return open_file(content, source.file_name, choices, key)
        # A connection that broke, or a reload, took what Streamlit cached.
        if (held := looked_at.still_held(read_as)) is None:
            raise UploadGoneError(f"“{source.file_name}” is no longer in memory. Upload it again.")
        return held

    file = _upload(*read_as, waiting.shown(read, read_as, "reading"))
    if (session.SOURCE.get(), session.CHOICES.get()) == (source, choices):
        looked_at.look(source.file_name, file, read_as)
    return file


def opened_as_remembered(
    source: Source,
    content: bytes,
    chosen: ImportChoices,
    recall: Callable[[tuple[str, ...]], ImportChoices | None],
    cancelled: Callable[[], None],
) -> Remembered:
    """Return a new upload as the last file with its header was opened, and keep it and its log for this session.

    Parameters
    ----------
    source : Source
    content : bytes
    chosen : ImportChoices
    recall : callable
        See `open_as_remembered`.
    cancelled : callable
        What happens where the manager no longer wants it: nothing of it is kept then.

    Raises
    ------
    DashboardError
        Where the file cannot be read.
    """
    # What is at hand is read anew, so a key that another session kept meanwhile is taken over now.
    key = renew_key()

    def read() -> Remembered:
        found = open_as_remembered(content, source.file_name, chosen, recall, key)
        # The page asks what has to be asked.
        with suppress(DashboardError):
            _understood(source, found.choices, found.file)
        return found

    found = waiting.shown(read, source, "reading", cancelled)()
    _upload(source, found.choices.layout, found.choices.screen, key, lambda: found.file)
    return found


def saved_source(as_of: int | None = None) -> Source | None:
    """Return the saved log, as it is or as it was after one of its versions; None where none is kept.

    Raises
    ------
    DashboardError
        Where the log is damaged.
    """
    now = state(log_folder())
    return replace(SAVED, version=min(as_of or now.newest, now.newest), state=now) if now.newest else None


def kept() -> SavedLog:
    """Return the newest version of the saved log; an empty one where none is kept.

    Raises
    ------
    LogMovedOnError
        Where it is changed at this very moment.
    DashboardError
        Where the log is damaged.
    """
    return _newest(state(log_folder()))


def saved(source: Source) -> SavedLog:
    """Return what the log in a source was opened from; the source is a version of the saved log.

    Raises
    ------
    DashboardError
        Where the log is damaged.
    """
    return _kept(log_folder(), source.version or 0, source.state)


def checked(kept: SavedLog) -> Checked:
    """Return whether all of the saved log is as it was written, looked at once every few minutes for the same files."""
    folder = log_folder()
    return _checked(folder, state(folder), _beside(folder), kept)


def planned(source: Source, file: Imported, repeats: Repeats, pairs: PairsAre) -> Planned:
    """Return what adding a file to the newest version of the saved log would do.

    Raises
    ------
    LogMovedOnError
        Where the log is changed at this very moment.
    DashboardError
        Where it is damaged, or the file cannot be added.
    """
    now, key = state(log_folder()), load_key(log_folder())
    kept = _newest(now)

    def compare() -> Planned:
        plan = plan_of(kept, file, key, repeats, pairs)
        return Planned(plan, plan.effect.changes())

    about = source, file.choices, pseudonym_key(), now, key, repeats, pairs
    return _planned(about, waiting.shown(compare, about, "comparing"))


def _newest(now: State) -> SavedLog:
    found = _kept(log_folder(), now.newest, now)
    if found.version != found.latest:
        raise LogMovedOnError("Somebody is changing the log just now: load the page again.")
    return found


def counts(source: Source, choices: ImportChoices, log: Log | CodedLog, filters: Filters, counted: Counted) -> Counts:
    """Return the counts of what passes some filters, each tally counted once for the same log and filters.

    Only the tallies outlive a run of the page: a log from which somebody was erased must not stay behind them. Those of
    an upload are of its session alone.
    """
    about = _written(log_folder(), source, choices, filters, counted)
    remembered = (_tallies if source.is_upload else _shared_tallies)(about)
    return counts_of(log, filters, counted, remembered)


def listed(log: CodedLog, filters: Filters) -> PassingRows:
    """Return the treatments of a log in files that pass some filters, of which a page is asked for.

    Raises
    ------
    DashboardError
        Where the setting names no engine, or the engine is not installed.
    """
    return rows_in_files(log, filters)


def answer(
    source: Source, choices: ImportChoices, counts: Counts, question: tuple[Hashable, ...], ask: Callable[[], T]
) -> T:
    """Return the answer to a question about a log, asked once for the same log, filters and question.

    Of the saved log, and of a sample, it is asked once for everybody: somebody who asks it at the same time waits for
    the answer instead of working it out, too.

    Parameters
    ----------
    source : Source
    choices : ImportChoices
    counts : Counts
    question : tuple
        What is asked, and all that the answer depends on besides the log and the filters.
    ask : callable
        Works the answer out.
    """
    about = _written(log_folder(), source, choices, counts.filters, counts.counted)
    asked = _written(*question)
    shown = waiting.shown(ask, (about, asked))
    return cast("T", (_answer if source.is_upload else _shared_answer)(about, asked, shown))


def _written(*key: Hashable) -> str:
    """Return a key as it is written, with every field of it: Streamlit takes a hundred times as long to hash one."""
    return repr(key)


def keep_template(digest: str, content: bytes) -> None:
    """Keep a presentation for this session, opened once to see that slides can be made with it.

    Raises
    ------
    DashboardError
        Where they cannot.
    """
    _template(digest, content)


def template(digest: str) -> bytes:
    """Return a presentation that this session chose; nothing where it is no longer at hand."""
    try:
        return _template(digest, b"")
    except TemplateGoneError:
        return b""


def warnings_before(source: Source, settings: ChartSettings) -> frozenset[str] | None:
    """Return the keys of the warnings that a version of the saved log had before its last import.

    None where `find_warnings_before` has to look first, which takes seconds for a large log.

    Raises
    ------
    DashboardError
        Where the log is damaged.
    """
    versions = saved(source).versions
    before = before_last_import(versions)
    return _keys_of_warnings().get((log_folder(), versions[before - 1], settings)) if before else frozenset()


def find_warnings_before(source: Source, settings: ChartSettings) -> None:
    """Look which warnings a version of the saved log had before its last import.

    Raises
    ------
    DashboardError
        Where the log is damaged.
    """
    kept = saved(source)
    before = before_last_import(kept.versions)

    def find() -> Iterable[EarlyWarning]:
        log, _ = _counted_from(saved_log(kept.contents, before))
        return early_warnings(counts_of(log), settings)

    found = waiting.shown(find, ("what is new", source, settings))()
    _remember(kept.versions[before - 1], settings, found)


def remember_warnings(source: Source, settings: ChartSettings, found: Iterable[EarlyWarning]) -> None:
    """Remember which warnings a version of the saved log has, so that the next import need not look for them."""
    _remember(saved(source).versions[-1], settings, found)


def _remember(version: Version, settings: ChartSettings, found: Iterable[EarlyWarning]) -> None:
    remembered = _keys_of_warnings()
    remembered[log_folder(), version, settings] = frozenset(each.key for each in found)
    for oldest in [*remembered][:-MOST_VERSIONS]:
        remembered.pop(oldest, None)


def forget_saved() -> None:
    """Forget every version of the saved log that is in memory: somebody in it was erased."""
    _kept.clear()
    _saved_log.clear()
    _planned.clear()
    _shared_answer.clear()
    _shared_tallies.clear()
    _keys_of_warnings.clear()
    forget_counted()
    forget_drawings()


def pseudonym_key() -> bytes:
    """Return the key that makes the pseudonyms of this session's upload, on every page the same."""
    return session.PSEUDONYM_KEY.get() or renew_key()


def renew_key() -> bytes:
    """Take over the key of the saved log where there is one by now; the upload has to be at hand to be read anew.

    Raises
    ------
    DashboardError
        Where the key is damaged.
    """
    key = load_key(log_folder()) or session.PSEUDONYM_KEY.get() or new_key()
    session.PSEUDONYM_KEY.set(key)
    return key


@st.cache_resource(max_entries=8, show_spinner="Reading the sample log …")
def _sample(source: Source, layout: LayoutChoices, screening: ScreenChoices) -> Opened:
    content = (SAMPLES / source.file_name).read_bytes()
    return open_file(content, source.file_name, ImportChoices(layout=layout, screen=screening), b"sample")


@st.cache_resource(max_entries=8, show_spinner="Reading the sample log …")
def _sample_log(
    about: str,  # noqa: ARG001 - the key
    _clean: Callable[[], tuple[Log, ImportAccount]],
) -> tuple[Log, ImportAccount]:
    return _clean()


# One entry: what somebody was erased from must not stay behind it.
@st.cache_resource(max_entries=1, show_spinner="Opening the log …")
def _kept(folder: Path, version: int, state: State) -> SavedLog:  # noqa: ARG001 - part of the key
    return open_log(folder, version)


def _beside(folder: Path) -> list[tuple[str, int, int]]:
    """Return what shows a change of the small files beside the treatments."""
    found = []
    for name in (KEY_FILE, KNOWN_FILES, CALLS, DISMISSALS, REPORTS, LAST_BACKUP):
        with suppress(OSError):
            about = (folder / name).stat()
            found.append((name, about.st_mtime_ns, about.st_size))
    return found


@st.cache_resource(max_entries=1, show_spinner=False, ttl=CHECKED_FOR)
def _checked(folder: Path, state: State, beside: object, _kept: SavedLog) -> Checked:  # noqa: ARG001 - part of the key
    return check_log(folder, _kept)


@st.cache_resource(max_entries=1, show_spinner=False)
def _saved_log(
    folder: Path,  # noqa: ARG001 - part of the key
    version: int,  # noqa: ARG001 - part of the key
    state: State,  # noqa: ARG001 - part of the key
    _open: Callable[[], tuple[Log | CodedLog, ImportAccount]],
) -> tuple[Log | CodedLog, ImportAccount]:
    return _open()


def _counted_from(kept: SavedLog) -> tuple[Log | CodedLog, ImportAccount]:
    """Return the saved log in memory, or in files where it is not counted there."""
    choice = choice_by_size(len(kept), len(kept.names))
    return as_log(kept) if choice.setting == IN_MEMORY else as_coded(kept)


# The keys alone are remembered, of which none names a client: no earlier log stays in memory.
@st.cache_resource(max_entries=1, show_spinner=False)
def _keys_of_warnings() -> dict[tuple[Path, Version, ChartSettings], frozenset[str]]:
    """Return the keys of the warnings of each version that somebody has looked at."""
    return {}


@st.cache_resource(scope="session", max_entries=1, show_spinner=False)
def _planned(about: tuple[Hashable, ...], _compare: Callable[[], Planned]) -> Planned:  # noqa: ARG001 - the key
    return _compare()


@st.cache_resource(scope="session", max_entries=1, show_spinner=False)
def _upload(
    source: Source,  # noqa: ARG001 - part of the key
    layout: LayoutChoices,  # noqa: ARG001 - part of the key
    screening: ScreenChoices,  # noqa: ARG001 - part of the key
    key: bytes,  # noqa: ARG001 - part of the key
    _read: Callable[[], Opened],
) -> Opened:
    return _read()


# The log shown, and that of a file or of choices that may yet be cancelled.
@st.cache_resource(scope="session", max_entries=2, show_spinner=False)
def _uploaded_log(
    about: str,  # noqa: ARG001 - the key
    _clean: Callable[[], tuple[Log, ImportAccount] | UndecidedError],
) -> tuple[Log, ImportAccount] | UndecidedError:
    return _clean()


@st.cache_resource(scope="session", max_entries=MOST_TEMPLATES, show_spinner="Opening the template …")
def _template(digest: str, _content: bytes) -> bytes:  # noqa: ARG001 - the key
    if not _content:
        raise TemplateGoneError("Choose the template again.")
    Deck(_content)
    return _content


# Answers are kept as bytes: objects, of which each has hundreds, make every search for garbage longer.
@st.cache_data(scope="session", max_entries=MOST_ANSWERS, show_spinner=False)
def _answer(about: str, question: str, _ask: Callable[[], object]) -> object:  # noqa: ARG001 - the key
    return _ask()


@st.cache_resource(max_entries=1, show_spinner=False)
def _lake(folder: Path | ObjectFolder, digest: str) -> CodedLog:  # noqa: ARG001 - part of the key
    return open_lake(folder)


@st.cache_data(max_entries=MOST_SHARED_ANSWERS, show_spinner=False)
def _shared_answer(about: str, question: str, _ask: Callable[[], object]) -> object:  # noqa: ARG001 - the key
    return _ask()


@st.cache_resource(max_entries=MOST_SHARED_COUNTS, show_spinner=False)
def _shared_tallies(about: str) -> Tallied:  # noqa: ARG001 - the key
    return {}


@st.cache_resource(scope="session", max_entries=MOST_COUNTS, show_spinner=False)
def _tallies(about: str) -> Tallied:  # noqa: ARG001 - the key
    """Return where the tallies of the same log and filters are remembered."""
    return {}


@st.cache_resource(scope="session", max_entries=4, show_spinner="Counting …")
def anonymity(source: Source, choices: ImportChoices, _log: Log) -> Anonymity:  # noqa: ARG001
    """Return how many clients stand alone with what is known of them."""
    return count_alone(_log, Filters())
