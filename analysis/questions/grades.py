"""How bad it was, grade by grade, at the levels of a factor."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from analysis.counting.in_memory import tally, tally_grades, tally_grades_by_client
from analysis.methods.design_effect import score_design_effect
from analysis.methods.grades import GradesResult, LevelGrades, graded
from analysis.methods.numeric import by_fifths
from analysis.results import INDEPENDENT, Clustering, ValueRange

if TYPE_CHECKING:
    from analysis.counting.in_memory import Tally
    from analysis.outcome_log.filters import Filters
    from analysis.outcome_log.log import Log
    from analysis.results import FactorResult


def grades_by_level(log: Log, filters: Filters, result: FactorResult) -> GradesResult:
    """Return the grades of the outcome at each level of a factor.

    Parameters
    ----------
    log : Log
    filters : Filters
        With an ordered outcome.
    result : FactorResult
        What was found of the factor, for the two levels that its rates are compared by.
    """
    factor = result.factor
    counted = tally(log, filters, factor.name)
    grades, counts = tally_grades(log, filters, factor.name)
    levels = _levels(counted, counts)
    if factor.kind == "number":
        levels = _fifths(levels, by_fifths(counted).levels[0])
    contrast = (result.contrast.level, result.contrast.reference) if result.contrast is not None else None
    not_answered = int(counted.not_answered.treatments)
    return graded(factor, grades, levels, not_answered, contrast=contrast, clustering=_clustering(log, filters))


def _levels(counted: Tally, counts: np.ndarray) -> list[LevelGrades]:
    """Return the levels that have a name, in their order."""
    not_known = counted.treatments - counts.sum(axis=1)
    return [
        LevelGrades(level, tuple(map(int, of_level)), int(unknown))
        for level, of_level, unknown in zip(counted.levels[0], counts, not_known, strict=True)
        if level is not None
    ]


def _fifths(values: list[LevelGrades], ranges: tuple[ValueRange, ...]) -> list[LevelGrades]:
    """Merge the values of a number into the fifths that its rates are shown in."""
    merged = []
    for each in ranges:
        inside = [value for value in values if each.low <= value.level <= each.high]
        counts = np.array([value.counts for value in inside]).sum(axis=0)
        merged.append(LevelGrades(each, tuple(map(int, counts)), sum(value.not_known for value in inside)))
    return merged


def _clustering(log: Log, filters: Filters) -> Clustering:
    """Return how much clients who came back widen what is said of the mean score."""
    by_client: Any = tally_grades_by_client(log, filters)
    if by_client is None:
        return INDEPENDENT
    repeats = int(np.maximum(by_client.sum(axis=1) - 1, 0).sum())
    return Clustering(repeats, score_design_effect(by_client))
