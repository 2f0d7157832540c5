"""What is left of each factor when others are allowed for, and what would help most."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from analysis.methods.adjusted.complete_cases import complete_cases
from analysis.methods.adjusted.fit_quality import CalibrationGroup, calibration, discrimination
from analysis.methods.adjusted.model import Design, design, doubts, fit_model
from analysis.methods.adjusted.standardised import AdjustedFactor, adjusted_factors
from analysis.methods.avoidable import Avoidable, avoidable_breakouts, without_safe_level
from analysis.methods.linearity import linearity_test
from analysis.methods.one_factor import MANY_UNKNOWN
from analysis.methods.ranking import SIGNIFICANT
from analysis.results import Caution, Estimate

if TYPE_CHECKING:
    from collections.abc import Iterator

    from analysis.counting.counts import Counts
    from analysis.counting.tallies import Patterns
    from analysis.methods.adjusted.complete_cases import CompleteCases
    from analysis.methods.adjusted.model import Model
    from analysis.methods.adjusted.terms import Entered
    from analysis.outcome_log.log import Factor

# A factor that is known less often leaves too few treatments for the others.
LEAST_KNOWN = 0.80
DEFAULT_ENTERED: Entered = "per unit"


@dataclass(frozen=True, slots=True)
class Adjusted:
    """Several factors at once, each with the others allowed for.

    Attributes
    ----------
    factors : tuple of AdjustedFactor
        In the order chosen; none where the log cannot tell, for the reason `refusal`.
    avoidable : tuple of Avoidable
        Of those that can be acted on, the one that would help most first.
    treatments : int
        All units that pass the filters.
    known : int
        Those with a known outcome and every factor known: the ones used.
    breakouts : int
        Among those used.
    left_out : int
        Units with a known outcome but with a factor not known.
    clients : int or None
        Among those used; None where the log does not tell clients apart.
    parameters : int
        Slopes of the model, the constant not counted.
    events_per_parameter : float
        The rarer outcome among those used over `parameters`.
    calibration : tuple of CalibrationGroup
        Tenths of the predicted chance.
    discrimination : Estimate or None
        The c statistic.
    refusal : Caution or None
    cautions : tuple of Caution
    without_safe_level : tuple of Factor
        Those that can be acted on but are not in `avoidable`, because the level meant to be safe does not occur.
    """

    factors: tuple[AdjustedFactor, ...]
    avoidable: tuple[Avoidable, ...]
    treatments: int
    known: int
    breakouts: int
    left_out: int
    clients: int | None
    parameters: int
    events_per_parameter: float
    calibration: tuple[CalibrationGroup, ...]
    discrimination: Estimate | None
    refusal: Caution | None
    cautions: tuple[Caution, ...]
    without_safe_level: tuple[Factor, ...] = ()


def default_factors(counts: Counts, entered: Entered = DEFAULT_ENTERED) -> tuple[str, ...]:
    """Return the names of the factors allowed for unless a manager chooses others.

    They are taken in the codebook's order, as long as they are known in `LEAST_KNOWN` of the treatments with a known
    outcome and the counts can carry them together.
    """
    possible = [factor for factor in counts.factors if factor.adjust_order is not None]
    possible.sort(key=lambda factor: factor.adjust_order or 0)
    patterns = counts.patterns(*(factor.name for factor in possible))
    known = _known_shares(patterns)
    possible = [factor for factor, share in zip(possible, known, strict=True) if share >= LEAST_KNOWN]
    chosen = possible
    if not _is_carried(possible, patterns, entered):
        chosen = []
        for factor in possible:
            if _is_carried([*chosen, factor], patterns, entered):
                chosen.append(factor)
    return tuple(factor.name for factor in _fitting(chosen, patterns, entered))


def _known_shares(patterns: Patterns) -> list[float]:
    """Return for each factor in what share of the treatments with a known outcome it is known."""
    outcomes = patterns.counts[:, :2].sum(axis=1)
    everyone = max(int(outcomes.sum()), 1)
    return [
        int(outcomes[codes < len(levels) - 1].sum()) / everyone
        for codes, levels in zip(patterns.codes.T, patterns.levels, strict=True)
    ]


def _is_carried(factors: list[Factor], patterns: Patterns, entered: Entered) -> bool:
    together = _design(factors, patterns, entered)
    return isinstance(together, Design) and not together.constant


def _fitting(chosen: list[Factor], patterns: Patterns, entered: Entered) -> list[Factor]:
    """Leave out the last of the factors that tell some outcomes for sure, until a model can be fitted."""
    while chosen:
        together = _design(chosen, patterns, entered)
        model = fit_model(together) if isinstance(together, Design) else together
        if not isinstance(model, Caution):
            break
        last = next(factor for factor in reversed(chosen) if factor in model.values) if model.values else chosen[-1]
        chosen = [factor for factor in chosen if factor is not last]
    return chosen


def _design(factors: list[Factor], patterns: Patterns, entered: Entered) -> Design | Caution:
    counted = patterns.of(*(factor.name for factor in factors))
    return design(factors, counted, complete_cases(counted), entered)


def adjusted(counts: Counts, names: tuple[str, ...], entered: Entered = DEFAULT_ENTERED) -> Adjusted:
    """Return what each of the factors called `names` says with the others allowed for, and what would help most.

    Parameters
    ----------
    counts : Counts
    names : tuple of str
    entered : "levels" or "per unit"
        How numeric factors enter the model: by their fifths, or by their value in a straight line.

    Raises
    ------
    KeyError
        Where the log lacks one of the factors.
    """
    factors = [counts.log.factor(name) for name in dict.fromkeys(names)]
    patterns = counts.patterns(*(factor.name for factor in factors))
    cases = complete_cases(patterns)
    same = tuple(factor for factor in factors if factor not in counts.factors)
    together = Caution("is the outcome", same) if same else design(factors, patterns, cases, entered)
    if isinstance(together, Caution):
        return _refused(patterns, cases, together)
    model = fit_model(together)
    if isinstance(model, Caution):
        return _refused(patterns, cases, model, together.parameters)
    return Adjusted(
        adjusted_factors(model),
        avoidable_breakouts(model),
        int(patterns.counts.sum()),
        int(cases.known.sum()),
        int(cases.breakouts.sum()),
        cases.left_out,
        cases.clients,
        together.parameters,
        cases.events / together.parameters,
        calibration(model.fit.chances, cases),
        discrimination(model.fit.chances, cases),
        None,
        (*_incomplete(cases), *doubts(together), *_bent(model)),
        without_safe_level(model),
    )


def _bent(model: Model) -> Iterator[Caution]:
    """Doubt straight lines beside which the fifths lie."""
    for term in model.terms:
        test = linearity_test(model, term) if term.entered == "per unit" else None
        if test is not None and test.p_value < SIGNIFICANT:
            yield Caution("not linear", (term.factor, test.p_value))


def _refused(patterns: Patterns, cases: CompleteCases, reason: Caution, parameters: int = 0) -> Adjusted:
    if reason.kind == "too few events":
        parameters = reason.values[1]
    return Adjusted(
        (),
        (),
        int(patterns.counts.sum()),
        int(cases.known.sum()),
        int(cases.breakouts.sum()),
        cases.left_out,
        cases.clients,
        parameters,
        cases.events / parameters if parameters else 0.0,
        (),
        None,
        reason,
        _incomplete(cases),
    )


def _incomplete(cases: CompleteCases) -> tuple[Caution, ...]:
    known = cases.left_out + int(cases.known.sum())
    return (Caution("incomplete", (cases.left_out, known)),) if cases.left_out > MANY_UNKNOWN * known else ()
