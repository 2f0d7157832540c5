"""Files made to do harm, small enough to be made on the fly, and what each costs whoever brings it in.

``python -m tests.files.bombs`` brings in each and prints, as lines of JSON, what came of it, the processor's seconds,
how often Python could count to a million in them, and by how many bytes its peak of memory grew, the largest of the
parsers' processes up to then included.
"""

from __future__ import annotations

import gzip
import json
import os
import resource
import struct
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import pandas as pd
import pyreadstat

from analysis.errors import DashboardError
from analysis.importing.choices import ImportChoices
from analysis.importing.opening import open_file
from analysis.outcome_log.codebook import load
from tests.files.workbooks import changed, ods_of, packed, shared_texts, sheet_xml, xls, xlsx

READ = "read"
LOG = [["id", "breakout"], ["1", "yes"]]
SPREADSHEET = "urn:schemas-microsoft-com:office:spreadsheet"
NAMESPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


# OpenDocument ----


def _ods_cell(text: str, times: int = 1) -> str:
    return (
        f'<table:table-cell table:number-columns-repeated="{times}" office:value-type="string"><text:p>{text}</text:p>'
        "</table:table-cell>"
    )


def _ods(cells: str, times: int = 1, rows: int = 1) -> bytes:
    row = f'<table:table-row table:number-rows-repeated="{times}">{cells}{_ods_cell("yes")}</table:table-row>'
    header = f"<table:table-row>{_ods_cell('id')}{_ods_cell('breakout')}</table:table-row>"
    return ods_of(f'<table:table table:name="a">{header}{row * rows}</table:table>')


# .xlsx ----


def _cell(place: str, text: str = "x") -> str:
    return f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'


HEADER = f'<row r="1">{_cell("A1", "id")}{_cell("B1", "breakout")}</row>'
FAR = sheet_xml(f'{HEADER}<row r="4900">{_cell("BXW4900")}</row>')


def _shared() -> bytes:
    rows = "".join(f'<row r="{row}"><c r="A{row}" t="s"><v>0</v></c></row>' for row in range(2, 400))
    texts = shared_texts(f"<si><t>{'ab' * 450_000}</t></si>")
    return changed(xlsx({"Log": LOG}), {"xl/worksheets/sheet1.xml": sheet_xml(rows), "xl/sharedStrings.xml": texts})


def _far_in_every_sheet() -> bytes:
    sheets = xlsx({f"S{number}": LOG for number in range(30)})
    near = sheet_xml(f'{HEADER}<row r="400">{_cell("AAA400")}</row>')
    return changed(sheets, {f"xl/worksheets/sheet{number}.xml": near for number in range(1, 31)})


def _hidden_columns() -> bytes:
    hidden = '<cols><col min="1" max="2000000000" hidden="1"/></cols><sheetData>'
    return changed(xlsx({"Log": LOG}), {"xl/worksheets/sheet1.xml": sheet_xml(HEADER).replace("<sheetData>", hidden)})


def _many_sheets() -> bytes:
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    sheets = "".join(f'<sheet name="s{number}" sheetId="{number}" r:id="rId1"/>' for number in range(1, 3000))
    book = f'<workbook xmlns="{NAMESPACE}" xmlns:r="{relation}"><sheets>{sheets}</sheets></workbook>'
    return changed(xlsx({"Log": LOG}), {"xl/workbook.xml": book})


# One XML file, web pages ----


def _xml(rows: str, columns: str = "", definitions: str = "") -> bytes:
    header = (
        '<Row><Cell><Data ss:Type="String">id</Data></Cell><Cell><Data ss:Type="String">breakout</Data></Cell></Row>'
    )
    table = f'<Worksheet ss:Name="a"><Table>{columns}{header}{rows}</Table></Worksheet>'
    return (
        f'<?xml version="1.0"?>{definitions}<Workbook xmlns="{SPREADSHEET}" xmlns:ss="{SPREADSHEET}">{table}</Workbook>'
    ).encode()


