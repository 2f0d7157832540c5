"""What is left of each factor after adjusting for others, and what could prevent the most."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from analysis.methods.adjusted.complete_cases import complete_cases
from analysis.methods.adjusted.fit_quality import CalibrationGroup, calibration, discrimination
from analysis.methods.adjusted.model import Design, design, doubts, fit_model
from analysis.methods.adjusted.standardised import AdjustedFactor, adjusted_factors, one_adjusted
from analysis.methods.adjusted.terms import LineTerm
from analysis.methods.avoidable import Avoidable, avoidable_breakouts, without_safe_level
from analysis.methods.cautions import Caution
from analysis.methods.early import different_times, reviewed_apart
from analysis.methods.linearity import linearity_test
from analysis.methods.model_cautions import ConstantFactors, Incomplete, IsTheOutcome, NotLinear, SeparatedOutcomes
from analysis.methods.numeric import by_fifths
from analysis.methods.one_factor import MANY_UNKNOWN
from analysis.questions.early import early_times, recorded_later
from analysis.questions.entering import entering
from analysis.questions.pairs import closest_first
from analysis.questions.units import units_of_each
from analysis.results import SIGNIFICANT, AllOthers

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from analysis.counting.counts import Counts
    from analysis.counting.tallies import Patterns
    from analysis.methods.adjusted.complete_cases import CompleteCases
    from analysis.methods.adjusted.model import Model
    from analysis.methods.adjusted.terms import Entered
    from analysis.methods.evidence_cautions import RecordedLater
    from analysis.outcome_log.log import Factor
    from analysis.questions.entering import Entering, OneOf
    from analysis.results import Estimate, FactorResult

# A factor that is known less often leaves too few treatments for the others.
LEAST_KNOWN = 0.80
DEFAULT_ENTERED: Entered = "per unit"
# Those of some patterns, by their factors and how these enter, for as long as the patterns are there.
_models: WeakKeyDictionary[Patterns, dict[tuple[tuple[Factor, ...], Entered], Model | SeparatedOutcomes]] = (
    WeakKeyDictionary()
)


@dataclass(frozen=True, kw_only=True)
class Adjusted:
    """Several factors at once, each after adjusting for the others.

    Attributes
    ----------
    factors : tuple of AdjustedFactor
        In the order chosen.
    avoidable : tuple of Avoidable
        Of those that can be acted on, the one that could prevent the most first.
    treatments : int
        All units that pass the filters.
    known : int
        Those with a known outcome and every factor known: the ones used.
    breakouts : int
        Among those used.
    left_out : int
        Units with a known outcome but with a factor not known.
    clients : int or None
        Among those used; None where the log has no client IDs.
    parameters : int
        Slopes of the model, the constant not counted.
    events_per_parameter : float
        The rarer outcome among those used over `parameters`.
    calibration : tuple of CalibrationGroup
        Tenths of the predicted chance.
    discrimination : Estimate or None
        The c statistic.
    cautions : tuple of Caution
    recorded_later : RecordedLater or None
        What the dates show of the order, where one that could prevent breakouts is of the time after a treatment.
    without_safe_level : tuple of Factor
        Those that can be acted on but are not in `avoidable`, because the level meant to be safe does not occur.
    one_of : tuple of (str, level)
        The factors of which one level is compared with all the others, and that level.
    by_itself : tuple of Factor
        Those of them of which all levels were asked about, but are too many.
    without : tuple of Without
        Factors asked about that could not join the others.
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
    cautions: tuple[Caution, ...]
    without_safe_level: tuple[Factor, ...]
    recorded_later: RecordedLater | None = None
    one_of: OneOf = ()
    by_itself: tuple[Factor, ...] = ()
    without: tuple[Without, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """What the factors are called in the log."""
        return tuple(each.factor.name for each in self.factors)


@dataclass(frozen=True)
class Without:
    """A factor that could not join those it was asked about with, and why."""

    factor: Factor
    reason: Caution


@dataclass(frozen=True)
class Refusal:
    """Several factors at once that a log cannot answer for.

    Attributes
    ----------
    asked : tuple of Factor
        In the order chosen.
    reason : Caution
    cautions : tuple of Caution
        What else limits these factors.
    """

    asked: tuple[Factor, ...]
    reason: Caution
    cautions: tuple[Caution, ...]


@dataclass(frozen=True)
class CrowdedOut:
    """A factor suggested by default but not as numbers enter; `reason` is why it cannot join them, if known."""

    factor: Factor
    reason: Caution | None


def default_factors(counts: Counts, entered: Entered = DEFAULT_ENTERED) -> tuple[str, ...]:
    """Return the names of the factors adjusted for unless a manager chooses others.

    They are taken in the codebook's order, as long as they are known in `LEAST_KNOWN` of the treatments with a known
    outcome and the counts can carry them together.
    """
    possible = suggested_factors(counts)
    patterns = counts.patterns(*(factor.name for factor in possible))
    known = _known_shares(patterns)
    possible = [factor for factor, share in zip(possible, known, strict=True) if share >= LEAST_KNOWN]
    return tuple(factor.name for factor in _fitting(possible, patterns, entered))


def suggested_factors(counts: Counts) -> list[Factor]:
    """Return the factors that the codebook suggests to adjust for, in its order; of several that overlap the first."""
    ordered = [
        (factor.adjust_order, place) for place, factor in enumerate(counts.factors) if factor.adjust_order is not None
    ]
    suggested: list[Factor] = []
    for _, place in sorted(ordered):
        if not any(factor.overlaps(counts.factors[place]) for factor in suggested):
            suggested.append(counts.factors[place])
    return suggested


def crowded_out(counts: Counts, entered: Entered) -> tuple[CrowdedOut, ...]:
    """Return the factors that would be suggested if numbers entered as they do by default, but are not as they do."""
    if entered == DEFAULT_ENTERED:
        return ()
    suggested = default_factors(counts, entered)
    found = []
    for name in default_factors(counts):
        if name not in suggested:
            with_it = adjusted(counts, (*suggested, name), entered)
            reason = with_it.reason if isinstance(with_it, Refusal) else None
            found.append(CrowdedOut(counts.factor(name), reason))
    return tuple(found)


def _known_shares(patterns: Patterns) -> list[float]:
    """Return for each factor in what share of the treatments with a known outcome it is known."""
    outcomes = patterns.counts[:, :2].sum(axis=1)
    everyone = max(int(outcomes.sum()), 1)
    return [
        int(outcomes[codes < len(levels) - 1].sum()) / everyone
        for codes, levels in zip(patterns.codes.T, patterns.levels, strict=True)
    ]


def _fitting(possible: list[Factor], patterns: Patterns, entered: Entered) -> list[Factor]:
    """Leave out the last of the factors that decide some outcomes for sure, until a model can be fitted."""
    chosen, together = _carried(possible, patterns, entered)
    while together is not None:
        model = _model_of(chosen, patterns.of(*(factor.name for factor in chosen)), together, entered)
        if not isinstance(model, SeparatedOutcomes):
            break
        last = next(factor for factor in reversed(chosen) if factor in model.factors)
        # Without it more treatments are complete, of more levels perhaps: the others may need more than they carry.
        chosen, together = _carried([factor for factor in chosen if factor is not last], patterns, entered)
    return chosen


def _carried(possible: list[Factor], patterns: Patterns, entered: Entered) -> tuple[list[Factor], Design | None]:
    """Return as many of the factors as counts can carry, the first first, and how they enter; None where it is none."""
    together = _design(possible, patterns, entered)
    if together is not None:
        return possible, together
    chosen: list[Factor] = []
    for factor in possible:
        with_it = _design([*chosen, factor], patterns, entered)
        if with_it is not None:
            chosen, together = [*chosen, factor], with_it
    return chosen, together


def _design(factors: list[Factor], patterns: Patterns, entered: Entered) -> Design | None:
    """Return how factors enter a model together; None where counts cannot carry it or one of them is constant."""
    counted = patterns.of(*(factor.name for factor in factors))
    together = design(factors, counted, complete_cases(counted), entered)
    return together if isinstance(together, Design) and not together.constant else None


def adjusted(
    counts: Counts,
    names: tuple[str, ...],
    entered: Entered = DEFAULT_ENTERED,
    one_of: OneOf = (),
    planned: str | None = None,
) -> Adjusted | Refusal:
    """Return what is left of each of the factors called `names` after adjusting for the others.

    Parameters
    ----------
    counts : Counts
    names : tuple of str
    entered : "levels" or "per unit"
        How numeric factors enter the model: by their fifths, or by their value in a straight line.
    one_of : tuple of (str, level)
        The factors of which one level is compared with all the others, and that level.
    planned : str, optional
        The name of the factor that was the question before anything was looked at; the others are a search.

    Raises
    ------
    KeyError
        Where the log lacks one of the factors.
    """
    of = entering(counts, names, one_of, planned)
    beside = {factor.name for factor in counts.factors}
    same = tuple(factor for factor in of.factors if factor.name not in beside)
    if same:
        return Refusal(of.factors, IsTheOutcome(same), _incomplete(complete_cases(of.patterns)))
    return adjusted_as(counts, of, entered)


def adjusted_as(counts: Counts, of: Entering, entered: Entered) -> Adjusted | Refusal:
    """Return what is left of each factor after adjusting for the others, as they enter the model."""
    cases = complete_cases(of.patterns)
    fitted = _fitted(of, cases, entered)
    if isinstance(fitted, Refusal):
        return fitted
    together, model = fitted
    found = adjusted_factors(model, of.picked_from, units_of_each(counts, of.factors), of.planned)
    avoidable = avoidable_breakouts(model, found)
    is_later = any(each.is_linked and each.factor.is_after_treatment for each in avoidable)
    return Adjusted(
        factors=found,
        avoidable=avoidable,
        treatments=int(of.patterns.counts.sum()),
        known=int(cases.known.sum()),
        breakouts=int(cases.breakouts.sum()),
        left_out=cases.left_out,
        clients=cases.clients,
        parameters=together.parameters,
        events_per_parameter=cases.events / together.parameters,
        calibration=calibration(model.fit.chances, cases),
        discrimination=discrimination(model.fit.chances, cases),
        cautions=(
            *_incomplete(cases),
            *_reviewed_apart(counts, [term.factor.name for term in model.terms]),
            *doubts(together),
            *_bent(model),
        ),
        without_safe_level=without_safe_level(model),
        recorded_later=recorded_later(counts) if is_later else None,
        one_of=of.one_of,
    )


def _model_of(factors: Sequence[Factor], patterns: Patterns, together: Design, entered: Entered) -> Model | Caution:
    """Return the model of some factors as they enter it, fitted once: what is suggested is asked about next."""
    of_patterns, asked = _models.setdefault(patterns, {}), (tuple(factors), entered)
    if asked not in of_patterns:
        of_patterns[asked] = fit_model(together)
    return of_patterns[asked]


def _fitted(of: Entering, cases: CompleteCases, entered: Entered) -> tuple[Design, Model] | Refusal:
    """Return how factors enter a model and the model, or the reason why there is none."""
    together = design(of.factors, of.patterns, cases, entered)
    if isinstance(together, Caution):
        return Refusal(of.factors, together, _incomplete(cases))
    model = _model_of(of.factors, of.patterns, together, entered)
    if isinstance(model, Caution):
        return Refusal(of.factors, model, _incomplete(cases))
    return together, model


@dataclass(frozen=True)
class OneAdjusted:
    """What is left of the comparison of one factor after adjusting for others.

    Attributes
    ----------
    asked : AdjustedFactor
    factors : tuple of Factor
        Those of the model: the one asked about, then those adjusted for.
    known : int
        Units with a known outcome and every factor known: the ones used.
    """

    asked: AdjustedFactor
    factors: tuple[Factor, ...]
    known: int


@dataclass(frozen=True)
class AdjustedFor:
    """What is left of the comparison of one factor after adjusting for as many others as a log can carry.

    Attributes
    ----------
    answer : OneAdjusted or Refusal
    left_out : tuple of Factor
        Those that should be adjusted for, but cannot.
    reason : Caution or None
        Why not all of them can; None where they can.
    """

    answer: OneAdjusted | Refusal
    left_out: tuple[Factor, ...]
    reason: Caution | None

    @property
    def asked(self) -> AdjustedFactor | None:
        """The factor asked about; None where there is no answer."""
        return self.answer.asked if isinstance(self.answer, OneAdjusted) else None


def adjusted_for(
    counts: Counts, result: FactorResult, names: tuple[str, ...], entered: Entered = DEFAULT_ENTERED
) -> AdjustedFor:
    """Return what is left of the comparison of a factor after adjusting for those of the factors called `names`.

    Where the counts cannot carry all of these, those are left out that are least associated with the factor. One level
    against all the others takes one parameter, however many levels there are.

    Parameters
    ----------
    counts : Counts
    result : FactorResult
        Of the factor asked about, with a contrast; where it was planned, so is what is left of it.
    names : tuple of str
    entered : "levels" or "per unit"
        How numeric factors enter the model.
    """
    others = [counts.factor(name) for name in names if name != result.factor.name]
    others = [each for each in others if each in counts.factors and not each.overlaps(result.factor)]
    planned = result.factor.name if result.is_planned else None
    asked_names = (result.factor.name, *(each.name for each in others))
    # One of those adjusted for stays in its place: the model is that of all of them, which is there already.
    in_place = tuple(name for name in names if name in asked_names)
    wanted = entering(counts, in_place if result.factor.name in names else asked_names, planned=planned)
    contrast = result.contrast
    if contrast is not None and isinstance(contrast.reference, AllOthers):
        picked_from = result.family.size if result.family is not None else 1
        wanted = wanted.with_one_level(result.factor.name, contrast.level, picked_from)
    asked = next(each for each in wanted.factors if each.name == result.factor.name)
    whole = _one_as(counts, wanted, asked, entered)
    if isinstance(whole, OneAdjusted):
        return AdjustedFor(whole, (), None)
    reason = whole.reason
    carried = _fitting([asked, *closest_first(counts, result, others)], wanted.patterns, entered)
    if asked not in carried:
        return AdjustedFor(_one_as(counts, wanted.only(asked.name), asked, entered), tuple(others), reason)
    left_out = tuple(each for each in others if each not in carried)
    stay = [each.name for each in wanted.factors if each in carried and each is not asked]
    return AdjustedFor(_one_as(counts, wanted.only(asked.name, *stay), asked, entered), left_out, reason)


def _one_as(counts: Counts, of: Entering, asked: Factor, entered: Entered) -> OneAdjusted | Refusal:
    """Return what is left of one of the factors that enter: what only a page of all of them shows takes longer."""
    cases = complete_cases(of.patterns)
    fitted = _fitted(of, cases, entered)
    if isinstance(fitted, Refusal):
        return fitted
    _, model = fitted
    factors = [term.factor for term in model.terms]
    if asked not in factors:
        return Refusal(of.factors, ConstantFactors((asked,)), _incomplete(cases))
    place = factors.index(asked)
    one = one_adjusted(model, place, of.picked_from, units_of_each(counts, of.factors), of.planned)
    return OneAdjusted(one, (asked, *factors[:place], *factors[place + 1 :]), int(cases.known.sum()))


def _reviewed_apart(counts: Counts, names: Iterable[str]) -> Iterator[Caution]:
    """Doubt factors whose levels were reviewed at different times: a model takes an early "no" at its word."""
    for factor in map(counts.factor, names):
        times, tally = early_times(counts, factor.name), counts.by(factor.name)
        shown = by_fifths(tally) if factor.kind == "number" else tally.answered
        apart = None if times is None else reviewed_apart(times, shown)
        if apart is not None:
            yield different_times(factor, apart, None)


def _bent(model: Model) -> Iterator[Caution]:
    """Doubt straight lines beside which the fifths lie."""
    for term in model.terms:
        test = linearity_test(model, term) if isinstance(term, LineTerm) else None
        if test is not None and test.p_value < SIGNIFICANT:
            yield NotLinear(term.factor, test.p_value)


def _incomplete(cases: CompleteCases) -> tuple[Caution, ...]:
    known = cases.left_out + int(cases.known.sum())
    return (Incomplete(cases.left_out, known),) if cases.left_out > MANY_UNKNOWN * known else ()
