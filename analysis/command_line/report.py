"""``python -m analysis report FILE | --log --out FILE``: the report in the format of the ending of its file."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis.command_line.chosen import EVERY_TREATMENT, chosen_counts
from analysis.command_line.report_options import FIGURES_CALLED, OFF, ON, PERIODS
from analysis.command_line.sharing import shared_by
from analysis.command_line.written import write_file
from analysis.errors import DashboardError
from analysis.exhibits.document import Signature, report_of
from analysis.exhibits.report import Sections
from analysis.exhibits.shared_report import shared_report
from analysis.exports.figure_files import figures_as_zip
from analysis.exports.html_report import as_html
from analysis.exports.logo import as_logo
from analysis.exports.pdf_report import typeset
from analysis.exports.slides import as_slides
from analysis.exports.workbook import as_workbook
from analysis.figures.picture import SIZES
from analysis.files.quoting import quoted
from analysis.outcome_log.periods import preset_period, today
from analysis.outcome_log.report_settings import (
    NO_DEFINITION,
    OTHER_VERSION,
    SHAPES,
    STRONGEST,
    FormatSettings,
    ReportSettings,
    settings_from_data,
)
from analysis.questions.adjusted import DEFAULT_ENTERED
from analysis.questions.at_a_glance import at_a_glance
from analysis.questions.several import Several, SeveralFactors, several_factors
from analysis.questions.teams import possible_units, teams
from analysis.saved_log.folder import log_folder
from analysis.saved_log.report_definitions import read_definitions

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Mapping, Sequence

    from analysis.counting.counts import Counts
    from analysis.exhibits.document import Document
    from analysis.importing.import_account import ImportAccount
    from analysis.questions.at_a_glance import AtAGlance
    from analysis.questions.teams import Teams

# The sizes behind the names of the options.
SIZE_OF = dict(zip(SHAPES, SIZES, strict=True))


def write_report(options: argparse.Namespace) -> str | dict[str, Any]:
    """Write the report of the treatments chosen, and return where it is.

    Raises
    ------
    DashboardError
        If there is no such log, it lacks something that an option names, or the file cannot be written.
    """
    settings = _settings(options)
    write = _writers(options, settings.file).get(Path(options.out).suffix.lower())
    if write is None:
        raise DashboardError(
            f"“{options.out}” has no ending for a kind of file: choose .pdf, .html, .pptx, .xlsx or .zip."
        )
    of = _document(options, settings)
    write_file(options.out, write(of))
    if options.json:
        return {"file": options.out, "title": of.title, "dated": of.dated.isoformat(), "exhibits": len(of.placed)}
    return f"The report is in “{options.out}”."


def _writers(options: argparse.Namespace, file: FormatSettings) -> Mapping[str, Callable[[Document], bytes]]:
    return {
        ".pdf": lambda of: typeset(of).pdf(),
        ".html": lambda of: as_html(of).encode(),
        ".pptx": lambda of: as_slides(of, charts=file.charts, template=_template(options.template, file)),
        ".xlsx": as_workbook,
        ".zip": lambda of: figures_as_zip(of, file.figures, size=SIZE_OF[file.shape], scale=file.pixels),
    }


def _document(options: argparse.Namespace, of: ReportSettings) -> Document:
    counts, account = _counts(options, of)
    found = at_a_glance(counts, account.chart)
    _refuse_other_factors(options.factor, found)
    sections = _sections(of, counts, found)
    made_on = today()
    signature = Signature(of.clinic, of.author, of.comment, of.logo)
    if of.share:
        shared = shared_by(of.share, counts, found)
        return shared_report(shared, account, sections, made_on=made_on, signature=signature)
    together = SeveralFactors()
    if "adjusted" in of.parts:
        together = several_factors(counts, _several(of, counts), sections.factors, found)
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
    formats = {
        name: value for name in ("charts", "shape", "pixels") if (value := getattr(options, name)) is not None
    } | ({"figures": FIGURES_CALLED[options.figures]} if options.figures else {})
    return replace(
        of,
        file=replace(of.file, **formats),
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


def _template(name: str | None, file: FormatSettings) -> bytes:
    """Return the presentation whose look the slides have.

    Raises
    ------
    DashboardError
        If a definition has one, and none is named here: files are not kept with a definition.
    """
    if name is None and file.template is not None:
        raise DashboardError(
            f"The report uses the look of “{file.template.name}”, which is not kept with it: name that file with "
            "--template."
        )
    return _content(name)


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
        cusum_adjusted=of.cusum_adjusted,
        recovery="recovery" in of.parts,
        recovery_by=of.recovery_by if any(each.name == of.recovery_by for each in counts.factors) else "",
        # A factor of last month may have a single level this month.
        factors=tuple(names[:STRONGEST] if of.factors is None else [name for name in of.factors if name in names]),
        account="account" in of.parts,
        tables="tables" in of.parts,
        methods="methods" in of.parts,
        order=of.order,
    )


def _several(of: ReportSettings, counts: Counts) -> Several:
    """Return which factors are looked at together: those of the definition that the log has, else those suggested."""
    possible = {each.name for each in counts.factors}
    names = tuple(name for name in of.adjusted_for or () if name in possible)
    return Several(names=names, entered="levels" if of.numbers_in_groups else DEFAULT_ENTERED)


def _units(counts: Counts, of: ReportSettings) -> Teams | None:
    units = [each.name for each in possible_units(counts)] if "teams" in of.parts else []
    if not units:
        return None
    possible, names = {each.name for each in counts.factors}, of.teams_adjusted_for
    return teams(
        counts,
        of.teams_of if of.teams_of in units else units[0],
        adjusted=of.teams_adjusted,
        widened=of.teams_widened,
        of=None if names is None else tuple(name for name in names if name in possible),
    )
