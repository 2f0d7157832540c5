"""``python -m tests.identifiers.measure [looked at | held out]``: how well the screen finds what points to a person."""

from __future__ import annotations

import sys
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from analysis.files.layout import Layout
from analysis.files.text_table import TextTable
from analysis.identifiers import kinds
from analysis.identifiers.screening import screen
from tests.identifiers.labelled import labelled_columns

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tests.identifiers.labelled import LabelledColumn, Part


@dataclass(frozen=True)
class Measured:
    """How the screen judged labelled columns.

    `found` pairs each column with the kind it was flagged as, None where it stays. What is left out because it is no
    plain factor is found where it points to a person, and not flagged where it does not: nothing is said of it.
    """

    found: tuple[tuple[LabelledColumn, str | None], ...]

    @property
    def flagged(self) -> list[LabelledColumn]:
        return [column for column, kind in self.found if kind is not None and (column.kind or kind != kinds.UNCLEAR)]

    @property
    def precision(self) -> float:
        """Of the columns flagged, how many point to a person."""
        return sum(column.kind is not None for column in self.flagged) / len(self.flagged)

    @property
    def recall(self) -> float:
        """Of the columns that point to a person, how many were flagged, as whatever kind."""
        return sum(column.kind is not None for column in self.flagged) / sum(
            column.kind is not None for column, _ in self.found
        )

    def where(self, *, header_tells: bool) -> Measured:
        return Measured(tuple(pair for pair in self.found if pair[0].header_tells == header_tells))


def table_of(texts: dict[str, Iterable[str]]) -> TextTable:
    """Return columns of texts as reading a file gives them."""
    frame = pd.DataFrame(
        {
            name: pd.Categorical(list(column), categories=pd.Index(list(dict.fromkeys(column)), dtype=object))
            for name, column in texts.items()
        }
    )
    return TextTable("labelled.csv", Layout(), frame.set_axis(range(2, len(frame) + 2)), (), ())


def measure(part: Part) -> Measured:
    """Screen each labelled column on its own."""
    found = []
    for column in labelled_columns(part):
        findings = screen(table_of({column.header: column.texts}), key=b"measured").findings
        found.append((column, next((each.kind for each in findings if each.action != "offered"), None)))
    return Measured(tuple(found))


def as_markdown(measured: Measured) -> str:
    """Return precision and recall of each kind; an age over 89 counts as an exact age."""
    same = {kinds.AGE_OVER_89: kinds.AGE}
    pairs = [(column, same.get(kind or "", kind)) for column, kind in measured.found]
    of_kind = Counter(column.kind for column, _ in pairs if column.kind)
    caught = Counter(column.kind for column, kind in pairs if column.kind and kind)
    flagged = Counter(kind for column, kind in pairs if kind and (column.kind or kind != kinds.UNCLEAR))
    rightly = Counter(kind for column, kind in pairs if kind and column.kind)
    lines = ["| kind | columns | recall | flagged as it | precision |", "|---|---|---|---|---|"]
    left_out = sum(kind == kinds.UNCLEAR and not column.kind for column, kind in pairs)
    for kind in sorted((of_kind | flagged).keys() - {kinds.UNCLEAR}):
        recall = f"{caught[kind] / of_kind[kind]:.2f}" if of_kind[kind] else "–"
        precision = f"{rightly[kind] / flagged[kind]:.2f}" if flagged[kind] else "–"
        lines.append(f"| {kind} | {of_kind[kind]} | {recall} | {flagged[kind]} | {precision} |")
    others = sum(column.kind is None for column, _ in pairs)
    lines.append(
        f"| **all** | {sum(of_kind.values())} | {measured.recall:.2f} | {sum(flagged.values())} | "
        f"{measured.precision:.2f} |"
    )
    for tells, name in ((True, "the header tells"), (False, "the header is silent")):
        some = measured.where(header_tells=tells)
        lines.append(f"| {name} | | {some.recall:.2f} | | {some.precision:.2f} |")
    beside = (
        f"Beside them {others} columns that point to nobody, of which {left_out} were left out as no plain factors."
    )
    return "\n".join(lines) + f"\n\n{beside}"


if __name__ == "__main__":
    which: Part = "looked at" if sys.argv[1:] == ["looked", "at"] else "held out"
    result = measure(which)
    print(as_markdown(result))
    if which == "looked at":
        for labelled, kind in result.found:
            if (labelled.kind is None) != (kind is None):
                print(f"{labelled.source} as “{labelled.header}”: {kind}; {labelled.texts[:4]}")
