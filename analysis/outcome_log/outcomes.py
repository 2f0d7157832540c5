"""What counts as the outcome: a breakout, or another column with the levels of it that count as yes."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import takewhile
from typing import TYPE_CHECKING, Literal

from analysis.outcome_log.codebook import NO, YES, load
from analysis.outcome_log.log import OUTCOME

if TYPE_CHECKING:
    from collections.abc import Iterator

    from analysis.outcome_log.description import LogDescription
    from analysis.outcome_log.log import Level

# What one count stands for: each treatment, the first treatment of each client, or each client.
Unit = Literal["treatments", "first treatments", "clients"]


@dataclass(frozen=True)
class Outcome:
    """A column and the levels of it that count as yes; every other known level counts as no.

    Attributes
    ----------
    name : str
        The column.
    levels : tuple
        Those that count as yes: the answer yes, or the upper ones of an ordered column.
    title : str
        What the column is called.
    is_ordered : bool
        Whether the column has an order, so that its levels can be looked at one by one as well.
    """

    name: str
    levels: tuple[Level, ...]
    title: str
    is_ordered: bool = False

    @property
    def is_breakout(self) -> bool:
        """Whether this is the outcome that a log always has."""
        return self.name == OUTCOME

    @property
    def is_course(self) -> bool:
        """Whether it says what a breakout was like, so that treatments without one count as no."""
        return self.name in load() and load()[self.name].role == "course"


BREAKOUT = Outcome(OUTCOME, (YES,), "Breakout")


@dataclass(frozen=True)
class Counted:
    """What is counted of the treatments that pass some filters: breakouts after each treatment unless chosen otherwise.

    Attributes
    ----------
    outcome : Outcome
    unit : Unit
        Each treatment; of each client the first treatment that passes; or each client, whose outcome is yes where it
        was after any treatment that passes, and whose levels are those of the first.
    """

    outcome: Outcome = BREAKOUT
    unit: Unit = "treatments"


def possible_outcomes(log: LogDescription) -> tuple[Outcome, ...]:
    """Return what can be looked at as the outcome of a log, breakouts first: every yes/no or ordered column.

    An ordered column gives one outcome for each threshold, such as moderate or severe, and severe. What was recorded of
    the breakout comes before a clinic's own columns, and these before the factors, which are hardly ever asked about.
    """
    own = tuple(factor.name for factor in log.factors if factor.is_extra)
    names = (*_with_role("course"), *_with_role("warning sign"), *own, *_with_role("factor"))
    return (BREAKOUT, *(outcome for name in names if name in log for outcome in _of_column(log, name)))


def _with_role(role: str) -> tuple[str, ...]:
    return tuple(field.name for field in load().fields if field.role == role)


def _of_column(log: LogDescription, name: str) -> Iterator[Outcome]:
    levels = log.values(name)
    title = load()[name].title if name in load() else name
    # Most columns have other levels, of which the first tells.
    answers = list(takewhile(bool, (load().answer_of(str(level)) for level in levels)))
    if len(answers) == len(levels) and set(answers) == {YES, NO}:
        yield Outcome(name, tuple(level for level, answer in zip(levels, answers, strict=True) if answer == YES), title)
    elif _is_ordered(log, name):
        for place in range(1, len(levels)):
            yield Outcome(name, levels[place:], title, is_ordered=True)


def _is_ordered(log: LogDescription, name: str) -> bool:
    if name in load() and load()[name].role == "course":
        return load()[name].kind == "ordered"
    return any(factor.name == name and factor.kind == "ordered" for factor in log.factors)
