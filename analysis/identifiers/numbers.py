"""Numbers that belong to one person: those with check digits, and phone numbers.

python-stdnum knows the check digits of national numbers and phonenumberslite the numbering plan of every country: a
million bytes each, kept up by others, in the place of rules that would be wrong in the first country not thought of.
Presidio was looked at and left: its language models weigh hundreds of megabytes, read prose rather than columns, and
need the same two libraries' rules for numbers.
"""

from __future__ import annotations

import re
from functools import cache, partial
from importlib import import_module
from typing import TYPE_CHECKING, Any

import phonenumbers
from stdnum import iban

from analysis.identifiers.moments import is_moment

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analysis.identifiers.samples import Sample

# Of numbers made at random one in ten or eleven has a right check digit; where nearly all of a column have, it is no
# chance.
CHECKED_SHARE = 0.9
FEWEST_CHECKED = 4
# Enough to distinguish nine in ten from one in ten.
CHECKED_TEXTS = 100

# The numbers with check digits, and those of a form that nothing else has.
_CHECKED = (
    "gb.nhs", "nl.bsn", "br.cpf", "se.personnummer", "fi.hetu", "no.fodselsnummer", "pl.pesel", "it.codicefiscale",
    "es.dni", "es.nie", "fr.nir", "be.nn", "ch.ssn", "de.idnr", "pt.nif", "ie.pps", "ca.sin", "au.tfn", "in_.aadhaar",
    "cn.ric", "kr.rrn", "tr.tckimlik", "za.idnr", "mx.curp", "cz.rc", "ro.cnp", "bg.egn", "hr.oib", "gr.amka",
    "il.idnr", "ee.ik", "lt.asmens", "cl.rut", "ar.cuit", "co.nit", "th.pin", "is_.kennitala", "my.nric",
)  # fmt: skip
_FORMS = (
    re.compile(r"\d{3}-\d{2}-\d{4}"),  # United States, social security
    re.compile(
        r"[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?\d{2} ?\d{2} ?\d{2} ?[A-D]"
    ),  # United Kingdom, national insurance
    re.compile(r"[0-3]\d[01]\d{3}[-+A]\d{3}[0-9A-Y]|[0-3]\d[01]\d{3}-\d{4}"),  # the Nordic countries, birth date first
)
_FORM_OF_NUMBER = re.compile(r"[0-9A-Z][0-9A-Z .\-/+]{6,20}")
_FEWEST_DIGITS, _FEWEST_CHARACTERS = 5, 9
# Of ids that a program gives, other people's lie between, too.
LARGEST_STEP = 1_000
_THOUSANDS = re.compile(r"[1-9]\d{0,2}(?:[ .,']\d{3})+")
_MANY_DECIMALS = re.compile(r"[-+]?\d+[.,]\d+")
_SCIENTIFIC = re.compile(r"\d+E[-+]?\d+")

_COULD_BE_IBAN = re.compile(r"\s*[A-Za-z]{2}[\d ]{2,3}[A-Za-z\d .-]{10,40}")
# Where clinics that may use this are; a number written without its country is tried in each: those that begin with 0 in
# the first, the others in the second.
_REGIONS_WITH_0 = (
    "GB", "DE", "FR", "NL", "IE", "IT", "BE", "CH", "AT", "SE", "FI", "AU", "NZ", "ZA", "IN", "BR", "AE", "JP", "TR",
)  # fmt: skip
_REGIONS_WITHOUT_0 = ("US", "ES", "IT", "PT", "PL", "NO", "DK", "CZ", "GR", "MX", "SG", "BR", "IN", "TR")
_DATED = re.compile(r"(?:19|20)\d{2}[-/. ](?:0\d|1[0-2])\b.*")
_PHONE = re.compile(
    r"(?:tel|phone|mob|mobile|ph|t|m)?[.: ]*([+(]?[\d(][\d\s().\-/]{6,22}\d)(?:\s*(?:ext|x|#)\.?\s*\d{1,6})?",
    re.IGNORECASE,
)
_PHONE_DIGITS = range(8, 16)
_GROUPS = range(3, 7)
_INTERNATIONAL = re.compile(r"(?<![\w+])\+[1-9][\d ().\-/]{7,18}\d(?!\w)")
# Among words, and with ten digits at least, which dates do not have.
_NATIONAL = re.compile(r"(?<![\w.,/+-])\(?0[1-9](?:[ ()-]{0,2}\d){8,10}(?![\w/-])")
# Of texts in which each digit is a 0.
INTERNATIONAL_FORM = re.compile(r"\+0[0 ().\-/]{7,18}0")
NATIONAL_FORM = re.compile(r"00(?:[ ()-]{0,2}0){8}")
_WORD = re.compile(r"[^\W\d_]{2,}")
# Digits in one row are phone numbers only where nearly all of a column are, of one country: a code may look like one.
UNGROUPED_SHARE = 0.9
FEWEST_UNGROUPED = 10
_UNGROUPED = re.compile(r"0\d{8,11}")


