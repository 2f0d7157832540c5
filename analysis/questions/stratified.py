"""The comparison of a factor within the groups of every other factor."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from analysis.methods.cautions import LinkedToTheOutcome
from analysis.methods.evidence_cautions import ReviewedAtDifferentTimes
from analysis.methods.linked import family
from analysis.methods.stratified import Stratified, stratify
from analysis.questions.pairs import count_pairs, others_beside, paired
from analysis.results import SIGNIFICANT

if TYPE_CHECKING:
    from analysis.counting.counts import Counts
    from analysis.questions.at_a_glance import AtAGlance
    from analysis.results import FactorResult


@dataclass(frozen=True)
class WithinGroups:
    """What becomes of the comparison of a factor within the groups of the others.

    Attributes
    ----------
    result : FactorResult
    looked_at : tuple of Stratified
        The factors that change the answer, the one that changes it most first; then those that do not, in the order of
        their own evidence; last those that cannot be compared. Empty where the factor has no comparison.
    linked : frozenset of str
        Names of the factors that are linked to the outcome themselves.
    """

    result: FactorResult
    looked_at: tuple[Stratified, ...]
    linked: frozenset[str]

    @property
    def changing(self) -> tuple[Stratified, ...]:
        """The factors that change the answer and are linked to the outcome themselves, the largest change first.

        One that is not linked to the outcome itself explains nothing.
        """
        return tuple(each for each in self.looked_at if each.is_changed and each.by.name in self.linked)

    @property
    def answering(self) -> tuple[Stratified, ...]:
        """The factors within whose groups the comparison could be made."""
        return tuple(each for each in self.looked_at if each.alike is not None)


def something_else(counts: Counts, result: FactorResult, found: AtAGlance) -> WithinGroups:
    """Look through the other factors of a log for those that change the answer of one.

    Left out are factors that record the same thing, that may record the outcome, and that form no groups.

    Parameters
    ----------
    counts : Counts
    result : FactorResult
        One of `found`.
    found : AtAGlance
        Of the same counts.
    """
    if result.contrast is None:
        return WithinGroups(result, (), frozenset())
    others = [
        other.factor
        for other in others_beside(result, found)
        if not any(isinstance(each, LinkedToTheOutcome) for each in other.cautions)
    ]
    tallies = count_pairs(counts, result.factor, others, result.contrast)
    pairs = paired(counts, result.factor, result.contrast, others)
    looked_at = _held(
        [
            stratify(result.contrast, other, tallies[other.name], found.clustering, pairs.get(other.name))
            for other in others
        ]
    )
    linked = frozenset(
        each.factor.name
        for each in found.factors
        if (each.test is not None and each.test.p_value < SIGNIFICANT) or each.is_linked_in_shape
    )
    doubted = [_reviewed_apart(result, each) for each in looked_at]
    return WithinGroups(result, tuple(sorted(doubted, key=partial(_order, linked))), linked)


def _reviewed_apart(result: FactorResult, of: Stratified) -> Stratified:
    """Doubt two levels that were reviewed at different times: within groups, too, an early "no" counts as one."""
    early = tuple(replace(each, compared=()) for each in result.cautions if isinstance(each, ReviewedAtDifferentTimes))
    return replace(of, cautions=(*early, *of.cautions)) if early else of


def _held(looked_at: list[Stratified]) -> list[Stratified]:
    """Hold what all the other factors change to one rule (`methods/linked.py`): of many some change much by chance."""
    together, _ = family([each.alike.change.p_value for each in looked_at if each.alike is not None])
    return looked_at if together is None else [each.with_error(together.error) for each in looked_at]


def _order(linked: frozenset[str], of: Stratified) -> tuple[bool, bool, float]:
    changed = -abs(math.log1p(of.alike.ratio_change)) if of.alike is not None and of.alike.is_changed else 0.0
    return of.alike is None, bool(changed) and of.by.name not in linked, changed
