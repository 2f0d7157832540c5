"""Two factors together: the rate of every combination, and whether one counts for more at some levels of the other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import scipy

from analysis.counting.tallies import Merging
from analysis.methods.association import too_few
from analysis.methods.cells import Cell, highest_cell, is_shown
from analysis.methods.closer_cautions import TooFewUnits
from analysis.methods.comparable import (
    few_breakouts,
    repeat_clients,
    same_outcome,
    thin_groups,
    too_few_levels,
    too_many_levels,
)
from analysis.methods.likeness import Likeness
from analysis.methods.rate import rate
from analysis.methods.units import about_a_test
from analysis.results import INDEPENDENT, Clustering, Test

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from analysis.counting.tallies import ClientPairs, TwoWay
    from analysis.methods.cautions import Caution
    from analysis.methods.closer_cautions import ThinGroups
    from analysis.methods.sureness import TableEffect
    from analysis.methods.units import SharedUnits
    from analysis.outcome_log.log import Factor, Level

LIKELIHOOD_RATIO = "likelihood-ratio chi-square"
PEARSON = "Pearson chi-square"

# More rows or columns than this cannot be read in one picture; across there is less room, on a telephone above all.
MOST_ROWS, MOST_COLUMNS = 12, 8

# The fit is repeated until it reproduces every margin to this share of a treatment, at most so many times.
CLOSE_ENOUGH = 1e-10
MOST_ROUNDS = 5_000


@dataclass(frozen=True, kw_only=True)
class Together:
    """The rates of two factors together.

    Attributes
    ----------
    rows, columns : Factor
        The factor with more levels makes the rows.
    row_levels, column_levels : tuple
        Those shown, in their order: the ones that are compared where a factor is looked at alone, and those with most
        known outcomes.
    left_out : tuple of (Factor, tuple of levels)
        Those not shown, because there are too many.
    cells : tuple of tuple of Cell
        A row for each of `row_levels`.
    test : Test or None
        Of no interaction, among the levels shown: whether the odds ratios of one factor are the same at every level of
        the other. None where it cannot be made, for a reason that `cautions` names.
    highest : Cell or None
        The cell that is most surely above the rate of all cells shown together; None where none is, with its interval
        widened for their number (Bonferroni), and where it would point at people.
    cautions : tuple of Caution
    """

    rows: Factor
    columns: Factor
    row_levels: tuple[Level, ...]
    column_levels: tuple[Level, ...]
    left_out: tuple[tuple[Factor, tuple[Level, ...]], ...]
    cells: tuple[tuple[Cell, ...], ...]
    test: Test | None
    highest: Cell | None = None
    cautions: tuple[Caution, ...] = ()

    @property
    def shown(self) -> tuple[Cell, ...]:
        """The cells that hold enough known outcomes for their rate to be shown."""
        return tuple(cell for row in self.cells for cell in row if is_shown(cell))


def put_together(
    first: Factor,
    second: Factor,
    tally: TwoWay,
    clustering: Clustering = INDEPENDENT,
    *,
    compared: tuple[Sequence[Level], Sequence[Level]] = ((), ()),
    pairs: ClientPairs | None = None,
    shared: SharedUnits | None = None,
) -> Together:
    """Return the rates of every combination of two factors, and the test of their interaction.

    Parameters
    ----------
    first, second : Factor
    tally : TwoWay
        Counted by `first` and `second`, numeric ones by their fifths.
    clustering : Clustering
        Of all treatments that were counted.
    compared : pair of sequences of levels
        Of `first` and of `second`: those that are compared where it is looked at alone, which are shown however few
        treatments they have.
    pairs : ClientPairs, optional
        Treatments of one client by the `shown_levels` of both factors; without, the design effect of `clustering` holds
        for everything.
    shared : SharedUnits, optional
        By the `shown_levels` of both factors, where those of either hold practitioners or clinics whole.
    """
    answered = tally.counts[:-1, :-1]
    factors, levels = [first, second], [each[:-1] for each in tally.levels]
    places = _shown_places(tally, compared)
    if _is_turned(tally):
        answered, factors, levels, places = answered.transpose(1, 0, 2), factors[::-1], levels[::-1], places[::-1]
        shared = None if shared is None else shared.turned
    known = answered[..., :2].sum(axis=-1)
    rows, columns = places
    counts = answered[np.ix_(rows, columns)]
    alike = _likeness(levels, places, counts, clustering, pairs, is_turned=_is_turned(tally))
    design_effect = alike.whole()
    cautions: list[Caution] = []
    test, rests = None, None
    nothing = _nothing_to_test(counts, known)
    if nothing is not None:
        cautions.append(nothing)
    else:
        fitted = _Fitted.to(counts[..., :2])
        effect = alike.beyond(_additive(counts.shape), _chances(counts).ravel(), shared)
        design_effect = effect.mean
        rests = None if shared is None else about_a_test(effect, shared.units, shared.factor)
        test = None if isinstance(rests, TooFewUnits) else _test(fitted, effect)
        cautions.extend(_doubts(counts, fitted, design_effect))
    cautions.extend(repeat_clients(Clustering(clustering.repeats, design_effect)) if rests is None else (rests,))
    cells = tuple(_cells(levels, counts, (rows, columns), alike.rates()))
    names_people = any(map(_names_people, factors))
    return Together(
        rows=factors[0],
        columns=factors[1],
        row_levels=tuple(levels[0][place] for place in rows),
        column_levels=tuple(levels[1][place] for place in columns),
        left_out=tuple(_left_out(factors, levels, known, (rows, columns))),
        cells=cells,
        test=test,
        highest=None if names_people else highest_cell([each for row in cells for each in row], shared),
        cautions=tuple(cautions),
    )


def shown_levels(
    tally: TwoWay, compared: tuple[Sequence[Level], Sequence[Level]] = ((), ())
) -> tuple[Merging, Merging]:
    """Return the levels of both factors that are shown together, for counting by them."""
    first, second = (
        Merging(name, tuple(levels[place] for place in places), _where(places, len(levels) - 1))
        for name, levels, places in zip(tally.factors, tally.levels, _shown_places(tally, compared), strict=True)
    )
    return first, second


def _where(places: np.ndarray, levels: int) -> tuple[int, ...]:
    """Return for each level its number among those in `places`, -1 where it is not."""
    found = np.full(levels, -1)
    found[places] = np.arange(len(places))
    return tuple(found.tolist())


def _is_turned(tally: TwoWay) -> bool:
    """Tell whether the second factor has more levels, and so the rows."""
    known = tally.known[:-1, :-1]
    return bool((known.sum(axis=1) > 0).sum() < (known.sum(axis=0) > 0).sum())


def _shown_places(tally: TwoWay, compared: tuple[Sequence[Level], Sequence[Level]]) -> tuple[np.ndarray, np.ndarray]:
    known = tally.known[:-1, :-1]
    kept = [
        np.array([level in of_factor for level in named[:-1]], dtype=bool)
        for named, of_factor in zip(tally.levels, compared, strict=True)
    ]
    first, second = (MOST_COLUMNS, MOST_ROWS) if _is_turned(tally) else (MOST_ROWS, MOST_COLUMNS)
    return _largest(known.sum(axis=1), first, kept[0]), _largest(known.sum(axis=0), second, kept[1])


def _likeness(
    levels: Sequence[tuple[Level, ...]],
    places: tuple[np.ndarray, np.ndarray],
    counts: np.ndarray,
    clustering: Clustering,
    pairs: ClientPairs | None,
    *,
    is_turned: bool,
) -> Likeness:
    """Return how alike treatments of one client are at every combination shown, row by row."""
    shown = [[of_factor[place] for place in each] for of_factor, each in zip(levels, places, strict=True)]
    cells = [(column, row) if is_turned else (row, column) for row in shown[0] for column in shown[1]]
    return Likeness.within(cells, counts[..., :2].reshape(-1, 2), pairs, clustering)


def _additive(shape: tuple[int, ...]) -> np.ndarray:
    """Return the design of a model in which both factors count, but not together, row by row."""
    rows, columns = np.eye(shape[0]), np.eye(shape[1])
    return np.hstack([np.repeat(rows, shape[1], axis=0), np.tile(columns, (shape[0], 1))])


def _chances(counts: np.ndarray) -> np.ndarray:
    """Return the rate of every combination if both factors count, but not together."""
    expected = _fit(counts[..., :2].astype(float))
    known = expected.sum(axis=-1)
    chances: np.ndarray = np.divide(expected[..., 1], known, out=np.zeros(known.shape), where=known > 0)
    return chances


def _cells(
    levels: Sequence[tuple[Level, ...]],
    counts: np.ndarray,
    places: tuple[np.ndarray, np.ndarray],
    effects: Sequence[float],
) -> Iterator[tuple[Cell, ...]]:
    of_cell = iter(effects)
    for row, of_row in zip(places[0], counts.tolist(), strict=True):
        yield tuple(
            Cell(
                level=(levels[0][row], levels[1][column]),
                treatments=no_breakouts + breakouts + unknown,
                breakouts=breakouts,
                unknown=unknown,
                rate=rate(breakouts, no_breakouts, next(of_cell)),
            )
            for column, (no_breakouts, breakouts, unknown) in zip(places[1], of_row, strict=True)
        )


def _names_people(factor: Factor) -> bool:
    """Tell whether a factor is known to name people or teams, whom no result ranks."""
    return factor.is_personal and not factor.is_extra


def _left_out(
    factors: Sequence[Factor],
    levels: Sequence[tuple[Level, ...]],
    known: np.ndarray,
    places: tuple[np.ndarray, np.ndarray],
) -> Iterator[tuple[Factor, tuple[Level, ...]]]:
    for axis in (0, 1):
        occurring = np.flatnonzero(known.sum(axis=1 - axis) > 0)
        out = tuple(levels[axis][place] for place in occurring if place not in places[axis])
        if out:
            yield factors[axis], out


@dataclass(frozen=True, eq=False)
class _Fitted:
    """Counts that tell, those expected without interaction, and which cells hold any; shape (rows, columns, 2)."""

    counts: np.ndarray
    expected: np.ndarray
    cells: np.ndarray

    @classmethod
    def to(cls, counts: np.ndarray) -> _Fitted:
        mixed = _with_both_outcomes(counts.astype(float))
        return cls(mixed, _fit(mixed), mixed.sum(axis=-1) > 0)

    def thin(self, design_effect: float) -> ThinGroups | None:
        """Return in how many cells fewer of either outcome are expected than a chi-square needs, if in too many."""
        thin = int(too_few(self.expected[self.cells], design_effect).any(axis=-1).sum())
        return thin_groups(thin, int(self.cells.sum()))


def _test(fitted: _Fitted, effect: TableEffect) -> Test | None:
    """Test whether the odds ratios of one factor are the same at every level of another.

    How far the counts are from those of the logistic model in which both factors count, but not together: its deviance,
    or, where more than a fifth of the cells are thin, which makes the deviance find interactions that are not there,
    Pearson's sum of squares. The most likely counts are found by proportional fitting, which has an answer also where a
    level has only breakouts or none. Such a level fits any model, so neither it nor its degrees of freedom count.

    Parameters
    ----------
    fitted : _Fitted
    effect : TableEffect
        The statistic is divided by it.

    Returns
    -------
    Test or None
        None where no two levels of each factor meet.

    References
    ----------
    McCullagh P, Nelder JA (1989) Generalized Linear Models, 2nd ed., ch. 4. Chapman & Hall.
    Koehler KJ, Larntz K (1980) An empirical investigation of goodness-of-fit statistics for sparse multinomials. J Am
    Stat Assoc 75:336-344.
    Deming WE, Stephan FF (1940) On a least squares adjustment of a sampled frequency table when the expected marginal
    totals are known. Ann Math Stat 11:427-444.
    Rao JNK, Scott AJ (1992) A simple method for the analysis of clustered binary data. Biometrics 48:577-585.
    """
    xlogy = scipy.special.xlogy
    freedom = _degrees_of_freedom(fitted.cells)
    if freedom < 1:
        return None
    counts, expected = fitted.counts, np.where(fitted.expected > 0, fitted.expected, 1.0)
    if fitted.thin(effect.mean) is not None:
        name, source = PEARSON, "Koehler & Larntz 1980, for thin cells"
        statistic = float(((counts - fitted.expected) ** 2 / expected).sum())
    else:
        name, source = LIKELIHOOD_RATIO, "McCullagh & Nelder 1989"
        statistic = max(2 * float((xlogy(counts, counts) - xlogy(counts, expected)).sum()), 0.0)
    statistic /= effect.mean
    return Test(name=name, statistic=statistic, p_value=effect.p_value(statistic, freedom), source=source)


def _doubts(counts: np.ndarray, fitted: _Fitted, design_effect: float) -> Iterator[Caution]:
    no_breakouts, breakouts = (int(each) for each in counts[..., :2].sum(axis=(0, 1)))
    yield from few_breakouts(breakouts, no_breakouts)
    thin = fitted.thin(design_effect)
    if thin is not None:
        yield thin


def _nothing_to_test(counts: np.ndarray, known: np.ndarray) -> Caution | None:
    """Return why no test is made, if so."""
    groups = [int((known.sum(axis=axis) > 0).sum()) for axis in (0, 1)]
    breakouts, total = int(counts[..., 1].sum()), int(counts[..., :2].sum())
    return too_many_levels(max(groups)) or too_few_levels(min(groups)) or same_outcome(breakouts, total)


def _largest(known: np.ndarray, most: int, kept: np.ndarray) -> np.ndarray:
    """Return where the levels to keep and those with most known outcomes stand, in their order; none without any."""
    order = np.lexsort((-known, ~kept))[:most]
    return np.sort(order[known[order] > 0])


def _with_both_outcomes(counts: np.ndarray) -> np.ndarray:
    """Return the counts without the levels, of either factor, in which every outcome is the same."""
    for _ in range(sum(counts.shape)):
        rows = (counts.sum(axis=1) > 0).all(axis=-1)
        columns = (counts.sum(axis=0) > 0).all(axis=-1)
        if rows.all() and columns.all():
            break
        counts = counts[np.ix_(rows, columns)]
    return counts


def _degrees_of_freedom(known: np.ndarray) -> int:
    """Return how many cells hold treatments beyond what the two factors alone account for."""
    i, j = np.nonzero(known)
    if not len(i):
        return 0
    design = np.zeros((len(i), sum(known.shape)))
    design[np.arange(len(i)), i] = 1
    design[np.arange(len(i)), known.shape[0] + j] = 1
    return len(i) - int(np.linalg.matrix_rank(design))


def _fit(counts: np.ndarray) -> np.ndarray:
    """Return the most likely counts if both factors count, but not together: the margins of every two axes are kept."""
    fitted = np.ones_like(counts)
    for _ in range(MOST_ROUNDS):
        before = fitted
        for axis in (2, 1, 0):
            wanted, has = counts.sum(axis=axis, keepdims=True), fitted.sum(axis=axis, keepdims=True)
            fitted = fitted * np.divide(wanted, has, out=np.zeros_like(wanted), where=has > 0)
        if np.abs(fitted - before).max(initial=0.0) < CLOSE_ENOUGH:
            break
    return fitted
