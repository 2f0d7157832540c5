"""Counting where the rows are: every question as narwhals asks it, of DuckDB and of Spark alike; only counts travel."""

from __future__ import annotations

from dataclasses import replace
from functools import reduce
from itertools import accumulate
from math import prod
from operator import add
from typing import TYPE_CHECKING, Any

import narwhals as nw
import numpy as np

from analysis.counting.counts import Counts, TooManyPatternsError, factor_name
from analysis.counting.engines import alone_with_engine
from analysis.counting.made_columns import made_follow_ups
from analysis.counting.passing_rows import ONSETS, PassingRows, how_often
from analysis.counting.runs import runs, when_runs
from analysis.counting.tallies import LONGEST_DURATION, OUTCOMES, UNKNOWN, AlikeClients, Merging, Patterns
from analysis.outcome_log.coded_log import CLIENT_NUMBER, stored_pack
from analysis.outcome_log.drawing_order import code_drawn
from analysis.outcome_log.filters import Filters
from analysis.outcome_log.follow_ups import followed_up_within
from analysis.outcome_log.log import CLIENT, ONSET
from analysis.outcome_log.outcomes import Counted

if TYPE_CHECKING:
    import datetime as dt
    from collections import OrderedDict
    from collections.abc import Mapping

    from analysis.counting.counts import Answer, Asked, By, CountedBy, Paired, Units
    from analysis.counting.engines import Engine
    from analysis.outcome_log.coded_log import CodedLog

# Filters whose clients and samples an engine keeps at hand: those shown, the same without a period, their
# follow-ups, and one more.
MOST_KEPT = 4
# Combinations of client and levels that are held at once: some 300 MB with nine factors.
MOST_PATTERNS = 3_000_000
_CELL, _OTHER_CELL, _N, _OTHER_N = "cell", "other_cell", "n", "other_n"
_ANSWER, _GRADE = "answer", "grade"
# The code of each unit, -1 for not known, and how many codes there are besides.
_Column = tuple[nw.Expr, int]


