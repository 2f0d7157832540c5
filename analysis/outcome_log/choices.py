"""What the manager says about a file, as one value: hashable, so that it can be part of a cache key."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal

from analysis.files.layout import LayoutChoices
from analysis.identifiers.screening import ScreenChoices
from analysis.outcome_log.codebook import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

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
        For any other column; the meaning is a level, or "" for "not known".
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

    def fitting(self, header: Iterable[str]) -> ImportChoices:
        """Return what of this can be said of a file with these columns, whatever the case and spaces of their names."""
        names = list(header)
        spelled = {fold(name): name for name in reversed(names)} | {name: name for name in names}

        def own(column: str) -> str | None:
            return spelled.get(column) or spelled.get(fold(column))

        keep = {(name, kind) for column, kind in self.screen.keep if (name := own(column))}
        pseudonymise = {name for column in self.screen.pseudonymise if (name := own(column))}
        return replace(
            self,
            columns=tuple({name: meaning for column, meaning in self.columns if (name := own(column))}.items()),
            values=tuple({name: texts for column, texts in self.values if (name := own(column))}.items()),
            screen=ScreenChoices(frozenset(keep), frozenset(pseudonymise)),
        )

    def with_values(self, column: str, meanings: Mapping[str, str]) -> ImportChoices:
        """Return the same choices with other meanings for the texts of one column; none takes them back."""
        others = tuple(pair for pair in self.values if pair[0] != column)
        return replace(self, values=(*others, (column, tuple(meanings.items()))) if meanings else others)
