"""Whether a column points to a person: its header first, then what its texts look like."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from analysis.files.many_texts import texts_in
from analysis.identifiers import kinds
from analysis.identifiers.codes import initials_with_dates, not_plain
from analysis.identifiers.contents import DETECTORS, Detector, are_levels, varies_like_people
from analysis.identifiers.factors import ROWS_A_LEVEL_OF_FEW, why_not_plain
from analysis.identifiers.handles import is_handle
from analysis.identifiers.headers import (
    is_of_lots,
    is_of_staff,
    is_of_things,
    kind_of_header,
    names_age,
    names_doer,
    names_person,
)
from analysis.identifiers.mentions import mentions
from analysis.identifiers.names import are_people, could_be_staff, people
from analysis.identifiers.places import is_full_postcode
from analysis.identifiers.pseudonyms import is_pseudonym
from analysis.outcome_log.bookkeeping import is_bookkeeping
from analysis.outcome_log.codebook import Field, fold, load
from analysis.outcome_log.columns import TREATMENT_ID
from analysis.outcome_log.header_spellings import field_called
from analysis.outcome_log.log import CLIENT, DATE
from analysis.outcome_log.numbers import read_number
from analysis.outcome_log.recognising import recognised_alone
from analysis.outcome_log.values import are_codes_of_ages

if TYPE_CHECKING:
    import pandas as pd

    from analysis.identifiers.samples import Sample
    from analysis.outcome_log.columns import Clues

AGE_BAND = "age_band"
PRACTITIONER = "practitioner"
OLDEST = 120
# The HIPAA Privacy Rule counts ages above this among the identifiers, 45 CFR 164.514(b)(2)(i)(C).
VERY_OLD = 89
# What a header says holds unless fewer of its values could be that.
PLAUSIBLE_SHARE = 0.2
# No clinic has more people who treat.
MOST_STAFF = 50


@dataclass(frozen=True, eq=False)
class Verdict:
    """Why a column points to a person.

    Attributes
    ----------
    kind : str
    reason : str
    marks : ndarray of bool or None
        Where the column itself is needed and only some of its texts point to somebody: which of its categories. Ids
        are judged text by text, so that the same id is the same client in every file.
    """

    kind: str
    reason: str
    marks: np.ndarray | None = None


def field_of(clues: Clues) -> Field | None:
    """Return the field of the codebook that a column is on its own.

    A date that only its values tell is none: dates of birth with two-digit years look like dates of treatment.
    """
    column = recognised_alone(clues)
    if column is None or column.field is None:
        # Ids of treatments that repeat tell no treatments apart, but may name somebody all the same.
        field = load()[named] if (named := field_called(clues.name)) is not None else None
        return field if is_id(field) and not clues.looks_like(load()[DATE]) else None
    field = load()[column.field]
    is_doubtful = column.confidence == "low" and (field.kind == "date" or kind_of_header(clues.name) is not None)
    return None if is_doubtful else field


def judge(clues: Clues, column: pd.Series, sample: Sample, field: Field | None) -> Verdict | None:
    """Return why a column points to a person, or may; None where nothing says so.

    Parameters
    ----------
    clues : Clues
    column : Series
        Its texts, as a categorical.
    sample : Sample
        What the column is judged by.
    field : Field or None
        The field it is.
    """
    if not sample.texts or all(map(is_pseudonym, sample.texts)):
        return None
    name = clues.name
    verdict = _by_age(name, sample, field) or _by_header(name, sample, field) or _by_content(name, sample, field)
    verdict = verdict or _by_mention(column, field)
    if verdict is not None:
        return verdict
    if is_id(field):
        return _by_code(column, sample)
    return _by_staff(name, sample, field) or (_by_doubt(clues, sample) if field is None else None)


def is_id(field: Field | None) -> bool:
    """Tell whether a field holds ids, which pseudonyms can stand for."""
    return field is not None and field.name in {CLIENT, TREATMENT_ID}


def _by_doubt(clues: Clues, sample: Sample) -> Verdict | None:
    """Return why a column that the codebook does not know may point to a person; None where it is plain."""
    if is_of_lots(clues.name) or sample.are_moments or is_bookkeeping(clues.name, sample.texts) or clues.guesses:
        return None
    if why := why_not_plain(clues.texts, sample):
        return Verdict(kinds.UNCLEAR, why)
    if not is_of_things(clues.name) and are_people(sample):
        return Verdict(kinds.NAME, f"{_of(sample.rows, sample.rows)} values look like names")
    return None


def _by_staff(name: str, sample: Sample, field: Field | None) -> Verdict | None:
    """Return that a column names the staff: a factor like others, but people all the same."""
    if field is not None:
        is_of_them = field.name == PRACTITIONER
    else:
        is_of_them = is_of_staff(name) or (names_doer(name) and are_people(sample))
    if (
        not is_of_them
        or names_person(name)
        or not sample.reaches(PLAUSIBLE_SHARE, _is_word)
        or not could_be_staff(sample)
    ):
        return None
    if field is None and (len(sample.texts) > MOST_STAFF or sample.rows < ROWS_A_LEVEL_OF_FEW * len(sample.texts)):
        return None
    return Verdict(kinds.STAFF, "the header names staff, and the values look like names or initials")


# Header ----


def _by_header(name: str, sample: Sample, field: Field | None) -> Verdict | None:
    kind = kind_of_header(name)
    if kind is None or (field is not None and not is_id(field)):
        return None
    if not sample.reaches(PLAUSIBLE_SHARE, _PLAUSIBLE.get(kind, _is_more_than_yes_no)):
        return None
    if kind != kinds.NAME and is_bookkeeping(name, sample.texts):
        return None
    # "Phone call date", "Date of photo", "Note: mild".
    if (kind in _NEVER_MOMENTS and sample.are_moments) or (kind == kinds.FREE_TEXT and are_levels(sample)):
        return None
    return Verdict(kind, "by its header")


def _is_more_than_yes_no(text: str) -> bool:
    """Tell whether a text is neither yes, no nor a number: "Photo" and "Notes" may only say that there are any."""
    return load().answer_of(text) is None and read_number(text) is None


def _has_digits(text: str) -> bool:
    return sum(map(str.isdigit, text)) >= 4 and load().answer_of(text) is None  # noqa: PLR2004 - the shortest postcodes


def _has_digit(text: str) -> bool:
    return any(map(str.isdigit, text)) and load().answer_of(text) is None


def _could_be_email(text: str) -> bool:
    return "@" in text or "(at)" in text.casefold() or _DOMAIN.search(text) is not None


def _is_word(text: str) -> bool:
    return any(map(str.isalpha, text)) and load().answer_of(text) is None


# What has another form: a day in such a column says when, not who.
_NEVER_MOMENTS = frozenset({
    kinds.EMAIL, kinds.PHONE, kinds.PHOTO, kinds.FREE_TEXT, kinds.NAME, kinds.ADDRESS, kinds.WEB_ADDRESS, kinds.HANDLE,
    kinds.IP_ADDRESS, kinds.PLATE, kinds.COORDINATES, kinds.ACCOUNT,
})  # fmt: skip
_DOMAIN = re.compile(r"\w\.[a-z]{2,}", re.IGNORECASE)
_PLAUSIBLE = {
    kinds.EMAIL: _could_be_email,
    kinds.NAME: _is_word,
    kinds.ADDRESS: _is_word,
    kinds.HANDLE: is_handle,
    kinds.PHONE: _has_digits,
    kinds.BIRTH_DATE: _has_digits,
    kinds.NATIONAL_NUMBER: _has_digits,
    kinds.RECORD_NUMBER: _has_digit,
    kinds.ACCOUNT: _has_digits,
    kinds.PLATE: _has_digit,
    kinds.COORDINATES: lambda text: any(map(str.isdigit, text)) and any(sign in text for sign in ".,°"),
    kinds.IP_ADDRESS: _has_digits,
    # "SW1A" and "104" are districts; "10437" and everything longer is a place of few people.
    kinds.POSTCODE: lambda text: _has_digits(text) or is_full_postcode(text),
}


# Age ----

_BAND = re.compile(r"\D*\d{1,3}\s*(?:[-–—]|to|bis|a|à|\+|plus|and|or)\D*(?:\d{1,3})?\D*|[<>≤≥].*", re.IGNORECASE)


def exact_age(text: str) -> float | None:
    """Return the age that `text` gives to the year or closer; None where it gives none."""
    age = read_number(text)
    return age if age is not None and 0 <= age <= OLDEST else None


def may_hide_age(text: str) -> bool:
    """Tell whether a text of a column of ages has a number in it that is not the band of one."""
    return any(map(str.isdigit, text)) and _BAND.fullmatch(text) is None


def _by_age(name: str, sample: Sample, field: Field | None) -> Verdict | None:
    if not names_age(name) and (field is None or field.name != AGE_BAND):
        return None
    if are_codes_of_ages(sample.texts):
        return None
    ages = [exact_age(text) for text in sample.texts]
    exact = sample.rows_where(age is not None for age in ages)
    if not exact:
        return None
    over = sample.rows_where(age is not None and age > VERY_OLD for age in ages)
    reason = f"by its header, and {_of(exact, sample.rows)} values are exact ages"
    if not over:
        return Verdict(kinds.AGE, reason)
    return Verdict(kinds.AGE_OVER_89, f"{reason}, {over:,} of them over {VERY_OLD}")


# Content ----

# Measurements, counts and codes: too short to point to anybody, and most columns of a wide file.
_SHORT_NUMBERS = re.compile(r"(?:[-+]?\d{0,7}(?:[.,]\d+)?\s*%?(?:\n|$))+")


def _by_content(name: str, sample: Sample, field: Field | None) -> Verdict | None:
    if field is not None and field.kind not in {"text", "open category"}:
        return None
    if not is_id(field) and _SHORT_NUMBERS.fullmatch("\n".join(sample.texts)):
        return None
    if not is_id(field) and sample.are_moments:
        return _found(_BIRTHS, sample) if field is None and not is_of_things(name) else None
    if field is None and names_person(name) and (verdict := _found(_PEOPLE, sample)):
        return verdict
    for detector in DETECTORS:
        if _is_passed_over(detector, name, sample, field):
            continue
        if verdict := _found(detector, sample):
            return verdict
    return None


def _is_passed_over(detector: Detector, name: str, sample: Sample, field: Field | None) -> bool:
    if is_id(field):
        return not detector.in_ids
    return (
        (detector.beyond_fields and field is not None)
        or (detector.of_clients and is_of_things(name))
        or (detector.beyond_lots and is_of_lots(name))
        or (detector.varies and not varies_like_people(sample))
    )


_BIRTHS = next(detector for detector in DETECTORS if detector.kind == kinds.BIRTH_DATE)
_PEOPLE = Detector(kinds.NAME, people)


def _found(detector: Detector, sample: Sample) -> Verdict | None:
    rows = sample.rows_where(detector.find(sample))
    if not rows or rows < detector.least_share * sample.rows:
        return None
    return Verdict(detector.kind, f"{_of(rows, sample.rows)} values look like {kinds.PLURALS[detector.kind]}")


def _of(rows: int, total: int) -> str:
    return f"all {rows:,}" if rows == total else f"{rows:,} of {total:,}"


# Ids ----


def _by_code(column: pd.Series, sample: Sample) -> Verdict | None:
    """Return why ids are no plain codes: all of them where they hold dates of birth, else those that hold words."""
    dated = sample.rows_where(initials_with_dates(sample))
    if dated:
        return Verdict(kinds.BIRTH_DATE, f"{_of(dated, sample.rows)} values look like initials with a date")
    texts = texts_in(column.array.categories)
    marks = not_plain(texts, sample)
    if not marks.any():
        return None
    rows = np.bincount(column.array.codes, minlength=len(texts))
    missing = load().missing
    is_filled = np.fromiter((fold(text) not in missing for text in texts), dtype=bool, count=len(texts))
    named, filled = int(rows[marks & is_filled].sum()), int(rows[is_filled].sum())
    if not named:
        return None
    values = "value" if filled == 1 else "values"
    reason = f"{_of(named, filled)} {values} {'contains' if named == 1 else 'contain'} a name, initials or other words"
    if named == filled:
        return Verdict(kinds.NAME, reason)
    return Verdict(kinds.NAME, f"{reason}; the others are plain codes and are kept", marks & is_filled)


# Single texts ----


def _by_mention(column: pd.Series, field: Field | None) -> Verdict | None:
    """Return what any text of a column mentions; a field of the codebook stays, without the texts that do."""
    texts = texts_in(column.array.categories)
    found = mentions(texts)
    if found is None:
        return None
    rows = int(found.marks[column.array.codes].sum())
    if not rows:
        return None
    reason = f"{rows:,} {'value mentions' if rows == 1 else 'values mention'} {found.what}"
    if field is None or is_id(field):
        return Verdict(found.kind, reason)
    return Verdict(
        found.kind, f"{reason}; only {'that value was' if rows == 1 else 'those values were'} hidden", found.marks
    )
