"""Columns of texts: a log's values written the one way in which they are kept, compared and read again."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from analysis.files.many_texts import FEW_TO_COUNT, ManyTexts, as_many, selected, texts_in
from analysis.outcome_log.codebook import fold, load
from analysis.outcome_log.reading import BLANK
from analysis.outcome_log.values import level_key

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from analysis.outcome_log.log import Log

# Of identifiers only such may be written in another way: with what a spreadsheet puts behind a number, or with signs
# that are blank, unseen or not of ASCII.
_PERHAPS_A_NUMBER = r"(?s)[.,]0+$|[^!-~].*0$"


@dataclass(frozen=True, eq=False)
class TextColumn:
    """One column as its distinct texts and, for every row, the position of its text; -1 is not known.

    The texts are a tuple, or `ManyTexts`. A text may be there that no row has.
    """

    texts: Sequence[str]
    codes: np.ndarray

    @property
    def in_use(self) -> np.ndarray:
        """Whether any row has each text."""
        if len(self.texts) <= FEW_TO_COUNT:
            return np.array([(self.codes == code).any() for code in range(len(self.texts))], dtype=bool)
        # The last place is that of -1.
        marked = np.zeros(len(self.texts) + 1, dtype=bool)
        marked[self.codes] = True
        return marked[:-1]

    def with_texts_in_use(self) -> TextColumn:
        """Return the column without the texts that no row has."""
        in_use = self.in_use
        places = np.append(np.cumsum(in_use, dtype=np.int32) - 1, BLANK)
        return TextColumn(selected(self.texts, in_use), places[self.codes])

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


def narrowed(codes: np.ndarray, values: int) -> np.ndarray:
    """Return the codes of so many values, -1 among them, in as few bytes as they fit in."""
    return codes.astype(np.min_scalar_type(-max(values, 1)), copy=False)


def one_below_other(column: TextColumn, below: TextColumn) -> TextColumn:
    """Return the rows of two columns as one, new texts behind those of the first."""
    if not len(below.codes) and not len(below.texts):
        return column
    if not len(column.codes) and not len(column.texts):
        return below
    places, texts = _places_in(column.texts, below.texts, str, np.ones(len(column.texts), dtype=bool))
    codes = np.append(narrowed(places, len(texts)), np.int8(BLANK))[below.codes]
    return TextColumn(texts, np.concatenate([narrowed(column.codes, len(texts)), codes]))


def text_columns(log: Log) -> dict[str, TextColumn]:
    """Return the columns of `log` as texts, those of the codebook in its order, then the others as they come.

    What nobody gave but cleaning worked out is left blank: another file may give it.
    """
    columns = {}
    for name in in_order(log.frame.columns):
        codes = log.codes(name)
        if name in log.worked_out:
            codes = np.where(log.worked_out[name], codes.dtype.type(BLANK), codes)
        values = texts_in(log.frame[name].cat.categories)
        texts = values if isinstance(values, ManyTexts) else tuple(map(stored_text, values))
        columns[name] = TextColumn(texts, codes)
    return columns


def in_order(names: Iterable[str]) -> list[str]:
    """Return `names` in the codebook's order, those of extra factors behind them as they come."""
    order = {field.name: position for position, field in enumerate(load().fields)}
    return sorted(names, key=lambda name: order.get(name, len(order)))


def stored_text(value: str | float | dt.date) -> str:
    """Return the text that `value` is kept as; reading it again gives `value`."""
    if isinstance(value, float):
        # Two zeros are one number.
        return np.format_float_positional(value + 0.0, trim="-")
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
    # Whoever changes this looks at `_PERHAPS_A_NUMBER`, too.
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
    places, texts = _places_in(kept.texts, incoming.texts, same, kept.in_use)
    return TextColumn(texts, np.append(narrowed(places, len(texts)), np.int8(BLANK))[incoming.codes])


def _places_in(
    kept: Sequence[str], incoming: Sequence[str], same: Callable[[str], str], in_use: np.ndarray
) -> tuple[np.ndarray, Sequence[str]]:
    """Return where each incoming text is among the kept ones and the new ones behind them, and all of these.

    Of kept texts that are the same one in use counts.
    """
    if isinstance(kept, ManyTexts) or isinstance(incoming, ManyTexts):
        return _places_in_many(as_many(kept), as_many(incoming), same, in_use)
    positions: dict[str, int] = {}
    for position in (*np.flatnonzero(in_use).tolist(), *np.flatnonzero(~in_use).tolist()):
        positions.setdefault(same(kept[position]), position)
    texts, places = list(kept), []
    for text in incoming:
        key = same(text)
        if key not in positions:
            positions[key] = len(texts)
            texts.append(text)
        places.append(positions[key])
    return np.array(places, dtype=np.int64), tuple(texts)


def _places_in_many(
    kept: ManyTexts, incoming: ManyTexts, same: Callable[[str], str], in_use: np.ndarray
) -> tuple[np.ndarray, ManyTexts]:
    keys, of_texts = _spelled_alike(incoming, same).distinct()
    places = _spelled_alike(kept, same).positions(keys, in_use)
    new = np.flatnonzero(places < 0)
    places[new] = len(kept) + np.arange(len(new))
    # Of several new ones that are the same, the first stands for all.
    first = np.empty(len(keys), dtype=np.int64)
    first[of_texts[::-1]] = np.arange(len(of_texts))[::-1]
    return places[of_texts], kept.followed_by(incoming.taken(first[new]))


def _spelled_alike(texts: ManyTexts, same: Callable[[str], str]) -> ManyTexts:
    """Return what all spellings of each of many texts share; `str` is for texts as they are written."""
    if same is str:
        return texts
    if same is not _identifier_key:
        return as_many([*map(same, texts)])
    places = texts.places_matching(_PERHAPS_A_NUMBER)
    return texts.replaced(places, [*map(same, texts.taken(places))])
