"""Logs made from text: what a test writes down is read and cleaned as a file is."""

from __future__ import annotations

from functools import lru_cache

from analysis.files.reading import read
from analysis.importing.choices import ImportChoices
from analysis.importing.cleaning import clean
from analysis.outcome_log.log import Log


# The same few logs are asked for by hundreds of tests; no one changes them.
@lru_cache(maxsize=500)
def log_of(text: str | bytes, choices: ImportChoices | None = None) -> Log:
    """Return the log in a CSV file with this content."""
    content = text.encode() if isinstance(text, str) else text
    return clean(read(content, "log.csv"), choices or ImportChoices())[0]
