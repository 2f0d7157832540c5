"""A file with too few words to tell its encoding: a person chooses the one that reads well.

Where its letters fit the usual encodings, another is offered only if a word in it decides which rows count, or what
they count as.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from analysis.files.layout import ENCODINGS
from analysis.files.quoting import quoted
from analysis.files.row_words import is_closed, is_example, is_total, is_trial
from analysis.importing.choices import ABOUT_ENCODING
from analysis.importing.doubts.which_table import TableDoubt
from analysis.outcome_log.codebook import load
from analysis.outcome_log.outcome_words import answer_in_words
from analysis.outcome_log.visit_words import is_consultation, is_no_visit

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from analysis.files.text_table import TextTable
    from analysis.identifiers.screening import Screened

SHOWN_WORDS = 3
# Of more different texts than these the frequency of their letters tells the encoding.
MOST_TEXTS = 20
_OTHERS = (
    "cp1252",
    "cp1250",
    "iso8859-2",
    "cp1254",
    "cp1257",
    "cp850",
    "mac-roman",
    "cp852",
    "mac-latin2",
    "cp857",
    "iso8859-4",
)
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


def encodings_in_doubt(table: TextTable) -> tuple[str, ...]:
    """Return the encoding of a table and those in which a word of it says what its own letters do not say; else none.

    "annul‚" is "annulé" as DOS wrote it: its row is no treatment.
    """
    own = table.layout.encoding
    texts: set[str] = set()
    for name in table.frame.columns if own in _OTHERS else ():
        texts.update(text for text in table.frame[name].cat.categories if not text.isascii())
        if len(texts) > MOST_TEXTS:
            return ()
    unclear = [text.encode(own, "ignore") for text in texts if not _is_answer_or_no_row(text)]
    found = [other for other in _OTHERS if any(_is_answer_or_no_row(text.decode(other, "replace")) for text in unclear)]
    return (own, *found) if found else ()


def _is_answer_or_no_row(text: str) -> bool:
    """Tell whether a text is an answer, or says that its row is no treatment."""
    of_rows = (is_closed, is_total, is_example, is_trial, is_no_visit, is_consultation)
    is_answer = load().outcome.level_of(text) is not None or answer_in_words(text) is not None
    return is_answer or any(test(text.strip()) for test in of_rows)


def _title(encoding: str, words: Iterable[str]) -> str:
    return f"{ENCODINGS[encoding]}: {quoted(words)}"


def _words(screened: Screened) -> Iterator[str]:
    """Yield the words beyond ASCII in names and values, those that were taken out aside."""
    for name in screened.table.frame.columns:
        for text in (name, *screened.table.frame[name].cat.categories):
            if not text.isascii():
                yield from (word for word in _WORD.findall(text) if not word.isascii())
