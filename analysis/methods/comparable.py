"""Whether levels can be compared at all, and what makes it rough: decided once, for every method that compares."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.methods.association import SMALLEST_EXPECTED
from analysis.methods.cautions import FewBreakouts, ManyLevels, NothingKnown, OneLevel, RepeatClients, SameOutcome
from analysis.methods.closer_cautions import ThinGroups
from analysis.outcome_log.log import MOST_LEVELS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from analysis.results import Clustering

# Peduzzi P et al. (1996) J Clin Epidemiol 49:1373-1379: with fewer than ten events little can be concluded.
FEW_BREAKOUTS = 10
# With fewer levels there is nothing to compare; only with more has an order a trend of its own.
FEWEST_LEVELS = 2
# Cochran WG (1954) Biometrics 10:417-451: chi-square stands a fifth of the cells with small expected counts.
MOST_THIN_GROUPS = 0.2


def too_few_levels(with_known: int) -> NothingKnown | OneLevel | None:
    """Return why so few levels with a known outcome cannot be compared, if they are too few."""
    if with_known >= FEWEST_LEVELS:
        return None
    return OneLevel() if with_known else NothingKnown()


def too_many_levels(levels: int) -> ManyLevels | None:
    """Return why so many levels are not compared, if they are too many."""
    return ManyLevels(levels, MOST_LEVELS) if levels > MOST_LEVELS else None


def same_outcome(breakouts: int, known: int) -> NothingKnown | SameOutcome | None:
    """Return why outcomes have nothing to compare, if all that are known are the same."""
    if not known:
        return NothingKnown()
    return SameOutcome(breakouts, known) if breakouts in {0, known} else None


def few_breakouts(breakouts: int, no_breakouts: int) -> Iterator[FewBreakouts]:
    """Doubt a comparison in which the rarer outcome occurs, but seldom."""
    if 0 < min(breakouts, no_breakouts) < FEW_BREAKOUTS:
        yield FewBreakouts(breakouts, no_breakouts, FEW_BREAKOUTS)


def repeat_clients(clustering: Clustering) -> Iterator[RepeatClients]:
    """Doubt treatments some of which are of the same clients."""
    if clustering.repeats:
        yield RepeatClients(clustering.repeats, clustering.design_effect)


def thin_groups(thin: int, groups: int) -> ThinGroups | None:
    """Return what limits a test over groups of which so many have small expected counts, if they are too many."""
    return ThinGroups(thin, groups, SMALLEST_EXPECTED) if thin > MOST_THIN_GROUPS * groups else None
