"""What is shared gives an attacker safe counts alone, in every format: of a hidden count many values are possible."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import cache
from html import escape
from typing import Any, NamedTuple

import numpy as np
import pytest

from analysis.counting.in_memory import InMemory
from analysis.counting.safe_levels import RULES, Rule
from analysis.exhibits.document import Signature
from analysis.exhibits.report import Sections
from analysis.exhibits.shared_report import shared_report
from analysis.exports import figure_files, pdf_report, slides
from analysis.exports.csv_tables import as_csv
from analysis.exports.figure_files import figures_as_zip
from analysis.exports.html_report import as_html
from analysis.exports.json_summary import shared_as_data
from analysis.exports.pdf_report import typeset
from analysis.exports.slides import as_slides
from analysis.exports.summary_table import summary_table
from analysis.exports.workbook import as_workbook
from analysis.files.reading import read
from analysis.importing.cleaning import clean
from analysis.outcome_log.log import DATE
from analysis.outcome_log.periods import period_start
from analysis.questions.at_a_glance import at_a_glance
from analysis.questions.safe_factors import Basis, Recoded, safe_factors
from analysis.questions.sharing import Shared, for_sharing
from tests.attacker import FEWEST_POSSIBLE, Row, Seen, Table, possible_values, seen_in
from tests.exports.documents import MADE_ON

ROWS, ATTACKED = 320, 6
# Of people, places and goods; none of them is a word of a report.
NAMES = {
    "practitioner": [f"Quinby{each}" for each in range(9)],
    "clinic": [f"Zelham{each}" for each in range(4)],
    "cartridge_lot": [f"LX77{each}" for each in range(12)],
    "device": [f"Derma9{each}" for each in range(3)],
    "room": [f"Vauxel{each}" for each in range(5)],
}
FILE = "Zelham outcomes.csv"
# "3 of 40", but for pages, slides, factors, groups, periods, "2 of 3 close to one end" and "1 of 500 looks unusual".
N_OF_N = re.compile(
    r"(?<![\d.,])(?<!Page )(?<!\()(\d[\d,]{0,9}) of (\d[\d,]{0,9})\b(?! (?:factors|groups|quarters|months|close|looks))"
)
KINDS = ("pdf", "html", "pptx", "xlsx", "zip", "csv", "json")


def log(seed: int) -> str:
    """Return a log whose practitioners work mostly in one clinic; some lots, rooms and answers are rare."""
    random = np.random.default_rng(seed)
    lines = ["treatment_date,client_id,practitioner,clinic,cartridge_lot,device,room,skin_type,acne_history,breakout"]
    for _ in range(ROWS):
        who = int(random.choice(9, p=np.arange(9, 0, -1) / 45))
        clinic = who // 3 if random.random() < 0.97 else int(random.integers(4))
        month = int(random.integers(1, 7))
        cells = [
            f"2026-{month:02}-{random.integers(1, 28):02}",
            f"c{random.integers(200)}",
            NAMES["practitioner"][who],
            NAMES["clinic"][clinic],
            NAMES["cartridge_lot"][min(2 * month - 1 + int(random.integers(2)), 11)],
            NAMES["device"][int(random.choice(3, p=[0.6, 0.38, 0.02]))],
            NAMES["room"][int(random.choice(5, p=[0.5, 0.3, 0.15, 0.04, 0.01]))],
            random.choice(["oily", "dry", "normal", ""], p=[0.5, 0.3, 0.18, 0.02]),
            random.choice(["none", "past", "current"], p=[0.6, 0.35, 0.05]),
            random.choice(["no", "yes", "unknown"], p=[0.75, 0.2, 0.05]),
        ]
        lines.append(",".join(map(str, cells)))
    return "\n".join(lines)


class Made(NamedTuple):
    """What is shared of a log, as files of every kind; and all that was known of it."""

    counts: InMemory
    shared: Shared
    files: Mapping[str, bytes]


@cache
def made(seed: int, rule: Rule) -> Made:
    cleaned, account = clean(read(log(seed).encode(), FILE))
    counts = InMemory(cleaned)
    found = at_a_glance(counts)
    shared = for_sharing(counts, rule, found)
    assert shared is not None
    names = tuple(each.factor.name for each in found.factors)
    sections = Sections(factors=names, ranking=True, cusum=True, recovery=True, tables=True, methods=True)
    of = shared_report(shared, account, sections, made_on=MADE_ON, signature=Signature("Ours"))
    return Made(
        counts,
        shared,
        {
            "pdf": typeset(of).pdf(),
            "html": as_html(of).encode(),
            "pptx": as_slides(of, charts="editable"),
            "xlsx": as_workbook(of),
            "zip": figures_as_zip(of, "SVG"),
            "csv": as_csv(summary_table(shared.found, counts.counted)),
            "json": json.dumps(shared_as_data(shared)).encode(),
        },
    )


@pytest.fixture(autouse=True)
def drawing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Draw every text of a chart, hover texts included: no browser draws more."""

    def all_texts(of: dict[str, Any]) -> str:
        layout = of["layout"]
        texts = "".join(f'<text x="0" y="{9 * at}">{escape(each)}</text>' for at, each in enumerate(_texts(of)))
        size = f'width="{layout["width"]}" height="{layout["height"]}"'
        return f'<svg xmlns="http://www.w3.org/2000/svg" {size}>{texts}</svg>'

    for module in (pdf_report, slides, figure_files):
        monkeypatch.setattr(module, "drawn", all_texts)
    for module in (pdf_report, slides):
        monkeypatch.setattr(module, "can_draw", lambda: True)


