"""Counts of what passes some filters: what every question takes, whatever does the counting behind it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from contextlib import contextmanager
from functools import partial
from itertools import product
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from analysis.counting.tallies import (
    NO,
    OUTCOMES,
    YES,
    AlikeClients,
    ByDay,
    ClientPairs,
    Durations,
    Merging,
    OneWay,
    Patterns,
    Times,
    Total,
    TwoWay,
)
from analysis.errors import DashboardError
from analysis.outcome_log.log import CLIENT, DATE, FOLLOW_UP, ONSET, RESOLVED
from analysis.outcome_log.outcomes import BREAKOUT, Counted
from analysis.outcome_log.packing import MOST_CELLS, marginal, packed
from analysis.progress import report_progress

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterator

    from analysis.outcome_log.description import LogDescription
    from analysis.outcome_log.filters import Filters
    from analysis.outcome_log.log import Factor, Level
    from analysis.outcome_log.periods import By as PeriodBy

# A factor's levels as they are, or merged.
By = str | Merging
# What is known of each unit: also until which day it was observed, and of clients how many treatments they had.
Answer = Literal["outcome", "grade"]
# What is known of both treatments of a pair: the outcome (0 no, 1 yes), the grade, whether it is known (0) or not, or
# for how long the breakout lasted: twice the days, and one more where it was gone by then.
Paired = Literal["outcome", "grade", "known", "duration"]
Units = Answer | Literal["visits", "times", "followed times", "durations", "seen"]
Of = Units | Literal["pairs by outcome", "pairs by grade", "pairs by known", "pairs by duration"]
_PAIRS: dict[Paired, Of] = {
    "outcome": "pairs by outcome",
    "grade": "pairs by grade",
    "known": "pairs by known",
    "duration": "pairs by duration",
}
# Who counts.
CountedBy = Literal["memory", "DuckDB", "Spark"]
Tallied = dict[tuple[tuple[By, ...], Of], np.ndarray]
Asked = Mapping[Units, Iterable[tuple[By, ...]]]

# How alike treatments of one client are is estimated from about so many of clients who came back, where there are more.
MOST_PAIRED = 20_000
# Clients who came more often than this are in every sample of those who came back.
OFTEN = 1_000
# Every factor alone and one of them beside all others, with the pairs of each: what a manager asks before changing the
# filters.
MOST_REMEMBERED = 512


class TooManyPatternsError(DashboardError):
    """What was asked for would not fit in memory."""


class Counts(ABC):
    """The treatments of a log that pass some filters, counted when asked and each way only once.

    A unit is what one count stands for: a treatment, the first one of a client, or a client. Of a client the levels are
    those of the first treatment that passes.

    Whatever does the counting answers four questions, `_count`, `_count_pairs`, `_count_by_client` and
    `_count_occurring`; all else is read from these.

    Parameters
    ----------
    log : LogDescription
        All that is asked of the log here: its treatments are the business of whatever counts them.
    filters : Filters
        Which treatments count.
    counted : Counted
        What counts as their outcome, and what one count stands for.
    remembered : dict, optional
        What was counted before of the same log, filters and `counted`. It holds numbers only, and none of one client,
        so that it may outlive the log.

    Attributes
    ----------
    is_shared : bool
        Whether these are counts for outside the clinic (`safe_counts`), which know no two factors together.
    """

    is_shared = False

    def __init__(
        self, log: LogDescription, filters: Filters, counted: Counted, remembered: Tallied | None = None
    ) -> None:
        self._log = log
        self.filters = filters
        self.counted = counted
        self._remembered: Tallied = {} if remembered is None else remembered
        self._kept: dict[tuple[str, ...], Patterns] | None = None
        # What is read from tallies again and again.
        self._one_way: dict[str, OneWay] = {}
        # Some lines are of one client: unlike tallies, they do not outlive the log.
        self._alike: dict[Answer, AlikeClients] = {}

    @property
    def counted_by(self) -> CountedBy:
        """Who counts: nobody but this process unless an engine does."""
        return "memory"

    @property
    @abstractmethod
    def is_empty(self) -> bool:
        """Whether no treatment passes."""

    @property
    @abstractmethod
    def begun_by_review(self) -> tuple[int, int]:
        """How many breakouts had begun by their follow-up, and of how many both days are recorded."""

    @property
    @abstractmethod
    def late_breakouts(self) -> int:
        """How many treatments that pass had a breakout that began after the window, and so count as without one."""

    @abstractmethod
    def between(self, start: dt.date | None, end: dt.date | None) -> Counts:
        """Return the counts of another period, both days included."""

    @abstractmethod
    def of(self, counted: Counted) -> Counts:
        """Return the counts of another outcome or unit of the same treatments."""

    def follow_ups(self, days: int, today: dt.date) -> Counts | None:  # noqa: ARG002 - whoever knows them needs both
        """Return how many of the same treatments were followed up within so many days; None where that is not known.

        Its factors are those of `outcome_log.follow_ups.follow_up_log`.
        """
        return None

    def prepare(self, asked: Asked) -> None:  # noqa: B027 - nothing unless it helps
        """Hear which tallies are asked for next: what counts them together may do so at once.

        Parameters
        ----------
        asked : mapping of str to iterable of tuple
            For what is counted, the sets of factors that it is asked for by.
        """

    def _packed(
        self,
        asked: Iterable[tuple[By, ...]],
        of: Units,
        answers: int,
        most_cells: int = MOST_CELLS,
        ready: Iterable[tuple[By, ...]] = (),
    ) -> Iterator[tuple[tuple[By, ...], list[tuple[By, ...]]]]:
        """Put sets of factors that were not counted before together, as `packing.packed` does."""
        new = [by for by in dict.fromkeys(asked) if (by, of) not in self._remembered]
        return packed(new, lambda by: len(self._levels(by)), answers, most_cells, ready)

    def _read_from(self, counts: np.ndarray, together: tuple[By, ...], sets: list[tuple[By, ...]], of: Units) -> None:
        """Remember the tallies by several sets of factors, which a table of all of them holds."""
        for by in sets:
            self._once((by, of), partial(marginal, counts, together, by))

    @abstractmethod
    def _count(self, by: tuple[By, ...], of: Units) -> np.ndarray:
        """Count units by every combination of the levels of some factors, each with "not known" last.

        Returns
        -------
        ndarray of int
            Its shape is the number of levels of each factor, and then that of outcomes or of `grades`, those whose
            grade is not known left out; nothing for visits. For times, durations and what was seen each day has two
            places: where it had not happened by then, and where it had.
        """

    @abstractmethod
    def _count_pairs(self, by: tuple[By, ...], of: Paired) -> np.ndarray:
        """Count ordered pairs of different treatments of one client, by levels and answer of both; and the treatments.

        Where very many treatments are of clients who came back, it may be estimated from a sample of these clients.

        Returns
        -------
        ndarray of int
            Its columns are the combinations of the levels of each factor, with "not known" last, and then the answers.
            The first row counts the treatments of clients who came back; then there is a row for each combination of
            the other treatment of a pair. Where an answer is not known nothing counts.
        """

    @property
    @abstractmethod
    def _clients(self) -> int:
        """How many clients pass."""

    @abstractmethod
    def _count_by_client(self, by: tuple[str, ...], of: Answer) -> Patterns:
        """Count units by every combination of levels and client that occurs; its counts are by outcome or by grade."""

    @abstractmethod
    def _count_occurring(self, by: tuple[By, ...]) -> Patterns:
        """Count units by every combination of levels that occurs, whosever they are; its counts are by outcome."""

    @property
    def counts_clients(self) -> bool:
        """Whether a unit is a client: where the log has no client IDs each treatment is one."""
        return self.counted.unit == "clients" and CLIENT in self._log

    @property
    def factors(self) -> tuple[Factor, ...]:
        """The factors that may say something of the outcome."""
        return self._log.factors_beside(self.counted.outcome.name)

    def factor(self, name: str) -> Factor:
        """Return the factor called `name`; KeyError where the log has none."""
        return self._log.factor(name)

    def has(self, column: str) -> bool:
        """Tell whether the log has a column of this name."""
        return column in self._log

    @property
    def period(self) -> tuple[dt.date, dt.date] | None:
        """The first and last day of treatment in the log, whatever passes; None without dates."""
        return self._log.period

    @property
    def shortest_period(self) -> PeriodBy:
        """The shortest period that a chart over time is by unless another is asked for."""
        return "month"

    @property
    def clients_repeat(self) -> bool:
        """Whether the log has client IDs and any of them came back, whatever passes."""
        return self._log.clients_repeat

    @property
    def grades(self) -> tuple[Level, ...]:
        """The levels of an ordered outcome; where it says what a breakout was like, None, for no breakout, first."""
        outcome = self.counted.outcome
        return (*((None,) if outcome.is_course else ()), *self._log.values(outcome.name))

    @property
    def total(self) -> Total:
        """All units by outcome; added up where they were counted by anything before."""
        counted = next((counts for (_, of), counts in [*self._remembered.items()] if of == "outcome"), None)
        return Total(self._tally() if counted is None else counted.reshape(-1, OUTCOMES).sum(axis=0))

    def by(self, factor: str) -> OneWay:
        """Return the units by the levels of one factor; KeyError where the log lacks it."""
        if factor not in self._one_way:
            self._one_way[factor] = OneWay(factor, self._levels(factor), self._tally(factor))
        return self._one_way[factor]

    def by_both(self, factor: By, other: By) -> TwoWay:
        """Return the units by two factors together.

        Two columns of numbers have more pairs of values than could be held: their levels are merged.
        """
        names = factor_name(factor), factor_name(other)
        return TwoWay(names, (self._levels(factor), self._levels(other)), self._tally(factor, other))

    def by_day(self, start: dt.date | None = None, end: dt.date | None = None) -> OneWay:
        """Return the units by day of treatment, of a period of its own where one is given.

        Without dates there are no levels. Of each client the first treatment in that period is looked for.
        """
        if DATE not in self._log:
            return OneWay(DATE, (), np.zeros((0, OUTCOMES), dtype=np.int64))
        if start is None or end is None:
            return self.by(DATE).answered
        if self.counted.unit == "treatments" and self.filters.covers(start, end):
            days = self.by_day()
            return days.where([start <= day <= end for day in days.levels])
        return self.between(start, end).by_day()

    def by_grade(self, *factors: str) -> np.ndarray:
        """Return the units whose grade is known by the levels of some factors and by grade.

        Where clients are counted, each is by the highest grade after any treatment.

        Returns
        -------
        ndarray of int, shape (levels of the first factor with "not known", ..., grades)
        """
        return self._tally(*factors, of="grade")

    def visits(self, factor: str) -> np.ndarray | None:
        """Return, for each level of a factor, all treatments that pass of the clients who are counted there.

        Returns
        -------
        ndarray of int, shape (levels with "not known",), or None
            None where something else than clients is counted.
        """
        return self._tally(factor, of="visits") if self.counts_clients else None

    def pairs(self, *factors: By, of: Paired = "outcome") -> ClientPairs | None:
        """Return the ordered pairs of different treatments of one client by the levels of some factors.

        The levels are all combinations of those of the factors, the last factor's changing fastest.

        Returns
        -------
        ClientPairs or None
            None where the log has no client IDs, where each is counted once, and where none came back.
        """
        if self.counted.unit != "treatments" or not self.clients_repeat:
            return None
        counted = self._once((factors, _PAIRS[of]), lambda: self._count_pairs(factors, of))
        levels = self._levels(*factors) if len(factors) == 1 else tuple(product(*map(self._levels, factors)))
        treatments = counted[0].reshape(len(levels), -1)
        return ClientPairs(levels, counted[1:].reshape(treatments.shape * 2), treatments, self._clients)

    def times(self, factor: str | None = None) -> Times | None:
        """Return the units whose outcome is known by the levels of a factor, "not known" last, and by day.

        A breakout stands on the latest day on which it can have begun: its day of onset, else the day it was seen, else
        the last one of the window. A treatment without a breakout is observed until its follow-up; without a date of
        follow-up, and where a breakout began after the window, to the end of the window. A client is observed for as
        long as after the treatment that was observed for the shortest time.

        Returns
        -------
        Times or None
            None where something else than breakouts is counted, and where the log has no dates of follow-up.
        """
        return self.onsets(factor) if self.has_follow_ups else None

    def onsets(self, factor: str | None = None) -> Times | None:
        """Return the same as `times`, and all observed to the end of the window where nobody knows for how long.

        Returns
        -------
        Times or None
            None where something else than breakouts is counted.
        """
        return Times(*self._by_day(factor, "times")) if self.counted.outcome.is_breakout else None

    def followed_onsets(self, factor: str | None = None) -> Times | None:
        """Return `times` of the treatments with a date of follow-up alone, whatever their outcome.

        A client has one where all treatments have that the outcome of the client rests on.
        """
        return Times(*self._by_day(factor, "followed times")) if self.has_follow_ups else None

    def durations(self, factor: str | None = None) -> Durations | None:
        """Return the breakouts within the window by the levels of a factor, "not known" last, and by their length.

        Each breakout counts, also where clients are counted once. It lasts from its day of onset to the day it was
        resolved; one that is not resolved was last seen on the day of follow-up, and is left out where there was none
        after its onset.

        Returns
        -------
        Durations or None
            None where something else than breakouts is counted, and where the log lacks either day.
        """
        if not self.counted.outcome.is_breakout or ONSET not in self._log or RESOLVED not in self._log:
            return None
        if self.counts_clients:
            return self.of(Counted(BREAKOUT)).durations(factor)
        return Durations(*self._by_day(factor, "durations"))

    def seen(self) -> ByDay | None:
        """Return the treatments whose outcome is known by the day of their follow-up, of any outcome.

        Each treatment counts, also where clients are counted once. One that was seen later than the last day stands on
        it.

        Returns
        -------
        ByDay or None
            None where the log has no dates of follow-up.
        """
        if DATE not in self._log or FOLLOW_UP not in self._log:
            return None
        if self.counts_clients:
            return self.of(Counted(self.counted.outcome)).seen()
        return ByDay(*self._by_day(None, "seen"))

    @property
    def has_follow_ups(self) -> bool:
        """Whether breakouts are counted, and days of follow-up are recorded."""
        return self.counted.outcome.is_breakout and DATE in self._log and FOLLOW_UP in self._log

    def _by_day(self, factor: str | None, of: Units) -> tuple[tuple[Any, ...], np.ndarray, np.ndarray]:
        """Return levels, events and censored of counts by day."""
        counts = self._tally(*(() if factor is None else (factor,)), of=of)
        counts = counts.reshape(-1, counts.shape[-1] // 2, 2)
        levels = (None,) if factor is None else self._levels(factor)
        return levels, counts[..., YES], counts[..., NO]

    def by_client(self, of: Answer = "outcome") -> AlikeClients | None:
        """Return the treatments of each client by outcome or by grade; clients who are alike may have one line.

        Returns
        -------
        AlikeClients or None
            None where the log has no client IDs, and where each is counted once. A client who is not known is
            one for each treatment.
        """
        if self.counted.unit != "treatments" or CLIENT not in self._log:
            return None
        if of not in self._alike:
            self._alike[of] = self._count_alike(of)
        return self._alike[of]

    def _count_alike(self, of: Answer) -> AlikeClients:
        """Count the treatments of each client."""
        return AlikeClients.each(self._count_by_client((), of).counts)

    def patterns(self, *factors: str) -> Patterns:
        """Return the units by every combination of the levels of some factors that occurs, and by client.

        Raises
        ------
        KeyError
            Where the log lacks one of the factors.
        """
        report_progress("counting")
        if self._kept is None:
            return self._count_by_client(factors, "outcome")
        if factors not in self._kept:
            self._kept[factors] = self._count_by_client(factors, "outcome")
        return self._kept[factors]

    @contextmanager
    def keeping_patterns(self) -> Iterator[None]:
        """Count patterns by the same factors once in what follows, and then forget them: they are as large as a log."""
        if self._kept is not None:
            yield
            return
        self._kept = {}
        try:
            yield
        finally:
            self._kept = None

    def combinations(self, *by: By) -> Patterns:
        """Return the units by every combination of the levels of some factors that occurs, whosever they are.

        All combinations are counted at once: their number must be one that can be held. It is not remembered.
        """
        counts = self._count(by, "outcome")
        codes = np.argwhere(counts.any(axis=-1))
        return Patterns(tuple(map(factor_name, by)), tuple(map(self._levels, by)), codes, None, counts[tuple(codes.T)])

    def occurring(self, *by: By) -> Patterns:
        """Return the same as `combinations` where there are too many of them to be held, such as by day; slower."""
        return self._count_occurring(by)

    def _tally(self, *by: By, of: Units = "outcome") -> np.ndarray:
        """Return what `_count` does, counted once."""
        return self._once((by, of), lambda: self._count(by, of))

    def _once(self, what: tuple[tuple[By, ...], Of], count: Callable[[], np.ndarray]) -> np.ndarray:
        """Return what was counted before, else count it. Nobody who reads it can change it for the next."""
        counts = self._remembered.get(what)
        if counts is None:
            report_progress("counting")
            counts = count()
            counts.flags.writeable = False
            while len(self._remembered) >= MOST_REMEMBERED:
                self._remembered.pop(next(iter(self._remembered)), None)
            self._remembered[what] = counts
        return counts

    def _levels(self, by: By) -> tuple[Any, ...]:
        return (*(by.levels if isinstance(by, Merging) else self._log.values(by)), None)


def factor_name(by: By) -> str:
    """Return the name of a factor, whether its levels are merged or not."""
    return by.factor if isinstance(by, Merging) else by
