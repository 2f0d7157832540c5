"""What a report is to have, by a name under which it is kept: the same choices on next month's log."""

from __future__ import annotations

import base64
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, get_args

from analysis.outcome_log.asked import Asked, asked_as_data, asked_from_data
from analysis.outcome_log.filters import WINDOW_DAYS
from analysis.outcome_log.periods import Preset

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

# Raised when what is written means something else from then on. Version 1 had neither an order nor formats.
FORMAT_VERSION = 2
READABLE_VERSIONS = (1, FORMAT_VERSION)
LONGEST_NAME = 80
# Those of every new report, and those that can be added.
PARTS_AT_FIRST = ("over_time", "adjusted", "account")
MORE_PARTS = ("ranking", "teams", "cusum", "recovery", "tables", "methods")
# What follows the first page, in its usual order; `over_time` is on that page, the others are in every section.
SECTIONS = ("ranking", "adjusted", "factors", "teams", "cusum", "recovery", "account")
Order: TypeAlias = "tuple[str | Asked, ...]"
# The files of a report, and what is chosen for some of them.
ENDINGS = ("html", "pdf", "pptx", "xlsx", "zip")
Charts = Literal["pictures", "editable"]
Figures = Literal["PNG", "SVG", "PDF"]
Pixels = Literal[1, 2, 4]
CHARTS: tuple[Charts, ...] = get_args(Charts)
FIGURES: tuple[Figures, ...] = get_args(Figures)
PIXELS: tuple[Pixels, ...] = get_args(Pixels)
SHAPES = ("slide", "half-page", "square")
# So many factors are shown one by one, those with the strongest links, unless others are chosen.
STRONGEST = 3
NO_DEFINITION = "This is no definition of a report."
OTHER_VERSION = "This definition of a report was written by another version of the dashboard: save it anew."


@dataclass(frozen=True)
class FileOf:
    """A file that is not kept with a definition: its name, and the SHA-256 of its bytes to know it by."""

    name: str
    digest: str


@dataclass(frozen=True, kw_only=True)
class FormatSettings:
    """How a report becomes a file.

    Attributes
    ----------
    ending : str
        Of the name of the file.
    charts : str
        Whether charts on slides are pictures or can be edited.
    template : FileOf or None
        The presentation whose look the slides have.
    figures, shape : str
        The kind of file of each figure, and its shape.
    pixels : int
        So many times those of a figure that is a PNG.
    """

    ending: str = ENDINGS[0]
    charts: Charts = CHARTS[0]
    template: FileOf | None = None
    figures: Figures = FIGURES[0]
    shape: str = SHAPES[0]
    pixels: Pixels = PIXELS[0]

    def __post_init__(self) -> None:
        """Refuse what no file can be made with."""
        chosen = (self.ending, self.charts, self.figures, self.shape, self.pixels)
        if not all(each in of for each, of in zip(chosen, (ENDINGS, CHARTS, FIGURES, SHAPES, PIXELS), strict=True)):
            raise ValueError(NO_DEFINITION)


@dataclass(frozen=True, kw_only=True)
class ReportSettings:
    """The choices of a report.

    Attributes
    ----------
    name : str
        What it is called among those kept with the log.
    title, clinic, author, comment : str
    logo : bytes
        As PNG.
    parts : tuple of str
        Of `PARTS_AT_FIRST` and `MORE_PARTS`.
    factors : tuple of str or None
        Shown one by one; None for those with the strongest links, found anew each time.
    teams_of, recovery_by : str
        What is compared, and by which groups recovery is shown; empty where nothing was chosen.
    period : Preset
        Moves along with the log: the last full month is another one next month.
    levels, ranges, window_days
        As filters have them.
    outcome : str
        What is counted, in words; empty for breakouts.
    count : str
        "all", "first" or "any": how clients count who came back.
    share : str
        By which rule it is made safe to share outside the clinic; empty for a report of its own.
    order : tuple of str or Asked
        Every one of `SECTIONS`, and the exhibits added to them, in the order of the report.
    adjusted_for : tuple of str or None
        The factors looked at together; None for those suggested.
    numbers_in_groups : bool
        Whether numbers are treated as five groups there, not as a steady trend.
    cusum_adjusted : bool
        Whether the CUSUM of each clinic is adjusted for its clients.
    teams_adjusted, teams_widened : bool
        Whether what is compared is adjusted for its clients, and whether its limits are wider.
    teams_adjusted_for : tuple of str or None
        The factors that it is adjusted for; None for those suggested.
    file : FormatSettings
    written_as : int
        The version of the format that it was read from.
    """

    name: str = ""
    title: str = ""
    clinic: str = ""
    author: str = ""
    comment: str = ""
    logo: bytes = b""
    parts: tuple[str, ...] = PARTS_AT_FIRST
    factors: tuple[str, ...] | None = None
    teams_of: str = ""
    recovery_by: str = ""
    period: Preset = "all"
    levels: tuple[tuple[str, tuple[str, ...]], ...] = ()
    ranges: tuple[tuple[str, float, float], ...] = ()
    window_days: int = WINDOW_DAYS
    outcome: str = ""
    count: str = "all"
    share: str = ""
    order: Order = SECTIONS
    adjusted_for: tuple[str, ...] | None = None
    numbers_in_groups: bool = False
    cusum_adjusted: bool = True
    teams_adjusted: bool = True
    teams_widened: bool = False
    teams_adjusted_for: tuple[str, ...] | None = None
    file: FormatSettings = FormatSettings()
    written_as: int = FORMAT_VERSION

    def reworded(self, change: Callable[[str], str]) -> ReportSettings:
        """Return the same with every text that somebody wrote changed."""
        return replace(
            self,
            name=change(self.name),
            title=change(self.title),
            clinic=change(self.clinic),
            author=change(self.author),
            comment=change(self.comment),
        )


