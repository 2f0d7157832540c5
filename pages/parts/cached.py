"""The only caches. What one person uploaded is kept for their session alone; frames are never hashed."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from analysis import overview as at_a_glance
from analysis.bringing_in import Opened, bring_in
from analysis.files.problems import FileError
from analysis.identifiers.anonymity import anonymity as count_alone
from analysis.identifiers.pseudonyms import load_key, new_key
from analysis.kept_log.changes import effect as effect_of
from analysis.kept_log.clients import are_called_differently
from analysis.kept_log.folder import LogMovedOnError, log_folder
from analysis.kept_log.opening import open_log
from analysis.kept_log.stored_rows import State, state
from analysis.outcome_log.choices import ImportChoices
from analysis.outcome_log.cleaning import clean
from analysis.outcome_log.filters import Filters
from analysis.questions import adjusted as several_factors
from analysis.questions import grades as ordered_outcome
from analysis.questions import rate_curve as curve_question
from analysis.questions import something_else as other_factors
from analysis.questions import together as two_factors
from analysis.questions import unknown_outcomes as unknowns_question

if TYPE_CHECKING:
    import pandas as pd

    from analysis.files.layout import LayoutChoices
    from analysis.identifiers.anonymity import Anonymity
    from analysis.identifiers.screening import ScreenChoices
    from analysis.kept_log.changes import Effect, Repeats
    from analysis.kept_log.opening import KeptLog
    from analysis.methods.graded import GradesResult
    from analysis.methods.interaction import Together
    from analysis.methods.model_terms import Entered
    from analysis.methods.rate_curve import RateCurve
    from analysis.methods.unknowns import UnknownOutcomes
    from analysis.outcome_log.import_report import ImportReport
    from analysis.outcome_log.log import Log
    from analysis.overview import Overview
    from analysis.questions.adjusted import Adjusted
    from analysis.questions.something_else import SomethingElse
    from analysis.results import FactorResult

SAMPLES = Path(__file__).parents[2] / "sample_data"
NO_LOG = State()
_KEY = "pseudonym_key"


class UploadGoneError(FileError):
    """The upload is no longer in memory: the session is older than the cache remembers."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where a log comes from: a sample, an upload known by the digest of its bytes, or the log kept by the clinic.

    Attributes
    ----------
    file_name : str
    digest : str or None
        Of an upload.
    version : int or None
        Of the kept log: how it was after this import.
    state : State
        Of the kept log: its newest version, and what tells it from any other log in the same folder.
    """

    file_name: str
    digest: str | None = None
    version: int | None = None
    state: State = NO_LOG

    @property
    def is_sample(self) -> bool:
        """Whether this is one of the sample logs."""
        return self.digest is None and self.version is None

    @property
    def is_kept(self) -> bool:
        """Whether this is the log that the clinic keeps."""
        return self.version is not None

    @property
    def is_past(self) -> bool:
        """Whether this is the kept log as it was before its newest version."""
        return self.version is not None and self.version < self.state.newest


KEPT = Source("the log", version=0)


@dataclass(frozen=True, slots=True, eq=False)
class Planned:
    """What adding a file to the kept log would do, each changed value, and whether the two call clients differently."""

    effect: Effect
    changes: pd.DataFrame
    are_called_differently: bool


def log_of(source: Source, choices: ImportChoices) -> tuple[Log, ImportReport]:
    """Return the log in a source and the account of its import.

    Raises
    ------
    FileError
        Where the file was forgotten and has to be uploaded again, or no column is its outcome.
    """
    if source.is_sample:
        return _sample_log(source, choices)
    if source.version is not None:
        return _kept_log(log_folder(), source.version, source.state)
    file = opened(source, choices)
    return _uploaded_log(source, choices, file.key, file)


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
    FileError
        Where the file cannot be read, or was forgotten and has to be uploaded again.
    """
    if source.is_sample:
        return _sample(source, choices.layout, choices.screen)
    return _upload(source, choices.layout, choices.screen, pseudonym_key(), content)


def kept_source(as_of: int | None = None) -> Source | None:
    """Return the kept log, as it is or as it was after one of its versions; None where none is kept.

    Raises
    ------
    FileError
        Where the log is damaged.
    """
    now = state(log_folder())
    return replace(KEPT, version=min(as_of or now.newest, now.newest), state=now) if now.newest else None


