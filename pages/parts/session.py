"""What a session remembers: every key of its state once, with its type; the part that owns a key writes it.

A widget whose key stands in one part alone and that nobody else asks for, such as a field of a form, is not here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

import streamlit as st

from analysis.importing.choices import ImportChoices
from analysis.outcome_log.chart_settings import NOTHING_SET, ChartSettings
from analysis.outcome_log.report_settings import SECTIONS

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Hashable, Iterable, Mapping

    from streamlit.runtime.uploaded_file_manager import UploadedFile

    from analysis.outcome_log.report_settings import FileOf, Order
    from analysis.outcome_log.value_kinds import ValueKind
    from analysis.saved_log.calls import Call
    from analysis.saved_log.dismissals import Dismissal
    from pages.parts.cached import Source
    from pages.parts.looked_at import LookedAt

T = TypeVar("T")


@dataclass(frozen=True)
class Key(Generic[T]):
    """One value of a session.

    Attributes
    ----------
    name : str
        What Streamlit knows it by; a widget that shows the value has it as its key.
    default : T
        What holds as long as nothing was chosen.
    is_kept : bool
        Whether it outlives a page: Streamlit forgets a widget that another page does not draw.
    of_file : bool
        Whether it is about one file, and forgotten with the next.
    """

    name: str
    default: T
    is_kept: bool = False
    of_file: bool = False

    @property
    def is_set(self) -> bool:
        """Whether the session has a value of its own."""
        return self.name in st.session_state

    def get(self) -> T:
        """Return the value."""
        value: T = st.session_state.get(self.name, self.default)
        return value

    def set(self, value: T) -> None:
        """Remember another value."""
        st.session_state[self.name] = value

    def begin(self, value: T) -> T:
        """Return the value; where the session has none yet, this one, which it has from now on."""
        kept: T = st.session_state.setdefault(self.name, value)
        return kept

    def forget(self) -> None:
        """Go back to the default."""
        st.session_state.pop(self.name, None)

    def take(self) -> T:
        """Return the value and forget it: for what is shown once."""
        value: T = st.session_state.pop(self.name, self.default)
        return value


@dataclass(frozen=True)
class Keys(Generic[T]):
    """One value for each of several things, such as the filter of each factor."""

    prefix: str
    default: T
    is_kept: bool = False

    def of(self, name: str) -> Key[T]:
        """Return the key of one of them."""
        return Key(f"{self.prefix}{name}", self.default, self.is_kept)

    def names(self) -> list[str]:
        """Return what the session has a value for."""
        return [key.removeprefix(self.prefix) for key in map(str, st.session_state) if key.startswith(self.prefix)]


# frame: which log the pages show ----
SOURCE: Key[Source | None] = Key("source", None)
AS_OF: Key[int | None] = Key("as_of", None)
CHOICES = Key("choices", ImportChoices())

# methods: the section that is read ----
METHODS_SECTION = Key("methods_section", "", is_kept=True)

# importing: the file at hand ----
SECTION = Key("log_section", "")
WAY_IN = Key("way_in", "")
PART_OF_IMPORT = Key("import_part", "", of_file=True)
# A browser keeps the file of an uploader: after one was cancelled, another uploader takes its place.
UPLOAD: Keys[object] = Keys("upload", None)
UPLOADS_CANCELLED = Key("cancelled_uploads", 0)
PASTED = Key("pasted", "")
SAMPLE: Key[str | None] = Key("sample", None)
UPLOAD_MARK = Key("id_of_upload", "")
# Of the file in the uploader: its mark and its digest.
UPLOAD_DIGEST = Key("digest_of_upload", ("", ""))
UPLOAD_IS_GONE = Key("gone_upload", default=False)
HEADER: Key[tuple[str, ...]] = Key("header", ())
IS_REMEMBERED = Key("is_remembered", default=False)
KNOWN_FILES: Key[Mapping[str, ImportChoices]] = Key("known_files", {})

# layout, mapping, cached: how it is laid out, what it means, what makes its pseudonyms ----
UNREAD: Key[tuple[Source | None, ImportChoices]] = Key("layout_of_unread", (None, ImportChoices()))
LAYOUT: Keys[Any] = Keys("layout ", None)
COLUMNS_SHOWN = Key("columns_shown", "", of_file=True)
CORRECTED_COLUMN: Key[str | None] = Key("corrected_column", None)
CORRECTED_MEANING: Key[str | None] = Key("corrected_meaning", None)
CORRECTED_KIND_OF: Key[str | None] = Key("corrected_kind_of", None)
CORRECTED_KIND: Key[ValueKind | None] = Key("corrected_kind", None)
VALUES_MEANING: Keys[list[str]] = Keys("values_meaning ", [])
MERGED_VALUES: Keys[list[str]] = Keys("merged_values ", [])
MERGED_INTO: Keys[str | None] = Keys("merged_into ", None)
# The button of a form, and what was wrong with the form when it was pressed.
FORM_FAULT = Key("form_fault", ("", ""))
VALUES_OF = Key("values_of", "")
PSEUDONYM_KEY = Key("pseudonym_key", b"")

# saved_log ----
KEEP_IT = Key("keep_it", "", of_file=True)
REPEATS = Key("repeats", "", of_file=True)
PAIRS = Key("pairs", "", of_file=True)
DONE = Key("log_done", "")
NOT_REMEMBERED = Key("log_not_remembered", "")

# sidebar: the filters ----
FILTERS_ARE_FOR: Key[Hashable] = Key("filters_are_for", None)
PRESET = Key("dates", "", is_kept=True)
PERIOD: Key[tuple[dt.date, ...]] = Key("period", (), is_kept=True)
WINDOW = Key("window", 0, is_kept=True)
MORE_FILTERS: Key[list[str]] = Key("more_filters", [], is_kept=True)
ONLY: Keys[list[str] | tuple[float, ...]] = Keys("only_", [], is_kept=True)
OUTCOME = Key("outcome", "", is_kept=True)
COUNT = Key("count", "", is_kept=True)
FIGURE_FORMAT = Key("figure_format", "PNG", is_kept=True)

# frame: what a saved picture says of its numbers: lines below its title, and where they come from ----
ABOUT_PICTURES: Key[tuple[tuple[str, ...], str]] = Key("about_pictures", ((), ""))

# selections: the filters whose answers were shown of the log at hand, never saved ----
SELECTIONS: Key[tuple[Hashable, frozenset[Hashable]]] = Key("selections", (None, frozenset()))

# What a manager asked on a page, so that the question is still there on coming back ----
MORE_FACTORS = Key("more_factors", default=False, is_kept=True)
FACTOR = Key("factor", "", is_kept=True)
PLANNED = Key("planned", "", is_kept=True)
IS_PLANNED = Keys("is_planned ", default=False)
ADJUSTED_PLANNED = Key("adjusted_planned", "")
COMPARED = Keys("compared ", "", is_kept=True)
COMPARED_BY_CLICK: Key[tuple[str, str] | None] = Key("compared_by_click", None)
CLICKED_LEVEL: Keys[str | None] = Keys("clicked_level ", None)
CLOSER_LOOK = Key("closer_look", "", is_kept=True)
TOGETHER_WITH = Key("together_with", "", is_kept=True)
GROUPS_OF = Keys("groups_of ", "", is_kept=True)
ADJUSTED_FOR: Key[list[str] | None] = Key("adjusted_for", None, is_kept=True)
ADJUSTED_SUGGESTED: Key[list[str] | None] = Key("adjusted_suggested", None, is_kept=True)
FILL_IN = Key("fill_in", default=False, is_kept=True)
ADJUSTED_LEVEL = Keys("adjusted_level ", "", is_kept=True)
NUMBERS_ENTER = Key("numbers_enter", "", is_kept=True)
ADJUSTED_PART = Key("adjusted_part", "", is_kept=True)
ADJUSTED_FACTOR = Key("adjusted_factor", "", is_kept=True)
FEW_FACTOR = Key("few_factor", "", is_kept=True)
FEW_OTHERS: Key[list[str] | None] = Key("few_others", None, is_kept=True)
RECOVERY_BY = Key("recovery_by", "", is_kept=True)
REPORT_TITLE = Key("report_title", "", is_kept=True)
REPORT_SHARED = Key("report_shared", "", is_kept=True)
REPORT_FACTORS: Key[list[str] | None] = Key("report_factors", None, is_kept=True)
REPORT_HAS = Keys("report_has_", default=True, is_kept=True)
REPORT_ORDER: Key[Order] = Key("report_order", SECTIONS, is_kept=True)
# The keys of the buttons of which the first that can be pressed has the keyboard.
KEYBOARD_ON: Key[tuple[str, ...]] = Key("keyboard_on", ())
REPORT_PREVIEW = Key("report_preview", default=True, is_kept=True)
REPORT_FORMAT = Key("report_format", "", is_kept=True)
REPORT_CHARTS = Key("report_charts", "", is_kept=True)
REPORT_FIGURES = Keys("report_figures_", "", is_kept=True)
REPORT_BY = Keys("report_by_", "", is_kept=True)
REPORT_LOGO = Key("report_logo", b"", is_kept=True)
REPORT_LOGO_PROBLEM = Key("report_logo_problem", "")
REPORT_TEMPLATE: Key[FileOf | None] = Key("report_template", None, is_kept=True)
REPORT_TEMPLATE_PROBLEM = Key("report_template_problem", "")
REPORT_TEMPLATE_UPLOAD: Key[UploadedFile | None] = Key("report_template_upload", None)
REPORT_OLDER = Key("report_older", default=False)
REPORT_SAVED = Key("report_saved", "", is_kept=True)
REPORT_NOT_SAVED = Key("report_not_saved", "")
REPORT_UPLOAD: Key[UploadedFile | None] = Key("report_upload", None)
# The pages of the PDF as pictures, and what tells them from those of any other.
REPORT_PAGES: Key[tuple[str, tuple[bytes, ...]]] = Key("report_pages", ("", ()))

# trend: by what periods, which part, and what is set on the chart of a file that is not saved ----
TREND_BY = Key("trend_by", "", is_kept=True)
TREND_PART = Key("trend_part", "", is_kept=True)
TREND_PERIOD: Key[dt.date | None] = Key("trend_period", None)
TREND_GROUPS = Key("trend_groups", "", is_kept=True)
TREND_SETS = Key("trend_sets", "", is_kept=True)
CUSUM_ADJUSTED = Key("cusum_adjusted", default=True, is_kept=True)
TEAMS_UNIT = Key("teams_unit", "", is_kept=True)
TEAMS_ADJUSTED = Keys("teams_adjusted ", default=False, is_kept=True)
TEAMS_ADJUSTED_FOR: Keys[list[str] | None] = Keys("teams_adjusted_for ", None, is_kept=True)
TEAMS_SUGGESTED: Keys[list[str] | None] = Keys("teams_suggested ", None, is_kept=True)
TEAMS_WIDENED = Keys("teams_widened ", default=False, is_kept=True)
TEAMS_LETTERS = Key("teams_letters", default=False, is_kept=True)
TEAMS_PART = Key("teams_part", "", is_kept=True)
TEAMS_ORDER = Key("teams_order", "", is_kept=True)
TEAMS_ONE: Keys[str] = Keys("teams_one ", "")
TEAMS_CLICKED: Keys[str | None] = Keys("teams_clicked ", None)
CHART: Key[ChartSettings] = Key("chart_settings", NOTHING_SET, of_file=True)

# warnings: whether all are shown, and whether they are being dismissed; those of a file that were dismissed ----
ALL_WARNINGS = Key("all_warnings", default=False)
DISMISSING = Key("dismissing", default=False)
DISMISSED: Key[tuple[Dismissal, ...]] = Key("dismissed", (), of_file=True)

# follow_up: what the work list shows, and the calls about a file that is only looked at ----
CALLS_OF = Key("calls_of", "", is_kept=True)
CALL_SEARCH = Key("call_search", "")
CALLS_FROM = Key("calls_from", 0)
OVERDUE_AFTER = Key("overdue_after", 0, is_kept=True)
UNKNOWN_AFTER = Key("unknown_after", 0, is_kept=True)
LISTED_FOR = Key("listed_for", 0, is_kept=True)
SHOWS_OLDER = Key("shows_older", default=False, is_kept=True)
SEES_TREATMENTS = Key("sees_treatments", default=False, is_kept=True)
SEES_ONE = Key("sees_one", default=False, is_kept=True)
SEES_PERIOD = Key("sees_period", default=False, is_kept=True)
SEEN_PERIOD = Key("seen_period", "")
SEEN_LEVEL: Keys[str] = Keys("seen_level ", "")
FOLLOWED_UP_BY = Key("followed_up_by", "", is_kept=True)
CALL_NOTE = Key("call_note", "")
# How many calls were recorded: the ticks of the next one are others.
CALLS_RECORDED = Key("calls_recorded", 0)
ALL_CALLS = Key("all_calls", default=False)
CALL_DONE = Key("call_done", "")
CALLS: Key[tuple[Call, ...]] = Key("calls", (), of_file=True)

# waiting: long work that has not come to its end, what this run and the one before began with, what was cancelled ----
WORKING: Key[frozenset[int]] = Key("working", frozenset())
NOW: Key[Mapping[str, object] | None] = Key("now", None)
BEFORE: Key[Mapping[str, object] | None] = Key("before", None)
CANCELLED: Key[Hashable] = Key("cancelled", None)

# looked_at: the file that this session looks at, and those it may go on with after a reload ----
LOOKED_AT: Key[LookedAt | None] = Key("looked_at", None)
OFFERED: Key[tuple[LookedAt, ...]] = Key("offered", ())

# What a reload would take: the file, what was chosen for it, and which filters hold.
_OF_RELOAD = (SOURCE, CHOICES, HEADER, IS_REMEMBERED, KNOWN_FILES, PSEUDONYM_KEY, FILTERS_ARE_FOR, CHART, DISMISSED)
# What only Cancel takes back, too: how a file is to be imported.
_OF_RUN = (*_OF_RELOAD, KEEP_IT, REPEATS, PAIRS)

_KEYS = tuple(each for each in globals().values() if isinstance(each, Key))
_FAMILIES = tuple(each for each in globals().values() if isinstance(each, Keys))


def keep_alive() -> None:
    """Say anew what outlives a page, before any widget is drawn."""
    for name in _kept_names():
        st.session_state[name] = st.session_state[name]


def _kept_names() -> list[str]:
    kept = {each.name for each in _KEYS if each.is_kept}
    prefixes = tuple(each.prefix for each in _FAMILIES if each.is_kept)
    return [name for name in map(str, st.session_state) if name in kept or name.startswith(prefixes)]


def values_to_restore() -> dict[str, object]:
    """Return what the session remembers of its file and its filters, by name."""
    return _values_of(_OF_RELOAD)


def values_of_run() -> dict[str, object]:
    """Return what decides what a page shows, by name."""
    return _values_of(_OF_RUN)


def _values_of(keys: Iterable[Key[Any]]) -> dict[str, object]:
    names = [*_kept_names(), *(each.name for each in keys if each.is_set)]
    return {name: st.session_state[name] for name in names}


def restore_session(values: Mapping[str, object]) -> None:
    """Remember what another session remembered of its file and its filters."""
    for name, value in values.items():
        st.session_state[name] = value


def go_back_to(values: Mapping[str, object]) -> None:
    """Remember what an earlier run of a page remembered, and nothing else of what decides what a page shows."""
    for name in values_of_run().keys() - values.keys():
        del st.session_state[name]
    restore_session(values)


def forget_file() -> None:
    """Forget what was chosen about the file that the pages showed so far."""
    for each in _KEYS:
        if each.of_file:
            each.forget()
