"""Counting a log that is held in memory: the codes of its columns, put together into cells and counted."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from math import prod
from typing import TYPE_CHECKING

import numpy as np

from analysis.counting.counts import MOST_PAIRED, OFTEN, Counts, factor_name
from analysis.counting.tallies import LONGEST_DURATION, NO, OUTCOMES, UNKNOWN, YES, AlikeClients, Merging, Patterns
from analysis.counting.within_clients import products_of_counts
from analysis.outcome_log.drawing_order import code_drawn, number_drawn
from analysis.outcome_log.filters import Filters, begins_too_late
from analysis.outcome_log.follow_ups import follow_up_log, followed_up_within
from analysis.outcome_log.log import CLIENT, DATE, ONSET, OUTCOME, RESOLVED
from analysis.outcome_log.outcomes import Counted

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from analysis.counting.counts import Answer, Asked, By, Paired, Tallied, Units
    from analysis.outcome_log.log import Log
    from analysis.outcome_log.outcomes import Outcome

# Units counted at once, and cells of a table of several factors: so few that both stay in a processor's cache. Of the
# powers of two these were the fastest.
_COUNTED_AT_ONCE, _CACHED = 2**16, 2**14
# Room for the codes of a combination of levels in a 64-bit integer.
_LARGEST_CELL = 2**62
# The same in a floating-point number.
_LARGEST_EXACT = 2**53
# Up to so many pairs of treatments are counted one by one; of more, the counts of each client are multiplied.
_MOST_LISTED = 200_000
# A code for every unit, -1 for not known, and how many codes there are besides.
_Column = tuple[np.ndarray, int]


class InMemory(Counts):
    """Counts of a log in memory: its treatments and units are found once, whatever is counted of them."""

    _log: Log

    def __init__(
        self,
        log: Log,
        filters: Filters | None = None,
        counted: Counted | None = None,
        remembered: Tallied | None = None,
        *,
        passing: _Passing | None = None,
    ) -> None:
        super().__init__(log, filters or Filters(), counted or Counted(), remembered)
        self._passing = passing or _Passing(log, self.filters)
        self._by_days: dict[Units, _Column] = {}
        self._pairing: dict[Paired, tuple[np.ndarray, np.ndarray, np.ndarray, int]] = {}
        self._pairs: dict[Paired, tuple[np.ndarray, np.ndarray] | None] = {}

    @property
    def is_empty(self) -> bool:
        """Whether no treatment passes."""
        return len(self._passing) == 0

    @property
    def late_breakouts(self) -> int:
        """How many treatments that pass had a breakout that began after the window, and so count as without one."""
        if ONSET not in self._log:
            return 0
        broke_out = self._passing.column(OUTCOME) == YES
        return int(np.count_nonzero(broke_out & (self._passing.breakouts == NO)))

    @property
    def begun_by_review(self) -> tuple[int, int]:
        """How many breakouts had begun by their follow-up, and of how many both days are recorded."""
        if ONSET not in self._log:
            return 0, 0
        begun, reviewed = self._passing.onsets, self._passing.observed[self._passing.broke_out]
        dated = (begun >= 0) & (reviewed >= 0)
        return int(np.count_nonzero(dated & (begun <= reviewed))), int(np.count_nonzero(dated))

    def between(self, start: dt.date | None, end: dt.date | None) -> InMemory:
        """Return the counts of another period, both days included."""
        return InMemory(self._log, self.filters.between(start, end), self.counted)

    def of(self, counted: Counted) -> InMemory:
        """Return the counts of another outcome or unit of the same treatments, which are not looked for again."""
        return InMemory(self._log, self.filters, counted, passing=self._passing)

    def follow_ups(self, days: int, today: dt.date) -> InMemory | None:
        """Return how many of the same treatments were followed up in time; None where nobody recorded it."""
        log = follow_up_log(self._log, days, today)
        if log is None:
            return None
        return InMemory(log.where(self.filters.rows(self._log)), counted=Counted(followed_up_within(days)))

    def combinations(self, *by: By) -> Patterns:
        """Return the units by every combination that occurs; counted as such where most others would be empty."""
        is_thin = prod(len(self._levels(each)) for each in by) > len(self._outcomes)
        return self.occurring(*by) if is_thin else super().combinations(*by)

    def prepare(self, asked: Asked) -> None:
        """Count what is asked for next in as few passes over the units as tables in the processor's cache allow."""
        for of, sets in asked.items():
            answers, size = self._answered(of)
            # A table of more cells than units would take longer to read than these to count.
            most = min(_CACHED, len(answers))
            for together, held in self._packed(sets, of, size + 1, most):
                # A set alone waits its turn.
                if len(held) > 1:
                    self._read_from(self._count(together, of), together, held, of)

    def _count(self, by: tuple[By, ...], of: Units) -> np.ndarray:
        columns = [self._column(each) for each in by]
        if of == "visits":
            cells, shape = _cells(columns)
            counts = np.bincount(cells, self._passing.visits, minlength=prod(shape)).astype(np.int64).reshape(shape)
        else:
            # The first answer is "not known"; among outcomes, which have a place of their own for that, nobody's.
            counts = _table([*columns, self._answered(of)])[..., 1:]
        return np.roll(counts, [-1] * len(by), axis=tuple(range(len(by))))

    def _answered(self, of: Units) -> _Column:
        """Return the answer of each unit; by day it is twice the day, and one more where it had happened by then."""
        if of in {"outcome", "grade"}:
            return self._answers(of)
        if of not in self._by_days:
            days, happened, last = self._days(of)
            size = 2 * (last + 1)
            # As narrow as they go.
            answers = 2 * days.astype(np.min_scalar_type(-size)) + happened
            left_out = (days < 0) | (happened == UNKNOWN)
            # All bits of -1 are set: to set them takes a tenth of the time of a choice for each unit.
            answers |= -left_out.view(np.int8)
            self._by_days[of] = answers, size
        return self._by_days[of]

    def _count_pairs(self, by: tuple[By, ...], of: Paired) -> np.ndarray:
        back, (rows, client, answers, size) = self._passing.back, self._paired(of)
        cells, width = np.zeros(len(rows), dtype=np.int64), size
        for each in by:
            of_rows, levels = self._column(each, rows)
            cells = cells * (levels + 1) + np.where(of_rows < 0, levels, of_rows)
            width *= levels + 1
        at, stands_for = cells * size + answers, back.stands_for[client]
        treatments, listed = np.bincount(at, stands_for, width), self._listed(of)
        if listed is not None:
            one, other = listed
            either = np.bincount(at[one] * width + at[other], stands_for[one], width**2).reshape(width, width)
            pairs = either + either.T
        else:
            # Of clients who stand for several, each product counts as often; a treatment makes no pair with itself.
            pairs = products_of_counts(client, at, np.sqrt(stands_for), width) - np.diag(treatments)
        counts: np.ndarray = np.rint(np.vstack([treatments, pairs])).astype(np.int64)
        return counts

    def _paired(self, of: Paired) -> tuple[np.ndarray, np.ndarray, np.ndarray, int]:
        """Return which treatments make pairs, their clients, their answers, and how many answers there are."""
        if of not in self._pairing:
            back = self._passing.back
            answers, size = (self._grades, len(self.grades)) if of == "grade" else (self._outcomes, 2)
            if of == "duration":
                answers, size = self._answered("durations")
            given = answers[back.rows].astype(np.int64)
            if of == "known":
                given = (given == UNKNOWN).astype(np.int64)
            known = (given >= 0) & (given < size)
            self._pairing[of] = back.rows[known], back.client[known], given[known], size
        return self._pairing[of]

    def _listed(self, of: Paired) -> tuple[np.ndarray, np.ndarray] | None:
        """Return the places of the two treatments of each pair; None where there are too many pairs."""
        if of not in self._pairs:
            client = self._paired(of)[1]
            self._pairs[of] = _pairs_of(client) if _pairs_in(client) <= _MOST_LISTED else None
        return self._pairs[of]

    @property
    def _clients(self) -> int:
        return len(self._passing.visits)

    def _count_alike(self, of: Answer) -> AlikeClients:
        """Count with one number for each client, which is the same for those who are alike, where it is exact."""
        answers, last = self._answers(of)
        digit = float(self._passing.visits.max(initial=0) + 1)
        if digit**last > _LARGEST_EXACT:
            return super()._count_alike(of)
        # The last place answers for code -1.
        digits = np.array([*(digit**place for place in range(last)), 0.0])
        numbers, clients = np.unique(np.bincount(self._passing.client, digits[answers]), return_counts=True)
        return AlikeClients((numbers[:, np.newaxis] // digits[:-1] % digit).astype(np.int64), clients)

    def _count_by_client(self, by: tuple[str, ...], of: Answer) -> Patterns:
        return self._count_patterns(by, self._client, self._answers(of))

    def _count_occurring(self, by: tuple[By, ...]) -> Patterns:
        return self._count_patterns(by, None, self._answers("outcome"))

    def _count_patterns(self, by: tuple[By, ...], client: np.ndarray | None, of: _Column) -> Patterns:
        """Count units by every combination of levels, and of client where there are any, that occurs."""
        columns = [self._column(each) for each in by]
        beside = np.zeros(len(of[0]), dtype=np.int64) if client is None else client.astype(np.int64)
        cells, ranked = _combined([*columns, of], beside)
        # Sorted without their places, which are read from them: with these it would take ten times as long.
        cells, how_often = np.unique(cells, return_counts=True)
        with_each = of[1] + 1
        patterns = cells // with_each
        is_first = np.diff(patterns, prepend=-1) != 0
        counts = np.zeros((np.count_nonzero(is_first), with_each), dtype=np.int64)
        counts[np.cumsum(is_first) - 1, cells - patterns * with_each] = how_often
        codes, of_whom = _taken_apart(patterns[is_first], [size for _, size in columns], ranked)
        # An answer that is not known comes last; among outcomes that has a place of its own, and nobody is there.
        names, levels = tuple(map(factor_name, by)), tuple(map(self._levels, by))
        return Patterns(names, levels, codes, None if client is None else of_whom, counts[:, :-1])

    @cached_property
    def _client(self) -> np.ndarray | None:
        """The number of the client of each unit; None where the log has no client IDs."""
        if CLIENT not in self._log:
            return None
        return self._passing.client if self.counted.unit == "treatments" else np.arange(len(self._passing.firsts))

    @cached_property
    def _outcomes(self) -> np.ndarray:
        """The outcome of each unit."""
        outcomes = self._passing.outcomes(self.counted.outcome, self.grades)
        if not self.counts_clients:
            return self._at_first(outcomes)
        has = _table([(self._passing.client, len(self._passing.firsts)), (outcomes, OUTCOMES)])[1:, 1:] > 0
        of_clients: np.ndarray = np.where(has[:, YES], YES, np.where(has[:, NO], NO, UNKNOWN)).astype(np.int8)
        return of_clients

    def _days(self, of: Units) -> tuple[np.ndarray, np.ndarray, int]:
        """Return the day of each unit, -1 where it is left out, whether by then it had happened, and the last day."""
        if of == "durations":
            return self._at_first(self._passing.durations), self._at_first(self._passing.resolved), LONGEST_DURATION
        if of == "seen":
            observed = self._at_first(self._passing.observed)
            return np.minimum(observed, LONGEST_DURATION), self._outcomes, LONGEST_DURATION
        days = self._passing.last_days
        if of == "followed times":
            days = np.where(self._passing.observed < 0, -1, days)
        return self._at_shortest(days), self._outcomes, self.filters.window_days

    def _at_shortest(self, days: np.ndarray) -> np.ndarray:
        """Return a day of each unit, from one of each treatment: of a client that of the shortest observation."""
        if not self.counts_clients:
            return self._at_first(days)
        # Of a client with a breakout, only the treatments after which there was one.
        counts = (self._passing.breakouts != UNKNOWN) & (
            self._passing.breakouts == self._outcomes[self._passing.client]
        )
        shortest = np.full(len(self._passing.firsts), self.filters.window_days, dtype=days.dtype)
        np.minimum.at(shortest, self._passing.client[counts], days[counts])
        return shortest

    @cached_property
    def _grades(self) -> np.ndarray:
        """The place of the grade of each unit; -1 is not known."""
        grades = self._passing.grades(self.counted.outcome)
        if not self.counts_clients:
            return self._at_first(grades)
        highest = np.full(len(self._passing.firsts), -1, dtype=grades.dtype)
        np.maximum.at(highest, self._passing.client, grades)
        return highest

    def _at_first(self, of_treatments: np.ndarray) -> np.ndarray:
        """Return what is so of each unit: of a client at the first treatment."""
        if self.counted.unit == "treatments" or CLIENT not in self._log:
            return of_treatments
        of_units: np.ndarray = of_treatments[self._passing.firsts]
        return of_units

    def _answers(self, of: Answer) -> _Column:
        return (self._grades, len(self.grades)) if of == "grade" else (self._outcomes, OUTCOMES)

    def _column(self, by: By, rows: np.ndarray | None = None) -> _Column:
        """Return the code of each unit, or of some, in a factor, and how many levels it has without "not known"."""
        if isinstance(by, Merging):
            codes, _ = self._column(by.factor, rows)
            # The last place answers for code -1.
            return np.array([*by.places, -1], dtype=np.min_scalar_type(-len(by.levels) - 1))[codes], len(by.levels)
        codes = self._at_first(self._passing.column(by))
        return codes if rows is None else codes[rows], len(self._log.values(by))


@dataclass(frozen=True, eq=False)
class _Back:
    """Treatments of clients who came back, or of a sample of these clients, ordered by client.

    Attributes
    ----------
    rows : ndarray of int
        Their places among those that pass.
    client : ndarray of int
        Of each, counted from 0 without a gap.
    stands_for : ndarray of int, one for each client
        How many clients who came back this one stands for.
    """

    rows: np.ndarray
    client: np.ndarray
    stands_for: np.ndarray


class _Passing:
    """The treatments of a log that pass some filters, and their clients, found once whatever is counted of them."""

    def __init__(self, log: Log, filters: Filters) -> None:
        self._log = log
        self._filters = filters
        self._columns: dict[str, np.ndarray] = {}

    def __len__(self) -> int:
        return len(self._log) if self._rows is None else len(self._rows)

    @cached_property
    def _rows(self) -> np.ndarray | None:
        """Their rows in the log; None where all pass."""
        passing = self._filters.rows(self._log)
        return None if passing.all() else np.flatnonzero(passing)

    def column(self, name: str) -> np.ndarray:
        """Return the code of each in a column of the log, as narrow as the log has it; -1 is not known."""
        if self._rows is None:
            return self._log.codes(name)
        if name not in self._columns:
            self._columns[name] = self._log.codes(name)[self._rows]
        return self._columns[name]

    @cached_property
    def client(self) -> np.ndarray:
        """A number for the client of each, without a gap; who is not known is a client of their own each time."""
        codes, (known, unknown) = self.column(CLIENT).astype(np.int32, copy=False), self._visits_of_codes
        if self._has_no_gap:
            return codes
        # The last place answers for code -1.
        numbers = np.append(np.cumsum(known > 0, dtype=np.int32) - 1, -1)[codes]
        numbers[codes < 0] = np.count_nonzero(known) + np.arange(unknown)
        return numbers

    @cached_property
    def firsts(self) -> np.ndarray:
        """The place of the first treatment of each client; one without a date comes last, in the order of the file."""
        if DATE in self._log:
            days = self.column(DATE)
            order = np.argsort(np.where(days < 0, np.iinfo(days.dtype).max, days), kind="stable")
        else:
            order = np.arange(len(self))
        firsts = np.zeros(self.client.max(initial=-1) + 1, dtype=np.int64)
        # From the last to the first: what is written last stays.
        firsts[self.client[order[::-1]]] = order[::-1]
        return firsts

    @cached_property
    def visits(self) -> np.ndarray:
        """How many treatments each client had."""
        known, unknown = self._visits_of_codes
        return known if self._has_no_gap else np.append(known[known > 0], np.ones(unknown, dtype=known.dtype))

    @cached_property
    def _has_no_gap(self) -> bool:
        """Whether every treatment is of a known client, and every client of the log has one."""
        known, unknown = self._visits_of_codes
        return not unknown and bool(known.all())

    @cached_property
    def _visits_of_codes(self) -> tuple[np.ndarray, int]:
        """How many treatments each client of the log had, and how many are of nobody known."""
        how_often = np.bincount(self.column(CLIENT) + 1, minlength=self._log.distinct(CLIENT) + 1)
        return how_often[1:], int(how_often[0])

    @cached_property
    def back(self) -> _Back:
        """The treatments of clients who came back; of very many those of a sample."""
        came = np.flatnonzero(self.visits > 1)
        often = self.visits[came] > OFTEN
        rest = came[~often]
        step = max(math.ceil(int(self.visits[rest].sum()) / MOST_PAIRED), 1)
        drawn = self._is_drawn(rest, step) if step > 1 else slice(None)
        clients = np.sort(np.concatenate([came[often], rest[drawn]]))
        place = np.full(len(self.visits), -1, dtype=np.int32)
        place[clients] = np.arange(len(clients))
        of_rows = place[self.client]
        rows = np.flatnonzero(of_rows >= 0)
        rows = rows[np.argsort(of_rows[rows], kind="stable")]
        stands_for = np.where(self.visits[clients] > OFTEN, 1, step)
        return _Back(rows, of_rows[rows].astype(np.int64), stands_for)

    def _is_drawn(self, clients: np.ndarray, step: int) -> np.ndarray:
        """Mark which of some known clients are in a sample of one in `step`."""
        of_log, (known, _) = self._log.distinct(CLIENT), self._visits_of_codes
        is_drawn = np.zeros(of_log, dtype=bool)
        is_drawn[code_drawn(np.arange(number_drawn(of_log, step)), of_log)] = True
        of_each = is_drawn if self._has_no_gap else is_drawn[known > 0]
        marked: np.ndarray = of_each[clients]
        return marked

    @cached_property
    def breakouts(self) -> np.ndarray:
        """0, 1 or 2 for each: no breakout, breakout, unknown."""
        codes = self.column(OUTCOME)
        # Without their sign, those not known are the largest.
        outcomes = np.minimum(codes.astype(np.int8, copy=False).view(np.uint8), UNKNOWN).view(np.int8)
        if ONSET in self._log:
            broken_out = np.flatnonzero(outcomes == YES)
            too_late = begins_too_late(self._log, self._filters.window_days)
            outcomes[broken_out[too_late[self.column(ONSET)[broken_out]]]] = NO
        return outcomes

    @cached_property
    def last_days(self) -> np.ndarray:
        """The day of the window on which the breakout of each began, or until which it is known to be without one."""
        window = self._filters.window_days
        # Without their sign, those not known are the largest.
        days = np.minimum(self.observed.view(np.uint32), window).astype(np.int16)
        if ONSET in self._log:
            # A breakout that began after the window shows that there was none within it.
            begun = np.minimum(self._days(ONSET), window).astype(np.int16)[self.column(ONSET)]
            days = np.where(begun < 0, days, begun)
        return days

    @cached_property
    def observed(self) -> np.ndarray:
        """For how many days after each the clinic knows how the client fared; -1 is not known."""
        return self._log.days_observed if self._rows is None else self._log.days_observed[self._rows]

    @cached_property
    def durations(self) -> np.ndarray:
        """For how many days each breakout lasted, or was seen to last; -1 where there was none, or nobody knows."""
        days = np.full(len(self), -1, dtype=np.int16)
        began, ended = self.onsets, self._ends
        lasted = np.where(ended < 0, self.observed[self.broke_out], ended) - began
        days[self.broke_out] = np.where((began < 0) | (lasted < 0), -1, np.minimum(lasted, LONGEST_DURATION))
        return days

    @cached_property
    def resolved(self) -> np.ndarray:
        """Whether each breakout was gone when it was last seen, 1, or not, 0; one that lasted longer was not."""
        gone = np.zeros(len(self), dtype=np.int8)
        gone[self.broke_out] = (self._ends >= 0) & (self._ends - self.onsets <= LONGEST_DURATION)
        return gone

    @cached_property
    def broke_out(self) -> np.ndarray:
        """The places of the treatments with a breakout."""
        return np.flatnonzero(self.breakouts == YES)

    @cached_property
    def onsets(self) -> np.ndarray:
        """The day after each of these on which the breakout began; -1 is not known."""
        return self._days_of_breakouts(ONSET)

    @cached_property
    def _ends(self) -> np.ndarray:
        """The day after each of these by which the breakout was gone; -1 is not known."""
        return self._days_of_breakouts(RESOLVED)

    def _days_of_breakouts(self, name: str) -> np.ndarray:
        days: np.ndarray = self._days(name)[self.column(name)[self.broke_out]]
        return days

    def _days(self, name: str) -> np.ndarray:
        """Return the day that each code of a column stands for; the last place answers for code -1."""
        return np.array([*(int(day) for day in self._log.values(name)), -1], dtype=np.int32)

    def outcomes(self, outcome: Outcome, grades: Sequence[object]) -> np.ndarray:
        """Return 0, 1 or 2 for each: no, yes, unknown."""
        if outcome.is_breakout:
            return self.breakouts
        # The last place answers for -1, not known.
        answers = np.array([*(YES if level in outcome.levels else NO for level in grades), UNKNOWN], dtype=np.int8)
        answered: np.ndarray = answers[self.grades(outcome)]
        return answered

    def grades(self, outcome: Outcome) -> np.ndarray:
        """Return the level of the outcome of each as a position; -1 is not known.

        Where the outcome says what a breakout was like, 0 is for the treatments without one.
        """
        codes = self.column(outcome.name)
        if not outcome.is_course:
            return codes
        graded: np.ndarray = -(self.breakouts != NO).astype(codes.dtype)
        of_breakouts = codes[self.broke_out]
        # There is room for one more: pandas takes wider codes before the last is used.
        graded[self.broke_out] = np.where(of_breakouts < 0, -1, of_breakouts + 1)
        return graded


def _pairs_in(client: np.ndarray) -> int:
    """Return how many pairs of treatments are of one client."""
    treatments = np.bincount(client)
    return int((treatments * (treatments - 1) // 2).sum())


def _pairs_of(client: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the earlier and the later place of each pair of one client, who are in order."""
    places = np.arange(len(client))
    after = np.cumsum(np.bincount(client))[client] - places - 1
    one = np.repeat(places, after)
    begins = np.cumsum(after) - after
    return one, one + 1 + np.arange(len(one)) - begins[one]


def _combined(columns: Sequence[_Column], beside: np.ndarray) -> tuple[np.ndarray, dict[int, np.ndarray]]:
    """Return one number for each unit's combination of codes, "not known" as the last of each, and of one code beside.

    Where numbers could grow too large to hold, their ranks take their place: these numbers are returned, too, by the
    column before which they were ranked.
    """
    cells, ranked = beside, dict[int, np.ndarray]()
    for place, (codes, size) in enumerate(columns):
        if cells.max(initial=0) > _LARGEST_CELL // (size + 1):
            ranked[place], cells = np.unique(cells, return_inverse=True)
        cells = cells * (size + 1)
        cells += np.where(codes < 0, size, codes)
    return cells, ranked


def _taken_apart(
    cells: np.ndarray, sizes: Sequence[int], ranked: dict[int, np.ndarray]
) -> tuple[np.ndarray, np.ndarray]:
    """Return the codes that `_combined` made numbers of, a column for each size, and the code beside them."""
    # As narrow as they go, and each column in one piece.
    codes = np.empty((len(sizes), len(cells)), dtype=np.min_scalar_type(-max(sizes, default=0) - 1))
    for place in reversed(range(len(sizes))):
        cells = ranked[place + 1][cells] if place + 1 in ranked else cells
        rest = cells // (sizes[place] + 1)
        codes[place] = cells - rest * (sizes[place] + 1)
        cells = rest
    return codes.T, cells


def _table(columns: Sequence[_Column]) -> np.ndarray:
    """Count units by the codes of some columns, each with "not known" first.

    What is made of a block of units is used while the processor's cache still holds it.
    """
    shape = tuple(size + 1 for _, size in columns)
    units, width = len(columns[0][0]), prod(shape)
    # Not so many blocks that adding up large tables would take longer than the counting.
    block = max(_COUNTED_AT_ONCE, width)
    blocks = (
        np.bincount(_cells([(codes[start : start + block], size) for codes, size in columns])[0], minlength=width)
        for start in range(0, max(units, 1), block)
    )
    counts = next(blocks)
    for each in blocks:
        counts += each
    return counts.reshape(shape)


def _cells(columns: Sequence[_Column]) -> tuple[np.ndarray, tuple[int, ...]]:
    """Return for each unit the number of its cell in a table that has a column's "not known" first, and its shape.

    The log keeps its codes as narrow as they go; so are cells, which takes a fraction of the time of wide ones.
    """
    shape = tuple(size + 1 for _, size in columns)
    cells, lowest = np.zeros_like(columns[0][0]), 0
    for place, ((codes, _), size) in enumerate(zip(columns, shape, strict=True), 1):
        # Where nothing is known all codes are -1, of columns without levels as well.
        lowest = lowest * size - 1
        # As many bytes as the columns so far need.
        cells = cells.astype(np.min_scalar_type(min(lowest, -prod(shape[:place])) - 1), copy=False)
        cells *= size
        cells += codes
    # The table begins at 0.
    cells -= lowest
    return cells, shape
