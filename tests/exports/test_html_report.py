"""The report is one file that needs nothing else and says what the screen says."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from typing import Any

import pandas as pd
import pytest
from lxml import html

from analysis.counting.in_memory import InMemory
from analysis.exhibits.adjusted import adjusted_exhibit
from analysis.exhibits.document import Placed, report_of
from analysis.exhibits.exhibit import Exhibit
from analysis.exhibits.report import Sections
from analysis.exports.html_report import as_html
from analysis.exports.table_texts import rows_as_texts
from analysis.files.reading import read
from analysis.importing.cleaning import clean
from analysis.importing.import_account import ImportAccount
from analysis.outcome_log.filters import Filters
from analysis.outcome_log.outcomes import Counted, possible_outcomes
from analysis.questions.adjusted import Refusal, adjusted
from analysis.questions.at_a_glance import at_a_glance
from analysis.questions.imputed import Imputed, imputed
from analysis.questions.story import stories
from analysis.wording.adjusted import adjusted_finding
from analysis.wording.avoidable import avoidable_finding
from analysis.wording.files import filters_in_words, rows_account
from analysis.wording.imputed import imputed_finding
from analysis.wording.one_factor import finding
from analysis.wording.outcomes import what_is_linked
from analysis.wording.rates import RED_FLAGS, rate_sentence
from analysis.wording.report import METHODS_HEADING, SAMPLE_DATA, STEPS_HEADING, UNKNOWN_HEADING
from analysis.wording.story import story_line
from tests.exports import documents
from tests.tallies import BREAKOUTS

CSV = "treatment_date,acne_history,breakout\n" + (
    "2026-01-05,none,no\n" * 40
    + "2026-01-09,none,yes\n" * 4
    + "2026-03-02,current,no\n" * 30
    + "2026-03-08,current,yes\n" * 14
)
MADE_ON = dt.date(2026, 11, 26)


def report_document(*of: Any, **more: Any) -> str:  # noqa: ANN401 - as `report_of` takes them
    return as_html(report_of(*of, **{"made_on": MADE_ON, **more}))


@pytest.fixture(scope="module")
def imported() -> tuple[InMemory, ImportAccount]:
    log, report = clean(read(CSV.encode(), "clinic.csv"))
    return InMemory(log), report


def body(document: str) -> str:
    """Return a document without its scripts."""
    return re.sub(r"<script.*?</script>", "", document, flags=re.DOTALL)


def test_it_says_what_the_screen_says(imported: tuple[InMemory, ImportAccount]) -> None:
    counts, report = imported
    text = body(report_document(counts, report, Sections(factors=("acne_history",))))
    found = at_a_glance(counts)
    for sentence in (
        rate_sentence(found.total, BREAKOUTS),
        finding(found.factors[0], BREAKOUTS),
        rows_account(report),
        filters_in_words(counts),
    ):
        assert sentence in text


def test_it_has_everything_that_paper_and_slides_have_in_their_order() -> None:
    of = documents.sample()
    page = html.fromstring(body(as_html(of)))
    said, summary = tight(page.text_content()), of.summary
    assert summary is not None
    assert of.over_time is not None
    texts = [*of.about.values(), *of.signature.comment.splitlines(), *of.methods, *of.provenance, of.signature.clinic]
    texts += [summary.answer, summary.unusual, summary.links_finding, summary.data_quality, summary.not_followed_up]
    texts += [*summary.next_steps, *summary.cautions]
    texts += [text for each in summary.key_numbers for text in (each.name, each.value, each.note)]
    for placed in of.placed:
        each = placed.exhibit
        texts += [each.finding, *each.sentences, *placed.notes, *each.how]
    assert not [text for text in texts if tight(text) not in said]
    headings = [tight(each.text_content()) for each in page.iter("h2")]
    first = [of.over_time.exhibit.heading, summary.links_heading, UNKNOWN_HEADING, STEPS_HEADING]
    parts = [each.exhibit.heading for each in of.parts]
    assert headings == list(map(tight, [*first, *first[:1], *parts, METHODS_HEADING]))
    rows = {"".join(tight(each.text_content()) for each in row) for row in page.iter("tr")}
    for placed in of.placed:
        each = placed.exhibit
        if each.table is not None:
            for cells in rows_as_texts(each.table, each.decimals):
                assert "".join(map(tight, cells)) in rows, each.stem


def test_a_name_of_a_thousand_letters_fills_no_page_and_is_whole_among_the_numbers() -> None:
    name = "ab" * 500
    rows = f"{name},yes\nb,no\n{name},no\n" * 20
    log, account = clean(read(f"device,breakout\n{rows}".encode(), "c.csv"))
    page = html.fromstring(body(report_document(InMemory(log), account, Sections(factors=("device",)))))
    first, part, *_ = page.iter("section")
    assert name not in first.text_content()
    assert name[:150] in first.text_content()
    assert not [each for each in part.iter("p") if name in each.text_content()]
    assert name in next(part.iter("table")).text_content()


def tight(text: str) -> str:
    """Return a text without spaces and signs of direction."""
    return re.sub(r"[\s\u2066-\u2069]", "", text)


def test_it_says_which_readings_its_numbers_rest_on(imported: tuple[InMemory, ImportAccount]) -> None:
    counts, report = imported
    reading = "What do the answers in “result” mean? 1 means a breakout, 2 none."
    assert reading in body(report_document(counts, replace(report, readings=(reading,)), Sections()))
    assert "How the file was read" not in body(report_document(counts, report, Sections()))


def test_it_asks_the_network_for_nothing(imported: tuple[InMemory, ImportAccount]) -> None:
    document = report_document(*imported, Sections(factors=("acne_history",)))
    assert not re.search(r"""(src|href)\s*=\s*["']?(https?:)?//""", body(document))
    assert "default-src 'none'" in document


