"""Whether a straight line will do for a number in a model."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from analysis.methods.adjusted.limits import parameters_by_clients, parameters_by_events
from analysis.methods.adjusted.logistic import fit_logistic
from analysis.methods.adjusted.wald import wald_test
from analysis.methods.coded_matrix import Block, with_columns

if TYPE_CHECKING:
    from analysis.methods.adjusted.model import Model
    from analysis.methods.adjusted.terms import LineTerm
    from analysis.results import Test

# A line through two groups fits; only a third can lie beside it.
FEWEST_GROUPS = 3


def linearity_test(model: Model, term: LineTerm) -> Test | None:
    """Test whether the middle fifths of a number lie beside the line that it enters a model with.

    The model is fitted again with a parameter for every fifth but the outer two, beside the line; the test is Wald's of
    these parameters.

    Parameters
    ----------
    model : Model
    term : LineTerm
        One of its terms.

    Returns
    -------
    Test or None
        None where there are fewer than three groups, or that model has no fit or more parameters than the counts can
        carry, events and clients alike.
    """
    groups = len(term.groups)
    if groups < FEWEST_GROUPS:
        return None
    carried = (parameters_by_events(model.cases), parameters_by_clients(model.cases))
    if any(each is not None and each < model.matrix.shape[1] - 1 + groups - 2 for each in carried):
        return None
    middle = Block(term.group, np.eye(groups)[:, 1:-1])
    fit = fit_logistic(with_columns(model.matrix, middle), model.cases)
    if fit is None:
        return None
    return wald_test(fit, slice(model.matrix.shape[1], None))
