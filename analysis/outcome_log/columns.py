"""What one column of a file can be, by its header and its values, and how sure that is."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cache, cached_property
from typing import TYPE_CHECKING, Literal

import numpy as np

from analysis.files.cores import on_cores
from analysis.outcome_log.bookkeeping import is_bookkeeping
from analysis.outcome_log.codebook import NO, YES, Codebook, Field, fold, load
from analysis.outcome_log.column_texts import JUDGED_TEXTS, Texts, distinct_texts
from analysis.outcome_log.date_columns import calendar_of, date_order
from analysis.outcome_log.dates import has_digit
from analysis.outcome_log.header_spellings import key_of, known_headers, spelled_nearly_like
from analysis.outcome_log.headers import HeaderMeaning, field_of_header, is_other_by_sign, names_more, read_header
from analysis.outcome_log.log import CLIENT, CLINIC, DATE, GRADE, OUTCOME, SEVERITY
from analysis.outcome_log.no_factors import why_no_factor
from analysis.outcome_log.numbers import is_limit
from analysis.outcome_log.questions_in_headers import asks_about
from analysis.outcome_log.reading import NOT_UNDERSTOOD
from analysis.outcome_log.value_kinds import KindFound, kind_of_values
from analysis.outcome_log.values import read_values, why_no_values
from analysis.outcome_log.words_of_headers import HEADER_WORDS, is_planned, plain_words

if TYPE_CHECKING:
    from analysis.files.text_table import TextTable

Confidence = Literal["high", "medium", "low", "chosen"]
Meaning = Literal["field", "extra factor", "left out"]

TREATMENT_ID = "treatment_id"
# What tells one treatment from another: a table of counts has none of these.
INDIVIDUAL = frozenset({TREATMENT_ID, CLIENT, DATE})
EXTRA_FACTOR, LEAVE_OUT = "extra factor", "leave out"

_BIRTH = re.compile(r"birth|\bd\.?o\.?b\b", re.IGNORECASE)
SURE_CONTENT = 0.9
LIKELY_CONTENT = 0.5
# More than half of a field's levels must occur: one word alone, or I to III, may stand for anything.
LEAST_OWN_LEVELS = 0.5


@dataclass(frozen=True)
class Column:
    """What one column of a file was taken for.

    `field` names the codebook field; it is None for an extra factor and for a column that was left out, and `reason`
    says why. `is_turned` tells that the header denies, as “No breakout” does, so that yes means no and no means yes.
    `kind` is what the values of an extra factor are.
    """

    name: str
    meaning: Meaning
    field: str | None
    confidence: Confidence | None
    reason: str
    is_turned: bool = False
    kind: KindFound | None = None


@dataclass(frozen=True, eq=False)
class Clues:
    """What one column of a file can be, whatever else stands in the file and whatever is chosen for it.

    The screen for identifiers and the recognition of all columns together both go by it, so that it is worked out once.
    """

    name: str
    texts: Texts

    @cached_property
    def guesses(self) -> tuple[_Guess, ...]:
        """The fields that the header names or nearly names and that the content does not speak against."""
        return () if self.bookkeeping else tuple(_guesses(self.name, self.texts, load()))

    def looks_like(self, field: Field) -> bool:
        """Tell whether the content looks like a field, one of those that content tells."""
        if field.name not in self._looks:
            self._looks[field.name] = self._has_content_of(field)
        return self._looks[field.name]

    def _has_content_of(self, field: Field) -> bool:
        if field.name == DATE:
            return _are_days(field, self.texts)
        return not _own_words()[field.name].isdisjoint(self._folded) and _has_words_of(field, self.texts)

    @cached_property
    def _looks(self) -> dict[str, bool]:
        return {}

    @cached_property
    def _folded(self) -> frozenset[str]:
        return frozenset(map(fold, self.texts.filled[:JUDGED_TEXTS]))

    @cached_property
    def bookkeeping(self) -> str | None:
        """What a program notes in it for itself; None where it is no such column."""
        return is_bookkeeping(self.name, self.texts.filled)

    @cached_property
    def kind(self) -> KindFound:
        """What its values are where it is a factor of its own."""
        return kind_of_values(self.name, self.texts)

    @cached_property
    def refusal(self) -> str | None:
        """Why it cannot be a factor of its own; None where it can."""
        return self.refusal_as(self.kind)

    def refusal_as(self, kind: KindFound) -> str | None:
        """Return why it cannot be a factor of its own whose values are of that kind; None where it can."""
        if _BIRTH.search(self.name):
            return "a birth date is personal data"
        why = why_no_factor(self.texts, kind)
        named = field_of_header(self.name)
        if why is None or named is None or not self.texts.filled or load()[named].kind not in {"date", "number"}:
            return why
        return why_no_values(load()[named], self.texts.filled)


def clues_in(table: TextTable) -> dict[str, Clues]:
    """Return what each column of a table can be, in the order of the file."""
    names = table.frame.columns
    texts = on_cores(lambda name: distinct_texts(table, name), names, len(table.frame))
    return {name: Clues(name, each) for name, each in zip(names, texts, strict=True)}


@dataclass(frozen=True)
class _Guess:
    column: str
    field: str
    exact: bool
    confidence: Confidence
    reason: str
    group: str = ""
    is_blank: bool = False
    is_turned: bool = False

    @property
    def rank(self) -> tuple[bool, bool, int, bool, bool]:
        # A column of the name that holds nothing does not keep out another that does, nor does one that is called in
        # other words: beside "Persistent redness", "Redness" is the redness of the first day.
        in_order = ("high", "medium", "low").index(self.confidence)
        return self.is_blank, not self.exact, in_order, bool(self.group), not self._has_its_name

    @property
    def _has_its_name(self) -> bool:
        field = load()[self.field]
        return key_of(self.column) in {key_of(field.name), key_of(field.title)}

    def as_column(self) -> Column:
        return Column(self.column, "field", self.field, self.confidence, self.reason, self.is_turned)


def _guesses(name: str, texts: Texts, codebook: Codebook) -> list[_Guess]:
    """Return the fields that a header names; what it says beyond a field's name makes a column of its own."""
    header = read_header(name)
    if header is not None:
        is_denied = header.field == OUTCOME and header.denies
        return _exact_guesses(name, texts, header, codebook) if header.names_field or is_denied else []
    key = key_of(name)
    if key.isdigit():
        return []
    for close in spelled_nearly_like(key):
        field = known_headers()[close]
        if (
            not is_other_by_sign(key, close)
            and not names_more(name, close)
            and not (codebook[field].role == "follow-up" and is_planned(name))
            and share_of_values(codebook[field], texts) >= SURE_CONTENT
        ):
            reason = f"the header is spelled nearly like “{close}” and the values fit"
            return [_Guess(name, field, exact=False, confidence="low", reason=reason)]
    asked = asks_about(name)
    if asked is not None and asked != OUTCOME and texts.filled and _fits_by_itself(codebook[asked], texts):
        reason = f"the header asks about {codebook[asked].title.lower()} and the values fit"
        return [_Guess(name, asked, exact=False, confidence="low", reason=reason)]
    return []