class InEngine(Counts):
    """Counts of a log in files, by an engine.

    Parameters
    ----------
    log : CodedLog
    engine : Engine
    filters : Filters, optional
    counted : Counted, optional
    passing : PassingRows, optional
        The treatments that pass, where they are other ones than the filters alone choose.
    """

    _log: CodedLog

    def __init__(
        self,
        log: CodedLog,
        engine: Engine,
        filters: Filters | None = None,
        counted: Counted | None = None,
        *,
        passing: PassingRows | None = None,
    ) -> None:
        filters, counted = filters or Filters(), counted or Counted()
        self._engine = engine
        self._passing = passing or passing_rows(engine, log, filters)
        super().__init__(log, filters, counted, self._passing.remembered.setdefault(counted, {}))

    @property
    def counted_by(self) -> CountedBy:
        """Who counts."""
        return self._engine.name

    @property
    def is_empty(self) -> bool:
        """Whether no treatment passes."""
        return self._passing.treatments == 0

    @property
    def late_breakouts(self) -> int:
        """How many treatments that pass had a breakout that began after the window, and so count as without one."""
        return self._passing.late_breakouts if ONSET in self._log else 0

    @property
    def begun_by_review(self) -> tuple[int, int]:
        """How many breakouts had begun by their follow-up, and of how many both days are recorded."""
        return self._passing.begun_by_review if ONSET in self._log else (0, 0)

    def between(self, start: dt.date | None, end: dt.date | None) -> InEngine:
        """Return the counts of another period, both days included."""
        return InEngine(self._log, self._engine, self.filters.between(start, end), self.counted)

    def of(self, counted: Counted) -> InEngine:
        """Return the counts of another outcome or unit of the same treatments."""
        return InEngine(self._log, self._engine, self.filters, counted)

    def follow_ups(self, days: int, today: dt.date) -> InEngine | None:
        """Return how many of the same treatments were followed up in time; None where nobody recorded it."""
        made = made_follow_ups(self._log, days, today)
        if made is None:
            return None
        log, columns = made
        passing = passing_rows(self._engine, log, self.filters, columns, (days, today))
        counts = InEngine(log, self._engine, counted=Counted(followed_up_within(days)), passing=passing)
        if CLIENT in log and counts._clients == passing.treatments:
            # As in a log that holds nothing but these treatments.
            counts._log = replace(log, came_back=False)
        return counts

    @alone_with_engine
    def prepare(self, asked: Asked) -> None:
        """Count all that is asked for next in one pass over the rows."""
        packs = [
            (together, sets, of)
            for of, each in asked.items()
            for together, sets in self._packed(each, of, _cells(self._answered(of)), ready=self._log.packs)
        ]
        columns = [[*self._columns_of(together), *self._answered(of)] for together, _, of in packs]
        onsets = [[(self._passing.begins, ONSETS)]] if columns and self._counts_onsets else []
        tables = self._tables([*columns, *onsets])
        if onsets:
            self._passing.onsets_counted = tables.pop()[1:]
        for (together, sets, of), counts in zip(packs, tables, strict=True):
            shape = [*(len(self._levels(by)) for by in together), *(size + 1 for _, size in self._answered(of))]
            self._read_from(_with_unknown_last(counts.reshape(shape), len(together)), together, sets, of)

    @property
    def _counts_onsets(self) -> bool:
        """Whether a pass over the treatments tells when breakouts began, too: somebody may ask, and nobody has."""
        is_of_breakouts = self.counted.unit == "treatments" and self.counted.outcome.is_breakout
        return ONSET in self._log and is_of_breakouts and self._passing.onsets_counted is None

    # The four questions ----

    @alone_with_engine
    def _count(self, by: tuple[By, ...], of: Units) -> np.ndarray:
        columns = [*map(self._column, by), *self._answered(of)]
        counts = self._table(self._units, columns, "visits" if of == "visits" else None)
        return _with_unknown_last(counts.reshape([size + 1 for _, size in columns]), len(by))

    def _answered(self, of: Units) -> list[_Column]:
        """Return what units are counted by besides the levels of factors."""
        answer = nw.col(_ANSWER)
        match of:
            case "visits":
                return []
            case "outcome":
                return [(answer, OUTCOMES)]
            case "grade":
                return [(nw.col(_GRADE), len(self.grades))]
            case "durations":
                return [_by_day(nw.col("duration"), nw.col("gone"), LONGEST_DURATION)]
            case "seen":
                observed = nw.col("observed_days")
                within = nw.when(observed > LONGEST_DURATION).then(nw.lit(LONGEST_DURATION)).otherwise(observed)
                return [_by_day(within, answer, LONGEST_DURATION)]
            case _:
                return [_by_day(nw.col("last" if of == "times" else "followed"), answer, self.filters.window_days)]

    @alone_with_engine
    def _count_pairs(self, by: tuple[By, ...], of: Paired) -> np.ndarray:
        answer, size = self._paired(of)
        columns = [*map(self._column, by), (answer, size)]
        shape = tuple(each + 1 for _, each in columns)
        stands = "stands_for"
        # How many treatments each client has of each kind; of these few counts pairs are products.
        kinds = (
            self._passing.back(self.counted.outcome, self.grades)
            .filter(answer >= 0, answer < size)
            .select(nw.col(CLIENT_NUMBER), nw.col(stands), _cell(columns).alias(_CELL))
            .group_by(CLIENT_NUMBER, stands, _CELL)
            .agg(nw.len().cast(nw.Int64).alias(_N))
        )
        others = kinds.select(CLIENT_NUMBER, nw.col(_CELL).alias(_OTHER_CELL), nw.col(_N).alias(_OTHER_N))
        pairs = (
            kinds.join(others, on=CLIENT_NUMBER, how="inner")
            .with_columns(
                (nw.col(_N) * nw.col(_OTHER_N) * nw.col(stands)).alias("pairs"),
                nw.when(nw.col(_CELL) == nw.col(_OTHER_CELL))
                .then(nw.col(_N) * nw.col(stands))
                .otherwise(nw.lit(0))
                .alias("treatments"),
            )
            .group_by(_CELL, _OTHER_CELL)
            .agg(nw.col("pairs").sum(), nw.col("treatments").sum())
        )
        found = self._engine.ask(pairs)
        one, other = (_places(found[name] + _origin(columns), shape) for name in (_CELL, _OTHER_CELL))
        width = prod((*shape[:-1], size))
        counts = np.zeros((1 + width, width), dtype=np.int64)
        counts[1 + one, other] = found["pairs"]
        same = one == other
        counts[0, one[same]] = found["treatments"][same]
        # A treatment makes no pair with itself.
        counts[1 + one[same], one[same]] -= found["treatments"][same].astype(np.int64)
        return counts

    def _paired(self, of: Paired) -> _Column:
        """Return what must be known of both treatments of a pair, and how many answers there are."""
        match of:
            case "grade":
                return nw.col(_GRADE), len(self.grades)
            case "outcome":
                return nw.col(_ANSWER), 2
            case "known":
                return nw.when(nw.col(_ANSWER) == UNKNOWN).then(nw.lit(1)).otherwise(nw.lit(0)), 2
            case "duration":
                (lasted,) = self._answered("durations")
                return lasted

    @property
    def _clients(self) -> int:
        return self._passing.clients

    @alone_with_engine
    def _count_alike(self, of: Answer) -> AlikeClients:
        return AlikeClients(*self._passing.by_client(self._frame, *self._answers(of), of, self.counted.outcome))

    def _answers(self, of: Answer) -> tuple[str, int]:
        """Return the column of the answer of a unit, and how many answers there are."""
        return (_GRADE, len(self.grades)) if of == "grade" else (_ANSWER, OUTCOMES)

    def _count_by_client(self, by: tuple[str, ...], of: Answer) -> Patterns:
        return self._patterns(by, of, of_clients=CLIENT in self._log)

    def _count_occurring(self, by: tuple[By, ...]) -> Patterns:
        return self._patterns(by, "outcome", of_clients=False)

    @alone_with_engine
    def _patterns(self, by: tuple[By, ...], of: Answer, *, of_clients: bool) -> Patterns:
        answer, answers = self._answers(of)
        names = {"n" + str(place): nw.col(answer) == place for place in range(answers)}
        columns = {"by" + str(place): self._column(each) for place, each in enumerate(by)}
        # Of no factors and nobody's there is one combination.
        codes_of = {name: codes for name, (codes, _) in columns.items()} or {_CELL: nw.lit(0)}
        keys = [*([CLIENT_NUMBER] if of_clients else []), *codes_of]
        found = self._engine.ask(
            self._units.with_columns(**codes_of)
            .group_by(*keys)
            .agg(**{name: how_often(is_so) for name, is_so in names.items()})
            .head(MOST_PATTERNS + 1)
        )
        counts = np.column_stack([found[name].astype(np.int64) for name in names])
        if len(counts) > MOST_PATTERNS:
            raise TooManyPatternsError("These treatments are too many for this page: choose a clinic or a period.")
        codes = np.zeros((len(counts), len(by)), dtype=np.int64)
        for place, (name, (_, size)) in enumerate(columns.items()):
            codes[:, place] = np.where(found[name] < 0, size, found[name])
        client = _without_gaps(found[CLIENT_NUMBER], self._log.clients) if of_clients else None
        order = np.lexsort([*codes.T[::-1], np.zeros(len(codes)) if client is None else client])
        client = None if client is None else client[order]
        return Patterns(tuple(map(factor_name, by)), tuple(map(self._levels, by)), codes[order], client, counts[order])

    # Units ----

    def _table(self, frame: nw.LazyFrame[Any], columns: list[_Column], summed: str | None = None) -> np.ndarray:
        """Count the rows of a frame, or what a column adds up to, by every combination of codes, -1 first."""
        counts = np.zeros(_cells(columns), dtype=np.int64)
        cells = frame.select(_cell(columns).alias(_CELL), *([nw.col(summed)] if summed else []))
        found = self._engine.ask(cells.group_by(_CELL).agg((nw.col(summed).sum() if summed else nw.len()).alias(_N)))
        counts[found[_CELL] + _origin(columns)] = found[_N]
        return counts

    def _tables(self, sets: list[list[_Column]]) -> list[np.ndarray]:
        """Count units by every combination of each of several sets of codes, -1 first, in one pass."""
        if not sets:
            return []
        *firsts, end = accumulate(map(_cells, sets), initial=0)
        names = [_CELL + str(place) for place in range(len(sets))]
        cells = self._units.select(*(_cell(columns).alias(name) for name, columns in zip(names, sets, strict=True)))
        origins = (first + _origin(columns) for first, columns in zip(firsts, sets, strict=True))
        found = self._engine.count_each(cells, dict(zip(names, origins, strict=True)))
        counts = np.zeros(end, dtype=np.int64)
        counts[found["number"]] = found["rows"]
        return np.split(counts, firsts[1:])

    def _columns_of(self, by: tuple[By, ...]) -> list[_Column]:
        """Return the codes of each unit in some factors, of a pack those of the column that they have together."""
        for place, pack in enumerate(self._log.packs):
            if by == pack:
                return [(nw.col(stored_pack(place)), prod(len(self._levels(each)) for each in by) - 1)]
        return [*map(self._column, by)]

    def _column(self, by: By) -> _Column:
        """Return the code of each unit in a factor, and how many levels there are without "not known"."""
        if isinstance(by, Merging):
            codes, _ = self._column(by.factor)
            return when_runs(codes, runs(by.places)), len(by.levels)
        return nw.col(self._log.stored[by]), len(self._log.values(by))

    @property
    def _frame(self) -> nw.LazyFrame[Any]:
        """The treatments that pass, and what is so of each."""
        return self._passing.treatments_with(self.counted.outcome, self.grades)

    @property
    def _units(self) -> nw.LazyFrame[Any]:
        """The units that pass: of a client the columns of the first treatment, and what was so after any."""
        if self.counted.unit == "treatments" or CLIENT not in self._log:
            return self._frame
        return self._passing.first_treatments(self._frame, self.counted, counts_clients=self.counts_clients)


