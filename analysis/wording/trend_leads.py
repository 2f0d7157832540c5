"""Words about what was different in an unusual period, and about what came before and after a note."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.results import SIGNIFICANT
from analysis.wording.numbers import agreeing, count, difference, level_name, out_of_100, p_text, per_100, quantity
from analysis.wording.one_factor import NOT_PROOF
from analysis.wording.outcomes import broke_out, event, things
from analysis.wording.rates import n_of_n
from analysis.wording.trend import period_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from analysis.methods.control_chart.leads import Lead, Leads
    from analysis.methods.control_chart.p_chart import ChartPoint
    from analysis.outcome_log.outcomes import Counted
    from analysis.outcome_log.periods import By
    from analysis.questions.trend import Trend
    from analysis.questions.trend_notes import AdjustedChange, MixShift, NoteChange

MOST_LEADS = 3


def leads_in_words(found: Leads, point: ChartPoint, by: By, counted: Counted) -> Iterator[str]:
    """Say which groups have more of a period's breakouts than expected, and how many were compared."""
    name = period_name(point.start, by)
    if not found.compared:
        yield f"No factor has two groups in {name} that could be compared."
        return
    if not found.found:
        yield (
            f"No group has clearly more of the {things(counted)} of {name} than other {by}s suggest "
            f"({quantity(found.compared, 'group')} compared)."
        )
        return
    for place, each in enumerate(found.found[:MOST_LEADS]):
        yield f"{'Strongest lead: ' if not place else ''}{_lead(each, counted)}."
    yield (
        f"{quantity(found.compared, 'group')} {agreeing(found.compared, 'was', 'were')} compared: about "
        f"{per_100(found.by_chance / 100)} would look like this by chance. These are leads to look into. {NOT_PROOF}"
    )


def no_leads(found: Trend, counted: Counted) -> str:
    """Say that no period has unusually many breakouts, so that there is nothing to explain."""
    return f"No {found.chart.by} has unusually many {things(counted)}, so there is nothing to look for."


def _lead(lead: Lead, counted: Counted) -> str:
    group = f"{lead.factor.title}: {level_name(lead.level, lead.factor)}"
    clear = "" if lead.p_adjusted > SIGNIFICANT else ", a clear lead"
    return (
        f"{group} had {count(lead.breakouts)} of the {count(lead.of)} {event(counted)}, where about "
        f"{per_100(lead.expected / 100)} would be expected ({p_text(lead.p_value)}{clear})"
    )


# Before and after a note ----


def note_in_words(change: NoteChange, counted: Counted) -> str:
    """Say what the rate was before and after a note, and how sure the difference is."""
    now, before = change.period.current.rate, change.period.previous.rate
    if change.period.comparison is None or now is None or before is None:
        return "too few outcomes are known before or after it to compare."
    estimate = change.period.comparison.risk_difference
    doubt = "" if estimate.excludes_zero else " This could be chance."
    return (
        f"before it {n_of_n(before)} {broke_out(counted)}, after it {n_of_n(now)}: {difference(estimate)}.{doubt} "
        "Time is not the only thing that changed."
    )


def mix_in_words(shift: MixShift) -> str:
    """Say how the share of a group changed."""
    group = f"{shift.factor.title}: {level_name(shift.level, shift.factor)}"
    return f"{group} {out_of_100(shift.before, 0)} of 100 treatments before, {out_of_100(shift.after, 0)} after."


def adjusted_change_in_words(found: AdjustedChange) -> str:
    """Say what is left of the difference after adjusting."""
    names = ", ".join(each.title.lower() for each in found.others)
    doubt = "" if found.risk_difference.excludes_zero else " This could be chance."
    return f"After adjusting for {names}: {difference(found.risk_difference)}.{doubt}"
