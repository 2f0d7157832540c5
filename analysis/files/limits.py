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
# The area from the first to the last filled cell of all sheets, which are held in memory as a whole.
MOST_CELLS = 10_000_000
# A file made to do harm says in a few bytes that a cell stands in a million places: a sheet of Excel has four bytes for
# each cell of its area, one that is half blank two. What a parser does in two seconds is harmless in any file.
MOST_CELLS_PER_BYTE = 2
HARMLESS_CELLS = 500_000
# Each is looked at by itself, for where it lacks a value: so many take three seconds.
MOST_RAGGED_ROWS = 200_000
# Forty columns of half a million characters.
LONGEST_LINE = 20_000_000
# Excel's own cells end at 32,767 characters.
LONGEST_CELL = 1_000_000
# A workbook keeps each text once, however many cells show it; this is what all cells together show.
MOST_SHEET_TEXT = 100 * MEGABYTE
# Each is parsed, whichever is read; a workbook with a sheet for each week of four years has 208.
MOST_SHEETS = 500

# A workbook is parsed by a process of its own: one of 5 million cells takes 0.5 GB and a quarter of a minute of it.
WORKBOOK_MEMORY = 900 * MEGABYTE
WORKBOOK_SECONDS = 120
WORKBOOKS_AT_ONCE = 2
# A small one has to do with less, counted by the processor, for the machine may be busy.
SMALL_WORKBOOK_SECONDS = 5
WORKBOOK_SECONDS_PER_MEGABYTE = 3


def most_cells(size: int) -> int:
    """Return how many cells the sheets of a file of `size` bytes may span."""
    return min(MOST_CELLS, max(HARMLESS_CELLS, MOST_CELLS_PER_BYTE * size))


def workbook_seconds(size: int) -> int:
    """Return how many seconds of the processor the parser of a file of `size` bytes may take."""
    return min(WORKBOOK_SECONDS, SMALL_WORKBOOK_SECONDS + WORKBOOK_SECONDS_PER_MEGABYTE * size // MEGABYTE)


def limits_in_words() -> tuple[str, ...]:
    """Return every limit as a plain sentence."""
    area = f"Up to {MOST_SHEETS:,} sheets may span up to {MOST_CELLS:,} cells together, blank ones included"
    size = f"Of more than {HARMLESS_CELLS:,} cells, every {MOST_CELLS_PER_BYTE} need a byte of the file."
    time = f"{WORKBOOK_SECONDS} seconds to read, a small one {SMALL_WORKBOOK_SECONDS} seconds"
    packed = f"A workbook or archive may unpack to {MOST_UNPACKED_BYTES // MEGABYTE:,} MB in {MOST_PARTS:,} parts"
    part = f"a part of more than {LEAST_BYTES_FOR_RATIO // MEGABYTE} MB to {MOST_UNPACKED_RATIO} times its packed size"
    return (
        f"A file may have up to {MOST_BYTES // MEGABYTE:,} MB.",
        f"A table may have up to {MOST_ROWS:,} rows, {MOST_LINES:,} lines and {MOST_COLUMNS:,} columns.",
        f"A cell may hold up to {LONGEST_CELL:,} characters, a line {LONGEST_LINE:,}.",
        f"Up to {MOST_RAGGED_ROWS:,} rows may have more or fewer values than the header has names.",
        f"{area}, with {MOST_SHEET_TEXT // MEGABYTE:,} million characters: save a larger table as CSV.",
        size,
        f"{packed}, and {part}.",
        f"A workbook may take {WORKBOOK_MEMORY // MEGABYTE:,} MB of memory and {time}.",
    )
