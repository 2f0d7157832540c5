"""What an exhibit in a report is about: the heading of each, and what the list on the page Report calls it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from analysis.files.quoting import quoted
from analysis.outcome_log.asked import ABOUT_UNITS
from analysis.outcome_log.follow_ups import MONTH, MONTH_TITLE
from analysis.wording.numbers import agreeing, all_of, count

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from analysis.counting.counts import Counts
    from analysis.outcome_log.asked import Asked, Question

# More names than these make no heading.
MOST_NAMED = 3
_HEADINGS: dict[Question, str] = {
    "over time": "Rate over time and latest changes",
    "ranking": "All factors compared{most}",
    "rates": "{factor}",
    "story": "{factor}: on its own and after adjusting",
    "grades": "Grades: {factor}",
    "curve": "Curve: {factor}",
    "within groups": "Within groups of {beside}: {factor}",
    "two factors": "Two factors together: {factor} and {beside}",
    "unknown outcomes": "Unknown outcomes: {factor}",
    "enough data": "Enough data? {factor}",
    "after adjusting": "On its own and after adjusting: {names}",
    "blanks filled in": "Blanks filled in: {names}",
    "could prevent": "What could prevent the most: {names}",
    "adjusted rates": "{factor}, adjusted for {names}",
    "odds ratios": "Odds ratios: {names}",
    "model fit": "Does the model fit? {names}",
    "few breakouts": "{factor}, with a method for few cases",
    "trend": "Rate over time{by}",
    "trend of groups": "Rate over time{by}: {factor}",
    "between breakouts": "Between breakouts",
    "cusum": "CUSUM{adjusted}",
    "teams": "Teams: {factor}{adjusted}",
    "one unit": "{factor}: {level}",
    "clients of one unit": "Clients of {level}",
    "trend of one unit": "Rate over time: {level}",
    "when breakouts begin": "When breakouts begin{groups}",
    "how long breakouts last": "How long breakouts last{groups}",
    "how severe breakouts are": "How severe breakouts are{groups}",
    "warning signs": "Warning signs",
    "followed up": "Followed up within {days} days: {factor}",
}
UNNAMED = "one of them"
_LEVEL = "{factor}: {level} vs all the others"


def titles_of(counts: Counts) -> dict[str, str]:
    """Return the titles of all that a question may be about, by their names."""
    return {MONTH: MONTH_TITLE, **{each.name: each.title for each in counts.factors}}


def asked_in_words(of: Asked, titles: Mapping[str, str]) -> str:
    """Return what a question is called.

    Parameters
    ----------
    of : Asked
    titles : mapping of str to str
        The titles of factors by their names; a factor that the log lacks has its name.
    """
    factor = titles.get(of.factor, of.factor)
    # No factor is adjusted for itself.
    is_one_of_them = of.question == "adjusted rates"
    names = [titles.get(name, name) for name in of.names or () if not (is_one_of_them and name == of.factor)]
    # Units are asked about by one of their levels, other factors by one that is compared with all the others.
    about = _LEVEL.format(factor=factor, level=of.level) if of.level and of.question not in ABOUT_UNITS else factor
    return _HEADINGS[of.question].format(
        factor=about,
        level=of.level,
        beside=titles.get(of.beside, of.beside),
        names=all_of(names or ["no other factor"]) if len(names) <= MOST_NAMED else f"{count(len(names))} factors",
        by=f" by {of.by}" if of.by else "",
        adjusted=", adjusted for clients" if of.adjusted else "",
        groups=f", by {factor}" if of.factor else "",
        days=of.days,
        most=f", {of.most} at most" if of.most else "",
    )


def without_answer(of: Iterable[Asked], titles: Mapping[str, str]) -> str:
    """Say which exhibits that were added the treatments shown have no answer for."""
    return f"The treatments shown have no answer for {quoted([asked_in_words(each, titles) for each in of])}."


def not_shared(of: Iterable[Asked], titles: Mapping[str, str]) -> str:
    """Say which exhibits that were added a report for sharing leaves out; it names no level, which may be a person."""
    named = dict.fromkeys(asked_in_words(replace(each, level=UNNAMED) if each.level else each, titles) for each in of)
    return f"{agreeing(len(named), 'An added exhibit is', 'Added exhibits are')} left out: {quoted(named)}."
