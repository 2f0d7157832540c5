"""Numbers that stand for “not known”, such as 999, in the days of a breakout: they would push it out of the window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.importing.doubts.doubt import Doubt, Option
from analysis.outcome_log.log import ONSET
from analysis.outcome_log.numbers import missing_codes, read_number

if TYPE_CHECKING:
    from analysis.importing.draft import Draft

ABOUT = f"{ONSET} codes"


def codes_for_unknown_days(draft: Draft) -> Doubt | None:
    """Return whether numbers far from all others are days or stand for “not known”; None where there are none."""
    column = draft.column_of(ONSET)
    if column is None:
        return None
    texts = draft.texts(column.name)
    numbers = {text: number for text in texts.filled if (number := read_number(text)) is not None}
    doubtful = missing_codes(numbers.values())
    codes = {text: number for text, number in numbers.items() if number in doubtful}
    if not codes:
        return None
    named = ", ".join(sorted({f"{number:g}" for number in codes.values()}))
    rows = int(sum(texts.counts[place] for place, text in enumerate(texts.texts) if text in codes))
    because = f"In “{column.name}”, {rows:,} rows say {named}, far from all other days."
    options = [
        Option(f"{named} means that the day is not known", draft.with_texts(column.name, dict.fromkeys(codes, ""))),
        Option(f"{named} is the number of days", draft),
    ]
    question = f"Is {named} in “{column.name}” a number of days, or does it mean “not known”?"
    return Doubt(ABOUT, question, because, options, (column.name,), tuple(codes))
