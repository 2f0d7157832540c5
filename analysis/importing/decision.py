"""A decision of the reading that can change a count: what is in doubt, each reading, and what it leads to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analysis.errors import DashboardError

if TYPE_CHECKING:
    import datetime as dt

    from analysis.importing.import_account import ImportAccount

# Rates per 100 are shown with one decimal: what parts them by less is nothing that anybody sees.
SHOWN_DECIMALS = 1
# Why a column is the outcome that is called so: nothing that needs a word.
PLAIN_HEADER = "by its header"
# So small a share of the treatments with another outcome is not worth a question.
ALIKE_TREATMENTS = 0.005
BROKE_OUT, CLEAR, UNKNOWN, ABSENT = 1, 0, -1, -2


@dataclass(frozen=True)
class Consequence:
    """What a log comes to under one reading of its file.

    Attributes
    ----------
    treatments, breakouts, no_breakouts : int
        The rest of the treatments have an outcome that is not known.
    period : tuple of (date, date) or None
        The first and last day of treatment.
    """

    treatments: int
    breakouts: int
    no_breakouts: int
    period: tuple[dt.date, dt.date] | None = None

    @property
    def known(self) -> int:
        """How many treatments have a known outcome."""
        return self.breakouts + self.no_breakouts

    @property
    def rate(self) -> float | None:
        """Breakouts per treatment with a known outcome; None where there is none."""
        return self.breakouts / self.known if self.known else None


@dataclass(frozen=True, eq=False)
class Outcomes:
    """The outcome of every treatment under one reading of its file.

    Attributes
    ----------
    rows : ndarray of int
        The number of the row of each treatment; a row of a table of counts stands for several.
    codes : ndarray of int
        `BROKE_OUT`, `CLEAR` or `UNKNOWN`.
    period : tuple of (date, date) or None
        The first and last day of treatment.
    """

    rows: np.ndarray
    codes: np.ndarray
    period: tuple[dt.date, dt.date] | None = None

    @property
    def consequence(self) -> Consequence:
        """What the log comes to."""
        breakouts, clear = (int(np.count_nonzero(self.codes == code)) for code in (BROKE_OUT, CLEAR))
        return Consequence(len(self.codes), breakouts, clear, self.period)

    def agree_with(self, other: Outcomes) -> bool:
        """Tell whether nobody could tell two logs apart: hardly a treatment has another outcome, and the rate, as it is
        shown, and the period are the same.
        """
        one, another = (pd.Series(each.codes, index=each.rows) for each in (self, other))
        if not (one.index.is_unique and another.index.is_unique) and len(one) != len(another):
            return False
        one, another = (each[~each.index.duplicated()] for each in (one, another))
        both = one.index.union(another.index)
        differ = np.count_nonzero(one.reindex(both, fill_value=ABSENT) != another.reindex(both, fill_value=ABSENT))
        return bool(
            differ <= ALIKE_TREATMENTS * len(both)
            and _shown(self.consequence.rate) == _shown(other.consequence.rate)
            and self.period == other.period
        )


def _shown(rate: float | None) -> float | None:
    return None if rate is None else round(100 * rate, SHOWN_DECIMALS)


@dataclass(frozen=True)
class Alternative:
    """One reading that is not absurd.

    Attributes
    ----------
    reading : str
        In plain words; what is remembered of the answer.
    consequence : Consequence or None
        What the log comes to; None where a later question comes first.
    parts : str
        What tells it from the other readings where the outcomes are alike, such as "3 rows count"; "" where they part.
    """

    reading: str
    consequence: Consequence | None
    parts: str = ""


@dataclass(frozen=True)
class Decision:
    """What a file was taken to say where it could be taken otherwise.

    Attributes
    ----------
    about : str
        What it is about; the key of its answer in `ImportChoices`.
    question : str
        As a manager is asked.
    because : str
        Why there is a doubt, or why there is none.
    chosen : str or None
        The reading that holds; None where nobody has chosen yet.
    alternatives : tuple of Alternative
        None where nothing was in doubt.
    columns : tuple of str
        The columns that it is about.
    rows : tuple of (row number, texts)
        A few rows of the file that show it, with a text for each of `columns`.
    """

    about: str
    question: str
    because: str
    chosen: str | None
    alternatives: tuple[Alternative, ...] = ()
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[int, tuple[str, ...]], ...] = ()

    @property
    def is_notable(self) -> bool:
        """Whether a reader of the counts should know of it: more than that a column is what it is called."""
        return bool(self.alternatives) or self.because != PLAIN_HEADER

    @property
    def in_words(self) -> str:
        """The question with its answer."""
        chosen = self.chosen or ""
        return f"{self.question} {chosen[:1].upper()}{chosen[1:]}."


class UndecidedError(DashboardError):
    """A file can be read in more than one way, and nobody has chosen yet which is right: it gives no rate.

    Attributes
    ----------
    file_name : str
    decision : Decision
        The first that is open.
    account : ImportAccount or None
        What was understood so far; None where not even the outcome was.
    """

    def __init__(self, file_name: str, decision: Decision, account: ImportAccount | None = None) -> None:
        super().__init__(
            f"“{file_name}” can be read in more than one way, so no rate is shown yet: answer the question on "
            "the Outcome log page."
        )
        self.file_name = file_name
        self.decision = decision
        self.account = account
