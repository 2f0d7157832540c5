"""Which factors can stand beside one, and their counts together: what every question on two factors needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.counting.tallies import Merging
from analysis.methods.association import cramers_v
from analysis.methods.cautions import NoGroups
from analysis.methods.numeric import fifths
from analysis.results import AllOthers

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analysis.counting.counts import By, Counts
    from analysis.counting.tallies import ClientPairs, TwoWay
    from analysis.outcome_log.log import Factor
    from analysis.questions.at_a_glance import AtAGlance
    from analysis.results import Contrast, FactorResult


def forms_no_groups(of: FactorResult) -> bool:
    """Tell whether a factor has too few levels, or too many, to make groups."""
    return any(isinstance(each, NoGroups) for each in of.cautions)


def others_beside(result: FactorResult, found: AtAGlance) -> tuple[FactorResult, ...]:
    """Return what was found of the factors that form groups and do not record the same thing as that of `result`."""
    return tuple(
        other for other in found.factors if not result.factor.overlaps(other.factor) and not forms_no_groups(other)
    )


def count_pairs(
    counts: Counts, factor: Factor, others: Sequence[Factor], contrast: Contrast | None = None
) -> dict[str, TwoWay]:
    """Return the counts by `factor` and each of `others`, under the names of these.

    A numeric factor has the fifths of all treatments that pass, the same as where it is looked at alone. Where a level
    is compared with all the others, these are counted as one.
    """
    first = groups(counts, factor, contrast)
    return {other.name: counts.by_both(first, groups(counts, other)) for other in others}


def paired(counts: Counts, factor: Factor, contrast: Contrast, others: Sequence[Factor]) -> dict[str, ClientPairs]:
    """Return pairs of treatments of one client by the levels of a contrast and each of `others`, if any came back."""
    by = groups(counts, factor, contrast)
    merging = by if isinstance(by, Merging) else Merging(by, factor.levels, tuple(range(len(factor.levels))))
    compared = (contrast.level, contrast.reference)
    two = tuple(compared.index(level) if level in compared else -1 for level in merging.levels)
    levels = Merging(factor.name, compared, tuple(two[place] if place >= 0 else -1 for place in merging.places))
    found = {other.name: counts.pairs(levels, groups(counts, other)) for other in others}
    return {name: pairs for name, pairs in found.items() if pairs is not None}


def closest_first(counts: Counts, result: FactorResult, others: Sequence[Factor]) -> list[Factor]:
    """Return `others` in the order of how closely they are associated with a factor, whatever the outcomes were.

    Where not all can be adjusted for, those whose levels are mixed alike at all levels of the factor can explain the
    least of its difference. The outcome has no part in the choice, so that it makes no link surer.

    References
    ----------
    VanderWeele TJ (2019) Principles of confounder selection. Eur J Epidemiol 34:211-219.
    """
    tallies = count_pairs(counts, result.factor, others, result.contrast)
    closeness = {name: cramers_v(tally.known[:-1, :-1]) for name, tally in tallies.items()}
    return sorted(others, key=lambda each: -closeness[each.name])


def groups(counts: Counts, factor: Factor, contrast: Contrast | None = None) -> By:
    """Return by what a factor is counted beside another: its levels, its fifths, or one level and all the others."""
    if contrast is not None and isinstance(contrast.reference, AllOthers):
        two = (contrast.level, contrast.reference)
        return Merging(factor.name, two, tuple(int(level != contrast.level) for level in factor.levels))
    return fifths(counts.by(factor.name)) if factor.kind == "number" else factor.name