def _names_body_areas(field: Field, texts: Texts) -> bool:
    """Tell whether places are parts of the body: “Location” = face is no clinic."""
    words = {word for text in texts.filled[:JUDGED_TEXTS] for word in plain_words(text)}
    return field.name == CLINIC and bool(words) and words <= HEADER_WORDS["bodyAreas"]


def _grades_breakouts(field: Field, texts: Texts) -> bool:
    """Tell whether a column called “Grade” holds mild and severe: no practitioner is."""
    severity = load()[SEVERITY]
    words = [text for text in texts.filled[:JUDGED_TEXTS] if not severity.is_missing(text)]
    are_levels = all(severity.level_of(text) is not None and not has_digit(text) for text in words)
    return field.name == GRADE and bool(words) and are_levels


def _fits_by_itself(field: Field, texts: Texts) -> bool:
    """Tell whether a column that only asks about a field holds what the field holds."""
    takes_any_text = field.kind in {"text", "open category"}
    return not takes_any_text and share_of_values(field, texts) >= SURE_CONTENT


def _exact_guesses(name: str, texts: Texts, header: HeaderMeaning, codebook: Codebook) -> list[_Guess]:
    field = codebook[header.field]
    if _says_only_yes_or_no(field, texts) or _names_body_areas(field, texts):
        return []
    if _grades_breakouts(field, texts):
        reason = "the values are grades of severity, and no practitioner's"
        return [_Guess(name, SEVERITY, exact=False, confidence="low", reason=reason)]
    fits = share_of_values(codebook[header.field], texts)
    if fits >= SURE_CONTENT:
        confidence: Confidence = "high"
        reason = "header and values fit"
    elif fits >= _enough(header.field, key_of(name)) or header.field == OUTCOME or _are_days_in_words(header, texts):
        confidence = "medium"
        reason = f"the header fits, and {fits:.0%} of the different values fit"
    else:
        return []
    if header.is_negated:
        reason = "the header asks for no breakout: yes means no breakout, no means a breakout"
    return [
        _Guess(
            name,
            header.field,
            exact=True,
            confidence=confidence,
            reason=reason,
            group=header.group or header.detail,
            is_blank=not texts.filled,
            is_turned=header.is_negated,
        )
    ]