def kept() -> KeptLog:
    """Return the newest version of the kept log; an empty one where none is kept.

    Raises
    ------
    LogMovedOnError
        Where it is changed at this very moment.
    FileError
        Where the log is damaged.
    """
    return _newest(state(log_folder()))


def planned(source: Source, choices: ImportChoices, repeats: Repeats, log: Log) -> Planned:
    """Return what adding a file to the newest version of the kept log would do.

    Raises
    ------
    LogMovedOnError
        Where the log is changed at this very moment.
    FileError
        Where it is damaged, or the file cannot be added.
    """
    now = state(log_folder())
    return _planned(source, choices, pseudonym_key(), now, repeats, _newest(now), log)


def _newest(now: State) -> KeptLog:
    found = _kept(log_folder(), now.newest, now)
    if found.version != found.latest:
        raise LogMovedOnError("Somebody is changing the log just now: load the page again.")
    return found


def forget_kept() -> None:
    """Forget every version of the kept log that is in memory: somebody in it was erased."""
    _kept.clear()
    _kept_log.clear()
    _planned.clear()
    overview.clear()
    unknown_outcomes.clear()
    rate_curve.clear()
    something_else.clear()
    together.clear()
    grades.clear()
    default_factors.clear()
    adjusted.clear()


def pseudonym_key() -> bytes:
    """Return the key that makes the pseudonyms of this session's upload, on every page the same."""
    return st.session_state.get(_KEY) or renew_key()


def renew_key() -> bytes:
    """Take over the key of the kept log where there is one by now; the upload has to be at hand to be read anew.

    Raises
    ------
    FileError
        Where the key is damaged.
    """
    key: bytes = load_key(log_folder()) or st.session_state.get(_KEY) or new_key()
    st.session_state[_KEY] = key
    return key


def digest(content: bytes) -> str:
    """Return what tells a file from every other."""
    return hashlib.sha256(content).hexdigest()


@st.cache_resource(max_entries=8, show_spinner="Reading the sample log …")
def _sample(source: Source, layout: LayoutChoices, screening: ScreenChoices) -> Opened:
    content = (SAMPLES / source.file_name).read_bytes()
    return bring_in(content, source.file_name, ImportChoices(layout=layout, screen=screening), b"sample")


@st.cache_resource(max_entries=8, show_spinner="Reading the sample log …")
def _sample_log(source: Source, choices: ImportChoices) -> tuple[Log, ImportReport]:
    return _sample(source, choices.layout, choices.screen).cleaned(choices)


# One entry: what somebody was erased from must not stay behind it.
@st.cache_resource(max_entries=1, show_spinner="Opening the log …")
def _kept(folder: Path, version: int, state: State) -> KeptLog:  # noqa: ARG001 - part of the key
    return open_log(folder, version)


@st.cache_resource(max_entries=1, show_spinner="Opening the log …")
def _kept_log(folder: Path, version: int, state: State) -> tuple[Log, ImportReport]:
    kept = _kept(folder, version, state)
    log, report = clean(kept.table, ImportChoices(columns=kept.columns))
    return log, replace(report, log_version=kept.version)


@st.cache_resource(scope="session", max_entries=1, show_spinner="Comparing with the log …")
def _planned(
    source: Source,
    choices: ImportChoices,  # noqa: ARG001 - part of the key
    key: bytes,  # noqa: ARG001 - part of the key
    state: State,  # noqa: ARG001 - part of the key
    repeats: Repeats,
    _kept: KeptLog,
    _log: Log,
) -> Planned:
    # Only uploads are added, and they have a digest.
    effect = effect_of(_kept, _log, source.digest or "", repeats)
    return Planned(effect, effect.changes(), are_called_differently(_kept, _log))


@st.cache_resource(scope="session", max_entries=1, show_spinner="Reading the file …")
def _upload(
    source: Source, layout: LayoutChoices, screening: ScreenChoices, key: bytes, _content: bytes | None
) -> Opened:
    if _content is None:
        raise UploadGoneError(f"“{source.file_name}” is no longer in memory. Upload it again.")
    return bring_in(_content, source.file_name, ImportChoices(layout=layout, screen=screening), key)


