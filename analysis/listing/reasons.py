"""Why a treatment waits for a call: the rules, which are the same wherever the treatments are."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from analysis.outcome_log.codebook import NO, REFERRED, YES
from analysis.outcome_log.log import FOLLOW_UP, FOLLOWED_UP, OUTCOME, RESOLVED, SEVERE, SEVERITY

if TYPE_CHECKING:
    from collections.abc import Mapping

# Without any of these nobody knows who was not followed up.
FOLLOW_UP_COLUMNS = (FOLLOWED_UP, FOLLOW_UP)

Reason = Literal["warning signs", "severe", "no follow-up", "overdue", "unknown"]
Urgency = Literal["today", "soon", "overdue"]
# The most urgent first. A treatment is listed once, for the first reason that holds.
URGENCY: Mapping[Reason, Urgency] = {
    "warning signs": "today",
    "severe": "soon",
    "no follow-up": "soon",
    "overdue": "overdue",
    "unknown": "overdue",
}
REASONS: tuple[Reason, ...] = tuple(URGENCY)
URGENCIES: tuple[Urgency, ...] = tuple(dict.fromkeys(URGENCY.values()))

# Clinics usually see clients again two to four weeks after microneedling.
OVERDUE_AFTER_DAYS = 28
UNKNOWN_AFTER_DAYS = 30
# Our own choice: a quarter after a treatment a call seldom learns how the skin was in the days after it.
LISTED_FOR_DAYS = 90
NOT_KNOWN = -1


@dataclass(frozen=True)
class Settings:
    """After how many days a call is due, and until when it is.

    Attributes
    ----------
    overdue_after : int
        Days from a treatment until its follow-up is overdue.
    unknown_after : int
        Days from a treatment until an unknown outcome is a reason to call.
    listed_for : int or None
        Days from a treatment until it is only counted, unless a warning sign was recorded; None for ever.
    """

    overdue_after: int = OVERDUE_AFTER_DAYS
    unknown_after: int = UNKNOWN_AFTER_DAYS
    listed_for: int | None = LISTED_FOR_DAYS


class Known(ABC):
    """What is known of each treatment of a log, as marks that ``&``, ``|`` and ``~`` put together.

    Attributes
    ----------
    days : array or expression
        Days since each treatment; -1 where that is not known or the day is yet to come.
    none : array or expression
        Marks none.
    """

    days: Any
    none: Any

    @abstractmethod
    def has(self, name: str) -> bool:
        """Tell whether the log has a column."""

    @abstractmethod
    def among(self, name: str, levels: set[str]) -> Any:  # noqa: ANN401 an array, or what an engine has for one
        """Mark the treatments with one of these levels in a column that the log has."""

    @abstractmethod
    def known(self, name: str) -> Any:  # noqa: ANN401
        """Mark the treatments whose value in a column that the log has is known."""

    def is_among(self, name: str, levels: set[str]) -> Any:  # noqa: ANN401
        """Mark the treatments with one of these levels; none where the log lacks the column."""
        return self.among(name, levels) if self.has(name) else self.none

    def is_known(self, name: str) -> Any:  # noqa: ANN401
        """Mark the treatments whose value is known; none where the log lacks the column."""
        return self.known(name) if self.has(name) else self.none


def reasons_of(treatments: Known, has_sign: Any, settings: Settings) -> dict[Reason, Any]:  # noqa: ANN401
    """Mark for each reason the treatments for which it holds.

    Parameters
    ----------
    treatments : Known
    has_sign : array or expression
        Marks those of which a warning sign was recorded.
    settings : Settings
    """
    broke_out, is_unknown = treatments.is_among(OUTCOME, {YES}), ~treatments.is_known(OUTCOME)
    not_followed_up = _not_followed_up(treatments)
    return {
        "warning signs": has_sign & ~treatments.is_among(REFERRED, {YES}),
        "severe": treatments.is_among(SEVERITY, {SEVERE}) & ~treatments.is_known(RESOLVED),
        "no follow-up": broke_out & not_followed_up,
        "overdue": is_unknown & not_followed_up & (treatments.days > settings.overdue_after),
        "unknown": is_unknown & (treatments.days > settings.unknown_after),
    }


def _not_followed_up(treatments: Known) -> Any:  # noqa: ANN401
    """Mark the treatments that nobody followed up; none where the log has no column that records it."""
    if treatments.has(FOLLOWED_UP):
        nothing_recorded = ~treatments.is_known(FOLLOWED_UP) & ~treatments.is_known(FOLLOW_UP)
        return treatments.is_among(FOLLOWED_UP, {NO}) | nothing_recorded
    return ~treatments.known(FOLLOW_UP) if treatments.has(FOLLOW_UP) else treatments.none
