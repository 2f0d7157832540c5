"""``python -m analysis report FILE | --log --out FILE``: the report in the format of the ending of its file."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis.command_line.chosen import EVERY_TREATMENT, add_choosing_options, chosen_counts
from analysis.counting.safe_levels import RULES
from analysis.errors import DashboardError
from analysis.exhibits.document import Signature, report_of
from analysis.exhibits.report import Sections
from analysis.exhibits.shared_report import shared_report
from analysis.exports.figure_files import figures_as_zip
from analysis.exports.html_report import as_html
from analysis.exports.logo import as_logo
from analysis.exports.pdf_report import typeset
from analysis.exports.slides import CHARTS, as_slides
from analysis.exports.workbook import as_workbook
from analysis.figures.picture import SIZES
from analysis.files.quoting import quoted
from analysis.files.whole_file import write_whole
from analysis.outcome_log.periods import preset_period
from analysis.outcome_log.report_settings import NO_DEFINITION, OTHER_VERSION, ReportSettings, settings_from_data
from analysis.questions.at_a_glance import at_a_glance
from analysis.questions.several import Several, SeveralFactors, several_factors
from analysis.questions.sharing import for_sharing
from analysis.questions.teams import possible_units, teams
from analysis.saved_log.folder import log_folder
from analysis.saved_log.report_definitions import read_definitions
from analysis.wording.sharing import too_few_to_share

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Mapping, Sequence

    from analysis.counting.counts import Counts
    from analysis.exhibits.document import Document
    from analysis.exports.figure_files import FigureKind
    from analysis.importing.import_account import ImportAccount
    from analysis.outcome_log.periods import Preset
    from analysis.questions.at_a_glance import AtAGlance
    from analysis.questions.teams import Teams

# As on the page: the strongest links, one by one.
FACTORS = 3
# What the parts of a report are called here, as they are known elsewhere.
ON = {"months": "over_time", "adjusted": "adjusted", "data-quality": "account"}
OFF = {"all-factors": "ranking"} | {name: name for name in ("teams", "cusum", "recovery", "tables", "methods")}
PERIODS: dict[str, Preset] = {
    "all": "all",
    "last-month": "last month",
    "last-3-months": "last 3 months",
    "last-12-months": "last 12 months",
    "this-year": "this year",
}
FIGURES: dict[str, FigureKind] = {"png": "PNG", "svg": "SVG", "pdf": "PDF"}
SHAPES = {"slide": SIZES[0], "half-page": SIZES[1], "square": SIZES[2]}


def add_report_options(command: argparse.ArgumentParser) -> None:
    """Let ``report`` take a file or the saved log, filters, and what the report has."""
    add_choosing_options(command)
    command.add_argument(
        "--out",
        metavar="FILE",
        required=True,
        help="where the report goes: .pdf, .html, .pptx for slides, .xlsx for its tables, .zip for its figures",
    )
    command.add_argument(
        "--definition", metavar="NAME|FILE", help="a report saved on the page Report, or one in a JSON file"
    )
    command.add_argument(
        "--period", choices=PERIODS, help="whole calendar months, counted back from the last date in the log"
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
    command.add_argument(
        "--share",
        choices=RULES,
        help="for sharing outside the clinic: join small groups until every count is 0 or at least this",
    )
    command.add_argument("--clinic", metavar="NAME", default="", help="the name of the clinic on the first page")
    command.add_argument("--author", metavar="NAME", default="", help="who made the report")
    command.add_argument("--comment", metavar="TEXT", default="", help="a comment on the first page")
    command.add_argument("--logo", metavar="FILE", help="a picture for the first page")
    command.add_argument(
        "--charts", choices=CHARTS, default=CHARTS[0], help="the charts on slides: editable ones are PowerPoint's own"
    )
    command.add_argument("--template", metavar="FILE", help="your own .pptx, for the look of the slides")
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
            f"“{options.out}” has no ending for a kind of file: choose .pdf, .html, .pptx, .xlsx or .zip."
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
        ".pptx": lambda of: as_slides(of, charts=options.charts, template=_content(options.template)),
        ".xlsx": as_workbook,
        ".zip": lambda of: figures_as_zip(
            of, FIGURES[options.figures], size=SHAPES[options.shape], scale=options.pixels
        ),
    }


def _document(options: argparse.Namespace) -> Document:
    of = _settings(options)
    counts, account = _counts(options, of)
    found = at_a_glance(counts, account.chart)
    _refuse_other_factors(options.factor, found)
    sections = _sections(of, counts, found)
    made_on = dt.datetime.now().astimezone().date()
    signature = Signature(of.clinic, of.author, of.comment, of.logo)
    if of.share:
        shared = for_sharing(counts, RULES[of.share], found)
        if shared is None:
            raise DashboardError(too_few_to_share(RULES[of.share], counts.counted))
        return shared_report(shared, account, sections, made_on=made_on, signature=signature)
    together = SeveralFactors()
    if "adjusted" in of.parts:
        together = several_factors(counts, Several(), sections.factors, found)
    return report_of(
        counts,
        account,
        sections,
        made_on=made_on,
        found=found,
        together=together.answer,
        filled_in=together.filled_in,
        stories=together.stories,
        compared_units=_units(counts, of),
        signature=signature,
    )


def _settings(options: argparse.Namespace) -> ReportSettings:
    """Return what the report is to have: what a definition says, but for what an option says."""
    of = ReportSettings() if options.definition is None else _definition(options.definition)
    parts = {*of.parts, *(OFF[name] for name in options.also)} - {ON[name] for name in options.without}
    given = {
        name: getattr(options, name) for name in ("title", "clinic", "author", "comment") if getattr(options, name)
    }
    return replace(
        of,
        parts=tuple(sorted(parts)),
        factors=tuple(options.factor) or of.factors,
        period=PERIODS[options.period] if options.period else of.period,
        logo=_logo(options.logo) or of.logo,
        share=options.share or of.share,
        **given,
    )


def _definition(name: str) -> ReportSettings:
    """Return a report saved with the log, or one in a file.

    Raises
    ------
    DashboardError
        If there is none, or another version wrote it.
    """
    if name.casefold().endswith(".json"):
        try:
            return settings_from_data(json.loads(Path(name).read_bytes()))
        except OSError as error:
            raise DashboardError(f"“{name}” cannot be opened: {error.strerror}.") from error
        except ValueError as error:
            reason = str(error) if str(error) in {OTHER_VERSION, NO_DEFINITION} else NO_DEFINITION
            raise DashboardError(f"“{name}” cannot be used. {reason}") from error
    saved = {each.name: each for each in read_definitions(log_folder())}
    if name not in saved:
        there = f": choose {quoted(saved)}" if saved else ", and none is saved with the log"
        raise DashboardError(f"There is no report called “{name}”{there}.")
    return saved[name]


def _counts(options: argparse.Namespace, of: ReportSettings) -> tuple[Counts, ImportAccount]:
    if not options.where:
        options.where = [
            *(f"{name}={level}" for name, levels in of.levels for level in levels),
            *(f"{name}={low!r}..{high!r}" for name, low, high in of.ranges),
        ]
    options.rate_of = options.rate_of or of.outcome or None
    options.count = of.count if options.count == EVERY_TREATMENT else options.count
    counts, account = chosen_counts(options, of.window_days)
    if of.period != "all":
        period = preset_period(of.period, counts.period) if counts.period is not None else None
        if period is None:
            raise DashboardError(f"The log has no treatments in the period “{of.period}”: choose another --period.")
        counts = counts.between(*period)
    if counts.is_empty:
        raise DashboardError("No treatment matches these filters, so there is nothing to report.")
    return counts, account


def _logo(name: str | None) -> bytes:
    return as_logo(_content(name)) if name is not None else b""


def _content(name: str | None) -> bytes:
    """Return what is in a file; nothing where none is named."""
    if name is None:
        return b""
    try:
        return Path(name).read_bytes()
    except OSError as error:
        raise DashboardError(f"“{name}” cannot be opened: {error.strerror}.") from error


def _refuse_other_factors(asked: Sequence[str], found: AtAGlance) -> None:
    names = [result.factor.name for result in found.factors]
    for name in asked:
        if name not in names:
            raise DashboardError(f"“{name}” is not a factor of this log: choose one of {', '.join(names)}.")


def _sections(of: ReportSettings, counts: Counts, found: AtAGlance) -> Sections:
    names = [result.factor.name for result in found.factors]
    return Sections(
        title=of.title,
        over_time="over_time" in of.parts and counts.period is not None,
        ranking="ranking" in of.parts,
        cusum="cusum" in of.parts,
        recovery="recovery" in of.parts,
        recovery_by=of.recovery_by if any(each.name == of.recovery_by for each in counts.factors) else "",
        # A factor of last month may have a single level this month.
        factors=tuple(names[:FACTORS] if of.factors is None else [name for name in of.factors if name in names]),
        account="account" in of.parts,
        tables="tables" in of.parts,
        methods="methods" in of.parts,
    )


def _units(counts: Counts, of: ReportSettings) -> Teams | None:
    units = [each.name for each in possible_units(counts)] if "teams" in of.parts else []
    if not units:
        return None
    return teams(counts, of.teams_of if of.teams_of in units else units[0], adjusted=True)
