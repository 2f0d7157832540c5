"""Dates of birth: what tells them from other dates is that they lie decades apart."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analysis.identifiers.samples import Sample

DATE_SHARE = 0.8
# Between the earliest tenth and the latest tenth of a column. Clients differ in age by more, and a clinic's log does
# not span as much.
YEARS_APART = 12
FEWEST_DATES = 5
# Two-digit years: nobody was born, or treated, later than this.
_LAST_YEAR_OF_THIS_CENTURY = 40

_YEAR_FIRST = re.compile(r"((?:19|20)\d{2})[-/. ]\d{1,2}[-/. ]\d{1,2}(?:[T ][\d:.]+\S*)?")
_YEAR_LAST = re.compile(r"\d{1,2}[-/. ]+\d{1,2}[-/. ]+((?:19|20)\d{2}|\d{2})(?: +[\d:.]+.*)?")
_MONTH_NAMED = re.compile(
    r"(?:\d{1,2}\w{0,2}[-/. ]*[^\W\d_]{3,10}\.?|[^\W\d_]{3,10}\.? \d{1,2}\w{0,2})[-/., ]+((?:19|20)\d{2}|\d{2})"
)
_COMPACT = re.compile(r"((?:19|20)\d{2})(?:0\d|1[0-2])(?:[0-2]\d|3[01])")
_FORMS = (_YEAR_FIRST, _YEAR_LAST, _MONTH_NAMED, _COMPACT)
# In a code such as "JS14051980" or "1980-05-14-JS".
_WITHIN = re.compile(
    r"(?<!\d)(?:(?:[0-2]\d|3[01])[-/. ]?(?:0\d|1[0-2])[-/. ]?((?:19|20)\d{2})"
    r"|((?:19|20)\d{2})[-/. ]?(?:0\d|1[0-2])[-/. ]?(?:[0-2]\d|3[01]))(?!\d)"
)


def birth_dates(sample: Sample) -> Sequence[bool]:
    """Mark the texts that are dates, none where they do not lie as far apart as births."""
    years = [_year(text) for text in sample.texts]
    marks = [year is not None for year in years]
    found = [year for year in years if year is not None]
    if len(found) < FEWEST_DATES or sample.rows_where(marks) < DATE_SHARE * sample.rows:
        return [False] * len(years)
    early, late = np.quantile(found, [0.1, 0.9])
    return marks if late - early >= YEARS_APART else [False] * len(years)


def is_date(text: str) -> bool:
    """Tell whether `text` is a date and nothing else."""
    return any(form.fullmatch(text) for form in _FORMS)


def _year(text: str) -> int | None:
    """Return the year of a date, however it is written."""
    for form in _FORMS:
        if match := form.fullmatch(text):
            year = int(match[1])
            if len(match[1]) == 2:  # noqa: PLR2004 - the century is left out
                year += 2000 if year <= _LAST_YEAR_OF_THIS_CENTURY else 1900
            return year
    if match := _WITHIN.search(text):
        return int(match[1] or match[2])
    return None
