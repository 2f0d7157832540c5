"""Numbers that a workbook shows as words: a cell holds 1, its number format "yes";;"no" shows yes.

What people see is what they mean, so the word is read. ECMA-376, part 1, 18.8.31, describes the formats.
"""

from __future__ import annotations

import operator
import re
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from analysis.files.sheet_columns import column_letters

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from analysis.files.sheet_texts import SheetTexts

_TOKEN = re.compile(r'"([^"]*)"|\\(.)|_.|\*.|\[([^\]]*)\]|(;)|(.)', re.DOTALL)
_CONDITION = re.compile(r"(<=|>=|<>|=|<|>)\s*(-?\d+(?:\.\d+)?)")
_COMPARES: Mapping[str, Callable[[float, float], bool]] = {
    "=": operator.eq, "<>": operator.ne, "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge,
}  # fmt: skip
# Stand for digits, and so do letters without marks around them: they are parts of dates, or “General”.
_DIGITS = frozenset("0#?@")
_TICKS = frozenset("✓✔✗✘☑☒☐✅❌")
_NAMED = 4


class _Section(NamedTuple):
    """What a format shows of some numbers: `words`, None where it shows digits; of those that meet the condition."""

    words: str | None
    compares: Callable[[float, float], bool] | None
    with_number: float


def shows_words(code: str) -> bool:
    """Tell whether a number format shows a word, or a tick, in place of some numbers."""
    return any(each.words and _is_word(each.words) for each in _sections(code)[:3])


def shown_by(code: str, number: float) -> str | None:
    """Return the word that a number format shows, "" where it shows nothing, None where it shows the number."""
    sections = _sections(code)[:3]
    if any(each.compares for each in sections):
        met = (each for each in sections if each.compares is None or each.compares(number, each.with_number))
        section = next(met, None)
    else:
        place = 0 if number > 0 else 1 if number < 0 else 2
        section = sections[place if place < len(sections) else 0]
    return None if section is None else section.words


def _is_word(text: str) -> bool:
    return any(sign.isalpha() or sign in _TICKS for sign in text)


def _sections(code: str) -> list[_Section]:
    sections, words, has_digits = [], "", False
    compares: Callable[[float, float], bool] | None = None
    with_number = 0.0
    for quoted, escaped, bracketed, ends, plain in [*_TOKEN.findall(code), ("", "", "", ";", "")]:
        if ends:
            sections.append(_Section(None if has_digits else words.strip(), compares, with_number))
            words, has_digits, compares = "", False, None
        elif condition := _CONDITION.fullmatch(bracketed):
            compares, with_number = _COMPARES[condition[1]], float(condition[2])
        elif plain:
            has_digits |= plain in _DIGITS or (plain.isascii() and plain.isalpha())
            words += plain
        else:
            words += quoted or escaped
    return sections


def with_words_shown(sheet: SheetTexts) -> tuple[SheetTexts, tuple[tuple[int, Mapping[str, str]], ...]]:
    """Return a sheet with the words that its number formats show, and for each column what they stand for."""
    if not sheet.marks.worded:
        return sheet, ()
    texts, codes = [list(of_column) for of_column in sheet.texts], sheet.codes.copy()
    shown: dict[int, dict[str, str]] = {}
    for code, cells in sheet.marks.worded.items():
        for column, rows in cells.items():
            if column >= len(texts):
                continue
            there = np.array([row for row in rows if row < codes.shape[1]], dtype=np.intp)
            of_codes = _words_of(code, texts[column], codes[column, there])
            there = there[~_may_be_sums(sheet, column, there, of_codes)]
            places = {text: place for place, text in enumerate(texts[column])}
            for of, word in of_codes.items():
                filled = there[sheet.codes[column, there] == of]
                if len(filled):
                    codes[column, filled] = places.setdefault(word, len(places))
                    shown.setdefault(column, {})[texts[column][of]] = word
            texts[column] = list(places)
    words = tuple((column, shown[column]) for column in sorted(shown))
    return replace(sheet, texts=tuple(map(tuple, texts)), codes=codes), words


def _words_of(code: str, texts: Sequence[str], cells: np.ndarray) -> dict[int, str]:
    """Return the words that a format shows, by the place in `texts` of the numbers that stand in some cells."""
    numbers = {of: number for of in np.unique(cells).tolist() if (number := _number(texts[of])) is not None}
    return {of: word for of, number in numbers.items() if (word := shown_by(code, number)) is not None}


def _may_be_sums(sheet: SheetTexts, column: int, rows: np.ndarray, words: Mapping[int, str]) -> np.ndarray:
    """Mark the rows that are half blank, and whose number shows a word that mostly stands for another number.

    Below ticks that stand for 1 the sum 7 is shown as a tick, too.
    """
    cells = sheet.codes[column, rows]
    usual: dict[str, int] = {}
    for of, _ in Counter(cells.tolist()).most_common():
        usual.setdefault(words.get(of, ""), of)
    odd = [of for of, word in words.items() if word and usual[word] != of]
    blanks = np.array([texts.index("") if "" in texts else -1 for texts in sheet.texts])
    filled = (sheet.codes[:, rows] != blanks[:, None]).sum(axis=0)
    marked: np.ndarray = np.isin(cells, odd) & (2 * filled <= filled.max(initial=0))
    return marked


def notes_on_words(names: tuple[str, ...], words: tuple[tuple[int, Mapping[str, str]], ...]) -> tuple[str, ...]:
    """Return a note for each column of which the words shown were read."""
    return tuple(
        f"The workbook shows numbers in “{names[column] or column_letters(column)}” as words, and the words were read: "
        + ", ".join(f"{number} as “{word}”" if word else f"{number} as a blank" for number, word in of[:_NAMED])
        + "."
        for column, of in ((column, sorted(of.items())) for column, of in words if column < len(names))
    )


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None
