"""Files whose lines stand in quotation marks as a whole."""

from __future__ import annotations

import pytest

from analysis.files.quoted_lines import NOTE, without_quotes_around_lines
from analysis.files.reading import read

ROWS = [f"C{row},2026-01-{row:02},{'yes' if row % 3 else 'no'}" for row in range(1, 13)]
PLAIN = "\n".join(["client,treatment date,breakout", *ROWS])


def in_quotes(text: str) -> str:
    return "\n".join('"' + line.replace('"', '""') + '"' for line in text.split("\n"))


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_lines_are_read_without_their_quotation_marks(delimiter: str) -> None:
    text = PLAIN.replace(",", delimiter)
    assert without_quotes_around_lines(in_quotes(text)) == (f"{text}\n", (NOTE,))
    table = read(in_quotes(text).encode(), "log.csv")
    assert list(table.frame.columns) == ["client", "treatment date", "breakout"]
    assert len(table.frame) == len(ROWS)


def test_values_in_quotation_marks_within_such_a_line_stay_whole() -> None:
    text = PLAIN.replace("C3,", '"C3, twin",')
    assert without_quotes_around_lines(in_quotes(text))[0] == f"{text}\n"


@pytest.mark.parametrize(
    "text",
    [
        PLAIN,
        PLAIN.replace("client", '"client"'),
        "\n".join(",".join(f'"{cell}"' for cell in line.split(",")) for line in PLAIN.split("\n")),
        '"a";"b"' + "\n" + in_quotes(PLAIN),
        in_quotes(PLAIN) + "\nC99,2026-02-01,yes",
        in_quotes("breakout\nyes\nno\nyes"),
        '"' + "never closed " * 50_000,
        '"',
        "",
    ],
)
def test_other_files_stay_as_they_are(text: str) -> None:
    assert without_quotes_around_lines(text) == (text, ())
