"""Reasons to doubt or limit a result, a sentence each."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from analysis.wording.closer_cautions import closer_caution
from analysis.wording.evidence_cautions import evidence_caution
from analysis.wording.model_cautions import model_caution
from analysis.wording.numbers import agreeing, confidence, count, level_name, listed, percent, quantity
from analysis.wording.outcomes import broke_out, events, every_unit, one, unit, units

if TYPE_CHECKING:
    from analysis.outcome_log.outcomes import Counted
    from analysis.results import Caution


def caution(of: Caution, counted: Counted) -> str:  # noqa: C901, PLR0911, PLR0912 - one sentence a kind, side by side
    """Return a caution as a sentence."""
    values = of.values
    match of.kind:
        case "small expected counts":
            smallest, design_effect, is_exact = values
            or_without = "without one" if counted.outcome.is_breakout else "without it"
            so = "an exact test was used" if is_exact else "the p-value is approximate"
            came_back = ", too few where clients came back" if design_effect > 1 else ""
            return (
                f"Some groups are so small that fewer than {math.ceil(smallest * design_effect)} {unit(counted)}s with "
                f"{one(counted)}, or {or_without}, would be expected in them if all groups were alike{came_back}, so "
                f"{so}."
            )
        case "few breakouts":
            breakouts, no_breakouts, few = values
            rarer = (
                events(breakouts, counted)
                if breakouts <= no_breakouts
                else f"{units(no_breakouts, counted)} without {one(counted)}"
            )
            be = agreeing(min(breakouts, no_breakouts), "is", "are")
            return f"There {be} only {rarer} here; with fewer than {few}, one more or less changes the picture."
        case "many unknowns":
            unknown, treatments = values
            return (
                f"The outcome of {count(unknown)} of {units(treatments, counted)} "
                f"({percent(unknown / treatments)}) is not known; with it the rates could look different."
            )
        case "repeat clients":
            repeats, design_effect = values
            who = f"{quantity(repeats, 'treatment')} {agreeing(repeats, 'is', 'are')} of clients who came back"
            if design_effect == 1:
                return f"{who}. Their outcomes are not more alike than those of others, so no interval was widened."
            return (
                f"{who}. Treatments of one client resemble each other, so the intervals are widened as if there were "
                f"{1 - 1 / design_effect:.0%} fewer treatments (design effect {design_effect:.2f})."
            )
        case "several factors tested":
            return f"{values[0]} factors were looked at; among so many, a result like this one can turn up by chance."
        case "small levels":
            factor, levels, smallest = values
            names = listed([level_name(level, factor) for level in levels])
            return f"Too small to be compared, with fewer than {smallest} known outcomes: {names}."
        case "one level":
            return (
                "Only one group has known outcomes, so there is nothing to compare."
                if values[0]
                else "No outcome is known here."
            )
        case "same outcome":
            breakouts, known = values
            which = " with a known outcome"
            if breakouts:
                same = f"{every_unit(known, counted, which)} {broke_out(counted)}"
            else:
                same = agreeing(
                    known,
                    f"the only {unit(counted)}{which} was without {one(counted)}",
                    f"none of the {units(known, counted)}{which} {broke_out(counted)}",
                )
            return f"There is nothing to compare: {same}."
        case "no contrast":
            return f"Fewer than two groups have {values[0]} known outcomes or more, too few to compare them."
        case "widened intervals":
            others, level = values
            return (
                f"Of {quantity(others, 'group')} the one furthest from the reference is shown; its interval is widened "
                f"to {confidence(level)} to allow for that choice (Bonferroni)."
            )
        case "reference replaced":
            factor, reference = values
            return (
                f"Too few known outcomes with the usual reference, “{factor.reference}”; "
                f"compared with the most common group instead, “{level_name(reference, factor)}”."
            )
        case "sampled test":
            return f"The exact p-value was sampled, always in the same way; its standard error is {values[0]:.4f}."
        case "linked to the outcome":
            return (
                f"Every sizeable group of “{values[0].title}” {broke_out(counted)} either always or never. It may "
                "record the outcome itself, and then it explains nothing."
            )
        case "out of usual range":
            treatments, factor = values
            limit = level_name(float(factor.caution_above), factor)
            return f"{factor.title} is above {limit} in {units(treatments, counted)}: check the units."
        case "many levels":
            return (
                f"{count(values[0])} groups are too many to be compared at once (at most {values[1]}); "
                "narrow the log first."
            )
        case "more visits":
            factor, *means = values
            (level, often), (reference, less) = (
                (level_name(level, factor), f"{mean:.1f} times") for level, mean in means
            )
            return (
                f"Clients with “{level}” came {often} on average, those with “{reference}” {less}: more visits are "
                "more chances, so the difference may be one of visits."
            )
        case "recorded after breakouts":
            title, everyone = counted.outcome.title, f"{'all ' if counted.unit == 'clients' else ''}{unit(counted)}s"
            some = "clients with a breakout" if counted.unit == "clients" else "breakouts"
            return (
                f"“{title}” is recorded almost only after breakouts, so this is a share of {some}, not of {everyone}."
            )
        case (
            "rough power"
            | "none known"
            | "few stand for many"
            | "few values"
            | "one value"
            | "few for a curve"
            | "one value decides"
            | "no curve fits"
            | "curve too wide"
        ):
            return evidence_caution(of.kind, values)
        case "same group" | "hardly overlap" | "thin groups" | "one grade" | "few above the lowest grade":
            return closer_caution(of.kind, values, counted)
        case _:
            return model_caution(of.kind, values)
