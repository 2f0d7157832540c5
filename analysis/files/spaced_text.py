"""Texts whose values are separated by spaces, as R's `write.table` and `print` write them."""

from __future__ import annotations

import csv
import io
import re

from analysis.errors import DashboardError
from analysis.files.layout import DELIMITERS
from analysis.files.records import LINES, beginning, lines_of

SAMPLE_CHARACTERS, SAMPLE_LINES = 20_000, 100
# Two words in every line may be one value.
LEAST_VALUES = 3
# A header and a treatment.
LEAST_LINES = 2
# A value in quotation marks, in which R writes a mark as \" or as "", or one without blanks.
_VALUE = re.compile(r'"((?:[^"\\]|\\.|"")*)"(?=\s|$)|(\S+)')
_QUOTED = re.compile(r'"[^"]*"')
_ESCAPED = re.compile(r'\\(["\\])|""')
_OTHERS = re.compile(f"[{''.join(map(re.escape, DELIMITERS))}]")
NOTE = "The values are separated by spaces."


def without_spaces_between(text: str, name: str) -> tuple[str, tuple[str, ...]]:
    """Return a text of values between spaces as one of values between commas, and a note; any other as it is.

    Raises
    ------
    DashboardError
        Where values hold spaces themselves, without quotation marks around them.
    """
    lines = beginning(text, LINES, SAMPLE_CHARACTERS, SAMPLE_LINES).text.splitlines()
    sample = [line for line in lines if line.strip()]
    if len(sample) < LEAST_LINES or any(_OTHERS.search(_QUOTED.sub("", line)) for line in sample):
        return text, ()
    header, *widths = [len(_values(line)) for line in sample]
    if header < LEAST_VALUES - 1 or max(widths) < LEAST_VALUES or min(widths) < header:
        return text, ()
    if len(set(widths)) > 1 or widths[0] > header + 1:
        if header < LEAST_VALUES or max(widths) - header > header:
            return text, ()
        raise DashboardError(
            f"“{name}” separates its values with spaces, and some values hold spaces themselves, so it is not clear "
            "which value belongs to which column: save the log as CSV, and upload that file."
        )
    target = io.StringIO(newline="")
    csv.writer(target, lineterminator="\n").writerows(map(_values, lines_of(text)))
    return target.getvalue(), (NOTE,)


def _values(line: str) -> list[str]:
    return [plain or _ESCAPED.sub(lambda mark: mark[1] or '"', quoted) for quoted, plain in _VALUE.findall(line)]
