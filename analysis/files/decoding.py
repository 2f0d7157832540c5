"""Bytes to text: which encoding a file has, or a plain sentence where it is no text."""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from analysis.errors import DashboardError
from analysis.files.alphabets import (
    encoding_of_answers,
    encodings_that_fit,
    has_everyday_words,
    is_mostly_ascii,
    is_thai,
    words_beyond_ascii,
)
from analysis.files.east_asian import COMMON, east_asian_encoding, encodings_of_letters, is_as_likely_as_any
from analysis.files.layout import ENCODINGS

if TYPE_CHECKING:
    from collections.abc import Mapping

SAMPLE_LENGTH = 200_000
# chardet needs a few dozen words and slows with every kilobyte.
DETECTOR_SAMPLE = 20_000
# More than this share of control characters, and a file is not text: real logs have none.
MOST_CONTROL_CHARACTERS = 0.01
# UTF-16 without a mark: delimiters, digits and Latin letters have a zero byte, always in the same half of a pair.
UTF16_ZERO_BYTES = 0.1
UTF16_ZEROS_ELSEWHERE = 0.05
LEAST_ZERO_BYTES = 3
# More bytes than this share that its encoding does not know, and the encoding was a wrong guess.
MOST_UNREADABLE = 0.02
WESTERN = "cp1252"
# How much likelier than Western another encoding must be. Measured on made-up logs in 17 encodings: at 2, all Western
# ones and nearly all others but the Baltic come out right; at 1.3 Western logs are lost, at 4 Central European ones.
UNLIKE_WESTERN = 2.0
# Fewer letters beyond ASCII make no word of another script.
LEAST_LETTERS = 5
# Of more different words than these nobody is asked: the frequency of their letters decides.
MOST_UNSURE_WORDS = 6

# Codecs that a wider one of `ENCODINGS` reads in full.
_WIDER: Mapping[str, str] = {
    "ascii": WESTERN,
    "iso8859-1": WESTERN,
    "iso8859-9": "cp1254",
    "iso8859-8": "cp1255",
    "iso8859-13": "cp1257",
    "shift_jis": "cp932",
    "shift_jis_2004": "cp932",
    "euc_jis_2004": "euc_jp",
    "euc_kr": "cp949",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "big5hkscs": "big5",
    "cp950": "big5",
}
_WORKBOOK_ENDINGS = (".xlsx", ".xlsm", ".xltx", ".xlsb", ".xls", ".ods")
_OFFERED: Mapping[str, str] = {codecs.lookup(encoding).name: encoding for encoding in ENCODINGS}
_JAPANESE = ("cp932", "euc_jp")
# No Japanese is written without them, but Chinese read as Japanese has none.
_KANA = re.compile(r"[\u3041-\u30ff]")
# A UTF-8 text in which such a lead byte stands before two more is none by chance.
_THREE_BYTES = re.compile(rb"[\xe0-\xf4][\x80-\xbf]{2}")
# Opening marks and signs stand neither behind a letter nor, closing ones too, between two; accents do not stand alone.
_MARK_WITHIN = re.compile(r"[^\W\d_](?:[‘‚‹ˆ‰†‡•˜]|[“”][^\W\d_])|[ˆ˜‰][^\W\d_]")
_CAPITAL_WITHIN = re.compile("lu")
_USUAL_MARKS = "°£€–—‘’“”…½¼²³·•®™«»©§±×÷\xa0"
# Words of other scripts come out as letters and marks by turns.
MOST_MARKS = 0.3
# Blanks and hyphens that nobody sees come along with what is copied from a page.
_UNSEEN = "\xa0\xad"
_CONTROLS = re.compile(r"[\x01-\x08\x0e-\x1f]")
_BEYOND_ASCII = re.compile(rb"[\x80-\xff]+")
# No number has such a sign before a letter: Polish ł and Ł, Slovak Ľ and Czech ž in Western letters.
_SIGN_AT_A_WORD = re.compile(r"[£¼½](?=[a-z]{2})|[©®](?=[a-z])|[^\W\d_][§³¼½¾‘”‰†‡ˆ][a-z]|[a-z]{3}³")
_UNUSED_IN_WESTERN = re.compile(rb"[\x81\x8d\x8f\x90\x9d]")
# It begins where a line does: begun within one, a cell that fills pages would be looked through once a character.
_LINE_BEYOND_ASCII = re.compile(rb"(?<![^\r\n])[^\r\n]*[\x80-\xff][^\r\n]*")
# Western soft hyphens and fixed blanks between plain letters: with the letter behind, either is half of an East Asian
# character, of which none stands alone in a text.
_UNSEEN_ALONE = re.compile(rb"(?<![\x80-\xff])[\xa0\xad]+(?![\x80-\xff])")


