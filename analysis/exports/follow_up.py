"""The work list as files: a table for a spreadsheet, and a calendar with one entry for each due call."""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import TYPE_CHECKING, Any

import pandas as pd
from icalendar import Calendar, Event

from analysis.outcome_log.codebook import load
from analysis.outcome_log.columns import TREATMENT_ID
from analysis.outcome_log.log import CLIENT, CLINIC, DATE, PRACTITIONER
from analysis.wording.follow_up import URGENCY_NAMES, name, reason, since_when, whose

if TYPE_CHECKING:
    from analysis.listing.calls import Calls
    from analysis.listing.waiting import Keys, Waiting, WaitingList

_PRODUCT = "-//Breakout Dashboard//Follow up//EN"


def work_list_table(waiting: WaitingList) -> pd.DataFrame:
    """Return the work list, one row a treatment: nothing of it but what a caller needs."""
    rows, codebook = waiting.page(0, len(waiting)), load()
    columns: dict[str, Any] = {
        "When": [URGENCY_NAMES[each.urgency] for each in rows],
        codebook[TREATMENT_ID].title: [each.treatment_id for each in rows],
        codebook[CLIENT].title: [each.client_id for each in rows],
        codebook[DATE].title: [each.treatment_date.isoformat() if each.treatment_date else None for each in rows],
        "Days since the treatment": pd.array([each.days for each in rows], dtype="Int64"),
        codebook[CLINIC].title: [each.clinic for each in rows],
        codebook[PRACTITIONER].title: [each.practitioner for each in rows],
        "Why": [reason(each) for each in rows],
    }
    return pd.DataFrame(columns)


def work_list_as_data(waiting: WaitingList) -> dict[str, Any]:
    """Return the work list as JSON holds it."""
    return {
        "to_call_today": waiting.count("today"),
        "rows": [
            {
                "treatment_id": each.treatment_id,
                "client_id": each.client_id,
                "treatment_date": each.treatment_date.isoformat() if each.treatment_date else None,
                "urgency": each.urgency,
                "reason": reason(each),
                "days": each.days,
            }
            for each in waiting.page(0, len(waiting))
        ],
    }


def as_calendar(calls: Calls, keys: Keys) -> bytes:
    """Return the due calls as an iCalendar file (RFC 5545), each an all-day entry.

    A call stands on the day of the list, or on the day on which to try again. It has the same identifier in every file,
    so that a calendar changes its entry instead of adding another.
    """
    calendar = Calendar()
    calendar.add("prodid", _PRODUCT)
    calendar.add("version", "2.0")
    for waiting in (calls.open, calls.later):
        for each in waiting.page(0, len(waiting)):
            last = calls.last.get(each.row)
            later = last.try_again_on if waiting is calls.later and last is not None else None
            calendar.add_component(
                _entry(each, later or waiting.today, waiting.today, each.treatment_id or keys.of(each.row))
            )
    content: bytes = calendar.to_ical()
    return content


def _entry(each: Waiting, on: dt.date, made_on: dt.date, called: str) -> Event:
    entry = Event()
    entry.add("uid", f"{hashlib.sha256(called.encode()).hexdigest()[:32]}@breakout-dashboard")
    # The day of the list, so that the same list gives the same file.
    entry.add("dtstamp", dt.datetime.combine(made_on, dt.time(), dt.UTC))
    entry.add("dtstart", on)
    entry.add("dtend", on + dt.timedelta(days=1))
    entry.add("summary", f"{URGENCY_NAMES[each.urgency]}: {name(each)}")
    entry.add("description", "\n".join(filter(None, (reason(each), since_when(each), whose(each)))))
    entry.add("transp", "TRANSPARENT")
    return entry
