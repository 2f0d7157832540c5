"""Counts by two factors written down, and the values that R worked out for them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from analysis.counting.tallies import OneWay, TwoWay
from analysis.methods.one_factor import examine
from analysis.methods.stratified import Stratified, stratify
from analysis.results import INDEPENDENT, Clustering, Contrast
from tests.tallies import REFERENCE, factor

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analysis.outcome_log.log import Factor
    from tests.tallies import Known

# For each group of the second factor, (breakouts, no breakouts) of each level of the first.
Groups = Mapping[Any, Mapping[Any, tuple[int, int]]]

SEX = factor(levels=("Female", "Male"), name="sex", title="Sex", is_extra=True)
DEPARTMENT = factor(levels=tuple("ABCDEF"), name="department", title="Department", is_extra=True)


def r_values(section: str) -> list[Known]:
    """Return one section of the values that R worked out on two factors."""
    values: list[Known] = json.loads((REFERENCE / "stratified.json").read_text(encoding="utf-8"))[section]
    return values


def tally_of(groups: Groups, levels: Sequence[Any] = (), names: tuple[str, str] = ("product", "acne")) -> TwoWay:
    """Return a tally by two factors, nothing of which is under "not known"."""
    firsts = list(levels or dict.fromkeys(level for of_group in groups.values() for level in of_group))
    counts = np.zeros((len(firsts) + 1, len(groups) + 1, 3), dtype=np.int64)
    for column, of_group in enumerate(groups.values()):
        for level, (breakouts, no_breakouts) in of_group.items():
            counts[firsts.index(level), column, :2] = no_breakouts, breakouts
    return TwoWay(names, ((*firsts, None), (*groups, None)), counts)


def known_tally(known: Known, first: str = "first", second: str = "second") -> TwoWay:
    """Return the strata of a value from R as a tally."""
    which = ("breakouts_first", "known_first", "breakouts_second", "known_second")
    columns = zip(*(known[each] for each in which), strict=True)
    return tally_of(
        {f"stratum {place}": {first: (a, n - a), second: (c, m - c)} for place, (a, n, c, m) in enumerate(columns)}
    )


def crude_contrast(of: Factor, tally: TwoWay, clustering: Clustering = INDEPENDENT) -> Contrast:
    """Return the contrast of the first factor, looked at alone."""
    alone = OneWay(tally.factors[0], tally.levels[0], tally.counts.sum(axis=1))
    contrast = examine(of, alone, clustering).contrast
    assert contrast is not None
    return contrast


def within(
    groups: Groups, of: Factor | None = None, by: Factor | None = None, design_effect: float = 1.0
) -> Stratified:
    """Compare the levels of the first factor within the groups of the second."""
    tally = tally_of(groups)
    of = of or factor(levels=tally.levels[0][:-1], name="product", title="Product", reference="gentle")
    by = by or factor(levels=tuple(groups), name="acne", title="Acne history")
    clustering = Clustering(int(design_effect > 1), design_effect)
    return stratify(crude_contrast(of, tally, clustering), by, tally, clustering)


def one_each(number: int) -> Groups:
    """Return groups none of which holds both levels."""
    return {place: {"harsh": (1, 9)} if place % 2 else {"gentle": (2, 8)} for place in range(number)}


def noisy(rows: int, columns: int, size: int = 40) -> Groups:
    """Return groups of which each has an own rate, the later ones more treatments."""
    return {
        column: {f"lot {row}": (5 + (row + column) % 4, size + row + 2 * column) for row in range(rows)}
        for column in range(columns)
    }


def berkeley() -> TwoWay:
    """Return who applied to and was admitted by the six largest departments of Berkeley in 1973."""
    (known,) = (each for each in r_values("stratified") if each["name"] == "ucb_by_department")
    tally = known_tally(known, "Male", "Female")
    return TwoWay(("sex", "department"), (tally.levels[0], (*"ABCDEF", None)), tally.counts)