class Decoded(NamedTuple):
    """The text of a file; � stands for a character that could not be read.

    Attributes
    ----------
    text : str
    encoding : str
    notes : tuple of str
    unsure : tuple of str
        Where it has too little to tell its encoding: all that make words of it, the one that was taken first.
    """

    text: str
    encoding: str
    notes: tuple[str, ...]
    unsure: tuple[str, ...]


def decode(content: bytes, name: str, chosen: str | None = None) -> Decoded:
    """Return the text of a file.

    Parameters
    ----------
    content : bytes
        The whole file.
    name : str
        Its name, for messages.
    chosen : str, optional
        The encoding the manager chose, one of `ENCODINGS`.

    Raises
    ------
    DashboardError
        Where the file is no text, in an encoding that cannot be found, or `chosen` is none of `ENCODINGS`.
    """
    possible = (_chosen(chosen, name),) if chosen is not None else _encodings(content)
    if not possible:
        _refuse_damaged_workbook(name)
        raise DashboardError(
            f"The encoding of “{name}” is unclear: save the log as “CSV UTF-8” and upload that file, "
            "or choose its encoding."
        )
    encoding = possible[0]
    text = content.decode(encoding, "replace")
    if is_binary(text[:SAMPLE_LENGTH]):
        _refuse_damaged_workbook(name)
        raise DashboardError(f"“{name}” is not a text file: export the log as CSV and upload that file.")
    notes: tuple[str, ...] = ()
    if chosen is None and not encoding.startswith("utf") and not content.isascii():
        read_as = f"it was read as {ENCODINGS[encoding]}. If names look wrong, choose another encoding."
        notes += (f"The encoding of the file is unclear; {read_as}",)
    if "\ufffd" in text:
        notes += ("Some characters could not be read and are shown as �. To keep them, save the log as “CSV UTF-8”.",)
    unsure = possible if len(possible) > 1 else ()
    return Decoded(text.removeprefix("\ufeff").replace("\x00", ""), encoding, notes, unsure)


def _refuse_damaged_workbook(name: str) -> None:
    """Refuse what is called a workbook but is neither one nor a text."""
    if name.lower().endswith(_WORKBOOK_ENDINGS):
        raise DashboardError(
            f"“{name}” is not a workbook, or it is damaged: open it in its own program and save the log again as .xlsx."
        )


def _chosen(chosen: str, name: str) -> str:
    encoding = _OFFERED.get(_canonical(chosen) or "")
    if encoding is not None:
        return encoding
    raise DashboardError(f"“{name}” cannot be read as “{chosen}”: choose one of the encodings offered.")


def _canonical(encoding: str) -> str | None:
    try:
        return codecs.lookup(encoding).name
    except (LookupError, ValueError):
        return None


def _encodings(content: bytes) -> tuple[str, ...]:
    """Return the encoding, or several where it is not clear which; none where nothing is known of it."""
    if content.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        return ("utf-32",)
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return ("utf-16",)
    zeros = np.frombuffer(content[:SAMPLE_LENGTH], dtype=np.uint8) == 0
    even, odd = int(zeros[::2].sum()), int(zeros[1::2].sum())
    for many, few, encoding in ((odd, even, "utf-16-le"), (even, odd, "utf-16-be")):
        if many > max(UTF16_ZERO_BYTES * len(zeros) / 2, LEAST_ZERO_BYTES) and few <= UTF16_ZEROS_ELSEWHERE * many:
            return (encoding,)
    if _is_mostly_utf8(content) and not is_utf8_by_chance(content):
        return ("utf-8-sig" if content.startswith(codecs.BOM_UTF8) else "utf-8",)
    return _by_its_letters(content)


def _is_mostly_utf8(content: bytes) -> bool:
    """Tell whether the characters beyond ASCII are UTF-8, fewer broken ones aside."""
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        text = content.decode("utf-8", "replace")
        broken = text.count("\ufffd")
        return len(text) - len(text.encode("ascii", "ignore")) > 2 * broken
    return True


def is_utf8_by_chance(content: bytes) -> bool:
    """Tell whether the characters beyond ASCII are none that anybody writes, but words of an East Asian language."""
    if content.isascii() or content.startswith(codecs.BOM_UTF8) or _THREE_BYTES.search(content):
        return False
    sample = _lines_beyond_ascii(content)
    beyond = [letter for letter in sample.decode("utf-8", "replace") if not letter.isascii()]
    written = sum(letter.isalpha() or letter in _UNSEEN for letter in beyond)
    return written < len(beyond) / 2 and east_asian_encoding(sample) is not None


