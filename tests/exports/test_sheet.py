"""The sheet that a practitioner gets: her rate, her clients and her trend in one file, without names if so wished."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

from analysis.counting.in_memory import InMemory
from analysis.exhibits.document import sheet_of
from analysis.exhibits.teams import case_mix_exhibit, one_unit_exhibit
from analysis.exhibits.trend import trend_exhibit
from analysis.exports.html_report import as_html
from analysis.files.reading import read
from analysis.importing.cleaning import clean
from analysis.questions.one_unit import one_unit
from analysis.questions.teams import letters, teams
from analysis.wording.rates import RED_FLAGS

SAMPLE = Path(__file__).parents[2] / "sample_data" / "outcomes.csv"
NAME = re.compile(r"\bP(0\d|1[0-2])\b")


def sheet_on(level: str, *, with_names: bool) -> str:
    log, account = clean(read(SAMPLE.read_bytes(), "outcomes.csv"))
    counts = InMemory(log)
    found = teams(counts, "practitioner", adjusted=True)
    assert found is not None
    named = letters([each.observed.level for each in found.funnel.units], b"key")
    shown = found if with_names else found.renamed(named)
    name = level if with_names else named[level]
    each = next(unit for unit in shown.funnel.units if unit.observed.level == name)
    of = one_unit(counts, "practitioner", level)
    assert of.trend is not None
    exhibits = [one_unit_exhibit(each, shown, counts.counted), case_mix_exhibit(each, of, shown),
                trend_exhibit(of.trend, counts.counted)]  # fmt: skip
    document = as_html(
        sheet_of(
            exhibits,
            exhibits[0].heading,
            "All of them.",
            account,
            caption=(),
            is_sample=True,
            made_on=dt.date(2026, 11, 26),
        )
    )
    # The library has words of its own.
    return document.replace(re.findall(r"<script>.*?</script>", document, re.DOTALL)[0], "")


def test_it_has_all_there_is_on_one_practitioner_and_nothing_of_the_whole_log() -> None:
    text = sheet_on("P03", with_names=True)
    assert "P03: 22 of 221 (10.0%) broke out. For the clients they treat, 8.3% would be expected" in text
    assert "Clients of P03" in text
    assert RED_FLAGS in text
    assert text.count('<div role="img"') == 2
    assert {found.group() for found in NAME.finditer(text)} == {"P03"}
    assert "What is linked" not in text


def test_without_names_it_has_none() -> None:
    text = sheet_on("P03", with_names=False)
    assert "22 of 221 (10.0%) broke out" in text
    assert not NAME.search(text)