def passing_rows(
    engine: Engine,
    log: CodedLog,
    filters: Filters,
    made: Mapping[str, nw.Expr] | None = None,
    made_for: tuple[object, ...] = (),
) -> PassingRows:
    """Return the treatments that pass, of which an engine keeps what was found out for a while."""
    kept: OrderedDict[Any, PassingRows] = engine.kept
    key = (log.folder, log.digest, filters, made_for)
    with engine.keeping:
        found = kept.pop(key, None) or PassingRows(engine, log, filters, made)
        kept[key] = found
        while len(kept) > MOST_KEPT:
            # Who still counts with it keeps it alive.
            kept.popitem(last=False)
    return found


def _by_day(days: nw.Expr, happened: nw.Expr, last: int) -> _Column:
    """Return twice the day, and one more where it had happened by then; -1 where either is not known."""
    not_known = (days < 0) | (happened == UNKNOWN)
    return nw.when(not_known).then(nw.lit(-1)).otherwise(days * 2 + happened), 2 * (last + 1)


def _with_unknown_last(counts: np.ndarray, factors: int) -> np.ndarray:
    """Return a table by some factors, and by an answer if any, with "not known" last, and without unknown answers."""
    return np.roll(counts[..., 1:] if counts.ndim > factors else counts, [-1] * factors, axis=tuple(range(factors)))


