"""How bad it was, grade by grade, at the levels of a factor."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from analysis.methods.design_effect import score_design_effect
from analysis.methods.grades import GradesResult, LevelGrades, graded
from analysis.methods.numeric import by_fifths
from analysis.questions.pairs import groups
from analysis.questions.units import factor_units
from analysis.results import INDEPENDENT, Clustering, ValueRange

if TYPE_CHECKING:
    from analysis.counting.counts import Counts
    from analysis.counting.tallies import OneWay
    from analysis.results import FactorResult


def grades_by_level(counts: Counts, result: FactorResult) -> GradesResult:
    """Return the grades of the outcome at each level of a factor.

    Parameters
    ----------
    counts : Counts
        Of an ordered outcome.
    result : FactorResult
        What was found of the factor, for the two levels that its rates are compared by.
    """
    factor = result.factor
    counted = counts.by(factor.name)
    levels = _levels(counted, counts.by_grade(factor.name))
    if factor.kind == "number":
        levels = _fifths(levels, by_fifths(counted).levels)
    contrast = (result.contrast.level, result.contrast.reference) if result.contrast is not None else None
    not_answered = int(counted.not_answered.treatments)
    return graded(
        factor,
        counts.grades,
        levels,
        not_answered,
        contrast=contrast,
        clustering=_clustering(counts),
        pairs=counts.pairs(groups(counts, factor), of="grade"),
        units=factor_units(counts, factor, "grade"),
    )


def _levels(counted: OneWay, by_grade: np.ndarray) -> list[LevelGrades]:
    """Return the levels that have a name, in their order."""
    not_known = counted.treatments - by_grade.sum(axis=1)
    return [
        LevelGrades(level, tuple(map(int, of_level)), int(unknown))
        for level, of_level, unknown in zip(counted.levels, by_grade, not_known, strict=True)
        if level is not None
    ]


def _fifths(values: list[LevelGrades], ranges: tuple[ValueRange, ...]) -> list[LevelGrades]:
    """Merge the values of a number into the fifths that its rates are shown in."""
    merged = []
    for each in ranges:
        inside = [value for value in values if value.level in each]
        counts = np.array([value.counts for value in inside]).sum(axis=0)
        merged.append(LevelGrades(each, tuple(map(int, counts)), sum(value.not_known for value in inside)))
    return merged


def _clustering(counts: Counts) -> Clustering:
    """Return how much clients who came back widen the interval of the mean score."""
    by_client = counts.by_client("grade")
    if by_client is None:
        return INDEPENDENT
    repeats = int(by_client.clients @ np.maximum(by_client.counts.sum(axis=1) - 1, 0))
    return Clustering(repeats, score_design_effect(by_client))
