"""The report for sharing has no small count and no name in any sentence, table, chart or hover text of any format."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

import numpy as np
import pytest

from analysis.counting.in_memory import InMemory
from analysis.counting.safe_levels import RULES, Rule
from analysis.exhibits.document import Document, Signature
from analysis.exhibits.ranking import MOST_RANKED
from analysis.exhibits.report import Sections
from analysis.exhibits.shared_report import shared_report
from analysis.figures.figure import Figure
from analysis.importing.choices import ImportChoices
from analysis.importing.opening import open_file
from analysis.outcome_log.asked import Asked
from analysis.outcome_log.report_settings import SECTIONS
from analysis.questions.at_a_glance import AtAGlance, at_a_glance
from analysis.questions.sharing import for_sharing
from analysis.wording.sharing import NOT_IN_IT
from tests.exports.documents import MADE_ON, SAMPLE

# What safe counts answer, and what they do not, some of it about a person.
ADDED = (
    Asked(question="enough data", factor="acne_history"),
    Asked(question="ranking", most=MOST_RANKED),
    Asked(question="rates", factor="practitioner", level="P03"),
    Asked(question="one unit", factor="practitioner", level="P03"),
    Asked(question="after adjusting", names=("acne_history", "new_product")),
)
COUNTS = ("Treatments", "Breakouts", "Outcome unknown")
# "23 of 100" is a rate; factors and groups are no people.
N_OF_N = re.compile(r"\b([\d,]+) of (?!100\b)([\d,]+)\b(?! (?:factors|groups|quarters))")


@cache
def counted() -> tuple[InMemory, AtAGlance]:
    counts = InMemory(open_file(SAMPLE.read_bytes(), SAMPLE.name, ImportChoices(), b"key").cleaned(ImportChoices())[0])
    return counts, at_a_glance(counts)


@cache
def shared(rule: Rule, factors: int | None = None) -> Document:
    """Return the shared report of the sample log with some of its factors, or all; documents are never changed."""
    account = open_file(SAMPLE.read_bytes(), SAMPLE.name, ImportChoices(), b"key").cleaned(ImportChoices())[1]
    counts, found = counted()
    of = for_sharing(counts, rule, found)
    assert of is not None
    names = tuple(each.factor.name for each in found.factors)[:factors]
    everything = Sections(
        factors=names,
        ranking=True,
        cusum=True,
        recovery=True,
        account=True,
        tables=True,
        methods=True,
        order=(*SECTIONS, *ADDED),
    )
    return shared_report(of, account, everything, made_on=MADE_ON, signature=Signature("Our clinic"))


def test_of_what_was_added_only_what_is_safe_is_in_it_and_the_rest_is_named_in_one_sentence() -> None:
    of = shared(RULES["5"], 4)
    added = [each.exhibit.heading for each in of.parts][-2:]
    assert added == ["Enough data? Acne history", "All factors compared, 40 at most"]
    (left_out,) = [each for each in of.provenance if each.startswith("Added exhibits")]
    assert left_out == (
        "Added exhibits are left out: “Practitioner: one of them vs all the others”, “Practitioner: one of them”, "
        "“On its own and after adjusting: Acne history and New product”."
    )


def texts_of(value: object) -> Iterator[str]:
    """Yield every text of a figure, hover texts included."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from texts_of(each)
    elif isinstance(value, list | tuple | np.ndarray):
        for each in value:
            yield from texts_of(each)


@pytest.mark.parametrize("rule", [RULES["5"], RULES["rounded"]], ids=str)
def test_no_table_chart_or_sentence_has_a_small_count(rule: Rule) -> None:
    of = shared(rule)
    tables = [each.exhibit.numbers for each in of.placed if each.exhibit.numbers is not None]
    columns = [table[name] for table in tables for name in COUNTS if name in table]
    assert len(columns) > 3 * 15
    for column in columns:
        assert ((column == 0) | (column >= rule.fewest)).all()
        assert not rule.is_rounded or (column % 5 == 0).all()
    found = 0
    for text in [*everything_said(of), *(each for placed in of.placed for each in hover_texts(placed.exhibit.figure))]:
        for numbers in N_OF_N.findall(text):
            for number in numbers:
                count = int(number.replace(",", ""))
                assert count == 0 or count >= rule.fewest, text
                found += 1
    assert found > 100


def hover_texts(figure: Figure | None) -> Iterator[str]:
    return iter(()) if figure is None else texts_of(figure.plain())


def everything_said(of: Document) -> Iterator[str]:
    assert of.summary is not None
    first = of.summary
    yield from (first.answer, first.unusual, first.not_followed_up, first.links_finding, *first.cautions)
    yield from first.next_steps
    yield from (part for each in first.key_numbers for part in (each.value, each.note, each.more))
    yield from (*of.caption, *of.about.values())
    for placed in of.placed:
        each = placed.exhibit
        yield from (each.finding, *each.sentences, each.alt, *each.details, *each.left_out, *each.cautions)


def test_it_says_what_was_left_out_and_names_no_file() -> None:
    of = shared(RULES["5"], 4)
    said = " ".join((*of.provenance, of.summary.data_quality if of.summary else "", of.source, *of.caption))
    assert NOT_IN_IT in said
    assert "every count is 0 or at least 5" in said
    assert "outcomes.csv" not in said


def test_no_link_is_shown_that_the_whole_report_does_not_have() -> None:
    counts, whole = counted()
    linked = {each.factor.name for each in whole.factors if each.has_link}
    for rule in (RULES["5"], RULES["rounded"]):
        of = for_sharing(counts, rule, whole)
        assert of is not None
        assert {each.factor.name for each in of.found.factors if each.has_link} <= linked
