"""``python -m analysis report FILE | --log --out FILE``: the report as PDF or web page, or all its figures."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis.command_line.chosen import add_choosing_options, chosen_counts
from analysis.errors import DashboardError
from analysis.exhibits.document import Signature, report_of
from analysis.exhibits.report import Sections
from analysis.exports.figure_files import figures_as_zip
from analysis.exports.html_report import as_html
from analysis.exports.logo import as_logo
from analysis.exports.pdf_report import typeset
from analysis.exports.workbook import as_workbook
from analysis.figures.picture import SIZES
from analysis.files.whole_file import write_whole
from analysis.questions.at_a_glance import at_a_glance
from analysis.questions.several import Several, SeveralFactors, several_factors
from analysis.questions.teams import possible_units, teams

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Mapping

    from analysis.counting.counts import Counts
    from analysis.exhibits.document import Document
    from analysis.exports.figure_files import FigureKind
    from analysis.questions.at_a_glance import AtAGlance
    from analysis.questions.teams import Teams

# As on the page: the strongest links, one by one.
FACTORS = 3
ON = ("months", "adjusted", "data-quality")
OFF = ("all-factors", "teams", "recovery", "tables", "methods")
FIGURES: dict[str, FigureKind] = {"png": "PNG", "svg": "SVG", "pdf": "PDF"}
SHAPES = {"slide": SIZES[0], "half-page": SIZES[1], "square": SIZES[2]}


def add_report_options(command: argparse.ArgumentParser) -> None:
    """Let ``report`` take a file or the saved log, filters, and what the report has."""
    add_choosing_options(command)
    command.add_argument(
        "--out",
        metavar="FILE",
        required=True,
        help="where the report goes: .pdf, .html, .xlsx for its tables, .zip for its figures",
    )
    command.add_argument("--title", metavar="TEXT", default="", help="the title of the report")
    command.add_argument(
        "--factor",
        metavar="NAME",
        action="append",
        default=[],
        help=f"show this factor one by one (the {FACTORS} with the strongest links if left out)",
    )
    command.add_argument(
        "--with", dest="also", choices=OFF, action="append", default=[], help="add a part to the report"
    )
    command.add_argument("--without", choices=ON, action="append", default=[], help="leave a part of the report out")
    command.add_argument("--clinic", metavar="NAME", default="", help="the name of the clinic on the first page")
    command.add_argument("--author", metavar="NAME", default="", help="who made the report")
    command.add_argument("--comment", metavar="TEXT", default="", help="a comment on the first page")
    command.add_argument("--logo", metavar="FILE", help="a picture for the first page")
    command.add_argument("--figures", choices=FIGURES, default="png", help="the figures in a .zip")
    command.add_argument("--shape", choices=SHAPES, default="slide", help="the shape of the figures in a .zip")
    command.add_argument("--pixels", type=int, choices=(1, 2, 4), default=1, help="so many times the pixels of a PNG")


def write_report(options: argparse.Namespace) -> str | dict[str, Any]:
    """Write the report of the treatments chosen, and return where it is.

    Raises
    ------
    DashboardError
        If there is no such log, it lacks something that an option names, or the file cannot be written.
    """
    write = _writers(options).get(Path(options.out).suffix.lower())
    if write is None:
        raise DashboardError(
            f"“{options.out}” has no ending that says what to write: choose .pdf, .html, .xlsx or .zip."
        )
    of = _document(options)
    try:
        write_whole(Path(options.out), write(of))
    except OSError as error:
        raise DashboardError(f"“{options.out}” could not be written: {error.strerror}.") from error
    if options.json:
        return {"file": options.out, "title": of.title, "dated": of.dated.isoformat(), "exhibits": len(of.placed)}
    return f"The report is in “{options.out}”."


def _writers(options: argparse.Namespace) -> Mapping[str, Callable[[Document], bytes]]:
    return {
        ".pdf": lambda of: typeset(of).pdf(),
        ".html": lambda of: as_html(of).encode(),
        ".xlsx": as_workbook,
        ".zip": lambda of: figures_as_zip(
            of, FIGURES[options.figures], size=SHAPES[options.shape], scale=options.pixels
        ),
    }


def _document(options: argparse.Namespace) -> Document:
    signature = Signature(options.clinic, options.author, options.comment, _logo(options.logo))
    counts, account = chosen_counts(options)
    found = at_a_glance(counts, account.chart)
    sections = _sections(options, counts, found)
    together = SeveralFactors()
    if "adjusted" not in options.without:
        together = several_factors(counts, Several(), sections.factors, found)
    return report_of(
        counts,
        account,
        sections,
        made_on=dt.datetime.now().astimezone().date(),
        found=found,
        together=together.answer,
        filled_in=together.filled_in,
        stories=together.stories,
        compared_units=_units(counts, options),
        signature=signature,
    )


def _logo(name: str | None) -> bytes:
    if name is None:
        return b""
    try:
        return as_logo(Path(name).read_bytes())
    except OSError as error:
        raise DashboardError(f"“{name}” cannot be opened: {error.strerror}.") from error


def _sections(options: argparse.Namespace, counts: Counts, found: AtAGlance) -> Sections:
    names = [result.factor.name for result in found.factors]
    for name in options.factor:
        if name not in names:
            raise DashboardError(f"“{name}” is not a factor of this log: choose one of {', '.join(names)}.")
    of = Sections(title=options.title, factors=tuple(options.factor or names[:FACTORS]))
    return replace(
        of,
        over_time="months" not in options.without and counts.period is not None,
        account="data-quality" not in options.without,
        ranking="all-factors" in options.also,
        recovery="recovery" in options.also,
        tables="tables" in options.also,
        methods="methods" in options.also,
    )


def _units(counts: Counts, options: argparse.Namespace) -> Teams | None:
    units = possible_units(counts) if "teams" in options.also else ()
    return teams(counts, units[0].name, adjusted=True) if units else None
