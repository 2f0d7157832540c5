"""Small tables to screen: 60 rows in which a few texts take turns."""

from __future__ import annotations

from analysis.files.text_table import TextTable
from analysis.identifiers.screening import Finding, Screened
from tests.identifiers.measure import table_of

KEY = b"0" * 32
PEOPLE = ("Jane Doe", "Omar Haddad", "Priya Shah", "Elena Rossi", "Tomasz Nowak", "Anna Schmidt")
PHONES = ("07700 900123", "07700 900456", "07700 900789", "020 7946 0018", "020 7946 0999", "0161 496 0123")
ANSWERS = ("yes", "no", "no")
COLUMNS = {
    "Client name": PEOPLE,
    "Mail": tuple(f"{name.split()[0].lower()}@example.com" for name in PEOPLE),
    "Ring": PHONES,
    "DOB": ("14/05/1980", "01/02/1991", "30/11/1965", "07/07/2001", "19/03/1978", "22/09/1988"),
    "NHS no": ("943 476 5919", "987 654 4321", "401 023 2137", "943 476 5870", "450 557 7104", "999 123 4560"),
}


def table(**columns: tuple[str, ...]) -> TextTable:
    """Return a table of 60 rows in which the texts of each column take turns."""
    return table_of({name: [texts[row % len(texts)] for row in range(60)] for name, texts in columns.items()})


def one(screened: Screened) -> Finding:
    (finding,) = screened.findings
    return finding


def everything_in(screened: Screened) -> str:
    """Return all text of a screened table, categories that no row has and its account included."""
    columns = [screened.table.frame[name] for name in screened.table.frame.columns]
    texts = [text for column in columns for text in column.cat.categories]
    return "\n".join([*texts, *screened.table.notes, repr(screened.table.set_aside), repr(screened.findings)])
