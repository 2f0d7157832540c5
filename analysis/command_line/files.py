"""From a file on the command line to a log: its options, and the same steps as on the outcome log page."""

from __future__ import annotations

import argparse
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from analysis.errors import DashboardError
from analysis.files.layout import LayoutChoices
from analysis.files.quoting import quoted
from analysis.identifiers.choices import ScreenChoices
from analysis.identifiers.pseudonyms import load_key, new_key
from analysis.importing.choices import ImportChoices
from analysis.importing.decision import UndecidedError
from analysis.importing.opening import Imported, digest, open_as_remembered
from analysis.outcome_log.codebook import load
from analysis.outcome_log.columns import EXTRA_FACTOR, LEAVE_OUT
from analysis.outcome_log.log import OUTCOME
from analysis.outcome_log.value_kinds import KINDS
from analysis.saved_log.folder import log_folder
from analysis.saved_log.known_files import recall
from analysis.wording.files import as_remembered, people_found

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from analysis.importing.decision import Decision
    from analysis.importing.import_account import ImportAccount
    from analysis.importing.opening import Opened
    from analysis.outcome_log.value_kinds import ValueKind


def add_file_options(command: argparse.ArgumentParser, *, or_none: bool = False) -> None:
    """Let a command take a file and the options about it; `or_none` makes the file optional."""
    command.add_argument("file", metavar="FILE", nargs="?" if or_none else None)
    command.add_argument("--json", action="store_true", help="print JSON instead of sentences")
    meaning = command.add_argument_group("meaning of columns and values")
    meaning.add_argument("--outcome", metavar="COLUMN", help="the column with the breakouts")
    for option, text in (
        ("--yes", "an outcome that means a breakout; without --no, every other answer means none"),
        ("--no", "an outcome that means no breakout; without --yes, every other answer means one"),
    ):
        meaning.add_argument(option, metavar="VALUE", action="append", default=[], help=text)
    meaning.add_argument(
        "--unknown", metavar="VALUE", action="append", default=[], help="an outcome that means unknown"
    )
    meaning.add_argument(
        "--map", metavar="FIELD=COLUMN", action="append", default=[], help="read a column as a field of the codebook"
    )
    meaning.add_argument(
        "--kind",
        metavar="COLUMN=KIND",
        action="append",
        default=[],
        help=f"what the values of a column of your own are: {', '.join(KINDS[:-1])} or {KINDS[-1]}",
    )
    meaning.add_argument(
        "--date-order",
        choices=["day-first", "month-first", "year-first"],
        help="how to read 03/04/2026 if the file does not show it",
    )
    meaning.add_argument(
        "--answer",
        metavar="ABOUT=READING",
        action="append",
        default=[],
        help="how to read the file if it can be read in more than one way",
    )
    layout = command.add_argument_group("layout of the file, if it is not recognised")
    layout.add_argument("--encoding", help="the encoding of a text file, such as cp1252")
    layout.add_argument("--delimiter", help="the character between two values")
    layout.add_argument("--header-row", type=int, metavar="ROW", help="the first row of the header")
    layout.add_argument("--header-rows", type=int, metavar="N", help="the number of rows in the header")
    layout.add_argument("--sheet", help="the sheet of a workbook")
    people = command.add_argument_group("columns of personal data (they are removed, IDs replaced by pseudonyms)")
    people.add_argument(
        "--keep",
        metavar="COLUMN",
        action="append",
        default=[],
        help="keep this column unchanged; for a column without clear groups, --map does the same",
    )
    people.add_argument(
        "--pseudonymise",
        metavar="COLUMN",
        action="append",
        default=[],
        help="replace the values of this column, such as names of staff, by pseudonyms",
    )


def of_a_file(options: argparse.Namespace) -> list[str]:
    """Return the options given that only apply to a file."""
    none_given = argparse.ArgumentParser()
    add_file_options(none_given, or_none=True)
    defaults = vars(none_given.parse_args([])) | {"json": options.json, "file": options.file}
    return [f"--{name.replace('_', '-')}" for name, default in defaults.items() if getattr(options, name) != default]


def import_file(options: argparse.Namespace, key: bytes | None = None) -> Imported:
    """Read, screen and clean the file that the options name.

    Where no option is given, the choices for the last imported file with the same header apply.

    Parameters
    ----------
    options : Namespace
    key : bytes, optional
        Makes pseudonyms; that of the saved log unless given.

    Raises
    ------
    DashboardError
        If it cannot be read, or an option does not fit it.
    """
    path = Path(options.file)
    # A name that is not Unicode could not be printed.
    name = path.name.encode("utf-8", "replace").decode()
    try:
        content = path.read_bytes()
    except OSError as error:
        raise DashboardError(f"“{name}” cannot be opened: {error.strerror}.") from error
    given, key = _choices(options), key or load_key(log_folder()) or new_key()
    found = open_as_remembered(content, name, given, lambda header: recall(log_folder(), header), key)
    file = found.file
    _refuse_other_names(given, file, name)
    try:
        log, report = file.cleaned(found.choices)
    except UndecidedError as error:
        _refuse_strange_answers(given, error.file_name, [error.decision])
        raise
    _refuse_strange_answers(given, name, report.decisions)
    _refuse_kinds(given.fitting(file.header), report)
    notes = [as_remembered()] if found.is_remembered else []
    notes += people_found(file.findings)
    report = replace(report, notes=(*notes, *report.notes))
    return Imported(name, digest(content), found.header, file, found.choices, log, report)


