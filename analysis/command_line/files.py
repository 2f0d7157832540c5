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
from analysis.kept_log.known_files import recall
from analysis.outcome_log.choices import ImportChoices
from analysis.outcome_log.cleaning import clean, without_told_order
from analysis.outcome_log.codebook import load
from analysis.outcome_log.columns import EXTRA_FACTOR, LEAVE_OUT
from analysis.outcome_log.log import OUTCOME

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from analysis.identifiers.screening import Screened
    from analysis.outcome_log.import_report import ImportReport
    from analysis.outcome_log.log import Log


@dataclass(frozen=True, slots=True, eq=False)
class Imported:
    """A file understood: its bytes, every name of its header, what was said of it, the log in it, and the account.

    `key` made its pseudonyms.
    """

    file_name: str
    content: bytes
    header: tuple[str, ...]
    choices: ImportChoices
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


def import_file(options: argparse.Namespace, *, as_remembered: bool = False) -> Imported:
    """Read, screen and clean the file that the options name.

    Parameters
    ----------
    options : Namespace
    as_remembered : bool
        Whether what was said when the last file with the same header was kept holds where the options say nothing.

    Raises
    ------
    FileError
        Where it cannot be read, or an option does not fit it.
    """
    path = Path(options.file)
    # A name that is no Unicode could not be printed.
    name = path.name.encode("utf-8", "replace").decode()
    try:
        content = path.read_bytes()
    except OSError as error:
        raise FileError(f"“{name}” cannot be opened: {error.strerror}.") from error
    choices, key = _choices(options), load_key(log_folder()) or new_key()
    table = read(content, name, choices.layout)
    header = tuple(table.frame.columns)
    known = recall(log_folder(), header) if as_remembered and choices == ImportChoices() else None
    if known is not None:
        table = read(content, name, known.layout)
        choices = without_told_order(table, known)
    screened = screen(table, choices.screen, key)
    _refuse_other_names(choices, header, screened, name)
    log, report = clean(screened.table, choices.fitting(screened.table.frame.columns), screened.findings)
    return Imported(name, content, header, choices, key, log, report)


def _refuse_other_names(choices: ImportChoices, header: Sequence[str], screened: Screened, file_name: str) -> None:
    """Refuse what was said of a column that the file does not have, or has no more."""
    of_columns = {column for column, _ in choices.columns}
    of_people = {column for column, _ in choices.screen.keep} | choices.screen.pseudonymise
    fields = {meaning for _, meaning in choices.columns} - {EXTRA_FACTOR, LEAVE_OUT}
    if strange := sorted({*of_columns, *of_people} - {*header} | {field for field in fields if field not in load()}):
        raise FileError(
            f"“{strange[0]}” is neither a column of “{file_name}” nor a field of the codebook: the columns are "
            f"{', '.join(header)}."
        )
    if gone := sorted(of_columns - {*screened.table.frame.columns}):
        raise FileError(
            f"“{gone[0]}” was dropped because it points to a person: say --keep “{gone[0]}” or --pseudonymise "
            f"“{gone[0]}” to use it all the same."
        )


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
        screen=ScreenChoices(frozenset((column, "") for column in options.keep), frozenset(options.pseudonymise)),
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
