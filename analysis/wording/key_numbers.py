"""The numbers at the top of Home and of a report: what each is called, its value, and what it rests on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from analysis.wording.glossary import explain
from analysis.wording.numbers import NO_NUMBER
from analysis.wording.outcomes import rate_name
from analysis.wording.outcomes import unit as unit_in_words
from analysis.wording.rates import (
    change_per_100,
    counts_with_interval,
    if_unknowns_were_known,
    interval_in_words,
    month_change,
    month_change_in_short,
    month_change_name,
    n_of_n_units,
    rounded_rate,
    year_change,
    year_change_in_short,
    year_change_name,
)

if TYPE_CHECKING:
    from analysis.outcome_log.outcomes import Counted
    from analysis.questions.at_a_glance import AtAGlance
    from analysis.results import Rate


@dataclass(frozen=True)
class KeyNumber:
    """A number at the top of a page.

    Attributes
    ----------
    name, value : str
    note : str
        What it rests on, in a few words.
    more : str
        What it means, in a sentence or two, for whoever asks; empty where there is no more to say.
    """

    name: str
    value: str
    note: str
    more: str = ""


def key_numbers(found: AtAGlance, counted: Counted) -> tuple[KeyNumber, ...]:
    """Return the rate, its changes, the share with a known outcome and, of breakouts, the share that was severe."""
    total, known, over_time = found.total.rate, found.known_share, found.over_time
    is_breakout, unit = counted.outcome.is_breakout, unit_in_words(counted)
    numbers = [
        KeyNumber(
            rate_name(counted),
            _share(total),
            # The sentence above has the counts.
            interval_in_words(total) if total else "no outcome is known yet",
            explain("breakout rate") if is_breakout else "",
        ),
        KeyNumber(
            month_change_name(over_time),
            change_per_100(over_time.month_change),
            month_change_in_short(over_time, counted),
            month_change(over_time, counted),
        ),
        KeyNumber(
            year_change_name(over_time),
            change_per_100(over_time.year_change),
            year_change_in_short(over_time, counted),
            year_change(over_time, counted),
        ),
        KeyNumber(
            "Outcome known",
            _share(known),
            n_of_n_units(known, unit) if known else f"there are no {unit}s",
            if_unknowns_were_known(found.total, counted),
        ),
    ]
    if is_breakout:
        severe, breakout = found.severe_share, "client" if counted.unit == "clients" else "breakout"
        note = counts_with_interval(severe, breakout) if severe else "no severity is recorded"
        numbers.append(KeyNumber("Severe", _share(severe), note, explain("severe")))
    return tuple(numbers)


def _share(of: Rate | None) -> str:
    return rounded_rate(of.value) if of is not None else NO_NUMBER
