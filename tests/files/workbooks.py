"""Small workbooks made for the tests, sound ones and hostile ones."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Collection, Iterable, Mapping, Sequence
from xml.sax.saxutils import escape

import openpyxl
import xlwt

Rows = Iterable[Sequence[object]]
ODS_TYPE = "application/vnd.oasis.opendocument.spreadsheet"
# What a document declares that has styles of its own.
ODS_STYLES = (
    'xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"'
    ' xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"'
)
_ODS = (
    '<?xml version="1.0" encoding="UTF-8"?><office:document-content'
    ' xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
    ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
    ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>'
    "{}</office:spreadsheet></office:body></office:document-content>"
)


def xlsx(sheets: Mapping[str, Rows], merged: Sequence[str] = (), hidden: Sequence[str] = ()) -> bytes:
    """Return a workbook; `merged` are ranges of its first sheet."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
        if name in hidden:
            sheet.sheet_state = "hidden"
    for cells in merged:
        book.worksheets[0].merge_cells(cells)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def xls(sheets: Mapping[str, Rows], struck: Collection[int] = ()) -> bytes:
    """Return a workbook in Excel's old binary format; `struck` are rows, counted from 0, that are struck through."""
    book = xlwt.Workbook()
    plain, through = xlwt.XFStyle(), xlwt.easyxf("font: struck_out on")
    for name, rows in sheets.items():
        sheet = book.add_sheet(name)
        for number, row in enumerate(rows):
            for position, cell in enumerate(row):
                sheet.write(number, position, cell, through if number in struck else plain)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def ods(sheets: Mapping[str, Rows]) -> bytes:
    """Return an OpenDocument workbook of texts."""
    tables = (
        f'<table:table table:name="{escape(name)}">'
        + "".join(f"<table:table-row>{''.join(map(_ods_cell, row))}</table:table-row>" for row in rows)
        + "</table:table>"
        for name, rows in sheets.items()
    )
    return ods_of("".join(tables))


def ods_of(tables: str) -> bytes:
    """Return an OpenDocument workbook with the given tables."""
    manifest = '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
    return packed({"mimetype": ODS_TYPE, "content.xml": _ODS.format(tables), "META-INF/manifest.xml": manifest})


def _ods_cell(cell: object) -> str:
    if cell in {"", None}:
        return "<table:table-cell/>"
    return f'<table:table-cell office:value-type="string"><text:p>{escape(str(cell))}</text:p></table:table-cell>'


def packed(parts: Mapping[str, str | bytes]) -> bytes:
    """Return a ZIP archive."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return target.getvalue()


def changed(workbook: bytes, parts: Mapping[str, str | bytes]) -> bytes:
    """Return a workbook with some parts replaced or added."""
    with zipfile.ZipFile(io.BytesIO(workbook)) as archive:
        return packed({**{name: archive.read(name) for name in archive.namelist()}, **parts})


def sheet_xml(rows: str) -> str:
    """Return the first sheet of a workbook as Excel writes it."""
    namespace = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return f'<?xml version="1.0"?><worksheet xmlns="{namespace}"><sheetData>{rows}</sheetData></worksheet>'


def shared_texts(texts: str, attributes: str = "") -> str:
    """Return the part of a workbook that keeps each text once."""
    namespace = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return f'<?xml version="1.0"?><sst xmlns="{namespace}" {attributes}>{texts}</sst>'
