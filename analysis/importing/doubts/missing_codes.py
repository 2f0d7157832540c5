"""Numbers that stand for “not known”, such as 999, in the days of a breakout: they would push it out of the window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.importing.doubts.doubt import Doubt, Option
from analysis.outcome_log.filters import WINDOW_DAYS
from analysis.outcome_log.log import ONSET
from analysis.outcome_log.numbers import missing_codes, read_number

if TYPE_CHECKING:
    from analysis.importing.draft import Draft

ABOUT = f"{ONSET} codes"
# No breakouts begin on the same late day again and again, where others spread over the days of a follow-up.
LEAST_REPEATS, LEAST_OTHER_DAYS = 3, 3


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
    rows_of = dict(zip(texts.texts, texts.counts.tolist(), strict=True))
    rows = sum(rows_of[text] for text in codes)
    because = f"In “{column.name}”, {rows:,} rows have {named}, far from all other days."
    options = [
        Option(f"{named} means unknown", draft.with_texts(column.name, dict.fromkeys(codes, ""))),
        Option(f"{named} is a number of days", draft),
    ]
    repeats = [sum(rows_of[text] for text in codes if codes[text] == number) for number in doubtful]
    others = {number for number in numbers.values() if number not in doubtful}
    is_certain = min(repeats) >= LEAST_REPEATS and len(others) >= LEAST_OTHER_DAYS and max(others) <= WINDOW_DAYS
    question = f"Is {named} in “{column.name}” a number of days, or does it mean “unknown”?"
    return Doubt(ABOUT, question, because, options[: 1 if is_certain else None], (column.name,), tuple(codes))
