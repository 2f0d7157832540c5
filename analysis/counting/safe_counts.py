"""Counts that are safe to share: they hold nothing but tallies without small cells, so nobody can ask for more."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NoReturn

import numpy as np

from analysis.counting.counts import Counts
from analysis.counting.tallies import OUTCOMES, OneWay
from analysis.outcome_log.log import DATE

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from analysis.counting.counts import Answer, By, Paired, Units
    from analysis.counting.tallies import Durations, Patterns, Times, Total
    from analysis.outcome_log.filters import Filters
    from analysis.outcome_log.log import Factor, Level
    from analysis.outcome_log.outcomes import Counted
    from analysis.outcome_log.periods import By as PeriodBy


class NotSafeError(LookupError):
    """Something was asked of safe counts that they do not hold; an exhibit that needs it is no part of what is shared.

    It is a mistake of the program: no page and no report asks for it.
    """


@dataclass(frozen=True, eq=False, kw_only=True)
class SafeTallies:
    """All that may be known of the treatments of a log.

    Attributes
    ----------
    total : Total
    of_factors : mapping of str to OneWay
        By the name of the factor, its levels joined.
    factors : tuple of Factor
        Those of `of_factors`, with these levels.
    by_period : OneWay or None
        By the first day of each period; None where no period is long enough.
    shortest : {"month", "quarter"}
        What these periods are.
    clients_repeat : bool
        Whether enough clients came back to be mentioned.
    """

    total: Total
    of_factors: Mapping[str, OneWay]
    factors: tuple[Factor, ...]
    by_period: OneWay | None
    shortest: PeriodBy
    clients_repeat: bool


class SafeCounts(Counts):
    """The safe tallies of the treatments that pass some filters; whatever else is asked for is refused.

    Parameters
    ----------
    safe : SafeTallies
    filters : Filters
        To be named only: without what their levels give away.
    counted : Counted
    titled : mapping of str to Factor
        All factors of the log, without their levels: for the names of filters.
    period : pair of date or None
        The first and the last day of the log.
    """

    is_shared = True

    def __init__(
        self,
        safe: SafeTallies,
        filters: Filters,
        counted: Counted,
        *,
        titled: Mapping[str, Factor],
        period: tuple[dt.date, dt.date] | None,
    ) -> None:
        self.filters = filters
        self.counted = counted
        self._safe = safe
        self._titled = titled
        self._period = period

    @property
    def is_empty(self) -> bool:
        """Whether no treatment passes."""
        return not self.total.treatments

    @property
    def has_follow_ups(self) -> bool:
        """No: days of follow-up are not shared."""
        return False

    @property
    def begun_by_review(self) -> tuple[int, int]:
        """Nothing is known of the days of breakouts."""
        return 0, 0

    @property
    def late_breakouts(self) -> int:
        """Nothing is known of the days of breakouts."""
        return 0

    @property
    def counts_clients(self) -> bool:
        """Whether a unit is a client."""
        return self.counted.unit == "clients"

    @property
    def factors(self) -> tuple[Factor, ...]:
        """The factors whose table is safe."""
        return self._safe.factors

    def factor(self, name: str) -> Factor:
        """Return the factor called `name`; one that is not shared has no levels."""
        return next((each for each in self.factors if each.name == name), None) or self._titled[name]

    def has(self, column: str) -> bool:
        """Tell whether there is a tally by this column."""
        return column in self._safe.of_factors

    @property
    def period(self) -> tuple[dt.date, dt.date] | None:
        """The first and last day of treatment in the log."""
        return self._period

    @property
    def shortest_period(self) -> PeriodBy:
        """The shortest period whose counts are safe."""
        return self._safe.shortest

    @property
    def clients_repeat(self) -> bool:
        """Whether enough clients came back to be mentioned."""
        return self._safe.clients_repeat

    @property
    def grades(self) -> tuple[Level, ...]:
        """Grades are not shared."""
        return ()

    @property
    def total(self) -> Total:
        """All units by outcome."""
        return self._safe.total

    def between(self, start: dt.date | None, end: dt.date | None) -> SafeCounts:
        """Return the same counts, which know no other period; a part of them is refused."""
        return self if start is None and end is None else self._refuse()

    def of(self, counted: Counted) -> SafeCounts:
        """Return the same counts, which know no other outcome or unit."""
        return self if counted == self.counted else self._refuse()

    def by(self, factor: str) -> OneWay:
        """Return the units by the joined levels of a factor."""
        return self._safe.of_factors[factor] if factor in self._safe.of_factors else self._refuse()

    def by_day(self, start: dt.date | None = None, end: dt.date | None = None) -> OneWay:
        """Return the units by the first day of the shortest safe period."""
        if self._safe.by_period is None:
            return OneWay(DATE, (), np.zeros((0, OUTCOMES), dtype=np.int64))
        return self._safe.by_period if start is None and end is None else self._refuse()

    def visits(self, factor: str) -> None:
        """Return None: it is not shared how often clients of a level came."""

    def pairs(self, *factors: By, of: Paired = "outcome") -> None:
        """Return None: the design effect of the log stands in for that of each level."""

    def onsets(self, factor: str | None = None) -> Times | None:  # noqa: ARG002 - as of all counts
        """Return None: days of breakouts are not shared."""
        return None

    def times(self, factor: str | None = None) -> Times | None:  # noqa: ARG002 - as of all counts
        """Return None: days of follow-up are not shared."""
        return None

    def followed_onsets(self, factor: str | None = None) -> Times | None:  # noqa: ARG002 - as of all counts
        """Return None: days of follow-up are not shared."""
        return None

    def durations(self, factor: str | None = None) -> Durations | None:  # noqa: ARG002 - as of all counts
        """Return None: days of breakouts are not shared."""
        return None

    def seen(self) -> None:
        """Return None: days of follow-up are not shared."""

    def by_client(self, of: Answer = "outcome") -> NoReturn:  # noqa: ARG002 - as of all counts
        """Refuse: no client is known."""
        self._refuse()

    def combinations(self, *by: By) -> Patterns:  # noqa: ARG002 - as of all counts
        """Refuse: no factors are crossed."""
        return self._refuse()

    def patterns(self, *factors: str) -> Patterns:  # noqa: ARG002 - as of all counts
        """Refuse: no factors are crossed."""
        return self._refuse()

    def occurring(self, *by: By) -> Patterns:  # noqa: ARG002 - as of all counts
        """Refuse: no factors are crossed."""
        return self._refuse()

    def by_grade(self, *factors: str) -> np.ndarray:  # noqa: ARG002 - as of all counts
        """Refuse: grades are not shared."""
        return self._refuse()

    def by_both(self, factor: By, other: By) -> NoReturn:  # noqa: ARG002 - as of all counts
        """Refuse: no factors are crossed."""
        self._refuse()

    def _count(self, by: tuple[By, ...], of: Units) -> np.ndarray:  # noqa: ARG002 - as of all counts
        return self._refuse()

    def _count_pairs(self, by: tuple[By, ...], of: Paired) -> np.ndarray:  # noqa: ARG002 - as of all counts
        return self._refuse()

    def _count_by_client(self, by: tuple[str, ...], of: Answer) -> Patterns:  # noqa: ARG002 - as of all counts
        return self._refuse()

    def _count_occurring(self, by: tuple[By, ...]) -> Patterns:  # noqa: ARG002 - as of all counts
        return self._refuse()

    @property
    def _clients(self) -> int:
        return self._refuse()

    @staticmethod
    def _refuse() -> NoReturn:
        raise NotSafeError("counts for sharing hold safe tallies alone")
