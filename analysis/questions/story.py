"""One difference three times: on its own, within groups, and after adjusting."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from analysis.questions.adjusted import DEFAULT_ENTERED, AdjustedFor, adjusted_for
from analysis.questions.stratified import something_else

if TYPE_CHECKING:
    from analysis.counting.counts import Counts
    from analysis.methods.adjusted.terms import Entered
    from analysis.methods.stratified import Stratified
    from analysis.questions.at_a_glance import AtAGlance
    from analysis.questions.stratified import WithinGroups
    from analysis.results import FactorResult


@dataclass(frozen=True, kw_only=True)
class Story:
    """What becomes of the difference of a factor when other factors are taken into account.

    Attributes
    ----------
    result : FactorResult
        Of the factor, with a contrast: the difference on its own.
    within : Stratified or None
        Within the groups of the factor that changes the difference most; None where no factor makes groups.
    changing : tuple of Stratified
        All factors that change it, the one that changes it most first.
    adjusted : AdjustedFor
    """

    result: FactorResult
    within: Stratified | None
    changing: tuple[Stratified, ...]
    adjusted: AdjustedFor

    @property
    def known(self) -> int:
        """Treatments with a known outcome and the factor recorded."""
        return sum(each.known for each in self.result.levels)


def story(
    counts: Counts, asked: WithinGroups, names: tuple[str, ...], entered: Entered = DEFAULT_ENTERED
) -> Story | None:
    """Return the difference of a factor on its own, within groups and after adjusting; None where there is none.

    Parameters
    ----------
    counts : Counts
    asked : WithinGroups
        The comparison of the factor within the groups of every other.
    names : tuple of str
        The factors to adjust for.
    entered : "levels" or "per unit"
        How numeric factors enter the model.
    """
    if asked.result.contrast is None:
        return None
    within = next(iter((*asked.changing, *asked.answering)), None)
    return Story(
        result=asked.result,
        within=within,
        changing=asked.changing,
        adjusted=adjusted_for(counts, asked.result, names, entered),
    )


def stories(
    counts: Counts, chosen: tuple[str, ...], names: tuple[str, ...], entered: Entered, found: AtAGlance
) -> dict[str, Story]:
    """Return the story of each of the factors called `chosen` that has one, by its name.

    Parameters
    ----------
    counts : Counts
    chosen, names : tuple of str
        Those asked about, and those to adjust for.
    entered : "levels" or "per unit"
        How numeric factors enter the model.
    found : AtAGlance
        Of the same counts.
    """
    asked = (
        (result.factor.name, story(counts, something_else(counts, result, found), names, entered))
        for result in found.factors
        if result.factor.name in chosen
    )
    return {name: of for name, of in asked if of is not None}
