"""Which columns that the codebook does not know are kept: plain factors and plain measurements.

No list of names knows all of them, and no list of forms all numbers that people have. What these have in common is
that a text of theirs stands in few rows: so a column is kept for what it plainly is, and not for what it is not known
to be.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from analysis.identifiers.handles import LEAST_HANDLES, is_handle
from analysis.identifiers.numbers import are_amounts
from analysis.outcome_log.code_lists import codes_in_cells
from analysis.outcome_log.codebook import fold, load
from analysis.outcome_log.log import MOST_LEVELS
from analysis.outcome_log.numbers import is_limit, read_number
from analysis.outcome_log.values import level_key
from analysis.outcome_log.visit_words import mentions_a_visit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analysis.identifiers.samples import Sample
    from analysis.outcome_log.column_texts import Texts

# Clients come a few times each; what stands in fewer rows for each of its texts could be theirs.
ROWS_A_LEVEL = 5
# In a file of fewer rows that would leave no factor of more than a few levels. A client comes two or three times in
# so short a time, so that three rows a level are still more than theirs; and names are not written in small letters,
# so that of words two rows are enough to tell a level from a remark.
SMALL_FILE, ROWS_A_LEVEL_OF_FEW, ROWS_A_WORD_OF_FEW = 40, 3, 2
# Texts typed once each beside a few levels are remarks, of whoever "other" was.
MOST_SEEN_ONCE = 0.5
# Answers, numbers and sizes; what else stands among them is an "n/a" or a slip.
PLAIN_SHARE = 0.8
# Numbers of so many digits each are those of cards and files: counts and sizes differ in length. With a 0 before them
# they are no numbers at all.
SHORTEST_NUMBER, SHORTEST_WITH_0 = 5, 4
# Hardly a count or size is as long, so that one number may have a digit more than another.
NEVER_A_SIZE, FEW_LENGTHS = 8, 2
# Those that a program gives out follow each other closely, as do instants in seconds: among those of people the
# largest is a few times the smallest.
LARGEST_STEP, NARROW = 10, 0.1
# However they are spelled, and however many codes a cell lists, no factor has as many texts.
MOST_SPELLINGS = 2_000
MOST_UNITS = 3

_CURRENCY = r"(?:[$£€¥₹₺₽₩฿]|EUR|USD|GBP|CHF|TL|kr\.?|Rs\.?|Rp\.?|zł|Kč|Ft|lei)"
_AMOUNT = r"[-+−]?(?:\d{1,3}(?:[.,'’]\d{3})+|\d{1,7})(?:[.,]\d+)?"
_UNIT = r"(?:[^\W\d_]{1,10}\.?|[%‰°\"']\s?[CF]?)"
# "120/80", "1.5 mm / 120 Hz", "2 h 15 min".
_SHORT = r"\d{1,3}(?:[.,]\d{1,3})?"
_PARTED = rf"{_SHORT}\s?{_UNIT}?(?:\s?[/x×]\s?{_SHORT}\s?{_UNIT}?){{1,2}}"
_SEVERAL = rf"{_PARTED}|{_SHORT}\s?{_UNIT}(?:\s?{_SHORT}\s?{_UNIT}){{1,2}}"
# A number with what it is a number of before or behind it.
_SIZE = re.compile(rf"(?:{_CURRENCY}\s?)?{_AMOUNT}\s?(?:{_CURRENCY}|{_UNIT})?|{_SEVERAL}", re.IGNORECASE)
_LETTERS = re.compile(r"[^\W\d_]+")
_INITIALS = re.compile(r"(?![IVX]+$)(?:[^\W\d_]\.?\s?){2,3}")
_NUMBERED = re.compile(r"(?:\D*\d){4}")


def why_not_plain(texts: Texts, sample: Sample) -> str | None:
    """Return why a column is neither plainly a factor nor plainly a measurement; None where it is one.

    Parameters
    ----------
    texts : Texts
        All of its texts, and how often each stands.
    sample : Sample
        Those by which it is judged.
    """
    if sample.reaches(PLAIN_SHARE, _is_answer):
        return None
    if sample.reaches(PLAIN_SHARE, _is_number) or _are_sizes(sample):
        return _why_no_measurement(sample, texts)
    return _why_no_factor(texts)


def _is_answer(text: str) -> bool:
    return load().answer_of(text) is not None


def _is_number(text: str) -> bool:
    return read_number(text) is not None or is_limit(text)


def _are_sizes(sample: Sample) -> bool:
    if are_amounts(sample):
        return True
    if not sample.reaches(PLAIN_SHARE, _SIZE.fullmatch):
        return False
    return len({tuple(map(str.casefold, _LETTERS.findall(text))) for text in sample.texts}) <= MOST_UNITS


def _why_no_measurement(sample: Sample, texts: Texts) -> str | None:
    """Return why numbers may be somebody's: they have as many digits, and lie anywhere among these."""
    whole = [text for text in sample.texts if text.isdecimal()]
    if sample.rows_where(map(str.isdecimal, sample.texts)) < PLAIN_SHARE * sample.rows:
        return None
    numbers = [int(text) for text in whole]
    lowest, highest = min(numbers), max(numbers)
    if highest - lowest <= max(LARGEST_STEP * len(numbers), NARROW * highest):
        return None
    lengths = {len(text) for text in whole}
    shortest = SHORTEST_WITH_0 if any(text.startswith("0") for text in whole) else SHORTEST_NUMBER
    # Counts of bacteria are as long, but of many lengths or round.
    are_long = min(lengths) >= NEVER_A_SIZE and len(lengths) <= FEW_LENGTHS and not _are_round(sample)
    is_one_length = len(lengths) == 1 and shortest <= min(lengths) < NEVER_A_SIZE
    if not (are_long or is_one_length) or _why_no_factor(texts) is None:
        return None
    return f"its numbers have {max(lengths)} digits, like those of people, cards and files"


