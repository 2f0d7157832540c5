"""Files of statistics programs as a table: values under their labels, dates as such, missing codes blank."""

from __future__ import annotations

import io
import re
from collections import Counter
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
import pyreadstat

from analysis.errors import DashboardError
from analysis.files import limits
from analysis.files.formats import statistics_program
from analysis.files.sheet_texts import SheetTexts, texts_and_codes

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

SHEET = "Data"
# What tells little more than the place of a question: q12, v3, var0007, x3___1.
_ONLY_A_CODE = re.compile(r"[a-z]{1,3}[_.]?\d+([_.]+\d+)*[a-z]?|var(iable)?_?\d+|.*___\d+", re.IGNORECASE)
_READERS: Mapping[str, Callable[..., Any]] = {
    "SPSS": pyreadstat.read_sav,
    "SPSS portable": pyreadstat.read_por,
    "Stata": pyreadstat.read_dta,
    "SAS": pyreadstat.read_sas7bdat,
    "SAS transport": pyreadstat.read_xport,
}
# Those that tell one missing value from another.
_WITH_MISSING_CODES = {"SPSS", "Stata", "SAS"}
# Old files do not say how their characters are written.
_ENCODINGS = (None, "WINDOWS-1252")


def statistics_texts(content: bytes, name: str, chosen: str | None) -> SheetTexts:
    """Return a file of SPSS, Stata or SAS, with the names of its variables as the first row.

    Raises
    ------
    DashboardError
        Where it is damaged or too large.
    """
    program = statistics_program(content)
    assert program is not None, name  # noqa: S101 the caller looked
    if chosen not in {None, SHEET}:
        raise DashboardError(f"“{name}” has no sheet called “{chosen}”, because it is a file of {program}.")
    read = partial(_READERS[program], output_format="dict")
    about = _read(partial(read, metadataonly=True), content, name, program)
    _refuse_too_much(about.number_rows or 0, about.number_columns, name)
    more = {"user_missing": True} if program in _WITH_MISSING_CODES else {}
    values, metadata = _read(partial(read, **more), content, name, program, with_values=True)
    columns, notes = _columns(values, metadata)
    if not columns or not len(columns[0]):
        raise DashboardError(f"“{name}” has no header and no rows: export the log again and upload that file.")
    _refuse_too_much(len(columns[0]), len(columns), name)
    labels = tuple(label or "" for label in metadata.column_labels)
    names = [_title(*each) for each in zip(metadata.column_names, labels, strict=True)]
    whole = [[title, *column] for title, column in zip(names, columns, strict=True)]
    coded = [texts_and_codes(column, set(map(type, column))) for column in whole]
    return SheetTexts(
        SHEET, True, (SHEET,), 0, tuple(texts for texts, _ in coded), np.stack([codes for _, codes in coded]),  # noqa: FBT003
        labels=labels, notes=notes,
    )  # fmt: skip


def _read(read: Callable[..., Any], content: bytes, name: str, program: str, *, with_values: bool = False) -> Any:  # noqa: ANN401 the library's own class
    problem: Exception | None = None
    for encoding in _ENCODINGS:
        try:
            values, about = read(io.BytesIO(content), **({"encoding": encoding} if encoding else {}))
        except MemoryError:
            raise
        except Exception as error:  # noqa: BLE001 whatever a damaged file makes the library stumble over
            problem = error
        else:
            return (values, about) if with_values else about
    raise DashboardError(
        f"“{name}” is a file of {program.partition(' ')[0]} that is damaged or cannot be read: "
        "open it in its own program, save the log as CSV or .xlsx with the labels of the values, and upload that file."
    ) from problem


def _refuse_too_much(rows: int, columns: int, name: str) -> None:
    if rows > limits.MOST_ROWS or columns > limits.MOST_COLUMNS or rows * columns > limits.MOST_CELLS:
        raise DashboardError(
            f"“{name}” has {rows:,} rows and {columns:,} columns, and up to {limits.MOST_ROWS:,} rows, "
            f"{limits.MOST_COLUMNS:,} columns and {limits.MOST_CELLS:,} values can be read: save the log as CSV, or "
            "export a shorter period."
        )


def _title(name: str, label: str) -> str:
    """Return what a column is called: its name, with its label where the name says nothing."""
    plain = " ".join(label.split())
    return f"{name} / {plain}" if plain and _ONLY_A_CODE.fullmatch(name) else name


def _columns(values: Mapping[str, Sequence[Any]], metadata: Any) -> tuple[list[list[Any]], tuple[str, ...]]:  # noqa: ANN401
    """Return the columns with labels in place of values, and a note on what the file itself calls missing."""
    columns, notes = list[list[Any]](), list[str]()
    for name, column in values.items():
        labels = metadata.variable_value_labels.get(name, {})
        rows = Counter((type(value), value) for value in column)
        missing = {key for key in rows if _is_missing(key[1], name, metadata)}
        shown = _shown_labels({value for _, value in rows.keys() - missing if not _is_nothing(value)}, labels)
        meant = {key: "" if key in missing or _is_nothing(key[1]) else shown.get(key[1], key[1]) for key in rows}
        columns.append([meant[type(value), value] for value in column])
        if missing:
            codes = ", ".join(
                _code(value, labels, rows[kind, value]) for kind, value in rows if (kind, value) in missing
            )
            notes.append(f"“{name}” ({codes})")
    if not notes:
        return columns, ()
    return columns, (f"Values that the file marks as missing were read as blank: {'; '.join(notes)}.",)


def _is_missing(value: object, name: str, metadata: Any) -> bool:  # noqa: ANN401
    """Tell whether a file calls a value of a column missing, as a code of its own or within a range."""
    ranges = metadata.missing_ranges.get(name, ())
    return value in metadata.missing_user_values.get(name, ()) or any(
        _is_between(value, each["lo"], each["hi"]) for each in ranges
    )


def _is_between(value: object, low: Any, high: Any) -> bool:  # noqa: ANN401
    if isinstance(value, str) or isinstance(low, str):
        return bool(value == low)
    return isinstance(value, int | float) and bool(low <= value <= high)


def _is_nothing(value: object) -> bool:
    return value is None or value != value  # noqa: PLR0124 what is not a number differs from itself


def _shown_labels(values: Collection[Any], labels: Mapping[Any, str]) -> Mapping[Any, str]:
    """Return the labels that stand for a value; on a scale of which only the ends are labelled, those are numbers."""
    numbers = [value for value in values if value not in labels and isinstance(value, int | float)]
    if len(numbers) <= sum(value in labels for value in values):
        return labels
    first, last = min(numbers) - 1, max(numbers) + 1
    return {value: label for value, label in labels.items() if isinstance(value, str) or not first <= value <= last}


def _code(value: object, labels: Mapping[Any, str], rows: int) -> str:
    """Return what a note says of a code: the code, its label, in how many rows it stands."""
    code = f"{value:g}" if isinstance(value, float) else str(value)
    label = f" = “{labels[value]}”" if labels.get(value) else ""
    return f"{code}{label} in {rows:,} {'rows' if rows > 1 else 'row'}"
