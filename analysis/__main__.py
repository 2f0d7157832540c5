"""The command line, for schedules and checks: ``python -m analysis check | summary FILE``."""

from __future__ import annotations

import argparse
import io
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis.files.problems import FileError
from analysis.files.reading import read
from analysis.outcome_log.cleaning import clean
from analysis.outcome_log.filters import Filters
from analysis.outcome_log.log import OUTCOME
from analysis.outcome_log.typed_columns import ImportChoices
from analysis.outcome_log.values import level_key
from analysis.overview import overview
from analysis.report import wording
from analysis.report.summary import check_as_data, summary_as_data

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analysis.outcome_log.import_report import ImportReport
    from analysis.outcome_log.log import Log
    from analysis.overview import Overview

UNREADABLE = 2
PROBLEMS_PRINTED = 20
FACTORS_PRINTED = 15


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; return 0, or 2 where the file or the question could not be understood."""
    options = _parser().parse_args(arguments)
    for stream in (sys.stdout, sys.stderr):
        # What a schedule on Windows redirects would otherwise have no room for “ and →.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8")
    try:
        answer = _answer(options)
    except FileError as error:
        print(error, file=sys.stderr)
        return UNREADABLE
    print(answer if isinstance(answer, str) else json.dumps(answer, ensure_ascii=False, indent=2, allow_nan=False))
    return 0


def _answer(options: argparse.Namespace) -> str | dict[str, Any]:
    log, report = _import(options)
    filters = _filters(options.where, log) if options.command == "summary" else Filters()
    for note in report.notes:
        print(f"Note: {note}", file=sys.stderr)
    if options.command == "check":
        return check_as_data(report) if options.json else _check_in_words(report)
    found = overview(log, filters)
    return summary_as_data(found, report) if options.json else _summary_in_words(found, report)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m analysis", description="Check and summarise outcome logs.")
    commands = parser.add_subparsers(dest="command", required=True)
    check = commands.add_parser("check", help="say what was understood of a file")
    summary = commands.add_parser("summary", help="rates, and what breakouts go with")
    for command in (check, summary):
        command.add_argument("file", metavar="FILE")
        command.add_argument("--json", action="store_true", help="print JSON instead of sentences")
        command.add_argument("--outcome", metavar="COLUMN", help="the column that tells whether the skin broke out")
        command.add_argument(
            "--yes",
            metavar="VALUE",
            action="append",
            default=[],
            help="an outcome that means a breakout; without --no, every other answer means none",
        )
        command.add_argument(
            "--no",
            metavar="VALUE",
            action="append",
            default=[],
            help="an outcome that means no breakout; without --yes, every other answer means one",
        )
        command.add_argument(
            "--map",
            metavar="FIELD=COLUMN",
            action="append",
            default=[],
            help="read a column as a field of the codebook",
        )
        command.add_argument(
            "--date-order",
            choices=["day-first", "month-first"],
            help="how to read 03/04/2026 where the file does not tell",
        )
    summary.add_argument(
        "--where",
        metavar="FACTOR=LEVEL",
        action="append",
        default=[],
        help="only treatments with this level (numbers: LOW..HIGH); several levels of one factor add up",
    )
    return parser


def _import(options: argparse.Namespace) -> tuple[Log, ImportReport]:
    path = Path(options.file)
    try:
        content = path.read_bytes()
    except OSError as error:
        raise FileError(f"“{path}” cannot be opened: {error.strerror}.") from error
    table = read(content, path.name)
    pairs = [_pair(text, "--map") for text in options.map]
    columns = [(column, field) for field, column in pairs]
    if options.outcome is not None:
        columns.append((options.outcome, OUTCOME))
    for column, field in columns:
        if dict(columns)[column] != field:
            raise FileError(
                f"“{column}” was given two meanings, {field} and {dict(columns)[column]}: choose one of them."
            )
    choices = ImportChoices(
        tuple(columns),
        frozenset(options.yes),
        frozenset(options.no),
        others="no" if options.yes and not options.no else "yes" if options.no and not options.yes else None,
        date_order=options.date_order and options.date_order.replace("-", " "),
    )
    if both := set(options.yes) & set(options.no):
        raise FileError(f"“{min(both)}” cannot mean breakout yes and no at once: leave it out of --yes or --no.")
    try:
        log, report = clean(table, choices)
    except KeyError as error:
        raise FileError(
            f"“{error.args[0]}” is neither a column of “{path.name}” nor a field of the codebook: the columns are "
            f"{', '.join(table.frame.columns)}."
        ) from error
    return log, report


def _pair(text: str, option: str) -> tuple[str, str]:
    left, equals, right = text.partition("=")
    if not equals:
        raise FileError(f"{option} needs a name, an equals sign and a value; “{text}” has none.")
    return left, right


def _filters(where: Sequence[str], log: Log) -> Filters:
    levels: dict[str, tuple[str, ...]] = {}
    ranges = []
    for text in where:
        name, level = _pair(text, "--where")
        named = [factor for factor in log.factors if text.startswith(f"{factor.name}=")]
        if not named:
            names = ", ".join(factor.name for factor in log.factors)
            raise FileError(f"“{name}” is not a factor of this log: its factors are {names}.")
        # A column's name may hold an equals sign of its own: the longest one that fits is meant.
        factor = max(named, key=lambda each: len(each.name))
        name, level = factor.name, text.removeprefix(f"{factor.name}=")
        spelled = {level_key(each): each for each in factor.levels if isinstance(each, str)}
        if factor.kind == "number":
            low, dots, high = level.partition("..")
            try:
                ranges.append((name, float(low), float(high if dots else low)))
            except ValueError:
                raise FileError(f"“{name}” is a number: give a value or LOW..HIGH instead of “{level}”.") from None
        elif level_key(level) not in spelled:
            raise FileError(f"“{level}” is not a level of “{name}”: its levels are {', '.join(factor.levels)}.")
        else:
            levels[name] = (*levels.get(name, ()), spelled[level_key(level)])
    return Filters(levels=tuple(levels.items()), ranges=tuple(ranges))


def _check_in_words(report: ImportReport) -> str:
    lines = [
        wording.rows_account(report),
        f"Encoding {report.layout.encoding}, delimiter {report.layout.delimiter!r}.",
        "",
        "Columns:",
    ]
    for each in report.columns:
        why = f"{each.confidence}; {each.reason}" if each.confidence else each.reason
        lines.append(f"  {each.name} → {each.field or each.meaning} ({why})")
    lines += ["", "Outcome values:"]
    lines += [
        f"  {each.value or '(blank)'}: {wording.count(each.rows)} → {each.meaning}" for each in report.outcome_values
    ]
    problems = [(problem.row_kept, *each) for problem in report.problems for each in problem.each_row()]
    if problems:
        lines += ["", "Problems:"]
        lines += [
            f"  row {row}{f', {column}' if column else ''}, “{value}”: {reason}"
            for _, row, column, value, reason in problems[:PROBLEMS_PRINTED]
        ]
        if len(problems) > PROBLEMS_PRINTED:
            lines.append(f"  … and {wording.count(len(problems) - PROBLEMS_PRINTED)} more; --json lists all.")
    return "\n".join(lines)


def _summary_in_words(found: Overview, report: ImportReport) -> str:
    lines = [wording.rows_account(report), wording.overall(found.total), wording.change(found.change), ""]
    for result in found.factors[:FACTORS_PRINTED]:
        lines += [wording.finding(result), f"  {wording.test_result(result)}"]
    if len(found.factors) > FACTORS_PRINTED:
        lines.append(f"… and {len(found.factors) - FACTORS_PRINTED} more factors; --json lists all.")
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