def _by_its_letters(content: bytes) -> tuple[str, ...]:
    """Return the encoding that makes words of the bytes beyond ASCII, or those of which each may."""
    decisive = _UNSEEN_ALONE.sub(b"", content)
    sample = _lines_beyond_ascii(decisive)
    is_of_few = sum(map(len, _BEYOND_ASCII.findall(decisive))) < LEAST_LETTERS
    if not is_of_few or _UNUSED_IN_WESTERN.search(decisive):
        east_asian = east_asian_encoding(sample)
        if east_asian is not None:
            return (east_asian,)
    western = sample.decode(WESTERN, "replace")
    if all(letter.isascii() or letter in _USUAL_MARKS for letter in western) and not _SIGN_AT_A_WORD.search(western):
        return (WESTERN,)
    if found := _by_its_words(sample):
        return found
    likely = WESTERN if is_of_few else _by_statistics(content, sample)
    return (likely,) if likely is not None else (*encodings_that_fit(sample), *encodings_of_letters(sample))


def _by_its_words(sample: bytes) -> tuple[str, ...]:
    """Return the encodings in which words are answers, or have the letters of one language."""
    if is_thai(sample):
        return ("cp874",)
    answers = encoding_of_answers(sample)
    if answers is not None:
        return (answers,)
    if has_everyday_words(sample):
        return (WESTERN,)
    fitting = encodings_that_fit(sample)
    if not fitting:
        return ()
    text = sample.decode(fitting[0])
    if not is_mostly_ascii(text) and encodings_of_letters(sample):
        return ()
    is_unsure = len(fitting) > 1 and len({*words_beyond_ascii(text)}) > MOST_UNSURE_WORDS
    return () if is_unsure else tuple(fitting)


def _by_statistics(content: bytes, sample: bytes) -> str | None:
    """Return the encoding that the frequency of letters speaks for, None where it makes no words of them."""
    found = _likest(content, sample)
    if found is None or (found in COMMON and not is_as_likely_as_any(sample, found)):
        return None
    text = sample.decode(found, "replace")
    makes_no_words = found not in COMMON and (_is_of_marks(text) or _is_of_odd_words(text) or _has_marks_within(text))
    return None if makes_no_words and encodings_of_letters(sample) else found


def _lines_beyond_ascii(content: bytes) -> bytes:
    sample = bytearray()
    for line in _LINE_BEYOND_ASCII.finditer(content):
        # Whole lines: half a character at the end would speak against its encoding.
        sample += line[0][:SAMPLE_LENGTH] + b"\n"
        if len(sample) > DETECTOR_SAMPLE:
            break
    return bytes(sample)


def _is_of_marks(text: str) -> bool:
    """Tell whether the characters beyond ASCII are marks that hardly stand in words or beside numbers."""
    beyond = [letter for letter in text if not letter.isascii()]
    marks = sum(not letter.isalpha() and letter not in _USUAL_MARKS for letter in beyond)
    return marks > MOST_MARKS * len(beyond)


def _is_of_odd_words(text: str) -> bool:
    """Tell whether capital letters stand within most words that have letters beyond ASCII."""
    words = words_beyond_ascii(text)
    return 2 * sum(_CAPITAL_WITHIN.search(_cases(word)) is not None for word in words) > len(words)


def _has_marks_within(text: str) -> bool:
    """Tell whether opening marks or signs stand right behind letters in most lines."""
    lines = text.splitlines()
    return 2 * sum(_MARK_WITHIN.search(line) is not None for line in lines) > len(lines)


def _cases(word: str) -> str:
    return "".join("u" if letter.isupper() else "l" if letter.islower() else "-" for letter in word)


def _likest(content: bytes, sample: bytes) -> str | None:
    # Few files need it, and the start is shorter without it.
    import chardet  # noqa: PLC0415

    likeness: dict[str, float] = {}
    for found in chardet.detect_all(sample, ignore_threshold=True):
        canonical = _canonical(found["encoding"] or "")
        encoding = _OFFERED.get(_WIDER.get(canonical or "", canonical or ""))
        if encoding is not None and encoding not in likeness:
            likeness[encoding] = found["confidence"]
    # Few accents fit many encodings about as well; Western Windows is by far the most common of them.
    if max(likeness.values(), default=0.0) < UNLIKE_WESTERN * likeness.get(WESTERN, 0.0):
        return WESTERN
    for encoding in sorted(likeness, key=lambda each: -likeness[each]):
        text = content.decode(encoding, "replace")
        beyond = len(text) - len(text.encode("ascii", "ignore"))
        if encoding in _JAPANESE and not _KANA.search(text):
            continue
        if not encoding.startswith("utf") and text.count("\ufffd") <= MOST_UNREADABLE * beyond:
            return encoding
    return None


def is_binary(text: str) -> bool:
    """Tell whether a beginning has more control characters than any text."""
    controls = len(_CONTROLS.findall(text))
    return controls > MOST_CONTROL_CHARACTERS * len(text) or text.count("\x00") > len(text) / 2
