"""Reasons to doubt or limit a result, a sentence each."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, assert_never

from analysis.methods.cautions import (
    FewBreakouts,
    LateBreakouts,
    LinkedToTheOutcome,
    ManyLevels,
    ManyUnknowns,
    MoreVisits,
    NoContrast,
    NothingKnown,
    OneLevel,
    OutOfUsualRange,
    RecordedAfterBreakouts,
    ReferenceReplaced,
    RepeatClients,
    SameOutcome,
    SampledTest,
    SeveralFactorsTested,
    SmallExpectedCounts,
    SmallLevels,
    WidenedIntervals,
)
from analysis.methods.closer_cautions import CloserCaution
from analysis.methods.evidence_cautions import EvidenceCaution
from analysis.methods.model_cautions import ModelCaution
from analysis.wording.closer_cautions import closer_caution
from analysis.wording.evidence_cautions import evidence_caution
from analysis.wording.model_cautions import model_caution
from analysis.wording.numbers import agreeing, count, level_name, listed, p_error, percent, quantity
from analysis.wording.outcomes import broke_out, events, every_unit, one, unit, units

if TYPE_CHECKING:
    from analysis.methods.cautions import Caution, ComparisonCaution
    from analysis.outcome_log.outcomes import Counted


def caution(of: Caution, counted: Counted) -> str:
    """Return a caution as a sentence."""
    if isinstance(of, EvidenceCaution):
        return evidence_caution(of)
    if isinstance(of, CloserCaution):
        return closer_caution(of, counted)
    if isinstance(of, ModelCaution):
        return model_caution(of, counted)
    return _comparison_caution(of, counted)


def _comparison_caution(of: ComparisonCaution, counted: Counted) -> str:  # noqa: C901, PLR0911, PLR0912 - one sentence a kind, side by side
    match of:
        case SmallExpectedCounts():
            or_without = "without one" if counted.outcome.is_breakout else "without it"
            so = "An exact test was used." if of.is_exact else "The p-value is approximate."
            came_back = ", too few where clients came back" if of.design_effect > 1 else ""
            return (
                f"Some groups are small: if all groups were alike, fewer than "
                f"{math.ceil(of.smallest * of.design_effect)} {unit(counted)}s with {one(counted)}, or {or_without}, "
                f"would be expected in them{came_back}. {so}"
            )
        case FewBreakouts():
            rarer = (
                events(of.breakouts, counted)
                if of.breakouts <= of.no_breakouts
                else f"{units(of.no_breakouts, counted)} without {one(counted)}"
            )
            be = agreeing(min(of.breakouts, of.no_breakouts), "is", "are")
            return f"There {be} only {rarer} here. With fewer than {of.few}, one more or less changes the picture."
        case ManyUnknowns() if of.unknown == of.treatments:
            return f"The outcome of {every_unit(of.treatments, counted)} is unknown."
        case ManyUnknowns():
            return (
                f"The outcome of {count(of.unknown)} of {units(of.treatments, counted)} "
                f"({percent(of.unknown / of.treatments)}) is unknown. The rates could change once it is known."
            )
        case RepeatClients():
            who = (
                f"{quantity(of.repeats, 'treatment')} {agreeing(of.repeats, 'is a repeat visit', 'are repeat visits')}"
            )
            share = f"{abs(1 / of.design_effect - 1):.0%}"
            fewer = "fewer" if of.design_effect > 1 else "more"
            so = f"so this comparison is as certain as one with {share} {fewer} treatments"
            if share == "0%":
                so = "which makes this comparison neither more nor less certain"
            return f"{who}, {so} (design effect {of.design_effect:.2f})."
        case SeveralFactorsTested():
            return f"Among {of.factors} factors, a difference like this one can turn up by chance."
        case SmallLevels():
            names = listed([level_name(level, of.factor) for level in of.levels])
            return f"Too small to compare, with fewer than {of.smallest} known outcomes: {names}."
        case NothingKnown():
            return "No outcome is known here."
        case OneLevel():
            return "Only one group has known outcomes, so there is nothing to compare."
        case SameOutcome():
            which = " with a known outcome"
            if of.breakouts:
                same = f"{every_unit(of.known, counted, which)} {broke_out(counted)}"
            else:
                same = agreeing(
                    of.known,
                    f"the only {unit(counted)}{which} was without {one(counted)}",
                    f"none of the {units(of.known, counted)}{which} {broke_out(counted)}",
                )
            return f"There is nothing to compare: {same}."
        case NoContrast():
            return f"Fewer than two groups have {of.smallest} known outcomes or more, too few to compare them."
        case WidenedIntervals():
            return (
                f"Of {quantity(of.picked_from, 'group')} the one furthest from the reference is shown; its interval "
                "allows for that choice."
            )
        case ReferenceReplaced():
            return (
                f"Too few outcomes are known for the usual reference, “{of.factor.reference}”. The most common group, "
                f"“{level_name(of.reference, of.factor)}”, is used instead."
            )
        case SampledTest():
            error = p_error(of.p_error)
            return (
                "The exact p-value of so many groups and treatments takes too long to work out, so it was sampled "
                f"(every time with the same samples). Its standard error is {error}."
            )
        case LinkedToTheOutcome():
            title = of.factor.title
            seen = (
                f"Up to one value of “{title}” none {broke_out(counted)} and above it all did, or the other way round"
                if of.factor.kind == "number"
                else f"In every sizeable group of “{title}”, either all {broke_out(counted)} or none did"
            )
            return f"{seen}. The column may record the outcome itself. Then it explains nothing."
        case OutOfUsualRange():
            limit = level_name(float(of.limit), of.factor)
            return f"{of.factor.title} is above {limit} in {units(of.treatments, counted)}: check the units."
        case ManyLevels():
            return (
                f"{count(of.levels)} groups are too many to be compared at once (at most {of.most}); "
                "narrow the log first."
            )
        case MoreVisits():
            level, reference = (level_name(each, of.factor) for each in (of.level, of.reference))
            return (
                f"Clients with “{level}” came {of.visits:.1f} times on average, those with “{reference}” "
                f"{of.reference_visits:.1f} times. More visits are more chances, so visits may explain the difference."
            )
        case RecordedAfterBreakouts():
            title, everyone = counted.outcome.title, f"{'all ' if counted.unit == 'clients' else ''}{unit(counted)}s"
            some = "clients with a breakout" if counted.unit == "clients" else "breakouts"
            return (
                f"“{title}” is recorded almost only after breakouts, so this is a share of {some}, not of {everyone}."
            )
        case LateBreakouts():
            counts = agreeing(of.breakouts, "counts", "count")
            return (
                f"{quantity(of.breakouts, 'breakout')} began more than {quantity(of.window_days, 'day')} after the "
                f"treatment and {counts} as no breakout."
            )
        case _:
            assert_never(of)
