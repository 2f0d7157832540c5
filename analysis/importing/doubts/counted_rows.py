"""A column of numbers called “count” or “n” beside factors that never repeat: each row may be so many treatments."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pandas as pd

from analysis.importing.cleaning import COUNT
from analysis.importing.doubts.doubt import Doubt, Option
from analysis.outcome_log.codebook import fold
from analysis.outcome_log.columns import INDIVIDUAL
from analysis.outcome_log.numbers import read_number

if TYPE_CHECKING:
    from analysis.importing.draft import Draft

ABOUT = "counts"
# In a table of a few rows a column of two or three groups may tell them apart.
FEW_ROWS = 8
_COUNT = re.compile(
    r"(?:row |case |cell |total )?(?:counts?|freq(?:uency|uencies)?|weights?|totals?|wt|wgt|num|n|nb|nr|no|cases|sum|"
    r"treatments?|n treatments|how many|anzahl|anz|h[äa]ufigkeit|fallzahl|summe|aantal|frequentie|"
    r"effectifs?|nombre|fr[ée]quence|n[úu]mero|frecuencia|recuento|cantidad|frequ[êe]ncia|quantidade|contagem|"
    r"frequenza|conteggio|numero|antal|antall|liczba|liczebno[śs][ćc]|po[čc]et|darab|adet|say[ıi]|sıklık|"
    r"количество|число|частота|件数|人数|数量|度数|例数|빈도|횟수|العدد)"
    r"(?: of)?(?: (?:cases|treatments|rows|records|visits|patients|clients|people|observations|obs))?|"
    r"(?:number|no) of (?:cases|treatments|rows|records|visits|patients|clients|people|observations)"
)


def rows_that_stand_for_several(draft: Draft) -> Doubt | None:
    """Return whether each row is as many treatments as a column says; None where no column could say so."""
    fields = {column.field for column in draft.columns}
    if COUNT in fields or not INDIVIDUAL.isdisjoint(fields):
        return None
    for column in draft.columns:
        if column.field is not None or not _COUNT.fullmatch(fold(column.name).rstrip(".#")):
            continue
        if _holds_counts(draft, column.name) and _is_of_groups(draft, column.name):
            return _doubt(draft, column.name)
    return None


def _holds_counts(draft: Draft, name: str) -> bool:
    """Tell whether a column holds whole numbers, and not those of the rows."""
    numbers = [read_number(text) for text in draft.texts(name).filled]
    known = [number for number in numbers if number is not None]
    whole = [int(number) for number in known if number >= 0 and number == int(number)]
    are_of_rows = len(whole) == len(draft.table.frame) == max(whole, default=0) - min(whole, default=0) + 1
    return len(whole) == len(numbers) and max(whole, default=0) > 1 and not are_of_rows


def _is_of_groups(draft: Draft, name: str) -> bool:
    """Tell whether all other columns together tell the rows apart, and none of them does so alone, as groups do."""
    others = {other: draft.texts(other).row_texts for other in draft.clues if other != name}
    rows = len(draft.table.frame)
    is_of_single_ones = rows > FEW_ROWS and any(len(draft.texts(other).texts) == rows for other in others)
    return bool(others) and not is_of_single_ones and not pd.DataFrame(others).duplicated().any()


def _doubt(draft: Draft, name: str) -> Doubt:
    choices = dict(draft.choices.columns)
    counted = draft.with_choices_for_columns(
        {**choices, name: COUNT}, {name: "its numbers count the treatments in each row"}
    )
    because = (
        f"“{name}” has whole numbers, the rows have no client and no date, and no two rows are the same in all "
        "other columns."
    )
    options = [
        Option(f"“{name}” is the number of treatments in each row", counted),
        Option("each row is one treatment", draft),
    ]
    return Doubt(ABOUT, f"Is “{name}” the number of treatments in each row?", because, options, (name,))
