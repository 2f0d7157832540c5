"""Texts that a spreadsheet would take for a formula, made harmless by an apostrophe and read back without it."""

from __future__ import annotations

import re

# A spreadsheet takes a cell that starts like this for a formula (OWASP, CSV injection). Japanese and Chinese input
# methods write = + - @ in other widths, which some spreadsheets fold to the plain ones, as Unicode does (NFKC); blanks
# and marks that cannot be seen may be trimmed before.
_SIGNS = "=+\\-@＝＋－＠﹦﹢﹣﹫⁼⁺₌₊﬩"
# Blanks, control and format characters (Unicode's categories Z, Cc and Cf below U+10000).
_UNSEEN = (
    "\\s\x00-\x1f\x7f-\xa0\u00ad\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u180e\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\ufeff\ufff9-\ufffb"
)
# Whatever apostrophes stand before it already: one more goes on, and the same one comes off.
_FORMULA = re.compile(f"'*(?:[\t\r\n]|[{_UNSEEN}]*[{_SIGNS}])")
_NUMBER = re.compile(r"[-+]?\d+(\.\d+)?")


APOSTROPHE = "'"


def disarmed(text: str) -> str:
    """Return `text` with an apostrophe in front where a spreadsheet would run it; a number stays a number."""
    return f"{APOSTROPHE}{text}" if _FORMULA.match(text) and not _NUMBER.fullmatch(text) else text


def as_it_was(text: str) -> str:
    """Return `text` without the apostrophe that keeps a spreadsheet from running it, as our own exports write it."""
    return text[1:] if text.startswith(APOSTROPHE) and _FORMULA.match(text, 1) else text
