"""Every caution is a sentence of its own."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, get_args

import pytest

from analysis.methods.adjusted.terms import Unable
from analysis.methods.cautions import (
    Caution,
    FewBreakouts,
    LateBreakouts,
    LinkedToTheOutcome,
    ManyLevels,
    ManyUnknowns,
    MoreVisits,
    NoContrast,
    NothingKnown,
    OneLevel,
    OutOfUsualRange,
    RecordedAfterBreakouts,
    ReferenceReplaced,
    RepeatClients,
    SameOutcome,
    SampledTest,
    SeveralFactorsTested,
    SmallExpectedCounts,
    SmallLevels,
    WidenedIntervals,
)
from analysis.methods.closer_cautions import (
    FewAboveTheLowestGrade,
    HardlyOverlap,
    OneGrade,
    RestsOnUnits,
    SameGroup,
    ThinGroups,
    TooFewUnits,
)
from analysis.methods.evidence_cautions import (
    CurveTooWide,
    FewForACurve,
    FewStandForMany,
    FewValues,
    LevelsAllUnknown,
    NoCurveFits,
    OfFewClients,
    OneValue,
    OneValueDecides,
    RecordedLater,
    ReviewedAtDifferentTimes,
    RoughPower,
)
from analysis.methods.model_cautions import (
    CannotFillIn,
    ConstantFactors,
    EntangledFactors,
    FewClients,
    Incomplete,
    IsTheOutcome,
    LevelsTooSmall,
    MergedLevels,
    MoreThanPenalisedCarries,
    NoPenalisedFit,
    NothingChosen,
    NothingComplete,
    NotLinear,
    OverlappingFactors,
    PenalisedNeedsEachClientOnce,
    PenalisedNotNeeded,
    SeparatedOutcomes,
    TooFewClients,
    TooFewEvents,
    TooManyToFillIn,
)
from analysis.outcome_log.outcomes import Counted, Outcome
from analysis.wording.cautions import caution
from tests.tallies import BREAKOUTS, factor

if TYPE_CHECKING:
    from analysis.outcome_log.outcomes import Unit
from tests.wording.subjects import ACNE, DEPTH, PRODUCT

CLINIC, PRACTITIONER = (factor(name=name, title=name.title()) for name in ("clinic", "practitioner"))

CAUTIONS: tuple[Caution, ...] = (
    SmallExpectedCounts(5, 1.0, is_exact=True),
    FewBreakouts(3, 90, 10),
    ManyUnknowns(312, 2400),
    RepeatClients(881, 1.25),
    SeveralFactorsTested(24),
    SmallLevels(ACNE, ("past",), 10),
    NothingKnown(),
    OneLevel(),
    SameOutcome(0, 90),
    ManyLevels(60, 50),
    NoContrast(10),
    WidenedIntervals(4),
    ReferenceReplaced(PRODUCT, "yes"),
    SampledTest(0.00123),
    LinkedToTheOutcome(PRODUCT),
    LinkedToTheOutcome(DEPTH),
    OutOfUsualRange(DEPTH, 3.0, 2),
    MoreVisits(factor=PRODUCT, level="yes", visits=2.41, reference="no", reference_visits=1.08),
    RecordedAfterBreakouts(),
    LateBreakouts(1, 14),
    LateBreakouts(12, 1),
    ReviewedAtDifferentTimes(
        factor=PRODUCT,
        window_days=14,
        earliest="yes",
        earliest_days=3.0,
        latest="no",
        latest_days=14.0,
        compared=(("yes", None),),
    ),
    OfFewClients(3, 200),
    RecordedLater(begun=203, dated=204),
    RecordedLater(begun=1, dated=1),
    RoughPower(5),
    LevelsAllUnknown(("past", None)),
    FewStandForMany(("past",), 10),
    FewValues(2, 3),
    OneValue(DEPTH, 1.5),
    FewForACurve(8, 10, 1.25),
    OneValueDecides(DEPTH, 900.0),
    NoCurveFits(DEPTH),
    CurveTooWide(DEPTH, 0.5),
    OneGrade("mild", 40),
    FewAboveTheLowestGrade(3, 10),
    SameGroup(ACNE, 300),
    HardlyOverlap(ACNE, 40, 300),
    ThinGroups(3, 7, 5),
    RestsOnUnits(factor=CLINIC, unit=PRACTITIONER, units=12, design_effect=1.8),
    TooFewUnits(factor=CLINIC, unit=PRACTITIONER, units=3, levels=2, needed=4),
    NothingChosen(),
    NothingComplete(300),
    IsTheOutcome((PRODUCT,)),
    OverlappingFactors((PRODUCT, ACNE)),
    ConstantFactors((PRODUCT,)),
    TooFewEvents(events=148, are_yes=True, parameters=19, carried=14, uses=((ACNE, 2), (DEPTH, 4)), per_parameter=10),
    LevelsTooSmall((Unable(factor=ACNE, levels=("past",), breakouts=1, known=4, parameters=2),)),
    TooFewClients(clients=45, parameters=7, carried=4, per_parameter=10),
    FewClients(23, 42),
    EntangledFactors((PRODUCT, ACNE, DEPTH)),
    SeparatedOutcomes((PRODUCT, ACNE)),
    MergedLevels(ACNE, (("past", "current"),)),
    Incomplete(479, 2208),
    NotLinear(DEPTH, 0.012),
    TooManyToFillIn(60_000, 30_000),
    CannotFillIn(),
    MoreThanPenalisedCarries(2),
    PenalisedNeedsEachClientOnce(70, 90),
    PenalisedNotNeeded(),
    NoPenalisedFit(),
)


def test_every_caution_is_a_sentence_of_its_own() -> None:
    assert {type(each) for each in CAUTIONS} == set(get_args(Caution))
    texts = [caution(each, BREAKOUTS) for each in CAUTIONS]
    assert len(set(texts)) == len(CAUTIONS)
    for text in texts:
        assert text.endswith(".")
        assert text[0].isupper() or text[0].isdigit() or text[0] == "“"


@pytest.mark.parametrize("of", CAUTIONS, ids=lambda of: type(of).__name__)
def test_a_sentence_uses_all_that_a_caution_knows(of: Caution) -> None:
    """What nobody reads is not worked out."""
    read = set()

    class Watched(type(of)):  # type: ignore[misc]
        def __getattribute__(self, name: str) -> object:
            read.add(name)
            return super().__getattribute__(name)

    known = {field.name: getattr(of, field.name) for field in fields(of)}
    assert caution(Watched(**known), BREAKOUTS) == caution(of, BREAKOUTS)
    assert set(known) <= read


@pytest.mark.parametrize(
    ("of", "text"),
    [
        (
            RestsOnUnits(factor=CLINIC, unit=PRACTITIONER, units=12, design_effect=1.8),
            (
                "Each practitioner is in one group of “Clinic”, and treatments of one practitioner resemble each "
                "other. So the comparison rests on 12 practitioners, not on the number of treatments (design effect "
                "1.80)."
            ),
        ),
        (
            TooFewUnits(factor=CLINIC, unit=PRACTITIONER, units=3, levels=2, needed=4),
            (
                "This log cannot tell whether the groups of “Clinic” differ: each practitioner is in one group, and a "
                "difference between groups may be one between practitioners. It takes at least 4 practitioners in 2 "
                "groups; there are 3."
            ),
        ),
        (OfFewClients(1, 2), "All 2 treatments are of 1 client, so the rates say little about other clients."),
        (OfFewClients(3, 1200), "All 1,200 treatments are of 3 clients, so the rates say little about other clients."),
        (
            FewBreakouts(1, 90, 10),
            "There is only 1 breakout here. With fewer than 10, one more or less changes the picture.",
        ),
        (
            FewBreakouts(3, 90, 10),
            "There are only 3 breakouts here. With fewer than 10, one more or less changes the picture.",
        ),
        (
            FewBreakouts(90, 1, 10),
            (
                "There is only 1 treatment without a breakout here. With fewer than 10, one more "
                "or less changes the picture."
            ),
        ),
        (
            ManyUnknowns(312, 2400),
            "The outcome of 312 of 2,400 treatments (13.0%) is unknown. The rates could change once it is known.",
        ),
        (ManyUnknowns(30, 30), "The outcome of all 30 treatments is unknown."),
        (ManyUnknowns(1, 1), "The outcome of the only treatment is unknown."),
        (
            RepeatClients(1, 1.0),
            (
                "1 treatment is a repeat visit, which makes this comparison neither more nor less certain "
                "(design effect 1.00)."
            ),
        ),
        (
            RepeatClients(1881, 1.25),
            (
                "1,881 treatments are repeat visits, so this comparison is as certain as one with 20% fewer "
                "treatments (design effect 1.25)."
            ),
        ),
        (
            RepeatClients(20, 0.8),
            (
                "20 treatments are repeat visits, so this comparison is as certain as one with 25% more "
                "treatments (design effect 0.80)."
            ),
        ),
        (
            SmallExpectedCounts(5, 1.0, is_exact=True),
            (
                "Some groups are small: if all groups were alike, fewer than 5 treatments with a breakout, or without "
                "one, would be expected in them. An exact test was used."
            ),
        ),
        (
            SmallExpectedCounts(5, 1.25, is_exact=False),
            (
                "Some groups are small: if all groups were alike, fewer than 7 treatments with a breakout, or without "
                "one, would be expected in them, too few where clients came back. The p-value is approximate."
            ),
        ),
        (
            SmallLevels(factor(), tuple("abcdefgh"), 10),
            "Too small to compare, with fewer than 10 known outcomes: a, b, c, d, e, f and 2 more.",
        ),
        (
            WidenedIntervals(4),
            ("Of 4 groups the one furthest from the reference is shown; its interval allows for that choice."),
        ),
        (
            ReferenceReplaced(PRODUCT, "yes"),
            (
                "Too few outcomes are known for the usual reference, “no”. The most common group, “yes”, is used "
                "instead."
            ),
        ),
        (
            MoreVisits(factor=PRODUCT, level="yes", visits=2.41, reference="no", reference_visits=1.08),
            (
                "Clients with “yes” came 2.4 times on average, those with “no” 1.1 times. More visits are more "
                "chances, so visits may explain the difference."
            ),
        ),
        (OutOfUsualRange(DEPTH, 3.0, 1), "Needle depth is above 3 mm in 1 treatment: check the units."),
        (
            TooFewEvents(
                events=148, are_yes=True, parameters=19, carried=14, uses=((ACNE, 2), (DEPTH, 4)), per_parameter=10
            ),
            (
                "148 breakouts are enough for about 14 comparisons (10 each); these factors need "
                "19 (Acne history 2, Needle depth 4). Leave some out, those with many levels first."
            ),
        ),
        (
            TooFewEvents(events=1, are_yes=True, parameters=1, carried=0, uses=((DEPTH, 1),), per_parameter=10),
            "1 breakout is too few for any comparison (10 each); Needle depth needs 1.",
        ),
        (
            LevelsTooSmall(
                (
                    Unable(factor=ACNE, levels=("past",), breakouts=1, known=4, parameters=2),
                    Unable(factor=PRODUCT, levels=("yes",), breakouts=0, known=40, parameters=1),
                )
            ),
            (
                "Some levels cannot be compared. “Acne history: past” has 4 known outcomes, fewer than 10; “New "
                "product: yes” has 40 known outcomes, all of them no. Leave “Acne history” and “New product” out."
            ),
        ),
        (
            LevelsTooSmall((Unable(factor=DEPTH, levels=(1.0, 2.5), breakouts=30, known=30, parameters=1),)),
            (
                "Some levels cannot be compared. “Needle depth: 1 mm or 2.5 mm” has 30 known outcomes, all of them "
                "yes. Leave “Needle depth” out."
            ),
        ),
        (
            LevelsTooSmall((Unable(factor=ACNE, levels=("past",), breakouts=3, known=40, parameters=2),)),
            (
                "Some levels cannot be compared. “Acne history: past” has fewer than 10 clients. Leave “Acne "
                "history” out."
            ),
        ),
        (
            EntangledFactors((PRODUCT, ACNE, DEPTH)),
            (
                "“New product”, “Acne history” and “Needle depth” nearly always occur together, so their "
                "differences cannot be separated. Leave one of them out."
            ),
        ),
        (NothingKnown(), "No outcome is known here."),
        (
            MergedLevels(ACNE, (("none", "past"),)),
            ("Acne history: levels too small on their own, or with one outcome only, are merged: none, past."),
        ),
        (
            SameOutcome(1, 1),
            "There is nothing to compare: the only treatment with a known outcome broke out.",
        ),
    ],
)
def test_caution(of: Caution, text: str) -> None:
    assert caution(of, BREAKOUTS) == text


@pytest.mark.parametrize(
    ("unit", "share"),
    [
        ("treatments", "breakouts, not of treatments."),
        ("first treatments", "breakouts, not of first treatments."),
        ("clients", "clients with a breakout, not of all clients."),
    ],
)
def test_what_is_recorded_after_breakouts_is_a_share_of_these(unit: Unit, share: str) -> None:
    of = Counted(Outcome("pustules", ("yes",), "Pustules"), unit)
    assert caution(RecordedAfterBreakouts(), of) == (
        f"“Pustules” is recorded almost only after breakouts, so this is a share of {share}"
    )


@pytest.mark.parametrize(
    ("late", "sentence"),
    [
        (LateBreakouts(1, 14), "1 breakout began more than 14 days after the treatment and counts as no breakout."),
        (LateBreakouts(12, 1), "12 breakouts began more than 1 day after the treatment and count as no breakout."),
    ],
)
def test_breakouts_out_of_the_window_are_counted_out_loud(late: LateBreakouts, sentence: str) -> None:
    assert caution(late, BREAKOUTS) == sentence
