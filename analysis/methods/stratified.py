"""The comparison of a factor within the groups of another one: whether the difference stays, shrinks or turns."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from analysis.methods.association import SMALLEST_EXPECTED
from analysis.methods.change import Change, change_of
from analysis.methods.closer_cautions import HardlyOverlap, SameGroup
from analysis.methods.comparable import few_breakouts, repeat_clients, same_outcome, thin_groups, too_many_levels
from analysis.methods.contrast import SMALLEST_LEVEL, no_contrast
from analysis.methods.likeness import LEAST, Likeness
from analysis.methods.linked import stated, stated_comparison
from analysis.methods.mantel_haenszel import (
    FEWEST_STRATA,
    Pooled,
    TwoByTwos,
    breslow_day_tarone_test,
    pool,
    smallest_cells,
)
from analysis.methods.rate import level_rate, rate_among
from analysis.methods.sureness import Effects
from analysis.methods.two_levels import compare
from analysis.methods.verdict import Verdict, largest_change, relative_change, verdict
from analysis.results import INDEPENDENT, Clustering

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from analysis.counting.tallies import ClientPairs, TwoWay
    from analysis.methods.cautions import Caution
    from analysis.outcome_log.log import Factor, Level
    from analysis.results import Comparison, Contrast, LevelRate, Rate, Test

# Two factors hardly overlap where fewer of the treatments than this are in groups that hold both levels.
SMALLEST_OVERLAP = 0.5


@dataclass(frozen=True, kw_only=True)
class Stratum:
    """The two levels that are compared, within one level of another factor.

    `comparison` is None where either has fewer than `SMALLEST_LEVEL` known outcomes.
    """

    level: Level
    first: LevelRate
    second: LevelRate
    comparison: Comparison | None


@dataclass(frozen=True, kw_only=True)
class Alike:
    """Two levels compared among treatments that are alike in another factor.

    Attributes
    ----------
    crude : Comparison
        The two levels in the treatments compared, the groups not distinguished.
    adjusted : Pooled
    heterogeneity : Test or None
        Whether the odds ratio is the same in every group.
    ratio_change : float
        What the adjusted risk ratio is more than the crude one, as a share of it; of the outcome or of its opposite,
        whichever ratio changes more.
    change : Change
        From the crude difference to the adjusted one.
    """

    crude: Comparison
    adjusted: Pooled
    heterogeneity: Test | None
    ratio_change: float
    change: Change

    @property
    def verdict(self) -> Verdict:
        """What becomes of the difference within the groups."""
        return verdict(self.crude.risk_difference, self.adjusted.risk_difference, self.change)

    @property
    def is_changed(self) -> bool:
        """Whether the answer is another one within the groups."""
        return self.verdict not in {"unchanged", "unclear", "unsure"}


@dataclass(frozen=True, kw_only=True)
class Stratified:
    """What becomes of the contrast of a factor within the groups of another one.

    Attributes
    ----------
    by : Factor
        The factor that makes the groups.
    contrast : Contrast
        The comparison as it is without them.
    strata : tuple of Stratum
        Those that hold any treatment of the two levels, in the order of `by`.
    known : int
        Treatments of the two levels whose outcome and group are known.
    compared : int
        Those of them in groups that hold both levels: all the others tell nothing, and are not in `alike`.
    alike : Alike or None
        None where no answer is given, for the reason that `cautions` names first.
    cautions : tuple of Caution
    """

    by: Factor
    contrast: Contrast
    strata: tuple[Stratum, ...]
    known: int
    compared: int
    alike: Alike | None
    cautions: tuple[Caution, ...]

    @property
    def is_changed(self) -> bool:
        """Whether the answer is another one within the groups."""
        return self.alike is not None and self.alike.is_changed

    def with_error(self, error: float) -> Stratified:
        """Return the same comparison with an interval of the change that may miss so often."""
        if self.alike is None:
            return self
        return replace(self, alike=replace(self.alike, change=self.alike.change.within(error)))


def stratify(
    contrast: Contrast,
    by: Factor,
    tally: TwoWay,
    clustering: Clustering = INDEPENDENT,
    pairs: ClientPairs | None = None,
) -> Stratified:
    """Compare two levels of a factor within the groups of another one.

    Parameters
    ----------
    contrast : Contrast
        Of the first factor of `tally`; its confidence level is kept.
    by : Factor
        The second factor of `tally`.
    tally : TwoWay
        Counted by both factors, numeric ones by their fifths.
    clustering : Clustering
        Of all treatments that were counted.
    pairs : ClientPairs, optional
        Treatments of one client by level and reference, in this order and then "not known", and by the levels of `by`;
        without, the design effect of `clustering` holds for everything.

    Notes
    -----
    Treatments whose group is not known are left out, so `alike.crude` may part from `contrast.comparison`.
    """
    within = _likeness(contrast, tally, clustering, pairs)
    strata = tuple(_strata(contrast, tally, within))
    rates = [(each.first.rate, each.second.rate) for each in strata]
    both = [(first, second) for first, second in rates if first is not None and second is not None]
    known = sum(each.known for pair in rates for each in pair if each is not None)
    compared = sum(first.known + second.known for first, second in both)
    level = contrast.comparison.risk_difference.interval.level
    of_units = due_to_units(contrast)
    crude = _crude(both, within, level, of_units)
    why_not = _why_not(by, strata, known, compared, crude)
    if why_not is not None or crude is None:
        doubts = _about_the_clients(clustering, contrast.comparison.design_effect, of_units)
        cautions = (*((why_not,) if why_not is not None else ()), *doubts)
        return Stratified(
            by=by, contrast=contrast, strata=strata, known=known, compared=compared, alike=None, cautions=cautions
        )
    effect, freedom, apart = _pooled_effects(within)
    if of_units is not None:
        effect, freedom = of_units.difference, of_units.freedom
    tables = TwoByTwos.of(both, effect)
    adjusted = _stated(pool(tables, level, freedom))
    tables_apart = TwoByTwos.of(both, apart)
    heterogeneity = breslow_day_tarone_test(tables_apart, adjusted.odds_ratio)
    doubts = _about_the_clients(clustering, effect, of_units)
    cautions = (*_about_the_numbers(tables_apart, crude, adjusted, heterogeneity), *doubts)
    alike = Alike(
        crude=crude,
        adjusted=adjusted,
        heterogeneity=heterogeneity,
        ratio_change=_ratio_change(tables, crude, adjusted),
        change=_change(within, contrast.picked_from),
    )
    return Stratified(
        by=by, contrast=contrast, strata=strata, known=known, compared=compared, alike=alike, cautions=cautions
    )


def due_to_units(of: Contrast) -> Effects | None:
    """Return the design effects of a comparison that rests on practitioners or clinics, which no group changes."""
    effects = of.comparison.effects
    return effects if effects is not None and effects.of_units else None


def _in_part(of: Contrast, known: int) -> Effects | None:
    """Return the design effects due to units in so many of the treatments compared: of each unit there are fewer."""
    of_all = due_to_units(of)
    if of_all is None:
        return None
    beyond = (of_all.difference - 1) * known / (of.comparison.first.known + of.comparison.second.known)
    return Effects.same(1 + beyond, of_all.freedom, of_units=True)


def _about_the_clients(clustering: Clustering, effect: float, of_units: Effects | None) -> Iterator[Caution]:
    if of_units is None:
        yield from repeat_clients(Clustering(clustering.repeats, effect))


def _likeness(contrast: Contrast, tally: TwoWay, clustering: Clustering, pairs: ClientPairs | None) -> Likeness:
    """Return how alike treatments of one client are, at the two levels in each group that is known."""
    rows = [tally.levels[0].index(level) for level in (contrast.level, contrast.reference)]
    groups = tally.levels[1][:-1]
    counts = tally.counts[rows, :-1, :2].reshape(-1, 2)
    levels = [(level, group) for level in (contrast.level, contrast.reference) for group in groups]
    return Likeness.within(levels, counts, pairs, clustering)


def _strata(contrast: Contrast, tally: TwoWay, alike: Likeness) -> Iterator[Stratum]:
    rows = [tally.levels[0].index(level) for level in (contrast.level, contrast.reference)]
    confidence_level = contrast.comparison.risk_difference.interval.level
    effects = dict(zip(alike.levels, alike.rates(), strict=True))
    for column, level in enumerate(tally.levels[1]):
        if level is None or not tally.counts[rows, column].any():
            continue
        cells = (contrast.level, level), (contrast.reference, level)
        first, second = (
            level_rate(cell[0], no_breakouts, breakouts, unknown, effects[cell])
            for cell, (no_breakouts, breakouts, unknown) in zip(cells, tally.counts[rows, column].tolist(), strict=True)
        )
        comparison = None
        if first.rate is not None and second.rate is not None:
            able = min(first.rate.known, second.rate.known) >= SMALLEST_LEVEL
            of_both = _in_part(contrast, first.rate.known + second.rate.known) or alike.difference(*cells)
            of_group = compare(first.rate, second.rate, confidence_level, of_both) if able else None
            comparison = None if of_group is None else stated_comparison(of_group)
        yield Stratum(level=level, first=first, second=second, comparison=comparison)


def _crude(
    both: Sequence[tuple[Rate, Rate]], alike: Likeness, confidence_level: float, of_units: Effects | None
) -> Comparison | None:
    """Compare the two levels in all groups that hold both, the groups not distinguished."""
    if not both:
        return None
    comparable = np.tile(_holds_both(alike), 2)
    places = np.where(comparable, np.repeat([0, 1], len(comparable) // 2), -1).tolist()
    of_both = alike.merged(places, (0.0, 1.0))
    first, second = (
        rate_among(sum(each.breakouts for each in rates), sum(each.known for each in rates), effect)
        for rates, effect in zip(zip(*both, strict=True), of_both.rates(), strict=True)
    )
    effects = of_units or of_both.difference(0.0, 1.0)
    return stated_comparison(compare(first, second, confidence_level, effects))


def _stated(of: Pooled) -> Pooled:
    """State the intervals at the level that is left once the choice of the two levels is allowed for."""
    ratios = [None if each is None else stated(each) for each in (of.risk_ratio, of.odds_ratio)]
    return Pooled(stated(of.risk_difference), *ratios)


def _holds_both(alike: Likeness) -> np.ndarray:
    """Return which groups hold known outcomes of both levels."""
    known: np.ndarray = (alike.counts.sum(axis=1).reshape(2, -1) > 0).all(axis=0)
    return known


def _pooled_effects(alike: Likeness) -> tuple[float, float | None, float]:
    """Return the design effect of the pooled difference, its degrees of freedom, and that of how far groups are apart.

    The groups' differences, each in units of its own variance, add up to what the pooled one has and what sets them
    apart; so do their design effects (Rao & Scott 1984).
    """
    first, second = alike.counts.sum(axis=1).reshape(2, -1)
    weights = np.where(_holds_both(alike), first * second / np.maximum(first + second, 1), 0.0)
    pooled, freedom = alike.of_contrast(np.concatenate([weights, -weights]))
    groups = np.flatnonzero(weights)
    each = [
        alike.of_contrast(np.concatenate([one, -one]))[0] for one in (np.eye(len(weights))[place] for place in groups)
    ]
    apart = (sum(each) - pooled) / (len(groups) - 1) if len(groups) > 1 else pooled
    return pooled, freedom, max(apart, LEAST)


def _why_not(
    by: Factor, strata: Sequence[Stratum], known: int, compared: int, crude: Comparison | None
) -> Caution | None:
    """Return why the two levels are not compared within the groups, if so."""
    groups = sum(each.first.rate is not None or each.second.rate is not None for each in strata)
    if groups < FEWEST_STRATA:
        return SameGroup(by, known)
    too_many = too_many_levels(groups)
    if too_many is not None:
        return too_many
    if crude is None or compared < SMALLEST_OVERLAP * known:
        return HardlyOverlap(by, compared, known)
    breakouts = crude.first.breakouts + crude.second.breakouts
    return no_contrast((crude.first.known, crude.second.known)) or same_outcome(breakouts, compared)


def _about_the_numbers(
    tables: TwoByTwos, crude: Comparison, adjusted: Pooled, heterogeneity: Test | None
) -> Iterator[Caution]:
    breakouts = crude.first.breakouts + crude.second.breakouts
    no_breakouts = crude.first.known + crude.second.known - breakouts
    yield from few_breakouts(breakouts, no_breakouts)
    smallest = smallest_cells(tables, adjusted.odds_ratio)
    thin = thin_groups(int((smallest < SMALLEST_EXPECTED).sum()), len(smallest))
    if heterogeneity is not None and thin is not None:
        yield thin


def _change(alike: Likeness, picked_from: int) -> Change:
    """Return how much the difference changes within the groups that hold both levels.

    Either difference is a sum over treatments of what each moves it by: its outcome by its weight, and its being there
    by what it adds to the weight of its group (Mantel & Haenszel's) or level (the crude one). A rate of few treatments
    lies too close to them, for which the square root of n / (n - 1) makes up.
    """
    known = np.where(_holds_both(alike), alike.counts.sum(axis=1).reshape(2, -1), 0.0)
    rates = np.divide(alike.counts[:, 1].reshape(2, -1), known, out=np.zeros_like(known), where=known > 0)
    groups, of_level = np.maximum(known.sum(axis=0), 1.0), known.sum(axis=1, keepdims=True)
    weights, apart = known.prod(axis=0) / groups, rates[0] - rates[1]
    together = (known * rates).sum(axis=1, keepdims=True) / of_level
    own, left = float(together[0, 0] - together[1, 0]), float(weights @ apart / weights.sum())
    sign = np.array([[1.0], [-1.0]])
    # Of each level and group: what an outcome moves both differences by, and what being there does.
    by_outcome = np.stack([sign / of_level * (known > 0), sign * weights / np.maximum(known, 1.0) / weights.sum()])
    by_presence = np.stack(
        [
            sign * (rates - together) / of_level * (known > 0),
            (known[::-1] / groups) ** 2 * (apart - left) / weights.sum() * (known > 0),
        ]
    )
    residuals = np.stack([-rates, 1 - rates], axis=-1) * np.sqrt(known / np.maximum(known - 1, 1.0))[..., np.newaxis]
    moved = by_outcome[..., np.newaxis] * residuals + by_presence[..., np.newaxis]
    covariance, freedom = alike.covariance(moved.reshape(2, -1, 2))
    return change_of((own, left), covariance, freedom, picked_from)


def _ratio_change(tables: TwoByTwos, crude: Comparison, adjusted: Pooled) -> float:
    """Return by how much the risk ratio changes: of the outcome or of its opposite, whichever changes more.

    The ratio of an outcome that nearly everybody has is near 1 whatever one allows for, so that one coding of the
    outcome alone would say "unchanged" where the other does not.
    """
    opposite = pool(
        TwoByTwos(
            first=tables.first_known - tables.first,
            first_known=tables.first_known,
            second=tables.second_known - tables.second,
            second_known=tables.second_known,
        )
    )
    without = [1 - each.value for each in (crude.first, crude.second)]
    changes = [
        relative_change(crude.risk_ratio.value if crude.risk_ratio is not None else None, adjusted.risk_ratio),
        relative_change(without[0] / without[1] if without[1] else None, opposite.risk_ratio),
    ]
    return largest_change(changes)
