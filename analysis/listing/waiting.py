"""A treatment that waits for a call, and what is asked of a list of them wherever their log is."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from analysis.listing.reasons import URGENCY, Reason, Urgency

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator, Sequence

    import numpy as np


@dataclass(frozen=True)
class Waiting:
    """A treatment that waits for a call.

    Attributes
    ----------
    row : int
        Its position in the log.
    treatment_id, client_id, clinic, practitioner : str or None
        None where the log does not have it.
    treatment_date : date or None
    reason : str
        One of `REASONS`.
    signs : tuple of str
        The fields of the warning signs that were recorded.
    settled_on : float or None
        The day after the treatment on which the skin had settled, if that was recorded.
    days : int or None
        Days since the treatment; None without its date.
    source : (str, int) or None
        Of a log without ids: the name of the file that it came from, and its row there.
    """

    row: int
    treatment_id: str | None
    client_id: str | None
    treatment_date: dt.date | None
    clinic: str | None
    practitioner: str | None
    reason: Reason
    signs: tuple[str, ...]
    settled_on: float | None
    days: int | None
    source: tuple[str, int] | None = None

    @property
    def urgency(self) -> Urgency:
        """How soon somebody should call."""
        return URGENCY[self.reason]


class WaitingList(ABC):
    """Treatments that wait for a call, the most urgent first and of equal urgency the latest treatment first.

    Attributes
    ----------
    today : date
        The day from which days are counted.
    """

    today: dt.date

    @abstractmethod
    def __len__(self) -> int:
        """Return how many treatments wait."""

    @abstractmethod
    def count(self, urgency: Urgency) -> int:
        """Return how many treatments are of this urgency."""

    @abstractmethod
    def count_long_ago(self, urgency: Urgency) -> int:
        """Return how many treatments of this urgency were long ago."""

    @abstractmethod
    def of(self, urgency: Urgency) -> WaitingList:
        """Return the treatments of one urgency."""

    @abstractmethod
    def page(self, first: int, most: int) -> tuple[Waiting, ...]:
        """Return at most `most` treatments from place `first` on."""

    @abstractmethod
    def reasons_and_signs(self, rows: Iterable[int]) -> Iterator[tuple[int, Reason, tuple[str, ...]]]:
        """Yield the row, the reason and the warning signs of the treatments of the list in some rows."""


class Keys(Protocol):
    """What each treatment of a log is called in the calls about it."""

    def of(self, row: int) -> str:
        """Return the key of the treatment in a row of the log."""

    def rows(self, keys: Sequence[str]) -> np.ndarray:
        """Return the row of each treatment; -1 for one that the log does not have."""

    def ids(self, row: int) -> tuple[str | None, str | None]:
        """Return the IDs of a treatment and of its client where they are kept beside the log."""
