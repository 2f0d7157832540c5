"""The command line: the promised JSON, published numbers, and one sentence with exit code 2 for what cannot be read."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from analysis.__main__ import UNREADABLE, main

ROOT = Path(__file__).parent.parent
STUDIES = json.loads((ROOT / "tests/reference/published.json").read_text(encoding="utf-8"))["studies"]

LOG = """treatment_id,treatment_date,skin_type,needle_depth_mm,breakout,room
T1,2026-05-01,oily,0.5,yes,a
T2,2026-05-02,dry,1.0,no,b
T3,2026-05-03,dry,1.5,no,a
T4,2026-05-04,oily,2.0,,b
T4,2026-05-05,purple,2.5,no,a
T6,2026-05-06,purple,2.5,no,b
"""
RATE = {"value", "low", "high"}


class Ran:
    """What one command answered."""

    def __init__(self, code: int, out: str, err: str) -> None:
        self.code, self.out, self.err = code, out, err

    @property
    def data(self) -> dict[str, Any]:
        assert self.code == 0, self.err
        found: dict[str, Any] = json.loads(self.out)
        return found


Run = Callable[..., Ran]


@pytest.fixture(name="run")
def _run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    def run(command: str, content: str | bytes, *options: str) -> Ran:
        path = tmp_path / "march.csv"
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        code = main([command, str(path), *options])
        return Ran(code, *capsys.readouterr())

    return run


def assert_refused(ran: Ran, *words: str) -> None:
    assert ran.code == UNREADABLE == 2
    assert ran.out == ""
    assert ran.err.count("\n") == 1
    assert ran.err.endswith(".\n")
    assert ". " not in ran.err
    assert all(word in ran.err for word in words), ran.err


# check ----


def test_check_gives_the_promised_json(run: Run) -> None:
    data = run("check", LOG, "--json").data
    assert (data["encoding"], data["delimiter"]) == ("utf-8", ",")
    assert data["rows"] == {"read": 6, "kept": 5, "set_aside": 1}
    assert [(each["column"], each["field"], each["confidence"]) for each in data["columns"]] == [
        ("treatment_id", "treatment_id", "medium"),
        ("treatment_date", "treatment_date", "high"),
        ("skin_type", "skin_type", "medium"),
        ("needle_depth_mm", "needle_depth_mm", "high"),
        ("breakout", "breakout", "high"),
        ("room", None, None),
    ]
    assert [{key: each[key] for key in ("row", "column", "value")} for each in data["problems"]] == [
        {"row": 6, "column": "treatment_id", "value": "T4"},
        {"row": 7, "column": "skin_type", "value": "purple"},
    ]
    assert all(each["reason"] for each in data["problems"])


def test_check_names_every_row_it_sets_aside_once(run: Run) -> None:
    data = run("check", LOG + "T7,2026-05-07\nTotal,,,,1,\n\nT1,2026-05-01,oily,0.5,yes,a\n", "--json").data
    aside = [each["row"] for each in data["problems"] if not each["row_kept"]]
    assert sorted(aside) == [6, 9, 11]
    assert data["rows"] == {"read": 9, "kept": 6, "set_aside": 3}


def test_check_in_words_says_the_same(run: Run) -> None:
    ran = run("check", LOG)
    assert ran.code == 0
    for words in (
        "6 rows read, 5 counted, 1 set aside",
        "skin_type → skin_type",
        "room → extra factor",
        "row 6, treatment_id",
    ):
        assert words in ran.out


def test_check_shows_the_outcome_values_with_their_counts(run: Run) -> None:
    data = run("check", LOG, "--json").data
    assert {each["value"]: (each["rows"], each["meaning"]) for each in data["outcome_values"]} == {
        "no": (3, "no"),
        "yes": (1, "yes"),
        "": (1, "unknown"),
    }


# summary ----


def test_summary_gives_the_promised_json(run: Run) -> None:
    rows = "".join(f"{'oily' if number % 2 else 'dry'},{'yes' if number % 3 else 'no'}\n" for number in range(60))
    data = run("summary", "skin_type,breakout\n" + rows, "--json").data
    assert data["rows"].keys() == {"read", "kept", "set_aside"}
    assert {"treatments", "breakouts", "no_breakouts", "unknown", "rate", "factors"} <= data.keys()
    assert data["rate"].keys() == {"value", "low", "high", "level", "method"}
    (factor,) = data["factors"]
    assert factor["factor"] == "skin_type"
    for level in factor["levels"]:
        assert level.keys() >= {"level", "treatments", "breakouts", "unknown", "rate"}
        assert level["rate"].keys() >= RATE
    assert factor["test"].keys() >= {"name", "statistic", "p_value", "p_adjusted"}
    assert factor["effect"].keys() >= {"measure", "compared", *RATE}
    assert factor["effect"]["measure"] == "risk difference"
    assert factor["risk_ratio"].keys() >= RATE
    assert isinstance(factor["cautions"], list)


def test_the_effect_is_the_rate_of_the_first_minus_the_rate_of_the_second(run: Run) -> None:
    rows = "oily,yes\n" * 15 + "oily,no\n" * 15 + "dry,yes\n" * 5 + "dry,no\n" * 25
    (factor,) = run("summary", "skin_type,breakout\n" + rows, "--json").data["factors"]
    rates = {level["level"]: level["rate"]["value"] for level in factor["levels"]}
    first, second = factor["effect"]["compared"]
    assert factor["effect"]["value"] == pytest.approx(rates[first] - rates[second])


@pytest.mark.parametrize("study", STUDIES, ids=[study["id"] for study in STUDIES])
def test_published_studies_give_their_numbers(run: Run, study: dict[str, Any]) -> None:
    """The counts of each study, written as a log, give what R gives for them (see its citation)."""
    levels = {side: study[f"level_{side}"] for side in "ab"}
    rows = [
        [levels[side], outcome]
        for side in "ab"
        for outcome, times in (
            ("ill", study[f"breakouts_{side}"]),
            ("well", study[f"n_{side}"] - study[f"breakouts_{side}"]),
        )
        for _ in range(times)
    ]
    rows += [[levels["a"], ""]] * study["blank_outcome"] + [["", "ill"]] * study["blank_factor"]
    text = "\n".join(",".join(row) for row in [["exposure", "outcome of the study"], *rows])
    data = run("summary", text, "--outcome", "outcome of the study", "--yes", "ill", "--no", "well", "--json").data
    assert data["treatments"] == study["rows"]
    assert data["unknown"] == study["blank_outcome"]
    (factor,) = data["factors"]
    found = {level["level"]: level for level in factor["levels"]}
    for side, level in levels.items():
        assert found[level]["breakouts"] == study[f"breakouts_{side}"]
        assert found[level]["rate"]["value"] == pytest.approx(study["computed"][f"rate_{side}"])
    chi_square = study["computed"]["chi_square"]
    if chi_square["min_expected"] >= 5:
        assert factor["test"]["name"] == "chi-square"
        assert factor["test"]["statistic"] == pytest.approx(chi_square["statistic"])
        assert factor["test"]["p_value"] == pytest.approx(chi_square["p"])
    else:
        assert factor["test"]["name"] == "Fisher exact"
        assert factor["test"]["p_value"] == pytest.approx(study["computed"]["fisher"]["p"])
    if factor["effect"] is not None:
        newcombe = study["computed"]["risk_difference_newcombe"]
        ends = [newcombe["estimate"], newcombe["lower"], newcombe["upper"]]
        if factor["effect"]["compared"] == [levels["b"], levels["a"]]:
            ends = [-ends[0], -ends[2], -ends[1]]
        assert [factor["effect"][end] for end in ("value", "low", "high")] == pytest.approx(ends)
    else:
        assert min(study["n_a"], study["n_b"]) < 10


@pytest.mark.parametrize(
    ("content", "treatments", "known"),
    [
        ("breakout,skin_type\n", 0, 0),
        ("breakout,skin_type\nyes,oily\n", 1, 1),
        ("breakout,skin_type\n,oily\nDNA,dry\n", 2, 0),
        ("breakout,skin_type\nyes,oily\nyes,oily\n", 2, 2),
        ("breakout\nyes\nno\n", 2, 2),
    ],
)
def test_tiny_logs_are_summarised_without_inventing_a_rate(run: Run, content: str, treatments: int, known: int) -> None:
    data = run("summary", content, "--json").data
    assert (data["treatments"], data["treatments"] - data["unknown"]) == (treatments, known)
    assert (data["rate"] is None) == (known == 0)
    assert run("summary", content).code == run("check", content).code == 0


# Choices ----


def test_yes_alone_makes_every_other_answer_no(run: Run) -> None:
    content = "pain,arm\n" + "0,a\n1,b\n2,a\n3,b\n,a\n"
    data = run("summary", content, "--outcome", "pain", "--yes", "3", "--yes", "2", "--json").data
    assert (data["breakouts"], data["no_breakouts"], data["unknown"]) == (2, 2, 1)


def test_no_alone_makes_every_other_answer_yes(run: Run) -> None:
    data = run("summary", "pain,arm\n0,a\n1,b\n2,a\n3,b\n,a\n", "--outcome", "pain", "--no", "0", "--json").data
    assert (data["breakouts"], data["no_breakouts"], data["unknown"]) == (3, 1, 1)


def test_yes_and_no_set_other_answers_aside(run: Run) -> None:
    options = ("--outcome", "pain", "--no", "0", "--yes", "3", "--json")
    assert run("summary", "pain,arm\n0,a\n1,b\n2,a\n3,b\n,a\n", *options).data["rows"]["set_aside"] == 2


def test_map_reads_a_column_as_a_field(run: Run) -> None:
    content = "hud,breakout\noily,yes\ndry,no\n"
    (column, _) = run("check", content, "--map", "skin_type=hud", "--json").data["columns"]
    assert (column["field"], column["confidence"]) == ("skin_type", "chosen")


def test_the_date_order_can_be_chosen(run: Run) -> None:
    content = "date,breakout\n03/04/2026,yes\n05/06/2026,no\n"
    assert run("check", content, "--json").data["date_order_needed"] == ["date"]
    assert run("check", content, "--json", "--date-order", "day-first").data["date_order_needed"] == []


@pytest.mark.parametrize(
    ("where", "treatments"),
    [
        (["skin_type=dry"], 2),
        (["skin_type=dry", "skin_type=oily"], 4),
        (["skin_type=dry", "room=a"], 1),
        (["needle_depth_mm=1..2"], 3),
        (["needle_depth_mm=1.5"], 1),
        (["needle_depth_mm=0..9"], 5),
    ],
)
def test_where_narrows_the_log(run: Run, where: list[str], treatments: int) -> None:
    options = [part for each in where for part in ("--where", each)]
    assert run("summary", LOG, *options, "--json").data["treatments"] == treatments


RETURNS = (
    "client_id,treatment_date,skin_type,severity,pustules,breakout\n"
    "a,2026-01-05,oily,mild,yes,yes\na,2026-02-05,dry,severe,no,yes\nb,2026-01-06,dry,,no,no\n"
    "b,2026-02-06,oily,moderate,yes,yes\nc,2026-01-07,oily,,no,no\n"
)


@pytest.mark.parametrize(
    ("options", "column", "yes", "of"),
    [
        ([], "breakout", 3, 5),
        (["--rate-of", "Pustules"], "pustules", 2, 5),
        (["--rate-of", "PUSTULES"], "pustules", 2, 5),
        (["--rate-of", "Severity: severe"], "severity", 1, 5),
        (["--rate-of", "Severity: moderate or severe"], "severity", 2, 5),
        (["--count", "first"], "breakout", 1, 3),
        (["--count", "any"], "breakout", 2, 3),
        (["--count", "all"], "breakout", 3, 5),
        (["--rate-of", "pustules", "--count", "first"], "pustules", 1, 3),
    ],
)
def test_another_outcome_and_another_unit(run: Run, options: list[str], column: str, yes: int, of: int) -> None:
    data = run("summary", RETURNS, *options, "--json").data
    assert data["outcome"]["column"] == column
    assert (data["breakouts"], data["treatments"], data["unknown"]) == (yes, of, 0)
    assert data["count"] == {"first": "first treatments", "any": "clients"}.get(
        options[-1] if options else "", "treatments"
    )


def test_sentences_name_the_outcome_and_the_unit(run: Run) -> None:
    ran = run("summary", RETURNS, "--rate-of", "pustules", "--count", "any")
    assert "2 of 3 clients had “Pustules”" in ran.out
    assert "Outcome: “Pustules”. Each client counts once" in ran.out
    assert "broke out" not in ran.out


# Refusals ----


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--where", "colour=red"], ["“colour” is not a factor", "skin_type"]),
        (["--where", "skin_type=purple"], ["“purple” is not a level of “skin_type”", "oily"]),
        (["--where", "needle_depth_mm=deep"], ["“needle_depth_mm” is a number", "“deep”"]),
        (["--where", "skin_type"], ["--where needs", "“skin_type”"]),
        (["--map", "skin_type=hud"], ["“hud”", "room"]),
        (["--map", "colour=room"], ["“colour”"]),
        (["--map", "skin_type"], ["--map needs"]),
        (["--map", "clinic=room", "--map", "device=room"], ["“room” was given two meanings"]),
        (["--outcome", "ill"], ["“ill”", "room"]),
        (["--rate-of", "ill"], ["“ill” is not an outcome of this log", "“Breakout”"]),
        (["--count", "first"], ["“--count first”", "client IDs"]),
        (["--outcome", "room", "--map", "breakout=skin_type"], ["both chosen as breakout"]),
    ],
)
def test_a_question_that_does_not_fit_the_file_is_one_sentence(run: Run, options: list[str], words: list[str]) -> None:
    assert_refused(run("summary", LOG, *options), *words)


def test_a_column_with_an_order_needs_a_choice_from_where_on_it_counts(run: Run) -> None:
    ran = run("summary", RETURNS, "--rate-of", "severity")
    assert_refused(ran, "“severity”", "“Severity: moderate or severe”", "“Severity: severe”")


@pytest.mark.parametrize(
    "content",
    [b"", b"\n\n", b"\x89PNG\r\n\x1a\n", b"<html></html>", b"room,skin\na,oily\nb,dry\n", b"a,b\n1,2,3\n1,2,3\n"],
)
@pytest.mark.parametrize("command", ["check", "summary"])
def test_an_unreadable_file_is_one_sentence(run: Run, command: str, content: bytes) -> None:
    assert_refused(run(command, content, "--json"), "“march.csv”")


def test_a_file_that_is_not_there_is_one_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for path in (tmp_path / "none.csv", tmp_path):
        code = main(["check", str(path)])
        assert_refused(Ran(code, *capsys.readouterr()), path.name, "cannot be opened")


def test_the_program_runs_as_a_module_and_exits_with_its_code(tmp_path: Path) -> None:
    good, bad = tmp_path / "good.csv", tmp_path / "bad.csv"
    with good.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([["breakout", "room"], ["yes", "a"], ["no", "b"]])
    bad.write_bytes(b"")
    answers = [
        subprocess.run(
            [sys.executable, "-m", "analysis", "check", str(path), "--json"], cwd=ROOT, capture_output=True, check=False
        )
        for path in (good, bad)
    ]
    assert [answer.returncode for answer in answers] == [0, 2]
    assert json.loads(answers[0].stdout)["rows"]["kept"] == 2
    assert answers[1].stderr.decode().count("\n") == 1


# What schedules run into ----


def test_an_outcome_that_was_chosen_but_does_not_occur_is_noted(run: Run) -> None:
    ran = run("summary", LOG, "--yes", "Yess")
    assert ran.code == 0
    assert "“Yess” does not occur" in ran.err


def test_an_outcome_cannot_mean_both(run: Run) -> None:
    assert_refused(run("summary", LOG, "--yes", "yes", "--no", "yes"), "yes", "at once")


def test_a_level_is_found_in_any_spelling_and_a_factor_with_an_equals_sign_by_its_whole_name(run: Run) -> None:
    assert run("summary", LOG, "--json", "--where", "skin_type=OILY").data["treatments"] == 2
    own = "breakout,a=b\n" + "yes,x\nno,y\n" * 3
    assert run("summary", own, "--json", "--where", "a=b=x").data["treatments"] == 3


def test_it_answers_where_the_terminal_knows_no_arrows(tmp_path: Path) -> None:
    """A schedule on Windows redirects its output to a file, in an encoding of its own."""
    path = tmp_path / "march.csv"
    path.write_text(LOG, encoding="utf-8")
    ran = subprocess.run(
        [sys.executable, "-m", "analysis", "check", str(path)],
        cwd=ROOT,
        env={**os.environ, "PYTHONIOENCODING": "cp1252"},
        capture_output=True,
        check=True,
    )
    assert "→" in ran.stdout.decode("utf-8")


# A file that can be read in more than one way ----

ONE_TWO = "breakout,room\n" + "1,a\n2,b\n2,a\n" * 8
ANSWER = "breakout answers=1 means a breakout, 2 none"


@pytest.mark.parametrize("command", ["check", "summary"])
def test_it_gives_no_rate_but_the_readings_and_the_option_that_settles_it(run: Run, command: str) -> None:
    ran = run(command, ONE_TWO)
    assert_refused(ran, "“march.csv”", f'--answer "{ANSWER}" (8 of 24 treatments with a breakout: 33.3%)', "66.7%")


def test_check_prints_what_is_open_as_data_too(run: Run) -> None:
    ran = run("check", ONE_TWO, "--json")
    assert ran.code == UNREADABLE
    (decision,) = json.loads(ran.out)["decisions"]
    assert (decision["about"], decision["chosen"]) == ("breakout answers", None)
    assert [each["rate"] for each in decision["alternatives"]] == [pytest.approx(1 / 3), pytest.approx(2 / 3)]


def test_an_answer_settles_it_and_stands_beside_the_numbers(run: Run) -> None:
    data = run("summary", ONE_TWO, "--answer", ANSWER, "--json").data
    assert (data["breakouts"], data["no_breakouts"]) == (8, 16)
    assert data["readings"] == ["What do the answers in “breakout” mean? 1 means a breakout, 2 none."]
    decisions = run("check", ONE_TWO, "--answer", ANSWER, "--json").data["decisions"]
    assert [each["chosen"] for each in decisions if each["alternatives"]] == ["1 means a breakout, 2 none"]
    for command in ("check", "summary"):
        assert "1 means a breakout, 2 none" in run(command, ONE_TWO, "--answer", ANSWER).out


def test_an_answer_that_was_not_offered_is_refused_with_those_that_were(run: Run) -> None:
    ran = run("summary", ONE_TWO, "--answer", "breakout answers=both")
    assert_refused(ran, "“both” does not answer", "“1 means a breakout, 2 none”")


def test_an_outcome_can_be_read_as_unknown(run: Run) -> None:
    data = run(
        "summary",
        "breakout\nyes\nno\nperhaps not\n" * 4,
        "--yes",
        "yes",
        "--no",
        "no",
        "--unknown",
        "perhaps not",
        "--json",
    ).data
    assert (data["breakouts"], data["no_breakouts"], data["unknown"]) == (4, 4, 4)
    assert_refused(run("summary", "breakout\nyes\n", "--yes", "yes", "--unknown", "yes"), "two things at once")
