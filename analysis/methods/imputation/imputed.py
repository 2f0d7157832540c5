"""What is left of each factor when blanks are filled in instead of left out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from analysis.methods.adjusted.complete_cases import ByClient, CompleteCases
from analysis.methods.adjusted.logistic import fit_logistic
from analysis.methods.adjusted.model import Model
from analysis.methods.adjusted.standardised import standardise
from analysis.methods.imputation.chained import IMPUTATIONS, filled
from analysis.methods.imputation.pooling import pooled_pair, pooled_test
from analysis.methods.linked import evidence, families, level_within, stated
from analysis.progress import report_progress

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from analysis.methods.adjusted.rate_pair import RatePair
    from analysis.methods.adjusted.standardised import AdjustedFactor
    from analysis.methods.imputation.blanks import Blanks
    from analysis.results import Estimate, Test


@dataclass(frozen=True, kw_only=True)
class ImputedFactor:
    """The same difference of a factor twice: of the treatments without a blank, and of all with blanks filled in.

    Attributes
    ----------
    complete : AdjustedFactor
    pair : RatePair
        The two rates compared, of all logs with blanks filled in.
    risk_difference : Estimate
        Of the mean rates of the logs with blanks filled in, its interval by Rubin's rules.
    test : Test
    p_adjusted : float
        Of the difference, with the number of factors in the model allowed for.
    """

    complete: AdjustedFactor
    pair: RatePair
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
    fitted = [each for each in models if each is not None]
    pooled, tests = [], []
    for term, factor in zip(model.terms, factors, strict=True):
        units = factor.due_to_units
        fits = [each.fit if units is None else each.fit.due_to(units) for each in fitted]
        first, second = term.groups.index(factor.level), term.groups.index(factor.reference)
        pairs = [standardise(each, term).pair(first, second, fit) for each, fit in zip(fitted, fits, strict=True)]
        pooled.append(pooled_pair(pairs))
        columns = model.columns(term)
        coefficients = np.array([fit.coefficients[columns] for fit in fits])
        # Reiter's approximation needs more degrees of freedom than some practitioners or clinics give; the interval has
        # theirs.
        covariances = np.array([fit.covariance[columns, columns] for fit in fits])
        tests.append(pooled_test(coefficients, covariances, fitted[0].fit.degrees))
    planned = next((place for place, factor in enumerate(factors) if factor.family.is_planned), None)
    held = families(
        [
            1.0 if factor.units_are_too_few else evidence(pair.p_value, factor.picked_from)
            for pair, factor in zip(pooled, factors, strict=True)
        ],
        planned,
    )
    return tuple(
        ImputedFactor(
            complete=factor,
            pair=pair,
            risk_difference=stated(
                pair.difference(level_within(together.error, factor.picked_from)),
                confirmed=not factor.units_are_too_few,
            ),
            test=test,
            p_adjusted=p,
        )
        for factor, pair, test, (together, p) in zip(factors, pooled, tests, held, strict=True)
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
            patterns=len(blanks.client),
        ),
        clients=clients,
        clustering=model.cases.clustering,
        left_out=blanks.left_out,
    )
    for done, each in enumerate(filled(blanks)):
        report_progress("pooling", done, IMPUTATIONS)
        matrix = blanks.matrix.copy()
        matrix[blanks.incomplete] = each
        fit = fit_logistic(matrix, cases)
        yield None if fit is None else Model(terms=model.terms, cases=cases, matrix=matrix, fit=fit)
