"""What a clinic's own columns hold, from the file to the test: decided, chosen, remembered and kept in the log."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from scipy import stats

from analysis.counting.in_memory import InMemory
from analysis.importing.choices import ImportChoices
from analysis.importing.import_account import ImportAccount
from analysis.importing.opening import Imported, digest, open_file
from analysis.outcome_log.log import Log
from analysis.outcome_log.value_kinds import ValueKind
from analysis.questions.at_a_glance import at_a_glance
from analysis.saved_log.adding import add_file, plan
from analysis.saved_log.known_files import recall
from analysis.saved_log.opening import as_log, open_log

SEED = 17


def opened(content: str, choices: ImportChoices = ImportChoices()) -> tuple[Log, ImportAccount]:  # noqa: B008 - frozen
    return open_file(content.encode(), "clinic.csv", choices, b"key").cleaned(choices)


def log_of(header: str, values: list[object], breakouts: list[bool]) -> str:
    rows = (f"{value},{'yes' if broke else 'no'}" for value, broke in zip(values, breakouts, strict=True))
    return "\n".join([f"{header},breakout", *rows])


def of_staff(header: str) -> str:
    """Return 1,200 treatments by 12 numbered people, three of whom, far apart, have a rate of 50 in 100."""
    rng = np.random.default_rng(SEED)
    staff = rng.integers(1, 13, 1200)
    return log_of(header, staff.tolist(), (rng.random(1200) < np.where(np.isin(staff, [2, 6, 11]), 0.5, 0.1)).tolist())


def p_value_of(log: Log, name: str) -> float:
    (test,) = (result.test for result in at_a_glance(InMemory(log)).factors if result.factor.name == name)
    assert test is not None
    return test.p_value


def test_staff_numbers_are_compared_as_people_and_not_by_their_size() -> None:
    """Ranked by their numbers, the three were missed: Mann-Whitney p > 0.05, chi-square p < 1e-16."""
    as_names, _ = opened(of_staff("Staff no"))
    as_numbers, _ = opened(of_staff("Staff no"), ImportChoices(kinds=(("Staff no", "number"),)))
    codes, outcome = as_names.codes("Staff no"), as_names.codes("breakout")
    table = np.array([np.bincount(codes[outcome == answer], minlength=12) for answer in (0, 1)])
    found = p_value_of(as_names, "Staff no")
    assert found == pytest.approx(stats.chi2_contingency(table, correction=False).pvalue)
    assert found < 1e-16
    assert p_value_of(as_numbers, "Staff no") > 0.05


def test_codes_without_a_clear_header_are_known_by_rates_that_follow_no_order() -> None:
    log, account = opened(of_staff("q7"))
    assert log.factor("q7").kind == "category"
    decision = account.decisions[-1]
    assert (decision.about, decision.chosen) == ("names columns", "names without an order")
    assert "follow no order" in decision.because
    assert len({each.consequence for each in decision.alternatives}) == 1 < len(decision.alternatives)
    assert decision.in_words in account.readings


@pytest.mark.parametrize("shape", ["flat", "rising", "u-shaped", "by client"])
def test_rates_that_follow_an_order_never_make_names_of_a_measure(shape: str) -> None:
    """12 logs a shape; by chance one in a thousand would be taken for codes."""
    rng = np.random.default_rng(SEED)
    for _ in range(12):
        value = rng.integers(20, 50, 800)
        place = (value - 20) / 30
        rate = {"flat": 0.2, "rising": 0.1 + 0.5 * place, "u-shaped": 0.1 + 2 * (place - 0.5) ** 2, "by client": 0.2}
        broke = rng.random(800) < rate[shape]
        header, values = "q7", [*value.tolist()]
        if shape == "by client":
            # Each client has one number and one answer, four times.
            values, broke = np.repeat(value[:200], 4).tolist(), np.repeat(broke[:200], 4)
            header, values = "client_id,q7", [f"C{row // 4},{each}" for row, each in enumerate(values)]
        log, _ = opened(log_of(header, values, broke.tolist()))
        assert log.factor("q7").kind == "number"


AGES = "Age,breakout\n" + "".join(f"{row % 5 + 1},{'yes' if row % 3 else 'no'}\n" for row in range(60))


@pytest.mark.parametrize(
    ("content", "levels"),
    [(AGES, ("1", "2", "3", "4", "5")), (AGES.replace("2,", "0,"), ("0", "1", "3", "4", "5"))],
)
def test_coded_ages_are_groups_of_their_own_and_never_under_20(content: str, levels: tuple[str, ...]) -> None:
    log, account = opened(content)
    (factor,) = log.factors
    assert (factor.name, factor.kind, factor.levels) == ("Age", "ordered", levels)
    assert "codes of age groups" in " ".join(account.notes)


def test_two_codes_of_ages_stay_as_they_are() -> None:
    log, _ = opened("Age,breakout\n" + "0,yes\n1,no\n1,yes\n0,no\n" * 9)
    assert [factor.levels for factor in log.factors] == [("0", "1")]


def test_coded_ages_that_somebody_calls_ages_are_left_blank_and_named() -> None:
    log, account = opened(AGES, ImportChoices((("Age", "age_band"),)))
    assert not log.factors
    assert sum(len(problem.rows) for problem in account.values_left_out) == 60


def test_ages_are_banded_as_before() -> None:
    log, _ = opened("Age,breakout\n" + "8,yes\n34,no\n71,yes\n" * 9)
    assert log.factor("age_band").levels[0] == "under 20"
    assert set(log.codes("age_band").tolist()) == {0, 2, 6}


def test_a_column_left_out_as_codes_comes_back_as_what_was_chosen() -> None:
    content = "Device no,breakout\n" + "".join(f"{row},{'yes' if row % 3 else 'no'}\n" for row in range(0, 400, 3))
    log, account = opened(content + "3,no\n")
    assert not log.factors
    assert "the header names a code" in account.columns[0].reason
    log, _ = opened(content + "3,no\n", ImportChoices(kinds=(("Device no", "number"),)))
    assert log.factor("Device no").kind == "number"


@pytest.mark.parametrize(("kind", "factor"), [("number", "number"), ("ordered", "ordered"), ("names", "category")])
def test_a_chosen_kind_is_remembered_and_kept_with_the_import(tmp_path: Path, kind: ValueKind, factor: str) -> None:
    content = "treatment_id,Room,breakout\n" + "".join(
        f"T{row},{row % 4 + 1},{'yes' if row % 3 else 'no'}\n" for row in range(60)
    )
    choices = ImportChoices(kinds=(("Room", kind),))
    file = open_file(content.encode(), "clinic.csv", choices, b"key")
    log, account = file.cleaned(choices)
    imported = Imported("clinic.csv", digest(content.encode()), file.header, file, choices, log, account)
    add_file(tmp_path, imported, plan(open_log(tmp_path), imported, None), None)
    assert open_log(tmp_path).versions[0].kinds == (("Room", kind),)
    saved, _ = as_log(open_log(tmp_path))
    assert saved.factor("Room").kind == log.factor("Room").kind == factor
    known = recall(tmp_path, file.header)
    assert known is not None
    assert known.kinds == choices.kinds


def test_a_kind_overrides_what_was_known_and_ends_with_another_meaning() -> None:
    known = ImportChoices(kinds=(("Room", "names"), ("Score", "number")))
    assert dict(ImportChoices(kinds=(("Room", "ordered"),)).over(known).kinds) == {"Room": "ordered", "Score": "number"}
    assert dict(known.with_column("Room", "clinic").kinds) == {"Score": "number"}
    assert known.with_kind("Score", None).with_kind("Room", None) == ImportChoices()
    assert known.fitting(["ROOM ", "Age"]).kinds == (("ROOM ", "names"),)
