"""How practitioners, clinics, devices, cartridge lots or other units compare with what chance and clients explain."""

from __future__ import annotations

import hmac
from dataclasses import dataclass, replace
from string import ascii_uppercase
from typing import TYPE_CHECKING

from analysis.methods.adjusted.complete_cases import complete_cases
from analysis.methods.adjusted.model import design
from analysis.methods.cautions import Caution
from analysis.methods.design_effect import rate_design_effect
from analysis.methods.expected import expected_by_unit
from analysis.methods.funnel import Funnel, FunnelUnit, funnel
from analysis.methods.model_cautions import NothingChosen, SeparatedOutcomes
from analysis.methods.numeric import fifths
from analysis.methods.rate import level_rates
from analysis.methods.shrunken import ShrunkenRates, shrunken_rates
from analysis.methods.units import whole_units
from analysis.questions.adjusted import LEAST_KNOWN, suggested_factors
from analysis.questions.over_time import LOT
from analysis.questions.usage import Usage, usage

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from analysis.counting.counts import By, Counts
    from analysis.counting.tallies import Merging
    from analysis.methods.adjusted.model import Design
    from analysis.methods.expected import Because, Expected
    from analysis.outcome_log.log import Factor, Level
    from analysis.results import LevelRate

# What a manager compares first, in this order.
FIRST_UNITS = ("practitioner", "clinic", "device", "cartridge_lot")
# Whose clients differ by who they are, so that they are compared after adjusting; lots and devices meet whom they meet.
WHO_TREAT = ("practitioner", "clinic")
# Fewer levels are two groups, which the Factors page compares.
FEWEST_LEVELS = 3
# How a treatment was done is what a practitioner or a clinic answers for: adjusting for it would take it away.
NOT_OF_CLIENTS = ("needle_depth_mm", "pre_cleanse", "sterilisation")
# So many combinations of levels are counted at once, in 24 MB: those of seven factors for 70 units, of five for 900.
MOST_COMBINATIONS = 1_000_000


@dataclass(frozen=True, kw_only=True)
class Teams:
    """Units compared with each other.

    Attributes
    ----------
    unit : Factor
        What they are.
    funnel : Funnel
        What is shown: adjusted where that was asked for and is possible.
    on_its_own : Funnel
        The same treatments without adjusting.
    shrunken : ShrunkenRates or None
        Their rates allowing for few treatments.
    expected : Expected or None
        What the model says; None where nothing is adjusted for.
    not_adjusted : Caution or None
        Why it is not adjusted although that was asked for.
    unknown : int
        Treatments whose unit is not known.
    cannot_join : tuple of Factor
        Those chosen to be adjusted for that the model is without.
    used : mapping of Level to Usage
        Of each cartridge lot above the outer limits when and where it was used; empty of any other unit.
    """

    unit: Factor
    funnel: Funnel
    on_its_own: Funnel
    shrunken: ShrunkenRates | None
    expected: Expected | None
    not_adjusted: Caution | None
    unknown: int
    cannot_join: tuple[Factor, ...]
    used: Mapping[Level, Usage]

    @property
    def pairs(self) -> tuple[tuple[FunnelUnit, FunnelUnit], ...]:
        """Each unit on its own, and as it is shown."""
        return tuple(zip(self.on_its_own.units, self.funnel.units, strict=True))

    def why(self, level: Level) -> Because | None:
        """Return what moves the expected breakouts of a unit the most; None where nothing is adjusted for."""
        if self.expected is None:
            return None
        of_each = zip(self.expected.observed, self.expected.because, strict=True)
        return next((because for observed, because in of_each if observed.level == level), None)

    def renamed(self, names: Mapping[Level, str]) -> Teams:
        """Return the same with other names for the units, in the order of `names`."""
        order = {level: place for place, level in enumerate(names)}

        def of_funnel(found: Funnel) -> Funnel:
            units = sorted(found.units, key=lambda each: order[each.observed.level])
            return replace(found, units=tuple(replace(each, observed=called(each.observed)) for each in units))

        def called(observed: LevelRate) -> LevelRate:
            return replace(observed, level=names[observed.level])

        shrunken, expected = self.shrunken, self.expected
        if shrunken is not None:
            groups = sorted(shrunken.groups, key=lambda each: order[each.level])
            shrunken = replace(shrunken, groups=tuple(replace(each, level=names[each.level]) for each in groups))
        if expected is not None:
            expected = replace(expected, observed=tuple(map(called, expected.observed)))
        return replace(
            self,
            funnel=of_funnel(self.funnel),
            on_its_own=of_funnel(self.on_its_own),
            shrunken=shrunken,
            expected=expected,
            used={names[level]: used for level, used in self.used.items()},
        )


