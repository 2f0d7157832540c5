"""From a file on the command line to a log: its options, and the same steps as on the outcome log page."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from analysis.files.layout import LayoutChoices
from analysis.files.problems import FileError
from analysis.files.reading import read
from analysis.identifiers.pseudonyms import load_key, new_key
from analysis.identifiers.screening import ScreenChoices, screen
from analysis.kept_log.folder import log_folder
from analysis.outcome_log.choices import ImportChoices
from analysis.outcome_log.cleaning import clean
from analysis.outcome_log.log import OUTCOME

if TYPE_CHECKING:
    import argparse

    from analysis.outcome_log.import_report import ImportReport
    from analysis.outcome_log.log import Log


@dataclass(frozen=True, slots=True, eq=False)
class Imported:
    """A file understood: its bytes, the log in it, and the account; `key` made its pseudonyms."""

    file_name: str
    content: bytes
    key: bytes
    log: Log
    report: ImportReport


def add_file_options(command: argparse.ArgumentParser) -> None:
    """Let a command take a file and what there is to say about it."""
    command.add_argument("file", metavar="FILE")
    command.add_argument("--json", action="store_true", help="print JSON instead of sentences")
    meaning = command.add_argument_group("what the file means")
    meaning.add_argument("--outcome", metavar="COLUMN", help="the column that tells whether the skin broke out")
    for option, text in (
        ("--yes", "an outcome that means a breakout; without --no, every other answer means none"),
        ("--no", "an outcome that means no breakout; without --yes, every other answer means one"),
    ):
        meaning.add_argument(option, metavar="VALUE", action="append", default=[], help=text)
    meaning.add_argument(
        "--map", metavar="FIELD=COLUMN", action="append", default=[], help="read a column as a field of the codebook"
    )
    meaning.add_argument(
        "--date-order",
        choices=["day-first", "month-first"],
        help="how to read 03/04/2026 where the file does not tell",
    )
    layout = command.add_argument_group("how the file is laid out, where that is not found")
    layout.add_argument("--encoding", help="the codec of a text file, such as cp1252")
    layout.add_argument("--delimiter", help="what stands between two values")
    layout.add_argument("--header-row", type=int, metavar="ROW", help="the row in which the header begins")
    layout.add_argument("--header-rows", type=int, metavar="N", help="how many rows the header takes")
    layout.add_argument("--sheet", help="the sheet of a workbook")
    people = command.add_argument_group("columns that point to a person (they are dropped)")
    people.add_argument(
        "--keep", metavar="COLUMN", action="append", default=[], help="keep this column although it was flagged"
    )
    people.add_argument(
        "--pseudonymise",
        metavar="COLUMN",
        action="append",
        default=[],
        help="replace the values of this column by pseudonyms",
    )


def import_file(options: argparse.Namespace) -> Imported:
    """Read, screen and clean the file that the options name.

    Raises
    ------
    FileError
        Where it cannot be read, or an option does not fit it.
    """
    path = Path(options.file)
    try:
        content = path.read_bytes()
    except OSError as error:
        raise FileError(f"“{path}” cannot be opened: {error.strerror}.") from error
    choices = _choices(options)
    key = load_key(log_folder()) or new_key()
    screened = screen(read(content, path.name, choices.layout), choices.screen, key)
    try:
        log, report = clean(screened.table, choices, screened.findings)
    except KeyError as error:
        raise FileError(
            f"“{error.args[0]}” is neither a column of “{path.name}” nor a field of the codebook: the columns are "
            f"{', '.join(screened.table.frame.columns)}."
        ) from error
    return Imported(path.name, content, key, log, report)


def pair(text: str, option: str) -> tuple[str, str]:
    """Return what stands before and behind the equals sign of an option."""
    left, equals, right = text.partition("=")
    if not equals:
        raise FileError(f"{option} needs a name, an equals sign and a value; “{text}” has none.")
    return left, right


def _choices(options: argparse.Namespace) -> ImportChoices:
    if both := set(options.yes) & set(options.no):
        raise FileError(f"“{min(both)}” cannot mean breakout yes and no at once: leave it out of --yes or --no.")
    return ImportChoices(
        tuple(_columns(options)),
        frozenset(options.yes),
        frozenset(options.no),
        others="no" if options.yes and not options.no else "yes" if options.no and not options.yes else None,
        date_order=options.date_order and options.date_order.replace("-", " "),
        layout=LayoutChoices(
            encoding=options.encoding,
            delimiter=options.delimiter and options.delimiter.replace("\\t", "\t"),
            header_row=options.header_row,
            header_rows=options.header_rows,
            sheet=options.sheet,
        ),
        screen=ScreenChoices(frozenset(options.keep), frozenset(options.pseudonymise)),
    )


def _columns(options: argparse.Namespace) -> list[tuple[str, str]]:
    columns = [(column, field) for field, column in (pair(text, "--map") for text in options.map)]
    if options.outcome is not None:
        columns.append((options.outcome, OUTCOME))
    for column, field in columns:
        if dict(columns)[column] != field:
            raise FileError(
                f"“{column}” was given two meanings, {field} and {dict(columns)[column]}: choose one of them."
            )
    return columns