def test_the_chart_library_is_inlined_once(imported: tuple[InMemory, ImportAccount]) -> None:
    document = report_document(*imported, Sections(factors=("acne_history",)))
    assert len(re.findall(r"\* plotly\.js v", document)) == 1
    assert document.count('class="plotly-graph-div"') == 2
    with_all = report_document(*imported, Sections(factors=("acne_history",), ranking=True))
    assert with_all.count('class="plotly-graph-div"') == 3


def test_only_the_chosen_sections_are_written(imported: tuple[InMemory, ImportAccount]) -> None:
    sections = Sections("Ours", over_time=False, ranking=False, factors=(), account=False, methods=False)
    text = body(report_document(*imported, sections))
    assert "<h1><bdi>Ours</bdi></h1>" in text
    assert re.findall("<h2>(.*?)</h2>", text) == [what_is_linked(BREAKOUTS), UNKNOWN_HEADING, STEPS_HEADING]
    assert "<figure" not in text
    assert "How the numbers were worked out" in body(report_document(*imported, replace(sections, methods=True)))


def test_names_from_a_file_are_shown_and_not_run() -> None:
    nasty = "<script>alert(1)</script>"
    csv = f'"{nasty}",breakout\n' + f"{nasty},yes\nb,no\n" * 20
    log, report = clean(read(csv.encode(), f"{nasty}.csv"))
    document = report_document(InMemory(log), report, Sections(title=nasty, factors=(nasty,)))
    assert nasty not in document
    assert "&lt;script&gt;" in document


def test_it_is_written_again_to_the_same_byte(imported: tuple[InMemory, ImportAccount]) -> None:
    sections = Sections(factors=("acne_history",))
    assert report_document(*imported, sections) == report_document(*imported, sections)


def test_a_log_without_an_answer_still_makes_a_report() -> None:
    log, report = clean(read(b"acne_history,breakout\nnone,\npast,unknown\n", "clinic.csv"))
    text = body(report_document(InMemory(log), report, Sections(factors=("acne_history",))))
    assert "so there is no rate yet" in text
    assert "nan" not in text.lower().split()


