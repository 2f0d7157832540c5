"""An ordered outcome in words, in a chart and in a table."""

from __future__ import annotations

import numpy as np

from analysis.exhibits.grades import grades_table
from analysis.figures.grades import PATTERNS, grades_figure
from analysis.methods.grades import GradesResult, LevelGrades, graded
from analysis.outcome_log.log import Factor
from analysis.outcome_log.outcomes import Counted, Outcome
from analysis.results import INDEPENDENT, Clustering, ValueRange
from analysis.wording.grades import describe_grades, grades_finding, grades_left_out, how_grades
from tests.figures.drawn import as_plotly
from tests.wording.subjects import ACNE, DEPTH, PRODUCT

SEVERITY = Outcome("severity", ("moderate", "severe"), "Severity", is_ordered=True)
TREATMENTS, CLIENTS = Counted(SEVERITY, "treatments"), Counted(SEVERITY, "clients")
GRADES = (None, "mild", "severe")
WORSE = [[95, 4, 1], [180, 14, 6], [70, 20, 10]]
NAMES = ("none", "past", "current")


def found(
    of: Factor, names: tuple[object, ...], counts: list[list[int]], clustering: Clustering = INDEPENDENT
) -> GradesResult:
    levels = [LevelGrades(name, tuple(each), 3) for name, each in zip(names, counts, strict=True)]
    return graded(of, GRADES, levels, 7, contrast=(names[-1], names[0]), clustering=clustering)


def test_finding_of_an_order() -> None:
    assert grades_finding(found(ACNE, NAMES, WORSE), TREATMENTS) == (
        "Acne history “current”: of 100 treatments, 70 “no breakout”, 20 “mild”, 10 “severe”; with “none”, "
        "95, 4, 1. Over all groups, the grades rise from “none” to “current” (p < 0.001)."
    )
    assert "the grades fall from “none” to “current”" in grades_finding(found(ACNE, NAMES, WORSE[::-1]), TREATMENTS)


def test_finding_of_names_and_of_clients() -> None:
    assert grades_finding(found(PRODUCT, ("no", "yes"), WORSE[:1] + WORSE[2:]), CLIENTS) == (
        "New product “yes”: of 100 clients, 70 “no breakout”, 20 “mild”, 10 “severe”; with “no”, 95, 4, 1. "
        "Over all groups, the grades differ clearly (p < 0.001)."
    )


def test_finding_of_a_number() -> None:
    fifths = (ValueRange(0.5, 1.0), ValueRange(1.5, 2.0))
    assert grades_finding(found(DEPTH, fifths, WORSE[::2]), TREATMENTS).endswith(
        "Over all values, the grades rise from 0.5 to 1 mm to 1.5 to 2 mm (p < 0.001)."
    )


def test_what_is_not_shown_is_too_close_to_call_and_not_absent() -> None:
    alike = grades_finding(found(ACNE, NAMES, [[90, 8, 2]] * 3), TREATMENTS)
    assert alike.endswith("the difference in grades could be chance (p = 1.00).")


def test_finding_where_there_is_none() -> None:
    assert grades_finding(found(ACNE, NAMES, [[9, 0, 0]] * 3), TREATMENTS) == (
        "Acne history cannot be compared by “Severity”. There is nothing to compare: all 27 treatments "
        "with a known grade are “no breakout”."
    )


def test_who_is_left_out() -> None:
    assert grades_left_out(found(ACNE, NAMES, WORSE), TREATMENTS) == (
        "Not counted: 9 treatments with the outcome or its grade unknown; 7 treatments with no “Acne history” recorded."
    )
    nobody = graded(ACNE, GRADES, [LevelGrades("none", (1, 0, 0), 0)])
    assert not grades_left_out(nobody, TREATMENTS)


def test_how_names_the_method_and_allows_for_clients() -> None:
    *_, test, clients = how_grades(found(ACNE, NAMES, WORSE, Clustering(30, 1.25)), TREATMENTS)
    assert test.startswith("Test: Linear-by-linear association = ")
    assert "Mantel 1963" in test
    assert "divided by its design effect, 1.25" in clients
    assert "Mean-score test" in how_grades(found(PRODUCT, NAMES, WORSE), TREATMENTS)[1]
    assert how_grades(found(ACNE, NAMES, [[9, 0, 0]] * 3), TREATMENTS)[-1] == "Test: none was made."


def test_the_chart_is_shares_distinguished_by_more_than_colour() -> None:
    of = found(ACNE, NAMES, WORSE)
    *bars, counts = as_plotly(grades_figure(of, TREATMENTS)).data
    assert [bar.name for bar in bars] == ["no breakout", "mild", "severe"]
    assert np.allclose(np.sum([bar.x for bar in bars], axis=0), 100)
    assert list(bars[2].x) == [1, 3, 10]
    assert len({bar.marker.pattern.shape for bar in bars}) == len({bar.marker.color for bar in bars}) == len(GRADES)
    assert [text.strip() for text in counts.text] == ["1  n = 100", "3  n = 200", "10  n = 100"]
    assert len(set(PATTERNS)) == len(PATTERNS)


def test_the_chart_in_words_and_in_numbers() -> None:
    of = found(ACNE, NAMES, WORSE)
    assert describe_grades(of, TREATMENTS).startswith(
        "Severity by Acne history: none (100): no breakout 95.0%, mild 4.0%, severe 1.0%; past (200): "
    )
    table = grades_table(of, CLIENTS)
    assert list(table.columns) == [
        "Level of Acne history",
        "Clients with a known grade",
        "no breakout, n",
        "mild, n",
        "severe, n",
        "no breakout, %",
        "mild, %",
        "severe, %",
        "Grade not known",
    ]
    assert table["severe, %"].tolist() == [1.0, 3.0, 10.0]
    assert "no group has any client with a known grade" in describe_grades(graded(ACNE, GRADES, []), CLIENTS)


def test_names_from_a_file_are_shown_and_not_run() -> None:
    nasty = '<a href="http://a.example">x</a>'
    levels = [LevelGrades(nasty, (5, 4), 0), LevelGrades("b", (4, 5), 0)]
    of = graded(Factor(nasty, nasty, "category", (nasty, "b"), is_extra=True), ("low", nasty), levels)
    drawn = as_plotly(
        grades_figure(of, Counted(Outcome(nasty, (nasty,), nasty, is_ordered=True), "treatments"))
    ).to_plotly_json()
    assert "<a" not in str([{**drawn["layout"], "template": None}, drawn["data"]])
