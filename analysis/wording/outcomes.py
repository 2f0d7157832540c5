"""What an outcome and a unit are called in a sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.wording.numbers import agreeing, capitalised, count, quantity

if TYPE_CHECKING:
    from analysis.outcome_log.outcomes import Counted, Outcome, Unit

_UNIT: dict[Unit, str] = {"treatments": "treatment", "first treatments": "first treatment", "clients": "client"}


def outcome_name(outcome: Outcome) -> str:
    """Return Breakout, Pustules, Severity: moderate or severe, or Bruising: mild or more."""
    if not outcome.is_ordered:
        return outcome.title
    lowest, *others = map(str, outcome.levels)
    more = " or more" if len(others) > 1 else "".join(f" or {other}" for other in others)
    return f"{outcome.title}: {lowest}{more}"


def unit(counted: Counted) -> str:
    """Return treatment, first treatment or client."""
    return _UNIT[counted.unit]


def units(number: int, counted: Counted) -> str:
    """Return 1 treatment or 2,400 clients."""
    return quantity(number, unit(counted))


def every_unit(number: int, counted: Counted, which: str = "") -> str:
    """Return the only treatment, or all 9 treatments, for the middle of a sentence."""
    return agreeing(number, f"the only {unit(counted)}{which}", f"all {units(number, counted)}{which}")


def things(counted: Counted) -> str:
    """Return breakouts, or “Pustules”, for the middle of a sentence."""
    return "breakouts" if counted.outcome.is_breakout else f"“{outcome_name(counted.outcome)}”"


def linked_to(counted: Counted) -> str:
    """Return linked to breakouts, or linked to “Pustules”."""
    return f"linked to {things(counted)}"


def what_is_linked(counted: Counted) -> str:
    """Return What is linked to breakouts, as a heading."""
    return f"What is {linked_to(counted)}"


def rate_name(counted: Counted) -> str:
    """Return Breakout rate, or Rate of “Pustules”, as the name of a tile or chart."""
    return "Breakout rate" if counted.outcome.is_breakout else f"Rate of {things(counted)}"


def report_title(counted: Counted) -> str:
    """Return Breakouts after treatment, or “Pustules” after treatment."""
    what = things(counted)
    return f"{capitalised(what)} after treatment"


def of_100(counted: Counted) -> str:
    """Return of 100, or of 100 clients where something else than treatments is counted."""
    return "of 100" if counted.unit == "treatments" else f"of 100 {unit(counted)}s"


def broke_out(counted: Counted) -> str:
    """Return broke out, or had “Pustules”, as a predicate."""
    return "broke out" if counted.outcome.is_breakout else f"had “{outcome_name(counted.outcome)}”"


def events(number: int, counted: Counted) -> str:
    """Return 27 breakouts, 27 clients with a breakout, or 27 treatments with “Pustules”."""
    if counted.outcome.is_breakout and counted.unit != "clients":
        return quantity(number, "breakout")
    return f"{units(number, counted)} with {one(counted)}"


def rarer(number: int, counted: Counted, *, are_yes: bool) -> str:
    """Return 148 breakouts, or 12 treatments without a breakout, whichever is the rarer outcome."""
    return events(number, counted) if are_yes else f"{units(number, counted)} without {one(counted)}"


def all_alike(breakouts: int, known: int, counted: Counted, cannot: str) -> str:
    """Say what cannot be done where every known outcome is the same; empty where they differ."""
    if not breakouts:
        return f"Without {one(counted)} {cannot}."
    return f"Every known outcome is {one(counted)}, so {cannot}." if breakouts == known else ""


def column_names(counted: Counted) -> tuple[str, str]:
    """Return Treatments and Breakouts, or Clients and With “Pustules”, as the columns of a table."""
    all_units = f"{unit(counted)}s".capitalize()
    if counted.outcome.is_breakout and counted.unit != "clients":
        return all_units, "Breakouts"
    return all_units, f"With {one(counted)}"


def event(counted: Counted) -> str:
    """Return breakouts, clients with a breakout, or treatments with “Pustules”."""
    return events(0, counted).removeprefix(f"{count(0)} ")


def per_100_units(counted: Counted) -> str:
    """Return Breakouts per 100 treatments, as an axis is called."""
    what = "Breakouts" if counted.outcome.is_breakout else f"“{outcome_name(counted.outcome)}”"
    if counted.outcome.is_breakout and counted.unit == "clients":
        what = "With a breakout"
    return f"{what} per 100 {unit(counted)}s"


def one(counted: Counted) -> str:
    """Return a breakout, or “Pustules”, for after "with" or "without"."""
    return "a breakout" if counted.outcome.is_breakout else things(counted)
