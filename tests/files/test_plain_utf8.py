"""What is split as it stands, in blocks and by Arrow alone is what the careful way through the whole text gives."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.errors import DashboardError
from analysis.files import delimited, many_texts
from analysis.files.delimited import read_delimited
from analysis.files.layout import LayoutChoices
from analysis.files.plain_utf8 import _is_utf8, as_it_stands
from analysis.files.raw_table import RawTable

HEADER = "client,treated on,breakout\n"
PIECES = [
    "C-1",
    "C-02",
    "yes",
    "no",
    "",
    " ",
    '"',
    "'",
    '" x"',
    '"a,b"',
    "\\",
    "\\'",
    "é",
    "–",
    "\x00",
    "\ufffd",
    "x y",
]
ENDS = ["\n", "\r\n", "\r", "\n\n", ",\n"]


def outcome_of(content: bytes) -> tuple[object, ...]:
    """Return all that can be told of how a file was read, or why it was not."""
    try:
        raw = read_delimited(content, "log.csv", LayoutChoices())
    except DashboardError as error:
        return (str(error),)
    return (raw.layout, raw.header, raw.ragged, raw.notes, raw.unsure_encodings, *texts_of(raw))


def texts_of(raw: RawTable) -> tuple[object, ...]:
    columns = (raw.frame[name].array for name in raw.frame)
    return raw.frame.index.tolist(), [(list(each.categories), each.codes.tolist()) for each in columns]


@given(
    st.lists(
        st.tuples(st.lists(st.sampled_from(PIECES), min_size=1, max_size=4), st.sampled_from(ENDS)),
        min_size=1,
        max_size=9,
    ),
    st.sampled_from([",", ";", "\t"]),
    st.sampled_from(["utf-8", "utf-8-sig"]),
)
@settings(max_examples=150, deadline=None)
def test_the_fast_way_gives_what_the_careful_way_gives(
    rows: list[tuple[list[str], str]], delimiter: str, encoding: str
) -> None:
    lines = "".join(delimiter.join(cells) + end.replace(",", delimiter) for cells, end in rows)
    content = (HEADER.replace(",", delimiter) + lines).encode(encoding)
    with pytest.MonkeyPatch.context() as patch:
        # Blocks of a few rows, and Arrow's texts from the second on.
        patch.setattr(delimited, "BLOCK", 48)
        patch.setattr(delimited, "PIECE", 96)
        patch.setattr(many_texts, "MOST_LISTED", 1)
        fast = outcome_of(content)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(delimited, "as_it_stands", lambda *_: None)
        patch.setattr(delimited, "_split_in_blocks", lambda *_: None)
        assert outcome_of(content) == fast


@pytest.mark.parametrize(
    ("content", "stands"),
    [
        (HEADER + "C-1,2026-01-05,yes\n", True),
        (HEADER + 'C-1,"5 January, 2026",yes\n', True),
        (HEADER + "C-1,the client's day,yes\n", True),
        (HEADER + 'C-1, "5 January",yes\n', False),
        (HEADER + "C-1,'5 January',yes\n", False),
        (HEADER + "C-1,5 January\\, 2026,yes\n", False),
        (HEADER + "C-1,\ufffd,yes\n", False),
        (HEADER + "C-1,\x00,yes\n", False),
        ('"client,breakout"\n"C-1,yes"\n', False),
        ("client breakout day\nC-1 yes 3\n", False),
        ("", False),
    ],
)
def test_only_what_every_parser_reads_alike_stands_as_it_is(content: str, *, stands: bool) -> None:
    source = as_it_stands(content.encode(), LayoutChoices(), "log.csv")
    assert (source is not None) == stands
    assert source is None or source.text.text() == content


def test_what_is_no_utf8_is_decoded_with_care() -> None:
    assert as_it_stands((HEADER + "C-1,é,yes\n").encode("cp1252"), LayoutChoices(), "log.csv") is None


# The first and last second bytes of long signs, halves of signs, a sign cut short, one written too long, one beyond
# Unicode.
SECONDS = (0x41, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC3)
RESTS = (b"", b"\x80", b"\x80\x80", b"\xbf\xbf\xbf")


def test_bytes_are_utf8_where_python_decodes_them() -> None:
    for first, second, rest in product(range(0x80, 0x100), SECONDS, RESTS):
        content = HEADER.encode() + bytes([first, second]) + rest + b",2026-05-01,yes\n"
        assert _is_utf8(content) == ("\ufffd" not in content.decode(errors="replace"))
