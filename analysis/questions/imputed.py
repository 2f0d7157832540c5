"""What is left of each factor when blanks are filled in: beside the answer that leaves them out, never in its place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from analysis.methods.adjusted.complete_cases import complete_cases
from analysis.methods.adjusted.model import Design, Model, design, fit_model
from analysis.methods.adjusted.standardised import adjusted_factors
from analysis.methods.imputation.blanks import rows_to_fit, with_blanks
from analysis.methods.imputation.imputed import imputed_factors
from analysis.methods.model_cautions import CannotFillIn, TooManyToFillIn
from analysis.questions.adjusted import DEFAULT_ENTERED
from analysis.questions.entering import entering
from analysis.questions.units import units_of_each

if TYPE_CHECKING:
    from analysis.counting.counts import Counts
    from analysis.methods.adjusted.terms import Entered
    from analysis.methods.cautions import Caution
    from analysis.methods.imputation.imputed import ImputedFactor
    from analysis.questions.entering import OneOf

# Of more rows it takes longer than a page should: about four seconds where a fifth of so many have a blank.
MOST_FILLED_IN = 30_000
# Of fewer rows it takes less than a second, so that nobody has to ask for it.
FEW_FILLED_IN = 6_000
# Measured on a laptop's core: 100,000 treatments of the sample's kind, of which 24,000 have a blank.
ROWS_A_SECOND = 3_500


@dataclass(frozen=True, kw_only=True)
class Imputed:
    """Several factors at once with blanks filled in.

    Attributes
    ----------
    factors : tuple of ImputedFactor
        In the order chosen.
    known : int
        Units with a known outcome: the ones used.
    filled_in : int
        Those of them in which at least one factor was blank.
    left_out : int
        Units with a level that none of those without a blank has.
    clients : int or None
        Among those used, where some of them repeat.
    """

    factors: tuple[ImputedFactor, ...]
    known: int
    filled_in: int
    left_out: int
    clients: int | None


@dataclass(frozen=True)
class NotImputed:
    """Blanks that were not filled in, and why."""

    reason: Caution


def seconds_to_fill_in(counts: Counts, names: tuple[str, ...], one_of: OneOf = ()) -> int:
    """Return about how many seconds filling in blanks takes; 0 where it is done at once, or not at all.

    Parameters
    ----------
    counts : Counts
    names, one_of
        As in `imputed`.
    """
    rows = rows_to_fit(entering(counts, names, one_of).patterns)
    return round(rows / ROWS_A_SECOND) if FEW_FILLED_IN < rows <= MOST_FILLED_IN else 0


def imputed(
    counts: Counts,
    names: tuple[str, ...],
    entered: Entered = DEFAULT_ENTERED,
    one_of: OneOf = (),
    planned: str | None = None,
) -> Imputed | NotImputed | None:
    """Return what each of the factors called `names` says with blanks filled in.

    Parameters
    ----------
    counts : Counts
    names, entered, one_of, planned
        As in `adjusted`, which answers without the blanks.

    Returns
    -------
    Imputed, NotImputed or None
        None where there is nothing to fill in, or these factors cannot be looked at together.
    """
    of, beside = entering(counts, names, one_of, planned), {factor.name for factor in counts.factors}
    factors, patterns = of.factors, of.patterns
    cases = complete_cases(patterns)
    if not cases.left_out or not {factor.name for factor in factors} <= beside:
        return None
    rows = rows_to_fit(patterns)
    if rows > MOST_FILLED_IN:
        return NotImputed(TooManyToFillIn(rows, MOST_FILLED_IN))
    together = design(factors, patterns, cases, entered)
    model = fit_model(together) if isinstance(together, Design) else None
    if not isinstance(model, Model):
        return None
    blanks = with_blanks(patterns, model)
    plain = adjusted_factors(model, of.picked_from, units_of_each(counts, of.factors), of.planned)
    found = imputed_factors(model, plain, blanks)
    if found is None:
        return NotImputed(CannotFillIn())
    return Imputed(
        factors=found,
        known=int(blanks.known.sum()),
        filled_in=len(blanks.incomplete),
        left_out=blanks.left_out,
        clients=None if blanks.client is None else int(blanks.client[-1]) + 1,
    )
