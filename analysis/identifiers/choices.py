"""What the manager chose for columns that point to a person."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class ScreenChoices:
    """What the manager chose for columns that point to a person; hashable, so that it can be part of a cache key.

    Attributes
    ----------
    keep : frozenset of (column, kind)
        Columns deliberately kept as they are although they look like a kind of identifier ("" for whatever kind); this
        wins over `pseudonymise`. The same column that looks like another kind next month is asked about again.
    pseudonymise : frozenset of str
        Columns whose values are replaced by keyed pseudonyms.
    """

    keep: frozenset[tuple[str, str]] = frozenset()
    pseudonymise: frozenset[str] = frozenset()

    def keeps(self, column: str, kind: str) -> bool:
        """Tell whether `column` is to be kept although it looks like `kind`."""
        return not self.keep.isdisjoint({(column, kind), (column, "")})
