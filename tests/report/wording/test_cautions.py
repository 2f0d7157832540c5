"""Every caution is a sentence of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

import pytest

from analysis.report import wording
from analysis.results import Caution, CautionKind
from tests.tallies import factor

if TYPE_CHECKING:
    from typing import Any

    from analysis.outcome_log.log import FactorKind
from tests.report.wording.subjects import ACNE, DEPTH, PRODUCT

CAUTIONS = {
    "small expected counts": (5, True),
    "few breakouts": (3, 90, 10),
    "many unknowns": (312, 2400),
    "repeat clients": (881, 1.25, False),
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
    "rough power": (5,),
    "none known": (("past", None),),
    "few stand for many": (("past",), 10),
    "few values": (2, 3),
    "one value": (DEPTH, 1.5),
    "few for a curve": (8, 10, 1.25),
    "one value decides": (DEPTH, 900.0),
    "no curve fits": (DEPTH,),
    "curve too wide": (DEPTH, 0.5),
}


def test_every_caution_is_a_sentence() -> None:
    assert set(CAUTIONS) == set(get_args(CautionKind))
    for kind, values in CAUTIONS.items():
        text = wording.caution(Caution(kind, values))
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
            (1, 1.0, False),
            (
                "1 treatment is of clients who came back. Their outcomes are not more alike than those of others, "
                "so no interval was widened."
            ),
        ),
        (
            "repeat clients",
            (1881, 1.25, True),
            (
                "1,881 treatments are of clients who came back. Treatments of one client resemble each other, so the "
                "intervals are widened as if there were 20% fewer treatments (design effect 1.25), but the exact test "
                "does not allow for it."
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
        ("out of usual range", (1, DEPTH), "Needle depth is above 3 mm in 1 treatment: check the units."),
        (
            "same outcome",
            (1, 1),
            "There is nothing to compare: every one of the 1 treatment with a known outcome broke out.",
        ),
    ],
)
def test_caution(kind: FactorKind, values: tuple[Any, ...], text: str) -> None:
    assert wording.caution(Caution(kind, values)) == text
