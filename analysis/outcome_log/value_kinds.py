"""What the values of a clinic's own column are: numbers that measure, groups in an order, or names.

Numbers are not always a measure: staff and rooms are numbered, too. The header decides where it can, then the values;
where neither does, the likeliest kind is taken and the doubt is named. The outcome decides only where the rates of
many numbers follow no order at all (`importing/code_rates.py`): to choose a test by its result would be unfair.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from importlib import resources
from typing import TYPE_CHECKING, Literal

from analysis.outcome_log.answers import answers_of_pair
from analysis.outcome_log.codebook import fold, load
from analysis.outcome_log.log import MOST_LEVELS
from analysis.outcome_log.numbers import is_limit, read_number, read_quantity
from analysis.outcome_log.value_order import are_ranges, order_in, order_of_numbers

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analysis.outcome_log.column_texts import Texts

ValueKind = Literal["number", "ordered", "names"]
KINDS: tuple[ValueKind, ...] = ("number", "ordered", "names")

# So few different whole numbers are grades or codes rather than a measure.
MOST_GRADES = 10
_LAST_OF_CODES = frozenset({"id", "ids", "code", "codes"})
# A pair has no order that a test could use.
FEWEST_GRADES = 3
# Numbers of which each stands in so few rows on average are a measure, and no codes.
ROWS_A_CODE = 5

_CHOSEN = "chosen by you"
_CODED = "the header names a code"
_RATES = "the rates of these numbers follow no order"

_WORDS = re.compile(r"[^\W\d_]+")
_CAMEL = re.compile(r"(?<=[a-zà-ÿ])(?=[A-ZÀ-Ý])")
_WORDS_OF_KINDS: dict[str, frozenset[str]] = {
    name: frozenset(words)
    for name, words in json.loads(
        resources.files(__package__).joinpath("kind_words.json").read_text(encoding="utf-8")
    ).items()
}
# "Raumnummer", "staffno".
_NUMBERED = re.compile(r"(\w+?)(?:id|no|nr|num|number|nummer|code|kode)")
_NUMBER_OF = re.compile(r"\b(?:no|nr|num|number|n|count|amount|how many)\b\.?\s*(?:of\b|#)|\bhow (?:many|much|often)\b")


@dataclass(frozen=True)
class KindFound:
    """What the values of a column are taken for.

    Attributes
    ----------
    kind : {"number", "ordered", "names"}
    because : str
        Why, in a few words; "" where nobody would take them for anything else.
    is_doubtful : bool
        Whether neither header nor values decide.
    """

    kind: ValueKind
    because: str = ""
    is_doubtful: bool = False

    @property
    def is_chosen(self) -> bool:
        """Whether the manager chose so."""
        return self.because == _CHOSEN


def kind_of_values(header: str, texts: Texts, chosen: ValueKind | None = None) -> KindFound:
    """Return what the values of a column outside the codebook are.

    Parameters
    ----------
    header : str
    texts : Texts
    chosen : {"number", "ordered", "names"}, optional
        What the manager chose; it holds wherever the values allow it.
    """
    if chosen is not None and can_be(texts, chosen):
        return KindFound(chosen, _CHOSEN)
    if not texts.filled:
        return KindFound("names")
    numbers = texts.numbers
    if numbers is not None and len(numbers) > MOST_GRADES:
        return _of_many(header, texts, numbers)
    known = known_texts(texts.filled)
    if answers_of_pair(texts.filled) is not None or _are_answers(known):
        return KindFound("names")
    if numbers is None or any(map(is_limit, known)):
        return _of_words(known)
    return _of_few(header, known, numbers)


def without_order_in_rates() -> KindFound:
    """Return that numbers are taken for names because of their rates."""
    return KindFound("names", _RATES, is_doubtful=True)


def can_be(texts: Texts, kind: ValueKind) -> bool:
    """Tell whether the values of a column allow a kind: a number needs two numbers, an order levels that have one."""
    if kind == "names":
        return True
    if kind == "ordered":
        return places_of(texts) is not None
    known = known_texts(texts.filled)
    return len({number for text in known if (number := read_number(text)) is not None}) > 1


def places_of(texts: Texts) -> dict[str, float] | None:
    """Return the place of each known text in the order of all of them; None where they have none."""
    known = known_texts(texts.filled)
    return order_of_numbers(known) or order_in(known)


def known_texts(filled: Sequence[str]) -> tuple[str, ...]:
    """Return the texts that say more than that a value is not known."""
    is_missing = load().is_missing
    return tuple(text for text in filled if not is_missing(text))


def _are_answers(known: Sequence[str]) -> bool:
    return {load().answer_of(text) for text in known} == {"yes", "no"}


def _of_words(known: Sequence[str]) -> KindFound:
    if order_in(known) is None:
        return KindFound("names")
    return KindFound("ordered", "the values are ranges" if are_ranges(known) else "the values are steps of a scale")


def _of_few(header: str, known: Sequence[str], numbers: frozenset[float]) -> KindFound:
    """Return what a few different numbers are."""
    if len(numbers) < FEWEST_GRADES:
        return KindFound("names")
    if _measure_by_themselves(known, numbers):
        return KindFound("number")
    kind = _kind_by_header(header)
    if kind == "code":
        return KindFound("names", _CODED)
    if kind == "class":
        return KindFound("names", "the header names groups", is_doubtful=True)
    if kind is None:
        return KindFound("ordered", "a few whole numbers, and the header does not name them", is_doubtful=True)
    return KindFound("ordered", "the header names a scale or a count")


def _of_many(header: str, texts: Texts, numbers: frozenset[float]) -> KindFound:
    """Return what many different numbers are."""
    if _measure_by_themselves(texts.filled, numbers):
        return KindFound("number")
    kind = _kind_by_header(header)
    if kind == "code":
        return KindFound("names", _CODED)
    if kind == "scale or measure":
        return KindFound("number")
    could_be_codes = len(numbers) <= MOST_LEVELS and texts.filled_rows >= ROWS_A_CODE * len(numbers)
    if not could_be_codes or min(numbers) < 0:
        return KindFound("number")
    if kind == "class":
        return KindFound("names", "the header names groups", is_doubtful=True)
    return KindFound("number", "whole numbers, and the header does not name them", is_doubtful=True)


def _measure_by_themselves(texts: Sequence[str], numbers: frozenset[float]) -> bool:
    """Tell whether numbers have fractions or units, as no code has."""
    if not all(number.is_integer() for number in numbers):
        return True
    return any(
        (quantity := read_quantity(text)) is not None and quantity.unit
        for text in texts
        if not text.strip()[-1:].isdecimal()
    )


def _kind_by_header(header: str) -> Literal["code", "class", "scale or measure"] | None:
    """Return what a header says its numbers are.

    What is measured comes before whose it is: the age of a device is no code. A number or code at the end comes before
    that, but visits and the like are numbered in their order.
    """
    folded = fold(_CAMEL.sub(" ", header))
    words = _WORDS.findall(folded.replace("#", " number "))
    if _NUMBER_OF.search(folded):
        return "scale or measure"
    last = words[-1] if words else ""
    if last not in _LAST_OF_CODES and (_has("scales", words) or _has("measures", words) or "%" in folded):
        return "scale or measure"
    is_thing = _has("things", words) or any(map(_is_numbered_thing, words))
    if is_thing or last in _WORDS_OF_KINDS["numbers"]:
        return "code"
    if words and (words[0] == "n" or words[0] in _WORDS_OF_KINDS["numbers"]):
        return "scale or measure"
    return "class" if _has("classes", words) else None


def _has(what: str, words: Sequence[str]) -> bool:
    return not _WORDS_OF_KINDS[what].isdisjoint(words)


def _is_numbered_thing(word: str) -> bool:
    match = _NUMBERED.fullmatch(word)
    return match is not None and (match[1] in _WORDS_OF_KINDS["things"] or word.endswith("nummer"))