def test_several_factors_and_what_would_help_most_as_the_page_has_them() -> None:
    rows = ["new_product,acne_history,breakout,freq"]
    for product, acne, yes, no in (("yes", "none", 30, 170), ("yes", "past", 60, 140), ("no", "none", 20, 380)):
        rows += [f"{product},{acne},yes,{yes}", f"{product},{acne},no,{no}"]
    rows += ["no,past,yes,20", "no,past,no,180"]
    log, report = clean(read("\n".join(rows).encode(), "clinic.csv"))
    together = adjusted(InMemory(log), ("new_product", "acne_history"), "per unit")
    text = body(report_document(InMemory(log), report, Sections(), together=together))
    assert adjusted_finding(together, BREAKOUTS) in text
    assert avoidable_finding(together.avoidable, BREAKOUTS) in text
    assert text.count("<figure") == 2
    heading = adjusted_exhibit(together, BREAKOUTS).heading
    assert heading in text
    assert heading not in body(report_document(InMemory(log), report, Sections()))
    # What becomes of a factor beside the others stands with the factor.
    counts = InMemory(log)
    followed = stories(counts, ("acne_history",), ("new_product", "acne_history"), "per unit", at_a_glance(counts))
    in_depth = body(report_document(counts, report, Sections(factors=("acne_history",)), stories=followed))
    line = story_line(followed["acne_history"])
    assert "on its own" in line
    assert "after adjusting for 1 other factor" in line
    assert in_depth.count(line) == 1
    assert in_depth.index("<h2><bdi>Acne history</bdi></h2>") < in_depth.index(line)


def test_blanks_filled_in_stand_behind_the_answer_that_leaves_them_out() -> None:
    rows = ["new_product,acne_history,breakout,freq"]
    for product, acne, yes, no in (("yes", "none", 30, 170), ("yes", "past", 60, 140), ("no", "none", 20, 380)):
        rows += [f"{product},{acne},yes,{yes}", f"{product},{acne},no,{no}"]
    rows += ["no,past,yes,20", "no,past,no,180", ",past,yes,10", ",none,no,60"]
    log, report = clean(read("\n".join(rows).encode(), "clinic.csv"))
    names = ("new_product", "acne_history")
    together, filled_in = adjusted(InMemory(log), names, "per unit"), imputed(InMemory(log), names, "per unit")
    assert isinstance(filled_in, Imputed)
    text = body(report_document(InMemory(log), report, Sections(), together=together, filled_in=filled_in))
    assert text.index(adjusted_finding(together, BREAKOUTS)) < text.index(imputed_finding(filled_in))
    assert "70 of them had a blank filled in" in text
    without = body(report_document(InMemory(log), report, Sections(), together=together))
    assert "With blanks filled in" not in without


def test_a_question_that_the_log_cannot_answer_is_answered_with_the_reason(
    imported: tuple[InMemory, ImportAccount],
) -> None:
    counts, report = imported
    few = adjusted(InMemory(counts._log, Filters(levels=(("acne_history", ("none",)),))), ("acne_history",), "per unit")
    assert isinstance(few, Refusal)
    text = body(report_document(counts, report, Sections(), together=few))
    assert "This log cannot adjust for these factors together." in text


def test_clients_have_no_months_and_a_doubt_about_the_outcome_comes_first() -> None:
    rows = "".join(f"a{each},2026-0{1 + each % 4}-03,,no\nb{each},2026-02-03,yes,yes\n" for each in range(20))
    log, report = clean(read(f"client_id,treatment_date,pustules,breakout\n{rows}{rows}".encode(), "clinic.csv"))
    pustules = next(each for each in possible_outcomes(log) if each.name == "pustules")
    for unit, shown in (("treatments", True), ("clients", False)):
        text = body(report_document(InMemory(log, counted=Counted(pustules, unit)), report, Sections()))
        assert ("<h2>Rate of “Pustules” by month</h2>" in text) == shown
        assert "“Pustules” is recorded almost only after breakouts" in text


def test_a_factor_without_its_safe_level_is_named_in_the_report_too() -> None:
    rows = ["sterilisation,breakout,freq", "autoclaved,yes,40", "autoclaved,no,160", "not recorded,yes,60"]
    log, report = clean(read("\n".join([*rows, "not recorded,no,140"]).encode(), "clinic.csv"))
    together = adjusted(InMemory(log), ("sterilisation",), "per unit")
    text = body(report_document(InMemory(log), report, Sections(), together=together))
    assert "no treatment has its safe level, “single-use”" in text
    assert text.count("<figure") == 1


