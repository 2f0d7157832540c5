"""Exhibits added to a report: what is asked is small enough for a file, and answered as the pages answer it."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import get_args

import pytest

from analysis.counting.in_memory import InMemory
from analysis.exhibits.asked import answer_of, answers
from analysis.exhibits.asking import Asking
from analysis.exhibits.document import report_of
from analysis.exhibits.ranking import MOST_RANKED
from analysis.exhibits.report import Sections
from analysis.files.reading import read
from analysis.importing.cleaning import clean
from analysis.importing.import_account import ImportAccount
from analysis.outcome_log.asked import NOT_ASKED, Asked, Question, asked_as_data, asked_from_data
from analysis.outcome_log.chart_settings import NOTHING_SET
from analysis.outcome_log.log import Log
from analysis.outcome_log.outcomes import Counted, possible_outcomes
from analysis.outcome_log.report_settings import SECTIONS
from analysis.questions.at_a_glance import at_a_glance
from analysis.wording.asked import without_answer

SAMPLE = Path(__file__).parents[2] / "sample_data" / "outcomes.csv"
# As few as have an answer to every question.
ROWS = 900
TODAY = dt.date(2026, 11, 26)
SEVERAL = {"names": ("acne_history", "new_product"), "planned": "new_product"}
# Every question with its choices, and the heading of its exhibit.
EVERY = {
    "Rate over time and latest changes": Asked(question="over time"),
    "All factors compared": Asked(question="ranking"),
    "All factors compared, 40 at most": Asked(question="ranking", most=MOST_RANKED),
    "Acne history": Asked(question="rates", factor="acne_history"),
    "Practitioner: P03 vs all the others": Asked(question="rates", factor="practitioner", level="P03"),
    "Acne history: on its own and after adjusting": Asked(question="story", factor="acne_history", names=("clinic",)),
    "Grades: Clinic": Asked(question="grades", factor="clinic"),
    "Curve: Needle depth": Asked(question="curve", factor="needle_depth_mm", planned="needle_depth_mm"),
    "Within groups of Skin type: Acne history": Asked(
        question="within groups", factor="acne_history", beside="skin_type"
    ),
    "Two factors together: Acne history and Skin type": Asked(
        question="two factors", factor="acne_history", beside="skin_type"
    ),
    "Unknown outcomes: Clinic": Asked(question="unknown outcomes", factor="clinic"),
    "Enough data? Clinic": Asked(question="enough data", factor="clinic"),
    "On its own and after adjusting: Acne history and New product": Asked(question="after adjusting", **SEVERAL),
    "Blanks filled in: Acne history and New product": Asked(question="blanks filled in", **SEVERAL),
    "What could prevent the most: Acne history and New product": Asked(question="could prevent", **SEVERAL),
    "Acne history, adjusted for New product": Asked(question="adjusted rates", factor="acne_history", **SEVERAL),
    "Odds ratios: Acne history and New product": Asked(question="odds ratios", **SEVERAL),
    "Does the model fit? Acne history and New product": Asked(
        question="model fit", names=SEVERAL["names"], numbers_in_groups=True, levels=(("practitioner", "P03"),)
    ),
    "Acne history, with a method for few cases": Asked(
        question="few breakouts", factor="acne_history", names=("new_product",)
    ),
    "Rate over time by quarter": Asked(question="trend", by="quarter"),
    "Rate over time by quarter: Clinic": Asked(question="trend of groups", factor="clinic", by="quarter"),
    "Between breakouts": Asked(question="between breakouts"),
    "CUSUM, adjusted for clients": Asked(question="cusum", adjusted=True),
    "Teams: Practitioner, adjusted for clients": Asked(
        question="teams", factor="practitioner", adjusted=True, names=("acne_history",), widened=True
    ),
    "Practitioner: P03": Asked(question="one unit", factor="practitioner", level="P03", adjusted=True),
    "Clients of P03": Asked(question="clients of one unit", factor="practitioner", level="P03"),
    "Rate over time: P03": Asked(question="trend of one unit", factor="practitioner", level="P03"),
    "When breakouts begin, by Clinic": Asked(question="when breakouts begin", factor="clinic"),
    "How long breakouts last": Asked(question="how long breakouts last"),
    "How severe breakouts are": Asked(question="how severe breakouts are"),
    "Warning signs": Asked(question="warning signs"),
    "Followed up within 28 days: Clinic": Asked(question="followed up", factor="clinic", days=28),
}


@cache
def sample() -> tuple[Log, ImportAccount]:
    """Return the newest treatments of the sample."""
    header, *rows = SAMPLE.read_bytes().splitlines(keepends=True)
    return clean(read(b"".join([header, *rows[-ROWS:]]), SAMPLE.name))


@cache
def asking(*, about_grades: bool = False) -> Asking:
    """Return who answers for them."""
    log, _ = sample()
    outcome = next(each for each in possible_outcomes(log) if each.is_ordered == about_grades)
    counts = InMemory(log, counted=Counted(outcome))
    return Asking(counts, at_a_glance(counts), NOTHING_SET, TODAY)


def test_every_question_is_in_the_table() -> None:
    assert {each.question for each in EVERY.values()} == set(get_args(Question))


@pytest.mark.parametrize("heading", EVERY)
def test_it_is_written_to_a_file_and_answered_under_its_own_heading(heading: str) -> None:
    of = EVERY[heading]
    assert asked_from_data(json.loads(json.dumps(asked_as_data(of)))) == of
    make = answer_of(asking(about_grades=of.question == "grades"), of)
    assert make is not None
    first, second = make(), make()
    assert first.heading == heading
    assert first.finding
    assert first.figure == second.figure


def test_what_the_log_no_longer_has_is_no_answer() -> None:
    gone = [
        Asked(question="rates", factor="gone"),
        Asked(question="one unit", factor="practitioner", level="gone"),
        Asked(question="within groups", factor="acne_history", beside="gone"),
        Asked(question="after adjusting", names=("gone",)),
        Asked(question="grades", factor="clinic"),
    ]
    assert not answers(asking(), gone)
    assert without_answer(gone[:1], {}) == "The treatments shown have no answer for “gone”."


@pytest.mark.parametrize(
    "data", [None, [], {}, {"question": "why"}, {"question": "trend", "by": "year"}, {"question": "rates", "moon": 1}]
)
def test_what_is_no_question_is_refused(data: object) -> None:
    with pytest.raises(ValueError, match=NOT_ASKED):
        asked_from_data(data)


def test_the_report_has_its_sections_in_the_order_chosen_and_nothing_twice() -> None:
    curve = Asked(question="curve", factor="needle_depth_mm")
    # The second is among the factors shown one by one, the third on the first page, the fourth a section.
    there = (Asked(question="rates", factor="clinic"), Asked(question="over time"), Asked(question="ranking"))
    order = ("account", curve, *there, *SECTIONS[:-1])
    sections = Sections(factors=("clinic",), ranking=True, order=order)
    of = report_of(asking().counts, sample()[1], sections, made_on=TODAY, found=asking().found)
    headings = [each.exhibit.heading for each in of.parts]
    assert headings == ["Data quality", "Curve: Needle depth", "All factors compared", "Clinic"]
    without = replace(sections, ranking=False, over_time=False, factors=())
    of = report_of(asking().counts, sample()[1], without, made_on=TODAY, found=asking().found)
    headings = [each.exhibit.heading for each in of.parts]
    assert headings[2:] == ["Clinic", "Rate over time and latest changes", "All factors compared"]
