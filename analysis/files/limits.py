"""How much of a file is read: every limit once, so that no file can take the machine's memory or its afternoon.

Measured on two cores: a sheet of 100,000 rows and 40 columns takes 17 seconds and 0.7 GB, as a text file 1 second.
"""

from __future__ import annotations

MEGABYTE = 1_000_000

# A million treatments in forty columns of text take about 198 MB; the same limit stands in .streamlit/config.toml.
MOST_BYTES = 200 * MEGABYTE
# All parts of a workbook or archive together: a sheet of 100,000 rows and 40 columns takes about 200 MB.
MOST_UNPACKED_BYTES = 1000 * MEGABYTE
# Sheets shrink to a fifteenth, seldom to a fiftieth. Apache POI refuses from a hundredth as well.
MOST_UNPACKED_RATIO = 100
# What unpacks to less than this is harmless however well it was packed.
LEAST_BYTES_FOR_RATIO = 10 * MEGABYTE
# A workbook has a part for each sheet, chart and picture.
MOST_PARTS = 2000
# Twice as many as a sheet of Excel holds.
MOST_ROWS = 2_000_000
# Values may hold line breaks, so a file has more lines than rows.
MOST_LINES = 5 * MOST_ROWS
# The widest log known has 171.
MOST_COLUMNS = 2000
# The area from the first to the last filled cell of a sheet, which is held in memory as a whole.
MOST_CELLS = 10_000_000
# Excel's own cells end at 32,767 characters.
LONGEST_CELL = 1_000_000
# A workbook keeps each text once, however many cells show it; this is what all cells together show.
MOST_SHEET_TEXT = 1000 * MEGABYTE

# A workbook is parsed by a process of its own: one of `MOST_CELLS` takes 1.7 GB and half a minute of it.
WORKBOOK_MEMORY = 3000 * MEGABYTE
WORKBOOK_SECONDS = 120
WORKBOOKS_AT_ONCE = 2


def limits_in_words() -> tuple[str, ...]:
    """Return every limit as a plain sentence."""
    area = f"The used area of a sheet may have up to {MOST_CELLS:,} cells"
    packed = f"A workbook or archive may unpack to {MOST_UNPACKED_BYTES // MEGABYTE:,} MB in {MOST_PARTS:,} parts"
    part = f"a part of more than {LEAST_BYTES_FOR_RATIO // MEGABYTE} MB to {MOST_UNPACKED_RATIO} times its packed size"
    return (
        f"A file may have up to {MOST_BYTES // MEGABYTE:,} MB.",
        f"A table may have up to {MOST_ROWS:,} rows, {MOST_LINES:,} lines and {MOST_COLUMNS:,} columns.",
        f"A cell may hold up to {LONGEST_CELL:,} characters.",
        f"{area}, with {MOST_SHEET_TEXT // MEGABYTE:,} million characters; larger tables are read as CSV.",
        f"{packed}, and {part}.",
        f"A workbook may take {WORKBOOK_SECONDS} seconds and {WORKBOOK_MEMORY // MEGABYTE:,} MB of memory to read.",
    )
