"""The text of a workbook's cell, as the spreadsheet shows it in its plainest format."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

# Excel keeps and shows 15 digits: [MS-XLS] and its own specification.
DIGITS = 15
SECONDS_PER_HOUR = 3600
HOUR_DECIMALS = 4  # a third of a second
_HALF_A_SECOND = timedelta(milliseconds=500)


def text_of(cell: object) -> str:
    """Return the text of a cell: dates as 2026-05-14, durations as hours, whole numbers without decimals."""
    if isinstance(cell, str):
        return cell.replace("\x00", "")
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, float):
        text = f"{cell + 0.0:.{DIGITS}g}"
        return f"{float(text):.0f}" if "e+" in text else text
    if isinstance(cell, timedelta):
        return text_of(round(cell.total_seconds() / SECONDS_PER_HOUR, HOUR_DECIMALS))
    return _moment(cell) if isinstance(cell, date | time) else str(cell)


def _moment(cell: date | time) -> str:
    if isinstance(cell, datetime):
        moment = (cell + _HALF_A_SECOND).replace(microsecond=0)
        return moment.date().isoformat() if moment.time() == time() else moment.isoformat(" ")
    return cell.replace(microsecond=0).isoformat() if isinstance(cell, time) else cell.isoformat()
