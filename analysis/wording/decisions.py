"""Decisions about the reading of a file in words: the counts that each answer leads to, and the open question."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.wording.numbers import agreeing, count, percent, quantity

if TYPE_CHECKING:
    from analysis.importing.decision import Alternative, Consequence, Decision, UndecidedError


def leads_to(alternative: Alternative) -> str:
    """Return the counts of one reading: 7 of 24 treatments with a breakout: 29.2%."""
    consequence = alternative.consequence
    if consequence is None:
        return "leads to one more question"
    return _counts(consequence)


def _counts(consequence: Consequence) -> str:
    if consequence.rate is None:
        known = agreeing(consequence.treatments, "outcome unknown", "no outcome known")
        return f"{quantity(consequence.treatments, 'treatment')}, {known}"
    unknown = consequence.treatments - consequence.known
    text = (
        f"{count(consequence.breakouts)} of {quantity(consequence.known, 'treatment')} with a breakout: "
        f"{percent(consequence.rate)}"
    )
    if unknown:
        text += f"; outcome unknown for {count(unknown)} more"
    return text


def _period(alternative: Alternative) -> str:
    consequence = alternative.consequence
    if consequence is None or consequence.rate is None or consequence.period is None:
        return ""
    first, last = consequence.period
    return f"; {first.isoformat()} to {last.isoformat()}"


def leads_to_each(decision: Decision) -> tuple[str, ...]:
    """Return the counts of each alternative, with the period only where the periods differ.

    Where all lead to the same outcomes, it is what parts them.
    """
    consequences = [each.consequence for each in decision.alternatives]
    known = [each for each in consequences if each is not None]
    are_alike = len({(each.treatments, each.breakouts, each.no_breakouts) for each in known}) <= 1
    if are_alike and all(each.parts for each in decision.alternatives):
        return tuple(each.parts for each in decision.alternatives)
    periods = {each.period for each in known}
    return tuple(leads_to(each) + (_period(each) if len(periods) > 1 else "") for each in decision.alternatives)


def undecided(error: UndecidedError) -> str:
    """Return one sentence for the command line: the open question, and the option that answers it."""
    decision = error.decision
    ways = [
        f'--answer "{decision.about}={each.reading}" ({words})'
        for each, words in zip(decision.alternatives, leads_to_each(decision), strict=True)
    ]
    question = decision.question[:1].lower() + decision.question[1:]
    return (
        f"“{error.file_name}” can be read in more than one way ({question}), so no rate is shown: add "
        f"{', or '.join(ways)}."
    )
