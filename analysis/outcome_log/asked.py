"""What an exhibit answers, small enough to be written to a file: whoever asks again has the exhibit of other counts."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any, Literal, get_args

Question = Literal[
    "over time",
    "ranking",
    "rates",
    "story",
    "grades",
    "curve",
    "within groups",
    "two factors",
    "unknown outcomes",
    "enough data",
    "after adjusting",
    "blanks filled in",
    "could prevent",
    "adjusted rates",
    "odds ratios",
    "model fit",
    "few breakouts",
    "trend",
    "trend of groups",
    "between breakouts",
    "cusum",
    "teams",
    "one unit",
    "clients of one unit",
    "trend of one unit",
    "when breakouts begin",
    "how long breakouts last",
    "how severe breakouts are",
    "warning signs",
    "followed up",
]
Periods = Literal["", "week", "month", "quarter"]
# They name people, lots or places.
ABOUT_UNITS: tuple[Question, ...] = ("teams", "one unit", "clients of one unit", "trend of one unit")
NOT_ASKED = "This is no question of a report."


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A question with its choices; which treatments and which outcome it is about is chosen for a whole report.

    Attributes
    ----------
    question : Question
    factor : str
        The name of the factor, or of the column of the units, that it is about.
    level : str
        What one of its levels is called: the one compared with all the others, or the unit shown.
    beside : str
        The name of the second factor, or of the one within whose groups is compared.
    names : tuple of str or None
        The factors looked at together or adjusted for; None for those suggested.
    levels : tuple of (str, str)
        The names of factors with what the level is called that stands for each.
    planned : str
        The name of the factor that was the question before anything was looked at; empty where none was.
    numbers_in_groups : bool
        Whether numbers enter as five groups, not as a steady trend.
    by : str
        The periods of a chart over time; empty for those found.
    adjusted, widened : bool
        Whether units are adjusted for their clients, and their limits wider.
    days : int
        Within which a treatment is followed up in time.
    most : int
        So many factors at most; as many as a sheet of paper holds with 0.
    """

    question: Question
    factor: str = ""
    level: str = ""
    beside: str = ""
    names: tuple[str, ...] | None = None
    levels: tuple[tuple[str, str], ...] = ()
    planned: str = ""
    numbers_in_groups: bool = False
    by: Periods = ""
    adjusted: bool = False
    widened: bool = False
    days: int = 0
    most: int = 0


_TEXTS = ("factor", "level", "beside", "planned")
_FLAGS = ("numbers_in_groups", "adjusted", "widened")
_NUMBERS = ("days", "most")


def asked_as_data(of: Asked) -> dict[str, Any]:
    """Return a question as it is written to a file: with the choices that were made alone."""
    chosen = ((each, getattr(of, each.name)) for each in fields(of))
    return {
        each.name: asked if not isinstance(asked, tuple) else list(map(_listed, asked))
        for each, asked in chosen
        if asked != each.default
    }


def _listed(of: str | tuple[str, str]) -> str | list[str]:
    return list(of) if isinstance(of, tuple) else of


def asked_from_data(data: object) -> Asked:
    """Return the question that `asked_as_data` wrote.

    Raises
    ------
    ValueError
        Where it is none.
    """
    if not isinstance(data, dict) or data.keys() - {each.name for each in fields(Asked)}:
        raise ValueError(NOT_ASKED)
    if data.get("question") not in get_args(Question) or data.get("by", "") not in get_args(Periods):
        raise ValueError(NOT_ASKED)
    try:
        plain: dict[str, Any] = {name: _text(data[name]) for name in _TEXTS if name in data}
        plain |= {name: bool(data[name]) for name in _FLAGS if name in data}
        plain |= {name: int(data[name]) for name in _NUMBERS if name in data}
        return Asked(
            question=data["question"],
            **plain,
            names=None if data.get("names") is None else tuple(map(_text, _list(data["names"]))),
            levels=tuple((_text(name), _text(level)) for name, level in _list(data.get("levels", []))),
            by=data.get("by", ""),
        )
    except (TypeError, ValueError) as error:
        raise ValueError(NOT_ASKED) from error


def _text(of: object) -> str:
    if not isinstance(of, str):
        raise TypeError(NOT_ASKED)
    return of


def _list(of: object) -> list[Any]:
    if not isinstance(of, list):
        raise TypeError(NOT_ASKED)
    return of
