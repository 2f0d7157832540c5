"""Whether a log has enough data: what it would show of each factor."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from analysis.exhibits.exhibit import Exhibit
from analysis.exhibits.number_columns import share_per_100
from analysis.figures.power import power_figure
from analysis.methods.power import Ability
from analysis.wording.cautions import caution
from analysis.wording.one_factor import contrast_name
from analysis.wording.outcomes import unit
from analysis.wording.power import describe_abilities, how_power, power_finding, settling

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analysis.methods.power import NothingToCompare
    from analysis.outcome_log.outcomes import Counted


def power_exhibit(abilities: Sequence[Ability | NothingToCompare], chosen: str, counted: Counted) -> Exhibit:
    """Return what a log would show of the factor named `chosen`, drawn beside all others."""
    ability = next(each for each in abilities if each.result.factor.name == chosen)
    can_draw = any(isinstance(each, Ability) for each in abilities)
    return Exhibit(
        stem="enough-data",
        heading="Enough data?",
        finding=power_finding(ability, counted),
        figure=power_figure(abilities, counted, chosen) if can_draw else None,
        alt=describe_abilities(abilities, counted),
        numbers=abilities_table(abilities, counted),
        cautions=tuple(caution(each, counted) for each in ability.cautions) if isinstance(ability, Ability) else (),
        how=how_power(ability, counted),
    )


def abilities_table(of: Sequence[Ability | NothingToCompare], counted: Counted) -> pd.DataFrame:
    """Return one row a factor, in the order given."""
    table = pd.DataFrame([_ability(each, counted) for each in of])
    # Counts stay whole where some are missing.
    return table.astype(dict.fromkeys(("Known outcomes", "Compared with"), "Int64")) if of else table


def _ability(of: Ability | NothingToCompare, counted: Counted) -> dict[str, object]:
    comparison, found = (of.comparison, of.detectable) if isinstance(of, Ability) else (None, None)
    return {
        "Factor": of.result.factor.title,
        "Compared": contrast_name(of.result),
        "Known outcomes": comparison.first.known if comparison else None,
        "Compared with": comparison.second.known if comparison else None,
        "Would show, more per 100": share_per_100(found.more if found else None),
        "Would show, fewer per 100": share_per_100(found.fewer if found else None),
        "Observed, per 100": share_per_100(comparison.risk_difference.value if comparison else None),
        f"More {unit(counted)}s to confirm it": settling(of),
        "Cautions": " ".join(caution(each, counted) for each in of.cautions),
    }