def whole_order(of: Iterable[str | Asked]) -> Order:
    """Return an order with every section once: what it lacks comes where it does in the usual order, or last."""
    known = list(dict.fromkeys(each for each in of if isinstance(each, Asked) or each in SECTIONS))
    for place, section in enumerate(SECTIONS):
        if section not in known:
            later = [known.index(each) for each in SECTIONS[place + 1 :] if each in known]
            known.insert(min(later, default=len(known)), section)
    return tuple(known)


def settings_as_data(of: ReportSettings) -> dict[str, Any]:
    """Return settings as they are written to a file."""
    data = asdict(of)
    del data["written_as"]
    return {
        "version": FORMAT_VERSION,
        **data,
        "logo": base64.b64encode(of.logo).decode("ascii"),
        "order": [asked_as_data(each) if isinstance(each, Asked) else each for each in of.order],
    }


def settings_from_data(data: object) -> ReportSettings:
    """Return the settings that `settings_as_data` wrote, in this version of the dashboard or an earlier one.

    Raises
    ------
    ValueError
        Where they are none, or another version wrote them that cannot be read.
    """
    if not isinstance(data, dict) or "version" not in data:
        raise ValueError(NO_DEFINITION)
    if data["version"] not in READABLE_VERSIONS:
        raise ValueError(OTHER_VERSION)
    try:
        given: dict[str, Any] = {name: str(data[name]) for name in _TEXTS}
        if data["version"] != 1:
            given |= _since_version_2(data)
        found = ReportSettings(
            **given,
            logo=base64.b64decode(data["logo"], validate=True),
            parts=tuple(part for part in data["parts"] if part in (*PARTS_AT_FIRST, *MORE_PARTS)),
            factors=_names(data["factors"]),
            period=data["period"],
            levels=tuple((str(name), tuple(map(str, levels))) for name, levels in data["levels"]),
            ranges=tuple((str(name), float(low), float(high)) for name, low, high in data["ranges"]),
            window_days=int(data["window_days"]),
            share=str(data.get("share", "")),
            written_as=data["version"],
        )
    except (TypeError, KeyError, AttributeError, ValueError) as error:
        raise ValueError(NO_DEFINITION) from error
    if found.period not in get_args(Preset) or found.count not in _COUNTS or found.share not in _SHARES:
        raise ValueError(NO_DEFINITION)
    return found


def _since_version_2(data: dict[str, Any]) -> dict[str, Any]:
    """Return what the first version of the format did not have."""
    of_file = data["file"]
    template = of_file["template"]
    return {
        "order": whole_order(each if isinstance(each, str) else asked_from_data(each) for each in data["order"]),
        **{name: _names(data[name]) for name in ("adjusted_for", "teams_adjusted_for")},
        **{name: bool(data[name]) for name in _FLAGS},
        "file": FormatSettings(
            **{name: of_file[name] for name in ("ending", "charts", "figures", "shape", "pixels")},
            template=None if template is None else FileOf(str(template["name"]), str(template["digest"])),
        ),
    }


def _names(of: list[Any] | None) -> tuple[str, ...] | None:
    return None if of is None else tuple(map(str, of))


_TEXTS = ("name", "title", "clinic", "author", "comment", "teams_of", "recovery_by", "outcome", "count")
_FLAGS = ("numbers_in_groups", "cusum_adjusted", "teams_adjusted", "teams_widened")
_COUNTS = ("all", "first", "any")
_SHARES = ("", "5", "7", "10", "rounded")