def test_the_first_page_has_what_a_manager_reads_first_and_the_rest_follows(
    imported: tuple[InMemory, ImportAccount],
) -> None:
    text = body(report_document(*imported, Sections(is_sample=True, factors=("acne_history",))))
    first_page, rest = text.split("</section>", 1)
    rest = rest.split("Where these numbers come from")[0]
    for words in (SAMPLE_DATA, "5 January 2026 to 8 March 2026", "clinic.csv", "26 November 2026", RED_FLAGS):
        assert words in first_page
        assert words not in re.sub("<style>.*?</style>", "", rest, flags=re.DOTALL)
    assert "<h2><bdi>Acne history</bdi></h2>" in rest
    assert text.count("<h1>") == text.count("<main>") == 1


def test_tables_and_methods_are_closed_unless_asked_for(imported: tuple[InMemory, ImportAccount]) -> None:
    few = body(report_document(*imported, Sections(factors=("acne_history",))))
    assert "<details>" in few
    assert "<details open>" not in few
    everything = body(report_document(*imported, Sections(factors=("acne_history",), tables=True, methods=True)))
    assert everything.count("<details open>") == few.count("<details>")
    assert "<details>" not in everything


def test_a_note_is_given_once() -> None:
    rows = "".join(f"a{each},none,x,{'no' if each % 3 else 'yes'}\n" * 2 for each in range(90))
    log, report = clean(read(f"client_id,acne_history,clinic,breakout\n{rows}b,past,y,no\n".encode(), "clinic.csv"))
    text = body(report_document(InMemory(log), report, Sections(factors=("acne_history", "clinic"))))
    notes = re.findall("<li>(.*?)</li>", re.sub("<details.*?</details>", "", text, flags=re.DOTALL))
    assert notes
    assert len(notes) == len(set(notes))


def test_a_title_stays_a_title_in_the_footer_of_a_page(imported: tuple[InMemory, ImportAccount]) -> None:
    """What is printed at the foot of each page is CSS, which a title must not end."""
    document = body(report_document(*imported, Sections(title='A"; } </style><b>')))
    style = re.search("<style>(.*?)</style>", document, flags=re.DOTALL)[1]
    assert r'content: "A\22 \3b  \7d  \3c \2f style\3e \3c b\3e  \b7  26 November 2026";' in style
    assert "counter(page)" in style


@pytest.mark.parametrize("rows", ["", "none,yes", "none,no\npast,no", "none,\npast,unknown"])
def test_a_small_log_makes_a_report_that_can_be_read(rows: str) -> None:
    log, report = clean(read(f"acne_history,breakout\n{rows}\n".encode(), "clinic.csv"))
    text = body(report_document(InMemory(log), report, Sections(factors=("acne_history",))))
    assert not re.search(r"\b(nan|NaN|inf|None(?! of))\b", re.sub("<style>.*?</style>", "", text, flags=re.DOTALL))
    assert RED_FLAGS in text


def test_a_preview_begins_without_the_buttons_that_print_and_save_and_leaves_the_library_to_the_page(
    imported: tuple[InMemory, ImportAccount],
) -> None:
    of = report_of(*imported, Sections(), made_on=MADE_ON)
    for library in ("", "plotly.js"):
        text = as_html(of, library=library)
        (buttons,) = html.fromstring(body(text)).xpath("//header/div[@class='buttons']")
        assert ("hidden" in buttons.attrib) == bool(library)
        # What a page sends to the browser is two megabytes at most.
        assert (len(text) < 2_000_000) == bool(library)
        assert ('src="plotly.js"' in text) == bool(library)


def test_dates_and_short_names_stay_in_one_line_and_long_names_do_not() -> None:
    names = {"18 September 2024": True, "Café Quarter": True, "Question 0 about habits": False}
    table = pd.DataFrame({"Ends on": list(names), "Quarter": ["Q1 2024", "Q2 2024", "above the range"]})
    found = Exhibit(stem="gaps", heading="Gaps", finding="Steady.", numbers=table)
    of = replace(documents.sample(), summary=None, over_time=None, parts=(Placed(found, "gaps", ()),))
    shown = as_html(of, library="/x.js")
    for name, whole in {**names, "Q1 2024": True, "above the range": False}.items():
        assert (f' whole"><bdi>{name}<' in shown) is whole
