"""The comparison of a factor within the groups of another one: whether the difference stays, shrinks or turns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from analysis.methods.association import SMALLEST_EXPECTED
from analysis.methods.contrast import SMALLEST_LEVEL
from analysis.methods.mantel_haenszel import (
    FEWEST_STRATA,
    Pooled,
    TwoByTwos,
    breslow_day_tarone_test,
    pool,
    smallest_cells,
)
from analysis.methods.one_factor import FEW_BREAKOUTS
from analysis.methods.rate import level_rate, rate
from analysis.methods.two_levels import compare
from analysis.methods.verdict import Verdict, largest_change, relative_change, verdict
from analysis.outcome_log.log import MOST_LEVELS
from analysis.results import INDEPENDENT, Caution

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from analysis.counting.tallies import TwoWay
    from analysis.outcome_log.log import Factor
    from analysis.results import Clustering, Comparison, Contrast, LevelRate, Rate, Test

# Two factors hardly overlap where fewer of the treatments than this are in groups that hold both levels.
SMALLEST_OVERLAP = 0.5
# Cochran WG (1954) Biometrics 10:417-451: chi-square stands a fifth of the cells with small expected counts.
MOST_THIN_GROUPS = 0.2


@dataclass(frozen=True, slots=True)
class Stratum:
    """The two levels that are compared, within one level of another factor.

    `comparison` is None where either has fewer than `SMALLEST_LEVEL` known outcomes.
    """

    level: Any
    first: LevelRate
    second: LevelRate
    comparison: Comparison | None


@dataclass(frozen=True, slots=True)
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
        Those of them in groups that hold both levels: all the others tell nothing, and are in neither `crude` nor
        `adjusted`.
    crude : Comparison or None
        The two levels in the treatments compared, the groups not told apart; None where no answer is given, for a
        reason that `cautions` names.
    adjusted : Pooled or None
    heterogeneity : Test or None
        Whether the odds ratio is the same in every group.
    change : float or None
        What the adjusted risk ratio is more than the crude one, as a share of it; of the outcome or of its opposite,
        whichever ratio changes more.
    verdict : Verdict or None
    cautions : tuple of Caution
    """

    by: Factor
    contrast: Contrast
    strata: tuple[Stratum, ...]
    known: int
    compared: int
    crude: Comparison | None = None
    adjusted: Pooled | None = None
    heterogeneity: Test | None = None
    change: float | None = None
    verdict: Verdict | None = None
    cautions: tuple[Caution, ...] = ()

    @property
    def is_changed(self) -> bool:
        """Whether the answer is another one within the groups."""
        return self.verdict not in {None, "unchanged", "too close to call"}


