"""The treatments of a log in files that pass some filters: asked for lazily, and their clients found once."""

from __future__ import annotations

import math
import weakref
from functools import cached_property
from typing import TYPE_CHECKING, Any

import narwhals as nw
import numpy as np

from analysis.counting.counts import MOST_PAIRED, OFTEN
from analysis.counting.counts_as_digits import CountsAsDigits
from analysis.counting.engines import alone_with_engine
from analysis.counting.runs import runs, when_runs
from analysis.counting.tallies import LONGEST_DURATION, NO, UNKNOWN, YES
from analysis.outcome_log.coded_log import BEGAN, CLIENT_NUMBER, ENDED, OBSERVED, PLACE
from analysis.outcome_log.drawing_order import number_drawn
from analysis.outcome_log.log import DATE, FOLLOW_UP, ONSET, OUTCOME, RESOLVED

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Mapping, Sequence
    from contextlib import AbstractContextManager

    from analysis.counting.counts import Answer, Tallied
    from analysis.counting.engines import Engine
    from analysis.outcome_log.coded_log import CodedLog
    from analysis.outcome_log.filters import Filters
    from analysis.outcome_log.outcomes import Counted, Outcome

_BREAKOUT, _N, _BEGINS = "breakout", "n", "begins"
_UNKNOWN_DAY = -1
# How many times of a breakout's beginning are told apart; see `PassingRows.begins`.
ONSETS = 3