def _page(rows: str) -> bytes:
    return f"<html><table><tr><td>id</td><td>breakout</td></tr>{rows}</table></html>".encode()


# Statistics ----


def _statistics(write: Callable[[pd.DataFrame, str], None], **columns: list[object]) -> bytearray:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "log"
        write(pd.DataFrame({"id": ["a", "b"], "breakout": ["yes", "no"], **columns}), str(path))
        return bytearray(path.read_bytes())


def _sav(place: int, number: int) -> bytes:
    """Return a file of SPSS with another number in its header: 68 the width of a case, 80 how many cases."""
    content = _statistics(pyreadstat.write_sav)
    struct.pack_into("<i", content, place, number)
    return bytes(content)


def _dta() -> bytes:
    content = _statistics(pyreadstat.write_dta)
    start = content.index(b"<N>") + 3
    end = content.index(b"</N>")
    content[start:end] = (1_999_999).to_bytes(end - start, "little")
    return bytes(content)


# Text, archives ----


def _wide(columns: int, rows: int) -> bytes:
    """Return a CSV file of many columns of different kinds."""
    kinds = ("red", "2026-01-03", "1.5", "x71", "yes", "3 cm")
    names = ",".join(f"q{number}_{('skin', 'date', 'dose', 'room')[number % 4]}" for number in range(columns - 1))
    cells = [
        ",".join(kinds[(row * 7 + number * 5 + row * number) % len(kinds)] for number in range(columns - 1))
        for row in range(rows)
    ]
    return "\n".join(
        [f"breakout,{names}", *(f"{'yes' if n % 3 else 'no'},{row}" for n, row in enumerate(cells))]
    ).encode()


def _numbers(columns: int, rows: int) -> bytes:
    """Return a CSV file of many measurements, under names that no field of a log has."""
    names = ",".join(f"m{number}" for number in range(columns - 1))
    cells = [",".join(str((row * 7 + number * 13) % 997) for number in range(columns - 1)) for row in range(rows)]
    return "\n".join(
        [f"breakout,{names}", *(f"{'yes' if n % 3 else 'no'},{row}" for n, row in enumerate(cells))]
    ).encode()


def _levels() -> bytes:
    rows = (
        f"{'yes' if n % 3 else 'no'},{','.join(f'w{(n * 7919 + c) % 20_000} x' for c in range(8))}"
        for n in range(20_000)
    )
    return "\n".join(["breakout,a,b,c,d,e,f,g,h", *rows]).encode()


def _packed_often(pack: Callable[[bytes], bytes], times: int) -> bytes:
    content = b"id,breakout\n1,yes\n"
    for _ in range(times):
        content = pack(content)
    return content


