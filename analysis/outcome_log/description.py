"""What a log is, without its treatments: the columns, the factors and their levels, the period."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Any

from analysis.outcome_log.codebook import load

if TYPE_CHECKING:
    import datetime as dt

    from analysis.outcome_log.log import Factor


class LogDescription(ABC):
    """What is known of a log wherever its treatments are: in memory, in files or on a cluster.

    Attributes
    ----------
    factors : tuple of Factor
        The columns a rate can be split by, in the codebook's order, extra factors last.
    is_table_of_counts : bool
        Whether a row of the file may stand for several treatments that nothing distinguishes.
    """

    factors: tuple[Factor, ...]
    is_table_of_counts: bool

    @abstractmethod
    def __len__(self) -> int:
        """Return the number of treatments."""

    @abstractmethod
    def __contains__(self, name: object) -> bool:
        """Tell whether the log has a column called `name`."""

    @abstractmethod
    def values(self, name: str) -> tuple[Any, ...]:
        """Return what the codes of column `name` stand for."""

    @property
    @abstractmethod
    def clients_repeat(self) -> bool:
        """Whether the log has client IDs and any of them came back."""

    @property
    @abstractmethod
    def period(self) -> tuple[dt.date, dt.date] | None:
        """The first and last day of treatment; None without dates."""

    @property
    def has_dates(self) -> bool:
        """Whether any treatment has a date."""
        return self.period is not None

    @property
    def has_warning_signs(self) -> bool:
        """Whether it has a column for any sign that needs a doctor."""
        return any(sign in self for sign in load().warning_signs)

    @property
    def has_extra_factors(self) -> bool:
        """Whether columns outside the codebook are kept, whose names may say anything."""
        return any(factor.is_extra for factor in self.factors)

    def factor(self, name: str) -> Factor:
        """Return the factor called `name`; KeyError where the log has none."""
        for factor in self.factors:
            if factor.name == name:
                return factor
        raise KeyError(name)

    def factors_beside(self, outcome: str) -> tuple[Factor, ...]:
        """Return the factors that may say something of the column `outcome`: all but those that record it."""
        recorded = [factor for factor in self.factors if factor.name == outcome]
        return tuple(factor for factor in self.factors if not any(map(factor.overlaps, recorded)))