def has_iban(text: str) -> bool:
    """Tell whether `text` is a bank account number with right check digits."""
    return _COULD_BE_IBAN.fullmatch(text) is not None and iban.is_valid(text)


def national_numbers(sample: Sample) -> Sequence[bool]:
    """Mark the texts that are national numbers, none where the column as a whole does not hold those of one country."""
    nothing = [False] * len(sample.texts)
    looked_at = sample.first(CHECKED_TEXTS)
    if len(looked_at.texts) < FEWEST_CHECKED or not looked_at.reaches(CHECKED_SHARE, _could_be_checked):
        return nothing
    if are_running(sample):
        return nothing
    for form in _FORMS:
        if looked_at.reaches(CHECKED_SHARE, form.fullmatch):
            return [bool(form.fullmatch(text)) for text in sample.texts]
    for module in _modules():
        if any(map(module.is_valid, looked_at.first(FEWEST_CHECKED).texts)) and looked_at.reaches(
            CHECKED_SHARE, module.is_valid
        ):
            return [module.is_valid(text) for text in sample.texts]
    return nothing


def are_running(sample: Sample) -> bool:
    """Tell whether the texts are numbers given one after the other, such as the ids of submissions to a form.

    Numbers of people lie all over the range that their digits allow.
    """
    if not all(text.isascii() and text.isdigit() for text in sample.texts):
        return False
    numbers = [int(text) for text in sample.texts]
    return max(numbers) - min(numbers) <= LARGEST_STEP * len(numbers)


def are_amounts(sample: Sample) -> bool:
    """Tell whether the texts are numbers with their thousands set apart: of one to three digits first, or round."""
    if not sample.reaches(CHECKED_SHARE, _THOUSANDS.fullmatch):
        return False
    first = {len(re.split(r"\D", text, maxsplit=1)[0]) for text in sample.texts}
    return len(first) > 1 or sample.reaches(CHECKED_SHARE, lambda text: text.endswith("00"))


def phone_numbers(sample: Sample) -> Sequence[bool]:
    """Mark the texts that are phone numbers."""
    if are_running(sample) or are_amounts(sample):
        return [False] * len(sample.texts)
    marks = [is_phone_number(text) for text in sample.texts]
    if any(marks) or len(sample.texts) < FEWEST_UNGROUPED or not sample.reaches(UNGROUPED_SHARE, _UNGROUPED.fullmatch):
        return marks
    for region in _REGIONS_WITH_0:
        is_number = partial(_is_valid, region=region)
        if sample.first(CHECKED_TEXTS).reaches(UNGROUPED_SHARE, is_number):
            return [is_number(text) for text in sample.texts]
    return marks


def is_phone_number(text: str) -> bool:
    """Tell whether `text` is a phone number as people write one: with a country code, brackets, or in groups."""
    match = _PHONE.fullmatch(text)
    if match is None or _MANY_DECIMALS.fullmatch(text) or is_moment(text):
        return False
    number = match[1]
    digits = re.sub(r"\D", "", number)
    if len(digits) not in _PHONE_DIGITS or len(set(digits)) == 1:
        return False
    if number.startswith(("+", "00", "(+")):
        return _is_possible("+" + digits.removeprefix("00"))
    groups = re.findall(r"\d+", number)
    if number.startswith(("0", "(0")):
        return len(groups) > 1 and any(_is_valid(number, region) for region in _REGIONS_WITH_0)
    if _DATED.fullmatch(number) or not (number.startswith("(") or len(groups) in _GROUPS):
        return False
    return any(_is_valid(number, region) for region in _REGIONS_WITHOUT_0)


def has_national_phone_number(text: str) -> bool:
    """Tell whether a phone number that begins with 0 stands among words."""
    return any(
        _WORD.search(text) and any(_is_valid(match.group(), region) for region in _REGIONS_WITH_0)
        for match in _NATIONAL.finditer(text)
    )


def has_international_phone_number(text: str) -> bool:
    """Tell whether a phone number with its country code stands within `text`."""
    return any(_is_valid(match.group(), None) for match in _INTERNATIONAL.finditer(text))


def _is_possible(number: str) -> bool:
    try:
        return phonenumbers.is_possible_number(phonenumbers.parse(number, None))
    except phonenumbers.NumberParseException:
        return False


def _is_valid(number: str, region: str | None) -> bool:
    try:
        return phonenumbers.is_valid_number(phonenumbers.parse(number, region))
    except phonenumbers.NumberParseException:
        return False


def _could_be_checked(text: str) -> bool:
    compact = re.sub(r"\W", "", text)
    return (
        _FORM_OF_NUMBER.fullmatch(text.upper()) is not None
        and len(compact) >= _FEWEST_CHARACTERS
        and sum(map(str.isdigit, compact)) >= _FEWEST_DIGITS
        and not _MANY_DECIMALS.fullmatch(text)
        and not _SCIENTIFIC.fullmatch(compact)
    )


@cache
def _modules() -> tuple[Any, ...]:
    return tuple(import_module(f"stdnum.{name}") for name in _CHECKED)
