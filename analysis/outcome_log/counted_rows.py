"""Which column of a table of counts gives how many treatments each row stands for, known by its name and all others."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analysis.outcome_log.codebook import fold, load
from analysis.outcome_log.columns import INDIVIDUAL, Clues
from analysis.outcome_log.numbers import read_number

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

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


def columns_of_counts(clues: Mapping[str, Clues]) -> Iterator[str]:
    """Yield the columns of a table that may give how many treatments a row stands for; none where it lists single ones.

    They are called so, hold whole numbers, and the other columns together tell all rows apart.
    """
    if any(guess.field in INDIVIDUAL for each in clues.values() for guess in each.guesses):
        return
    for name, each in clues.items():
        is_called_so = _names_a_count(each) or _COUNT.fullmatch(fold(name).rstrip(".#"))
        if is_called_so and _holds_counts(each) and _is_of_groups(clues, name):
            yield name


def weighted(clues: Clues, counts: Clues) -> Clues:
    """Return what a column can be where each row stands for as many treatments as `counts` says."""
    numbers = np.array([read_number(text) or 0 for text in counts.texts.texts])[counts.texts.row_texts]
    texts = clues.texts
    of_texts = np.bincount(texts.row_texts, weights=numbers, minlength=len(texts.texts)).astype(np.int64)
    return Clues(clues.name, replace(texts, counts=of_texts))


def _names_a_count(clues: Clues) -> bool:
    return any(load()[guess.field].role == "count" for guess in clues.guesses)


def _holds_counts(clues: Clues) -> bool:
    """Tell whether a column holds whole numbers, and not those of the rows."""
    numbers = [read_number(text) for text in clues.texts.filled]
    known = [number for number in numbers if number is not None]
    whole = [int(number) for number in known if number >= 0 and number == int(number)]
    rows = len(clues.texts.codes)
    are_of_rows = len(whole) == rows == max(whole, default=0) - min(whole, default=0) + 1
    return len(whole) == len(numbers) and max(whole, default=0) > 1 and not are_of_rows


def _is_of_groups(clues: Mapping[str, Clues], name: str) -> bool:
    """Tell whether all other columns together tell the rows apart, and none of them does so alone, as groups do.

    The names or numbers of rows that a program writes tell nothing.
    """
    others = {other: each.texts.row_texts for other, each in clues.items() if other != name and not each.bookkeeping}
    rows = len(clues[name].texts.codes)
    is_of_single_ones = rows > FEW_ROWS and any(len(clues[other].texts.texts) == rows for other in others)
    return bool(others) and not is_of_single_ones and not pd.DataFrame(others).duplicated().any()
