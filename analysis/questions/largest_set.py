"""As many of the factors asked about as a log can adjust for together, in place of a refusal."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from analysis.methods.adjusted.complete_cases import complete_cases
from analysis.methods.adjusted.model import Design, design, fit_model
from analysis.methods.each_level import clearest_level
from analysis.methods.model_cautions import IsTheOutcome, SeparatedOutcomes
from analysis.progress import report_progress
from analysis.questions.adjusted import (
    DEFAULT_ENTERED,
    Adjusted,
    Refusal,
    Without,
    adjusted,
    adjusted_as,
    default_factors,
)
from analysis.questions.entering import entering, levels_to_choose

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from analysis.counting.counts import Counts
    from analysis.methods.adjusted.terms import Entered
    from analysis.methods.cautions import Caution
    from analysis.outcome_log.log import Factor
    from analysis.questions.entering import Entering, OneOf

# A factor of more levels without an order would take the place of too many others as a whole. Our own: the longest such
# list of the codebook, the types of skin, has five.
MOST_LEVELS_WHOLE = 5


def largest_set(
    counts: Counts,
    names: tuple[str, ...],
    entered: Entered = DEFAULT_ENTERED,
    one_of: OneOf = (),
    planned: str | None = None,
) -> Adjusted | Refusal:
    """Return what is left of each of the factors called `names`, or of as many as the log can adjust for together.

    Where it cannot for all of them, those that nobody would suggest come first, in the order given: somebody asked for
    them. The others follow in theirs. A factor of more than `MOST_LEVELS_WHOLE` levels without an order enters as one
    level against all the others, and so does one of fewer where its levels are too many.

    Parameters
    ----------
    counts : Counts
    names, entered, one_of, planned
        As in `adjusted`.

    Returns
    -------
    Adjusted or Refusal
        A refusal where not even one factor can be carried; its reason is that of all of them together.

    Raises
    ------
    KeyError
        Where the log lacks one of the factors.
    """
    whole = adjusted(counts, names, entered, one_of, planned)
    if isinstance(whole, Adjusted):
        return whole
    found = _fitting_set(counts, entering(counts, names, one_of, planned), entered)
    if found is None:
        return whole
    carried = [name for name in dict.fromkeys(names) if name in found.carried]
    answer = adjusted_as(counts, found.wanted.only(*carried), entered)
    if isinstance(answer, Refusal):
        return whole
    asked = [counts.factor(name) for name in dict.fromkeys(names)]
    return replace(
        answer,
        by_itself=tuple(each for each in asked if each.name in found.by_itself),
        without=tuple(Without(each, found.refused[each.name]) for each in asked if each.name in found.refused),
    )


@dataclass(slots=True, kw_only=True)
class _Set:
    """Factors that can be looked at together, by their names, and the reason why each of the others cannot join."""

    wanted: Entering
    carried: list[str] = field(default_factory=list)
    by_itself: list[str] = field(default_factory=list)
    refused: dict[str, Caution] = field(default_factory=dict)


def _fitting_set(counts: Counts, wanted: Entering, entered: Entered) -> _Set | None:
    """Return as many factors as a model can be fitted of; None where there is none."""
    refused: dict[str, Caution] = _outcomes(counts, wanted.factors)
    order = _by_preference(counts, wanted.factors, entered)
    # Without a factor that leaves no fit more treatments are complete: what the others need has to be looked at again.
    for _ in wanted.factors:
        found = _carried_set(counts, wanted, [name for name in order if name not in refused], entered)
        together = _design(found.wanted.only(*found.carried), entered) if found.carried else None
        if not isinstance(together, Design):
            return None
        model = fit_model(together)
        if not isinstance(model, SeparatedOutcomes):
            found.refused |= refused
            return found
        names = {each.name for each in model.factors}
        refused[next(name for name in reversed(found.carried) if name in names)] = model
    return None


def _outcomes(counts: Counts, factors: Sequence[Factor]) -> dict[str, Caution]:
    """Return the factors that record the outcome."""
    beside = {each.name for each in counts.factors}
    return {each.name: IsTheOutcome((each,)) for each in factors if each.name not in beside}


def _by_preference(counts: Counts, factors: Sequence[Factor], entered: Entered) -> list[str]:
    suggested = default_factors(counts, entered)
    names = [each.name for each in factors]
    return [*(name for name in names if name not in suggested), *(name for name in suggested if name in names)]


def _carried_set(counts: Counts, wanted: Entering, order: Sequence[str], entered: Entered) -> _Set:
    """Take one factor after the other as long as the counts can carry them together."""
    found = _Set(wanted=wanted)
    for done, name in enumerate(order):
        report_progress("choosing factors", done, len(order))
        for way in _ways(counts, found.wanted, name):
            reason = _design(way.only(*found.carried, name), entered)
            if isinstance(reason, Design):
                found.carried.append(name)
                if way is not found.wanted:
                    found.by_itself.append(name)
                found.wanted = way
                break
            found.refused[name] = reason
        if name in found.carried:
            found.refused.pop(name, None)
    return found


def _ways(counts: Counts, wanted: Entering, name: str) -> Iterator[Entering]:
    """Yield how a factor may enter: whole, unless its levels are too many, and as one of them against the others."""
    levels = () if name in wanted.picked_from else levels_to_choose(counts, counts.factor(name))
    if len(levels) <= MOST_LEVELS_WHOLE:
        yield wanted
    if levels:
        yield wanted.with_one_level(name, clearest_level(counts.by(name)), len(levels))


def _design(of: Entering, entered: Entered) -> Design | Caution:
    return design(of.factors, of.patterns, complete_cases(of.patterns), entered)