def _refuse_strange_answers(given: ImportChoices, file_name: str, decisions: Sequence[Decision]) -> None:
    """Refuse an answer that is none of those asked for; a question that comes later is not known yet."""
    for about, reading in given.answers:
        for decision in decisions:
            asked = [each.reading for each in decision.alternatives]
            if decision.about == about and asked and reading not in asked:
                raise DashboardError(
                    f"“{reading}” does not answer the question about the {about} of “{file_name}”: choose "
                    f"{quoted(asked)}."
                )


def _refuse_other_names(given: ImportChoices, file: Opened, file_name: str) -> None:
    """Refuse options about a column that the file does not have, or that was removed."""
    of_columns = {column for column, _ in (*given.columns, *given.kinds)}
    of_people = {column for column, _ in given.screen.keep} | given.screen.pseudonymise
    fields = {meaning for _, meaning in given.columns} - {EXTRA_FACTOR, LEAVE_OUT}
    shown = [name for name in file.header if name in file.screened.table.frame]
    if strange := sorted(
        {*of_columns, *of_people} - {*file.header} | {field for field in fields if field not in load()}
    ):
        raise DashboardError(
            f"“{strange[0]}” is neither a column of “{file_name}” nor a field of the codebook: choose one of the "
            f"columns {', '.join(shown)}."
        )
    if gone := sorted(of_columns - {*shown}):
        raise DashboardError(
            f"“{gone[0]}” was removed because it holds personal data: add --keep “{gone[0]}” or --pseudonymise "
            f"“{gone[0]}” to use it anyway."
        )


def print_notes(report: ImportAccount) -> None:
    """Print the notes about a file, apart from the answer."""
    for note in report.notes:
        print(f"Note: {note}", file=sys.stderr)


def pair(text: str, option: str) -> tuple[str, str]:
    """Return the texts before and after the equals sign of an option."""
    left, equals, right = text.partition("=")
    if not equals:
        raise DashboardError(f"{option} needs a name, an equals sign and a value; “{text}” has none.")
    return left, right


def _choices(options: argparse.Namespace) -> ImportChoices:
    yes, no, unknown = set(options.yes), set(options.no), set(options.unknown)
    if both := (yes & no) or (unknown & (yes | no)):
        raise DashboardError(
            f"“{min(both)}” cannot mean two things at once: use it with only one of --yes, --no and --unknown."
        )
    choices = ImportChoices(
        tuple(_columns(options)),
        frozenset(options.yes),
        frozenset(options.no),
        frozenset(options.unknown),
        others="no" if options.yes and not options.no else "yes" if options.no and not options.yes else None,
        date_order=options.date_order and options.date_order.replace("-", " "),
        layout=LayoutChoices(
            encoding=options.encoding,
            delimiter=options.delimiter and options.delimiter.replace("\\t", "\t"),
            header_row=options.header_row,
            header_rows=options.header_rows,
            sheet=options.sheet,
        ),
        kinds=tuple(_kinds(options.kind)),
        screen=ScreenChoices(frozenset((column, "") for column in options.keep), frozenset(options.pseudonymise)),
    )
    for text in options.answer:
        choices = choices.with_answer(*pair(text, "--answer"))
    return choices


def _kinds(texts: Sequence[str]) -> Iterator[tuple[str, ValueKind]]:
    """Yield the kind of each column; the name of a column may hold an equals sign."""
    for text in texts:
        column, equals, wanted = text.rpartition("=")
        kind = next((each for each in KINDS if each == wanted.strip().casefold()), None)
        if not equals or kind is None:
            raise DashboardError(
                f"“{text}” is no kind of a column: write --kind COLUMN=KIND, the kind one of {', '.join(KINDS)}."
            )
        yield column, kind


def _refuse_kinds(given: ImportChoices, report: ImportAccount) -> None:
    """Refuse a kind for a column that is a field, is left out, or holds values that are never of that kind."""
    columns = {column.name: column for column in report.columns}
    for name, kind in given.kinds:
        column = columns[name]
        if column.field is not None:
            raise DashboardError(
                f"“{name}” is read as {load()[column.field].title.lower()}, of which the kind is known: leave out "
                f"--kind “{name}={kind}”."
            )
        if column.kind is None or column.meaning == "left out":
            raise DashboardError(f"“{name}” cannot be read as {kind}: {column.reason}.")
        if column.kind.kind != kind:
            why = "its values have no order that is known" if kind == "ordered" else "its values are no numbers"
            raise DashboardError(f"“{name}” cannot be read as {kind}: {why}.")


def _columns(options: argparse.Namespace) -> list[tuple[str, str]]:
    columns = [(column, field) for field, column in (pair(text, "--map") for text in options.map)]
    if options.outcome is not None:
        columns.append((options.outcome, OUTCOME))
    for column, field in columns:
        if dict(columns)[column] != field:
            raise DashboardError(
                f"“{column}” was given two meanings, {field} and {dict(columns)[column]}: choose one of them."
            )
    return columns