def _cells(columns: list[_Column]) -> int:
    return prod(size + 1 for _, size in columns)


def _cell(columns: list[_Column]) -> nw.Expr:
    """Return how far each unit's cell is from `_origin` in a table that has a column's "not known" first."""
    kind = nw.Int32 if _cells(columns) < 2**31 else nw.Int64
    widths = zip((codes.cast(kind) for codes, _ in columns), _widths(columns), strict=True)
    # An engine checks every sum and product of every row.
    terms = (codes if width == 1 else codes * width for codes, width in widths)
    return reduce(add, terms) if columns else nw.lit(0)


def _origin(columns: list[_Column]) -> int:
    """Return the number of the cell of units whose codes are all 0."""
    return sum(_widths(columns))


def _widths(columns: list[_Column]) -> list[int]:
    """Return by how many cells each column's next code is further."""
    return [_cells(columns[place + 1 :]) for place in range(len(columns))]


def _places(cells: np.ndarray, shape: tuple[int, ...]) -> np.ndarray:
    """Return where cells are in a table that has "not known" last, and no such answer."""
    *codes, answer = np.unravel_index(cells.astype(np.int64), shape)
    moved = [np.where(each == 0, size - 1, each - 1) for each, size in zip(codes, shape[:-1], strict=True)]
    places: np.ndarray = np.ravel_multi_index((*moved, answer - 1), (*shape[:-1], shape[-1] - 1))
    return places


def _without_gaps(numbers: np.ndarray, clients: int) -> np.ndarray:
    """Return clients in the order of their codes without a gap; who is not known, one for each row, comes last."""
    in_order = np.where(numbers < 0, 2**62 - numbers, code_drawn(numbers, clients))
    without_gaps: np.ndarray = np.unique(in_order, return_inverse=True)[1]
    return without_gaps
