"""Several visits side by side in one row, in numbered columns: “visit 1 / breakout”, “visit 2 / breakout”.

Each visit becomes a row of its own: with the columns of its number, and with all that stands once for the row.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analysis.importing.event_groups import is_record
from analysis.importing.event_words import numbers_treatments
from analysis.outcome_log.column_texts import distinct_texts
from analysis.outcome_log.columns import Clues
from analysis.outcome_log.header_spellings import key_of
from analysis.outcome_log.headers import field_of_header
from analysis.outcome_log.log import CLIENT

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from analysis.importing.draft import Draft

_NUMBER = re.compile(r"\d+")
# What stands around the number of a visit and goes with it.
_GAP = re.compile(r"[\s_.#-]*\0[\s_.]*")
_EMPTY = re.compile(r"[(\[]\s*[)\]]")
Family = dict[str, str]


def with_each_visit_a_row(draft: Draft, names: Sequence[str]) -> Draft | None:
    """Return the draft with a row for each visit, `names` being one column of outcomes.

    Returns
    -------
    Draft or None
        None where the columns do not differ by a number alone, where they are one column that stands twice, or
        where each row has the number of one treatment.
    """
    outcomes = _family_of(names)
    if outcomes is None or _are_alike(draft, names) or any(map(numbers_treatments, draft.clues)):
        return None
    numbers = list(outcomes)
    others = _other_families(draft, set(names), set(numbers))
    families = {_without_number(names[-1]): outcomes, **others}
    frame, rows, visits = draft.table.frame, *_visits(draft, families, numbers)
    first_of = {min(family.values(), key=list(frame.columns).index): name for name, family in families.items()}
    siblings = {each for family in families.values() for each in family.values()}
    columns: dict[str, pd.Series] = {}
    outcome = ""
    for name in frame.columns:
        if name in first_of:
            new = first_of[name]
            while new in columns or (new in frame.columns and new not in siblings):
                new += " "
            columns[new] = _one_column(frame, families[first_of[name]], numbers, rows, visits)
            outcome = new if families[first_of[name]] is outcomes else outcome
        elif name not in siblings:
            columns[name] = frame[name].iloc[rows]
    table = replace(draft.table, frame=pd.DataFrame(columns, index=frame.index[rows], copy=False), holds_visits=True)
    clues = {name: Clues(name, distinct_texts(table, name)) for name in table.frame.columns}
    chosen = {name: meaning for name, meaning in draft.choices.columns if name in clues}
    choices = replace(draft.choices, columns=tuple({**_whose(clues, chosen), **chosen}.items()))
    spread = replace(draft, table=table, clues=clues, choices=choices)
    return spread.with_outcome(outcome, f"put together from “{names[0]}” and its like, a row for each")


def _are_alike(draft: Draft, names: Sequence[str]) -> bool:
    """Tell whether columns hold the same text in every row."""
    columns = [draft.texts(name) for name in names]
    first, *others = (np.array(each.texts, dtype=object)[each.row_texts] for each in columns)
    return all((first == other).all() for other in others)


def _whose(clues: Mapping[str, Clues], chosen: Mapping[str, str]) -> dict[str, str]:
    """Return the column that tells whose visits they are, where it would be taken for the number of a treatment."""
    if CLIENT in chosen.values() or any(field_of_header(name) == CLIENT for name in clues):
        return {}
    name = next((each for each in clues if is_record(each)), None)
    return {} if name is None or name in chosen else {name: CLIENT}


# Which columns belong together ----


def _patterns(name: str) -> dict[str, str]:
    """Return a name without each of its numbers in turn, with that number."""
    return {name[: each.start()] + "\0" + name[each.end() :]: each[0] for each in _NUMBER.finditer(name)}


def _family_of(names: Sequence[str]) -> Family | None:
    """Return the columns by number, where a number alone tells them apart; the first may have none."""
    numbered = [name for name in names if _NUMBER.search(name)]
    bare = [name for name in names if not _NUMBER.search(name)]
    if not numbered or len(bare) > 1 or len(names) < 2:  # noqa: PLR2004 - one is no family
        return None
    for pattern in _patterns(numbered[0]):
        found = {_patterns(name).get(pattern): name for name in numbered}
        if None in found or len(found) < len(numbered):
            continue
        if bare and key_of(bare[0]) != key_of(_without_number(numbered[0], pattern)):
            continue
        first = {"": bare[0]} if bare else {}
        return {**first, **{number: name for number, name in found.items() if number is not None}}
    return None


def _without_number(name: str, pattern: str = "") -> str:
    pattern = pattern or next(iter(_patterns(name)))
    bare = _EMPTY.sub("", _GAP.sub(lambda gap: "_" if "_" in gap[0] else " ", pattern))
    return bare.strip(" _.,:;/|-–—") or name


def _other_families(draft: Draft, taken: set[str], numbers: set[str]) -> dict[str, Family]:
    """Return the other columns of the same numbers, by the name that they have without."""
    by_pattern: dict[str, Family] = {}
    for name in draft.clues:
        for pattern, number in _patterns(name).items():
            if name not in taken and number in numbers:
                by_pattern.setdefault(pattern, {})[number] = name
    found: dict[str, Family] = {}
    for pattern, family in by_pattern.items():
        bare = _without_number(next(iter(family.values())), pattern)
        first = [name for name in draft.clues if "" in numbers and key_of(name) == key_of(bare)]
        whole = {"": first[0], **family} if first else family
        if len(whole) > 1 and not taken & set(whole.values()):
            found[bare if bare not in found else next(iter(family.values()))] = whole
            taken = taken | set(whole.values())
    return found


# Their rows ----


def _visits(draft: Draft, families: Mapping[str, Family], numbers: Sequence[str]) -> tuple[np.ndarray, np.ndarray]:
    """Return the row and the number of each visit: of those in which something is filled in, else the row's first."""
    filled = np.zeros((len(draft.table.frame), len(numbers)), dtype=bool)
    for family in families.values():
        for place, number in enumerate(numbers):
            if number in family:
                filled[:, place] |= draft.rows_with(family[number], draft.texts(family[number]).filled)
    filled[~filled.any(axis=1), 0] = True
    rows, visits = np.nonzero(filled)
    return rows, visits


def _one_column(
    frame: pd.DataFrame, family: Family, numbers: Sequence[str], rows: np.ndarray, visits: np.ndarray
) -> pd.Series:
    """Return the columns of a family as one; blank for a visit of which it has none."""
    places: dict[str, int] = {"": 0}
    codes = np.zeros((len(frame), len(numbers)), dtype=np.int64)
    for place, number in enumerate(numbers):
        if number in family:
            column = frame[family[number]].cat
            of_texts = [places.setdefault(text, len(places)) for text in column.categories]
            codes[:, place] = np.array(of_texts, dtype=np.int64)[column.codes.to_numpy()]
    texts = pd.Categorical.from_codes(codes[rows, visits], categories=pd.Index(list(places), dtype=object))
    return pd.Series(texts, index=frame.index[rows])
