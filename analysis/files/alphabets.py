"""Which single-byte encoding makes words of one language: every letter beyond ASCII has to be one that it writes.

Statistics of letters, which `decoding` goes by, need a few dozen words. A list of answers and first names has fewer,
and there a letter that no language has beside the others tells more.
"""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

# The letters of each language beyond ASCII, with those of common foreign names.
_WESTERN = (
    "äöüßéèáàçñ",  # German
    "àâæçéèêëîïôœùûüÿöä",  # French
    "áéíóúüñçº",  # Spanish, Catalan
    "àèéìíòóùúçöü",  # Italian, Catalan
    "áâãàçéêíóôõúü",  # Portuguese
    "éëïóöüèàç",  # Dutch
    "åäöéüèæøà",  # the languages of Scandinavia, Finnish
)
_CENTRAL = (
    "ąćęłńóśźżöüé",  # Polish
    "áčďéěíňóřšťúůýžöü",  # Czech
    "áäčďéíĺľňóôŕšťúýžöü",  # Slovak
    "áéíóöőúüű",  # Hungarian
    "ăâîşţéö",  # Romanian
    "čćđšžéöü",  # Croatian, Slovene, Bosnian
)
_BALTIC = ("ąčęėįšųūž", "āčēģīķļņšūž", "õäöüšžé")
_TURKISH = ("çğıöşüâîû",)
# Icelandic and Faroese: their ð, ý and þ are what Turkish and Baltic letters look like in this encoding, so that one of
# the others has to stand beside them.
_ICELANDIC, _OF_ICELANDIC = frozenset("áéíóúýþæöð"), frozenset("áéíóúæ")
# Answers that hold no letter of ASCII, or one that other encodings turn into another: none is a word in any of these.
_ANSWERS: Mapping[str, frozenset[str]] = MappingProxyType({
    "cp1251": frozenset({"да", "нет", "так", "ні", "не"}), "koi8-r": frozenset({"да", "нет"}),
    "iso8859-5": frozenset({"да", "нет", "не"}), "cp866": frozenset({"да", "нет", "не"}),
    "cp1253": frozenset({"ναι", "όχι", "οχι"}), "iso8859-7": frozenset({"ναι", "όχι", "οχι"}),
    "cp1255": frozenset({"כן", "לא"}), "cp1256": frozenset({"نعم", "لا"}), "iso8859-6": frozenset({"نعم", "لا"}),
    "cp874": frozenset({"ใช่", "ไม่", "ไม่ใช่", "มี", "ไม่มี"}), "cp1254": frozenset({"hayır"}),
})  # fmt: skip
# Of encodings in which the same bytes make the same text the first is named.
_ALPHABETS: Mapping[str, Sequence[str]] = MappingProxyType({
    "cp1252": _WESTERN,
    "cp1254": _TURKISH,
    "cp1250": _CENTRAL,
    "iso8859-2": _CENTRAL,
    "cp1257": _BALTIC,
    "cp850": _WESTERN,
    "mac-roman": _WESTERN,
    "cp852": _CENTRAL,
})  # fmt: skip
# A word with the vowels and tones that stand above and below its letters.
_RUN = re.compile(r"[^\W\d_](?:[^\W\d_]|[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e])*")
_WORD = re.compile(r"[^\W\d_]+")
# Signs that no letter stands on both sides of; an apostrophe and a dash may.
_BETWEEN_LETTERS = re.compile(r"(?<=[^\W\d_])[^\w\s\x00-\x7f’‘´–—·\xad\xa0](?=[^\W\d_])|(?<=[a-z])[ºª¹²³](?=[a-z])")
_CONTROL = re.compile(r"[\x80-\x9f]")
# Boxes and shades fill half of the DOS encodings: no letter touches one.
_DRAWN = re.compile(r"[\u2500-\u259f]")

_THAI = re.compile(rb"[\xa1-\xfb]+")
_THAI_RUN = re.compile(
    rb"(?:[\xe0-\xe4]?[\xa1-\xce][\xd1\xd4-\xda\xe7-\xee]{0,3}|[\xcf\xd0\xd2\xd3\xe5\xe6\xef-\xfb\xdf])+"
)
# Beside Thai stand quotation marks, dashes and the euro sign, none of them next to one another.
_NOT_THAI = re.compile(rb"[\x81-\x84\x86-\x90\x98-\x9f\xdb-\xde\xfc-\xff]|[\x80-\xa0][\x80-\xa0]")
_BESIDE_LATIN = re.compile(rb"[A-Za-z][\xa1-\xfb]|[\xa1-\xfb][A-Za-z]")
# A letter of Cyrillic, Greek and Hebrew stands in the upper half of the upper half.
LEAST_LOW_BYTES = 0.25
LEAST_BYTES = 5


def encodings_that_fit(sample: bytes) -> list[str]:
    """Return the encodings in which all letters of a sample are those of one language.

    Encodings that give the same text stand for one another: the first is named.
    """
    texts: dict[str, str] = {}
    for encoding, languages in _ALPHABETS.items():
        try:
            text = sample.decode(encoding)
        except UnicodeDecodeError:
            continue
        if text not in texts.values() and _is_of_one(text, languages):
            texts[encoding] = text
    return list(texts)


def is_mostly_ascii(text: str) -> bool:
    """Tell whether words with letters beyond ASCII have twice as many others: half of an East Asian text has."""
    letters = "".join(set(_words_beyond_ascii(text)))
    plain = sum(map(str.isascii, letters))
    return plain >= 2 * (len(letters) - plain)


def _words_beyond_ascii(text: str) -> list[str]:
    return [word for word in _WORD.findall(text) if not word.isascii()]


def _is_of_one(text: str, languages: Sequence[str]) -> bool:
    if _CONTROL.search(text) or _DRAWN.search(text) or _BETWEEN_LETTERS.search(text):
        return False
    words = _words_beyond_ascii(text)
    if not words or any(_has_capital_within(word) for word in words):
        return False
    # Whole words beyond ASCII are those of another script.
    if 2 * sum(any(map(str.isascii, word)) for word in words) < len(words):
        return False
    lowered = "".join(words).replace("İ", "i").lower()
    letters = {letter for letter in lowered if not letter.isascii()} - {"º", "ª", "µ"}
    if any(letters <= set(alphabet) for alphabet in languages):
        return True
    return languages is _WESTERN and letters <= _ICELANDIC and not letters.isdisjoint(_OF_ICELANDIC)


def _has_capital_within(word: str) -> bool:
    return not word.isupper() and any(letter.isupper() for letter in word[1:])


def encoding_of_answers(sample: bytes) -> str | None:
    """Return the encoding in which words of a sample are answers, None where none is or several give other texts."""
    found: dict[str, str] = {}
    for encoding, answers in _ANSWERS.items():
        text = sample.decode(encoding, "replace")
        if not answers.isdisjoint(_RUN.findall(text.lower())):
            found.setdefault(text, encoding)
    return next(iter(found.values())) if len(found) == 1 else None


def is_thai(sample: bytes) -> bool:
    """Tell whether the bytes beyond ASCII are Thai: vowels and tones stand where Thai has them."""
    if _BESIDE_LATIN.search(sample) or _NOT_THAI.search(sample):
        return False
    runs = _THAI.findall(sample)
    length = sum(map(len, runs))
    low = sum(byte <= 0xBF for run in runs for byte in run)  # noqa: PLR2004
    return length >= LEAST_BYTES and low >= LEAST_LOW_BYTES * length and all(map(_THAI_RUN.fullmatch, runs))