def _says_only_yes_or_no(field: Field, texts: Texts) -> bool:
    """Tell whether a column says yes or no of what a field tells in more detail: “Acne history” = yes.

    It is a factor of its own then: as the field, each yes would be left blank.
    """
    known = [text for text in texts.filled[:JUDGED_TEXTS] if not field.is_missing(text)]
    if field.unit == "%" and {load().answer_of(text) for text in known} == {YES, NO}:
        # 1 and 0, which are no 1% and 0%.
        return True
    if field.role != "factor" or field.kind not in {"category", "ordered"}:
        return False
    answers = {text: field.level_of(text) for text in known}
    others = [text for text, level in answers.items() if level is None]
    named = {level for level in answers.values() if level is not None}
    return bool(others) and len(named) <= 1 and all(load().answer_of(text) == YES for text in others)


def _are_days_in_words(header: HeaderMeaning, texts: Texts) -> bool:
    """Tell whether a column plainly called a day of the breakout says it in other words: "1-2 days", "day 3".

    What is not understood of it is left blank, and reported: a course that is known only afterwards makes no factor.
    """
    field = load()[header.field]
    with_digits = sum(map(has_digit, texts.filled))
    return field.role == "course" and field.kind == "number" and header.is_plain and 2 * with_digits > len(texts.filled)


def _are_days(field: Field, texts: Texts) -> bool:
    filled = texts.filled[:JUDGED_TEXTS]
    return bool(filled) and not any(map(str.isdigit, filled)) and share_of_values(field, texts) >= SURE_CONTENT


def _has_words_of(field: Field, texts: Texts) -> bool:
    filled = texts.filled[:JUDGED_TEXTS]
    own = {field.level_of(text) for text in filled if fold(text) in _own_words()[field.name]}
    return len(own) > LEAST_OWN_LEVELS * len(field.levels) and share_of_values(field, texts) >= SURE_CONTENT


@cache
def _own_words() -> dict[str, frozenset[str]]:
    """Return for each field the texts that name a level of it and of no other field, plain answers aside."""
    codebook = load()
    fields = [field for field in codebook.fields if field.levels and field.kind != "yes/no"]
    meant = Counter(word for field in fields for word in field.synonyms)
    return {
        field.name: frozenset(
            word
            for word in field.synonyms.keys() - codebook.missing
            if meant[word] == 1 and codebook.answer_of(word) is None and not word.isdigit()
        )
        for field in fields
    }


def _enough(field: str, key: str) -> float:
    """Return how well values must fit a header: an "id" that repeats is rather a client's, whose rows all count."""
    return SURE_CONTENT if field == TREATMENT_ID and key != key_of(TREATMENT_ID) else LIKELY_CONTENT


def share_of_values(field: Field, texts: Texts) -> float:
    """Return the share of distinct filled texts that `field` understands."""
    filled = texts.filled[:JUDGED_TEXTS]
    if not filled:
        return 1.0
    if field.name == TREATMENT_ID:
        return len(texts.filled) / texts.filled_rows
    order = date_order(filled) if field.kind == "date" else None
    # Dates that fit both orders are dates all the same; which order it is, is asked later.
    assumed = order if order in {"day first", "month first", "year first"} else "day first"
    # So are those of another calendar; whether they are converted is asked, too.
    calendar = calendar_of(filled) if field.kind == "date" else None
    are_values = read_values(field, filled, assumed, calendar=calendar).codes != NOT_UNDERSTOOD
    if field.kind == "number" and are_values.any():
        # Limits alone are the ends of ranges: "<12", "12-24", ">24".
        are_values |= np.array([is_limit(text) for text in filled], dtype=bool)
    return float(np.mean(are_values))