def _texts(of: object) -> list[str]:
    if isinstance(of, str):
        return [of]
    if isinstance(of, dict):
        return [text for each in of.values() for text in _texts(each)]
    return [text for each in of for text in _texts(each)] if isinstance(of, list | tuple | np.ndarray) else []


def kept(of: Made) -> list[Recoded]:
    """Return the factors that are shared, with the levels that each of their groups has."""
    basis = Basis(
        counts=of.counts,
        rule=of.shared.rule,
        counts_unknown=not of.shared.without_unknown,
        shortest=of.shared.shortest,
    )
    names = {each.name for each in of.shared.counts.factors}
    return [each for each in safe_factors(basis)[0] if each.factor.name in names]


def row(cells: np.ndarray) -> Row:
    none, breakouts, unknown = map(int, cells)
    return none + breakouts + unknown, breakouts, unknown


SEED, RULE = 2, RULES["5"]


@pytest.mark.parametrize("kind", KINDS)
def test_a_file_has_the_safe_counts_and_no_name(kind: str) -> None:
    check_file(made(SEED, RULE), kind)


def check_file(of: Made, kind: str) -> None:
    seen = seen_in(kind, of.files[kind])
    check_numbers(of, kind, seen)
    names = [name for each in NAMES.values() for name in each]
    assert not [name for name in (*names, FILE) if name in seen.text]


def check_numbers(of: Made, kind: str, seen: Seen) -> None:
    safe, rule = of.shared.counts, of.shared.rule
    levels = {row(cells) for each in safe.factors for cells in safe.by(each.name).counts if cells.any()}
    periods = {row(cells) for cells in safe.by_day().counts} if kind not in {"csv", "json"} else set()
    total = {row(safe.total.counts)}
    assert levels | periods <= set(seen.rows) <= levels | periods | total
    assert all(each == 0 or each >= rule.fewest for of_row in seen.rows for each in of_row)
    for counts in N_OF_N.findall(seen.text):
        for each in counts:
            count = int(each.replace(",", ""))
            assert count == 0 or count >= rule.fewest, counts


def test_no_hidden_count_can_be_worked_out() -> None:
    """What is solved for is what every file above has: the counts of all shared tables at once, months included."""
    possible = dict(attacked(made(SEED, RULE), ATTACKED))
    assert len(possible) == ATTACKED
    assert min(possible.values()) >= FEWEST_POSSIBLE, possible


def attacked(of: Made, most: int) -> list[tuple[str, int]]:
    """Return of up to `most` hidden counts how many values each may have."""
    factors = kept(of)
    tables: list[tuple[Any, Table]] = [
        (each.by, Table([[*group] for group in each.groups], of.shared.counts.by(each.factor.name).counts))
        for each in factors
    ]
    for (_, table), each in zip(tables, factors, strict=True):
        if len(table.groups) < len(table.counts):
            table.groups.append([])
        assert table.counts.tolist() == each.tally.counts.tolist()
    if of.shared.shortest is not None:
        starts = [period_start(day, of.shared.shortest) for day in of.counts.by_day().levels]
        groups = [[at for at, each in enumerate(starts) if each == start] for start in sorted(set(starts))]
        tables.append((DATE, Table(groups, of.shared.counts.by_day().counts)))
    unknown = not of.shared.without_unknown
    return list(possible_values(of.counts, tables, of.shared.rule, most, counts_unknown=unknown))
