"""A workbook made safe to parse: unpacked within the limits, looked through, and packed anew with what was seen."""

from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING

import olefile

from analysis.errors import DashboardError
from analysis.files import limits
from analysis.files.archive import Archive
from analysis.files.declared_counts import refuse_impossible_sectors
from analysis.files.formats import OLE
from analysis.files.sheet_marks import PLAIN, is_marked
from analysis.files.sheets import locked
from analysis.files.used_area import (
    BookSize,
    SharedTexts,
    check_xls,
    checked_ods,
    checked_part,
    checked_texts,
    refuse_too_much_shared_text,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

_XML = re.compile(r".*\.(xml|rels)", re.IGNORECASE)
_SHARED_TEXTS = re.compile(r".*sharedstrings\.xml", re.IGNORECASE)
# Cached sources of pivot tables, as large as the sheets themselves, and read by nobody here.
_NOT_NEEDED = re.compile(r"xl/(pivotcache|pivottables|drawings|media|charts|theme)/.*", re.IGNORECASE)
_ODS_CONTENT = "content.xml"
_ODS_MANIFEST = "META-INF/manifest.xml"
_MANIFEST = '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
# The beginning of a sheet of settings, in Excel's binary format, and behind it that all that follows is encrypted.
_FILEPASS = re.compile(rb"\x09\x08[\x08\x10]\x00\x00[\x05\x06]\x05\x00.{4,12}(\x86\x00\x00\x00)?\x2f\x00", re.DOTALL)
_OLE_DOCUMENTS = (
    ("WordDocument", "an old Word document"),
    ("PowerPoint Document", "an old presentation"),
    ("VisioDocument", "a drawing"),
    ("__properties_version1.0", "an e-mail message"),
)


def safe_workbook(content: bytes, name: str, size: int) -> bytes:
    """Return a workbook that holds what `content` does and nothing that could take the machine's memory.

    Parameters
    ----------
    content : bytes
    name : str
    size : int
        Of the file that was uploaded, in which the workbook may have been packed.

    Raises
    ------
    DashboardError
        Where the workbook is locked, damaged, no workbook, or larger than the limits allow.
    """
    book = BookSize(name, limits.most_cells(size))
    if content.startswith(OLE):
        _check_ole(content, book)
        return content
    archive = Archive(content, name)
    is_ods = _ODS_CONTENT in archive.parts
    if archive.is_locked or "encrypted-package" in archive.parts:
        raise locked(name)
    if is_ods and _ODS_MANIFEST in archive.parts and b"encryption-data" in archive.part(_ODS_MANIFEST):
        raise locked(name)
    shared = SharedTexts()
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as target:
        for part in archive.parts:
            if part == "mimetype" or (_XML.fullmatch(part) and not _NOT_NEEDED.fullmatch(part)):
                is_plain = True
                with target.open(part, "w", force_zip64=True) as file:
                    for piece in _checked(archive, part, shared, book, is_ods=is_ods):
                        file.write(piece)
                        is_plain = is_plain and not is_marked(piece, is_ods=is_ods)
                if is_plain:
                    target.getinfo(part).comment = PLAIN
    if shared.may_be_too_much():
        refuse_too_much_shared_text(map(archive.pieces, archive.parts), shared, name)
    return packed.getvalue()


def packed_as_ods(content: bytes) -> bytes:
    """Return an OpenDocument workbook written as one XML file (.fods) in the form that the others have."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as target:
        target.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        target.writestr(_ODS_CONTENT, content)
        target.writestr(_ODS_MANIFEST, _MANIFEST)
    return packed.getvalue()


def _checked(archive: Archive, part: str, shared: SharedTexts, book: BookSize, *, is_ods: bool) -> Iterator[bytes]:
    pieces = archive.pieces(part)
    if is_ods:
        return checked_ods(pieces, book)
    if _SHARED_TEXTS.fullmatch(part):
        return checked_texts(pieces, shared, archive.size(part), book.name)
    return checked_part(pieces, shared, archive.size(part), book)


def _check_ole(content: bytes, about: BookSize) -> None:
    name = about.name
    try:
        with olefile.OleFileIO(io.BytesIO(content)) as file:
            streams = {entry[0] for entry in file.listdir()}
            refuse_impossible_sectors(file, len(content), name)
            book = next((stream for stream in ("Workbook", "Book") if stream in streams), None)
            stream = file.openstream(book).read() if book is not None else b""
    except DashboardError:
        raise
    except Exception as error:  # olefile raises what a damaged file makes it stumble over
        raise _damaged(name) from error
    if not streams:
        raise _damaged(name)
    if "EncryptedPackage" in streams or _FILEPASS.match(stream):
        raise locked(name)
    if book is None:
        what = next((what for stream, what in _OLE_DOCUMENTS if stream in streams), "an Office document")
        raise DashboardError(f"“{name}” is {what}, no workbook: save the log as .xlsx or CSV and upload that file.")
    check_xls(stream, about)


def _damaged(name: str) -> DashboardError:
    return DashboardError(
        f"“{name}” is a damaged or incomplete Office document: open it, save the log as .xlsx or CSV, and upload that "
        "file."
    )
