"""What separates the values of a text file and what stands around them, found on its beginning."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from itertools import islice
from typing import TYPE_CHECKING

import clevercsv

from analysis.files.header import is_filled
from analysis.files.layout import DELIMITERS, QUOTES
from analysis.files.problems import FileError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from analysis.files.layout import LayoutChoices

# clevercsv weighs each dialect by the types of all values: its time grows with every character.
SAMPLE_CHARACTERS = 20_000
SAMPLE_LINES = 100
# Nor does it help to see all of a word that fills the page: clevercsv took seconds over one.
_LONG_WORD = re.compile(r"""([^\s,;|"']{50})[^\s,;|"']+""")
# The largest that every platform takes: a cell may be as long as the file.
csv.field_size_limit(2**31 - 1)


def dialect_of(text: str, choices: LayoutChoices, name: str) -> tuple[str, str]:
    """Return the delimiter and the quotation mark of a text, as chosen, else as found.

    Notes
    -----
    Measured on 400 made-up logs with titles, decimal commas and notes: clevercsv is right on 399, Python's Sniffer on
    359, DuckDB's on 292; counting fields finds 376 of the delimiters and no quotation mark.

    Raises
    ------
    FileError
        Where the manager chose something that separates nothing.
    """
    for chosen, offered, what in ((choices.delimiter, DELIMITERS, "delimiter"), (choices.quote, QUOTES, "quotation")):
        if chosen is not None and chosen not in offered:
            raise FileError(f"“{name}” cannot be read with {chosen!r} as its {what} mark: choose one of those offered.")
    if choices.delimiter is not None and choices.quote is not None:
        return choices.delimiter, choices.quote
    delimiter, quote = _found(text, [choices.delimiter] if choices.delimiter else list(DELIMITERS))
    if choices.quote is not None:
        quote = choices.quote
    elif quote != "'" or not _is_quoted_singly(text[:SAMPLE_CHARACTERS], delimiter):
        quote = '"'
    return delimiter, quote


def records(text: str, delimiter: str, quote: str) -> Iterator[list[str]]:
    """Yield the records of a text, blank ones included."""
    reader = csv.reader(
        io.StringIO(text, newline=""),
        delimiter=delimiter,
        quotechar=quote or None,
        quoting=csv.QUOTE_MINIMAL if quote else csv.QUOTE_NONE,
    )
    yield from reader


def without_spaces_before_quotes(text: str, delimiter: str, quote: str) -> str:
    """Return a text in which quoted values follow their delimiter at once, so that every parser sees the quotes.

    Some programs write a blank behind each delimiter. The text is written anew only where every such value is quoted
    in full: a word in quotation marks at the start of a remark stays as it is.
    """
    if not quote:
        return text
    edge, mark = re.escape(delimiter), re.escape(quote)
    sample = text[:SAMPLE_CHARACTERS]
    spaced = len(re.findall(rf"{edge} +{mark}", sample))
    whole = re.findall(rf"{edge} +{mark}(?:[^{mark}]|{mark}{mark})*{mark} *(?={edge}|[\r\n]|$)", sample)
    if not spaced or len(whole) < spaced:
        return text
    target = io.StringIO(newline="")
    writer = csv.writer(target, delimiter=delimiter, quotechar=quote, lineterminator="\n")
    for record in csv.reader(
        io.StringIO(text, newline=""), delimiter=delimiter, quotechar=quote, skipinitialspace=True
    ):
        # A blank record stays a line of its own, and keeps the numbers of those below.
        if record:
            writer.writerow(record)
        else:
            target.write("\n")
    return target.getvalue()


def _found(text: str, delimiters: list[str]) -> tuple[str, str]:
    sample = "".join(islice(io.StringIO(text[:SAMPLE_CHARACTERS], newline=""), SAMPLE_LINES))
    sample = _LONG_WORD.sub(r"\1", sample)
    try:
        found = clevercsv.Sniffer().sniff(sample, delimiters=delimiters)
    except (clevercsv.Error, ValueError, IndexError, RecursionError):
        found = None
    if found is not None and found.delimiter in delimiters:
        return found.delimiter, found.quotechar or ""
    return max(delimiters, key=lambda delimiter: _agreement(sample, delimiter)), '"'


def _agreement(sample: str, delimiter: str) -> tuple[float, int]:
    """Return how many rows agree in width, and that width; one column is what a wrong delimiter gives."""
    widths = Counter(len(record) for record in records(sample, delimiter, '"') if is_filled(record))
    usual, often = max(
        ((width, rows) for width, rows in widths.items() if width > 1), default=(0, 0), key=lambda x: x[1]
    )
    return often / max(widths.total(), 1), usual


def _is_quoted_singly(sample: str, delimiter: str) -> bool:
    """Tell whether values stand in single quotation marks, and not just words in the possessive."""
    edge = re.escape(delimiter)
    return (
        re.search(rf"(?:^|{edge})'(?:[^']|'')*'(?:{edge}|$)", sample, re.MULTILINE) is not None
        and re.search(rf'(?:^|{edge})"', sample, re.MULTILINE) is None
    )
