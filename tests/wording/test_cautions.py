"""Every caution is a sentence of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

import pytest

from analysis.methods.adjusted.terms import Unable
from analysis.outcome_log.outcomes import Counted, Outcome
from analysis.results import Caution, CautionKind
from analysis.wording.cautions import caution
from tests.tallies import BREAKOUTS, factor

if TYPE_CHECKING:
    from typing import Any

    from analysis.outcome_log.log import FactorKind
    from analysis.outcome_log.outcomes import Unit
from tests.wording.subjects import ACNE, DEPTH, PRODUCT

CAUTIONS = {
    "small expected counts": (5, 1.0, True),
    "few breakouts": (3, 90, 10),
    "many unknowns": (312, 2400),
    "repeat clients": (881, 1.25),
    "several factors tested": (24,),
    "small levels": (ACNE, ("past",), 10),
    "one level": (1,),
    "same outcome": (0, 90),
    "no contrast": (10,),
    "widened intervals": (4, 0.9875),
    "reference replaced": (PRODUCT, "yes"),
    "sampled test": (0.00123,),
    "linked to the outcome": (PRODUCT,),
    "out of usual range": (2, DEPTH),
    "many levels": (60, 50),
    "more visits": (PRODUCT, ("yes", 2.41), ("no", 1.08)),
    "recorded after breakouts": (),
    "rough power": (5,),
    "none known": (("past", None),),
    "few stand for many": (("past",), 10),
    "few values": (2, 3),
    "one value": (DEPTH, 1.5),
    "few for a curve": (8, 10, 1.25),
    "one value decides": (DEPTH, 900.0),
    "no curve fits": (DEPTH,),
    "curve too wide": (DEPTH, 0.5),
    "one grade": ("mild", 40),
    "few above the lowest grade": (3, 10),
    "same group": (ACNE, 300),
    "hardly overlap": (ACNE, 40, 300),
    "thin groups": (3, 7, 5),
    "nothing chosen": (),
    "nothing complete": (300,),
    "is the outcome": (PRODUCT,),
    "overlapping factors": (PRODUCT, ACNE),
    "constant factors": (PRODUCT,),
    "too few events": (148, 19, 14, ((ACNE, 2), (DEPTH, 4)), 10),
    "levels too small": (Unable(factor=ACNE, levels=("past",), breakouts=1, known=4, parameters=2),),
    "too few clients": (45, 7, 4, 10),
    "few clients": (23, 42),
    "entangled factors": (PRODUCT, ACNE, DEPTH),
    "separated outcomes": (PRODUCT, ACNE),
    "merged levels": (ACNE, (("past", "current"),)),
    "incomplete": (479, 2208),
    "not linear": (DEPTH, 0.012),
}


def test_every_caution_is_a_sentence() -> None:
    assert set(CAUTIONS) == set(get_args(CautionKind))
    for kind, values in CAUTIONS.items():
        text = caution(Caution(kind, values), BREAKOUTS)
        assert text.endswith(".")
        assert text[0].isupper() or text[0].isdigit() or text[0] == "“"


@pytest.mark.parametrize(
    ("kind", "values", "text"),
    [
        (
            "few breakouts",
            (1, 90, 10),
            "There is only 1 breakout here; with fewer than 10, one more or less changes the picture.",
        ),
        (
            "few breakouts",
            (3, 90, 10),
            "There are only 3 breakouts here; with fewer than 10, one more or less changes the picture.",
        ),
        (
            "few breakouts",
            (90, 1, 10),
            (
                "There is only 1 treatment without a breakout here; with fewer than 10, one more "
                "or less changes the picture."
            ),
        ),
        (
            "many unknowns",
            (312, 2400),
            "The outcome of 312 of 2,400 treatments (13.0%) is not known; with it the rates could look different.",
        ),
        (
            "repeat clients",
            (1, 1.0),
            (
                "1 treatment is of clients who came back. Their outcomes are not more alike than those of others, "
                "so no interval was widened."
            ),
        ),
        (
            "repeat clients",
            (1881, 1.25),
            (
                "1,881 treatments are of clients who came back. Treatments of one client resemble each other, so the "
                "intervals are widened as if there were 20% fewer treatments (design effect 1.25)."
            ),
        ),
        (
            "small expected counts",
            (5, 1.0, True),
            (
                "Some groups are so small that fewer than 5 treatments with a breakout, or without one, would be "
                "expected in them if all groups were alike, so an exact test was used."
            ),
        ),
        (
            "small expected counts",
            (5, 1.25, False),
            (
                "Some groups are so small that fewer than 7 treatments with a breakout, or without one, would be "
                "expected in them if all groups were alike, too few where clients came back, so the p-value is "
                "approximate."
            ),
        ),
        (
            "small levels",
            (factor(), tuple("abcdefgh"), 10),
            "Too small to be compared, with fewer than 10 known outcomes: a, b, c, d, e, f and 2 more.",
        ),
        (
            "widened intervals",
            (4, 0.9875),
            (
                "Of 4 groups the one furthest from the reference is shown; its interval is "
                "widened to 98.8% to allow for "
                "that choice (Bonferroni)."
            ),
        ),
        (
            "reference replaced",
            (PRODUCT, "yes"),
            (
                "Too few known outcomes with the usual reference, “no”; compared with the most "
                "common group instead, “yes”."
            ),
        ),
        (
            "more visits",
            (PRODUCT, ("yes", 2.41), ("no", 1.08)),
            (
                "Clients with “yes” came 2.4 times on average, those with “no” 1.1 times: more visits are more "
                "chances, so the difference may be one of visits."
            ),
        ),
        ("out of usual range", (1, DEPTH), "Needle depth is above 3 mm in 1 treatment: check the units."),
        (
            "too few events",
            (148, 19, 14, ((ACNE, 2), (DEPTH, 4)), 10),
            (
                "The rarer outcome occurs 148 times here, enough for 14 comparisons at once at 10 for each; the "
                "factors chosen need 19 (Acne history 2, Needle depth 4). Leave some out, those with many levels first."
            ),
        ),
        (
            "too few events",
            (1, 1, 0, ((DEPTH, 1),), 10),
            (
                "The rarer outcome occurs once here, too few to allow for anything at 10 for each; the factors chosen "
                "need 1 (Needle depth 1)."
            ),
        ),
        (
            "levels too small",
            (
                Unable(factor=ACNE, levels=("past",), breakouts=1, known=4, parameters=2),
                Unable(factor=PRODUCT, levels=("yes",), breakouts=0, known=40, parameters=1),
            ),
            (
                "Not every level can be compared. “Acne history: past” has only 4 known outcomes, fewer than 10; "
                "“New product: yes” has 40 known outcomes, all of them no. Leave “Acne history” and “New product” out."
            ),
        ),
        (
            "levels too small",
            (Unable(factor=DEPTH, levels=(1.0, 2.5), breakouts=30, known=30, parameters=1),),
            (
                "Not every level can be compared. “Needle depth: 1 mm or 2.5 mm” has 30 known outcomes, all of them "
                "yes. Leave “Needle depth” out."
            ),
        ),
        (
            "levels too small",
            (Unable(factor=ACNE, levels=("past",), breakouts=3, known=40, parameters=2),),
            (
                "Not every level can be compared. “Acne history: past” is of fewer than 10 clients. "
                "Leave “Acne history” out."
            ),
        ),
        (
            "entangled factors",
            (PRODUCT, ACNE, DEPTH),
            (
                "“New product”, “Acne history” and “Needle depth” go together so closely that this log cannot tell "
                "what belongs to which; leave one of them out."
            ),
        ),
        ("nothing complete", (0,), "No outcome is known here."),
        (
            "merged levels",
            (ACNE, (("none", "past"),)),
            "Acne history: too small to stand alone, or with one outcome only, and so taken together: none, past.",
        ),
        (
            "same outcome",
            (1, 1),
            "There is nothing to compare: the only treatment with a known outcome broke out.",
        ),
    ],
)
def test_caution(kind: FactorKind, values: tuple[Any, ...], text: str) -> None:
    assert caution(Caution(kind, values), BREAKOUTS) == text


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
    assert caution(Caution("recorded after breakouts"), of) == (
        f"“Pustules” is recorded almost only after breakouts, so this is a share of {share}"
    )
