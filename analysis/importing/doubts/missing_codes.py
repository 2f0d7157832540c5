"""Numbers that stand for “not known”, such as 999, in the days of a breakout: they would push it out of the window."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from analysis.importing.doubts.doubt import Doubt, Option
from analysis.outcome_log.log import ONSET
from analysis.outcome_log.values import read_number

if TYPE_CHECKING:
    from analysis.importing.draft import Draft

ABOUT = f"{ONSET} codes"
# What data collection systems write for “not known”, “refused” and “does not apply”.
CODES = frozenset(
    (77, 88, 97, 98, 99, 777, 888, 996, 997, 998, 999, 7777, 8888, 9999, -1, -7, -8, -9, -77, -88, -99, -999)
)
# A code lies far from the days beside it.
FAR = 3


def codes_for_unknown_days(draft: Draft) -> Doubt | None:
    """Return whether numbers far from all others are days or stand for “not known”; None where there are none."""
    column = draft.column_of(ONSET)
    if column is None:
        return None
    texts = draft.texts(column.name)
    numbers = {text: number for text in texts.filled if (number := read_number(text)) is not None}
    codes = {text: number for text, number in numbers.items() if number in CODES}
    others = [number for number in numbers.values() if number not in CODES]
    codes = {text: number for text, number in codes.items() if not others or abs(number) > FAR * max(others)}
    if not codes:
        return None
    blanked = ["" if text in codes else text for text in texts.texts]
    distinct = list(dict.fromkeys(blanked))
    places = np.array([distinct.index(text) for text in blanked])
    named = ", ".join(sorted({f"{number:g}" for number in codes.values()}))
    rows = int(sum(texts.counts[place] for place, text in enumerate(texts.texts) if text in codes))
    because = f"In “{column.name}”, {rows:,} rows say {named}, far from all other days."
    options = [
        Option(
            f"{named} means that the day is not known",
            draft.with_column(column.name, distinct, places[texts.row_texts]),
        ),
        Option(f"{named} is the number of days", draft),
    ]
    question = f"Is {named} in “{column.name}” a number of days, or does it mean “not known”?"
    return Doubt(ABOUT, question, because, options, (column.name,), tuple(codes))