def possible_units(counts: Counts) -> tuple[Factor, ...]:
    """Return what can be compared: factors with several unordered levels, those a manager compares first in front."""
    among = {each.name: each for each in counts.factors if each.kind == "category"}
    first = [among[name] for name in FIRST_UNITS if name in among]
    others = [each for each in among.values() if each not in first and len(each.levels) >= FEWEST_LEVELS]
    return (*first, *others)


def letters(levels: Sequence[Level], key: bytes) -> dict[Level, str]:
    """Return a letter for each unit, in their order, which shows nothing of their names or sizes without the key."""
    shuffled = sorted(levels, key=lambda level: hmac.digest(key, str(level).encode(), "sha256"))
    return {level: letter(place) for place, level in enumerate(shuffled)}


def letter(place: int) -> str:
    """Return A, B and so on; after Z comes AA."""
    before, last = divmod(place, len(ascii_uppercase))
    return (letter(before - 1) if before else "") + ascii_uppercase[last]


def teams(
    counts: Counts, name: str, *, adjusted: bool = False, widened: bool = False, of: Sequence[str] | None = None
) -> Teams | None:
    """Return how the levels of a factor compare with each other.

    Parameters
    ----------
    counts : Counts
    name : str
        The factor whose levels are the units.
    adjusted : bool
        Whether to expect of each what its clients suggest; then all numbers are of the treatments with all factors
        known.
    widened : bool
        Whether the limits allow for units that differ more than chance explains.
    of : sequence of str, optional
        The factors to adjust for, the last of which are left out first; what clients differ by where it is not given.

    Returns
    -------
    Teams or None
        None where no outcome is known of any unit.

    Raises
    ------
    KeyError
        Where the log lacks a factor.
    """
    unit, tally = counts.factor(name), counts.by(name)
    design_effect = rate_design_effect(counts.by_client())
    found = carried_model(counts, unit, of, design_effect) if adjusted else None
    expected = found.expected if isinstance(found, CarriedModel) else None
    observed = level_rates(tally.answered, design_effect) if expected is None else expected.observed
    on_its_own = funnel(observed, design_effect=design_effect, widened=widened)
    if on_its_own is None:
        return None
    shown = on_its_own
    if expected is not None:
        shown = funnel(observed, expected.breakouts, design_effect, widened=widened) or on_its_own
    return Teams(
        unit=unit,
        funnel=shown,
        on_its_own=on_its_own,
        shrunken=shrunken_rates(observed),
        expected=expected,
        not_adjusted=found if isinstance(found, Caution) else None,
        unknown=int(tally.not_answered.treatments),
        cannot_join=_without(counts, of or (), expected) if adjusted else (),
        used=_lots_to_recall(counts, unit, shown),
    )


def _lots_to_recall(counts: Counts, unit: Factor, found: Funnel) -> dict[Level, Usage]:
    if unit.name != LOT:
        return {}
    return {
        each.observed.level: usage(counts, LOT, each.observed.level) for each in found.beyond if each.side == "above"
    }


def _without(counts: Counts, names: Sequence[str], found: Expected | None) -> tuple[Factor, ...]:
    """Return the factors that were to be adjusted for but are not; none where nothing is."""
    if found is None:
        return ()
    joined = {factor.name for factor in found.factors}
    return tuple(counts.factor(name) for name in names if name not in joined)


