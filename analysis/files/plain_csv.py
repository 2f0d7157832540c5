"""Text as every parser splits it alike: without what some programs write before quotation marks and delimiters."""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING

from analysis.files.records import ESCAPE, lines_of

if TYPE_CHECKING:
    from analysis.files.records import Dialect


# A space, a tab and the space of web pages at which no line is broken.
BLANKS = (" ", "\t", "\N{NO-BREAK SPACE}")


def as_plain_csv(text: str, dialect: Dialect) -> tuple[str, tuple[str, ...]]:
    """Return a text written anew where it must be, and what to say of that.

    Afterwards values that are quoted in full follow their delimiter at once, a quotation mark within one is doubled,
    and nothing is escaped. A word in quotation marks at the start of a remark stays as it is, and so does a backslash
    before a letter.
    """
    if dialect.quote and _has_blank_before_quote(text, dialect) and _spaced(dialect).search(text):
        text = _without_blanks_before_quotes(text, dialect)
    if not dialect.escape:
        return text, ()
    note = "Backslashes before quotation marks and delimiters inside values were left out."
    return _without_escapes(text, dialect), (note,)


def quoted_values(dialect: Dialect) -> re.Pattern[str]:
    """Return a pattern of values that are quoted in full: what stands before one, and it without outer blanks."""
    edge, mark = re.escape(dialect.delimiter), re.escape(dialect.quote)
    pair, other = (rf"{mark}{mark}|\\[\s\S]", rf"[^{mark}\\]") if dialect.escape else (rf"{mark}{mark}", rf"[^{mark}]")
    value = rf"{mark}{other}*(?:(?:{pair}){other}*)*{mark}"
    blank = _blanks(dialect)
    return re.compile(rf"(\A|[\r\n]|{edge}){blank}*({value}){blank}*(?={edge}|[\r\n]|\Z)")


def _blanks(dialect: Dialect) -> str:
    """Return a pattern of what programs write behind a delimiter to line values up."""
    return f"[{''.join(blank for blank in BLANKS if blank != dialect.delimiter)}]"


def _has_blank_before_quote(text: str, dialect: Dialect) -> bool:
    return any(f"{blank}{dialect.quote}" in text for blank in BLANKS if blank != dialect.delimiter)


def _spaced(dialect: Dialect) -> re.Pattern[str]:
    return re.compile(rf"{re.escape(dialect.delimiter)}{_blanks(dialect)}+{re.escape(dialect.quote)}")


def _without_blanks_before_quotes(text: str, dialect: Dialect) -> str:
    """Return a text without the blanks behind delimiters, where they stand before a value that is quoted in full."""
    edge, mark = re.escape(dialect.delimiter), re.escape(dialect.quote)
    quoted, spaced = quoted_values(dialect), _spaced(dialect)
    # What looks like such a value within a quoted one goes with that.
    if not any(spaced.match(value[0]) for value in quoted.finditer(text)):
        return text
    return re.sub(rf"{quoted.pattern}|({edge}) +(?!{mark}|{_blanks(dialect)})", r"\1\2\3", text)


def _without_escapes(text: str, dialect: Dialect) -> str:
    target = io.StringIO(newline="")
    writer = csv.writer(target, delimiter=dialect.delimiter, quotechar=dialect.quote, lineterminator="\n")
    for record in dialect.records(lines_of(_with_letters_escaped(text, dialect))):
        # A blank record stays a line of its own, and keeps the numbers of those below.
        if record:
            writer.writerow(record)
        else:
            target.write("\n")
    return target.getvalue()


def _with_letters_escaped(text: str, dialect: Dialect) -> str:
    """Double the backslashes that stand before nothing they could belong to, such as those of a folder's name."""
    marks = re.escape(f"{ESCAPE}{dialect.delimiter}\"'\r\n")
    return re.sub(rf"\\[{marks}]|\\", lambda found: found[0] if len(found[0]) > 1 else 2 * ESCAPE, text)
