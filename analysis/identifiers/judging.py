"""Whether a column points to a person: its header first, then what its texts look like."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from analysis.identifiers import kinds
from analysis.identifiers.contents import DETECTORS, varies_like_people
from analysis.identifiers.headers import is_of_things, kind_of_header, says_age
from analysis.identifiers.mentions import mentions
from analysis.identifiers.names import could_be_name
from analysis.identifiers.places import is_full_postcode
from analysis.identifiers.pseudonyms import is_pseudonym
from analysis.outcome_log.codebook import Field, load
from analysis.outcome_log.columns import TREATMENT_ID, recognise
from analysis.outcome_log.log import CLIENT
from analysis.outcome_log.values import read_number

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    import pandas as pd

    from analysis.identifiers.contents import Detector
    from analysis.identifiers.samples import Sample

AGE_BAND = "age_band"
OLDEST = 120
# The HIPAA Privacy Rule counts ages above this among the identifiers, 45 CFR 164.514(b)(2)(i)(C).
VERY_OLD = 89
# Enough to tell which field a column is.
RECOGNISED_TEXTS = 200
# What a header says holds unless fewer of its values could be that.
PLAUSIBLE_SHARE = 0.2
# Of a column that names a client, how many texts must be words for the client to be named by name.
WORDS_SHARE = 0.5


@dataclass(frozen=True, slots=True, eq=False)
class Verdict:
    """Why a column points to a person.

    Attributes
    ----------
    kind : str
    reason : str
    marks : ndarray of bool or None
        Where the column itself is needed and only some of its texts point to somebody: which of its categories.
    """

    kind: str
    reason: str
    marks: np.ndarray | None = None


def field_of(name: str, sample: Sample) -> Field | None:
    """Return the field of the codebook that column `name` is on its own.

    A date that only its values tell is none: dates of birth with two-digit years look like dates of treatment.
    """
    column = recognise({name: sample.first(RECOGNISED_TEXTS).as_texts()})[0]
    if column.field is None:
        return None
    field = load()[column.field]
    is_doubtful = column.confidence == "low" and (field.kind == "date" or kind_of_header(name) is not None)
    return None if is_doubtful else field


def judge(name: str, column: pd.Series, sample: Sample, field: Field | None) -> Verdict | None:
    """Return why column `name` points to a person; None where nothing says so.

    Parameters
    ----------
    name : str
    column : Series
        Its texts, as a categorical.
    sample : Sample
        What the column is judged by.
    field : Field or None
        The field it is.
    """
    if not sample.texts or all(map(is_pseudonym, sample.texts)):
        return None
    verdict = _by_age(name, sample, field) or _by_header(name, sample, field) or _by_content(name, sample, field)
    return verdict or _by_mention(column, field)


def is_id(field: Field | None) -> bool:
    """Tell whether a field holds ids, which pseudonyms can stand for."""
    return field is not None and field.name in {CLIENT, TREATMENT_ID}


# Header ----


def _by_header(name: str, sample: Sample, field: Field | None) -> Verdict | None:
    kind = kind_of_header(name)
    if kind is None or (field is not None and not is_id(field)):
        return None
    if sample.share(_PLAUSIBLE.get(kind, _says_something)) < PLAUSIBLE_SHARE:
        return None
    return Verdict(kind, "the header says so")


def _says_something(text: str) -> bool:
    """Tell whether a text is neither yes, no nor a number: "Photo" and "Notes" may only say that there are any."""
    return load().answer_of(text) is None and read_number(text) is None


def _has_digits(text: str) -> bool:
    return sum(map(str.isdigit, text)) >= 4 and load().answer_of(text) is None  # noqa: PLR2004 - the shortest postcodes


def _is_word(text: str) -> bool:
    return any(map(str.isalpha, text)) and load().answer_of(text) is None


_PLAUSIBLE = {
    kinds.NAME: _is_word,
    kinds.ADDRESS: _is_word,
    kinds.PHONE: _has_digits,
    kinds.BIRTH_DATE: _has_digits,
    kinds.NATIONAL_NUMBER: _has_digits,
    kinds.RECORD_NUMBER: lambda text: any(map(str.isdigit, text)) and load().answer_of(text) is None,
    kinds.ACCOUNT: _has_digits,
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
    if not says_age(name) and (field is None or field.name != AGE_BAND):
        return None
    ages = [exact_age(text) for text in sample.texts]
    exact = sample.rows_where(age is not None for age in ages)
    if not exact:
        return None
    over = sample.rows_where(age is not None and age > VERY_OLD for age in ages)
    reason = f"the header says so, and {_of(exact, sample)} values are exact ages"
    if not over:
        return Verdict(kinds.AGE, reason)
    return Verdict(kinds.AGE_OVER_89, f"{reason}, {over:,} of them over {VERY_OLD}")


# Content ----

# Measurements, counts and codes: too short to point to anybody, and most columns of a wide file.
_SHORT_NUMBERS = re.compile(r"(?:[-+]?\d{0,7}(?:[.,]\d+)?\s*%?(?:\n|$))+")


def _by_content(name: str, sample: Sample, field: Field | None) -> Verdict | None:
    if field is not None and field.name == CLIENT:
        words = sample.rows_where(_names_somebody(text) for text in sample.texts)
        if words >= WORDS_SHARE * sample.rows:
            return Verdict(kinds.NAME, f"{_of(words, sample)} values look like {kinds.PLURALS[kinds.NAME]}")
    if field is not None and field.kind not in {"text", "open category"}:
        return None
    if _SHORT_NUMBERS.fullmatch("\n".join(sample.texts)):
        return None
    for detector in DETECTORS:
        if not is_id(field) and _is_passed_over(detector, name, sample, field):
            continue
        if verdict := _found(detector, sample):
            return verdict
    return None


def _is_passed_over(detector: Detector, name: str, sample: Sample, field: Field | None) -> bool:
    return (
        (detector.beyond_fields and field is not None)
        or (detector.of_clients and is_of_things(name))
        or (detector.varies and not varies_like_people(sample))
    )


def _names_somebody(text: str) -> bool:
    """Tell whether a client is called by a name: words in small letters beside capitals, not a code such as "ABX"."""
    return could_be_name(text) and not (text.isupper() and " " not in text) and len(text) > 2  # noqa: PLR2004 - initials


def _found(detector: Detector, sample: Sample) -> Verdict | None:
    rows = sample.rows_where(detector.find(sample))
    if not rows or rows < detector.least_share * sample.rows:
        return None
    return Verdict(detector.kind, f"{_of(rows, sample)} values look like {kinds.PLURALS[detector.kind]}")


def _of(rows: int, sample: Sample) -> str:
    return f"all {rows:,}" if rows == sample.rows else f"{rows:,} of {sample.rows:,}"


# Single texts ----


def _by_mention(column: pd.Series, field: Field | None) -> Verdict | None:
    """Return what any text of a column mentions; a field of the codebook stays, without the texts that do."""
    texts: Sequence[str] = list(column.cat.categories)
    found = mentions(texts)
    if found is None:
        return None
    rows = int(found.marks[column.cat.codes.to_numpy()].sum())
    if not rows:
        return None
    reason = f"{rows:,} {'value mentions' if rows == 1 else 'values mention'} {found.what}"
    if field is None or is_id(field):
        return Verdict(found.kind, reason)
    return Verdict(found.kind, f"{reason}; only {'that one was' if rows == 1 else 'those were'} hidden", found.marks)
