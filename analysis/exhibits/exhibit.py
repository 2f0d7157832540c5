"""What answers one question: made once, shown by pages, and mapped over by every export."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    import pandas as pd

    from analysis.figures.figure import Figure


@dataclass(frozen=True, kw_only=True)
class Series:
    """A column of numbers that is drawn, and those of its interval; empty where it has none."""

    value: str
    low: str = ""
    high: str = ""


@dataclass(frozen=True, kw_only=True)
class OfficeChart:
    """What a chart is made of that an office program draws itself, so that it can be edited there.

    Attributes
    ----------
    kind : {"bars", "differences", "line"}
        Bars of differences go left and right of none.
    names : tuple of str
        The columns of the exhibit's numbers that name a row.
    series : tuple of Series
        The first is the one that the chart is about.
    rows : int
        So many of the numbers, from the first.
    """

    kind: Literal["bars", "differences", "line"]
    names: tuple[str, ...]
    series: tuple[Series, ...]
    rows: int


@dataclass(frozen=True, eq=False, kw_only=True)
class Exhibit:
    """An answer with all that belongs to it; every text is plain, and escaped by whoever shows it.

    Attributes
    ----------
    stem : str
        What its files are called, without the ending.
    heading : str
        What it is about.
    finding : str
        The answer in a sentence or two.
    sentences : tuple of str
        What else there is to say, before the figure.
    figure : Figure or None
        None where there is nothing to draw.
    alt : str
        The figure in words.
    numbers : DataFrame or None
        What the figure was drawn from.
    only_in_files : tuple of str
        Columns of `numbers` that a page or a sheet of paper has no room for.
    rows_shown : int or None
        Of `numbers` on a page or a sheet of paper; all where None.
    row_step : int
        From one of these rows to the next: a curve has more points than anybody reads.
    counts : str
        What it counts, where that is not what the whole document counts.
    office_chart : OfficeChart or None
        The same in short for slides: bars, rankings and rates over time have one.
    decimals : int
        Of the numbers on a page or a sheet of paper that are not whole; `numbers` has them in full.
    details : tuple of str
        A line each on the parts of the answer.
    left_out : tuple of str
        What the figure does not show, and why.
    cautions : tuple of str
        What limits the answer.
    how : tuple of str
        How it was worked out, one line a method.
    """

    stem: str
    heading: str
    finding: str
    sentences: tuple[str, ...] = ()
    figure: Figure | None = None
    alt: str = ""
    numbers: pd.DataFrame | None = None
    only_in_files: tuple[str, ...] = ()
    rows_shown: int | None = None
    row_step: int = 1
    counts: str = ""
    office_chart: OfficeChart | None = None
    decimals: int = 1
    details: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    cautions: tuple[str, ...] = ()
    how: tuple[str, ...] = ()

    @property
    def table(self) -> pd.DataFrame | None:
        """The numbers as a page or a sheet of paper shows them."""
        if self.numbers is None:
            return None
        shown = self.numbers.drop(columns=list(self.only_in_files)).head(self.rows_shown or len(self.numbers))
        return shown.iloc[:: self.row_step]
