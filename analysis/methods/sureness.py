"""How sure a comparison or a test is, beside one of as many independent treatments: its design effects."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from analysis.methods.normal import chi_square_p, two_sided_z
from analysis.results import CONFIDENCE_LEVEL

# What a test by a design effect adds to its source.
DIVIDED = "; divided by the design effect of this table, Rao & Scott 1984"


@dataclass(frozen=True, kw_only=True)
class Effects:
    """The design effects of one comparison of two rates: of their difference, and of the logarithms of their ratios.

    `freedom` are the degrees of freedom of the first, which serve for all; None where it is not estimated. `of_units`
    tells whether they are due to practitioners or clinics, not to clients who came back.
    """

    difference: float
    risk_ratio: float
    odds_ratio: float
    freedom: float | None = None
    of_units: bool = False

    @classmethod
    def same(cls, design_effect: float, freedom: float | None = None, *, of_units: bool = False) -> Effects:
        """Return one design effect for all three."""
        return cls(
            difference=design_effect,
            risk_ratio=design_effect,
            odds_ratio=design_effect,
            freedom=freedom,
            of_units=of_units,
        )


class Sureness(NamedTuple):
    """A design effect with its degrees of freedom; `of_units` where practitioners or clinics make it so large."""

    effect: float
    freedom: float | None
    of_units: bool = False

    @property
    def reach(self) -> float:
        """How much wider than of independent treatments an interval is, squared."""
        return self.effect * two_sided_z(CONFIDENCE_LEVEL, self.freedom) ** 2


@dataclass(frozen=True, kw_only=True)
class TableEffect:
    """The mean design effect of a table's chi-square.

    Rao and Scott's second correction, by how unequal the design effects within one table are, is not used: with rare
    breakouts it is far too strong, and tests of many levels then hardly ever find anything (where there is nothing to
    find, 4 of 1,000 tests of lots and 12 of practitioners fell below p = 0.05).

    Attributes
    ----------
    mean : float
    freedom : float or None
        The degrees of freedom with which the mean is estimated; None where it is not estimated.
    independent : bool
        Whether so few treatments are of one client that an exact test, which takes all for independent, is right.
    of_units : bool
        Whether it is due to practitioners or clinics, not to clients who came back.
    """

    mean: float
    freedom: float | None
    independent: bool = False
    of_units: bool = False

    def p_value(self, statistic: float, dimensions: int) -> float:
        """Return how often chance alone makes a chi-square, already divided by the mean, as large as this."""
        return chi_square_p(statistic, dimensions, self.freedom)

    def with_source(self, source: str) -> str:
        """Return the source of a test, and of the design effect where that changes its chi-square."""
        return source if self.mean == 1 else source + DIVIDED


INDEPENDENT_TABLE = TableEffect(mean=1.0, freedom=None, independent=True)
