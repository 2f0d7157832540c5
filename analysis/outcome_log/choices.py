"""What the manager says about a file, as one value: hashable, so that it can be part of a cache key."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal

from analysis.files.layout import LayoutChoices
from analysis.identifiers.screening import ScreenChoices

if TYPE_CHECKING:
    from collections.abc import Mapping

    from analysis.outcome_log.values import DateOrder


@dataclass(frozen=True, slots=True)
class ImportChoices:
    """What the manager said about a file.

    Attributes
    ----------
    columns : tuple of (column, meaning)
        The meaning is the name of a field, "extra factor" or "leave out".
    yes, no, unknown : frozenset of str
        Texts of the outcome column. Where any is given, every text that none lists means `others` (None: it is not
        understood), unless it says itself that the outcome is not known.
    values : tuple of (column, tuple of (text, meaning))
        For any other column; the meaning is a level, or "unknown".
    date_order : {"day first", "month first"} or None
    layout : LayoutChoices
    screen : ScreenChoices
    """

    columns: tuple[tuple[str, str], ...] = ()
    yes: frozenset[str] = field(default_factory=frozenset)
    no: frozenset[str] = field(default_factory=frozenset)
    unknown: frozenset[str] = field(default_factory=frozenset)
    others: Literal["yes", "no"] | None = None
    values: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = ()
    date_order: DateOrder | None = None
    layout: LayoutChoices = field(default_factory=LayoutChoices)
    screen: ScreenChoices = field(default_factory=ScreenChoices)

    def with_values(self, column: str, meanings: Mapping[str, str]) -> ImportChoices:
        """Return the same choices with other meanings for the texts of one column; none takes them back."""
        others = tuple(pair for pair in self.values if pair[0] != column)
        return replace(self, values=(*others, (column, tuple(meanings.items()))) if meanings else others)
