"""Columns of texts: a log's values written the one way in which they are kept, compared and read again."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from analysis.outcome_log.codebook import fold, load
from analysis.outcome_log.reading import BLANK
from analysis.outcome_log.values import level_key

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from analysis.outcome_log.log import Log


@dataclass(frozen=True, slots=True, eq=False)
class TextColumn:
    """One column as its distinct texts and, for every row, the position of its text; -1 is not known.

    A text may be there that no row has.
    """

    texts: tuple[str, ...]
    codes: np.ndarray

    def rows(self, positions: np.ndarray) -> TextColumn:
        """Return the column of the rows at `positions`."""
        return replace(self, codes=self.codes[positions])

    def spread(self, values: Sequence[object], blank: object = None) -> np.ndarray:
        """Return for every row the one of `values`, one a text, that belongs to its text."""
        each = np.empty(len(values) + 1, dtype=object)
        each[:-1] = values
        each[-1] = blank
        spread: np.ndarray = each[self.codes]
        return spread


def columns_of(log: Log) -> dict[str, TextColumn]:
    """Return the columns of `log` as texts, those of the codebook in its order, then the others as they come.

    What nobody gave but cleaning worked out is left blank: another file may give it.
    """
    columns = {}
    for name in in_order(log.frame.columns):
        codes = log.codes(name).astype(np.int32)
        if name in log.worked_out:
            codes = np.where(log.worked_out[name], np.int32(BLANK), codes)
        columns[name] = TextColumn(tuple(map(stored_text, log.values(name))), codes)
    return columns


def in_order(names: Iterable[str]) -> list[str]:
    """Return `names` in the codebook's order, those of extra factors behind them as they come."""
    order = {field.name: position for position, field in enumerate(load().fields)}
    return sorted(names, key=lambda name: order.get(name, len(order)))


def stored_text(value: str | float | dt.date) -> str:
    """Return the text that `value` is kept as; reading it again gives `value`."""
    if isinstance(value, float):
        return np.format_float_positional(value, trim="-")
    return value if isinstance(value, str) else value.isoformat()


def same_text(name: str) -> Callable[[str], str]:
    """Return what makes two texts of column `name` equal if they mean the same: identifiers as written, others folded.

    Codes such as "aB3" and "ab3" can be two clients; that a spreadsheet writes 12 as 12.0 makes no second one.
    """
    codebook = load()
    is_identifier = name in codebook and codebook[name].role == "identifier"
    return _identifier_key if is_identifier else level_key


def _identifier_key(text: str) -> str:
    if not text.endswith("0"):
        return text
    folded = level_key(text)
    return folded if folded.isdecimal() else text


def spelled_as_kept(kept: Mapping[str, TextColumn], incoming: Mapping[str, TextColumn]) -> dict[str, TextColumn]:
    """Return `incoming` with the names, the spellings and the codes of `kept`, so that equal codes are equal texts.

    The texts of a kept column stay where they are; new ones come behind them.
    """
    names = _names_as_kept(kept, incoming)
    return {
        names[name]: _column_as_kept(kept[names[name]], column, same_text(names[name]))
        if names[name] in kept
        else column
        for name, column in incoming.items()
    }


def _names_as_kept(kept: Iterable[str], incoming: Iterable[str]) -> dict[str, str]:
    """Return for each incoming column the kept one that differs only in case or spaces, where it is the only one."""
    incoming = list(incoming)
    spellings: dict[str, list[str]] = {}
    for name in {*kept, *incoming}:
        spellings.setdefault(fold(name), []).append(name)
    kept = set(kept)
    names = {}
    for name in incoming:
        others = [each for each in spellings[fold(name)] if each != name]
        names[name] = others[0] if name not in kept and len(others) == 1 and others[0] in kept else name
    return names


def _column_as_kept(kept: TextColumn, incoming: TextColumn, same: Callable[[str], str]) -> TextColumn:
    in_use = np.bincount(kept.codes[kept.codes >= 0], minlength=len(kept.texts)) > 0
    positions: dict[str, int] = {}
    for position in (*np.flatnonzero(in_use).tolist(), *np.flatnonzero(~in_use).tolist()):
        positions.setdefault(same(kept.texts[position]), position)
    texts = list(kept.texts)
    codes = np.full(len(incoming.texts) + 1, BLANK, dtype=np.int32)
    for position, text in enumerate(incoming.texts):
        key = same(text)
        if key not in positions:
            positions[key] = len(texts)
            texts.append(text)
        codes[position] = positions[key]
    return TextColumn(tuple(texts), codes[incoming.codes])
