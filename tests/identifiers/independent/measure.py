"""``python -m tests.identifiers.independent.measure [looked at | held out]``: how the screen does, by size of file.

A column of people counts as found where it does not stay as it is; one that is harmless counts against the screen where
it does not. Both stand alone in their file, so that nothing beside them helps.
"""

from __future__ import annotations

import sys
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from analysis.identifiers.screening import screen
from tests.identifiers.independent.columns import SIZES, drawn_columns
from tests.identifiers.measure import table_of

if TYPE_CHECKING:
    from tests.identifiers.independent.columns import DrawnColumn, Part


@dataclass(frozen=True)
class Screening:
    """One drawn column, the kind it was said to be (None where nothing was said), and whether it stays as it is."""

    column: DrawnColumn
    kind: str | None
    stays: bool


@dataclass(frozen=True)
class BySize:
    """How the screen did on the columns of files of one size."""

    rows: int
    screened: tuple[Screening, ...]

    def of(self, truth: str) -> list[Screening]:
        return [each for each in self.screened if each.column.truth == truth]

    @property
    def recall(self) -> float:
        people = self.of("person")
        return sum(not each.stays for each in people) / len(people)

    @property
    def precision(self) -> float:
        changed = [each for each in self.screened if not each.stays and each.column.truth != "staff"]
        return sum(each.column.truth == "person" for each in changed) / len(changed)

    @property
    def staff_found(self) -> float:
        staff = self.of("staff")
        return sum(each.kind is not None for each in staff) / len(staff)


def measure(part: Part, rows: int) -> BySize:
    """Screen each column of files of `rows` rows on its own."""
    screened = []
    for column in drawn_columns(part, rows):
        result = screen(table_of({column.header: column.texts}), key=b"measured")
        stays = column.header in result.table.frame and (
            list(result.table.frame[column.header].astype(str)) == list(column.texts)
        )
        screened.append(Screening(column, result.findings[0].kind if result.findings else None, stays))
    return BySize(rows, tuple(screened))


def as_markdown(measured: list[BySize]) -> str:
    """Return a line for each size of file."""
    lines = [
        "| rows in the file | columns of people | recall | harmless columns | precision | staff columns found |",
        "|---|---|---|---|---|---|",
    ]
    lines += [
        f"| {each.rows:,} | {len(each.of('person'))} | {each.recall:.2f} | {len(each.of('harmless'))} | "
        f"{each.precision:.2f} | {each.staff_found:.2f} |"
        for each in measured
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    which: Part = "looked at" if sys.argv[1:] == ["looked", "at"] else "held out"
    results = [measure(which, rows) for rows in SIZES]
    print(as_markdown(results))
    if which == "looked at":
        for result in results:
            wrong = [each for each in result.screened if each.stays == (each.column.truth == "person")]
            wrong = [each for each in wrong if each.column.truth != "staff"]
            print(result.rows, Counter((each.column.truth, each.column.kind) for each in wrong).most_common())
            for each in wrong:
                column = each.column
                print(f"  {column.truth} {column.kind}, {column.locale} “{column.header}”: {column.texts[:6]}")