@dataclass(frozen=True, eq=False)
class CarriedModel:
    """What is expected of each unit, the design of the model, and how each of its factors is counted."""

    expected: Expected
    design: Design
    by: tuple[By, ...]


def carried_model(
    counts: Counts, unit: Factor, of: Sequence[str] | None = None, design_effect: float = 1.0
) -> CarriedModel | Caution:
    """Return what is expected of each unit from as many factors as the log can carry, else why there is nothing."""
    factors, by = _that_can_join(counts, unit, of)
    reason: Caution = NothingChosen()
    if not factors:
        return reason
    patterns = counts.combinations(*by, unit.name)
    units = counts.by(unit.name).named
    while factors:
        counted = patterns.of(*(each.name for each in factors), unit.name)
        carried = design(factors, counted, complete_cases(counted), "levels")
        if isinstance(carried, Caution):
            reason = carried
        else:
            found = expected_by_unit(carried, units, design_effect)
            if found is not None:
                return CarriedModel(found, carried, tuple(by[: len(factors)]))
            reason = SeparatedOutcomes(tuple(factors))
        factors = factors[:-1]
    return reason


def _that_can_join(counts: Counts, unit: Factor, of: Sequence[str] | None) -> tuple[list[Factor], list[By]]:
    """Return the factors to adjust for, and how they are counted: numbers by fifths, all together in one table."""
    # A factor that somebody chose may be blank as often as they like.
    fewest = LEAST_KNOWN * int(counts.by(unit.name).answered.known.sum()) if of is None else 0
    chosen = factors_of_clients(counts, unit) if of is None else [counts.factor(name) for name in of]
    counts.prepare({"outcome": [(factor.name,) for factor in chosen if factor.kind == "number"]})
    possible = [
        (factor, fifths(counts.by(factor.name)) if factor.kind == "number" else None)
        for factor in chosen
        if not factor.overlaps(unit)
    ]
    # Of the tables with the unit each factor's own can be read.
    with_unit = [(merged or factor.name, unit.name) for factor, merged in possible]
    counts.prepare({"outcome": [*((factor.name,) for factor, _ in possible), *with_unit]})
    cells = len(counts.by(unit.name).levels)
    factors: list[Factor] = []
    by: list[By] = []
    for factor, merged in possible:
        tally = counts.by(factor.name)
        if int(tally.answered.known.sum()) < fewest:
            continue
        levels: Sequence[Level] = merged.levels if merged is not None else tally.named.levels
        has_one_level = len(levels) < 2  # noqa: PLR2004 - one has nothing to differ from
        if has_one_level or cells * (len(levels) + 1) > MOST_COMBINATIONS:
            continue
        if whole_units(counts.by_both(merged or factor.name, unit.name), unit) is not None:
            continue
        cells *= len(levels) + 1
        factors.append(_in_groups(factor, merged) if merged is not None else factor)
        by.append(merged or factor.name)
    return factors, by


def factors_to_adjust_for(counts: Counts, unit: Factor) -> list[Factor]:
    """Return every factor that somebody may want to adjust for, those that clients differ by in front."""
    first = factors_of_clients(counts, unit)
    return [*first, *(each for each in counts.factors if each not in first and not each.overlaps(unit))]


def factors_of_clients(counts: Counts, unit: Factor) -> list[Factor]:
    """Return what clients differ by, in the codebook's order: what a unit can be adjusted for."""
    return [
        factor
        for factor in suggested_factors(counts)
        if factor.name not in NOT_OF_CLIENTS and not factor.overlaps(unit)
    ]


def _in_groups(factor: Factor, merged: Merging) -> Factor:
    """Return a number as an ordered factor whose levels are its fifths."""
    # No column has ranges for levels; this factor lives as long as the model is made.
    return replace(factor, kind="ordered", levels=merged.levels, reference=None)  # type: ignore[arg-type]
