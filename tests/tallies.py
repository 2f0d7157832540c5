"""Tallies and factors written down as counts, what they count, and the reference values from R."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from analysis.counting.tallies import OneWay
from analysis.outcome_log.log import Factor
from analysis.outcome_log.outcomes import BREAKOUT, Counted

if TYPE_CHECKING:
    from analysis.methods.cautions import Caution
    from analysis.outcome_log.log import FactorKind

# For each level (breakouts, no breakouts, unknown).
Counts = Mapping[Any, tuple[int, ...]]
Known = dict[str, Any]

BREAKOUTS = Counted(BREAKOUT, "treatments")

REFERENCE = Path(__file__).parent / "reference"


def r_values(section: str, script: str = "methods") -> list[Known]:
    """Return one section of the values that a script of R worked out on small tables."""
    values: list[Known] = json.loads((REFERENCE / f"{script}.json").read_text(encoding="utf-8"))[section]
    return values


def published_studies() -> list[Known]:
    """Return the counts of published studies with their figures."""
    studies: list[Known] = json.loads((REFERENCE / "published.json").read_text(encoding="utf-8"))["studies"]
    return studies


def factor(kind: FactorKind = "category", levels: tuple[Any, ...] = (), **more: Any) -> Factor:  # noqa: ANN401
    """Return a factor that only says what a test is about."""
    return Factor(more.pop("name", "skin"), more.pop("title", "Skin"), kind, levels, **more)


def counted(counts: Counts, not_known: tuple[int, ...] = (0, 0, 0)) -> OneWay:
    """Return a tally of these counts by level; those left out are 0."""
    rows = []
    for each in (*counts.values(), not_known):
        breakouts, no_breakouts, unknown = (*each, 0, 0, 0)[:3]
        rows.append((no_breakouts, breakouts, unknown))
    return OneWay("skin", (*counts, None), np.array(rows, dtype=np.int64))


def numbers_in(result: object) -> Iterator[float]:
    """Yield every fraction that a result holds, however deep."""
    if isinstance(result, float):
        yield result
    elif isinstance(result, tuple):
        for each in result:
            yield from numbers_in(each)
    elif is_dataclass(result):
        for field in fields(result):
            yield from numbers_in(getattr(result, field.name))


def kinds(cautions: tuple[Caution, ...]) -> list[type[Caution]]:
    """Return the class of each caution."""
    return [type(each) for each in cautions]
