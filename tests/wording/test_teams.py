"""Every sentence about units: with none, one and many outside, of practitioners, lots and other groups."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import numpy as np
import pytest

from analysis.counting.in_memory import InMemory
from analysis.methods.expected import Because, Expected
from analysis.methods.funnel import FunnelUnit, funnel
from analysis.methods.rate import level_rate
from analysis.outcome_log.log import Factor
from analysis.questions.one_unit import Share
from analysis.questions.teams import Teams
from analysis.questions.usage import Usage
from analysis.wording.one_unit import mix_finding, one_finding
from analysis.wording.teams import by_chance_alone, not_recorded, teams_cautions, teams_details, teams_verdict
from analysis.wording.usage import lot_alerts
from tests.logs import log_of
from tests.tallies import BREAKOUTS, factor

PRACTITIONER = factor(name="practitioner", title="Practitioner")
LOT = factor(name="cartridge_lot", title="Cartridge lot")
SKIN = factor(name="skin_type", title="Skin type")
ACNE = factor(name="acne_history", title="Acne history")


def of_units(
    unit: Factor, *counts: tuple[int, int], expected: tuple[float, ...] = (), because: Because | None = None
) -> Teams:
    """Return units called U1, U2 and so on of (breakouts, no breakouts)."""
    observed = [level_rate(f"U{place}", no, yes, 0) for place, (yes, no) in enumerate(counts, start=1)]
    own = funnel(observed)
    shown = funnel(observed, expected) if expected else own
    assert own is not None
    assert shown is not None
    model = Expected(
        factors=(ACNE,), observed=tuple(observed), breakouts=expected, because=(because,) * len(counts),
        chances=np.empty(0), left_out=0,
    )  # fmt: skip
    return Teams(
        unit=unit,
        funnel=shown,
        on_its_own=own,
        shrunken=None,
        expected=model if expected else None,
        not_adjusted=None,
        unknown=0,
        cannot_join=(),
        used={},
    )


def first_of(found: Teams) -> FunnelUnit:
    return found.funnel.units[0]


USUAL = ((10, 90),) * 11
VERDICTS = [
    (PRACTITIONER, ((5, 45),), "Only one practitioner is shown, so there is nothing to compare."),
    (SKIN, ((5, 45),), "Only one group of Skin type is shown, so there is nothing to compare."),
    (PRACTITIONER, USUAL[:2], "Both practitioners are within what chance would give."),
    (LOT, USUAL, "All 11 cartridge lots are within what chance would give."),
    (SKIN, USUAL[:5], "All 5 groups of Skin type are within what chance would give."),
    (LOT, ((30, 30), *USUAL), "Cartridge lot U1 is above what chance would give: 30 of 60."),
    (SKIN, ((30, 30), *USUAL), "“U1” is above what chance would give: 30 of 60."),
    (
        LOT,
        ((30, 30), (0, 200), *USUAL, *USUAL),
        (
            "Cartridge lot U1 is above what chance would give: 30 of 60. "
            "Cartridge lot U2 is below what chance would give: 0 of 200."
        ),
    ),
    (
        PRACTITIONER,
        ((19, 81), *USUAL),
        "None of the 12 practitioners is far from what chance would give; U1 is slightly high.",
    ),
    (
        PRACTITIONER,
        ((19, 81), (19, 81), (3, 97), *USUAL, *USUAL),
        (
            "None of the 25 practitioners is far from what chance would give; U1 and U2 are slightly high and U3 is "
            "slightly low."
        ),
    ),
]


@pytest.mark.parametrize(("unit", "counts", "words"), VERDICTS)
def test_the_verdict(unit: Factor, counts: tuple[tuple[int, int], ...], words: str) -> None:
    assert teams_verdict(of_units(unit, *counts)) == words


@pytest.mark.parametrize(
    ("columns", "words"),
    [
        (("practitioner", "clinic", "device", "cartridge_lot"), ""),
        (("practitioner", "clinic", "device"),
         "This log does not record cartridge lot. With a column for it, you can compare it, too."),
        (("clinic", "device"),
         "This log does not record practitioner or cartridge lot. With a column for each, you can compare them, too."),
    ],
)  # fmt: skip
def test_what_could_be_compared_is_named(columns: tuple[str, ...], words: str) -> None:
    rows = "".join(f"{','.join([level] * len(columns))},{'yes' if level == 'a' else 'no'}\n" for level in "abab")
    assert not_recorded(InMemory(log_of(f"{','.join(columns)},breakout\n{rows}"))) == words


def test_the_verdict_on_clients() -> None:
    expected = (10.0,) * 11
    assert teams_verdict(of_units(PRACTITIONER, *USUAL, expected=expected)) == (
        "All 11 practitioners are as expected for the clients they treat."
    )
    assert teams_verdict(of_units(LOT, (30, 30), *USUAL, expected=(6.4, *(12.1,) * 11))) == (
        "Cartridge lot U1 is above what is expected for the clients treated: 30 of 60, where 6.4 were expected."
    )


def test_more_than_a_few_are_counted() -> None:
    assert teams_verdict(of_units(LOT, *((30, 30),) * 5, *USUAL * 5)).endswith(
        " 2 more cartridge lots are outside, too."
    )


@pytest.mark.parametrize(
    ("number", "inner", "outer"),
    [(3, "fewer than 1", "fewer than 1"), (40, "at most 2", "fewer than 1"), (500, "at most 25", "at most 1")],
)
def test_how_many_are_outside_by_chance(number: int, inner: str, outer: str) -> None:
    assert by_chance_alone(of_units(PRACTITIONER, *((10, 90),) * number)) == (
        f"By chance alone, {inner} of these {number} practitioners would lie outside the inner limits, and {outer} "
        "outside the outer."
    )


def test_who_moves_by_adjusting_and_why() -> None:
    because = Because(factor=ACNE, level="current", share=0.46, others=0.12, of_level=0.7)
    found = of_units(PRACTITIONER, (19, 81), *USUAL, expected=(17.0, *(10.18,) * 11), because=because)
    assert (
        "U1 moves from high to as expected after adjusting: Acne history is “current” in 46% of the treatments of U1 "
        "and in 12% of all others."
    ) in tuple(teams_details(found, BREAKOUTS))


def test_units_that_all_differ_are_offered_wider_limits() -> None:
    found = of_units(PRACTITIONER, *((10 + 4 * (place % 5), 190) for place in range(20)))
    assert any("Practitioners differ more than chance explains" in each for each in teams_cautions(found, BREAKOUTS))


@pytest.mark.parametrize(
    ("counts", "words"),
    [
        ((10, 90), "This is as expected."),
        ((19, 81), "This is more than usual, but chance does that to 5 of 100."),
        ((2, 98), "This is fewer than usual, but chance does that to 5 of 100."),
        (
            (40, 60),
            "This is more than chance explains. It does not show why: look at products, lots and aftercare first.",
        ),
        ((0, 200), "This is fewer than chance explains. It is worth finding out what is done differently."),
    ],
)
def test_words_about_one_of_them(counts: tuple[int, int], words: str) -> None:
    found = of_units(PRACTITIONER, counts, *USUAL)
    assert words in one_finding(first_of(found), found, BREAKOUTS)


def test_whose_clients_differ() -> None:
    each = first_of(of_units(PRACTITIONER, *USUAL))
    alike = Share(factor=ACNE, level="past", own=0.22, others=0.2)
    assert mix_finding((alike,), each, PRACTITIONER) == "The clients of U1 are like all others’."
    other = Share(factor=ACNE, level="current", own=0.5, others=0.123)
    assert mix_finding((alike, other), each, PRACTITIONER) == (
        "The largest difference: Acne history is “current” in 50% of the treatments of U1 and in 12% of all others."
    )
    assert "could be compared" in mix_finding((), each, PRACTITIONER)


@pytest.mark.parametrize(
    ("period", "clinics", "words"),
    [
        (None, (), "It was used in 1 treatment. Check"),
        ((dt.date(2025, 3, 1),) * 2, ("Harbour",), "It was used in 1 treatment on 1 March 2025 in Harbour. Check"),
        (
            (dt.date(2025, 3, 1), dt.date(2025, 3, 31)),
            ("Harbour", "Meadow"),
            "It was used in 1 treatment from 1 March 2025 to 31 March 2025 in Harbour and Meadow. Check",
        ),
    ],
)
def test_an_alert(period: tuple[dt.date, dt.date] | None, clinics: tuple[str, ...], words: str) -> None:
    found = of_units(LOT, (30, 30), *USUAL)
    assert not [*lot_alerts(found, BREAKOUTS)]
    used = {"U1": Usage(period=period, clinics=clinics, treatments=1)}
    (alert,) = lot_alerts(replace(found, used=used), BREAKOUTS)
    assert words in alert


def test_an_alert_says_of_how_many_outcomes_it_is_where_clients_are_adjusted_for() -> None:
    """Six breakouts seemed to vanish from it as soon as somebody adjusted."""
    used = {"U1": Usage(period=None, clinics=(), treatments=60)}
    (plain,) = lot_alerts(replace(of_units(LOT, (30, 30), *USUAL), used=used), BREAKOUTS)
    found = of_units(LOT, (30, 30), *USUAL, expected=(6.4, *(12.1,) * 11))
    (adjusted,) = lot_alerts(replace(found, used=used), BREAKOUTS)
    assert "30 breakouts among 60 known outcomes, where" in plain
    assert "30 breakouts among the 60 known outcomes with all factors recorded, where" in adjusted
