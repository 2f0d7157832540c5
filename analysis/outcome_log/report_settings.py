"""What a report is to have, by a name under which it is kept: the same choices on next month's log."""

from __future__ import annotations

import base64
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any, get_args

from analysis.outcome_log.filters import WINDOW_DAYS
from analysis.outcome_log.periods import Preset

if TYPE_CHECKING:
    from collections.abc import Callable

# Raised when what is written means something else from then on.
FORMAT_VERSION = 1
LONGEST_NAME = 80
# Those of every new report, and those that can be added.
PARTS_AT_FIRST = ("over_time", "adjusted", "account")
MORE_PARTS = ("ranking", "teams", "cusum", "recovery", "tables", "methods")
# So many factors are shown one by one, those with the strongest links, unless others are chosen.
STRONGEST = 3
NO_DEFINITION = "This is no definition of a report."
OTHER_VERSION = "This definition of a report was written by another version of the dashboard: save it anew."


@dataclass(frozen=True, slots=True, kw_only=True)
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


def settings_as_data(of: ReportSettings) -> dict[str, Any]:
    """Return settings as they are written to a file."""
    return {"version": FORMAT_VERSION, **asdict(of), "logo": base64.b64encode(of.logo).decode("ascii")}


def settings_from_data(data: object) -> ReportSettings:
    """Return the settings that `settings_as_data` wrote.

    Raises
    ------
    ValueError
        Where they are none, or another version wrote them.
    """
    if not isinstance(data, dict) or "version" not in data:
        raise ValueError(NO_DEFINITION)
    if data["version"] != FORMAT_VERSION:
        raise ValueError(OTHER_VERSION)
    try:
        found = ReportSettings(
            **{name: str(data[name]) for name in _TEXTS},
            logo=base64.b64decode(data["logo"], validate=True),
            parts=tuple(part for part in data["parts"] if part in (*PARTS_AT_FIRST, *MORE_PARTS)),
            factors=None if data["factors"] is None else tuple(map(str, data["factors"])),
            period=data["period"],
            levels=tuple((str(name), tuple(map(str, levels))) for name, levels in data["levels"]),
            ranges=tuple((str(name), float(low), float(high)) for name, low, high in data["ranges"]),
            window_days=int(data["window_days"]),
            share=str(data.get("share", "")),
        )
    except (TypeError, KeyError, AttributeError, ValueError) as error:
        raise ValueError(NO_DEFINITION) from error
    if found.period not in get_args(Preset) or found.count not in _COUNTS or found.share not in _SHARES:
        raise ValueError(NO_DEFINITION)
    return found


_TEXTS = ("name", "title", "clinic", "author", "comment", "teams_of", "recovery_by", "outcome", "count")
_COUNTS = ("all", "first", "any")
_SHARES = ("", "5", "7", "10", "rounded")
