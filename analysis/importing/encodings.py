"""A file with too few words to tell its encoding: a person chooses the one that reads well."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from analysis.files.layout import ENCODINGS
from analysis.importing.choices import ABOUT_ENCODING
from analysis.importing.doubts.which_table import TableDoubt
from analysis.outcome_log.quoting import quoted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from analysis.identifiers.screening import Screened

SHOWN_WORDS = 3
_WORD = re.compile(r"[^\W_][^\s,;|]*")


def which_encoding(readings: Mapping[str, Screened], then: Mapping[str, TableDoubt | None]) -> TableDoubt | None:
    """Return the question which letters are right; None where names and values are the same under every encoding.

    Parameters
    ----------
    readings : mapping of str to Screened
        The file under each encoding.
    then : mapping of str to TableDoubt or None
        What is asked next under each.
    """
    words = {encoding: dict.fromkeys(_words(screened)) for encoding, screened in readings.items()}
    everywhere = set.intersection(*map(set, words.values())) if words else set()
    shown = {
        encoding: tuple(islice((word for word in of if word not in everywhere), SHOWN_WORDS))
        for encoding, of in words.items()
    }
    different = {texts: encoding for encoding, texts in reversed(shown.items())}
    if len(different) <= 1:
        return None
    chosen = [encoding for encoding in readings if encoding in different.values()]
    titles = {encoding: _title(encoding, shown[encoding]) for encoding in chosen}
    because = (
        "The file does not name its encoding, and has too few words to tell it. If no answer is right, choose "
        "“Characters” below, or save the log as “CSV UTF-8” and upload that file."
    )
    return TableDoubt(
        ABOUT_ENCODING,
        "Which of these can you read?",
        because,
        {titles[encoding]: readings[encoding] for encoding in chosen},
        then={titles[encoding]: doubt for encoding in chosen if (doubt := then[encoding]) is not None},
    )


def _title(encoding: str, words: Iterable[str]) -> str:
    return f"{ENCODINGS[encoding]}: {quoted(words)}"


def _words(screened: Screened) -> Iterator[str]:
    """Yield the words beyond ASCII in names and values, those that were taken out aside."""
    for name in screened.table.frame.columns:
        for text in (name, *screened.table.frame[name].cat.categories):
            if not text.isascii():
                yield from (word for word in _WORD.findall(text) if not word.isascii())
