"""How different unknown outcomes would have to be for an answer to turn, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.wording.numbers import count, level_name, percent
from analysis.wording.outcomes import broke_out, units

if TYPE_CHECKING:
    from analysis.methods.tipping import TippingPoint
    from analysis.methods.unknowns import UnknownOutcomes
    from analysis.outcome_log.outcomes import Counted

HOW = (
    "When it would no longer be clear: the unknown outcomes of one group move away from its known rate, while those of "
    "the other group are as its known ones (tipping point; Yan, Lee & Li 2009; Liublinska & Rubin 2014)."
)


def when_it_would_turn(of: UnknownOutcomes, counted: Counted) -> str:
    """Say how many unknown outcomes of a group would have to be breakouts, or none, for the answer to turn.

    Empty where the difference is not clear, or no outcome of one group alone could change that.
    """
    openings = ("The difference would no longer be clear if", "Nor would it be if")
    return " ".join(
        f"{opening} {_condition(each, of, counted)}." for opening, each in zip(openings, of.tipping, strict=False)
    )


def _condition(point: TippingPoint, of: UnknownOutcomes, counted: Counted) -> str:
    group = point.of
    known = group.breakouts / group.known
    name = level_name(group.level, of.result.factor)
    share = percent(point.breakouts / group.unknown)
    those = f"{_how_many(point, counted)} with an unknown outcome at “{name}”"
    return f"{those} {broke_out(counted)} ({share}), compared with {percent(known)} of the known"


def _how_many(point: TippingPoint, counted: Counted) -> str:
    unknown = units(point.of.unknown, counted)
    if point.of.unknown == 1:
        return f"the {unknown}" if point.breakouts else f"0 of the {unknown}"
    if point.or_more:
        whole = point.breakouts == point.of.unknown
        return f"all of the {unknown}" if whole else f"{count(point.breakouts)} or more of the {unknown}"
    return f"none of the {unknown}" if not point.breakouts else f"{count(point.breakouts)} or fewer of the {unknown}"
