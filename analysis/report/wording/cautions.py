"""Reasons to doubt or limit a result, a sentence each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.report.wording.evidence_cautions import evidence_caution
from analysis.report.wording.numbers import confidence, count, level_name, listed, percent, quantity

if TYPE_CHECKING:
    from analysis.results import Caution


def caution(of: Caution) -> str:  # noqa: C901, PLR0911, PLR0912 - one sentence a kind, side by side
    """Return a caution as a sentence."""
    values = of.values
    match of.kind:
        case "small expected counts":
            so = "an exact test was used" if values[1] else "the p-value is approximate"
            return (
                f"Some groups are so small that fewer than {values[0]} treatments with a breakout, or without one, "
                f"would be expected in them if all groups were alike, so {so}."
            )
        case "few breakouts":
            breakouts, no_breakouts, few = values
            rarer = (
                quantity(breakouts, "breakout")
                if breakouts <= no_breakouts
                else f"{quantity(no_breakouts, 'treatment')} without a breakout"
            )
            be = "is" if min(breakouts, no_breakouts) == 1 else "are"
            return f"There {be} only {rarer} here; with fewer than {few}, one more or less changes the picture."
        case "many unknowns":
            unknown, treatments = values
            return (
                f"The outcome of {count(unknown)} of {quantity(treatments, 'treatment')} "
                f"({percent(unknown / treatments)}) is not known; with it the rates could look different."
            )
        case "repeat clients":
            repeats, design_effect, is_exact = values
            who = f"{quantity(repeats, 'treatment')} {'is' if repeats == 1 else 'are'} of clients who came back"
            if design_effect == 1:
                return f"{who}. Their outcomes are not more alike than those of others, so no interval was widened."
            but = ", but the exact test does not allow for it" if is_exact else ""
            return (
                f"{who}. Treatments of one client resemble each other, so the intervals are widened as if there were "
                f"{1 - 1 / design_effect:.0%} fewer treatments (design effect {design_effect:.2f}){but}."
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
            who = "every one" if breakouts else "none"
            of_all = f"{who} of the {quantity(known, 'treatment')} with a known outcome"
            return f"There is nothing to compare: {of_all} broke out."
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
                f"Every sizeable group of “{values[0].title}” broke out either always or never. It may record the "
                "outcome itself, and then it explains nothing."
            )
        case "out of usual range":
            treatments, factor = values
            limit = level_name(float(factor.caution_above), factor)
            return f"{factor.title} is above {limit} in {quantity(treatments, 'treatment')}: check the units."
        case "many levels":
            return (
                f"{count(values[0])} groups are too many to be compared at once (at most {values[1]}); "
                "narrow the log first."
            )
        case _:
            return evidence_caution(of)
