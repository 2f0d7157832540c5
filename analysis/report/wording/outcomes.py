"""What an outcome and a unit are called in a sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.outcome_log.outcomes import BREAKOUTS
from analysis.report.wording.numbers import count, quantity

if TYPE_CHECKING:
    from analysis.outcome_log.outcomes import Counted, Outcome, Unit

_UNIT: dict[Unit, str] = {"treatments": "treatment", "first treatments": "first treatment", "clients": "client"}


def outcome_name(outcome: Outcome) -> str:
    """Return Breakout, Pustules, or Severity: moderate or severe."""
    return f"{outcome.title}: {' or '.join(map(str, outcome.levels))}" if outcome.is_ordered else outcome.title


def unit(counted: Counted) -> str:
    """Return treatment, first treatment or client."""
    return _UNIT[counted.unit]


def units(number: int, counted: Counted) -> str:
    """Return 1 treatment or 2,400 clients."""
    return quantity(number, unit(counted))


def broke_out(counted: Counted = BREAKOUTS) -> str:
    """Return what happened as a predicate: broke out, or had “Pustules”."""
    return "broke out" if counted.outcome.is_breakout else f"had “{outcome_name(counted.outcome)}”"


def events(number: int, counted: Counted = BREAKOUTS) -> str:
    """Return 27 breakouts, 27 clients with a breakout, or 27 treatments with “Pustules”."""
    if counted.outcome.is_breakout and counted.unit != "clients":
        return quantity(number, "breakout")
    return f"{units(number, counted)} with {_one(counted.outcome)}"


def event(counted: Counted = BREAKOUTS) -> str:
    """Return breakouts, clients with a breakout, or treatments with “Pustules”: what a rate counts."""
    return events(0, counted).removeprefix(f"{count(0)} ")


def per_100_units(counted: Counted = BREAKOUTS) -> str:
    """Return Breakouts per 100 treatments, as an axis is called."""
    what = "Breakouts" if counted.outcome.is_breakout else f"“{outcome_name(counted.outcome)}”"
    if counted.outcome.is_breakout and counted.unit == "clients":
        what = "With a breakout"
    return f"{what} per 100 {unit(counted)}s"


def _one(outcome: Outcome) -> str:
    return "a breakout" if outcome.is_breakout else f"“{outcome_name(outcome)}”"
