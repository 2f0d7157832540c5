"""Documents for the tests of files: the report of the sample log, and one of a log that wants to do harm."""

from __future__ import annotations

import csv
import datetime as dt
import io
from functools import cache
from pathlib import Path

from analysis.counting.in_memory import InMemory
from analysis.exhibits.document import Document, Signature, report_of
from analysis.exhibits.report import Sections
from analysis.files.reading import read
from analysis.importing.choices import ImportChoices
from analysis.importing.cleaning import clean
from analysis.importing.opening import open_file
from analysis.questions.adjusted import adjusted, default_factors
from analysis.questions.at_a_glance import at_a_glance
from analysis.questions.teams import teams

SAMPLE = Path(__file__).parents[2] / "sample_data" / "outcomes.csv"
MADE_ON = dt.date(2026, 11, 26)
SIGNED = Signature("Harbour Skin", "Dr. A. Meyer", "For the meeting.")
HOSTILE = (
    "=1+1",
    "+1",
    "-1x",
    "@SUM(A1)",
    "\x00zero\x0b",
    "العربية שלום",
    "\U0001f9ff สวัสดี",
    "x" * 290,
    "<b>&amp;]]>",
)


@cache
def sample(*, everything: bool = True, signature: Signature = SIGNED) -> Document:
    """Return the report of the sample log, with all its parts or those of every report; documents are never changed."""
    log, account = open_file(SAMPLE.read_bytes(), SAMPLE.name, ImportChoices(), b"key").cleaned(ImportChoices())
    counts = InMemory(log)
    found = at_a_glance(counts)
    return report_of(
        counts,
        account,
        Sections(
            is_sample=True,
            factors=tuple(each.factor.name for each in found.factors[:3]),
            ranking=everything,
            recovery=everything,
            tables=everything,
            methods=everything,
        ),
        made_on=MADE_ON,
        found=found,
        together=adjusted(counts, default_factors(counts)),
        compared_units=teams(counts, "practitioner") if everything else None,
        signature=signature,
    )


@cache
def hostile() -> Document:
    """Return the report of a log whose names are formulas, control characters, other scripts and very long."""
    content = io.StringIO()
    writer = csv.writer(content)
    writer.writerow(["=cmd", "practitioner", "treatment_date", "breakout"])
    for at in range(40 * len(HOSTILE)):
        text = HOSTILE[at % len(HOSTILE)]
        writer.writerow([text, text, f"2026-0{1 + at % 6}-0{1 + at % 5}", "yes" if at % 7 == 0 else "no"])
    counts_log, account = clean(read(content.getvalue().encode(), "@hostile&.csv"))
    counts = InMemory(counts_log)
    found = at_a_glance(counts)
    names = tuple(each.factor.name for each in found.factors)
    title = f"={''.join(HOSTILE[4:])} {'long ' * 200}"
    return report_of(
        counts,
        account,
        Sections(title=title, factors=names, ranking=True, tables=True, methods=True),
        made_on=MADE_ON,
        found=found,
        signature=Signature(HOSTILE[0], HOSTILE[5], "\n".join(HOSTILE)),
    )
