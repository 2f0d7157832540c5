"""Which single-byte encoding makes words of one language: every letter beyond ASCII has to be one that it writes.

Statistics of letters, which `decoding` goes by, need a few dozen words. A list of answers and first names has fewer,
and there a letter that no language has beside the others tells more.
"""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import TYPE_CHECKING

from analysis.files.spelling import EVERYDAY, is_spelled_well

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

# The letters of each language beyond ASCII, with those of common foreign names. Those behind a bar tell nothing alone:
# in other encodings their bytes are letters that stand in many words.
_WESTERN = (
    "äöüßéèáàçñ",  # German
    "àâæçéèêëîïôœùûüÿöä",  # French
    "áéíóúüñçº",  # Spanish, Catalan
    "àèéìíòóùúçöü",  # Italian, Catalan
    "áâãàçéêíóôõúü",  # Portuguese
    "éëïóöüèàç",  # Dutch
    "åäöéüèæøà",  # the languages of Scandinavia, Finnish
    "áéíóúæð|ýþö",  # Icelandic, Faroese
)
_CENTRAL = (
    "ąćęłńóśźżöüé",  # Polish
    "áčďéěíňóřšťúůýžöü",  # Czech
    "áčďíľňóôšťúýž|ĺŕäéöü",  # Slovak
    "áéíóöőúüű",  # Hungarian
    "ăâîşţéö",  # Romanian
    "čćđšžéöü",  # Croatian, Slovene, Bosnian
)
_BALTIC = ("čėšūž|ąęįų", "āčēīšūž|ģķļņ", "õäöüšžé")
_TURKISH = ("çğıöşüâîû",)
# Answers that hold no letter of ASCII, or one that other encodings turn into another: none is a word in any of these.
_ANSWERS: Mapping[str, frozenset[str]] = MappingProxyType({
    "cp1251": frozenset({"да", "нет", "так", "ні", "не"}), "koi8-r": frozenset({"да", "нет"}),
    "iso8859-5": frozenset({"да", "нет", "не"}), "cp866": frozenset({"да", "нет", "не"}),
    "cp1253": frozenset({"ναι", "όχι", "οχι"}), "iso8859-7": frozenset({"ναι", "όχι", "οχι"}),
    "cp1255": frozenset({"כן", "לא"}), "cp1256": frozenset({"نعم", "لا"}), "iso8859-6": frozenset({"نعم", "لا"}),
    "cp874": frozenset({"ใช่", "ไม่", "ไม่ใช่", "มี", "ไม่มี"}), "cp1254": frozenset({"hayır"}),
})  # fmt: skip
# Of encodings in which the same bytes make the same text the first is named.
_USUAL: Mapping[str, Sequence[str]] = MappingProxyType({
    "cp1252": _WESTERN, "cp1254": _TURKISH, "cp1250": _CENTRAL, "iso8859-2": _CENTRAL, "cp1257": _BALTIC,
})  # fmt: skip
# Those of older computers, taken where none of the usual ones makes words.
_OLD: Mapping[str, Sequence[str]] = MappingProxyType({
    "cp850": _WESTERN, "mac-roman": _WESTERN, "cp852": _CENTRAL, "iso8859-16": _CENTRAL, "mac-latin2": _CENTRAL,
    "iso8859-4": _BALTIC, "cp775": _BALTIC, "cp857": _TURKISH,
})  # fmt: skip
# Romanian with commas below, as ISO 8859-16 has it.
_CEDILLAS = str.maketrans("șțȘȚ", "şţŞŢ")
# Of so many words one may be a slip of the pen, or from another language.
WORDS_WITH_A_SLIP = 10
# A word with the vowels and tones that stand above and below its letters.
_RUN = re.compile(r"[^\W\d_](?:[^\W\d_]|[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e])*")
_WORD = re.compile(r"[^\W\d_]+")
_LETTERS = re.compile(rb"[A-Za-z\x80-\xff]+")
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
    """Return the encodings in which a sample has the letters of one language, spelled as words are.

    Encodings that give the same text stand for one another: the first is named.
    """
    return _that_fit(sample, _USUAL) or _that_fit(sample, _OLD)


def has_everyday_words(sample: bytes) -> bool:
    """Tell whether the letters of a sample are Western European, and one of its words is among the most common ones."""
    words = words_beyond_ascii(sample.decode("cp1252", "replace").lower())
    return not EVERYDAY.isdisjoint(words) and "cp1252" in _that_fit(sample, {"cp1252": _WESTERN})


def _that_fit(sample: bytes, alphabets: Mapping[str, Sequence[str]]) -> list[str]:
    texts: dict[str, str] = {}
    for encoding, languages in alphabets.items():
        try:
            text = sample.decode(encoding).translate(_CEDILLAS)
        except UnicodeDecodeError:
            continue
        if text not in texts.values() and _is_of_one(text, languages):
            texts[encoding] = text
    return list(texts)


def is_mostly_ascii(text: str) -> bool:
    """Tell whether words with letters beyond ASCII have twice as many others or begin with one: no East Asian has."""
    words = set(words_beyond_ascii(text))
    letters = "".join(words)
    plain = sum(map(str.isascii, letters))
    return plain >= 2 * (len(letters) - plain) or 2 * sum(word[0].isascii() for word in words) > len(words)


def words_beyond_ascii(text: str) -> list[str]:
    """Return the words with letters beyond ASCII."""
    return [word for word in _WORD.findall(text) if not word.isascii()]


def _is_of_one(text: str, languages: Sequence[str]) -> bool:
    if _CONTROL.search(text) or _DRAWN.search(text) or _BETWEEN_LETTERS.search(text):
        return False
    words = words_beyond_ascii(text)
    if not words or any(_has_capital_within(word) for word in words):
        return False
    # Whole words beyond ASCII are those of another script.
    if 2 * sum(any(map(str.isascii, word)) for word in words) < len(words):
        return False
    lowered = "".join(words).replace("İ", "i").lower()
    letters = {letter for letter in lowered if not letter.isascii()} - {"º", "ª", "µ"}
    if not any(_are_of(letters, *alphabet.partition("|")[::2]) for alphabet in languages):
        return False
    different = set(words)
    odd = sum(not is_spelled_well(word, is_western=languages is _WESTERN) for word in different)
    return odd * WORDS_WITH_A_SLIP <= len(different)


def _are_of(letters: set[str], decisive: str, others: str) -> bool:
    return letters <= {*decisive, *others} and (not letters or not letters.isdisjoint(decisive))


def _has_capital_within(word: str) -> bool:
    return not word.isupper() and any(letter.isupper() for letter in word[1:])


def encoding_of_answers(sample: bytes) -> str | None:
    """Return the encoding in which words of a sample are answers, None where none is or several give other texts."""
    found: dict[str, str] = {}
    # They come again in every row, beside words of ASCII, of which no encoding makes anything else.
    words = b"\n".join({word for word in _LETTERS.findall(sample) if not word.isascii()})
    for encoding, answers in _ANSWERS.items():
        text = words.decode(encoding, "replace")
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
