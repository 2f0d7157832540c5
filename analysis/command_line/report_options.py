"""The options of ``report``, apart from what writes one: that takes longer to load than other commands run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.command_line.chosen import add_choosing_options
from analysis.command_line.sharing import add_sharing_option
from analysis.outcome_log.report_settings import CHARTS, FIGURES, PIXELS, SHAPES, STRONGEST

if TYPE_CHECKING:
    import argparse

    from analysis.outcome_log.periods import Preset

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
# As they are written here, and as settings have them.
FIGURES_CALLED = {each.lower(): each for each in FIGURES}


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
        help=f"show this factor one by one (the {STRONGEST} with the strongest links if left out)",
    )
    command.add_argument(
        "--with", dest="also", choices=OFF, action="append", default=[], help="add a part to the report"
    )
    command.add_argument("--without", choices=ON, action="append", default=[], help="leave a part of the report out")
    add_sharing_option(command)
    command.add_argument("--clinic", metavar="NAME", default="", help="the name of the clinic on the first page")
    command.add_argument("--author", metavar="NAME", default="", help="who made the report")
    command.add_argument("--comment", metavar="TEXT", default="", help="a comment on the first page")
    command.add_argument("--logo", metavar="FILE", help="a picture for the first page")
    command.add_argument("--charts", choices=CHARTS, help="the charts on slides: editable ones are PowerPoint's own")
    command.add_argument("--template", metavar="FILE", help="your own .pptx, for the look of the slides")
    command.add_argument("--figures", choices=FIGURES_CALLED, help="the figures in a .zip")
    command.add_argument("--shape", choices=SHAPES, help="the shape of the figures in a .zip")
    command.add_argument("--pixels", type=int, choices=PIXELS, help="so many times the pixels of a PNG")