class PassingRows:
    """The treatments that pass, and what an engine keeps of them as long as anybody counts with them.

    Parameters
    ----------
    engine : Engine
    log : CodedLog
    filters : Filters
    made : mapping of str to Expr, optional
        Columns of codes made of others, by the names that the log stores them by.

    Attributes
    ----------
    log : CodedLog
    remembered : dict
        What was counted of them, by outcome and unit.
    onsets_counted : ndarray of int, shape (ONSETS,), or None
        How many breakouts began when, once that was counted; see `begins`.
    """

    def __init__(
        self, engine: Engine, log: CodedLog, filters: Filters, made: Mapping[str, nw.Expr] | None = None
    ) -> None:
        self._made = made or {}
        self._engine = engine
        self.log = log
        self._filters = filters
        self._frames: dict[Outcome, nw.LazyFrame[Any]] = {}
        self._tables: dict[Any, nw.LazyFrame[Any]] = {}
        self._alike: dict[tuple[Answer, Outcome], tuple[np.ndarray, np.ndarray]] = {}
        self.remembered: dict[Counted, Tallied] = {}
        self.onsets_counted: np.ndarray | None = None
        weakref.finalize(self, _drop, engine, self._tables).atexit = False

    @cached_property
    def rows(self) -> nw.LazyFrame[Any]:
        """The treatments that pass, with their breakouts: 0 no, 1 yes, 2 unknown."""
        frame = self._engine.read(self.log)
        for name, is_so in self._filters.conditions:
            frame = frame.filter(self.has(name, is_so))
        if self._made:
            frame = frame.with_columns(**self._made)
        known = self.code(OUTCOME)
        broke_out = nw.lit(YES)
        if ONSET in self.log:
            broke_out = nw.when(nw.col(BEGAN) > self._filters.window_days).then(nw.lit(NO)).otherwise(broke_out)
        # Most had none, which an engine need not look at twice.
        of_others = nw.when(known < 0).then(nw.lit(UNKNOWN)).otherwise(broke_out)
        return frame.with_columns(nw.when(known == NO).then(nw.lit(NO)).otherwise(of_others).alias(_BREAKOUT))

    def has(self, name: str, is_so: Callable[[Any], bool]) -> nw.Expr:
        """Tell whether the value in a column is such; in a log without dates no treatment lies in a period."""
        values = self.log.values(name) if name != DATE or DATE in self.log else ()
        among = runs([0 if is_so(value) else _UNKNOWN_DAY for value in values])
        # Nowhere unless somewhere.
        found = nw.col(PLACE) < 0
        for first, last, place in among:
            if place == 0:
                found = found | ((self.code(name) >= first) & (self.code(name) <= last))
        return found

    def code(self, name: str) -> nw.Expr:
        """Return the code of each in a column; -1 is not known."""
        return nw.col(self.log.stored[name]).cast(nw.Int32)

    # Numbers ----

    @cached_property
    @alone_with_engine
    def treatments(self) -> int:
        """How many treatments pass."""
        return int(self._engine.ask(self.rows.select(nw.len().alias(_N)))[_N][0])

    @property
    def late_breakouts(self) -> int:
        """How many breakouts began after the window."""
        return int(self._of_breakouts[0])

    @property
    def begun_by_review(self) -> tuple[int, int]:
        """How many breakouts had begun by their follow-up, and of how many both days are recorded."""
        _, begun, not_yet = self._of_breakouts
        return int(begun), int(begun + not_yet)

    @property
    @alone_with_engine
    def _of_breakouts(self) -> np.ndarray:
        if self.onsets_counted is None:
            begins = self.begins.alias(_BEGINS)
            found = self._engine.ask(self.rows.select(begins).group_by(_BEGINS).agg(nw.len().alias(_N)))
            counted = np.zeros(ONSETS, dtype=np.int64)
            is_known = found[_BEGINS] >= 0
            counted[found[_BEGINS][is_known]] = found[_N][is_known]
            self.onsets_counted = counted
        return self.onsets_counted

    @property
    def begins(self) -> nw.Expr:
        """When the breakout of each began: 0 after the window, 1 by the follow-up, 2 after it; else -1.

        In a log that has the days on which they began.
        """
        began, observed = nw.col(BEGAN), self._observed
        by_review = nw.when(began <= observed).then(nw.lit(1)).otherwise(nw.lit(2))
        in_time = nw.when((began >= 0) & (observed >= 0)).then(by_review).otherwise(nw.lit(-1))
        of_breakout = nw.when(nw.col(_BREAKOUT) == YES).then(in_time).otherwise(nw.lit(0))
        return nw.when(self.code(OUTCOME) == YES).then(of_breakout).otherwise(nw.lit(-1))

    # What is so of each ----

    def treatments_with(self, outcome: Outcome, grades: Sequence[object]) -> nw.LazyFrame[Any]:
        """Return the treatments that pass with everything that is counted of each."""
        if outcome not in self._frames:
            self._frames[outcome] = self._with(self.rows, outcome, grades)
        return self._frames[outcome]

    def _with(self, rows: nw.LazyFrame[Any], outcome: Outcome, grades: Sequence[object]) -> nw.LazyFrame[Any]:
        grade = self._grade(outcome)
        answer = nw.col(_BREAKOUT)
        if not outcome.is_breakout:
            yes = runs([YES if level in outcome.levels else NO for level in grades])
            answer = when_runs(grade, yes, UNKNOWN)
        last, observed = self._last, self._observed
        followed = nw.when(observed < 0).then(nw.lit(_UNKNOWN_DAY)).otherwise(last)
        return rows.with_columns(
            answer=answer,
            grade=grade,
            last=last,
            followed=followed,
            observed_days=observed,
            duration=self._duration,
            gone=self._gone,
        )

    def _grade(self, outcome: Outcome) -> nw.Expr:
        """Return the level of the outcome as a position; of what a breakout was like 0 is for those without one."""
        code, breakout = self.code(outcome.name), nw.col(_BREAKOUT)
        if not outcome.is_course:
            return code
        of_breakout = nw.when((breakout == YES) & (code >= 0)).then(code + 1).otherwise(nw.lit(-1))
        return nw.when(breakout == NO).then(nw.lit(0)).otherwise(of_breakout)

    @property
    def _observed(self) -> nw.Expr:
        is_known = DATE in self.log and FOLLOW_UP in self.log
        return nw.col(OBSERVED) if is_known else nw.lit(_UNKNOWN_DAY)

    @property
    def _last(self) -> nw.Expr:
        """The day of the window on which the breakout began, or until which it is known that there was none."""
        window, observed, began = self._filters.window_days, self._observed, nw.col(BEGAN)
        days = nw.when((observed < 0) | (observed > window)).then(nw.lit(window)).otherwise(observed)
        if ONSET not in self.log:
            return days
        # A breakout that began after the window shows that there was none within it.
        within = nw.when(began > window).then(nw.lit(window)).otherwise(began)
        return nw.when(began < 0).then(days).otherwise(within)

    @property
    def _lasted(self) -> nw.Expr:
        ended, began = nw.col(ENDED), nw.col(BEGAN)
        return nw.when(ended < 0).then(self._observed).otherwise(ended) - began

    @property
    def _duration(self) -> nw.Expr:
        """For how many days the breakout lasted, or was seen to last."""
        if ONSET not in self.log or RESOLVED not in self.log:
            return nw.lit(_UNKNOWN_DAY)
        lasted = self._lasted
        is_known = (nw.col(_BREAKOUT) == YES) & (nw.col(BEGAN) >= 0) & (lasted >= 0)
        most = nw.when(lasted > LONGEST_DURATION).then(nw.lit(LONGEST_DURATION)).otherwise(lasted)
        return nw.when(is_known).then(most).otherwise(nw.lit(_UNKNOWN_DAY))

    @property
    def _gone(self) -> nw.Expr:
        """Whether the breakout was gone when it was last seen; one that lasted longer was not."""
        if ONSET not in self.log or RESOLVED not in self.log:
            return nw.lit(0)
        is_gone = (nw.col(ENDED) >= 0) & (nw.col(ENDED) - nw.col(BEGAN) <= LONGEST_DURATION)
        return nw.when((nw.col(_BREAKOUT) == YES) & is_gone).then(nw.lit(1)).otherwise(nw.lit(0))

    # Clients ----

    def first_treatments(
        self, frame: nw.LazyFrame[Any], counted: Counted, *, counts_clients: bool
    ) -> nw.LazyFrame[Any]:
        """Return the first treatment of each client; where clients are counted, with what was so after any."""
        return self.keep(("first", counted), lambda: self._firsts(frame, counts_clients=counts_clients))

    def _firsts(self, frame: nw.LazyFrame[Any], *, counts_clients: bool) -> nw.LazyFrame[Any]:
        first = {PLACE: nw.col(PLACE).min()}
        if not counts_clients:
            return frame.join(frame.group_by(CLIENT_NUMBER).agg(**first).select(PLACE), on=PLACE, how="semi")
        answer, window = nw.col("answer"), self._filters.window_days
        # What is so of the treatments that the outcome of a client rests on.
        shortest = {
            day + outcome: nw.when(nw.col(_BREAKOUT) == place).then(nw.col(day)).otherwise(nw.lit(window)).min()
            for day in ("last", "followed")
            for outcome, place in (("_with", YES), ("_without", NO))
        }
        of_clients = (
            frame.group_by(CLIENT_NUMBER)
            .agg(
                **first,
                visits=nw.len(),
                grade=nw.col("grade").max(),
                has_yes=nw.when(answer == YES).then(nw.lit(1)).otherwise(nw.lit(0)).max(),
                has_no=nw.when(answer == NO).then(nw.lit(1)).otherwise(nw.lit(0)).max(),
                **shortest,
            )
            .with_columns(
                answer=nw.when(nw.col("has_yes") == 1)
                .then(nw.lit(YES))
                .otherwise(nw.when(nw.col("has_no") == 1).then(nw.lit(NO)).otherwise(nw.lit(UNKNOWN))),
                **{
                    day: nw.when(nw.col("has_yes") == 1).then(nw.col(day + "_with")).otherwise(nw.col(day + "_without"))
                    for day in ("last", "followed")
                },
            )
            .select(PLACE, "visits", "grade", "answer", "last", "followed")
        )
        of_first = frame.drop("grade", "answer", "last", "followed")
        return of_first.join(of_clients, on=PLACE, how="inner")

    def by_client(
        self, frame: nw.LazyFrame[Any], answer: str, answers: int, of: Answer, outcome: Outcome
    ) -> tuple[np.ndarray, np.ndarray]:
        """Return how many treatments clients have with each answer, alike ones once, and how many these are.

        Returns
        -------
        ndarray of int, shape (kinds of clients, answers), and ndarray of int, shape (kinds,)
        """
        if (of, outcome) not in self._alike:
            self._alike[of, outcome] = self._kinds_of_clients(frame, nw.col(answer), answers)
        return self._alike[of, outcome]

    @cached_property
    @alone_with_engine
    def _visits(self) -> tuple[np.ndarray, np.ndarray]:
        """How many treatments clients have, and how many clients have so many."""
        # Every treatment has an outcome, though it may be that nobody knows it.
        for (of, _), (kinds, clients) in self._alike.items():
            if of == "outcome":
                return kinds.sum(axis=1), clients
        kinds, clients = self._kinds_of_clients(self.rows, nw.lit(0), 1)
        return kinds[:, 0], clients

    def _kinds_of_clients(
        self, frame: nw.LazyFrame[Any], answer: nw.Expr, answers: int
    ) -> tuple[np.ndarray, np.ndarray]:
        """Return what `by_client` does."""
        client, digits = nw.col(CLIENT_NUMBER), CountsAsDigits(answers, self.log.most_visits)
        rows, added = frame.select(CLIENT_NUMBER, **digits.of(answer)), digits.added

        def alike(of_clients: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
            return of_clients.group_by(*added).agg(nw.len().alias(_N))

        of_ranges = (
            rows.filter(client >= first, client < end).group_by(CLIENT_NUMBER).agg(**added)
            for first, end in self._engine.ranges_of(self.log.clients)
        )
        kinds, clients = [], []
        # Who is not known is a client for each treatment.
        unknown = self._engine.ask(alike(rows.filter(client < 0)))
        for found in (unknown, *self._engine.ask_each(map(alike, of_ranges))):
            kinds.append(digits.apart(found))
            clients.append(found[_N].astype(np.int64))
        found_alike, kind = np.unique(np.concatenate(kinds), axis=0, return_inverse=True)
        how_many = np.bincount(kind.ravel(), np.concatenate(clients), minlength=len(found_alike))
        return found_alike, how_many.astype(np.int64)

    @property
    def clients(self) -> int:
        """How many clients pass."""
        return int(self._visits[1].sum())

    def back(self, outcome: Outcome, grades: Sequence[object]) -> nw.LazyFrame[Any]:
        """Return the treatments of clients who came back, of very many those of a sample: the same as in memory."""
        return self.keep(("back", outcome), lambda: self._back(outcome, grades))

    def _back(self, outcome: Outcome, grades: Sequence[object]) -> nw.LazyFrame[Any]:
        visits, clients = self._visits
        step = max(math.ceil(int((visits * clients)[(visits > 1) & (visits <= OFTEN)].sum()) / MOST_PAIRED), 1)
        rows = self.rows
        if step > 1:
            # They stand at the beginning of the files.
            client = nw.col(CLIENT_NUMBER)
            rows = rows.filter(client >= 0, client < number_drawn(self.log.clients, step))
        candidates = self._with(rows, outcome, grades)
        found = _treatments_of(candidates, (nw.col("visits") > 1) & (nw.col("visits") <= OFTEN), stands_for=step)
        if (visits > OFTEN).any():
            frame = self.treatments_with(outcome, grades)
            often = _treatments_of(frame, nw.col("visits") > OFTEN, stands_for=1)
            found = nw.concat([found, often], how="vertical")
        return found

    def ask(self, frame: nw.LazyFrame[Any]) -> Mapping[str, np.ndarray]:
        """Return the columns of a frame that was made of these treatments."""
        return self._engine.ask(frame)

    def turn(self) -> AbstractContextManager[None]:
        """Have the engine to oneself: see `Engine.turn`."""
        return self._engine.turn()

    @alone_with_engine
    def keep(self, key: Hashable, make: Callable[[], nw.LazyFrame[Any]]) -> nw.LazyFrame[Any]:
        """Return a frame that is worked out once, and stays where the treatments are."""
        if key not in self._tables:
            self._tables[key] = self._engine.keep(make())
        return self._tables[key]


def _drop(engine: Engine, tables: dict[Any, nw.LazyFrame[Any]]) -> None:
    for table in tables.values():
        engine.drop(table)


def _treatments_of(frame: nw.LazyFrame[Any], which: nw.Expr, stands_for: int) -> nw.LazyFrame[Any]:
    """Return the treatments of the clients with so many visits, each of whom stands for so many."""
    clients = frame.group_by(CLIENT_NUMBER).agg(visits=nw.len()).filter(which)
    stands = nw.lit(stands_for).cast(nw.Int64).alias("stands_for")
    return frame.join(clients.select(CLIENT_NUMBER, stands), on=CLIENT_NUMBER, how="inner")


def how_often(is_so: nw.Expr) -> nw.Expr:
    """Return in how many rows something is so: a sum of ones and zeros would take four times the memory."""
    return nw.when(is_so).then(nw.lit(1)).count()
