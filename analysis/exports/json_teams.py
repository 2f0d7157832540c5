"""Practitioners, cartridge lots and other units beside each other as plain data, for the command line's JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from analysis.wording.numbers import confidence

if TYPE_CHECKING:
    from analysis.methods.funnel import Funnel, FunnelUnit
    from analysis.methods.shrunken import Shrunken
    from analysis.questions.teams import Teams


def teams_as_data(found: Teams) -> dict[str, Any]:
    """Return a funnel; rates and limits are shares, and the limits are of the unit's own rate."""
    drawn = {each.level: each for each in found.shrunken.groups} if found.shrunken is not None else {}
    return {
        "unit": found.unit.name,
        "overdispersion": _overdispersion(found.funnel),
        "units": [_unit(each, drawn.get(each.observed.level)) for each in found.funnel.units],
    }


def _overdispersion(funnel: Funnel) -> dict[str, Any] | None:
    of = funnel.overdispersion
    if of is None:
        return None
    return {"phi": of.phi, "tau_squared": of.tau_squared}


def _unit(each: FunnelUnit, shrunken: Shrunken | None) -> dict[str, Any]:
    return {
        "unit": each.observed.level,
        "treatments": each.observed.treatments,
        "breakouts": each.observed.breakouts,
        "rate": each.value,
        "expected": each.expected,
        "shrunken": _shrunken(shrunken),
        "limits": {
            "low_95": each.inner.low,
            "high_95": each.inner.high,
            "low_99_8": each.outer.low,
            "high_99_8": each.outer.high,
        },
        "signal": f"{each.side} {confidence(each.beyond)}" if each.beyond is not None else None,
    }


def _shrunken(of: Shrunken | None) -> dict[str, float] | None:
    return None if of is None else {"value": of.value, "low": of.interval.low, "high": of.interval.high}