ENTITIES = '<!DOCTYPE x [<!ENTITY a "haha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
BOMBS: Mapping[str, Callable[[], bytes]] = {
    "ods: one run of blanks": lambda: _ods(_ods_cell('x<text:s text:c="2000000000"/>')),
    "ods: a run of blanks in every row": lambda: _ods(_ods_cell('x<text:s text:c="999000"/>'), rows=900),
    "ods: a row of blanks repeated": lambda: _ods(_ods_cell('x<text:s text:c="999000"/>'), times=900),
    "ods: a cell of blanks repeated": lambda: _ods(_ods_cell('x<text:s text:c="999000"/>', times=900)),
    "ods: blanks counted in an entity": lambda: _ods(_ods_cell('x<text:s text:c="&#50;00000000"/>')),
    "ods: two million rows repeated": lambda: _ods(_ods_cell("1", times=4), times=1_990_000),
    "ods: columns repeated": lambda: _ods(_ods_cell("1", times=1_998), times=4_900),
    "xlsx: one long text in many cells": _shared,
    "xlsx: a cell far away": lambda: changed(xlsx({"Log": LOG}), {"xl/worksheets/sheet1.xml": FAR}),
    "xlsx: a cell far away in every sheet": _far_in_every_sheet,
    "xlsx: billions of hidden columns": _hidden_columns,
    "xlsx: one sheet under thousands of names": _many_sheets,
    "xls: a cell far away": lambda: xls({"Log": [*LOG, *[[]] * 39_000, [*[""] * 250, "x"]]}),
    "xml: a cell far away": lambda: _xml('<Row ss:Index="5000"><Cell ss:Index="1999"><Data>x</Data></Cell></Row>'),
    "xml: hidden columns": lambda: _xml("", '<Column ss:Index="1" ss:Span="1999" ss:Hidden="1"/>' * 20_000),
    "xml: merged cells": lambda: _xml('<Row><Cell ss:MergeAcross="16000" ss:MergeDown="1000000"/></Row>' * 5_000),
    "xml: entities": lambda: _xml("<Row><Cell><Data>&b;</Data></Cell></Row>", definitions=ENTITIES),
    "html: cells across thousands": lambda: _page('<tr><td rowspan="65000" colspan="1000">1</td></tr>' * 2_000),
    "html: tables within tables": lambda: _page("<table><tr><td>" * 20_000),
    "html: a tag that never ends": lambda: _page(f"<tr><td {'a=b ' * 500_000}"),
    "sav: more cases than bytes": lambda: _sav(80, 2**31 - 1),
    "sav: a case wider than the file": lambda: _sav(68, 2**31 - 1),
    "sav: fewer than no cases": lambda: _sav(80, -2),
    "dta: more rows than bytes": _dta,
    "csv: one line": lambda: b"id,breakout\n1," + b"x" * 21_000_000,
    "csv: nothing but quotation marks": lambda: b"id,breakout\n" + b'"' * 5_000_000,
    "csv: every row torn at a quotation mark": lambda: (
        b"id,breakout\n" + b'"1","y""es"\n' * 50_000 + b'"2,' + b'"x"\n' * 50_000
    ),
    "csv: five hundred columns": lambda: _wide(500, 20),
    "csv: two thousand columns": lambda: _wide(2_000, 20),
    "csv: five hundred columns of numbers": lambda: _numbers(500, 20),
    "csv: two thousand columns of numbers": lambda: _numbers(2_000, 20),
    "csv: as many levels as rows": _levels,
    "gz: in itself": lambda: _packed_often(lambda inside: gzip.compress(inside, mtime=0), 3),
    "zip: in itself": lambda: _packed_often(lambda inside: packed({"log.zip": inside}), 10),
    "gz: a thousand times its size": lambda: gzip.compress(b"1,yes\n" * 4_000_000, mtime=0),
}  # fmt: skip


def main() -> None:
    """Bring in each, and print what it cost."""
    load()
    open_file(b"id,breakout\n1,yes\n2,no\n", "log.csv", ImportChoices(), b"key")
    for name, make in BOMBS.items():
        content, floor = make(), _floor()
        before, start = _peak(resource.RUSAGE_SELF), _seconds()
        outcome = _outcome(content)
        seconds = _seconds() - start
        # What making the bomb took is no cost of bringing it in, and neither is what another took before it.
        grown = _peak(resource.RUSAGE_SELF) - before
        memory = grown + _peak(resource.RUSAGE_CHILDREN)
        said = {"name": name, "outcome": outcome, "seconds": seconds, "times_floor": seconds / floor, "memory": memory}
        print(json.dumps(said), flush=True)


def _floor() -> float:
    """Return how many seconds Python takes to count to a million, now and here."""
    start = time.process_time()
    for _ in range(1_000_000):
        pass
    return time.process_time() - start


def _outcome(content: bytes) -> str:
    try:
        opened = open_file(content, "log", ImportChoices(), b"key")
        opened.cleaned(ImportChoices())
    except DashboardError as refusal:
        return str(refusal)
    return READ


def _peak(whose: int) -> int:
    return resource.getrusage(whose).ru_maxrss * (1 if sys.platform == "darwin" else 1024)


def _seconds() -> float:
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


if __name__ == "__main__":
    main()
