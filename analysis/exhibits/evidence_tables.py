"""The numbers behind the charts of what a log can tell, of its unknown outcomes and of a curve."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from analysis.wording.cautions import caution
from analysis.wording.numbers import level_name
from analysis.wording.one_factor import contrast_name
from analysis.wording.outcomes import unit
from analysis.wording.power import settling

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analysis.methods.curve import RateCurve
    from analysis.methods.power import Ability
    from analysis.methods.unknowns import Bounds, UnknownOutcomes
    from analysis.outcome_log.outcomes import Counted
    from analysis.results import Interval


def abilities_table(of: Sequence[Ability], counted: Counted) -> pd.DataFrame:
    """Return one row a factor, in the order given."""
    return pd.DataFrame([_ability(each, counted) for each in of])


def _ability(of: Ability, counted: Counted) -> dict[str, object]:
    contrast = of.result.contrast
    comparison = contrast.comparison if contrast is not None else None
    found = of.detectable
    return {
        "Factor": of.result.factor.title,
        "Compared": contrast_name(of.result),
        "Known outcomes": comparison.first.known if comparison else None,
        "Compared with": comparison.second.known if comparison else None,
        "Would show, more per 100": _per_100(found.more if found else None),
        "Would show, fewer per 100": _per_100(found.fewer if found else None),
        "Seen, per 100": _per_100(comparison.risk_difference.value if comparison else None),
        f"More {unit(counted)}s to settle it": settling(of),
        "Cautions": " ".join(caution(each, counted) for each in of.cautions),
    }


def bounds_table(of: UnknownOutcomes, counted: Counted) -> pd.DataFrame:
    """Return one row a level, then all together."""
    rows = [(level_name(each.of.level, of.result.factor), each) for each in of.levels]
    if of.total is not None:
        rows.append(("all together", of.total))
    return pd.DataFrame([_bounds(name, each, of, counted) for name, each in rows])


def _bounds(name: str, each: Bounds, of: UnknownOutcomes, counted: Counted) -> dict[str, object]:
    low, high = _ends(each.of.rate.interval) if each.of.rate else (None, None)
    return {
        f"Level of {of.result.factor.title}": name,
        f"{unit(counted).capitalize()}s": each.of.treatments,
        "Outcome not known": each.of.unknown,
        "Rate as known, %": _per_100(each.of.rate.value if each.of.rate else None),
        "95% CI from, %": low,
        "95% CI to, %": high,
        "If all no, %": _per_100(each.if_all_no),
        "If all yes, %": _per_100(each.if_all_yes),
    }


def curve_table(of: RateCurve) -> pd.DataFrame:
    """Return one row a point of the curve; of the groups where there is none."""
    title = of.result.factor.title
    if of.points:
        rows = [(each.value, each.rate.value, each.rate.interval) for each in of.points]
    else:
        rows = [(middle, each.rate.value, each.rate.interval) for each, middle in of.middles if each.rate]
    return pd.DataFrame(
        [
            {title: value, "Rate, %": _per_100(rate), "95% CI from, %": ends[0], "95% CI to, %": ends[1]}
            for value, rate, ends in ((value, rate, _ends(interval)) for value, rate, interval in rows)
        ]
    )


def _ends(of: Interval) -> tuple[float | None, float | None]:
    return _per_100(of.low), _per_100(of.high)


def _per_100(share: float | None) -> float | None:
    return None if share is None else round(100 * share, 2)
