"""What is left of each factor when blanks are filled in instead of left out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from analysis.methods.adjusted.complete_cases import ByClient, CompleteCases
from analysis.methods.adjusted.logistic import fit_logistic
from analysis.methods.adjusted.model import Model
from analysis.methods.adjusted.standardised import standardise
from analysis.methods.imputation.chained import filled
from analysis.methods.imputation.pooling import pooled_estimate, pooled_p, pooled_test
from analysis.methods.linked import evidence, families, level_within, stated

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from analysis.methods.adjusted.standardised import AdjustedFactor
    from analysis.methods.imputation.blanks import Blanks
    from analysis.results import Estimate, Test


@dataclass(frozen=True, slots=True, kw_only=True)
class ImputedFactor:
    """The same difference of a factor twice: of the treatments without a blank, and of all with blanks filled in.

    Attributes
    ----------
    complete : AdjustedFactor
    risk_difference : Estimate
        The mean of those with blanks filled in, with Rubin's interval.
    test : Test
    p_adjusted : float
        Of the difference, with the number of factors in the model allowed for.
    """

    complete: AdjustedFactor
    risk_difference: Estimate
    test: Test
    p_adjusted: float

    @property
    def is_linked(self) -> bool:
        """Whether the factor is linked to the outcome with blanks filled in: the interval says so."""
        return self.risk_difference.excludes_zero

    @property
    def parts(self) -> bool:
        """Whether the two differ by more than half the width of the interval without the blanks."""
        without = self.complete.risk_difference
        half = (without.interval.high - without.interval.low) / 2
        return abs(self.risk_difference.value - without.value) > half


def imputed_factors(
    model: Model, factors: Sequence[AdjustedFactor], blanks: Blanks
) -> tuple[ImputedFactor, ...] | None:
    """Return every factor of a model with blanks filled in, or None where one of the filled-in logs has no fit.

    Parameters
    ----------
    model : Model
        Of the treatments without a blank.
    factors : sequence of AdjustedFactor
        Of `model`.
    blanks : Blanks
    """
    try:
        models = list(_models(model, blanks))
    except np.linalg.LinAlgError:
        return None
    if None in models:
        return None
    pooled, tests = [], []
    for term, factor in zip(model.terms, factors, strict=True):
        units = factor.due_to_units
        fits = [each.fit if units is None else each.fit.due_to(units) for each in models if each is not None]
        degrees = fits[0].degrees
        first, second = term.groups.index(factor.level), term.groups.index(factor.reference)
        found = [standardise(each, term).difference(first, second) for each in models if each is not None]
        variances = [
            float(gradient @ fit.covariance @ gradient) for (_, gradient), fit in zip(found, fits, strict=True)
        ]
        pooled.append(([value for value, _ in found], variances, degrees))
        columns = model.columns(term)
        coefficients = np.array([fit.coefficients[columns] for fit in fits])
        # Reiter's approximation needs more degrees of freedom than some practitioners or clinics give; the interval has
        # theirs.
        of_clients = next(each.fit.degrees for each in models if each is not None)
        covariances = np.array([fit.covariance[columns, columns] for fit in fits])
        tests.append(pooled_test(coefficients, covariances, of_clients))
    planned = next((place for place, factor in enumerate(factors) if factor.family.is_planned), None)
    held = families(
        [
            max(evidence(pooled_p(*each), factor.picked_from), test.p_value)
            for test, each, factor in zip(tests, pooled, factors, strict=True)
        ],
        planned,
    )
    return tuple(
        ImputedFactor(
            complete=factor,
            risk_difference=stated(
                pooled_estimate(*each, level_within(together.error, factor.picked_from)),
                confirmed=test.p_value < together.error,
            ),
            test=test,
            p_adjusted=p,
        )
        for factor, each, test, (together, p) in zip(factors, pooled, tests, held, strict=True)
    )


def _models(model: Model, blanks: Blanks) -> Iterator[Model | None]:
    """Yield the model of each filled-in log."""
    clients = None if blanks.client is None else int(blanks.client[-1]) + 1
    cases = CompleteCases(
        # The model's terms have groups in place of levels.
        codes=np.empty((len(blanks.matrix), 0), dtype=np.int64),
        breakouts=blanks.breakouts,
        known=blanks.known,
        by_client=None
        if blanks.client is None
        else ByClient(
            client=blanks.client,
            pattern=np.arange(len(blanks.client)),
            breakouts=blanks.breakouts,
            known=blanks.known,
        ),
        clients=clients,
        clustering=model.cases.clustering,
        left_out=blanks.left_out,
    )
    for each in filled(blanks):
        matrix = blanks.matrix.copy()
        matrix[blanks.incomplete] = each
        fit = fit_logistic(matrix, cases)
        yield None if fit is None else Model(terms=model.terms, cases=cases, matrix=matrix, fit=fit)
