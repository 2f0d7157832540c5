"""The work list of calls in words: who waits, why, since when, and what came of earlier calls."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from analysis.listing.reasons import FOLLOW_UP_COLUMNS, URGENCY
from analysis.outcome_log.codebook import load
from analysis.outcome_log.log import DATE, FOLLOW_UP, FOLLOWED_UP
from analysis.wording.numbers import agreeing, all_of, capitalised, count, day, quantity, uncapitalised
from analysis.wording.rates import rate_in_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from analysis.listing.calls import Calls
    from analysis.listing.reasons import Settings, Urgency
    from analysis.listing.waiting import Waiting
    from analysis.outcome_log.description import LogDescription
    from analysis.questions.follow_up import FollowedUp
    from analysis.results import LevelRate
    from analysis.saved_log.calls import Call, CallResult

URGENCY_NAMES: dict[Urgency, str] = {"today": "Call today", "soon": "Call soon", "overdue": "Overdue"}
RESULT_NAMES: dict[CallResult, str] = {
    "reached": "Reached",
    "referred": "Referred to a doctor",
    "no answer": "No answer",
    "not needed": "No call needed",
}
TABLE_OF_COUNTS = (
    "This log is a table of counts: a row stands for several treatments, so it cannot show who to call. Upload a log "
    "with one row for each treatment."
)
IN_FILES = (
    "This log names no client, so each treatment is named by its file and row. Calls recorded here are forgotten when "
    "you close the page: record them in the clinic’s own log, too."
)
SAVED_IN_FILES = (
    "This log is counted from files. You can record calls here, but not search the list or download it as a whole."
)
CANNOT_SHOW_TODAY = "This log cannot show who needs a call today."
SEE_A_DOCTOR = (
    "**The same day:** redness, swelling or pain that lasts or spreads, hot skin, spots filled with pus.",
    "**Urgent advice now:** skin around an eye, quick worsening, a weak immune system, or diabetes.",
    "**An emergency:** fever with shivering, a fast heartbeat or fast breathing, confusion, or cold and clammy skin.",
)
SEE_A_DOCTOR_SOURCE = (
    "After the advice of the UK’s National Health Service on cellulitis (reviewed April 2024). It does not replace the "
    "clinic’s own medical advice."
)


def to_call_today(number: int) -> str:
    """Return To call today: 3."""
    return f"To call today: {count(number)}"


def how_long_ago(of: Calls, listed_for: int | None) -> str:
    """Say in short how long ago those to call today were treated; empty where all were treated lately."""
    number, today = of.open.count_long_ago("today"), of.open.count("today")
    if not number or listed_for is None:
        return ""
    if number < today:
        was = agreeing(number, "was", "were")
        return f"{count(number)} of these {count(today)} {was} treated more than {quantity(listed_for, 'day')} ago."
    (latest,) = of.open.of("today").page(0, 1)
    which = "Treated" if today == 1 else "The latest was treated"
    return f"{which} {quantity(latest.days or 0, 'day')} ago."


def calls_in_short(of: Calls, log: LogDescription) -> str:
    """Say in one sentence who waits for a call; without warning signs nobody can be said not to need one today."""
    waiting = of.open
    if not log.has_warning_signs:
        if not len(waiting):
            return CANNOT_SHOW_TODAY
        calls, are = quantity(len(waiting), "call"), agreeing(len(waiting), "is", "are")
        return f"{calls} {are} waiting, but {uncapitalised(CANNOT_SHOW_TODAY)}"
    if not len(waiting):
        return "No call to make." if len(of.older) else "Nobody is waiting for a call."
    today, others = waiting.count("today"), len(waiting) - waiting.count("today")
    if not today:
        return f"No call to make today; {quantity(others, 'call')} {agreeing(others, 'is', 'are')} waiting."
    more = f"; {count(others)} more {agreeing(others, 'is', 'are')} waiting" if others else ""
    return f"{quantity(today, 'call')} to make today{more}."


def long_ago_in_words(of: Calls, listed_for: int | None) -> str:
    """Say how many of the calls to make today are about treatments long ago; empty without any."""
    number, today = of.open.count_long_ago("today"), of.open.count("today")
    if not number or listed_for is None:
        return ""
    which = (
        f"{count(number)} of the {count(today)} calls to make today" if number < today else "All calls to make today"
    )
    if today == 1:
        which = "The call to make today"
    is_about = agreeing(number, "is about a treatment", "are about treatments")
    return (
        f"{which} {is_about} from more than {quantity(listed_for, 'day')} ago. "
        "A warning sign stays on the list until you record what came of the call."
    )


def older_in_words(of: Calls, listed_for: int | None) -> str:
    """Say how many treatments are only counted because they were long ago; empty without any."""
    older = len(of.older)
    if not older or listed_for is None:
        return ""
    return (
        f"{quantity(older, 'treatment')} from more than {quantity(listed_for, 'day')} ago "
        f"{agreeing(older, 'is', 'are')} not listed."
    )


def looked_at(today: dt.date) -> str:
    """Return the day of the list."""
    return f"As of {day(today)}."


def reason(of: Waiting) -> str:
    """Say why a treatment is on the list."""
    after = "" if of.days is None else f" {quantity(of.days, 'day')} after the treatment"
    if of.reason == "warning signs":
        signs = all_of([load()[name].title.lower() for name in of.signs])
        settled = "" if of.settled_on is None else f"; settled on day {of.settled_on:.0f}"
        return f"{capitalised(signs)}, no referral recorded{settled}"
    return {
        "severe": "Severe breakout, not recorded as settled",
        "no follow-up": "Broke out, and nobody followed up",
        "overdue": f"No follow-up{after}",
        "unknown": f"The outcome is unknown{after}",
    }[of.reason]


def since_when(of: Waiting) -> str:
    """Return treated on 5 May 2026 (12 days ago)."""
    if of.treatment_date is None or of.days is None:
        return "date of treatment unknown"
    ago = "today" if of.days == 0 else f"{quantity(of.days, 'day')} ago"
    return f"treated on {day(of.treatment_date)} ({ago})" if of.days >= 0 else f"planned for {day(of.treatment_date)}"


def name(of: Waiting) -> str:
    """Return what a treatment is called: its ID, else its client, else its row, in its file if that is known."""
    if of.treatment_id is not None:
        return of.treatment_id
    if of.source is not None:
        return f"Row {row_of(of.source)}"
    return f"Client {of.client_id}" if of.client_id is not None else f"Row {count(of.row + 1)}"


def row_of(source: tuple[str, int]) -> str:
    """Return 1,204 of may.csv."""
    file, row = source
    return f"{count(row)} of {file}"


def whose(of: Waiting) -> str:
    """Return client C-0104 · Harbour · P03: what else is known of a treatment."""
    client = f"client {of.client_id}" if of.client_id is not None and of.treatment_id is not None else None
    return " · ".join(filter(None, (client, of.clinic, of.practitioner)))


def last_call(call: Call) -> str:
    """Say what came of the last call about a treatment that waits again."""
    again = f", try again on {day(call.try_again_on)}" if call.try_again_on else ""
    return f"Last call on {_date(call)}: {RESULT_NAMES[call.result].lower()}{again}{_by(call)}.{_note(call)}"


def call_name(call: Call) -> str:
    """Return one call of the history in words."""
    again = f", try again on {day(call.try_again_on)}" if call.try_again_on else ""
    about = quantity(len(call.treatments), "treatment")
    return f"{_date(call)}{_by(call)}: {RESULT_NAMES[call.result].lower()}{again} ({about}).{_note(call)}"


def recorded(call: Call) -> str:
    """Say what was recorded."""
    return f"Recorded for {quantity(len(call.treatments), 'treatment')}: {RESULT_NAMES[call.result].lower()}."


def tried_later(of: Calls) -> str:
    """Say how many treatments are to be tried again on a later day; empty without any."""
    later = len(of.later)
    if not later:
        return ""
    return f"{quantity(later, 'treatment')} {agreeing(later, 'comes', 'come')} back on a later day, after no answer."


def list_name(first: int, last: int, of: int) -> str:
    """Return 21 to 40 of 211."""
    return f"{count(first + 1)} to {count(last)} of {count(of)}"


def record_for(number: int) -> str:
    """Return what the button that records a call says."""
    return f"Record for {quantity(number, 'treatment')}" if number else "Tick the treatments first"


def only_newest() -> str:
    """Say that an earlier version of the saved log takes no calls."""
    return "Calls can be recorded only while the newest version of the saved log is shown."


def followed_up_in_time(found: FollowedUp, days: int) -> str:
    """Say how many treatments were followed up in time."""
    total = found.total
    within = f"within {quantity(days, 'day')}"
    if total.rate is None:
        return f"No treatment was long enough ago to say whether it was followed up {within}."
    of = f"{count(total.rate.breakouts)} of {quantity(total.rate.known, 'treatment')}"
    was = agreeing(total.rate.breakouts, "was", "were")
    not_yet = f" {quantity(total.unknown, 'more treatment')} cannot be judged yet." if total.unknown else ""
    return f"{of} {was} followed up {within}: {rate_in_words(total.rate)}.{not_yet}"


def judged_in_time(total: LevelRate) -> str:
    """Return how many treatments could be followed up in time, and how many cannot be judged yet."""
    known = 0 if total.rate is None else total.rate.known
    return f"{quantity(known, 'treatment')}{f'; not judged yet: {count(total.unknown)}' if total.unknown else ''}"


def no_follow_ups(*, has_dates: bool) -> str:
    """Say which columns the share of treatments followed up in time needs of a log with or without treatment dates."""
    titles = [load()[each].title.lower() for each in ((FOLLOW_UP,) if has_dates else (DATE, FOLLOW_UP))]
    columns = agreeing(len(titles), "a column", "columns")
    return f"To see who was followed up in time, the log needs {columns} for the {' and the '.join(titles)}."


def note_refused(kind: str) -> str:
    """Say why a note cannot be kept."""
    article = "an" if kind[0] in "aeioI" else "a"
    return f"The note seems to contain {article} {kind}. Write it without anything that identifies the client."


def what_lacks(log: LogDescription) -> Iterator[str]:
    """Yield what the list cannot show because the log lacks a column for it."""
    if not log.has_warning_signs:
        yield what_signs_lack()
    if not log.has_dates:
        yield f"Without a column “{load()[DATE].title}” the list cannot show what is overdue."
    if not any(column in log for column in FOLLOW_UP_COLUMNS):
        yield (
            f"Without a column “{load()[FOLLOWED_UP].title}” or a follow-up date the list cannot show who was not "
            "followed up."
        )


def what_signs_lack() -> str:
    """Say that a log has no column for warning signs."""
    titles = all_of([load()[sign].title.lower() for sign in load().warning_signs])
    return f"It has no column for warning signs ({titles})."


def how_it_is_made(settings: Settings) -> tuple[str, ...]:
    """Say which treatments are on the list, the most urgent first."""
    overdue, unknown = quantity(settings.overdue_after, "day"), quantity(settings.unknown_after, "day")
    return (
        f"{URGENCY_NAMES[URGENCY['warning signs']]}: a warning sign is recorded, and no referral to a doctor.",
        f"{URGENCY_NAMES[URGENCY['severe']]}: a severe breakout not recorded as settled, or one nobody followed up.",
        f"{URGENCY_NAMES[URGENCY['overdue']]}: no follow-up after {overdue}, or unknown after {unknown}.",
        "Each treatment is listed once, for its most urgent reason, the latest first.",
        *_until_when(settings),
        "It comes back if it gets worse in a later import.",
    )


def _until_when(settings: Settings) -> Iterator[str]:
    if settings.listed_for is not None:
        yield (
            f"After {quantity(settings.listed_for, 'day')} a treatment is counted but not listed, unless a warning "
            "sign is recorded or somebody has called before."
        )


def _date(call: Call) -> str:
    return day(dt.datetime.fromisoformat(call.at).date())


def _by(call: Call) -> str:
    return f" by {call.by}" if call.by else ""


def _note(call: Call) -> str:
    return f" “{call.note}”" if call.note else ""
