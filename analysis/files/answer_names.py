"""Columns that stand for one answer each below a question that has a name: "Did it break out?" over "Yes" and "No"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from analysis.files.header_evidence import is_filled, is_number_or_day

if TYPE_CHECKING:
    from collections.abc import Sequence

_KIND_OF_ANSWER = re.compile(
    r"(?:open[- ]ended )?response|offene antwort|antwort|réponse(?: ouverte)?|respuesta(?: abierta)?", re.IGNORECASE
)
# A column that is filled in so many rows is filled in every one; the line below the names that lacks it is none.
ALWAYS_FILLED = 0.9
# The names, and the answers below them: without a treatment there is nothing to tell these by.
FEWEST_LINES = 2


def names_answers(rows: Sequence[Sequence[str]], names: int) -> bool:
    """Tell whether the line below the names of columns names the answers to a question.

    Then it names each column that has no name yet, holds no number and no day, is blank where every row below is
    filled, and says of another question how it is answered, as SurveyMonkey writes it: no treatment says all that.

    Parameters
    ----------
    rows : sequence of sequences of str
        The first rows of a table.
    names : int
        The row that names the columns, counted from 0.
    """
    filled = [row for row in rows[names:] if is_filled(row)]
    if len(filled) <= FEWEST_LINES:
        return False
    width = max(map(len, rows))
    named, line, *below = ([cell.strip() for cell in row] + [""] * (width - len(row)) for row in filled)
    unnamed = [position for position in range(1, width) if not named[position] and any(row[position] for row in below)]
    if not unnamed or not below or not all(line[position] for position in unnamed) or any(map(is_number_or_day, line)):
        return False
    if not any(map(_KIND_OF_ANSWER.fullmatch, line)):
        return False
    return any(
        named[position]
        and not line[position]
        and sum(bool(row[position]) for row in below) >= ALWAYS_FILLED * len(below)
        for position in range(width)
    )
