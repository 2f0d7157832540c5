"""An ordered outcome, grade by grade: the shares of each level, and whether the grades go with a factor."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from analysis.methods.closer_cautions import FewAboveTheLowestGrade, OneGrade, TooFewUnits
from analysis.methods.comparable import FEW_BREAKOUTS, FEWEST_LEVELS, too_few_levels, too_many_levels
from analysis.methods.likeness import Likeness
from analysis.methods.linear_by_linear import centred_scores, linear_by_linear, rises
from analysis.methods.sureness import INDEPENDENT_TABLE, TableEffect
from analysis.methods.units import about_a_test
from analysis.results import INDEPENDENT, Clustering, Test

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from analysis.counting.tallies import ClientPairs
    from analysis.methods.cautions import Caution
    from analysis.methods.units import WholeUnits
    from analysis.outcome_log.log import Factor, Level

MEAN_SCORE = "Mean-score test"


@dataclass(frozen=True)
class LevelGrades:
    """One level of a factor: how many of its treatments have each grade; `not_known` have none."""

    level: Level
    counts: tuple[int, ...]
    not_known: int

    @property
    def known(self) -> int:
        """Treatments whose grade is known."""
        return sum(self.counts)


@dataclass(frozen=True, kw_only=True)
class GradesResult:
    """What a log says about the grades of an outcome at the levels of a factor.

    Attributes
    ----------
    factor : Factor
    grades : tuple
        Lowest first; None stands for no breakout.
    levels : tuple of LevelGrades
        As they are shown, those without a known grade left out; fifths for a numeric factor.
    not_known : int
        Treatments that are in no bar because their grade is not known.
    level_not_known : int
        Treatments that are in no bar because the level of the factor is not known.
    compared : tuple of LevelGrades
        The two levels that are put into words, the reference second; empty where there is nothing to compare.
    rises : bool or None
        Whether the grades rise along the levels; None where the levels have no order, or neither is so.
    test : Test or None
        None where the log cannot tell anything, for a reason that `cautions` names.
    clustering : Clustering
        The design effect is that of the test, whose statistic is divided by it.
    """

    factor: Factor
    grades: tuple[Level, ...]
    levels: tuple[LevelGrades, ...]
    not_known: int
    level_not_known: int
    compared: tuple[LevelGrades, ...]
    rises: bool | None
    test: Test | None
    clustering: Clustering
    cautions: tuple[Caution, ...]


def graded(
    factor: Factor,
    grades: tuple[Level, ...],
    levels: Sequence[LevelGrades],
    level_not_known: int = 0,
    *,
    contrast: tuple[Level, Level] | None = None,
    clustering: Clustering = INDEPENDENT,
    pairs: ClientPairs | None = None,
    units: WholeUnits | None = None,
) -> GradesResult:
    """Return what the counts of each grade say about a factor.

    Ordered levels and the fifths of a number are tested for a linear association with the grades, scored 0, 1, 2 and so
    on; other levels for a difference of the mean scores.

    Parameters
    ----------
    factor : Factor
    grades : tuple
        Lowest first.
    levels : sequence of LevelGrades
        All levels in their order, those without a treatment too.
    level_not_known : int
    contrast : tuple of two levels, optional
        The level and the reference that the factor's rates are compared by.
    clustering : Clustering
        Of the mean score over all treatments.
    pairs : ClientPairs, optional
        Treatments of one client by level and grade; without, the design effect of `clustering` holds for the test.
    units : WholeUnits, optional
        Practitioners or clinics that its levels hold whole, and how alike their grades are.
    """
    known = tuple(each for each in levels if each.known)
    counts = np.array([each.counts for each in levels], dtype=np.int64).reshape(len(levels), len(grades))
    nothing = _nothing_to_compare(known, grades)
    has_order = factor.kind != "category"
    test, rests = None, None
    if nothing is None:
        alike = Likeness.within([each.level for each in levels], counts, pairs, clustering, units)
        effect = alike.along(np.arange(float(len(levels)))) if has_order else alike.table()
        clustering, rests = Clustering(clustering.repeats, effect.mean), about_a_test(effect, units, factor)
        if not isinstance(rests, TooFewUnits):
            test = (linear_by_linear if has_order else mean_score)(counts, effect)
    compared = {each.level: each for each in known}
    return GradesResult(
        factor=factor,
        grades=grades,
        levels=known,
        not_known=sum(each.not_known for each in levels),
        level_not_known=level_not_known,
        compared=tuple(compared[level] for level in contrast or () if level in compared and nothing is None),
        rises=rises(counts) if has_order and test is not None else None,
        test=test,
        clustering=clustering,
        cautions=(nothing,) if nothing is not None else (*(() if rests is None else (rests,)), *_doubts(counts)),
    )


def mean_score(counts: np.ndarray, effect: TableEffect = INDEPENDENT_TABLE) -> Test | None:
    """Test whether the mean scores of levels without an order differ, the grades scored 0, 1, 2 and so on.

    Parameters
    ----------
    counts : ndarray of int, shape (levels, grades)
    effect : TableEffect
        The statistic is divided by it (Rao & Scott 1984).

    Returns
    -------
    Test or None
        The statistic is (N - 1) R² of the scores on the levels, chi-square with as many degrees of freedom as levels
        less one where the means are the same. With two levels it is `linear_by_linear`. None where fewer than two
        levels have a treatment or all grades are the same.

    References
    ----------
    Landis JR, Heyman ER, Koch GG (1978) Average partial association in three-way contingency tables: a review and
    discussion of alternative tests. Int Stat Rev 46:237-254.
    """
    filled = counts[counts.sum(axis=1) > 0]
    everyone = int(filled.sum())
    _, grade = centred_scores(filled)
    spread = float(filled.sum(axis=0) @ grade**2)
    if len(filled) < FEWEST_LEVELS or spread == 0:
        return None
    between = float(((filled @ grade) ** 2 / filled.sum(axis=1)).sum())
    statistic = (everyone - 1) * between / spread / effect.mean
    p_value = effect.p_value(statistic, len(filled) - 1)
    return Test(name=MEAN_SCORE, statistic=statistic, p_value=p_value, source="Landis, Heyman & Koch 1978, (N − 1) R²")


def _nothing_to_compare(known: Sequence[LevelGrades], grades: tuple[Level, ...]) -> Caution | None:
    nothing = too_few_levels(len(known)) or too_many_levels(len(known))
    if nothing is not None:
        return nothing
    seen = [place for place in range(len(grades)) if any(each.counts[place] for each in known)]
    if len(seen) == 1:
        return OneGrade(grades[seen[0]], sum(each.known for each in known))
    return None


def _doubts(counts: np.ndarray) -> Iterator[Caution]:
    above = int(counts[:, 1:].sum())
    if above < FEW_BREAKOUTS:
        yield FewAboveTheLowestGrade(above, FEW_BREAKOUTS)
