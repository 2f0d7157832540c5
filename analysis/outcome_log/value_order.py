"""The order of groups: words of a scale, ranges such as 25-34 and 20+, grades, sizes, and a few numbers."""

from __future__ import annotations

import math
import re
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from analysis.outcome_log.codebook import fold, load
from analysis.outcome_log.log import MOST_LEVELS
from analysis.outcome_log.numbers import read_number

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

Places = dict[str, float]

# However each level is spelled, groups have no more texts.
MOST_TEXTS = 4 * MOST_LEVELS
LONGEST_TEXT = 40
# "I" and "V", or "S" and "M", may be initials; three of them are grades or sizes.
FEWEST_LETTERS = 3
FEWEST_RANGES = 2

_NUMBER = r"(?:[$£€¥]\s?)?(\d{1,7}(?:[.,]\d{1,3})?)"
_UNIT = r"(?:\s?(?:%|[$£€¥]|[^\W\d_]{1,12}\.?(?:/[^\W\d_]{1,12})?))?"
_BETWEEN = r"\s*(?:-|–|—|−|~|\.\.+|…|to|till|until|bis|à|al?|до|至|から)\s*"
_RANGE = re.compile(rf"(?:(?:from|between|von|de|da|entre)\s)?{_NUMBER}{_UNIT}(?:{_BETWEEN}|\sand\s){_NUMBER}{_UNIT}")
_ABOVE = re.compile(
    rf"(?:>\s*=?|≥|over|above|more than|at least|older than|mt|gt|from|ab|über|mehr als|plus de|más de|più di|meer dan|"
    rf"mais de|över|ponad)\s*{_NUMBER}{_UNIT}|"
    rf"{_NUMBER}{_UNIT}\s*(?:\+|plus|(?:and|or|&)\s(?:over|above|older|more|up)|und (?:mehr|älter|darüber)|et plus|"
    rf"y más|e più|en ouder|en meer|e mais|ou mais|以上)"
)
_BELOW = re.compile(
    rf"(?:<\s*=?|≤|under|below|less than|fewer than|up to|at most|no more than|younger than|lt|unter|bis|weniger als|"
    rf"moins de|menos de|meno di|minder dan|onder|under|poniżej)\s*{_NUMBER}{_UNIT}|"
    rf"{_NUMBER}{_UNIT}\s*(?:-|(?:and|or|&)\s(?:under|below|younger|less|fewer)|und (?:weniger|jünger)|et moins|"
    rf"y menos|以下|未満)"
)
_GRADE = re.compile(
    r"(grade|stage|class|level|phase|step|degree|score|asa|cycle|visit|session|week|month|day|year|quarter|"
    r"fitzpatrick|mallampati|glogau|grad|stufe|klasse|stadium|phase|woche|monat|niveau|classe|stade|semaine|mois|"
    r"grado|nivel|clase|semana|mes|livello|stadio|grau|nível|graad|fase)[\s_.-]*(\d{1,3}|[ivx]+)"
)
_ROMAN = {
    roman: place
    for place, roman in enumerate(("0", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii"))
}
_SIZES = {
    size: place
    for place, size in enumerate(("xxxs", "xxs", "xs", "s", "m", "l", "xl", "xxl", "xxxl"))
}  # fmt: skip
_SIZES |= {"2xl": _SIZES["xxl"], "3xl": _SIZES["xxxl"]}


class Span(NamedTuple):
    """From where to where a text such as "25-34", "20+" or "7" reaches."""

    low: float
    high: float


def order_in(texts: Sequence[str]) -> Places | None:
    """Return the place of each text where all of them are levels of one order; None where they are names.

    Parameters
    ----------
    texts : sequence of str
        The distinct texts of a column, without blanks and words for "not known".
    """
    if not 1 < len(texts) <= MOST_TEXTS or max(map(len, texts)) > LONGEST_TEXT:
        return None
    places = load().places_on_a_scale(texts)
    if places is not None:
        return dict(places)
    return _in_ranges(texts) or _of_grades(texts) or _of_letters(texts, _ROMAN) or _of_letters(texts, _SIZES)


def order_of_numbers(texts: Sequence[str]) -> Places | None:
    """Return the place of each text where every one is a number or a limit such as "<5"; None where one is not."""
    numbers = {text: number for text in texts if (number := read_number(text)) is not None}
    return numbers if len(numbers) == len(texts) else _in_ranges(texts)


def are_ranges(texts: Sequence[str]) -> bool:
    """Tell whether texts are ranges that follow each other."""
    return _in_ranges(texts) is not None


def _in_ranges(texts: Sequence[str]) -> Places | None:
    spans = {text: span for text in texts if (span := _span(text)) is not None}
    if len(spans) < len(texts) or sum(span.low < span.high for span in spans.values()) < FEWEST_RANGES:
        return None
    ordered = sorted(set(spans.values()))
    # Of two levels of one order one begins and ends later: "30-34" within "20-40" does not.
    if len(ordered) < FEWEST_RANGES or any(after.high < before.high for before, after in pairwise(ordered)):
        return None
    return {text: float(ordered.index(span)) for text, span in spans.items()}


def _span(text: str) -> Span | None:
    folded = fold(text)
    if (number := read_number(folded)) is not None:
        return Span(number, number)
    if match := _RANGE.fullmatch(folded):
        low, high = map(_value, match.groups())
        return Span(low, high) if low < high else None
    if match := _BELOW.fullmatch(folded):
        return Span(-math.inf, _value(match[1] or match[2]))
    if match := _ABOVE.fullmatch(folded):
        return Span(_value(match[1] or match[2]), math.inf)
    return None


def _value(digits: str) -> float:
    return float(digits.replace(",", "."))


def _of_grades(texts: Sequence[str]) -> Places | None:
    """Return the places of "Stage 1" or "Class II": one word before a number."""
    matches = [_GRADE.fullmatch(fold(text)) for text in texts]
    if len({match[1] if match else None for match in matches}) > 1:
        return None
    return _placed(texts, lambda text: _grade(fold(text)))


def _grade(folded: str) -> float | None:
    match = _GRADE.fullmatch(folded)
    if match is None:
        return None
    return float(match[2]) if match[2].isdecimal() else _ROMAN.get(match[2])


def _of_letters(texts: Sequence[str], places: dict[str, int]) -> Places | None:
    found = _placed(texts, lambda text: places.get(fold(text)))
    return found if found is not None and len(set(found.values())) >= FEWEST_LETTERS else None


def _placed(texts: Sequence[str], place: Callable[[str], float | None]) -> Places | None:
    found = {text: float(at) for text in texts if (at := place(text)) is not None}
    return found if len(found) == len(texts) and len(set(found.values())) > 1 else None
