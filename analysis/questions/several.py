"""What several factors say together, with blanks filled in and followed one by one: for a page and for reports."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from analysis.questions.adjusted import DEFAULT_ENTERED, Adjusted, adjusted, default_factors
from analysis.questions.imputed import imputed, seconds_to_fill_in
from analysis.questions.largest_set import largest_set
from analysis.questions.story import stories

if TYPE_CHECKING:
    from collections.abc import Mapping

    from analysis.counting.counts import Counts
    from analysis.methods.adjusted.terms import Entered
    from analysis.questions.adjusted import Refusal
    from analysis.questions.at_a_glance import AtAGlance
    from analysis.questions.entering import OneOf
    from analysis.questions.imputed import Imputed, NotImputed
    from analysis.questions.story import Story


@dataclass(frozen=True)
class SeveralFactors:
    """What several factors say together and with blanks filled in, None without any; and the story of some of them."""

    answer: Adjusted | Refusal | None = None
    filled_in: Imputed | NotImputed | None = None
    stories: Mapping[str, Story] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Several:
    """Which factors are looked at together, and how.

    Attributes
    ----------
    names : tuple of str
        Those chosen; none for those suggested.
    entered : Entered
        How numbers enter.
    one_of : tuple of (str, level)
        Levels in place of factors.
    planned : str or None
        The factor that was the question before anything was looked at.
    fills_in : bool
        Whether blanks are filled in even where that takes long.
    """

    names: tuple[str, ...] = ()
    entered: Entered = DEFAULT_ENTERED
    one_of: OneOf = ()
    planned: str | None = None
    fills_in: bool = False


def several_factors(counts: Counts, of: Several, of_each: tuple[str, ...], found: AtAGlance) -> SeveralFactors:
    """Return what the factors chosen say together; if they have no answer, those suggested.

    Parameters
    ----------
    counts : Counts
    of : Several
    of_each : tuple of str
        Factors that are followed one by one as well.
    found : AtAGlance
    """
    with counts.keeping_patterns():
        return _several(counts, of, of_each, found)


def _several(counts: Counts, of: Several, of_each: tuple[str, ...], found: AtAGlance) -> SeveralFactors:
    wanted = largest_set(counts, of.names, of.entered, of.one_of, of.planned) if of.names else None
    beside = of.names
    if not isinstance(wanted, Adjusted):
        suggested = default_factors(counts, of.entered)
        beside = of.names or suggested
        if not suggested:
            return SeveralFactors(wanted)
        wanted = adjusted(counts, suggested, of.entered, planned=of.planned)
    return SeveralFactors(wanted, _filled_in(counts, of, wanted), stories(counts, of_each, beside, of.entered, found))


def _filled_in(counts: Counts, of: Several, wanted: Adjusted | Refusal) -> Imputed | NotImputed | None:
    if not isinstance(wanted, Adjusted):
        return None
    takes_long = bool(seconds_to_fill_in(counts, wanted.names, wanted.one_of))
    if takes_long and not of.fills_in:
        return None
    return imputed(counts, wanted.names, of.entered, wanted.one_of, of.planned)
