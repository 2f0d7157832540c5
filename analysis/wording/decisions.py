"""Decisions about the reading of a file in words: what each reading leads to, and what is open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.wording.numbers import count, percent, quantity

if TYPE_CHECKING:
    from analysis.importing.decision import Alternative, Consequence, Decision, UndecidedError


def leads_to(alternative: Alternative) -> str:
    """Return what the log comes to under one reading: 7 of 24 treatments with a breakout: 29.2%."""
    consequence = alternative.consequence
    if consequence is None:
        return "the next question says what this leads to"
    return _counts(consequence)


def _counts(consequence: Consequence) -> str:
    if consequence.rate is None:
        return f"{quantity(consequence.treatments, 'treatment')}, none with a known outcome"
    unknown = consequence.treatments - consequence.known
    text = (
        f"{count(consequence.breakouts)} of {quantity(consequence.known, 'treatment')} with a breakout: "
        f"{percent(consequence.rate)}"
    )
    if unknown:
        text += f", {count(unknown)} more with an unknown outcome"
    return text


def _period(alternative: Alternative) -> str:
    consequence = alternative.consequence
    if consequence is None or consequence.rate is None or consequence.period is None:
        return ""
    first, last = consequence.period
    return f"; {first.isoformat()} to {last.isoformat()}"


def told_apart(decision: Decision) -> tuple[str, ...]:
    """Return what each alternative leads to; the period only where it is what parts them."""
    consequences = [each.consequence for each in decision.alternatives]
    periods = {each.period for each in consequences if each is not None}
    return tuple(leads_to(each) + (_period(each) if len(periods) > 1 else "") for each in decision.alternatives)


def undecided(error: UndecidedError) -> str:
    """Return one sentence for the command line: what is open, and the option that settles it."""
    decision = error.decision
    ways = [
        f'--answer "{decision.about}={each.reading}" ({words})'
        for each, words in zip(decision.alternatives, told_apart(decision), strict=True)
    ]
    question = decision.question[:1].lower() + decision.question[1:]
    return (
        f"“{error.file_name}” can be read in more than one way ({question}), so it gives no rate: say "
        f"{', or '.join(ways)}."
    )