def _are_round(sample: Sample) -> bool:
    """Tell whether half of the numbers or more are known to a hundred only, which of ids one in a hundred is."""
    return 2 * sample.rows_where(text.endswith("00") for text in sample.texts) >= sample.rows


def _why_no_factor(texts: Texts) -> str | None:
    if len(texts.filled) > MOST_SPELLINGS:
        return f"{len(texts.filled):,} different texts are too many for groups"
    missing = load().missing
    given = [
        (text, int(number))
        for text, number in zip(texts.texts, texts.counts, strict=True)
        # What became of a visit names nobody, however rarely it happened.
        if text.strip() and fold(text) not in missing and not mentions_a_visit(text)
    ]
    rows = sum(number for _, number in given)
    needed = _needed([text for text, _ in given], int(texts.counts.sum()))
    return None if not rows or _are_lists(given, needed, rows) else _why_no_groups(given, needed, rows)


def _why_no_groups(given: Sequence[tuple[str, int]], needed: int, rows: int) -> str | None:
    """Return why texts and the number of their rows are no levels; however a level is spelled, it is one."""
    levels = Counter[str]()
    for text, number in given:
        levels[level_key(text)] += number
    if len(levels) * needed > rows:
        each = f"{rows / len(levels):.1f}".removesuffix(".0")
        return f"each of its texts stands in {each} {'row' if each == '1' else 'rows'} on average, too few for a group"
    if len(levels) > MOST_LEVELS:
        return f"{len(levels):,} different texts are too many for groups"
    once = sum(number == 1 for number in levels.values())
    return f"{once} of its {len(levels)} texts occur in one row only" if once > MOST_SEEN_ONCE * len(levels) else None


def _are_lists(given: Sequence[tuple[str, int]], needed: int, rows: int) -> bool:
    """Tell whether cells list several codes of a factor."""
    codes = codes_in_cells(*zip(*given, strict=True))
    return codes is not None and len(codes) * needed <= rows


def _needed(texts: Sequence[str], rows: int) -> int:
    """Return in how many rows the texts of a factor stand on average, in a file of so many rows."""
    plain = [text.strip() for text in texts]
    if rows >= SMALL_FILE or any(map(_NUMBERED.search, plain)) or all(map(_are_initials, plain)):
        return ROWS_A_LEVEL
    if sum(map(is_handle, plain)) >= LEAST_HANDLES * len(plain):
        return ROWS_A_LEVEL
    # In a script without capitals no letter is small.
    are_words = 2 * sum(text[:1].islower() or text[:1].isdecimal() for text in plain) >= len(plain)
    return ROWS_A_WORD_OF_FEW if are_words else ROWS_A_LEVEL_OF_FEW


def _are_initials(text: str) -> bool:
    """Tell whether two or three letters stand for a name: capitals, or with points in a script that has none."""
    return _INITIALS.fullmatch(text) is not None and (text.isupper() or "." in text)