def stratify(contrast: Contrast, by: Factor, tally: TwoWay, clustering: Clustering = INDEPENDENT) -> Stratified:
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

    Notes
    -----
    Treatments whose group is not known are left out, so `crude` may part from `contrast.comparison`.
    """
    strata = tuple(_strata(contrast, tally, clustering.design_effect))
    pairs = [(each.first.rate, each.second.rate) for each in strata]
    both = [(first, second) for first, second in pairs if first is not None and second is not None]
    known = sum(each.known for pair in pairs for each in pair if each is not None)
    compared = sum(first.known + second.known for first, second in both)
    doubts = tuple(_about_the_clients(clustering))
    crude = _crude(both, clustering.design_effect, contrast.comparison.risk_difference.interval.level)
    why_not = _why_not(by, strata, known, compared, crude)
    if why_not is not None or crude is None:
        cautions = (*((why_not,) if why_not is not None else ()), *doubts)
        return Stratified(by, contrast, strata, known, compared, cautions=cautions)
    tables = TwoByTwos.of(both)
    adjusted = pool(tables, crude.risk_difference.interval.level)
    heterogeneity = breslow_day_tarone_test(tables, adjusted.odds_ratio)
    cautions = (*_about_the_numbers(tables, crude, adjusted, heterogeneity), *doubts)
    change = _change(tables, crude, adjusted)
    becomes = verdict(crude.risk_difference, adjusted.risk_difference, change)
    return Stratified(by, contrast, strata, known, compared, crude, adjusted, heterogeneity, change, becomes, cautions)


def _strata(contrast: Contrast, tally: TwoWay, design_effect: float) -> Iterator[Stratum]:
    rows = [tally.levels[0].index(level) for level in (contrast.level, contrast.reference)]
    confidence_level = contrast.comparison.risk_difference.interval.level
    for column, level in enumerate(tally.levels[1]):
        if level is None or not tally.counts[rows, column].any():
            continue
        first, second = (
            level_rate(name, no_breakouts, breakouts, unknown, design_effect)
            for name, (no_breakouts, breakouts, unknown) in zip(
                (contrast.level, contrast.reference), tally.counts[rows, column].tolist(), strict=True
            )
        )
        comparison = None
        if first.rate is not None and second.rate is not None:
            able = min(first.rate.known, second.rate.known) >= SMALLEST_LEVEL
            comparison = compare(first.rate, second.rate, confidence_level) if able else None
        yield Stratum(level, first, second, comparison)


def _crude(both: Sequence[tuple[Rate, Rate]], design_effect: float, confidence_level: float) -> Comparison | None:
    """Compare the two levels in all groups that hold both, the groups not told apart."""
    totals = [
        rate(sum(each.breakouts for each in rates), sum(each.known - each.breakouts for each in rates), design_effect)
        for rates in (zip(*both, strict=True) if both else ())
    ]
    if len(totals) < 2 or totals[0] is None or totals[1] is None:  # noqa: PLR2004 - a comparison is of two
        return None
    return compare(totals[0], totals[1], confidence_level)


def _why_not(
    by: Factor, strata: Sequence[Stratum], known: int, compared: int, crude: Comparison | None
) -> Caution | None:
    """Return why the two levels are not compared within the groups, if so."""
    groups = sum(each.first.rate is not None or each.second.rate is not None for each in strata)
    if groups > MOST_LEVELS:
        return Caution("many levels", (groups, MOST_LEVELS))
    if groups < FEWEST_STRATA:
        return Caution("same group", (by, known))
    if crude is None or compared < SMALLEST_OVERLAP * known:
        return Caution("hardly overlap", (by, compared, known))
    if min(crude.first.known, crude.second.known) < SMALLEST_LEVEL:
        return Caution("no contrast", (SMALLEST_LEVEL,))
    breakouts = crude.first.breakouts + crude.second.breakouts
    if breakouts in {0, compared}:
        return Caution("same outcome", (breakouts, compared))
    return None


def _about_the_clients(clustering: Clustering) -> Iterator[Caution]:
    if clustering.repeats:
        yield Caution("repeat clients", (clustering.repeats, clustering.design_effect))


def _about_the_numbers(
    tables: TwoByTwos, crude: Comparison, adjusted: Pooled, heterogeneity: Test | None
) -> Iterator[Caution]:
    breakouts = crude.first.breakouts + crude.second.breakouts
    no_breakouts = crude.first.known + crude.second.known - breakouts
    if min(breakouts, no_breakouts) < FEW_BREAKOUTS:
        yield Caution("few breakouts", (breakouts, no_breakouts, FEW_BREAKOUTS))
    smallest = smallest_cells(tables, adjusted.odds_ratio)
    thin = int((smallest < SMALLEST_EXPECTED).sum())
    if heterogeneity is not None and thin > MOST_THIN_GROUPS * len(smallest):
        yield Caution("thin groups", (thin, len(smallest), SMALLEST_EXPECTED))


def _change(tables: TwoByTwos, crude: Comparison, adjusted: Pooled) -> float:
    """Return by how much the risk ratio changes: of the outcome or of its opposite, whichever changes more.

    The ratio of an outcome that nearly everybody has is near 1 whatever one allows for, so that one coding of the
    outcome alone would say "unchanged" where the other does not.
    """
    opposite = pool(
        TwoByTwos(
            tables.first_known - tables.first,
            tables.first_known,
            tables.second_known - tables.second,
            tables.second_known,
        )
    )
    without = [1 - each.value for each in (crude.first, crude.second)]
    changes = [
        relative_change(crude.risk_ratio.value if crude.risk_ratio is not None else None, adjusted.risk_ratio),
        relative_change(without[0] / without[1] if without[1] else None, opposite.risk_ratio),
    ]
    return largest_change(changes)
