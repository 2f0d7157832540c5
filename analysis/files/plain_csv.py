"""Text as every parser splits it alike: without what some programs write before quotation marks and delimiters."""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING

from analysis.files.records import ESCAPE, lines_of

if TYPE_CHECKING:
    from analysis.files.records import Dialect

# What MySQL and PostgreSQL write where there is no value.
NULL = r"\N"


def as_plain_csv(text: str, dialect: Dialect) -> tuple[str, tuple[str, ...]]:
    """Return a text written anew where it must be, and what to say of that.

    Afterwards quoted values follow their delimiter at once, a quotation mark within one is doubled, and nothing is
    escaped. A word in quotation marks at the start of a remark stays as it is, and so does a backslash before a letter.
    """
    notes: tuple[str, ...] = ()
    if ESCAPE in text and NULL in text:
        edge = re.escape(dialect.delimiter)
        text, nulls = re.subn(rf"(?<![^{edge}\r\n])\\N(?=[{edge}\r\n]|\Z)", "", text)
        notes += (rf"“{NULL}” was read as blank, which is what a database means by it.",) if nulls else ()
    has_blanks = _has_blanks_before_quotes(text, dialect)
    if not (has_blanks or dialect.escape):
        return text, notes
    if dialect.escape:
        text = _with_letters_escaped(text, dialect)
        notes += ("The backslashes before quotation marks and delimiters that belong to a value were left out.",)
    target = io.StringIO(newline="")
    writer = csv.writer(target, delimiter=dialect.delimiter, quotechar=dialect.quote, lineterminator="\n")
    for record in dialect.records(lines_of(text), skips_blanks=has_blanks):
        # A blank record stays a line of its own, and keeps the numbers of those below.
        if record:
            writer.writerow(record)
        else:
            target.write("\n")
    return target.getvalue(), notes


def quoted_values(dialect: Dialect) -> re.Pattern[str]:
    """Return a pattern of values that are quoted in full, with what stands before them."""
    edge, mark = re.escape(dialect.delimiter), re.escape(dialect.quote)
    pair, other = (rf"{mark}{mark}|\\[\s\S]", rf"[^{mark}\\]") if dialect.escape else (rf"{mark}{mark}", rf"[^{mark}]")
    return re.compile(rf"(?:\A|[\r\n]|{edge}) *{mark}{other}*(?:(?:{pair}){other}*)*{mark} *(?={edge}|[\r\n]|\Z)")


def _has_blanks_before_quotes(text: str, dialect: Dialect) -> bool:
    """Tell whether blanks stand before quoted values, each of which is quoted in full."""
    if not (dialect.quote and dialect.quote in text and f"{dialect.delimiter} {dialect.quote}" in text):
        return False
    quoted = quoted_values(dialect)
    edge, mark = re.escape(dialect.delimiter), re.escape(dialect.quote)
    spaced = re.compile(rf"{edge} +{mark}")
    # What looks like one within a quoted value goes with it.
    return spaced.search(quoted.sub("", text)) is None and any(
        spaced.match(value[0]) for value in quoted.finditer(text)
    )


def _with_letters_escaped(text: str, dialect: Dialect) -> str:
    """Double the backslashes that stand before nothing they could belong to, such as those of a folder's name."""
    marks = re.escape(f"{ESCAPE}{dialect.delimiter}\"'\r\n")
    return re.sub(rf"\\[{marks}]|\\", lambda found: found[0] if len(found[0]) > 1 else 2 * ESCAPE, text)
