"""Words about cartridge lots outside their limits: when and where each was used."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.wording.numbers import about_expected, all_of, quantity, when_in_words
from analysis.wording.outcomes import events, units
from analysis.wording.teams import unit_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from analysis.methods.funnel import FunnelUnit
    from analysis.outcome_log.outcomes import Counted
    from analysis.questions.teams import Teams
    from analysis.questions.usage import Usage


def lot_alerts(found: Teams, counted: Counted) -> Iterator[str]:
    """Say of each cartridge lot above the outer limits how far it is, and when and where it was used."""
    for each in found.funnel.beyond:
        if each.observed.level in found.used:
            yield _alert(each, found, found.used[each.observed.level], counted)


def _alert(each: FunnelUnit, found: Teams, used: Usage, counted: Counted) -> str:
    where = f" in {all_of(used.clinics)}" if used.clinics else ""
    return (
        f"Alert: {unit_name(each, found.unit)} has {_observed(each, found, counted)}. It was used in "
        f"{units(used.treatments, counted)}{when_in_words(used.period)}{where}. Check what is left of it and the "
        "treatments it was used in."
    )


def _observed(each: FunnelUnit, found: Teams, counted: Counted) -> str:
    """Return 23 breakouts among 55 known outcomes, where 5.0 would be usual; adjusted, of how many that could be."""
    known = quantity(each.observed.known, "known outcome")
    among = known if found.expected is None else f"the {known} with all factors recorded"
    usual = about_expected(each.expected)
    return f"{events(each.observed.breakouts, counted)} among {among}, where {usual} would be usual"
