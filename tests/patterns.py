"""Counts by covariate pattern written down as columns, and the models of them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from analysis.counting.tallies import Patterns
from analysis.methods.adjusted.complete_cases import complete_cases
from analysis.methods.adjusted.model import Design, Model, design, fit_model
from analysis.methods.adjusted.terms import Entered
from analysis.outcome_log.log import Factor
from tests.tallies import REFERENCE, Known

ACNE = Factor("acne_history", "Acne history", "ordered", ("none", "past", "current"), "none")
PRODUCT = Factor("new_product", "New product", "category", ("no", "yes"), "no")
MOISTURISER = Factor(
    "moisturiser", "Moisturiser", "category", ("non-comedogenic", "comedogenic", "none"), "non-comedogenic"
)
ADHERENCE = Factor(
    "adherence_percent", "Aftercare adherence", "number", (0.0, 20.0, 25.0, 40.0, 50.0, 60.0, 75.0, 80.0, 100.0)
)
FACTORS = (ACNE, PRODUCT, MOISTURISER, ADHERENCE)


def r_models() -> Known:
    """Return what R worked out of models of several factors."""
    models: Known = json.loads((REFERENCE / "adjusted.json").read_text(encoding="utf-8"))
    return models


def patterns_of(
    factors: Sequence[Factor],
    columns: Mapping[str, Sequence[Any]],
    breakouts: Sequence[int],
    known: Sequence[int],
    client: Sequence[int] | None = None,
) -> Patterns:
    """Return these counts; a level that a factor does not have is "not known"."""
    codes = np.zeros((len(known), len(factors)), dtype=np.int64)
    for place, factor in enumerate(factors):
        position = {level: code for code, level in enumerate(factor.levels)}
        codes[:, place] = [position.get(level, len(factor.levels)) for level in columns[factor.name]]
    counts = np.zeros((len(known), 3), dtype=np.int64)
    counts[:, 1] = breakouts
    counts[:, 0] = np.asarray(known) - counts[:, 1]
    return Patterns(
        tuple(factor.name for factor in factors),
        tuple((*factor.levels, None) for factor in factors),
        codes,
        None if client is None else np.asarray(client),
        counts,
    )


def made_up(*, clustered: bool = True) -> Patterns:
    """Return the counts that R made up: treatments of clients who come back."""
    counts = r_models()["counts"]
    named = zip(FACTORS, ("acne", "product", "moisturiser", "adherence"), strict=True)
    columns = {factor.name: counts[name] for factor, name in named}
    columns["adherence_percent"] = [float(value) for value in columns["adherence_percent"]]
    client = counts["client"] if clustered else None
    return patterns_of(FACTORS, columns, counts["breakouts"], counts["known"], client)


def designed(factors: Sequence[Factor], patterns: Patterns, entered: Entered = "levels") -> Design:
    """Return the design of a model that these counts can carry."""
    found = design(factors, patterns, complete_cases(patterns), entered)
    assert isinstance(found, Design), found
    return found


def fitted(factors: Sequence[Factor], patterns: Patterns, entered: Entered = "levels") -> Model:
    """Return a model that these counts can carry."""
    model = fit_model(designed(factors, patterns, entered))
    assert isinstance(model, Model), model
    return model