@st.cache_resource(scope="session", max_entries=2, show_spinner="Understanding the columns …")
def _uploaded_log(
    source: Source,  # noqa: ARG001 - part of the key
    choices: ImportChoices,
    key: bytes,  # noqa: ARG001 - part of the key
    _opened: Opened,
) -> tuple[Log, ImportReport]:
    return _opened.cleaned(choices)


@st.cache_resource(scope="session", max_entries=32, show_spinner="Counting …")
def overview(source: Source, choices: ImportChoices, filters: Filters, _log: Log) -> Overview:  # noqa: ARG001
    """Return the clinic at a glance."""
    return at_a_glance.overview(_log, filters)


@st.cache_resource(scope="session", max_entries=32, show_spinner="Looking through the other factors …")
def something_else(
    source: Source,  # noqa: ARG001 - part of the key
    choices: ImportChoices,  # noqa: ARG001 - part of the key
    filters: Filters,
    name: str,
    _log: Log,
    _found: Overview,
) -> SomethingElse:
    """Return what becomes of the comparison of the factor called `name` within the groups of the others."""
    (result,) = (each for each in _found.factors if each.factor.name == name)
    return other_factors.something_else(_log, filters, result, _found)


@st.cache_resource(scope="session", max_entries=32, show_spinner="Counting …")
def together(
    source: Source,  # noqa: ARG001 - part of the key
    choices: ImportChoices,  # noqa: ARG001 - part of the key
    filters: Filters,
    names: tuple[str, str],
    _log: Log,
    _found: Overview,
) -> Together:
    """Return the rates of two factors together."""
    first, second = map(_log.factor, names)
    return two_factors.together(_log, filters, first, second, _found)


@st.cache_resource(scope="session", max_entries=32, show_spinner="Counting …")
def unknown_outcomes(
    source: Source,  # noqa: ARG001 - part of the key
    choices: ImportChoices,  # noqa: ARG001 - part of the key
    filters: Filters,
    factor: str,  # noqa: ARG001 - part of the key
    _log: Log,
    _found: Overview,
    _result: FactorResult,
) -> UnknownOutcomes:
    """Return what unknown outcomes could do to the rates of a factor."""
    return unknowns_question.unknown_outcomes(_log, filters, _found, _result)


@st.cache_resource(scope="session", max_entries=32, show_spinner="Counting …")
def rate_curve(
    source: Source,  # noqa: ARG001 - part of the key
    choices: ImportChoices,  # noqa: ARG001 - part of the key
    filters: Filters,
    factor: str,  # noqa: ARG001 - part of the key
    _log: Log,
    _found: Overview,
    _result: FactorResult,
) -> RateCurve:
    """Return the curve of the rate over the values of a factor."""
    return curve_question.rate_curve(_log, filters, _found, _result)


@st.cache_resource(scope="session", max_entries=32, show_spinner="Counting …")
def grades(
    source: Source,  # noqa: ARG001 - part of the key
    choices: ImportChoices,  # noqa: ARG001 - part of the key
    filters: Filters,
    name: str,
    _log: Log,
    _found: Overview,
) -> GradesResult:
    """Return the grades of an ordered outcome at each level of the factor called `name`."""
    (result,) = (each for each in _found.factors if each.factor.name == name)
    return ordered_outcome.grades_by_level(_log, filters, result)


@st.cache_resource(scope="session", max_entries=32, show_spinner="Counting …")
def default_factors(
    source: Source,  # noqa: ARG001
    choices: ImportChoices,  # noqa: ARG001
    filters: Filters,
    entered: Entered,
    _log: Log,
) -> tuple[str, ...]:
    """Return the factors that are looked at together unless a manager chooses others."""
    return several_factors.default_factors(_log, filters, entered)


@st.cache_resource(scope="session", max_entries=32, show_spinner="Allowing for what comes along …")
def adjusted(
    source: Source,  # noqa: ARG001
    choices: ImportChoices,  # noqa: ARG001
    filters: Filters,
    names: tuple[str, ...],
    entered: Entered,
    _log: Log,
) -> Adjusted:
    """Return what each of several factors says with the others allowed for."""
    return several_factors.adjusted(_log, filters, names, entered)


@st.cache_resource(scope="session", max_entries=4, show_spinner="Counting …")
def anonymity(source: Source, choices: ImportChoices, _log: Log) -> Anonymity:  # noqa: ARG001
    """Return how many clients stand alone with what is known of them."""
    return count_alone(_log, Filters())
