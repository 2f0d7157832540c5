"""What a manager sets on the chart over time: a target, a baseline, dated notes, and periods left out of the limits."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from analysis.outcome_log.periods import Period

# A note is a label on a chart, a reason a cell of a table.
LONGEST_NOTE = 200
NO_SETTINGS = "These are no settings of a chart."


@dataclass(frozen=True, order=True)
class Note:
    """What changed on a day, such as a new aftercare sheet; where it `rebases`, the limits start again on that day."""

    day: dt.date
    text: str
    rebases: bool = False


@dataclass(frozen=True, order=True)
class SetAside:
    """Days whose treatments count neither for the limits nor as a signal, and why."""

    start: dt.date
    end: dt.date
    reason: str


@dataclass(frozen=True, order=True)
class NamedLine:
    """A rate to compare with, such as a published one, as a share."""

    name: str
    rate: float


@dataclass(frozen=True, kw_only=True)
class ChartSettings:
    """What a manager sets on the chart over time.

    Attributes
    ----------
    target : float or None
        The rate, as a share, that should not be exceeded.
    lines : tuple of NamedLine
    baseline : pair of date or None
        The first and last day of the treatments that fix the limits; None where all do.
    set_aside : tuple of SetAside
    notes : tuple of Note
        In the order of their days.
    widens : bool
        Whether the limits are widened where the rates vary more than by chance.
    """

    target: float | None = None
    lines: tuple[NamedLine, ...] = ()
    baseline: Period | None = None
    set_aside: tuple[SetAside, ...] = ()
    notes: tuple[Note, ...] = ()
    widens: bool = True

    def with_note(self, note: Note) -> ChartSettings:
        """Return the same with one more note."""
        return replace(self, notes=tuple(sorted({*self.notes, note})))

    def with_set_aside(self, of: SetAside) -> ChartSettings:
        """Return the same with these days set aside; a reason given earlier for the same days is replaced."""
        others = [each for each in self.set_aside if (each.start, each.end) != (of.start, of.end)]
        return replace(self, set_aside=tuple(sorted([*others, of])))

    def with_line(self, line: NamedLine) -> ChartSettings:
        """Return the same with one more line; one of the same name is replaced."""
        others = [each for each in self.lines if each.name != line.name]
        return replace(self, lines=tuple(sorted([*others, line])))

    def reworded(self, change: Callable[[str], str]) -> ChartSettings:
        """Return the same with every text that somebody wrote changed."""
        return replace(
            self,
            lines=tuple(replace(each, name=change(each.name)) for each in self.lines),
            set_aside=tuple(replace(each, reason=change(each.reason)) for each in self.set_aside),
            notes=tuple(replace(each, text=change(each.text)) for each in self.notes),
        )

    @property
    def rebased_on(self) -> tuple[dt.date, ...]:
        """The days on which the limits start again."""
        return tuple(sorted({each.day for each in self.notes if each.rebases}))

    def reason_for(self, start: dt.date, end: dt.date) -> str | None:
        """Return why a period is set aside; None where it is not."""
        return next((each.reason for each in self.set_aside if each.start <= end and start <= each.end), None)


NOTHING_SET = ChartSettings()


def as_data(settings: ChartSettings) -> dict[str, Any]:
    """Return settings as they are written to a file: only what is set."""
    data = {
        "target": settings.target,
        "lines": [[each.name, each.rate] for each in settings.lines],
        "baseline": [day.isoformat() for day in settings.baseline] if settings.baseline else None,
        "set_aside": [[each.start.isoformat(), each.end.isoformat(), each.reason] for each in settings.set_aside],
        "notes": [[each.day.isoformat(), each.text, each.rebases] for each in settings.notes],
        "never_widened": not settings.widens,
    }
    return {name: value for name, value in data.items() if value is not None and value is not False and value != []}


def from_data(data: Mapping[str, Any]) -> ChartSettings:
    """Return the settings that `as_data` wrote.

    Raises
    ------
    ValueError
        Where they are no settings.
    """
    try:
        baseline = data.get("baseline")
        target = data.get("target")
        return ChartSettings(
            target=None if target is None else _share(target),
            lines=tuple(NamedLine(str(name), _share(rate)) for name, rate in data.get("lines", ())),
            baseline=(_day(baseline[0]), _day(baseline[1])) if baseline else None,
            set_aside=tuple(
                SetAside(_day(start), _day(end), str(why)) for start, end, why in data.get("set_aside", ())
            ),
            notes=tuple(Note(_day(day), str(text), bool(rebases)) for day, text, rebases in data.get("notes", ())),
            widens=not data.get("never_widened", False),
        )
    except (TypeError, ValueError, AttributeError, IndexError, KeyError) as error:
        raise ValueError(NO_SETTINGS) from error


def _day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def _share(rate: float) -> float:
    share = float(rate)
    if not 0 <= share <= 1:
        raise ValueError(NO_SETTINGS)
    return share
